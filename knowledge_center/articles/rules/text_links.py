"""Rules about what a text points to: pictures that are there and described, articles that are public."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

from knowledge_center.articles.markdown_links import Link
from knowledge_center.articles.model import POSTS, Article, expired, expires_soon
from knowledge_center.articles.own_addresses import OF_THE_SITE
from knowledge_center.articles.rules.link_edits import in_brackets, linked, retargeted
from knowledge_center.articles.rules.links_of_text import MADE, TextLinks, is_undescribed
from knowledge_center.articles.rules.pictures import (
    HEAVIEST,
    MAKE_LIGHTER,
    UNSHOWN_PICTURES,
    misnamed,
    right_name,
    too_heavy,
)
from knowledge_center.pictures.measuring import TYPES
from knowledge_center.problems import Edit, Rename, did_you_mean, one_of, quoted
from knowledge_center.rules import BESIDE, Finding, RuleSet, breaks
from knowledge_center.settings.model import ATTACHMENTS
from knowledge_center.text.web_schemes import mended_scheme

_FILMS = ("mp4", "mov", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav", "vtt")
# Places that tabs and footnotes make, which nobody links to by hand.
_NO_HEADING = ("__tabbed", "fn:", "fnref:")


_HOST = re.compile(
    r"(?:www\.[\w-]+\.\w|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|info|io|eu|uk|de|fr|es|nl|ch|at|ca|us)(?:[/?#]|$))",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
rule = RuleSet[[TextLinks]]("articles.links")


@rule
@breaks(text="![](desk.png)", files={BESIDE + "desk.png": "png 1200x800"})
def pictures_are_described(text: TextLinks) -> Iterator[Finding]:
    """Who cannot see a picture, because of the eyes or of the mail program, reads its description."""
    for link in text.links:
        if is_undescribed(link):
            message = f"The picture {link.target} has no description for people who cannot see it."
            fix = f"Say between the brackets what the picture shows: ![ ]({in_brackets(link.target)})"
            fix = 'Say what the picture shows in its alt="".' if link.html else fix
            yield Finding(line=link.line, message=message, fix=fix)


@rule
@breaks(text="First [talk about pay](pay-talk.md).", files={BESIDE + "pay-talk.md": "article\ndraft: true"})
def lead_to_public_articles(text: TextLinks) -> Iterator[Finding]:
    """A link to an article that is not public yet leads readers to nothing.

    A draft is read by nobody, so its links may lead anywhere.
    """
    if text.from_draft:
        return
    read_from, told = text.read_from, set()
    by_address = ((link, place.source) for link, place in text.places if place.source != text.path)
    for link, path in (*text.to_files, *by_address):
        title, state = "", ""
        if path in text.articles:
            title, state = text.articles[path].title, _not_public(text.articles[path], read_from)
        elif path in text.unfinished:
            title, state = posixpath.basename(path), "is a draft"
        if state and (link, path) not in told:
            told.add((link, path))
            message = f"The link leads to “{title}”, which {state}: readers would find nothing there."
            yield Finding(
                line=link.line, message=message, fix=f"Take out the link, keep its text: {link.text}"
            )


@rule.advice
@breaks(
    text="First [talk about pay](pay-talk.md).",
    files={BESIDE + "pay-talk.md": "article\ndate: 2026-10-01\nexpires: 2026-11-01"},
)
def lead_to_articles_that_last(text: TextLinks) -> Iterator[Finding]:
    """An expired article keeps its page, so the link holds; but what it promised is over, as the page says.

    Said ahead of time, and only where the link is still read then: no day that comes by itself stops a build.
    """
    for link, path in text.to_files:
        article = text.articles.get(path)
        if article is None or article.expires is None or not _is_read_then(text, article.expires):
            continue
        if expired(article, text.read_from):
            when = "has expired: readers find its page, which says so"
        elif expires_soon(article, text.now):
            when = f"expires on {article.expires:%Y-%m-%d %H:%M}: its page stays, and will say so"
        else:
            continue
        yield Finding(
            line=link.line,
            message=f"The link leads to “{article.title}”, which {when}.",
            fix=f"Link to what holds, or {_without(link)}",
        )


def _is_read_then(text: TextLinks, moment: datetime) -> bool:
    """Whether people are led by the text once that moment has come."""
    ends = text.article.expires if text.article is not None else None
    return not text.from_draft and (ends is None or ends > max(text.now, moment))


@rule
@breaks(text="Compare [two offers](two-offer.md).", files={BESIDE + "two-offers.md": "article"})
def lead_to_files_that_are_there(text: TextLinks) -> Iterator[Finding]:
    """A link to an article or a picture that is not there is a dead end on the page."""
    for link, path in text.to_files:
        if path in text.articles or path in text.files or MADE.fullmatch(path):
            continue
        suffix = posixpath.splitext(path)[1].lower()
        if suffix == ".md" or suffix in TYPES:
            yield _missing(link, path, text)


@rule.advice
@breaks(
    text="![A desk](desk.svg)",
    files={BESIDE + "desk.svg": f"<svg xmlns='http://www.w3.org/2000/svg'/>{' ' * HEAVIEST}"},
)
def pictures_are_light(text: TextLinks) -> Iterator[Finding]:
    """A picture that was never made smaller is waited for by everybody on the road."""
    for link, image in text.pictures:
        if image.size > HEAVIEST:
            yield Finding(line=link.line, message=too_heavy(link.file, image), fix=MAKE_LIGHTER)


@rule.advice
@breaks(text="![A desk](desk.jpg)", files={BESIDE + "desk.jpg": "png 1200x800"})
def pictures_are_named_as_they_are(text: TextLinks) -> Iterator[Finding]:
    """A picture with the ending of another kind is refused by programs that go by the ending."""
    for link, image in text.pictures:
        better = right_name(link.file, image)
        if better:
            name = posixpath.basename(better)
            way = in_brackets(better)
            edits = _retargeted(link, way, text)
            yield Finding(
                line=link.line,
                message=misnamed(link.file, image),
                fix=f"Rename the file to {name}, and write here:\n{_linked(link, way, text)}",
                edits=edits,
                safe=bool(edits),
                rename=Rename(link.file, better),
            )


@rule
@breaks(text="![A desk](desk.png)", files={BESIDE + "desk.png": "no picture"})
def pictures_can_be_read(text: TextLinks) -> Iterator[Finding]:
    """A file that is only called a picture is a hole on the page, and has no size for feeds and mails."""
    for link, path in text.to_files:
        if link.image and (flaw := text.flaws.get(path)):
            yield Finding(line=link.line, message=f"The file {link.file} {flaw.says}", fix=flaw.fix)


@rule
@breaks(text="Print [the checklist](checklist.pdf).", files={BESIDE + "checklist.pdf": "x"})
def lead_to_files_that_are_published(text: TextLinks) -> Iterator[Finding]:
    """Of the files that lie among the articles only some are published: a link to another leads readers to nothing."""
    for link, path in (*text.to_files, *text.raw_to_files):
        if path in text.articles or path not in text.files or not path.startswith(f"{POSTS}/"):
            continue
        ending = posixpath.splitext(path)[1].lower().removeprefix(".")
        if f".{ending}" in TYPES or ending in ("md", *text.attachments):
            continue
        name = posixpath.basename(path)
        if link.image or ending in UNSHOWN_PICTURES:
            what = f"The picture {name} is of a kind that browsers do not show"
            fix = f"Save it as .jpg or .png, and write ![{link.text}]({posixpath.splitext(link.file)[0]}.jpg)"
        elif ending in ATTACHMENTS:
            what = (
                f"The file {name} lies beside the article, but files that end in .{ending} are not published"
            )
            endings = ", ".join([*text.attachments, ending])
            fix = f"In mkdocs.yml, below extra and knowledge_center:\narticles:\n  attachments: [{endings}]"
        else:
            what = f"The file {name} lies beside the article, but is of a kind that is not published"
            fix = (
                f"Move the file to {text.docs_dir}/assets/, where all is published as it is, and link to it there."
                if ending in _FILMS
                else "Take out the link, or save the file as a .pdf and link to that."
            )
        allowed = one_of([*TYPES, *(f".{one}" for one in text.attachments)])
        yield Finding(line=link.line, message=f"{what}: published are files that end in {allowed}.", fix=fix)


@rule
@breaks(text="Write to [them](/articles/no-such-article/) on the same day.")
def lead_to_addresses_that_answer(text: TextLinks) -> Iterator[Finding]:
    """An address of the site's own at which nothing stands is a dead end."""
    for link, place in text.places:
        ending = posixpath.splitext(link.file)[1].lower()
        if place.state != "missing" or (link not in text.raw and (ending == ".md" or ending in TYPES)):
            continue
        if any(link == other for other, _ in text.raw_to_files):
            # That the file is not published is told.
            continue
        target = link.target
        if mended_scheme(target) or target.startswith(("\\", "~/")):
            # Told by the rules about targets.
            continue
        if _MAIL.fullmatch(target):
            message = (
                f"The address {quoted(target)} is taken for a file of the site, because mailto: is missing."
            )
            better = f"mailto:{target}"
        elif _HOST.match(target):
            message = (
                f"The address {quoted(target)} is taken for a file of the site, because https:// is missing."
            )
            better = f"https://{target}"
        else:
            message = f"The link {quoted(target)} leads nowhere: the site has no such page or file."
            better = _meant(link, text)
        yield Finding(
            line=link.line,
            message=message,
            fix=_linked(link, better, text) if better else f"Correct the address, or {_without(link)}",
            edits=_retargeted(link, better, text) if better else (),
        )


