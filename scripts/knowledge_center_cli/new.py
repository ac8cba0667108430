"""Begin an article: its file with the fields every article has, as a draft."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from knowledge_center.articles.articles_reader import read_articles
from knowledge_center.articles.model import POSTS
from knowledge_center.clock import read_clock
from knowledge_center.front_matter.yaml_mistakes import double_quoted
from knowledge_center.problems import Problem, Unusable, did_you_mean, one_of, quoted, report
from knowledge_center.settings.site_settings import read
from knowledge_center.text.slugs import slug

_DESCRIPTION = "Say here in one or two sentences, 50 to 160 characters in all, what a reader gets from it."


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the folder that holds mkdocs.yml; returns 1 where nothing could be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("title", metavar="TITLE", help="its headline, in quotes")
    parser.add_argument("--author", help="a key of .authors.yml (the first one)")
    parser.add_argument("--category", help="a key of .categories.yml (the first one)")
    options = parser.parse_args(argv)
    try:
        settings = read(Path("mkdocs.yml"))
        now = read_clock(os.environ)
        articles = read_articles(Path(), settings, now)
        title = " ".join(options.title.split())
        author = _chosen("--author", options.author, articles.authors, "articles/.authors.yml")
        category = _chosen("--category", options.category, articles.categories, "articles/.categories.yml")
        name = slug(title)
        taken = next((a.source for a in articles.all if name in (a.name, *a.aliases)), "")
        today = now.astimezone(settings.zone).date()
        path = Path(settings.docs_dir, POSTS, str(today.year), f"{name}.md")
        if taken or path.exists():
            message = f"There is an article of that name already: {taken or path.as_posix()}."
            fix = 'knowledge-center new "Another title"'
            raise Unusable([Problem(path=path.as_posix(), message=message, fix=fix)])
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(
                f"---\ntitle: {double_quoted(title)}\ndate: {today}\ndescription: {_DESCRIPTION}\n"
                f"authors: [{author}]\ncategories: [{category}]\ndraft: true\n---\n\nThe first paragraph.\n"
            )
    except Unusable as unusable:
        print(report(unusable.problems), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: it cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    base = urlsplit(settings.site_url).path
    print(path.as_posix())
    print(f"knowledge-center serve shows it at http://127.0.0.1:8000{base}articles/{name}/")
    print("Readers see it once the line draft: true is deleted.")
    return 0


def _chosen(option: str, wanted: str | None, known: Mapping[str, object], file: str) -> str:
    """The key that was asked for, or the first one. Raises Unusable."""
    if not known:
        fix = "knowledge-center check"
        raise Unusable([Problem(path=file, message="Nothing in it can be used yet.", fix=fix)])
    if wanted is None:
        return next(iter(known))
    if wanted not in known:
        meant = did_you_mean(wanted, known) or next(iter(known))
        message = f"{quoted(wanted)} is not in {file}. There are {one_of(known)}."
        raise Unusable([Problem(path=option, message=message, fix=f"{option} {meant}")])
    return wanted
