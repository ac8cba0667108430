"""Which file a picture has at its place in a mail, and what of it is seen there."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.pictures.mail_renditions import FEED, LEAD, ROW, MailRenditions, Place
from knowledge_center.pictures.model import CENTER, Focus, likely_focus, read_focus
from tests.samples import picture

SITE = "https://knowledge.example.com/"


def renditions(folder: Path, **files: tuple[int, int] | str) -> MailRenditions:
    """Those of a site with pictures of these sizes; a text is an SVG."""
    sources = {}
    for name, size in files.items():
        path = folder / (f"{name}.svg" if isinstance(size, str) else f"{name}.png")
        path.write_bytes(size.encode() if isinstance(size, str) else picture(size=size))
        sources[f"a/{path.name}"] = path
    return MailRenditions(site_url=SITE, sources=sources, cache=folder / "cache")


@pytest.mark.parametrize(
    ("size", "place", "name", "shown", "pixels"),
    [
        ((3000, 2000), LEAD, "w1200", (600, 400), (1200, 800)),
        ((3000, 1000), LEAD, "w1200", (600, 200), (1200, 400)),
        ((2000, 3000), LEAD, "w1200h800", (600, 400), (1200, 800)),
        ((1000, 1000), LEAD, "w1200h800", (600, 400), (1000, 667)),
        ((400, 300), LEAD, "w1200", (400, 300), (400, 300)),
        ((3000, 1000), ROW, "w360h240", (180, 120), (360, 240)),
        ((2000, 3000), ROW, "w360h240", (180, 120), (360, 240)),
        ((90, 60), ROW, "w360h240", (90, 60), (90, 60)),
        ((2000, 3000), FEED, "w600", (600, 900), (600, 900)),
    ],
)
def test_a_file_has_twice_the_pixels_that_are_shown(
    tmp_path: Path,
    size: tuple[int, int],
    place: Place,
    name: str,
    shown: tuple[int, int],
    pixels: tuple[int, int],
) -> None:
    """Sharp on any screen, never enlarged, rows alike, no lead higher than wide; a feed's at its own size."""
    made = renditions(tmp_path, x=size)
    image = made.fitted(f"{SITE}a/x.png", place)
    assert image is not None
    assert (image.path, image.width, image.height) == (f"{SITE}a/x.{name}.jpg", *shown)
    rendition = made.made[f"a/x.{name}.jpg"]
    assert (rendition.width, rendition.height) == pixels
    assert len(rendition.data) <= place.most_bytes


@pytest.mark.parametrize(
    ("focus", "box"),
    [(CENTER, (0, 834, 2000, 2167)), ((50, 0), (0, 0, 2000, 1333)), ((10, 100), (0, 1667, 2000, 3000))],
)
def test_a_cut_keeps_what_is_around_the_focal_point(focus: Focus, box: tuple[int, int, int, int]) -> None:
    """As a browser does with object-position, so that a card on the site and a mail show the same."""
    assert LEAD.box(2000, 3000, focus) == box


def test_another_point_is_another_file(tmp_path: Path) -> None:
    """Two articles may show one picture around two points; a mail that was sent keeps the file it names."""
    made = renditions(tmp_path, x=(200, 300))
    paths = [made.fitted(f"{SITE}a/x.png", ROW, focus) for focus in (CENTER, (30, 20))]
    assert [image and image.path for image in paths] == [
        f"{SITE}a/x.w360h240.jpg",
        f"{SITE}a/x.w360h240at30-20.jpg",
    ]
    assert made.asked == {"a/x.w360h240.jpg": "a/x.png", "a/x.w360h240at30-20.jpg": "a/x.png"}


def test_a_logo_is_a_png_and_a_drawing_needs_one_beside_it(tmp_path: Path) -> None:
    """Pillow draws no SVG, and no mail program does: the file of the same name is taken, else none."""
    made = renditions(tmp_path, logo=(800, 400))
    found = made.logo("a/logo.png")
    assert found is not None and (found.path, found.width, found.height) == (f"{SITE}a/logo.mail.png", 72, 36)
    assert made.made["a/logo.mail.png"].type == "image/png"
    assert made.logo("a/logo.svg") == found
    assert renditions(tmp_path, only="<svg/>").logo("a/only.svg") is None
    assert made.logo("") is None


def test_a_point_is_two_percentages() -> None:
    """Anything else is none, and what was most likely meant can be offered."""
    assert read_focus("30% 20%") == (30, 20)
    for text in ("", "30 20", "30%", "101% 0%", "30% 20% 1%", "-1% 5%", "left top", "٣٠% 20%"):
        assert read_focus(text) is None
    meant = {
        "30, 20": "30% 20%",
        "0.3 0.2": "30% 20%",
        "left": "50% 50%",
        "30%": "30% 50%",
        "300% 7%": "100% 7%",
    }
    assert {text: likely_focus(text) for text in meant} == meant


def test_what_is_no_picture_has_no_file(tmp_path: Path) -> None:
    """A damaged picture and one of another site are left out."""
    made = renditions(tmp_path, x=(10, 10))
    (tmp_path / "x.png").write_bytes(b"damaged")
    assert made.fitted(f"{SITE}a/x.png", LEAD) is None
    assert made.fitted("https://other.example.com/x.png", LEAD) is None
