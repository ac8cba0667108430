from __future__ import annotations

import pytest

from tests.digests.samples import entry, issue
from tests.mail.samples import HOSTILE_TITLES, LINKS, mail


def test_the_text_part_reads_like_a_letter() -> None:
    """Everything the HTML part says, in order, with addresses on lines of their own."""
    summary = "Four reasons why the call does not come, and what you can do about each of them."
    intro = (
        "Good *morning*. Read [the first](https://example.com/1) and [the\nsecond](https://example.com/2)."
    )
    found = issue(
        entry("why-you-wait", summary=summary),
        entry("pay", summary="", authors=()),
        intro=f"{intro}\n\n- one\n- two",
    )
    assert mail(found).text == (
        "Knowledge Center\n"
        "The weekly digest\n"
        "November 9–15, 2026 · 2 articles\n"
        "\n"
        "View in browser:\n"
        "https://knowledge.example.com/digests/weekly/2026-W46/\n"
        "\n"
        f"{'-' * 72}\n"
        "\n"
        "Good morning. Read the first [1] and the second [2].\n"
        "[1] https://example.com/1\n"
        "[2] https://example.com/2\n"
        "\n"
        "- one\n"
        "- two\n"
        "\n"
        f"{'-' * 72}\n"
        "\n"
        "* Why you wait\n"
        "\n"
        "Four reasons why the call does not come, and what you can do about each\n"
        "of them.\n"
        "\n"
        "By Careers Desk · November 12, 2026\n"
        "https://knowledge.example.com/articles/why-you-wait/\n"
        "\n"
        "* Pay\n"
        "\n"
        "November 12, 2026\n"
        "https://knowledge.example.com/articles/pay/\n"
        "\n"
        f"{'-' * 72}\n"
        "\n"
        "More from Knowledge Center:\n"
        "https://knowledge.example.com/\n"
        "\n"
        "Example Staffing\n"
        "1 Example Street\n"
        "Exampleton\n"
        "\n"
        "You get this mail because you subscribed to “The weekly digest” at\n"
        "Knowledge Center.\n"
        "\n"
        "Unsubscribe:\n"
        f"{LINKS.unsubscribe}\n"
        "\n"
        "Choose what you get:\n"
        f"{LINKS.preferences}\n"
        "\n"
        "Past issues:\n"
        "https://knowledge.example.com/digests/weekly/\n"
    )


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_a_title_comes_out_letter_by_letter_in_text_too(title: str) -> None:
    """Nothing is escaped, swallowed or read as markup in the text part."""
    text = mail(issue(entry("a", title=title))).text
    assert f"* {' '.join(title.split())}" in " ".join(text.split())


def test_lines_are_short_enough_for_any_screen() -> None:
    """Only a word that is longer than a line, such as an address, is longer than 72 characters."""
    address = "https://example.com/" + "x-y" * 40
    found = issue(
        entry("a", title="word " * 60, summary=f"{'word ' * 200} {address}"),
        intro=f"{'word ' * 60} [x]({address}) " * 2,
    )
    lines = mail(found).text.split("\n")
    assert [line for line in lines if len(line) > 72] == [f"[1] {address}", address]
