"""Rules about addresses that only their editor can open, and pictures that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import replaced_inline
from knowledge_center.markdown_text.model import Inline
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet, breaks, only_with
from knowledge_center.text.private_hosts import is_private
from knowledge_center.text.share_links import share_service
from knowledge_center.text.web_schemes import mended_scheme

rule = RuleSet[[ArticleText]]("articles.targets")

_OWN_DISK = re.compile(r"[A-Za-z]:(?!//)(?=[\\/\w])|\\\\|file:|/(?:Users|home|Volumes|mnt)/|~/")

# How services for files address what somebody works on, where they have other addresses for what is published.
_AS_WRITTEN = re.compile(
    r"/edit(?:[/?#]|$)|/_layouts/15/Doc\.aspx|//(?:www\.)?notion\.so/|sharepoint\.com/:[a-z]:/", re.IGNORECASE
)
# A picture of a mail, one that a page has in memory, records of other systems.
_OF_A_PROGRAM = re.compile(
    r"(?:about|attachment|blob|cid|content|evernote|moz-extension|chrome(?:-extension)?|ms-[a-z]+|notion|obsidian|onenote|t3"
    r"|view-source|webkit-fake-url|x-apple[a-z-]*):(?=\S)",
    re.IGNORECASE,
)


@rule
@breaks(text=r"Write to them from a desk: ![A desk](C:\Users\anna\desk.jpg)")
@only_with(":", "\\", "~", "/Users/", "/home/", "/Volumes/", "/mnt/", "&")
def are_on_no_own_disk(article: ArticleText) -> Iterator[Finding]:
    """A path on its editor's own computer leads nobody else anywhere."""
    for inline, target, picture in _targets(article):
        written = _written(inline) or target
        if not _OWN_DISK.match(written):
            continue
        name = re.split(r"[\\/]", written.rstrip(">\"'"))[-1] or "the-file"
        fix = f"![{inline.text or '…'}]({name})" if picture else f"[{inline.text}]({name})"
        what = "picture" if picture else "link"
        yield Finding(
            line=inline.line,
            message=f"The {what} {quoted(written)} leads to a file on your own computer, which nobody else has.",
            fix=f"Put the file beside the article, and write {fix}",
        )


@rule
@breaks(text="Write to them from a desk: ![A desk](data:image/png;base64,iVBORw0KGgo=)")
@only_with("data:")
def pictures_are_files(article: ArticleText) -> Iterator[Finding]:
    """A picture that was pasted as text weighs a third more, in no size of ours, and no mail shows it."""
    for inline, target, picture in _targets(article):
        if picture and target.lower().startswith("data:"):
            yield Finding(
                line=inline.line,
                message="The picture was pasted into the text as data: no mail shows it, and it has no size.",
                fix=f"Save the picture as a file beside the article, and write ![{_alt(inline) or '…'}](name.png)",
            )


@rule
@breaks(text="Write to them from a desk: ![A desk](https://drive.google.com/file/d/abc/view?usp=sharing)")
@only_with("//", "&")
def pictures_are_no_pages(article: ArticleText) -> Iterator[Finding]:
    """The link that a service for files gives out leads to a page about a picture; as a picture it stays empty."""
    for inline, target, picture in _targets(article):
        service = share_service(target) if picture else ""
        if service:
            yield Finding(
                line=inline.line,
                message=f"The picture is a link to a page of {service}, so that readers would see none.",
                fix=f"Download it, put it beside the article, and write ![{_alt(inline) or '…'}](name.jpg)",
            )


@rule
@breaks(text="Write to [them](http://localhost:8000/team/) on the same day.")
@only_with(":", "//")
def can_be_opened_by_everybody(article: ArticleText) -> Iterator[Finding]:
    """An address on its editor's own machine, in an office's network or within a program leads readers to nothing."""
    for inline, target, picture in _targets(article):
        if _OF_A_PROGRAM.match(target):
            put = f"Save the picture beside the article, and write ![{_alt(inline) or '…'}](name.png)"
            yield Finding(
                line=inline.line,
                message=f"The address {quoted(target)} is known to the program it was copied from, and to nobody else.",
                fix=put if picture else "Link to the page's public address, or take out the link.",
            )
            continue
        host = _host(target)
        if host and is_private(host) and not mended_scheme(target):
            fix = (
                f"take out the link and keep its text: {inline.text}"
                if inline.kind == "link"
                else "take it out."
            )
            yield Finding(
                line=inline.line,
                message=f"The address {quoted(target)} works on your machine or in your network only.",
                fix=f"Link to the page's public address, or to an article by its file (other-article.md); or {fix}",
            )


@rule
@breaks(text="Write to [them](htps://www.example.com/) on the same day.")
@only_with(":", ";", "//", "&")
def begin_as_addresses_do(article: ArticleText) -> Iterator[Finding]:
    """An address whose https:// is misspelled, or one with blanks, leads nowhere."""
    for inline, target, _ in _targets(article):
        # Those of a tag are told with the tag.
        in_quotes = inline.kind == "tag" and target[:1] in "“”„«»‘’‚"
        better = mended_scheme(target) if "|" not in target and not in_quotes else ""
        if better:
            written = inline.source
            edits = replaced_inline(article.text, inline, written.replace(target, better))
            yield Finding(
                line=inline.line,
                message=(
                    f"The address {quoted(target)} does not begin with https:// as it should."
                    if " " not in target
                    else f"The address {quoted(target)} holds blanks, and not every program takes it so."
                ),
                fix=better,
                edits=edits if written.count(target) == 1 else (),
                advice=" " in target,
            )


@rule.advice
@breaks(text="Write to [them](https://docs.google.com/document/d/abc123/edit) on the same day.")
@only_with("//", "&")
def lead_to_no_shared_draft(article: ArticleText) -> Iterator[Finding]:
    """A document that is still being written asks readers to log in, or lets them write in it."""
    for inline, target, picture in _targets(article):
        service = "" if picture else share_service(target)
        if service and _AS_WRITTEN.search(target):
            yield Finding(
                line=inline.line,
                message=f"The link leads to a document at {service} as its writers see it.",
                fix="Link to it as it is published there (File, Share, Publish), or put a PDF beside the article.",
            )


def _targets(article: ArticleText) -> Iterator[tuple[Inline, str, bool]]:
    """Everything in a text that leads somewhere, with its target, and whether it is a picture.

    An address that only stands there is read, not followed.
    """
    for inline in article.text.of("link", "picture", "autolink", "tag"):
        if inline.kind != "tag":
            yield inline, inline.target, inline.kind == "picture"
        elif inline.label in ("a", "img"):
            target = inline.attributes.get("href" if inline.label == "a" else "src", "").strip()
            if target:
                yield inline, target, inline.label == "img"


def _written(inline: Inline) -> str:
    """The target as it stands there: a backslash in it is gone from what Markdown makes of it."""
    if inline.label or inline.kind not in ("link", "picture") or "\\" not in inline.source:
        return ""
    return inline.source.rpartition("](")[2].strip("<)> ")


def _alt(inline: Inline) -> str:
    return inline.attributes.get("alt", "") if inline.kind == "tag" else inline.text


def _host(target: str) -> str:
    if not target.lower().startswith(("http://", "https://", "//")):
        return ""
    try:
        return urlsplit(target).hostname or ""
    except ValueError:
        return ""
