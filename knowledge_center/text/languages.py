"""The languages of texts: their tags (BCP 47), what they are called, and from which side they are read."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

# In which a date is understood, whatever the site's language is.
_MONTHS_IN = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "tr")


def language_tag(text: str) -> str:
    """The tag as it is written by custom: ``pt-BR`` for ``pt-br``; empty where nobody knows such a language.

    Source: RFC 5646, section 2.1.1 (letter case); Unicode CLDR (which languages there are)
    """
    if not LANGUAGE.fullmatch(text) or _locale(text) is None:
        return ""
    first, *others = text.split("-")
    cased = (
        part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part.lower()
        for part in others
    )
    return "-".join([first.lower(), *cased])


def meant_language(text: str) -> str:
    """The tag that somebody meant who wrote the name of a language, or half a tag; empty where nobody could tell."""
    words = text.strip().casefold().replace("_", "-")
    named = {name.casefold(): code for code, name in Locale("en").languages.items()}
    begun = language_tag(words[:2])
    fits = words[2:3] == "-" or words == language_name(begun).casefold()
    return language_tag(named.get(words, words).replace("_", "-")) or (begun if fits else "")


def language_name(tag: str) -> str:
    """What a language calls itself, as it stands at the head of a list: ``Deutsch``."""
    locale = _locale(tag)
    name = str(locale.get_display_name() or "") if locale else ""
    return name[:1].upper() + name[1:] if name else tag


@cache
def month_number(word: str) -> int:
    """The month that a word is in one of a few languages, in full or cut short, 1 to 12; 0 where it is none."""
    meant = word.casefold().rstrip(".")
    for locale in map(Locale, _MONTHS_IN):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months["format"][width].items():
                if name.casefold().rstrip(".") == meant:
                    return int(number)
    return 0


def direction(tag: str) -> str:
    """From which side a text in that language is read, as in HTML: ``ltr`` or ``rtl``."""
    locale = _locale(tag)
    return str(locale.text_direction) if locale else "ltr"


def nearest_locale(tag: str) -> Locale:
    """How dates, numbers and lists are written in a language: of one that Unicode CLDR does not know, as in English."""
    return _locale(tag) or _locale(tag.partition("-")[0]) or Locale("en")


@cache
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
