"""Pages that are made to stand in a frame, and the pages made for readers that show the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

Query = dict[str, list[str]]


def page_of(address: str) -> str:
    """Where a link to the framed page at ``address`` should lead: what people watch, or the address itself."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    host, query = (parts.hostname or "").removeprefix("www."), parse_qs(parts.query)
    for hosts, path, page in _PAGES:
        found = re.fullmatch(path, parts.path) if host in hosts else None
        if found:
            return page(found[1] if found.groups() else "", query) or address
    return address


def _first(query: Query, name: str) -> str:
    return quote(query.get(name, [""])[0], safe="")


def _youtube(video: str, query: Query) -> str:
    if video == "videoseries":
        return f"https://www.youtube.com/playlist?list={_first(query, 'list')}"
    if video == "live_stream":
        return f"https://www.youtube.com/channel/{_first(query, 'channel')}/live"
    start = _first(query, "start")
    return f"https://www.youtube.com/watch?v={video}" + (f"&t={start}s" if start.isdecimal() else "")


def _vimeo(video: str, query: Query) -> str:
    # One that is not listed is found with its hash only.
    hash_ = _first(query, "h")
    return f"https://vimeo.com/{video}" + (f"/{hash_}" if hash_ else "")


def _sound(_: str, query: Query) -> str:
    address = query.get("url", [""])[0]
    return address if address.startswith("https://soundcloud.com/") else ""


_PAGES: tuple[tuple[tuple[str, ...], str, Callable[[str, Query], str]], ...] = (
    (("youtube.com", "m.youtube.com", "youtube-nocookie.com"), r"/(?:embed|v)/([\w-]+)/?", _youtube),
    (("player.vimeo.com",), r"/video/(\d+)/?", _vimeo),
    (("dailymotion.com",), r"/embed/video/(\w+)/?", lambda at, _: f"https://www.dailymotion.com/video/{at}"),
    (("open.spotify.com",), r"/embed(/[\w/-]+)", lambda at, _: f"https://open.spotify.com{at}"),
    (("loom.com",), r"/embed/(\w+)/?", lambda at, _: f"https://www.loom.com/share/{at}"),
    (("embed.ted.com",), r"(/talks/[\w/-]+)", lambda at, _: f"https://www.ted.com{at}"),
    (("w.soundcloud.com",), r"/player/?", _sound),
)  # fmt: skip
