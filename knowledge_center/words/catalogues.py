"""The words for readers in each language: gettext catalogues beside the code, and a site's own in front of them.

English is what stands in the code and the templates, so it has no file. Source: the GNU gettext manual (PO files).
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal

from knowledge_center.problems import Problem, Unusable, one_of
from knowledge_center.text.languages import direction, nearest_locale

# Where a site keeps its own catalogues, below its folder of templates.
FOLDER = "locale"
_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language (``tag``, BCP 47); two are equal where ``made_of``, a hash of them all, is.

    ``language`` is the one they were asked for, which may be narrower (``de-AT``): dates and lists follow it.
    ``messages`` gives for an English text the translation, for one with a plural those of each plural form, which
    ``plural`` (a C expression in ``n``) chooses.
    """

    tag: str = "en"
    language: str = "en"
    made_of: str = ""
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    plural: str = field(default="n != 1", repr=False, compare=False)

    def template(self, message: str) -> str:
        """A message in this language with its placeholders: ``%(name)s``."""
        return self.messages.get(message, (message,))[0]

    def plural_template(self, one: str, several: str, number: int) -> str:
        """The form of a message that goes with a number, with its placeholders."""
        forms = self.messages.get(one, (one, several))
        return forms[_chosen(self.plural)(number)]

    def gettext(self, message: str, **values: object) -> str:
        """A message in this language, its placeholders filled."""
        return self.template(message) % values

    def ngettext(self, one: str, several: str, number: int, **values: object) -> str:
        """The form of a message that goes with a number, which it has as ``%(num)s``."""
        shown = format_decimal(number, locale=nearest_locale(self.language))
        return self.plural_template(one, several, number) % {"num": shown, **values}

    def paragraphs(self, text: str) -> str:
        """An English text in this language, paragraph by paragraph: each is a message on one line."""
        parts = ((part, " ".join(part.split())) for part in text.split("\n\n"))
        return "\n\n".join(self.messages.get(line, (part,))[0] for part, line in parts)

    @property
    def direction(self) -> str:
        """From which side they are read, as in HTML: ``ltr`` or ``rtl``."""
        return direction(self.language)

    def date(self, day: date) -> str:
        """A day of any year: ``November 16, 2026``."""
        return str(format_date(day, "long", locale=nearest_locale(self.language)))

    def listed(self, names: Iterable[str]) -> str:
        """Names in a row: ``A, B and C``."""
        # English here goes without a comma before "and".
        locale = nearest_locale("en-GB" if self.language == "en" else self.language)
        return str(format_list(list(names), locale=locale))


ENGLISH = Words()


def gettext_noop(message: str) -> str:
    """The message as it is, to be looked up once its reader's language is known: catalogues have it all the same."""
    return message


@cache
def _chosen(plural: str) -> Callable[[int], int]:
    chosen: Callable[[int], int] = gettext.c2py(plural)  # type: ignore[attr-defined,unused-ignore]
    return chosen


@cache
def _chosen_forms(plural: str) -> tuple[int, ...]:
    """The form for each of the numbers that tell one rule from another. Raises ValueError for what is no rule."""
    try:
        return tuple(map(_chosen(plural), range(1001)))
    except (ArithmeticError, RecursionError) as error:
        raise ValueError(f"“{plural}” chooses no form of the plural") from error


def languages() -> tuple[str, ...]:
    """The tags of all languages that come with us."""
    names = (entry.name for entry in files(__package__).joinpath("locale").iterdir())
    return tuple(sorted(["en", *(name.removesuffix(".po") for name in names if name.endswith(".po"))]))


