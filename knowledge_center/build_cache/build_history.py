"""How long the last builds took and what they came to: a few lines beside the cache, which no build reads."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from knowledge_center.file_writing import replace_file

# Below the folder with mkdocs.yml. Like all in that folder it may be deleted at any time.
FILE = Path(".cache/builds.jsonl")
_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PastBuild:
    """A build that made a site: ``at`` an aware datetime, ``seconds`` it took, ``files`` and ``bytes`` of the site."""

    at: datetime
    seconds: float
    files: int
    bytes: int
    articles: int


def past_builds(file: Path) -> tuple[PastBuild, ...]:
    """The builds that are remembered, the oldest first; lines that cannot be read are none."""
    found = []
    with suppress(OSError, UnicodeDecodeError):
        for line in file.read_text(encoding="utf-8").splitlines():
            with suppress(ValueError, TypeError, KeyError):
                read = json.loads(line)
                found.append(
                    PastBuild(
                        at=datetime.fromisoformat(read["at"]).astimezone(),
                        seconds=float(read["seconds"]),
                        files=int(read["files"]),
                        bytes=int(read["bytes"]),
                        articles=int(read["articles"]),
                    )
                )
    return tuple(found)


def remember_build(file: Path, build: PastBuild) -> None:
    """Add a build, and forget the oldest. Where that cannot be written, it is not: no build ends over it."""
    builds = [*past_builds(file), build][-_MOST:]
    lines = (json.dumps(asdict(one) | {"at": one.at.isoformat()}) + "\n" for one in builds)
    with suppress(OSError):
        replace_file(file, "".join(lines))
