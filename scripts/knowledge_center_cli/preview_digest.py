"""Look at a digest before anybody gets it: one page with every way readers will see it.

Shows the issue that would be closed now; where nothing is due, what is new so far; where nothing is new,
the last closed issue. Closes nothing and sends nothing. Exit code 0 when it was written, whatever the
check of the mail says; 1 when it could not be; 2 when the command line is not understood.
"""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge_center.clock import read_clock
from knowledge_center.digests.schedule import issue_title
from knowledge_center.digests.upcoming import Upcoming, format_upcoming
from knowledge_center.file_writing import replace_file
from knowledge_center.mail.issue_mail import IssueComposer, MailPreview
from knowledge_center.mail.model import web_links
from knowledge_center.mail.placeholders import PROVIDERS, for_provider
from knowledge_center.mail.preview import Preview, preview_page
from knowledge_center.problems import report
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.settings.site_settings import read
from knowledge_center_cli.issue_choice import choose_issue

FOLDER = Path(".build/preview")


@dataclass(frozen=True, slots=True, kw_only=True)
class _CommandContext:
    """What every kind of preview works with, read once."""

    settings: Settings
    digest: DigestSettings
    composer: IssueComposer
    found: Upcoming
    now: datetime


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in the folder that holds mkdocs.yml; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(argv)
    root = Path()
    settings = read(root / "mkdocs.yml")
    digest = _chosen(parser, options, settings)
    now = read_clock(os.environ)
    chosen = choose_issue(root, settings, digest, options.issue, now)
    if isinstance(chosen, str):
        print(chosen, file=sys.stderr)
        return 1
    print("\n".join(chosen.lines))
    context = _CommandContext(
        settings=settings, digest=digest, composer=chosen.composer, found=chosen.found, now=now
    )
    if options.eml:
        return _eml(context, Path(options.eml))
    if options.provider:
        return _for(context, options.provider)
    return _page(context, open_it=not options.no_open)


def _page(context: _CommandContext, *, open_it: bool) -> int:
    settings, issue = context.settings, context.found.issue
    previewed = context.composer.preview(issue)
    page = preview_page(
        Preview(
            title=issue_title(context.digest, issue.key),
            description=format_upcoming(context.found, this_year=context.now.astimezone(settings.zone).year),
            mail=previewed.mail,
            sender_name=settings.mail.sender_name,
            sender=settings.mail.sender,
            reply_to=settings.mail.reply_to,
            date=issue.closed_at,
            language=settings.language,
            message_bytes=len(previewed.message),
            pictures={
                settings.absolute(path): made.data for path, made in context.composer.renditions.made.items()
            },
            findings=previewed.findings,
        )
    )
    target = FOLDER / f"{context.digest.key}.html"
    # A browser that reloads shall not see half a page.
    replace_file(target, page)
    _say_findings(previewed)
    print(f"Open: {target.absolute()}")
    if open_it and _has_display():
        webbrowser.open(target.absolute().as_uri())
    return 0


def _eml(context: _CommandContext, target: Path) -> int:
    previewed = context.composer.preview(context.found.issue)
    replace_file(target, previewed.message)
    _say_findings(previewed)
    print(f"Written: {target.as_posix()}")
    return 0


def _say_findings(previewed: MailPreview) -> None:
    print(
        f"\n{report(previewed.findings)}\n" if previewed.findings else "The check of the mail finds nothing."
    )


def _for(context: _CommandContext, provider: str) -> int:
    issue = context.found.issue
    mail = for_provider(context.composer.compose(issue, web_links(issue, context.settings)), provider)
    stem = FOLDER / f"{context.digest.key}-{issue.key}.{provider}"
    for ending, text in (("html", mail.html), ("txt", mail.text)):
        target = stem.with_name(f"{stem.name}.{ending}")
        replace_file(target, text)
        print(f"Written: {target.as_posix()}")
    print(f"Subject:   {mail.subject}\nPreheader: {mail.preheader}")
    if context.found.state != "closed":
        print(
            "The issue is not closed: its page and its pictures are there once it is, and the site is deployed."
        )
    return 0


def _has_display() -> bool:
    """Whether a window could open. Without one, some systems would start a browser in the terminal."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("digest", nargs="?", help="the key of a digest; not needed where there is only one")
    parser.add_argument("--issue", default="", metavar="KEY", help="a closed issue, such as 2026-W47")
    writes = parser.add_mutually_exclusive_group()
    writes.add_argument("--eml", metavar="FILE", help="write a complete message to one imaginary reader")
    writes.add_argument(
        "--for", dest="provider", choices=PROVIDERS, metavar="SERVICE",
        help=f"write HTML and text with the placeholders of a mail service: {', '.join(PROVIDERS)}",
    )  # fmt: skip
    parser.add_argument("--no-open", action="store_true", help="do not open the page in the browser")
    return parser


def _chosen(
    parser: argparse.ArgumentParser, options: argparse.Namespace, settings: Settings
) -> DigestSettings:
    """The digest that is asked for; ends with a message when that is not clear."""
    keys = ", ".join(digest.key for digest in settings.digests) or "none"
    if options.digest is None:
        if len(settings.digests) == 1:
            return settings.digests[0]
        parser.error(f"which digest? Name one of those in mkdocs.yml: {keys}")
    digest = settings.digest(options.digest)
    if digest is None:
        parser.error(f"there is no digest “{options.digest}” in mkdocs.yml; there are: {keys}")
    return digest
