"""Everything in docs/ that concerns articles, read once: the articles, their lists, and every problem."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from knowledge_center.articles.article_files import (
    TEXT_RULES,
    ArticleFile,
    FileReading,
)
from knowledge_center.articles.article_stand_ins import stand_ins
from knowledge_center.articles.docs_files import (
    AUTHOR_LISTS,
    MARKDOWN,
    TOPIC_LISTS,
    DocsFiles,
    article_paths,
    list_files,
    list_in_use,
)
from knowledge_center.articles.files_reader import Share, alone, of_draft, read_files
from knowledge_center.articles.last_good import LastGood, list_or_last_good
from knowledge_center.articles.metadata_files import Gone, read_authors, read_categories, read_gone
from knowledge_center.articles.model import POSTS, Article, Author, Category, identity_of, newest_first
from knowledge_center.articles.page_aliases import MovedPage, read_moved_pages
from knowledge_center.articles.page_files import addresses, page_problems
from knowledge_center.articles.picture_places import main_picture, place_pictures
from knowledge_center.articles.planned_addresses import own_addresses, page_ids
from knowledge_center.articles.rules import (
    claims,
    corrections,
    field_values,
    fields,
    file_names,
    leftover_words,
    pictures,
    reading,
    review_dates,
    series,
    stray_files,
    text_links,
    translations,
    whole_site,
)
from knowledge_center.articles.rules.article_text import text_settings
from knowledge_center.articles.rules.claims import Claim
from knowledge_center.articles.rules.corrections import corrected
from knowledge_center.articles.rules.links_of_text import TextLinks
from knowledge_center.articles.rules.lost_keys import ChoiceList, grouped_lost_keys
from knowledge_center.articles.rules.pictures import MainPicture
from knowledge_center.articles.rules.sound_links import are_sound, sound_files
from knowledge_center.articles.rules.typed_dates import dated
from knowledge_center.articles.rules.whole_site import SiteArticle
from knowledge_center.build_cache.store import BuildCache, remembered
from knowledge_center.pictures.flaws import flaw_of
from knowledge_center.pictures.measuring import TYPES, keep_heads, measure
from knowledge_center.pictures.model import Image
from knowledge_center.problems import Problem, in_order
from knowledge_center.rules import RuleSet
from knowledge_center.settings.model import Settings

RULE_SETS: tuple[RuleSet[Any], ...] = (
    reading.rule, file_names.rule, fields.rule, *TEXT_RULES.sets, leftover_words.rule, pictures.main_rule,
    corrections.rule, review_dates.rule, text_links.rule, claims.rule, claims.address_rule, pictures.rule,
    stray_files.rule, field_values.dated_rule, whole_site.rule, series.rule, translations.rule,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """``all`` usable articles, newest first, drafts and scheduled ones included, and what is wrong.

    ``claimed`` maps whatever an article may be known by, usable or not, to its file; ``claims`` are those of the
    files that can be read. ``images`` maps each picture an article uses (path relative to docs) to the site-relative
    path it is published at, ``attachments`` each other file that is published with one; ``moved_pages`` are the
    site's own pages that old paths lead to; ``date_lines`` says on which
    line of its file an article has its date; ``corrections`` are those to come, each article's title with its moment.
    For a preview, ``stand_ins`` are what can be shown of files that hold no
    article yet, and ``earlier`` the files whose article is that of before their latest mistake.
    """

    all: tuple[Article, ...]
    authors: Mapping[str, Author]
    categories: Mapping[str, Category]
    gone: tuple[Gone, ...]
    claimed: Mapping[str, str]
    images: Mapping[str, str]
    problems: tuple[Problem, ...]
    attachments: Mapping[str, str] = field(default_factory=dict)
    moved_pages: tuple[MovedPage, ...] = ()
    date_lines: Mapping[str, int] = field(default_factory=dict)
    corrections: tuple[tuple[str, datetime], ...] = ()
    claims: tuple[Claim, ...] = ()
    stand_ins: tuple[Article, ...] = ()
    earlier: frozenset[str] = frozenset()


def read_articles(
    root: Path,
    settings: Settings,
    now: datetime,
    cache: BuildCache | None = None,
    last_good: LastGood | None = None,
    known: Iterable[str] = (),
    share: Share = alone,
) -> Articles:
    """Read every article below ``root``/docs_dir/articles. Nothing is raised: see ``problems``.

    ``known`` are the identities that readers have met: an article keeps its own whatever is added to its file.
    What the ``cache`` has of a file that has not changed is not read again. With ``last_good``, what was read of a file
    before its latest mistake stands for it, and of a file that holds no article yet there is as much as can be shown.
    ``share`` is who reads the other files.
    """
    docs, docs_dir = root / settings.docs_dir, settings.docs_dir
    problems: list[Problem] = []
    of_lists: list[Problem] = []
    of_folders: list[Problem] = []
    if last_good is not None:
        last_good.refused = ()
    author_list, topic_list = _list_paths(docs, docs_dir)
    authors = list_or_last_good(read_authors, root, author_list, of_lists, last_good)
    categories = list_or_last_good(read_categories, root, topic_list, of_lists, last_good)
    gone = list_or_last_good(read_gone, root, f"{docs_dir}/articles/.gone.yml", of_lists, last_good)
    files = list_files(docs, docs_dir, of_folders)
    problems += [*reading.of_lists(of_lists), *reading.of_folders(of_folders)]
    if cache:
        _keep_pictures(docs, files, cache)

    reading_by = file_reading(docs, settings, authors, categories)
    found_files = read_files(docs, files, reading_by, settings.feeds.tag_authority, cache, last_good, share)
    read, mended, earlier = found_files.read, found_files.mended, found_files.earlier
    problems += found_files.problems
    places, clashes = place_pictures(read, files, settings.articles.attachments)
    images = {path: place for path, place in places.items() if path.lower().endswith(tuple(TYPES))}
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
                settings.language,
            )
        )
    }
    unfinished = {file.path for file in read if file.path not in articles and file.fields.draft}
    flaws = {path: flaw for path in images if (flaw := flaw_of(docs / path))}
    looked_at = {path: measure(docs / path, path=path, alt="") for path in images if path not in flaws}
    measured = {path: image for path, image in looked_at.items() if image is not None}
    moved = tuple(read_moved_pages(docs, docs_dir, files, problems))
    own = own_addresses(settings, files, places, read, moved)
    # With templates in texts nobody knows their headings before the build.
    ids = None if settings.text_templates else page_ids(docs, settings, [*read, *mended])

    def links(file: ArticleFile) -> TextLinks:
        return TextLinks(
            links=file.links, to_files=file.to_files, folder=file.folder, docs_dir=docs_dir,
            article=articles.get(file.path), articles=articles, files=files, now=now, unfinished=unfinished,
            flaws=flaws, measured=measured, attachments=settings.articles.attachments, path=file.path,
            page=f"articles/{file.name}/", raw=file.raw_links, body=file.body, first_line=file.body_line, own=own,
            ids=ids,
        )  # fmt: skip

    sound = sound_files(articles, measured, now)

    def of_links(file: ArticleFile) -> Iterator[Problem]:
        if not are_sound(file.links, file.to_files, file.raw_links, sound, own):
            yield from text_links.rule.problems(file.display_path, links(file))

    for file in mended:
        found = tuple(of_links(file))
        problems.extend(of_draft(found) if file.fields.draft else found)
    for file in read:
        if file.path in earlier:
            # What is wrong with the file as it is now has been told.
            continue
        picture, clock = main_pictures.get(file.path), now.astimezone(settings.zone)
        found = (
            *_article_problems(file, picture, articles.get(file.path), files, clock, met),
            *of_links(file),
        )
        problems.extend(of_draft(found) if file.fields.draft else found)
    file_claims = tuple(file.claim for file in read)
    all_claims = (*file_claims, *(page.claim for page in moved))
    problems.extend(claims.rule.problems("", all_claims))
    problems.extend(claims.address_rule.problems("", all_claims, addresses(files, places, docs_dir)))
    problems.extend(pictures.rule.problems("", clashes))
    problems.extend(_problems_across(read, earlier, settings.language))
    problems.extend(_stray_problems(read, files, docs_dir))
    if last_good is None:
        # In a preview each article says on its own page what keeps it away.
        by_author = {author.key for file in read for author in file.fields.authors}
        by_topic = {topic.slug for file in read for topic in file.fields.categories}
        choices = {
            "articles.fields.authors": ChoiceList(root / author_list, author_list, authors, by_author),
            "articles.fields.categories": ChoiceList(root / topic_list, topic_list, categories, by_topic),
        }
        problems = list(grouped_lost_keys(problems, choices))
    problems.extend(
        page_problems(docs, docs_dir, files, articles, unfinished, now, own, ids, reading_by.text_settings)
    )
    return Articles(
        all=newest_first([corrected(article, now) for article in articles.values()]),
        authors=authors,
        categories=categories,
        gone=gone,
        claimed=found_files.claimed,
        claims=file_claims,
        images=images,
        attachments={path: place for path, place in places.items() if path not in images},
        moved_pages=moved,
        problems=in_order(dated(problem, now.astimezone(settings.zone)) for problem in problems),
        stand_ins=tuple(
            stand_ins(
                docs,
                [(file, _image(main_pictures.get(file.path))) for file in read if file.path not in articles],
                found_files.beyond_reading,
                names={article.name for article in articles.values()},
                settings=settings,
                now=now,
            )
        )
        if last_good is not None
        else (),
        earlier=frozenset(f"{docs_dir}/{path}" for path in earlier),
        date_lines={file.display_path: file.line("date") for file in read if file.line("date")},
        corrections=tuple(
            (article.title, article.updated)
            for article in articles.values()
            if article.updated and article.updated > max(now, article.published) and not article.draft
        ),
    )


def file_reading(
    docs: Path, settings: Settings, authors: Mapping[str, Author], categories: Mapping[str, Category]
) -> FileReading:
    """What the articles of a site are read by."""
    return FileReading(
        docs_dir=settings.docs_dir,
        authors=authors,
        categories=categories,
        zone=settings.zone,
        list_paths=_list_paths(docs, settings.docs_dir),
        text_settings=text_settings(settings),
    )


def _list_paths(docs: Path, docs_dir: str) -> tuple[str, str]:
    return (f"{docs_dir}/{list_in_use(docs, AUTHOR_LISTS)}", f"{docs_dir}/{list_in_use(docs, TOPIC_LISTS)}")


def _keep_pictures(docs: Path, files: DocsFiles, cache: BuildCache) -> None:
    """Know the pictures that have not changed without opening them."""
    pictures = [docs / path for path in files if posixpath.splitext(path)[1].lower() in TYPES]
    keep_heads(
        pictures,
        # By the path that a build calls it, which would else read it again.
        lambda file, look: remembered(
            cache, "picture", str(file), cache.fingerprints.of(os.path.abspath(file)), look
        ),
    )


def _stray_problems(read: Iterable[ArticleFile], files: DocsFiles, docs_dir: str) -> Iterator[Problem]:
    """What lies among the articles and is neither one nor a picture, nor linked to by any."""
    known = (*MARKDOWN, *TYPES)
    others = [path for path in files if path.startswith(f"{POSTS}/") and not path.lower().endswith(known)]
    if not others:
        return
    linked = {path for file in read for _, path in file.named_files}
    linked |= {posixpath.normpath(posixpath.join(file.folder, file.fields.image)) for file in read}
    names = {path.rpartition(".")[0] for path in article_paths(files)}
    for path in others:
        if path not in linked:
            yield from stray_files.rule.problems(f"{docs_dir}/{path}", path, names)


def _problems_across(read: list[ArticleFile], earlier: Collection[str], language: str) -> Iterator[Problem]:
    """What no article shows alone: titles and topics of all, the parts of series, translations."""
    yield from whole_site.rule.problems("", _side_by_side(read, earlier))
    yield from series.rule.problems("", [part for file in read if (part := file.filed_part(language))])
    if any(file.fields.translation_of for file in read):
        former = {alias.casefold(): file.name for file in read for alias in file.fields.aliases}
        yield from translations.rule.problems("", [file.version(language) for file in read], former)


def _side_by_side(read: Iterable[ArticleFile], earlier: Collection[str]) -> tuple[SiteArticle, ...]:
    """What of the articles is looked at side by side, oldest first; no drafts, nothing that stands as it was."""
    dated = [
        (file.fields.published.timestamp(), file)
        for file in read
        if file.fields.published and file.fields.title and not file.fields.draft and file.path not in earlier
    ]
    return tuple(
        SiteArticle(
            path=file.path,
            display_path=file.display_path,
            title=file.fields.title,
            title_line=file.line("title"),
            categories=tuple(category.slug for category in file.fields.categories),
            categories_line=file.line("categories"),
            leads_to=tuple([path for link, path in file.to_files if not link.image]),
            minutes=file.minutes,
        )
        for _, file in sorted(dated, key=lambda pair: (pair[0], pair[1].path))
    )


def _article_problems(
    file: ArticleFile,
    picture: MainPicture | None,
    article: Article | None,
    files: DocsFiles,
    now: datetime,
    met: Collection[str],
) -> Iterator[Problem]:
    """What the rules for one article find, but for its links; ``now`` is on the site's clock, ``met`` who is known."""
    path = file.display_path
    yield from file.problems
    if picture is not None:
        yield from pictures.main_rule.problems(path, picture, files)
    if article is not None:
        if article.updated:
            yield from corrections.rule.problems(path, article, now, file.line("updated"))
        if article.review_by:
            yield from review_dates.rule.problems(path, article, now, file.line("review_by"))
        known = article.identity.casefold() in met
        yield from field_values.dated_rule.problems(path, article, now, file.fields.lines, known)


def _first_of_each_name(read: Iterable[ArticleFile]) -> Iterator[ArticleFile]:
    """Of two articles with one name the second cannot be found by it; drafts come after everybody else."""
    names: set[str] = set()
    for file in sorted(read, key=lambda file: (file.fields.draft, file.display_path)):
        if file.name.casefold() not in names:
            names.add(file.name.casefold())
            yield file


def _image(picture: MainPicture | None) -> Image | None:
    return picture.image if picture is not None else None
