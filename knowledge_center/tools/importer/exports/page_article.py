"""Where the article is on a saved page: the place that publishing programs name, else the one with the most prose."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC

from lxml.html import HtmlElement

from knowledge_center.tools.importer.exports.byline import read_byline
from knowledge_center.tools.importer.exports.page_elements import HEADINGS, class_words, leave_out, words
from knowledge_center.tools.importer.exports.page_furniture import (
    ABOUT_BOX,
    ENDS,
    Furniture,
    furniture_name,
    is_about_heading,
)
from knowledge_center.tools.importer.source_dates import read_moment

# What themes of WordPress, Ghost, HubSpot, Blogger, Squarespace and microformats call the text of an article.
_PLACES = (
    " entry content ", " post content ", " article content ", " article body ", " gh content ", " post body ",
    " blog post body ", " e content ", " post full content ", " blog item content ", " single post content ",
    " story body ", " blog content ",
)  # fmt: skip
_PROSE = frozenset(("p", "li", "pre", "td", "th", "blockquote", "dd", "dt", "figcaption", *HEADINGS))
_BLOCKS = frozenset(("p", "ul", "ol", "pre", "table", "blockquote", "figure", "div", *HEADINGS))
# A person's name has no more words.
_NAME_WORDS = 5
_BYLINES = (" meta ", " byline ", " author ", " published ", " posted ", " date ", " dateline ", " time ")
_LEAST = 25
# A place is left for the one around it that has as much more prose.
_WIDER = 1.25


def article_place(page: HtmlElement) -> HtmlElement:
    """The smallest element that holds the article's text. Take furniture out of the page before."""
    named = [
        element
        for element in page.iter("div", "section", "span", "article", "main", "td")
        if element.get("itemprop") == "articleBody" or any(place in class_words(element) for place in _PLACES)
    ]
    best = max(named, key=_prose, default=None)
    whole = page
    if best is None or _prose(best) < _LEAST:
        main = page.xpath("//main|//*[@role='main']")
        if len(main) == 1 and _prose(main[0]) >= _LEAST:
            whole = main[0]
        best = _densest(whole)
        best = next((one for one in reversed([*best.iterancestors()]) if _is_section(one)), best)
    # Sections that lie side by side are one article.
    around = best.getparent()
    while best is not whole and around is not None and around.tag != "html":
        if _prose(around) > _prose(best) * _WIDER or (
            best.getparent() is around and _is_one_of_several(best)
        ):
            best = around
        around = None if around is whole else around.getparent()
    return best


def _is_section(element: HtmlElement) -> bool:
    """Whether it is a section with a heading of its own, as those of Sphinx are: all that lies in it is one text."""
    named = element.tag == "section" or " section " in class_words(element)
    return named and any(one.tag in HEADINGS for one in element)


def _is_one_of_several(element: HtmlElement) -> bool:
    """Whether others of its class lie beside it that begin with a heading of the same level, as those of DocBook do."""
    parent = element.getparent()
    beside = parent if parent is not None and element.get("class") else ()
    alike = [one for one in beside if one.tag == element.tag and one.get("class") == element.get("class")]
    first = {one[0].tag if len(one) else "" for one in alike}
    return len(alike) > 1 and len(first) == 1 and first <= set(HEADINGS)


def _prose(element: HtmlElement) -> int:
    """How many words stand in an element outside of links."""
    linked = sum(len(words(link).split()) for link in element.iter("a"))
    return len(words(element).split()) - linked


def _densest(page: HtmlElement) -> HtmlElement:
    """The element whose paragraphs have the most words; each counts less for what is further around it."""
    scores: dict[HtmlElement, float] = defaultdict(float)
    for block in page.iter():
        if not isinstance(block.tag, str):
            continue
        # Text beside other blocks is a paragraph, too.
        inner = block.tag not in _PROSE or any(one.tag in _BLOCKS for one in block.iterdescendants())
        text = f"{block.text or ''} {' '.join(one.tail or '' for one in block)}" if inner else words(block)
        for share, around in enumerate(list(block.iterancestors())[:3] if text.strip() else (), 1):
            scores[around] += len(text.split()) / share
    best = max(scores, key=lambda one: scores[one], default=page)
    while best.tag in ("table", "tbody", "tr") and len(best):
        best = max(best, key=_prose)
    return best


