"""Rules about the marks of wikis and forums, which are printed here as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import replaced_words
from knowledge_center.problems import Edit, quoted
from knowledge_center.rules import Finding, RuleSet, breaks

rule = RuleSet[[ArticleText]]("articles.wiki_marks")

# Confluence, each of the first in a pair or alone on its line; Joomla.
_MACROS = "info|note|tip|warning|panel|code|noformat|quote|expand|color|excerpt|section|column"
_MACRO = re.compile(
    rf"\{{(?P<name>{_MACROS})(?::[^{{}}\n]*)?\}}.*?\{{(?P=name)\}}"
    rf"|^\s*\{{(?:{_MACROS}|toc|children)(?::[^{{}}\n]*)?\}}\s*$"
    r"|\{load(?:position|module|moduleid) [^{}\n]+\}"
)
_FORUM = re.compile(
    r"(?<!\w)\[(?P<mark>[biu]|url|img|quote|size|color)(?:=(?P<value>[^\[\]\n]*))?\](?P<words>[^\n]*?)\[/(?P=mark)\](?![(\[])",
    re.IGNORECASE,
)
_LIKE_HEADING = re.compile(r"h[1-6]\.")
_HEADING = re.compile(r"^h([1-6])\.\s+(?=\S)")
_LINK = re.compile(
    r"(?<![!\[\\])\[(?P<words>[^\[\]|\n]+)\|(?P<target>(?:https?://|mailto:)[^\[\]|\s]+)\](?![(\[:])"
    r"|<(?P<to>https?://[^|<>\s]+)\|(?P<named>[^|<>\n]+)>"
    r"|(?<![\w=])\"(?P<said>[^\"\n]+)\":(?P<leads>https?://[^\s\"]*[\w/])"
)
# Of Slack: somebody, a channel, everybody.
_MENTION = re.compile(
    r"<(?:@[UW]|#C)[A-Z0-9]{2,}(?:\|[^<>\n]*)?>|<!(?:channel|here|everyone)(?:\|[^<>\n]*)?>"
)


@rule
@breaks(text="Write to [them|https://www.example.com/] on the same day.")
def are_markdown(article: ArticleText) -> Iterator[Finding]:
    """What is bold, a heading, a link or a box in a wiki or a forum has other marks there; readers would see them."""
    text = article.text
    patterns: tuple[tuple[bool, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (text.holds("[/"), _FORUM, _of_forum),
        (text.holds("{"), _MACRO, lambda found: ""),
        (
            _LIKE_HEADING.search(text.body) is not None,
            _HEADING,
            lambda found: "#" * max(int(found[1]), 2) + " ",
        ),
        (text.holds("|") or text.holds('":'), _LINK, _of_link),
        (any(map(text.holds, ("<@", "<#", "<!"))), _MENTION, lambda found: ""),
    )
    for may_hold, pattern, mended in patterns:
        for number, line in text.prose_lines if may_hold else ():
            for found in pattern.finditer(line):
                better = mended(found)
                whole = replaced_words(text, number, found[0], better) if better else ""
                safe = bool(whole) and whole != text.lines[number - text.first_line]
                by_hand = "Write it in Markdown, or put it between ` ` if readers are to see it."
                yield Finding(
                    line=number,
                    message=f"{quoted(found[0].strip())} is of a wiki or a forum; readers see it as it stands.",
                    fix=whole.strip() if safe else by_hand,
                    edits=(Edit(number, number, (whole,)),) if safe else (),
                    safe=safe,
                )


def _of_forum(found: re.Match[str]) -> str:
    words, value = found["words"].strip(), (found["value"] or "").strip("\"' ")
    match found["mark"].lower():
        case "b":
            return f"**{words}**"
        case "i":
            return f"*{words}*"
        case "url" if re.fullmatch(r"https?://[^\s()]+", value or words):
            return f"[{words}]({value})" if value else f"<{words}>"
    return ""


def _of_link(found: re.Match[str]) -> str:
    words, target = (
        found["words"] or found["said"] or found["named"],
        found["target"] or found["leads"] or found["to"],
    )
    return f"[{words}]({target})"
