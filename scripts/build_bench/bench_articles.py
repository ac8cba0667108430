"""The articles that every stack is given: the same each time, with what articles have."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image

CATEGORIES = ("interviews", "applications", "pay", "temporary-work", "first-days", "hiring")
WORDS = """
work offer letter team manager question answer week shift hour pay list plan person place reason note call
visit desk door morning evening first second clear short long good better early late small large write read
ask tell listen learn begin end bring take give keep show find know think feel help start
""".split()  # noqa: SIM905  (easier to read than a list of quoted words)
PICTURE = "picture.png"
# The day after the newest article: newer ones are dated from here on.
NEXT_DAY = date(2026, 7, 5)
_LATER = date(2027, 1, 1)
_FIRST_DAY = date(2015, 1, 1)
_PHOTOGRAPH = (4000, 3000)
_DISTINCT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article before any stack's own way of writing it; links in ``body`` go to ``name.md``."""

    name: str
    title: str
    day: date
    description: str
    category: str
    body: str
    image: str = ""


def generated(count: int) -> Iterator[Article]:
    """So many articles of about 850 words: headings, a list, a quote, a picture, three links."""
    source = random.Random(1)

    def sentence(words: int) -> str:
        return " ".join(source.choices(WORDS, k=words)).capitalize() + "."

    def paragraph() -> str:
        return " ".join(sentence(source.randint(8, 18)) for _ in range(5))

    for number in range(count):
        links = [f"article-{source.randrange(number):05}" for _ in range(3)] if number else []
        parts = [paragraph(), f"![A green picture]({PICTURE})"]
        for section in range(5):
            parts += [f"## {sentence(4)[:-1]}", paragraph(), paragraph()]
            if section == 1:
                parts.append("\n".join(f"- {sentence(8)}" for _ in range(4)))
            if section == 2:
                parts.append(f"> {sentence(14)}")
        parts += [f"See also [{sentence(3)[:-1]}]({link}.md)." for link in links]
        yield Article(
            name=f"article-{number:05}",
            title=f"{sentence(6)[:-1]} {number}",
            day=_FIRST_DAY + timedelta(days=number * 4200 // count),
            description=f"{sentence(12)[:120]} A sentence that is certainly long enough.",
            category=source.choice(CATEGORIES),
            body="\n\n".join(parts) + "\n",
        )


def with_new_sentence(article: Article, turn: int) -> Article:
    """The article after an edit of its text."""
    return replace(article, body=f"{article.body}\nEdited for the time number {turn}.\n")


def with_new_title(article: Article, turn: int) -> Article:
    """The article after an edit of its title."""
    return replace(article, title=f"{article.title.partition(', version')[0]}, version {turn}")


def newer(article: Article, turn: int) -> Article:
    """An article like that one, newer than all others."""
    return replace(
        article,
        name=f"new-{turn:05}",
        title=f"A new article {turn}",
        day=NEXT_DAY + timedelta(days=turn % 100),
    )


def scheduled(articles: Sequence[Article]) -> Iterator[Article]:
    """A twentieth of them once more, each to come out on a day of the year after the newest."""
    for number, article in enumerate(articles[::20]):
        day = _LATER + timedelta(days=number % 300)
        yield replace(article, name=f"scheduled-{number:05}", title=f"To come {number}", day=day)


def picture(path: Path) -> None:
    """The picture that every article shows."""
    Image.new("RGB", (1200, 800), "teal").save(path)


def photographs(folder: Path, count: int, megabytes: float = 4) -> Iterator[str]:
    """Photographs in a folder, about as large as a camera's, no two of them equal. Yields their names."""
    noises = [_noise() for _ in range(min(count, _DISTINCT))]
    qualities = range(5, 96)
    # The lowest quality that gives the size: it is much the same for all of them.
    at = bisect_left(qualities, megabytes * 1e6, key=lambda quality: len(_jpeg(noises[0], quality)))
    distinct = [_jpeg(noise, qualities[min(at, len(qualities) - 1)]) for noise in noises]
    for number in range(count):
        name = f"photograph-{number:05}.jpg"
        # What stands behind a picture's end is no part of it, but of the file.
        (folder / name).write_bytes(distinct[number % len(distinct)] + number.to_bytes(4, "big"))
        yield name


def _noise() -> Image.Image:
    """12 megapixels of noise, about as coarse as a camera's."""
    small = (_PHOTOGRAPH[0] // 2, _PHOTOGRAPH[1] // 2)
    return Image.merge("RGB", [Image.effect_noise(small, 40) for _ in range(3)]).resize(_PHOTOGRAPH)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
