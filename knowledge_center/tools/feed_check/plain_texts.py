"""Rules for what a feed says in plain text: titles, names, summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.entries import which
from knowledge_center.tools.feed_check.feed_model import Feed, TextValue
from knowledge_center.tools.feed_check.vocabulary import words

rule = RuleSet[[Feed, Site]]("feeds.texts")

_ENTITY = re.compile(r"&(#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_END_TAG = re.compile(r"</([a-z][a-z0-9]*)\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z]")
_AUTHOR = "The author"
_NAMED = words(
    "a abbr b bdi bdo big blockquote br cite code dd del dfn div dl dt em font h1 h2 h3 h4 h5 h6 i img ins kbd li "
    "mark ol p pre q s samp script small span strong style sub sup table td th time title tr tt u ul var"
)


def _labels(feed: Feed) -> Iterator[tuple[str, TextValue]]:
    """Everything that is shown as one line of text: its name in a message, and the text."""
    if feed.title:
        yield "The feed's title", feed.title
    for entry in feed.entries:
        if entry.title:
            yield "The title", entry.title
        yield from ((_AUTHOR, author) for author in entry.authors)
        yield from (("The category", category) for category in entry.categories)


def _plain(feed: Feed) -> Iterator[tuple[str, TextValue]]:
    """The labels, and the longer texts that are no HTML."""
    yield from _labels(feed)
    if feed.description:
        yield "The feed's description", feed.description
    for entry in feed.entries:
        if entry.summary and not entry.summary.html:
            yield "The summary", entry.summary


@rule
def titles_are_there(feed: Feed, site: Site) -> Iterator[Finding]:
    """Without a title there is nothing to click on.

    Source: RSS 2.0, item: title; RFC 4287, 4.2.14; W3C feed validator, NotBlank.
    """
    for entry in feed.entries:
        # In Atom that is a rule of the format, because a title may be XHTML there.
        if entry.title is None and feed.kind != "atom":
            yield Finding(line=entry.line, message=f"{which(entry)} has no title.")
    for name, text in _labels(feed):
        if not text.text.strip():
            yield Finding(line=text.line, message=f"{name} is empty.")


@rule
def texts_are_escaped_once(feed: Feed, site: Site) -> Iterator[Finding]:
    """Text that is escaped twice reads “AT&amp;T” on the screen.

    Where the letters are meant so, RSS says it by a numeric reference (&#x26;) and Atom by type="html". JSON
    cannot say it; that its titles are those of the other formats is a rule of its own (siblings).

    Source: our rule: a title reads &amp;amp;; W3C feed validator, ContainsHTML.
    """
    for name, text in _plain(feed) if feed.kind != "json" else ():
        for match in _ENTITY.finditer(text.text):
            known = match.group(1).startswith("#") or f"{match.group(1)};" in html5
            if known and not text.html and not _meant_literally(feed, text):
                message = (
                    f"{name} {quoted(text.text)} is escaped twice: readers show {quoted(match.group())}."
                )
                fix = f"{unescape(match.group())} instead of {match.group()} in the article's front matter"
                yield Finding(line=text.line, message=message, fix=fix)
                break


@rule
def texts_hold_no_markup(feed: Feed, site: Site) -> Iterator[Finding]:
    """Tags in plain text: readers of RSS take them for HTML and swallow the words.

    In RSS every “<” before a letter counts, in Atom a closing tag. JSON Feed says that its texts are plain,
    and names are taken for plain everywhere.

    Source: RSS Best Practices Profile, character data; W3C feed validator, ContainsHTML, ContainsUndeclaredHTML
    and CharacterData.
    """
    fix = "&#x3C; instead of &lt;" if feed.kind == "rss" else 'type="html", and the text escaped as HTML'
    for name, text in _plain(feed):
        if feed.kind == "json" or name == _AUTHOR or text.html:
            continue
        tags = [tag for tag in _END_TAG.findall(text.text) if tag.lower() in _NAMED]
        wrong = tags or (feed.kind == "rss" and _TAG.search(text.text))
        if wrong and not _meant_literally(feed, text):
            message = f"{name} {quoted(text.text)} holds what reads like HTML, but plain text is expected."
            yield Finding(line=text.line, message=message, fix=fix)


def _meant_literally(feed: Feed, text: TextValue) -> bool:
    """Whether the raw line writes the signs of markup as numbers, as the RSS Profile asks for."""
    if feed.kind != "rss" or not text.line:
        return False
    lines = feed.document.data.split(b"\n", text.line)
    return len(lines) >= text.line and b"&#x" in lines[text.line - 1]


@rule
def texts_have_no_stray_characters(feed: Feed, site: Site) -> Iterator[Finding]:
    """A line break or a tabulator in a title ends it in some readers and in every mail's subject.

    Source: RFC 5322, 2.2; RSS Best Practices Profile, character data.
    """
    for name, text in _labels(feed):
        if re.search(r"[\n\r\t\u2028\u2029]", text.text):
            message = f"{name} {quoted(text.text)} holds a line break or a tabulator."
            yield Finding(
                line=text.line, message=message, fix="Write it on one line in the article's front matter."
            )


@rule
def titles_are_no_ids(feed: Feed, site: Site) -> Iterator[Finding]:
    """A title that equals the id of an entry is a slip of the writer, and readers show the id.

    Source: RFC 4287, 4.2.14: a human-readable title.
    """
    ids = {entry.id for entry in feed.entries if entry.id}
    for entry in feed.entries:
        if entry.title and entry.title.text in ids:
            message = f"The title {quoted(entry.title.text)} is the id of an entry."
            yield Finding(line=entry.title.line, message=message, fix="The article's title.")


@rule
def summary_differs_from_content(feed: Feed, site: Site) -> Iterator[Finding]:
    """The same text twice: Buttondown drops the description then, others show it twice.

    Source: our rule: Buttondown; RSS Best Practices Profile, content:encoded.
    """
    for entry in feed.entries:
        summary, content = entry.summary, entry.content
        # A JSON Feed of summaries has to give them as content_text too.
        if feed.kind == "json" or summary is None or content is None:
            continue
        if summary.text.strip() == content.text.strip():
            message = f"{which(entry)}: the summary is the same as the content."
            yield Finding(line=summary.line, message=message, fix="Leave out one of them.")
