"""What every export, feed and saved page is read as: entries with fields and a text in HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import lxml.html
import yaml
from lxml.etree import ParserError

from knowledge_center.tools.importer.asset_index import looks_like_picture
from knowledge_center.tools.importer.exports.page_furniture import Furniture
from knowledge_center.tools.importer.html_to_markdown import html_to_markdown
from knowledge_center.tools.importer.import_notes import ImportNote

Field = str | Sequence[str]
# Fields whose addresses are those of pictures.
_PICTURE_FIELDS = ("image",)


class ExportError(Exception):
    """An export that cannot be read. The message is for the person who has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportEntry:
    """One article as its source has it.

    ``path`` is what the report calls it, its last part without the ending the name it had. ``fields`` go by the names
    that the import reads of Markdown files, empty ones are the same as none. ``html`` is the text as readers saw it,
    ``notes`` what was left out of it or guessed. ``templates``: marks in braces are templates, no words of an author.
    ``furniture`` is what stood around the article on its page.
    """

    path: str
    fields: Mapping[str, Field]
    html: str
    notes: tuple[ImportNote, ...] = ()
    templates: bool = False
    furniture: tuple[Furniture, ...] = ()

    def markdown_file(self) -> bytes:
        """The entry as a Markdown file with front matter."""
        fields = {
            key: value if isinstance(value, str) else list(value)
            for key, value in self.fields.items()
            if (value.strip() if isinstance(value, str) else value)
        }
        head = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)
        body = html_to_markdown(self.html)
        if not self.templates and ("{{" in body or "{%" in body):
            body = f"{{% raw %}}{body}{{% endraw %}}\n"
        return f"---\n{head}---\n{body}".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """All entries of a source, names of authors by the keys that entries call them by, and what was left aside.

    ``pictures`` are the addresses of pictures to fetch; ``aside`` counts what is no article, by the source's own word.
    ``site_url`` is where the site was, as far as the source says it; ``hint`` how to bring what was left aside.
    ``permalink`` is the pattern of addresses that entries do not name, empty where nobody knows one. ``refused`` says
    of files why no article came of them.
    """

    entries: Sequence[ExportEntry]
    site_url: str = ""
    author_names: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
    aside: Mapping[str, int] = field(default_factory=dict)
    hint: str = ""
    permalink: str = ""
    refused: Mapping[str, ImportNote] = field(default_factory=dict)


def pictures_of(entries: Iterable[ExportEntry]) -> tuple[str, ...]:
    """The addresses of all pictures that entries show, each once: web addresses, or paths of the old site."""
    return tuple(dict.fromkeys(address for entry in entries for address in _pictures(entry)))


def _pictures(entry: ExportEntry) -> Iterator[str]:
    named = [entry.fields.get(name) for name in _PICTURE_FIELDS]
    page = parsed(entry.html) if "<img" in entry.html.lower() else None
    shown = page.xpath("//img[not(@width='1')]/@src") if page is not None else []
    for address in (*named, *shown):
        if isinstance(address, str) and address.startswith(("https://", "http://", "/")):
            yield address


def parsed(html: str) -> lxml.html.HtmlElement | None:
    """A piece of HTML in an element of its own; None for one that holds nothing."""
    try:
        return lxml.html.document_fromstring(f"<html><body><div>{html}</div></body></html>")[0][0]
    except (ParserError, IndexError):
        return None


def made_absolute(html: str, base: str) -> str:
    """HTML whose addresses hold without ``base``, the address it stood at; as it is where there are none."""
    page = parsed(html) if base and ("src=" in html or "href=" in html) else None
    if page is None:
        return html
    changed = False
    for element, attribute, address, _ in page.iterlinks():
        if attribute in ("src", "href") and not address.startswith("#") and not urlsplit(address).scheme:
            element.set(attribute, urljoin(base, address))
            changed = True
    return inner_html(page) if changed else html


def inner_html(element: lxml.html.HtmlElement) -> str:
    """What stands in an element, as HTML."""
    written = str(lxml.html.tostring(element, encoding="unicode", with_tail=False))
    return written.partition(">")[2].rpartition("</")[0]


def old_path(address: str) -> str:
    """The path of an address on its site, for the field ``permalink``; empty where a query says which page it is."""
    parts = urlsplit(address)
    return "" if parts.query else parts.path


def attachment_html(addresses: Iterable[str], html: str) -> str:
    """Links to files that came with an entry, below its text, unless the text names them. Pictures are none."""
    new = [one for one in dict.fromkeys(addresses) if one and one not in html and not looks_like_picture(one)]
    return "".join(f'\n<p><a href="{_escaped(one)}">{_escaped(one)}</a></p>' for one in new)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
