"""Writing the ledger so that no reader sees half a file and no two closers both win."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from knowledge_center.digests.issue import Issue
from knowledge_center.digests.ledger import STATE_FILE, Ledger, ledger_folder
from knowledge_center.digests.ledger_text import issue_text, state_text
from knowledge_center.file_lock import folder_lock
from knowledge_center.file_writing import UNFINISHED, replace_file, sync_folder, unfinished_file


@contextmanager
def ledger_lock(docs: Path) -> Iterator[None]:
    """Held while one process reads, plans and writes a ledger below ``docs``; a second one waits.

    Without it, two closers on both sides of a boundary would each put the same article into an issue of
    its own. Across machines the same is the business of ``git push``.
    """
    with folder_lock(docs) as alone:
        if alone:
            for folder in ("", "articles/", "digests/*/"):
                for left_over in docs.glob(f"{folder}{UNFINISHED}*"):  # a closer was killed while it wrote
                    with suppress(OSError):
                        left_over.unlink(missing_ok=True)
        yield


def write_issue(docs: Path, issue: Issue) -> bool:
    """Create the issue's file, all or nothing. False when it is there already; it is left as it is then."""
    return write_new(ledger_folder(docs, issue.digest) / f"{issue.key}.md", issue_text(issue))


def write_new(target: Path, text: str) -> bool:
    """Create a file of a ledger, all or nothing. False when it is there already; it is left as it is then."""
    with unfinished_file(target, text, durable=True) as unfinished:
        try:
            os.link(unfinished, target)
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links: the lock keeps others away meanwhile
            if target.exists():
                return False
            unfinished.rename(target)
        return True


def write_state(docs: Path, ledger: Ledger, *more: str) -> None:
    """Replace ``.ledger.yml`` in one step. ``more`` are issues that were closed since the ledger was read."""
    target = ledger_folder(docs, ledger.digest) / STATE_FILE
    replace_file(target, state_text(ledger, *more), durable=True)


def delete_file(path: Path) -> None:
    """Delete a file of a ledger, so that a power cut does not bring it back."""
    path.unlink(missing_ok=True)
    sync_folder(path.parent)
