"""What a host of files reads beside a site: old addresses as real redirects, and the headers of its answers.

Sources: docs.netlify.com (Redirects and rewrites; Custom headers), developers.cloudflare.com (Pages: Redirects,
Headers).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from knowledge_center.site_addresses.redirect_formats import FORMATS, WrittenRedirects, write_redirects

REDIRECTS, HEADERS = "_redirects", "_headers"
# The hosts that read both files in the site's own folder.
HOSTS = ("netlify", "cloudflare")
# No two rules set the same header: the hosts would join both values.
_HEADERS = """\
# Made by knowledge-center. Everything else keeps the host's own header, which lets browsers ask each time whether a
# file has changed. No other site may show these pages, and the form on them, in a frame of its own.

/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Content-Security-Policy: frame-ancestors 'self'
  X-Frame-Options: SAMEORIGIN

/feeds.opml
  Content-Type: text/x-opml; charset=utf-8

# The search index: other content, other name.
/search-index/index/*
  Cache-Control: public, max-age=31536000, immutable

# Styles, scripts and fonts, in the same way.
/assets/hashed/*
  Cache-Control: public, max-age=31536000, immutable
"""


def headers() -> bytes:
    """The file of headers, the same for both hosts."""
    return _HEADERS.encode()


def redirect_rules(
    name: str, moved: Mapping[str, str], pages: Iterable[str], *, base: str = "/", own: str = ""
) -> WrittenRedirects:
    """The redirects of a host or web server: the lines ``own`` first, where it is a host that reads lines, then ours.

    ``name`` is one of FORMATS. ``moved`` are the files of the pages that lead on, as ``articles/old/index.html``, each
    with the address it leads to; what a host has no room for are the last ones. ``pages`` are the addresses of all
    pages, which no rule may hide; like those they are relative to the site, which stands at ``base``.
    """
    format = FORMATS[name]
    own = f"{own.rstrip()}\n\n" if own.strip() and name in HOSTS else ""
    if format.most:
        # A host counts the site's own lines too.
        lines = sum(bool(line.strip()) and not line.startswith("#") for line in own.splitlines())
        most_bytes = max(1, format.most_bytes - len(own.encode())) if format.most_bytes else 0
        format = replace(format, most=max(1, format.most - lines), most_bytes=most_bytes)
    rules = {f"{base}{path.removesuffix('index.html')}": f"{base}{url}" for path, url in moved.items()}
    written = write_redirects(format, rules, [f"{base}{url}" for url in pages])
    return replace(written, text=own + written.text)


def left_out(paths: Collection[str]) -> str:
    """Which old addresses a host's rules have no place for, in a sentence; nothing where there are none."""
    if not paths:
        return ""
    some = ", ".join(list(paths)[:3])
    count = "1 old address" if len(paths) == 1 else f"{len(paths):,} old addresses"
    return (
        f"{count} that the host's rules have no place for, left to the pages that lead on: "
        f"{some}{' …' if len(paths) > 3 else ''}"
    )
