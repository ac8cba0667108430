"""The part of a finished page that a search reads."""

from __future__ import annotations

import re

BODY = b"data-pagefind-body"
# What a search takes also where it stands outside of the body, and what would hold for the body.
_TITLE, _MARK = re.compile(rb"<h1\b"), b"data-pagefind-"
_MARK_BEHIND = re.compile(rb"data-pagefind-(?!ignore)")
_DESCRIPTION = re.compile(rb"<meta\b[^>]*\bdescription\b[^>]*>")
_ARTICLE, _END = b"<article", b"</article>"


def searched_part(html: bytes) -> bytes:
    """All that a search has of a page, as a page: its description and its body, or the whole where more may count.

    Empty for a page that is in no search. Of what this gives it gives the same.
    """
    at = html.find(BODY)
    if at < 0:
        return b""
    # In our templates it is an article, which holds no other. Elsewhere the whole page has to do.
    begin, end = html.rfind(b"<", 0, at), html.find(_END, at)
    if not html.startswith(_ARTICLE, begin) or end < 0 or html.find(_ARTICLE, at, end) > 0:
        return html
    before, behind = html[:begin], html[end:]
    if _MARK in before or _MARK_BEHIND.search(behind) or _TITLE.search(before) or _TITLE.search(behind):
        return html
    told = b"".join(_DESCRIPTION.findall(before))
    return b"<head>" + told + b"</head><body>" + html[begin:end] + _END
