"""What every route needs: the setup, the desk that writes, the answers, and who is asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request

from knowledge_center.service.configuration import Setup
from knowledge_center.service.http_errors import Refusal
from knowledge_center.service.request_limiter import Flood
from knowledge_center.service.request_origin import comes_from, computer, origins
from knowledge_center.service.responses import Answers
from knowledge_center.service.writer_thread import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """``wake`` tells the worker that there is something to do."""

    setup: Setup
    desk: Desk
    answers: Answers
    wake: Callable[[], None]
    flood: Flood = field(default_factory=Flood)

    def refuse_strangers(self, request: Request) -> None:
        """Raise Refusal for a POST from a page of another site."""
        setup = self.setup
        if not comes_from(request.headers, origins(setup.public_url, setup.settings.site_url)):
            raise Refusal(403, "Nothing was changed. Please use the form on our own site.")

    def computer(self, request: Request) -> str:
        """The IP address a request comes from."""
        peer = request.client.host if request.client else ""
        forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
        return computer(peer, forwarded, self.setup.behind_proxy)
