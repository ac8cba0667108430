"""The preflight at an issue before anybody gets it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from knowledge_center.digests.issue import Issue
from knowledge_center.mail.rules.message_check import lint
from knowledge_center.problems import Problem
from knowledge_center.sending.dkim import Signer
from knowledge_center.sending.issue_page import missing
from knowledge_center.sending.message_template import Making
from knowledge_center.sending.transport_choice import is_loopback
from knowledge_center.settings.model import Settings


def message_problems(
    issue: Issue, settings: Settings, making: Making, signer: Signer | None, public_url: str, now: datetime
) -> tuple[Problem, ...]:
    """What is wrong with the message of the issue, as it would leave at ``now``.

    ``public_url`` is the service's own. On this very machine, as in a first try, the message is judged as
    if the service stood where the site does.
    """
    here = is_loopback(urlsplit(public_url).hostname or "")
    template = making(settings.site_url.rstrip("/") if here else public_url, now)
    data = template.message("a" * 10, settings.mail.sender)
    return lint(
        signer.sign(data) if signer else data,
        source=issue.source,
        signed=signer is not None,
        address=settings.organization.address,
    )


def page_problems(issue: Issue, settings: Settings) -> tuple[Problem, ...]:
    """Whether the issue's page, to which the mail leads, is there for everybody."""
    page = settings.absolute(issue.url)
    wrong = missing(page)
    if not wrong:
        return ()
    message = f"The mail leads to {page}, but {wrong}."
    return (
        Problem(path=issue.source, message=message, fix="make build, and put site/ where readers get it"),
    )
