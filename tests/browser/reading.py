"""A reader's browser window, and everything it asked for and complained of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Response

Scheme = Literal["light", "dark"]


@dataclass(kw_only=True)
class Window:
    """A page with what went wrong in it: console errors, failed requests, requests to anybody else."""

    page: Page
    origins: tuple[str, ...]
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, url: str) -> None:
        """Go to a page and wait until it is there."""
        self.page.goto(url, wait_until="load")

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def on_dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"{self.page.url}: says “{dialog.message}”")
        dialog.dismiss()

    def on_request(self, request: Request) -> None:
        self.requests.append(request.url)
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" not in self.origins:
            self.complaints.append(f"{self.page.url}: asks {request.url}")

    def on_failed(self, request: Request) -> None:
        # Pictures further down are given up when one goes on to the next page before they are there.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{self.page.url}: {request.url} failed: {request.failure}")

    def on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{self.page.url}: {response.url} answers {response.status}")


@contextmanager
def window(
    browser: Browser,
    *origins: str,
    width: int = 1280,
    height: int = 844,
    scheme: Scheme = "light",
    script: bool = True,
) -> Iterator[Window]:
    """A fresh window without a history; ``origins`` are the servers it may talk to."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    found = Window(page=page, origins=origins)
    page.on("console", found.on_console)
    page.on("pageerror", lambda error: found.complaints.append(f"{page.url}: {error}"))
    page.on("dialog", found.on_dialog)
    page.on("request", found.on_request)
    page.on("requestfailed", found.on_failed)
    page.on("response", found.on_response)
    try:
        yield found
    finally:
        context.close()
