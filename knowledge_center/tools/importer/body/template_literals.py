"""What a template shows as it is, and what it never shows: raw text, comments, highlighted code."""

from __future__ import annotations

import re

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import without_code
from knowledge_center.tools.importer.import_notes import ImportNote, left_out
from knowledge_center.tools.importer.source_text import Edit, SourceText, removal

# Braces that readers are meant to see, replaced until the later steps are done.
_BRACES = {"{": "\ufdd2", "}": "\ufdd3"}
_DIGRAPH = re.compile(r"\{(?=[{%])|(?<=\{)\{|\}(?=\})|(?<=[}%])\}")

_RAW = re.compile(
    r"\{%-?\s*(?P<word>raw|verbatim)\s*-?%\}(?P<text>.*?)\{%-?\s*end(?P=word)\s*-?%\}", re.DOTALL
)
_HUGO_SHOWN = re.compile(r"\{\{(?P<mark>[<%])/\*(?P<text>.*?)\*/[>%]\}\}", re.DOTALL)
_COMMENT = re.compile(
    r"\{%-?\s*comment\b.*?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{#(?![\w-]+\})[^}]*?#\}"
    r"|\{::comment\b[^}]*(?<!/)\}.*?\{:/(?:comment)?\}|\{\{<\s*comment\s*>\}\}.*?\{\{<\s*/\s*comment\s*>\}\}",
    re.DOTALL,
)
_HIGHLIGHT = re.compile(
    r"\{%-?\s*(?P<tag>highlight|codeblock)(?P<liquid>\s[^%]*?)?-?%\}(?P<text>.*?)\{%-?\s*end(?P=tag)\s*-?%\}"
    r"|\{\{(?P<open>[<%])\s*(?P<call>highlight|code|codeblock)(?P<hugo>\s[^\n]*?)?\s*[>%]\}\}"
    r"(?P<shown>(?:(?!\{\{[<%]).)*?)\{\{[<%]\s*/\s*(?P=call)\s*[>%]\}\}",
    re.DOTALL,
)


def keep_raw(source_text: SourceText) -> Step:
    """Take off ``{% raw %}``, also inside code, and guard what it held from every later step."""
    text = source_text.text
    edits: list[Edit] = []
    for found in _RAW.finditer(text):
        if _only_in_backticks(text, found):
            continue
        opening = removal(text, found.start(), found.start("text"))
        closing = removal(text, found.end("text"), found.end())
        shown = text[opening.end : closing.start]
        edits.extend([opening, Edit(opening.end, closing.start, _guarded(shown)), closing])
    source_text = source_text.edited(edits)
    calls = []
    for found in _HUGO_SHOWN.finditer(source_text.text):
        shown = f"{{{{{found['mark']}{found['text']}{'>' if found['mark'] == '<' else '%'}}}}}"
        calls.append(Edit(found.start(), found.end(), _guarded(shown)))
    return source_text.edited(calls), []


def _only_in_backticks(text: str, found: re.Match[str]) -> bool:
    """Whether the mark itself is shown as code, as somebody explaining it would."""
    mark_end = found.start("text")
    return text[max(found.start() - 1, 0) : found.start()] == "`" and text[mark_end : mark_end + 1] == "`"


def _guarded(text: str) -> str:
    return _DIGRAPH.sub(lambda found: _BRACES[found[0]], text)


def restore_braces(text: str) -> str:
    """Put the guarded braces back."""
    for brace, guard in _BRACES.items():
        text = text.replace(guard, brace)
    return text


def drop_comments(source_text: SourceText) -> Step:
    """Take out template comments: no reader of the old site ever saw them."""
    if not _COMMENT.search(source_text.text):
        return source_text, []
    hidden = without_code(source_text.text)
    edits = [removal(source_text.text, found.start(), found.end()) for found in _COMMENT.finditer(hidden)]
    return source_text.edited(edits), []


def fence_highlights(source_text: SourceText) -> Step:
    """Turn ``{% highlight %}`` and Hugo's shortcode of that name into fenced code blocks."""
    text = source_text.text
    notes: list[ImportNote] = []
    edits: list[Edit] = []
    if not _HIGHLIGHT.search(text):
        return source_text, notes
    for found in _HIGHLIGHT.finditer(without_code(text)):
        group, options = ("text", "liquid") if found["text"] is not None else ("shown", "hugo")
        words = (text[found.start(options) : found.end(options)] if found[options] else "").split()
        # Octopress puts a title first and marks the language.
        if found["tag"] == "codeblock":
            words = [word[5:] for word in words if word.startswith("lang:")] or ["", *words]
        first = words.pop(0) if words and "=" not in words[0] else ""
        language = re.sub(r"[^\w#+.-]", "", first)
        options_left = [word for word in words if word not in ("linenos", '""')]
        if options_left:
            message = f"options of a code block ({' '.join(options_left)}) were left out."
            notes.append(left_out(message, source_text.line(found.start())))
        code = text[found.start(group) : found.end(group)].strip("\n").rstrip()
        longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
        fence = "`" * (longest + 1)
        line_start = text.rfind("\n", 0, found.start()) + 1
        indent = text[line_start : found.start()]
        before = "" if not indent.strip() else "\n\n"
        after = "" if text[found.end() : found.end() + 1] in ("\n", "") else "\n\n"
        margin = indent if not indent.strip() else ""
        block = f"{before}{fence}{language}\n{code}\n{margin}{fence}{after}"
        edits.append(Edit(found.start(), found.end(), block))
    return source_text.edited(edits), notes
