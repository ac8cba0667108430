"""Pictures in a page's text get the room they need before they arrive."""

from __future__ import annotations

import os
from pathlib import Path

import lxml.html
import pytest

from knowledge_center.pages.page_html import page_html
from tests.samples import noise, picture

URL = "articles/one/"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Three files of a site: two pictures and a drawing without pixels."""
    found = {}
    for name, data in {"a.png": picture(size=(60, 40)), "b c.jpg": picture(size=(7, 9), kind="JPEG")}.items():
        (tmp_path / name).write_bytes(data)
        found[f"articles/one/{name}"] = str(tmp_path / name)
    (tmp_path / "d.svg").write_text("<svg/>", encoding="utf-8")
    return found | {"assets/d.svg": str(tmp_path / "d.svg")}


def sizes(html: str) -> list[tuple[str | None, str | None]]:
    images = lxml.html.fragment_fromstring(html, create_parent="div").xpath("//img")
    return [(image.get("width"), image.get("height")) for image in images]


def test_our_own_pictures_get_width_and_height(files: dict[str, str]) -> None:
    """Sizes come from the file, also where its name has a space or is reached from elsewhere."""
    html = '<p><img alt="A" src="a.png"> <img alt="B" src="b%20c.jpg"></p><img alt="A" src="../one/a.png#x">'
    assert sizes(page_html(html, URL, files)) == [("60", "40"), ("7", "9"), ("60", "40")]


def test_what_the_editor_wrote_stays(files: dict[str, str]) -> None:
    """A size in the text is not touched, nor half a size made whole; other people's pictures are left alone."""
    html = (
        '<img src="a.png" width="30"><img src="a.png" height="30"><img src="https://example.com/a.png">'
        '<img src="gone.png"><img src="../../assets/d.svg"><img>'
    )
    assert sizes(page_html(html, URL, files)) == [("30", None), (None, "30"), *[(None, None)] * 4]


def test_pictures_further_down_wait_until_they_are_near(files: dict[str, str]) -> None:
    """Every picture in a text is fetched when it comes near, unless the editor said otherwise."""
    html = page_html('<img src="a.png"><img src="a.png" loading="eager">', URL, files)
    assert lxml.html.fragment_fromstring(html, create_parent="div").xpath("//@loading") == ["lazy", "eager"]


def test_a_text_without_pictures_is_the_same_text(files: dict[str, str]) -> None:
    """Nothing is taken apart that needs no change, and what stands around one is kept."""
    html = "<p>a &lt; b &amp; c<br /><var class=x>y</var></p>"
    assert page_html(html, URL, files) == html
    around = '<p>a &lt; b &amp; “c” <svg><path d="M0"></path></svg></p>'
    assert page_html(f'{around}<img src="a.png">', URL, files).startswith(around)


def test_a_picture_that_changed_has_its_new_size(files: dict[str, str]) -> None:
    """In a preview, a picture that is replaced is measured again."""
    html = '<img src="a.png">'
    assert sizes(page_html(html, URL, files)) == [("60", "40")]
    path = Path(files["articles/one/a.png"])
    before = path.stat().st_mtime_ns
    path.write_bytes(picture(size=(5, 6)))
    os.utime(path, ns=(before + 10**9, before + 10**9))
    assert sizes(page_html(html, URL, files)) == [("5", "6")]


def test_a_large_picture_is_offered_in_sizes(files: dict[str, str], tmp_path: Path) -> None:
    """Beside the words around it, which stay; not where the editor offers sizes, in either way HTML has for that."""
    (tmp_path / "wide.png").write_bytes(noise((1500, 900)))
    files["articles/one/wide.png"] = str(tmp_path / "wide.png")
    html = page_html('<p>Before <img src="wide.png"> behind.</p>', URL, files)
    (found,) = lxml.html.fragment_fromstring(html, create_parent="div").xpath("//p")
    assert found.text_content() == "Before  behind."
    assert "../../articles/one/wide.png.1360.avif 1360w" in html
    assert html.count("<picture>") == 1 and "</source>" not in html
    own = '<img src="wide.png" srcset="b.png 2x">'
    for written in (own, f"<picture>{own}</picture>", '<picture><img src="wide.png"></picture>'):
        kept = page_html(written, URL, files)
        assert kept.count("<picture>") == written.count("<picture>") and "avif" not in kept
