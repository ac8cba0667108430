"""Old addresses of articles as real redirects, in the file that a web server or a host reads.

A build makes a page for each that leads on; a real redirect (301) is quicker, and search engines take it at once. For
Netlify and Cloudflare Pages each build writes the file itself where mkdocs.yml says hosted_on.
Without --to the file is printed. Exit code 0 when it was written, also when a host would not read all of it, which is
told; 1 when the site cannot be read.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from knowledge_center.articles.docs_files import list_files
from knowledge_center.articles.model import has_page
from knowledge_center.articles.page_aliases import page_redirects
from knowledge_center.articles.page_files import addresses
from knowledge_center.articles.redirects import redirects
from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import read_content
from knowledge_center.file_writing import replace_file
from knowledge_center.pages.host_files import REDIRECTS, left_out, redirect_rules
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read
from knowledge_center.site_addresses.redirect_formats import FORMATS, WrittenRedirects


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the folder that holds mkdocs.yml; returns the exit code."""
    about, _, more = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(description=about, epilog=more)
    kinds = ", ".join(f"{name}: {format.about}" for name, format in FORMATS.items())
    parser.add_argument("format", choices=FORMATS, metavar="FORMAT", help=kinds)
    parser.add_argument("--to", metavar="FILE", help="the file to write")
    options = parser.parse_args(argv)
    settings = read(Path("mkdocs.yml"))
    written = _written(settings, options.format)
    if options.to:
        # A server may read it at any time.
        replace_file(Path(options.to), written.text)
    if not options.to:
        print(written.text, end="")
    if said := left_out(written.left_out):
        print(said, file=sys.stderr)
    return 0


def _written(settings: Settings, name: str) -> WrittenRedirects:
    now = read_clock(os.environ)
    docs = Path(settings.docs_dir)
    articles = read_content(Path(), settings, now).articles
    # The newest articles first: what a host has no room for are the oldest ones.
    readable = [article for article in articles.all if has_page(article, now)]
    files = addresses(list_files(docs, settings.docs_dir, []), {}, settings.docs_dir)
    own = docs / REDIRECTS
    return redirect_rules(
        name,
        {path: page.url for path, page in page_redirects(articles.moved_pages).items()}
        | {path: article.url for path, article in redirects(readable).items()},
        (*(article.url for article in readable), *files),
        # A bucket and a site of Netlify begin at the site's own root, whatever the address before it.
        base=unquote(urlsplit(settings.site_url).path) if name in ("nginx", "caddy") else "/",
        own=own.read_text(encoding="utf-8") if own.is_file() else "",
    )
