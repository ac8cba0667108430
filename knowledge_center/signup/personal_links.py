"""The addresses in mails that are a reader's own: confirm, leave, choose."""

from __future__ import annotations

import re
import secrets
from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256

from knowledge_center.signup.keys import Keys

_OWN = re.compile(r"([a-z2-7]{10})\.([A-Za-z0-9_-]{16})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Makes and reads links. ``public_url`` is the service's own address, without a slash at its end."""

    keys: Keys
    public_url: str

    def unsubscribe(self, subscriber: str) -> str:
        """Where one leaves, by GET for people and by POST for mail programs (RFC 8058)."""
        return f"{self.public_url}/u/{self.own('u', subscriber)}"

    def preferences(self, subscriber: str) -> str:
        """Where one chooses digests."""
        return f"{self.public_url}/preferences/{self.own('preferences', subscriber)}"

    def confirm(self, token: str) -> str:
        """Where one confirms a signup."""
        return f"{self.public_url}/confirm/{token}"

    def own(self, purpose: str, subscriber: str) -> str:
        """``{id}.{mac}``, the last part of a reader's own address."""
        return f"{subscriber}.{self.keys.sign(purpose, subscriber)}"

    def subscriber(self, purpose: str, text: str) -> str | None:
        """The id in ``{id}.{mac}``, or None for anything that was not made with our keys for this purpose."""
        match = _OWN.fullmatch(text)
        return match[1] if match and self.keys.verify(purpose, match[1], match[2]) else None


def new_id() -> str:
    """A subscriber's id: ten letters, 50 random bits. It says nothing about the address."""
    return b32encode(secrets.token_bytes(7)).decode("ascii").lower()[:10]


def new_token() -> str:
    """A confirmation's secret: 128 random bits as 22 letters. Only its hash is kept."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> bytes:
    """What is kept of a token."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
