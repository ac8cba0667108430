"""The paths a source post had on the old site: the last one, and those that led to it before."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from datetime import date

from knowledge_center.tools.importer.article_names import slug
from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.import_notes import ImportNote, left_out, one_line
from knowledge_center.tools.importer.material_blog import MaterialBlog
from knowledge_center.tools.importer.old_addresses import OldSite, normalize_path, old_path, path_on_site

_OWN = ("permalink", "url")
_FORMER = ("redirect_from", "redirects", "aliases", "alias", "old_urls")
_AWAY = "redirect_to"
# The fields that are read here, besides the slug and the categories.
FIELDS = (*_OWN, *_FORMER, _AWAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathSource:
    """What the last path of a post follows from: its ``source`` file, the day and the rest of its name, its fields.

    ``pattern`` is the permalink pattern of the whole old ``site``, unless its addresses are those of ``blog``; without
    one an article that names no address has none, as has one that nobody knows a day of. Hugo's addresses begin with
    the ``language`` of an article in another one.
    """

    source: str
    day: date | None
    stem: str
    fields: Fields
    site: OldSite
    pattern: str
    title: str = ""
    blog: MaterialBlog | None = None
    language: str = ""


def last_path(post: PathSource, notes: list[ImportNote]) -> tuple[str, bool]:
    """The last path of a post, and whether the old site did not publish it at all."""
    if post.blog is not None and post.day is not None:
        file = posixpath.splitext(posixpath.basename(post.source))[0]
        blog_path = post.blog.path(
            day=post.day,
            file=file,
            title=post.title,
            slug=post.fields.text("slug"),
            categories=post.fields.texts("categories"),
        )
        return blog_path, False
    own = post.fields.text(*_OWN)
    line = post.fields.line(*_OWN)
    if own.casefold() == "false":
        return _by_pattern(post, post.pattern), True
    if "{{" in own or "{%" in own:
        notes.append(left_out(f"the permalink {one_line(own)} is a template and was left out.", line))
        own = ""
    if re.match(r"(https?:)?//", own):
        path = path_on_site(own, post.site)
        if path:
            return path, False
        if path is None:
            message = f"the permalink {one_line(own)} leads to another site and was left out."
            notes.append(left_out(message, line))
        own = ""
    if not own:
        return _by_pattern(post, post.pattern), False
    if re.search(r"(^|/):\w+", own) or "/" not in own:
        return _by_pattern(post, own), False
    return based(normalize_path(own), post.site), False


def _by_pattern(post: PathSource, pattern: str) -> str:
    if not pattern or post.day is None:
        return ""
    folders = post.source.split("/")[:-1]
    if "_posts" in folders:
        categories = [slug(text) for text in post.fields.texts("categories", "category")]
        sections = folders[: folders.index("_posts")] + categories
    else:
        # Hugo's addresses begin below its content folder.
        below = folders.index("content") + 1 if "content" in folders else 0
        sections = [folder for folder in folders[below:] if not folder.startswith("_")]
    title_slug = post.fields.text("slug")
    path = old_path(
        pattern, day=post.day, stem=post.stem, title_slug=title_slug, sections=sections, title=post.title
    )
    return based(f"/{post.language.casefold()}{path}" if post.language else path, post.site)


def based(path: str, site: OldSite) -> str:
    """``path`` with the base path of the old site in front, unless it is there."""
    if site.base and not f"{path}/".startswith(f"{site.base}/"):
        return site.base + path
    return path


def jekyll_id(post_path: str, stem: str, slug_field: str) -> str:
    """The path in an entry's id as jekyll-feed writes it, ``{{ post.id | absolute_url }}``.

    Jekyll's ``Document#id`` is the folder of the address and the post's slug: no ending, no slash behind it. ``stem``
    is the file's name without day and ending.
    """
    folder = posixpath.dirname(post_path.rstrip("/"))
    return posixpath.join(folder, slug_field or stem)


def former_paths(fields: Fields, path: str, site: OldSite) -> tuple[list[str], list[ImportNote]]:
    """The paths that led to a post before ``path``, its last one; oldest first."""
    paths: list[str] = []
    notes: list[ImportNote] = []
    for name in _FORMER:
        line = fields.line(name)
        for text in fields.texts(name):
            former = _former(text.strip(), path, site)
            if former:
                paths.append(former)
            else:
                message = f"the former address {one_line(text)} is none of the old site; left out."
                notes.append(left_out(message, line))
    away = fields.text(_AWAY)
    if away:
        line = fields.line(_AWAY)
        notes.append(left_out(f"a redirect to {one_line(away)} was left out.", line))
    return paths, notes


def _former(text: str, last: str, site: OldSite) -> str:
    if re.match(r"(https?:)?//", text):
        path = path_on_site(text, site)
    elif text.startswith("/"):
        path = based(normalize_path(text), site)
    else:
        path = normalize_path(posixpath.join(posixpath.dirname(last.rstrip("/")), text))
    path = (path or "").replace(" ", "%20")
    usable = re.fullmatch(r"/[^\s?#\\<>\"]*", path) and ".." not in path.split("/") and path.strip("/")
    return path if usable else ""
