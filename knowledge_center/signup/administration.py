"""What an operator does about one address, or about all: done in one step, with the sentences that report it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import MailAddress
from knowledge_center.signup.erasing import forget
from knowledge_center.signup.keys import Keys
from knowledge_center.text.plurals import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministrationResult:
    """The report of it, line by line; ``ok`` is false where nothing was done that was asked for."""

    lines: tuple[str, ...]
    ok: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberAdministration:
    """Works on a database of subscribers at the moment ``now`` (aware). Not for use inside a transaction."""

    db: sqlite3.Connection
    keys: Keys
    now: datetime

    def add(self, address: MailAddress, digests: Sequence[str], evidence: str) -> AdministrationResult:
        """Subscribe somebody who agreed elsewhere; ``evidence`` says how."""
        with transaction(self.db):
            before = subscribers.find_address(self.db, address)
            added = subscribers.add(self.db, self.keys, address, digests, Evidence(text=evidence), self.now)
        if added is None:
            return _refused(
                f"{address.text} bounced or complained, and is never mailed again.",
                "If that was a mistake: "
                f'knowledge-center subscribers unsuppress {address.text} --evidence "how you know"',
            )
        again = f", who left on {before.changed:%Y-%m-%d}," if before and before.state == "left" else ""
        return _done(f"{address.text}{again} is subscribed to {', '.join(digests)}, on your evidence.")

    def remove(self, address: MailAddress, evidence: str) -> AdministrationResult:
        """Send no digest any more. What is known stays as evidence."""
        with transaction(self.db):
            found = subscribers.find_address(self.db, address)
            if found is not None:
                subscribers.leave(self.db, found.id, Evidence(text=evidence), self.now, "removed")
        if found is None:
            return self.unknown(address)
        if found.state in ("left", "suppressed"):
            return _done(
                f"{address.text} gets nothing already: {found.state} since {found.changed:%Y-%m-%d}."
            )
        return _done(f"{address.text} gets nothing any more. What is known stays as evidence; see: erase")

    def unsuppress(self, address: MailAddress, evidence: str) -> AdministrationResult:
        """Take back that an address bounced or complained; ``evidence`` says how the operator knows."""
        with transaction(self.db):
            lifted = subscribers.unsuppress(self.db, self.keys, address, Evidence(text=evidence), self.now)
            found = subscribers.find_address(self.db, address)
        if not lifted:
            return _refused(f"{address.text} is not suppressed{f': {found.state}' if found else ''}.")
        if found is None:
            return _done(f"{address.text} may be mailed again; nothing else is known of it.")
        if found.state == "active":
            return _done(
                f"{address.text} is subscribed to {', '.join(found.digests)} again, on your evidence."
            )
        return _done(
            f"{address.text} may be mailed again, and is {found.state}: it gets nothing until it signs up."
        )

    def erase(self, address: MailAddress, outbox: Path) -> AdministrationResult:
        """Delete all that is known of an address, in the folder ``outbox`` too. Raises OSError."""
        erased = forget(self.db, address, outbox)
        if not erased.known and not erased.files:
            return self.unknown(address)
        lines = [f"{path.as_posix()}: deleted." for path in erased.files]
        lines.append(f"{address.text} is erased.")
        if subscribers.suppressed(self.db, self.keys, address):
            lines.append("A mark that cannot be read back stays: the address is never to be mailed again.")
        if not erased.settled:
            lines.append("The service still reads older pages; they are gone with its next write.")
        lines.append("Backups made before hold the address until you delete them.")
        return _done(*lines)

    def purge(self) -> AdministrationResult:
        """Delete signups that nobody confirmed, and what only limits needed."""
        with transaction(self.db):
            gone = subscribers.purge(self.db, self.now)
        if not gone:
            return _done(
                f"Nothing to delete: no signup has waited for more than {subscribers.UNCONFIRMED_DAYS} days."
            )
        were = counted(gone, "signup was", "signups were")
        return _done(f"{were} deleted: nobody confirmed within {subscribers.UNCONFIRMED_DAYS} days.")

    def unknown(self, address: MailAddress) -> AdministrationResult:
        """That there is nobody of that address, and whether it is marked all the same."""
        if subscribers.suppressed(self.db, self.keys, address):
            return _refused(f"{address.text} is not known here, but marked: it is never to be mailed.")
        return _refused(f"{address.text} is not known here.")


def _done(*lines: str) -> AdministrationResult:
    return AdministrationResult(lines=lines)


def _refused(*lines: str) -> AdministrationResult:
    return AdministrationResult(lines=lines, ok=False)
