"""Addresses as every program reads them: whole, in ASCII, a host beyond ASCII as its xn-- name."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

# RFC 3986, 2: what may stand in an address as it is; the percent sign begins what is quoted already.
_PLAIN = ":/?#[]@!$&'()*+,;=%-._~"


def whole_address(address: str, base: str, schemes: Collection[str]) -> str:
    """``address``, absolute against ``base`` and in ASCII.

    Empty for one of another scheme, such as one that runs script, and for what is no address.
    """
    # Browsers pass over these wherever they stand; so must who looks for a scheme.
    address = re.sub(r"[\x00-\x1f\x7f]", "", address).strip()
    try:
        joined = urljoin(base, address)
        return in_ascii(joined) if urlsplit(joined).scheme in schemes else ""
    except ValueError:
        return ""


def in_ascii(address: str) -> str:
    """An address in ASCII (RFC 3987, 3.1), the host by IDNA as browsers do it. Raises ValueError for no address."""
    parts = urlsplit(address)
    # Some serializers of HTML, lxml's among them, quote a host by percent as well.
    quoted_host = "%" in parts.netloc
    if address.isascii() and not quoted_host and not re.search(r"[^!-~]", address):
        return address
    if quoted_host or not parts.netloc.isascii():
        user, at, place = parts.netloc.rpartition("@")
        host, colon, port = place.partition(":")
        import idna  # few builds have such a host

        # A host that no rule knows is left: the address leads nowhere either way, and says so.
        with suppress(idna.IDNAError):
            host = idna.encode(unquote(host), uts46=True, transitional=False).decode()
        parts = parts._replace(netloc=f"{user}{at}{host}{colon}{port}")
    return quote(urlunsplit(parts), safe=_PLAIN)
