"""The last look at what a desk is about to send: faults that stop it, and advice."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from knowledge_center.problems import Problem, Unusable
from knowledge_center.sending.message_preflight import look_at, look_for_page
from knowledge_center.sending.message_template import Making, Stencil
from knowledge_center.sending.send_job import Desk
from knowledge_center.sending.transport_choice import mail_server, signer
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.personal_links import Links
from knowledge_center.signup.state_folder import public_url


def making(desk: Desk, keys: Keys) -> Making:
    """What makes the messages of the issue. Reads all of docs/, once."""
    composer = desk.composer()

    def made(public: str, began: datetime) -> Stencil:
        links, compose = Links(keys=keys, public_url=public), partial(composer.compose, desk.issue)
        return Stencil(desk.issue, desk.digest, desk.settings, links, compose, date=began)

    return made


def last_look(desk: Desk, made: Making, *, page: bool = False, force: bool = False) -> tuple[Problem, ...]:
    """What is to be told of the mail before it is sent.

    Raises Unusable for a mail with faults that would leave, unless ``force``; what stays in a folder is only
    told of them. With ``page`` it is looked for whether the issue's page is there: that asks the network.
    """
    found = look_at(
        desk.issue,
        desk.settings,
        made,
        signer(desk.environ, desk.settings.mail),
        public_url(desk.environ),
        desk.clock(),
    )
    if page:
        found = (*found, *look_for_page(desk.issue, desk.settings))
    stops = any(not problem.advice for problem in found)
    if stops and mail_server(desk.environ) and not force:
        raise Unusable(found)
    return found
