"""Close a digest: what became public since the last issue goes into a new one, once.

Writes docs/digests/<digest>/<issue>.md and says what it did. With --draft it prepares a file for the words
of the issue that closes next, which the close takes over and deletes. It sends nothing. Exit code 0 when
all is well, also when nothing was due; 1 when a close was refused; 2 when the command line is not
understood.

What the check of mails finds in a new issue is advice and refuses no close: a subject that shouts can be
mended in the issue until it is sent, and a digest that stayed open over it would miss its day.

On two machines at once: each commits what it wrote and pushes. Whose push is rejected gives its own issue
up (git fetch, git reset --hard @{upstream}) and runs this again, which finds the other one's and does
nothing. Where the two were merged instead, every command names the file and line that git could not merge.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from knowledge_center.articles.model import Article
from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import blocking_problems, read_content
from knowledge_center.digests.close_plan import Close, ConsentNeeded, dated_since_last_issue
from knowledge_center.digests.close_report import format_outcome, format_status
from knowledge_center.digests.close_run import (
    DigestContext,
    add_to_baseline,
    close,
    not_in_ledger,
    planned,
    prepare_draft,
)
from knowledge_center.digests.future_dates import future_problems
from knowledge_center.digests.issue import Issue
from knowledge_center.digests.issue_draft import draft_problems, waiting_drafts
from knowledge_center.digests.ledger import STATE_FILE, Ledger, read_ledgers
from knowledge_center.mail.compose import compose
from knowledge_center.mail.issue_mail import IssueComposer, issue_composer
from knowledge_center.mail.model import web_links
from knowledge_center.problems import Problem, Unusable, report
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.settings.site_settings import read
from knowledge_center.text.plurals import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class _CommandContext:
    """What every option works with, read once."""

    docs: Path
    settings: Settings
    articles: Sequence[Article]
    ledgers: Mapping[str, Ledger]
    composer: IssueComposer
    now: datetime

    def of(self, digest: DigestSettings) -> DigestContext:
        """The same for one digest."""
        return DigestContext(
            docs=self.docs,
            docs_dir=self.settings.docs_dir,
            digest=digest,
            articles=self.articles,
            zone=self.settings.zone,
            now=self.now,
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in the folder that holds mkdocs.yml; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(argv)
    root = Path()
    closed: list[str] = []
    try:
        settings = read(root / "mkdocs.yml")
        digests = _chosen(parser, options, settings)
        now = read_clock(os.environ)
        docs = root / settings.docs_dir
        # First and by itself: a ledger that cannot be read must not pass for one that is empty.
        ledgers = read_ledgers(docs, settings)
        content = read_content(root, settings, now)
        context = _CommandContext(
            docs=docs,
            settings=settings,
            articles=content.articles.all,
            ledgers=ledgers,
            composer=issue_composer(root, settings, content, now),
            now=now,
        )
        if options.status:
            return _status(context, digests)
        if options.draft:
            return _draft(context, digests, options)
        problems = blocking_problems(content, now)
        if problems:
            raise Unusable(problems)
        if options.baseline:
            return _baseline(context, digests, options)
        return _close(context, digests, options, closed)
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
        if not options.status and not options.draft:
            print("Nothing more was closed." if closed else "Nothing was closed.", file=sys.stderr)
        return 1


def _status(context: _CommandContext, digests: Sequence[DigestSettings]) -> int:
    for digest in digests:
        ledger = context.ledgers[digest.key]
        wrong = list(future_problems(ledger, digest, context.settings.zone, context.now))
        if wrong:
            print(report(wrong))
            continue
        print(format_status(context.articles, ledger, digest, context.settings.zone, context.now))
        for path in waiting_drafts(context.docs, ledger):
            print(f"  Words for its next issue wait in {ledger.source}/{path.name}.")
    return 0


def _close(
    context: _CommandContext,
    digests: Sequence[DigestSettings],
    options: argparse.Namespace,
    closed: list[str],
) -> int:
    """Close what is due; ``closed`` takes the digests that are done, also where a later one fails."""
    accept: bool = options.accept
    outcomes, problems = [], list[Problem]()
    # All of them before the first is closed: one that may not close stops the others too.
    for digest in digests:
        try:
            validate = partial(_validate, context, digest)
            ledger = context.ledgers[digest.key]
            outcomes.append(planned(context.of(digest), ledger, accept=accept, validate=validate))
        except Unusable as unusable:
            problems += unusable.problems
    if problems:
        raise Unusable(problems)
    refused = False
    this_year = context.now.astimezone(context.settings.zone).year
    for digest, outcome in zip(digests, outcomes, strict=True):
        if not options.dry_run:
            validate = partial(_validate, context, digest)
            outcome = close(context.of(digest), accept=accept, validate=validate)
            closed.append(digest.key)
        refused = refused or isinstance(outcome, ConsentNeeded)
        print(format_outcome(outcome, digest, this_year=this_year, dry_run=options.dry_run))
        if isinstance(outcome, Close):
            # Where the words are to be mended: before the close that is their draft.
            draft = outcome.draft if options.dry_run else None
            issue = replace(outcome.issue, source=draft.source) if draft else outcome.issue
            _advise(context.composer, issue)
    return 1 if refused else 0


def _advise(composer: IssueComposer, issue: Issue) -> None:
    """Say what the check of mails finds. Advice only: the words of a closed issue can be mended until it is sent."""
    try:
        findings = composer.preview(issue).findings
    except Unusable as unusable:
        findings = unusable.problems
    except OSError:  # no place for its pictures: nothing is wrong with the issue, and it is closed
        return
    if findings:
        print(f"\n{report(replace(finding, advice=True) for finding in findings)}\n")


def _validate(context: _CommandContext, digest: DigestSettings, outcome: Close) -> None:
    """Refuse words of an editor's that no page and no mail could carry; raises Unusable."""
    draft, settings = outcome.draft, context.settings
    if draft is None or draft.empty:
        return
    found = draft_problems(draft, context.docs, settings, context.articles, context.now)
    problems = [problem for problem in found if not problem.advice]
    if problems:
        raise Unusable(problems)
    # Under the draft's name, which is where the words are to be mended.
    issue = replace(outcome.issue, source=draft.source)
    compose(issue, digest, settings, web_links(issue, settings), pages=context.composer.pages)


