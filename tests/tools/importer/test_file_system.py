from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from knowledge_center.articles.docs_files import AUTHOR_LISTS, TOPIC_LISTS
from knowledge_center.tools.importer.asset_index import FileCopy
from knowledge_center.tools.importer.author_and_category_files import ListFileError
from knowledge_center.tools.importer.file_system import (
    FILE_SYSTEM,
    fingerprint,
    read_target_site,
    usable,
    write,
)
from knowledge_center.tools.importer.import_model import Plan
from knowledge_center.tools.importer.import_report import Report
from knowledge_center.tools.importer.source_folder import read_source

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def write_all(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def test_articles_and_pictures_are_found_in_all_folders(tmp_path: Path) -> None:
    """Except where generators keep templates, data, packages and what they built."""
    site = write_all(
        tmp_path / "site",
        {
            "_posts/b.md": b"b",
            "a.markdown": b"a",
            "img/Door.PNG": DOT,
            "notes.txt": b"",
            ".git/x.md": b"",
            "_includes/y.md": b"",
            "node_modules/z.md": b"",
            "_site/a.md": b"",
            ".hidden.md": b"",
        },
    )
    more = write_all(tmp_path / "backup", {"2019/door.jpg": DOT, "read.md": b""})
    source = read_source(site, more)
    assert source.files == {"_posts/b.md": b"b", "a.markdown": b"a"}
    assert [picture.path for picture in source.pictures] == ["img/Door.PNG", "2019/door.jpg"]


def test_pictures_inside_the_source_are_not_counted_twice(tmp_path: Path) -> None:
    """--images may name a folder of the site itself; a picture would then be its own rival."""
    site = write_all(tmp_path, {"img/door.png": DOT})
    assert len(read_source(site, site / "img").pictures) == 1


@pytest.mark.parametrize("place", ["", "_posts"])
def test_the_authors_names_are_found_beside_and_above(tmp_path: Path, place: str) -> None:
    """Whether one imports the site or only its _posts."""
    site = write_all(tmp_path, {"_data/authors.yml": b"jo:\n  name: Jo Ito\n", "_posts/a.md": b""})
    assert read_source(site / place, None).author_names == {"jo": "Jo Ito"}


def test_a_broken_list_of_names_names_nobody(tmp_path: Path) -> None:
    """The import goes on; names are then made from keys."""
    site = write_all(tmp_path, {"_data/authors.yml": b"jo: [", "a.md": b""})
    assert read_source(site, None).author_names == {}


def test_what_is_here_is_read(tmp_path: Path) -> None:
    """Articles in all years, the two lists, and what each picture holds."""
    docs = write_all(
        tmp_path,
        {
            "articles/posts/2019/a.md": b"---\ntitle: A\n---\n",
            "articles/posts/2019/a.png": DOT,
            AUTHOR_LISTS[0]: b"jo:\n  name: Jo\n",
            TOPIC_LISTS[0]: b"",
            "index.md": b"",
            "about.md": b"",
            "articles/index.md": b"",
        },
    )
    target_site = read_target_site(docs)
    assert [article.file for article in target_site.articles] == ["2019/a.md"]
    assert target_site.pictures == {"2019/a.png": fingerprint(str(docs / "articles/posts/2019/a.png"))}
    assert target_site.authors == "jo:\n  name: Jo\n"
    assert (sorted(target_site.pages), target_site.display_path) == (
        ["/", "/about", "/articles/"],
        docs.as_posix(),
    )


def test_an_empty_place_is_a_home(tmp_path: Path) -> None:
    """The first import makes the folders."""
    target_site = read_target_site(tmp_path / "nothing")
    assert (target_site.articles, target_site.pages, target_site.authors, target_site.pictures) == (
        [],
        [],
        "",
        {},
    )


def test_a_list_in_other_letters_is_named(tmp_path: Path) -> None:
    """It would be destroyed by adding to it."""
    write_all(tmp_path, {AUTHOR_LISTS[0]: "é".encode("cp1252")})
    with pytest.raises(ListFileError, match="UTF-8"):
        read_target_site(tmp_path)


def test_the_plan_is_written(tmp_path: Path) -> None:
    """Articles with their pictures beside them; nothing half written is left."""
    picture = write_all(tmp_path / "old", {"door.png": DOT}) / "door.png"
    plan = Plan(
        texts={"articles/posts/2019/a.md": "Größe\n", AUTHOR_LISTS[0]: "jo:\n  name: Jo\n"},
        copies=[FileCopy(file=str(picture), target="2019/door.png")],
        report=Report(outcomes=[]),
    )
    write(plan, tmp_path / "docs")
    posts = tmp_path / "docs/articles/posts/2019"
    assert sorted(os.listdir(posts)) == ["a.md", "door.png"]
    assert (posts / "a.md").read_bytes() == "Größe\n".encode()
    assert (posts / "door.png").read_bytes() == DOT


def test_a_picture_that_is_here_is_not_written_again(tmp_path: Path) -> None:
    """Its date on the disk stays."""
    picture = write_all(tmp_path / "old", {"door.png": DOT}) / "door.png"
    docs = write_all(tmp_path / "docs", {"articles/posts/2019/door.png": b"ours"})
    write(
        Plan(
            texts={}, copies=[FileCopy(file=str(picture), target="2019/door.png")], report=Report(outcomes=[])
        ),
        docs,
    )
    assert (docs / "articles/posts/2019/door.png").read_bytes() == b"ours"


def test_a_picture_is_looked_into(tmp_path: Path) -> None:
    """A text called .png would be a broken picture on the page."""
    write_all(tmp_path, {"good.png": DOT, "bad.png": b"text", "empty.png": b"", "line.svg": b"<svg/>"})
    assert [
        usable(str(tmp_path / name)) for name in ("good.png", "bad.png", "empty.png", "line.svg", "none.png")
    ] == [
        True,
        False,
        False,
        True,
        False,
    ]
    assert FILE_SYSTEM.fingerprint(str(tmp_path / "good.png")) != FILE_SYSTEM.fingerprint(
        str(tmp_path / "bad.png")
    )
