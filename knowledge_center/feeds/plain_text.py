"""Plain text in feeds that readers shall not take for HTML: an article about <select> is called so.

RSS never says whether a title is text or HTML. What the RSS Best Practices Profile asks for (rssboard.org/
rss-profile, "character data") is text whose signs of markup are written as numbers: the same letters to every
XML parser, and a sign to validators that they are meant. The other way, escaping twice, reads &lt;select&gt;
in newsboat and others. One warning cannot be helped: the W3C checker takes a complete end tag in a title of
RSS for HTML (ContainsHTML) however it is written, because only its decoded text is looked at.

Atom does say it. A text that reads the same as HTML stays text; any other goes as type="html", escaped, which
readers and validators take as it is meant.
"""

from __future__ import annotations

import re
from html.entities import name2codepoint

from knowledge_center.text.directions import with_closed_directions
from knowledge_center.text.xml import legal

_TAG = re.compile(r"<[/!?A-Za-z]")
_REFERENCE = re.compile(r"&(#?\w+)")
# Elements of RSS that hold plain text, or HTML that was made from it, and none that holds elements.
_TEXT = re.compile(
    rb"<(title|description|category|dc:creator|media:description)(?: [^<>]*)?>[^<]+</\1>", re.DOTALL
)
_NUMBERS = ((b"&amp;", b"&#x26;"), (b"&lt;", b"&#x3C;"), (b"&gt;", b"&#x3E;"))


def plain(text: str) -> str:
    """``text`` as a feed may hold it: no character that XML cannot, no mark that turns what a reader shows after it."""
    return with_closed_directions(legal(text))


def reads_like_html(text: str) -> bool:
    """Whether ``text`` holds what a browser or a validator could take for a tag or a character reference.

    A reference counts without its semicolon too, as it does in HTML and for the W3C feed validator; the
    ampersand of “R&D” does not.
    """
    if _TAG.search(text):
        return True
    names = _REFERENCE.findall(text)
    return any(name in name2codepoint or name == "apos" or not name.isalpha() for name in names)


def written_by_number(rss: bytes) -> bytes:
    """The same RSS document, with the signs of markup in its plain texts as numeric references.

    ``rss`` is well-formed, as a serializer writes it: inside an element without children no “<” stands.
    """

    def numbers(match: re.Match[bytes]) -> bytes:
        text = match.group()
        if b"&" not in text:
            return text
        start = text.index(b">") + 1
        head, words = text[:start], text[start:]
        for name, number in _NUMBERS:
            words = words.replace(name, number)
        return head + words

    return _TEXT.sub(numbers, rss)
