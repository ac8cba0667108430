"""A link or a picture with another target, as its line is to be written: all else that stands there is kept."""

from __future__ import annotations

import re

from knowledge_center.articles.markdown_links import Link
from knowledge_center.problems import Edit

# Nobody writes a longer line.
_LONGEST = 20_000


def retargeted(link: Link, target: str, body: str, first_line: int) -> tuple[Edit, ...]:
    """The line of a link with another target, where the link stands there once and plainly."""
    raw, found = _written(link, body, first_line)
    if len(found) != 1:
        return ()
    one = found[0]
    return (
        Edit(link.line, link.line, (f"{raw[: one.start()]}]({target}{one['title']}){raw[one.end() :]}",)),
    )


def linked(link: Link, target: str, body: str, first_line: int) -> str:
    """The link with another target, and with the title that it has."""
    _, found = _written(link, body, first_line)
    title = found[0]["title"] if found else ""
    return f"{'!' if link.image else ''}[{link.text}]({target}{title})"


def in_brackets(path: str) -> str:
    """A path as it may stand in a link: between angles where it holds blanks or brackets."""
    return f"<{path}>" if set(path) & set(" ()") else path


def _written(link: Link, body: str, first_line: int) -> tuple[str, list[re.Match[str]]]:
    """The line of a link, and wherever its target stands in it, with the title behind it."""
    lines = body.split("\n")
    at = link.line - first_line
    raw = lines[at] if 0 <= at < len(lines) else ""
    if len(raw) > _LONGEST or link.target not in raw:
        return raw, []
    target = re.escape(link.target)
    title = r"(?P<title>(?:\s+(?:\"[^\"]*\"|'[^']*'))?)"
    return raw, list(re.finditer(rf"\]\(\s*(?:{target}|<{target}>){title}\s*\)", raw))
