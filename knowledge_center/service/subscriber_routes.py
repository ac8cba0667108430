"""The pages that links in mails lead to: confirm, leave, choose. A GET shows a button and changes nothing."""

from __future__ import annotations

import logging
import sqlite3

from starlette.requests import Request
from starlette.responses import Response

from knowledge_center.service.http_errors import HttpError
from knowledge_center.service.posted_form import read_form
from knowledge_center.service.request_context import RequestContext
from knowledge_center.service.service_pages import Pages
from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import Evidence, consents
from knowledge_center.signup.signup_requests import use_link
from knowledge_center.signup.subscribers import LinkState
from knowledge_center.words.catalogues import gettext_noop

# RFC 8058, 3.1: what mail programs post.
ONE_CLICK = ("List-Unsubscribe", "One-Click")
_DEAD = gettext_noop("This link does not work")
_WHY = gettext_noop("It may have been cut off, or it belongs to a subscription that has ended.")
_log = logging.getLogger(__name__)


class SubscriberRoutes:
    """The routes of subscribers' own links."""

    def __init__(self, context: RequestContext) -> None:
        self._context = context

    async def confirm(self, request: Request) -> Response:
        """GET: a button; POST: subscribed. The same again changes nothing."""
        token, setup = request.path_params["token"], self._context.setup
        now = setup.clock()
        if request.method != "POST":
            state, owner = await self._context.writer.do(lambda db: subscribers.link_state(db, token, now))
            pages = await self._pages_of(owner)
            return self._confirmed(pages, state) if state != "open" else self._may_confirm(pages)
        await read_form(request)
        self._context.refuse_cross_origin(request)
        evidence = Evidence(ip=self._context.computer(request))
        welcome = setup.settings.mail.welcome
        state, subscriber = await self._context.writer.do(
            lambda db: use_link(db, setup.keys, token, evidence, now, welcome=welcome)
        )
        self._context.wake()
        _log.info("A confirmation link was used: %s.", state)
        return self._confirmed(await self._pages_of(subscriber), state, subscriber)

    async def leave(self, request: Request) -> Response:
        """GET: a button; POST with ``List-Unsubscribe=One-Click`` (RFC 8058): no mail any more, 200.

        A POST with nothing in it counts as well: some mail programs send that, and the link itself is the proof.
        """
        subscriber = self._whose("u", request.path_params["own"])
        setup, responses = self._context.setup, self._context.responses
        pages = await self._pages_of(subscriber)
        if request.method != "POST":
            return self._may_leave(pages)
        form = await read_form(request)
        if form.fields and form.one(ONE_CLICK[0]) != ONE_CLICK[1]:
            return self._may_leave(pages, 400)
        evidence, now = Evidence(ip=self._context.computer(request)), setup.clock()
        await self._context.writer.do(lambda db: subscribers.leave(db, subscriber, evidence, now))
        _log.info("Somebody left by the link in a mail.")
        return responses.page(self._left(pages))

    async def preferences(self, request: Request) -> Response:
        """GET: digests as checkboxes; POST: those ticked from now on, or none."""
        subscriber = self._whose("preferences", request.path_params["own"])
        if request.method != "POST":
            return await self._show_preferences(subscriber)
        form = await read_form(request)
        self._context.refuse_cross_origin(request)
        setup = self._context.setup
        given = () if form.one("leave") else form.all("digest")
        wanted = tuple(digest.key for digest in setup.settings.digests if digest.key in given)
        if given and not wanted:
            raise HttpError(422, gettext_noop("None of these is on offer. Please load the page again."))
        evidence, now = Evidence(ip=self._context.computer(request)), setup.clock()
        before = await self._pages_of(subscriber)
        await self._context.writer.do(lambda db: subscribers.choose(db, subscriber, wanted, evidence, now))
        _log.info("Somebody chose what to get.")
        if not wanted:
            return self._context.responses.page(self._left(before))
        return await self._show_preferences(subscriber, saved=True)

    def _whose(self, purpose: str, own: str) -> str:
        setup = self._context.setup
        # A sender that began after a key rotation signs with one that we have not read yet.
        subscriber = setup.links.subscriber(purpose, own) or setup.latest_links.subscriber(purpose, own)
        if subscriber is None:
            raise HttpError(404, _WHY, _DEAD)
        return subscriber

    async def _pages_of(self, subscriber: str) -> Pages:
        """The pages in the language of what somebody gets, or last asked for; of an empty id, in the site's."""
        if not subscriber or not self._context.setup.settings.other_words:
            return self._context.pages()
        return self._context.pages(await self._context.writer.do(lambda db: _wanted(db, subscriber)))

    async def _show_preferences(self, subscriber: str, *, saved: bool = False) -> Response:
        responses, settings = self._context.responses, self._context.setup.settings
        found = await self._context.writer.do(lambda db: subscribers.find(db, subscriber))
        pages = await self._pages_of(subscriber)
        words = pages.words
        if found is None or found.state != "active":
            html = pages.message(
                words.gettext("You get no mail from us"),
                words.gettext(
                    "This link belongs to a subscription that has ended. You can begin a new one at any time."
                ),
                link=(self._context.setup.form, words.gettext("Subscribe")),
            )
            return responses.page(html)
        notice = words.gettext("Saved. This is what you get from now on.") if saved else ""
        return responses.page(pages.preferences(settings.digests, found.digests, notice))

    def _may_confirm(self, pages: Pages) -> Response:
        words, name = pages.words, self._context.setup.settings.site_name
        html = pages.message(
            words.gettext("One more click"),
            words.gettext("Do you want to get %(name)s by mail?", name=name),
            button=words.gettext("Yes, subscribe me"),
        )
        return self._context.responses.page(html)

    def _confirmed(self, pages: Pages, state: LinkState, subscriber: str = "") -> Response:
        responses, setup, words = self._context.responses, self._context.setup, pages.words
        if state == "confirmed":
            # Only who has just clicked the button gets the next link: a link may have been forwarded.
            choose = (setup.links.preferences(subscriber), words.gettext("Choose what you get"))
            html = pages.message(
                words.gettext("You are subscribed"),
                words.gettext("Thank you. The next issue comes to your inbox."),
                link=choose if subscriber else pages.way_back,
            )
            return responses.page(html)
        again = (setup.form, words.gettext("Subscribe"))
        if state == "expired":
            html = pages.message(
                words.gettext("This link is too old"),
                words.ngettext(
                    "A link to confirm works for %(num)s day. Subscribe again, and you get a fresh one.",
                    "A link to confirm works for %(num)s days. Subscribe again, and you get a fresh one.",
                    subscribers.CONFIRM_DAYS,
                ),
                link=again,
            )
            return responses.page(html, 410)
        return responses.page(pages.message(words.gettext(_DEAD), words.gettext(_WHY), link=again), 404)

    def _may_leave(self, pages: Pages, status: int = 200) -> Response:
        words, name = pages.words, self._context.setup.settings.site_name
        html = pages.message(
            words.gettext("Unsubscribe"),
            words.gettext(
                "Do you want no mail from %(name)s any more? One click, and it is done.", name=name
            ),
            button=words.gettext("Unsubscribe"),
            fields=(ONE_CLICK,),
        )
        return self._context.responses.page(html, status)

    def _left(self, pages: Pages) -> str:
        words = pages.words
        return pages.message(
            words.gettext("You are unsubscribed"),
            words.gettext(
                "You get no mail from us any more. Should an issue be on its way at this very moment, it is the last."
            ),
            link=(self._context.setup.form, words.gettext("Subscribe again")),
        )


def _wanted(db: sqlite3.Connection, subscriber: str) -> tuple[str, ...]:
    """The digests that somebody gets; of who gets none, those named last."""
    found = subscribers.find(db, subscriber)
    named = [line.digests for line in consents(db, subscriber) if line.digests]
    return (found.digests if found else ()) or (named[-1] if named else ())
