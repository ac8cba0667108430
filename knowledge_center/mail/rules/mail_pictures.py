"""Rules about pictures: what they say when they are off, that nothing jumps, that every program draws them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet

rule = RuleSet[[ParsedMessage]]("mail.pictures")

_NOT_DRAWN = (".svg", ".svgz", ".webp", ".avif", ".heic", ".jxl", ".tif", ".tiff")
_WIDEST = 640


def _pictures(message: ParsedMessage) -> Iterator[tuple[Any, str]]:
    for picture in message.tree.iter("img"):
        yield picture, quoted(picture.get("src") or "")


@rule
def words(message: ParsedMessage) -> Iterator[Finding]:
    """Every picture has words: many readers see nothing else of it.

    Source: WCAG 2.2, 1.1.1
    """
    for picture, name in _pictures(message):
        if picture.get("alt") is None:
            yield Finding(
                message=f"The picture {name} has no words (alt).", fix="image_alt: what the picture shows"
            )
        elif picture.get("alt", "").strip().lower() in ("image", "picture", "photo", "img", "logo.png"):
            yield Finding(
                message=f"The words of the picture {name} are {quoted(picture.get('alt'))}.",
                fix="image_alt: what the picture shows",
            )


@rule
def sizes(message: ParsedMessage) -> Iterator[Finding]:
    """Every picture says its size, so that nothing jumps and Outlook draws it at that size.

    Source: HTML, 4.8.17
    """
    for picture, name in _pictures(message):
        for side in ("width", "height"):
            if not re.fullmatch(r"[1-9]\d{0,3}", picture.get(side) or ""):
                yield Finding(
                    message=f"The picture {name} does not say its {side} in pixels.",
                    fix=f"Save the picture anew: its {side} cannot be read.",
                )
        if re.fullmatch(r"\d{1,5}", picture.get("width") or "") and int(picture.get("width")) > _WIDEST:
            yield Finding(
                message=f"The picture {name} is wider than a mail, {picture.get('width')} pixels.",
                advice=True,
            )


@rule.advice
def addresses(message: ParsedMessage) -> Iterator[Finding]:
    """Every picture lies at a whole https address; none is packed into the mail.

    Source: Gmail and Outlook do not show data: and http: pictures
    """
    for picture, name in _pictures(message):
        if not _whole(picture.get("src") or ""):
            yield Finding(message=f"The picture {name} has no whole https address.", fix='src="https://…"')


@rule
def formats(message: ParsedMessage) -> Iterator[Finding]:
    """Every picture is of a kind that all mail programs draw.

    Source: caniemail.com
    """
    for picture, name in _pictures(message):
        path = _path(picture.get("src") or "")
        if posixpath.splitext(path)[1].lower() in _NOT_DRAWN:
            yield Finding(
                message=f"The picture {name} is of a kind that Outlook does not draw.", fix="JPEG or PNG"
            )


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _whole(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme.lower() == "https" and bool(parts.hostname) and address.isascii() and " " not in address
    )
