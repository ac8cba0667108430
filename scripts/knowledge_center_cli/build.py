"""Check everything, build the site beside the last one, and put it in its place only when all went well."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from knowledge_center.build_cache.digests import digest
from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import Content, read_content
from knowledge_center.content.summary import summary
from knowledge_center.file_lock import file_lock
from knowledge_center.mail.model import PREFERENCES_PLACEHOLDER, UNSUBSCRIBE_PLACEHOLDER
from knowledge_center.problems import Problem, Unusable, in_order, report
from knowledge_center.publishing.last_site import LastSite
from knowledge_center.publishing.site_folder import holds_other_files, put_in_place, recover
from knowledge_center.settings.mkdocs_yaml import in_their_files, load
from knowledge_center.settings.model import Settings, read
from knowledge_center.signup.signup_form import signup_form
from knowledge_center.signup.signup_taker import signup_taker_problems
from knowledge_center.site_addresses.address_proof import prove_addresses
from knowledge_center.site_addresses.dead_address_report import SiteSources, dead_address_problems
from knowledge_center_mkdocs.engine import EngineResult, build_site
from knowledge_center_mkdocs.events import ProjectRead
from knowledge_center_mkdocs.page_texts import canonical
from knowledge_center_mkdocs.program import open_cache
from knowledge_center_mkdocs.site_pages import Incremental

WORK = Path(".build")


def main(argv: Sequence[str] | None = None) -> int:
    """Build the site from the folder with mkdocs.yml. Returns 1 on any problem, the last site untouched."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args(argv)
    try:
        return _build()
    except KeyboardInterrupt:
        print("Stopped. Nothing was published.", file=sys.stderr)
        return 130


def _build() -> int:
    try:
        now = read_clock(os.environ)
        settings = read(Path("mkdocs.yml"))
        current = Path(settings.site_dir)
        if holds_other_files(current):
            message = "site_dir: What lies here is no site, and a build would replace it."
            fix = "site_dir: site\nOr move it away."
            raise Unusable([Problem(path=str(current), message=message, fix=fix)])
    except Unusable as unusable:
        return _refuse(report(unusable.problems))
    WORK.mkdir(exist_ok=True)
    with file_lock(WORK / "lock") as alone:
        if not alone:
            print(
                "Another build is at work in this folder. Let it finish, then build again.", file=sys.stderr
            )
            return 1
        # A folder of its own: what a killed build has started may still be writing into its own.
        staging, backup = WORK / f"site-{os.getpid()}", WORK / "last-site"
        spare = WORK / "spare-site"
        if recover(current, backup=backup):
            print("The last build was stopped at its very end; its predecessor is back in place.")
        cache = open_cache() if "KC_PLAIN" not in os.environ else None
        content = read_content(Path(), settings, now, cache)
        told = in_their_files(
            [*content.problems, *signup_taker_problems(settings, os.environ)], Path("mkdocs.yml")
        )
        if any(not problem.advice for problem in told):
            return _refuse(report(told), current)
        for left in [*WORK.glob("site-*"), *([] if cache else [spare])]:
            shutil.rmtree(left, ignore_errors=True)
        if spare.is_dir():
            # The site before the last one: most of its files are the same still.
            spare.rename(staging)
        incremental = None
        if cache:
            last = LastSite(cache, current, staging)
            incremental = Incremental(cache=cache, last=last, settings=_settings_digest())
        read_so_far = ProjectRead(settings=settings, content=content, now=now)
        made = build_site(Path(), staging, read_so_far, incremental)
        if not made.ok:
            return _refuse(_explained(made), current)
        dead = _dead_addresses(staging, settings, content, made.templates)
        if any(not problem.advice for problem in dead):
            return _refuse(report(dead), current)
        put_in_place(staging, current, backup=backup, spare=spare)
        if cache:
            cache.commit()
    content = replace(content, problems=in_order([*told, *made.advice, *dead]))
    print(summary(settings, content, current, now))
    if made.untried:
        print(f"Everything was built anew, as at every build with {made.untried}.")
    return 0


def _settings_digest() -> bytes:
    return digest(canonical(load(Path("mkdocs.yml"))))


def _dead_addresses(
    staging: Path, settings: Settings, content: Content, templates: Path | None
) -> tuple[Problem, ...]:
    """What leads nowhere in the site that was built, and has not been shown to anybody yet."""
    # A service answers the form; the mails that everybody can read have no reader's own links.
    answered = (signup_form(settings).action, UNSUBSCRIBE_PLACEHOLDER, PREFERENCES_PLACEHOLDER)
    proof = prove_addresses(staging, settings.site_url, answered=answered, kept=WORK / "links.json")
    # A mail that was sent stays as it was: it may lead to an article that was removed on purpose since.
    issues = [issue for ledger in content.ledgers for issue in ledger.issues]
    carried = {entry.url for issue in issues for entry in issue.shown}
    records = tuple(f"digests/{digest.key}" for digest in settings.digests)
    proof = replace(
        proof,
        dead=tuple(
            dead
            for dead in proof.dead
            if dead.target.path not in carried or not all(one.file.startswith(records) for one in dead.found)
        ),
    )
    sources = SiteSources(
        root=Path().absolute(),
        docs_dir=settings.docs_dir,
        templates=templates,
        pages={article.url: article.source for article in content.articles.all},
        shown=settings.site_dir,
    )
    return tuple(dead_address_problems(proof, sources))


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


def _refuse(reason: str, current: Path = Path("site")) -> int:
    kept = f" The last good {current}/ is untouched." if current.exists() else ""
    print(f"{reason}\n\nNothing was published.{kept}", file=sys.stderr)
    return 1
