from __future__ import annotations

from collections import Counter

import pytest

from knowledge_center.tools.importer.proof import Pair, Proof, compare, rendered_here, rendered_html

OLD = """\
We ask *four* things, [each]({{ "/a b/" | url }}) of them{: .note} simple:

- pay
- [hours](https://a.example/)

## More {#more}

| a | b |
|---|---|
| 1 | 2 |

{% raw %}Words{% endraw %}[^1]

<figure>

    <figcaption>Below it</figcaption>

</figure>

Code:

    <p>code</p>

[^1]: A longer note.
"""


def proof(new: str, *explained: str) -> Proof:
    found = Proof()
    found.add(compare(Pair(source="a.md", was=OLD, new=new, explained=explained)))
    return found


def test_an_article_that_came_over_whole_is_proven() -> None:
    """What generators make of marks is no word of the text, and what is written differently is the same."""
    new = (
        OLD.replace('({{ "/a b/" | url }})', "(x.md)").replace("{: .note}", "").replace("    <fig", "<fig")
        .replace("{% raw %}", "").replace("{% endraw %}", "")
    )  # fmt: skip
    found = proof(new)
    assert found.differences == []
    assert (
        found.summary() == "words 100.0 %, links 100.0 %, list items 100.0 %, headings 100.0 %, "
        "code blocks 100.0 %, table cells 100.0 %"
    )


def test_what_is_missing_is_named_the_most_first() -> None:
    """Words as often as they are missing, and the parts; a share is cut, never rounded up."""
    found = proof("We ask *four* things of them.")
    (one,) = found.largest_first()
    assert {"pay", "hours", "each", "simple"} <= set(one.words) and one.parts["list items"] == 2
    found.add(compare(Pair(source="b.md", was="one two three four five", new="")))
    found.add(compare(Pair(source="c.md", was="word " * 9, new="")))
    assert [one.source for one in found.largest_first()] == ["a.md", "c.md", "b.md"]
    assert str(found.largest_first()[2]) == "b.md lacks 5 words (five, four, one, three, two)"
    thousand = Proof()
    thousand.add(compare(Pair(source="a.md", was="word " * 9999 + "gone", new="word " * 9999)))
    assert thousand.summary() == "words 99.9 %" and thousand.differences == []


def test_what_a_note_tells_of_is_no_difference() -> None:
    """The report has it already."""
    found = Proof()
    told = ["“one two three four five” was left out."]
    found.add(compare(Pair(source="a.md", was="one two three four five", new="", explained=told)))
    assert found.differences == []


def test_html_is_compared_as_it_was() -> None:
    """What a program made Markdown of it may have lost something, too."""
    found = Proof()
    found.add(
        compare(
            Pair(
                source="a.html",
                was="<ul><li>one two three four<li>five</ul>",
                new="- five",
                render=rendered_html,
            )
        )
    )
    assert found.differences[0].words == ("four", "one", "three", "two")
    assert found.differences[0].parts == {"list items": 1}


def test_structure_that_fell_apart_is_named_though_every_word_is_there() -> None:
    """Four items that are one paragraph; a title that stood in the text is the page's now."""
    found = Proof()
    found.add(
        compare(Pair(source="a.md", was="# Pay\n\n- a\n- b\n- c\n- d\n", new="a b c d", explained=["Pay"]))
    )
    assert [str(one) for one in found.differences] == ["a.md lacks 4 list items"]
    assert found.summary() == "words 100.0 %, list items 0.0 %, headings 100.0 %"


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        ("## Pay at [the top](https://a.example/b_c)", {"links": 1, "headings": 1}),
        ("> Pay *more* and **so\non**: `a <b>` (2\n> times)", {}),
        ("[Pay](https://a.example) & [hours\nof work](https://b.example/?c=d)!", {"links": 2}),
        ("`[pay](https://a.example)` is code", {}),
        ("- [Pay](https://a.example)", {"links": 1, "list items": 1}),
        (
            "* [**Pay**](https://a.example): more\n* hours\n  of *work*\n* O\\*NET",
            {"links": 1, "list items": 3},
        ),
        ("1. Pay\n2.  Hours\n\n3. Work", {"list items": 3}),
        ("- Pay\n\n    [More](https://a.example) on it", {"links": 1, "list items": 1}),
        ("> Pay\n>\n> _Hours_ (**of [work](mailto:desk@a.example)**)", {"links": 1}),
        ("### 2. Pay", {"headings": 1}),
    ],
)
def test_what_both_have_counts_as_if_it_were_rendered(paragraph: str, shown: dict[str, int]) -> None:
    """Rendering both takes time; what is the same in every dialect is only counted."""
    text = f"{paragraph}\n\nMore"
    whole = compare(Pair(source="a.md", was=text, new=text))
    words = rendered_here(text).words.total()
    assert ({name: number for name, number in whole.before.items() if number}) == {"words": words, **shown}
    assert +Counter(whole.after) == +Counter(whole.before) and whole.difference is None


def test_a_paragraph_that_both_have_is_missed_where_it_is_not_shown() -> None:
    """Plain words are the same in every dialect, but not in a comment."""
    words = "Four plain words here"
    for new, lost in (
        (f"{words}\n\nMore", ()),
        (f"<!--\n\n{words}\n\n-->\n\nMore", ("four", "here", "plain", "words")),
    ):
        difference = compare(Pair(source="a.md", was=f"{words}\n\nMore", new=new)).difference
        assert (difference.words if difference is not None else ()) == lost
    link = "[Pay](https://a.example)"
    pair = Pair(source="a.md", was=f"{link}\n\nMore", new=f"<div>\n\n{link}\n\n</div>\n")
    assert "links" not in compare(pair).after
