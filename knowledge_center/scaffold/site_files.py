"""The files of a new site from the answers about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from html import escape
from importlib.resources import files
from textwrap import fill, wrap
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml

from knowledge_center.brand.colors import BLACK, hex_color
from knowledge_center.brand.palette import PALETTE, readable_accent
from knowledge_center.scaffold.answers import Answers, signup_keys, words_of
from knowledge_center.scaffold.vscode_files import vscode_files
from knowledge_center.settings.migrations import SCHEMA
from knowledge_center.words.catalogues import Words

# Where each file of the package stands in the site, {} for the year.
_FILES = {
    "docs/index.md": "docs/index.md",
    "docs/articles/.authors.yml": "docs/articles/.authors.yml",
    "docs/articles/.categories.yml": "docs/articles/.categories.yml",
    "docs/articles/posts/welcome.md": "docs/articles/posts/{}/welcome.md",
    "docs/assets/favicon.svg": "docs/assets/favicon.svg",
    "overrides/article.html": "overrides/article.html",
    "requirements.txt": "requirements.txt",
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "Makefile": "Makefile",
}
_HOSTS = {
    "github": ("github.yml", ".github/workflows/publish.yml"),
    "gitlab": ("gitlab-ci.yml", ".gitlab-ci.yml"),
}


def site_files(answers: Answers, *, version: str, now: datetime) -> dict[str, str]:
    """Path -> text of each file of a new site; ``version`` is the package's own."""
    values = _values(answers, version, now)
    chosen = dict(_FILES)
    if answers.host in _HOSTS:
        source, target = _HOSTS[answers.host]
        chosen[source] = target
    made = {target.format(values["year"]): _filled(source, values) for source, target in chosen.items()}
    for path in [path for path in made if path.endswith("welcome.md")]:
        made[path] = _in_words(made[path], words_of(answers.language))
    return made | vscode_files()


def _in_words(page: str, words: Words) -> str:
    """The text below the fields of a page in another language; lines that are too long are broken where words end."""
    _, fields, text = page.split("---\n", 2)
    parts = words.paragraphs(text).split("\n\n")
    text = "\n\n".join(
        fill(part, 120, break_long_words=False, break_on_hyphens=False) if len(part) > 120 else part
        for part in parts
    )
    return f"---\n{fields}---\n{text.rstrip()}\n"


def generated_files(version: str) -> dict[str, str]:
    """Path -> text of those files, of all hosts, that follow from the package's version and from no answer."""
    values = {"version": _versions(version)}
    chosen = {
        source: _FILES[source] for source in ("requirements.txt", "gitattributes", "gitignore", "Makefile")
    }
    chosen.update(_HOSTS.values())
    return {target: _filled(source, values) for source, target in chosen.items()} | vscode_files()


def settings_text(answers: Answers, *, version: str, now: datetime) -> str:
    """The mkdocs.yml of a new site, also of one whose answers are wrong: its checks say what."""
    return _filled("mkdocs.yml", _values(answers, version, now))


def _filled(source: str, values: Mapping[str, str]) -> str:
    text = files("knowledge_center.scaffold").joinpath("files", source).read_text(encoding="utf-8")
    return re.sub(r"@@(\w+)@@", lambda found: values[found[1]], text)


def _values(answers: Answers, version: str, now: datetime) -> dict[str, str]:
    host = _host(answers.site_url)
    domain = ".".join(host.split(".")[1:]) if host.count(".") > 1 else host
    words, organization = words_of(answers.language), answers.organization
    sentence = words.gettext("Articles by %(name)s: what is new, and what we know.", name=organization)
    consent = words.gettext(
        "Yes, mail me new articles. One message at most per issue, no sharing of my address, and every mail has a "
        "link to leave."
    )
    texts = {
        "name": answers.name,
        "site_url": answers.site_url,
        "description": sentence,
        "copyright": f"© {escape(answers.organization)}",
        "language": answers.language,
        "organization": answers.organization,
        "organization_url": f"https://www.{domain}/" if host.count(".") > 1 else answers.site_url,
        "about": words.gettext("Say here in a sentence or two what %(name)s does.", name=organization),
        "timezone": answers.timezone,
        "sender": f"knowledge@{domain if '.' in domain else 'example.com'}",
        "editors": words.gettext("The editors of %(name)s", name=answers.name),
        "news": words.gettext("News"),
        "category": words.gettext("What is new at %(name)s.", name=organization),
        "home": words.gettext("Home"),
        "title": words.gettext("Welcome to %(name)s", name=answers.name),
        "welcome": words.gettext(
            "What you can read here, how often something new appears, and the ways to follow it."
        ),
        "digest": words.gettext("The weekly digest"),
        "promise": words.gettext("Every new article of the week in one short mail."),
    }
    keys = signup_keys(answers.signup)
    day = now.astimezone(_zone(answers.timezone)).date()
    return {
        **{name: _scalar(text) for name, text in texts.items()},
        "sentence": escape(sentence, quote=False),
        "consent": "\n        ".join(wrap(consent, 96, break_long_words=False)),
        "schema": str(SCHEMA),
        "tag_authority": _scalar(f"{host},{day.year}"),
        "signup": "\n".join(f"      {key}: {_scalar(value)}" for key, value in keys.items()),
        "today": day.isoformat(),
        "month": f"{day:%Y-%m}",
        "year": str(day.year),
        "version": _versions(version),
        "accent": str(readable_accent(hex_color(answers.accent) or BLACK, PALETTE.day.paper)),
    }


def _versions(version: str) -> str:
    """The versions that a site of ``version`` may be given without a hand's turn."""
    major, minor, *_ = version.split(".")
    return f">={version},<{major}.{int(minor) + 1}"


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "knowledge.example.com"
    except ValueError:
        return "knowledge.example.com"


def _scalar(text: str) -> str:
    """A text as YAML has it on one line, in quotes only where it needs them."""
    return yaml.safe_dump(text, allow_unicode=True, width=10**6).removesuffix("\n...\n").rstrip("\n")
