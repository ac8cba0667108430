"""Pictures at mail size."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from knowledge_center.pictures.renditions import render


def save(path: Path, mode: str = "RGB", size: tuple[int, int] = (1200, 800), **options: object) -> Path:
    """A picture file."""
    Image.new(mode, size, 120 if mode in ("L", "P") else "teal").save(path, **options)  # type: ignore[arg-type]
    return path


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
    made = render(path, 600, tmp_path / "cache")
    assert made is not None
    assert (made.width, made.height, made.type) == (600, 400, "image/jpeg")
    with Image.open(io.BytesIO(made.data)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("JPEG", (600, 400), "RGB")


def test_a_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    """A picture of 300 pixels stays one."""
    made = render(save(tmp_path / "a.png", size=(300, 200)), 600, tmp_path / "cache")
    assert made is not None
    assert (made.width, made.height) == (300, 200)


def test_transparent_parts_are_white(tmp_path: Path) -> None:
    """What shines through on the page does not become black in a mail."""
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(tmp_path / "a.png")
    made = render(tmp_path / "a.png", 600, tmp_path / "cache")
    assert made is not None
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.getpixel((50, 50)) == (255, 255, 255)


def test_a_photograph_stands_upright_and_tells_no_place(tmp_path: Path) -> None:
    """A phone's note that the picture lies on its side is carried out; what else it noted is left behind."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "at home"
    save(tmp_path / "a.jpg", size=(1200, 800), exif=exif)
    made = render(tmp_path / "a.jpg", 600, tmp_path / "cache")
    assert made is not None
    assert (made.width, made.height) == (600, 900)
    assert b"at home" not in made.data


def test_it_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second build takes it from the cache; another picture under the same name is made anew."""
    path, cache = save(tmp_path / "a.png"), tmp_path / "cache"
    first = render(path, 600, cache)
    monkeypatch.setattr("knowledge_center.pictures.renditions._jpeg", lambda *a: pytest.fail("made again"))
    assert render(path, 600, cache) == first
    monkeypatch.undo()
    Image.new("RGB", (1200, 800), "red").save(path)
    assert render(path, 600, cache) != first


@pytest.mark.parametrize(
    "data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\nbroken"]
)
def test_what_has_no_pixels_has_no_rendition(tmp_path: Path, data: bytes) -> None:
    """A drawing, a damaged file or none is left out instead of stopping anybody."""
    (tmp_path / "a.png").write_bytes(data)
    assert render(tmp_path / "a.png", 600, tmp_path / "cache") is None
    assert render(tmp_path / "missing.png", 600, tmp_path / "cache") is None
