"""The command that shows a digest before anybody gets it."""

from __future__ import annotations

import email
import email.policy
import webbrowser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml

from knowledge_center_cli.command import run
from tests.samples import DATA, article_text, make_docs, picture

MONDAY = datetime(2026, 11, 16, 13, 3, tzinfo=UTC)  # 08:03 in Detroit
PUBLIC = article_text("Why you wait", date="2026-11-10", image="a.png", image_alt="A clock")
PAGE = ".build/preview/weekly.html"


class Site:
    """A small site, and what the command said last."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch, output: pytest.CaptureFixture[str]) -> None:
        self.root, self.patch, self.output = root, patch, output
        self.opened: list[str] = []
        patch.chdir(root)
        patch.setattr(webbrowser, "open", self.opened.append)
        patch.setattr("sys.platform", "linux")
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            patch.delenv(name, raising=False)
        self.settings(DATA)
        make_docs(root, {"why-you-wait.md": PUBLIC, "a.png": picture(size=(1200, 800))})

    def settings(self, data: object) -> None:
        (self.root / "mkdocs.yml").write_text(yaml.safe_dump(data), encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        (self.root / "docs/articles/posts/2026" / name).write_text(text, encoding="utf-8")

    def preview(self, *arguments: str, now: datetime = MONDAY) -> int:
        return self._run("preview", arguments, now)

    def close(self, *options: str, now: datetime = MONDAY) -> None:
        assert self._run("close", ("weekly", *options), now) == 0, self.complained

    def page(self) -> Any:
        return lxml.html.document_fromstring((self.root / PAGE).read_text(encoding="utf-8"))

    def _run(self, command: str, arguments: tuple[str, ...], now: datetime) -> int:
        self.patch.setenv("SOURCE_DATE_EPOCH", str(int(now.timestamp())))
        code = run(command, arguments)
        self.said, self.complained = self.output.readouterr()
        return code


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Site:
    return Site(tmp_path, monkeypatch, capsys)


def test_what_would_be_closed_now_is_shown_and_nothing_is_closed(site: Site) -> None:
    """On Monday morning the page shows the issue that is due, says where it is, and leaves docs/ as it was."""
    assert site.preview() == 0
    first, *_, last = site.said.splitlines()
    assert first == "weekly: the issue that would be closed now, 2026-W46 (November 9–15, 2026): 1 article."
    assert last == f"Open: {site.root / PAGE}"
    assert site.page().find(".//h1").text_content() == "The weekly digest: November 9–15, 2026"
    assert "Why you wait" in site.page().xpath("//iframe/@srcdoc")[0]
    assert "data:image/jpeg;base64," in site.page().xpath("//iframe/@srcdoc")[0]
    assert not (site.root / "docs/digests").exists()


def test_what_a_close_would_ask_about_is_said(site: Site) -> None:
    """A digest that would begin with the archive is shown as if somebody had agreed; that it asks stands below."""
    site.write("old.md", article_text("Something old", date="2025-11-10"))
    assert site.preview() == 0
    assert site.said.splitlines()[1] == (
        "A close asks first: weekly is due since Monday, November 16, 08:00, 2 new articles, 1 of them older than "
        "one period: knowledge-center close weekly --accept, or knowledge-center close weekly --baseline"
    )
    site.close("--baseline")
    assert site.preview() == 1
    assert "A close asks" not in site.said


def test_the_page_says_which_of_the_three_it_shows(site: Site) -> None:
    """After the close the last issue; with something new again, what is new so far."""
    site.close()
    wednesday = MONDAY + timedelta(days=2)
    assert site.preview("weekly", now=wednesday) == 0
    assert site.said.startswith(
        "weekly: 2026-W46 (November 9–15, 2026), closed on Monday, November 16, 08:03: "
    )
    site.write("new.md", article_text("Something new", date="2026-11-17"))
    assert site.preview("weekly", now=wednesday) == 0
    assert site.said.startswith(
        "weekly: what is new so far for 2026-W47 (November 16–22, 2026), which closes on"
    )
    description = site.page().find_class("description")[0].text_content()
    assert description == site.said.splitlines()[0]


def test_a_closed_issue_is_shown_by_its_name(site: Site) -> None:
    """--issue shows any closed issue; one that is not there is said, with the last one there is."""
    assert site.preview("--issue", "2026-W46") == 1
    assert site.complained == "weekly: there is no closed issue “2026-W46”. None is closed yet.\n"
    site.close()
    assert site.preview("--issue", "2026-W46", now=MONDAY + timedelta(days=300)) == 0
    assert site.preview("--issue", "2026-W47") == 1
    assert site.complained == "weekly: there is no closed issue “2026-W47”. The last one is 2026-W46.\n"


def test_nothing_at_all_is_said(site: Site) -> None:
    """A fork without articles has nothing to show: a sentence and a 1, no page."""
    (site.root / "docs/articles/posts/2026/why-you-wait.md").unlink()
    assert site.preview() == 1
    assert (
        site.complained
        == "weekly: nothing is new, and no issue was ever closed. There is nothing to show yet.\n"
    )
    assert not (site.root / PAGE).exists()


def test_a_complete_message_can_be_written(site: Site) -> None:
    """--eml writes what a mail program opens: to nobody real, dated when the issue closed."""
    site.close()
    assert site.preview("--eml", "out/a.eml", now=MONDAY + timedelta(days=3)) == 0
    assert "Written: out/a.eml\n" in site.said
    data = (site.root / "out/a.eml").read_bytes()
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert (message["To"], message["Date"]) == ("reader@example.com", "Mon, 16 Nov 2026 08:03:00 -0500")
    assert message["Subject"] == "The weekly digest: Why you wait"
    assert not (site.root / PAGE).exists()
    assert site.preview("--eml", "out/b.eml", now=MONDAY + timedelta(days=9)) == 0
    assert (site.root / "out/b.eml").read_bytes() == data


@pytest.mark.parametrize(
    ("service", "word"),
    [("mailchimp", "*|UNSUB|*"), ("listmonk", "{{ UnsubscribeURL }}"), ("mailerlite", "{$unsubscribe}")],
)
def test_a_mail_service_gets_its_own_words(site: Site, service: str, word: str) -> None:
    """--for writes HTML and text to paste there, with subject and preheader on the screen."""
    site.close()
    assert site.preview("--for", service) == 0
    stem = f".build/preview/weekly-2026-W46.{service}"
    for ending in ("html", "txt"):
        text = (site.root / f"{stem}.{ending}").read_text(encoding="utf-8")
        assert word in text and "%%" not in text
        assert f"Written: {stem}.{ending}\n" in site.said
    assert "Subject:   The weekly digest: Why you wait\nPreheader: One sentence" in site.said
    assert "not closed" not in site.said


def test_what_is_not_closed_is_not_ready_for_a_service(site: Site) -> None:
    """Before the close the words can be tried out, but the pictures are not on the site yet: that is said."""
    assert site.preview("--for", "buttondown") == 0
    assert "The issue is not closed: its page and its pictures are there once it is" in site.said


def test_what_is_wrong_with_a_draft_hinders_nobody(site: Site) -> None:
    """A half-written draft beside it is not spoken of; a public article that is wrong is."""
    site.write("half.md", "---\ndraft: true\ntitle: Half: done\n---\n")
    assert site.preview() == 0
    assert "mended" not in site.said and site.complained == ""
    site.write("wrong.md", article_text(without="title"))
    assert site.preview() == 0
    assert "1 problem has to be mended before this can be closed; run: knowledge-center check" in site.said


def test_a_ledger_that_cannot_be_read_is_no_empty_one(site: Site) -> None:
    """What was sent already must not show as news: the file and line are named, and nothing is shown."""
    site.close()
    path = site.root / "docs/digests/weekly/2026-W46.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("closed_at: 2026", "closed_at: soon"), encoding="utf-8"
    )
    assert site.preview() == 1
    assert "docs/digests/weekly/2026-W46.md:5" in site.complained
    assert not (site.root / PAGE).exists()


def test_the_browser_opens_where_there_is_one(site: Site) -> None:
    """With a display the page opens by itself, unless --no-open says not to; without one it never does."""
    assert site.preview() == 0
    assert site.opened == []
    site.patch.setenv("DISPLAY", ":0")
    assert site.preview("--no-open") == 0
    assert site.opened == []
    assert site.preview() == 0
    assert site.opened == [(site.root / PAGE).as_uri()]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["daily"], "there is no digest “daily” in mkdocs.yml; there are: weekly"),
        (["--for", "pigeon"], "invalid choice: 'pigeon'"),
        (["--eml", "a", "--for", "kit"], "not allowed with"),
    ],
)
def test_a_command_line_that_is_not_understood_ends_with_two(
    site: Site, arguments: list[str], says: str
) -> None:
    """A wrong word is answered with what there is."""
    with pytest.raises(SystemExit) as ended:
        site.preview(*arguments)
    assert ended.value.code == 2
    assert says in site.output.readouterr().err


def test_of_several_digests_one_has_to_be_named(site: Site) -> None:
    """Where there are two, the command asks which instead of guessing."""
    ours = DATA["extra"]["knowledge_center"]
    monthly = ours["digests"][0] | {"key": "monthly", "every": "month", "day": 1}
    site.settings(DATA | {"extra": {"knowledge_center": ours | {"digests": [*ours["digests"], monthly]}}})
    with pytest.raises(SystemExit) as ended:
        site.preview()
    assert ended.value.code == 2
    assert "which digest? Name one of those in mkdocs.yml: weekly, monthly" in site.output.readouterr().err
    assert site.preview("weekly") == 0


def test_a_place_that_cannot_be_written_is_said(site: Site) -> None:
    """A file in the way of the folder ends in a sentence, not in a traceback."""
    (site.root / ".build").write_text("in the way", encoding="utf-8")
    assert site.preview() == 1
    assert "it cannot be read or written" in site.complained and "Traceback" not in site.complained
