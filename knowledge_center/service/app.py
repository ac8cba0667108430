"""The service as one ASGI application: the site's files and the routes of the signup."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from knowledge_center.problems import Unusable
from knowledge_center.sending.transport import Transport
from knowledge_center.service.background_worker import BackgroundWorker
from knowledge_center.service.configuration import Setup
from knowledge_center.service.health import Health
from knowledge_center.service.http_errors import HttpError
from knowledge_center.service.request_context import RequestContext
from knowledge_center.service.responses import Responses
from knowledge_center.service.service_pages import Pages
from knowledge_center.service.signup_routes import SignupRoutes
from knowledge_center.service.static_files import SiteFiles
from knowledge_center.service.subscriber_routes import SubscriberRoutes
from knowledge_center.service.writer_thread import WriterThread
from knowledge_center.signup.database import error_name
from knowledge_center.words.catalogues import gettext_noop

_log = logging.getLogger(__name__)


def app(setup: Setup, transport: Transport) -> ASGIApp:
    """The application. Its lifespan opens the database and starts and stops the worker, which hands mails
    to ``transport``."""
    writer = WriterThread(setup.database)
    worker = BackgroundWorker(setup, transport, writer.write_lock)
    responses = Responses(Pages(setup))
    health = Health(writer, setup.clock, lambda: worker.alive)
    context = RequestContext(setup=setup, writer=writer, responses=responses, wake=worker.wake)
    signup_routes, subscriber_routes = SignupRoutes(context), SubscriberRoutes(context)

    async def healthz(request: Request) -> Response:
        """For the operator: ok, or 503 and what is wrong, a sentence each."""
        found = await health.look()
        lines = [*(found.reasons or ["ok"]), *filter(None, [found.waits])]
        return responses.text("\n".join([*lines, ""]), 503 if found.reasons else 200)

    async def http_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, HttpError)
        return responses.error_page(error.status, error.reason, title=error.title)

    async def http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        reason = (
            gettext_noop("The address has a slip in it.")
            if error.status_code == 404
            else gettext_noop("Nothing was changed.")
        )
        return responses.error_page(error.status_code, reason, headers=dict(error.headers or {}))

    async def busy(request: Request, error: Exception) -> Response:
        # Another process holds the file, or the disk is full. Not the message: it may hold a value.
        _log.error("The database did not answer: %s.", error_name(error))
        return responses.error_page(
            503, gettext_noop("The service is busy. Nothing was lost but this one click.")
        )

    async def crashed(request: Request, error: Exception) -> Response:
        return responses.error_page(500, gettext_noop("The mistake is ours. Please try again later."))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await writer.open()
        worker.start()
        yield
        await run_in_threadpool(worker.stop)
        await writer.close()

    routes: list[Route | Mount] = [
        Route("/subscribe", signup_routes.take, methods=["POST"]),
        Route("/subscribe/", signup_routes.take, methods=["POST"]),
        Route("/subscribe/thanks", signup_routes.thanks),
        Route("/confirm/{token}", subscriber_routes.confirm, methods=["GET", "POST"]),
        Route("/u/{own}", subscriber_routes.leave, methods=["GET", "POST"]),
        Route("/preferences/{own}", subscriber_routes.preferences, methods=["GET", "POST"]),
        Route("/healthz", healthz),
    ]
    if setup.site is None:
        routes += [Route("/subscribe", signup_routes.show), Route("/subscribe/", signup_routes.show)]
    else:
        routes.append(Mount("/", SiteFiles(setup.site)))
    starlette = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={
            HttpError: http_problem,
            HTTPException: http_error,
            sqlite3.OperationalError: busy,
            Unusable: busy,
            Exception: crashed,
        },
    )
    # A slash redirect would turn a POST into a GET.
    starlette.router.redirect_slashes = False
    return _ErrorBoundary(starlette)


class _ErrorBoundary:
    """Ends an error here, with one line of the log that holds nothing of what was asked for.

    The page was sent already; Starlette raises the error once more, and uvicorn would log the traceback,
    in which addresses and links can stand.
    """

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._inner(scope, receive, send)
        except Exception as error:
            if scope["type"] != "http":
                raise
            where = error.__traceback__
            while where is not None and where.tb_next is not None:
                where = where.tb_next
            at = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "?"
            _log.error("An error in the service: %s at %s.", type(error).__name__, at)
