"""What it costs to find what to read next: for all articles, and again after an edit of one."""

from __future__ import annotations

import time
from functools import cache
from itertools import accumulate
from random import Random

from knowledge_center.pages.reading_lists import MOST, reading_lists, terms_of
from knowledge_center.search.word_folding import stemmer

# As in a real blog: few words stand everywhere, most in few articles, and some belong to a subject.
_WORDS, _COMMON, _OWN = 20_000, 600, 250
_SUBJECT, _ARTICLES_EACH = 40, 12


def reading_seconds(count: int) -> str:
    """A line that says it in CPU seconds of this process, for so many texts of about 850 words in a made-up tongue."""
    source = Random(1)
    words = ["".join(source.choices("aeioulmnrst", k=source.randint(4, 9))) for _ in range(_WORDS)]
    weights = list(accumulate(1 / rank for rank in range(1, _WORDS + 1)))
    subjects = [source.sample(words, _SUBJECT) for _ in range(count // _ARTICLES_EACH + 1)]
    texts: list[tuple[str, str, str]] = []
    for _ in range(count):
        found = source.choices(words, cum_weights=weights, k=_COMMON)
        found += source.choices(source.choice(subjects), k=_OWN)
        texts.append((" ".join(found[-6:]), " ".join(found[-18:-6]), " ".join(found)))
    stem = cache(stemmer("en"))
    begun = time.process_time()
    terms = {
        f"a-{n}": terms_of(title, about, ["work"], body, stem) for n, (title, about, body) in enumerate(texts)
    }
    read = time.process_time()
    lists = reading_lists(terms)
    compared = time.process_time()
    title, about, body = texts[0]
    reading_lists({**terms, "a-0": terms_of(f"{title} {words[7]}", about, ["work"], body, stem)}, lists)
    edited = time.process_time()
    full = sum(len(names) == MOST for names in lists.lists.values())
    return (
        f"“Read next” for {count:,} articles: {compared - begun:.2f} s of CPU ({read - begun:.2f} s to read the texts, "
        f"{compared - read:.2f} s to compare them), {edited - compared:.2f} s after an edit; {full:,} have all {MOST}."
    )
