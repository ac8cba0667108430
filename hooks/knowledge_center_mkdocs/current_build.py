"""The build that is at work: what one event of it leaves to another, and to all that makes pages and files.

The engine calls the events of a build with nothing but its own objects, so what is known beside them stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from knowledge_center.pages.menu import MenuItem
from knowledge_center.pages.page_context import PageFacts
from knowledge_center.pages.site import Site
from knowledge_center.pages.site_files import PlannedFile
from knowledge_center.problems import Problem
from knowledge_center_mkdocs.kept_files import KeptFiles
from knowledge_center_mkdocs.page_texts import PageTexts, PictureFiles
from knowledge_center_mkdocs.project_read import ProjectRead
from knowledge_center_mkdocs.scheduled_pages import ScheduledPages
from knowledge_center_mkdocs.search_index import SearchIndex
from knowledge_center_mkdocs.site_pages import SitePages
from knowledge_center_mkdocs.template_record import Copy
from knowledge_center_mkdocs.text_base import TextBase

Command = Literal["build", "gh-deploy", "serve"]


@dataclass(slots=True, kw_only=True)
class CurrentBuild:
    """What one build knows. A preview keeps this module loaded, so each of its builds begins a new one."""

    site: Site
    images: dict[str, str]
    old_copies: tuple[Copy, ...] = ()
    planned_files: dict[str, PlannedFile] = field(default_factory=dict)
    pictures: PictureFiles = field(default_factory=lambda: PictureFiles({}))
    kc: PageFacts | None = None
    kept_files: KeptFiles | None = None
    make_files: Callable[[], Iterator[File]] = lambda: iter(())
    search: SearchIndex | None = None
    site_pages: SitePages | None = None
    assets: dict[str, str] = field(default_factory=dict)
    nav: Navigation | None = None
    rendered: list[Page] = field(default_factory=list)
    texts: PageTexts | None = None
    texts_of: Callable[[Files], PageTexts] | None = None
    scheduled: ScheduledPages | None = None
    # In a preview: why some of the planned files could not be made.
    unmade: tuple[Problem, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    text_base: TextBase | None = None

    @property
    def old_names(self) -> frozenset[str]:
        """What the site has copied from an older version of ours and left as it was."""
        return frozenset(copy.name for copy in self.old_copies if not copy.changed and not copy.gone)


_command: Command = "build"
_read: ProjectRead | None = None
_build: CurrentBuild
# Advice that only a build can give: what of the site's own stands where a page of ours would.
advice: list[Problem] = []


def called_by(command: Command) -> None:
    """Remember whether this is a preview, or goes to a branch of files."""
    global _command
    _command = command


def is_preview() -> bool:
    """Whether what is built is a preview."""
    return _command == "serve"


def is_for_branch() -> bool:
    """Whether what is built goes to a branch of files."""
    return _command == "gh-deploy"


@contextmanager
def handed_over(read: ProjectRead) -> Iterator[None]:
    """Let the builds in here work with what has been read already: docs/ is read once."""
    global _read
    _read = read
    try:
        yield
    finally:
        _read = None


def read_before() -> ProjectRead | None:
    """What was handed over: by a program of ours, which tells all problems itself."""
    return _read


def begin(build: CurrentBuild) -> None:
    """Let this be the build that is at work."""
    global _build
    _build = build


def current() -> CurrentBuild:
    """The build that is at work."""
    return _build
