"""The import itself, with its options. Loads the importer, which a site may go without: see import_articles."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import tzinfo
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from knowledge_center.problems import Unusable
from knowledge_center.progress import on_terminal
from knowledge_center.settings.reader import FILE
from knowledge_center.settings.site_settings import read
from knowledge_center.text.plurals import counted
from knowledge_center.tools.importer.author_and_category_files import ListFileError
from knowledge_center.tools.importer.data_files import read_data
from knowledge_center.tools.importer.decoding import decode
from knowledge_center.tools.importer.exports.export_model import ExportError
from knowledge_center.tools.importer.file_system import FILE_SYSTEM, read_target_site, write
from knowledge_center.tools.importer.import_model import ImportOptions, Plan, Source
from knowledge_center.tools.importer.import_notes import Refused
from knowledge_center.tools.importer.import_plan import make_plan
from knowledge_center.tools.importer.material_blog import MaterialBlog
from knowledge_center.tools.importer.old_addresses import DEFAULT_PERMALINK, OldSite
from knowledge_center.tools.importer.pages_left_behind import pages_left_behind, said_of
from knowledge_center.tools.importer.report_file import report_file
from knowledge_center.tools.importer.sharing import Item, Result, one_after_the_other
from knowledge_center.tools.importer.source_categories import read_tag_map
from knowledge_center.tools.importer.source_folder import read_source, read_source_file
from knowledge_center.tools.importer.source_post import ReadOptions

_DEFAULT_AUTHOR = "Editorial Desk"


def run(argv: Sequence[str] | None = None) -> int:
    """Import, print the report, and return 0, or 1 when a file could not be read."""
    arguments = _parser().parse_args(argv)
    progress = on_terminal()
    plan: Plan | None = None
    try:
        if arguments.source.is_file():
            source = read_source_file(arguments.source, arguments.images, pages=arguments.pages)
        else:
            source = read_source(arguments.source, arguments.images)
        arguments.site_url = arguments.site_url or source.site_url
        blog = None if arguments.permalink else source.blog
        options = _import_options(arguments, blog, source)
        plan = make_plan(source, read_target_site(arguments.into), options, FILE_SYSTEM, progress, _share_out)
        if not arguments.dry_run:
            report = arguments.into.parent / "import-report.md"
            write(plan, arguments.into, progress, _report(plan, report))
            if source.to_fetch and arguments.images is None:
                _offer_pictures(
                    source.to_fetch, arguments.site_url, arguments.into.parent / "import-pictures.txt"
                )
    except KeyboardInterrupt:
        print(_stopped(plan, arguments.into), file=sys.stderr)
        return 130
    except (ListFileError, ExportError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        where = error.filename or arguments.into
        again = "Once that is mended, the same command begins again."
        print(f"{where}: {error.strerror}. {again}", file=sys.stderr)
        return 1
    if blog is not None:
        print(_format_blog(blog))
    print(plan.report)
    if not arguments.dry_run:
        print(f"The whole report, nothing shortened: {report}", file=sys.stderr)
        with suppress(Unusable):
            site_url = read(arguments.into.parent / FILE).site_url
            if left := pages_left_behind(plan.texts.values(), site_url):
                print(said_of(left, site_url), file=sys.stderr)
    if plan.report.empty and not plan.report.failed:
        print(_nothing_found(arguments.source, source), file=sys.stderr)
    return 1 if plan.report.failed or plan.report.empty else 0


def _share_out(
    make: Callable[[Item], Result], items: Sequence[Item], step: Callable[[int], None]
) -> Iterator[Result]:
    """In as many processes as a build has, where the site generator is there that they are part of."""
    try:
        from knowledge_center_mkdocs.workers import share_out
    except ModuleNotFoundError:
        yield from one_after_the_other(make, items, step)
        return
    yield from share_out(make, items, step)


def _report(plan: Plan, file: Path) -> Iterator[tuple[Path, bytes]]:
    """The report, above those of earlier runs that brought other articles. A run that adds nothing leaves it as it is.

    It comes before the articles, so that nothing it says of them is lost where a run is stopped.
    """
    earlier = file.read_text(encoding="utf-8") if file.is_file() else ""
    if plan.texts or not earlier:
        below = f"\n{earlier}" if earlier and plan.report.already else ""
        yield file, (report_file(plan.report) + below).encode()


def _stopped(plan: Plan | None, docs: Path) -> str:
    """What is there after Ctrl-C, and how to go on."""
    articles = [path for path in plan.texts if path.endswith(".md")] if plan is not None else []
    there = sum((docs / path).is_file() for path in articles)
    if not there:
        return "Stopped; no article was written. The same command begins again."
    of_all = f"{there} of {counted(len(articles), 'article')}"
    return f"Stopped: {of_all} are there, each whole. The same command adds the rest."


def _offer_pictures(addresses: Sequence[str], site_url: str, file: Path) -> None:
    """Write the addresses of the old site's pictures, for a program that fetches them."""
    whole = [urljoin(site_url, one) for one in addresses]
    known = [one for one in whole if urlsplit(one).scheme in ("http", "https")]
    if len(known) < len(whole):
        print(
            f"{counted(len(whole) - len(known), 'picture')} stood on the old site, at addresses that do not name it: "
            "say where it was with --site-url.",
            file=sys.stderr,
        )
    if not known:
        return
    file.write_text("".join(f"{address}\n" for address in known), encoding="utf-8")
    print(
        f"{counted(len(known), 'picture')} to fetch: they are not among these files. "
        f"`wget -x -nH -i {file} -P uploads` fetches them; then import with --images uploads, "
        "after deleting what this run has written.",
        file=sys.stderr,
    )


