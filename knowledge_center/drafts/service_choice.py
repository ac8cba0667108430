"""Which service gets a draft, by the word on the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from knowledge_center.digests.issue import Issue
from knowledge_center.drafts.buttondown import buttondown
from knowledge_center.drafts.listmonk import listmonk
from knowledge_center.drafts.mailchimp import mailchimp
from knowledge_center.drafts.model import Drafts, draft_of
from knowledge_center.mail.model import Mail
from knowledge_center.settings.model import DigestSettings, Settings

SERVICES: Mapping[str, Callable[[Mapping[str, str]], Drafts]] = {
    "listmonk": listmonk,
    "buttondown": buttondown,
    "mailchimp": mailchimp,
}


def make_draft(
    service: str,
    environ: Mapping[str, str],
    settings: Settings,
    digest: DigestSettings,
    issue: Issue,
    mail: Mail,
) -> str:
    """Make the draft of an issue at a service of ``SERVICES``, once; returns what was done, a sentence.

    ``mail`` is the public copy, made with ``web_links``. Keys come from ``environ``. Raises Unusable.
    """
    return SERVICES[service](environ).make(draft_of(issue, digest, settings, mail, service))
