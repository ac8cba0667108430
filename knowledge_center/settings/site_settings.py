"""The settings of a site, read once from mkdocs.yml.

``read`` reads the file without the site generator, ``read_settings`` turns its dictionary into frozen
dataclasses. The hooks hand over the dictionary the generator has read; both give the same settings.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, get_args

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.problems import Problem, Unusable, one_of
from knowledge_center.search.synonyms import parted, synonyms
from knowledge_center.settings.brand_settings import of_palette, read_brand
from knowledge_center.settings.digest_settings import read_digests
from knowledge_center.settings.engine_settings import (
    Look,
    fills_in_texts,
    icon_folders,
    may_make_pages,
    other_hosts,
    plugin_names,
    refuse,
    without_effect,
)
from knowledge_center.settings.markdown_extensions import dialect
from knowledge_center.settings.migrations import migrated, schema_of
from knowledge_center.settings.mkdocs_yaml import in_its_file, merged, settings_files
from knowledge_center.settings.model import (
    ATTACHMENTS,
    AdminSettings,
    ArticleSettings,
    Backend,
    FeedSettings,
    MailSettings,
    Organization,
    SearchSettings,
    Settings,
    SubscribeSettings,
)
from knowledge_center.settings.reader import FILE, Section, is_http_url
from knowledge_center.settings.sender_address import rule as sender_rule
from knowledge_center.settings.site_links import read_links, read_social
from knowledge_center.text.web_addresses import in_ascii
from knowledge_center.words.catalogues import ENGLISH, Words, read_words

_BACKENDS: tuple[Backend, ...] = get_args(Backend)
_LOOKS: tuple[Look, ...] = get_args(Look)
_PUBLISHED: tuple[Literal["", "static", "host"], ...] = ("static", "host")
_HOSTS: tuple[Literal["", "netlify", "cloudflare"], ...] = ("netlify", "cloudflare")


def read(path: Path) -> Settings:
    """The settings of the site whose mkdocs.yml is at ``path``. Raises Unusable with every mistake."""
    files = settings_files(path)
    data = merged([file.data for file in files])
    try:
        found = read_settings(migrated(data), path.parent)
    except Unusable as unusable:
        raise Unusable([in_its_file(problem, files) for problem in unusable.problems]) from None
    advice = tuple(in_its_file(problem, files) for problem in found.advice)
    return replace(
        found,
        schema=schema_of(data),
        advice=advice,
        all=content_hash(repr((data, [words.made_of for words in found.all_words]))),
        sources=(*(str(file.path) for file in files), *found.sources),
    )


def _named(root: Path, data: Mapping[str, Any]) -> Iterator[str]:
    """The folders of templates and icons and the hooks that mkdocs.yml in ``root`` names, as far as they are there."""
    theme, hooks = data.get("theme"), data.get("hooks")
    names = [theme.get("custom_dir")] if isinstance(theme, Mapping) else []
    for name in [*names, *(hooks if isinstance(hooks, list) else []), *icon_folders(data)]:
        if isinstance(name, str) and name and (root / name).exists():
            yield str(root / name)


def read_settings(data: Mapping[str, Any], root: Path | None = None) -> Settings:
    """Settings from the dictionary of mkdocs.yml in ``root``. Raises Unusable with every mistake found."""
    schema, plugins, data = schema_of(data), data.get("plugins"), migrated(data)
    problems: list[Problem] = []
    top = Section(data, "", problems)
    extra = Section(data.get("extra") or {}, "extra", problems)
    ours = extra.section("knowledge_center")
    theme = data.get("theme")
    language = theme.get("language") if isinstance(theme, Mapping) else None
    language = language if isinstance(language, str) else "en"
    digests, words = read_digests(ours, language), _Catalogues(theme, root, problems)
    site_words = words.of(language, "theme.language")
    organization = _organization(ours.section("organization"))
    look = ours.choice("look", _LOOKS, "publication")
    mail = _mail(ours.section("mail"))
    docs_dir = _folder(top, "docs_dir", "docs")
    brand_section = ours.section("brand")
    brand = read_brand(brand_section, theme, root / docs_dir if root else None)
    settings = Settings(
        site_name=top.text("site_name"),
        site_url=_site_url(top),
        # Feeds must have one; what the publisher says of itself is the next best.
        site_description=top.text("site_description", "") or organization.about,
        docs_dir=docs_dir,
        site_dir=_site_dir(top),
        language=language,
        words=site_words,
        other_words={
            digest.language: words.of(digest.language, f"extra.knowledge_center.digests[{number}].language")
            for number, digest in enumerate(digests, 1)
            if digest.language
        },
        look=look,
        zone=ours.zone("timezone"),
        organization=organization,
        feeds=_feeds(ours.section("feeds")),
        digests=digests,
        subscribe=_subscribe(ours.section("subscribe")),
        mail=mail,
        articles=_articles(ours.section("articles")),
        search=_search(ours.section("search"), language),
        brand=brand,
        advice_off=_advice_off(ours.section("checks")),
        per_page=_per_page(ours.section("listings")),
        footer=read_links(ours, "footer"),
        legal=read_links(ours, "legal"),
        social=read_social(extra),
        advice=(
            *other_hosts(data),
            *without_effect(data, look),
            *(of_palette(theme, brand, brand_section.data) if look == "publication" else ()),
            *sender_rule.problems(FILE, mail.sender),
        ),
        publish=ours.choice("publish", _PUBLISHED, ""),
        hosted_on=ours.choice("hosted_on", _HOSTS, ""),
        answered_elsewhere=tuple(_answered_elsewhere(ours)),
        llms_text=ours.flag("llms_text", True),
        precompressed=ours.flag("precompressed", False),
        admin=_admin(ours),
        schema=schema,
        other_pages=may_make_pages({**data, "plugins": plugins}),
        brings_along=any(name.rpartition("/")[2] == "privacy" for name in plugin_names({"plugins": plugins})),
        text_templates=fills_in_texts({**data, "plugins": plugins}),
        markdown=dialect(data, look, site_words),
        sources=tuple(_named(root, data)) if root else (),
    )
    ours.seen.add("schema")
    ours.nothing_else()
    # What the generator has loaded is loaded, whatever a migration says.
    refuse(top, {**data, "plugins": plugins})
    if problems:
        raise Unusable(problems)
    return settings


class _Catalogues:
    """The words for readers; a site's own catalogues stand in its folder of templates."""

    def __init__(self, theme: object, root: Path | None, problems: list[Problem]) -> None:
        folder = theme.get("custom_dir") if isinstance(theme, Mapping) else None
        self._own = root / folder if root and isinstance(folder, str) and folder else None
        self._problems = problems

    def of(self, language: str, setting: str) -> Words:
        try:
            return read_words(language, self._own, setting)
        except Unusable as unusable:
            self._problems.extend(unusable.problems)
            return ENGLISH


