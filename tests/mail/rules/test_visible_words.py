from __future__ import annotations

import lxml.html
import pytest

from knowledge_center.mail.rules.visible_words import hidden, lines, plain, shows, words


def body(html: str) -> object:
    return lxml.html.document_fromstring(
        f"<html><head><title>t</title></head><body>{html}</body></html>"
    ).find("body")


def test_words_are_what_is_seen_block_by_block() -> None:
    """Blocks and breaks make lines, pictures speak by their words, hidden things say nothing."""
    html = (
        "<h1>One\n <b>two</b></h1><p>three<br>four<span style='display:none'>no</span> five</p>tail"
        "<p><img alt='six'></p><!-- no --><style>no</style><table><tr><td>seven</td><td>eight</td></tr></table>"
    )
    assert lines(body(html)) == ["One two", "three", "four five", "tail", "six", "seven", "eight"]
    assert words(body("a<b>b</b>c")) == "abc"


@pytest.mark.parametrize(
    "style",
    ["display: none", "visibility: hidden", "opacity: 0", "opacity:0.0", "font-size: 0px", "mso-hide: all",
     "max-height: 0; overflow: hidden"],
)  # fmt: skip
def test_there_are_many_ways_to_hide(style: str) -> None:
    """What a reader cannot see is no unsubscribe link, however it was made to vanish."""
    root = lxml.html.document_fromstring(f'<body><div style="{style}"><a href="x">leave</a></div></body>')
    assert hidden(root.find("body/div"))
    assert not shows(next(root.iter("a")))
    assert not hidden(next(root.iter("a")))


@pytest.mark.parametrize(
    "style", ["opacity: 0.9", "font-size: 10px", "max-height: 0", "max-height: 90px; overflow: hidden"]
)
def test_what_can_be_seen_is_not_taken_for_hidden(style: str) -> None:
    """Small or half transparent is still there."""
    assert not hidden(lxml.html.fragment_fromstring(f'<p style="{style}">x</p>'))


def test_the_filler_behind_a_preheader_is_nothing() -> None:
    """What keeps the rest of the mail out of the inbox line has no words."""
    assert plain("Also: Pay\u034f\u200c\u00a0\u034f\u200c\u00a0") == "Also: Pay"
