"""Messages to a mail server: what is taken, what is not, and what nobody knows."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from knowledge_center.sending import smtp_transport as smtp
from knowledge_center.sending.smtp_transport import MailServer, SmtpTransport
from knowledge_center.sending.transport import NothingTaken, NotSent
from tests.sending.servers import (
    Got,
    Mailbox,
    check_password,
    greet,
    here,
    mail_server,
    make_certificate,
    scripted_server,
)

DATA = b"Subject: Hello\r\n\r\n.a line with a dot\r\n..two\r\nend\r\n"
FROM, TO = "bounces@example.com", "reader@example.com"


Open = Callable[[MailServer], SmtpTransport]


@pytest.fixture
def to() -> Iterator[Open]:
    """Opens ways to servers, and closes them in the end."""
    opened: list[SmtpTransport] = []

    def open_one(server: MailServer) -> SmtpTransport:
        opened.append(SmtpTransport(server))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def refusal(transport: SmtpTransport, to: str = TO) -> NotSent:
    """What a sending that cannot go well says."""
    with pytest.raises(NotSent) as caught:
        transport.send(FROM, to, DATA)
    return caught.value


@pytest.mark.parametrize("pipelining", [False, True])
def test_many_messages_go_over_one_connection(to: Open, pipelining: bool) -> None:
    """A hundred messages arrive byte for byte, dots at the beginning of lines too, over one connection."""
    box = Mailbox(pipelining=pipelining)
    with mail_server(box) as port:
        transport = to(here(port))
        for number in range(100):
            transport.send(FROM, f"reader{number}@example.com", DATA)
        transport.close()
    assert box.got == [Got(FROM, f"reader{number}@example.com", DATA) for number in range(100)]
    assert (box.connections, box.quits) == (1, 1)


def test_three_commands_leave_together(to: Open) -> None:
    """A server that offers PIPELINING gets MAIL, RCPT and DATA before it has to answer any of them."""

    def talk(lines: BinaryIO, line: socket.socket) -> None:
        greet(lines, line, "PIPELINING")
        assert [lines.readline() for _ in range(3)] == [
            b"MAIL FROM:<bounces@example.com>\r\n",
            b"RCPT TO:<reader@example.com>\r\n",
            b"DATA\r\n",
        ]
        line.sendall(b"250 a\r\n250 b\r\n354 c\r\n")
        while lines.readline() != b".\r\n":
            pass
        line.sendall(b"250 d\r\n")

    with scripted_server(talk) as port:
        to(here(port)).send(FROM, TO, DATA)


def test_a_refused_reader_in_a_pipeline_gets_no_empty_message(to: Open) -> None:
    """Where a server asks for the message although it refused its reader, the next message still goes well."""
    answers: list[bytes] = []

    def talk(lines: BinaryIO, line: socket.socket) -> None:
        greet(lines, line, "PIPELINING")
        for _ in range(3):
            lines.readline()
        line.sendall(b"250 a\r\n550 5.1.1 who?\r\n354 go on\r\n")
        answers.append(lines.readline())
        line.sendall(b"554 nobody to give it to\r\n")
        answers.append(lines.readline())
        line.sendall(b"250 reset\r\n")
        for _ in range(3):
            lines.readline()
        line.sendall(b"250 a\r\n250 b\r\n354 c\r\n")
        while lines.readline() != b".\r\n":
            pass
        line.sendall(b"250 d\r\n")

    with scripted_server(talk) as port:
        transport = to(here(port))
        refused = refusal(transport)
        transport.send(FROM, TO, DATA)
    assert (refused.outcome, refused.connection_lost) == ("never", False)
    assert refused.failure and refused.failure.kind == "reader"
    assert answers == [b".\r\n", b"RSET\r\n"]


@pytest.mark.parametrize("pipelining", [False, True])
@pytest.mark.parametrize(
    ("where", "answer", "outcome", "kind"),
    [
        ("rcpt", "450 4.2.0 greylisted, come back later", "later", "passing"),
        ("rcpt", "550 5.1.1 no such user", "never", "reader"),
        ("rcpt", "550 5.1.10 null MX", "never", "reader"),
        ("rcpt", "550 5.2.1 mailbox disabled", "never", "reader"),
        ("rcpt", "552 5.2.2 mailbox full", "never", "passing"),
        ("rcpt", "550 5.7.1 we do not like you", "never", "ours"),
        ("rcpt", "550 no code of RFC 3463, so no mailbox is blamed", "never", "passing"),
        ("rcpt", "450 5.1.1 a code that does not fit its answer", "later", "passing"),
        ("data", "451 4.3.0 try again", "later", "passing"),
        ("data", "554 5.6.0 looks like spam", "never", "ours"),
        ("data", "550 5.1.1 no such user, said late", "never", "reader"),
    ],
)
def test_an_answer_means_what_the_standard_says(
    to: Open, where: str, answer: str, outcome: str, kind: str, pipelining: bool
) -> None:
    """4xx is later, 5xx never; code and words say whose fault it is."""
    box = Mailbox(pipelining=pipelining)
    getattr(box, where).append(answer)
    with mail_server(box) as port:
        transport = to(here(port))
        refused = refusal(transport)
        transport.send(FROM, TO, DATA)
        transport.close()
    assert not isinstance(refused, NothingTaken)
    assert (refused.outcome, refused.connection_lost) == (outcome, False)
    assert refused.failure and refused.failure.kind == kind
    assert refused.detail == answer
    assert (len(box.got), box.connections) == (1, 1)


@pytest.mark.parametrize("pipelining", [False, True])
@pytest.mark.parametrize(("where", "outcome"), [("rcpt", "later"), ("inside", "later"), ("data", "unknown")])
def test_a_lost_connection_is_reported_by_where_it_was_lost(
    to: Open, where: str, outcome: str, pipelining: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the message's last dot: try again. After it and before the answer: nobody knows."""
    if where == "inside":
        # The server may be slow to leave on a busy machine.
        monkeypatch.setattr(smtp, "_HANG_UP_SECONDS", 5.0)
    box = Mailbox(pipelining=pipelining)
    getattr(box, where).append("drop")
    with mail_server(box) as port:
        transport = to(here(port))
        lost = refusal(transport)
        monkeypatch.undo()
        transport.send(FROM, TO, DATA)
        transport.close()
    assert not isinstance(lost, NothingTaken)
    assert (lost.outcome, lost.connection_lost, lost.failure) == (outcome, True, None)
    assert len(box.got) == (2 if where == "data" else 1)
    assert box.connections == 2


