"""The check of what a job is about to send: faults that stop it, and advice."""

from __future__ import annotations

from urllib.parse import urlsplit

from knowledge_center.digests.issue import Issue
from knowledge_center.mail.rules.message_check import lint
from knowledge_center.problems import Problem, Unusable
from knowledge_center.sending.issue_page import missing
from knowledge_center.sending.message_template import MessageTemplate
from knowledge_center.sending.send_job import SendJob
from knowledge_center.sending.transport_choice import is_loopback, mail_server, signer
from knowledge_center.settings.model import Settings
from knowledge_center.signup.state_folder import public_url


def preflight(
    job: SendJob, template: MessageTemplate, *, page: bool = False, force: bool = False
) -> tuple[Problem, ...]:
    """The problems of the mail before it is sent.

    Raises Unusable for a mail with faults that would leave, unless ``force``; those of what stays in a
    folder are only returned. With ``page`` it is checked whether the issue's page is there: that asks the
    network.
    """
    # A key that cannot be used is told before anything is begun.
    signer(job.environ, job.settings.mail)
    found = message_problems(job.issue, job.settings, template, public_url(job.environ))
    if page:
        found = (*found, *page_problems(job.issue, job.settings))
    stops = any(not problem.advice for problem in found)
    if stops and mail_server(job.environ) and not force:
        raise Unusable(found)
    return found


def message_problems(
    issue: Issue, settings: Settings, template: MessageTemplate, public_url: str
) -> tuple[Problem, ...]:
    """What is wrong with the message of the issue, as it would leave.

    ``public_url`` is the service's own. On this very machine, as in a first try, the message is judged as
    if the service stood where the site does.
    """
    here = is_loopback(urlsplit(public_url).hostname or "")
    data = template.sample(settings.site_url.rstrip("/") if here else public_url)
    return lint(data, source=issue.source, address=settings.organization.address)


def page_problems(issue: Issue, settings: Settings) -> tuple[Problem, ...]:
    """Whether the issue's page, to which the mail leads, is there for everybody."""
    page = settings.absolute(issue.url)
    wrong = missing(page)
    if not wrong:
        return ()
    message = f"The mail leads to {page}, but {wrong}."
    return (
        Problem(
            path=issue.source,
            message=message,
            fix="knowledge-center build, and put site/ where readers get it",
        ),
    )
