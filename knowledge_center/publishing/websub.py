"""WebSub (W3C Recommendation, 2018): announcing to a hub which feeds have changed.

Which ones is decided by their bytes, never by dates; what was announced is kept in a small file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from knowledge_center.file_writing import replace_file


def fingerprints(site: Path, feeds: Iterable[str]) -> dict[str, str]:
    """A hash of the bytes of each feed that is in the built site, by its site-relative path."""
    found = {}
    for path in sorted(feeds):
        file = site / path
        if file.is_file():
            found[path] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def changed(now: Mapping[str, str], announced: Mapping[str, str]) -> tuple[str, ...]:
    """The feeds whose bytes are not those that were announced last."""
    return tuple(path for path, content in now.items() if announced.get(path) != content)


def read_announced(path: Path) -> dict[str, str]:
    """What was announced last; nothing where the file is missing or broken, so that the worst is one ping more."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in data.items()} if isinstance(data, dict) else {}


def write_announced(path: Path, announced: Mapping[str, str]) -> None:
    """Record what was announced, in one step."""
    replace_file(path, json.dumps(dict(announced), indent=1, sort_keys=True) + "\n")


def publish(hub: str, feed: str, *, timeout: float = 20) -> str:
    """Tell ``hub`` that ``feed`` has changed (``hub.mode=publish``). Returns what went wrong, or nothing.

    ``timeout`` is in seconds.
    """
    body = urlencode({"hub.mode": "publish", "hub.url": feed}).encode()
    request = Request(hub, data=body, headers={"User-Agent": "Knowledge Center"})
    try:
        with build_opener(_StayingThere).open(request, timeout=timeout) as answer:
            return "" if 200 <= answer.status < 300 else f"the hub answered {answer.status}"
    except HTTPError as error:
        moved = f" and points to {error.headers['location']}" if error.headers["location"] else ""
        return f"the hub answered {error.code}{moved}"
    except (URLError, HTTPException, OSError, ValueError) as error:
        return f"the hub cannot be reached ({getattr(error, 'reason', error)})"


class _StayingThere(HTTPRedirectHandler):
    """Follows no redirect: that would be asked for a page, and told nothing."""

    def redirect_request(self, *_: object) -> None:
        return None
