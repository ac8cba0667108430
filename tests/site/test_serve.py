"""The live preview: it shows what can be shown, says what is wrong, and follows the editor's hand."""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from PIL import Image

from tests.samples import NOW, ROOT, article_text, command, environment, make_site, mind_ctrl_c, noise

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
            said = self.said
            assert self.process.poll() is None, f"the preview ended:\n{said}"
            assert time.monotonic() < last, f"{path} answers {status}:\n{text[:500]}\n{said}"
            time.sleep(0.1)

    @property
    def said(self) -> str:
        """What stands in the terminal."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def until_said(self, words: str, times: int = 1) -> str:
        """Wait until the terminal has the words so often; that it never has is a failure."""
        last = time.monotonic() + PATIENCE
        while self.said.count(words) < times:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < last, self.said
            time.sleep(0.1)
        return self.said

    @property
    def posts(self) -> Path:
        return self.root / "docs/articles/posts/2026"

    def write(self, name: str, text: str) -> None:
        (self.posts / name).write_text(text, encoding="utf-8")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def previewing(
    root: Path, *options: str, by_mkdocs: bool = False, begins_with: int = 200
) -> Iterator[Preview]:
    """``knowledge-center serve`` in a folder, or MkDocs' own command, until Ctrl-C, which has to end it.

    ``begins_with`` is the status of its first answer.
    """
    port = free_port()
    call = [
        sys.executable,
        "-P",
        "-c",
        "from knowledge_center_cli.command import program; program()",
    ]
    call += ["serve", "--port", str(port), *options]
    if by_mkdocs:
        call = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    log = root.parent / f"log-{port}.txt"
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
        found.until("/", lambda status, text: status == begins_with and "is being made" not in text)
        yield found
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 0
        assert "Traceback" not in found.said
    finally:
        process.kill()
        process.wait(timeout=PATIENCE)


def sample(base: Path) -> Path:
    """A site with a good article, a draft, a scheduled one and a bad one."""
    articles = {
        "good.md": article_text("A good one", "Words of the good one.\n"),
        "draft.md": article_text("A draft", draft="true"),
        "half.md": "---\ndraft: true\ntitle: Half a thought\n---\n",
        "later.md": article_text("A later one", date="2026-12-01"),
        "bad.md": article_text("A bad one", date="30 February"),
    }
    return make_site(base / "site", articles)


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview that the tests here share."""
    with previewing(sample(tmp_path_factory.mktemp("preview"))) as found:
        yield found


def test_a_bad_article_does_not_stop_the_preview(preview: Preview) -> None:
    """The good articles are there; the bad one is told with its line and its fix, and shown by itself."""
    assert "Words of the good one." in preview.get("/articles/good/")[1]
    said = preview.log.read_text(encoding="utf-8")
    assert "docs/articles/posts/2026/bad.md:3\n" in said
    assert "30 February" in said and "Fix:  date:" in said
    assert "Traceback" not in said
    page = preview.get("/articles/bad/")[1]
    assert "<h1" in page and "A bad one" in page and "Some text." in page
    assert "docs/articles/posts/2026/bad.md:3</p>" in page and "30 February" in page
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
    """A file saved half-way keeps its last good page, the others go on, and the mended file shows what it has now."""
    preview.write("typing.md", article_text("Being typed", "The first words.\n"))
    # A page alone is no sign: a file is empty between being opened and being written, and is shown so.
    preview.until("/articles/typing/", lambda _, text: "The first words." in text)
    preview.write("typing.md", article_text('"Being typed', "The second words.\n"))
    preview.until_said("docs/articles/posts/2026/typing.md:2\n")
    preview.write("good.md", article_text("A good one", "Written beside a mistake.\n"))
    preview.until("/articles/good/", lambda _, text: "Written beside a mistake." in text)
    assert "The first words." in preview.get("/articles/typing/")[1]
    assert "Being typed" in preview.get("/articles/")[1]
    preview.write("typing.md", article_text("Typed to the end", "The third words.\n"))
    page = preview.until("/articles/typing/", lambda _, text: "The third words." in text)
    assert "Typed to the end" in page
    preview.until("/articles/", lambda _, text: "Typed to the end" in text)


