"""The frame that every mail stands in."""

from __future__ import annotations

import lxml.html
import pytest
from jinja2 import DictLoader, Environment, UndefinedError

from knowledge_center.brand.palette import PALETTE
from knowledge_center.mail.templating import rendered, templates
from knowledge_center.words.catalogues import read_words

LETTER = """{% extends "frame.html" %}
{% block styles %}
.own { color: #123456; }
{% endblock %}
{% block paper %}
<tr><td class="own">{{ given }}</td></tr>
{% endblock %}
{% block foot %}
<p>{{ start }}</p>
{% endblock %}
"""


def framed(language: str = "en", **more: str) -> str:
    made = templates()
    ours = made.loader
    assert ours
    both = {"letter.html": LETTER, "frame.html": ours.get_source(made, "frame.html")[0]}
    both |= {name: ours.get_source(made, name)[0] for name in ("inlined.css", "kept.css")}
    letter: Environment = made.overlay(loader=DictLoader(both))
    return rendered(
        letter, "letter.html", colors=PALETTE, words=read_words(language), subject="A <b> & c",
        preheader="More", **more,
    )  # fmt: skip


def test_what_is_given_is_text_wherever_it_stands() -> None:
    """In the title, in an attribute, in a paragraph: nothing of it becomes markup."""
    root = lxml.html.document_fromstring(framed(given="<script>x</script>"))
    assert root.xpath("string(//title)") == "A <b> & c"
    assert root.xpath("//div[@class='sheet']/@aria-label") == ["A <b> & c"]
    assert root.xpath("string(//td[@class='own'])") == "<script>x</script>"
    assert root.xpath("//script") == []


def test_a_letters_own_styles_are_inlined_with_the_frames() -> None:
    """A mail program that drops style sheets shows them all the same."""
    root = lxml.html.document_fromstring(framed(given="x"))
    (own,), (sheet,) = root.xpath("//td[@class='own']/@style"), root.xpath("//div[@class='sheet']/@style")
    assert "#123456" in own and "max-width: 600px" in sheet


@pytest.mark.parametrize(("direction", "start"), [("ltr", "left"), ("rtl", "right")])
def test_a_mail_has_the_direction_of_its_language(direction: str, start: str) -> None:
    """The document, the sheet, and the side on which lines begin."""
    root = lxml.html.document_fromstring(framed("he" if direction == "rtl" else "de", given="x"))
    assert root.get("dir") == direction
    assert root.xpath("//div[@class='sheet']/@dir") == [direction]
    assert root.xpath("//td[@class='foot']/@align") == [start]
    assert root.xpath("normalize-space(//td[@class='foot'])") == start


def test_a_word_that_is_missing_is_an_error() -> None:
    """No mail leaves with a gap."""
    with pytest.raises(UndefinedError):
        framed()
