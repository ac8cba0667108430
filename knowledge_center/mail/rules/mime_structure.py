"""Rules about how the message is put together: its parts, its lines, its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet

rule = RuleSet[[ParsedMessage]]("mail.structure")

_KINDS = ("text/plain", "text/html")


@rule.advice
def readable(message: ParsedMessage) -> Iterator[Finding]:
    """A mail program reads the message as it was meant.

    Source: RFC 2046, 5.1
    """
    for defect in dict.fromkeys(message.defects):
        yield Finding(
            message=f"A mail program stumbles over how the message is put together ({defect}).",
            fix="Build the message with knowledge_center.mail.message and send its bytes unchanged.",
        )


@rule.advice
def alternative(message: ParsedMessage) -> Iterator[Finding]:
    """Text and HTML are two forms of one mail, the richer one last.

    Source: RFC 2046, 5.1.4
    """
    if message.kind != "multipart/alternative":
        yield Finding(
            message=f"The message is {quoted(message.kind)}, but multipart/alternative is expected.",
            fix="Content-Type: multipart/alternative",
            line=message.line("Content-Type"),
        )
    kinds = tuple(part.kind for part in message.parts)
    if kinds != _KINDS:
        listed = ", ".join(kinds) or "nothing"
        yield Finding(message=f"The parts are {listed}; text/plain and then text/html are expected, no more.")


@rule.advice
def charset(message: ParsedMessage) -> Iterator[Finding]:
    """Every part says that it is UTF-8, and is.

    Source: RFC 2046, 4.1.2; RFC 3629
    """
    for part in message.parts:
        if part.charset != "utf-8":
            yield Finding(
                message=f"The {part.kind} part gives {quoted(part.charset or 'no charset')}; utf-8 is expected.",
                fix=f"Content-Type: {part.kind}; charset=utf-8",
            )
        try:
            part.data.decode("utf-8")
        except UnicodeDecodeError:
            yield Finding(message=f"The {part.kind} part holds bytes that are no UTF-8: readers see “�”.")


@rule.advice
def encoding(message: ParsedMessage) -> Iterator[Finding]:
    """Both parts travel as quoted-printable: whole through every server, and still readable as source.

    Source: RFC 2045, 6.7
    """
    for part in message.parts:
        if part.encoding != "quoted-printable":
            yield Finding(
                message=f"The {part.kind} part is encoded as {quoted(part.encoding or 'nothing')}; "
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
    if all(part.encoding == "quoted-printable" for part in message.parts):
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
