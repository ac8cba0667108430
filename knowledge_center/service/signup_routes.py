"""POST /subscribe: whatever is typed, the same answer; except for what is no address."""

from __future__ import annotations

import logging
import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

from knowledge_center.service.http_errors import HttpError
from knowledge_center.service.posted_form import Form, read_form
from knowledge_center.service.request_context import RequestContext
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.email_addresses import BadAddress, MailAddress, read_address
from knowledge_center.signup.rate_limits import computer_and_network
from knowledge_center.signup.signup_form import HONEYPOT
from knowledge_center.signup.signup_requests import SignupRequest, receive
from knowledge_center.words.catalogues import gettext_noop

_MOST_TYPED = 320
# It stands in the mail to whoever is subscribed by somebody else: it must hold no message of one's own.
_PAGE = re.compile(r"/([A-Za-z0-9_-]{1,80}/){0,6}([A-Za-z0-9_-]{1,80}\.html)?")
_VERSION = re.compile(r"[!-~]{1,40}")
_log = logging.getLogger(__name__)


class SignupRoutes:
    """The routes of the form."""

    def __init__(self, context: RequestContext) -> None:
        self._context = context

    async def show(self, request: Request) -> Response:
        """The form, where no site is served that has its own page of this name."""
        responses, settings = self._context.responses, self._context.setup.settings
        chosen = tuple(digest.key for digest in settings.digests[:1])
        return responses.page(responses.pages.signup(chosen=chosen))

    async def take(self, request: Request) -> Response:
        """One row in the database, then on to the page that thanks; 422 for what is no address."""
        form = await read_form(request)
        self._context.refuse_cross_origin(request)
        settings = self._context.setup.settings
        typed, version = form.one("email"), form.one("consent")
        robot = bool(form.one(HONEYPOT))
        page = self._page(form)
        if version != settings.subscribe.consent_version and not _VERSION.fullmatch(version):
            raise HttpError(
                400, gettext_noop("The form did not say what was agreed to. Please use the form on our site.")
            )
        given, address, email_error = form.all("digest"), None, ""
        digests = tuple(digest.key for digest in settings.digests if digest.key in given)
        pages = self._context.pages(digests)
        words = pages.words
        try:
            address = read_address(typed)
        except BadAddress as error:
            flaw = error.flaw if typed.strip() else gettext_noop("Please type your email address.")
            email_error = words.gettext(flaw)
        digest_error = ""
        if settings.digests and not digests:
            if len(settings.digests) > 1:
                digest_error = words.gettext("Please choose at least one.")
            else:
                digests = (settings.digests[0].key,)
        if address is None or digest_error:
            html = pages.signup(
                typed=" ".join(typed[:_MOST_TYPED].split()), chosen=digests, page=page, email_error=email_error,
                digest_error=digest_error,
            )  # fmt: skip
            return self._context.responses.page(html, 422)
        evidence = Evidence(
            ip=self._context.computer(request),
            page=page,
            version=version,
            # What an older version said is in the history of mkdocs.yml.
            text=settings.subscribe.consent if version == settings.subscribe.consent_version else "",
        )
        await self._keep(address, digests, evidence, robot)
        # Relative, so that it is right below any path a proxy may have put before ours.
        ahead = "" if request.url.path.endswith("/") else "subscribe/"
        spoken = f"?language={words.language}" if words != settings.words else ""
        return self._context.responses.see_other(f"{ahead}thanks{spoken}")

    async def thanks(self, request: Request) -> Response:
        """The same for everybody, in the language of what was chosen."""
        settings, responses = self._context.setup.settings, self._context.responses
        pages = responses.pages.in_words(settings.words_in(request.query_params.get("language", "")))
        words = pages.words
        html = pages.message(
            words.gettext("Check your inbox"),
            words.gettext(
                "If this address is new to us, a mail with a link is on its way to it: open the link, confirm, and "
                "you are subscribed. If it is subscribed already, the mail says that instead."
            ),
            words.gettext(
                "Nothing there after a few minutes? Look into the spam folder, then try once more. Where many people "
                "sign up from one network, as at a fair, it can take some hours."
            ),
            link=pages.way_back,
        )
        return responses.page(html)

    async def _keep(
        self, address: MailAddress, digests: tuple[str, ...], evidence: Evidence, robot: bool
    ) -> None:
        setup = self._context.setup
        now = setup.clock()
        computer, _ = computer_and_network(evidence.ip)
        if setup.limited and not self._context.limiter.allows(computer, now.timestamp()):
            _log.info("A signup was not kept: more of them from one computer than the database shall hold.")
            raise HttpError(
                429,
                gettext_noop(
                    "Too many signups come from your network just now. Please try again in a minute."
                ),
            )
        first, last = setup.pause
        pause = first + secrets.randbelow(last - first + 1)
        signup = SignupRequest(address=address, digests=digests, evidence=evidence, robot=robot)
        state, over = await self._context.writer.do(
            lambda db: receive(db, setup.keys, signup, setup.limits, now, pause=pause)
        )
        if state == "crowded":
            _log.info("A signup was not kept: so many wait already that it would for more than a day.")
            raise HttpError(
                429,
                gettext_noop(
                    "So many signups wait for their mail already that yours would for more than a day. Please try "
                    "again tomorrow, or from another network, such as that of your phone."
                ),
            )
        _log.info("A signup came in: %s%s.", state, f" ({', '.join(over)})" if over else "")
        self._context.wake()

    def _page(self, form: Form) -> str:
        """The page the form says it stood on, if it can have been one of the site's."""
        page = form.one("page")
        site = self._context.setup.site
        if not _PAGE.fullmatch(page):
            return ""
        if site is not None:
            file = site / page.lstrip("/")
            if not (file / "index.html" if page.endswith("/") else file).is_file():
                return ""
        return page
