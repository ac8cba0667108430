"""The pages that links in mails lead to: confirm, leave, choose. A GET shows a button and changes nothing."""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import Response

from knowledge_center.service.http_errors import HttpError
from knowledge_center.service.posted_form import read_form
from knowledge_center.service.request_context import RequestContext
from knowledge_center.signup import subscribers
from knowledge_center.signup.signup_requests import use_link
from knowledge_center.signup.subscribers import Evidence, LinkState

# RFC 8058, 3.1: what mail programs post.
ONE_CLICK = ("List-Unsubscribe", "One-Click")
_DEAD = "This link does not work"
_WHY = "It may have been cut off, or it belongs to a subscription that has ended."
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
            state, _ = await self._context.writer.do(lambda db: subscribers.link_state(db, token, now))
            return self._confirmed(state) if state != "open" else self._may_confirm()
        await read_form(request)
        self._context.refuse_cross_origin(request)
        evidence = Evidence(ip=self._context.computer(request))
        welcome = setup.settings.mail.welcome
        state, subscriber = await self._context.writer.do(
            lambda db: use_link(db, setup.keys, token, evidence, now, welcome=welcome)
        )
        self._context.wake()
        _log.info("A confirmation link was used: %s.", state)
        return self._confirmed(state, subscriber)

    async def leave(self, request: Request) -> Response:
        """GET: a button; POST with ``List-Unsubscribe=One-Click`` (RFC 8058): no mail any more, 200.

        A POST with nothing in it counts as well: some mail programs send that, and the link itself is the proof.
        """
        subscriber = self._whose("u", request.path_params["own"])
        setup, responses = self._context.setup, self._context.responses
        if request.method != "POST":
            return self._may_leave()
        form = await read_form(request)
        if form.fields and form.one(ONE_CLICK[0]) != ONE_CLICK[1]:
            return self._may_leave(400)
        evidence, now = Evidence(ip=self._context.computer(request)), setup.clock()
        await self._context.writer.do(lambda db: subscribers.leave(db, subscriber, evidence, now))
        _log.info("Somebody left by the link in a mail.")
        return responses.page(self._left())

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
            raise HttpError(422, "None of these is on offer. Please load the page again.")
        evidence, now = Evidence(ip=self._context.computer(request)), setup.clock()
        await self._context.writer.do(lambda db: subscribers.choose(db, subscriber, wanted, evidence, now))
        _log.info("Somebody chose what to get.")
        if not wanted:
            return self._context.responses.page(self._left())
        return await self._show_preferences(subscriber, "Saved. This is what you get from now on.")

    def _whose(self, purpose: str, own: str) -> str:
        setup = self._context.setup
        # A sender that began after a key rotation signs with one that we have not read yet.
        subscriber = setup.links.subscriber(purpose, own) or setup.latest_links.subscriber(purpose, own)
        if subscriber is None:
            raise HttpError(404, _WHY, _DEAD)
        return subscriber

    async def _show_preferences(self, subscriber: str, notice: str = "") -> Response:
        responses, settings = self._context.responses, self._context.setup.settings
        found = await self._context.writer.do(lambda db: subscribers.find(db, subscriber))
        if found is None or found.state != "active":
            html = responses.pages.message(
                "You get no mail from us",
                "This link belongs to a subscription that has ended. You can begin a new one at any time.",
                link=(self._context.setup.form, "Subscribe"),
            )
            return responses.page(html)
        return responses.page(responses.pages.preferences(settings.digests, found.digests, notice))

    def _may_confirm(self) -> Response:
        responses, settings = self._context.responses, self._context.setup.settings
        return responses.page(
            responses.pages.message(
                "One more click",
                f"Do you want to get {settings.site_name} by mail?",
                button="Yes, subscribe me",
            )
        )

    def _confirmed(self, state: LinkState, subscriber: str = "") -> Response:
        responses, setup = self._context.responses, self._context.setup
        if state == "confirmed":
            # Only who has just clicked the button gets the next link: a link may have been forwarded.
            link = (setup.links.preferences(subscriber), "Choose what you get") if subscriber else None
            link = link or (setup.home, "Back to the articles")
            html = responses.pages.message(
                "You are subscribed", "Thank you. The next issue comes to your inbox.", link=link
            )
            return responses.page(html)
        if state == "expired":
            html = responses.pages.message(
                "This link is too old",
                f"A link to confirm works for {subscribers.CONFIRM_DAYS} days. Subscribe again, and you get a "
                "fresh one.",
                link=(setup.form, "Subscribe"),
            )
            return responses.page(html, 410)
        html = responses.pages.message(_DEAD, _WHY, link=(setup.form, "Subscribe"))
        return responses.page(html, 404)

    def _may_leave(self, status: int = 200) -> Response:
        responses, settings = self._context.responses, self._context.setup.settings
        html = responses.pages.message(
            "Unsubscribe",
            f"Do you want no mail from {settings.site_name} any more? One click, and it is done.",
            button="Unsubscribe",
            fields=(ONE_CLICK,),
        )
        return responses.page(html, status)

    def _left(self) -> str:
        return self._context.responses.pages.message(
            "You are unsubscribed",
            "You get no mail from us any more. Should an issue be on its way at this very moment, it is the last.",
            link=(self._context.setup.form, "Subscribe again"),
        )
