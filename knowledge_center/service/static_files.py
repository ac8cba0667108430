"""The finished site as files: their true types, their folders, and nothing that is not meant to be seen."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import Scope

# Our own table: what the machine's says differs from one to the next.
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    # As application/rss+xml some browsers would not show a feed but save it.
    ".xml": "application/xml",
    ".rss": "application/xml",
    ".opml": "text/x-opml; charset=utf-8",
    ".json": "application/json",
    ".gz": "application/gzip",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
}
# No file has this name, so that the answer is the site's own page for that.
_MISSING = "\N{REPLACEMENT CHARACTER}"
_HEADERS = {
    # Asked for again each time, and answered by 304 as long as it is the same: a new build shows at once.
    "Cache-Control": "no-cache",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    # No other site may show these pages, and the form on them, in a frame of its own.
    "Content-Security-Policy": "frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}

# Other content, other name.
_FOR_EVER = ("/assets/hashed/", "/search-index/index/")


class SiteFiles(StaticFiles):
    """Starlette's static files, with relative redirects, our types and no dot files."""

    def __init__(self, site: Path) -> None:
        # A build that swaps the folder is seen at once, and a folder that is gone for a moment is no end.
        super().__init__(directory=site, html=True, check_dir=False)

    async def check_config(self) -> None:
        """The folder was there at the start."""

    def get_path(self, scope: Scope) -> str:
        path = super().get_path(scope)
        # What ends with a slash is a folder: a file of that name is another address.
        return os.path.join(path, "index.html") if scope["path"].endswith("/") else path

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code not in (401, 404) or path == _MISSING:
                raise
            # A name that no file can have, or one that this user may not read: as if it were not there.
            response = await super().get_response(_MISSING, scope)
        if response.status_code == 307:
            # Starlette redirects to where the request says it was sent, which anybody can write.
            name = PurePosixPath(scope["path"]).name
            return Response(status_code=301, headers={**_HEADERS, "Location": f"./{quote(name)}/"})
        if response.status_code == 404 and isinstance(response, FileResponse):
            response.headers.update({**_HEADERS, "Content-Type": _TYPES[".html"]})
        return response

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        # .well-known is the one name with a dot that is meant to be asked for (RFC 8615).
        if any(part.startswith(".") and part not in (".", ".well-known") for part in path.split("/")):
            return "", None
        return super().lookup_path(path)

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        ending = PurePosixPath(os.fspath(full_path)).suffix.lower()
        if not isinstance(response, NotModifiedResponse):
            response.headers["Content-Type"] = _TYPES.get(ending, "application/octet-stream")
        response.headers.update(_HEADERS)
        if scope["path"].startswith(_FOR_EVER):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
