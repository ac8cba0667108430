"""HTTP responses: each page with the headers that keep it from being stored, framed or indexed."""

from __future__ import annotations

from starlette.responses import HTMLResponse, PlainTextResponse, Response

from knowledge_center.service.service_pages import Pages
from knowledge_center.words.catalogues import gettext_noop

_TITLES = {
    400: gettext_noop("This could not be read"),
    403: gettext_noop("This form was sent from another site"),
    404: gettext_noop("This page is not here"),
    405: gettext_noop("This is not how this page is used"),
    408: gettext_noop("This took too long"),
    413: gettext_noop("This is too much"),
    415: gettext_noop("This is no form"),
    429: gettext_noop("This is too much at once"),
    503: gettext_noop("Please try again in a minute"),
}


class Responses:
    """Makes HTTP responses of pages."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self._headers = {
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
            "X-Frame-Options": "DENY",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": pages.policy,
        }

    def page(self, html: str, status: int = 200) -> Response:
        """A page of ours."""
        return HTMLResponse(html, status_code=status, headers=self._headers)

    def see_other(self, location: str) -> Response:
        """To another address by GET; ``location`` may be relative (RFC 9110, 10.2.2)."""
        return Response(status_code=303, headers={**self._headers, "Location": location})

    def text(self, text: str, status: int = 200) -> Response:
        """A line for a machine."""
        return PlainTextResponse(text, status_code=status, headers=self._headers)

    def error_page(
        self, status: int, reason: str, *, title: str = "", headers: dict[str, str] | None = None
    ) -> Response:
        """What was not done, and why: ``title`` and ``reason`` are messages of the catalogues."""
        words = self.pages.words
        title = title or _TITLES.get(status, gettext_noop("Something went wrong"))
        html = self.pages.message(words.gettext(title), words.gettext(reason), link=self.pages.way_back)
        response = self.page(html, status)
        response.headers.update(headers or {})
        return response
