"""Drafts in Mailchimp (mailchimp.com/developer/marketing/api/campaigns, /campaign-content, /docs/errors; the same made
from its schema is github.com/mailchimp/mailchimp-marketing-python-sdk).

- ``GET /3.0/campaigns?list_id=…&count=100&offset=0`` answers
  ``{"campaigns": [{"id", "web_id", "status", "settings": {"title"}}], "total_items"}``
- ``POST /3.0/campaigns`` makes a campaign with the status ``save``, without content
- ``GET`` and ``PUT /3.0/campaigns/{id}/content`` read and write ``{"html", "plain_text"}``
- errors are problem details (RFC 9457): ``{"type", "title", "status", "detail", "errors": [{"field", "message"}]}``

A draft takes two requests. One that was left half made is found by its name and gets its content.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge_center.drafts.api_connection import MOST_PAGES, Connection, plain_key, records, texts
from knowledge_center.drafts.model import Draft
from knowledge_center.problems import Problem, Unusable

SERVICE = "Mailchimp"
_PER_PAGE = 100
_FIELDS = "campaigns.id,campaigns.web_id,campaigns.status,campaigns.settings.title,total_items"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailchimp:
    """An account at Mailchimp. ``digests.audience`` is ``list`` or ``list/segment``.

    ``center`` is the data center of the account, such as us21.
    """

    connection: Connection
    center: str

    def make(self, draft: Draft) -> str:
        """See ``model.Drafts``."""
        audience, segment = _audience(draft.audience)
        campaign = self._find(draft.name, audience)
        if campaign:
            return self._finish(campaign, draft)
        recipients: dict[str, object] = {"list_id": audience}
        if segment:
            recipients["segment_opts"] = {"saved_segment_id": segment}
        made = self.connection.send(
            "POST",
            "/campaigns",
            {
                "type": "regular",
                "recipients": recipients,
                "settings": {
                    "title": draft.name,
                    "subject_line": draft.subject,
                    "preview_text": draft.preheader,
                    "from_name": draft.sender_name,
                    "reply_to": draft.reply_to,
                    # The mail has its own foot, and its styles stand where they belong.
                    "auto_footer": False,
                    "inline_css": False,
                },
                "tracking": {"opens": False, "html_clicks": False, "text_clicks": False},
            },
        )
        number = texts(made, "id")
        if not re.fullmatch(r"\w+", number):
            raise self.connection.unusable("It made a campaign, but did not say which id it has.")
        self._write(number, draft)
        return f"The draft “{draft.name}” is made; look at it and send it there: {self._where(made)}"

    def _finish(self, campaign: Mapping[str, Any], draft: Draft) -> str:
        number, status = texts(campaign, "id"), texts(campaign, "status")
        where = self._where(campaign)
        if status == "save" and re.fullmatch(r"\w+", number):
            content = self.connection.get(f"/campaigns/{number}/content", fields="html,plain_text")
            if not texts(content, "html").strip():
                self._write(number, draft)
                return f"The draft “{draft.name}” was there without its content and has it now: {where}"
        label = "draft" if status == "save" else status
        return f"There is “{draft.name}” already ({label}), nothing was changed: {where}"

    def _write(self, number: str, draft: Draft) -> None:
        content = {"html": draft.html, "plain_text": draft.text}
        self.connection.send("PUT", f"/campaigns/{number}/content", content)

    def _find(self, name: str, audience: str) -> Mapping[str, Any] | None:
        for page in range(MOST_PAGES):
            answer = self.connection.get(
                "/campaigns", list_id=audience, count=_PER_PAGE, offset=page * _PER_PAGE, fields=_FIELDS,
                sort_field="create_time", sort_dir="DESC",
            )  # fmt: skip
            campaigns = records(answer, "campaigns")
            for campaign in campaigns:
                if texts(campaign, "settings", "title") == name:
                    return campaign
            if len(campaigns) < _PER_PAGE:
                return None
        raise self.connection.unusable(f"There are more than {_PER_PAGE * MOST_PAGES} campaigns.")

    def _where(self, campaign: object) -> str:
        number = texts(campaign, "web_id")
        return f"https://{self.center}.admin.mailchimp.com/campaigns/edit?id={number}"


def mailchimp(environ: Mapping[str, str], base: str = "") -> Mailchimp:
    """From ``KC_MAILCHIMP_KEY``, which ends with the data center of the account (-us21). Raises Unusable."""
    key = plain_key(environ, "KC_MAILCHIMP_KEY", SERVICE)
    center = key.rpartition("-")[2]
    if not re.fullmatch(r"[a-z]{2}\d{1,3}", center):
        message = "KC_MAILCHIMP_KEY does not end with a data center, such as -us21."
        raise Unusable([Problem(path=SERVICE, message=message, fix="Copy the whole key.")])
    secret = b64encode(f"knowledge-center:{key}".encode()).decode()
    return Mailchimp(
        center=center,
        connection=Connection(
            service=SERVICE,
            base=base or f"https://{center}.api.mailchimp.com/3.0",
            authorization=f"Basic {secret}",
            secrets=(key,),
            key_name="KC_MAILCHIMP_KEY",
        ),
    )


def _audience(text: str) -> tuple[str, int]:
    match = re.fullmatch(r"([0-9a-z]{5,20})(?:/(\d{1,12}))?", text.strip(), re.ASCII)
    if match is None:
        found = f"“{text}” was found" if text else "Nothing was found"
        message = f"digests.audience: {found}, but the id of an audience in Mailchimp is expected."
        fix = "audience: 9f1c2e3a4b"
        raise Unusable([Problem(path="mkdocs.yml", message=message, fix=fix)])
    return match[1], int(match[2] or 0)
