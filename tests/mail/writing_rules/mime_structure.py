"""Rules about how the message is put together: its parts, its lines, its bytes."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import Message

from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet

rule = RuleSet[[ParsedMessage]]("written.structure")

_KINDS = ["text/plain", "text/html"]


@rule.advice
def readable(message: ParsedMessage) -> Iterator[Finding]:
    """A mail program reads the message as it was meant.

    Source: RFC 2046, 5.1
    """
    defects = [type(defect).__name__ for part in _read(message).walk() for defect in part.defects]
    for defect in dict.fromkeys(defects):
        yield Finding(
            message=f"A mail program stumbles over how the message is put together ({defect}).",
            fix="Build the message with knowledge_center.mail.message and send its bytes unchanged.",
        )


@rule.advice
def alternative(message: ParsedMessage) -> Iterator[Finding]:
    """Text and HTML are two forms of one mail, the richer one last.

    Source: RFC 2046, 5.1.4
    """
    kind = _read(message).get_content_type()
    if kind != "multipart/alternative":
        yield Finding(
            message=f"The message is {quoted(kind)}, but multipart/alternative is expected.",
            fix="Content-Type: multipart/alternative",
            line=message.line("Content-Type"),
        )
    kinds = [part.kind for part in message.parts]
    if kinds != _KINDS:
        listed = ", ".join(kinds) or "nothing"
        yield Finding(message=f"The parts are {listed}; text/plain and then text/html are expected, no more.")


@rule.advice
def charset(message: ParsedMessage) -> Iterator[Finding]:
    """Every part says that it is UTF-8, and is.

    Source: RFC 2046, 4.1.2; RFC 3629
    """
    for part in _leaves(message):
        kind, charset = part.get_content_type(), str(part.get_param("charset", "no charset")).lower()
        if charset != "utf-8":
            yield Finding(
                message=f"The {kind} part gives {quoted(charset)}; utf-8 is expected.",
                fix=f"Content-Type: {kind}; charset=utf-8",
            )
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data.decode("utf-8", "ignore").encode() != data:
            yield Finding(message=f"The {kind} part holds bytes that are no UTF-8: readers see “�”.")


@rule.advice
def encoding(message: ParsedMessage) -> Iterator[Finding]:
    """Both parts travel as quoted-printable: whole through every server, and still readable as source.

    Source: RFC 2045, 6.7
    """
    for part in _leaves(message):
        if _encoding(part) != "quoted-printable":
            yield Finding(
                message=f"The {part.get_content_type()} part is encoded as {quoted(_encoding(part) or 'nothing')}; "
                "quoted-printable is expected.",
                fix="Content-Transfer-Encoding: quoted-printable",
            )


@rule.advice
def line_ends(message: ParsedMessage) -> Iterator[Finding]:
    """Every line ends with CR LF; a lone CR or LF is refused by servers or breaks a signature.

    Source: RFC 5321, 2.3.8
    """
    bare = re.search(rb"\r(?!\n)|(?<!\r)\n", message.data)
    if bare:
        yield Finding(
            message="A line ends with CR or LF alone; every line of a message ends with both.",
            fix="Write and read the message as bytes; text files change line ends.",
            line=len(re.findall(rb"\r\n|\r|\n", message.data[: bare.start()])) + 1,
        )


@rule.advice
def line_length(message: ParsedMessage) -> Iterator[Finding]:
    """A line has at most 998 characters.

    Source: RFC 5322, 2.1.1
    """
    for number, line in enumerate(_lines(message), 1):
        if len(line) > 998:
            yield Finding(message=f"The line has {len(line)} characters, 998 are the most.", line=number)


@rule.advice
def encoded_line_length(message: ParsedMessage) -> Iterator[Finding]:
    """A line of quoted-printable text has at most 76 characters.

    Source: RFC 2045, 6.7 (5)
    """
    if all(_encoding(part) == "quoted-printable" for part in _leaves(message)):
        lines = _lines(message)
        head = next((number for number, line in enumerate(lines) if not line), len(lines))
        for number, line in enumerate(lines[head:], head + 1):
            if 76 < len(line) <= 998:
                yield Finding(
                    message=f"The encoded line has {len(line)} characters, 76 are the most.", line=number
                )
                return


@rule.advice
def seven_bit(message: ParsedMessage) -> Iterator[Finding]:
    """No byte above 127 and no NUL: some server on the way would change it.

    Source: RFC 5322, 2.1; RFC 5321, 2.3.1
    """
    for number, line in enumerate(_lines(message), 1):
        if not line.isascii() or b"\0" in line:
            yield Finding(message="The line holds a byte that is no 7-bit text.", line=number)
            return


def _lines(message: ParsedMessage) -> list[bytes]:
    return re.split(rb"\r\n|\r|\n", message.data)


def _read(message: ParsedMessage) -> Message:
    return email.message_from_bytes(message.data, policy=email.policy.compat32)


def _leaves(message: ParsedMessage) -> list[Message]:
    return [part for part in _read(message).walk() if not part.is_multipart()]


def _encoding(part: Message) -> str:
    return str(part.get("Content-Transfer-Encoding", "")).strip().lower()
