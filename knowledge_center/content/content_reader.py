"""All that docs/ holds, articles and ledgers together, with every problem of both."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge_center.articles.articles_reader import Articles, read_articles
from knowledge_center.articles.docs_files import MARKDOWN
from knowledge_center.articles.files_reader import Share, alone
from knowledge_center.articles.last_good import LastGood
from knowledge_center.articles.model import public
from knowledge_center.articles.published_record import NAME as RECORD
from knowledge_center.articles.published_record import PublishedAddress, read_record
from knowledge_center.articles.translations import for_everybody
from knowledge_center.build_cache.store import BuildCache, remembered
from knowledge_center.content import check_rules, project_rules
from knowledge_center.content.digest_problems import (
    back_dated_advice,
    ledgers_without_digest,
    unknown_topics,
    waiting_draft_advice,
)
from knowledge_center.content.kept_pictures import kept_pictures
from knowledge_center.digests.future_dates import future_problems
from knowledge_center.digests.issue_draft import introduction_problems
from knowledge_center.digests.known_articles import KnownArticle, in_ledgers, in_record
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.missing_addresses import (
    address_problems,
    emptied_problems,
    listing_problems,
    record_problems,
)
from knowledge_center.digests.missing_articles import article_problems, image_problems
from knowledge_center.feeds.archive import ArchivePage, unreachable
from knowledge_center.feeds.archive_file import NAME, read_archive
from knowledge_center.front_matter.parser import parse, read_text
from knowledge_center.pictures.mail_renditions import logo_file
from knowledge_center.pictures.measuring import measure
from knowledge_center.problems import Problem, Unusable, in_order
from knowledge_center.settings.migrations import SCHEMA
from knowledge_center.settings.model import Settings
from knowledge_center.settings.reader import FILE
from knowledge_center.text.plurals import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The articles, the ledger of each digest in the settings' order, and what is wrong with either.

    ``kept_images`` are the pictures that closed issues show: site-relative path -> file relative to docs.
    They stay where the mails look for them, also after their article was renamed, withdrawn or removed, as
    long as the file lies there. ``archive`` are the closed pages of the archive feed, ``record`` the addresses that
    readers have met.
    """

    articles: Articles
    ledgers: tuple[Ledger, ...]
    kept_images: Mapping[str, str]
    problems: tuple[Problem, ...]
    archive: tuple[ArchivePage, ...] = ()
    record: tuple[PublishedAddress, ...] = ()


def read_content(
    root: Path,
    settings: Settings,
    now: datetime,
    cache: BuildCache | None = None,
    last_good: LastGood | None = None,
    share: Share = alone,
) -> Content:
    """Read docs/ below ``root``. Nothing is raised: see ``problems``. ``share`` is who reads the articles.

    A digest whose ledger cannot be read has an empty one here; its problems stop every build.
    """
    problems = [
        *project_rules.of_settings(settings.advice), *project_rules.of_older_settings(_older_settings(settings)),
        *project_rules.of_advice_off(check_rules.unknown_ids(settings.advice_off)),
    ]  # fmt: skip
    ledgers = []
    for digest in settings.digests:
        try:
            ledgers.append(
                read_ledger(root / settings.docs_dir, settings.docs_dir, digest.key, settings.zone)
            )
        except Unusable as error:
            problems.extend(project_rules.of_ledgers(error.problems))
            ledgers.append(Ledger(digest=digest.key, source=f"{settings.docs_dir}/digests/{digest.key}"))
    archive: tuple[ArchivePage, ...] = ()
    try:
        archive = _archive(root / settings.docs_dir, settings.docs_dir, cache)
    except Unusable as error:
        problems.extend(project_rules.of_archive(error.problems))
    record: tuple[PublishedAddress, ...] = ()
    try:
        record = read_record(root / settings.docs_dir, settings.docs_dir)
    except Unusable as error:
        problems.extend(project_rules.of_published(error.problems))
    known = _known_articles(ledgers, archive, record, settings)
    emptied = () if record else emptied_problems(root / settings.docs_dir, known, settings.docs_dir)
    problems.extend(project_rules.of_published(emptied))
    articles = read_articles(root, settings, now, cache, last_good, [article.id for article in known], share)
    problems.extend(articles.problems)
    # After the articles: their pictures, which the last build knows, are not opened again.
    problems.extend(project_rules.of_logo(_logo_of_mails(root, settings)))
    problems.extend(project_rules.of_unreachable(_unreachable_advice(archive, articles, settings, now)))
    today = now.astimezone(settings.zone).date()
    lost = [
        *project_rules.of_published(record_problems(record, articles, settings.docs_dir)),
        *project_rules.of_known_articles(
            article_problems(
                known,
                claims=articles.claims,
                claimed=articles.claimed,
                articles=articles.all,
                gone=[entry.id for entry in articles.gone],
                today=today,
                docs=settings.docs_dir,
            )
        ),
        *project_rules.of_published(
            address_problems(
                record,
                articles,
                has_own_page=lambda url: _has_own_page(root / settings.docs_dir, url),
                line_of=lambda source, field: _line_of(root / source, field),
                now=now,
                today=today,
                docs=settings.docs_dir,
            )
        ),
    ]
    problems.extend(lost)
    # A topic is missed by itself alone: of its only article others say that it is away.
    if not lost:
        problems.extend(
            project_rules.of_published(listing_problems(record, articles, today, settings.docs_dir))
        )
    problems.extend(project_rules.of_digest_topics(unknown_topics(settings, articles)))
    problems.extend(
        project_rules.of_lost_ledgers(
            ledgers_without_digest(root / settings.docs_dir, settings.docs_dir, settings)
        )
    )
    for ledger in ledgers:
        found = waiting_draft_advice(root, settings, ledger, articles, now)
        problems.extend(project_rules.of_issue_drafts(found))
        problems.extend(introduction_problems(root, ledger, settings))
    for digest, ledger in zip(settings.digests, ledgers, strict=True):
        problems.extend(project_rules.of_back_dated(back_dated_advice(digest, ledger, articles, now)))
        problems.extend(project_rules.of_issue_dates(future_problems(ledger, digest, settings.zone, now)))
    kept = kept_pictures(root / settings.docs_dir, articles, ledgers)
    problems.extend(project_rules.of_issue_pictures(image_problems(ledgers, lambda path: path in kept)))
    return Content(
        articles=articles,
        ledgers=tuple(ledgers),
        kept_images=kept,
        problems=in_order(p for p in problems if not (p.advice and p.rule in settings.advice_off)),
        archive=archive,
        record=record,
    )


