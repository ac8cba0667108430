"""HTML that people wrote in an editor as Markdown: markdownify, with our rules where readers would miss something."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from markdownify import MarkdownConverter

# What Python-Markdown and its extensions would read as a mark at the beginning of a line, and how it is written then.
_AT_START = (
    (re.compile(r"^(\s*\d+)([.)]\s)"), r"\1\\\2"),
    (re.compile(r"^(\s*)(#|[-+]\s|-[-|:\s]*$|>|!!!)"), r"\1\\\2"),
    (re.compile(r"^(\s*):(?=\s|[-|:\s]*$)"), r"\1&#58;"),
    (re.compile(r"^(\s*)\|(?=[-|:\s]*$)"), r"\1&#124;"),
    (re.compile(r"^(\s*)\?(?=\?\?)"), r"\1&#63;"),
    (re.compile(r"^(\s*)=(?==|\s*$)"), r"\1&#61;"),
)
# The name of a place that an article may call so.
_PLACE = re.compile(r"[\w:.-]+")
# A place is marked above these, for no mark can stand in them.
_HOLD_NO_MARK = (
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "ul",
    "ol",
    "dl",
    "pre",
    "code",
    "img",
    "br",
    "hr",
    "figure",
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (
    "p", "div", "ul", "ol", "li", "table", "td", "th", "blockquote", "pre", "figure", "hr", "footnote-text",
    "dt", "dd", "section", "article", "center", *_HEADINGS,
)  # fmt: skip


class _Converter(MarkdownConverter):
    """markdownify with escapes that Python-Markdown knows, and with players, figures and anchors kept as HTML."""

    # Whether pictures are written as Markdown.
    markdown_pictures = False
    # Whether the text at hand begins a line.
    _at_start = True

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        self._at_start = _begins_line(el)
        return str(super().process_text(el, parent_tags))  # type: ignore[misc]  # its stub lacks it

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = re.sub(r"([\\*_`\[\]]|~(?=~)|(?<!\{)\{(?![{%]))", r"\\\1", text)
        text = re.sub(r"&(?=#|\w+;)", "&amp;", text).replace("<", "&lt;")
        lines = text.split("\n")
        for number in range(0 if self._at_start else 1, len(lines)):
            for mark, written in _AT_START:
                lines[number] = mark.sub(written, lines[number])
        return "\n".join(lines).replace("|", "\\|" if {"td", "th"} & parent_tags else "|")

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        kept = {name: str(el.get(name)) for name in ("src", "alt", "width") if el.get(name)}
        if "src" not in kept:
            return ""
        if {"emoji", "wp-smiley"} & set(el.get("class") or []) and "alt" in kept:
            # WordPress draws characters, and says which.
            return self.escape(kept["alt"], parent_tags)
        if self.markdown_pictures:
            return f"![{self.escape(' '.join(kept.get('alt', '').split()), parent_tags)}]({kept['src']})"
        return _tag("img", {"src": kept["src"], "alt": "", **kept})

    def convert_iframe(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        address = _tag("iframe", {"src": str(el.get("src", "")), "title": str(el.get("title", ""))})
        return f"\n\n{address}</iframe>\n\n"

    def convert_video(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = el.get("src") or next(
            (one.get("src") for one in el.find_all("source") if one.get("src")), ""
        )
        return f"\n\n[{_last(str(source))}]({source})\n\n" if source else text

    convert_audio = convert_video

    def convert_address(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip()}\n\n"

    convert_center = convert_address

    def convert_script(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # What it is made of is no text; the conversion leaves it out and says so.
        return f"{_tag(el.name, {'src': str(el['src'])} if el.get('src') else {})}</{el.name}>"

    convert_style = convert_script

    def convert_linked_place(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return (
            f'<a id="{el["name"]}"></a>'
            if el.parent is None or el.parent.name not in _HEADINGS
            else f" {{#{el['name']}}}"
        )

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # H2O is another thing than H₂O.
        return f"<{el.name}>{text}</{el.name}>" if text.strip() else ""

    convert_sup = convert_sub

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if {"td", "th"} & parent_tags:
            return "<br>"
        if {"pre", "code"} & parent_tags:
            # In a sentence, a line of code that begins with a tag would be one.
            return "\n" if "pre" in parent_tags else " "
        return str(super().convert_br(el, text, parent_tags))  # type: ignore[misc]  # its stub lacks it

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # The list of a gallery is how it is laid out; its pictures stand one below the other.
        if "gallery" in " ".join(el.get("class") or []):
            return f"\n\n{text.strip()}\n\n"
        return str(super().convert_li(el, text, parent_tags))  # type: ignore[misc]  # its stub lacks it

    def convert_figure(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        pictures, caption = el.find_all("img"), el.find("figcaption", recursive=False)
        if len(pictures) != 1 or caption is None or not caption.get_text(strip=True) or el.find("table"):
            return f"\n\n{text.strip()}\n\n"
        link = pictures[0].find_parent("a")
        picture = self.convert_img(pictures[0], "", parent_tags)
        if link is not None and link.get("href"):
            picture = f"{_tag('a', {'href': str(link['href'])})}{picture}</a>"
        words = html.escape(" ".join(caption.get_text(" ").split()), quote=False)
        opening = '<figure markdown="span">' if self.markdown_pictures else "<figure>"
        return f"\n\n{opening}\n{picture}\n<figcaption>{words}</figcaption>\n</figure>\n\n"

    def convert_footnote_ref(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"[^{el['name']}]"

    def convert_footnote_text(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n[^{el['name']}]: " + text.strip().replace("\n", "\n    ") + "\n\n"


def html_to_markdown(text: str, *, markdown_pictures: bool = False) -> str:
    """The Markdown of a piece of HTML. Pictures, players and figures stay HTML, which the conversion reads.

    With ``markdown_pictures`` pictures are Markdown. Elements ``footnote-ref`` and ``footnote-text``, each with a
    ``name``, are footnotes.
    """
    converter = _Converter(
        heading_style="ATX",
        bullets="-",
        table_infer_header=True,
        code_language_callback=_language,
    )
    converter.markdown_pictures = markdown_pictures
    soup = BeautifulSoup(text, "html.parser")
    for table in soup.find_all("table"):
        _put_in_order(soup, table)
        _make_plain(soup, table)
    _mark_places(soup)
    # A break before an empty line breaks nothing.
    written = re.sub(r"(?:[ ]{2,}\n)+(?=\s*\n)", "\n", str(converter.convert_soup(soup)))
    return re.sub(r"\n{3,}", "\n\n", written).strip() + "\n"


def _begins_line(text: NavigableString) -> bool:
    one: PageElement | None = text
    while one is not None and not (isinstance(one, Tag) and one.name in _BLOCKS):
        before = one.previous_sibling
        while isinstance(before, NavigableString) and not before.strip():
            before = before.previous_sibling
        if before is not None:
            return isinstance(before, Tag) and before.name in ("br", *_BLOCKS)
        one = one.parent
    return True


def _mark_places(soup: BeautifulSoup) -> None:
    """Say where links lead that lead to a place in the same piece: at its heading, else at its beginning."""
    wanted = {unquote(str(link["href"])[1:]) for link in soup.select('a[href^="#"]')}
    for element in soup.find_all(True) if wanted else ():
        name = str(element.get("id") or (element.get("name") if element.name == "a" else "") or "")
        if name not in wanted or not _PLACE.fullmatch(name):
            continue
        wanted.discard(name)
        place = soup.new_tag("linked-place", attrs={"name": name})
        first = element.find(True) if element.name in ("div", "section") else None
        heading = first if first is not None and first.name in _HEADINGS else element
        if heading.name in _HEADINGS:
            heading.append(place)
        elif element.name in _HOLD_NO_MARK:
            element.insert_before(place)
        else:
            element.insert(0, place)


def _put_in_order(soup: BeautifulSoup, table: Tag) -> None:
    """The rows of a table as readers see them, the foot last, without the groups that markdownify begins anew at."""
    groups = table.find_all(["thead", "tbody", "tfoot"], recursive=False)
    rows = [
        row
        for names in (("thead",), ("table", "tbody"), ("tfoot",))
        for row in (one for holder in (table, *groups) for one in holder.find_all("tr", recursive=False))
        if row.parent is not None and row.parent.name in names
    ]
    body = soup.new_tag("tbody")
    for row in rows:
        body.append(row.extract())
    for group in groups:
        group.unwrap()
    table.append(body)


def _make_plain(soup: BeautifulSoup, table: Tag) -> None:
    """A table as Markdown can write it: a cell over several rows leaves empty ones below, blocks in one are lines."""
    # By column: how many rows below are taken by the cell above.
    taken: dict[int, int] = {}
    for row in table.find_all("tr"):
        column, cells = 0, [one for one in row.find_all(["td", "th"], recursive=False)]
        for cell in [*cells, None]:
            while taken.get(column, 0):
                taken[column] -= 1
                empty = soup.new_tag("td")
                if cell is None:
                    row.append(empty)
                else:
                    cell.insert_before(empty)
                column += 1
            if cell is not None:
                wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
                for one in range(column, column + wide):
                    taken[one] = high - 1
                column += wide
    for cell in table.find_all(["td", "th"]):
        for block in cell.find_all(_BLOCKS):
            if _follows_in(cell, block):
                block.insert_before(soup.new_tag("br"))


def _span(cell: Tag, name: str) -> int:
    words = str(cell.get(name, ""))
    return max(1, min(1000, int(words))) if words.isdecimal() else 1


def _is_said(text: str | None) -> bool:
    return bool(text and text.strip())


def _follows_in(cell: Tag, block: Tag) -> bool:
    """Whether something is said in the cell before the block."""
    before = block.find_previous(string=_is_said)
    return before is not None and cell in before.parents


def _language(el: Tag) -> str | None:
    inner = el.find("code")
    words = " ".join(" ".join(one.get("class") or []) for one in (el, inner) if isinstance(one, Tag))
    found = re.search(r"(?:brush:\s*|lang(?:uage)?[-:])([\w+#-]+)", words)
    return found[1] if found else None


def _tag(name: str, attributes: dict[str, str]) -> str:
    written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>"


def _last(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2].replace("_", "\\_") or address
