from __future__ import annotations

import pytest

from knowledge_center.mail.rules.parsed_message import parse_message
from tests.mail.writing_rules.contrast import dark, light, size, understood

HEAD = b"Content-Type: text/html; charset=utf-8\r\n\r\n"


def messages(rule: object, body: str, css: str = "") -> list[str]:
    html = f"<html><head><style>{css}</style></head><body>{body}</body></html>"
    assert callable(rule)
    return [finding.message for finding in rule(parse_message(HEAD + html.encode()))]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Black on white, where nothing is said</p>",
        '<p style="color: #767676">Just enough</p>',
        '<p style="color: #949494; font-size: 24px">Large</p>',
        '<p style="color: #949494; font-size: 19px"><b>Bold and large</b></p>',
        '<h1 style="color: #949494">A first heading is large</h1>',
        '<table><td bgcolor="#000000"><font color="#ffffff">By attributes</font></td></table>',
        '<div style="background: #000 none"><p style="color: white">On black</p></div>',
        '<div style="background: black"><p style="background: transparent; color: white">Through</p></div>',
        '<p style="color: white; display: none">Hidden</p>',
        '<p style="color: white; font-size: 0">No size</p>',
        '<a href="x">A link is blue</a>',
        '<p style="color: white"> </p>',
        '<div style="color: black"><a href="x" style="color: inherit">Inherited</a></div>',
    ],
)
def test_what_can_be_read_is_left_alone(body: str) -> None:
    """Large words need less, hidden ones nothing, and what is not said is as mail programs draw it."""
    assert messages(light, body) == []


@pytest.mark.parametrize(
    ("body", "pair"),
    [
        ('<p style="color: #777">Not quite</p>', "#777777 on #ffffff: a contrast of 4.48, but 4.5"),
        ('<p style="color: #969696; font-size: 24px">Large</p>', "but 3 is"),
        ('<p style="color: #949494; font-size: 18px">Not large yet</p>', "but 4.5 is"),
        ('<p style="color: #949494; font-size: 19px">Large only if bold</p>', "but 4.5 is"),
        ('<table bgcolor="#0000aa"><td><a href="x">Blue on blue</a></td></table>', "#0000ee on #0000aa"),
        ('<p style="color: rgba(0, 0, 0, .3)">Half there</p>', "#b2b2b2 on #ffffff"),
        ('<img alt="Words of a picture" style="color: #ddd">', "“Words of a picture” is #dddddd"),
        ('<p>Black <b style="color: #eee">pale</b> black</p>', "“pale” is #eeeeee"),
        ('<div style="background: #222"><p>Black</p></div>', "#000000 on #222222"),
    ],
)
def test_what_is_too_pale_is_said_with_its_colours(body: str, pair: str) -> None:
    """The words, both colours and both numbers, so that a designer can mend it at once."""
    (message,) = messages(light, body)
    assert pair in message


def test_each_scheme_is_checked_by_its_own_rules() -> None:
    """Fine in the light is not yet fine in the dark, and the other way round."""
    css = "@media (prefers-color-scheme: dark) { div { background-color: #111 !important } }"
    body = '<div style="background-color: #fff"><p style="color: #222">Words</p></div>'
    assert messages(light, body, css) == []
    (message,) = messages(dark, body, css)
    assert message.startswith("In the dark, “Words” is #222222 on #111111")
    css = css.replace("} }", "} p { color: #eee !important } }")
    assert messages(dark, body, css) == []


def test_one_pair_of_colours_is_said_once() -> None:
    """Forty pale dates are one thing to mend."""
    assert len(messages(light, '<p style="color: #ccc">Pale</p>' * 40)) == 1


def test_small_print_and_unknown_colours_are_said() -> None:
    """Sizes are followed down: a small part of small words."""
    assert messages(size, '<p style="font-size: 10pt">x</p>') == []
    (message,) = messages(
        size, '<p style="font-size: 14px"><span style="font-size: 80%">fine print</span></p>'
    )
    assert "“fine print” is 11.2 pixels" in message
    (message,) = messages(understood, '<p style="background-color: color-mix(in srgb, red, blue)">x</p>')
    assert "color-mix" in message
