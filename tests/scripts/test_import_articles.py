from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from knowledge_center.tools.importer import file_writing
from knowledge_center_cli.import_articles import main
from knowledge_center_mkdocs import workers
from tests.programs import IS_ROOT
from tests.tools.importer.exports.test_feeds import ATOM, JSON, RSS
from tests.tools.importer.exports.test_ghost_export import TABLES, post
from tests.tools.importer.exports.test_saved_page import SHAPES, page
from tests.tools.importer.exports.test_table_export import HEAD, ROW
from tests.tools.importer.exports.test_text_page import TEXT
from tests.tools.importer.wordpress import export, item

ROOT = Path(__file__).resolve().parents[2]
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ARTICLE = """\
---
title: A fair offer
author: jo
tags: [pay]
image: /img/door.png
image_alt: A door
---
Most offers leave four things open. This one says which, and how to ask for each of them.

![A door](/img/door.png) See [the team](/team/).
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An old site of one article."""
    posts = tmp_path / "old/_posts"
    posts.mkdir(parents=True)
    (posts / "2019-05-06-fair-offer.md").write_text(ARTICLE, encoding="utf-8")
    (posts / "README.md").write_text("# For editors\n", encoding="utf-8")
    images = tmp_path / "backup/img"
    images.mkdir(parents=True)
    (images / "door.png").write_bytes(DOT)
    return tmp_path / "old"


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_an_old_site_comes_along(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Articles, pictures, authors and categories are written; the report ends with one line that counts."""
    docs = tmp_path / "docs"
    code = main(
        [
            str(old),
            "--into",
            str(docs),
            "--images",
            str(tmp_path / "backup"),
            "--site-url",
            "https://old.example.org",
        ]
    )
    assert code == 0
    assert sorted(tree(docs)) == [
        "articles/.authors.yml",
        "articles/.categories.yml",
        "articles/posts/2019/door.png",
        "articles/posts/2019/fair-offer.md",
    ]
    text = (docs / "articles/posts/2019/fair-offer.md").read_text(encoding="utf-8")
    assert "guid: https://old.example.org/2019/05/06/fair-offer\n" in text
    assert "![A door](door.png) See [the team](https://old.example.org/team/)." in text
    assert (
        capsys.readouterr().out.splitlines()[-1]
        == "1 article imported, 0 could not be read, 0 things left out, 1 skipped"
    )


def test_a_second_run_changes_nothing(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also when an editor has worked on what came along, and whatever a disk thinks of dates."""
    docs = tmp_path / "docs"
    arguments = [str(old), "--into", str(docs)]
    main(arguments)
    article = docs / "articles/posts/2019/fair-offer.md"
    article.write_text(article.read_text(encoding="utf-8").replace("four", "five"), encoding="utf-8")
    before = tree(docs)
    assert main(arguments) == 0
    assert tree(docs) == before
    said = capsys.readouterr().out
    assert "1 already there" in said and said.count("news to nobody") == 1
    assert f"{article.as_posix()} is this article. It was worked on since it came here" in said


THREE = [(f"2019-05-0{day}-offer.md", f"Offer of {name}") for day, name in ((1, "Jo"), (2, "Bo"), (3, "Al"))]


@pytest.mark.parametrize("at", range(12))
def test_an_import_that_is_stopped_goes_on(
    tmp_path: Path, at: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever Ctrl-C comes: what is there is whole, and the same command again makes of it what one run makes."""
    posts = tmp_path / "old/_posts"
    posts.mkdir(parents=True)
    for (name, title), color in zip(THREE, (b"", b" ", b"\n"), strict=True):
        author = title.rpartition(" ")[2]
        text = ARTICLE.replace("A fair offer", title).replace(
            "author: jo", f"author: {author}\nguid: https://a.example/"
        )
        (posts / name).write_text(text.replace("/img/door.png", f"{author}/door.png"), encoding="utf-8")
        (posts / author).mkdir()
        (posts / author / "door.png").write_bytes(DOT + color)
    whole, docs = tmp_path / "whole/docs", tmp_path / "site/docs"
    arguments = [str(posts.parent), "--site-url", "https://old.example.org", "--into"]
    assert main([*arguments, str(whole)]) == 0
    written = 0
    put = file_writing._put

    def stopped(target: Path, content: bytes) -> None:
        nonlocal written
        if written == at:
            raise KeyboardInterrupt
        written += 1
        put(target, content)

    monkeypatch.setattr(file_writing, "_put", stopped)
    code = main([*arguments, str(docs)])
    assert code == (130 if at < 10 else 0)
    monkeypatch.undo()
    articles = [path for path in tree(docs) if path.endswith(".md")]
    if code:
        said = f"{len(articles)} of 3 articles are there" if articles else "no article was written"
        assert said in capsys.readouterr().err
    assert all(tree(docs)[path] == tree(whole)[path] for path in tree(docs))
    if articles:
        assert "articles/.authors.yml" in tree(docs)
    assert main([*arguments, str(docs)]) == 0
    assert tree(docs) == tree(whole)
    assert (docs.parent / "import-report.md").is_file() and "worked on" not in capsys.readouterr().out


def test_the_same_site_gives_the_same_bytes(old: Path, tmp_path: Path) -> None:
    """In two folders, one after the other."""
    for name in ("one", "two"):
        main([str(old), "--into", str(tmp_path / name), "--images", str(tmp_path / "backup")])
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_looking_first_writes_nothing(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--dry-run prints the same report."""
    docs = tmp_path / "docs"
    assert main([str(old), "--into", str(docs), "--dry-run"]) == 0
    assert not docs.exists()
    first = capsys.readouterr().out
    main([str(old), "--into", str(docs)])
    assert capsys.readouterr().out == first


def test_a_file_that_cannot_be_read_fails_the_run_after_the_rest(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are imported, the bad one is named, and a script notices."""
    (old / "_posts/2019-05-07-bad.md").write_text("---\ntitle: Never closed\n", encoding="utf-8")
    assert main([str(old), "--into", str(tmp_path / "docs")]) == 1
    out = capsys.readouterr().out
    assert (
        "_posts/2019-05-07-bad.md:1: could not be read: "
        "its fields begin with --- but no second --- closes them." in out
    )
    assert (tmp_path / "docs/articles/posts/2019/fair-offer.md").is_file()


def test_wishes_are_followed(old: Path, tmp_path: Path) -> None:
    """Tags, category, pattern, zone and who signs."""
    (old / "_posts/2019-05-08-late.md").write_text(
        "---\ntitle: Late\ndate: 2019-05-08 01:00 +0000\n---\n"
        "Short text that is long enough to describe itself in one line.\n",
        encoding="utf-8",
    )
    tags = tmp_path / "tags.yml"
    tags.write_text("Pay: pay-and-benefits\n", encoding="utf-8")
    docs = tmp_path / "docs"
    main(
        [
            str(old),
            "--into",
            str(docs),
            "--tags",
            str(tags),
            "--category",
            "Old things",
            "--author",
            "The Desk",
            "--permalink",
            "/blog/:title/",
            "--timezone",
            "America/Detroit",
        ]
    )
    posts = docs / "articles/posts/2019"
    assert "categories: [pay-and-benefits]" in (posts / "fair-offer.md").read_text(encoding="utf-8")
    late = (posts / "late.md").read_text(encoding="utf-8")
    assert (
        "date: 2019-05-07 21:00\n" in late
        and "categories: [old-things]" in late
        and "authors: [the-desk]" in late
    )
    assert "  - /blog/late/\n" in late
    assert "the-desk:\n  name: The Desk\n" in (docs / "articles/.authors.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("site", "name"), [((), "Editorial Desk"), (("--site-url", "https://old.example.org"), "old.example.org")]
)
def test_nobodys_articles_are_signed_by_the_old_site(
    tmp_path: Path, site: tuple[str, ...], name: str
) -> None:
    """Or by a desk, when the site is not known; a person is never invented."""
    (tmp_path / "2019-05-06-a.md").write_text("---\ntitle: A\n---\nText\n", encoding="utf-8")
    main([str(tmp_path), "--into", str(tmp_path / "docs"), *site])
    assert f"name: {name}\n" in (tmp_path / "docs/articles/.authors.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--site-url", "old.example.org"), "is no web address"),
        (("--timezone", "Mars/Base"), "is no time zone"),
        (("--tags", "nothing.yml"), "nothing.yml"),
        (("--tags", "TAGS"), "TAGS"),
    ],
)
def test_a_wish_that_makes_no_sense_is_one_sentence(
    old: Path, tmp_path: Path, arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written, and nobody meets a traceback."""
    (tmp_path / "TAGS").write_text("- just a list\n", encoding="utf-8")
    arguments = tuple(str(tmp_path / "TAGS") if word == "TAGS" else word for word in arguments)
    assert main([str(old), "--into", str(tmp_path / "docs"), *arguments]) == 1
    err = capsys.readouterr().err
    assert words in err and err.count("\n") == 1
    assert not (tmp_path / "docs").exists()


def test_lists_that_cannot_be_added_to_stop_the_run(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is written, with the file's name."""
    docs = tmp_path / "docs"
    (docs / "articles").mkdir(parents=True)
    (docs / "articles/.authors.yml").write_text("jo: [", encoding="utf-8")
    assert main([str(old), "--into", str(docs)]) == 1
    assert ".authors.yml" in capsys.readouterr().err
    assert list(tree(docs)) == ["articles/.authors.yml"]


@pytest.mark.skipif(IS_ROOT, reason="root may write everywhere")
def test_a_folder_nobody_may_write_to_is_one_sentence(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it happens on somebody else's machine."""
    docs = tmp_path / "docs"
    docs.mkdir(mode=0o500)
    assert main([str(old), "--into", str(docs)]) == 1
    said = capsys.readouterr().err
    assert said.endswith("Permission denied. Once that is mended, the same command begins again.\n")
    assert ".import:" not in said


def test_a_file_in_the_way_is_one_sentence(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """docs is a folder, or the run ends with a reason."""
    (tmp_path / "docs").write_text("", encoding="utf-8")
    assert main([str(old), "--into", str(tmp_path / "docs")]) == 1
    assert re.search(r"docs.*: ", capsys.readouterr().err)


def test_a_source_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the word that was typed."""
    with pytest.raises(SystemExit):
        main([str(tmp_path / "nowhere")])
    assert "there is no folder" in capsys.readouterr().err


def test_help_says_what_every_option_is_for() -> None:
    """Called as people call it."""
    run = subprocess.run(
        [sys.executable, "scripts/import_articles.py", "--help"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    for option in (
        "--into",
        "--images",
        "--tags",
        "--category",
        "--author",
        "--site-url",
        "--permalink",
        "--timezone",
        "--dry-run",
    ):
        assert option in run.stdout


def test_the_import_knows_no_site_generator() -> None:
    """It works without MkDocs, Material and their template engine."""
    code = (
        "import sys, knowledge_center_cli.article_import\n"
        "bad = {'mkdocs', 'material', 'jinja2'} & {name.partition('.')[0] for name in sys.modules}\n"
        "sys.exit(str(bad) if bad else 0)"
    )
    path = os.pathsep.join(str(ROOT / name) for name in ("", "scripts"))
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, check=True)


def test_several_processes_import_the_same(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures of one name, too."""
    for number in range(20):
        folder = old / f"_posts/{number}"
        folder.mkdir()
        (folder / "pay.png").write_bytes(DOT + bytes([number // 2]))
        text = f"{ARTICLE.replace('A fair', f'{number}')}\n![Pay {number}](pay.png)\n"
        (folder / f"2019-06-01-pay-{number}.md").write_text(text, encoding="utf-8")
    for count in (1, 2):
        monkeypatch.setattr(workers, "processes", lambda count=count: count)
        assert main([str(old), "--into", str(tmp_path / f"{count}/docs")]) == 0
        # The report calls the folder by its name.
        report = tmp_path / f"{count}/import-report.md"
        report.write_text(report.read_text("utf-8").replace(f"/{count}/docs", "/docs"), encoding="utf-8")
    assert tree(tmp_path / "1") == tree(tmp_path / "2")
    assert len([path for path in tree(tmp_path / "1") if "pay.png" in path]) == 19


def test_a_folder_of_other_files_is_never_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each that may be an article is named with a way, the rest is counted, and a script notices."""
    old = tmp_path / "old"
    old.mkdir()
    (old / "2020-01-09-x.html").write_text("---\ntitle: X\n---\n<p>Words</p>", encoding="utf-8")
    (old / "style.css").write_text("", encoding="utf-8")
    assert main([str(old), "--into", str(tmp_path / "docs")]) == 1
    said = capsys.readouterr()
    assert "2020-01-09-x.html: not brought over: `pandoc" in said.out and ".css (1)" in said.out
    assert said.out.endswith("1 not brought over\n") and "holds 2 files" in said.err


def test_an_author_has_the_name_of_their_page(tmp_path: Path) -> None:
    """Hugo keeps it in content/authors/<key>/_index.md."""
    old = tmp_path / "content"
    (old / "authors/jo").mkdir(parents=True)
    (old / "authors/jo/_index.md").write_text("---\ntitle: Jo Ito-Smith\n---\n", encoding="utf-8")
    (old / "2019-05-06-a.md").write_text("---\ntitle: A\nauthors: [jo]\n---\nText\n", encoding="utf-8")
    main([str(old), "--into", str(tmp_path / "docs")])
    assert "name: Jo Ito-Smith\n" in (tmp_path / "docs/articles/.authors.yml").read_text(encoding="utf-8")


def test_a_wordpress_export_comes_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The address of the old site stands in it, and the pictures that it lacks are listed to fetch."""
    words = "<p>Most offers leave four things open. This one says which, and how to ask.</p>"
    link = "<wp:attachment_url>https://old.example.org/u/door.png</wp:attachment_url>"
    file = export(tmp_path, item(1, words), item(7, "", link, kind="attachment"))
    assert main([str(file), "--into", str(tmp_path / "docs")]) == 0
    text = (tmp_path / "docs/articles/posts/2019/offer-1.md").read_text(encoding="utf-8")
    assert "  - /2019/05/offer-1/\n" in text
    assert (tmp_path / "import-pictures.txt").read_text() == "https://old.example.org/u/door.png\n"
    assert "wget" in capsys.readouterr().err


def test_a_broken_export_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is written."""
    file = export(tmp_path, item(1, "words\nand\nmore"))
    whole = file.read_text(encoding="utf-8")
    for end in (len(whole) - 20, whole.index("words") + 9):
        file.write_text(whole[:end], encoding="utf-8")
        assert main([str(file), "--into", str(tmp_path / "docs")]) == 1
        assert capsys.readouterr().err.count("\n") == 1 and not (tmp_path / "docs").exists()


def test_odd_files_are_named_and_the_rest_comes_along(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Links in circles, a text without end, a picture of billions of pixels, names that differ in case alone."""
    posts = old / "_posts"
    (posts / "2019-05-06-fair-offer.md").unlink()
    bomb = bytearray(DOT)
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4, "big")
    (posts / "bomb.png").write_bytes(bomb)
    (posts / "2019-05-07-large.md").write_bytes(b"x" * 10_000_001)
    (posts / "circle").symlink_to(old, target_is_directory=True)
    (posts / "gone.md").symlink_to("gone.md")
    (posts / ".#open.md").symlink_to("nobody")
    (posts / "Door.png").write_bytes(DOT)
    (posts / "door.png").write_bytes(DOT + b" ")
    for name, picture in (("Case", "Door.png"), ("case", "door.png"), ("bomb", "bomb.png")):
        text = ARTICLE.replace("/img/door.png)", f"{picture})").replace("image: /img/door.png\n", "")
        (posts / f"2019-05-06-{name}.md").write_text(text, encoding="utf-8")
    assert main([str(old), "--into", str(tmp_path / "docs")]) == 1
    said = capsys.readouterr().out
    assert "2019-05-07-large.md:1: could not be read: it has 10 MB, more than any article." in said
    assert "_posts/circle: could not be read: it is a link to a folder that is read anyway" in said
    assert "_posts/gone.md: could not be read: it is a link to nothing" in said
    assert "_posts/bomb.png: could not be read: it is damaged or no picture." in said
    assert "4 could not be read" in said
    assert "the picture bomb.png (“A door”) is damaged or no picture and was left out" in said
    here = tmp_path / "docs/articles/posts/2019"
    assert sorted(path.name for path in here.iterdir()) == [
        "bomb.md", "case-2019-door.png", "case-2019.md", "case.md", "door.png",
    ]  # fmt: skip
    assert (here / "door.png").read_bytes() == DOT and "(door.png)" in (here / "case.md").read_text("utf-8")


def test_an_import_that_fails_half_way_leaves_nothing(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on a full disk: what was written is taken back, and what was there is as it was."""
    posts = tmp_path / "docs/articles/posts"
    (posts / "2019/late.md").mkdir(parents=True)
    (tmp_path / "docs/articles/.authors.yml").write_text("ann:\n  name: Ann\n", encoding="utf-8")
    (old / "_posts/2019-05-08-late.md").write_text(ARTICLE.replace("A fair", "A late"), encoding="utf-8")
    before = tree(tmp_path / "docs")
    assert main([str(old), "--into", str(tmp_path / "docs"), "--images", str(tmp_path / "backup")]) == 1
    assert "late.md" in capsys.readouterr().err
    assert tree(tmp_path / "docs") == before
    assert not (tmp_path / "import-report.md").exists() and not (tmp_path / ".cache").exists()


@pytest.mark.parametrize(
    "text",
    [
        RSS,
        ATOM,
        json.dumps(JSON),
        json.dumps({"db": [{"data": {"posts": [post(1), post(2)], **TABLES}}]}),
        HEAD + ROW,
        page(SHAPES["ghost"]).decode(),
        page(SHAPES["divs"]).decode(),
        TEXT,
    ],
    ids=["rss", "atom", "json", "ghost", "table", "page", "undated page", "text"],
)
def test_a_source_imported_twice_is_there_once(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the source: all of it is there already."""
    file = tmp_path / "source"
    file.write_text(text, encoding="utf-8")
    command = [str(file), "--into", str(tmp_path / "docs")]
    assert main(command) == 0
    once = tree(tmp_path / "docs")
    assert any(name.endswith(".md") for name in once)
    capsys.readouterr()
    assert main(command) == 0
    assert tree(tmp_path / "docs") == once
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 articles imported")


def test_a_folder_of_saved_pages_is_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the pictures that a browser put beside them; lists are none, and among Markdown pages are only named."""
    old = tmp_path / "pages"
    (old / "An offer_files").mkdir(parents=True)
    beside = '<img src="An offer_files/door.png" alt="A door">'
    (old / "An offer.html").write_bytes(page(SHAPES["wordpress"].replace("<h2>How", f"{beside}<h2>How")))
    (old / "An offer_files/door.png").write_bytes(DOT)
    (old / "An offer_files/frame.html").write_bytes(page(SHAPES["divs"]))
    (old / "blog").mkdir()
    (old / "blog/index.html").write_bytes(
        page("<article><h2><a href=/a>N</a></h2><p>Words.</p></article>" * 4)
    )
    (old / "late.txt").write_text(TEXT, encoding="utf-8")
    (old / "broken.html").write_bytes(page("<h1>T</h1>"))
    docs = tmp_path / "docs"
    assert main([str(old), "--into", str(docs)]) == 1
    said = capsys.readouterr().out
    assert "2 articles imported, 1 could not be read" in said and "1 skipped" in said
    assert "broken.html: could not be read: it shows no text" in said
    written = docs / "articles/posts/2021/what-an-offer-leaves-out.md"
    assert "![A door](door.png)" in written.read_text(encoding="utf-8")
    report = (tmp_path / "import-report.md").read_text(encoding="utf-8")
    assert "### signup" in report and "Subscribe to our Knowledge Center." in report
    (old / "post.md").write_text(f"---\ndate: 2020-01-01\n{ARTICLE[4:]}", encoding="utf-8")
    assert main([str(old), "--into", str(tmp_path / "other"), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "1 article imported" in said and "knowledge-center import 'An offer.html'" in said
