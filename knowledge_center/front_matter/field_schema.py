"""What may stand in the files that editors write: each field once, for the check, forms, tables and programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# What kind of value a field holds:
#   line      one line of text
#   moment    a day or a day with a time, as in 2026-11-16 09:00; day: a day alone
#   flag      true or false
#   choice    one of ``choices``
#   keys      a list of keys of the file that ``keys_of`` names
#   names     a list of words, each as ``pattern`` says
#   picture   a file beside the article
#   focus     two percentages
#   address   an address with https://
#   part      a group of two: the name of a whole and the number of a part of it
Kind = Literal[
    "line", "moment", "day", "flag", "choice", "keys", "names", "picture", "focus", "address", "part"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSchema:
    """One field. ``about`` is what an editor who writes it into a file has to know of it, in a line of Markdown.

    ``label`` is its name in a form, ``hint`` what has to be known there, where that is not all that ``about`` says.
    ``purpose`` says why there is such a field. ``example`` is what may stand behind the colon. ``needs`` names
    the field without which this one is incomplete. ``least`` and ``most`` count characters, 0 is no limit;
    for ``least`` a sign of Chinese, Japanese or Korean counts twice, and forms, which cannot count so, ask for half.
    ``pattern`` is what the text, or each item of a list, has to match as a whole; Python and JavaScript read it alike.
    """

    name: str
    kind: Kind
    label: str
    about: str
    example: str
    hint: str = ""
    purpose: str = ""
    required: bool = False
    needs: str = ""
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()
    keys_of: str = ""
    pattern: str = ""

    @property
    def line(self) -> str:
        """The field as it may stand in a file."""
        return f"{self.name}: {self.example}"

    @property
    def form_hint(self) -> str:
        """What has to be known of it in a form, in plain words."""
        return self.hint or plain_words(self.about)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSchema:
    """One kind of file. ``name`` is one word for it, ``files`` where such files lie below docs, as a glob.

    ``keyed`` says that the fields stand in groups, each below a key of its own that matches ``key_pattern``, as
    in .authors.yml; else they stand at the top of a file in Markdown.
    """

    name: str
    title: str
    files: str
    fields: tuple[FieldSchema, ...]
    keyed: bool = False
    key_pattern: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all fields, in their order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> FieldSchema:
        """The field of that name. Raises KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def needed_by(self, name: str) -> tuple[str, ...]:
        """The fields that are incomplete without the one of that name."""
        return tuple(field.name for field in self.fields if field.needs == name)


def plain_words(about: str) -> str:
    """A line of Markdown as plain words: nothing but code is marked in it."""
    return about.replace("`", "")
