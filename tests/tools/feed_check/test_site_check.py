"""The check of a whole site."""

from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st

import knowledge_center.tools.feed_check as package
from knowledge_center.tools.feed_check.site_check import check_site, find_problems, read_all_feeds
from tests.samples import NOW
from tests.tools.feed_check.good_site import finished, good_files, problems, write
from tests.tools.feed_check.samples import SETTINGS

FEEDS = sorted(
    path for path in good_files() if path.endswith((".xml", "feed.json", ".opml")) and path != "sitemap.xml"
)
SCRAPS = (
    b"<", b">", b"&", b'"', b"]]>", b"<![CDATA[", b"<!--", b"<item/>", b"<entry/>", b"<link/>", b"<guid/>", b"<a:b/>",
    b"<?x y?>", b"&#1;", b"&lt;![x[", b"&lt;img srcset=''&gt;", b"\x00", b"\xff", b"null", b"[]", b"{}", b"9" * 5000,
    b"https://[", b"0001-01-01T00:00:00+23:59", b" xmlns=''", b"<media:content/>", b"<atom:link/>", b"<image/>",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished site that tests leave as they found it."""
    return write(tmp_path_factory.mktemp("good"), {})


@given(st.data())
@checked(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_stops_the_check(folder: Path, data: st.DataObject) -> None:
    """Whatever stands in a feed, the answer is a list of problems and never a traceback."""
    path = data.draw(st.sampled_from(FEEDS))
    good = bytearray(good_files()[path])
    for _ in range(data.draw(st.integers(1, 4))):
        at, length = data.draw(st.integers(0, len(good))), data.draw(st.integers(0, 60))
        good[at : at + length] = data.draw(st.sampled_from(SCRAPS) | st.binary(max_size=8))
    (folder / path).write_bytes(bytes(good))
    try:
        assert isinstance(check_site(folder, SETTINGS, NOW).problems, tuple)
    finally:
        (folder / path).write_bytes(good_files()[path])


def test_the_same_site_gets_the_same_answer(tmp_path: Path) -> None:
    """In the order of files and lines."""
    bad = {"email.xml": good_files()["email.xml"].replace(b"dc:creator", b"dc:author")}
    first, second = problems(tmp_path, bad), problems(tmp_path, bad)
    assert first == second
    assert list(first) == sorted(first, key=lambda problem: (problem.path, problem.line))


def test_the_check_writes_nothing(folder: Path) -> None:
    """Not a byte of the site is other than before."""
    check_site(folder, SETTINGS, NOW)
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert found == good_files()


def test_the_check_knows_nothing_of_the_writers() -> None:
    """A mistake of theirs must not be able to excuse itself: no import of theirs, none of feedgen."""
    imported = set()
    for file in sorted(Path(package.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
    ours = {name for name in imported if name.startswith("knowledge_center") and ".feed_check" not in name}
    assert ours == {
        f"knowledge_center.{name}"
        for name in (
            "feed_formats",
            "problems",
            "rules",
            "settings.model",
            "site_addresses.address_proof",
            "site_addresses.dead_address_report",
            "site_addresses.kept_links",
            "site_addresses.static_host",
            "text.plurals",
        )
    }
    assert not {
        name for name in imported if name.partition(".")[0] in ("feedgen", "feedparser", "mkdocs", "hooks")
    }


def test_feeds_are_counted(folder: Path) -> None:
    """Copies too, because each is an address that somebody may follow; the list of feeds is none."""
    feeds = {*FEEDS, "feed.rss"} - {"feeds.opml"}
    assert check_site(folder, SETTINGS, NOW).feeds == len(feeds)


def test_a_large_feed_is_checked_in_seconds(tmp_path: Path) -> None:
    """Time grows with the number of entries and no faster: 3,000 in a few seconds."""
    email = good_files()["email.xml"].decode()
    head, first, rest = email.partition("<item>")
    item = first + rest.partition("</item>")[0] + "</item>\n"

    def took(count: int) -> float:
        many = "".join(item.replace("article/second", f"article/{n}-second") for n in range(count))
        site = finished(tmp_path / str(count), {"email.xml": f"{head}{many}</channel></rss>".encode()})
        start = time.perf_counter()
        found = list(find_problems(read_all_feeds(site), site))
        assert len(found) == 0, found[:2]
        return time.perf_counter() - start

    took(10)
    assert took(3000) < 20
