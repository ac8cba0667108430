from __future__ import annotations

import markdown
import pytest

from knowledge_center.tools.importer.body.article_pictures import rewrite_pictures
from knowledge_center.tools.importer.body.template_marks import UNKNOWN_TARGET
from knowledge_center.tools.importer.source_text import SourceText
from tests.tools.importer.samples import OLD, context, messages

CAPTION = '<figcaption>By <a href="/jo">Jo</a></figcaption>'
THERE = ("img/door.png", "img/big door.jpg")


def converted(text: str, site: str = OLD) -> tuple[str, list[str], list[str]]:
    conversion_context = context(site=site, pictures=THERE)
    source_text, notes = rewrite_pictures(SourceText.unedited(text), conversion_context)
    return source_text.text, messages(notes), [copy.target for copy in conversion_context.assets.copies]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![A door](/img/door.png)", "![A door](door.png)"),
        ('![A door](img/door.png "T"){: .wide}', '![A door](door.png "T"){: .wide}'),
        ("![A door][d]\n\n[d]: /img/door.png", "![A door](door.png)\n\n[d]: /img/door.png"),
        (f"![A door]({OLD}/img/door.png?v=1)", "![A door](door.png)"),
        ("![A door](https://cdn.example/x/door.png)", "![A door](door.png)"),
        ("[![A door](/img/door.png)](https://x.example)", "[![A door](door.png)](https://x.example)"),
        ('so <img src="/img/door.png" alt="A door" class="x"> it', "so ![A door](door.png) it"),
        (
            '<img src="/img/door.png" alt="A door" width="300" height="9">',
            '![A door](door.png){ width="300" }',
        ),
        ('<img src="data:image/gif;base64,x" data-src="/img/door.png" alt="A door">', "![A door](door.png)"),
        (
            '<picture><source srcset="/b.webp"><img src="/img/door.png" alt="A door"></picture>',
            "![A door](door.png)",
        ),
        ("![A \\[door\\] &amp; *more*](/img/door.png)", "![A \\[door\\] & \\*more\\*](door.png)"),
    ],
)
def test_a_picture_at_hand_is_shown_from_beside_the_article(text: str, shown: str) -> None:
    """Markdown wherever Markdown is read, from wherever the old site had it."""
    assert converted(text) == (shown, [], ["2019/door.png"])


def test_a_picture_in_raw_html_stays_html() -> None:
    """A table is not read as Markdown; sizes and classes stay, other sizes of the file go."""
    image = '<img src="/img/door.png" alt="A &amp; B" width="9" srcset="/x.png 2x" loading="lazy">'
    text = f"<table><tr><td>\n{image}\n</td></tr></table>"
    assert (
        converted(text)[0]
        == '<table><tr><td>\n<img src="door.png" alt="A &amp; B" width="9">\n</td></tr></table>'
    )
    assert converted("<table><tr><td>![A](/img/door.png)</td></tr></table>")[0] == (
        '<table><tr><td><img src="door.png" alt="A"></td></tr></table>'
    )


@pytest.mark.parametrize(
    "text",
    [
        f'<figure class="w">\n\t<img src="/img/door.png" alt="A">\n\t{CAPTION}\n</figure>',
        f'<figure class="w">\n\t![A](/img/door.png)\n\t{CAPTION}\n</figure>',
    ],
)
def test_a_figure_is_written_in_markdown(text: str) -> None:
    """So that the picture is known to the checks; it looks as before."""
    found = converted(text)[0]
    assert found == (f'<figure class="w" markdown="span">\n![A](door.png)\n\t{CAPTION}\n</figure>')
    html = markdown.markdown(found, extensions=["md_in_html"])
    assert '<img alt="A" src="door.png"' in html and '<a href="/jo">Jo</a></figcaption>' in html


@pytest.mark.parametrize(
    ("text", "rest", "words"),
    [
        ("a\n\n![A](/none.png)\n\nb", "a\n\n\nb", "is not among the pictures"),
        ("a ![](/img/door.png) b", "a  b", "no description"),
        ('<img src="/img/door.png" alt=" ">', "", "no description"),
        ("![A](data:image/png;base64,xx)", "", "into the text"),
        (f"![A]({UNKNOWN_TARGET})", "", "without an address"),
        ("![](https://cdn.example/pixel.gif)", "", "is not among the pictures"),
        ("- ![A](/none.png)\n- b", "- b", "is not among the pictures"),
        ("![A](/none.png){: .wide} b", " b", "is not among the pictures"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_left_out_and_reported(text: str, rest: str, words: str) -> None:
    """Missing, without words for those who cannot see it, or no file at all."""
    found, notes, copies = converted(text)
    assert (found, copies) == (rest, [])
    assert len(notes) == 1 and words in notes[0]


def test_a_picture_of_another_site_becomes_a_link() -> None:
    """Our pages ask no other site for anything; in raw HTML the link is HTML."""
    assert converted("![A map](https://maps.example/m.png)")[0] == "[A map](https://maps.example/m.png)"
    assert converted("![A map](//maps.example/m.png)")[0] == "[A map](https://maps.example/m.png)"
    assert converted('<td><img src="https://maps.example/m.png" alt="A map"></td>')[0] == (
        '<td><a href="https://maps.example/m.png">A map</a></td>'
    )
    assert "link" in converted("![A map](https://maps.example/m.png)")[1][0]
    assert (
        converted("![A map](https://maps.example/m.png)", site="")[0] == "[A map](https://maps.example/m.png)"
    )


@pytest.mark.parametrize("address", ["/none.png", "https://maps.example/m.png"])
def test_a_link_around_a_lost_picture_keeps_its_words(address: str) -> None:
    """Else there would be nothing to click on."""
    assert converted(f"[![A map]({address})](https://x.example)")[0] == "[A map](https://x.example)"
    assert converted(f'<a href="/x"><img src="{address}" alt="A & B"></a>')[0] == '<a href="/x">A & B</a>'
    assert converted(f"[![]({address})](https://x.example)")[0] == "[](https://x.example)"


def test_a_link_to_the_lost_picture_itself_goes_with_it() -> None:
    """Its words were for those who could not see what nobody can see now."""
    assert converted("[![A](/none.png)](/none.png)", site="")[0] == "[](/none.png)"
    assert (
        converted('<a href="/big.png"><img src="/none.png" alt="A"></a>', site="")[0]
        == '<a href="/big.png"></a>'
    )


def test_a_caption_describes_a_picture_that_nobody_described() -> None:
    """Better than leaving it out; it is reported, so that somebody may do better still."""
    text = '<figure><img src="/img/door.png"><figcaption>The <em>new</em> door</figcaption></figure>'
    found, notes, _ = converted(text)
    assert "![The new door](door.png)" in found
    assert notes == [
        "the picture /img/door.png has no description; its caption “The new door” stands in for it."
    ]
    assert converted('![](/img/door.png "A title")')[0] == '![A title](door.png "A title")'


def test_code_is_left_alone() -> None:
    """A picture that is shown as code is no picture."""
    text = "`![a](b.png)`\n\n    <img src='x'>\n"
    assert converted(text)[:2] == (text, [])
