"""A build of what has changed: read, checked, made beside the last site, and put in its place when all went well."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from knowledge_center.admin.cms_release import PROGRAMS
from knowledge_center.articles.model import public
from knowledge_center.build_cache.build_history import FILE as BUILDS
from knowledge_center.build_cache.build_history import PastBuild, remember_build
from knowledge_center.build_cache.last_build import LastBuild, inputs, remember, site_files, stamps_hash
from knowledge_center.build_cache.last_site import LastSite, look_at_sites
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.clock import read_clock
from knowledge_center.content.next_change import next_change
from knowledge_center.content.summary import summary
from knowledge_center.file_lock import file_lock
from knowledge_center.problem_formats import as_text
from knowledge_center.problems import Problem, Unusable, in_order, report
from knowledge_center.progress import on_terminal
from knowledge_center.publishing.site_folder import holds_other_files, put_in_place, recover
from knowledge_center.settings.mkdocs_yaml import in_their_files
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read
from knowledge_center_cli.build_folders import BACKUP, SPARE, WORK, new_staging
from knowledge_center_cli.command_cost import cost
from knowledge_center_mkdocs.engine import EngineResult, build_site
from knowledge_center_mkdocs.project_read import read_project
from knowledge_center_mkdocs.site_pages import Incremental
from knowledge_center_mkdocs.text_base import KIND as TEXT_BASE
from knowledge_center_mkdocs.workers import CopyAtWork


def build(
    cache: BuildCache | None,
    around: bytes,
    *,
    looked_at: tuple[tuple[str, ...], dict[str, str]] = ((), {}),
    timings: bool = False,
) -> int:
    """Build the site of this folder, with the help of what the ``cache`` has of the last build.

    ``around`` is a hash of the environment, ``looked_at`` are files and folders with their ``inputs``, as they were
    just now; with ``timings`` it is told where the time went. Returns 1 on any problem. Raises Unusable for a clock
    that is none.
    """
    begun = time.monotonic()
    now = read_clock(os.environ)
    try:
        settings = read(Path("mkdocs.yml"))
        current = Path(settings.site_dir)
        if holds_other_files(current):
            message = "site_dir: What lies here is no site, and a build would replace it."
            fix = "site_dir: site\nOr move it away."
            raise Unusable([Problem(path=str(current), message=message, fix=fix)])
        if current.is_symlink():
            # It would be exchanged for the new site, and where it leads would stay as it is.
            message = (
                "site_dir: A link lies here, but a folder of its own is expected: a build replaces it whole."
            )
            fix = f"rm {current}\nLet what leads to the site, a server or a link, name {current.absolute()}."
            raise Unusable([Problem(path=str(current), message=message, fix=fix)])
    except Unusable as unusable:
        return _refuse(report(unusable.problems))
    roots = _roots(settings)
    # Before anything is read: whatever changes meanwhile belongs to the next build.
    made_from = (looked_at[1] if looked_at[0] == roots else {}) or inputs(roots)
    WORK.mkdir(exist_ok=True)
    with file_lock(WORK / "lock") as alone:
        if not alone:
            print(
                "Another build is at work in this folder. Let it finish, then build again.", file=sys.stderr
            )
            return 1
        if recover(current, backup=BACKUP):
            print("The last build was stopped at its very end; its predecessor is back in place.")
        progress = on_terminal()
        look = None
        if cache and SPARE.is_dir() and current.is_dir():
            # On another core, while the articles are read.
            look = CopyAtWork(lambda: look_at_sites(current, SPARE))
        with progress.phase("Articles"):
            project = read_project(Path(), settings, now, cache)
        content = project.content
        told = in_their_files(content.problems, Path("mkdocs.yml"))
        if any(not problem.advice for problem in told):
            if look:
                look.give_up()
            return _refuse(as_text(told), current, cache)
        seen = look.made() if look else None
        staging = new_staging(with_spare=cache is not None)
        last = incremental = None
        if cache:
            last = LastSite(cache, current, staging, seen)
            # Later ones have the site before the last.
            spare = None if current.exists() else SPARE
            incremental = Incremental(
                cache=cache, last=last, settings=settings.all, progress=progress, spare=spare
            )
        made = build_site(Path(), staging, project, incremental)
        if not made.ok:
            return _refuse(_explained(made), current, cache)
        with progress.phase("Putting it in place"):
            files = last.site_files() if last and not made.untried else site_files(str(staging))
            put_in_place(staging, current, backup=BACKUP, spare=SPARE)
            content = replace(content, problems=in_order([*told, *made.advice]))
            said = summary(settings, content, files.stamps, now)
            if made.untried:
                said += f"\nEverything was built anew, as at every build with {made.untried}."
            elif cache:
                this = LastBuild(
                    roots=roots,
                    inputs=stamps_hash(made_from),
                    site=str(current),
                    files=files.stamps_hash,
                    environment=around,
                    begun=now.timestamp(),
                    until=next_change(settings, content, now, said).timestamp(),
                    said=said,
                )
                remember(cache, this)
                if made.text_base and made_from:
                    cache.put(TEXT_BASE, "", this.inputs, made.text_base._replace(sources=made_from))
            if cache:
                cache.commit()
                past = PastBuild(
                    at=now,
                    seconds=round(time.monotonic() - begun, 2),
                    files=files.files,
                    bytes=files.bytes,
                    articles=sum(public(article, now) for article in content.articles.all),
                )
                remember_build(BUILDS, past)
    print(said)
    if timings:
        for name, seconds in progress.timings:
            print(f"{seconds:8.2f} s  {name}")
    print(cost())
    return 0


def _roots(settings: Settings) -> tuple[str, ...]:
    """The files and folders that a site is made from."""
    roots = {*settings.sources, settings.docs_dir}
    if settings.admin is not None:
        # What is fetched into it later is seen.
        PROGRAMS.mkdir(parents=True, exist_ok=True)
        roots.add(PROGRAMS.as_posix())
    return tuple(sorted(roots))


def _explained(made: EngineResult) -> str:
    """What stopped the build."""
    log = WORK / "log.txt"
    if made.crash:
        log.write_text(made.crash, encoding="utf-8")
    if made.crash and not made.problems:
        last = made.crash.strip().rpartition("\n")[2]
        return f"The site generator broke off: {last}\nThis is no mistake of yours; {log.as_posix()} holds the details."
    return "\n\n".join(
        part for part in (made.messages, report(made.problems) if made.problems else "") if part
    )


def _refuse(reason: str, current: Path = Path("site"), cache: BuildCache | None = None) -> int:
    if cache:
        # What was read and made is of use once the mistake is mended.
        cache.commit(partial=True)
    kept = f" The last good {current}/ is untouched." if current.exists() else ""
    print(f"{reason}\n\nNothing was published.{kept}", file=sys.stderr)
    return 1
