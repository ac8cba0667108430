"""Drafts in Buttondown (docs.buttondown.com/api-emails-introduction, /api-emails-create, /api-filtering; its schema
is github.com/buttondown/openapi, openapi.json).

- ``GET /v1/emails?status=draft&page=1`` answers ``{"results": [{"id", "status", "metadata"}], "next", "count"}``
- ``POST /v1/emails`` makes an email and answers 201 with it. **Without a status it is sent at once** (EmailInput:
  ``about_to_send``), so every request here says ``draft``
- ``GET /v1/tags?page=1`` answers ``{"results": [{"id", "name"}], "next"}`` (/api-tags-list)
- a filter by tag is ``{"field": "subscriber.tags", "operator": "contains", "value": tag id}``
  (/api-emails-filters)
- errors are ``{"code", "detail"}``, and 422 with a list of ``{"loc", "msg"}``

The comment before the body keeps our HTML as it is (/editor-modes: naked).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge_center.drafts.api_connection import MOST_PAGES, Connection, plain_key, records, texts
from knowledge_center.drafts.model import Draft

SERVICE = "Buttondown"
BASE = "https://api.buttondown.com/v1"
# What stands in the metadata of an email of ours.
METADATA = "knowledge_center"
AS_IT_IS = "<!-- buttondown-editor-mode: naked -->"
# Up to the version of 2025-06-01 a list without a status holds only what was sent.
_STATES: tuple[Mapping[str, str], ...] = ({"status": "draft"}, {"status": "scheduled"}, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Buttondown:
    """A newsletter at Buttondown. ``digests.audience`` is a tag, by the name that the form knows
    or by its id; empty: all subscribers."""

    connection: Connection

    def make(self, draft: Draft) -> str:
        """See ``model.Drafts``."""
        found = self._find(draft.name)
        if found:
            status = texts(found, "status") or "there"
            return f"There is “{draft.name}” already ({status}), nothing was changed: {_where(found)}"
        body: dict[str, object] = {
            "subject": draft.subject,
            "body": f"{AS_IT_IS}\n{draft.html}",
            "status": "draft",
            "description": draft.preheader,
            "metadata": {METADATA: draft.name},
        }
        if draft.audience:
            one = {"field": "subscriber.tags", "operator": "contains", "value": self._tag(draft.audience)}
            body["filters"] = {"filters": [one], "groups": [], "predicate": "and"}
        made = self.connection.send("POST", "/emails", body)
        if texts(made, "status") != "draft":
            raise self.connection.unusable(
                f"It took the draft, but calls it “{texts(made, 'status')}”.",
                "Look at it there at once, before it goes out.",
            )
        return f"The draft “{draft.name}” is made; look at it and send it there: {_where(made)}"

    def _find(self, name: str) -> Mapping[str, Any] | None:
        for state in _STATES:
            for email in self._all("/emails", **state):
                if texts(email, "metadata", METADATA) == name:
                    return email
        return None

    def _tag(self, audience: str) -> str:
        """The id of a tag."""
        tags = {texts(tag, "id"): texts(tag, "name") for tag in self._all("/tags")}
        found = [number for number, name in tags.items() if audience in (number, name)]
        if not found:
            there = ", ".join(f"“{name}”" for name in tags.values()) or "none"
            raise self.connection.unusable(
                f"It has no tag “{audience}”. There are: {there}.",
                "Make the tag there, or correct digests.audience in mkdocs.yml.",
            )
        return found[0]

    def _all(self, path: str, **params: str) -> Iterator[Mapping[str, Any]]:
        """Everything in a list of pages."""
        for page in range(1, MOST_PAGES + 1):
            answer = self.connection.get(path, page=page, **params)
            yield from records(answer, "results")
            if not texts(answer, "next"):
                return
        raise self.connection.unusable(f"Its list at {path} does not end.")


def buttondown(environ: Mapping[str, str], base: str = BASE) -> Buttondown:
    """From ``KC_BUTTONDOWN_KEY``. Raises Unusable."""
    key = plain_key(environ, "KC_BUTTONDOWN_KEY", SERVICE)
    return Buttondown(
        connection=Connection(
            service=SERVICE,
            base=base,
            authorization=f"Token {key}",
            secrets=(key,),
            key_name="KC_BUTTONDOWN_KEY",
        )
    )


def _where(email: object) -> str:
    return f"https://buttondown.com/emails/{texts(email, 'id')}"
