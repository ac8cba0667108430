"""A picture as everybody knows it: where it is published, what it shows, how large it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture: site-relative ``path``, ``width`` and ``height`` in pixels, MIME ``type``, ``size`` in bytes.

    Width and height are 0 where they cannot be known (SVG).
    """

    path: str
    alt: str
    width: int
    height: int
    type: str
    size: int
