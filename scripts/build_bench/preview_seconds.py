"""From the save of an article to its new words in the preview, and the memory of a preview over many saves."""

from __future__ import annotations

import http.client
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from build_bench.bench_articles import Article, with_new_sentence
from build_bench.measuring import memory_now, start, stop
from build_bench.stacks import ELEVENTY, HUGO, OUR_COMMAND, OURS, Programs, Stack

_SAVE_LIMIT = 300
_POLL_SECONDS = 0.02
# As an editor's saves follow each other: one that comes while the rest of the site is made waits for it.
_BETWEEN_SAVES = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A preview's seconds from each save to the screen, and its memory in MiB after the first save and the
    last; ``failure`` says why there are fewer saves than were asked for."""

    label: str
    start: float = 0.0
    saves: tuple[float, ...] = ()
    memory_first: float = 0.0
    memory_last: float = 0.0
    failure: str = ""


def previews(
    stacks: dict[str, Stack], programs: Programs, article: Article, saves: int, limit: float
) -> list[Preview]:
    """The preview of each stack that has a quick one. ``limit``: no save begins after so many seconds."""
    calls: dict[str, Callable[[int], list[str]]] = {
        OURS: lambda port: [*OUR_COMMAND, "serve", "--port", str(port)]
    }
    if programs.hugo:
        hugo = [programs.hugo, "server", "--bind", "127.0.0.1", "--baseURL", "http://127.0.0.1/", "--port"]
        calls[HUGO] = lambda port: [*hugo, str(port)]
    if programs.eleventy:
        eleventy = [programs.eleventy, "--serve", "--quiet"]
        calls[ELEVENTY] = lambda port: [*eleventy, f"--port={port}"]
    return [
        preview(label, stacks[label], call, article, saves, limit)
        for label, call in calls.items()
        if label in stacks
    ]


def preview(
    label: str, stack: Stack, call: Callable[[int], list[str]], article: Article, saves: int, limit: float
) -> Preview:
    """Start a preview, save an article so many times, and wait each time until the page shows it.

    No save begins after ``limit`` seconds with the preview.
    """
    port = free_port()
    seconds: list[float] = []
    first = last = 0.0
    with tempfile.TemporaryFile("w+") as out:
        child = start(call(port), stack.folder, stack.steps[0].environ, out.fileno())
        try:
            ready = _wait(child, port, article, article.title)
            if ready is None:
                out.seek(0)
                return Preview(label=label, failure=f"It never showed its first page: {out.read()[-500:]}")
            shown = time.perf_counter()
            for number in range(1, saves + 1):
                if time.perf_counter() - shown > limit:
                    break
                time.sleep(_BETWEEN_SAVES)
                changed = with_new_sentence(article, 700_000 + number)
                stack.put(changed)
                found = _wait(child, port, article, f"number {700_000 + number}.")
                if found is None:
                    break
                seconds.append(found)
                last = memory_now(child.pid)
                first = first or last
        finally:
            stop(child)
    failure = "" if len(seconds) == saves else f"{len(seconds)} of {saves} saves within {limit:.0f} s."
    return Preview(
        label=label, start=ready, saves=tuple(seconds), memory_first=first, memory_last=last, failure=failure
    )


def free_port() -> int:
    """A port of this machine that nobody listens on at the moment."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
        return port


def _wait(child: subprocess.Popen[bytes], port: int, article: Article, words: str) -> float | None:
    """Seconds until the article's page has the words; None when it never came."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < _SAVE_LIMIT and child.poll() is None:
        if words in _page(port, f"/articles/{article.name}/"):
            return time.perf_counter() - begun
        time.sleep(_POLL_SECONDS)
    return None


def _page(port: int, path: str) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_SAVE_LIMIT)) as line:
        try:
            line.request("GET", path)
            return line.getresponse().read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return ""