@pytest.mark.parametrize("pipelining", [False, True])
def test_a_connection_that_was_closed_meanwhile_is_opened_again(to: Open, pipelining: bool) -> None:
    """A server that hangs up between two messages, with or without a word, costs neither of them."""
    box = Mailbox(
        pipelining=pipelining, mail=["250 a", "drop", "250 a", "421 4.4.2 too long a pause", "250 a"]
    )
    with mail_server(box) as port:
        transport = to(here(port))
        for _ in range(3):
            transport.send(FROM, TO, DATA)
        transport.close()
    assert (len(box.got), box.connections) == (3, 3)


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_421_ends_the_connection(to: Open, where: str) -> None:
    """A server that says goodbye in the middle gets the message later, over another connection."""
    box = Mailbox()
    getattr(box, where).append("421 4.3.2 shutting down")
    with mail_server(box) as port:
        transport = to(here(port))
        refused = refusal(transport)
        transport.send(FROM, TO, DATA)
        transport.close()
    assert (refused.outcome, refused.connection_lost) == ("later", True)
    assert (len(box.got), box.connections) == (1, 2)


@pytest.mark.parametrize(
    ("answer", "lasting"),
    [("550 5.7.1 this sender may not", True), ("451 4.7.0 slow down", False), ("421 4.7.0 busy", False)],
)
def test_a_refused_sender_is_nobody_elses_fault(to: Open, answer: str, lasting: bool) -> None:
    """When the server takes nothing from our address, no reader's message is blamed."""
    with mail_server(Mailbox(mail=[answer])) as port:
        refused = refusal(to(here(port)))
    assert isinstance(refused, NothingTaken)
    assert (refused.outcome, refused.lasting) == ("later", lasting)
    assert refused.detail == f"127.0.0.1 takes nothing from {FROM}: {answer}"


def test_a_server_that_is_too_slow_at_the_end_leaves_a_message_unknown(to: Open) -> None:
    """Silence after the last dot is no answer: the message may have been taken."""
    box = Mailbox(delay=1.5)
    with mail_server(box) as port:
        lost = refusal(to(here(port, final_timeout=0.2)))
    assert lost.outcome == "unknown"


