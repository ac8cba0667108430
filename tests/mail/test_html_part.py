from __future__ import annotations

import dataclasses
import re
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import settings as checked

from knowledge_center.digests.issue import SnapshotImage
from knowledge_center.mail.compose import compose
from knowledge_center.text.directions import with_closed_directions
from knowledge_center.words.catalogues import read_words
from tests.digests.samples import WEEKLY, entry, issue, visible_text
from tests.mail.samples import HOSTILE_TITLES, LINKS, PICTURE, mail
from tests.samples import settings

# What a mail program does to a document is unlike a browser's: these elements and rules are not safe there.
UNSAFE = ("script", "iframe", "form", "input", "object", "embed", "video", "audio", "svg", "link", "base")


def parsed(html: str) -> Any:
    return lxml.html.document_fromstring(html)


def one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]", " ", text).split())


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_a_title_comes_out_letter_by_letter(title: str) -> None:
    """Marks, tags, quotes and templates in a title are read, not obeyed."""
    found = issue(entry("lead", title=title, image=PICTURE), entry("second", title=title, summary=title))
    document = parsed(mail(found).html)
    expected = one_line(title)
    links = document.xpath("//a[contains(@href, '/articles/') and contains(@class, 'title')]")
    assert [one_line(link.text_content()) for link in links] == [expected, expected]
    assert [one_line(p.text_content()) for p in document.xpath("//p[contains(@class, 'summary')]")][
        1
    ] == expected
    assert not document.xpath("//script | //td[@bgcolor='red']")
    assert len(document.xpath("//style")) == 1


@checked(max_examples=60, deadline=None)
@given(visible_text.filter(one_line))
def test_any_text_at_all_comes_out_as_it_was_put_in(text: str) -> None:
    """No character an editor can type ends the document or vanishes from it."""
    image = SnapshotImage(path="articles/a/a.png", alt=text, width=3, height=2)
    document = parsed(mail(issue(entry("a", title=text, authors=(text,), image=image))).html)
    # A direction that is left open is closed; nothing else is put in.
    expected = with_closed_directions(one_line(text))
    assert one_line(document.xpath("//h2")[0].text_content()) == expected
    assert one_line(document.xpath("//img/@alt")[0]) == expected
    about = document.xpath("//p[@class='about']")[0]
    assert one_line(about.text_content()) == f"By {expected} · November 12, 2026"
    assert document.xpath("//a[text()='Unsubscribe']/@href") == [LINKS.unsubscribe]


def test_the_mail_has_one_first_heading_and_one_for_each_article() -> None:
    """A screen reader walks from title to title."""
    document = parsed(mail(issue(entry("a"), entry("b", image=PICTURE), intro="# Hello\n\n### More")).html)
    levels = [heading.tag for heading in document.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels == ["h1", "h2", "h3", "h2", "h2"]
    assert document.xpath("//h1")[0].text_content() == "The weekly digest"
    assert "November 9–15, 2026" in document.text_content()


def test_every_article_is_linked_by_its_title() -> None:
    """No link says “click here”: each can be understood out of its place."""
    document = parsed(mail(issue(entry("first-one"), entry("second-one", image=PICTURE))).html)
    links = {
        one_line(a.text_content()): a.get("href") for a in document.xpath("//a") if one_line(a.text_content())
    }
    assert links["First one"] == "https://knowledge.example.com/articles/first-one/"
    assert links["Second one"] == "https://knowledge.example.com/articles/second-one/"
    assert set(links) == {
        "Knowledge Center", "View in browser", "First one", "Second one", "More from Knowledge Center",
        "Unsubscribe", "Choose what you get", "Past issues",
    }  # fmt: skip


def test_every_table_is_for_layout_and_every_picture_has_words_and_sizes() -> None:
    """Screen readers hear no rows and columns, and nothing jumps while pictures load."""
    document = parsed(mail().html)
    assert {table.get("role") for table in document.xpath("//table")} == {"presentation"}
    pictures = document.xpath("//img")
    assert [(p.get("alt"), p.get("width"), p.get("height")) for p in pictures] == [("A desk", "600", "400")]


def test_every_address_in_the_mail_is_absolute_and_safe() -> None:
    """No link or picture depends on where the mail is read."""
    text = "[a](b/) [c](javascript:alert(1)) [d](data:text/html,x) <a href='vbscript:x'>e</a> [f](mailto:a@example.com)"
    document = parsed(mail(issue(entry("a", image=PICTURE), intro=text)).html)
    addresses = [*document.xpath("//@href"), *document.xpath("//@src")]
    assert "https://knowledge.example.com/digests/weekly/2026-W46/b/" in addresses
    assert {address.partition(":")[0] for address in addresses} == {"https", "mailto"}


def test_the_introduction_keeps_its_words_and_loses_what_mail_cannot_bear() -> None:
    """Raw HTML in an introduction is text at most; scripts and styles vanish."""
    text = (
        'Good <b onclick="x()">morning</b> <span style="position:fixed">all</span>.\n\n'
        "<div><p>In a box</p><script>alert(1)</script><style>p{color:red}</style></div>\n\n<!-- a note -->\n\n"
        "<form><input><button>Buy</button></form>\n\n- *one*\n- two\n\n```\ncode\n```\n"
    )
    html = mail(issue(intro=text)).html
    document = parsed(html)
    assert not document.xpath(" | ".join(f"//{name}" for name in UNSAFE))
    assert not document.xpath("//@onclick")
    for gone in ("position:fixed", "alert(1)", "color:red", "a note"):
        assert gone not in html
    for kept in ("<strong>morning</strong>", "all", "In a box", "Form: on the page", "<em>one</em>"):
        assert kept in html


def test_styles_are_where_mail_programs_look_for_them() -> None:
    """Every visible element carries its own style; only dark mode and small screens stay in the head."""
    document = parsed(mail().html)
    (kept,) = document.xpath("//style")
    assert re.sub(r"\s", "", kept.text).count("@media") == 2
    outside = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^}]*\})*\s*\}", "", kept.text).strip()
    assert outside == ":root { color-scheme: light dark; supported-color-schemes: light dark; }"
    for element in document.xpath("//h1 | //h2 | //p | //td | //img | //a[text()]"):
        assert element.get("style"), element.tag


