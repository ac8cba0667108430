"""Pictures in the text of a page: in the sizes that are made of them, with width and height, so that nothing jumps."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from knowledge_center.pictures.measuring import measure
from knowledge_center.pictures.page_sizes import TEXT, sources

# How wide a picture stands in a text, in CSS pixels; narrower where the screen is.
_SIZES = "(min-width: 46rem) 680px, 92vw"


def offer_renditions(root: Any, url: str, files: Mapping[str, str]) -> None:
    """Let the text below ``root``, of the page at ``url``, show its pictures as pages do. What the editor wrote stays.

    ``files`` are all our pictures by their site-relative path. One in several sizes is looked for in a browser's own
    way; the address that the editor wrote stays that of the whole picture.
    """
    for image in list(root.iter("img")):
        if "loading" not in image.attrib:
            image.set("loading", "lazy")
        parts = urlsplit(image.get("src") or "")
        path = posixpath.normpath(posixpath.join(url, unquote(parts.path)))
        if parts.scheme or parts.netloc or not (file := files.get(path)):
            continue
        measured = measure(Path(file), path=path, alt="")
        if measured is None or not measured.width:
            continue
        if "width" not in image.attrib and "height" not in image.attrib:
            image.set("width", str(measured.width))
            image.set("height", str(measured.height))
        if "srcset" not in image.attrib and image.getparent().tag != "picture":
            _offer(
                image,
                posixpath.relpath(".", url or "."),
                sources(path, measured.sized_width, measured.size, TEXT),
            )


def _offer(image: Any, to_root: str, formats: tuple[Any, ...]) -> None:
    """Put the picture into an element that offers these formats of it."""
    if not formats:
        return
    picture = image.makeelement("picture")
    picture.tail, image.tail = image.tail, None
    image.getparent().replace(image, picture)
    for source in formats:
        files = ", ".join(f"{quote(f'{to_root}/{path}')} {width}w" for path, width in source.files)
        picture.append(image.makeelement("source", {"type": source.type, "srcset": files, "sizes": _SIZES}))
    picture.append(image)
