"""YAML that an editor got wrong: which line to mend, and how, each fix tried before it is proposed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

import yaml

from knowledge_center.text import merge_conflicts

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DEEPEST = 50
_MOST_MISTAKES = 20
_MOST_TRIES = 20
_ENDLESS = 1_000_000_000

# What YAML 1.1 cannot hold, and the byte order mark, which belongs to the beginning of a file only.
_INVISIBLE = "[^\t\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_ODD_BLANK = re.compile(r" *(?:- +)*(?:-|[\w-]+:)?([^\S ])")
_HEAD = re.compile(r"\s*(?:-\s+)*(?:[\w-]+:)?\s*")
_NO_SPACE = re.compile(r"(\s*(?:- +)?[A-Za-z_][\w-]*):([^\s:/].*)")
_FIELD = re.compile(r"\s*(?:- +)*[\w-]+:(?:\s|$)")
_CLOSED_EARLY = re.compile(r"(['\"])(?:[^'\"]*[^\s'\"])?\1[\s,.;:!?)]")
# From the first column on, where a field of its own begins: what looks like a colon, or stands where it belongs.
# date2026-11-20, authors[careers-desk]
_NOTHING_BETWEEN = re.compile(r"(?P<name>[A-Za-z_]+)(?P<value>[\d\[\"].*)")
_OTHER_BULLET = re.compile(r"( *)[*•·+–—]\s+(?=\S)")
_CURLY_QUOTES = re.compile(r"[“„”]([^“„”]+)[“”]")
_OTHER_SIGN = re.compile(
    r"(?P<name>[A-Za-z_][\w-]*)(?P<sign>\s*(?::=|[=\uff1a\ufe55\u2236\ua789;,])\s*|\s+[-\u2013\u2014]\s+|\s+|$)"
    r"(?P<value>(?![:=])\S.*|)"
)
# - title: …, **title:** …
_DRESSED = re.compile(
    r"(?=[-+*•`_])(?:[-+*•]\s+)?(?P<mark>[*_`]{0,2})(?P<name>[A-Za-z_]+?)(?P=mark)?:(?P=mark)?\s*(?P<value>.*)"
)
_ITEM = re.compile(r"""\s*(?:"(?:[^"\\]|\\.)*"|'[^']*')\s*|[^,]+""")
_PLAIN_ITEM = re.compile(r"""[\w./][\w./%~ -]*|"(?:[^"\\]|\\.)*"|'[^']*'""")
_CONFLICT_MARK = re.compile(r"(?:<{7}|>{7}|={7})(?: .*)?")
_COLONS = ("=", ":=", "\uff1a", "\ufe55", "\u2236", "\ua789")
_GENERAL = "Each field is one line: its name, a colon, a space, its text."


@dataclass(frozen=True, slots=True)
class Mistake:
    """What to mend on the line ``index`` (from 0). ``line`` is that line mended, None where nobody knows.

    ``sure`` says that nothing is lost by it, and that nobody could have meant anything else.
    """

    index: int
    message: str
    fix: str
    line: str | None
    sure: bool = False


