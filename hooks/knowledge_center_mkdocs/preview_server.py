"""The web server of a preview: MkDocs' own, which tells browsers to load a page anew."""

from __future__ import annotations

import logging
import posixpath
import threading
import time
from collections.abc import Callable, Iterable
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mkdocs.livereload import LiveReloadServer

from knowledge_center.pictures.mail_renditions import CACHE
from knowledge_center.pictures.page_renditions import render_for_pages
from knowledge_center.pictures.page_sizes import made_of
from knowledge_center_mkdocs.preview_notes import (
    PROBLEMS_PATH,
    PreviewState,
    being_made,
    problems_page,
    set_into,
)


class PreviewServer(LiveReloadServer):
    """Serves the folder ``site`` whole: while ``lock`` is held, its files are exchanged.

    Plugins add to ``watched`` what they want to be watched besides.
    """

    def __init__(self, site: Path, host: str, port: int, lock: threading.Lock) -> None:
        # Only a server that watches something tells browsers; what is watched, others do.
        super().__init__(self._never, host, port, str(site))
        self.watched: set[str] = set()
        self._watched_paths = {str(site): 1}
        self._lock = lock
        # Nothing is shown before the first build is over.
        self.state: PreviewState | None = None
        self._asked = threading.local()
        self.error_handler = self._error_page
        # What a browser asks in vain is no message for an editor, least of all one of a build that is at work.
        logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)

    def watch(self, path: str, func: Any = None, *, recursive: bool = True) -> None:
        """Take what a plugin wants to be watched."""
        self.watched.add(path)

    def unwatch(self, path: str) -> None:
        self.watched.discard(path)

    def start(self) -> None:
        """Answer from now on. The port has to be bound."""
        self.server_activate()
        self.serve_thread.start()

    def stop(self) -> None:
        if self.serve_thread.is_alive():
            # That of the class before: MkDocs' own also stops what watches.
            super(LiveReloadServer, self).shutdown()
        self.server_close()

    def reload(self) -> None:
        """Tell all browsers that there are other pages."""
        with self._epoch_cond:
            # As MkDocs counts: milliseconds.
            self._visible_epoch = self._wanted_epoch = round(time.monotonic() * 1000)
            self._epoch_cond.notify_all()

    def show(self, state: PreviewState) -> None:
        """Answer with these notes on all pages from now on, and tell browsers so."""
        self.state, self.mount_path = state, state.mount
        self.reload()

    def _serve_request(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        self._asked.path = path
        if path.startswith("/livereload/"):
            return super()._serve_request(environ, start_response)
        state = self.state
        if state is None:
            return self._answer(start_response, "503 Service Unavailable", being_made())
        if state.notes is None:
            return self._answer(start_response, "503 Service Unavailable", problems_page(state))
        if path == PROBLEMS_PATH:
            return self._answer(start_response, "200 OK", problems_page(state))
        picture = self._picture(path)
        if picture is not None:
            kind = guess_type(picture.name)[0] or ""
            start_response("200 OK", [("Content-Type", kind), ("Cache-Control", "no-cache")])
            return [picture.read_bytes()]
        # A file is opened in here; what is read of it later is of the same.
        with self._lock:
            return super()._serve_request(environ, start_response)

    def _picture(self, address: str) -> Path | None:
        """A picture of the site in another size, made now; a preview makes no others."""
        path = posixpath.normpath(f"/{address.removeprefix(self.mount_path)}")
        if not (found := made_of(path.lstrip("/"))):
            return None
        picture, made = found
        return (render_for_pages(Path(self.root) / picture, [made], CACHE) or {}).get(made)

    def _answer(self, start_response: Callable[..., Any], status: str, html: str) -> Iterable[bytes]:
        """A page of the preview's own, which is loaded anew as all are."""
        data: bytes = super()._inject_js_into_html(html.encode(), self._visible_epoch)  # type: ignore[no-untyped-call]
        start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")])
        return [data]

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        if self.state is not None:
            url = self._asked.path.removeprefix(self.mount_path).removesuffix("index.html")
            # As MkDocs has the addresses of pages.
            content = set_into(content, self.state, quote(url))
        made: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        return made

    def _error_page(self, code: int) -> bytes:
        page = Path(self.root) / "404.html"
        with self._lock:
            found = (
                page.read_bytes() if page.is_file() else b"<!doctype html><title>Preview</title><body></body>"
            )
        return self._inject_js_into_html(found, self._visible_epoch)

    @staticmethod
    def _never() -> None:
        """MkDocs' own way of building is not used."""
