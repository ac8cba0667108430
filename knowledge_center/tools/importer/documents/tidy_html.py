"""A document's HTML without what word processors leave in it: one shape, wherever it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from knowledge_center.articles.rules.web_links import behind_redirect, without_tracking
from knowledge_center.text.plurals import counted
from knowledge_center.tools.importer.article_names import slug

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", "li", "td", "th", "blockquote", "figcaption", "footnote-text", *_HEADINGS)
_INLINE = (
    "span",
    "font",
    "u",
    "ins",
    "small",
    "big",
    "center",
    "div",
    "section",
    "article",
    "main",
    "header",
)
_KEPT = ("a", "img", "br", "footnote-ref")
# No-break and narrow blanks, and characters nobody sees: soft hyphen, zero width marks, object replacement.
_BLANKS = re.compile("[\u00a0\u202f\u2007\u2009\u200a\t\r\n ]+")
_UNSEEN = re.compile(
    "[\u00ad\u200b\u200c\u2060\ufeff\ufffc\ufdd0-\ufdef\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f]"
)
_PROGRAM_ALT = re.compile(
    r"\s*(?:Description automatically generated(?: with \w+ confidence)?|AI-generated content may be incorrect\.?)\s*$",
    re.IGNORECASE,
)
# A line in bold that is longer is no heading.
_LONGEST_HEADING = 80


class Tidied:
    """The text, its title and subtitle, which are taken out of it, and sentences for its editor."""

    def __init__(self, html: str) -> None:
        self.soup = BeautifulSoup(html, "html.parser")
        self.notes: list[str] = []
        for hidden in self.soup.find_all(
            ["style", "script", "meta", "link", "title", "noscript", "form", "nav"]
        ):
            hidden.decompose()
        for text in self.soup.find_all(string=True):
            if isinstance(text, PreformattedString):
                text.extract()
            elif text.find_parent("pre") is None:
                text.replace_with(_BLANKS.sub(" ", _UNSEEN.sub("", text)))
        if contents := self.soup.select("p.contents"):
            self.notes.append(
                "Its table of contents was left out: the page of an article makes one of its headings."
            )
            for entry in contents:
                entry.decompose()
        self._links()
        self._unwrap()
        self._lists()
        self._empty()
        self._code()
        self.title = self._taken("p.title") or self._first_heading()
        self.subtitle = self._taken("p.subtitle")
        self._bold_lines()
        self._levels()
        self._captions()
        self._tables()

    @property
    def html(self) -> str:
        return str(self.soup)

    def _links(self) -> None:
        places = {
            str(one["id"]): one.get_text(" ", strip=True) for one in self.soup.find_all(_HEADINGS, id=True)
        }
        for anchor in self.soup.find_all("a", id=True):
            heading = anchor.find_parent(_HEADINGS)
            if heading is not None:
                places[str(anchor["id"])] = heading.get_text(" ", strip=True)
        for box in self.soup.find_all("input"):
            box.replace_with("☑ " if box.has_attr("checked") else "☐ ")
        for link in self.soup.find_all("a"):
            target = str(link.get("href", "")).strip()
            if target.startswith("#"):
                target = f"#{slug(places[target[1:]])}" if places.get(target[1:]) else ""
            target = without_tracking(behind_redirect(target) or target)
            if not target or re.match(r"(?:javascript|vbscript|data|file|about):", target, re.IGNORECASE):
                if re.match("file:", target):
                    self.notes.append(f"A link to a file of somebody's machine, {target}, was left out.")
                link.unwrap()
                continue
            link.attrs = {"href": target.replace(" ", "%20")}
            _blanks_outside(link)

    def _unwrap(self) -> None:
        """Only elements that mean something stay, without blanks at their ends, and two alike as one."""
        for one in self.soup.find_all(_INLINE):
            if one.name in ("div", "section", "article", "main", "header") and not one.find(_BLOCKS):
                one.name, one.attrs = "p", {}
            else:
                one.unwrap()
        for name, same in (("b", "strong"), ("i", "em"), ("strike", "s"), ("del", "s")):
            for one in self.soup.find_all(name):
                one.name = same
        for one in self.soup.find_all(["strong", "em", "s", "code", "sup", "sub"]):
            if one.find_parent(one.name) is not None:
                one.unwrap()
                continue
            _blanks_outside(one)
        for one in self.soup.find_all(["strong", "em", "s", "code"]):
            after = one.next_sibling
            while (
                isinstance(after, NavigableString)
                and not after.strip()
                and isinstance(after.next_sibling, Tag)
            ):
                after = after.next_sibling
            if (
                isinstance(after, Tag)
                and after.name == one.name
                and after.find_parent(_BLOCKS) is one.find_parent(_BLOCKS)
            ):
                between = one.next_sibling
                if between is not after and between is not None:
                    after.insert(0, between.extract())
                for child in reversed([*one.contents]):
                    after.insert(0, child.extract())
                one.decompose()
        self.soup.smooth()

    def _lists(self) -> None:
        """Paragraphs that an item goes on with are in it, and so are items below them."""
        for paragraph in self.soup.select("p.continued"):
            items, after = paragraph.find_previous_sibling(), paragraph.find_next_sibling()
            if items is None or items.name not in ("ul", "ol"):
                continue
            last, deeper = _last_item(items), after
            while (
                deeper is not None
                and (deeper := _without_words(deeper))
                and (own := last.find_all(deeper.name))
            ):
                last = _last_item(own[-1])
            last.append(paragraph.extract())
            while isinstance(after, Tag) and after.name in ("ul", "ol") and _joined(items, after):
                after.decompose()
                after = items.find_next_sibling()

    def _empty(self) -> None:
        for name in (
            ("strong", "em", "s", "code", "sup", "sub", "a"),
            _HEADINGS,
            ("li",),
            ("ul", "ol"),
            ("p",),
        ):
            for one in self.soup.find_all(name):
                if not one.get_text(strip=True) and one.find(("img", "footnote-ref")) is None:
                    one.decompose() if one.name != "a" else one.unwrap()
        for heading in self.soup.find_all(_HEADINGS):
            for one in heading.find_all(["strong", "em", "br"]):
                one.replace_with(" ") if one.name == "br" else one.unwrap()
            for picture in heading.find_all("img"):
                heading.insert_after(self._paragraph(picture.extract()))
            if not heading.get_text(strip=True):
                heading.decompose()
        for paragraph in self.soup.find_all("p"):
            # Breaks at either end of a paragraph are distance.
            for ends in (paragraph.contents, reversed(paragraph.contents)):
                for one in [*ends]:
                    if str(one).strip() and not (isinstance(one, Tag) and one.name == "br"):
                        break
                    one.extract()

    def _paragraph(self, *content: Tag) -> Tag:
        paragraph = self.soup.new_tag("p")
        paragraph.extend(content)
        return paragraph

    def _code(self) -> None:
        """Paragraphs that are code from end to end, one below the other, are a block of it."""
        for paragraph in self.soup.find_all("p"):
            block = None
            while paragraph is not None and paragraph.name == "p" and _is_all(paragraph, "code"):
                following = paragraph.find_next_sibling()
                if block is None and (
                    following is None or following.name != "p" or not _is_all(following, "code")
                ):
                    break
                line = paragraph.get_text().rstrip()
                if block is None:
                    block = self.soup.new_tag("pre")
                    block.append(line)
                    paragraph.replace_with(block)
                else:
                    block.append(f"\n{line}")
                    paragraph.decompose()
                paragraph = following  # type: ignore[assignment]
            if block is not None:
                block.smooth()

    def _taken(self, selector: str) -> str:
        found = self.soup.select_one(selector)
        if found is None:
            return ""
        words = found.get_text(" ", strip=True)
        found.decompose()
        return " ".join(words.split())

    def _first_heading(self) -> str:
        """The heading that begins the text."""
        first = next((one for one in self.soup.contents if isinstance(one, Tag)), None)
        if first is None or first.name not in _HEADINGS:
            return ""
        words = " ".join(first.get_text(" ", strip=True).split())
        first.decompose()
        return words

    def _bold_lines(self) -> None:
        made = []
        level = 1
        for block in [one for one in self.soup.contents if isinstance(one, Tag)]:
            if block.name in _HEADINGS:
                level = int(block.name[1])
            elif block.name == "p" and _is_all(block, "strong"):
                words = " ".join(block.get_text().split())
                after = block.find_next_sibling()
                if (
                    len(words) <= _LONGEST_HEADING
                    and not words.endswith((".", "!", ",", ";", "…"))
                    and not block.find(_KEPT)
                    and after is not None
                    and not (after.name == "p" and _is_all(after, "strong"))
                    and after.name not in _HEADINGS
                ):
                    block.name, block.string = f"h{min(level + 1, 6)}", words.removesuffix(":")
                    made.append(f"“{words}”")
        if made:
            lines = counted(len(made), "line")
            self.notes.append(
                f"{lines} in bold became headings: {', '.join(made)}. See whether they are some."
            )

    def _levels(self) -> None:
        """The title is the first level; below it, no level is left out."""
        above = [(0, 1)]
        for heading in self.soup.find_all(_HEADINGS):
            written = int(heading.name[1])
            while above[-1][0] >= written:
                above.pop()
            above.append((written, min(above[-1][1] + 1, 6)))
            heading.name, heading.attrs = f"h{above[-1][1]}", {}

    def _captions(self) -> None:
        for caption in self.soup.select("p.caption"):
            before, after = caption.find_previous_sibling(), caption.find_next_sibling()
            for beside in (before, after):
                if (
                    beside is not None
                    and beside.name == "p"
                    and beside.find("img")
                    and not beside.get_text(strip=True)
                ):
                    figure = self.soup.new_tag("figure")
                    beside.replace_with(figure)
                    figure.extend([*beside.contents])
                    caption.name, caption.attrs = "figcaption", {}
                    figure.append(caption.extract())
                    break
        for paragraph in self.soup.find_all("p"):
            paragraph.attrs = {}

    def _tables(self) -> None:
        for table in self.soup.find_all("table"):
            cells = table.find_all(["td", "th"])
            if len(cells) == 1 or table.find_parent("table") is not None:
                # A box around a text, or a table for its looks.
                for wrapper in [*cells, *table.find_all(["tr", "thead", "tbody", "colgroup", "col"])]:
                    wrapper.unwrap()
                table.unwrap()
            elif any(cell.get(span, "1") != "1" for cell in cells for span in ("rowspan", "colspan")):
                head = " ".join(table.get_text(" ").split())[:40]
                self.notes.append(f"The table “{head} …” has cells over several rows or columns: see to it.")


def described(alt: str) -> tuple[str, bool]:
    """A picture's alternative text, and whether a program has written it."""
    alt = _BLANKS.sub(" ", alt).strip()
    words = _PROGRAM_ALT.sub("", alt).strip()
    return words, words != alt


