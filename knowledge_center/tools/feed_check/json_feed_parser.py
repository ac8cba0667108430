"""From JSON Feed to the one model."""

from __future__ import annotations

import json
import re
from typing import Any

from knowledge_center.tools.feed_check.feed_discovery import Document
from knowledge_center.tools.feed_check.feed_model import (
    Attached,
    DateValue,
    Entry,
    Feed,
    Link,
    TextValue,
    date_3339,
)


class _Lines:
    """The lines of JSON items, found by their ids from top to bottom."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1

    def of(self, identifier: object) -> int:
        """The line of the next ``"id"`` of that value; 0 where it is not found."""
        forms = {json.dumps(identifier), json.dumps(identifier, ensure_ascii=False)}
        pattern = rf'"id"\s*:\s*(?:{"|".join(re.escape(form) for form in forms)})'
        match = re.compile(pattern).search(self.text, self.at)
        if match is None:
            return 0
        line = self.line + self.text.count("\n", self.at, match.start())
        self.line += self.text.count("\n", self.at, match.end())
        self.at = match.end()
        return line


def read_json(document: Document) -> Feed:
    """The feed in a JSON document."""
    root = document.root
    lines = _Lines(document.data.decode("utf-8", "replace"))
    hubs = [hub for hub in _list(root.get("hubs")) if isinstance(hub, dict)]
    links = [Link(rel="self", href=_text(root["feed_url"]))] if "feed_url" in root else []
    links += [Link(rel="hub", href=_text(hub.get("url"))) for hub in hubs]
    items = [item for item in _list(root.get("items")) if isinstance(item, dict)]
    return Feed(
        document=document,
        line=0,
        title=_member(root, "title", 0),
        home=_member(root, "home_page_url", 0),
        description=_member(root, "description", 0),
        language=_member(root, "language", 0),
        updated=None,
        generator="",
        links=tuple(links),
        archived=False,
        entries=tuple(_json_item(item, lines.of(item["id"]) if "id" in item else 0) for item in items),
    )


def _json_item(item: dict[str, Any], line: int) -> Entry:
    content = _member(item, "content_html", line)
    names = [a.get("name") for a in _list(item.get("authors")) if isinstance(a, dict) and "name" in a]
    files = [
        Attached(
            element="attachment", url=_text(a.get("url")), line=line, type=_text(a.get("mime_type")),
            length=_text(a.get("size_in_bytes", "")),
        )
        for a in _list(item.get("attachments")) if isinstance(a, dict)
    ]  # fmt: skip
    files += [
        Attached(element=name, url=_text(item[name]), line=line)
        for name in ("image", "banner_image")
        if name in item
    ]
    identifier = _member(item, "id", line)
    return Entry(
        line=line,
        ids=(identifier,) if identifier else (),
        title=_member(item, "title", line),
        link=_member(item, "url", line),
        summary=_member(item, "summary", line),
        content=TextValue(text=content.text, line=line, html=True)
        if content
        else _member(item, "content_text", line),
        published=_json_date(item, "date_published", line),
        updated=_json_date(item, "date_modified", line),
        authors=tuple(TextValue(text=_text(name), line=line) for name in names),
        categories=tuple(TextValue(text=_text(tag), line=line) for tag in _list(item.get("tags"))),
        files=tuple(files),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _member(parent: dict[str, Any], name: str, line: int) -> TextValue | None:
    value = parent.get(name)
    return TextValue(text=value, line=line) if isinstance(value, str) else None


def _json_date(item: dict[str, Any], name: str, line: int) -> DateValue | None:
    value = item.get(name)
    return date_3339(name, value, line) if isinstance(value, str) else None
