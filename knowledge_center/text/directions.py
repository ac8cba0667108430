"""Marks that turn the direction of writing: one that is left open turns whatever a reader's program shows next."""

from __future__ import annotations

# Unicode Bidirectional Algorithm, 2: what opens, and what closes it.
_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_CLOSES_EMBEDDING, _CLOSES_ISOLATE = "\u202c", "\u2069"
_MARKS = frozenset([*_EMBEDDINGS, *_ISOLATES, _CLOSES_EMBEDDING, _CLOSES_ISOLATE])


def with_closed_directions(text: str) -> str:
    """``text`` on whose end every mark of direction is closed again, and no mark closes what it did not open."""
    if _MARKS.isdisjoint(text):
        return text
    kept, waiting = list[str](), list[str]()
    for sign in text:
        if sign in _EMBEDDINGS:
            waiting.append(_CLOSES_EMBEDDING)
        elif sign in _ISOLATES:
            waiting.append(_CLOSES_ISOLATE)
        elif sign == _CLOSES_EMBEDDING:
            if not waiting or waiting[-1] != sign:
                continue
            waiting.pop()
        elif sign == _CLOSES_ISOLATE:
            if sign not in waiting:
                continue
            # It closes the embeddings that were opened within, too.
            while waiting.pop() != sign:
                pass
        kept.append(sign)
    return "".join([*kept, *reversed(waiting)])