def test_a_mistake_in_a_field_keeps_the_last_good_page(preview: Preview) -> None:
    """The same where the file can be read, and one of its fields cannot be meant."""
    preview.write("dated.md", article_text("Dated well"))
    preview.until("/articles/dated/", lambda _, text: "Dated well" in text)
    preview.write("dated.md", article_text("Dated badly", date="31 June"))
    preview.until_said("31 June")
    assert "Dated well" in preview.get("/articles/dated/")[1]
    preview.write("dated.md", article_text("Dated again"))
    preview.until("/articles/dated/", lambda _, text: "Dated again" in text)


def test_settings_and_lists_with_a_mistake_go_on_as_they_were(preview: Preview) -> None:
    """What is written is shown all the same, every page says so at its top, and the mended file is followed."""
    settings, authors = preview.root / "mkdocs.yml", preview.root / "docs/articles/.authors.yml"
    for path, mistake in (
        (settings, b"extra: [\n"),
        (settings, b"plugins: [no-such-plugin]\n"),
        (authors, b"careers-desk: [\n"),
        (authors.with_name(".categories.yml"), b"interviews\n"),
    ):
        good = path.read_bytes()
        path.write_bytes(good + mistake)
        page = preview.until("/topics/", lambda _, text: "Shown with earlier settings" in text)
        assert path.name in page or "no-such-plugin" in page
        words = f"Written beside {path.name} and {mistake!r}."
        preview.write("good.md", article_text("A good one", f"{words}\n"))
        page = preview.until("/articles/good/", lambda _, text: words.split(" and ")[0] in text)  # noqa: B023
        assert "Shown with earlier settings" in page
        assert "A good one" in preview.get("/articles/")[1]
        path.write_bytes(good)
        preview.until("/topics/", lambda _, text: "Shown with earlier settings" not in text)
    good = settings.read_bytes()
    settings.unlink()
    page = preview.until("/topics/", lambda _, text: "Shown with earlier settings" in text)
    assert "git restore mkdocs.yml" in page and "Go to the folder" not in page
    settings.write_bytes(good.replace(b"site_name: Knowledge Center", b"site_name: Renamed Center"))
    preview.until("/", lambda _, text: "Renamed Center" in text)
    settings.write_bytes(good)
    preview.until("/", lambda _, text: "Renamed Center" not in text)


def test_what_holds_no_article_yet_has_a_page(preview: Preview) -> None:
    """A draft without a date, fields that cannot be read, another encoding, no text: title or file name stand."""
    undated = article_text("No day yet", "Words of a draft.\n", without="date", draft="true")
    preview.write("undated.md", undated)
    preview.write("fields.md", article_text('"An open quote', "Words below them.\n"))
    wide = article_text("Wide letters", "Words in sixteen bits.\n")
    (preview.posts / "wide.md").write_bytes(wide.encode("utf-16"))
    (preview.posts / "nothing.md").write_bytes(b"PK\3\4\0\0\1\2")
    (preview.posts / "empty.md").write_bytes(b"")
    for name, title, words in (
        ("undated", "No day yet", "Words of a draft."),
        ("fields", "An open quote", "Words below them."),
        ("wide", "Wide letters", "Words in sixteen bits."),
        ("nothing", "nothing.md", ""),
        ("empty", "empty.md", ""),
    ):
        where = f"docs/articles/posts/2026/{name}.md:"
        page = preview.until(f"/articles/{name}/", lambda _, text: where in text and words in text)  # noqa: B023
        assert title in page.partition("<h1")[2], name
        assert f"/articles/{name}/" not in preview.get("/articles/")[1]
    preview.until_said("shown after")
    assert "articles/author/none" not in preview.said
    for name in ("undated", "fields", "wide", "nothing", "empty"):
        (preview.posts / f"{name}.md").unlink()
    preview.until("/articles/undated/", lambda status, _: status == 404)