def _last_item(items: Tag) -> Tag:
    last = items.find_all("li", recursive=False)[-1]
    assert isinstance(last, Tag)
    return last


def _without_words(items: Tag) -> Tag | None:
    """The list in the first item of one, if that says nothing itself: a deeper level that begins below a paragraph."""
    first = items.find("li", recursive=False)
    if not isinstance(first, Tag) or first.find(string=True, recursive=False):
        return None
    deeper = first.find(("ul", "ol"), recursive=False)
    return deeper if isinstance(deeper, Tag) else None


def _joined(items: Tag, after: Tag) -> bool:
    """Put what a list holds into the one before it; whether all of it is there."""
    if (deeper := _without_words(after)) is not None:
        own = _last_item(items).find_all(("ul", "ol"), recursive=False)
        first = deeper.parent
        if not own or not _joined(own[-1], deeper):
            _last_item(items).append(deeper.extract())
        assert first is not None
        first.decompose()
    if after.name == items.name:
        items.extend([*after.contents])
    return after.find("li") is None


def _is_all(block: Tag, name: str) -> bool:
    """Whether all that a block says is in elements of a name."""
    parts: Iterator[object] = (
        one for one in block.contents if not isinstance(one, NavigableString) or one.strip()
    )
    kinds = {
        one.name if isinstance(one, Tag) else ""
        for one in parts
        if not (isinstance(one, Tag) and one.name == "br")
    }
    return kinds == {name}


def _blanks_outside(element: Tag) -> None:
    """Blanks at the ends of an element put before and behind it."""
    for number, strip, put in (
        (0, str.lstrip, element.insert_before),
        (-1, str.rstrip, element.insert_after),
    ):
        # Of an element that holds nothing but blanks, no text is left to the second end.
        if texts := element.find_all(string=True):
            text = texts[number]
            bare = strip(text, " ")
            if bare != text:
                put(" ")
                text.replace_with(bare)
