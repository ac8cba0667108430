"""A document as a mail program shows it: every rule of its style sheets at the elements it is for.

css-inline chooses and ranks the rules (Servo's parsers); what is left for here is to find the @media
blocks that count in the light or in the dark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import css_inline

Scheme = Literal["light", "dark"]

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
# What only Outlook reads is its own: nobody else applies the styles in there.
_UNREAD = re.compile(r"<!--.*?-->", re.DOTALL)
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
_SCHEME = re.compile(r"prefers-color-scheme\s*:\s*(\w+)", re.IGNORECASE)


def apply_styles(html: str, scheme: Scheme) -> str:
    """``html`` with all that its style sheets say in the light or in the dark, as style attributes."""
    html = _UNREAD.sub("", html)
    sheets = [found[1] for found in _STYLE.finditer(html)]
    css = "\n".join(rule for sheet in sheets for rule in _rules(sheet, scheme))
    bare = _STYLE.sub("", html)
    try:
        return css_inline.CSSInliner(load_remote_stylesheets=False, extra_css=css).inline(bare)
    except css_inline.InlineError:
        return bare


def sheets(html: str) -> list[str]:
    """The text of every style sheet in the document, comments left out."""
    return [_COMMENT.sub(" ", found[1]) for found in _STYLE.finditer(_UNREAD.sub("", html))]


def _rules(sheet: str, scheme: Scheme) -> Iterator[str]:
    """The rules of a style sheet that count, one after the other."""
    for head, body in _blocks(_COMMENT.sub(" ", sheet)):
        if not head.startswith("@"):
            yield f"{head} {{{body}}}"
        elif head[1:].lower().startswith("media") and _counts(head, scheme):
            yield from _rules(body, scheme)


def _counts(query: str, scheme: Scheme) -> bool:
    """Whether a @media query is about nothing but screens and this colour scheme."""
    asked = _SCHEME.findall(query)
    narrow = re.search(r"width|height|print", query, re.IGNORECASE)
    return not narrow and all(scheme == named.lower() for named in asked)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Each ``head { body }`` of the top level; statements that end with a semicolon are passed over."""
    head, depth, start, at = 0, 0, 0, 0
    while at < len(css):
        sign = css[at]
        if sign in "\"'":
            string = _STRING.match(css, at)
            at = string.end() if string else at + 1
            continue
        if sign == "{":
            depth += 1
            if depth == 1:
                start = at
        elif sign == "}" and depth:
            depth -= 1
            if depth == 0:
                yield css[head:start].strip(), css[start + 1 : at]
                head = at + 1
        elif sign == ";" and depth == 0:
            head = at + 1
        at += 1