def test_a_text_that_breaks_the_conversion_is_spared_by_the_others(preview: Preview) -> None:
    """Its page stands without it and says so; all else of the save is shown."""
    lists = "".join(f"{'    ' * depth}- item\n" for depth in range(260))
    preview.write("deep.md", article_text("A deep one", f"Words.\n\n{lists}"))
    words = "The text cannot be shown: lists, quotes or tags stand within each other too often."
    page = preview.until("/articles/deep/", lambda status, text: status == 200 and words in text)
    assert "A deep one" in page and "A deep one" in preview.get("/articles/")[1]
    (preview.posts / "deep.md").unlink()
    preview.until("/articles/deep/", lambda status, _: status == 404)


def test_a_page_that_cannot_be_made_leaves_all_as_they_were_and_says_so(preview: Preview) -> None:
    """A template that is not there: every page says at its top that the last save is not shown, and why."""
    about = preview.root / "docs/about.md"
    about.write_text("---\ntemplate: nowhere.html\n---\n# About\n", encoding="utf-8")
    page = preview.until("/topics/", lambda _, text: "The last save is not shown yet" in text)
    assert "nowhere.html" in page and "30 February" not in page
    about.write_bytes(b"# Caf\xe9s\n")
    page = preview.until("/.preview/problems/", lambda _, text: "not saved as UTF-8" in text)
    assert "codec" not in page
    about.unlink()
    preview.until("/topics/", lambda _, text: "The last save is not shown yet" not in text)


def test_files_that_are_deleted_renamed_and_moved_are_followed(preview: Preview) -> None:
    """By whatever way an editor saves: in place of another file, by deleting first; and with a whole folder."""
    preview.write("first.md", article_text("Goes away", "Its words.\n"))
    preview.until("/articles/first/", lambda status, _: status == 200)
    (preview.posts / "first.md").rename(preview.posts / "second.md")
    preview.until("/articles/second/", lambda status, _: status == 200)
    preview.until("/articles/first/", lambda status, _: status == 404)
    aside = preview.posts / ".second.md.new"
    aside.write_text(article_text("Goes away", "Put in its place.\n"), encoding="utf-8")
    aside.replace(preview.posts / "second.md")
    preview.until("/articles/second/", lambda _, text: "Put in its place." in text)
    (preview.posts / "second.md").unlink()
    preview.write("second.md", article_text("Goes away", "Written after a deletion.\n"))
    preview.until("/articles/second/", lambda _, text: "Written after a deletion." in text)
    made = preview.root / "elsewhere"
    made.mkdir()
    (made / "moved.md").write_text(article_text("Moved in", date="2026-11-17"), encoding="utf-8")
    made.rename(preview.posts.parent / "moved")
    preview.until("/articles/moved/", lambda status, _: status == 200)
    (preview.posts.parent / "moved").rename(made)
    preview.until("/articles/moved/", lambda status, _: status == 404)
    (preview.posts / "second.md").unlink()
    preview.until("/articles/", lambda _, text: "Goes away" not in text)


def test_a_picture_is_made_in_the_size_that_a_page_asks_for(preview: Preview) -> None:
    """Nobody waits for the pictures of all pages; one that is not there, or leads out of the site, is not found."""
    (preview.posts / "wide.png").write_bytes(noise((1500, 900)))
    preview.write("pictured.md", article_text("Pictured", image="wide.png", image_alt="Grains"))
    preview.until("/articles/pictured/", lambda _, text: "wide.png.800.avif" in text)
    address = f"{preview.url}/articles/pictured/wide.png.800.avif"
    with build_opener(ProxyHandler({})).open(address, timeout=10) as answer:
        assert answer.headers["Content-Type"] == "image/avif"
        with Image.open(io.BytesIO(answer.read())) as picture:
            assert (picture.format, picture.width) == ("AVIF", 800)
    for gone in (
        "gone.png.800.avif",
        "wide.png.800.gif",
        "../../../docs/articles/posts/2026/wide.png.40.avif",
    ):
        assert preview.get(f"/articles/pictured/{gone}")[0] == 404
    (preview.posts / "pictured.md").unlink()
    preview.until("/articles/pictured/", lambda status, _: status == 404)