def read(lines: list[str], names: Collection[str] = ()) -> tuple[yaml.Node | None, list[Mistake]]:
    """The tree of a YAML text (None if there is nothing in it), or every mistake the parser stumbles over.

    Behind a mistake that can be mended the rest of the text is read too. ``names`` are those of fields, as far as they
    are known.
    """
    mended = [line if line.strip() else "" for line in lines]
    found: list[Mistake] = []
    for mistake in _odd_characters(mended):
        found.append(mistake)
        mended[mistake.index] = mistake.line or ""
    left = [Mistake(at, merge_conflicts.MESSAGE, merge_conflicts.CHOOSE, None) for at in _conflicts(mended)]
    if left:
        # Both versions have the same fields; what else is wrong is seen once one is gone.
        return None, [*found, *left]
    for index, line in enumerate(mended):
        if _CONFLICT_MARK.fullmatch(line):
            message = "This line is left of two versions of the file that git could not merge."
            found.append(_mend(index, message, ""))
            mended[index] = ""
    looked_for_colons = False
    while len(found) < _MOST_MISTAKES:
        deep = _too_deep(mended)
        if deep is not None:
            message = "Fields are nested too deeply here."
            found.append(Mistake(deep, message, "Set fields in by one level at most.", None))
            break
        error: yaml.YAMLError | None = None
        node: yaml.Node | None = None
        try:
            node = yaml.compose("\n".join(mended), Loader=_Loader)
        except yaml.YAMLError as refused:
            error = refused
        if not looked_for_colons and (error is not None or _holds_no_fields(node, names)):
            # Before anything else: such a line looks like one that goes on from the line above.
            looked_for_colons = True
            before = len(found)
            for mistake in _colons_missing(mended, names):
                found.append(mistake)
                mended[mistake.index] = mistake.line or ""
            if len(found) > before:
                continue
        if error is None:
            return (None if found else node), found
        mistake = _diagnosis(error, mended)
        found.append(mistake)
        if mistake.line is None:
            break
        mended[mistake.index] = mistake.line
    return None, found


