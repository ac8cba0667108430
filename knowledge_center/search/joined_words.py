"""What words end with that are written as one: whoever looks for Führung means Gesprächsführung, too.

Without a dictionary: a word is joined where it begins with other words of the site.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

# No word of a text has it.
JOINT = "-"
# Languages that write compounds as one word, with what may stand between their parts.
_BETWEEN = {
    "de": ("", "s", "es", "n", "en", "er", "e"), "nl": ("", "s", "e", "en"), "sv": ("", "s"), "da": ("", "s", "e"),
    "nb": ("", "s", "e"), "nn": ("", "s", "e"), "no": ("", "s", "e"), "fi": ("", "n"), "is": ("", "s"),
}  # fmt: skip
# Shorter ones are endings and prefixes more often than words.
_SHORTEST_BEGIN, _SHORTEST_END = 4, 5


def ends_of_words(words: Collection[str], language: str) -> Mapping[str, list[str]]:
    """The ends, each with the ``words`` that end so; none in a language that joins no words."""
    between = _BETWEEN.get(language.lower().replace("_", "-").partition("-")[0], ())
    if not between:
        return {}
    begins = {word + joint for word in words if len(word) >= _SHORTEST_BEGIN for joint in between}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        parted = [0]
        for at in range(_SHORTEST_BEGIN, len(word) - _SHORTEST_END + 1):
            if any(word[begin:at] in begins for begin in parted):
                parted.append(at)
                found[word[at:]].append(word)
    return found
