"""Our build against the stock stack, in turn, on the same generated articles; what feeds and mailing cost.

Stock is Material with its blog, its search and mkdocs-rss-plugin. Seconds differ between machines, so
the ratio of the medians, taken in one run, is the figure to quote.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
NOW = "1795420800"
CATEGORIES = ("interviews", "applications", "pay", "temporary-work", "first-days", "hiring")
WORDS = """
work offer letter team manager question answer week shift hour pay list plan person place reason note call
visit desk door morning evening first second clear short long good better early late small large write read
ask tell listen learn begin end bring take give keep show find know think feel help start
""".split()  # noqa: SIM905  (easier to read than a list of quoted words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One finished command: wall and CPU seconds, peak memory in MiB, and what it printed."""

    wall: float
    cpu: float
    memory: float
    printed: str


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table. Returns 1 when a build or another command fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, help="how many articles (default 1000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each stack builds (default 3)")
    parser.add_argument(
        "--entries", type=int, default=10_000, help="entries of the large feed (default 10000)"
    )
    parser.add_argument("--readers", type=int, default=50_000, help="how many get the digest (default 50000)")
    parser.add_argument("--stock", default=sys.executable, help="a Python that has the stock stack")
    parser.add_argument("--child", choices=("build", "feed"), help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.child == "build":
        return _child_build()
    if options.child == "feed":
        return _child_feed(options.entries)
    with tempfile.TemporaryDirectory(prefix="knowledge-center-bench-") as folder:
        try:
            for line in compare(Path(folder), options.articles, options.rounds, options.stock):
                print(line, flush=True)
            print(large_feed(options.entries), flush=True)
            mails = [sys.executable, str(ROOT / "scripts/bench_mail.py"), "--readers", str(options.readers)]
            print(run(mails, ROOT).printed, end="", flush=True)
        except subprocess.CalledProcessError as error:
            print(f"A command failed:\n{error.output}", file=sys.stderr)
            return 1
    return 0


def compare(folder: Path, articles: int, rounds: int, python: str) -> Iterator[str]:
    """Both stacks in alternation on the same articles, then a line a figure."""
    stock, ours = folder / "stock", folder / "ours"
    make_stock(stock, articles)
    make_ours(ours, articles)
    yield f"{articles:,} articles of about 850 words, {rounds} rounds in turn, median of each"
    builds = {
        "stock": [str(Path(python).absolute()), "-m", "mkdocs", "build", "--quiet"],
        "ours": [sys.executable, str(Path(__file__).resolve()), "--child", "build"],
    }
    runs: dict[str, list[Run]] = {name: [] for name in builds}
    for _ in range(rounds):
        for name, call in builds.items():
            runs[name].append(run(call, folder / name))
    for figure, unit in (("wall", "s"), ("cpu", "s"), ("memory", "MiB")):
        middle = {name: statistics.median(getattr(r, figure) for r in found) for name, found in runs.items()}
        pairs = zip(runs["ours"], runs["stock"], strict=True)
        ratio = statistics.median(getattr(ours, figure) / getattr(stock, figure) for ours, stock in pairs)
        yield (
            f"  full build, {figure:<7} stock {middle['stock']:7.1f} {unit:<3}  ours {middle['ours']:7.1f} {unit:<3}"
            f"  ours/stock {ratio:.2f}"
        )
    shares = [json.loads(r.printed.splitlines()[-1]) for r in runs["ours"]]
    feeds = statistics.median(share["feeds"] for share in shares)
    part = statistics.median(share["feeds"] / share["build"] for share in shares)
    search = statistics.median(share["search"] for share in shares)
    yield f"  of ours: feeds      {feeds:.2f} s, {part:.1%} of the build ({shares[0]['files']} files)"
    yield f"  of ours: search     {search:.2f} s, the proof of all addresses beside it"


def large_feed(entries: int) -> str:
    """One feed with very many full-text entries, written in a process of its own."""
    done = run(
        [sys.executable, str(Path(__file__).resolve()), "--child", "feed", "--entries", str(entries)], ROOT
    )
    found = json.loads(done.printed.splitlines()[-1])
    return (
        f"a feed of {entries:,} full-text entries: RSS {found['rss']:.2f} s, Atom {found['atom']:.2f} s, "
        f"JSON {found['json']:.2f} s, {found['megabytes']:.0f} MB on disk, peak memory {done.memory:.0f} MiB"
    )


def run(call: Sequence[str], folder: Path) -> Run:
    """Run a command to its end. Raises CalledProcessError, with its output, when it fails."""
    environ = os.environ | {"SOURCE_DATE_EPOCH": NOW, "NO_MKDOCS_2_WARNING": "1"}
    with tempfile.TemporaryFile("w+") as out:
        begun = time.perf_counter()
        child = subprocess.Popen(call, cwd=folder, env=environ, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read()
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, call, output=printed)
    # Kibibytes on Linux, bytes on macOS.
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return Run(wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=usage.ru_maxrss / unit, printed=printed)


def make_stock(root: Path, articles: int) -> None:
    """The stack a reader of the manuals would set up."""
    posts = root / "docs/articles/posts"
    posts.mkdir(parents=True)
    (root / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    (root / "docs/articles/index.md").write_text("# Articles\n", encoding="utf-8")
    (root / "docs/articles/.authors.yml").write_text(
        "authors:\n  desk:\n    name: Desk\n    description: Writes\n    avatar: logo.png\n", encoding="utf-8"
    )
    for name, text in generated(articles):
        (posts / f"{name}.md").write_text(text, encoding="utf-8")
    picture(posts / "picture.png")
    (root / "mkdocs.yml").write_text(
        "site_name: Stock\nsite_url: https://knowledge.example.com/\n"
        "theme:\n  name: material\n  font: false\n"
        "plugins:\n  - search\n"
        "  - blog:\n      blog_dir: articles\n      post_url_format: '{file}'\n"
        "  - rss:\n      match_path: articles/posts/.*\n      use_git: false\n"
        "      date_from_meta:\n        as_creation: date\n"
        "markdown_extensions: [tables, admonition, footnotes, attr_list, pymdownx.superfences]\n",
        encoding="utf-8",
    )


def make_ours(root: Path, articles: int) -> None:
    """The project's own settings, hook and pages with the same articles."""
    root.mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "hooks").mkdir()
    shutil.copy(ROOT / "hooks/main.py", root / "hooks")
    shutil.copytree(ROOT / "docs", root / "docs", ignore=shutil.ignore_patterns("posts", "weekly"))
    posts = root / "docs/articles/posts"
    posts.mkdir(parents=True)
    (root / "docs/articles/.authors.yml").write_text("desk:\n  name: Desk\n", encoding="utf-8")
    (root / "docs/articles/.categories.yml").write_text(
        "".join(f"{slug}:\n  name: {slug.capitalize()}\n" for slug in CATEGORIES), encoding="utf-8"
    )
    for name, text in generated(articles):
        (posts / f"{name}.md").write_text(text, encoding="utf-8")
    picture(posts / "picture.png")
    # With every page of the archive feed there is to build.
    run([sys.executable, str(ROOT / "scripts/close_archive.py")], root)


def picture(path: Path) -> None:
    """A picture that every article shows."""
    Image.new("RGB", (1200, 800), "teal").save(path)


def generated(articles: int) -> Iterator[tuple[str, str]]:
    """Names and texts of articles, the same each time, with what articles have: headings, lists, links."""
    source = random.Random(1)

    def sentence(words: int) -> str:
        return " ".join(source.choices(WORDS, k=words)).capitalize() + "."

    def paragraph() -> str:
        return " ".join(sentence(source.randint(8, 18)) for _ in range(5))

    first = date(2015, 1, 1)
    for number in range(articles):
        name = f"article-{number:05}"
        links = [f"article-{source.randrange(number):05}" for _ in range(3)] if number else []
        parts = [paragraph(), f"![A green picture]({'picture.png'})"]
        for section in range(5):
            parts += [f"## {sentence(4)[:-1]}", paragraph(), paragraph()]
            if section == 1:
                parts.append("\n".join(f"- {sentence(8)}" for _ in range(4)))
            if section == 2:
                parts.append(f"> {sentence(14)}")
        parts += [f"See also [{sentence(3)[:-1]}]({link}.md)." for link in links]
        day = first + timedelta(days=number * 4200 // max(articles, 1))
        yield (
            name,
            f"---\ntitle: {sentence(6)[:-1]} {number}\ndate: {day}\n"
            f"description: {sentence(12)[:120]} A sentence that is certainly long enough.\n"
            f"authors: [desk]\ncategories: [{source.choice(CATEGORIES)}]\n---\n\n"
            + "\n\n".join(parts)
            + "\n",
        )


def _child_build() -> int:
    """Our build, with a stopwatch on what makes the feeds and on the search index."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from knowledge_center.feed_formats import EMAIL_FILE, FEED_FILES
    from knowledge_center_mkdocs import events, site_proof

    spent = {"feeds": 0.0, "search": 0.0}

    def timed(module: object, name: str, key: str) -> None:
        inner = getattr(module, name)

        def outer(*arguments: object, **named: object) -> object:
            begun = time.perf_counter()
            try:
                return inner(*arguments, **named)
            finally:
                spent[key] += time.perf_counter() - begun

        setattr(module, name, outer)

    timed(events, "rendered_site", "feeds")
    timed(events, "make_files", "feeds")
    timed(site_proof, "index_and_prove", "search")
    begun = time.perf_counter()
    config = load_config("mkdocs.yml", strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    whole = time.perf_counter() - begun
    site = Path(config.site_dir)
    names = (*FEED_FILES, EMAIL_FILE)
    files = sum(1 for path in site.rglob("*") if path.name in names or path.parent == site / "feed/archive")
    print(json.dumps({**spent, "build": whole, "files": files}))
    return 0


def _child_feed(entries: int) -> int:
    """Write one large feed in all three formats."""
    from knowledge_center.feed_formats import ATOM, JSON, RSS
    from knowledge_center.feeds.json_feed import json_feed
    from knowledge_center.feeds.model import Entry, Feed
    from knowledge_center.feeds.xml_feeds import atom, rss

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
    return 0


if __name__ == "__main__":
    sys.exit(main())
