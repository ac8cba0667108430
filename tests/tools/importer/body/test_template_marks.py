from __future__ import annotations

from typing import Any

import pytest

from knowledge_center.tools.importer.body.template_marks import UNKNOWN_TARGET, replace_template_marks
from knowledge_center.tools.importer.import_notes import NoteKind
from knowledge_center.tools.importer.source_text import SourceText
from tests.tools.importer.samples import OLD, context, entry, messages

OTHER = entry("other", "2018", path="/2018/01/02/other/")


def translated(text: str, site: str = "", **fields: Any) -> tuple[str, list[str]]:
    source_text, notes = replace_template_marks(
        SourceText.unedited(text), context(site=site, others=[OTHER], **fields)
    )
    return source_text.text, messages(notes)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('[a]({{ "/team/" | url }})', "[a](/team/)"),
        ("[a]({{ site.baseurl }}/team/)", "[a](/team/)"),
        ("[a]({{ site.url }}{{ site.baseurl }}/team/)", "[a](/team/)"),
        ('<a href="{{ site.baseurl }}">home</a>', '<a href="/">home</a>'),
        ("[home]({{site.url}})", "[home](/)"),
        ('<img src="{{ page.image }}" alt="x">', '<img src="/a.png" alt="x">'),
        ("![x]({{ image | url }})", "![x](/a.png)"),
        ("{% assign dir = '/pics' %}\n![x]({{ dir }}/b.png)", "![x](/pics/b.png)"),
        ('{%- set dir = "/pics" -%}{{ dir }}', "/pics"),
        ("[a]({% post_url 2018-01-02-other %})", "[a](/2018/01/02/other/)"),
        ("[a]({% link _posts/2018-05-06-other.md %})", "[a](/2018/01/02/other/)"),
        ("[a]({% link files/form.pdf %})", "[a](/files/form.pdf)"),
        ('[a]({{< ref "other.md#pay" >}})', "[a](/2018/01/02/other/#pay)"),
        ('[a]({{< relref "#below" >}})', "[a](#below)"),
        ("{{ page.title }}", "A fair offer"),
        ("`{{ kept }}` and\n\n```\n{% kept %}\n```", "`{{ kept }}` and\n\n```\n{% kept %}\n```"),
    ],
)
def test_clear_marks_are_carried_out(text: str, meant: str) -> None:
    """As the old site did it, without a word; code is shown as it is."""
    assert translated(text, image="/a.png") == (meant, [])


def test_the_address_of_the_old_site_in_a_sentence_is_written_out() -> None:
    """If it is known; else the mark is left out and reported."""
    assert translated("Visit {{ site.url }} now", OLD) == (f"Visit {OLD}/ now", [])
    assert translated("Visit {{ site.url }} now")[1] == ["the template mark {{ site.url }} was left out."]


def test_an_old_site_in_a_folder_keeps_it_in_its_addresses() -> None:
    """What was below /blog is found below /blog."""
    assert translated("{{ '/team/' | relative_url }}", "https://x.example/blog") == ("/blog/team/", [])


def test_an_article_that_is_not_here_leaves_a_mark_for_the_links() -> None:
    """The link is taken off later, and reported there."""
    assert translated("[a]({% post_url 2011-01-01-gone %})") == (f"[a]({UNKNOWN_TARGET})", [])


@pytest.mark.parametrize(
    ("text", "rest", "count"),
    [
        ("a {{ site.data.x }} b", "a  b", 1),
        ("{% include nav.html %}\nb", "b", 1),
        ("{% if site.x %}kept{% else %}also{% endif %}", "keptalso", 1),
        ("a\n{% for x in y %}\n- {{ x }}\n{% endfor %}\nb", "a\nb", 1),
        ("{% capture x %}hidden{% endcapture %}b", "b", 1),
        ("{{% columns %}}\nkept\n{{% /columns %}}", "kept\n", 1),
        ("a {% callout 'x' %}kept{% endcallout %}", "a kept", 1),
        ("{% for x in y %}never ends", "never ends", 1),
        ("{% assign x = site.data.y %}b", "b", 1),
        ("- {{ x | photo }}\n- b", "- b", 1),
    ],
)
def test_everything_else_is_left_out_and_noted_once(text: str, rest: str, count: int) -> None:
    """A loop goes whole, since nobody knows its data; what stands between other marks stays."""
    found, notes = translated(text)
    assert (found.rstrip("\n"), len(notes)) == (rest.rstrip("\n"), count)
    assert "{%" not in found and "{{" not in found


def test_what_is_left_out_is_noted_with_its_line() -> None:
    """Counted in the source file."""
    _, notes = replace_template_marks(SourceText.unedited("a\n\n{{ b | c }}", 8), context())
    assert [(note.line, note.kind) for note in notes] == [(10, NoteKind.LEFT_OUT)]


def test_a_link_to_a_person_becomes_the_name() -> None:
    """A quotation keeps who said it; a portrait of theirs is left out."""
    found, notes = translated(
        '“Yes.” – {{ "jo" | team_link }}, {{ "bo-berg" | author_name }} {{ "jo" | team_photo }}'
    )
    assert found.rstrip() == "“Yes.” – Jo Ito, Bo Berg"
    assert len(notes) == 3


def test_pictures_keep_their_place() -> None:
    """Alone on a line a caption makes a block, set in like its line; in a sentence it follows the picture."""
    tag = '{% include figure.html src="a.png" alt="A" caption="By Jo" %}'
    assert translated(f"- x\n\n  {tag}\n")[0] == (
        '- x\n\n  <figure>\n  <img src="a.png" alt="A">\n  <figcaption>By Jo</figcaption>\n  </figure>\n'
    )
    assert translated(f"see {tag} here")[0] == 'see <img src="a.png" alt="A"> By Jo here'


def test_an_embedded_page_is_a_frame_first() -> None:
    """Its title comes along."""
    assert translated('{{ "https://v.example/1" | embed: "A talk" }}')[0] == (
        '<iframe src="https://v.example/1" title="A talk"></iframe>'
    )


def test_half_marks_are_words() -> None:
    """Two braces in a sentence are nobody's template."""
    assert translated("a {{ b and {% c") == ("a {{ b and {% c", [])
