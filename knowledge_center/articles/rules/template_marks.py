"""Rules about what other programs would have filled in: here readers get it as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet, breaks

rule = RuleSet[[ArticleText]]("articles.templates")

# Whether a text holds a sign, and whether it may hold a mark.
_Holds = Callable[[str], bool]
_MayHold = Callable[[str, _Holds], bool]

# Jekyll, Hugo, Eleventy, Jinja, ERB; what stands between the braces begins as a name, a text or another mark does.
_TEMPLATE = re.compile(r"\{%-?\s*[\w/].{0,1000}?%\}|\{\{[<%].{0,1000}?[>%]\}\}|<%[=-]?\s*\w.{0,1000}?%>")
_VALUE = re.compile(r"(?<![\\$\w{}])\{\{-?\s*[A-Za-z_\"'.][\w.\-|:\"'(),\[\]/ ]*\}\}")
_SHORTCODES = (
    "ad|audio|author|block|blockquote|button|buttons|callout|caption|carousel|code|column|columns|contact-form-7|divider|"
    "dropcap|embed|et_pb_\\w+|figure|fusion_\\w+|gallery|gist|googlemaps|gravityform|highlight|icon|image|instagram|list|"
    "lightbox|map|mailmunch-form|mc4wp_form|ninja_form|note|playlist|portfolio|product|products|pullquote|quote|recent-posts|"
    "row|section|separator|slider|slideshow|soundcloud|spacer|tab|tabs|table|testimonial|toc|toggle|tweet|twitter|vc_\\w+|"
    "video|vimeo|wpforms|wpvideo|youtube"
)
# A lone word in brackets may be anybody's; with a value, a slash or an address it is a shortcode. Compiled once a
# text has something like it.
_SHORTCODE = (
    rf"(?<![!\]\\])\[/(?:{_SHORTCODES})\](?![(\[:])|(?<![\w!\]\\])\[(?:(?:{_SHORTCODES})"
    r"(?:\s+[\w-]+=[^\[\]]*|\s+https?://[^\s\[\]]+|\s*/|))\](?![(\[:])"
)
_ALONE = re.compile(r"\s*\[(?:gallery|toc|contact-form|recent-posts)\]\s*")
# Mailchimp, Campaign Monitor, HubSpot and the like: in articles that came out of a mail.
_MERGED = re.compile(
    r"\*\|[A-Z0-9_:]+\|\*|\[(?:firstname|lastname|fullname|email)(?:,fallback=[^\[\]]*)?\](?![(\[:])"
    r"|%%[A-Za-z_]+%%|(?<!\{)\{(?:first|last|full)[_ ]?name\}(?!\})"
    r"|«(?:(?:first|last|full|company|customer)[_ ]?name|address_?block|greeting_?line)»",
    re.IGNORECASE,
)
# Quick to look for, since it begins with a sign of its own.
_LIKE_SHORTCODE = re.compile(rf"\[/?(?:{_SHORTCODES})\b")
_LIKE_MERGED = re.compile(r"\[(?:first|last|full|email)", re.IGNORECASE)


@rule
@breaks(text="Write to them.\n\n{% include box.html %}\n\nOn the same day.")
def has_no_template_marks(article: ArticleText) -> Iterator[Finding]:
    """The marks of another site's templates are filled in by nobody."""
    if article.settings.templates:
        return
    for line, text, in_field in _prose(article, _may_be_template):
        for found in (*_TEMPLATE.finditer(text), *_VALUE.finditer(text)):
            yield _left(
                line, in_field, f"{quoted(found[0])} is a mark of another site's templates", f"`{found[0]}`"
            )


@rule
@breaks(text='Write to them.\n\n[gallery ids="1,2"]\n\nOn the same day.')
def has_no_shortcodes(article: ArticleText) -> Iterator[Finding]:
    """A shortcode of WordPress is filled in by WordPress alone."""
    for line, text, in_field in _prose(article, _may_be_shortcode):
        for found in re.finditer(_SHORTCODE, text):
            if "=" not in found[0] and "/" not in found[0] and not _ALONE.fullmatch(text):
                continue
            yield _left(line, in_field, f"{quoted(found[0])} is a shortcode of WordPress", f"\\{found[0]}")


@rule
@breaks(text="Dear *|FNAME|*, write to them on the same day.")
def has_no_merge_fields(article: ArticleText) -> Iterator[Finding]:
    """The name of a subscriber is filled in by the program that sends a mail, and an article is read by everybody."""
    for line, text, in_field in _prose(article, _may_be_merged):
        for found in _MERGED.finditer(text):
            yield Finding(
                line=line,
                message=f"{quoted(found[0])} stands for a subscriber's name or the like, which nobody fills in here.",
                fix=f"Write what holds for every reader; if readers are to see it, write `{found[0]}`",
                advice=in_field,
            )


def _left(line: int, in_field: bool, what: str, shown: str) -> Finding:
    fix = f"Write what it stood for, or take it out; if readers are to see it, write {shown}"
    return Finding(line=line, message=f"{what}; here readers get it as it stands.", fix=fix, advice=in_field)


def _prose(article: ArticleText, may_hold: _MayHold) -> Iterator[tuple[int, str, bool]]:
    """The lines in which any such mark may stand, and whether each is a field's; code, and what is escaped, is blank.

    Nothing can be escaped in a field: there such a mark may be what the article is about.
    """
    fields = article.fields
    for name, text in (
        ("title", fields.title), ("description", fields.description), ("image_alt", fields.image_alt),
    ):  # fmt: skip
        if text and may_hold(text, text.__contains__):
            yield fields.lines.get(name, 1), text, True
    if may_hold(article.text.body, article.text.holds):
        for line, text in article.text.prose_lines:
            if may_hold(text, text.__contains__):
                yield line, text, False


def _may_be_template(_text: str, holds: _Holds) -> bool:
    return holds("{") or holds("<%")


def _may_be_shortcode(text: str, holds: _Holds) -> bool:
    return holds("[") and bool(_LIKE_SHORTCODE.search(text))


def _may_be_merged(text: str, holds: _Holds) -> bool:
    return any(map(holds, ("{", "*|", "%%", "«"))) or (holds("[") and bool(_LIKE_MERGED.search(text)))
