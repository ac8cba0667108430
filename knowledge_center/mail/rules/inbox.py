"""Rules about what the inbox shows of a mail before it is opened: subject and preheader, and its size."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from knowledge_center.mail.compose import MOST_BYTES, MOST_PREHEADER, MOST_SUBJECT
from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.mail.rules.visible_words import hidden, plain
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.text.letters import letters

rule = RuleSet[[ParsedMessage]]("mail.inbox")

# Emoji and many scripts need these, and right-to-left text its marks and isolates.
_JOINERS = "\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069"
_LEAST_SUBJECT = 10
_LEAST_PREHEADER = 20
# Gmail's 102 KB, taken as thousands: the earlier of the two places where it may cut.
_CLIPPED = 102_000
_MOST_MESSAGE = 1_000_000
_LARGE_MESSAGE = 500_000


@rule
def subject_length(message: ParsedMessage) -> Iterator[Finding]:
    """A subject says something, and fits where it is shown."""
    subject = message.named("Subject")[0].words if message.named("Subject") else ""
    line = message.line("Subject")
    if 0 < letters(subject) < _LEAST_SUBJECT:
        yield Finding(
            message=f"The subject {quoted(subject)} has {len(subject)} characters; "
            f"{_LEAST_SUBJECT} to {MOST_SUBJECT} are expected.",
            fix="subject: what is in the issue, in a few words",
            line=line,
        )
    if len(subject) > MOST_SUBJECT:
        yield Finding(
            message=f"The subject has {len(subject)} characters, {MOST_SUBJECT} are the most; the rest is not shown.",
            fix="subject: what is in the issue, in fewer words",
            line=line,
        )


@rule
def subject_words(message: ParsedMessage) -> Iterator[Finding]:
    """A subject is said in words and not shouted; readers and filters take the other for spam."""
    subject = message.named("Subject")[0].words if message.named("Subject") else ""
    letters = [sign for sign in subject if sign.isalpha()]
    cased = [sign for sign in letters if sign.isupper() or sign.islower()]
    line = message.line("Subject")
    if subject and not letters:
        yield Finding(
            message=f"The subject {quoted(subject)} has no word in it.",
            fix="subject: say in words what is in the issue",
            line=line,
        )
    elif len(cased) >= _LEAST_SUBJECT and sum(sign.isupper() for sign in cased) > len(cased) * 0.7:
        yield Finding(
            message=f"The subject {quoted(subject)} is in capitals.",
            fix=f"subject: {subject.capitalize()}",
            line=line,
        )
    elif "!!" in subject or "$$" in subject or "??" in subject:
        yield Finding(
            message=f"The subject {quoted(subject)} repeats its marks.",
            fix="One mark is enough.",
            line=line,
            advice=True,
        )
    if any(unicodedata.category(sign) in ("Cc", "Cf") and sign not in _JOINERS for sign in subject):
        yield Finding(
            message=f"The subject {quoted(subject)} holds characters that cannot be seen.",
            fix="Type it anew; such characters come with text from elsewhere.",
            line=line,
            advice=True,
        )


@rule
def preheader(message: ParsedMessage) -> Iterator[Finding]:
    """The hidden first words of the HTML: the inbox shows them beside the subject."""
    first = next((e for e in message.tree.iterfind("body/*") if isinstance(e.tag, str)), None)
    words = plain(first.text_content()) if first is not None and hidden(first) else ""
    if not words:
        yield Finding(
            message="There is no preheader: beside the subject the inbox shows whatever stands first.",
            fix="preheader: what else is in the issue",
        )
    elif letters(words) < _LEAST_PREHEADER or len(words) > MOST_PREHEADER:
        yield Finding(
            message=f"The preheader has {len(words)} characters; {_LEAST_PREHEADER} to {MOST_PREHEADER} are shown.",
            fix="preheader: what else is in the issue, in one sentence",
            advice=True,
        )


@rule
def clip(message: ParsedMessage) -> Iterator[Finding]:
    """Gmail cuts a mail at 102 KB of HTML, and the unsubscribe link goes with the end.

    Source: Gmail's clip at 102 KB
    """
    size = len(message.html.encode())
    if size > MOST_BYTES:
        yield Finding(
            message=f"The HTML has {size:,} bytes; Gmail cuts it at {_CLIPPED:,}, "
            f"and {MOST_BYTES:,} are the most that leaves room.",
            fix="Shorten the introduction, or let compose() choose how many articles stand in full.",
            advice=size <= _CLIPPED,
        )


@rule
def weight(message: ParsedMessage) -> Iterator[Finding]:
    """The whole message is light enough for filters to look at and for a phone to load.

    Source: SpamAssassin skips messages above 500 KB
    """
    size = len(message.data)
    if size > _LARGE_MESSAGE:
        yield Finding(
            message=f"The message has {size:,} bytes; {_LARGE_MESSAGE:,} are the most that filters look at.",
            fix="Leave pictures and attachments to the site.",
            advice=size <= _MOST_MESSAGE,
        )
