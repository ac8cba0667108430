"""All that docs/ holds, articles and ledgers together, with every problem of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.missing import article_problems, image_problems
from knowledge_center.library import Library, read_library
from knowledge_center.problems import Problem, Unusable, in_order
from knowledge_center.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """The library, the ledger of each digest in the settings' order, and what is wrong with either.

    ``kept_images`` are the pictures that closed issues show: site-relative path -> file relative to docs.
    They stay where the mails look for them, also after their article was renamed or withdrawn.
    """

    library: Library
    ledgers: tuple[Ledger, ...]
    kept_images: Mapping[str, str]
    problems: tuple[Problem, ...]


def read_everything(root: Path, settings: Settings, now: datetime) -> Inventory:
    """Read docs/ below ``root``. Nothing is raised: see ``problems``.

    A digest whose ledger cannot be read has an empty one here; its problems stop every build.
    """
    library = read_library(root, settings, now)
    problems = list(library.problems)
    ledgers = []
    for digest in settings.digests:
        try:
            ledgers.append(
                read_ledger(root / settings.docs_dir, settings.docs_dir, digest.key, settings.zone)
            )
        except Unusable as error:
            problems.extend(error.problems)
            ledgers.append(Ledger(digest=digest.key, source=f"{settings.docs_dir}/digests/{digest.key}"))
    gone = frozenset(entry.id for entry in library.gone)
    today = now.astimezone(settings.zone).date()
    problems.extend(article_problems(ledgers, claimed=library.claimed, gone=gone, today=today))
    kept = _kept_images(library, ledgers)
    problems.extend(image_problems(ledgers, lambda path: path in kept))
    return Inventory(library=library, ledgers=tuple(ledgers), kept_images=kept, problems=in_order(problems))


def _kept_images(library: Library, ledgers: Iterable[Ledger]) -> dict[str, str]:
    sources = {path: source for source, path in library.images.items()}
    for article in library.articles:
        for alias in article.aliases:
            if alias.startswith("/"):
                continue
            folder = f"{article.url}"
            for path in [path for path in sources if path.startswith(folder)]:
                sources.setdefault(f"articles/{alias}/{path.removeprefix(folder)}", sources[path])
    shown = {e.image.path for ledger in ledgers for issue in ledger.issues for e in issue.entries if e.image}
    return {path: sources[path] for path in sorted(shown) if path in sources}
