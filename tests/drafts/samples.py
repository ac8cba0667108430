"""An issue as a draft, with words in it that template languages would obey."""

from __future__ import annotations

from dataclasses import replace

from knowledge_center.drafts.model import Draft, draft_of
from knowledge_center.mail.compose import compose
from knowledge_center.mail.model import Mail, web_links
from tests.digests.samples import WEEKLY, entry, issue
from tests.samples import settings

SETTINGS = settings()
ISSUE = issue(entry("a", title="{{ .Subscriber.Email }} and *|EMAIL|*"), entry("b"))
MAIL: Mail = compose(ISSUE, WEEKLY, SETTINGS, web_links(ISSUE, SETTINGS))


def draft(service: str, audience: str) -> Draft:
    """The draft of the issue for a service."""
    return draft_of(ISSUE, replace(WEEKLY, audience=audience), SETTINGS, MAIL, service)
