"""Rules about what lies among the articles and is none: files that nobody will see."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator

from knowledge_center.articles.rules.pictures import UNSHOWN_PICTURES
from knowledge_center.rules import BESIDE, Finding, RuleSet, breaks
from knowledge_center.text.slugs import slug

# The path of a file, and the articles' names without their endings, each with its folder.
rule = RuleSet[[str, Collection[str]]]("articles.stray")

_TEXTS = {
    "txt": "a text", "mdx": "a text for another program", "html": "a web page", "htm": "a web page",
    "docx": "a Word document", "doc": "a Word document", "rtf": "a document", "odt": "a document",
    "pages": "a document", "rst": "a text for another program", "adoc": "a text for another program",
    "org": "a text for another program", "wpd": "a document", "gdoc": "a link to a document",
}  # fmt: skip
_BY_SYSTEMS = ("thumbs.db", "desktop.ini")


@rule
@breaks(files={BESIDE + "pay-talk.docx": "x"})
def texts_are_articles(path: str, articles: Collection[str]) -> Iterator[Finding]:
    """Who saves an article as another program does waits for a page that never comes.

    Beside an article of the same name it is what that was made from.
    """
    stem, ending = posixpath.splitext(path)
    what = _TEXTS.get(ending.lower().removeprefix("."))
    if what is None:
        return
    name = posixpath.basename(stem)
    # A program that hides endings saves x.md as x.md.txt.
    plain = posixpath.splitext(name)[0] if posixpath.splitext(name)[1] in (".md", ".markdown") else name
    written = f"{posixpath.dirname(path)}/{plain}"
    if written in articles:
        message = "The file lies beside the article that was made from it, and is not published."
        yield Finding(message=message, fix="Keep it outside of the articles.", advice=True)
        return
    renamed = ending.lower() in (".txt", ".mdx")
    fix = f"Save its text as {slug(plain)}.md, as plain text (UTF-8) with the fields at its top, or move it away."
    yield Finding(
        message=f"The file is {what}, which is not read as an article: those end in .md.",
        fix=f"Rename the file to {slug(plain)}.md, or move it away." if renamed else fix,
        # Notes of somebody's are as likely as an article.
        advice=ending.lower() == ".txt" and plain == name,
    )


@rule.advice
@breaks(files={BESIDE + "notes.xyz": "x"})
def files_are_of_use(path: str, articles: Collection[str]) -> Iterator[Finding]:
    """What is not published only looks as if it were: its editor should know."""
    name = posixpath.basename(path)
    ending = posixpath.splitext(name)[1].lower().removeprefix(".")
    if name.lower() in _BY_SYSTEMS or ending in _TEXTS:
        return
    if ending in UNSHOWN_PICTURES:
        message = f"The picture is of a kind that browsers do not show (.{ending}), so it is not published."
        yield Finding(message=message, fix="Save it as .jpg or .png and show that, or move it away.")
        return
    message = "The file lies among the articles, but no article links to it, so it is not published."
    yield Finding(message=message, fix="Link to it, or move it away.")
