"""Text that may stand in XML."""

from __future__ import annotations

import re

# XML 1.0, production [2] Char: everything else makes the whole feed unreadable.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """``text`` without the characters that XML 1.0 cannot hold."""
    return _ILLEGAL.sub("", text)
