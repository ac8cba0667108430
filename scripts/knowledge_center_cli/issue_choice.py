"""Which issue a command shows that closes nothing: the coming one in the words of its draft, or a closed one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge_center.content.content_reader import Content, blocking_problems, read_content
from knowledge_center.digests.close_plan import ConsentNeeded, plan
from knowledge_center.digests.close_report import format_status
from knowledge_center.digests.issue_draft import read_draft
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.upcoming import Upcoming, format_upcoming, upcoming, with_words
from knowledge_center.mail.issue_mail import IssueComposer, issue_composer
from knowledge_center.pictures.mail_renditions import logo_file
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.text.plurals import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenIssue:
    """The issue, what makes its mail, and what is to be said of both, line by line."""

    found: Upcoming
    composer: IssueComposer
    lines: tuple[str, ...]


def choose_issue(
    root: Path, settings: Settings, digest: DigestSettings, key: str, now: datetime
) -> ChosenIssue | str:
    """The closed issue ``key``; without one the issue that a close at ``now`` would make, else the last one.

    A sentence where there is none. Raises Unusable for a ledger that cannot be read.
    """
    # By itself and first: a ledger that cannot be read must not pass for one that is empty.
    ledger = read_ledger(root / settings.docs_dir, settings.docs_dir, digest.key, settings.zone)
    content = read_content(root, settings, now)
    found = _found(ledger, digest, content, settings, now, key)
    if isinstance(found, str):
        return found
    composer = issue_composer(root, settings, content, now)
    lines = (
        format_upcoming(found, this_year=now.astimezone(settings.zone).year),
        *_question(found, ledger, digest, content, settings, now),
        *_hindrances(content, now),
        *_missing_logo(settings, composer),
    )
    return ChosenIssue(found=found, composer=composer, lines=lines)


def _found(
    ledger: Ledger, digest: DigestSettings, content: Content, settings: Settings, now: datetime, key: str
) -> Upcoming | str:
    if key:
        issue = ledger.issue(key)
        if issue is not None:
            return Upcoming(issue=issue, state="closed")
        last = f" The last one is {ledger.issues[-1].key}." if ledger.issues else " None is closed yet."
        return f"{digest.key}: there is no closed issue “{key}”.{last}"
    found = upcoming(content.articles.all, ledger, digest, settings.zone, now)
    if found is None:
        return f"{digest.key}: nothing is new, and no issue was ever closed. There is nothing to show yet."
    if found.state == "closed":
        return found
    return with_words(found, read_draft(Path(settings.docs_dir), ledger))


def _question(
    found: Upcoming,
    ledger: Ledger,
    digest: DigestSettings,
    content: Content,
    settings: Settings,
    now: datetime,
) -> tuple[str, ...]:
    """That a close of what is shown would ask first, with the answers to choose from."""
    of = (content.articles.all, ledger, digest, settings.zone, now)
    if found.state != "due" or not isinstance(plan(*of), ConsentNeeded):
        return ()
    return (f"A close asks first: {format_status(*of)}",)


def _hindrances(content: Content, now: datetime) -> tuple[str, ...]:
    """What is wrong with articles that readers can or could see; of drafts nobody is told here."""
    stops = blocking_problems(content, now)
    if not stops:
        return ()
    count = counted(len(stops), "problem has", "problems have")
    return (f"{count} to be mended before this can be closed; run: knowledge-center check",)


def _missing_logo(settings: Settings, composer: IssueComposer) -> tuple[str, ...]:
    """That a mail shows the name alone, though the site has a logo."""
    logo = settings.organization.logo
    if not logo or composer.logo():
        return ()
    file = f"{settings.docs_dir}/{logo_file(logo)}"
    why = f"{file} cannot be read as a picture"
    if not file.endswith(logo):
        why = f"no mail program draws {logo}, and {file} is not there"
    return (f"The mail shows no logo, because {why}. Put a PNG there.",)
