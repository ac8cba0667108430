"""The preflight at what a job is about to send: faults that stop it, and advice."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from knowledge_center.problems import Problem, Unusable
from knowledge_center.sending.message_preflight import message_problems, page_problems
from knowledge_center.sending.message_template import Making, MessageTemplate
from knowledge_center.sending.send_job import SendJob
from knowledge_center.sending.transport_choice import mail_server, signer
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.personal_links import Links
from knowledge_center.signup.state_folder import public_url


def making(job: SendJob, keys: Keys) -> Making:
    """What makes the messages of the issue. Reads all of docs/, once."""
    composer = job.composer()

    def made(public: str, began: datetime) -> MessageTemplate:
        links, compose = Links(keys=keys, public_url=public), partial(composer.compose, job.issue)
        return MessageTemplate(job.issue, job.digest, job.settings, links, compose, date=began)

    return made


def preflight(job: SendJob, made: Making, *, page: bool = False, force: bool = False) -> tuple[Problem, ...]:
    """What is to be told of the mail before it is sent.

    Raises Unusable for a mail with faults that would leave, unless ``force``; what stays in a folder is only
    told of them. With ``page`` it is looked for whether the issue's page is there: that asks the network.
    """
    found = message_problems(
        job.issue,
        job.settings,
        made,
        signer(job.environ, job.settings.mail),
        public_url(job.environ),
        job.clock(),
    )
    if page:
        found = (*found, *page_problems(job.issue, job.settings))
    stops = any(not problem.advice for problem in found)
    if stops and mail_server(job.environ) and not force:
        raise Unusable(found)
    return found
