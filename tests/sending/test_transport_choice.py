"""Where mails go, as the environment says."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.sending.folder_transport import FolderTransport
from knowledge_center.sending.smtp_transport import SmtpTransport
from knowledge_center.sending.transport_choice import (
    is_loopback,
    mail_server,
    refuse_dead_links,
    signed_transport,
    transport,
    where,
)
from tests.sending.test_dkim import MAIL, MESSAGE, make_key, verified

OUTBOX = Path("outbox")


@pytest.mark.parametrize("environ", [{}, {"KC_SMTP_URL": ""}, {"KC_SMTP_URL": "  "}])
def test_without_a_server_mails_become_files(environ: dict[str, str]) -> None:
    """A newcomer needs no mail server."""
    assert isinstance(transport(environ, OUTBOX), FolderTransport)
    assert where(environ, OUTBOX) == "files in outbox/ (KC_SMTP_URL is not set)"


@pytest.mark.parametrize(
    ("url", "host", "port", "security", "user", "password"),
    [
        ("smtp://me:secret@mail.example.com", "mail.example.com", 587, "starttls", "me", "secret"),
        ("smtp://me:secret@mail.example.com:25", "mail.example.com", 25, "starttls", "me", "secret"),
        ("SMTPS://me:secret@mail.example.com/", "mail.example.com", 465, "tls", "me", "secret"),
        ("smtp://me@a.example:p%40s%2F%23%3A@b.example:25", "b.example", 25, "starttls", "me@a.example", "p@s/#:"),
        ("smtp://localhost", "localhost", 25, "none", "", ""),
        ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, "none", "", ""),
        ("smtp://[::1]:1025", "::1", 1025, "none", "", ""),
        ("smtp://10.0.0.5:25", "10.0.0.5", 25, "starttls", "", ""),
        ("smtps://localhost:465", "localhost", 465, "tls", "", ""),
    ],
)  # fmt: skip
def test_an_address_names_the_server(
    url: str, host: str, port: int, security: str, user: str, password: str
) -> None:
    """Encrypted unless the server is this very machine; the usual ports where none is named."""
    server = mail_server({"KC_SMTP_URL": url})
    assert server is not None
    assert (server.host, server.port, server.security) == (host, port, security)
    assert (server.user, server.password) == (user, password)
    assert isinstance(transport({"KC_SMTP_URL": url}, OUTBOX), SmtpTransport)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("mail.example.com:587", "smtp:// or smtps://"),
        ("http://me:s3cret@mail.example.com", "smtp:// or smtps://"),
        ("smtp://", "one host"),
        ("smtp://me:s3cret/x@mail.example.com", "%2F for /"),
        ("smtp://me:s3cret#x@mail.example.com", "%23 for #"),
        ("smtp://me:s3cret?x@mail.example.com", "%3F for ?"),
        ("smtp://me:s3cret@mail.example.com:port", "host or port"),
        ("smtp://me:s3cret@mail.example.com:99999", "host or port"),
        ("smtp://me:s3cret@[mail", "host or port"),
        ("smtp://me:s3cret@mail.example.com?starttls=no", "one host"),
        ("smtp://me@mail.example.com", "go together"),
        ("smtp://:s3cret@mail.example.com", "go together"),
        ("smtp://me:s3cret%0A@mail.example.com", "go together"),
        ("smtp://me:s3cr%C3%A9t@mail.example.com", "ASCII"),
        ("smtp://me:s3cret@mäil.example.com", "one host"),
    ],
)
def test_an_address_that_cannot_be_used_is_reported_without_it(url: str, expected: str) -> None:
    """The sentence says what to mend and shows an example, but never what was found: it holds a password."""
    with pytest.raises(Unusable) as caught:
        transport({"KC_SMTP_URL": url}, OUTBOX)
    (problem,) = caught.value.problems
    assert expected in problem.message
    assert problem.fix == "KC_SMTP_URL=smtp://user:password@smtp.example.com:587"
    assert "s3c" not in str(caught.value)


def test_where_mails_go_is_reported_without_the_password() -> None:
    """Host, port, how it is secured, and as whom."""
    environ = {"KC_SMTP_URL": "smtp://me:s3cret@mail.example.com"}
    assert where(environ, OUTBOX) == "mail.example.com:587 (STARTTLS, as me)"
    assert where({"KC_SMTP_URL": "smtps://mail.example.com"}, OUTBOX) == "mail.example.com:465 (TLS)"
    assert where({"KC_SMTP_URL": "smtp://localhost"}, OUTBOX) == "localhost:25 (on this machine)"
    assert "s3cret" not in repr(mail_server(environ))


@pytest.mark.parametrize(
    "public", ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080", "http://a.localhost"]
)
def test_no_mail_leaves_with_links_that_lead_nowhere(public: str) -> None:
    """A mail server and a service that only this machine can reach do not go together; files and it do."""
    with pytest.raises(Unusable, match="KC_PUBLIC_URL=https"):
        refuse_dead_links({"KC_SMTP_URL": "smtp://localhost"}, public)
    refuse_dead_links({}, public)
    refuse_dead_links({"KC_SMTP_URL": "smtp://localhost"}, "https://subscribe.example.com")


def test_what_this_machine_is() -> None:
    """By name or by number; a name that only begins like it is somebody else."""
    assert all(map(is_loopback, ["localhost", "LOCALHOST.", "127.0.0.1", "127.9.9.9", "::1", "[::1]"]))
    assert not any(map(is_loopback, ["", "example.com", "localhost.example.com", "10.0.0.1", "0.0.0.0"]))


def test_whatever_leaves_is_signed_where_a_key_is_set(tmp_path: Path) -> None:
    """Digests and mails take the same way out; files are signed too if there is a key, but need none."""
    record = make_key(tmp_path / "key.pem")
    outbox, keyless = tmp_path / "signed", tmp_path / "unsigned"
    signed_transport({"KC_DKIM_KEY": str(tmp_path / "key.pem")}, outbox, MAIL).send(
        "a@example.com", "b@example.com", MESSAGE
    )
    signed_transport({}, keyless, MAIL).send("a@example.com", "b@example.com", MESSAGE)
    (with_key,), (without,) = list(outbox.iterdir()), list(keyless.iterdir())
    assert verified(with_key.read_bytes(), record)
    assert b"DKIM-Signature" not in without.read_bytes()
    with pytest.raises(Unusable, match="KC_DKIM_KEY does not name the file"):
        signed_transport({"KC_SMTP_URL": "smtp://localhost"}, outbox, MAIL)