def unwrap_layout(place: HtmlElement) -> None:
    """Take away tables that only say where things stand: what is in their cells are headings and paragraphs."""
    for table in list(place.iter("table")):
        cells = table.xpath(".//td")
        laid_out = table.get("role") in ("presentation", "none") or any(
            cell.xpath(".//table|.//h1|.//h2|.//h3|./p[2]") for cell in cells
        )
        if laid_out:
            for part in table.xpath(".//td|.//th|.//tr|.//tbody|.//thead"):
                part.tag = "div"
            table.tag = "div"


def byline_of(body: HtmlElement) -> dict[str, str]:
    """The author and the day that a page names first, by elements made for them."""
    found: dict[str, str] = {}
    for time in body.iter("time"):
        moment = read_moment(time.get("datetime") or words(time), UTC)
        if moment is not None:
            found["date"] = str(moment)
            break
    for one in body.iter("a", "span", "address", "div", "p"):
        called = class_words(one)
        said = words(one)
        marked = "author" in (one.get("rel") or "") or "/author/" in (one.get("href") or "")
        if (marked or " author " in called or " byline " in called) and 0 < len(said.split()) <= _NAME_WORDS:
            named = read_byline(said) or {}
            author = named.get("author", "" if named.get("date") else said)
            if author:
                found["author"] = author
                break
    return found


def leave_out_ends(place: HtmlElement) -> list[Furniture]:
    """Take out what stands in the article's place below it, under a heading that says so, to the end."""
    found: list[Furniture] = []
    headings = [one for one in place.iter(*HEADINGS, "p", "strong") if len(words(one)) < 80]
    total = len(words(place).split())
    for heading in headings:
        name = furniture_name(words(heading))
        last_box = (
            heading.tag in HEADINGS and is_about_heading(words(heading)) and heading is _last_heading(place)
        )
        behind = [heading, *heading.itersiblings()]
        share = sum(len(words(one).split()) for one in behind)
        if (name in ENDS or last_box) and share < total / 2 and not _goes_on(heading, place):
            for one in behind:
                found += leave_out(one, name or ABOUT_BOX)
            break
    return found


def _last_heading(place: HtmlElement) -> HtmlElement | None:
    found = [one for one in place.iter(*HEADINGS) if words(one)]
    return found[-1] if found else None


def _goes_on(heading: HtmlElement, place: HtmlElement) -> bool:
    """Whether something stands behind the heading's siblings, further out in the place."""
    around = heading.getparent()
    while around is not None and around is not place:
        if any(words(one) for one in around.itersiblings()):
            return True
        around = around.getparent()
    return False


def leave_out_head(place: HtmlElement, title: str) -> tuple[dict[str, str], list[Furniture]]:
    """Take the title and the lines around it out of the article's place. Returns what they say of author and day."""
    fields: dict[str, str] = {}
    found: list[Furniture] = []
    for heading in [one for one in place.iter("h1", "h2", "font", "div", "span", "p") if words(one) == title][
        :1
    ]:
        for one in list(_before(heading, place)):
            found += leave_out(one, furniture_name(words(one)) or "above the title")
        leave_out(heading, "title")
    names: list[HtmlElement] = []
    for line in list(place.iter("p", "div", "span", "time", "a", "ul", "li", "address", "small", "h2", "h3")):
        said = words(line)
        if not said or line is place or not _stands_in(line, place):
            continue
        named = read_byline(said)
        marked = any(word in class_words(line) for word in _BYLINES) and len(said.split()) < _LEAST
        if named is None and not marked:
            if len(said.split()) <= _NAME_WORDS and said.istitle():
                names.append(line)
            elif line.tag in ("p", "ul", "h2", "h3"):
                break
            continue
        fields.update(named or {})
        found += leave_out(line, "byline")
    if "date" in fields and names and _stands_in(names[0], place):
        # A name right above a day is who wrote it.
        fields.setdefault("author", words(names[0]))
        found += leave_out(names[0], "byline")
    return fields, found


def _stands_in(element: HtmlElement, place: HtmlElement) -> bool:
    return any(around is place for around in element.iterancestors())


def _before(heading: HtmlElement, place: HtmlElement) -> list[HtmlElement]:
    """What stands in the place before a heading, if it is little."""
    before: list[HtmlElement] = []
    around = heading
    while around is not place and around is not None:
        before += list(around.itersiblings(preceding=True))
        around = around.getparent()
    little = sum(len(words(one).split()) for one in before) < _LEAST
    return [one for one in before if not one.xpath("self::img|.//img")] if little else []
