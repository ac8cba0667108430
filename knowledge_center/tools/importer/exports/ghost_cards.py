"""The cards of Ghost's editor as what they mean: links, players and pictures without the controls around them."""

from __future__ import annotations

from collections.abc import Callable

import lxml.html
from lxml.html import HtmlElement

from knowledge_center.tools.importer.exports.export_model import inner_html, parsed
from knowledge_center.tools.importer.import_notes import ImportNote, left_out, one_line


def plain_cards(html: str) -> tuple[str, list[ImportNote]]:
    """HTML of Ghost without its cards, and what was left out of it; as it is where it has none."""
    page = parsed(html) if "kg-" in html else None
    if page is None:
        return html, []
    notes = replace_cards(page)
    return inner_html(page), notes


def replace_cards(page: HtmlElement) -> list[ImportNote]:
    """Put in the place of each card below ``page`` what it means. Returns what was left out."""
    notes = []
    for name, plain in _CARDS.items():
        for card in page.xpath(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"):
            new = plain(card)
            if new is None:
                said = one_line(" ".join(card.itertext()))
                notes.append(left_out(f"a signup form of the old site was left out: “{said}”."))
                card.drop_tree()
            else:
                new.tail = card.tail
                card.getparent().replace(card, new)
    return notes


def _bookmark(card: HtmlElement) -> HtmlElement:
    """A linked title, and below it what stood under it."""
    link = card.find(".//a")
    title = _words(card, "kg-bookmark-title") or (link.get("href", "") if link is not None else "")
    below = [_words(card, f"kg-bookmark-{name}") for name in ("description", "author", "publisher")]
    return _paragraph(link, title, [*below, _caption(card)])


def _file(card: HtmlElement) -> HtmlElement:
    link = card.find(".//a")
    below = [_words(card, f"kg-file-card-{name}") for name in ("caption", "filename", "filesize")]
    return _paragraph(link, _words(card, "kg-file-card-title") or (below[1] or "File"), below)


def _player(card: HtmlElement) -> HtmlElement:
    """The film or sound itself, and its title or caption."""
    figure = lxml.html.fragment_fromstring("<div></div>")
    found = card.find(".//video")
    found = card.find(".//audio") if found is None else found
    if found is not None:
        link = lxml.html.fragment_fromstring("<p><a></a></p>")
        source = found.get("src") or next(iter(found.xpath(".//source/@src")), "")
        link[0].set("href", source)
        link[0].text = _words(card, "kg-audio-title") or source.rpartition("/")[2]
        figure.append(link)
    if caption := _caption(card):
        words = lxml.html.fragment_fromstring("<p></p>")
        words.text = caption
        figure.append(words)
    return figure


def _nothing(card: HtmlElement) -> None:
    return None


_CARDS: dict[str, Callable[[HtmlElement], HtmlElement | None]] = {
    "kg-bookmark-card": _bookmark,
    "kg-file-card": _file,
    "kg-audio-card": _player,
    "kg-video-card": _player,
    "kg-signup-card": _nothing,
}


def _paragraph(link: HtmlElement | None, title: str, below: list[str]) -> HtmlElement:
    paragraph = lxml.html.fragment_fromstring("<p><a></a></p>")
    paragraph[0].set("href", link.get("href", "") if link is not None else "")
    paragraph[0].text = title
    for words in filter(None, below):
        line = lxml.html.fragment_fromstring("<br>")
        line.tail = words
        paragraph.append(line)
    return paragraph


def _caption(card: HtmlElement) -> str:
    found = card.find(".//figcaption")
    return one_line(" ".join(found.itertext())) if found is not None else ""


def _words(card: HtmlElement, name: str) -> str:
    found = card.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")
    return one_line(" ".join(found[0].itertext())) if found else ""