def _draft(context: _CommandContext, digests: Sequence[DigestSettings], options: argparse.Namespace) -> int:
    dry_run: bool = options.dry_run
    for digest in digests:
        source, new = prepare_draft(context.of(digest), dry_run=dry_run)
        if not new:
            print(f"{digest.key}: {source} waits for the next issue already; it is left as it is.")
        elif dry_run:
            print(f"{digest.key}: {source} would be made for the words of the next issue.")
        else:
            print(
                f"{digest.key}: {source} is ready for the words of the next issue; its close takes them over."
            )
    return 0


def _baseline(
    context: _CommandContext, digests: Sequence[DigestSettings], options: argparse.Namespace
) -> int:
    for digest in digests:
        ledger = context.ledgers[digest.key]
        ids = not_in_ledger(context.articles, ledger, context.now)
        count = len(ids)
        if not options.dry_run:
            count = add_to_baseline(context.of(digest))
        verb = "would count" if options.dry_run else "counts" if count == 1 else "count"
        print(f"{digest.key}: {counted(count, 'article')} more {verb} as known; no issue will hold them.")
        recent = dated_since_last_issue(context.articles, ids, ledger)
        if recent:
            print("Among them, dated since the last issue closed:")
            print(
                "\n".join(f"  {' '.join(article.title.split())} ({article.identity})" for article in recent)
            )
            print(
                f"To have one in the next issue all the same, delete its line in {ledger.source}/{STATE_FILE}."
            )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("digest", nargs="*", help="the key of a digest in mkdocs.yml, such as weekly")
    parser.add_argument("--all", action="store_true", help="every digest of mkdocs.yml")
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--status", action="store_true", help="only say what is due; all if none is named")
    does.add_argument(
        "--accept",
        action="store_true",
        help="close although so many articles are new, or so old, that it asks",
    )
    does.add_argument(
        "--baseline", action="store_true", help="close nothing; what is public now is no news, now or later"
    )
    does.add_argument(
        "--draft", action="store_true", help="close nothing; prepare a file for the words of the next issue"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
    return parser


def _chosen(
    parser: argparse.ArgumentParser, options: argparse.Namespace, settings: Settings
) -> tuple[DigestSettings, ...]:
    """The digests that are asked for; ends with a message when that is not clear."""
    keys = ", ".join(digest.key for digest in settings.digests) or "none"
    if options.all and options.digest:
        parser.error("name digests or say --all, not both")
    if options.all or (options.status and not options.digest):
        return settings.digests
    if not options.digest:
        parser.error(f"which digest? Name one of those in mkdocs.yml ({keys}), or say --all")
    unknown = [key for key in options.digest if settings.digest(key) is None]
    if unknown:
        parser.error(f"there is no digest “{unknown[0]}” in mkdocs.yml; there are: {keys}")
    return tuple(digest for digest in settings.digests if digest.key in options.digest)
