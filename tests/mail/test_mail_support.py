"""Nothing that one of the large mail programs does not support carries the layout of a mail or its meaning."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from knowledge_center.mail.compose import compose
from knowledge_center.mail.model import Picture
from knowledge_center.signup.transactional_mail import MailKind, TransactionalMail
from knowledge_center.signup.transactional_mail import compose as compose_transactional
from knowledge_center.words.catalogues import read_words
from tests.digests.samples import WEEKLY, entry, issue
from tests.mail.mail_support import RECORD, used
from tests.mail.samples import LINKS, PICTURE
from tests.samples import NOW, settings

INTRO = """
# Good morning

Read *this*, **that**, ~~nothing~~ and `code`; H~2~O and x^2^.

- one
1. two

> Said.

| What | When |
|---|---|
| a | b |

!!! tip "In short"
    Ask.

```
code
```

---

### A step down
"""
# What one program or another lacks, and why a mail is as good without it. Whatever is not here has to work everywhere.
WITHOUT = {
    "css-display": "Outlook for Windows: the table in its own comments puts picture and words side by side",
    "css-max-width": "Outlook for Windows: the table in its own comments is 600 pixels wide; pictures say their width",
    "css-width": "Outlook for Windows: the same, and pictures say their width in an attribute",
    "css-height": "pictures say their height in an attribute; no block has one",
    "html-width": "Outlook for Windows: no attribute of a picture is a percentage",
    "html-height": "the same",
    "css-padding": "Outlook for Windows knows it on table cells, and the layout has it there; elsewhere it adorns",
    "css-margin": "no margin is negative, none is on a span; a sheet is centred by its cell, too",
    "html-align": "Outlook for Mac: a style says float as well",
    "css-display-none": "the words for the inbox are hidden by their height and size as well",
    "css-max-height": "they are hidden by display as well",
    "css-overflow": "they are hidden by display as well",
    "css-opacity": "they are hidden by display as well",
    "css-font-size": "sizes are in pixels, which every program knows",
    "css-line-height": "in pixels; at worst lines stand a little wider",
    "css-float": "Outlook for Windows: an attribute says align as well",
    "css-word-break": "word-wrap breaks a long word where this does not",
    "css-word-wrap": "word-break breaks a long word where this does not; Outlook for Windows lets it stick out",
    "css-overflow-wrap": "the other two say the same to all others",
    "css-white-space": "at worst a date is broken over two lines, and lines of code flow",
    "css-border": "no border is wider than 8 pixels; one beside a quotation is an ornament",
    "css-border-radius": "an ornament: the button has corners",
    "css-letter-spacing": "an ornament",
    "css-text-decoration": "links have a colour of their own, too",
    "css-color-scheme": "it only says that the dark is known; a program without it darkens by itself or not at all",
    "html-meta-color-scheme": "the same",
    "html-style": "small screens and the dark are nicer with it; tests/browser/test_mail.py looks at mails without",
    "html-role": "a screen reader may say “table” where there is none",
    "html-aria-label": "the title says the same",
    "html-dir": "the cells say on which side they begin",
    "html-lang": "a screen reader may take its own voice",
    "html-lists": "no list has another mark than a dot or a number",
    "html-body": "what it says, the table in it says too",
    "css-font-weight": "bold is bold in all of them",
    "css-text-align": "no value but left and right is used",
}


KINDS: tuple[MailKind, ...] = ("confirm", "already")


def every_mail() -> Iterator[str]:
    """A mail of each kind, with everything in it that there is."""
    found = issue(
        entry("a", image=PICTURE), entry("b", image=PICTURE), entry("c"), intro=INTRO,
        evergreen=entry("d", image=PICTURE),
    )  # fmt: skip
    logo = Picture(url="https://knowledge.example.com/assets/logo.mail.png", alt="", width=36, height=36)
    for language in ("en", "he"):
        yield compose(found, WEEKLY, replace(settings(), words=read_words(language)), LINKS, logo=logo).html
    for kind in KINDS:
        queued = TransactionalMail(
            number=1, kind=kind, to="a@example.com", subscriber="aaaaaaaaaa", digests=("weekly",), asked=NOW
        )
        yield compose_transactional(queued, settings(), "https://knowledge.example.com/confirm/a").html


FEATURES: dict[str, dict[str, str]] = (
    json.loads(RECORD.read_text(encoding="utf-8"))["features"] if RECORD.exists() else {}
)


@pytest.fixture(scope="module")
def features() -> set[str]:
    """What our mails are made of; a KeyError names something that was never looked up, see mail_support.py."""
    return set().union(*map(used, every_mail()))


def test_what_is_not_supported_everywhere_is_not_needed(features: set[str]) -> None:
    """Gmail, Outlook, Apple Mail and Yahoo, in all their programs: each lack is known, and harmless."""
    lacking = {
        slug: {program: answer for program, answer in FEATURES[slug].items() if answer[0] not in "yu"}
        for slug in features
        if slug not in WITHOUT
    }
    assert {slug: programs for slug, programs in lacking.items() if programs} == {}


def test_nothing_is_excused_that_is_not_used(features: set[str]) -> None:
    """The list of lacks is about our mails as they are, and the record holds nothing else either."""
    lacking = {slug for slug in features if any(a[0] not in "yu" for a in FEATURES[slug].values())}
    assert set(WITHOUT) == lacking
    assert set(FEATURES) == features


def test_a_block_has_a_cell_around_it_where_blocks_are_not_known() -> None:
    """Outlook for Windows lays out tables alone: every row has one in comments that only it reads."""
    html = next(every_mail())
    rows = html.count('<div class="thumb')
    assert rows == 2
    assert html.count('<td width="196" valign="top"><![endif]-->') == rows
    assert html.count('<![endif]-->\n<div class="words"') == rows
