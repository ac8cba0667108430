"""The pictures of pages in their sizes: which a site has, and each made once, by all cores, and kept by its bytes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.fingerprints import Fingerprints
from knowledge_center.build_cache.last_site import LastSite
from knowledge_center.pages.site import Site
from knowledge_center.pictures.flaws import UNREADABLE
from knowledge_center.pictures.mail_renditions import CACHE
from knowledge_center.pictures.measuring import measure
from knowledge_center.pictures.page_renditions import render_for_pages
from knowledge_center.pictures.page_sizes import COVER, TEXT, Made, files_for
from knowledge_center.problems import Problem, Unusable

# What is made of one picture: each with the file that holds it, or None where the picture cannot be read.
Rendered = dict[Made, Path] | None
# Lets the work be done, in the order of the items: here or by several processes.
ShareOut = Callable[[Callable[[str], Rendered], Sequence[str]], Iterable[Rendered]]


class PagePictures:
    """Every picture of a site that pages show in several sizes: its file by its site-relative path in ``files``.

    ``in_texts`` are the paths of those that texts show.
    """

    def __init__(
        self, config: MkDocsConfig, site: Site, files: Mapping[str, str], in_texts: Iterable[str]
    ) -> None:
        self._files, self._docs = files, Path(config.docs_dir)
        self._docs_dir = site.settings.docs_dir
        self._cache = Path(config.config_file_path).absolute().parent / CACHE
        self.wanted = {path: made for path, made in _wanted(site, files, in_texts).items() if path in files}

    def place(self, folder: Path) -> None:
        """Have all of them in the site in ``folder``. Raises Unusable for pictures that cannot be read."""
        for path, made in self.rendered(list(self.wanted), _one_by_one):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            for one, file in made.items():
                (folder / one.of(path)).unlink(missing_ok=True)
                _put(file, folder / one.of(path))

    def place_changes(
        self, last: LastSite, folder: Path, fingerprints: Fingerprints, share: ShareOut
    ) -> None:
        """The same, with those of the last site taken over whose picture is the same."""
        missing = []
        for path, made in self.wanted.items():
            key = self._key(path, fingerprints)
            kept = {one: last.file(one.of(path), key) for one in made}
            for one, file in kept.items():
                if file and all(kept.values()):
                    last.take_over(one.of(path), file)
                else:
                    last.will_write(one.of(path))
            if not all(kept.values()):
                missing.append(path)
        for path, rendered in self.rendered(missing, share):
            for one, cached in rendered.items():
                _put(cached, folder / one.of(path))
                last.keep(one.of(path), self._key(path, fingerprints), last.written(one.of(path)))

    def rendered(self, paths: Sequence[str], share: ShareOut) -> list[tuple[str, dict[Made, Path]]]:
        """What is made of the pictures at these paths. Raises Unusable for all that cannot be read."""
        found = list(zip(paths, share(self._render, paths), strict=True))
        damaged = [path for path, made in found if made is None]
        if damaged:
            raise Unusable(
                Problem(path=self._shown(path), message=f"The file {UNREADABLE.says}", fix=UNREADABLE.fix)
                for path in damaged
            )
        return [(path, made) for path, made in found if made is not None]

    def _render(self, path: str) -> Rendered:
        return render_for_pages(Path(self._files[path]), self.wanted[path], self._cache)

    def _key(self, path: str, fingerprints: Fingerprints) -> bytes:
        return content_hash("page picture", fingerprints.of(self._files[path]), repr(self.wanted[path]))

    def _shown(self, path: str) -> str:
        file = Path(self._files[path])
        if file.is_relative_to(self._docs):
            return f"{self._docs_dir}/{file.relative_to(self._docs).as_posix()}"
        return file.as_posix()


def _wanted(site: Site, files: Mapping[str, str], in_texts: Iterable[str]) -> dict[str, tuple[Made, ...]]:
    found: dict[str, set[Made]] = {}
    issues = [issue for digest in site.settings.digests for issue in site.ledgers[digest.key].issues]
    in_mails = [entry for issue in issues for entry in (*issue.entries, issue.evergreen) if entry]
    for one in (*site.shown, *site.apart, *site.ended):
        if one.image:
            image = one.image
            found.setdefault(image.path, set()).update(
                files_for(image.path, image.sized_width, image.size, COVER)
            )
    for entry in in_mails:
        if entry.image:
            found.setdefault(entry.image.path, set()).update(
                files_for(entry.image.path, entry.image.width, 0, COVER)
            )
    for path in in_texts:
        measured = measure(Path(files[path]), path=path, alt="") if path in files else None
        if measured:
            found.setdefault(path, set()).update(files_for(path, measured.sized_width, measured.size, TEXT))
    return {path: tuple(sorted(made)) for path, made in sorted(found.items()) if made}


def _one_by_one(make: Callable[[str], Rendered], items: Sequence[str]) -> Iterable[Rendered]:
    return map(make, items)


def _put(cached: Path, place: Path) -> None:
    """Have the same file at another place; nothing is written to either again."""
    try:
        os.link(cached, place)
    except OSError:
        # On another disk, or where there are no hard links.
        shutil.copyfile(cached, place)