def _answered_elsewhere(ours: Section) -> Iterator[str]:
    for path in ours.texts("answered_elsewhere"):
        if re.fullmatch(r"(/[^/\s?#]+)+/?", path) is None or path.split("/")[1] == "articles":
            found = f"“{path}” was found, but the path of a folder is expected, and not that of the articles."
            ours.say("answered_elsewhere", found, "answered_elsewhere: [/tools/]")
        yield f"{path.rstrip('/')}/"


_REPO = re.compile(r"[^/:\s]+(?:/[^/:\s]+)+")


def _admin(ours: Section) -> AdminSettings | None:
    if "admin" not in ours.data:
        ours.seen.add("admin")
        return None
    section = ours.section("admin")
    backend = section.choice("backend", _BACKENDS)
    admin = AdminSettings(
        backend=backend,
        repo=section.matching(
            "repo", _REPO, "an owner and a name are", "example/knowledge", "" if backend == "local" else None
        ),
        branch=section.text("branch", ""),
        url=section.url("url", ""),
        app_id=section.text("app_id", ""),
        login_url=section.url("login_url", ""),
    )
    section.nothing_else()
    return admin


def _folder(top: Section, key: str, default: str) -> str:
    """A folder beside mkdocs.yml; articles, pages and the finished site are told by their paths from there."""
    folder = posixpath.normpath(top.text(key, default).replace("\\", "/"))
    if folder == "." or folder.startswith(("..", "/")) or ":" in folder:
        top.expected(key, folder, "a folder below that of mkdocs.yml is", f"{key}: {default}")
        return default
    return folder


def _site_dir(top: Section) -> str:
    folder, docs = _folder(top, "site_dir", "site"), _folder(Section(top.data, "", []), "docs_dir", "docs")
    if f"{folder}/".startswith((f"{docs}/", ".build/")) or f"{docs}/".startswith(f"{folder}/"):
        found = (
            f"“{folder}” was found, but a folder of its own is expected: a build replaces all that is in it."
        )
        top.say("site_dir", found, "site_dir: site")
    return folder


_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+", re.A)


def _articles(section: Section) -> ArticleSettings:
    attachments = tuple(ending.lower().lstrip(".") for ending in section.texts("attachments"))
    for ending in attachments:
        if ending not in ATTACHMENTS:
            found = f"“{ending}” was found, but the ending of files is expected: {one_of(ATTACHMENTS)}."
            section.say("attachments", found, "attachments: [pdf]")
    hosts = tuple(host.lower() for host in section.texts("embed_hosts"))
    for host in hosts:
        if not _HOST.fullmatch(host):
            found = f"“{host}” was found, but the name of a host is expected, without https:// and without a path."
            section.say("embed_hosts", found, "embed_hosts: [player.example.com]")
    section.nothing_else()
    return ArticleSettings(attachments=attachments, embed_hosts=hosts)


