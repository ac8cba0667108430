"""An issue on its way to another engine, as a draft that a person looks at and sends there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from knowledge_center.digests.issue import Issue
from knowledge_center.mail.model import Mail
from knowledge_center.mail.placeholders import for_provider
from knowledge_center.settings.model import DigestSettings, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """``name`` is how the draft is found again: ``weekly 2026-W47``. ``audience`` is the service's own list
    or tag id; subject, preheader, HTML and text are in the words of that service's template language."""

    name: str
    subject: str
    preheader: str
    html: str
    text: str
    sender_name: str
    sender: str
    reply_to: str
    digest: str
    audience: str


class Drafts(Protocol):
    """One service that takes drafts."""

    def make(self, draft: Draft) -> str:
        """Make the draft if there is none of its name; never send it. Returns what was done, a sentence.

        Raises Unusable with what the service said.
        """


def draft_of(issue: Issue, digest: DigestSettings, settings: Settings, mail: Mail, service: str) -> Draft:
    """The public copy of an issue's mail (made with ``web_links``) as a draft for a service."""
    worded = for_provider(mail, service)
    return Draft(
        name=f"{digest.key} {issue.key}",
        subject=worded.subject,
        preheader=worded.preheader,
        html=worded.html,
        text=worded.text,
        sender_name=" ".join(settings.mail.sender_name.split()),
        sender=settings.mail.sender,
        reply_to=settings.mail.reply_to,
        digest=digest.key,
        # At listmonk a digest without a list of its own goes to the form's.
        audience=digest.audience
        or (settings.subscribe.keys.get("list", "") if service == "listmonk" else ""),
    )
