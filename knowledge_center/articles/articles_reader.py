"""Everything in docs/ that concerns articles, read once: the articles, their lists, and every problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from knowledge_center.articles.article_files import (
    ArticleFile,
    is_unreadable_draft,
    read_article_file,
    unreadable_identities,
)
from knowledge_center.articles.docs_files import MARKDOWN, DocsFiles, list_files
from knowledge_center.articles.metadata_files import Gone, read_authors, read_categories, read_gone
from knowledge_center.articles.model import POSTS, Article, Author, Category, identity_of, newest_first
from knowledge_center.articles.page_files import addresses, page_problems
from knowledge_center.articles.picture_places import main_picture, place_pictures
from knowledge_center.articles.rules import (
    body,
    claims,
    corrections,
    fields,
    file_names,
    leftover_words,
    pictures,
    review_dates,
    text_links,
)
from knowledge_center.articles.rules.article_text import TextSettings
from knowledge_center.articles.rules.claims import Claim
from knowledge_center.articles.rules.corrections import corrected
from knowledge_center.articles.rules.pictures import MainPicture
from knowledge_center.articles.rules.text_links import TextLinks
from knowledge_center.build_cache.digests import digest
from knowledge_center.build_cache.store import BuildCache, remembered
from knowledge_center.pictures.measuring import measure
from knowledge_center.pictures.model import Image
from knowledge_center.problems import Problem, Unusable, in_order
from knowledge_center.rules import RuleSet
from knowledge_center.settings.model import Settings

RULE_SETS: tuple[RuleSet[Any], ...] = (
    file_names.rule, fields.rule, body.rule, leftover_words.rule, pictures.main_rule, corrections.rule,
    review_dates.rule, text_links.rule, claims.rule, claims.address_rule, pictures.rule,
)  # fmt: skip

# What was read of each article file when it last was an article, with a digest of the lists it was read with.
LastGood = dict[str, tuple[bytes, ArticleFile]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """``all`` usable articles, newest first, drafts and scheduled ones included, and what is wrong.

    ``claimed`` maps whatever an article may be known by, usable or not, to its file; ``claims`` are those of the
    files that can be read. ``images`` maps each picture an article uses (path relative to docs) to the site-relative
    path it is published at; ``date_lines`` says on which line of its file an article has its date.
    """

    all: tuple[Article, ...]
    authors: Mapping[str, Author]
    categories: Mapping[str, Category]
    gone: tuple[Gone, ...]
    claimed: Mapping[str, str]
    images: Mapping[str, str]
    problems: tuple[Problem, ...]
    date_lines: Mapping[str, int] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()


def read_articles(
    root: Path,
    settings: Settings,
    now: datetime,
    cache: BuildCache | None = None,
    last_good: LastGood | None = None,
    known: Iterable[str] = (),
) -> Articles:
    """Read every article below ``root``/docs_dir/articles. Nothing is raised: see ``problems``.

    ``known`` are the identities that readers have met: an article keeps its own whatever is added to its file.
    What the ``cache`` has of a file that has not changed is not read again. With ``last_good``, what was read of a file
    before its latest mistake stands for it.
    """
    docs, docs_dir = root / settings.docs_dir, settings.docs_dir
    problems: list[Problem] = []
    authors = read_authors(docs / "articles/.authors.yml", f"{docs_dir}/articles/.authors.yml", problems)
    categories = read_categories(
        docs / "articles/.categories.yml", f"{docs_dir}/articles/.categories.yml", problems
    )
    gone = read_gone(docs / "articles/.gone.yml", f"{docs_dir}/articles/.gone.yml", problems)
    files = list_files(docs, docs_dir, problems)
    texts = TextSettings(
        language=settings.language,
        addresses_are_links="pymdownx.magiclink" in settings.markdown.extensions,
    )
    lists = digest(repr((authors, categories, settings.zone, docs_dir, texts)))
    read: list[ArticleFile] = []
    claimed: dict[str, str] = {}
    stand_ins: set[str] = set()
    for path in _article_paths(files):
        display_path = f"{docs_dir}/{path}"
        file: ArticleFile | None
        try:
            file = remembered(
                cache,
                "article",
                path,
                digest(lists, cache.fingerprints.of(docs / path)) if cache else b"",
                lambda path=path, display_path=display_path: read_article_file(  # type: ignore[misc]
                    docs,
                    path,
                    display_path,
                    authors=authors,
                    categories=categories,
                    zone=settings.zone,
                    texts=texts,
                ),
            )
        except Unusable as error:
            file = None
            found = (*file_names.rule.problems(display_path, display_path), *error.problems)
            problems.extend(_of_draft(found) if is_unreadable_draft(docs / path) else found)
            names = unreadable_identities(docs / path)
        else:
            names = [*file.names]
        if last_good is not None:
            lists_then, good = last_good.get(path, (b"", None))
            if file is not None and file.article("", None, settings.feeds.tag_authority):
                last_good[path] = lists, file
            elif good is not None and lists_then == lists:
                if file is not None:
                    problems.extend(_of_draft(file.problems) if file.fields.draft else file.problems)
                file, names = good, [*good.names]
                stand_ins.add(path)
        if file is not None:
            read.append(file)
        for name in names:
            claimed.setdefault(name, display_path)
    if last_good is not None:
        for path in last_good.keys() - set(files):
            del last_good[path]
    images, clashes = place_pictures(read, files)
    main_pictures = {file.path: main_picture(file, docs, files, images) for file in _first_of_each_name(read)}
    met = {identity.casefold(): identity for identity in known}
    given_up = {entry.id.casefold() for entry in gone}
    articles = {
        file.path: article
        for file in read
        if file.path in main_pictures
        and (
            article := file.article(
                identity_of(file.names, met, given_up),
                _image(main_pictures[file.path]),
                settings.feeds.tag_authority,
            )
        )
    }
    unfinished = {file.path for file in read if file.path not in articles and file.fields.draft}
    unreadable = {path for path in images if measure(docs / path, path=path, alt="") is None}
    for file in read:
        if file.path in stand_ins:
            # What is wrong with the file as it is now has been told.
            continue
        article = articles.get(file.path)
        text = TextLinks(
            links=file.links, to_files=file.to_files, folder=file.folder, docs_dir=docs_dir, article=article,
            articles=articles, files=files, now=now, unfinished=unfinished, unreadable=unreadable,
        )  # fmt: skip
        found = tuple(
            _article_problems(file, main_pictures.get(file.path), text, now.astimezone(settings.zone))
        )
        problems.extend(_of_draft(found) if file.fields.draft else found)
    file_claims = tuple(file.claim for file in read)
    problems.extend(claims.rule.problems("", file_claims))
    problems.extend(claims.address_rule.problems("", file_claims, addresses(files, images, docs_dir)))
    problems.extend(pictures.rule.problems("", clashes))
    problems.extend(page_problems(docs, docs_dir, files, articles, unfinished, now))
    return Articles(
        all=newest_first([corrected(article, now) for article in articles.values()]),
        authors=authors,
        categories=categories,
        gone=gone,
        claimed=claimed,
        claims=file_claims,
        images=images,
        problems=in_order(problems),
        date_lines={file.display_path: file.line("date") for file in read if file.line("date")},
    )


def _article_paths(files: DocsFiles) -> Iterator[str]:
    return (path for path in files if path.startswith(POSTS + "/") and path.lower().endswith(MARKDOWN))


def _article_problems(
    file: ArticleFile, picture: MainPicture | None, text: TextLinks, now: datetime
) -> Iterator[Problem]:
    """Everything that the rules for one article find; ``now`` is on the site's clock."""
    path, article = file.display_path, text.article
    yield from file.problems
    if picture is not None:
        yield from pictures.main_rule.problems(path, picture, text.files)
    if article is not None:
        yield from corrections.rule.problems(path, article, now, file.line("updated"))
        yield from review_dates.rule.problems(path, article, now, file.line("review_by"))
    yield from text_links.rule.problems(path, text)


def _first_of_each_name(read: Iterable[ArticleFile]) -> Iterator[ArticleFile]:
    """Of two articles with one name the second cannot be found by it; drafts come after everybody else."""
    names: set[str] = set()
    for file in sorted(read, key=lambda file: (file.fields.draft, file.display_path)):
        if file.name.casefold() not in names:
            names.add(file.name.casefold())
            yield file


def _image(picture: MainPicture | None) -> Image | None:
    return picture.image if picture is not None else None


def _of_draft(problems: Iterable[Problem]) -> Iterator[Problem]:
    """What is wrong with a draft is nobody's emergency."""
    return (replace(problem, advice=True) for problem in problems)