@rule
@breaks(text="## On the day\n\nWrite to them as said [above](#on-that-day).")
def lead_to_places_that_are_there(text: TextLinks) -> Iterator[Finding]:
    """A link to a heading that is not there leaves readers at the top of the page."""
    for link, place in text.places:
        if not place.fragment or place.state != "there" or not place.source or text.ids is None:
            continue
        there = text.articles.get(place.source)
        other = place.source != text.path
        if other and (place.source in text.unfinished or (there and _not_public(there, text.read_from))):
            # That nobody can see its page at all is told already; in a draft it does not matter yet.
            continue
        known = text.ids.without(place.source, place.fragment)
        if known is None:
            continue
        where = "this page" if place.source == text.path else posixpath.basename(place.source)
        target = link.target.partition("#")[0]
        near = did_you_mean(place.fragment, sorted(known))
        better = f"{target}#{near}" if near else "" if known else target
        if better:
            fix = _linked(link, better, text)
        elif headings := [one for one in sorted(known) if not one.startswith(_NO_HEADING)]:
            fix = f"Write one of those that are there: {', '.join(f'#{one}' for one in headings[:8])}"
        else:
            fix = f"Take out the link, keep its text: {link.text}"
        yield Finding(
            line=link.line,
            message=f"The link leads to #{place.fragment}, but no heading of {where} is called so.",
            fix=fix,
            edits=_retargeted(link, better, text) if better else (),
        )


