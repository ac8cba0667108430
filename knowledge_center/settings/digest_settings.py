"""The settings of the digests: how often each comes, when, and what of."""

from __future__ import annotations

from datetime import time
from typing import get_args

from knowledge_center.problems import one_of
from knowledge_center.settings.model import Cadence, DigestSettings
from knowledge_center.settings.reader import Section
from knowledge_center.text.languages import language_tag, meant_language
from knowledge_center.text.slugs import NAME

_CADENCES: tuple[Cadence, ...] = get_args(Cadence)


def read_digests(ours: Section, site_language: str) -> tuple[DigestSettings, ...]:
    """The digests below ``knowledge_center``, in their order. What is wrong with one is said by its section."""
    found: list[DigestSettings] = []
    for section in ours.sections("digests"):
        key = section.matching("key", NAME, "small letters, digits and hyphens are", "weekly")
        if key in [digest.key for digest in found]:
            section.say("key", f"The digest “{key}” is there twice.", "Give one of them another key.")
        every = section.choice("every", _CADENCES)
        _without_meaning(section, every)
        found.append(
            DigestSettings(
                key=key,
                title=section.text("title"),
                description=section.text("description", ""),
                every=every,
                day=section.day("day", every) if every in ("week", "month") else 0,
                at=section.wall_time("time") if every != "article" else time(),
                hold=section.number("hold", 0, at_least=0, at_most=10_080) if every == "article" else 0,
                categories=section.texts("categories"),
                audience=section.text("audience", ""),
                language=_language(section, site_language),
                evergreen_below=section.number("evergreen_below", 0, at_least=0, at_most=40),
                evergreen_months=section.number("evergreen_months", 12, at_least=1, at_most=120),
            )
        )
        section.nothing_else()
    return tuple(found)


def _without_meaning(section: Section, every: Cadence) -> None:
    """Keys that say nothing about a digest of this kind are pointed out by what it goes by instead."""
    kinds: dict[str, tuple[Cadence, ...]] = {
        "day": ("week", "month"), "time": ("week", "month", "day"), "hold": ("article",),
    }  # fmt: skip
    for key, meant in kinds.items():
        section.seen.add(key)
        if key in section.data and every not in meant:
            section.say(
                key,
                f"A digest of every {every} has no “{key}”: that is for {one_of(f'every: {kind}' for kind in meant)}.",
                "Delete the line.",
            )


def _language(section: Section, site_language: str) -> str:
    """The language of a digest as a tag; empty for that of the site."""
    text = section.text("language", "")
    tag = language_tag(text)
    if text and not tag:
        meant = meant_language(text) or "de"
        section.expected("language", text, "the tag of a language is", f"language: {meant}")
    return tag if tag.casefold() != site_language.casefold() else ""
