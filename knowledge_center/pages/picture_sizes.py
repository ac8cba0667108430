"""Pictures in the text of a page: width and height, so that nothing jumps while they arrive."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
from lxml import etree

from knowledge_center.pictures.measuring import measure


def with_sizes(html: str, url: str, files: Mapping[str, str]) -> str:
    """``html`` of the page at ``url`` with the sizes of our own pictures. What the editor wrote stays."""
    if "<img" not in html:
        return html
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for image in root.iter("img"):
        if "loading" not in image.attrib:
            image.set("loading", "lazy")
        parts = urlsplit(image.get("src") or "")
        path = posixpath.normpath(posixpath.join(url, unquote(parts.path)))
        if parts.scheme or parts.netloc or "width" in image.attrib or not (file := files.get(path)):
            continue
        width, height = _size(file)
        if width and "height" not in image.attrib:
            image.set("width", str(width))
            image.set("height", str(height))
    text: str = etree.tostring(root, encoding="unicode", method="html")
    return text.removeprefix("<div>").removesuffix("</div>")


def _size(file: str) -> tuple[int, int]:
    image = measure(Path(file), path="", alt="")
    return (image.width, image.height) if image else (0, 0)
