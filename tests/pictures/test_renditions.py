"""Pictures at mail size."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from knowledge_center.pictures.renditions import Rendition, render, render_logo


def save(path: Path, mode: str = "RGB", size: tuple[int, int] = (1200, 800), **options: object) -> Path:
    """A picture file."""
    Image.new(mode, size, 120 if mode in ("L", "P") else "teal").save(path, **options)  # type: ignore[arg-type]
    return path


def at_600(path: Path, folder: Path, most_bytes: int = 200_000) -> Rendition | None:
    """The picture at 600 pixels."""
    return render(path, 600, folder / "cache", most_bytes=most_bytes)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("a.png", "RGB"),
        ("a.png", "RGBA"),
        ("a.png", "P"),
        ("a.png", "L"),
        ("a.jpg", "CMYK"),
        ("a.gif", "P"),
        ("a.webp", "RGB"),
    ],
)
def test_any_picture_becomes_a_jpeg_of_600_pixels(tmp_path: Path, name: str, mode: str) -> None:
    """Whatever an editor saved, a mail gets a JPEG with the sizes it says."""
    path = tmp_path / name
    Image.new("RGB", (1200, 800), "teal").convert(mode).save(path)
    made = at_600(path, tmp_path)
    assert made is not None
    assert (made.width, made.height, made.type) == (600, 400, "image/jpeg")
    with Image.open(io.BytesIO(made.data)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("JPEG", (600, 400), "RGB")


def test_a_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    """A picture of 300 pixels stays one."""
    made = at_600(save(tmp_path / "a.png", size=(300, 200)), tmp_path)
    assert made is not None
    assert (made.width, made.height) == (300, 200)


def test_transparent_parts_are_white(tmp_path: Path) -> None:
    """What shines through on the page does not become black in a mail."""
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(tmp_path / "a.png")
    made = at_600(tmp_path / "a.png", tmp_path)
    assert made is not None
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.getpixel((50, 50)) == (255, 255, 255)


def test_a_photograph_stands_upright_and_tells_no_place(tmp_path: Path) -> None:
    """A phone's note that the picture lies on its side is carried out; what else it noted is left behind."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "at home"
    save(tmp_path / "a.jpg", size=(1200, 800), exif=exif)
    made = at_600(tmp_path / "a.jpg", tmp_path)
    assert made is not None
    assert (made.width, made.height) == (600, 900)
    assert b"at home" not in made.data


def test_it_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second build takes it from the cache; a damaged one is made anew, and another picture under the name."""
    path = save(tmp_path / "a.png")
    first = at_600(path, tmp_path)
    monkeypatch.setattr("knowledge_center.pictures.renditions._jpeg", lambda *a: pytest.fail("made again"))
    assert at_600(path, tmp_path) == first
    monkeypatch.undo()
    for kept in (tmp_path / "cache").iterdir():
        kept.write_bytes(b"damaged")
    assert at_600(path, tmp_path) == first
    Image.new("RGB", (1200, 800), "red").save(path)
    assert at_600(path, tmp_path) != first


@pytest.mark.parametrize(
    "data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\nbroken"]
)
def test_what_has_no_pixels_has_no_rendition(tmp_path: Path, data: bytes) -> None:
    """A drawing, a damaged file or none is left out instead of stopping anybody."""
    (tmp_path / "a.png").write_bytes(data)
    assert at_600(tmp_path / "a.png", tmp_path) is None
    assert at_600(tmp_path / "missing.png", tmp_path) is None


@pytest.mark.parametrize("most_bytes", [200_000, 40_000, 9_000])
def test_no_picture_is_heavier_than_it_may_be(tmp_path: Path, most_bytes: int) -> None:
    """Noise is the worst there is for JPEG: its quality goes down, then its pixels, and its shape stays."""
    path = tmp_path / "noise.png"
    Image.effect_noise((900, 600), 90).convert("RGB").save(path)
    made = at_600(path, tmp_path, most_bytes)
    assert made is not None and len(made.data) <= most_bytes
    assert made.width / made.height == pytest.approx(1.5, abs=0.03)
    assert (made.width == 600) == (most_bytes > 40_000)


@pytest.mark.parametrize("turned", [1, 6])
def test_a_part_of_a_photograph_is_that_part(tmp_path: Path, turned: int) -> None:
    """A cut is made where it is asked for, also of a large photograph that lies on its side."""
    upright = Image.new("RGB", (2400, 3600), "white")
    upright.paste("red", (600, 300, 1800, 1100))
    exif = Image.Exif()
    exif[0x0112] = turned
    lying = upright.transpose(Image.Transpose.ROTATE_90) if turned == 6 else upright
    lying.save(tmp_path / "a.jpg", exif=exif)
    made = render(tmp_path / "a.jpg", 300, tmp_path / "c", most_bytes=40_000, box=(600, 300, 1800, 1100))
    assert made is not None and (made.width, made.height) == (300, 200)
    with Image.open(io.BytesIO(made.data)) as picture:
        for corner in ((3, 3), (296, 3), (3, 196), (296, 196)):
            red, green, blue = picture.getpixel(corner)  # type: ignore[misc]
            assert red > 200 and green < 60 and blue < 60, corner


def test_a_logo_stands_on_the_paper_of_the_mail(tmp_path: Path) -> None:
    """What is transparent gets the colour of the paper: in a dark mail a dark logo can still be seen."""
    Image.new("RGBA", (800, 400), (0, 0, 0, 0)).save(tmp_path / "logo.png")
    made = render_logo(tmp_path / "logo.png", 320, 72, "#fdfcf9", tmp_path / "cache")
    assert made is not None
    assert (made.width, made.height, made.type) == (144, 72, "image/png")
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.getpixel((5, 5)) == (0xFD, 0xFC, 0xF9)


def test_what_somebody_noted_in_a_photograph_is_in_no_mail(tmp_path: Path) -> None:
    """Neither the comment of a JPEG nor what its camera wrote."""
    notes = Image.Exif()
    notes[0x010E] = "a place in the north"
    file = save(tmp_path / "a.jpg", comment=b"a place in the south", exif=notes)
    made = at_600(file, tmp_path)
    assert made is not None
    assert b"a place" in file.read_bytes() and b"a place" not in made.data
