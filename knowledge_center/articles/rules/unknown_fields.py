"""Fields under names that nobody knows: misspelled ones, those of other programs, and what is none of ours."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge_center.articles.model import Author, Category
from knowledge_center.articles.rules.field_reader import KNOWN, NO, YES, FieldReader
from knowledge_center.articles.rules.foreign_fields import (
    STATES,
    STATES_OF_DRAFTS,
    STATES_OF_PUBLIC,
    meant_field,
)
from knowledge_center.articles.rules.list_fields import likely_choice
from knowledge_center.articles.rules.suggested_fixes import renamed
from knowledge_center.front_matter.yaml_mistakes import double_quoted
from knowledge_center.problems import Edit, did_you_mean

# Of fewer words in a field that nobody knows nothing is lost.
_FEWEST_WORDS = 4


def name_unknown(reader: FieldReader, authors: Mapping[str, Author], topics: Mapping[str, Category]) -> None:
    """Say of each field that nothing reads what it was meant for."""
    for name in reader.found:
        if name in KNOWN:
            continue
        if _is_state(reader, name):
            continue
        meant = meant_field(name) or did_you_mean(name, KNOWN)
        if not meant:
            _unheard_of(reader, name)
            continue
        shown = "".join(filter(str.isprintable, name))
        message = f"The field “{shown}” is not known; did you mean “{meant}”?"
        if shown == meant:
            message = f"An invisible character stands in the name of the field “{meant}”."
        item = reader.found[name]
        choice = likely_choice(item, authors) if meant == "authors" else ""
        choice = likely_choice(item, topics) if meant == "categories" else choice
        fix = f"{meant}: {choice}" if choice and item.dashes is None else renamed(item, meant, name)
        if meant in reader.found:
            reader.say(name, message, f"Delete the line; {meant} is there already.")
        elif fix.startswith(f"{meant}: "):
            reader.offer(name, message, fix, safe=shown.casefold() == meant)
        else:
            reader.say(name, message, fix)
        reader.meant.add(meant)


def _unheard_of(reader: FieldReader, name: str) -> None:
    """A field that means nothing here; what somebody wrote into it for readers is not to be lost with it."""
    known = f"Known are {', '.join(KNOWN)}."
    message = f"The field “{name}” is not known."
    item = reader.found[name]
    above = next((one for one in reader.found.values() if one.last == item.line - 1), None)
    if len(name.split()) >= _FEWEST_WORDS and above and above.text and item.text:
        field = next(key for key, one in reader.found.items() if one is above)
        whole = f"{field}: {double_quoted(f'{above.text} {name}: {item.text}')}"
        message = (
            f"The text of “{field}” goes on here and holds a colon, so all of it has to stand in quotes."
        )
        reader.say(name, message, whole, edits=(Edit(above.line, item.last, (whole,)),))
    elif len((item.text or "").split()) < _FEWEST_WORDS:
        reader.drop(name, message, f"Delete the line. {known}")
    else:
        reader.say(
            name, message, f"Put what it says into another field or the text, and delete the line. {known}"
        )


def _is_state(reader: FieldReader, name: str) -> bool:
    """What other programs call “published” or “status” says whether an article is a draft, or from when none."""
    item = reader.found[name]
    text = (item.text or "").strip().casefold()
    if name.casefold() not in STATES or text not in (*YES, *NO, *STATES_OF_DRAFTS, *STATES_OF_PUBLIC):
        return False
    message = f"The field “{name}” is not known; whether an article is published says “draft”."
    if text in (*YES, *STATES_OF_PUBLIC):
        reader.drop(name, message, "Delete the line: an article that is no draft is published on its date.")
        return True
    reader.meant.add("draft")
    if "draft" in reader.found:
        reader.say(name, message, "Delete the line; draft is there already.")
    else:
        reader.offer(name, message, "draft: true", safe=True)
    return True
