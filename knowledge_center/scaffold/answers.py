"""What a new site is asked: each answer is judged by the checks of the settings it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import yaml

from knowledge_center.brand.colors import hex_color
from knowledge_center.problems import Problem, Unusable, one_of
from knowledge_center.settings.reader import is_http_url
from knowledge_center.settings.site_settings import read_settings
from knowledge_center.signup.signup_form import signup_form
from knowledge_center.text.languages import meant_language
from knowledge_center.words.catalogues import ENGLISH, Words, languages, read_words

HOSTS = ("github", "gitlab", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """About a new site, as they were typed. ``signup`` is ``own``, an address, or a provider with its keys."""

    name: str = "Knowledge Center"
    site_url: str = "https://knowledge.example.com/"
    organization: str = "Example Company"
    timezone: str = "UTC"
    language: str = "en"
    accent: str = "#0b5a63"
    signup: str = "own"
    host: str = "github"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``field`` of the answers; ``settings`` are the keys in mkdocs.yml that the answer becomes."""

    field: str
    words: str
    settings: tuple[str, ...] = ()


QUESTIONS = (
    Question(field="name", words="The name of the site", settings=("site_name",)),
    Question(field="site_url", words="Its address", settings=("site_url", "extra.knowledge_center.feeds")),
    Question(
        field="organization", words="Who publishes it", settings=("extra.knowledge_center.organization",)
    ),
    Question(field="timezone", words="Its time zone", settings=("extra.knowledge_center.timezone",)),
    Question(field="language", words="Its language, as a code"),
    Question(field="accent", words="Its colour"),
    Question(
        field="signup",
        words="Who takes the signups: own (the service of this package), the address of a signup page, or a "
        "service with its keys, such as buttondown,user=name",
        settings=("extra.knowledge_center.subscribe",),
    ),
)


def words_of(language: str) -> Words:
    """The words in which a new site begins; of a language that is not there, English."""
    try:
        return read_words(language)
    except Unusable:
        return ENGLISH


def signup_keys(signup: str) -> dict[str, str]:
    """What stands below ``subscribe`` for an answer."""
    provider, *pairs = (part.strip() for part in signup.split(","))
    if is_http_url(signup.strip()):
        return {"provider": "link", "url": signup.strip()}
    keys = dict(part.partition("=")[::2] for part in pairs)
    return {"provider": provider, **({"service_url": ""} if provider == "own" else {}), **keys}


def mistakes(question: Question, answers: Answers, settings_text: str) -> tuple[Problem, ...]:
    """What is wrong with one of the answers; ``settings_text`` is the mkdocs.yml that they make."""
    found = list(_of_settings(settings_text))
    mine = [p for p in found if any(p.message.startswith(key) for key in question.settings)]
    value = getattr(answers, question.field)
    if question.field == "language" and words_of(value) is ENGLISH and value != "en":
        begin = meant_language(value).partition("-")[0]
        meant = next((tag for tag in languages() if tag.partition("-")[0] == begin), "en")
        message = f"“{value}” was found, but {one_of(languages())} is expected."
        mine.append(_mistake(message, meant))
    if question.field == "accent" and hex_color(value) is None:
        mine.append(_mistake(f"“{value}” was found, but a colour such as #0b5a63 is expected.", "#0b5a63"))
    if question.field == "site_url" and is_http_url(value) and not urlsplit(value).hostname:
        mine.append(_mistake(f"“{value}” has no host.", Answers().site_url))
    return tuple(mine)


def _of_settings(text: str) -> Iterable[Problem]:
    try:
        signup_form(read_settings(yaml.safe_load(text)))
    except Unusable as unusable:
        return unusable.problems
    return ()


def _mistake(message: str, fix: str) -> Problem:
    return Problem(path="mkdocs.yml", message=message, fix=fix)
