"""The files and the navigation of a site as MkDocs finds them, without thousands that have no part in either."""

from __future__ import annotations

import logging
import os
from contextlib import suppress

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation

from knowledge_center.articles.model import POSTS

log = logging.getLogger("mkdocs.structure.files")


def files_beside_articles(config: MkDocsConfig) -> Files:
    """What ``get_files`` of MkDocs finds in docs/, but for what lies among the articles.

    Of that nothing is published as it lies there: ``pages.add_pictures`` would take it out again.
    """
    found: list[File] = []
    of_one_address: list[tuple[File, File]] = []
    for folder, folders, names in os.walk(config.docs_dir, followlinks=True):
        relative = os.path.relpath(folder, config.docs_dir)
        folders[:] = sorted(one for one in folders if os.path.join(relative, one) != os.path.normpath(POSTS))
        by_address: dict[str, File] = {}
        # An index stands before all else.
        for name in sorted(
            names, key=lambda name: (os.path.splitext(name)[0] not in ("index", "README"), name)
        ):
            path = os.path.join(relative, name)
            file = File(path, config.docs_dir, config.site_dir, config.use_directory_urls)
            first = by_address.setdefault(file.dest_uri, file)
            if first is not file:
                of_one_address.append((first, file))
            found.append(file)
    set_exclusions(found, config)
    for one, other in of_one_address:
        kept, out = (other, one) if other.inclusion.is_included() else (one, other)  # type: ignore[no-untyped-call]
        if kept is other and one.inclusion.is_included():  # type: ignore[no-untyped-call]
            log.warning(
                f"Excluding '{one.src_uri}' from the site because it conflicts with '{other.src_uri}'."
            )
        with suppress(ValueError):
            found.remove(out)
    return Files(found)


def navigation_of(files: Files, config: MkDocsConfig) -> Navigation:
    """The navigation as ``get_navigation`` of MkDocs makes it.

    Where mkdocs.yml has none, it brings all pages into an order, those among them that are to be in none.
    """
    if config.nav is None:
        files = Files(one for one in files if one.page is None or one.inclusion.is_in_nav())  # type: ignore[no-untyped-call]
    return get_navigation(files, config)
