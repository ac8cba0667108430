"""Pictures for pages: sizes, formats, what is kept and what is left out."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageStat

from knowledge_center.pictures.measuring import measure
from knowledge_center.pictures.page_renditions import render_for_pages
from knowledge_center.pictures.page_sizes import COVER, TEXT, Made, files_for, sources
from knowledge_center.pictures.renditions import render


def photograph(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """Something with soft colours, as a camera sees."""
    soft = Image.frombytes("RGB", (4, 3), random.Random(7).randbytes(36))
    return soft.resize(size, Image.Resampling.BICUBIC).convert(mode)


def rendered(file: Path, widths: tuple[int, ...] = TEXT) -> dict[Made, Image.Image]:
    """What is made of a file, opened."""
    image = measure(file, path=file.name, alt="")
    assert image is not None
    made = render_for_pages(file, files_for(file.name, image.width, 0, widths), file.parent / "cache")
    assert made is not None
    return {one: Image.open(path) for one, path in made.items()}


@given(st.integers(1, 9000), st.sampled_from((COVER, TEXT, (*COVER, *TEXT))))
def test_each_place_has_a_size_and_none_is_larger_than_the_picture(
    width: int, widths: tuple[int, ...]
) -> None:
    """Every place gets at least its pixels, or all there are; no two sizes are next to the same."""
    made = files_for("a.jpg", width, 0, widths)
    best = sorted(one.width for one in made if one.ending == ".avif")
    assert best[-1] == min(width, max(widths))
    assert all(any(wide >= min(width, place) for wide in best) for place in widths)
    assert all(above > 1.15 * below for below, above in pairwise(best))
    # Every browser finds one that it can show, and older ones do not get the largest.
    assert [one.ending for one in made if one.ending != ".avif"] == [".webp", ".jpg"]
    assert all(one.width <= 800 for one in made[-2:])


def test_a_file_with_more_pixels_than_its_place_is_not_heavier(tmp_path: Path) -> None:
    """A screen with fine pixels gets 1360 of them, and loads no more than one with coarse pixels does for 1040."""
    fine = Image.frombytes("L", (900, 600), random.Random(8).randbytes(900 * 600)).resize(
        (2720, 1800), Image.Resampling.BICUBIC
    )
    Image.blend(photograph((2720, 1800)), fine.convert("RGB"), 0.2).save(tmp_path / "a.jpg")
    weights = []
    for width in (1040, 1360):
        made = render_for_pages(tmp_path / "a.jpg", [Made(width, ".avif")], tmp_path / "cache")
        assert made is not None
        weights.append(made[Made(width, ".avif")].stat().st_size)
    assert weights[1] < weights[0]


@pytest.mark.parametrize("name", ["a.svg", "a.gif", "a"])
def test_what_cannot_be_made_smaller_is_shown_as_it_is(name: str) -> None:
    """Drawings, films and what nobody knows; a light file too."""
    assert files_for(name, 4000, 0, COVER) == ()
    assert files_for("a.png", 0, 0, COVER) == files_for("a.png", 4000, 9_000, COVER) == ()
    assert sources(name, 4000, 0, COVER) == ()


def test_a_page_names_what_is_made(tmp_path: Path) -> None:
    """The addresses on a page are those of the files, in the order in which browsers look."""
    photograph((1500, 1000)).save(tmp_path / "a.jpg")
    found = sources("articles/x/a.jpg", 1500, 400_000, COVER)
    assert [source.type for source in found] == ["image/avif", "image/webp", "image/jpeg"]
    made = files_for("articles/x/a.jpg", 1500, 400_000, COVER)
    assert {path for source in found for path, _ in source.files} == {
        one.of("articles/x/a.jpg") for one in made
    }
    for one, picture in rendered(tmp_path / "a.jpg", COVER).items():
        assert picture.width == one.width
        assert picture.format == {".avif": "AVIF", ".webp": "WEBP", ".jpg": "JPEG"}[one.ending]


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.png", "RGB"), ("a.png", "P"), ("a.png", "L"), ("a.png", "LA"), ("a.png", "I;16"), ("a.jpg", "CMYK"),
     ("a.jpg", "L"), ("a.webp", "RGBA"), ("a.avif", "RGB")],
)  # fmt: skip
def test_any_picture_can_be_made_smaller(tmp_path: Path, name: str, mode: str) -> None:
    """Whatever a program saved: printers' colours, sixteen bits, a palette, grey."""
    picture = photograph((900, 600))
    if mode == "I;16":
        picture = picture.convert("L").point(lambda value: value * 256, "I").convert("I;16")
    else:
        picture = picture.convert(mode)
    picture.save(tmp_path / name)
    grey = ImageStat.Stat(photograph((900, 600)).convert("L")).mean[0]
    for made in rendered(tmp_path / name).values():
        assert abs(ImageStat.Stat(made.convert("L")).mean[0] - grey) < 12


