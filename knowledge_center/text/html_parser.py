"""The parser of lxml.html with one class for all elements: to find another by a name, it calls Python for each."""

from __future__ import annotations

import lxml.html
from lxml import etree

HTML_PARSER = lxml.html.HTMLParser()
HTML_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(
        element=lxml.html.HtmlElement,
        comment=lxml.html.HtmlComment,
        pi=lxml.html.HtmlProcessingInstruction,
        entity=lxml.html.HtmlEntity,
    )
)
