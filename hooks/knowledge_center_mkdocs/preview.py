"""The site of a preview in one long-lived process: each build puts what has changed in the last one's place.

The search index and the proof of addresses come behind the pages.
"""

from __future__ import annotations

import gc
import os
import shutil
import threading
import traceback
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from knowledge_center.articles.last_good import LastGood
from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.fingerprints import Fingerprints
from knowledge_center.build_cache.last_site import LastSite
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.clock import read_clock
from knowledge_center.content.summary import digest_lines
from knowledge_center.problems import Problem, Unusable, in_order
from knowledge_center.publishing.site_folder import put_in_place, recover
from knowledge_center.settings.mkdocs_yaml import in_their_files
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read as read_settings
from knowledge_center_mkdocs import events
from knowledge_center_mkdocs.current_build import current
from knowledge_center_mkdocs.engine import build_site, read_engine_settings
from knowledge_center_mkdocs.kept_pages import INDEX_FOLDER
from knowledge_center_mkdocs.preview_notes import PageNotes, page_notes
from knowledge_center_mkdocs.program import program_hash
from knowledge_center_mkdocs.project_read import read_project
from knowledge_center_mkdocs.saved_page import make_saved_page
from knowledge_center_mkdocs.search_index import IndexBehind
from knowledge_center_mkdocs.site_pages import Incremental

CACHE = Path(".cache/preview.sqlite")
_MKDOCS_YML = Path("mkdocs.yml")
_ENGINE = "The site generator says"
# Where saves follow each other so closely that nothing is made behind the pages.
_BUILDS_BEFORE_A_LOOK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewBuild:
    """What one build came to: whether its pages are ``shown``, and what is wrong.

    ``refused`` are those of the problems for which settings and lists stand as they were before them. ``notes`` say
    what the pages are. ``due`` says how the digests stand; ``untried`` names what of the settings made everything be
    built anew; ``crash`` is a traceback.
    """

    shown: bool
    problems: tuple[Problem, ...] = ()
    refused: tuple[Problem, ...] = ()
    notes: PageNotes | None = None
    due: tuple[str, ...] = ()
    untried: str = ""
    crash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _SettingsRead:
    """mkdocs.yml as the domain and the engine read it. What the engine cannot read has none of its settings."""

    ours: Settings
    engine: dict[str, Any] | None


