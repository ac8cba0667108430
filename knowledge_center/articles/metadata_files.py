"""The three lists beside the articles: who writes, what about, and what was removed on purpose.

Those of authors and topics have two forms. ``.authors.yml`` holds each author below a key; ``authors.yml`` is for the
editing in a browser, whose program shows neither files with a dot nor groups of groups: a list ``authors:``, each with
its ``key``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from knowledge_center.articles.article_schema import AUTHORS, CATEGORIES, GONE
from knowledge_center.articles.model import Author, Category
from knowledge_center.articles.rules.typed_dates import TODAY
from knowledge_center.front_matter.parser import Field, parse_fields, read_text
from knowledge_center.front_matter.yaml_mistakes import double_quoted
from knowledge_center.pictures.measuring import TYPES
from knowledge_center.problems import Edit, Problem, Unusable, did_you_mean, one_of, quoted
from knowledge_center.settings.reader import is_http_url
from knowledge_center.text.slugs import NAME, slug

# Bytes of a portrait, which is published as it is.
_HEAVY = 150_000
# Characters of a key, which is the name of a folder: file systems take 255 bytes.
_LONGEST_KEY = 100
PORTRAIT = re.compile(AUTHORS.field("portrait").pattern, re.IGNORECASE)

# Lines whose words are anybody's own, and what stands there while nobody has written them.
_OWN_WORDS = ("name", "role", "description", "reason")
_PLACEHOLDER = re.compile(r"…+|\.{2,}|\?+|-+|_+|x{3,}|todo|tbd|tba|n/?a", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """An article removed on purpose: its identity, so that the ledger's memory of it is no problem."""

    id: str
    date: str
    reason: str


def read_authors(path: Path, display_path: str, problems: list[Problem]) -> dict[str, Author]:
    """Who writes: key -> name and, if one likes, role, description, url, portrait. Mistakes go to ``problems``."""
    found: dict[str, Author] = {}
    for key, field, fields in _groups(path, display_path, problems, "careers-desk:\n  name: Careers Desk"):
        texts = _texts(key, fields, AUTHORS.names, display_path, problems)
        if "name" not in texts:
            problems.extend(_nameless(f"The author “{key}”", field, fields, display_path))
            continue
        if texts.get("url") and not is_http_url(texts["url"]):
            message = f"The url of “{key}” is “{texts['url']}”; an address with https:// is expected."
            secure = f"https://{texts['url'].split('://')[-1].lstrip('/')}"
            fix = f"  url: {secure if is_http_url(secure) else 'https://…'}"
            problems.append(Problem(path=display_path, line=fields["url"].line, message=message, fix=fix))
            texts["url"] = ""
        kinds = AUTHORS.field("kind").choices
        if texts.get("kind") and texts["kind"] not in kinds:
            message = f"The kind of “{key}” is {quoted(texts['kind'])}; {one_of(kinds)} is expected."
            fix = f"  kind: {did_you_mean(texts['kind'], kinds) or kinds[0]}"
            problems.append(Problem(path=display_path, line=fields["kind"].line, message=message, fix=fix))
            texts["kind"] = ""
        if texts.get("portrait"):
            flaws = _portrait_problems(path, display_path, key, texts["portrait"], fields["portrait"].line)
            problems.extend(flaws)
            if any(not flaw.advice for flaw in flaws):
                texts["portrait"] = ""
        found[key] = Author(key=key, **texts)
    return found


def _portrait_problems(path: Path, display_path: str, key: str, portrait: str, line: int) -> list[Problem]:
    """What is wrong with a portrait; ``path`` is that of the list, two folders below docs."""
    docs = path.parents[1]
    if not PORTRAIT.fullmatch(portrait) or ".." in portrait or not os.path.isfile(docs / portrait):
        names = sorted(
            file.name for file in docs.glob("assets/*") if file.name.lower().endswith(tuple(TYPES))
        )
        meant = did_you_mean(portrait.rpartition("/")[2], names)
        message = (
            f"The portrait of “{key}” is “{portrait}”, but a picture below assets/ that is there is expected."
        )
        fix = (
            f"  portrait: assets/{meant}"
            if meant
            else "Put the picture into docs/assets, or delete the line."
        )
        return [Problem(path=display_path, line=line, message=message, fix=fix)]
    size = (docs / portrait).stat().st_size
    if size <= _HEAVY:
        return []
    message = f"The portrait of “{key}” has {size // 1000:,} KB, and is shown 64 pixels wide."
    return [
        Problem(path=display_path, line=line, message=message, fix="Make it 256 pixels wide.", advice=True)
    ]


