"""One feed with very many full-text entries in all three formats, written in a process of its own."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime, timedelta

from build_bench.bench_articles import WORDS
from build_bench.measuring import run
from build_bench.stacks import ROOT, our_environment
from knowledge_center.feed_formats import ATOM, JSON, RSS
from knowledge_center.feeds.json_feed import json_feed
from knowledge_center.feeds.model import Entry, Feed
from knowledge_center.feeds.xml_feeds import atom, rss


def large_feed(entries: int) -> str:
    """A sentence with what it costs. Raises CommandFailed."""
    done = run([sys.executable, "-m", "build_bench.large_feed", str(entries)], ROOT, our_environment())
    found = json.loads(done.printed.splitlines()[-1])
    return (
        f"A feed of {entries:,} full-text entries: RSS {found['rss']:.2f} s, Atom {found['atom']:.2f} s, "
        f"JSON {found['json']:.2f} s, {found['megabytes']:.0f} MB on disk, peak memory {done.memory:.0f} MiB."
    )


def main(entries: int) -> None:
    """Write the feed and print the seconds."""
    content = "".join(f"<p>{' '.join(WORDS)} {number}</p>\n" for number in range(16))
    day = datetime(2026, 1, 1, tzinfo=UTC)
    feed = Feed(
        id="tag:example.com,2026:feed",
        title="Large",
        description="Large",
        home="https://example.com/",
        site_url="https://example.com/",
        language="en",
        publisher="Example",
        icon="",
        rss=RSS.file,
        atom=ATOM.file,
        json=JSON.file,
        entries=tuple(
            Entry(
                id=f"tag:example.com,2026:{number}",
                url=f"https://example.com/{number}/",
                title=f"Article {number}",
                summary="A sentence about it.",
                content=content,
                published=day - timedelta(minutes=number),
                updated=day - timedelta(minutes=number),
                authors=("Desk",),
                categories=("Work",),
            )
            for number in range(entries)
        ),
    )
    spent = {}
    size = 0
    for name, write in (("rss", rss), ("atom", atom), ("json", json_feed)):
        begun = time.perf_counter()
        size = max(size, len(write(feed)))
        spent[name] = time.perf_counter() - begun
    print(json.dumps({**spent, "megabytes": size / 1e6}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
