"""A sample message: complete, as one reader will get it, for previews and checks; it goes to nobody."""

from __future__ import annotations

from knowledge_center.digests.issue import Issue
from knowledge_center.mail.message import envelope, message
from knowledge_center.mail.model import Mail, MailLinks
from knowledge_center.settings.model import Settings

READER = "reader@example.com"
# As long as a real one, so that what is too long for a header shows here already. It opens nothing.
_SAMPLE_KEY = "aaaaaaaaaa.AAAAAAAAAAAAAAAA"


def sample_links(issue: Issue, settings: Settings) -> MailLinks:
    """The links of a message to an imaginary reader: true for the issue's page, of the right shape for the rest."""
    service = (settings.subscribe.service_url or settings.site_url).rstrip("/")
    return MailLinks(
        view=settings.absolute(issue.url),
        unsubscribe=f"{service}/u/{_SAMPLE_KEY}",
        preferences=f"{service}/preferences/{_SAMPLE_KEY}",
    )


def sample_message(mail: Mail, links: MailLinks, issue: Issue, settings: Settings) -> bytes:
    """The message that carries ``mail``, composed with ``links``, dated when the issue closed.

    Raises KeyError for an issue of a digest that the settings do not name.
    """
    digest = settings.digest(issue.digest)
    if digest is None:
        raise KeyError(issue.digest)
    mailto = f"mailto:{settings.mail.unsubscribe}" if settings.mail.unsubscribe else ""
    found = envelope(
        issue, digest, settings, to=READER, date=issue.closed_at, unsubscribe=links.unsubscribe,
        unsubscribe_mailto=mailto,
    )  # fmt: skip
    return message(mail, found)
