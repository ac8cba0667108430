"""Files that entries carry."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.tools.feed_check.defects import swap
from tests.tools.feed_check.good_site import broken, good_files
from tests.tools.feed_check.samples import URL

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>'


def test_a_drawing_has_no_pixels_to_tell(tmp_path: Path) -> None:
    """An SVG needs neither width nor height."""
    media = f'<media:content url="{URL}articles/a.svg" medium="image" type="image/svg+xml"/>'
    data = swap("(<pubDate>)", rf"{media}\1")(good_files()["digests/weekly.xml"])
    assert broken(tmp_path, {"digests/weekly.xml": data, "articles/a.svg": SVG}) == set()


def test_a_picture_elsewhere_is_taken_at_its_word(tmp_path: Path) -> None:
    """What is on another site cannot be measured; a build reaches for no network."""
    address = "https://www.example.org/a.png"
    media = f'<media:content url="{address}" medium="image" type="image/png" width="9" height="9"/>'
    data = swap("<media:content.*?/>", media)(good_files()["email.xml"])
    assert broken(tmp_path, {"email.xml": data}) == set()


def test_a_photograph_is_measured_as_browsers_show_it(tmp_path: Path) -> None:
    """A telephone that was held upright says so in the file: width and height change places."""
    turned, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 600)).save(turned, "JPEG", exif=exif)
    picture = turned.getvalue()
    assert broken(tmp_path, {"articles/second-interview/small.jpg": picture}) == set()


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0" + b"\x00" * 40, b"GIF89a", b"RIFF\x00\x00"]
)
def test_no_damaged_picture_stops_the_check(tmp_path: Path, data: bytes) -> None:
    """Half a file is a problem and no traceback."""
    assert "feeds.pictures.are_pictures" in broken(tmp_path, {"articles/second-interview/small.jpg": data})