def test_what_shines_through_still_does(tmp_path: Path) -> None:
    """A logo without a ground has none in any of its sizes."""
    Image.new("RGBA", (1000, 500), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert {made.convert("RGBA").getpixel((5, 5))[3] for made in rendered(tmp_path / "a.png").values()} == {0}  # type: ignore[index]


def test_a_photograph_is_upright_and_tells_no_place(tmp_path: Path) -> None:
    """Turned as its camera says, once; nothing of what the camera noted is left."""
    notes = Image.Exif()
    notes[0x0112] = 6
    notes.get_ifd(0x8825)[1] = "N"
    photograph((1200, 800)).save(tmp_path / "a.jpg", exif=notes)
    for one, made in rendered(tmp_path / "a.jpg").items():
        assert made.size == (one.width, one.width * 3 // 2)
        assert "exif" not in made.info and dict(made.getexif()) == {}


def test_colours_are_those_of_every_screen(tmp_path: Path) -> None:
    """A profile is followed, or is that of every screen; none is passed on."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photograph((800, 600)).save(tmp_path / "a.jpg", icc_profile=profile)
    assert all("icc_profile" not in made.info for made in rendered(tmp_path / "a.jpg").values())


def test_the_same_bytes_whenever_and_wherever_it_is_made(tmp_path: Path) -> None:
    """Also where other sizes of it were made before, as for a preview, and where what was made is damaged since."""
    photograph((1500, 1000)).save(tmp_path / "a.jpg")
    wanted = sorted({*files_for("a.jpg", 1500, 0, COVER), *files_for("a.jpg", 1500, 0, TEXT)})

    def made(cache: str, of: Sequence[Made] = wanted) -> list[bytes]:
        found = render_for_pages(tmp_path / "a.jpg", of, tmp_path / cache)
        return [found[one].read_bytes() for one in of] if found else []

    one = made("one")
    assert len(one) == len(wanted)
    for other in wanted:
        made("other", [other])
    assert made("other") == one
    for number, file in enumerate(sorted((tmp_path / "one").iterdir())):
        file.write_bytes(file.read_bytes()[:-1]) if number % 2 else file.unlink()
        assert made("one") == one


def test_it_is_made_once(tmp_path: Path) -> None:
    """A second build takes what the first has made; another picture under the name is made anew."""
    photograph((1500, 1000)).save(tmp_path / "a.jpg")
    wanted = files_for("a.jpg", 1500, 0, TEXT)
    first = render_for_pages(tmp_path / "a.jpg", wanted, tmp_path / "cache")
    assert first
    times = {path: path.stat().st_mtime_ns for path in first.values()}
    assert render_for_pages(tmp_path / "a.jpg", wanted, tmp_path / "cache") == first
    assert times == {path: path.stat().st_mtime_ns for path in first.values()}
    photograph((1500, 999)).save(tmp_path / "a.jpg")
    second = render_for_pages(tmp_path / "a.jpg", wanted, tmp_path / "cache")
    assert second and not set(second.values()) & set(first.values())


def test_half_a_picture_is_none(tmp_path: Path) -> None:
    """A file that breaks off is not shown as far as it goes; nothing is left behind of it."""
    out = io.BytesIO()
    photograph((1500, 1000)).save(out, "JPEG")
    (tmp_path / "a.jpg").write_bytes(out.getvalue()[: out.tell() // 2])
    assert render_for_pages(tmp_path / "a.jpg", files_for("a.jpg", 1500, 0, TEXT), tmp_path / "cache") is None
    assert not list((tmp_path / "cache").glob("*"))
    assert render_for_pages(tmp_path / "gone.jpg", [Made(400, ".avif")], tmp_path / "cache") is None


def test_a_film_is_not_made_a_picture(tmp_path: Path) -> None:
    """What moves is published as it is."""
    frames = [photograph((500, 300)), Image.new("RGB", (500, 300), "teal")]
    for name in ("a.webp", "a.png"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:])
        image = measure(tmp_path / name, path=name, alt="")
        assert image is not None
        assert (image.moves, image.width, image.sized_width) == (True, 500, 0)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_every_size_is_turned_as_the_picture_is(tmp_path: Path, kind: str) -> None:
    """Pages reserve the place of the picture: one of its sizes with other sides would be drawn out of shape."""
    exif = Image.Exif()
    exif[0x0112] = 6
    file = tmp_path / f"a.{kind.lower().replace('jpeg', 'jpg')}"
    photograph((900, 600)).save(file, kind, exif=exif)
    image = measure(file, path=file.name, alt="")
    assert image is not None
    for made in rendered(file).values():
        assert (made.width > made.height) == (image.width > image.height)
    mailed = render(file, 300, tmp_path / "cache", most_bytes=200_000)
    assert mailed is not None
    assert (mailed.width > mailed.height) == (image.width > image.height)
