"""Reports that are written for people: what they say about each address, without any format to go by.

Who is named is found by flufl.bounce, which Mailman keeps, for the formats it knows; else every address in the
text but the sender's own. What is said of somebody is the paragraph or the lines around the address.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from email import message_from_bytes

from flufl.bounce import all_failures

# It logs what it cannot read; that is no news to anybody.
logging.getLogger("flufl.bounce").disabled = True
# What is for people stands at the beginning; it looks at every line with dozens of patterns.
MOST_BYTES = 30_000

_MAIL_SYSTEM = re.compile(r"mailer[ -]?daemon|mail[ ._-]?delivery|maildaemon|<>", re.IGNORECASE)
_POSTMASTER = re.compile(r"post_?master|mail system", re.IGNORECASE)
_SAYS_SO = re.compile(
    r"[45]\d\d[ -]|[45]\.\d\.\d|did not reach|(could|can) ?not be (delivered|reached)|undeliver|unable to deliver"
    r"|delivery failed|failed permanently",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|deliver\w* (status|failure|problem|report|error|has failed)|(mail|message|delivery)\b.{0,20}\bfail"
    r"|fail\w* (notice|to deliver|mail)|returned (mail|to sender)|could(n't| not) be delivered|bounced? |not delivered"
    r"|unzustellbar|non remis|no se ha podido entregar|mail system error|nondeliverable|rejected",
    re.IGNORECASE,
)
_LAST = 250
_PERSONAL = re.compile(r"(re|aw|fwd?|wg|sv|rv): ", re.IGNORECASE)
_DELAY = re.compile(
    r"\b(warning|delayed|still being retried|not (yet )?been delivered( yet)?|will (continue|keep|be retried)"
    r"|delivery will continue|do not (need to )?re-?send|no action is required)\b",
    re.IGNORECASE,
)
_FINAL = re.compile(r"permanent|given up|giving up|fail(ed|ure)|\b5\d\d[ -]|\b5\.\d\.\d", re.IGNORECASE)
# Where the mail itself begins, which is evidence and no report.
_RETURNED = re.compile(
    r"^(?:[^\w\n]{0,10}-{2,}.*(?:copy|original|unsent|returned|below this line).*"
    r"|[ \t]{0,20}(?:message headers follow|(?:here|below) is (?:a|your) copy).*"
    r"|(?:received|return-path|message-id|dkim-signature|mime-version|from|reply-to|list-[\w-]+):.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_CODE = re.compile(r"\b[45]\d\d(?=[\s-])|\b[45]\.\d{1,3}\.\d{1,3}\b")
_TRANSCRIPT = re.compile(r"^(?:\d{3}(?:[ -]\d\.\d\.\d)? )<([^>\s]+)>\.\.\. (.*)$")


def reports_failure(sender: str, subject: str, text: str, *, named: bool) -> bool:
    """Whether a message without a format says that a mail was not delivered: it comes from a mail system, says
    so in its subject, or has ``named`` the failed addresses in a header. Not a person's answer, nor a delay."""
    if _PERSONAL.match(subject) or is_delay(subject, text):
        return False
    by_postmaster = _POSTMASTER.search(sender) and _SAYS_SO.search(text)
    return bool(named or _MAIL_SYSTEM.search(sender) or by_postmaster or _SUBJECT.search(subject))


def is_delay(subject: str, text: str) -> bool:
    """Whether a server says that it goes on trying."""
    prose = split(text)[0]
    return bool(_DELAY.search(f"{subject}\n{prose}")) and not _FINAL.search(prose)


def split(text: str) -> tuple[str, str]:
    """What a report says, and the mail that it brings back."""
    found = _RETURNED.search(text, _first_line(text))
    return (text[: found.start()], text[found.start() :]) if found else (text, "")


def failed_addresses(data: bytes, prose: str, own: Sequence[str]) -> tuple[str, ...]:
    """The addresses that a report is about, as they stand in its prose, without our ``own``."""
    there = tuple(dict.fromkeys(found[0].strip(".'`") for found in _ADDRESS.finditer(prose)))
    others = tuple(address for address in there if not _is_own(address, own))
    try:
        temporary, permanent = all_failures(message_from_bytes(data[:MOST_BYTES]))
    except Exception:  # whatever a stranger's bytes make of somebody else's patterns
        return others
    known = {address.decode("utf-8", "replace").casefold() for address in (*permanent, *temporary)}
    return tuple(address for address in others if address.casefold() in known) or others


def said_of(prose: str, address: str, others: Sequence[str] = ()) -> str:
    """What a report says of one address, on one line. ``others`` are those that it is about too."""
    heard = _transcript(prose).get(address.casefold())
    if heard:
        return heard
    paragraphs = [part for part in re.split(r"\n\s*\n", prose) if part.strip()]
    rest = [other for other in others if other.casefold() != address.casefold()]
    about = [_lines(part, address, rest) for part in paragraphs if address.casefold() in part.casefold()]
    # Alone in its report, its reason may stand in a paragraph of its own.
    coded = [part for part in (*about, *(() if rest else paragraphs)) if _CODE.search(part)]
    telling = [part for part in about if part.strip("<>:;.* \t\n").casefold() != address.casefold()]
    if coded or telling:
        return " ".join((coded[0] if coded else "\n".join(telling)).split())
    # Somewhere behind it, else at the end, after what servers say to be polite.
    at = prose.casefold().find(address.casefold())
    return " ".join(prose[at if at >= 0 else -_LAST :].split())


def _lines(paragraph: str, address: str, others: Sequence[str]) -> str:
    """The lines of a paragraph from the one with an address to the one with another."""
    chosen: list[str] = []
    inside = False
    for line in paragraph.splitlines():
        if address.casefold() in line.casefold():
            inside = True
        elif any(other.casefold() in line.casefold() for other in others):
            inside = False
        if inside:
            chosen.append(line)
    return "\n".join(chosen)


def _transcript(prose: str) -> dict[str, str]:
    """sendmail's: what the other server answered (<<<), then a line for each address that failed."""
    heard: dict[str, str] = {}
    answers: list[str] = []
    for line in prose.splitlines():
        if line.startswith("<<< "):
            answers.append(line[4:].strip())
        elif match := _TRANSCRIPT.match(line):
            heard.setdefault(match[1].casefold(), " ".join((*answers, line.strip())))
            answers = []
        elif line.startswith(("While talking to", "... while talking to")):
            answers = []
    return heard


def _is_own(address: str, own: Sequence[str]) -> bool:
    folded = address.casefold()
    return folded.startswith(("mailer-daemon@", "postmaster@")) or any(
        folded in text.casefold() for text in own
    )


def _first_line(text: str) -> int:
    """A report may begin with a line that looks like one of the mail it brings back."""
    return len(text) - len(text.lstrip())
