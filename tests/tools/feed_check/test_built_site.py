"""The files of a site and their public addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.tools.feed_check.built_site import LocalFile
from tests.tools.feed_check.good_site import finished
from tests.tools.feed_check.samples import LARGE, SMALL, URL


def test_an_address_is_the_one_a_server_answers_at(tmp_path: Path) -> None:
    """A page is at its folder, a file at its name."""
    site = finished(tmp_path)
    assert [site.address(path) for path in ("index.html", "a/index.html", "a/feed.xml", "404.html")] == [
        URL, f"{URL}a/", f"{URL}a/feed.xml", f"{URL}404.html"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (URL, "index.html"),
        (f"{URL}news/", "news/index.html"),
        (f"{URL}feed.xml?a=b#c", "feed.xml"),
        (f"{URL}a%20b.txt", "a b.txt"),
        (f"{URL}news", "news/index.html"),
        (f"{URL}none.xml", ""),
        (f"{URL}%2e%2e/outside.txt", ""),
        (f"{URL}../outside.txt", ""),
        (f"{URL}//feed.xml", ""),
        ("https://www.example.org/feed.xml", ""),
        ("http://knowledge.example.com/feed.xml", "feed.xml"),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_the_file_behind_an_address(tmp_path: Path, address: str, path: str) -> None:
    """Only what is in the folder, however the address is written."""
    (tmp_path / "outside.txt").write_text("secret", encoding="utf-8")
    site = finished(tmp_path, {"a b.txt": b"x"})
    assert site.file_of(address) == path


def test_files_are_measured_by_their_content(tmp_path: Path) -> None:
    """The name of a file proves nothing."""
    site = finished(tmp_path, {"a.txt": LARGE, "b.png": SMALL, "c.jpg": b"<svg>", "d.png": b"words"})
    assert [site.measure(name) for name in ("a.txt", "b.png", "c.jpg", "d.png")] == [
        LocalFile(length=len(LARGE), type="image/png", width=1200, height=800),
        LocalFile(length=len(SMALL), type="image/jpeg", width=600, height=400),
        LocalFile(length=5, type="image/svg+xml"),
        LocalFile(length=5),
    ]
