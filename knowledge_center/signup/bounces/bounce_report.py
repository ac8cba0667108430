"""What became of reports, in sentences for the operator and as data for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from knowledge_center.signup.bounces.intake import Taken


def format_results(taken: Sequence[Taken]) -> Iterator[str]:
    """Two lines a message, then how many there are of each verdict."""
    for one in taken:
        who = f"{one.address}: " if one.address else ""
        yield f"{one.source}\n  {one.verdict}: {who}{one.text}"
    counts = Counter(one.verdict for one in taken)
    yield f"{', '.join(f'{count} {verdict}' for verdict, count in counts.items()) or 'No message'}."


def as_data(taken: Sequence[Taken]) -> list[dict[str, str]]:
    """The same for JSON."""
    return [
        {"source": one.source, "verdict": one.verdict, "address": one.address, "text": one.text}
        for one in taken
    ]
