"""Messages to a mail server, over one connection for as long as it holds (RFC 5321)."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from typing import Literal, NoReturn

from knowledge_center.sending.transport import NothingTaken, NotSent
from knowledge_center.signup.bounces.failure_kinds import read_failure

Security = Literal["none", "starttls", "tls"]
_Reply = tuple[int, str]

_ADDRESS = re.compile(r"[!-;=?-~]{1,254}")
_MOST_DETAIL = 300
# Seconds: long enough for a program to hang up, short beside a round trip.
_HANG_UP_SECONDS = 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A mail server. ``user`` is empty where none is asked for; the password stays out of every text.

    Seconds: ``timeout`` for a connection and for each command, ``final_timeout`` for the answer to a
    whole message, which may be filtered first (RFC 5321, 4.5.3.2.6: ten minutes). ``context`` is None for
    the system's certificate authorities.
    """

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""
    timeout: float = 60.0
    final_timeout: float = 600.0
    context: ssl.SSLContext | None = None

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port}, {self.security})"


class SmtpTransport:
    """A Transport that speaks to one mail server.

    MAIL, RCPT and DATA leave together where the server allows it (PIPELINING, RFC 2920): two round trips a
    message instead of four. A connection that the server has closed between two messages is opened again.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._client: smtplib.SMTP | None = None
        self._pipelining = False

    def send(self, sender: str, to: str, data: bytes) -> None:
        """Hand over one message. Raises NotSent; ValueError for ``data`` with other line ends than CRLF."""
        ends = data.count(b"\r\n")
        if data.count(b"\n") != ends or data.count(b"\r") != ends:
            # Servers disagree on what a bare CR or LF is, and some take what follows for a message of its own.
            raise ValueError("a message's lines end with CRLF")
        if not (_ADDRESS.fullmatch(sender) and _ADDRESS.fullmatch(to)):
            raise NotSent("never", "The address cannot stand in an envelope.")
        held = self._client is not None
        client = self._client or self._connect()
        try:
            if not self._begin(client, sender, to, may_be_stale=held):
                client = self._connect()
                self._begin(client, sender, to, may_be_stale=False)
            self._hand_over(client, data)
        except KeyboardInterrupt:
            # In the middle of a message no other command can be sent over this connection.
            self._drop()
            raise

    def close(self) -> None:
        """Say QUIT, for a moment; a server that does not answer is left."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            _wait_for(client, min(self._server.timeout, 5.0))
            client.docmd("QUIT")
        except (smtplib.SMTPException, OSError):
            pass
        finally:
            client.close()

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        context = server.context or ssl.create_default_context()
        client: smtplib.SMTP | None = None
        try:
            if server.security == "tls":
                client = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=server.timeout, context=context
                )  # fmt: skip
            else:
                client = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
            client.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                client.starttls(context=context)
                client.ehlo_or_helo_if_needed()
            if server.user:
                client.login(server.user, server.password)
            _disable_nagle(client)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            reason = self._connection_problem(error, client)
            if client is not None:
                client.close()
            raise NothingTaken(reason, lasting=_is_lasting(error)) from None
        self._client, self._pipelining = client, client.has_extn("pipelining")
        return client

    def _connection_problem(self, error: Exception, client: smtplib.SMTP | None) -> str:
        """Why there is no connection, for the operator."""
        at = f"{self._server.host}:{self._server.port}"
        secret = client is not None and isinstance(client.sock, ssl.SSLSocket)
        match error:
            case smtplib.SMTPAuthenticationError():
                return f"{at} refuses the user or the password: {self._format_reply(error.smtp_code, error.smtp_error)}"
            case smtplib.SMTPNotSupportedError() if self._server.security == "starttls" and not secret:
                return f"{at} offers no STARTTLS, and nothing is sent to another machine in the clear"
            case smtplib.SMTPNotSupportedError():
                return f"{at} asks for no password in a way that we know"
            case smtplib.SMTPResponseException():
                return f"{at} is not ready: {self._format_reply(error.smtp_code, error.smtp_error)}"
            case ssl.SSLCertVerificationError():
                return (
                    f"the certificate of {at} does not prove that it is that server: {error.verify_message}"
                )
            case ssl.SSLError():
                return f"{at} does not speak TLS as it should: {error.reason or 'no agreement'}"
            case TimeoutError():
                return f"{at} does not answer"
            case OSError() if error.strerror:
                return f"{at} cannot be reached: {error.strerror}"
            case _:
                return f"{at} ended the connection"

    def _begin(self, client: smtplib.SMTP, sender: str, to: str, *, may_be_stale: bool) -> bool:
        """MAIL, RCPT and DATA. False if the server had closed a connection that ``may_be_stale``."""
        commands = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA")
        steps = [commands] if self._pipelining else [(command,) for command in commands]
        replies: list[_Reply] = []
        try:
            _wait_for(client, self._server.timeout)
            for step in steps:
                client.send("".join(f"{command}\r\n" for command in step))
                for _ in step:
                    replies.append(self._reply(client))
                    if replies[-1][0] == 421:
                        break
                if not _accepted(len(replies) - 1, replies[-1]):
                    break
        except (smtplib.SMTPException, OSError):
            self._drop()
            if may_be_stale and not replies:
                return False
            raise NotSent(
                "later", "the connection was lost before the message was sent", connection_lost=True
            ) from None
        bad = next(((at, reply) for at, reply in enumerate(replies) if not _accepted(at, reply)), None)
        if bad is None:
            return True
        at, (code, text) = bad
        if code == 421 or not _refuses(code):
            self._drop()
            if may_be_stale and at == 0 and code == 421:
                return False
        else:
            self._reset(client, replies)
        if at == 0:
            detail = f"{self._server.host} takes nothing from {sender}: {text}"
            raise NothingTaken(detail, lasting=_kind(code) == 5)
        self._refuse(code, text)

    def _reset(self, client: smtplib.SMTP, replies: list[_Reply]) -> None:
        """Back to where the next message can begin, after a refused command; else the connection is given up."""
        try:
            if len(replies) == 3 and replies[2][0] == 354:
                # The server waits for a message that nobody is to get: an empty one (RFC 2920, 3.1).
                client.send(".\r\n")
                client.getreply()
            fine = client.docmd("RSET")[0] == 250
        except (smtplib.SMTPException, OSError):
            fine = False
        if not fine:
            self._drop()

    def _hand_over(self, client: smtplib.SMTP, data: bytes) -> None:
        """The message itself, and the one answer that counts."""
        text = data.replace(b"\r\n.", b"\r\n..")
        text = b"." + text if text.startswith(b".") else text
        try:
            client.send(text if text.endswith(b"\r\n") else text + b"\r\n")
            if _has_hung_up(client):
                raise smtplib.SMTPServerDisconnected("closed")
            # An error here means that the system did not take the dot, and a server that gets no dot throws
            # away what it has (RFC 5321, 4.1.1.4). So the dot goes last, and by itself.
            _wait_for(client, self._server.final_timeout)
            client.send(b".\r\n")
        except (smtplib.SMTPException, OSError):
            self._drop()
            detail = "the connection was lost in the middle of the message"
            raise NotSent("later", detail, connection_lost=True) from None
        try:
            code, text_back = self._reply(client)
        except (smtplib.SMTPException, OSError):
            self._drop()
            detail = "the connection was lost after the message and before the answer"
            raise NotSent("unknown", detail, connection_lost=True) from None
        if _kind(code) == 2:
            return
        if not _refuses(code):
            self._drop()
            raise NotSent("unknown", f"the answer makes no sense: {text_back}", connection_lost=True)
        if code == 421:
            self._drop()
        self._refuse(code, text_back)

    def _refuse(self, code: int, text: str) -> NoReturn:
        raise NotSent(
            "never" if _kind(code) == 5 else "later",
            text,
            failure=read_failure("", text),
            connection_lost=self._client is None,
        )

    def _reply(self, client: smtplib.SMTP) -> _Reply:
        code, text = client.getreply()
        return code, self._format_reply(code, text)

    def _format_reply(self, code: int, text: bytes | str) -> str:
        """A reply on one line, fit for a log: no controls, not endless, no password come back."""
        words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        if self._server.password:
            words = words.replace(self._server.password, "…")
        words = " ".join(re.sub(r"[^\x20-\x7e\xa0-\uffff]", " ", words).split())
        return f"{code} {words}"[:_MOST_DETAIL].rstrip()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


