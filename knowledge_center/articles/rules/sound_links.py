"""Texts of whose links no rule has anything to say: nearly all, told without asking each rule about each link."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from knowledge_center.articles.markdown_links import Link
from knowledge_center.articles.model import Article, has_page
from knowledge_center.articles.own_addresses import OwnAddresses
from knowledge_center.articles.rules.links_of_text import is_undescribed
from knowledge_center.articles.rules.pictures import HEAVIEST, right_name
from knowledge_center.pictures.model import Image


def sound_files(
    articles: Mapping[str, Article], measured: Mapping[str, Image], now: datetime
) -> frozenset[str]:
    """The files that any text may lead to: articles that are public and never end, pictures as they should be.

    Both are known by their paths relative to docs; the pictures are those that can be shown.
    """
    lasting = (
        path for path, article in articles.items() if article.expires is None and has_page(article, now)
    )
    light = (
        path for path, image in measured.items() if image.size <= HEAVIEST and not right_name(path, image)
    )
    return frozenset((*lasting, *light))


def are_sound(
    links: Sequence[Link],
    to_files: Sequence[tuple[Link, str]],
    raw: Sequence[Link],
    sound: Collection[str],
    own: OwnAddresses,
) -> bool:
    """Whether the links of a text lead to whole ``sound`` files and to other sites alone, with words for each picture.

    They are what ``TextLinks`` has of the text. Where it is true, no rule of ``text_links`` finds anything.
    """
    for link, path in to_files:
        if path not in sound or "#" in link.target or (link.image and is_undescribed(link)):
            return False
    if len(links) == len(to_files) and not raw:
        return True
    return not any(link.file for link in raw) and all(
        link.target[:1] != "#" and not own.is_own(link.target) and not is_undescribed(link)
        for link in (*(link for link in links if not link.file), *raw)
    )
