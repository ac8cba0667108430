"""Rules about whether words can be read on what is behind them, in the light and in the dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import lxml.html

from knowledge_center.brand.colors import Color, contrast
from knowledge_center.mail.rules.parsed_message import ParsedMessage, parse_html
from knowledge_center.mail.rules.style_attribute import declarations
from knowledge_center.mail.rules.visible_words import hidden, plain
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from tests.mail.writing_rules.colors import read_color
from tests.mail.writing_rules.computed_styles import Scheme, apply_styles

rule = RuleSet[[ParsedMessage]]("written.contrast")

_LEAST = 4.5
_LEAST_LARGE = 3.0
_SMALLEST = 12.0
_HEADINGS = {"h1": 32.0, "h2": 24.0, "h3": 18.7, "h4": 16.0, "h5": 13.3, "h6": 10.7}
_SIZE = re.compile(r"([\d.]+)(px|pt|em|rem|%)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How words look at some place: ``size`` in CSS pixels; ``unread`` is a colour that cannot be read."""

    color: Color
    ground: Color
    size: float = 16.0
    bold: bool = False
    unread: str = ""

    @property
    def large(self) -> bool:
        """WCAG 2.2, large scale: 18 points, or 14 and bold."""
        return self.size >= 24 or (self.bold and self.size >= 18.66)


# Where a mail says nothing, programs draw black on white; in the dark those that honour color-scheme the reverse.
_BLANK: dict[Scheme, _Look] = {
    "light": _Look(color=Color(0, 0, 0), ground=Color(255, 255, 255)),
    "dark": _Look(color=Color(255, 255, 255), ground=Color(18, 18, 18)),
}
_LINK: dict[Scheme, Color] = {"light": Color(0, 0, 238), "dark": Color(158, 158, 255)}


@rule.advice
def light(message: ParsedMessage) -> Iterator[Finding]:
    """Words stand out from what is behind them.

    Source: WCAG 2.2, 1.4.3
    """
    yield from _pale(message, "light")


@rule.advice
def dark(message: ParsedMessage) -> Iterator[Finding]:
    """In the dark too, where the colours are others.

    Source: WCAG 2.2, 1.4.3
    """
    yield from _pale(message, "dark")


@rule.advice
def size(message: ParsedMessage) -> Iterator[Finding]:
    """No words are smaller than can be read; an iPhone enlarges such words and tears the layout.

    Source: Safari's least size
    """
    for look, text in _drawn_text(message, "light"):
        if look.size < _SMALLEST:
            yield Finding(
                message=f"{quoted(text)} is {look.size:g} pixels high; {_SMALLEST:g} are the least.",
                fix=f"font-size: {_SMALLEST:g}px",
            )
            return


@rule.advice
def understood(message: ParsedMessage) -> Iterator[Finding]:
    """Every colour is written in a way all mail programs know.

    Source: caniemail.com
    """
    schemes: tuple[Scheme, ...] = ("light", "dark")
    unread = {look.unread for scheme in schemes for look, _ in _drawn_text(message, scheme) if look.unread}
    for value in sorted(unread):
        yield Finding(
            message=f"The colour {quoted(value)} is not one that mail programs know.", fix="#rrggbb"
        )


def _pale(message: ParsedMessage, scheme: Scheme) -> Iterator[Finding]:
    seen = set[tuple[str, str, bool]]()
    for look, text in _drawn_text(message, scheme):
        color = look.color.over(look.ground)
        found, least = contrast(color, look.ground), _LEAST_LARGE if look.large else _LEAST
        pair = (str(color), str(look.ground), look.large)
        if found < least and not look.unread and pair not in seen:
            seen.add(pair)
            yield Finding(
                message=f"In the {scheme}, {quoted(text)} is {color} on {look.ground}: a contrast of {found:.2f}, "
                f"but {least:g} is the least.",
                fix="Choose a darker colour." if look.ground.luminance > 0.18 else "Choose a lighter colour.",
            )


def _drawn_text(message: ParsedMessage, scheme: Scheme) -> Iterator[tuple[_Look, str]]:
    """All words of the body that are drawn, with how they look."""
    # Written anew by lxml, which nests no deeper than 255: css-inline takes any depth, and the stack ends.
    html = lxml.html.tostring(message.tree, encoding="unicode")
    body = parse_html(apply_styles(html, scheme)).find("body")
    if body is not None:
        yield from _walk(body, _BLANK[scheme], scheme)


def _walk(element: Any, around: _Look, scheme: Scheme) -> Iterator[tuple[_Look, str]]:
    if hidden(element):
        return
    look = _look(element, around, scheme)
    own = plain((element.get("alt") or "") if element.tag == "img" else (element.text or ""))
    if own:
        yield look, own
    for child in element:
        yield from _walk(child, look, scheme)
        after = plain(child.tail or "")
        if after:
            yield look, after


def _look(element: Any, around: _Look, scheme: Scheme) -> _Look:
    style = declarations(element.get("style") or "")
    color, ground, unread = around.color, around.ground, around.unread
    if element.tag == "a" and element.get("href"):
        color = _LINK[scheme]
    painted = (
        style.get("background-color") or _first_color(style.get("background", "")) or element.get("bgcolor")
    )
    if painted:
        read = read_color(painted)
        ground, unread = (read.over(ground), "") if read else (ground, painted)
    inked = style.get("color") or element.get("color" if element.tag == "font" else "text")
    if inked and inked not in ("inherit", "currentcolor"):
        own = read_color(inked)
        color, unread = (own, unread) if own else (color, inked)
    elif inked:
        color = around.color
    return replace(
        around,
        color=color,
        ground=ground,
        unread=unread,
        size=_size(style.get("font-size", ""), around.size, _HEADINGS.get(element.tag)),
        bold=_bold(
            style.get("font-weight", ""), around.bold or element.tag in ("b", "strong", "th", *_HEADINGS)
        ),
    )


def _first_color(background: str) -> str:
    """The colour in a shorthand, or an empty string."""
    if background.startswith("rgb"):
        return background.partition(")")[0] + ")"
    return next((piece for piece in background.split() if read_color(piece)), "")


def _size(text: str, around: float, usual: float | None) -> float:
    found = _SIZE.fullmatch(text)
    if not found:
        return around if usual is None else usual
    try:
        value = float(found[1])
    except ValueError:
        return around
    scale = {"px": 1.0, "pt": 4 / 3, "em": around, "rem": 16.0, "%": around / 100, None: 1.0}
    return value * scale[found[2]]


def _bold(text: str, usual: bool) -> bool:
    if text in ("bold", "bolder"):
        return True
    if text in ("normal", "lighter"):
        return False
    return int(text) >= 700 if re.fullmatch(r"[1-9]\d{2}", text) else usual
