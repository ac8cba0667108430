"""An export of WordPress (WXR 1.0 to 1.2, RSS 2.0 with elements of its own), post by post.

https://wordpress.org/documentation/article/tools-export-screen/; the file is read twice, as a stream: what posts refer
to, attachments and authors, may stand behind them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from lxml import etree

from knowledge_center.tools.importer.html_to_markdown import html_to_markdown
from knowledge_center.tools.importer.wordpress_text import post_html

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_NO_TIME = "0000-00-00"


class ExportError(Exception):
    """An export that cannot be read. The message is for the person who has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPressExport:
    """Posts as Markdown with front matter (path -> bytes), names of authors by login, and what was left aside.

    ``pictures`` are the addresses of all attachments; ``aside`` counts what is no post, by WordPress's word for it.
    """

    site_url: str
    files: Mapping[str, bytes]
    author_names: Mapping[str, str]
    pictures: tuple[str, ...] = ()
    aside: Mapping[str, int] = field(default_factory=dict)


def read_export(file: Path, *, pages: bool) -> WordPressExport:
    """Read an export. Raises ExportError where it is broken, no export, or holds definitions of entities."""
    site_url, names, attachments, aside = "", {}, {}, Counter[str]()
    of_post: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    wanted = ("post", "page") if pages else ("post",)
    for element in _elements(file, ("author", "base_blog_url", "item")):
        kind = _local(element)
        if kind == "author":
            names[_text(element, "author_login")] = _text(element, "author_display_name")
        elif kind == "base_blog_url":
            site_url = (element.text or "").strip()
        elif _text(element, "post_type") == "attachment":
            address, alt = (
                _text(element, "attachment_url"),
                _meta(element).get("_wp_attachment_image_alt", ""),
            )
            attachments[_text(element, "post_id")] = (address, alt)
            of_post.setdefault(_text(element, "post_parent"), []).append(_text(element, "post_id"))
        aside["comment"] += len(_all(element, "comment"))
    for element in _elements(file, ("item",)):
        kind = _text(element, "post_type")
        if kind in wanted:
            article = _article(element, attachments, of_post.get(_text(element, "post_id"), []))
            name = _text(element, "post_name") or f"post-{_text(element, 'post_id')}"
            files[f"{kind}s/{_text(element, 'post_id')}/{name}.md"] = article.encode()
        else:
            aside[kind] += 1
    if not files and not aside.total():
        raise ExportError(
            f"{file} holds no posts: an export of WordPress, made with Tools > Export > All content, is expected."
        )
    return WordPressExport(
        site_url=site_url,
        files=files,
        author_names={login: name for login, name in names.items() if login and name},
        pictures=tuple(address for address, _ in attachments.values() if address),
        aside={kind: number for kind, number in sorted(aside.items()) if number},
    )


def _elements(file: Path, names: tuple[str, ...]) -> Iterator[etree._Element]:
    """Each element of these names at its end; what was read is let go. No entity, no network, 10 MB a text."""
    tags = [tag for name in names for tag in (name, f"{{*}}{name}")]
    try:
        events = etree.iterparse(
            str(file), events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
        )
        for _, element in events:
            if element.getroottree().docinfo.internalDTD is not None:
                raise ExportError(
                    f"{file} defines entities of its own, which no export of WordPress does; not read."
                )
            if _local(element) != "author" or element.getparent().tag == "channel":
                yield element
            parent = element.getparent()
            element.clear()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise ExportError(
            f"{file}:{line}:{column}: the XML is broken there ({error.msg}); export it again, or mend that line."
        ) from None


def _article(item: etree._Element, attachments: Mapping[str, tuple[str, str]], own: list[str]) -> str:
    meta, address = _meta(item), urlsplit(_text(item, "link"))
    gmt, local = _text(item, "post_date_gmt"), _text(item, "post_date")
    image, alt = attachments.get(meta.get("_thumbnail_id", ""), ("", ""))
    fields = {
        "title": _text(item, "title") or _text(item, "post_name") or f"Post {_text(item, 'post_id')}",
        "date": local if gmt.startswith(_NO_TIME) or not gmt else f"{gmt} +0000",
        "permalink": "" if address.query else address.path,
        "slug": _text(item, "post_name"),
        "author": _text(item, _CREATOR),
        "categories": _terms(item, "category"),
        "tags": _terms(item, "post_tag"),
        "excerpt": html_to_markdown(_text(item, "encoded", "excerpt")).strip(),
        "image": image,
        "image_alt": alt,
        "status": _text(item, "status"),
        "password": _text(item, "post_password"),
        "guid": _text(item, "guid"),
    }
    head = yaml.safe_dump(
        {key: value for key, value in fields.items() if value}, allow_unicode=True, sort_keys=False
    )
    body = html_to_markdown(post_html(_text(item, _CONTENT), attachments, own))
    if "{{" in body or "{%" in body:
        # WordPress knows no template marks: braces are what an author wrote.
        body = f"{{% raw %}}{body}{{% endraw %}}\n"
    return f"---\n{head}---\n{body}"


def _terms(item: etree._Element, domain: str) -> list[str]:
    return [one.text or "" for one in _all(item, "category") if one.get("domain") == domain and one.text]


def _meta(item: etree._Element) -> dict[str, str]:
    return {_text(one, "meta_key"): _text(one, "meta_value") for one in _all(item, "postmeta")}


def _all(element: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in element if _local(one) == name]


def _text(element: etree._Element, name: str, space: str = "") -> str:
    """The text of a child, by its name alone, since each version of the format has another namespace."""
    for one in element:
        same = one.tag == name if name.startswith("{") else _local(one) == name
        if (
            same
            and (not space or space in str(one.tag).partition("}")[0])
            and not (not space and name == "encoded")
        ):
            return (one.text or "").strip()
    return ""


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
