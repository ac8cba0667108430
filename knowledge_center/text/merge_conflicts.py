"""What git leaves in a text whose two versions it could not merge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

MESSAGE = "Here git could not merge two versions of this file; somebody has to choose."
CHOOSE = (
    "Keep the lines of one version, or of both, and delete the three lines that begin with <<<<<<<, ======= and "
    ">>>>>>>."
)


def conflicts(lines: Iterable[tuple[int, str]]) -> Iterator[int]:
    """The lines, of these numbered ones, on which a conflict begins, or what is left of one.

    Two of its three marks have to be there: one alone is somebody's words, a heading or a quotation.
    """
    begun = middle = 0
    for number, line in lines:
        if line.startswith("<<<<<<< "):
            begun, middle = number, 0
        elif line.rstrip() == "=======":
            middle = number
        elif line.startswith(">>>>>>> ") and (begun or middle):
            yield begun or middle
            begun = middle = 0
    if begun and middle:
        yield begun
