"""Which part of which series an article was, by fields of Hugo's and Jekyll's themes or its title; numbered anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge_center.articles.model import SeriesPart
from knowledge_center.tools.importer.article_names import slug
from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.import_notes import ImportNote, changed, left_out, one_line
from knowledge_center.tools.importer.source_post import SourcePost
from knowledge_center.tools.importer.title_series import parts_in_titles

_NAMES = ("series", "series_name", "series_title")
_NUMBERS = ("series_order", "series_weight", "series_part", "series_index", "part")
# The fields that are read here.
FIELDS = (*_NAMES, *_NUMBERS)


@dataclass(slots=True, kw_only=True)
class NumberedSeries:
    """The part that each post is, by its source, and what is to be said of it."""

    parts: dict[str, SeriesPart] = field(default_factory=dict)
    notes: defaultdict[str, list[ImportNote]] = field(default_factory=lambda: defaultdict(list))


def numbered(
    posts: Sequence[SourcePost], here: Sequence[SeriesPart], titles: Mapping[str, str]
) -> NumberedSeries:
    """Number the parts of each series, oldest first; ``here`` are the parts that the site has already.

    ``titles`` are those of series that articles call by a shorter name.

    Numbers of the old site stay where each part has one of its own. Where no field says so, a title may.
    """
    found = NumberedSeries()
    taken: defaultdict[str, set[int]] = defaultdict(set)
    for known in here:
        taken[known.slug].add(known.part)
    series: defaultdict[str, list[tuple[SourcePost, SeriesPart]]] = defaultdict(list)
    own_parts = {post.source: _own(post.fields, titles, found.notes[post.source]) for post in posts}
    titled = parts_in_titles(
        {post.source: post.title for post in posts if own_parts[post.source] is None}, here
    )
    for post in posts:
        part = own_parts[post.source] or titled.get(post.source)
        if part is not None:
            series[part.slug].append((post, part))
    for key, own in series.items():
        numbers = {part.part for _, part in own}
        keep = len(numbers) == len(own) and 0 not in numbers and not numbers & taken[key]
        # ``posts`` come oldest first.
        ordered = sorted(own, key=lambda one: one[1].part or len(own) + 1)
        for number, (post, part) in enumerate(ordered, max(taken[key], default=0) + 1):
            last = SeriesPart(name=own[0][1].name, part=part.part if keep else number)
            found.parts[post.source] = last
            if last.part != part.part:
                was = f"not part {part.part}" if part.part else "which it did not say"
                message = f"it is part {last.part} of the series “{last.name}” now, {was}; see to the order."
                found.notes[post.source].append(changed(message, post.fields.line(*_NAMES)))
            elif post.source in titled:
                message = f"it is part {last.part} of the series “{last.name}”, as its title says."
                found.notes[post.source].append(changed(message, post.fields.line("title")))
    return found


def _own(fields: Fields, titles: Mapping[str, str], notes: list[ImportNote]) -> SeriesPart | None:
    """The part as the fields have it, 0 without a number."""
    line = fields.line(*_NAMES, *_NUMBERS)
    value = fields.first(*_NAMES)
    group = value.value if value is not None and isinstance(value.value, dict) else {}
    texts = {key: text for key, text in group.items() if isinstance(text, str)}
    number = fields.text(*_NUMBERS) or next(
        (texts[key] for key in ("part", "order", "weight", "index", "number") if texts.get(key)), ""
    )
    names = [texts[key] for key in ("name", "title") if texts.get(key)] or fields.texts(*_NAMES)
    if not names:
        if number:
            notes.append(left_out(f"it is part {one_line(number)} of no series; that was left out.", line))
        return None
    if not group and len(names) > 1:
        others = ", ".join(f"“{one_line(name)}”" for name in names[1:])
        notes.append(left_out(f"an article is in one series; {others} was left out.", line))
    name = one_line(titles.get(names[0], names[0]))
    name = name.replace("-", " ").capitalize() if name == slug(name) and "-" in name else name
    return SeriesPart(name=name, part=int(number) if number.isascii() and number.isdecimal() else 0)
