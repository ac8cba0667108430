"""The text of a page as HTML, from what Markdown made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import lxml.html
from lxml import etree

from knowledge_center.pages.text_access import make_accessible
from knowledge_center.pages.text_pictures import offer_renditions
from knowledge_center.text.html_parser import HTML_PARSER

# Most texts have none of these, and stay as they are.
_CHANGED = re.compile(r"<(?:img|input|table|pre|h[3-6])\b")


def page_html(html: str, url: str, files: Mapping[str, str]) -> str:
    """``html`` of the text at ``url`` with its pictures in sizes and what it lacks for some readers.

    ``files`` are all our pictures by their site-relative path.
    """
    if not _CHANGED.search(html):
        return html
    root = lxml.html.fragment_fromstring(html, create_parent="div", parser=HTML_PARSER)
    make_accessible(root)
    offer_renditions(root, url, files)
    text: str = etree.tostring(root, encoding="unicode", method="html")
    return text.removeprefix("<div>").removesuffix("</div>").replace("</source>", "")
