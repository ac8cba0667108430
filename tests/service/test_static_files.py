"""The finished site over HTTP: its true types, its folders, and nothing beside it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from tests.service.running import Running

TYPES = {
    "index.html": "text/html; charset=utf-8",
    "feed.xml": "application/xml",
    "feed.rss": "application/xml",
    "feed.json": "application/json",
    "feeds.opml": "text/x-opml; charset=utf-8",
    "robots.txt": "text/plain; charset=utf-8",
    "sitemap.xml.gz": "application/gzip",
    "assets/site.css": "text/css; charset=utf-8",
    "assets/copy.js": "text/javascript; charset=utf-8",
    "assets/logo.svg": "image/svg+xml",
    "assets/a.PNG": "image/png",
    "assets/font.woff2": "font/woff2",
    "assets/hashed/site.0a1b2c3d.css": "text/css; charset=utf-8",
    "search-index/index/x.bin": "application/octet-stream",
}


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with a small site."""
    root = tmp_path_factory.mktemp("hosted")
    site = root / "site"
    for name in (
        *TYPES,
        "404.html",
        "subscribe/index.html",
        "articles/x y/index.html",
        ".well-known/security.txt",
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(f"<h1>{name}</h1>")
    (site / ".secret").write_text("buried")
    (site / ".git").mkdir()
    (site / ".git/config").write_text("buried")
    (root / "outside.txt").write_text("buried")
    os.symlink(root / "outside.txt", site / "link.txt")
    (site / "empty").mkdir()
    found = Running(root / "state", site=site)
    yield found
    found.stop()


@pytest.mark.parametrize("name", TYPES)
def test_every_file_has_its_true_type(hosted: Running, name: str) -> None:
    """Whatever the machine thinks of an ending: browsers and readers are told what it is."""
    answer = hosted.http.get(f"/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, TYPES[name])
    assert answer.headers["x-content-type-options"] == "nosniff"
    for_ever = name.startswith(("assets/hashed/", "search-index/index/"))
    assert answer.headers["cache-control"] == (
        "public, max-age=31536000, immutable" if for_ever else "no-cache"
    )
    head = hosted.http.head(f"/{name}")
    assert head.content == b""
    kept = ("content-length", "content-type", "etag")
    assert {name: head.headers[name] for name in kept} == {name: answer.headers[name] for name in kept}


def test_what_did_not_change_is_not_sent_again(hosted: Running) -> None:
    """Feed readers ask every hour: 304 as long as the file is the same."""
    answer = hosted.http.get("/feed.xml")
    for condition in (
        {"If-None-Match": answer.headers["etag"]},
        {"If-None-Match": f'"other", W/{answer.headers["etag"]}'},
        {"If-Modified-Since": answer.headers["last-modified"]},
    ):
        again = hosted.http.get("/feed.xml", headers=condition)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]
    assert hosted.http.get("/feed.xml", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_part_of_a_file(hosted: Running) -> None:
    """An interrupted download goes on where it stopped."""
    answer = hosted.http.get("/index.html", headers={"Range": "bytes=1-2"})
    assert (answer.status_code, answer.text) == (206, "h1")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/subscribe", "./subscribe/"),
        ("/articles/x%20y", "./x%20y/"),
        ("/subscribe?next=//evil.example", "./subscribe/"),
    ],
)
def test_a_folder_without_its_slash_is_one_step_away(hosted: Running, path: str, location: str) -> None:
    """The redirect is relative: no host that a request makes up, and right below any path of a proxy."""
    answer = hosted.http.get(path, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (301, location)
    assert hosted.http.get(path, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("path", ["/", "/articles/x%20y/", "/subscribe/"])
def test_folders_show_their_page(hosted: Running, path: str) -> None:
    """As on any server of static files."""
    answer = hosted.http.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES["index.html"]


HIDDEN = [
    "/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/%2e%2e%2foutside.txt", "//outside.txt",
    "/assets/../../outside.txt", "/assets/..%2f..%2foutside.txt", "/..%5coutside.txt", "/....//outside.txt",
    "/%252e%252e/outside.txt", "/.secret", "/%2esecret", "/.git/config", "/assets/../.git/config", "/link.txt",
    "/index.html%00.txt", "/%00", "/%ff%fe", "/" + "a" * 3000, "/index.html/", "/index.html/x", "/empty/", "/empty",
    "/gone", "/~root/", "/file:///etc/passwd", "/assets/", "/C:/Windows/win.ini", "/../state/s.sqlite3",
]  # fmt: skip


@pytest.mark.parametrize("path", HIDDEN)
def test_nothing_beside_the_site_is_shown(hosted: Running, path: str) -> None:
    """However an address is written: the site's own page for what is not there."""
    with socket.create_connection(("127.0.0.1", int(hosted.url.rpartition(":")[2])), 10) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 404")
    assert b"buried" not in answer
    assert b"root:" not in answer and b"SQLite" not in answer


def test_a_missing_page_is_the_sites_own(hosted: Running) -> None:
    """With the site's look and its search, not the server's."""
    answer = hosted.http.get("/gone/")
    assert (answer.status_code, answer.text) == (404, "<h1>404.html</h1>")
    assert answer.headers["content-type"] == TYPES["index.html"]


def test_a_name_that_is_meant_to_be_asked_for(hosted: Running) -> None:
    """/.well-known/ is the one folder with a dot that is public."""
    assert hosted.http.get("/.well-known/security.txt").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_files_are_only_read(hosted: Running, method: str) -> None:
    """Nothing can be sent to a file."""
    answer = hosted.http.request(method, "/index.html")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_a_new_build_shows_at_once(hosted: Running) -> None:
    """A build swaps the folder under a running service."""
    site = hosted.setup.site
    assert site is not None
    before = hosted.http.get("/index.html")
    site.rename(site.with_name("old"))
    assert hosted.http.get("/index.html").status_code == 404
    site.mkdir()
    (site / "index.html").write_text("new")
    answer = hosted.http.get("/index.html", headers={"If-None-Match": before.headers["etag"]})
    assert (answer.status_code, answer.text) == (200, "new")
    (site / "index.html").unlink()
    site.rmdir()
    site.with_name("old").rename(site)
