"""Rules about what an article's file is called: its name stands in its address for ever."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from knowledge_center.articles.model import RESERVED_NAMES
from knowledge_center.rules import Finding, RuleSet, breaks
from knowledge_center.text.slugs import NAME, slug

LONGEST = 100
_SHORT, _LAST = 50, 20
# The path of the file.
rule = RuleSet[[str]]("articles.file_names")


@rule
@breaks(name="thank-you-note.markdown")
def end_in_md(path: str) -> Iterator[Finding]:
    """A file with another ending is read by other programs, and here by none."""
    if _name(path):
        return
    name, ending = posixpath.splitext(posixpath.basename(path))
    if ending != ".md":
        message = f"The file ends in {ending}, so it is not read as an article."
        yield Finding(message=message, fix=f"Rename the file to {slug(name)}.md")


@rule
@breaks(name="category.md")
def are_not_reserved(path: str) -> Iterator[Finding]:
    """Some names already mean something below /articles/: the address leads elsewhere."""
    name = _name(path)
    if name.casefold() in RESERVED_NAMES:
        message = f"An article cannot be called “{name}”: that address already means something else."
        yield Finding(message=message, fix=f"Rename the file to {slug(name)}-article.md")


@rule
@breaks(name="Thank You Note.md")
def can_stand_in_an_address(path: str) -> Iterator[Finding]:
    """Blanks, capitals and umlauts make addresses that break when they are typed, dictated or mailed."""
    name = _name(path)
    if name and name.casefold() not in RESERVED_NAMES and not NAME.fullmatch(name):
        message = (
            f"The file name “{name}” stands in the article's address, so small letters a-z, digits and "
            "single hyphens are expected."
        )
        yield Finding(message=message, fix=f"Rename the file to {slug(name)}.md")


@rule.advice
@breaks(name=f"{'why-you-are-not-called-back-' * 4}and-more.md")
def are_short(path: str) -> Iterator[Finding]:
    """The name stands in the address, which is read out, typed, and cut where it is long."""
    name = _name(path)
    if len(name) > LONGEST:
        # Its last word, too: what is alike at the beginning most often differs there.
        short = f"{name[:_SHORT].rpartition('-')[0] or name[:_SHORT]}-{name.rpartition('-')[2][:_LAST]}"
        yield Finding(
            message=f"The file's name has {len(name)} characters; up to {LONGEST} make an address.",
            fix=f"Rename the file to {short}.md; if readers have it already, add to its fields:  aliases: [{name}]",
        )


def _name(path: str) -> str:
    """The article's name, empty for a file that is read as none."""
    name = path.rpartition("/")[2]
    # Called .md alone it has no ending.
    return name[:-3] if name.endswith(".md") and name[:-3].strip(".") else ""
