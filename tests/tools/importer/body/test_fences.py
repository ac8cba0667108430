from __future__ import annotations

import markdown
import pytest

from knowledge_center.tools.importer.body.fences import normalize_fences
from knowledge_center.tools.importer.source_text import SourceText
from tests.tools.importer.samples import messages


@pytest.mark.parametrize(
    ("opening", "settled"),
    [
        ("```js {1,3}", "```js"),
        ("``` {.ruby linenos=true}", "```ruby"),
        ("~~~python:app.py", "~~~python"),
        ("```{1}", "```"),
    ],
)
def test_only_the_language_stays_behind_the_mark(opening: str, settled: str) -> None:
    """Our Markdown would print a fence with options instead of the code, so they go and are reported."""
    source_text, notes = normalize_fences(SourceText.unedited(f"{opening}\nx\n{opening[:3]}"))
    assert source_text.text.split("\n")[0] == settled
    assert len(notes) == 1
    assert "<code" in markdown.markdown(source_text.text, extensions=["pymdownx.superfences"])


@pytest.mark.parametrize("text", ["```\nx\n```", "```c++\nx\n```", "~~~ ruby\nx\n~~~", "> ```sh\n> x\n> ```"])
def test_a_plain_fence_is_left_alone(text: str) -> None:
    """Nothing to tell."""
    source_text, notes = normalize_fences(SourceText.unedited(text))
    assert (source_text.text, notes) == (text, [])


def test_a_fence_that_never_closed_is_closed() -> None:
    """The old site showed code to its end; ours would show the marks."""
    source_text, notes = normalize_fences(SourceText.unedited("a\n\n````\nx\n```\ny"))
    assert source_text.text == "a\n\n````\nx\n```\ny\n````"
    assert messages(notes) == ["a code block was never closed; it now ends with the article."]
    assert normalize_fences(SourceText.unedited("> ~~~\n> x"))[0].text == "> ~~~\n> x\n> ~~~"
