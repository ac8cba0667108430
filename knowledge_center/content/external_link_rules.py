"""What is wrong with a link to another site, by what its address answered."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from knowledge_center.articles.markdown_links import Link
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.site_addresses.link_answers import LinkAnswer

rule = RuleSet[[Link, LinkAnswer, bool]]("external_links")

_GONE = {404: "there is no such page (404)", 410: "the page was taken away for good (410)"}
_WHY = {
    "slow": "did not answer within {} seconds",
    "unreachable": "cannot be reached ({})",
    "certificate": "has no valid certificate, so that browsers warn of it ({})",
    "loop": "redirects without end",
    "no-address": "is no address that can be asked {}",
}


@rule
def lead_somewhere(link: Link, answer: LinkAnswer, online: bool) -> Iterator[Finding]:
    """A dead link costs readers a click and us their trust. Only what is certainly dead is a problem."""
    if answer.status in _GONE:
        yield _finding(link, f"{link.target} is dead: {_GONE[answer.status]}.", _without(link))
    elif answer.error == "no-host" and online:
        message = f"{link.target} is dead: there is no such host, {answer.detail}."
        yield _finding(link, message, _without(link))


@rule.advice
def answer_well(link: Link, answer: LinkAnswer, online: bool) -> Iterator[Finding]:
    """A site that is down now may be up tomorrow: somebody should look."""
    if answer.error == "no-host" and not online:
        message = f"{link.target}: the host {answer.detail} was not found, and no other either."
        yield _finding(link, message, "Is this machine online? Then run the command again.")
    elif answer.error in _WHY:
        why = _WHY[answer.error].format(answer.detail).replace(" ()", "").rstrip()
        yield _finding(link, f"{link.target} {why}.", "Open it in a browser; if it stays so, link elsewhere.")
    elif answer.status >= 500 and answer.status != 999:
        message = f"{link.target} has a problem of its own ({answer.status})."
        yield _finding(link, message, "Open it in a browser; if it stays so, link elsewhere.")


@rule.advice
def can_be_looked_at(link: Link, answer: LinkAnswer, online: bool) -> Iterator[Finding]:
    """What lets no program look may be there or not: a person has to look."""
    message = ""
    if answer.error == "robots":
        said = answer.detail or "its robots.txt asks programs to stay away"
        message = f"{link.target} was not asked: {said}."
    elif answer.error == "not-asked":
        message = f"{link.target} was not asked: its host did not answer for others."
    elif answer.error == "wait":
        message = (
            f"{link.target} was not asked: its host wants {answer.detail} seconds between two questions."
        )
    elif answer.error == "private":
        message = (
            f"{link.target} was not asked: it leads into this machine or its network, where readers are not."
        )
    elif answer.status == 429:
        message = f"{link.target} still asks for patience (429)."
    elif answer.status == 999 or (400 <= answer.status < 500 and answer.status not in _GONE):
        message = f"{link.target} is not shown to programs ({answer.status})."
    if message:
        yield _finding(link, message, "Open it in a browser.")


@rule.advice
def are_where_they_say(link: Link, answer: LinkAnswer, online: bool) -> Iterator[Finding]:
    """A redirect holds as long as somebody keeps it; the page's own address holds longer."""
    if not answer.good:
        return
    if _path(answer.final) == "" and _path(link.target) != "":
        message = f"{link.target} leads to the front page {answer.final}: what was linked to is likely gone."
        yield _finding(link, message, "Open it in a browser; if it is gone, link elsewhere.")
    elif answer.moved:
        anchor = link.target.partition("#")[2]
        moved = f"{answer.moved}#{anchor}" if anchor else answer.moved
        yield _finding(link, f"{link.target} has moved for good.", _written(link, moved))


def _finding(link: Link, message: str, fix: str) -> Finding:
    return Finding(line=link.line, message=message, fix=fix)


def _without(link: Link) -> str:
    if link.image:
        return "Take out the picture, or put one of your own beside the article."
    if not link.text:
        return "Link to where it is now, or take out the link."
    return f"Link to where it is now, or take out the link and keep its text: {link.text}"


def _written(link: Link, address: str) -> str:
    """The link with another address, as Markdown where it has a text."""
    if not link.text:
        return address
    shown = f"<{address}>" if set(address) & set(" ()") else address
    return f"{'!' if link.image else ''}[{link.text}]({shown})"


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path.strip('/')}{'?' if parts.query else ''}{parts.query}"
