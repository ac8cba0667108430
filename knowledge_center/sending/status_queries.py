"""What an operator asks before and after a sending. Nothing is sent, and who only looks makes no database."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.sending import outbox
from knowledge_center.sending.send_issue import wanted
from knowledge_center.sending.send_job import Desk
from knowledge_center.sending.send_report import told
from knowledge_center.sending.transport_choice import OUTBOX, refuse_dead_links, where
from knowledge_center.signup.database import transaction
from knowledge_center.signup.state_folder import public_url
from knowledge_center.text.plurals import counted

_MOST_SHOWN = 20


def status(desk: Desk, *, every: bool) -> Iterator[str]:
    """How it stands with the issue, or with ``every`` issue of its digest, line by line. Raises Unusable."""
    with desk.database() as db:
        if db is None:
            yield "Nothing was sent yet: there is no database of subscribers."
            return
        editions = outbox.editions(db, desk.digest.key) if every else (desk.edition,)
        for edition in editions:
            with transaction(db):
                desk.sweep(db, edition)
            yield from told(db, edition, desk.settings.zone)
    if not editions:
        yield f"Nothing of {desk.digest.key} was sent yet."


def recipients(desk: Desk, only: str) -> list[str]:
    """The addresses a sending would go to now; the one of ``only`` where that is not empty.

    Raises Unusable, also where mails would leave with links that lead nowhere.
    """
    refuse_dead_links(desk.environ, public_url(desk.environ))
    with desk.database() as db:
        if db is None:
            return []
        one = wanted(db, desk, only)
        return [one.address] if one else list(outbox.recipients(db, desk.edition))


def rehearsal(desk: Desk, addresses: list[str]) -> Iterator[str]:
    """What a sending to those addresses would do, line by line. Raises Unusable, see ``where``."""
    count = counted(len(addresses), "recipient")
    yield f"{desk.edition.digest} {desk.edition.issue} would go to {where(desk.environ, OUTBOX)}: {count}."
    for address in addresses[:_MOST_SHOWN]:
        yield f"  {address}"
    if len(addresses) > _MOST_SHOWN:
        yield f"  and {len(addresses) - _MOST_SHOWN:,} more"
    yield "Nothing was sent."
