"""Template marks in the text: evaluated where their meaning is clear, else left out with a note."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge_center.tools.importer.body.block_marks import BUTTONS, around, button
from knowledge_center.tools.importer.body.conversion_context import ConversionContext, Step
from knowledge_center.tools.importer.body.shortcodes import INCLUDES, frame, picture, player
from knowledge_center.tools.importer.code_spans import without_code
from knowledge_center.tools.importer.import_notes import ImportNote, changed, left_out, one_line
from knowledge_center.tools.importer.link_index import Entry
from knowledge_center.tools.importer.source_text import Edit, SourceText, removal
from knowledge_center.tools.importer.template_tokens import Shape, Token, arguments, named, partner, tokens
from knowledge_center.tools.importer.template_values import Scope, evaluate, parse_expression

# The target of a link whose target is not known: rewriting the links leaves its words alone, without a further note.
UNKNOWN_TARGET = "\ufdd4"

# Without the data they run over, what stands between these marks means nothing.
_WHOLE = frozenset(("for", "tablerow", "capture", "macro"))
_MIDDLES = frozenset(("else", "elsif", "elseif", "when", "case"))
_PERSON = re.compile(r"(?:author|team|person|people|member|staff)\w*_(?:link|name)")
_IN_ADDRESS = re.compile(r"(?:\]\(\s*<?|=\s*[\"']?|\]:\s*<?)(?:\{\{[^}]*\}\})*$")


def replace_template_marks(source_text: SourceText, context: ConversionContext) -> Step:
    """Put what they mean in the place of the template marks outside code."""
    text = source_text.text
    found = tokens(text, without_code(text))
    scope = Scope(fields=context.fields, site=context.site, path=context.entry.path, title=context.title)
    edits: list[Edit] = []
    notes: list[ImportNote] = []
    done = 0
    closing: dict[int, str] = {}
    for index, token in enumerate(found):
        if token.start < done:
            continue
        end = token.end
        if token.start in closing:
            edits.append(Edit(token.start, end, closing[token.start]))
            continue
        if (pair := _pair(found, index, text)) is not None:
            before, closing[pair[0]] = pair[1:]
            edits.append(Edit(token.start, end, before))
            continue
        meaning = _meaning(token, text, scope, context)
        person = _person(token) if meaning is None else ""
        if person:
            meaning = context.name_of(person)
            message = f"{one_line(text[token.start : end])} was a link to a person; the name {meaning} stands there."
            notes.append(changed(message, source_text.line(token.start)))
        if meaning is None:
            meaning = ""
            if token.shape is Shape.TAG and token.name in _WHOLE:
                last = partner(found, index)
                end = found[last].end if last is not None else end
            if _worth_a_note(token):
                notes.append(left_out(_sentence(token, text, end), source_text.line(token.start)))
        done = end
        edits.append(_replacement(text, token.start, end, meaning))
    return source_text.edited(edits), notes


def _pair(found: Sequence[Token], index: int, text: str) -> tuple[int, str, str] | None:
    """Where the mark that closes this one begins, and what stands in the place of both, if that is known."""
    token = found[index]
    if token.shape is Shape.OUTPUT or token.closing:
        return None
    what = around(token.name, token.rest)
    last = partner(found, index) if what is not None else None
    if what is None or last is None:
        return None
    end = found[last]
    if not what.block:
        return end.start, what.before, what.after
    line = text[text.rfind("\n", 0, token.start) + 1 : token.start]
    if line.strip() or text[end.end :].partition("\n")[0].strip():
        # In the middle of a line no block can begin.
        return None
    before = what.before.replace("\n", f"\n{line}")
    return end.start, f"{before}\n\n{line}", f"\n\n{line}{what.after}"


def _sentence(token: Token, text: str, end: int) -> str:
    mark = f"the template mark {one_line(text[token.start : token.end])}"
    if end == token.end:
        return f"{mark} was left out."
    return f"{mark} and all up to its end were left out: “{one_line(text[token.end : end])}”."


def _worth_a_note(token: Token) -> bool:
    """Whether a mark is worth a note; what only ends or divides a block is part of the mark before it."""
    return not (token.closing or token.name.startswith("end") or token.name in _MIDDLES)


def _meaning(token: Token, text: str, scope: Scope, context: ConversionContext) -> str | None:
    if token.shape is Shape.OUTPUT:
        return _output(token, text, scope)
    if token.closing or token.name.startswith("end"):
        return None
    if token.shape is Shape.TAG and token.name in ("assign", "set"):
        return _assign(token.rest, scope)
    words = arguments(token.rest)
    if token.name in ("link", "post_link") and len(words) > 1 and token.shape is Shape.TAG:
        # Hexo's write the whole link.
        named_first = token.name == "post_link"
        address = _address(token, context) if named_first else words[1].value
        return f"[{' '.join(word.value for word in words[1:]) if named_first else words[0].value}]({address})"
    if token.name in ("post_url", "link", "ref", "relref"):
        return _address(token, context)

    def lookup(expression: str) -> str | None:
        return evaluate(expression, scope)

    shown = picture(token, words, lookup) or player(token, words)
    return shown or (button(words) if token.name in (*INCLUDES, *BUTTONS) else None)


def _output(token: Token, text: str, scope: Scope) -> str | None:
    value = evaluate(token.inner, scope)
    first, filters = parse_expression(token.inner)
    if value is None:
        address = evaluate(first, scope)
        if address and filters and filters[0].name == "embed" and re.match(r"(https?:)?//", address):
            return frame(address, named_or_only(filters[0].argument))
        return None
    before = text[max(0, token.start - 300) : token.start]
    following = text[token.end : token.end + 1]
    if value == "" and not following.startswith(("/", "{")):
        if _IN_ADDRESS.search(before):
            return "/"
        # In running text the address itself is meant.
        return scope.site.url(scope.site.base + "/") if first == "site.url" and scope.site.known else None
    return value


def _person(token: Token) -> str:
    """The key of the person a filter like ``"jo" | team_link`` names, else an empty text."""
    first, filters = parse_expression(token.inner)
    key = re.fullmatch(r"[\"']([\w .-]+)[\"']", first)
    about = len(filters) == 1 and _PERSON.fullmatch(filters[0].name)
    return key[1] if token.shape is Shape.OUTPUT and key and about else ""


def named_or_only(argument: str) -> str:
    """The text of a filter's argument."""
    words = arguments(argument)
    return named(words, "title") or (words[0].value if words else "")