def double_quoted(text: str) -> str:
    """A YAML double-quoted scalar that reads back as ``text``."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def in_quotes(line: str) -> str:
    """``line`` with the text of its field in quotes, a comment behind it left outside."""
    key, value, comment = _parts(line)
    return f"{key}: {double_quoted(_bare(value))}{comment}"


def spaced(line: str) -> str:
    """``line`` with a space behind the colon of its field; empty where none is missing."""
    found = _NO_SPACE.fullmatch(line)
    return f"{found[1]}: {found[2]}" if found else ""


def _conflicts(lines: list[str]) -> Iterator[int]:
    return (number - 1 for number in merge_conflicts.conflicts(enumerate(lines, 1)))


def _holds_no_fields(node: yaml.Node | None, names: Collection[str]) -> bool:
    """Whether what the parser made of a text is no fields, or has a colon in a text for that of a field."""
    if not isinstance(node, yaml.MappingNode):
        return node is not None
    for key, _ in node.value:
        found = _OTHER_SIGN.fullmatch(key.value) if isinstance(key, yaml.ScalarNode) else None
        if found and (found["sign"].strip() in _COLONS or re.sub(r"\W", "_", key.value) not in names):
            return True
    return False


def _colons_missing(lines: list[str], names: Collection[str]) -> Iterator[Mistake]:
    """Fields with another sign, or only a blank, where the colon belongs; the latter where the name is known.

    Known names in a list or in bold are fields, too.
    """
    known = {name.casefold() for name in names}
    for index, line in enumerate(lines):
        dressed = _DRESSED.fullmatch(line)
        if dressed and dressed["name"].casefold() in known:
            message = f"“{dressed['name']}” is a field, and no part of a list and no text in bold."
            mended = f"{dressed['name']}: {dressed['value']}".rstrip()
            yield Mistake(index, message, mended, mended, sure=True)
            continue
        joined = _NOTHING_BETWEEN.fullmatch(line)
        if joined and joined["name"].casefold() in known:
            message = f"A colon and a space are missing behind “{joined['name']}”."
            mended = f"{joined['name']}: {joined['value']}".rstrip()
            yield Mistake(index, message, mended, mended, sure=True)
            continue
        found = _OTHER_SIGN.fullmatch(line)
        if found is None:
            continue
        name, sign, value = found["name"], found["sign"].strip(), found["value"].strip()
        if sign in _COLONS or name.casefold() in known:
            stands = f"“{sign}”" if sign else "a blank"
            mended = f"{name}: {value}".rstrip()
            mended = in_quotes(mended) if re.search(r":(\s|$)", value) and value[:1] not in "'\"" else mended
            message = f"A colon is missing behind “{name}”, where {stands} stands."
            yield Mistake(index, message, mended, mended, sure=True)


def _odd_characters(lines: list[str]) -> Iterator[Mistake]:
    """Characters nobody sees and no parser takes: control characters, and tabs where spaces belong."""
    for index, line in enumerate(lines):
        # Compiled where it is needed: nearly every file is read without, and it takes as long as fifty others.
        if not line.isprintable() and re.search(_INVISIBLE, line):
            message = "This line holds an invisible control character."
            line = re.sub(_INVISIBLE, "", line)
            yield _mend(index, message, line, sure=True)
        odd = _ODD_BLANK.match(line)
        if odd:
            message = (
                "This line holds a tab; fields may be set in with spaces only."
                if odd[1] == "\t"
                else "This line holds a blank that is no ordinary space, as word processors make them."
            )
            head = _HEAD.match(line)
            at = head.end() if head else 0
            line = re.sub(r"[^\S ]", " ", line[:at].replace("\t", "  ")) + line[at:]
            yield _mend(index, message, line, sure=True)


def _too_deep(lines: list[str]) -> int | None:
    """The line on which too deep a nesting begins: the parser would take the whole program down with it."""
    text = "\n".join(lines)
    # Every level costs one of these, so that nearly every file is done with here.
    if sum(text.count(char) for char in "[{-?\n") < _DEEPEST:
        return None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > _DEEPEST:
                    return event.start_mark.line if event.start_mark else 0
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        pass
    return None


def _diagnosis(error: yaml.YAMLError, lines: list[str]) -> Mistake:
    """The parser's complaint in an editor's words, on the line the mistake was made.

    The parser stumbles on that line or below it; of all likely fixes the one that lets it come farthest
    is right.
    """
    last = len(lines) - 1
    mark: yaml.Mark | None = getattr(error, "problem_mark", None)
    context: yaml.Mark | None = getattr(error, "context_mark", None) or mark
    at = min(mark.line, last) if mark else 0
    since = min(context.line, at) if context else at
    # An open quote or bracket lets the parser run to the end; closed, it may stumble over the next mistake
    # much earlier, but behind the line that follows.
    at_end = not any(line.strip() for line in lines[at + 1 :])
    same = (at, getattr(error, "problem", ""))
    best, farthest = None, -1
    for guess in islice(_guesses(lines, since, at), _MOST_TRIES):
        reached, stumbled = _reached([*lines[: guess.index], guess.line or "", *lines[guess.index + 1 :]])
        other = (reached, stumbled) != same
        farther = reached > at or (at_end and reached > guess.index + 1 and other)
        # A quote that is open from above, and closed by one of the line on which it stumbles.
        farther = farther or (reached == at > guess.index and other and _quote_is_open(lines[guess.index]))
        if farther and reached > farthest and guess.line != lines[guess.index]:
            best, farthest = guess, reached
    if best is not None:
        return best
    index = since if "simple key" in str(getattr(error, "context", "")) else at
    return Mistake(index, f"This line cannot be read as a field: “{lines[index].strip()}”.", _GENERAL, None)


def _reached(lines: list[str]) -> tuple[int, str]:
    """The line the parser gets to before it stumbles, and over what."""
    try:
        yaml.compose("\n".join(lines), Loader=_Loader)
    except yaml.YAMLError as error:
        mark: yaml.Mark | None = getattr(error, "problem_mark", None)
        return (mark.line if mark else 0), getattr(error, "problem", "")
    return _ENDLESS, ""


def _guesses(lines: list[str], since: int, at: int) -> Iterator[Mistake]:
    """What may be wrong between the lines ``since`` and ``at``, the likeliest first."""
    near = list(dict.fromkeys((at, since, *range(at, max(at - 5, -1), -1))))
    for index in near:
        value = _parts(lines[index])[1]
        if re.search(r":(\s|$)", value) and value[:1] not in tuple("'\"[{"):
            message = f"The text of “{_name(lines[index])}” holds a colon, so it has to stand in quotes."
            yield _mend(index, message, in_quotes(lines[index]), sure=True)
    for index in range(at + 1):
        if _quote_is_open(lines[index]):
            message = "A quotation mark is opened on this line and not closed, or closed too early."
            yield _mend(index, message, in_quotes(lines[index]), sure=True)
    for index in near:
        line = spaced(lines[index])
        if line:
            message = f"A space is missing behind the colon of “{_name(line)}”."
            yield _mend(index, message, line, sure=True)
    for index in near:
        key, value, comment = _parts(lines[index])
        line = f"{key}: {value.rstrip(' ,')}" if value else lines[index].rstrip(" ,")
        for opened, closed in ("[]", "{}"):
            if line.count(opened) > line.count(closed):
                yield _mend(
                    index,
                    f"A bracket is opened on this line and not closed: {closed} is missing.",
                    line + closed + comment,
                    sure=True,
                )
    for index in near:
        other = _OTHER_BULLET.match(lines[index])
        if other:
            message = "A list among the fields begins its lines with hyphens."
            yield _mend(index, message, f"{other[1]}- {lines[index][other.end() :]}", sure=True)
    for index in near:
        line = lines[index]
        if index and line.strip() and not _FIELD.match(line):
            above = len(lines[index - 1]) - len(lines[index - 1].lstrip(" "))
            message = "This line has no field's name; if it goes on from the line above, it has to be set in."
            yield _mend(index, message, " " * max(above, 2) + line.strip())
    for index in near:
        if lines[index].startswith(" ") and _FIELD.match(lines[index]):
            message = "This line is set in, but it belongs to no field above it."
            yield _mend(index, message, lines[index].lstrip(" "))
    for index in near:
        if _parts(lines[index])[1]:
            message = f"This line cannot be read as a field: “{lines[index].strip()}”."
            yield _mend(index, message, _items_in_quotes(lines[index]) or in_quotes(lines[index]), sure=True)


def _items_in_quotes(line: str) -> str:
    """``line`` with the items of its list in brackets in quotes, but for plain words; empty where it has none."""
    key, value, comment = _parts(line)
    if not (value.startswith("[") and value.endswith("]")):
        return ""
    items = [item.strip() for item in _ITEM.findall(value[1:-1])]
    quoted = (item if _PLAIN_ITEM.fullmatch(item) else double_quoted(item) for item in items if item)
    return f"{key}: [{', '.join(quoted)}]{comment}"


def _mend(index: int, message: str, line: str, *, sure: bool = False) -> Mistake:
    return Mistake(index, message, line.rstrip() or "Delete the line.", line, sure)


def _name(line: str) -> str:
    return line.partition(":")[0].strip(" -")


def _parts(line: str) -> tuple[str, str, str]:
    """A field's name with what stands before it, its text, and a comment with the blanks before it."""
    key, colon, rest = line.partition(":")
    if not colon:
        return line, "", ""
    found = re.match(r"(.*?)(\s+#(?:\s.*)?)?$", rest.strip())
    value, comment = (found[1], found[2] or "") if found else (rest.strip(), "")
    return key, value, comment


def _quote_is_open(line: str) -> bool:
    value = _parts(line)[1]
    mark = value[:1]
    if not mark or mark not in "'\"":
        return False
    inner = value[1:].replace("''", "") if mark == "'" else re.sub(r"\\.", "", value[1:])
    return inner.count(mark) != 1 or not inner.endswith(mark)


def _bare(value: str) -> str:
    """The text an editor meant by a value that begins with a quotation mark."""
    mark = value[:1]
    curly = _CURLY_QUOTES.fullmatch(value)
    if curly:
        # A word processor made them of the straight ones that belong to the field, not to its text.
        return curly[1]
    if not mark or mark not in "'\"" or _CLOSED_EARLY.match(value):
        return value
    with suppress(ValueError):
        # As programs write it that know JSON: of an emoji it spells two halves, which YAML does not know.
        text = str(json.loads(value))
        # The parts of an emoji are held together by what cannot be seen.
        if not re.search(_INVISIBLE, text):
            return text
    return value[1:-1] if len(value) > 1 and value.endswith(mark) else value[1:]
