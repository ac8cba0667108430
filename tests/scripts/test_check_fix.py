"""Mending by the check: shown first, asked for, and nothing else of a file is touched."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from knowledge_center.file_edits import write_whole
from knowledge_center.site_addresses.link_answers import LinkAnswer, write_link_answers
from knowledge_center_cli.command import main
from tests.samples import NOW, article_text, command, make_site, picture

NAME = "docs/articles/posts/2026/a.md"
# Windows' line ends, a byte order mark, and mistakes that hide each other, with one that nobody can mend by a program.
BEFORE = (
    "\ufeff"
    + article_text(
        "Offers: how to compare them",
        date="November 16, 2026 9:00 AM # for now",
        categories="[interviews; hiring]",
        draft="no",
        body="# Why it matters\n\nWrite to them: ![](desk.png)\n",
    ).replace("\n", "\r\n")
).encode()
AFTER = (
    BEFORE.replace(b"title: Offers: how to compare them", b'title: "Offers: how to compare them"')
    .replace(b"November 16, 2026 9:00 AM", b"2026-11-16 09:00")
    .replace(b"interviews; hiring", b"interviews, hiring")
    .replace(b"draft: no", b"draft: false")
    .replace(b"# Why", b"## Why")
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site", {"a.md": ""})
    (root / NAME).write_bytes(BEFORE)
    return root


def test_nothing_is_written_unasked(site: Path) -> None:
    """Where nobody can be asked the difference is shown, the files stay, and the next step is named."""
    done = command(site, "check", "--fix")
    assert '+title: "Offers: how to compare them"' in done.stdout
    assert "knowledge-center check --fix --yes" in done.stdout
    assert done.returncode == 1
    assert (site / NAME).read_bytes() == BEFORE


def test_what_is_safe_is_mended(site: Path) -> None:
    """With --yes all of it at once, one mistake behind another; line ends, comments and every other byte stay."""
    done = command(site, "check", "--fix", "--yes")
    assert (site / NAME).read_bytes() == AFTER
    assert f"{NAME}: mended." in done.stdout
    # What a picture shows no program knows.
    assert "has no description" in done.stdout and done.returncode == 1
    again = command(site, "check", "--fix", "--yes")
    assert "mended" not in again.stdout and (site / NAME).read_bytes() == AFTER


def test_addresses_that_have_moved_to_https(tmp_path: Path) -> None:
    """Where check --links was sent from http:// to https:// for good, that is written; nobody is asked again."""
    body = (
        "See [pay](http://example.org/pay), <http://example.org/pay#top>, [more][m] and\n"
        "`http://example.org/pay`, [payroll](http://example.org/payroll).\n\n[m]: http://example.org/pay\n"
    )
    root = make_site(tmp_path / "site", {"a.md": article_text(body=body)})
    answer = LinkAnswer(when=NOW, status=200, moved="https://example.org/pay")
    write_link_answers(root, {"http://example.org/pay": answer})
    done = command(root, "check", "--fix", "--yes")
    assert done.returncode == 0, done.stdout
    assert (
        (root / NAME)
        .read_text(encoding="utf-8")
        .endswith(
            "See [pay](https://example.org/pay), <https://example.org/pay#top>, [more][m] and\n"
            "`http://example.org/pay`, [payroll](http://example.org/payroll).\n\n[m]: https://example.org/pay\n"
        )
    )


def misnamed_picture(root: Path) -> Path:
    """A site with a PNG called .jpg that two articles show, one of them at its head."""
    cover = 'image: "the desk.jpg" # for now\nimage_alt: A desk'
    texts = {
        "a.md": article_text(image='"the desk.jpg" # for now', image_alt="A desk"),
        "b.md": article_text(
            "Another", body="Here ![A desk](the%20desk.jpg) it is.\n\n![A desk](<the desk.jpg>)\n"
        ),
    }
    assert cover.splitlines()[0] in texts["a.md"]
    site = make_site(root, texts)
    (site / "docs/articles/posts/2026/the desk.jpg").write_bytes(picture())
    return site