def read_words(tag: str, own: Path | None = None, setting: str = "theme.language") -> Words:
    """The words of a language, those of the site's own catalogue first; ``own`` is its folder of templates.

    ``setting`` is where the site asks for it. Raises Unusable where there are none, or the own catalogue lacks what
    ours has not either, or cannot be used.
    """
    known = {name.casefold(): name for name in languages()}
    name = known.get(tag.casefold()) or known.get(tag.partition("-")[0].casefold(), "")
    path = own / FOLDER / f"{tag}.po" if own else None
    has_own = path is not None and path.is_file()
    ours = (
        _parsed(files(__package__).joinpath("locale", f"{name}.po").read_bytes())
        if name not in ("", "en")
        else None
    )
    if not has_own:
        if name == "en":
            return replace(ENGLISH, language=tag) if tag != "en" else ENGLISH
        if ours is None:
            raise Unusable([_unknown(tag, setting)])
        return _words(name, tag, ours)
    assert path is not None
    shown = f"{path.parent.parent.name}/{FOLDER}/{path.name}"
    mine = _read_own(path.read_bytes(), shown)
    if not name:
        lacking = [text for text in _all_messages() if not mine[1].get(text)]
        if lacking:
            listed = "\n".join(f'msgid "{text}"' for text in lacking)
            message = f"{len(lacking)} of the messages for readers have no translation here."
            raise Unusable([Problem(path=shown, message=message, fix=f"Add a msgstr for each of:\n{listed}")])
        return _words(tag, tag, mine)
    plural = ours[0] if ours else ENGLISH.plural
    if any(len(forms) > 1 for forms in mine[1].values()) and _chosen_forms(mine[0]) != _chosen_forms(plural):
        count = max(_chosen_forms(plural)) + 1
        fix = f'"Plural-Forms: nplurals={count}; plural={plural};\\n"\nBelow the first msgstr "" of the file.'
        message = (
            f"Its forms of the plural are chosen by “{mine[0]}”, but by “{plural}” in this language of ours."
        )
        raise Unusable([Problem(path=shown, message=message, fix=fix)])
    return _words(name, tag, (plural, {**(ours[1] if ours else {}), **mine[1]}))


def _words(tag: str, language: str, found: tuple[str, dict[str, tuple[str, ...]]]) -> Words:
    plural, messages = found
    made_of = sha256(repr((plural, sorted(messages.items()))).encode()).hexdigest()[:16]
    return Words(tag=tag, language=language, made_of=made_of, messages=messages, plural=plural)


@cache
def _parsed(data: bytes) -> tuple[str, dict[str, tuple[str, ...]]]:
    return _entries(_catalog(data))


def _catalog(data: bytes) -> Catalog:
    """Raises PoFileError, ValueError."""
    return read_po(data.decode("utf-8-sig").splitlines(keepends=True), abort_invalid=True)


def _entries(catalog: Catalog) -> tuple[str, dict[str, tuple[str, ...]]]:
    found: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        text = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if text and all(forms) and not message.fuzzy:
            found[str(text)] = tuple(str(form) for form in forms)
    return str(catalog.plural_expr), found


def _read_own(data: bytes, shown: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    try:
        found = _entries(_catalog(data))
        last = max(_chosen_forms(found[0]))
        if any(1 < len(forms) <= last for forms in found[1].values()):
            raise ValueError(f"“{found[0]}” chooses form {last} of the plural, and there is none")
    except (PoFileError, ValueError, LookupError) as error:
        message = f"This is no catalogue of gettext: {error}."
        raise Unusable([Problem(path=shown, message=message, fix='msgid "Subscribe"\nmsgstr "…"')]) from None
    problems = list(_misplaced(found[1], shown))
    if problems:
        raise Unusable(problems)
    return found


def _misplaced(messages: Mapping[str, tuple[str, ...]], shown: str) -> Iterator[Problem]:
    for text, forms in messages.items():
        for form in forms:
            there, meant = set(_PLACE.findall(form)), set(_PLACE.findall(text))
            if not there <= meant or "%" in _PLACE.sub("", form).replace("%%", ""):
                message = f"“{form}” was found for “{text}”, but other placeholders are expected: "
                known = (
                    one_of(sorted(f"%({name})s" for name in meant)) if meant else "none, and %% for a sign"
                )
                yield Problem(path=shown, message=f"{message}{known}.", fix=f'msgid "{text}"\nmsgstr "…"')


def _all_messages() -> tuple[str, ...]:
    return tuple(_parsed(files(__package__).joinpath("locale", "de.po").read_bytes())[1])


def _unknown(tag: str, setting: str) -> Problem:
    message = f"{setting}: “{tag}” was found, but the words for readers are there in {one_of(languages())}."
    begin = "theme:\n  " if setting.startswith("theme.") else ""
    fix = (
        f"{begin}language: en\n"
        f"Or put a catalogue of your own into {FOLDER}/{tag}.po in the folder that theme.custom_dir names."
    )
    return Problem(path="mkdocs.yml", message=message, fix=fix)
