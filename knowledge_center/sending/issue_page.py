"""Whether the page that a mail leads to is there, before anybody is sent to it."""

from __future__ import annotations

from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen


def missing(url: str, *, timeout: float = 20) -> str:
    """Why nobody would see the page at ``url``, or an empty string if it answers 200. ``timeout`` in seconds."""
    request = Request(url, method="HEAD", headers={"User-Agent": "Knowledge Center"})
    try:
        with urlopen(request, timeout=timeout) as answer:
            return "" if answer.status == 200 else f"it answers {answer.status}"
    except HTTPError as error:
        return f"it answers {error.code}"
    except URLError as error:
        reason = error.reason
        return f"it cannot be reached: {getattr(reason, 'strerror', None) or reason}"
    except OSError as error:
        return f"it cannot be reached: {error}"
