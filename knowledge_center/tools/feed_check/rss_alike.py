"""What holds for the channel of an RSS feed, for its image and for every item alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Set

from knowledge_center.rules import Finding
from knowledge_center.tools.feed_check.vocabulary import (
    Element,
    elements,
    name_of,
    namespace_of,
    qualified_name,
)


def unknown_elements(parent: Element, names: Set[str]) -> Iterator[Finding]:
    """Elements without a namespace that are none of ``names``."""
    for child in elements(parent):
        if not namespace_of(child) and child.tag not in names:
            message = f"RSS has no <{child.tag}> in <{name_of(parent)}>."
            yield Finding(line=child.sourceline, message=message, fix="Remove it or give it its namespace.")


def repeated_elements(parent: Element, may_stand_once: Callable[[Element], bool]) -> Iterator[Finding]:
    """Elements that may stand once and stand there for the second time."""
    seen: Counter[str] = Counter()
    for child in elements(parent):
        seen[child.tag] += 1
        if seen[child.tag] == 2 and may_stand_once(child):
            message = f"<{qualified_name(child)}> stands in the {name_of(parent)} more than once."
            yield Finding(line=child.sourceline, message=message, fix="Leave one of them.")


def synonymous_elements(parent: Element, pairs: tuple[tuple[str, str], ...]) -> Iterator[Finding]:
    """Elements of other formats that say what an element of RSS beside them says already."""
    for core, other in pairs:
        extra = parent.find(other)
        if extra is not None and parent.find(core) is not None:
            message = f"The {name_of(parent)} has both <{core}> and <{qualified_name(extra)}>."
            yield Finding(line=extra.sourceline, message=message, fix=f"Leave <{core}>.")
