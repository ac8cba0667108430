"""What stops a build, as MkDocs says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from mkdocs.exceptions import PluginError

from knowledge_center.problems import Problem, Unusable, report


def refusal(problems: Iterable[Problem]) -> PluginError:
    """What to raise for problems that no site can be built with."""
    return PluginError(f"\n\n{report(problems)}\n")


@contextmanager
def refusing() -> Iterator[None]:
    """Raise PluginError for what raises Unusable in here."""
    try:
        yield
    except Unusable as unusable:
        raise refusal(unusable.problems) from None
