from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from knowledge_center.tools.importer.exports.page_furniture import furniture_name
from knowledge_center.tools.importer.exports.source_files import read_file
from knowledge_center.tools.importer.exports.text_page import looks_like_text, read_text_page
from knowledge_center.tools.importer.file_system import FILE_SYSTEM
from knowledge_center.tools.importer.import_model import ImportOptions, TargetSite
from knowledge_center.tools.importer.import_notes import Refused
from knowledge_center.tools.importer.import_plan import make_plan
from knowledge_center.tools.importer.source_folder import export_source
from tests.tools.importer.samples import only, read_options

ABOVE = "Blog"
TITLE = "Why Your Offer Came Late"
ALT = "Woman at a kitchen table opening a letter"
TEXT = f"""\
{ABOVE}

{TITLE}

{ALT}

An offer that comes late is seldom bad news. Most of the time somebody had to sign it, and that somebody was away.

They Are Waiting for a Signature

Nobody tells you, but three people see an offer before you do, and each of them may be out of the office for a week.

What You Can Do

Call once, after ten days, and ask whether there is anything that you can send them. It costs nothing, and it helps.

About Example Staffing

We have been in this business for a long time and know people on both sides of the desk, who look or hire.

Back to Blog Page

Subscribe to our Knowledge Center.

Loading

Subscribe to our blog.

Loading
"""
PAGES = [TEXT]
SEED = Path(os.environ.get("KC_CORPUS", "")).parent / "seed/second-interview.txt"
if os.environ.get("KC_CORPUS") and SEED.is_file():
    PAGES.append(SEED.read_text(encoding="utf-8"))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\w’]+", text))


@pytest.mark.parametrize("text", PAGES)
def test_a_page_is_a_draft_that_wants_date_author_and_topic(tmp_path: Path, text: str) -> None:
    """No word is lost: each is in the article, or among what stood around it, which is named; and none twice."""
    file = tmp_path / "late-offer.txt"
    file.write_text(text, encoding="utf-8")
    export = read_file(file)
    options = ImportOptions(reading=read_options(permalink=""), author="Desk", category="Imported")
    plan = make_plan(export_source(export), TargetSite(), options, FILE_SYSTEM)
    article = only(plan)
    assert list(article.front) == ["title", "description", "image_alt", "draft"]
    assert list(plan.texts) == ["articles/posts/drafts/late-offer.md"]
    around = Counter(piece.name for piece in export.entries[0].furniture)
    assert around["about box"] == 1 and around["navigation"] == 2
    assert around["signup"] == around["loading mark"] >= 2 and len(around) == 4
    around_words = " ".join(piece.text for piece in export.entries[0].furniture)
    kept = f"{article.front['title']} {article.front['image_alt']} {article.body}"
    assert words(kept) + words(around_words) == words(text)
    assert "Loading" not in article.body and "## " in article.body
    assert plan.report.proof is not None and not plan.report.proof.differences


def test_sections_and_lists_are_told_by_their_form() -> None:
    """A short line above others is a heading, marks make items, also with empty lines between them."""
    text = f"{TITLE}\n\nBy Jo Ito\n\nMay 6, 2019\n\n{'Some words of prose stand here. ' * 5}\n\nA List Of Things\n\n"
    text += "- one\n- two <b>\n\n- three\n\n1. first\n2) second\n\nA short one.\n\nThe end is near\n\nAnd it goes on."
    entry = read_text_page("a b.txt", text.encode())
    assert entry.fields["author"] == "Jo Ito" and entry.fields["date"] == "2019-05-06"
    assert entry.fields["slug"] == "why-your-offer-came-late"
    assert (
        "<h2>A List Of Things</h2>\n<ul>\n<li>one</li>\n<li>two &lt;b&gt;</li>\n<li>three</li>\n</ul>"
        in entry.html
    )
    assert (
        "<ol>\n<li>first</li>\n<li>second</li>\n</ol>\n<p>A short one.</p>\n<h2>The end is near</h2>"
        in entry.html
    )


@pytest.mark.parametrize("title", ["Why your offer came late", TITLE])
def test_a_line_below_the_title_is_kept_where_it_may_be_words(title: str) -> None:
    """Only where titles have capitals is a line without them told to be a picture's."""
    text = f"{title}\n\nwhat it means\n\n{'Some words of prose stand here. ' * 8}\n\nMore words follow it."
    entry = read_text_page("x.txt", text.encode())
    assert ("image_alt" in entry.fields) is (title == TITLE)
    assert ("what it means" in entry.html) is (title != TITLE)


def test_a_section_about_something_stays() -> None:
    """“About” begins a box only where the page's own words follow it."""
    prose = "Some words of prose stand here, and there are quite a few of them in each sentence."
    text = f"{TITLE}\n\n{prose}\n\nThe Study\n\n{prose}\n\nAbout This Study\n\n{prose}"
    entry = read_text_page("x.txt", text.encode())
    assert "About This Study" in entry.html and not entry.furniture


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Back to Blog Page", "navigation"),
        ("Subscribe to our Knowledge Center.", "signup"),
        ("LOADING…", "loading mark"),
        ("Facebook Twitter LinkedIn", "share row"),
        ("Share on X", "share row"),
        ("Related posts", "related articles"),
        ("3 Comments", "comments"),
        ("© 2024 Example. All rights reserved.", "legal notice"),
        ("Home > Blog > Pay", "navigation"),
        ("Share what you know with the people who will hire you.", ""),
        ("Getting the news by phone", ""),
        ("Home is where the work is", ""),
        ("Contact the company before you sign", ""),
        ("Next steps", ""),
        ("Comments on a draft contract", ""),
    ],
)
def test_furniture_is_told_by_its_words(line: str, name: str) -> None:
    """And a heading with one of these words in it is none."""
    assert furniture_name(line) == name


@pytest.mark.parametrize(
    "text", ["", "one word", "key = value\n" * 50, "#!/bin/sh\n" + "echo a. b. c. d.\n" * 40, "a,b\n1,2\n"]
)
def test_what_is_no_text_is_none(text: str) -> None:
    """A list of values, a program, a table."""
    assert not looks_like_text(text)


def test_a_page_without_a_title_is_one_sentence() -> None:
    """Nobody should have to guess."""
    with pytest.raises(Refused, match="no short line that could be a title"):
        read_text_page("x.txt", ("word " * 80 + ".\n\n" + "word " * 80).encode())