def test_a_server_that_does_not_answer_is_given_up(to: Open) -> None:
    """A connection that is taken and never greeted ends with a sentence."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        refused = refusal(to(here(port, timeout=0.2)))
    assert isinstance(refused, NothingTaken)
    assert not refused.lasting
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    refused = refusal(to(here(port)))
    assert refused.detail == f"127.0.0.1:{port} cannot be reached: Connection refused"


def test_nonsense_after_the_message_leaves_it_unknown(to: Open) -> None:
    """An answer that is none says nothing about the message."""

    def talk(lines: BinaryIO, line: socket.socket) -> None:
        greet(lines, line)
        for answer in (b"250 a\r\n", b"250 b\r\n", b"354 c\r\n"):
            lines.readline()
            line.sendall(answer)
        while lines.readline() != b".\r\n":
            pass
        line.sendall(b"what?\r\n")

    with scripted_server(talk) as port:
        assert refusal(to(here(port))).outcome == "unknown"


def test_a_message_is_handed_over_in_one_piece_or_not_at_all(to: Open) -> None:
    """A server that reads slowly and then hangs up in the middle of a large message has not got it."""
    large = b"Subject: x\r\n\r\n" + b"y" * 70 + b"\r\n"
    large += (b"z" * 70 + b"\r\n") * 200_000

    def talk(lines: BinaryIO, line: socket.socket) -> None:
        greet(lines, line)
        for answer in (b"250 a\r\n", b"250 b\r\n", b"354 c\r\n"):
            lines.readline()
            line.sendall(answer)
        lines.read(10_000)

    with scripted_server(talk) as port, pytest.raises(NotSent) as caught:
        to(here(port)).send(FROM, TO, large)
    assert caught.value.outcome == "later"


@pytest.mark.parametrize("data", [b"a\nb\r\n", b"a\r\n\rb", b"a\r\n.\n"])
def test_a_bare_line_end_never_leaves(to: Open, data: bytes) -> None:
    """Bytes that servers could take for the end of a message are refused before anything is sent."""
    with pytest.raises(ValueError, match="CRLF"):
        to(here(1)).send(FROM, TO, data)


@pytest.mark.parametrize(
    "address", ["a b@example.com", "a@example.com>\r\nRSET", "<a@example.com>", "", "ä@example.com"]
)
def test_no_address_can_smuggle_a_command(to: Open, address: str) -> None:
    """What cannot stand in an envelope is refused for good, before anything is sent."""
    assert refusal(to(here(1)), address).outcome == "never"


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_encrypted_way_with_a_password(to: Open, security: str, tmp_path: Path) -> None:
    """STARTTLS or TLS, the certificate checked, then user and password."""
    certificate = make_certificate(tmp_path)
    ways = {security: certificate.server()}
    box = Mailbox()
    more = {
        "authenticator": check_password,
        "auth_required": True,
        "auth_require_tls": security == "starttls",
    }
    with mail_server(box, **ways, **more) as port:  # type: ignore[arg-type]
        transport = to(
            here(port, security=security, user="reader", password="p@ss/word", context=certificate.trusting())
        )
        transport.send(FROM, TO, DATA)
        transport.close()
        wrong = here(
            port, security=security, user="reader", password="secret", context=certificate.trusting()
        )
        refused = refusal(to(wrong))
    assert [got.data for got in box.got] == [DATA]
    assert isinstance(refused, NothingTaken) and refused.lasting
    assert "refuses the user or the password: 535" in refused.detail
    assert "secret" not in refused.detail + repr(wrong)


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("name", ["IP:127.0.0.1", "DNS:other.example.com"])
def test_a_certificate_that_proves_nothing_is_refused(
    to: Open, security: str, name: str, tmp_path: Path
) -> None:
    """Signed by nobody we know, or for another host: nothing is sent, and it says why."""
    certificate = make_certificate(tmp_path, name)
    trusted = certificate.trusting() if name.startswith("DNS") else None
    box = Mailbox()
    with mail_server(box, **{security: certificate.server()}) as port:
        refused = refusal(to(here(port, security=security, context=trusted)))
    assert isinstance(refused, NothingTaken) and refused.lasting
    assert refused.detail.startswith(
        f"the certificate of 127.0.0.1:{port} does not prove that it is that server: "
    )
    assert not box.got


def test_nothing_leaves_in_the_clear_where_encryption_was_asked_for(to: Open) -> None:
    """A server without STARTTLS, or somebody on the way who hides it, gets neither password nor message."""
    box = Mailbox()
    with mail_server(box) as port:
        refused = refusal(to(here(port, security="starttls", user="reader", password="secret")))
    assert refused.detail.endswith("offers no STARTTLS, and nothing is sent to another machine in the clear")
    assert not box.got


def test_what_is_no_tls_is_reported(to: Open) -> None:
    """A port that speaks in the clear is not spoken to by TLS."""
    with mail_server(Mailbox()) as port:
        refused = refusal(to(here(port, security="tls", context=ssl.create_default_context())))
    assert "does not speak TLS as it should" in refused.detail


def test_a_server_that_repeats_the_password_is_not_quoted(to: Open) -> None:
    """Whatever a server says, the password does not come into a log, nor do controls and novels."""

    def talk(lines: BinaryIO, line: socket.socket) -> None:
        greet(lines, line)
        lines.readline()
        line.sendall(b"250 a\r\n")
        lines.readline()
        line.sendall(b"550-5.7.1 you said s3cret\x1b[31m\r\n550 " + b"x" * 500 + b"\r\n")
        lines.readline()

    with scripted_server(talk) as port:
        server = MailServer(host="127.0.0.1", port=port, security="none", password="s3cret")
        refused = refusal(to(server))
    assert refused.detail.startswith("550 5.7.1 you said … [31m xxx")
    assert len(refused.detail) == 300