def _search(section: Section, language: str) -> SearchSettings:
    lines = section.texts("synonyms")
    for line in lines:
        if not parted(line):
            found = f"“{line}” was found, but words that mean the same are expected, with = between them."
            section.say("synonyms", found, 'synonyms: ["CV = resume = résumé"]')
    section.nothing_else()
    return SearchSettings(synonyms=synonyms([parted(line) for line in lines], language))


def _advice_off(section: Section) -> tuple[str, ...]:
    # YAML takes the word off for false, also where it is a key.
    keys: Mapping[Any, Any] = section.data
    section.data = {"off" if key is False else key: value for key, value in keys.items()}
    off = section.texts("off")
    section.nothing_else()
    return off


def _per_page(section: Section) -> int:
    per_page = section.number("per_page", 12, at_least=1, at_most=1000)
    section.nothing_else()
    return per_page


def _site_url(top: Section) -> str:
    url = top.url("site_url")
    if "?" in url or "#" in url:
        found = f"“{url}” was found, but an address without ? and # is expected: others are made from it."
        top.say("site_url", found, "site_url: https://knowledge.example.com/")
    # Feeds and mails name a host beyond ASCII by its xn-- name.
    url = in_ascii(url) if is_http_url(url) else url
    return url if url.endswith("/") else f"{url}/"


def _organization(section: Section) -> Organization:
    organization = Organization(
        name=section.text("name"),
        url=section.url("url"),
        logo=section.site_path("logo"),
        address=section.texts("address"),
        about=section.text("about"),
    )
    section.nothing_else()
    return organization


# RFC 4151: a domain name or an e-mail address, a comma, a date.
_TAG_AUTHORITY = re.compile(r"([\w.+-]+@)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?,\d{4}(-\d\d(-\d\d)?)?", re.I | re.A)


def _feeds(section: Section) -> FeedSettings:
    feeds = FeedSettings(
        tag_authority=section.matching(
            "tag_authority",
            _TAG_AUTHORITY,
            "a domain name you own, a comma and a year are",
            "knowledge.example.com,2026",
        ),
        entries=section.number("entries", 20, at_least=1, at_most=100_000),
        full_text=section.flag("full_text", True),
        email_entries=section.number("email_entries", 10, at_least=1, at_most=1000),
        aliases=_feed_aliases(section),
        hub=section.url("hub", ""),
        author_feeds=section.flag("author_feeds", True),
    )
    section.nothing_else()
    return feeds


# What feed readers try by themselves at a site whose page names no feed.
_TRIED = ("rss.xml", "index.xml", "feed.rss", "feed/")


def _feed_aliases(section: Section) -> tuple[str, ...]:
    if "aliases" not in section.data:
        section.seen.add("aliases")
        return _TRIED
    aliases = section.texts("aliases")
    for alias in aliases:
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*/?", alias) or ".." in alias:
            fix = f"aliases: [{', '.join(_TRIED)}]"
            section.expected("aliases", alias, "an address below the site's own is", fix)
    return aliases


def _subscribe(section: Section) -> SubscribeSettings:
    known = ("provider", "service_url", "redirect_hosts", "heading", "consent", "consent_version")
    keys = {str(key): section.text(str(key)) for key in section.data if key not in known}
    return SubscribeSettings(
        provider=section.text("provider", "own"),
        service_url=section.text("service_url", ""),
        redirect_hosts=section.texts("redirect_hosts"),
        keys=keys,
        heading=section.text("heading", ""),
        consent=section.text("consent"),
        consent_version=section.text("consent_version"),
    )


# RFC 6376, 3.1: a selector is one or more labels of a domain name.
_SELECTOR = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.I | re.A)


# RFC 5321, 4.5.3.1.1: 64 octets, of which “+”, the id, “.” and the mark take 32.
_MOST_VERP = 32


def _check_verp(section: Section, bounces: str) -> None:
    local, _, domain = bounces.rpartition("@")
    if len(local) > _MOST_VERP:
        found = (
            f"“{bounces}” was found, but with verp at most {_MOST_VERP} characters are expected before the @."
        )
        section.say("bounces", found, f"bounces: bounces@{domain}")


def _mail(section: Section) -> MailSettings:
    sender = section.address("sender")
    mail = MailSettings(
        sender_name=section.text("sender_name"),
        sender=sender,
        reply_to=section.address("reply_to"),
        bounces=section.address("bounces", sender),
        verp=section.flag("verp", False),
        unsubscribe=section.address("unsubscribe", ""),
        dkim_selector=section.matching(
            "dkim_selector", _SELECTOR, "a name made of letters, digits and hyphens is", "digests", ""
        ),
        utm=section.flag("utm", False),
        welcome=section.flag("welcome", False),
    )
    if mail.verp:
        _check_verp(section, mail.bounces)
    section.nothing_else()
    return mail
