"""DKIM (RFC 6376): a signature by the sender's domain, where no mail server makes one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import dkim  # type: ignore[import-untyped]
from dkim.crypto import UnparsableKeyError, parse_pem_private_key  # type: ignore[import-untyped]

from knowledge_center.problems import Problem, Unusable
from knowledge_center.sending.transport import Transport
from knowledge_center.settings.model import MailSettings
from knowledge_center.settings.reader import FILE

KEY_FILE = "KC_DKIM_KEY"
# All that a reader or a mail program goes by. Both List-Unsubscribe headers have to be among them (RFC 8058, 4).
# What is named twice cannot be added once more on the way (RFC 6376, 8.15).
_SIGNED = (
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Language",
    "List-Id", "List-Archive", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID", "Auto-Submitted",
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "List-Unsubscribe",
)  # fmt: skip
# RFC 8301: shorter ones are not to be used, and are not believed.
_LEAST_BITS = 1024


class Signer:
    """Signs messages for one domain with one RSA key: rsa-sha256, relaxed/relaxed, the whole body (no l=)."""

    def __init__(self, *, domain: str, selector: str, key: bytes) -> None:
        self._domain, self._selector, self._key = domain.encode("ascii"), selector.encode("ascii"), key

    def __repr__(self) -> str:
        return f"Signer({self._selector.decode()}._domainkey.{self._domain.decode()})"

    def sign(self, data: bytes) -> bytes:
        """The message with a DKIM-Signature before its headers."""
        signature: bytes = dkim.DKIM(data).sign(
            self._selector,
            self._domain,
            self._key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name.lower().encode() for name in _SIGNED],
        )
        return signature + data


class SigningTransport:
    """A Transport that signs what another one then hands over."""

    def __init__(self, inner: Transport, signer: Signer) -> None:
        self._inner, self._signer = inner, signer

    def send(self, sender: str, to: str, data: bytes) -> None:
        self._inner.send(sender, to, self._signer.sign(data))

    def close(self) -> None:
        self._inner.close()


def load_signer(mail: MailSettings, environ: Mapping[str, str]) -> Signer | None:
    """The signer that ``mail.dkim_selector`` and the file ``KC_DKIM_KEY`` make; None where neither is set.

    The domain is the sender's own, so that the signature is aligned (RFC 7489, 3.1.1). Raises Unusable
    where one of the two is missing or the file holds no RSA key.
    """
    file = environ.get(KEY_FILE, "").strip()
    if not file and not mail.dkim_selector:
        return None
    if not mail.dkim_selector:
        message = (
            f"{KEY_FILE} names a key, but extra.knowledge_center.mail.dkim_selector does not say its name."
        )
        raise Unusable([Problem(path=FILE, message=message, fix="dkim_selector: digests")])
    if not file:
        message = (
            f"extra.knowledge_center.mail.dkim_selector is “{mail.dkim_selector}”, but {KEY_FILE} does not name the "
            "file with its private key."
        )
        fix = f"{KEY_FILE}=/path/to/{mail.dkim_selector}.pem, or leave dkim_selector out where the mail server signs"
        raise Unusable([Problem(path=KEY_FILE, message=message, fix=fix)])
    return Signer(
        domain=mail.sender.rpartition("@")[2], selector=mail.dkim_selector, key=_key(Path(file), file)
    )


def _key(path: Path, display_path: str) -> bytes:
    fix = "openssl genrsa -traditional -out digests.pem 2048"
    try:
        # The library looks for the lines of a PEM file by their ends.
        data = path.read_bytes().replace(b"\r\n", b"\n")
    except OSError as error:
        message = f"The private key for DKIM cannot be read: {error.strerror}."
        raise Unusable([Problem(path=display_path, message=message, fix=fix)]) from None
    try:
        bits = int(parse_pem_private_key(data)["modulus"]).bit_length()
    except (UnparsableKeyError, ValueError, TypeError, KeyError, IndexError):
        message = "This is no private RSA key in PEM form without a passphrase, which DKIM needs here."
        raise Unusable([Problem(path=display_path, message=message, fix=fix)]) from None
    if bits < _LEAST_BITS:
        message = f"The private key for DKIM has {bits} bits; receivers believe none below {_LEAST_BITS}."
        raise Unusable([Problem(path=display_path, message=message, fix=fix)])
    return data
