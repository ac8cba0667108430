"""What a camera notes in a photograph stays with its editor."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms
from PIL.PngImagePlugin import PngInfo

from knowledge_center.pictures.metadata import without_metadata

PLACE = b"a place in the north"
FILM = b"a film of a few seconds"


def photograph(kind: str, **options: object) -> bytes:
    """A picture with everything that programs write into one."""
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x010E] = PLACE.decode()
    notes.get_ifd(0x8825)[1] = "N"
    text = PngInfo()
    text.add_text("Comment", PLACE.decode())
    text.add_itxt("XML:com.adobe.xmp", PLACE.decode())
    more: dict[str, dict[str, object]] = {
        "JPEG": {"exif": notes, "comment": PLACE},
        "PNG": {"exif": notes, "pnginfo": text},
        "WEBP": {"exif": notes, "xmp": PLACE},
        "AVIF": {"exif": notes, "xmp": PLACE},
    }
    out = io.BytesIO()
    Image.effect_noise((90, 60), 60).convert("RGB").save(out, kind, **more[kind], **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("JPEG", {"restart_marker_blocks": 2}),
        ("PNG", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("AVIF", {}),
    ],
)
def test_the_picture_stays_and_the_notes_go(kind: str, options: dict[str, object]) -> None:
    """Every pixel is the same; the place, the comment and a film behind the picture are in no byte of it."""
    data = photograph(kind, **options) + (FILM if kind == "JPEG" else b"")
    bare = without_metadata(data, 6)
    assert PLACE in data and PLACE not in bare and FILM not in bare
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(bare)) as after:
        assert after.format == kind
        assert ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox() is None
        # How it is to be turned is what browsers go by.
        assert dict(after.getexif()) == ({} if kind == "WEBP" else {0x0112: 6})
    assert without_metadata(bare, 6) == bare


def test_colours_keep_what_they_mean() -> None:
    """A profile of colours is no note."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG", "WEBP"):
        with Image.open(io.BytesIO(without_metadata(photograph(kind, icc_profile=profile)))) as picture:
            assert picture.info["icc_profile"] == profile


@given(st.sampled_from(("JPEG", "PNG", "WEBP")), st.integers(0, 3000), st.binary(max_size=40))
def test_a_damaged_file_is_no_reason_to_stop(kind: str, at: int, more: bytes) -> None:
    """Whatever stands in a file, something comes back, and never more than there was beside a turn."""
    data = photograph(kind)
    damaged = data[:at] + more
    assert len(without_metadata(damaged, 6)) <= len(damaged) + 40
    assert without_metadata(more) == more or more[:2] == b"\xff\xd8"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_may_break_off_anywhere(kind: str) -> None:
    """At every byte of its head."""
    data = photograph(kind)
    for at in range(min(len(data), 400)):
        assert len(without_metadata(data[:at], 6)) <= at + 40
