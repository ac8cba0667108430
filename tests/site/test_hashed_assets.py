"""Styles, scripts and fonts under names that follow their bytes: kept for ever, and new after every change."""

from __future__ import annotations

import hashlib
import posixpath
import re
import shutil
from pathlib import Path

import pytest

from knowledge_center_mkdocs.hashed_assets import _moved
from tests.samples import article_text, make_site
from tests.sites import Built, build

FOLDER = "assets/hashed"


def asked(site: Built, url: str) -> set[str]:
    """The plain names of what a page asks for below /assets/hashed/, and the whole address of everything else."""
    page = site.page(url)
    found = page.xpath(
        "//link[@rel='stylesheet' or @rel='preload']/@href | //script/@src[starts-with(., '.') or starts-with(., 'a')]"
    )
    return {re.sub(rf"^[./]*{FOLDER}/(.+)\.[0-9a-f]{{8}}\.", r"\1.", address) for address in found}


@pytest.mark.parametrize("name", ["built", "material"])
def test_every_name_fits_its_bytes(name: str, request: pytest.FixtureRequest) -> None:
    """Eight letters of the file's SHA-256: what a browser has kept under a name is what lies there."""
    site: Built = request.getfixturevalue(name)
    files = sorted((site.folder / FOLDER).iterdir())
    assert len(files) >= 4
    for file in files:
        assert file.name.split(".")[-2] == hashlib.sha256(file.read_bytes()).hexdigest()[:8], file.name


def test_pages_ask_for_hashed_files_alone(built: Built) -> None:
    """In our look every style, script and font of a page has such a name; fonts are asked for once."""
    fonts = {"source-serif-4-latin-wght-normal.woff2", "public-sans-latin-wght-normal.woff2"}
    assert asked(built, "/articles/") == {"site.css", "subscribe.js", *fonts}
    assert asked(built, "/search/") == {"site.css", "search.js", *fonts}
    assert asked(built, "/subscribe/") == {"site.css", "copy.js", "subscribe.js", *fonts}
    assert asked(built, "/404.html") >= {"site.css"}
    (style,) = (built.folder / FOLDER).glob("site.*.css")
    named = re.findall(r'url\("(.+?)"\)', style.read_text(encoding="utf-8"))
    assert len(named) == 9 and all((style.parent / font).is_file() for font in named)
    preloaded = [posixpath.basename(a) for a in built.page("/").xpath("//link[@rel='preload']/@href")]
    assert set(preloaded) < set(named)


def test_a_brand_stands_in_the_style_sheet(varied: Built, hostile: Built) -> None:
    """Behind ours under each of its names, in that of feeds too, and before a style sheet of the site's own."""
    (style,) = (varied.folder / FOLDER).glob("site.*.css")
    for text in (
        style.read_text(encoding="utf-8"),
        varied.text("/assets/site.css"),
        varied.text("/assets/feed.css"),
    ):
        assert "--paper: #f2efff;" in text.rpartition("}\n\n:root")[2] and "--accent: #8a1c3c;" in text
    assert varied.page("/").xpath("//meta[@name='theme-color']/@content")[0] == "#f2efff"
    assert "#8a1c3c" in varied.text("/digests/weekly/2026-W46/email.html")
    # One face for all, its name as an address; the site's own style comes last.
    assert asked(hostile, "/") == {"site.css", "brand.css", "subscribe.js", "a face.woff2"}
    styles = hostile.page("/").xpath("//link[@rel='stylesheet']/@href")
    assert [posixpath.basename(style).split(".")[0] for style in styles] == ["site", "brand"]
    assert 'src: url("a%20face.woff2")' in hostile.text("/assets/site.css")


def test_in_material_ours_are_hashed(material: Built) -> None:
    """Material's own files are named by Material."""
    found = asked(material, "/articles/")
    assert "material.css" in found and "site.css" not in found
    assert "copy.js" in asked(material, "/subscribe/")


def test_a_changed_style_has_another_address(tmp_path: Path) -> None:
    """The next build names it anew on every page, and the plain name goes on answering with the new bytes."""
    root = make_site(tmp_path / "site", {"one.md": article_text("One")})
    first = build(root)
    pages = ("/", "/articles/one/", "/404.html")
    before = {page: first.page(page).xpath("//link[@rel='stylesheet']/@href") for page in pages}
    (root / "docs/assets").mkdir(exist_ok=True)
    shutil.copy(first.file("/assets/site.css"), root / "docs/assets/site.css")
    with (root / "docs/assets/site.css").open("a", encoding="utf-8") as style:
        style.write("\n/*! Whose it is */\n  /* of many\n     lines */\n.new { color: teal } /* beside */\n")
    second = build(root)
    for page in pages:
        after = second.page(page).xpath("//link[@rel='stylesheet']/@href")
        assert after != before[page] and len(after) == len(before[page])
        path = posixpath.normpath(posixpath.join(page.rpartition("/")[0], after[0]))
        # Readers pay for no comment but a licence.
        assert second.text(path).endswith("\n/*! Whose it is */\n.new { color: teal } /* beside */\n")
        assert "/* of many" not in second.text(path) and "/* --- Cards --- */" not in second.text(path)
    assert "/* of many" in second.text("/assets/site.css")
    assert len(list((second.folder / FOLDER).glob("site.*.css"))) == 1


def test_a_changed_script_has_another_address(tmp_path: Path) -> None:
    """A script of the site's own in the place of ours, too: pages that ask for it are made anew."""
    root = make_site(tmp_path / "site", {"one.md": article_text("One")})
    before = build(root).page("/search/").xpath("//script[@type='module']/@src")
    (root / "docs/assets").mkdir(exist_ok=True)
    (root / "docs/assets/search.js").write_text("// nothing\n", encoding="utf-8")
    after = build(root)
    (address,) = after.page("/search/").xpath("//script[@type='module']/@src")
    assert [address] != before and after.text(f"/search/{address}") == "// nothing\n"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("url(fonts/a.woff2)", "url(a.12345678.woff2)"),
        ("url('./fonts/a.woff2?v=1#x')", "url('a.12345678.woff2?v=1#x')"),
        ('URL( "fonts/b.woff2" )', 'URL( "../fonts/b.woff2" )'),
        ('@import "more.css";', '@import "../more.css";'),
        ("url(../pictures/a.png)", "url(../../pictures/a.png)"),
        ("url(/a.png)", "url(/a.png)"),
        ("url(#a)", "url(#a)"),
        ("url('https://example.org/a.png')", "url('https://example.org/a.png')"),
        ("url(data:image/png;base64,AAAA)", "url(data:image/png;base64,AAAA)"),
        ('@import url("https://example.org/a.css");', '@import url("https://example.org/a.css");'),
    ],
)
def test_what_a_style_names_stays_what_it_was(written: str, expected: str) -> None:
    """Its own folder is another one now: relative addresses follow, whole ones stay as they are."""
    names = {"assets/fonts/a.woff2": f"{FOLDER}/a.12345678.woff2"}
    assert _moved(written.encode(), "assets", names).decode() == expected