def test_dark_mode_restyles_every_colour() -> None:
    """Whatever sets a text or ground colour in the light has a dark counterpart, or text would vanish."""
    document = parsed(
        mail(issue(entry("a", image=PICTURE), entry("b", image=PICTURE), intro="Hi [x](y)\n\n> z")).html
    )
    dark = document.xpath("//style")[0].text.partition("prefers-color-scheme: dark")[2]
    covered = set(re.findall(r"\.([a-z-]+)", dark))
    for element in document.xpath("//*[contains(@style, 'color')]"):
        classes = set((element.get("class") or "").split()) | ({"h1"} if element.tag == "h1" else set())
        inside_intro = element.xpath("ancestor::td[@class='intro']")
        if re.search(r"(?:^|[;\s-])color:", element.get("style")):
            assert classes & (covered | {"h1"}) or inside_intro, (element.tag, element.get("class"))


def test_language_and_direction_are_said_and_titles_find_their_own() -> None:
    """A Hebrew site is laid out from the right; a Hebrew title in an English mail reads from the right."""
    hebrew = dataclasses.replace(settings(), words=read_words("he"))
    document = parsed(compose(issue(entry("a", image=PICTURE)), WEEKLY, hebrew, LINKS).html)
    assert (document.get("lang"), document.get("dir")) == ("he", "rtl")
    for cell in ("opening", "lead", "foot"):
        assert document.xpath(f"//td[@class='{cell}']/@align") == ["right"]
    document = parsed(mail(issue(entry("a", title="שלום"))).html)
    assert (document.get("lang"), document.get("dir")) == ("en", "ltr")
    assert {h.get("dir") for h in document.xpath("//h2")} == {"auto"}


def test_the_preheader_is_hidden_and_first() -> None:
    """The inbox shows it beside the subject, and the open mail does not."""
    found = issue(entry("a"), entry("b", title="Pay"))
    first = parsed(mail(found).html).xpath("//body/*")[0]
    assert first.text_content().startswith("Also: Pay")
    assert "display: none" in first.get("style")


def test_the_foot_says_who_sends_it_why_and_how_to_leave() -> None:
    """Name, postal address, reason, unsubscribe and choices stand in every mail."""
    words = one_line(parsed(mail().html).xpath("//td[@class='foot']")[0].text_content())
    assert "Example Staffing" in words
    assert "1 Example StreetExampleton" in words
    assert "because you subscribed to “The weekly digest” at Knowledge Center." in words
    html = mail().html
    for link in (LINKS.unsubscribe, LINKS.preferences, LINKS.view):
        assert f'href="{link}"' in html


def test_outlook_is_given_its_table_and_nobody_else_sees_it() -> None:
    """The comments that only Outlook reads are in pairs and survive the inlining."""
    html = mail().html
    assert html.count("<!--[if mso]>") == html.count("<![endif]-->") == 3
    assert '<table role="presentation" width="600"' in html