def _nothing_found(folder: Path, source: Source) -> str:
    number = (
        len(source.files)
        + len(source.refused)
        + len(source.unread)
        + len(source.pictures)
        + sum(source.others.values())
    )
    held = f"{counted(number, 'file')}, but no article that can be read" if number else "no file"
    return (
        f"{folder} holds {held}. An article is a Markdown file with front matter and a day, or a saved page; "
        "folders whose names begin with a dot, and _site, _includes, _layouts, _data, node_modules and vendor, are "
        "not read."
    )


def _format_blog(blog: MaterialBlog) -> str:
    said = f"A blog of Material for MkDocs: its articles were at {blog.pattern}; these addresses lead on."
    if blog.unread:
        said += (
            f"\n{' and '.join(blog.unread)} cannot be read here: compare the aliases with the old addresses."
        )
    return f"{said}\n"


def _import_options(
    arguments: argparse.Namespace, blog: MaterialBlog | None, source: Source
) -> ImportOptions:
    """The source says what old addresses looked like where the person who imports does not."""
    site = OldSite.at(arguments.site_url)
    told = bool(arguments.permalink)
    return ImportOptions(
        reading=ReadOptions(
            site=site,
            permalink=arguments.permalink or source.permalink,
            zone=_zone(arguments.timezone),
            blog=blog,
            settings=source.settings.without_addresses() if told else source.settings,
        ),
        author=arguments.author or site.host or _DEFAULT_AUTHOR,
        category=arguments.category,
        by_tag=_tags(arguments.tags) if arguments.tags else {},
    )


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"“{name}” is no time zone; one like America/Detroit is expected.") from None


def _tags(file: Path) -> dict[str, tuple[str, ...]]:
    try:
        return read_tag_map(read_data(decode(file.read_bytes())[0], file.suffix.lower()))
    except (Refused, ValueError) as error:
        raise ValueError(f"{file}: {error}") from None


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return path


def _source(text: str) -> Path:
    path = Path(text)
    return path if path.is_file() else _folder(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Bring the Markdown articles of a Jekyll, Eleventy, Hugo or Material for MkDocs site here, or "
        "those of an export of WordPress, Ghost or HubSpot, of a feed, of saved pages or texts. "
        "What is here already stays as it is, so it may be run again. Ends with a report of all that did not "
        "come along."
    )
    parser.add_argument(
        "source",
        type=_source,
        metavar="SOURCE",
        help="the folder where the articles are, with subfolders; or an export, a feed, a saved page or a text",
    )
    parser.add_argument(
        "--into", type=Path, default=Path("docs"), metavar="DOCS", help="our docs folder (docs)"
    )
    parser.add_argument(
        "--images", type=_folder, metavar="FOLDER", help="where more pictures are, besides the source folder"
    )
    parser.add_argument(
        "--tags",
        type=Path,
        metavar="FILE.yml",
        help="which category a tag becomes: “old tag: category”, one a line",
    )
    parser.add_argument(
        "--category", default="Imported", metavar="NAME", help="the category of all others (Imported)"
    )
    parser.add_argument(
        "--author", default="", metavar="NAME",
        help=f"who signs articles that name nobody (the old site's host, else {_DEFAULT_AUTHOR})",
    )  # fmt: skip
    parser.add_argument(
        "--site-url",
        default="",
        metavar="URL",
        help="where the old site was: old addresses become redirects and ids",
    )
    parser.add_argument(
        "--permalink", default="", metavar="PATTERN",
        help=f"what old addresses looked like ({DEFAULT_PERMALINK}; the settings of Jekyll, Hugo and Material say it)",
    )  # fmt: skip
    parser.add_argument(
        "--timezone", default="UTC", metavar="ZONE", help="the zone of this site, for times (UTC)"
    )
    parser.add_argument("--pages", action="store_true", help="the pages of an export, too")
    parser.add_argument("--dry-run", action="store_true", help="print the report, write nothing")
    return parser