def test_a_picture_whose_ending_lies_is_renamed(tmp_path: Path) -> None:
    """The file and every line that names it, in one go: nothing is left to say of it."""
    site = misnamed_picture(tmp_path / "site")
    # One of the same name in another folder is another picture, and stays as it is with what names it.
    other = site / "docs/articles/posts/2025"
    other.mkdir()
    (other / "the desk.jpg").write_bytes(picture(kind="JPEG"))
    (other / "c.md").write_text(article_text("A third", body="![A desk](<the desk.jpg>)\n"), encoding="utf-8")
    shown = command(site, "check", "--fix")
    assert "the desk.jpg becomes docs/articles/posts/2026/the desk.png" in shown.stdout
    assert (site / "docs/articles/posts/2026/the desk.jpg").exists()
    done = command(site, "check", "--fix", "--yes")
    assert done.returncode == 0 and ".jpg" not in done.stdout.partition("mended.")[2], done.stdout
    posts = site / "docs/articles/posts/2026"
    assert not (posts / "the desk.jpg").exists() and (posts / "the desk.png").exists()
    assert "image: the desk.png # for now\n" in (posts / "a.md").read_text(encoding="utf-8")
    assert (posts / "b.md").read_text(encoding="utf-8").count("(<the desk.png>)") == 2
    assert "(<the desk.jpg>)" in (other / "c.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("docs/digests/weekly/next.md", "The picture the%20desk.jpg\n", "next.md:1 names it too"),
        ("docs/assets/own.css", "i { background: url(the%20d%65sk.jpg) }\n", "own.css:1 names it too"),
        ("docs/articles/posts/2026/the desk.png", "", "there is a file"),
    ],
)
def test_a_picture_that_is_named_elsewhere_keeps_its_name(
    tmp_path: Path, file: str, text: str, why: str
) -> None:
    """What a closed issue, a draft or a setting says no program changes; so the file stays, and somebody hears why."""
    site = misnamed_picture(tmp_path / "site")
    (site / file).parent.mkdir(parents=True, exist_ok=True)
    (site / file).write_text(text, encoding="utf-8")
    done = command(site, "check", "--fix", "--yes")
    assert f"keeps its name: {why}" in done.stdout or why in done.stdout, done.stdout
    assert (site / "docs/articles/posts/2026/the desk.jpg").exists()
    assert "the%20desk.jpg" in (site / "docs/articles/posts/2026/b.md").read_text(encoding="utf-8")


def test_a_picture_with_the_wrong_letter_case_or_ending(tmp_path: Path) -> None:
    """Behind image: as in a text the one file that can be meant is written."""
    site = make_site(tmp_path / "site", {"a.md": article_text(image="Desk.jpeg", image_alt="A desk")})
    (site / "docs/articles/posts/2026/desk.jpg").write_bytes(picture(kind="JPEG"))
    assert command(site, "check", "--fix", "--yes").returncode == 0
    assert "image: desk.jpg\n" in (site / NAME).read_text(encoding="utf-8")


@pytest.mark.parametrize(("answer", "mended"), [("y", True), ("", False), ("n", False)])
def test_it_asks_first(site: Path, answer: str, mended: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a yes writes."""
    monkeypatch.chdir(site)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: answer)
    monkeypatch.setitem(os.environ, "KC_PLAIN", "1")
    assert main(["check", "--fix"]) == 1
    assert ((site / NAME).read_bytes() == AFTER) == mended


def test_a_file_that_was_saved_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """What an editor saved while the question stood there is not overwritten, and no half file stays behind."""
    file = tmp_path / "a.md"
    file.write_bytes(b"newer")
    assert not write_whole(file, b"mended", instead_of=b"older")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    file.chmod(0o640)
    assert write_whole(file, b"mended", instead_of=b"newer")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"mended", 0o640)


def test_a_rule_is_explained() -> None:
    """By its name, or what was meant by it; without a name all are listed."""
    assert (
        "categories: [interviews; pay]"
        in command(Path(), "check", "--explain", "articles.fields.categories").stdout
    )
    unknown = command(Path(), "check", "--explain", "articles.field.category")
    assert "did you mean articles.fields.categories?" in unknown.stdout
    assert unknown.returncode == 1
    listed = command(Path(), "check", "--explain")
    assert "articles.review_dates.have_not_passed" in listed.stdout and listed.returncode == 0


def test_advice_that_is_switched_off(tmp_path: Path) -> None:
    """Advice can be switched off by its name; a name that is unknown, or that of a problem, is a problem."""
    articles = {"a.md": article_text(review_by="2026-11-01")}
    assert "was to be looked at again" in command(make_site(tmp_path / "on", articles), "check").stdout
    off = {"off": ["articles.review_dates.have_not_passed"]}
    done = command(make_site(tmp_path / "off", articles, checks=off), "check")
    assert "was to be looked at again" not in done.stdout and done.returncode == 0
    wrong = {"off": ["have_not_passd", "articles.fields.date"]}
    # As the guide writes it: without quotation marks YAML takes the key for false.
    plain = tmp_path / "off" / "mkdocs.yml"
    written = plain.read_text(encoding="utf-8")
    assert "'off':" in written
    plain.write_text(written.replace("'off':", "off:"), encoding="utf-8")
    assert command(tmp_path / "off", "check").stdout == done.stdout
    done = command(make_site(tmp_path / "wrong", articles, checks=wrong), "check")
    assert "no rule “have_not_passd”" in done.stdout
    assert "“articles.fields.date” finds problems" in done.stdout and done.returncode == 1
