from __future__ import annotations

import re

import lxml.html
import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge_center.tools.importer.body.conversion import convert
from knowledge_center.tools.importer.body.conversion_context import ConversionContext
from knowledge_center.tools.importer.source_text import SourceText
from tests.tools.importer.samples import OLD, context, entry, imported, messages, only, post

OLD_TEXT = """\
# A fair offer

{% comment %}for us{% endcomment %}
We ask four things:
- [pay]({{ "/2018/01/02/other/" | url }})
- time
  - and when

<!--more-->

{% include figure.html src="/img/door.png" alt="A door" caption="Ours" %}

![lost](/img/none.png) Write {% raw %}{{ name }}{% endraw %} in `{{ code }}`.

<script>track()</script>

A caption {.small}
"""

NEW_TEXT = """\
We ask four things:

- [pay](../2018/other.md)
- time
    - and when

<figure markdown="span">
![A door](door.png)
<figcaption>Ours</figcaption>
</figure>

 Write {{ name }} in `{{ code }}`.

A caption
"""


def conversion_context() -> ConversionContext:
    return context(pictures=["img/door.png"], others=[entry("other", "2018", path="/2018/01/02/other/")])


def test_all_steps_together_make_an_article_of_ours() -> None:
    """What could come along did, and everything else is reported with its line."""
    source_text, notes = convert(SourceText.unedited(OLD_TEXT, 5), conversion_context())
    assert source_text.text == NEW_TEXT
    assert [(note.line, note.message) for note in sorted(notes, key=lambda note: note.line)] == [
        (17, "the picture /img/none.png (“lost”) is not among the pictures and was left out."),
        (19, "a <script> was left out."),
        (21, "the attributes {.small} were left out."),
    ]


def test_an_article_of_ours_stays_as_it_is() -> None:
    """Converting twice changes nothing more."""
    text = "Text with **marks**.\n\n## Next\n\n- a\n    - b\n\n![A](door.png)\n\n```sh\nls\n```\n"
    assert convert(SourceText.unedited(text), context(pictures=["_posts/door.png"]))[0].text == text


PIECES = st.sampled_from(
    [
        "word ",
        "\n\n",
        "\n",
        "- ",
        "  ",
        "    ",
        "> ",
        "# ",
        "## ",
        "`",
        "```\n",
        "[a](",
        "/team/",
        ")",
        "![A](",
        "/img/door.png",
        "{{ x }}",
        "{% raw %}",
        "{% endraw %}",
        '{% image "/img/door.png" "A" %}',
        "<div>",
        "</div>",
        '<img src="/x.png" alt="B">',
        '<a href="/team/">',
        "</a>",
        "<script>",
        "</script>",
        '<iframe src="//v.example"></iframe>',
        "{: .x}",
        "<!--",
        "-->",
        "<figure>",
        "</figure>",
        "[r]: /x\n",
        "[r]",
        "1. ",
        "\t",
        "===\n",
        "---\n",
        "\\",
        "*",
        "_",
        "{% highlight sh %}",
        "{% endhighlight %}",
        '{{< ref "other" >}}',
        "é",
        '"',
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
@example("<!--`word `-->")
def test_no_text_breaks_the_conversion(text: str) -> None:
    """Whatever somebody typed, there is a text, the same each time, without any mark of ours left in it."""
    first, notes = convert(SourceText.unedited(text), conversion_context())
    again, _ = convert(SourceText.unedited(text), conversion_context())
    assert first.text == again.text
    assert not re.search("[\ufdd0-\ufdef]", first.text + "".join(messages(notes)))
    assert len(first.lines) == first.text.count("\n") + 1


CALM = st.lists(
    st.sampled_from(
        [
            "word",
            "[a](/team/)",
            "[b](/2018/01/02/other/)",
            "![A](/img/door.png)",
            "![B](/x.png)",
            "![C](https://cdn.example/c.png)",
            "`{{ c }}`",
            "**bold**",
            '<img src="/x.png" alt="B">',
            '<a href="/team/">d</a>',
            "{{ x | y }}",
            '{% image "/img/door.png" "A" %}',
            "<br>",
            '<iframe src="//v.example/1"></iframe>',
            "[![A](/img/door.png)](/team/)",
            "<script>x</script>",
            "[](/team/)",
            '[e]({{ "/team/" | url }})',
        ]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
BLOCKS = st.lists(
    st.tuples(st.sampled_from(["", "- ", "> ", "## ", "# ", "1. ", "<figure>", "<div>", "<td>"]), CALM),
    min_size=1,
    max_size=5,
)


@settings(max_examples=200, deadline=None)
@given(BLOCKS, st.sampled_from(["", OLD]))
def test_a_rendered_article_holds_nothing_that_leads_nowhere(
    blocks: list[tuple[str, str]], site: str
) -> None:
    """Rendered as the site does it: no script, no frame, no lost picture, no dead link, no template mark."""
    closing = {"<figure>": "</figure>", "<div>": "</div>", "<td>": "</td>"}
    text = "\n\n".join(head + words + closing.get(head, "") for head, words in blocks)
    known = context(
        site=site, pictures=["img/door.png"], others=[entry("other", "2018", path="/2018/01/02/other/")]
    )
    source_text, _ = convert(SourceText.unedited(text), known)
    html = markdown.markdown(source_text.text, extensions=["attr_list", "md_in_html", "pymdownx.superfences"])
    root = lxml.html.fromstring(f"<div>{html}</div>")
    assert not [one for one in root.iter("script", "iframe", "h1")]
    assert {one.get("src") for one in root.iter("img")} <= {"door.png"}
    assert all(one.get("alt") for one in root.iter("img"))
    allowed = re.compile(r"\.\./2018/other\.md|/articles/other/|https?://")
    assert all(allowed.match(one.get("href", "")) for one in root.iter("a"))
    assert "{{" not in re.sub(r"<code>.*?</code>|`[^`]*`", "", html) and "{%" not in html


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("* ![A call](gone.jpg)\n  Note each call.\n* Two\n", "* Note each call.\n* Two\n"),
        ("1. ![x](gone.png)\n\n   Step text.\n\n2. Two\n", "1. Step text.\n\n2. Two\n"),
        ("* ![A call](gone.jpg)\n* Two\n", "* Two\n"),
        ("see ![a door](https://a.example/x.png)here\n", "see [a door](https://a.example/x.png) here\n"),
        ('[open]({{< ref "gone.md" >}} more words\n', "[open]( more words\n"),
    ],
)
def test_what_stood_around_a_lost_thing_stays_whole(body: str, written: str) -> None:
    """An item keeps its mark, a word its space, and no sign of ours stays in the text."""
    assert only(imported({"2019-05-06-a.md": post("T", body=body)})).body == written
