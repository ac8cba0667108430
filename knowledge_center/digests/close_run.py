"""Closing for real: read the ledger, plan, write the issue, put its draft away, then record the boundary.

In that order: after a crash between any two, the issue's file says that the boundary is dealt with and
that the draft's words are in it, and the next run only does what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge_center.articles.model import Article
from knowledge_center.digests.close_plan import (
    AlreadyClosed,
    Close,
    ConsentNeeded,
    NothingDue,
    NothingNew,
    Outcome,
    baseline,
    eligible,
    next_to_close,
    plan,
    with_draft,
)
from knowledge_center.digests.issue_draft import (
    Draft,
    draft_path,
    draft_text,
    read_draft,
    used_drafts,
    waiting_drafts,
)
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.ledger_writing import (
    delete_file,
    ledger_lock,
    write_issue,
    write_new,
    write_state,
)
from knowledge_center.digests.schedule import issue_key
from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.model import DigestSettings
from knowledge_center.settings.reader import FILE

# Raises Unusable for an issue that may not be written.
Validate = Callable[[Close], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestContext:
    """A digest and what a command works with: the articles, the site's zone, the moment it is run.

    ``docs`` is the folder of the site's sources, ``docs_dir`` its name in mkdocs.yml.
    """

    docs: Path
    docs_dir: str
    digest: DigestSettings
    articles: Sequence[Article]
    zone: ZoneInfo
    now: datetime

    def ledger(self) -> Ledger:
        """The ledger as it stands now. Raises Unusable when it cannot be read."""
        return read_ledger(self.docs, self.docs_dir, self.digest.key, self.zone)


def planned(
    context: DigestContext, ledger: Ledger, *, accept: bool = False, validate: Validate | None = None
) -> Outcome:
    """What a close would do now, the editor's draft included; nothing is written.

    Raises Unusable for a draft that cannot be taken over, and for an issue that ``validate`` refuses. A draft
    is read only when an issue would take it: half a sentence hinders no week without one.
    """
    outcome = plan(context.articles, ledger, context.digest, context.zone, context.now, accept=accept)
    if isinstance(outcome, Close):
        outcome = with_draft(outcome, read_draft(context.docs, ledger))
        if validate is not None:
            validate(outcome)
    elif isinstance(outcome, NothingNew):
        drafts = waiting_drafts(context.docs, ledger)
        outcome = replace(outcome, draft=f"{ledger.source}/{drafts[0].name}" if drafts else "")
    return outcome


def close(context: DigestContext, *, accept: bool = False, validate: Validate | None = None) -> Outcome:
    """Close the digest if a boundary has come, and say what was done.

    Raises Unusable when the ledger or the draft cannot be read; nothing is written then.
    """
    docs = context.docs
    with ledger_lock(docs):
        ledger = context.ledger()
        outcome = planned(context, ledger, accept=accept, validate=validate)
        for path in used_drafts(docs, ledger):  # a closer was killed before it came to this
            delete_file(path)
        match outcome:
            case NothingDue() if outcome.held != ledger.held:
                # When each was first found public is kept, so that its hold comes to an end.
                write_state(docs, replace(ledger, held=outcome.held))
                return outcome
            case NothingDue() | ConsentNeeded():
                return outcome
            case Close():
                boundary = outcome.issue.boundary
                if outcome.accepted - ledger.accepted:
                    # Before the issue: whatever stops this close, nobody is asked twice.
                    write_state(docs, replace(ledger, accepted=outcome.accepted))
                if write_issue(docs, outcome.issue):
                    _delete_used_draft(docs, ledger, outcome.draft)
                else:
                    waiting = len(outcome.issue.entries) + outcome.waiting
                    outcome = AlreadyClosed(boundary=boundary, issue=outcome.issue, waiting=waiting)
            case _:
                boundary = outcome.boundary
        accepted, held = ledger.accepted - ledger.known_ids, dict[str, datetime]()
        if isinstance(outcome, Close):
            accepted, held = outcome.accepted, dict(outcome.held)
        more = (outcome.issue.key,) if isinstance(outcome, (Close, AlreadyClosed)) else ()
        write_state(docs, replace(ledger, processed=boundary, held=held, accepted=accepted), *more)
    return outcome


def prepare_draft(context: DigestContext, *, dry_run: bool = False) -> tuple[str, bool]:
    """A file for the words of the issue that closes next: its name, and whether it is made new.

    A draft that waits already is left as it is. Raises Unusable when the ledger cannot be read, and for a digest
    that has no issue to write for.
    """
    docs, digest, zone, now = context.docs, context.digest, context.zone, context.now
    if digest.every == "article":
        message = (
            f"{digest.key} mails each article as it is published; nobody writes words for that beforehand."
        )
        fix = "Write them into the article: its description is what the mail says."
        raise Unusable([Problem(path=FILE, message=message, fix=fix)])
    with ledger_lock(docs):
        ledger = context.ledger()
        there = waiting_drafts(docs, ledger)
        if there:
            return f"{ledger.source}/{there[0].name}", False
        boundary = next_to_close(ledger, digest, zone, now)
        key = issue_key(digest, boundary)
        path = draft_path(docs, digest.key, key)
        if not dry_run:
            # What is scheduled until then is in it too.
            found = eligible(context.articles, ledger, digest, max(now, boundary))
            write_new(path, draft_text(digest, key, found, ledger.source))
        return f"{ledger.source}/{path.name}", True


def _delete_used_draft(docs: Path, ledger: Ledger, draft: Draft | None) -> None:
    """Delete the draft that an issue has just taken over, unless somebody wrote on meanwhile."""
    if draft is None:
        return
    with suppress(Unusable):
        if read_draft(docs, ledger) == draft:
            delete_file(draft_path(docs, ledger.digest, draft.key))


def add_to_baseline(context: DigestContext) -> int:
    """Make everything readers could have seen so far no news to this digest. Returns how many that adds.

    Raises Unusable when the ledger cannot be read; nothing is written then.
    """
    with ledger_lock(context.docs):
        ledger = context.ledger()
        added = not_in_ledger(context.articles, ledger, context.now)
        if added or ledger.baseline is None:
            held = {name: since for name, since in ledger.held.items() if name not in added}
            no_news = added | (ledger.baseline or frozenset())
            accepted = ledger.accepted - added
            write_state(context.docs, replace(ledger, baseline=no_news, held=held, accepted=accepted))
    return len(added)


def not_in_ledger(articles: Sequence[Article], ledger: Ledger, now: datetime) -> frozenset[str]:
    """The ids that ``add_to_baseline`` adds."""
    return baseline(articles, now) - ledger.known_ids
