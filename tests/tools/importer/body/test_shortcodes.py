from __future__ import annotations

import pytest

from knowledge_center.tools.importer.body.shortcodes import frame, picture, player, write_picture
from knowledge_center.tools.importer.html_tags import tags
from knowledge_center.tools.importer.template_tokens import arguments, tokens


def shown(text: str) -> str | None:
    (token,) = tokens(text, text)
    words = arguments(token.rest)
    return picture(token, words, {"page.image": "/a.png"}.get) or player(token, words)


@pytest.mark.parametrize(
    "text",
    [
        '{% image "/a.png" "A door" %}',
        '{% image "/a.png", "A door", "(min-width: 30em) 50vw" %}',
        '{% image_with_class "/a.png" "wide" "A door" %}',
        '{% image "/a.png" "width-400px right-side" "A door" %}',
        '{% img left /a.png 200 100 "Title" "A door" %}',
        '{% img /a.png "A door" %}',
        '{% asset "/a.png" alt="A door" %}',
        '{% include image.html src="/a.png" alt="A door" class="x" %}',
        '{% include "figure.html", image: "/a.png", alt: "A door" %}',
        "{% include figure image_path=page.image alt='A door' %}",
        '{% render "img", src: "/a.png", alt: "A door" %}',
        '{% figure src="/a.png" alt="A door" %}',
        '{{< figure src="/a.png" alt="A door" >}}',
        '{{< img src=/a.png alt="A door" >}}',
        '{{% picture "/a.png" "A door" %}}',
    ],
)
def test_a_picture_is_a_picture_in_every_dialect(text: str) -> None:
    """Tags, includes and shortcodes of three generators, with the words that describe it."""
    assert shown(text) == '<img src="/a.png" alt="A door">'


@pytest.mark.parametrize(
    "text",
    [
        "{% image hero %}",
        "{% include header.html %}",
        '{% include nav.html file="a.pdf" %}',
        "{{< note >}}",
        '{% asset "a.css" %}',
        '{% quote "a.png" %}',
        "{% include youtube.html %}",
        '{{< youtube "a b" >}}',
    ],
)
def test_what_shows_no_picture_is_not_one(text: str) -> None:
    """The next step leaves it out, with a note."""
    assert shown(text) is None


def test_a_picture_without_words_has_none() -> None:
    """A class or a size describes nothing."""
    for text in (
        '{% image "/a.png" %}',
        '{% image_with_class "/a.png" "wide" "" %}',
        '{% image "/a.png" "width-400px" %}',
    ):
        assert shown(text) == '<img src="/a.png" alt="">'


def test_a_caption_makes_a_figure_and_a_link_stays_one() -> None:
    """Words under a picture stay under it."""
    assert shown('{{< figure src="a.png" alt="A" caption="By *Jo*" link="/x" >}}') == (
        '<figure>\n<a href="/x"><img src="a.png" alt="A"></a>\n<figcaption>By <em>Jo</em></figcaption>\n</figure>'
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("{{< youtube w7Ft2ym_a-0 >}}", "https://www.youtube.com/watch?v=w7Ft2ym_a-0"),
        ('{{< youtube id="abc" title="T" >}}', "https://www.youtube.com/watch?v=abc"),
        ("{% youtube abc %}", "https://www.youtube.com/watch?v=abc"),
        ('{% include youtube.html id="abc" %}', "https://www.youtube.com/watch?v=abc"),
        ("{{< youtube abc autoplay >}}", "https://www.youtube.com/watch?v=abc"),
        ("{{< gist jo >}}", None),
        ("{{< vimeo 12345 >}}", "https://vimeo.com/12345"),
        ("{{< gist jo 99 >}}", "https://gist.github.com/jo/99"),
    ],
)
def test_a_video_is_an_address(text: str, address: str | None) -> None:
    """The frame it was, which later becomes a link."""
    html = shown(text)
    assert (tags(html)[0].get("src") if html else None) == address


def test_words_cannot_break_out_of_their_quotes() -> None:
    """Neither HTML nor Markdown sees anything in a description."""
    html = write_picture("a.png", 'A "b" <c> [d](e) `f`', "")
    (tag,) = tags(html)
    assert tag.get("alt") == 'A "b" <c> [d](e) `f`'
    assert not any(mark in html[5:-1] for mark in "[]`<>")
    assert tags(frame("x?a=1&b=2", 'say "hi"'))[0].get("title") == 'say "hi"'
