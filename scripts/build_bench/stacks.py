"""The stacks that are compared: ours, and the peers that are installed, each with a site of the same articles."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from build_bench.bench_articles import CATEGORIES, PICTURE, Article, picture, scheduled
from build_bench.measuring import run

ROOT = Path(__file__).resolve().parents[2]
LAYOUTS = Path(__file__).resolve().parent / "layouts"
# 2026-11-23: articles are older, and a build on any day makes the same site.
NOW = "1795420800"
OURS, OUR_PAGES = "ours", "ours without search"
STOCK, HUGO, HUGO_SEARCH, ELEVENTY, PELICAN = "stock", "Hugo", "Hugo + Pagefind", "Eleventy", "Pelican"
PEERS = (STOCK, HUGO, ELEVENTY, PELICAN)
OUR_COMMAND = (sys.executable, "-m", "knowledge_center_cli")
_PAGEFIND = (sys.executable, "-m", "pagefind")
_LINK = re.compile(r"\]\((article-\d+)\.md\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A command of a build; ``label`` is what the build is called up to here."""

    label: str
    call: tuple[str, ...]
    environ: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A site of one program: where articles and the footer lie, how an article is written there, how it is
    built, and what has to go for a build to be the first. ``again`` is False where no build is ever shorter
    than the first, and it is measured once."""

    folder: Path
    articles: str
    footer: str
    write: Callable[[Article], str]
    steps: tuple[Step, ...]
    made: tuple[str, ...]
    again: bool = True

    def put(self, article: Article) -> None:
        """Write an article, or write it again."""
        (self.folder / self.articles / f"{article.name}.md").write_text(self.write(article), encoding="utf-8")

    def forget(self) -> None:
        """Put everything aside that former builds have made or remembered.

        It is not deleted: for minutes after that ext4 looks for places that were not in use lately, which took a
        build of 4,000 files up to two seconds, and that is no part of what is compared.
        """
        aside = Path(tempfile.mkdtemp(prefix="former-", dir=self.folder.parent))
        for number, path in enumerate(self.folder / name for name in self.made):
            if path.exists():
                path.rename(aside / str(number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """Where the peers are: the Python that has the stock stack, and three commands. None: not there."""

    stock: str | None = None
    hugo: str | None = None
    eleventy: str | None = None
    pelican: str | None = None


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """The surroundings of every command: one clock, and nothing of the caller's that changes how a site is built."""
    # Without compiled modules each run would compile them again, which no installed program does.
    of_the_caller = ("KC_", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    environ = {key: value for key, value in os.environ.items() if not key.startswith(of_the_caller)}
    return {**environ, "SOURCE_DATE_EPOCH": NOW, "NO_MKDOCS_2_WARNING": "1", **more}


def our_environment(first: Path | None = None) -> dict[str, str]:
    """The same for our own commands, which come from this checkout; ``first`` goes before every other module."""
    inherited = os.environ.get("PYTHONPATH")
    paths = [
        *([first] if first else []),
        ROOT,
        ROOT / "hooks",
        ROOT / "scripts",
        *([inherited] if inherited else []),
    ]
    return environment({"PYTHONPATH": os.pathsep.join(map(str, paths))})


def all_stacks(folder: Path, articles: Iterable[Article], programs: Programs) -> Iterator[Stack]:
    """Ours, ours without its search, and the peers that are there, each in a folder of its own."""
    written = list(articles)
    with_scheduled = [*written, *scheduled(written)]
    yield ours(folder / "ours", with_scheduled)
    yield our_pages(folder / "pages", folder / "without-search", with_scheduled)
    if programs.stock:
        yield stock(folder / "stock", written, programs.stock)
    if programs.hugo:
        yield hugo(folder / "hugo", written, programs.hugo)
    if programs.eleventy:
        yield eleventy(folder / "eleventy", written, programs.eleventy)
    if programs.pelican:
        yield pelican(folder / "pelican", written, programs.pelican)


def versions(programs: Programs) -> dict[str, str]:
    """What is compared, as each program names itself; "" for what does not answer."""
    packages = ("mkdocs", "mkdocs-material", "mkdocs-rss-plugin")
    asked = "from importlib.metadata import version as v; print(', '.join(f'{n} {v(n)}' for n in %r))"
    calls: dict[str, tuple[str, ...] | None] = {
        OURS: (*OUR_COMMAND, "--version"),
        "Python": (sys.executable, "--version"),
        "Pagefind": (*_PAGEFIND, "--version"),
        STOCK: (programs.stock, "-c", asked % (packages,)) if programs.stock else None,
        HUGO: (programs.hugo, "version") if programs.hugo else None,
        ELEVENTY: (programs.eleventy, "--version") if programs.eleventy else None,
        PELICAN: (programs.pelican, "--version") if programs.pelican else None,
    }
    return {name: _answer(call) if call else "" for name, call in calls.items()}


def _answer(call: tuple[str, ...]) -> str:
    environ = our_environment() if call[0] == sys.executable else environment({})
    try:
        done = subprocess.run(call, env=environ, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip().partition("\n")[0]


def ours(root: Path, articles: Iterable[Article]) -> Stack:
    """The project's own settings, hook and pages, all features on, with the same articles."""
    return _ours(root, articles, Step(label=OURS, call=(*OUR_COMMAND, "build"), environ=our_environment()))


def our_pages(root: Path, stand_in: Path, articles: Iterable[Article]) -> Stack:
    """The same, with a stand-in for the search that indexes nothing: what is left is all the rest."""
    shutil.copytree(LAYOUTS / "search_stand_in", stand_in)
    step = Step(label=OUR_PAGES, call=(*OUR_COMMAND, "build"), environ=our_environment(stand_in))
    return _ours(root, articles, step)


def indexed(stack: Stack) -> bool:
    """Whether our last build has made a real index: with the stand-in it must not."""
    return any((stack.folder / "site").glob("search-index/index/*"))


def _ours(root: Path, articles: Iterable[Article], step: Step) -> Stack:
    root.mkdir(parents=True)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    changed = settings.replace("  name: material\n", "  name: material\n  custom_dir: overrides\n", 1)
    (root / "mkdocs.yml").write_text(changed, encoding="utf-8")
    (root / "hooks").mkdir()
    shutil.copy(ROOT / "hooks/main.py", root / "hooks")
    shutil.copytree(
        ROOT / "docs", root / "docs", ignore=shutil.ignore_patterns("posts", "weekly", ".published.yml")
    )
    footer = root / "overrides/partials/footer.html"
    footer.parent.mkdir(parents=True)
    shutil.copy(ROOT / "overrides/partials/footer.html", footer)
    posts = root / "docs/articles/posts"
    posts.mkdir(parents=True)
    (posts.parent / ".authors.yml").write_text("desk:\n  name: Desk\n", encoding="utf-8")
    topics = "".join(f"{slug}:\n  name: {slug.capitalize()}\n" for slug in CATEGORIES)
    (posts.parent / ".categories.yml").write_text(topics, encoding="utf-8")
    made = ("site", ".build", ".cache")
    footer_file = "overrides/partials/footer.html"
    stack = Stack(
        folder=root,
        articles="docs/articles/posts",
        footer=footer_file,
        write=_our_article,
        steps=(step,),
        made=made,
    )
    _fill(stack, articles)
    # With every page of the archive feed there is to build.
    run([*OUR_COMMAND, "archive"], root, our_environment())
    return stack


def stock(root: Path, articles: Iterable[Article], python: str) -> Stack:
    """Material, its blog and its search, and mkdocs-rss-plugin without git, as their manuals set them up."""
    build = (python, "-m", "mkdocs", "build", "--quiet")
    return _peer(
        root,
        articles,
        layout="stock",
        into="docs/articles/posts",
        footer="overrides/partials/copyright.html",
        write=_our_article,
        steps=(_step(STOCK, build),),
        made=("site", ".cache"),
        again=False,
    )


def hugo(root: Path, articles: Iterable[Article], program: str) -> Stack:
    """Hugo with a small layout; Pagefind over its finished site is a step of its own."""
    return _peer(
        root,
        articles,
        layout="hugo",
        into="content/articles",
        footer="layouts/partials/footer.html",
        write=_hugo_article,
        steps=(
            _step(HUGO, (program, "--quiet")),
            _step(HUGO_SEARCH, (*_PAGEFIND, "--site", "public", "--quiet")),
        ),
        made=("public", "resources", ".hugo_build.lock"),
        picture_in="static",
    )


def eleventy(root: Path, articles: Iterable[Article], program: str) -> Stack:
    """Eleventy with a small layout and one feed."""
    return _peer(
        root,
        articles,
        layout="eleventy",
        into="content/articles",
        footer="_includes/footer.njk",
        write=_eleventy_article,
        steps=(_step(ELEVENTY, (program, "--quiet")),),
        made=("_site",),
    )


def pelican(root: Path, articles: Iterable[Article], program: str) -> Stack:
    """Pelican with its own simple theme and its feeds."""
    return _peer(
        root,
        articles,
        layout="pelican",
        into="content/articles",
        footer="templates/footer.html",
        write=_pelican_article,
        steps=(_step(PELICAN, (program, "--quiet")),),
        made=("output",),
    )


def _step(label: str, call: tuple[str, ...]) -> Step:
    return Step(label=label, call=call, environ=environment({}))


def _peer(
    root: Path,
    articles: Iterable[Article],
    *,
    layout: str,
    into: str,
    footer: str,
    write: Callable[[Article], str],
    steps: tuple[Step, ...],
    made: tuple[str, ...],
    again: bool = True,
    picture_in: str = "",
) -> Stack:
    shutil.copytree(LAYOUTS / layout, root)
    stack = Stack(folder=root, articles=into, footer=footer, write=write, steps=steps, made=made, again=again)
    (root / into).mkdir(parents=True, exist_ok=True)
    (root / footer).parent.mkdir(parents=True, exist_ok=True)
    (root / footer).write_text("<footer>Words at the foot</footer>\n", encoding="utf-8")
    _fill(stack, articles, picture_in)
    return stack


def _fill(stack: Stack, articles: Iterable[Article], picture_in: str = "") -> None:
    for article in articles:
        stack.put(article)
    beside = stack.folder / (picture_in or stack.articles)
    beside.mkdir(exist_ok=True)
    picture(beside / PICTURE)


def _front_matter(article: Article) -> str:
    return (
        f"title: {article.title}\ndate: {article.day}\ndescription: {article.description}\n"
        f"authors: [desk]\ncategories: [{article.category}]\n"
    )


def _our_article(article: Article) -> str:
    shown = f"image: {article.image}\nimage_alt: A photograph\n" if article.image else ""
    return f"---\n{_front_matter(article)}{shown}---\n\n{article.body}"


def _hugo_article(article: Article) -> str:
    body = _LINK.sub(r']({{< ref "\1.md" >}})', article.body).replace(f"({PICTURE})", f"(/{PICTURE})")
    return f"---\n{_front_matter(article)}---\n\n{body}"


def _eleventy_article(article: Article) -> str:
    body = _LINK.sub(r"](/articles/\1/)", article.body).replace(f"({PICTURE})", f"(/articles/{PICTURE})")
    return f"---\n{_front_matter(article)}---\n\n{body}"


def _pelican_article(article: Article) -> str:
    body = _LINK.sub(r"]({filename}\1.md)", article.body).replace(f"({PICTURE})", f"({{static}}{PICTURE})")
    return (
        f"Title: {article.title}\nDate: {article.day}\nSummary: {article.description}\n"
        f"Slug: {article.name}\nAuthors: desk\nCategory: {article.category}\n\n{body}"
    )
