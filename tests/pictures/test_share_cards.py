"""The card of a shared address: its words in the site's faces and colours, and never boxes for letters that lack."""

from __future__ import annotations

import io
import struct
import unicodedata
import zlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from knowledge_center.pictures.faces import face_at
from knowledge_center.pictures.share_cards import (
    HEIGHT,
    WIDTH,
    CardLook,
    ShareCard,
    colours_of,
    draw_card,
    titles_without_letters,
)

THEME = Path(__file__).parents[2] / "overrides/assets"
PARTS = ("latin", "latin-pl", "latin-ext")
LOOK = CardLook(
    serif=tuple(THEME / f"fonts/source-serif-4-{part}-wght-normal.woff2" for part in PARTS),
    sans=tuple(THEME / f"fonts/public-sans-{part}-wght-normal.woff2" for part in PARTS),
    colours=colours_of([(THEME / "site.css").read_text()]),
)
PAPER, BAND = (253, 252, 249), (15, 61, 67)


def drawn(title: str, label: str = "Pay", *, is_rtl: bool = False) -> Image.Image:
    """The card with these words, as it is seen."""
    card = ShareCard(title=title, label=label, site_name="Our site", is_rtl=is_rtl)
    return Image.open(io.BytesIO(draw_card(card, LOOK))).convert("RGB")


def inked(card: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """The part of a box that is not of the paper's colour."""
    part = card.crop(box)
    return ImageChops.difference(part, Image.new("RGB", part.size, PAPER)).getbbox()


TITLE = (0, 140, WIDTH, HEIGHT - 104)


def test_a_card_has_its_words_and_the_sites_colours() -> None:
    """Another title is another card; paper and band are those of the style sheet."""
    card = drawn("What to ask")
    assert card.size == (1200, 630)
    assert card.getpixel((WIDTH - 5, 300)) == PAPER
    assert card.getpixel((WIDTH - 5, HEIGHT - 5)) == BAND
    assert inked(card, TITLE)
    assert card.tobytes() != drawn("What to say").tobytes()
    assert card.tobytes() == drawn("What to ask").tobytes()


@pytest.mark.parametrize("title", ["What to ask", "Why " * 20, ""])
def test_a_card_is_a_png_to_every_reader(title: str) -> None:
    """Also to one that checks what it unpacks: as many rows as it says, of four bits a pixel, none of them filtered."""
    data = draw_card(ShareCard(title=title, label="Pay", site_name="Our site"), LOOK)
    chunks, at = [], 8
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        content, (check,) = data[at + 8 : at + 8 + length], struct.unpack_from(">I", data, at + 8 + length)
        assert check == zlib.crc32(kind + content)
        chunks.append((kind, content))
        at += length + 12
    assert [kind for kind, _ in chunks] == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    assert len(chunks[1][1]) == 3 * 16
    rows = zlib.decompress(chunks[2][1])
    assert len(rows) == HEIGHT * (1 + WIDTH // 2)
    assert set(rows[:: 1 + WIDTH // 2]) == {0}


@example("What to ask when nobody has answered your second letter, and whom to ask instead of waiting")
@settings(max_examples=12, deadline=None)
@given(st.one_of(st.text(max_size=200), st.text("aW字 ", max_size=200), st.just("m" * 200)))
def test_any_title_stays_within_its_margins(title: str) -> None:
    """Also one of two hundred letters, of one word, or of none."""
    found = inked(drawn(title), TITLE)
    assert found
    # A letter may reach a little over the place where it begins.
    assert found[0] >= 70 and found[2] <= WIDTH - 60 and found[3] <= TITLE[3] - TITLE[1] - 20


@pytest.mark.parametrize("title", ["كيف تكتب سيرة", "面接で聞かれる", "Ответы на вопросы", "Łódź 字"])
def test_a_title_with_letters_that_the_faces_lack_is_no_row_of_boxes(title: str) -> None:
    """The site's name stands in its place, as where there is no title."""
    assert drawn(title).tobytes() == drawn("").tobytes() == drawn("Our site").tobytes()
    titles = ("Zażółć gęślą jaźń", title, "🎉", "Cafe\u0301 🎉")
    cards = [ShareCard(title=one, label="", site_name="") for one in titles]
    assert titles_without_letters(cards, LOOK) == [title]


@pytest.mark.parametrize("title", ["Łódź żółć", "Příště", "İş ağı", "Ștefan"])
def test_a_title_has_letters_of_two_files(title: str) -> None:
    """Polish, Czech, Turkish and Romanian are set in the same face: a letter more, a wider line."""
    found, whole = inked(drawn(title), TITLE), inked(drawn(f"{title} Łx"), TITLE)
    assert drawn(title).tobytes() != drawn("").tobytes()
    assert found and whole and found[0] == whole[0] and found[2] < whole[2]


@pytest.mark.parametrize("title", ["AVAVA To WAVE", "Only five offices", "Zażółć AŁ", "Re\u0301sume\u0301s"])
def test_letters_stand_as_close_as_their_face_sets_them(title: str) -> None:
    """Each is drawn by itself, and the line is that of the face, to a pixel: pairs of letters and accents too."""
    whole = Image.new("L", (WIDTH, TITLE[3] - TITLE[1]), 0)
    left = 80.0
    for font, text in face_at(LOOK.serif, 84, 650, False).parts(unicodedata.normalize("NFC", title)):
        ImageDraw.Draw(whole).text((left, 0), text, 255, font, features=["-liga", "-clig"])
        left += font.getlength(text, features=["-liga", "-clig"])
    found, meant = inked(drawn(title), TITLE), whole.getbbox()
    assert found and meant and all(abs(a - b) <= 1 for a, b in zip(found, meant, strict=True))


def test_an_emoji_is_left_out_of_its_title() -> None:
    """The words say what it is about."""
    assert drawn("Coffee ☕️ for all 👩‍💻").tobytes() == drawn("Coffee for all").tobytes()


def test_from_right_to_left_begins_at_the_right() -> None:
    """Whatever letters the face has."""
    found = inked(drawn("Hello", is_rtl=True), TITLE)
    assert found and found[0] > WIDTH / 2 and found[2] > WIDTH - 90


def test_colours_are_those_of_the_last_style_sheet_by_day() -> None:
    """A site's own stand over ours; those for the dark and what is no colour of this kind say nothing."""
    ours = ":root { --paper: #fff; --ink: #000 } @media (x) { :root { --ink: #eee; } }"
    assert colours_of([ours, ":root{--paper: #Fa0;--ink: oklch(1 0 0)}"]) == {"paper": "#Fa0", "ink": "#000"}