def read_categories(path: Path, display_path: str, problems: list[Problem]) -> dict[str, Category]:
    """The topics: slug -> name and description, in the editor's order."""
    found: dict[str, Category] = {}
    for name, field, fields in _groups(path, display_path, problems, "interviews:\n  name: Interviews"):
        texts = _texts(name, fields, CATEGORIES.names, display_path, problems)
        if "name" not in texts:
            problems.extend(_nameless(f"The category “{name}”", field, fields, display_path))
            continue
        found[name] = Category(slug=name, **texts)
    return found


def read_gone(path: Path, display_path: str, problems: list[Problem]) -> tuple[Gone, ...]:
    """``.gone.yml``: identity -> date and reason. A missing file means that nothing is gone."""
    if not path.is_file():
        return ()
    found = []
    example = "old-name:\n  date: 2026-11-16\n  reason: out of date"
    for key, field, fields in _groups(path, display_path, problems, example, any_key=True):
        texts = _texts(key, fields, GONE.names, display_path, problems)
        if not _is_day(texts.get("date", "")):
            message = f"“{key}” needs the day it was removed, as year-month-day."
            problems.append(
                Problem(path=display_path, line=field.line, message=message, fix=f"  date: {TODAY}")
            )
            continue
        found.append(Gone(id=key, date=texts["date"], reason=texts.get("reason", "")))
    return tuple(found)


def _nameless(who: str, field: Field, fields: Mapping[str, Field], display_path: str) -> list[Problem]:
    # A name that is no text is a problem already, and so is one that is misspelled.
    named = fields.get("name")
    if isinstance(named.value, (list, dict)) if named else any(did_you_mean(one, ["name"]) for one in fields):
        return []
    return [Problem(path=display_path, line=field.line, message=f"{who} has no name.", fix="  name: …")]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _groups(
    path: Path, display_path: str, problems: list[Problem], example: str, *, any_key: bool = False
) -> list[tuple[str, Field, Mapping[str, Field]]]:
    if not path.is_file():
        problems.append(Problem(path=display_path, message="The file is missing.", fix=example))
        return []
    listed = not any_key and not path.name.startswith(".")
    try:
        text = read_text(path, display_path)
        if bare := _bare_list(text.split("\n"), path.stem if listed else "", display_path):
            problems.append(bare)
            return []
        entries = parse_fields(text, display_path)
    except Unusable as error:
        problems.extend(error.problems)
        return []
    if listed:
        key, _, name = example.partition(":\n")
        example = f"{path.stem}:\n  - key: {key}\n  {name}"
    if not any_key and (not entries or (listed and entries.keys() == {path.stem} and not _holds(entries))):
        problems.append(Problem(path=display_path, message="The file is empty.", fix=example))
        return []
    groups: list[tuple[str, Field, Mapping[str, Field]]] = []
    if listed:
        entries = _by_key(entries, path, display_path, problems)
    for key, field in entries.items():
        if not isinstance(field.value, dict):
            message = (
                f"“{key}” holds {field.in_words}, but a group of lines set in by two spaces is expected."
            )
            first, _, _ = example.partition("\n")[2].partition(":")
            fix = f"{key}:\n{first}: {field.text or '…'}"
            problems.append(Problem(path=display_path, line=field.line, message=message, fix=fix))
        elif not any_key and not NAME.fullmatch(key):
            message = f"“{key}” stands in web addresses, so small letters, digits and hyphens are expected."
            fix = f"    key: {slug(key)}" if listed else f"{slug(key)}:"
            problems.append(Problem(path=display_path, line=field.line, message=message, fix=fix))
        elif not any_key and len(key) > _LONGEST_KEY:
            message = (
                f"“{key[:30]}…” stands in web addresses, so {_LONGEST_KEY} characters at most are expected."
            )
            problems.append(
                Problem(path=display_path, line=field.line, message=message, fix="Write a shorter key.")
            )
        else:
            groups.append((key, field, field.value))
    return groups


