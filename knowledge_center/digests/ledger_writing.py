"""Writing the ledger so that no reader sees half a file and no two closers both win."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from knowledge_center.digests.issue import Issue
from knowledge_center.digests.ledger import STATE_FILE, ledger_folder
from knowledge_center.digests.ledger_text import issue_text, state_text
from knowledge_center.file_lock import folder_lock

_UNFINISHED = ".unfinished-"


@contextmanager
def ledger_lock(docs: Path) -> Iterator[None]:
    """Held while one process reads, plans and writes a ledger below ``docs``; a second one waits.

    Without it, two closers on both sides of a boundary would each put the same article into an issue of
    its own. Across machines the same is the business of ``git push``.
    """
    with folder_lock(docs) as alone:
        if alone:
            for left_over in docs.glob(f"digests/*/{_UNFINISHED}*"):  # a closer was killed while it wrote
                with suppress(OSError):
                    left_over.unlink(missing_ok=True)
        yield


def write_issue(docs: Path, issue: Issue) -> bool:
    """Create the issue's file, all or nothing. False when it is there already; it is left as it is then."""
    return write_new(ledger_folder(docs, issue.digest) / f"{issue.key}.md", issue_text(issue))


def write_new(target: Path, text: str) -> bool:
    """Create a file of a ledger, all or nothing. False when it is there already; it is left as it is then."""
    with _unfinished(target, text) as unfinished:
        try:
            os.link(unfinished, target)
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links: the lock keeps others away meanwhile
            if target.exists():
                return False
            unfinished.rename(target)
        return True


def write_state(
    docs: Path,
    digest_key: str,
    *,
    processed: datetime | None,
    issues: Iterable[str],
    baseline: Iterable[str] | None,
    accepted: Iterable[str] = (),
    held: Mapping[str, datetime] | None = None,
) -> None:
    """Replace ``.ledger.yml`` in one step. ``issues`` names all that are closed."""
    target = ledger_folder(docs, digest_key) / STATE_FILE
    text = state_text(processed=processed, issues=issues, baseline=baseline, accepted=accepted, held=held)
    with _unfinished(target, text) as unfinished:
        unfinished.replace(target)


def delete_file(path: Path) -> None:
    """Delete a file of a ledger, so that a power cut does not bring it back."""
    path.unlink(missing_ok=True)
    _sync_folder(path.parent)


@contextmanager
def _unfinished(target: Path, text: str) -> Iterator[Path]:
    """A file beside the target that holds the text, on the disk and not only in its cache; deleted afterwards."""
    target.parent.mkdir(parents=True, exist_ok=True)
    path = target.with_name(f"{_UNFINISHED}{target.name}-{secrets.token_hex(4)}")
    try:
        with path.open("xb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Bring the folder's own list of names to the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
