"""The icons of a site, made of its logo: for tabs of browsers, home screens of phones and lists of apps.

Sources: HTML, link type "icon"; developer.apple.com, "Configuring Web Applications" (180 pixels, no transparency);
W3C Web Application Manifest, icons member; web.dev, "Add a web app manifest" (192 and 512 pixels).
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

FAVICON, TOUCH_ICON, MANIFEST = "favicon.ico", "apple-touch-icon.png", "site.webmanifest"
# Names and sizes in pixels of what the manifest names.
APP_ICONS = {"icon-192.png": 192, "icon-512.png": 512}
_TOUCH, _FAVICONS = 180, (16, 32, 48)
# How much of an icon without transparency the logo fills: phones round its corners.
_FILLED = 0.8


def site_icon(source: Path, name: str, ground: str) -> bytes:
    """One of the files above, made of the picture ``source``, on the colour ``ground`` where nothing may shine through.

    Raises OSError where the picture cannot be read.
    """
    with Image.open(BytesIO(source.read_bytes())) as opened:
        logo = opened.convert("RGBA")
    made = BytesIO()
    if name == FAVICON:
        _square(logo, max(_FAVICONS), 1.0).save(made, "ICO", sizes=[(size, size) for size in _FAVICONS])
        return made.getvalue()
    size = APP_ICONS.get(name, _TOUCH)
    plain = Image.new("RGBA", (size, size), ground)
    plain.alpha_composite(_square(logo, size, _FILLED))
    plain.convert("RGB").save(made, "PNG", optimize=True)
    return made.getvalue()


def _square(logo: Image.Image, size: int, filled: float) -> Image.Image:
    """The whole logo in the middle of a transparent square."""
    most = round(size * filled)
    scale = min(most / logo.width, most / logo.height)
    fitted = logo.resize(
        (max(1, round(logo.width * scale)), max(1, round(logo.height * scale))), Image.Resampling.LANCZOS
    )
    square = Image.new("RGBA", (size, size))
    square.paste(fitted, ((size - fitted.width) // 2, (size - fitted.height) // 2))
    return square