def _archive(docs: Path, docs_dir: str, cache: BuildCache | None) -> tuple[ArchivePage, ...]:
    """The closed pages of the archive feed: no other list has as many lines. Raises Unusable."""
    key = cache.fingerprints.of(docs / NAME) if cache else b""
    return remembered(cache, "archive", "", key, lambda: read_archive(docs, docs_dir))


def _older_settings(settings: Settings) -> list[Problem]:
    """Advice to write down what is read into older settings now."""
    if settings.schema == SCHEMA:
        return []
    message = (
        f"The settings are of schema {settings.schema}; they are read as if they were of schema {SCHEMA}."
    )
    fix = "knowledge-center upgrade\nIt shows what would change; with --write it does that."
    return [Problem(path=FILE, message=message, fix=fix, advice=True)]


def _logo_of_mails(root: Path, settings: Settings) -> list[Problem]:
    """Advice that mails would show the site's name alone, though it has a logo."""
    logo, docs = settings.organization.logo, root / settings.docs_dir
    file = logo_file(logo)
    if not logo or not settings.digests or not (docs / logo).is_file():
        # That the site's own pages miss it is for others to say.
        return []
    if measure(docs / file, path=file, alt="") is not None:
        return []
    shown = f"{settings.docs_dir}/{file}"
    why = (
        "cannot be read as a picture"
        if (docs / file).exists()
        else "is not there, and mail programs draw no SVG"
    )
    return [
        Problem(
            path=FILE,
            message=f"extra.knowledge_center.organization.logo: Mails show no logo, because {shown} {why}.",
            fix=f"Put a PNG there, 72 pixels high or more: {shown}",
            advice=True,
        )
    ]


def blocking_problems(content: Content, now: datetime) -> tuple[Problem, ...]:
    """What has to be mended before anything may be closed; articles nobody can read yet do not hinder."""
    hidden = {article.source for article in content.articles.all if not public(article, now)}
    return tuple(p for p in content.problems if not p.advice and p.path not in hidden)


def _known_articles(
    ledgers: Iterable[Ledger],
    archive: Iterable[ArchivePage],
    record: Iterable[PublishedAddress],
    settings: Settings,
) -> tuple[KnownArticle, ...]:
    """Every article that readers have met: what is known here keeps its identity, and is missed when it is away.

    The one place that says which records are asked: the ledgers, then the archive file, then the record of addresses,
    which alone knows what an article was like when it was last seen.
    """
    path = f"{settings.docs_dir}/{NAME}"
    archived = (
        KnownArticle(id=name, path=path, line=line)
        for page in archive
        for line, name in zip(page.lines, page.ids, strict=True)
    )
    return (*in_ledgers(ledgers), *archived, *in_record(record, f"{settings.docs_dir}/{RECORD}"))


def _has_own_page(docs: Path, url: str) -> bool:
    """Whether a file of the site's own makes the page at an address."""
    stem = url.strip("/")
    stems = (stem, f"{stem}/index", f"{stem}/README")
    # Of a name that no file can have, pathlib raises.
    return any(os.path.isfile(docs / f"{one}{ending}") for one in stems for ending in MARKDOWN)


def _line_of(file: Path, field: str) -> int:
    """The line of a field at the top of an article that can be read, 0 where it is not there."""
    with suppress(Unusable):
        found = parse(read_text(file, file.name), file.name).fields.get(field)
        return found.line if found else 0
    return 0


def _unreachable_advice(
    archive: tuple[ArchivePage, ...], articles: Articles, settings: Settings, now: datetime
) -> list[Problem]:
    """Advice about articles that no feed holds any more, once there is an archive that could."""
    shown = for_everybody(article for article in articles.all if public(article, now))
    count = len(unreachable(shown, archive, settings.feeds.entries)) if archive else 0
    if not count:
        return []
    message = counted(count, "article has left the feed and is", "articles have left the feed and are")
    return [
        Problem(
            path=f"{settings.docs_dir}/{NAME}",
            message=f"{message} on no page of the archive yet.",
            fix="knowledge-center archive",
            advice=True,
        )
    ]