def test_a_folder_that_is_taken_away_and_comes_back_is_followed(preview: Preview) -> None:
    """As when another branch is looked at in between: the pages stay, and the next save is seen."""
    docs, aside = preview.root / "docs", preview.root / "docs-aside"
    docs.rename(aside)
    time.sleep(0.5)
    assert preview.get("/articles/good/")[0] == 200
    shutil.copytree(aside, docs)
    preview.write("back.md", article_text("Back again"))
    preview.until("/articles/back/", lambda status, _: status == 200)


def test_two_quick_saves_end_with_the_second(preview: Preview) -> None:
    """What is saved while a build is at work is on the page all the same."""
    for number in range(6):
        preview.write("quick.md", article_text("Quick", f"Save number {number}.\n"))
        time.sleep(0.15)
    preview.until("/articles/quick/", lambda _, text: "Save number 5." in text)


def test_pages_for_a_preview_alone_are_shown_with_a_mark(preview: Preview) -> None:
    """draft_docs of mkdocs.yml: the page is there, marked, and in no build."""
    settings = preview.root / "mkdocs.yml"
    good = settings.read_text(encoding="utf-8")
    (preview.root / "docs/unfinished.md").write_text("# Unfinished\n\nHalf a page.\n", encoding="utf-8")
    preview.until("/unfinished/", lambda status, text: status == 200 and "mkdocs-draft-marker" not in text)
    settings.write_text(good + "draft_docs: unfinished.md\n", encoding="utf-8")
    preview.until("/unfinished/", lambda _, text: "mkdocs-draft-marker" in text and "Half a page." in text)
    settings.write_text(good, encoding="utf-8")
    (preview.root / "docs/unfinished.md").unlink()
    preview.until("/unfinished/", lambda status, _: status == 404)


def test_the_search_index_follows_behind_the_pages(preview: Preview) -> None:
    """It is there, and made anew when text has changed; until then the last one answers."""
    entry = "/search-index/search.json"
    before = preview.until(entry, lambda status, _: status == 200)
    preview.write("sought.md", article_text("Sought after", "Zanzibar.\n", date="2026-11-18"))
    preview.until("/articles/sought/", lambda status, _: status == 200)
    preview.until(entry, lambda status, text: status == 200 and text != before)


def test_a_dead_address_is_told_and_stops_no_preview(preview: Preview) -> None:
    """The page is shown with it, the terminal says where it stands; nothing is said of addresses that answer."""
    assert "Not every address answers" not in preview.said
    preview.write("dead.md", article_text("Leads away", "Words.\n\n<a href='/nowhere.css'>Nowhere</a>\n"))
    preview.until("/articles/dead/", lambda status, text: status == 200 and "Nowhere" in text)
    said = preview.until_said("Not every address answers").rpartition("Not every address answers")[2]
    assert "docs/articles/posts/2026/dead.md:11\n" in said
    preview.write("dead.md", article_text("Leads away", "Words.\n"))
    preview.until("/articles/dead/", lambda status, text: status == 200 and "Nowhere" not in text)
    preview.until_said("Every address answers again.")


def test_a_link_to_nothing_is_told_once(preview: Preview) -> None:
    """The check and the site generator both know of it: an editor reads the words of the check, and them alone."""
    preview.write("away.md", article_text("Leads nowhere", "See [it](not-there.md).\n"))
    preview.until("/articles/away/", lambda status, text: status == 200 and "1 problem on this page" in text)
    listed = preview.until("/.preview/problems/", lambda _, text: "not-there.md" in text)
    assert "There is no file not-there.md" in listed and "not-there.md leads nowhere" not in listed
    (preview.posts / "away.md").unlink()
    preview.until("/articles/away/", lambda status, _: status == 404)