def _meant(link: Link, text: TextLinks) -> str:
    """The target that somebody meant whose link leads nowhere; or nothing."""
    first, _, behind = link.target.partition(" ")
    if behind and posixpath.normpath(posixpath.join(text.folder, unquote(first))) in text.files:
        # What stands behind it was meant for a title, or for a size of other programs.
        title = behind.strip(" \"'“”„«»‘’")
        return first if behind.startswith("=") or not title else f'{first} "{title}"'
    path = posixpath.normpath(posixpath.join(text.folder, link.file)) if link.file else ""
    name = posixpath.basename(urlsplit(link.target).path.rstrip("/"))
    name = posixpath.splitext(name)[0] if name.lower().endswith((".html", ".md", *OF_THE_SITE)) else name
    meant = f"{path}.md"
    if meant not in text.files:
        meant = text.files.meant(f"{text.folder}/{name}.md", within=text.path) if name else ""
    return in_brackets(posixpath.relpath(meant, text.folder or ".")) if meant.endswith(".md") else ""


def _retargeted(link: Link, target: str, text: TextLinks) -> tuple[Edit, ...]:
    return retargeted(link, target, text.body, text.first_line)


def _linked(link: Link, target: str, text: TextLinks) -> str:
    return linked(link, target, text.body, text.first_line)


def _not_public(article: Article, moment: datetime) -> str:
    """What keeps readers from an article's page at that moment, in words; nothing where it is there."""
    if article.draft:
        return "is a draft"
    if article.published > moment:
        return f"is not public before {article.published:%Y-%m-%d %H:%M}"
    return ""


def _missing(link: Link, path: str, text: TextLinks) -> Finding:
    what = "picture" if link.image else "file"
    # A page that is made here has no file: its path from docs is what somebody knows of it.
    named = re.sub(r"^(?:\.{1,2}/)+", "", link.file)
    meant = named if MADE.fullmatch(named) else text.files.meant(path, within=text.path)
    fix, edits = "Put the file there, or correct the path.", tuple[Edit, ...]()
    if meant:
        way = in_brackets(posixpath.relpath(meant, text.folder or "."))
        place = link.target.partition("#")[2]
        if place and (text.ids is None or text.ids.without(meant, place) is None):
            way = f"{way}#{place}"
        fix, edits = _linked(link, way, text), _retargeted(link, way, text)
    looked_for = posixpath.normpath(posixpath.join(text.docs_dir, path))
    message = f"There is no {what} {link.file} (looked for {looked_for})."
    safe = bool(edits) and text.files.surely(path) == meant
    return Finding(line=link.line, message=message, fix=fix, edits=edits, safe=safe)


def _without(link: Link) -> str:
    """What to do where nothing is to be led to; of a film, and of a link in HTML, no text is known."""
    return f"take out the link and keep its text: {link.text}" if link.text else "take it out."
