"""Where mails go: to the mail server that the environment names, else into a folder."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

from knowledge_center.problems import Problem, Unusable
from knowledge_center.sending.dkim import KEY_FILE, Signer, SigningTransport, load_signer
from knowledge_center.sending.folder_transport import FolderTransport
from knowledge_center.sending.smtp_transport import MailServer, SmtpTransport
from knowledge_center.sending.transport import Transport
from knowledge_center.settings.model import MailSettings

SMTP_URL = "KC_SMTP_URL"
OUTBOX = Path("outbox")
# A password with a character that ends the host is the usual reason.
_ESCAPES = (
    "In a user or a password write %2F for /, %23 for #, %3F for ?, %40 for @, %3A for : and %25 for %."
)
_EXAMPLE = f"{SMTP_URL}=smtp://user:password@smtp.example.com:587"


def transport(environ: Mapping[str, str], outbox: Path) -> Transport:
    """What takes messages: the server of ``KC_SMTP_URL``, else the folder ``outbox``.

    ``smtp://user:password@host:587`` is encrypted by STARTTLS, always, unless the server is on this very
    machine; ``smtps://`` by TLS from the first byte (RFC 8314). Nothing is connected yet. Raises Unusable
    for an address that cannot be used, without repeating it: it may hold a password.
    """
    server = mail_server(environ)
    return SmtpTransport(server) if server else FolderTransport(outbox)


def signed_transport(environ: Mapping[str, str], outbox: Path, mail: MailSettings) -> Transport:
    """The same, which signs every message where a key is set. Raises Unusable, see ``signer``."""
    unsigned, with_key = transport(environ, outbox), signer(environ, mail)
    return SigningTransport(unsigned, with_key) if with_key else unsigned


def signer(environ: Mapping[str, str], mail: MailSettings) -> Signer | None:
    """What signs messages (``mail.dkim_selector`` and ``KC_DKIM_KEY``), or None where nothing is to sign them.

    Files in a folder are signed too if there is a key, but need none. Raises Unusable.
    """
    return load_signer(mail, environ) if mail_server(environ) or environ.get(KEY_FILE) else None


def where(environ: Mapping[str, str], outbox: Path) -> str:
    """Where mails go, in words and without the password; raises Unusable as ``transport`` does."""
    server = mail_server(environ)
    if server is None:
        return f"files in {outbox.as_posix()}/ ({SMTP_URL} is not set)"
    secured = {"none": "on this machine", "starttls": "STARTTLS", "tls": "TLS"}[server.security]
    return f"{server.host}:{server.port} ({secured}{f', as {server.user}' if server.user else ''})"


def mail_server(environ: Mapping[str, str]) -> MailServer | None:
    """The server of ``KC_SMTP_URL``, or None where that is not set. Raises Unusable."""
    url = environ.get(SMTP_URL, "").strip()
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _unusable(f"Its host or port cannot be read. {_ESCAPES}") from None
    if parts.scheme not in ("smtp", "smtps"):
        raise _unusable("It has to begin with smtp:// or smtps://.")
    if not host or parts.path.strip("/") or parts.query or parts.fragment or not host.isascii():
        raise _unusable(f"It does not name one host. {_ESCAPES}")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password) or not (user + password).isprintable():
        raise _unusable("A user and a password go together: user:password@host.")
    if not (user + password).isascii():
        raise _unusable("User and password can only have ASCII characters.")
    here = is_loopback(host)
    if parts.scheme == "smtps":
        return MailServer(host=host, port=port or 465, security="tls", user=user, password=password)
    return MailServer(
        host=host,
        port=port or (25 if here else 587),
        security="none" if here else "starttls",
        user=user,
        password=password,
    )


def refuse_dead_links(environ: Mapping[str, str], public_url: str) -> None:
    """Raise Unusable where mails would leave this machine with links that only work on it."""
    if mail_server(environ) and is_loopback(urlsplit(public_url).hostname or ""):
        message = (
            f"Mails would go to a mail server, but the links in them to {public_url}, where nobody else's "
            "computer finds this service."
        )
        fix = f"KC_PUBLIC_URL=https://subscribe.example.com, or unset {SMTP_URL}"
        raise Unusable([Problem(path="KC_PUBLIC_URL", message=message, fix=fix)])


def is_loopback(host: str) -> bool:
    """Whether a host of an address is this machine itself."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost" or host.lower().rstrip(".").endswith(".localhost")


def _unusable(message: str) -> Unusable:
    return Unusable(
        [Problem(path=SMTP_URL, message=f"The address of the mail server: {message}", fix=_EXAMPLE)]
    )