def test_a_mail_that_cannot_be_made_stops_no_preview(tmp_path: Path) -> None:
    """A link to nothing in the introduction of a closed issue: it is told, articles go on, and the mail comes back."""
    root = make_site(tmp_path / "site", {"good.md": article_text("A good one", date="2026-11-12")})
    assert command(root, "close", "weekly").returncode == 0
    issue = root / "docs/digests/weekly/2026-W46.md"
    closed = issue.read_text(encoding="utf-8")
    with previewing(root) as preview:
        issue.write_text(f"{closed}\nSee [it](not-there.md).\n", encoding="utf-8")
        listed = preview.until(
            "/.preview/problems/", lambda _, text: "The introduction links to not-there.md" in text
        )
        assert f'<h2 id="file-1">{issue.relative_to(root)}</h2>' in listed and "127.0.0.1" not in listed
        preview.write("good.md", article_text("A good one", "Written since.\n", date="2026-11-12"))
        preview.until("/articles/good/", lambda _, text: "Written since." in text)
        assert "A good one" not in preview.get("/digests/weekly/2026-W46/email.html")[1]
        issue.write_text(f"{closed}\nSee it.\n", encoding="utf-8")
        preview.until("/digests/weekly/2026-W46/email.html", lambda _, text: "See it." in text)


def test_a_hook_that_is_saved_begins_the_preview_anew(tmp_path: Path) -> None:
    """What a site's own hook does is seen after it was changed, at the same address."""
    root = make_site(tmp_path / "site", {"good.md": article_text("A good one")})
    hook = root / "hooks/own.py"
    hook.write_text("def on_post_page(output, **_):\n    return output + '<!-- one -->'\n", encoding="utf-8")
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("hooks/main.py", "hooks/main.py, hooks/own.py"), encoding="utf-8")
    with previewing(root) as preview:
        assert "<!-- one -->" in preview.get("/")[1]
        hook.write_text(
            "def on_post_page(output, **_):\n    return output + '<!-- two -->'\n", encoding="utf-8"
        )
        preview.until("/", lambda _, text: "<!-- two -->" in text)
        assert "hooks/own.py" in preview.said


def test_files_are_looked_through_where_the_system_tells_nothing(tmp_path: Path) -> None:
    """A linked file is followed too, and so is everything with --poll; both beside another preview of the site."""
    root = make_site(tmp_path / "site", {"good.md": article_text("A good one")})
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_text(article_text("Linked", "Lies elsewhere.\n"), encoding="utf-8")
    with previewing(root, "--poll") as first:
        first.write("polled.md", article_text("Polled"))
        first.until("/articles/polled/", lambda status, _: status == 200)
        (first.posts / "linked.md").symlink_to(elsewhere)
        first.until("/articles/linked/", lambda status, _: status == 200)
        with previewing(root) as second:
            elsewhere.write_text(article_text("Linked", "Was changed elsewhere.\n"), encoding="utf-8")
            for preview in (first, second):
                preview.until("/articles/linked/", lambda _, text: "Was changed elsewhere." in text)
            assert "Files are looked through twice a second" in second.said


def test_the_command_of_mkdocs_previews_too(tmp_path: Path) -> None:
    """Whoever calls mkdocs serve sees the same, built as MkDocs does."""
    with previewing(sample(tmp_path), by_mkdocs=True) as preview:
        assert "A draft" in preview.get("/articles/")[1]
        assert "docs/articles/posts/2026/bad.md:3\n" in preview.said
        preview.write("good.md", article_text("A good one", "Other words stand here now.\n"))
        preview.until("/articles/good/", lambda _, text: "Other words stand here now." in text)


