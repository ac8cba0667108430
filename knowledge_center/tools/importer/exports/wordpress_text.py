"""The text of a WordPress post as HTML: without the marks of its editors, its shortcodes as what they mean."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from knowledge_center.tools.importer.import_notes import ImportNote, left_out, one_line

_BLOCK_MARK = re.compile(r"<!--\s*/?wp:.*?-->|<!--\s*(?:more|nextpage|noteaser)\b.*?-->", re.DOTALL)
_SHORTCODE = re.compile(r"(?<!\[)\[(?P<name>[a-z_-]+)(?P<words>(?:\s[^\]]*)?)\](?!\])")
# A mark with parameters, or one of a pair: of others nobody can tell whether they are words in brackets. What stands in
# code, or in a tag, is none.
_MARK = re.compile(
    r"<(pre|code)\b.*?</\1>|<[^>]*>"
    r"|(?<!\[)\[(?P<end>/?)(?P<name>[a-z][a-z0-9_-]*)(?P<words>(?:\s[^\[\]]*)?)/?\](?!\])",
    re.DOTALL,
)
_PARAMETER = re.compile(r"\s[\w-]+=\S")
_REUSED = re.compile(r"<!--\s*wp:block\s+\{\"ref\":(?P<number>\d+)[^>]*?-->")
_FOOTNOTES = re.compile(r"<!--\s*wp:footnotes\b.*?-->", re.DOTALL)
_CAPTION = re.compile(r"\[(wp_)?caption(?P<words>[^\]]*)\](?P<inner>.*?)\[/(wp_)?caption\]", re.DOTALL)
_EMBED = re.compile(
    r"\[(?P<name>embed|audio|video|playlist)(?P<words>[^\]]*)\](?:(?P<inner>[^\[]*)\[/(?P=name)\])?"
)
_CODE = re.compile(r"\[(?P<name>code|sourcecode)(?P<words>[^\]]*)\](?P<inner>.*?)\[/(?P=name)\]", re.DOTALL)
_BLOCKS = re.compile(
    r"\s*</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|pre|blockquote|figure|figcaption|hr|iframe"
    r"|section|article|address|form|details|summary|audio|video)\b",
    re.IGNORECASE,
)
# Blocks that stand by themselves, also where no empty line parts them from the words before and after.
_OPENED = re.compile(
    r"(?<=\S)[ \t]*\n[ \t]*(<(?:ul|ol|dl|table|blockquote|h[1-6]|figure|div|hr)\b)", re.IGNORECASE
)
_CLOSED = re.compile(
    r"(</(?:ul|ol|dl|table|blockquote|h[1-6]|figure|div)>)[ \t]*\n[ \t]*(?=\S)", re.IGNORECASE
)
_BARE_ADDRESS = re.compile(r"(?:^|(?<=<p>))\s*(https?://[^\s<]+)\s*(?=</p>|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a post shows that stands elsewhere in its export.

    ``pictures``: an attachment's number -> its address and alt text; ``own`` are the numbers of the post's own, which a
    gallery without numbers shows; ``blocks``: the number of a block that several posts show -> its content;
    ``footnotes``: those of the post, JSON as WordPress keeps it.
    """

    pictures: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    own: Iterable[str] = ()
    blocks: Mapping[str, str] = field(default_factory=dict)
    footnotes: str = ""


def reused_blocks(content: str) -> list[str]:
    """The numbers of the blocks that a post shows and that stand elsewhere."""
    return [found["number"] for found in _REUSED.finditer(content)]


def post_html(content: str, around: Surroundings) -> tuple[str, list[ImportNote]]:
    """A post's ``content:encoded`` as plain HTML, and a note on each shortcode whose plugin is not here."""
    with_blocks = "<!-- wp:" in content
    content = _REUSED.sub(lambda found: around.blocks.get(found["number"], found[0]), content)
    content = _FOOTNOTES.sub(lambda found: _footnotes(around.footnotes), content)
    text = _CODE.sub(_code, _BLOCK_MARK.sub("", content).replace("\r\n", "\n"))
    text = _CAPTION.sub(_figure, text)
    text = _EMBED.sub(_player, text)
    text = _SHORTCODE.sub(lambda found: _gallery(found, around), text)
    text, notes = _leave_out_shortcodes(text)
    text = _BARE_ADDRESS.sub(lambda found: f'\n<a href="{found[1]}">{found[1]}</a>\n', text)
    return text if with_blocks else _paragraphs(text), notes


