"""Rules for what HTML inside a feed may hold: text, pictures, tables and code, nothing of the page around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.html_tokens import Html, Token
from knowledge_center.tools.feed_check.vocabulary import words
from knowledge_center.tools.feed_check.whole_numbers import count

rule = RuleSet[[Html, Site]]("feeds.html_rules")

# What feed readers let through: text, pictures, sound and tables.
_ELEMENTS = words(
    "a abbr address area article aside audio b bdi bdo blockquote br caption cite code col colgroup data dd del "
    "details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main "
    "map mark menu meter nav ol p picture pre progress q rp rt ruby s samp section small source span strong sub "
    "summary sup table tbody td tfoot th thead time tr track u ul var video wbr"
)
# Those that the W3C feed validator calls a risk.
_UNSAFE = words(
    "script style iframe frame frameset object embed applet param link meta base title head body html slot basefont "
    "isindex noframes plaintext xmp listing comment"
)
# Those that it lets through or, as svg and math, does not know, and readers take out all the same.
_NOT_SHOWN = words(
    "noscript template form input button select option optgroup textarea fieldset legend label output datalist svg "
    "math canvas dialog"
)
# HTML Standard, 16.2: what was HTML once. It lets them through, and readers show their text.
_OBSOLETE = words("acronym big center dir font strike tt command datagrid eventsource m")
# “controls” among them, without which nobody can start a video.
_ATTRIBUTES = words(
    "abbr alt cite cols colspan controls datetime dir download headers height hidden href hreflang kind lang label "
    "loop media muted name open poster preload rel reversed rowspan scope sizes span src srclang srcset start "
    "target title translate type usemap value width high low max min optimum shape coords align valign playsinline "
    "referrerpolicy loading decoding ismap default"
)
_OF_THE_PAGE = frozenset(["class", "style"])
# What Python-Markdown's footnotes are called: their links have to arrive somewhere.
_FOOTNOTE = re.compile(r"fn(?:ref)?\d*:.+")
_MARKS = frozenset(["¶", "#", "§", "🔗", "\uf0c1"])


def _wrong(tag: Token, message: str, fix: str = "") -> Finding:
    return Finding(line=tag.line, message=f"In the content: {message}", fix=fix)


@rule
def has_no_unsafe_elements(html: Html, site: Site) -> Iterator[Finding]:
    """Scripts, styles, forms and frames are cut out by readers, often with the text around them.

    Source: our rule: HTML inside a feed; W3C feed validator, SecurityRisk and NotHtml.
    """
    for tag in html.tags:
        if tag.name in _UNSAFE:
            yield _wrong(tag, f"<{tag.name}> was found; feed readers remove it.", "Leave it out of the feed.")


@rule
def has_nothing_to_fill_in_or_draw(html: Html, site: Site) -> Iterator[Finding]:
    """Forms, formulas and drawings do not work in a reader, and are taken out together with their words.

    Source: our rule: HTML inside a feed.
    """
    for tag in html.tags:
        if tag.name in _NOT_SHOWN:
            yield _wrong(tag, f"<{tag.name}> was found; feed readers remove it.", "Say it in words.")


@rule.advice
def has_no_obsolete_elements(html: Html, site: Site) -> Iterator[Finding]:
    """Names that are no longer HTML: readers show the text, and forget what was meant.

    Source: HTML Standard, 16.2.
    """
    for tag in html.tags:
        if tag.name in _OBSOLETE:
            fix = "<code>" if tag.name == "tt" else "Leave out the tags; the text may stay."
            yield _wrong(tag, f"<{tag.name}> was found, which is obsolete.", fix)


@rule
def has_only_elements_of_html(html: Html, site: Site) -> Iterator[Finding]:
    """A name that is no element of HTML is a slip, or text whose “<” was not escaped.

    Source: HTML Standard, 4; W3C feed validator, NotHtml.
    """
    for tag in html.tags:
        if tag.name not in _ELEMENTS | _UNSAFE | _NOT_SHOWN | _OBSOLETE:
            yield _wrong(
                tag, f"<{tag.name}> is no element for a feed.", "&lt; where the sign itself is meant."
            )


@rule
def has_no_event_handlers(html: Html, site: Site) -> Iterator[Finding]:
    """An attribute that runs script makes a feed look like an attack.

    Source: our rule: HTML inside a feed; W3C feed validator, SecurityRiskAttr.
    """
    for tag in html.tags:
        for name in tag.attributes:
            if name.startswith("on"):
                yield _wrong(
                    tag, f"<{tag.name}> has the attribute “{name}”, which runs script.", "Remove it."
                )


@rule
def has_no_marks_of_the_page(html: Html, site: Site) -> Iterator[Finding]:
    """class, style, id and data-* mean something to the site's own style sheet and script alone.

    The ids of footnotes stay, because links lead to them.

    Source: our rule: HTML inside a feed.
    """
    for tag in html.tags:
        for name, value in tag.attributes.items():
            of_the_page = name in _OF_THE_PAGE or name.startswith("data-")
            if of_the_page or (name == "id" and not _FOOTNOTE.fullmatch(value or "")):
                yield _wrong(
                    tag, f"<{tag.name}> has the attribute “{name}”.", "Remove it from the feed's HTML."
                )


@rule
def has_only_attributes_of_html(html: Html, site: Site) -> Iterator[Finding]:
    """Attributes that readers do not let through are weight for nothing.

    Source: our rule: HTML inside a feed.
    """
    for tag in html.tags:
        for name in tag.attributes:
            other = name in _OF_THE_PAGE or name == "id" or name.startswith(("data-", "on"))
            if not other and name not in _ATTRIBUTES:
                yield _wrong(
                    tag, f"<{tag.name}> has the attribute “{name}”, which readers remove.", "Remove it."
                )


@rule
def has_no_header_marks(html: Html, site: Site) -> Iterator[Finding]:
    """The mark behind a heading that links to itself is read aloud as “pilcrow”.

    Source: our rule: headerlinks.
    """
    for first, second, third in zip(html.tokens, html.tokens[1:], html.tokens[2:], strict=False):
        text = second.text.strip() if second.kind == "text" else ""
        if second.kind == "entity" and second.text in ("para", "#182", "#xb6"):
            text = "¶"
        if first.kind == "start" and first.name == third.name == "a" and text in _MARKS:
            yield _wrong(first, f"the link {quoted(text)} is a heading's own mark.", "Remove it.")


@rule
def has_no_title_of_its_own(html: Html, site: Site) -> Iterator[Finding]:
    """The reader shows the entry's title; an H1 in the content shows it again.

    Source: our rule: the H1 is dropped.
    """
    for tag in html.tags:
        if tag.name == "h1":
            yield _wrong(tag, "<h1> was found; the entry has its title already.", "<h2>")


@rule
def images_have_alt(html: Html, site: Site) -> Iterator[Finding]:
    """Who does not see the picture, because of the eyes or of the mail program, reads its text.

    Source: HTML Standard, 4.8.4.4; our rule.
    """
    for tag in html.tags:
        if tag.name == "img" and "alt" not in tag.attributes:
            yield _wrong(
                tag, f"the picture {quoted(tag.attributes.get('src'))} has no alt.", 'alt="What it shows"'
            )


def _size(tag: Token) -> tuple[int, int]:
    """Width and height in pixels as the tag says, 0 where it does not."""
    return count(tag.attributes.get("width")) or 0, count(tag.attributes.get("height")) or 0


@rule
def images_have_their_size(html: Html, site: Site) -> Iterator[Finding]:
    """Without width and height the text jumps when a picture arrives, and mail programs show it in any size.

    Source: our rule: images get width and height; newspack-plugin #1900.
    """
    for tag in html.tags:
        if tag.name == "img" and not all(_size(tag)):
            message = f"the picture {quoted(tag.attributes.get('src'))} has no width and height in pixels."
            yield _wrong(tag, message, 'width="1200" height="800"')


@rule
def images_keep_their_shape(html: Html, site: Site) -> Iterator[Finding]:
    """Width and height in the proportion of the file, or the picture is squeezed.

    Source: HTML Standard, 4.8.17: dimension attributes.
    """
    for tag in html.tags:
        file = site.file_of(tag.attributes.get("src") or "") if tag.name == "img" else ""
        width, height = _size(tag)
        if not file or not width or not height:
            continue
        real = site.measure(file)
        # Half a pixel of rounding either way.
        if real.width and abs(width * real.height - height * real.width) > (real.width + real.height) / 2 + 1:
            message = f"the picture {quoted(file)} has {width} x {height}, but the file {real.width} x {real.height}."
            yield _wrong(tag, message, f'width="{real.width}" height="{real.height}"')