class Preview:
    """The preview of the site in the current folder, at ``address`` (host and port), made below the folder ``work``.

    ``keeps``: with a cache for the next preview. ``lock`` is held while files are exchanged.
    """

    def __init__(self, work: Path, address: str, *, keeps: bool) -> None:
        self.site, self.lock = work / "site", threading.Lock()
        self.config: MkDocsConfig | None = None
        self.url = ""
        self._work, self._address = work, address
        self._next, self._spare, self._backup = work / "next", work / "spare", work / "last"
        self._saved = work / "saved.html"
        plain = "KC_PLAIN" in os.environ
        self._cache = None if plain else BuildCache(CACHE if keeps else None, program_hash())
        self._last_good = LastGood()
        self._last_settings: _SettingsRead | None = None
        self._index = IndexBehind(work / "search")
        # What the index in the site was made of; nothing that is known where it has to be made anew.
        self._indexed: bytes | None = None
        self._wanted: bytes | None = None
        self._uncollected = 0
        # Whether the pages that are shown are those of the last build, which kept what they were made of.
        self._is_current = False
        recover(self.site, backup=self._backup)

    @property
    def mount_path(self) -> str:
        """The path of the site's address: the preview has the same."""
        return urlsplit(self.url).path or "/"

    def show_saved(self, changed: Collection[Path], told: Iterable[Problem]) -> bool:
        """Show the page of the one article that has changed, where no more than its words can have.

        Everything else is left to the build that has to follow. ``told`` are the problems that are shown.
        """
        docs = Path(self.config.docs_dir) if self.config else Path()
        if (
            not self._is_current
            or len(changed) != 1
            or not (file := next(iter(changed))).is_relative_to(docs)
        ):
            return False
        try:
            path = make_saved_page(file.relative_to(docs).as_posix(), self._last_good, told, self._saved)
            if path is None:
                return False
            with self.lock:
                self._saved.replace(self.site / path)
        except Exception:
            # The build says what it was.
            return False
        return True

    def build(self) -> PreviewBuild:
        """Build what has changed and show it. What cannot be shown leaves the last pages where they are."""
        # To look for garbage while a site is made takes half as long again as to make it. It is picked up by keep.
        self._uncollected += 1
        if self._uncollected > _BUILDS_BEFORE_A_LOOK:
            self._collect()
        gc.disable()
        try:
            return self._build()
        except Exception:
            # Whatever it is, the editor's next save may mend it.
            return PreviewBuild(shown=False, problems=(_broke_off(),), crash=traceback.format_exc())
        finally:
            gc.enable()

    def _collect(self) -> None:
        gc.collect()
        self._uncollected = 0

    def _build(self) -> PreviewBuild:
        # It takes all cores, and the page that was saved comes first; and it would be of two sites.
        self._index.give_up()
        self._is_current = False
        read, before = None, self._last_settings
        try:
            now = read_clock(os.environ)
        except Unusable as unusable:
            return PreviewBuild(shown=False, problems=unusable.problems)
        try:
            read = _read_settings()
            made = self._build_with(read, now)
        except Unusable as unusable:
            made = PreviewBuild(shown=False, problems=in_their_files(unusable.problems, _MKDOCS_YML))
        if made.shown:
            self._last_settings = read
        elif before is not None and (read is None or before.ours.all != read.ours.all):
            # Where the settings are to blame, the site is made with those of before.
            again = self._build_with(before, now, written=False)
            if again.shown:
                refused = tuple(p for p in made.problems if not p.advice and p not in again.problems)
                return replace(
                    again,
                    problems=in_order([*again.problems, *refused]),
                    refused=(*refused, *again.refused),
                    crash=made.crash,
                )
        return made

    def _build_with(self, read: _SettingsRead, now: datetime, *, written: bool = True) -> PreviewBuild:
        """Build with these settings, which are those that are ``written`` in mkdocs.yml, or have been."""
        url = f"http://{self._address}{urlsplit(read.ours.site_url).path.rstrip('/')}/"
        settings = replace(read.ours, site_url=url)
        made_of = content_hash("preview", url, settings.all)
        cache = self._cache
        if cache:
            cache.fingerprints = Fingerprints(cache.fingerprints.known)
        project = read_project(Path(), settings, now, cache, self._last_good)
        told = in_their_files(project.content.problems, _MKDOCS_YML)
        if not project.content.articles.authors or not project.content.articles.categories:
            # Without a list no article has an author or a topic: all of them would go.
            return PreviewBuild(shown=False, problems=in_order(told))
        if self._spare.is_dir() and not self._next.exists():
            # The site before the last one: most of its files are the same still.
            self._spare.rename(self._next)
        incremental = None
        if cache:
            last = LastSite(cache, self.site, self._next)
            incremental = Incremental(cache=cache, last=last, settings=made_of)
        made = build_site(
            Path(), self._next, project, incremental,
            preview_at=url, engine_settings=None if written else read.engine,
        )  # fmt: skip
        # What the check has told of is not told once more: a link, a page that is not UTF-8.
        failed = bool(made.problems or made.crash)
        unreadable = {path for path in {problem.path for problem in told} if failed and _is_no_text(path)}
        lines = {(problem.path, problem.line) for problem in told if problem.line}
        problems = [
            *told,
            *(p for p in made.problems if (p.path, p.line) not in lines and p.path not in unreadable),
        ]
        if made.messages:
            problems.append(Problem(path=_ENGINE, message=made.messages, advice=made.config is not None))
        if made.crash and not made.problems and not unreadable:
            problems.append(_broke_off(made.crash))
        if made.config is None:
            return PreviewBuild(shown=False, problems=in_order(problems), crash=made.crash)
        self.url, self.config = url, made.config
        self.config.site_dir = str(self.site.absolute())
        self._is_current = incremental is not None and not made.untried
        self._show(self._is_current)
        return PreviewBuild(
            shown=True,
            problems=in_order(problems),
            refused=self._last_good.refused,
            notes=page_notes(current(), settings, project.content, now),
            due=tuple(digest_lines(settings, project.content, now)),
            untried=made.untried,
        )

    def prove(self) -> tuple[Problem, ...]:
        """The addresses of the pages that are shown which are dead."""
        assert self.config is not None
        return events.prove_preview(self.config)

    def begin_index(self) -> None:
        """Begin to make the search index of the pages that are shown, if the one that is there is of others."""
        build = current()
        if (
            self._index.is_making
            or not build.site.own_search
            or (self._wanted is not None and self._wanted == self._indexed)
        ):
            return
        search = build.search if self._wanted is not None else None
        self._index.begin(self.site, build.site.settings.language, search, cache_changes=True)

    @property
    def is_indexing(self) -> bool:
        return self._index.is_making

    def show_index(self) -> bool:
        """Whether the search index has become ready; then it is shown. Raises PluginError if it cannot be made."""
        if not self._index.done():
            return False
        with self.lock:
            shutil.rmtree(self.site / INDEX_FOLDER, ignore_errors=True)
            (self._work / "search").rename(self.site / INDEX_FOLDER)
        self._indexed = self._wanted
        if self._cache and self._indexed:
            self._cache.put("search", "", self._indexed, ())
            self._cache.commit(partial=True)
        return True

    def keep(self) -> None:
        """Keep what the last builds have made or used for the next preview, and nothing else."""
        if self._cache:
            if self._indexed:
                self._cache.use("search", "")
                if search := current().search:
                    search.keep_pages()
            self._cache.commit()
        self._collect()

    def close(self) -> None:
        self._index.give_up()
        if self._cache:
            self._cache.close()

    def _show(self, incremental: bool) -> None:
        search = current().search
        wanted = search.key if incremental and search else None
        self._wanted = wanted
        index = self.site / INDEX_FOLDER
        with self.lock:
            was_there = self.site.is_dir()
            put_in_place(self._next, self.site, backup=self._backup, spare=self._spare)
            last_index = self._spare / INDEX_FOLDER
            if was_there and last_index.is_dir() and not index.exists():
                # Until the next one is made.
                last_index.rename(index)
        if self._indexed is None and self._wanted and self._cache and index.is_dir():
            # That of an earlier preview.
            kept = self._cache.get("search", "", self._wanted) is not None
            self._indexed = self._wanted if kept else None


def _read_settings() -> _SettingsRead:
    """mkdocs.yml as it is now. Raises Unusable."""
    if not _MKDOCS_YML.exists():
        message = "The file is not there any more; the site goes on as it was."
        fix = "Put it back, as from the last version: git restore mkdocs.yml"
        raise Unusable([Problem(path=_MKDOCS_YML.name, message=message, fix=fix)])
    ours = read_settings(_MKDOCS_YML)
    try:
        return _SettingsRead(ours=ours, engine=read_engine_settings(Path()))
    except MkDocsException:
        return _SettingsRead(ours=ours, engine=None)


def _is_no_text(path: str) -> bool:
    """Whether a file that is there is not saved as UTF-8."""
    try:
        Path(path).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return True
    except OSError:
        return False
    return False


def _broke_off(crash: str = "") -> Problem:
    """What nobody has a sentence for."""
    last = (crash or traceback.format_exc()).strip().rpartition("\n")[2]
    return Problem(
        path=_ENGINE,
        message=f"It broke off: {last}",
        fix="Take back what you changed last; .build/log.txt holds the details.",
    )