def _leave_out_shortcodes(text: str) -> tuple[str, list[ImportNote]]:
    """What stands between two marks stays; several marks in a row part paragraphs, as the boxes did that they drew."""
    found = [one for one in _MARK.finditer(text) if one["name"]]
    closed = {one["name"] for one in found if one["end"]}
    marks = [one for one in found if one["name"] in closed or _PARAMETER.search(one["words"])]
    pieces, done = [], 0
    for number, mark in enumerate(marks):
        between = text[done : mark.start()]
        pieces.append("\n\n" if number and not between.strip() else between)
        done = mark.end()
    sources = dict.fromkeys(mark[0] for mark in marks if not mark["end"])
    message = "the shortcode {} was left out: its plugin wrote what it showed."
    return "".join([*pieces, text[done:]]), [left_out(message.format(one_line(one)), 0) for one in sources]


def _footnotes(kept: str) -> str:
    """The list of footnotes, which WordPress keeps beside the text; their marks in the text lead to them."""
    try:
        notes = json.loads(kept or "[]")
        items = [f'<li id="{html.escape(str(one["id"]))}">{one["content"]}</li>' for one in notes]
    except (ValueError, TypeError, KeyError):
        return kept
    return f"<ol>{''.join(items)}</ol>" if items else ""


def _figure(found: re.Match[str]) -> str:
    picture = re.match(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", found["inner"], re.DOTALL)
    if picture is None:
        return found["inner"]
    named = re.search(r"caption=(?:\"([^\"]*)\"|'([^']*)')", found["words"])
    caption = picture[2].strip() or (html.unescape(named[1] or named[2] or "") if named else "")
    return f"\n\n<figure>{picture[1]}<figcaption>{caption}</figcaption></figure>\n\n"


def _player(found: re.Match[str]) -> str:
    addresses = re.findall(r"https?://[^\s\"'<\]]+", f"{found['words']} {found['inner'] or ''}")
    return "".join(f'\n\n<p><a href="{one}">{one}</a></p>\n\n' for one in addresses[:1])


def _code(found: re.Match[str]) -> str:
    language = re.search(r"lang(?:uage)?=[\"']?([\w+#-]+)", found["words"])
    inner = re.sub(r"<br\s*/?>", "\n", found["inner"]).replace("<", "&lt;")
    return f'\n\n<pre class="language-{language[1] if language else "text"}"><code>{inner.strip()}</code></pre>\n\n'


def _gallery(found: re.Match[str], around: Surroundings) -> str:
    if found["name"] != "gallery":
        return found[0]
    ids = re.search(r"\b(?:ids|include)=[\"']?([\d,\s]+)", found["words"])
    wanted = re.findall(r"\d+", ids[1]) if ids else around.own
    shown = [around.pictures[one] for one in wanted if one in around.pictures]
    return "".join(
        f'\n\n<p><img src="{html.escape(address)}" alt="{html.escape(alt)}"></p>' for address, alt in shown
    )


def _paragraphs(text: str) -> str:
    """What the classic editor leaves to the page: an empty line parts paragraphs, a line's end stays one."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\n\n<pre {len(kept) - 1}>\n\n"

    text = re.sub(r"<pre\b.*?</pre>", keep, text, flags=re.DOTALL | re.IGNORECASE)
    text = _OPENED.sub(r"\n\n\1", _CLOSED.sub(r"\1\n\n", text))
    pieces = []
    for piece in re.split(r"\n\s*\n", text):
        plain = piece.strip()
        if plain:
            pieces.append(plain if _BLOCKS.match(plain) else "<p>" + plain.replace("\n", "<br>\n") + "</p>")
    return re.sub(r"<pre (\d+)>", lambda found: kept[int(found[1])], "\n\n".join(pieces))
