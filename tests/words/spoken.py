"""All that a subscriber meets beside the pages of the site, in one language: mails, letters, the service's pages."""

from __future__ import annotations

import re
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from starlette.requests import Request

from knowledge_center.articles.model import SeriesPart
from knowledge_center.digests.issue import Issue
from knowledge_center.feeds.issue_entries import issue_entry
from knowledge_center.mail import compose as composing
from knowledge_center.mail.compose import compose
from knowledge_center.mail.model import Mail
from knowledge_center.service.configuration import Setup
from knowledge_center.service.request_context import RequestContext
from knowledge_center.service.responses import _TITLES, Responses
from knowledge_center.service.service_pages import Pages
from knowledge_center.service.signup_routes import SignupRoutes
from knowledge_center.service.subscriber_routes import SubscriberRoutes
from knowledge_center.settings.model import Settings
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.transactional_mail import TransactionalMail
from knowledge_center.signup.transactional_mail import compose as compose_letter
from knowledge_center.words.catalogues import Words
from tests.digests.samples import entry, issue
from tests.mail.samples import LINKS
from tests.samples import DATA, settings

# Names that no language of ours is written in, so that every other word is one of ours.
NAME = "Γνώση"
_ACCENTS = str.maketrans(
    "abcdefghiklmnoprstuwyzABCDEFGHIKLMNOPRSTUWYZ", "åƀçđéƒĝħîķļɱñöþřšŧûŵýžÅƁÇĐÉƑĜĦÎĶĻṀÑÖÞŘŠŦÛŴÝŽ"
)
_KEPT = re.compile(r"(%\(\w+\)s|<[^>]*>|%%)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What is said by name: ``pages`` are whole HTML documents, ``lines`` text."""

    pages: dict[str, str]
    lines: dict[str, str]


def pseudo(messages: dict[str, str]) -> Words:
    """Every message, each with its plural or nothing, with accents, longer by two fifths and in brackets.

    Dates are those of a language without Latin letters.
    """
    found = {one: tuple(map(_longer, (several or one,))) for one, several in messages.items()}
    return Words(tag="ja", language="ja", made_of="pseudo", messages=found, plural="0")


def _longer(text: str) -> str:
    parts = _KEPT.split(text)
    shown = "".join(part if at % 2 else part.translate(_ACCENTS) for at, part in enumerate(parts))
    return f"[!! {shown} {'ļöñĝ ' * (len(text) // 12 + 1)}!!]"


@cache
def spoken_settings() -> Settings:
    ours = DATA["extra"]["knowledge_center"]
    digests = [ours["digests"][0] | {"title": NAME, "description": NAME, "key": key} for key in ("a", "b")]
    found = settings(
        organization=ours["organization"] | {"name": f"{NAME} α", "address": [NAME]},
        subscribe=ours["subscribe"] | {"consent": NAME},
        digests=digests,
    )
    return replace(found, site_name=NAME)


def spoken(words: Words) -> Spoken:
    """All of it in ``words``."""
    ours = replace(spoken_settings(), words=words, language=words.language)
    mails = dict(_mails(ours))
    pages = {name: mail.html for name, mail in mails.items()}
    lines = {f"{name}.{part}": getattr(mail, part) for name, mail in mails.items() for part in _PARTS}
    feed_entry = issue_entry(_issue(1), ours.digests[0], ours)
    lines |= {"feed.title": feed_entry.title, "feed.content": re.sub(r"<[^>]*>", " ", feed_entry.content)}
    return Spoken(pages=pages | _finished(_service(ours)), lines=lines)


_PARTS = ("subject", "preheader", "text")


def _issue(count: int) -> Issue:
    stories = [
        entry(
            str(n),
            title=NAME,
            summary=NAME,
            authors=(NAME, NAME),
            series=SeriesPart(name=NAME, part=2),
            image=None,
        )
        for n in range(count)
    ]
    found = issue(*stories, evergreen=entry("old", title=NAME, summary=NAME, authors=(NAME,), image=None))
    return replace(found, digest="a")


def _mails(ours: Settings) -> dict[str, Mail]:
    digest = ours.digests[0]
    found = {f"issue {count}": compose(_issue(count), digest, ours, LINKS) for count in (1, 3)}
    # Some stand by their titles, and some on the page alone.
    with patch.object(composing, "MOST_BYTES", 17_000):
        found["long issue"] = compose(_issue(60), digest, ours, LINKS)
    asked = datetime(2026, 11, 21, 3, tzinfo=UTC)
    for kind in ("confirm", "already"):
        for digests in ((), ("a", "b")):
            letter = TransactionalMail(
                number=1, kind=kind, to="a@example.com", subscriber="aaaaaaaaaa", digests=digests, asked=asked,
                page="/subscribe/",
            )  # fmt: skip
            found[f"{kind} {len(digests)}"] = compose_letter(letter, ours, f"https://example.com/{'a' * 60}")
    return found


class _Nobody:
    """A database without subscribers."""

    async def do(self, asked: Any) -> None:
        return None


def _finished(answers: Coroutine[Any, Any, dict[str, str]]) -> dict[str, str]:
    """Nothing in it waits: it needs no loop, of which a browser's thread has one already."""
    try:
        answers.send(None)
    except StopIteration as done:
        found: dict[str, str] = done.value
        return found
    raise AssertionError("it waits for something")


async def _service(ours: Settings) -> dict[str, str]:
    setup = Setup(
        settings=ours, keys=make_keys(), database=Path("x"), public_url="https://mail.example.org",
        clock=lambda: datetime(2026, 11, 20, 12, tzinfo=UTC),
    )  # fmt: skip
    pages = Pages(setup)
    responses = Responses(pages)
    context = RequestContext(setup=setup, writer=_Nobody(), responses=responses, wake=lambda: None)  # type: ignore[arg-type]
    signup, own = SignupRoutes(context), SubscriberRoutes(context)
    request = Request({"type": "http", "query_string": b"", "headers": []})
    bad = ours.words.gettext("This does not look like an email address.")
    none = ours.words.gettext("Please choose at least one.")
    saved = ours.words.gettext("Saved. This is what you get from now on.")
    answers = {
        "thanks": await signup.thanks(request),
        "form": await signup.show(request),
        "nobody": await own._show_preferences("aaaaaaaaaa"),
        "may confirm": own._may_confirm(pages),
        "may leave": own._may_leave(pages),
        "confirmed": own._confirmed(pages, "confirmed", "aaaaaaaaaa"),
        "confirmed before": own._confirmed(pages, "confirmed"),
        "too old": own._confirmed(pages, "expired"),
        "dead": own._confirmed(pages, "unknown"),
        **{
            str(status): responses.error_page(status, "The form cannot be read.")
            for status in (*_TITLES, 500)
        },
    }
    return {name: bytes(answer.body).decode() for name, answer in answers.items()} | {
        "left": own._left(pages),
        "preferences": pages.preferences(ours.digests, ("a",), saved),
        "form with slips": pages.signup(email_error=bad, digest_error=none),
    }  # fmt: skip
