"""What every route needs: the configuration, the writer thread, the responses, and who is asking."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from starlette.requests import Request

from knowledge_center.service.configuration import Setup
from knowledge_center.service.http_errors import HttpError
from knowledge_center.service.request_limiter import RequestLimiter
from knowledge_center.service.request_origin import comes_from, computer, origins
from knowledge_center.service.responses import Responses
from knowledge_center.service.service_pages import Pages
from knowledge_center.service.writer_thread import WriterThread
from knowledge_center.words.catalogues import gettext_noop


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestContext:
    """``wake`` tells the worker that there is something to do."""

    setup: Setup
    writer: WriterThread
    responses: Responses
    wake: Callable[[], None]
    limiter: RequestLimiter = field(default_factory=RequestLimiter)

    def pages(self, digests: Iterable[str] = ()) -> Pages:
        """The pages for whoever gets the digests of these keys, in their language; of none, in the site's."""
        return self.responses.pages.in_words(self.setup.settings.words_for(digests))

    def refuse_cross_origin(self, request: Request) -> None:
        """Raise HttpError for a POST from a page of another site."""
        setup = self.setup
        if not comes_from(request.headers, origins(setup.public_url, setup.settings.site_url)):
            raise HttpError(403, gettext_noop("Nothing was changed. Please use the form on our own site."))

    def computer(self, request: Request) -> str:
        """The IP address a request comes from."""
        peer = request.client.host if request.client else ""
        forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
        return computer(peer, forwarded, self.setup.behind_proxy, self.setup.proxy_network)
