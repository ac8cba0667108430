"""Send a closed issue of a digest to its subscribers: the latest one, or the one that is named.

Of a digest of every day or article also those before it that are not sent yet. An issue that was closed anew with
more articles after it was sent goes to those who have it with these alone.

Nobody gets an issue twice, and it can be stopped and started again at any point. Mails go to the mail
server of KC_SMTP_URL, else into outbox/ as files. Exit code 0 when nothing is left to do, also when some
were refused; 1 when it stopped or nothing could be sent; 2 when the command line is not understood; 3 when
some wait for a later try; 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from tqdm import tqdm

from knowledge_center.clock import read_clock
from knowledge_center.drafts.service_choice import SERVICES, make_draft
from knowledge_center.mail.model import web_links
from knowledge_center.mail.trial_message import trial_links, trial_message
from knowledge_center.problems import Problem, Unusable, one_of, report
from knowledge_center.sending.preflight import preflight
from knowledge_center.sending.send_issue import SendOptions, send
from knowledge_center.sending.send_job import SendJob, open_job, with_unsent
from knowledge_center.sending.status_queries import format_dry_run, recipients, status
from knowledge_center.sending.transport import NotSent
from knowledge_center.sending.transport_choice import OUTBOX, signed_transport, where
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.settings.site_settings import read
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import make_keys
from knowledge_center_cli.issue_choice import choose_issue

CODES = {"done": 0, "stopped": 1, "waits": 3, "interrupted": 130}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in the folder that holds mkdocs.yml; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(argv)
    if options.test:
        _refuse_what_a_test_ignores(parser, options)
    root = Path()
    try:
        settings = read(root / "mkdocs.yml")
        digest = settings.digest(options.digest)
        if digest is None:
            keys = ", ".join(digest.key for digest in settings.digests) or "none"
            parser.error(f"there is no digest “{options.digest}” in mkdocs.yml; there are: {keys}")
        if options.test:
            return _test(root, settings, digest, options)
        job = open_job(root, settings, digest, options.issue, os.environ)
        if options.status:
            _Terminal().say(status(job, every=not options.issue))
        elif options.as_draft:
            mail = job.composer().compose(job.issue, web_links(job.issue, settings))
            print(make_draft(options.as_draft, os.environ, settings, digest, job.issue, mail))
        elif options.dry_run:
            _dry_run(job, options)
        else:
            return _send(job, options)
        return CODES["done"]
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
        print("Nothing was sent.", file=sys.stderr)
    except sqlite3.Error as error:
        print(
            f"The database of subscribers cannot be used: {error}. Look whether the disk has room and whether you may "
            "write there, then run the command again: nobody gets the issue twice.",
            file=sys.stderr,
        )
    except OSError as error:
        print(f"{error.filename or OUTBOX}: it cannot be read or written: {error.strerror}.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted. Whether the message in hand has left is unknown: see --status.", file=sys.stderr)
        return CODES["interrupted"]
    return CODES["stopped"]


def _send(job: SendJob, options: argparse.Namespace) -> int:
    """Send the issue that is named, or all that are due; ends with the first that could not go on."""
    waits = False
    for one in (job,) if options.issue else with_unsent(job):
        outcome = send(one, _send_options(options), _Terminal())
        if outcome in ("stopped", "interrupted"):
            return CODES[outcome]
        waits = waits or outcome == "waits"
    return CODES["waits" if waits else "done"]


class _Terminal:
    """The operator of a sending: lines, and a bar where somebody watches."""

    def say(self, lines: Iterable[str]) -> None:
        for line in lines:
            print(line, flush=True)

    def warn(self, line: str) -> None:
        print(line, file=sys.stderr)

    def show(self, found: Iterable[Problem]) -> None:
        print(report(found), file=sys.stderr)

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[int, str], None]]:
        with tqdm(total=total, unit=" mails", disable=not sys.stderr.isatty()) as bar:

            def tell(done: int, remark: str) -> None:
                bar.set_postfix_str(remark, refresh=bool(remark))
                bar.update(done)

            yield tell


def _dry_run(job: SendJob, options: argparse.Namespace) -> None:
    """Say what a sending would do; nothing is written, not even the keys."""
    addresses, terminal = recipients(job, options.only), _Terminal()
    found = preflight(job, job.message_template(make_keys()), page=options.check_page, force=options.force)
    if found:
        terminal.show(found)
    terminal.say(format_dry_run(job, addresses))


def _test(root: Path, settings: Settings, digest: DigestSettings, options: argparse.Namespace) -> int:
    """Send a test mail; no database is opened, and nothing is written down."""
    chosen = choose_issue(root, settings, digest, options.issue, read_clock(os.environ))
    if isinstance(chosen, str):
        print(chosen, file=sys.stderr)
        return CODES["stopped"]
    print("\n".join(chosen.lines))
    findings = chosen.composer.preview(chosen.found.issue).findings
    if findings:
        _Terminal().show(findings)
    mail = chosen.composer.compose(chosen.found.issue, trial_links(chosen.found, settings))
    pictures = {settings.absolute(path): made for path, made in chosen.composer.renditions.made.items()}
    to, now = options.test, read_clock(os.environ).astimezone(settings.zone)
    data = trial_message(mail, chosen.found, digest, settings, pictures, to=to, date=now)
    with closing(signed_transport(os.environ, OUTBOX, settings.mail)) as transport:
        try:
            transport.send(settings.mail.bounces, to, data)
        except NotSent as refusal:
            print(f"The test mail to {to} was not sent: {refusal.detail.rstrip('.')}.", file=sys.stderr)
            return CODES["stopped"]
    print(f"A test mail went to {to}: {where(os.environ, OUTBOX)}. It counts as no delivery.")
    return CODES["done"]


def _refuse_what_a_test_ignores(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    for name in ("only", "limit", "rate", "no_wait", "retry_unknown", "retry_failed", "check_page", "force"):
        if getattr(options, name) != parser.get_default(name):
            parser.error(
                f"--{name.replace('_', '-')} is for a sending; --test sends one mail and goes with an issue alone"
            )


def _send_options(options: argparse.Namespace) -> SendOptions:
    return SendOptions(
        only=options.only,
        again_unknown=options.retry_unknown,
        again_failed=options.retry_failed,
        limit=options.limit,
        rate=options.rate,
        wait=not options.no_wait,
        page=options.check_page,
        force=options.force,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("digest", help="the key of a digest in mkdocs.yml, such as weekly")
    parser.add_argument(
        "issue", nargs="?", default="", help="such as 2026-W46; the latest closed one if left out"
    )
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--dry-run", action="store_true", help="say who would get it and write nothing")
    does.add_argument("--status", action="store_true", help="only say who has it, who has not, and why")
    does.add_argument(
        "--as-draft", choices=tuple(SERVICES), metavar="SERVICE",
        help=f"send nothing; make a draft at {one_of(SERVICES)}, once",
    )  # fmt: skip
    does.add_argument(
        "--test", type=_address, metavar="ADDRESS",
        help="only a test mail to any address: of the issue that would close now, or of a closed one that is named",
    )  # fmt: skip
    parser.add_argument(
        "--only", metavar="ADDRESS", default="",
        help="only this subscriber; before the sending has begun, a trial that leaves the others for later",
    )  # fmt: skip
    parser.add_argument(
        "--limit", type=_count, metavar="N", help="at most so many messages of each issue this time"
    )
    parser.add_argument(
        "--rate", type=_rate, default=0.0, metavar="N", help="at most so many messages a second"
    )
    parser.add_argument(
        "--no-wait", action="store_true", help="end instead of waiting for messages that were put off"
    )
    for state, why in (("unknown", "though it may have arrived"), ("failed", "though it was refused")):
        parser.add_argument(
            f"--retry-{state}", metavar="ADDRESS", default="", help=f"send again {why}; or: all"
        )
    parser.add_argument("--check-page", action="store_true", help="only if the issue's page answers 200")
    parser.add_argument("--force", action="store_true", help="although the check of the mail found problems")
    return parser


def _address(text: str) -> str:
    try:
        return read_address(text).text
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” was found; a whole number above 0 is expected")
    return int(text)


def _rate(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 100_000:
        raise argparse.ArgumentTypeError(
            f"“{text}” was found; a number above 0 is expected, such as 10 or 0.5"
        )
    return value
