"""Old addresses of articles as real redirects, in the file that a web server or a host reads.

A build makes a page for each that leads on; a real redirect (301) is quicker, and search engines take it at once.
Without --to the file is printed. Exit code 0 when it was written, also when a host would not read all of it, which is
told; 1 when the site cannot be read.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from knowledge_center.articles.docs_files import list_files
from knowledge_center.articles.model import has_page
from knowledge_center.articles.page_files import addresses
from knowledge_center.articles.redirects import redirects
from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import read_content
from knowledge_center.problems import Unusable, disk_sentence
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read
from knowledge_center.site_addresses.redirect_formats import FORMATS, WrittenRedirects, write_redirects
from knowledge_center.text.plurals import counted

# Lines of a site's own, which go first.
_OWN = "_redirects"


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the folder that holds mkdocs.yml; returns the exit code."""
    about, _, more = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(description=about, epilog=more)
    kinds = ", ".join(f"{name}: {format.about}" for name, format in FORMATS.items())
    parser.add_argument("format", choices=FORMATS, metavar="FORMAT", help=kinds)
    parser.add_argument("--to", metavar="FILE", help="the file to write")
    options = parser.parse_args(argv)
    try:
        settings = read(Path("mkdocs.yml"))
        own = _own_lines(Path(settings.docs_dir), options.format)
        written = _written(settings, options.format, own)
        text = own + written.text
        if options.to:
            _write(Path(options.to), text)
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
        return 1
    except OSError as error:
        print(disk_sentence(error), file=sys.stderr)
        return 1
    if not options.to:
        print(text, end="")
    if written.left_out:
        count = counted(len(written.left_out), "old address", "old addresses")
        print(
            f"{count} that the host's rules have no place for, left to the pages that lead on: "
            f"{', '.join(written.left_out[:3])}{' …' if len(written.left_out) > 3 else ''}",
            file=sys.stderr,
        )
    return 0


def _written(settings: Settings, name: str, own: str) -> WrittenRedirects:
    now = read_clock(os.environ)
    articles = read_content(Path(), settings, now).articles
    # The newest articles first: what a host has no room for are the oldest ones.
    readable = [article for article in articles.all if has_page(article, now)]
    found = redirects(readable)
    files = addresses(list_files(Path(settings.docs_dir), settings.docs_dir, []), {}, settings.docs_dir)
    # A bucket and a site of Netlify begin at the site's own root, whatever the address before it.
    base = unquote(urlsplit(settings.site_url).path) if name in ("nginx", "caddy") else "/"
    format = FORMATS[name]
    if format.most:
        # A host counts the site's own lines too.
        lines = sum(bool(line.strip()) and not line.startswith("#") for line in own.splitlines())
        most_bytes = max(1, format.most_bytes - len(own.encode())) if format.most_bytes else 0
        format = replace(format, most=max(1, format.most - lines), most_bytes=most_bytes)
    return write_redirects(
        format,
        {f"{base}{path.removesuffix('index.html')}": f"{base}{to.url}" for path, to in found.items()},
        [f"{base}{url}" for url in (*(article.url for article in readable), *files)],
    )


def _own_lines(docs: Path, format: str) -> str:
    """What stands in docs/_redirects, for the hosts that read it."""
    own = docs / _OWN
    if format not in ("netlify", "cloudflare") or not own.is_file():
        return ""
    return own.read_text(encoding="utf-8").rstrip("\n") + "\n\n"


def _write(target: Path, text: str) -> None:
    """All or nothing: a server may read it at any time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
