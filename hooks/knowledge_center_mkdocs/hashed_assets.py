"""Our style sheets, scripts and fonts under names that follow their bytes: a browser may keep each of them for ever.

The plain names keep answering: templates and brand.css of a site may ask for them. Every reader pays for comments in
style sheets, so those under the hashed names have none.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

from mkdocs.structure.files import Files

FOLDER = "assets/hashed"
BRAND = "assets/brand.css"
# What only feeds ask for stays as they know it.
_PLAIN = ("assets/feed.css",)
# Style sheets last: they name the fonts.
_KINDS = (".woff2", ".js", ".css")
_ADDRESS = re.compile(r"""(url\(\s*["']?|@import\s+["'])(?![a-z][a-z0-9+.-]*:|[/#])([^"')?#\s]+)""", re.I)

# A comment on lines of its own. One that begins with /*! is a licence, by custom, and stays.
_COMMENT = re.compile(rb"^[ \t]*/\*(?!!).*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)


def hashed_assets(files: Files, layer: Path, font: str = "") -> tuple[dict[str, str], dict[str, bytes]]:
    """The hashed name of each asset by its plain one, and what to publish under it.

    ``layer`` is the folder of ours; a site's own file in the place of one of ours is published like that one, and so is
    its own ``font``.
    """
    found = sorted(path.relative_to(layer).as_posix() for path in (layer / "assets").rglob("*"))
    names: dict[str, str] = {}
    made: dict[str, bytes] = {}
    for kind in _KINDS:
        for name in [*found, BRAND, font]:
            file = files.get_file_from_path(name) if name.endswith(kind) and name not in _PLAIN else None
            if file is None:
                continue
            data = file.content_bytes
            if kind == ".css":
                data = _COMMENT.sub(b"", _moved(data, posixpath.dirname(name), names))
            stem = posixpath.basename(name).removesuffix(kind)
            names[name] = f"{FOLDER}/{stem}.{hashlib.sha256(data).hexdigest()[:8]}{kind}"
            made[names[name]] = data
    return names, made


def _moved(css: bytes, folder: str, names: Mapping[str, str]) -> bytes:
    """A style sheet of ``folder`` as it has to be in ours: what it names relative to itself stays what it was."""

    def address(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, found[2]))
        return found[1] + posixpath.relpath(names.get(path, path), FOLDER)

    return _ADDRESS.sub(address, css.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