def _accepted(at: int, reply: _Reply) -> bool:
    return reply[0] == 354 if at == 2 else _kind(reply[0]) == 2


def _refuses(code: int) -> bool:
    return _kind(code) in (4, 5)


def _kind(code: int) -> int:
    """The first digit of a reply: 2 is done, 4 not now, 5 never (RFC 5321, 4.2.1)."""
    return code // 100


def _is_lasting(error: Exception) -> bool:
    """Whether it stays like that until somebody mends something: asking again may even lock an account."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _kind(error.smtp_code) == 5
    return isinstance(error, (smtplib.SMTPNotSupportedError, ssl.SSLCertVerificationError, socket.gaierror))


def _wait_for(client: smtplib.SMTP, seconds: float) -> None:
    if client.sock is None:
        raise smtplib.SMTPServerDisconnected("closed")
    client.sock.settimeout(seconds)


def _has_hung_up(client: smtplib.SMTP) -> bool:
    """Whether the server has left in the middle of a message. It gets a moment to be seen leaving: each
    time it is seen spares the operator a message whose fate is unknown."""
    if client.sock is None:
        return True
    client.sock.settimeout(_HANG_UP_SECONDS)
    try:
        # Past the encryption, if there is one: only whether there is an end counts.
        return socket.socket.recv(client.sock, 1, socket.MSG_PEEK) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def _disable_nagle(client: smtplib.SMTP) -> None:
    """Send small pieces at once: the end of a message must not wait for an acknowledgement of its beginning."""
    if client.sock is not None:
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