def test_a_preview_begins_with_a_mistake_in_its_settings(tmp_path: Path) -> None:
    """Every address answers with the problems, and with the site as soon as they are mended."""
    root = make_site(tmp_path / "site", {"good.md": article_text("A good one")})
    settings = root / "mkdocs.yml"
    good = settings.read_bytes()
    settings.write_bytes(good + b"extra: [\n")
    with previewing(root, begins_with=503) as preview:
        for path in ("/", "/articles/good/", "/.preview/problems/"):
            status, page = preview.get(path)
            assert status == 503 and "The site cannot be shown yet" in page and "mkdocs.yml" in page
        settings.write_bytes(good)
        preview.until("/articles/good/", lambda status, text: status == 200 and "A good one" in text)


def test_a_port_in_use_is_a_sentence(preview: Preview) -> None:
    """A second preview says who is in its way and how to start beside it, and the first goes on."""
    address = preview.url.removeprefix("http://")
    port = int(address.split(":")[1])
    for call in (
        ["-m", "mkdocs", "serve", "--dev-addr", address],
        [
            "-c",
            "from knowledge_center_cli.command import program; program()",
            "serve",
            "--port",
            str(port),
        ],
    ):
        done = subprocess.run(
            [sys.executable, *call],
            cwd=preview.root, env=environment(NOW), capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert done.returncode == 1
        assert f"The port {port} of 127.0.0.1 cannot be used" in said
        assert f"knowledge-center serve --port {port + 1}" in said
        assert "Traceback" not in said
    assert preview.get("/")[0] == 200


_EDITS = """
import os, sys, time
from pathlib import Path
from knowledge_center_mkdocs.preview import Preview
from tests.samples import article_text
def changed(name, text):
    Path("docs/articles/posts/2026", name).write_text(text, encoding="utf-8")
one = Preview(Path(".build/one"), "127.0.0.1:8000", keeps=False)
def same(step):
    assert one.build().shown, step
    one.prove()
    one.keep()
    os.environ["KC_PLAIN"] = "1"
    made = Preview(Path(".build/plain") / step, "127.0.0.1:8000", keeps=False)
    del os.environ["KC_PLAIN"]
    assert made.build().shown
    found = [
        {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (one.site, made.site)
    ]
    differ = sorted(name for name in found[0].keys() | found[1].keys() if found[0].get(name) != found[1].get(name))
    assert not differ, (step, differ)
same("first")
changed("good.md", article_text("A good one", "Other words.\\n"))
same("body")
changed("good.md", article_text("Another title", "Other words.\\n"))
same("title")
def number():
    return (one.site / "subscribe/index.html").stat().st_ino
before = number()
changed("new.md", article_text("New", date="2026-11-18"))
same("new")
assert number() == before, "a page that shows no articles was made again"
changed("later.md", article_text("Not so late", date="2026-11-25"))
changed("draft.md", article_text("A draft no more"))
same("two at once")
Path("docs/articles/posts/2026/new.md").unlink()
same("deleted")
settings = Path("mkdocs.yml")
settings.write_text(settings.read_text(encoding="utf-8") + "draft_docs: about.md\\n", encoding="utf-8")
Path("docs/about.md").write_text("# About\\n", encoding="utf-8")
same("a page for a preview alone")
one.begin_index()
assert one.is_indexing
changed("good.md", article_text("Another title", "Words again.\\n"))
assert one.build().shown and not one.is_indexing, "an index of the last pages goes on beside the new ones"
one.begin_index()
while not one.show_index():
    time.sleep(0.02)
assert (one.site / "search-index/search.json").is_file()
one.begin_index()
assert not one.is_indexing, "an index that is there is made again"
"""


def test_after_every_edit_a_preview_is_what_a_whole_one_would_be(tmp_path: Path) -> None:
    """The same bytes, drafts and scheduled articles included; its search index gives way to a save."""
    root = sample(tmp_path)
    (root / "docs/articles/posts/2026/bad.md").unlink()
    done = subprocess.run(
        [sys.executable, "-c", _EDITS.replace("\\\\n", "\\n")],
        cwd=root, env=environment(NOW, PYTHONPATH=os.pathsep.join([str(ROOT), *sys.path])),
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
