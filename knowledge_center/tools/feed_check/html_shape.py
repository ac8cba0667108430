"""Rules for how HTML inside a feed is written: every tag closed, in the right order, nothing unread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.html_tokens import VOID, Html
from knowledge_center.tools.feed_check.vocabulary import words

rule = RuleSet[[Html, Site]]("feeds.html_shape")

# HTML Standard, 13.1.2.4: the start of one of these ends an open paragraph.
_BLOCKS = words(
    "address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hgroup hr main menu nav ol p pre section table ul"
)
_OF_A_TABLE = words("caption col colgroup tbody td tfoot th thead tr")
_ESCAPED_TAG = re.compile(r"\s*&(?:amp;)?lt;(?:p|div|h[1-6]|ul|ol|table|blockquote|figure|pre|section)\b")


@rule
def tags_are_closed(html: Html, site: Site) -> Iterator[Finding]:
    """A tag that is not closed runs on into the reader's own page and the entries below.

    Source: HTML Standard, 13.1.2.
    """
    open_tags: list[tuple[str, int]] = []
    for token in html.tokens:
        if token.kind == "start" and token.name not in VOID:
            open_tags.append((token.name, token.line))
        elif token.kind == "end" and token.name not in VOID:
            if open_tags and open_tags[-1][0] == token.name:
                open_tags.pop()
            elif token.name in [name for name, _ in open_tags]:
                while open_tags[-1][0] != token.name:
                    name, line = open_tags.pop()
                    yield Finding(
                        line=line, message=f"In the content: <{name}> is not closed.", fix=f"</{name}>"
                    )
                open_tags.pop()
            else:
                message = f"In the content: </{token.name}> closes nothing."
                yield Finding(line=token.line, message=message, fix="Remove it.")
    for name, line in open_tags:
        yield Finding(line=line, message=f"In the content: <{name}> is not closed.", fix=f"</{name}>")


@rule
def elements_stand_where_they_may(html: Html, site: Site) -> Iterator[Finding]:
    """A block inside a paragraph ends the paragraph, a link inside a link ends the link, unseen.

    And the tags of a part of a table are passed over where no table is.

    Source: HTML Standard, 13.1.2.4, 4.5.1 and 13.2.6.4.7.
    """
    path: list[str] = []
    for token in html.tokens:
        if token.kind == "start":
            if token.name in _BLOCKS and "p" in path:
                message = f"In the content: <{token.name}> stands inside <p>, which it ends."
                yield Finding(line=token.line, message=message, fix="</p> before it.")
            if token.name in _OF_A_TABLE and "table" not in path:
                message = f"In the content: <{token.name}> stands outside a table, where it is passed over."
                yield Finding(line=token.line, message=message, fix="Leave out its tags.")
            if token.name == "a" and "a" in path:
                message = "In the content: a link stands inside a link."
                yield Finding(line=token.line, message=message, fix="</a> before it.")
            if token.name not in VOID:
                path.append(token.name)
        elif token.kind == "end" and token.name in path:
            del path[len(path) - 1 - path[::-1].index(token.name) :]


@rule
def references_are_known(html: Html, site: Site) -> Iterator[Finding]:
    """A character reference that HTML does not have shows as it is written.

    Source: HTML Standard, 13.1.4; W3C feed validator, NotHtml.
    """
    for token in html.tokens:
        if token.kind == "entity" and not token.text.startswith("#") and f"{token.text};" not in html5:
            message = f"In the content: there is no character {quoted(f'&{token.text};')}."
            yield Finding(line=token.line, message=message, fix=f"&amp;{token.text}")


@rule
def attributes_stand_once(html: Html, site: Site) -> Iterator[Finding]:
    """Of an attribute that stands twice the second is lost.

    Source: HTML Standard, 13.1.2.3; W3C feed validator, NotHtml.
    """
    for tag in html.tags:
        for name in tag.repeated:
            message = f"In the content: <{tag.name}> has the attribute “{name}” twice."
            yield Finding(line=tag.line, message=message, fix="Leave one of them.")


@rule
def ids_stand_once(html: Html, site: Site) -> Iterator[Finding]:
    """Of two elements with one id a link reaches the first alone.

    Source: HTML Standard, 3.2.6.
    """
    seen: set[str] = set()
    for tag in html.tags:
        identifier = tag.attributes.get("id")
        if identifier and identifier in seen:
            message = f"In the content: the id {quoted(identifier)} stands twice."
            yield Finding(line=tag.line, message=message, fix="Another id for one of them.")
        seen.add(identifier or "")


@rule
def holds_no_comments(html: Html, site: Site) -> Iterator[Finding]:
    """Comments and instructions are for the page's maker; “<!-- more -->” shows in some readers.

    Source: our rule: <!-- more --> is dropped.
    """
    for token in html.tokens:
        if token.kind == "other":
            message = f"In the content: {quoted(token.text)} was found; it is nothing for readers."
            yield Finding(line=token.line, message=message, fix="Leave it out of the feed.")


@rule
def is_escaped_once(html: Html, site: Site) -> Iterator[Finding]:
    """HTML that is escaped twice shows as tags.

    Source: RSS 2.0, description: entity-encoded HTML; RFC 4287, 3.1.1.2.
    """
    if not html.tags and (match := _ESCAPED_TAG.match(html.source)):
        line = html.source.count("\n", 0, match.start()) + 1
        message = (
            f"In the content: tags are escaped twice, so that readers show {quoted(match.group().strip())}."
        )
        yield Finding(line=line, message=message, fix="Escape the content once.")
