"""Files packed ahead: a host that knows them sends what lies beside the original, and packs nothing itself."""

from __future__ import annotations

import gzip

import brotli

# What browsers ask for and is not packed in itself. The search's index is, whatever its files are called.
_KINDS = (
    ".html", ".css", ".js", ".mjs", ".json", ".webmanifest", ".xml", ".opml", ".svg", ".txt", ".wasm", ".ttf", ".otf",
)  # fmt: skip
# Below this many bytes a file fits into a packet or two of the network as it is.
LEAST = 1024
# Of Brotli's eleven levels the last takes three times as long for three in a hundred.
_LEVEL = 10
ENDINGS = (".gz", ".br")
# Stands for the way in which files are packed: those of another one are packed anew.
WAY = f"1 {_LEVEL} {brotli.__version__}"


def is_packed_ahead(path: str, size: int) -> bool:
    """Whether the file at a path of a site, of so many bytes, gets packed ones beside it."""
    return size >= LEAST and path.endswith(_KINDS)


def packed(data: bytes, ending: str) -> bytes:
    """The bytes as gzip (RFC 1952) or Brotli (RFC 7932) packs them, always the same: no time, no name."""
    if ending == ".gz":
        return gzip.compress(data, 9, mtime=0)
    made: bytes = brotli.compress(data, quality=_LEVEL)
    return made