def _bare_list(lines: list[str], stem: str, display_path: str) -> Problem | None:
    """What is wrong with a file that is a list of entries with nothing above it. Below ``stem`` it would be right; in a
    file of groups, where that is empty, each key stands above its group."""
    items = [number for number, line in enumerate(lines, 1) if re.match(r"-\s", line)]
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    if not items or not re.match(r"-\s", first):
        return None
    if stem:
        fix, edits = f"{stem}:", (Edit(items[0], items[0] - 1, (f"{stem}:",)),)
        message = f"The list stands alone; it is looked for below a line “{stem}:”."
        return Problem(path=display_path, line=items[0], message=message, fix=fix, edits=edits, safe=True)
    keys = [(number, re.fullmatch(r"-\s+key:\s*([\w-]+)\s*", lines[number - 1])) for number in items]
    groups = tuple(Edit(number, number, (f"{key[1]}:",)) for number, key in keys if key)
    return Problem(
        path=display_path,
        line=items[0],
        message="A list stands here; in this file each entry stands below its key, without a hyphen.",
        fix=groups[0].lines[0] if groups else "Write the key and a colon in the place of the hyphen.",
        edits=groups if len(groups) == len(items) else (),
        safe=len(groups) == len(items),
    )


def _holds(entries: Mapping[str, Field]) -> bool:
    return any(field.value not in (None, "", []) for field in entries.values())


def _by_key(
    entries: Mapping[str, Field], path: Path, display_path: str, problems: list[Problem]
) -> dict[str, Field]:
    """The entries of a list as groups below their keys."""

    def say(field: Field, message: str, fix: str) -> None:
        problems.append(Problem(path=display_path, line=field.line, message=message, fix=fix))

    if (hidden := path.with_name(f".{path.name}")).is_file():
        message = f"There are two lists, this one and {hidden.name}; only this one is read."
        fix = f"Delete {display_path.removesuffix(path.name)}{hidden.name} once all of it stands here."
        problems.append(Problem(path=display_path, message=message, fix=fix))
    found: dict[str, Field] = {}
    for name, field in entries.items():
        if name != path.stem:
            say(
                field,
                f"“{name}” is not known here: all stands below “{path.stem}:”.",
                f"Move it below {path.stem}:",
            )
        elif not isinstance(field.value, list):
            say(
                field,
                f"“{name}” holds {field.in_words}, but a list is expected.",
                f"{name}:\n  - key: …\n    name: …",
            )
        for item in field.value if name == path.stem and isinstance(field.value, list) else ():
            group = item.value if isinstance(item.value, dict) else {}
            key = (group["key"].text or "").strip() if "key" in group else ""
            if not key:
                meant = slug(group["name"].text or "") if "name" in group else ""
                message = "An entry has no key: the word that stands in articles and in web addresses."
                say(
                    item,
                    message,
                    f"    key: {meant}" if meant else "Write a line key: with that word into it.",
                )
            elif key in found:
                say(
                    item,
                    f"The key “{key}” stands here twice, first on line {found[key].line}.",
                    "Delete one of the two.",
                )
            else:
                rest = {inner: value for inner, value in group.items() if inner != "key"}
                found[key] = replace(item, value=rest)
    return found


def _texts(
    key: str, fields: Mapping[str, Field], known: tuple[str, ...], display_path: str, problems: list[Problem]
) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, field in fields.items():
        if name not in known:
            meant = did_you_mean(name, known)
            text = field.text or "…"
            fix = f"  {meant}: {double_quoted(text) if field.quoted else text}"
            fix = fix if meant else f"Known here: {', '.join(known)}"
            message = f"The line “{name}” of “{key}” is not known."
            problems.append(Problem(path=display_path, line=field.line, message=message, fix=fix))
        elif field.text is None and field.value is not None:
            message = f"The line “{name}” of “{key}” holds {field.in_words}, but text is expected."
            problems.append(Problem(path=display_path, line=field.line, message=message, fix=f"  {name}: …"))
        elif field.text and field.text.strip():
            texts[name] = " ".join(field.text.split())
            if name in _OWN_WORDS and _PLACEHOLDER.fullmatch(texts[name]):
                message = f"The line “{name}” of “{key}” still holds a placeholder: {quoted(texts[name])}."
                fix = f"Write behind {name}: what belongs there."
                # What is shown to nobody keeps nobody from publishing.
                advice = name == "reason"
                problems.append(
                    Problem(path=display_path, line=field.line, message=message, fix=fix, advice=advice)
                )
    return texts
