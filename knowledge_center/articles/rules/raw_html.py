"""Rules about HTML in a text: nothing that runs, takes forms, or makes a reader's browser ask another site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import replaced_words
from knowledge_center.markdown_text.model import Inline, attributes_of
from knowledge_center.problems import Edit, quoted
from knowledge_center.rules import Finding, RuleSet, breaks, only_with
from knowledge_center.text.embedded_pages import page_of
from knowledge_center.text.private_hosts import is_private
from knowledge_center.text.share_links import share_service

rule = RuleSet[[ArticleText]]("articles.html")
# What is looked at in ordinary pages, too: scripts and forms there are their owner's.
of_pages = RuleSet[[ArticleText]]("articles.html")

_HANDLER = re.compile(
    r"on(?:abort|animation\w+|before\w+|blur|change|click|close|contextmenu|copy|cut|dblclick|drag\w*|drop|ended|error|"
    r"focus\w*|hashchange|input|invalid|key\w+|load\w*|message|mouse\w+|pageshow|paste|pause|play\w*|pointer\w+|reset|"
    r"resize|scroll|select|submit|toggle|touch\w+|transition\w+|unload|wheel)"
)
# Browsers open none of the last kind; who clicks is told nothing.
_RUNS = re.compile(r"\s*(?:(?:java|vb)\s*script\s*:|data:text/html)", re.IGNORECASE)
_RUN_SIGNS = ("script", "data:text/", "&#")
# What Markdown makes attributes of: { .class onclick="…" } behind a link, a picture or a heading.
_BRACES = re.compile(r"\{:?([^{}\n=]*+=[^{}\n]*+)\}")
_CURLY = re.compile(r"=\s*[“”„‟″‘’‚‛′]")
_OPEN_QUOTE = re.compile(r"=\"([^\"\s<>]+)>$")
_NO_PLAIN_QUOTES = re.compile(rf"{_CURLY.pattern}|=\"[^\"\s<>]+>")
# Attributes whose address is fetched as soon as the page is shown, by tag.
_FETCHED = {
    "audio": ("src",), "embed": ("src",), "frame": ("src",), "iframe": ("src",), "image": ("href", "xlink:href"),
    "img": ("src", "srcset"), "input": ("src",), "object": ("data",), "source": ("src", "srcset"), "track": ("src",),
    "use": ("href", "xlink:href"), "video": ("src", "poster"),
}  # fmt: skip
_FRAMES = ("iframe", "frame", "embed", "object")
_PICTURES = ("img", "image", "input", "source")
_FIRST_TAG = re.compile(r"\s*<([a-z][\w-]*)\b[^<>]*>", re.IGNORECASE)
_AS_WRITTEN = re.compile(
    r"<(pre|code|script|style|textarea|svg|template)\b.*?</\1\s*>|<!--.*?-->|`[^`\n]*`", re.I | re.S
)
_EVERY_TAG = re.compile(r"<(/?)([a-z][\w-]*)\b[^<>]*?(/?)>")
_EMPTY = ("br", "hr", "img", "input", "source", "wbr")
_MARKDOWN = re.compile(
    r"^ {0,3}(?:[-*]|#{2,6}) (?=\S)[^\n]*|\*\*(?=\S)[^*\n]+(?<=\S)\*\*"
    r"|(?<!\w)!?\[[^\[\]\n]+\]\((?:https?:|mailto:|#|[\w./-]+\.\w{2,4})[^()\s]*\)",
    re.MULTILINE,
)
_STYLE_FETCHES = re.compile(
    r"(?:@import\s+(?:url\()?|url\()\s*[\"']?\s*((?:https?:)?//[^\s\"')]+)", re.IGNORECASE
)


@rule
@breaks(text="Write to them.\n\n<script>count()</script>\n\nOn the same day.")
@only_with("<")
def has_no_script(article: ArticleText) -> Iterator[Finding]:
    """A script in an article runs in every reader's browser, and in no feed and no mail."""
    for tag in _tags(article):
        if tag.label == "script":
            yield Finding(
                line=tag.line,
                message="A script stands in the text: it would run in every reader's browser.",
                fix=(
                    "Delete it, from <script to </script>. What every page needs is named in mkdocs.yml: "
                    "extra_javascript."
                ),
            )


