"""A test mail: an issue as readers would get it, closed or not yet, to one address that need be nobody's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from knowledge_center.digests.upcoming import Upcoming
from knowledge_center.mail.message import envelope, message, message_id, picture_key
from knowledge_center.mail.model import Mail, MailLinks
from knowledge_center.pictures.renditions import Rendition
from knowledge_center.settings.model import DigestSettings, Settings

MARK = "[Test] "


def trial_links(found: Upcoming, settings: Settings) -> MailLinks:
    """Links to pages that everybody may see: a test mail may be passed on, and its reader has nothing to leave.

    The page of an issue is there once it is closed; before that its digest's stands for it.
    """
    page = found.issue.url if found.state == "closed" else f"digests/{found.issue.digest}/"
    subscribe = settings.absolute("subscribe/")
    return MailLinks(view=settings.absolute(page), unsubscribe=subscribe, preferences=subscribe)


def trial_message(
    mail: Mail,
    found: Upcoming,
    digest: DigestSettings,
    settings: Settings,
    pictures: Mapping[str, Rendition],
    *,
    to: str,
    date: datetime,
) -> bytes:
    """The message with ``mail``, which was composed with ``trial_links``.

    Its subject says that it is a test. It is no message of a list, and has an id of its own at every moment, so
    that no mail program takes the next one for the same. ``pictures``, by their absolute addresses, travel with
    it: before the issue is closed and deployed, they are nowhere else. Raises ValueError for an address that
    cannot stand in a header.
    """
    issue = found.issue
    own_id = message_id(settings, digest.key, f"{issue.key}/test/{date.isoformat()}", to)
    to_one = envelope(issue, digest, settings, to=to, date=date, unsubscribe="")
    html, shown = mail.html, []
    for address, picture in sorted(pictures.items()):
        if f'src="{address}"' in html:
            shown.append(picture)
            html = html.replace(f'src="{address}"', f'src="cid:{len(shown)}@{picture_key(own_id)}"')
    marked = replace(mail, subject=f"{MARK}{mail.subject}", html=html)
    return message(marked, replace(to_one, message_id=own_id, list_id=""), shown)
