"""Names that stand in web addresses: files, categories, authors, digests."""

from __future__ import annotations

import re
import unicodedata

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def slug(text: str) -> str:
    """A name for ``text``: small letters, digits and hyphens, never empty."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()
    plain = re.sub(r"['’]", "", plain.lower())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "article"
