"""Drafts in listmonk (listmonk.app/docs/apis/campaigns, /apis/templates).

- ``GET /api/campaigns?page=1&per_page=100`` answers ``{"data": {"results": [{"id", "name", "status"}], "total"}}``;
  ``no_body`` leaves out the bodies
- ``GET /api/templates`` answers ``{"data": [{"id", "name", "type", "body"}]}``
- ``GET /api/lists?page=1&per_page=100`` answers ``{"data": {"results": [{"id", "uuid", "name"}], "total"}}``
- ``POST /api/campaigns`` makes a campaign, always a draft, and answers ``{"data": {"id"}}``
- errors are ``{"message": …}``
- an API user's role needs ``lists:get_all``, ``campaigns:get_all``, ``campaigns:manage_all``, ``templates:get`` and
  ``templates:manage`` (/roles-and-permissions; cmd/handlers.go), and not ``campaigns:send``

A campaign is put into a template, by default one with a head and foot of its own. Our mail is a whole
document, so it needs the template that adds nothing: the one that is there already, or one made once.
"""

from __future__ import annotations

import ipaddress
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from knowledge_center.drafts.api_connection import MOST_PAGES, Connection, plain_key, records, texts
from knowledge_center.drafts.model import Draft
from knowledge_center.problems import Problem, Unusable

SERVICE = "listmonk"
TEMPLATE_NAME = "Knowledge Center (the mail as it is)"
TEMPLATE = '{{ template "content" . }}'
_PER_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Listmonk:
    """A listmonk of one's own. ``digests.audience`` is a list, or several with commas, each by its number or
    by its UUID: the form knows lists by the one, campaigns by the other."""

    connection: Connection

    def make(self, draft: Draft) -> str:
        """See ``model.Drafts``."""
        wanted = _lists(draft.audience)
        found = self._find(draft.name)
        if found:
            where = self._where(texts(found, "id"))
            return f"There is “{draft.name}” already ({texts(found, 'status')}), nothing was changed: {where}"
        body = {
            "name": draft.name,
            "subject": draft.subject,
            "lists": self._numbers(wanted),
            "from_email": f"{_phrase(draft.sender_name)} <{draft.sender}>",
            "type": "regular",
            "content_type": "html",
            "body": draft.html,
            "altbody": draft.text,
            "messenger": "email",
            "template_id": self._template(),
            "tags": [draft.digest],
            "headers": [{"Reply-To": draft.reply_to}],
        }
        made = self.connection.send("POST", "/api/campaigns", body)
        number = texts(made, "data", "id")
        if not number:
            raise self.connection.unusable("It took the draft, but did not say which number it has.")
        return f"The draft “{draft.name}” is made; look at it and send it there: {self._where(number)}"

    def _find(self, name: str) -> Mapping[str, Any] | None:
        """By name, in all pages: its own search takes names apart into words."""
        campaigns = self._all("/api/campaigns", order_by="created_at", order="DESC", no_body="true")
        return next((campaign for campaign in campaigns if texts(campaign, "name") == name), None)

    def _numbers(self, wanted: tuple[str, ...]) -> list[int]:
        """The numbers of lists, some of which may be known by their UUID."""
        if all(name.isdecimal() for name in wanted):
            return [int(name) for name in wanted]
        numbers = {texts(one, "uuid").lower(): texts(one, "id") for one in self._all("/api/lists")}
        for name in wanted:
            if not (name if name.isdecimal() else numbers.get(name, "")).isdecimal():
                raise self.connection.unusable(
                    f"It has no list with the UUID {name}, or does not show it to the API user.",
                    "Copy digests.audience from the list's own page there, or give that user the right to see it.",
                )
        return [int(name if name.isdecimal() else numbers[name]) for name in wanted]

    def _all(self, path: str, **params: str) -> Iterator[Mapping[str, Any]]:
        """Everything in a list of pages."""
        for page in range(1, MOST_PAGES + 1):
            results = records(
                self.connection.get(path, page=page, per_page=_PER_PAGE, **params), "data", "results"
            )
            yield from results
            if len(results) < _PER_PAGE:
                return
        raise self.connection.unusable(
            f"There is no end to {path} after {_PER_PAGE * MOST_PAGES} entries.", "Delete old ones."
        )

    def _template(self) -> int:
        for template in records(self.connection.get("/api/templates"), "data"):
            bare = "".join(texts(template, "body").split()) == "".join(TEMPLATE.split())
            number = texts(template, "id")
            if bare and texts(template, "type") == "campaign" and number.isdecimal():
                return int(number)
        body = {"name": TEMPLATE_NAME, "type": "campaign", "subject": "", "body": TEMPLATE}
        made = self.connection.send("POST", "/api/templates", body)
        # Documented as a list, answered as one object.
        number = next((texts(one, "id") for one in records(made, "data")), "") or texts(made, "data", "id")
        if not number.isdecimal():
            raise self.connection.unusable("It made a template, but did not say which number it has.")
        return int(number)

    def _where(self, number: str) -> str:
        return f"{self.connection.base}/campaigns/{number}"


def listmonk(environ: Mapping[str, str]) -> Listmonk:
    """From ``KC_LISTMONK_URL``, ``KC_LISTMONK_USER`` and ``KC_LISTMONK_TOKEN`` of an API user. Raises Unusable."""
    base = environ.get("KC_LISTMONK_URL", "").strip().rstrip("/")
    if not _is_safe(base):
        message = "KC_LISTMONK_URL is no address that begins with https://; the key would travel in the open."
        if not base:
            message = "KC_LISTMONK_URL is not set."
        fix = "KC_LISTMONK_URL=https://listmonk.example.com"
        raise Unusable([Problem(path=SERVICE, message=message, fix=fix)])
    user = plain_key(environ, "KC_LISTMONK_USER", SERVICE)
    token = plain_key(environ, "KC_LISTMONK_TOKEN", SERVICE)
    secret = b64encode(f"{user}:{token}".encode()).decode()
    return Listmonk(
        connection=Connection(
            service=SERVICE,
            base=base,
            authorization=f"Basic {secret}",
            secrets=(token,),
            key_name="KC_LISTMONK_TOKEN",
        )
    )


def _is_safe(url: str) -> bool:
    """Whether a key may be sent there: by https, or without leaving this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not host or parts.username or parts.query or parts.fragment or not re.fullmatch(r"[!-~]+", url):
        return False
    if parts.scheme == "https":
        return True
    try:
        return parts.scheme == "http" and (host == "localhost" or ipaddress.ip_address(host).is_loopback)
    except ValueError:
        return False


def _lists(audience: str) -> tuple[str, ...]:
    """The lists in an audience, each a number or a UUID."""
    names = tuple(part.strip().lower() for part in audience.split(","))
    if not all(
        re.fullmatch(r"[1-9]\d{0,9}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", name) for name in names
    ):
        found = f"“{audience}” was found" if audience else "Nothing was found"
        message = f"digests.audience: {found}, but the UUID or the number of a list in listmonk is expected."
        fix = 'audience: "01234567-89ab-cdef-0123-456789abcdef"'
        raise Unusable([Problem(path="mkdocs.yml", message=message, fix=fix)])
    return names


def _phrase(name: str) -> str:
    """A name as it may stand before an address (RFC 5322, 3.2.5), and not as a template of listmonk's."""
    quoted = re.sub(r'["\\]', r"\\\g<0>", name).replace("{{", "{ {")
    return f'"{quoted}"' if re.search(r"[^\w\s!#$%&'*+/=?^`{|}~-]", quoted) else quoted