def _assign(rest: str, scope: Scope) -> str | None:
    name, equals, expression = rest.partition("=")
    value = evaluate(expression.strip(), scope) if equals else None
    if value is None:
        return None
    scope.assigned[name.strip()] = value
    return ""


def _address(token: Token, context: ConversionContext) -> str:
    words = arguments(token.rest)
    target = words[0].value if words else ""
    path, mark, anchor = target.partition("#")
    if not path and mark:
        return target
    # A file of that name beside the article comes before one elsewhere, in another language say.
    beside = context.link_index.beside(path, context.entry) if path else ""
    entry = beside if isinstance(beside, Entry) else context.link_index.by_file(path) if path else None
    if entry is not None:
        return f"{entry.path}{mark}{anchor}"
    if token.name == "link" and not path.lower().endswith((".md", ".markdown")):
        return f"/{path.lstrip('/')}"
    return UNKNOWN_TARGET


def _replacement(text: str, start: int, end: int, meaning: str) -> Edit:
    """Put in what a mark means; a picture with a caption stays a block only where it is alone on its line."""
    if not meaning:
        return removal(text, start, end)
    if "\n" not in meaning:
        return Edit(start, end, meaning)
    line_start = text.rfind("\n", 0, start) + 1
    margin = text[line_start:start]
    alone = not margin.strip() and not text[end:].partition("\n")[0].strip()
    return Edit(start, end, meaning.replace("\n", "\n" + margin) if alone else _on_one_line(meaning))


def _on_one_line(figure: str) -> str:
    """A figure in the middle of a line: its picture, then its caption."""
    lines: Sequence[str] = figure.split("\n")
    inner = [re.sub(r"</?figcaption>", "", line) for line in lines if line not in ("<figure>", "</figure>")]
    return " ".join(inner)
