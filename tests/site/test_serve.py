"""The live preview: it shows what can be shown, says what is wrong, and follows the editor's hand."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.samples import NOW, article_text, environment, make_site, mind_ctrl_c

PATIENCE = 60


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A running preview of the site in ``root``."""

    root: Path
    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page; 0 while nobody answers."""
        try:
            with build_opener(ProxyHandler({})).open(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode(errors="replace")
        except (URLError, ConnectionError, TimeoutError):
            return 0, ""

    def until(self, path: str, right: Callable[[int, str], bool]) -> str:
        """Ask until the answer is right; that it never becomes so is a failure."""
        last = time.monotonic() + PATIENCE
        while True:
            status, text = self.get(path)
            if right(status, text):
                return text
            said = self.log.read_text(encoding="utf-8", errors="replace")
            assert self.process.poll() is None, f"the preview ended:\n{said}"
            assert time.monotonic() < last, f"{path} answers {status}:\n{text[:500]}\n{said}"
            time.sleep(0.1)

    def write(self, name: str, text: str) -> None:
        (self.root / "docs/articles/posts/2026" / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of a good article, a draft, a scheduled one and a bad one."""
    base = tmp_path_factory.mktemp("preview")
    articles = {
        "good.md": article_text("A good one", "Words of the good one.\n"),
        "draft.md": article_text("A draft", draft="true"),
        "half.md": "---\ndraft: true\ntitle: Half a thought\n---\n",
        "later.md": article_text("A later one", date="2026-12-01"),
        "bad.md": article_text("A bad one", date="30 February"),
    }
    root = make_site(base / "site", articles)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    log = base / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            call,
            cwd=root,
            env=environment(NOW),
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            preexec_fn=mind_ctrl_c,
        )
    found = Preview(root=root, url=f"http://127.0.0.1:{port}", log=log, process=process)
    try:
        found.until("/", lambda status, _: status == 200)
        yield found
    finally:
        os.kill(process.pid, signal.SIGINT)
        process.wait(timeout=PATIENCE)


def test_a_bad_article_does_not_stop_the_preview(preview: Preview) -> None:
    """The good articles are there, the bad one is told in the terminal with its line and its fix."""
    assert "Words of the good one." in preview.get("/articles/good/")[1]
    said = preview.log.read_text(encoding="utf-8")
    assert "docs/articles/posts/2026/bad.md:3\n" in said
    assert "30 February" in said and "Fix:  date:" in said
    assert "Traceback" not in said
    assert preview.get("/articles/bad/")[0] == 404
    assert "A bad one" not in preview.get("/articles/")[1]


def test_the_preview_says_when_a_digest_is_due(preview: Preview) -> None:
    """Who starts it reads once, since when, how much is new and what to run; saving files repeats nothing."""
    due = "weekly is due since Monday, November 16, 08:00, 1 new article: knowledge-center close weekly"
    assert preview.log.read_text(encoding="utf-8").count(due) == 1
    preview.write("good.md", article_text("A good one", "Words of the good one.\n\nAnd more.\n"))
    preview.until("/articles/good/", lambda _, text: "And more." in text)
    assert preview.log.read_text(encoding="utf-8").count("weekly is due") == 1


def test_drafts_and_scheduled_articles_are_shown_and_marked(preview: Preview) -> None:
    """An editor sees what readers will see, told apart by a notice on its page."""
    listing = preview.get("/articles/")[1]
    assert "A draft" in listing and "A later one" in listing and "A good one" in listing
    draft, later, good = (preview.get(f"/articles/{name}/")[1] for name in ("draft", "later", "good"))
    assert "Readers cannot see this article yet" in draft
    assert "Readers can see this article from" in later and "December 1, 2026" in later
    assert "Readers can" not in good
    for page in (draft, later):
        assert '<meta name="robots" content="noindex">' in page


def test_feeds_of_a_preview_hold_nothing_that_readers_may_not_see(preview: Preview) -> None:
    """Whoever points a reader at the preview gets the public feed."""
    for path in ("/feed.xml", "/atom.xml", "/feed.json"):
        text = preview.get(path)[1]
        assert "A good one" in text
        assert "A draft" not in text and "A later one" not in text


def test_saving_a_file_rebuilds(preview: Preview) -> None:
    """What an editor saves is on the page a moment later: a changed text, a mended article, a new one."""
    preview.write("good.md", article_text("A good one", "Other words stand here now.\n"))
    preview.until("/articles/good/", lambda _, text: "Other words stand here now." in text)
    preview.write("bad.md", article_text("A mended one"))
    preview.until("/articles/bad/", lambda status, text: status == 200 and "A mended one" in text)
    preview.write("new.md", article_text("A new one", date="2026-11-18"))
    preview.until("/articles/", lambda _, text: "A new one" in text)


def test_a_mistake_made_while_writing_is_told_and_mended(preview: Preview) -> None:
    """A file saved half-way leaves its page for the moment, the preview goes on, and the mended file is back."""
    preview.write("typing.md", article_text("Being typed"))
    preview.until("/articles/typing/", lambda status, _: status == 200)
    preview.write("typing.md", article_text('"Being typed'))
    preview.until("/articles/typing/", lambda status, _: status == 404)
    assert "docs/articles/posts/2026/typing.md:2\n" in preview.log.read_text(encoding="utf-8")
    assert preview.get("/articles/")[0] == 200
    preview.write("typing.md", article_text("Typed to the end"))
    preview.until("/articles/typing/", lambda status, text: status == 200 and "Typed to the end" in text)


def test_a_dead_address_is_told_and_stops_no_preview(preview: Preview) -> None:
    """The page is shown with it, the terminal says where it stands; nothing is said of addresses that answer."""
    assert "Not every address answers" not in preview.log.read_text(encoding="utf-8")
    preview.write("dead.md", article_text("Leads away", "Words.\n\n<a href='/nowhere/'>Nowhere</a>\n"))
    preview.until("/articles/dead/", lambda status, text: status == 200 and "Nowhere" in text)
    said = preview.log.read_text(encoding="utf-8").partition("Not every address answers")[2]
    assert "docs/articles/posts/2026/dead.md:11\n" in said and "“/nowhere/”" in said
    preview.write("dead.md", article_text("Leads away", "Words.\n"))
    preview.until("/articles/dead/", lambda status, text: status == 200 and "Nowhere" not in text)


def test_a_port_in_use_is_a_sentence(preview: Preview) -> None:
    """A second preview says who is in its way and how to start beside it, and the first goes on."""
    address = preview.url.removeprefix("http://")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address],
        cwd=preview.root, env=environment(NOW), capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 1
    port = int(address.split(":")[1])
    assert f"The port {port} of 127.0.0.1 cannot be used" in said
    assert f"knowledge-center serve --port {port + 1}" in said
    assert "Traceback" not in said
    assert preview.get("/")[0] == 200
