from __future__ import annotations

import pytest

from tests.digests.samples import entry, issue
from tests.mail.rules.samples import mail_of, message_of
from tests.mail.writing_rules.written_message import judged

INTROS = [
    "## A heading with [a link](https://example.com/x) in it\n\nWords [1] and [twice](https://example.com/x).",
    "> ## A heading in a quotation that is long enough to be put on a second line of the text\n>\n> words",
    "```\na line of code that is longer than any line of the text part may be, and keeps its length\n```",
    "Tags are words: `<p class=\"x\">`, `&nbsp;` and &lt;br&gt;.",
    "# Broken<br>in two\n\n![A desk](x.png) and <https://example.com/auto>",
    "1. one\n2. two\n\n***\n\n    indented\n",
    "| Day | What |\n|---|---|\n| Mon | Send |\n\n!!! tip \"Read this\"\n    ## Of x<sup>2</sup>\n\n    A tip.\n\n"
    "- [ ] a task\n- [x] done\n\nA footnote[^1].\n\n[^1]: The note.\n\nTerm\n:   Its definition\n",
]  # fmt: skip


@pytest.mark.parametrize("intro", INTROS)
def test_both_renderings_of_an_introduction_say_the_same(intro: str) -> None:
    """However an editor writes, text and HTML are made of one thing and the check sees it."""
    first = entry(
        "a", title="Why you wait for the call", summary="Four reasons, and what to do about each of them."
    )
    assert (
        judged(message_of(mail_of(issue(first, entry("b", title="How to talk about pay"), intro=intro))))
        == ()
    )
