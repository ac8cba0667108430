"""Links that a site sets: in its footer, beside the signup, to its accounts elsewhere, within the consent."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from knowledge_center.settings.reader import Section, described, is_http_url

# Articles stand at their name, whatever year's folder their file is in.
_ARTICLES = "articles/posts/"
_INLINE = re.compile(r"\[([^\[\]]+)\]\(\s*<?([^()\s<>]+)>?\s*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLink:
    """A link as it is set: what it says, and its ``target``, a file below docs or an address elsewhere."""

    title: str
    target: str

    @property
    def url(self) -> str:
        """Where it leads: site-relative, or an address elsewhere."""
        return target_url(self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A piece of a sentence; ``target`` is empty where it is no link."""

    text: str
    target: str = ""

    @property
    def url(self) -> str:
        """Where it leads: site-relative, or an address elsewhere; empty where it is no link."""
        return target_url(self.target)


def is_elsewhere(target: str) -> bool:
    """Whether a target is no file of this site: another site, a mail address, a place on the same page."""
    return bool(urlsplit(target).scheme) or target.startswith(("//", "/", "#"))


def target_url(target: str) -> str:
    """The site-relative URL of a file below docs, such as ``privacy/`` of privacy.md; other targets as they are."""
    path, mark, place = target.partition("#")
    stem, ending = posixpath.splitext(path)
    if is_elsewhere(target) or ending != ".md":
        return target
    if stem.startswith(_ARTICLES):
        return f"articles/{posixpath.basename(stem)}/{mark}{place}"
    if posixpath.basename(stem) in ("index", "README"):
        stem = posixpath.dirname(stem)
    return f"{stem}/{mark}{place}" if stem else f"{mark}{place}"


# Every page asks for the few that a site has.
@lru_cache(maxsize=64)
def text_parts(text: str) -> tuple[TextPart, ...]:
    """A sentence with Markdown links, ``[privacy policy](privacy.md)``, taken apart; nothing else is Markdown."""
    parts: list[TextPart] = []
    at = 0
    for found in _INLINE.finditer(text):
        parts += [TextPart(text=text[at : found.start()]), TextPart(text=found[1], target=found[2])]
        at = found.end()
    return tuple(part for part in (*parts, TextPart(text=text[at:])) if part.text)


def read_links(section: Section, key: str) -> tuple[SiteLink, ...]:
    """A list of links in the shape of MkDocs' nav: ``- Privacy: privacy.md``."""
    value = section.data.get(key)
    section.seen.add(key)
    if value is None:
        return ()
    fix = f"{key}:\n  - Privacy: privacy.md"
    if not isinstance(value, list):
        section.expected(key, value, "a list of links is", fix)
        return ()
    links = []
    for item in value:
        pair = next(iter(item.items())) if isinstance(item, Mapping) and len(item) == 1 else (None, None)
        if not all(isinstance(word, str) and word.strip() for word in pair):
            found = described(item) if pair == (None, None) else described(pair[1])
            section.say(key, f"{found} was found in the list, but a title and a page are expected.", fix)
            continue
        title, target = (str(word).strip() for word in pair)
        if not is_elsewhere(target) and ":" in target:
            section.expected(key, target, "a page or an address is", fix)
            continue
        links.append(SiteLink(title=title, target=target))
    return tuple(links)


def read_social(extra: Section) -> tuple[SiteLink, ...]:
    """``extra.social`` in Material's shape. Without a name, the icon or the host gives one."""
    links = []
    for section in extra.sections("social"):
        link = section.text("link")
        if link and not (is_http_url(link) or urlsplit(link).scheme in ("mailto", "tel", "xmpp", "sms")):
            section.expected("link", link, "an address is", "link: https://www.example.com/")
        icon = section.text("icon", "").rpartition("/")[2].replace("-", " ").capitalize()
        host = (urlsplit(link).hostname or link).removeprefix("www.") if link else ""
        links.append(SiteLink(title=section.text("name", "") or icon or host, target=link))
    return tuple(links)
