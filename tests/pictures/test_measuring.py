"""Pictures: what kind, how large, and what is none."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from PIL import ExifTags
from PIL import Image as Picture

from knowledge_center.pictures.measuring import TYPES, measure
from knowledge_center.pictures.model import Image
from tests.samples import noise, picture

KINDS = {".png": "PNG", ".jpg": "JPEG", ".webp": "WEBP", ".avif": "AVIF", ".gif": "GIF"}


def measured(path: Path, data: bytes) -> Image | None:
    path.write_bytes(data)
    return measure(path, path="articles/a/x", alt="What it shows")


@pytest.mark.parametrize(("ending", "kind"), KINDS.items())
def test_every_kind_of_picture_has_its_size(tmp_path: Path, ending: str, kind: str) -> None:
    """Width, height, type and bytes of a picture are those of the file, however its ending is spelled."""
    data = picture(size=(60, 40), kind=kind)
    for name in (f"x{ending}", f"X{ending.upper()}"):
        assert measured(tmp_path / name, data) == Image(
            path="articles/a/x", alt="What it shows", width=60, height=40, type=TYPES[ending], size=len(data)
        )


@pytest.mark.parametrize(("size", "kept"), [((60, 40), (50, 50)), ((40, 40), (50, 50)), ((40, 60), (50, 25))])
def test_a_crop_of_an_upright_picture_keeps_a_head(
    tmp_path: Path, size: tuple[int, int], kept: tuple[int, int]
) -> None:
    """Nobody named a point: of a portrait the upper part is kept, of any other picture the middle."""
    found = measured(tmp_path / "x.png", picture(size=size))
    named = measure(tmp_path / "x.png", path="x", alt="", focus=(50, 50))
    assert found and named
    assert (found.focus, named.focus) == (kept, (50, 50))


def test_a_drawing_has_no_pixels(tmp_path: Path) -> None:
    """An SVG is as large as one likes; its sizes stay unknown."""
    found = measured(tmp_path / "x.svg", b"<svg/>")
    assert found is not None
    assert (found.width, found.height, found.type, found.size) == (0, 0, "image/svg+xml", 6)


def test_the_type_is_what_the_file_is_and_not_what_it_is_called(tmp_path: Path) -> None:
    """A PNG that somebody named .jpg is told to readers as the PNG it is."""
    found = measured(tmp_path / "x.jpg", picture(kind="PNG"))
    assert found is not None
    assert found.type == "image/png"


@pytest.mark.parametrize(
    ("kind", "turn", "size"),
    [("JPEG", 1, (60, 40)), ("JPEG", 3, (60, 40)), ("JPEG", 6, (40, 60)), ("JPEG", 8, (40, 60)), ("PNG", 6, (40, 60)),
     ("AVIF", 6, (40, 60)), ("WEBP", 6, (60, 40))],
)  # fmt: skip
def test_a_photograph_taken_upright_is_upright(
    tmp_path: Path, kind: str, turn: int, size: tuple[int, int]
) -> None:
    """A telephone turns its photographs by a note in the file, which browsers follow but in a WebP; so do we."""
    data, exif = BytesIO(), Picture.Exif()
    exif[ExifTags.Base.Orientation] = turn
    Picture.new("RGB", (60, 40)).save(data, kind, exif=exif)
    found = measured(tmp_path / "x.jpg", data.getvalue())
    assert found is not None
    assert (found.width, found.height) == size


def test_the_jpeg_of_some_telephones_is_a_jpeg(tmp_path: Path) -> None:
    """A file with two pictures in it (MPO) is shown by browsers as the JPEG it begins with."""
    data = BytesIO()
    first, second = Picture.new("RGB", (60, 40)), Picture.new("RGB", (60, 40), "red")
    first.save(data, "MPO", save_all=True, append_images=[second])
    found = measured(tmp_path / "x.jpg", data.getvalue())
    assert found is not None
    assert (found.type, found.width) == ("image/jpeg", 60)


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "PDF", "ICO", "PPM"])
def test_pictures_browsers_do_not_show_are_none(tmp_path: Path, kind: str) -> None:
    """A TIFF named .jpg would be a hole in the page, so it is no picture here."""
    assert measured(tmp_path / "x.jpg", picture(kind=kind)) is None


@pytest.mark.parametrize("name", ["x.txt", "x.docx", "x.heic", "x", ".png"])
def test_other_endings_are_no_pictures(tmp_path: Path, name: str) -> None:
    """Only what ends like a picture is one, whatever is in it."""
    assert measured(tmp_path / name, picture()) is None


def test_damaged_empty_or_missing(tmp_path: Path) -> None:
    """A file cut off in its head, an empty one, a link into the void and a folder are no pictures."""
    assert measured(tmp_path / "cut.png", picture()[:12]) is None
    assert measured(tmp_path / "empty.jpg", b"") is None
    (tmp_path / "gone.png").symlink_to(tmp_path / "nowhere.png")
    (tmp_path / "gone.svg").symlink_to(tmp_path / "nowhere.svg")
    (tmp_path / "folder.png").mkdir()
    for name in ("gone.png", "gone.svg", "folder.png", "not-there.gif", f"{'x' * 300}.png"):
        assert measure(tmp_path / name, path="x", alt="") is None


def test_huge_pictures_neither_warn_nor_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A very large photograph is measured in silence; one far too large to be one is refused."""
    monkeypatch.setattr(Picture, "MAX_IMAGE_PIXELS", 2000)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = measured(tmp_path / "x.png", picture(size=(60, 40)))
        assert found is not None
        assert found.width == 60
        assert measured(tmp_path / "y.png", picture(size=(600, 400))) is None


@given_settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(KINDS)),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=8),
    st.integers(0, 200),
)
def test_no_damage_brings_the_reader_down(
    tmp_path: Path, ending: str, changes: list[tuple[int, int]], end: int
) -> None:
    """However a picture's head is damaged, it has a size or is none."""
    data = bytearray(picture(kind=KINDS[ending]))
    for at, value in changes:
        data[at % len(data)] = value
    found = measured(tmp_path / f"x{ending}", bytes(data[: len(data) - end] if end < 100 else data))
    assert found is None or found.type in TYPES.values()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_that_was_not_copied_whole_is_none(tmp_path: Path, kind: str) -> None:
    """Half a file has the head of a picture; on a page it would be a hole, or grey from the middle on."""
    data = noise((90, 60), kind)
    assert measured(tmp_path / "x.jpg", data) is not None
    assert measured(tmp_path / "y.jpg", data[: len(data) // 2]) is None
