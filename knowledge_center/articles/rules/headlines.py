"""Advice about titles and descriptions: what lists, search engines, feeds and mails show of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet, breaks

rule = RuleSet[[ArticleText]]("articles.headlines")

LONGEST_TITLE = 90
_MARKS = re.compile(
    r"\*\*(?=\S)[^*]+\*\*|__(?=\S)[^_]+__|(?<![\w*])\*(?=\S)[^*\n]+(?<=\S)\*(?![\w*])|`[^`]+`|!?\[[^\[\]]+\]\([^()]*\)"
    r"|</?[a-zA-Z][^<>]*>|^#+\s|&(?:[a-z]{2,8}|#x?[\da-f]{2,6});"
)
# Without one of these there is no mark.
_SIGNS = frozenset("*_`[<#&")
_WEB = re.compile(r"https?://\w\S*|\bwww\.\w\S*")


@rule.advice
@breaks(fields="title: WHY YOU ARE NOT CALLED BACK")
def titles_do_not_shout(article: ArticleText) -> Iterator[Finding]:
    """Capitals throughout are hard to read, and a screen reader may spell them."""
    title = article.fields.title
    if title.isupper() and len(re.findall(r"[^\W\d_]{2,}", title)) >= 3:
        yield _of_title(article, "The title is all in capitals.", "Write it as you would write a sentence.")


@rule.advice
@breaks(fields="title: Why **you** are not called back")
def titles_have_no_marks(article: ArticleText) -> Iterator[Finding]:
    """A title is shown as it is typed: in lists, feeds and mails its asterisks and brackets would stand."""
    title = article.fields.title
    found = _MARKS.search(title) if _SIGNS.intersection(title) else None
    if found:
        message = f"The title holds {quoted(found[0])}, whose signs readers would see."
        yield _of_title(article, message, "Write the title in plain words.")


@rule.advice
@breaks(fields=f"title: {'Why you are not called back, ' * 4}and what to do")
def titles_are_short(article: ArticleText) -> Iterator[Finding]:
    """Search engines, mails and cards cut what is longer, most often in the middle of what matters."""
    length = len(article.fields.title)
    if length > LONGEST_TITLE:
        message = f"The title has {length} characters; lists and mails cut what is over {LONGEST_TITLE}."
        yield _of_title(article, message, "Shorten it; the description has room for the rest.")


@rule.advice
@breaks(fields="title: “Offers and how to compare them”")
def titles_are_no_quotations(article: ArticleText) -> Iterator[Finding]:
    """Quotation marks that a program made curly belong to the title: every reader sees them around it."""
    title = article.fields.title
    inner = title[1:-1]
    if len(title) > 2 and title[0] in "“„«" and title[-1] in "”“»" and not set(inner) & set("“”„«»"):
        message = f"The whole title stands in quotation marks, and is shown with them: {quoted(title)}."
        yield _of_title(article, message, "Write the title without them, or with straight ones around it.")


@rule.advice
@breaks(fields="title: The thank-you note after an interview, and when it is best to send it\n"
               "description: The thank-you note after an interview, and when it is best to send it.")  # fmt: skip
def descriptions_say_more_than_titles(article: ArticleText) -> Iterator[Finding]:
    """A description stands below the title: what it repeats is room that is lost."""
    fields = article.fields
    first = re.match(r"\W*(\w+)", fields.title)
    if first is None or first[1].casefold() not in fields.description.casefold():
        return
    title, words = _letters(fields.title), _letters(fields.description)
    if title and title in words and len(words) - len(title) < max(15, len(title) // 4):
        yield _of_description(
            article, "The description repeats the title.", "Say in it what the title leaves open."
        )


@rule.advice
@breaks(
    fields="description: What to write after an [interview](https://www.example.org/), and why on the first day."
)
def descriptions_are_plain(article: ArticleText) -> Iterator[Finding]:
    """A description is shown as it is typed: nothing in it can be clicked, and its signs are seen."""
    text = article.fields.description
    found = _MARKS.search(text) if _SIGNS.intersection(text) else None
    found = found or (_WEB.search(text) if "://" in text or "www." in text else None)
    if found:
        message = (
            f"The description holds {quoted(found[0])}: it is shown as it is typed, and no link in it works."
        )
        yield _of_description(article, message, "Write it in plain words.")


def _of_title(article: ArticleText, message: str, fix: str) -> Finding:
    return Finding(line=article.fields.lines.get("title", 1), message=message, fix=fix)


def _of_description(article: ArticleText, message: str, fix: str) -> Finding:
    return Finding(line=article.fields.lines.get("description", 1), message=message, fix=fix)


def _letters(text: str) -> str:
    """A text by its letters and digits alone."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
