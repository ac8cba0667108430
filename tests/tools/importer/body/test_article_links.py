from __future__ import annotations

import pytest

from knowledge_center.tools.importer.body.article_links import rewrite_links
from knowledge_center.tools.importer.body.template_marks import UNKNOWN_TARGET
from knowledge_center.tools.importer.source_text import SourceText
from tests.tools.importer.samples import OLD, context, entry, messages

OTHERS = (
    entry("other", "2018", path="/2018/01/02/other/"),
    entry("draft", "2018", public=False, path="/draft/"),
)


def followed(text: str, site: str = "") -> tuple[str, list[str]]:
    source_text, notes = rewrite_links(SourceText.unedited(text), context(site=site, others=OTHERS))
    return source_text.text, messages(notes)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[*the* guide](/2018/01/02/other/#pay)", "[*the* guide](../2018/other.md#pay)"),
        ('[a](/2018/01/02/other/ "T"){: .x}', '[a](../2018/other.md "T"){: .x}'),
        ("[a][g] and [g]\n\n[g]: /2018/01/02/other/ 'T'", "[a][g] and [g]\n\n[g]: ../2018/other.md 'T'"),
        ("[![A](a.png)](/2018/01/02/other/)", "[![A](a.png)](../2018/other.md)"),
        ('<a class="x" href="/2018/01/02/other/">a</a>', '<a class="x" href="/articles/other/">a</a>'),
        ("[a](/2019/05/06/own/)", "[a](own.md)"),
    ],
)
def test_links_to_articles_that_came_along_are_followed(text: str, found: str) -> None:
    """In Markdown, by reference, around a picture, and in HTML; words, titles and attributes stay."""
    assert followed(text) == (found, [])


@pytest.mark.parametrize(
    "text",
    [
        '[a](https://x.example/b_(c) "T")',
        "[a](#below)",
        "<https://x.example>",
        "`[a](/team/)`",
        "[^1]\n\n[^1]: n",
        "[a][none]",
        '<a name="x">a</a>',
        '<a href="mailto:jo@x.example">a</a>',
    ],
)
def test_all_other_links_stay_as_they_are(text: str) -> None:
    """Not a letter is changed."""
    assert followed(text, OLD) == (text, [])


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("see [the *team*](/team/){: .x} page", "see the *team* page"),
        ("see [the team][t] and [t]\n\n[t]: /team/\n", "see the team and t\n\n"),
        ('see <a href="/team/"><b>the team</b></a>', "see <b>the team</b>"),
        ('<a id="here" href="/team/">a</a>', '<a id="here">a</a>'),
        ('<figure>\n  <a href="/team/">\n    a\n  </a>\n</figure>', "<figure>\n    a\n</figure>"),
        ("[a](/draft/)", "a"),
        ("[a](javascript:x)", "a"),
        (f"[a]({UNKNOWN_TARGET})", "a"),
        ("[a]()", "a"),
        ("[![A](a.png)](/a.png)", "![A](a.png)"),
    ],
)
def test_a_link_that_leads_nowhere_is_taken_off_and_reported(text: str, rest: str) -> None:
    """Its words stay, with all that is in them."""
    found, notes = followed(text)
    assert found == rest
    assert notes and all("its words stay" in note for note in notes) and UNKNOWN_TARGET not in "".join(notes)


def test_a_page_of_the_old_site_is_linked_there() -> None:
    """When it is known where that is; nothing is lost, so nothing is reported."""
    assert followed("[a](/team/) [b](/files/a%20b.pdf)", OLD) == (
        f"[a]({OLD}/team/) [b]({OLD}/files/a%20b.pdf)",
        [],
    )
    assert (
        followed('<a href="/team/?a=b&amp;c=d">a</a>', OLD)[0] == f'<a href="{OLD}/team/?a=b&amp;c=d">a</a>'
    )


@pytest.mark.parametrize("text", ["a [](https://x.example) b", 'a <a href="https://x.example"> </a> b'])
def test_a_link_without_words_is_left_out_and_reported(text: str) -> None:
    """Nobody can click on nothing."""
    assert followed(text) == ("a  b", ["a link to https://x.example without any words was left out."])


def test_a_definition_nobody_uses_leads_nowhere_either() -> None:
    """It would only sit there; nothing was visible, so nothing is reported."""
    assert followed("text\n\n[t]: /team/\n") == ("text\n\n", [])