@rule
@breaks(text='Write to <a href="https://www.example.com/" onclick="count()">them</a> on the same day.')
@only_with("<", "{")
def has_no_handlers(article: ArticleText) -> Iterator[Finding]:
    """What begins with on in a tag (onclick) is a script, too."""
    for tag in _tags(article):
        for name, value in tag.attributes.items():
            if not value or not _HANDLER.fullmatch(name):
                continue
            raw = article.line(tag.line)
            mended = re.sub(rf"""\s+{name}\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", "", raw, flags=re.IGNORECASE)
            yield Finding(
                line=tag.line,
                message=f"{name} in <{tag.label}> is a script: it would run in every reader's browser.",
                fix=mended.strip() if mended != raw else f"Take {name} and what stands behind it out.",
                edits=(Edit(tag.line, tag.line, (mended,)),) if mended != raw else (),
            )
    for line, braces, attributes in _in_braces(article):
        for name in (name for name, value in attributes.items() if value and _HANDLER.fullmatch(name)):
            yield Finding(
                line=line,
                message=f"{name} in {quoted(braces)} is a script: it would run in every reader's browser.",
                fix=f"Take {name} and what stands behind it out.",
            )


@of_pages
@rule
@breaks(text='Write to them.\n\n<meta http-equiv="refresh" content="0; url=https://www.example.com/">')
@only_with("<")
def has_nothing_that_leads_the_page_elsewhere(article: ArticleText) -> Iterator[Finding]:
    """The tag `base` leads all links of the page elsewhere, and a refresh in the tag `meta` its readers."""
    for tag in _tags(article):
        refresh = tag.label == "meta" and "refresh" in tag.attributes.get("http-equiv", "").lower()
        if refresh or tag.label == "base":
            whom = "whoever opens the page" if refresh else "every link of the page"
            yield Finding(
                line=tag.line,
                message=f"<{tag.label}> leads {whom} to another address.",
                fix=f"Take {tag.text} out, and link to where it leads.",
            )


@of_pages
@rule
@breaks(text="Write to <a href=“https://www.example.com/”>them</a> on the same day.")
@only_with("<")
def has_plain_quotes(article: ArticleText) -> Iterator[Finding]:
    """A tag knows straight quotation marks only; with others, or with one that is missing, its address is another."""
    for tag in _tags(article) if _NO_PLAIN_QUOTES.search(article.text.body) else ():
        raw = article.line(tag.line)
        if _CURLY.search(tag.text):
            straight = re.sub(r"(?<==)\s*[“”„‟″]([^\"“”„‟″<>]*)[“”„‟″]", r'"\1"', tag.text)
            straight = re.sub(r"(?<==)\s*[‘’‚‛′]([^'‘’‚‛′<>]*)[‘’‚‛′]", r'"\1"', straight)
            message = (
                f"<{tag.label}> has typographic quotation marks, which belong to the address for a browser."
            )
        elif _OPEN_QUOTE.search(tag.text):
            straight = _OPEN_QUOTE.sub(r'="\1">', tag.text)
            message = f"A quotation mark is opened in <{tag.label}> and not closed."
        else:
            continue
        mended = replaced_words(article.text, tag.line, tag.text, straight)
        yield Finding(
            line=tag.line,
            message=message,
            fix=straight if mended != raw else 'Write straight quotation marks: "',
            edits=(Edit(tag.line, tag.line, (mended,)),) if mended != raw else (),
            safe=mended != raw,
        )


@of_pages
@rule
@breaks(text="Write to [them](javascript:history.back) on the same day.")
@only_with(":", "&#")
def has_no_links_that_run(article: ArticleText) -> Iterator[Finding]:
    """A link with javascript: leads nowhere and runs a script."""
    if not any(sign in article.text.lower for sign in _RUN_SIGNS):
        return
    for inline in article.text.of("link", "picture", "tag"):
        targets = [inline.target] if inline.kind != "tag" else inline.attributes.values()
        # Markdown hands on a character that is written by its number.
        if any(_RUNS.match(unescape(target)) for target in targets):
            yield Finding(
                line=inline.line,
                message="The link runs a script, and leads nowhere.",
                fix="Link to an address that begins with https://, or take out the link and keep its text.",
            )


@rule
@breaks(text='Write to them.\n\n<form action="https://forms.example.org/a"><input name="mail"></form>')
@only_with("<")
def has_no_foreign_form(article: ArticleText) -> Iterator[Finding]:
    """What readers type into a form goes to whoever takes it: to another company, or to nobody."""
    for tag in _tags(article):
        if tag.label not in ("form", "button", "input"):
            continue
        within = tag.label != "form"
        action = tag.attributes.get("formaction" if within else "action", "").strip()
        host = _foreign(action, article)
        if host:
            whose = f"sends what readers type to {host}"
            fix = f"Link to the page that has the form instead. If {host} may have it:\n{_allowed(host)}"
        elif not action and not within:
            whose = "is taken by nobody"
            fix = "Delete it, from <form to </form>; the form to subscribe stands under every article."
        else:
            continue
        yield Finding(line=tag.line, message=f"A form in the text {whose}.", fix=fix)


@of_pages
@rule
@breaks(
    text='Write to them.\n\n<iframe src="https://www.youtube.com/embed/abc123" title="A talk"></iframe>\n\nToday.'
)
@only_with("//")
def fetches_nothing_from_elsewhere(article: ArticleText) -> Iterator[Finding]:
    """No page makes a reader's browser ask another site: that site would learn who reads what."""
    for picture in article.text.of("picture") if not article.settings.brought_along else ():
        host = _foreign(picture.target, article)
        if host and not share_service(picture.target) and not is_private(host):
            yield _remote_picture(picture.line, picture.text, picture.target, host)
    for tag in _tags(article):
        attributes = tag.attributes
        names = _FETCHED.get(tag.label, ())
        if tag.label == "link" and "stylesheet" in attributes.get("rel", "").lower():
            names = ("href",)
        found = [attributes[name].split()[0] for name in names if attributes.get(name, "").strip()]
        found += _STYLE_FETCHES.findall(attributes.get("style", ""))
        address = next((one for one in found if _foreign(one, article)), "")
        host = _foreign(address, article)
        if not host or is_private(host) or (tag.label in _PICTURES and share_service(address)):
            continue
        if tag.label in _FRAMES:
            yield _frame(tag, address, host)
        elif article.settings.brought_along:
            continue
        elif tag.label in _PICTURES:
            yield _remote_picture(tag.line, attributes.get("alt", ""), address, host)
        else:
            fix = f"Put the file into docs/ and name that, link to it, or allow the host:\n{_allowed(host)}"
            yield Finding(line=tag.line, message=_fetches(f"<{tag.label}>", host), fix=fix)
    for line, braces, attributes in _in_braces(article) if not article.settings.brought_along else ():
        for address in _STYLE_FETCHES.findall(attributes.get("style", "")):
            if host := _foreign(address, article):
                fix = f"Put the file into docs/ and name that, or allow the host:\n{_allowed(host)}"
                yield Finding(line=line, message=_fetches(quoted(braces), host), fix=fix)
    for block in article.text.blocks:
        if block.kind == "html" and "<style" in block.text.lower() and not article.settings.brought_along:
            for style in _STYLE_FETCHES.finditer(block.text):
                if host := _foreign(style[1], article):
                    fix = f"Put the file into docs/assets and name that, or allow the host:\n{_allowed(host)}"
                    yield Finding(
                        line=block.line(style.start()), message=_fetches("A style in the text", host), fix=fix
                    )


def _remote_picture(line: int, alt: str, address: str, host: str) -> Finding:
    name = re.sub(r"[^\w.-]+", "-", urlsplit(address).path.rpartition("/")[2]) or "picture.jpg"
    fix = f"Save the picture beside the article, if you may, and write ![{alt or '…'}]({name}). Or allow the host:\n"
    return Finding(line=line, message=_fetches("The picture", host), fix=fix + _allowed(host))


def _frame(tag: Inline, address: str, host: str) -> Finding:
    page = page_of(address if address.startswith("http") else f"https:{address}")
    words = " ".join(tag.attributes.get("title", "").split()) or "Watch it there"
    fix = (
        f"[{words}]({page})\nThis link stands in the place of the frame; a picture may stand in it: "
        f"[![{words}](still.jpg)]({page}). Or allow the host:\n{_allowed(host)}"
    )
    return Finding(line=tag.line, message=_fetches(f"<{tag.label}>", host), fix=fix)


def _fetches(what: str, host: str) -> str:
    return f"{what} is fetched from {host} by the browser of everybody who opens the page."


def _allowed(host: str) -> str:
    """The setting that lets pages fetch from a host."""
    return f"In mkdocs.yml, below extra and knowledge_center:\narticles:\n  embed_hosts: [{host}]"


def _foreign(address: str, article: ArticleText) -> str:
    """The host that an address leads to, where it is neither the site's own nor allowed; else nothing."""
    address = address.strip()
    if not address.lower().startswith(("http://", "https://", "//")):
        return ""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return "" if host in article.settings.hosts else host


def _in_braces(article: ArticleText) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Attributes that are written behind something in Markdown: line, braces and all, and their values by name."""
    if not article.text.holds("{"):
        return
    for line, text in article.text.prose_lines:
        for found in _BRACES.finditer(text):
            yield line, found[0], attributes_of(found[1])


@rule.advice
@breaks(text="<details><summary>More</summary>\n\nWrite to them on the **same** day.\n\n</details>")
@only_with("<")
def holds_no_markdown(article: ArticleText) -> Iterator[Finding]:
    """Between the tags of a block in HTML no mark of Markdown is read, unless the tag says so."""
    text = article.text
    for block in text.blocks_of("html"):
        tag = _FIRST_TAG.match(block.text)
        seen = _AS_WRITTEN.sub(lambda code: re.sub(r"\S", " ", code[0]), block.text)
        found = _MARKDOWN.search(seen) if tag and "markdown" not in tag[0].lower() else None
        if tag is None or found is None:
            continue
        around = _open_tags(seen[: found.start()])
        edits: tuple[Edit, ...] = ()
        # Of a tag within another one each would have to say so.
        if article.settings.markdown_in_html and around == [tag[1].lower()]:
            first = text.lines[block.first - text.first_line]
            edits = (Edit(block.first, block.first, (first.replace(tag[1], f"{tag[1]} markdown", 1),)),)
        yield Finding(
            line=block.line(found.start()),
            message=f"Within <{tag[1]}> Markdown is not read: readers see {quoted(found[0])} as it stands.",
            fix=f"Begin line {block.first} with <{tag[1]} markdown>"
            if edits
            else "Write it in HTML, or outside of it.",
            edits=edits,
        )


def _open_tags(html: str) -> list[str]:
    """The tags that are still open at the end, from without to within."""
    opened: list[str] = []
    for end, name, alone in _EVERY_TAG.findall(html.lower()):
        if not end and not alone and name not in _EMPTY:
            opened.append(name)
        elif end and name in opened:
            del opened[len(opened) - 1 - opened[::-1].index(name) :]
    return opened


def _tags(article: ArticleText) -> list[Inline]:
    """The tags that begin something."""
    return [tag for tag in article.text.of("tag") if not tag.label.startswith("/")]
