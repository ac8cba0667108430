"""What readers and subscribers get, in words: for a terminal, and as Markdown for a comment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from knowledge_center.comparison.site_comparison import DigestChange, PageChange, SiteComparison
from knowledge_center.feeds.model import Entry
from knowledge_center.text.dates import moment_label
from knowledge_center.text.plurals import counted

T = TypeVar("T")
# By it the workflow finds its own comment again.
MARKER = "<!-- knowledge-center: what readers get -->"
# A comment holds 65,536 characters.
_LONGEST_COMMENT = 60_000
_MOST = 20
_LONGEST = 200
# Spelling in several scripts, and emoji.
_JOINERS = "\u200c\u200d"
_ARTICLES = "/articles/"
_FEED_PAGES = ("/articles/category/", "/articles/author/", "/articles/language/")
_DIGEST = re.compile(r"/digests/[^/]+/")
_NOTHING = "Nothing that readers or subscribers would notice."
_REFERENCES = re.compile(r"([@#!~%$&](?=\w)|:(?=//)|\bwww\.|\bGH-(?=\d))", re.IGNORECASE)
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~@&:/$^=])")


def comparison_text(found: SiteComparison) -> str:
    """A few paragraphs for a terminal."""
    return "\n".join(_lines(found, _Plain()))


def comparison_markdown(found: SiteComparison) -> str:
    """The same as a comment in which no title can mention anybody, link anywhere or become markup."""
    text = "\n".join([MARKER, *_lines(found, _Markdown())])
    if len(text) > _LONGEST_COMMENT:
        whole = text[:_LONGEST_COMMENT].rpartition("\n")[0]
        text = f"{whole}\n\nThere is more: knowledge-center compare tells all of it."
    return text


def failure_markdown(why: str) -> str:
    """A comment for where nothing can be told, in place of an earlier one that is no longer true."""
    words = _Markdown()
    lines = [line for one in why.splitlines() if one.strip() for line in words.paragraph(words.text(one))]
    return "\n".join([MARKER, *words.title("What readers get if this is merged"), *lines[:_MOST]])


class _Plain:
    """How words are set for a terminal."""

    def text(self, words: str) -> str:
        return _one_line(words)

    def heading(self, words: str) -> list[str]:
        return ["", f"{words}:"]

    def title(self, words: str) -> list[str]:
        return [f"{words}:"]

    def paragraph(self, words: str) -> list[str]:
        return ["", words]

    def item(self, words: str, more: str = "") -> list[str]:
        return [f"  - {words}", *([f"      {more}"] if more else [])]

    def address(self, address: str) -> str:
        return _one_line(address)


class _Markdown:
    """How they are set for a comment."""

    def text(self, words: str) -> str:
        # A blank of no width where mentions, references and links begin: they are looked for after the marks are read.
        apart = _REFERENCES.sub("\\1\u200b", _one_line(words))
        return _MARKS.sub(r"\\\1", apart)

    def heading(self, words: str) -> list[str]:
        return ["", f"**{words}**", ""]

    def title(self, words: str) -> list[str]:
        return [f"### {words}"]

    def paragraph(self, words: str) -> list[str]:
        return ["", words]

    def item(self, words: str, more: str = "") -> list[str]:
        return [f"- {words}{f'<br>{more}' if more else ''}"]

    def address(self, address: str) -> str:
        return f"`{_one_line(address).replace('`', '%60')}`"


_Words = _Plain | _Markdown


def _lines(found: SiteComparison, words: _Words) -> Iterator[str]:
    yield from words.title("What readers get if this is merged")
    if found.problems:
        mended = "has to be mended first" if found.problems == 1 else "have to be mended first"
        yield from words.paragraph(
            f"⚠ {counted(found.problems, 'problem')} {mended}: nothing of this is published before. "
            "The check says which, with the lines to paste."
        )
    if found.former_url:
        yield from words.paragraph(
            f"⚠ The site moves from {words.address(found.former_url)} to {words.address(found.settings.site_url)}: "
            "links, mails and feeds that people have lead to the former address, which has to lead on to the new one."
        )
    if found.nothing:
        yield from words.paragraph(_NOTHING)
    yield from _pages(found, words)
    yield from _feed(found, words)
    for digest in found.digests:
        yield from _digest(digest, found, words)
    clock = moment_label(found.status.moment, this_year=0)
    yield from words.paragraph(
        f"As of {clock} on the site's own clock ({words.text(found.settings.zone.key)})."
    )


def _pages(found: SiteComparison, words: _Words) -> Iterator[str]:
    def line(page: PageChange) -> tuple[str, str]:
        return _named(page, words), ""

    def scheduled(page: PageChange) -> tuple[str, str]:
        when = _when(page.moment, found) if page.moment else ""
        return f"{_named(page, words)}, from {when}", ""

    def moved(page: PageChange) -> tuple[str, str]:
        return f"{_named(page, words)} is now at {words.address(page.to)}; the old address leads there", ""

    def removed(page: PageChange) -> tuple[str, str]:
        if page.address.startswith(_FEED_PAGES):
            more = "with its feeds, whose followers hear nothing any more"
        elif _DIGEST.fullmatch(page.address):
            more = "with its feed; nobody who subscribed to it gets a mail any more"
        elif page.to:
            more = f"it is now at {words.address(page.to)}, but nothing leads there from the old address"
            if page.address.startswith(_ARTICLES):
                line = f"aliases: [{page.address.removeprefix(_ARTICLES).strip('/')}]"
                more = f"{more}. To keep it, write {words.address(line)} into the fields of its file"
        else:
            more = "whoever follows an old link or a mail finds nothing there"
        return f"{_named(page, words)}: {more}", ""

    yield from _group("New pages", found.new, line, words)
    yield from _group("Later, by itself", found.later, scheduled, words)
    yield from _group("Changed pages", found.changed, line, words)
    yield from _group("Moved", found.moved, moved, words)
    yield from _group("⚠ Addresses that go dead", found.removed, removed, words)
    yield from _group("⚠ Cannot be read before it is mended", found.unread, line, words)


def _feed(found: SiteComparison, words: _Words) -> Iterator[str]:
    def shown(entry: Entry) -> tuple[str, str]:
        return f"“{words.text(entry.title)}”", words.text(entry.summary)

    def named(entry: Entry) -> tuple[str, str]:
        return f"“{words.text(entry.title)}”", ""

    yield from _group("Feed readers show as new", found.new_entries, shown, words)
    yield from _group("Feed readers bring up to date", found.changed_entries, named, words)
    yield from _group("⚠ Feed readers show a second time", found.shown_again, named, words)


def _digest(change: DigestChange, found: SiteComparison, words: _Words) -> Iterator[str]:
    status = change.status
    name = f"“{words.text(status.settings.title)}”"
    if change.silent:
        yield from words.heading(f"The next mail of {name}")
        yield from words.item("None closes before the problems are mended.")
        return
    for closed in change.closed:
        head = (
            f"Closed with this change, and mailed once it is merged: {name}, {words.text(closed.issue.key)}"
        )
        yield from words.heading(head)
        yield from _inbox(closed.subject, closed.preheader, words)
        yield from _items(closed.issue.entries, lambda entry: (f"“{words.text(entry.title)}”", ""), words)
    if status.now is None:
        if change.dropped:
            yield from words.heading(f"The next mail of {name}")
            yield from words.item("None: this change takes out all that it would have held.")
        return
    issue = status.now.issue
    when = "at the next run" if status.now.state == "due" else f"on {_when(issue.boundary, found)}"
    if status.now.refused:
        yield from words.heading(f"⚠ The next mail of {name}, which waits for somebody to accept it")
        yield from words.item(
            "Nothing of it goes out by itself: these are more articles, or older ones, than one mail is for. "
            f"If they are news: {words.address(f'knowledge-center close {status.settings.key} --accept')}"
            f", and if they are not: {words.address(f'knowledge-center close {status.settings.key} --baseline')}"
        )
    else:
        yield from words.heading(f"The next mail of {name}, which closes {when}")
    if not (change.added or change.dropped):
        yield from words.item(f"It stays as it is, with {counted(len(issue.entries), 'article')}.")
        return
    yield from _inbox(status.subject, status.preheader, words)

    def line(entry_title: tuple[str, str]) -> tuple[str, str]:
        identity, title = entry_title
        mark = " (new with this change)" if identity in change.added else ""
        return f"“{words.text(title)}”{mark}", ""

    yield from _items([(entry.id, entry.title) for entry in issue.entries], line, words)
    if status.now.waiting:
        yield from words.item(f"{counted(status.now.waiting, 'article')} more for later mails")
    for title in change.dropped[:_MOST]:
        yield from words.item(f"No longer in it: “{words.text(title)}”")


def _inbox(subject: str, preheader: str, words: _Words) -> Iterator[str]:
    yield from words.item(f"Subject: {words.text(subject)}")
    yield from words.item(f"Beside it in the inbox: {words.text(preheader)}")


def _group(
    head: str, found: Sequence[T], line: Callable[[T], tuple[str, str]], words: _Words
) -> Iterator[str]:
    if found:
        yield from words.heading(f"{head} ({len(found)})")
        yield from _items(found, line, words)


def _items(found: Sequence[T], line: Callable[[T], tuple[str, str]], words: _Words) -> Iterator[str]:
    for one in found[:_MOST]:
        yield from words.item(*line(one))
    if len(found) > _MOST:
        yield from words.item(f"and {len(found) - _MOST} more")


def _named(page: PageChange, words: _Words) -> str:
    return (
        f"“{words.text(page.title)}”, {words.address(page.address)}"
        if page.title
        else words.address(page.address)
    )


def _when(moment: datetime, found: SiteComparison) -> str:
    return moment_label(moment, this_year=found.status.moment.year)


def _one_line(text: str) -> str:
    """Text that can neither end its line nor turn what follows it."""
    seen = "".join(sign if sign.isprintable() or sign in _JOINERS else " " for sign in text)
    joined = " ".join(seen.split())
    return f"{joined[:_LONGEST]}…" if len(joined) > _LONGEST else joined
