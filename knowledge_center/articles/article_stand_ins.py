"""What a preview shows of a file that holds no article yet: its title and its text, as far as they can be read."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from knowledge_center.articles.article_files import ArticleFile, name_of
from knowledge_center.articles.model import (
    RESERVED_NAMES,
    Article,
    Author,
    Category,
    feed_id,
    reading_minutes,
)
from knowledge_center.pictures.model import Image
from knowledge_center.settings.model import Settings

_TITLE = re.compile(r"""\s*title\s*:\s*["']?(?P<title>.*?)["']?\s*""", re.IGNORECASE)
_AUTHOR = Author(key="none", name="nobody yet")
_TOPIC = Category(slug="none", name="No topic yet")
# What no text holds.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MOST_BYTES = 1_000_000


def stand_ins(
    docs: Path,
    read: Iterable[tuple[ArticleFile, Image | None]],
    beyond_reading: Iterable[str],
    *,
    names: Iterable[str],
    settings: Settings,
    now: datetime,
) -> Iterator[Article]:
    """An article for each file, to be shown by itself and in no list: a draft, whatever its fields say.

    ``read`` are files whose fields could be read, ``beyond_reading`` those below ``docs`` that could not. One whose
    name is among ``names`` is left out: the page at its address is another's. What has no day is shown with today's.
    """
    taken = {name.casefold() for name in (*RESERVED_NAMES, *names)}
    day = now.astimezone(settings.zone).replace(hour=0, minute=0, second=0, microsecond=0)

    def article(path: str, title: str, body: str, file: ArticleFile | None, image: Image | None) -> Article:
        name, fields = name_of(path), file.fields if file else None
        return Article(
            identity=name,
            id=feed_id(name, settings.feeds.tag_authority),
            name=name,
            source=f"{settings.docs_dir}/{path}",
            url=f"articles/{name}/",
            title=title or f"{name}{Path(path).suffix}",
            summary=fields.description if fields else "",
            published=(fields and fields.published) or day,
            authors=(fields and fields.authors) or (_AUTHOR,),
            categories=(fields and fields.categories) or (_TOPIC,),
            image=image,
            draft=True,
            body=body,
            minutes=reading_minutes(body),
        )

    for file, image in read:
        if file.name.casefold() not in taken:
            taken.add(file.name.casefold())
            yield article(file.path, file.fields.title, file.body, file, image)
    for path in beyond_reading:
        if name_of(path).casefold() not in taken:
            taken.add(name_of(path).casefold())
            yield article(path, *salvaged(docs / path), None, None)


def salvaged(path: Path) -> tuple[str, str]:
    """Title and text of a file whose fields cannot be read; empty where nothing looks like them."""
    raw = b""
    with suppress(OSError), path.open("rb") as file:
        raw = file.read(_MOST_BYTES)
    wide = raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    text = raw.decode("utf-16" if wide else "utf-8-sig", errors="replace")
    if _BINARY.search(text):
        return "", ""
    lines = text.strip().splitlines()
    fences = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    title = next((found["title"] for line in lines if (found := _TITLE.fullmatch(line))), "")
    return title, "\n".join(lines[fences[1] + 1 :]) if len(fences) > 1 else ""
