"""Advice about the text of an article: what it is given for, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge_center.articles.article_files import TEXT_RULES
from knowledge_center.articles.rules.article_text import ArticleText, TextSettings
from knowledge_center.articles.rules.fields import Fields
from knowledge_center.content.check_rules import RULES
from knowledge_center.front_matter.parser import Document
from knowledge_center.markdown_text.parsed_text import parse_text
from knowledge_center.problems import Problem

FIRST = 9
LONG = "Whoever writes to each of them on the very same day is remembered by all of those who were there and "


def article(text: str, language: str = "en", **fields: str) -> ArticleText:
    return ArticleText(
        document=Document(fields={}, body=text, body_line=FIRST),
        text=parse_text(text, FIRST),
        fields=Fields(**fields),  # type: ignore[arg-type]
        settings=TextSettings(language=language),
    )


def advice(written: ArticleText) -> list[Problem]:
    """All that is said of it, without the problems."""
    found = list(TEXT_RULES.problems("a.md", written))
    return [problem for problem in found if problem.advice]


def rules_of(text: str, language: str = "en", **fields: str) -> list[tuple[str, int]]:
    """Each rule that has something to say, without its first word, and the line of the text, from 1."""
    found = advice(article(text, language, **fields))
    return [(one.rule.removeprefix("articles."), one.line - FIRST + 1) for one in found]


def mended(text: str) -> str:
    """The text after the fix of the one rule that has something to say of it."""
    (found,) = advice(article(text))
    assert found.edits, found
    lines = text.split("\n")
    for edit in sorted(found.edits, reverse=True, key=lambda edit: (edit.first, edit.last)):
        lines[edit.first - FIRST : edit.last - FIRST + 1] = edit.lines
    after = "\n".join(lines)
    assert not advice(article(after)), after
    return after


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("### What to bring\n\nA pen and a pad.", "headings.go_down_one_level_at_a_time", 1),
        ("Write soon.\n\n## One\n\nIt is.\n\n#### Two\n\nIt is.", "headings.go_down_one_level_at_a_time", 7),
        ("It is so.\n\n__What to bring:__\n\n- a pen", "headings.are_no_bold_lines", 3),
        ("## One\n\nIt is.\n\n### Tips\n\nIt is.\n\n### tips\n\nIt is.", "headings.differ", 9),
        ("You need\n* a pen\n* a pad", "lists.begin_after_a_blank_line", 2),
        ("First this, then that:\n1. write\n2. send", "lists.begin_after_a_blank_line", 2),
        ("> You need:\n> - a pen\n> - a pad", "lists.begin_after_a_blank_line", 2),
        ("You need:\n● a pen\n● a pad", "lists.begin_with_hyphens", 2),
        ("You need it.\n\n1.\xa0a pen\n2.\xa0a pad", "lists.have_a_blank_behind_the_mark", 3),
        ("-a pen\n-a pad", "lists.have_a_blank", 1),
        ("You need it.\n\n\uf0b7\ta pen\n\uf0b7\ta pad", "lists.begin_with_hyphens", 3),
        ("You need it.\n\no\ta pen\no\ta pad", "lists.begin_with_hyphens", 3),
        ("It is so :contentReference[oaicite:3]{index=3}.", "pasted.leaves_no_words_of_its_program", 1),
        ("It is so.\n\n\\- a pen\n\\- a pad", "lists.begin_with_hyphens", 3),
        ("It is so.\n\n\\* a pen\n\\* a pad", "lists.begin_with_hyphens", 3),
        ("It is so.\n\n1\\. a pen\n2\\. a pad", "list_numbers.end_in_a_full_stop", 3),
        ("It is so.\n\n\\## Soon\n\nIt is.", "foreign_marks.are_no_needless_backslashes", 3),
        ("Gerne! Hier ist der Artikel:", "pasted.leaves_no_words_of_its_program", 1),
        ("Bien sûr\xa0! Voici l’article :", "pasted.leaves_no_words_of_its_program", 1),
        ("Certainly! Below is a draft.", "pasted.leaves_no_words_of_its_program", 1),
        ("It is so.\n\nWould you like me to adjust the tone?", "pasted.leaves_no_words_of_its_program", 3),
        ("Siehe Fehler! Verweisquelle konnte nicht gefunden werden.", "pasted.leaves_no_words_of_its_program", 1),
        ("Voir Erreur\xa0! Source du renvoi introuvable.", "pasted.leaves_no_words_of_its_program", 1),
        ("Es ist so.\n\nSeite 3 von 7", "pasted.leaves_no_words_of_its_program", 3),
        ("Es ist ein Wort mit Trenn-\nstrich darin.", "pasted.has_no_words_in_two", 1),
        ("It is so.\n\n$$\nx^2\n$$", "foreign_marks.are_no_formulas", 3),
        ("It is so.\n\n$$x^2$$", "foreign_marks.are_no_formulas", 3),
        ("It is so.\n\n||Month||Pay||\n|May|1|", "tables.have_a_line_below_the_head", 3),
        ("It is so citeturn0search1 too.", "pasted.leaves_no_words_of_its_program", 1),
        ("See Error! Reference source not found. for it.", "pasted.leaves_no_words_of_its_program", 1),
        ("Sure! Here’s the article.", "pasted.leaves_no_words_of_its_program", 1),
        ("They live in <st1:place>Detroit</st1:place>.", "pasted.leaves_no_marks_of_its_program", 1),
        ("The ﬁrst oﬀer is eﬃcient.", "pasted.has_no_joined_letters", 1),
        ("<div>\n<p>It</p>\n\nis **so**.\n</div>", "html.holds_no_markdown", 4),
        ("It is.\n\n<details><summary>More</summary>\n\n- so\n- it\n\n</details>", "html.holds_no_markdown", 5),
        ("<table><tr><td>**So**</td></tr></table>", "html.holds_no_markdown", 1),
        ("[It](https://www.notion.so/acme/It-1a2b)", "targets.lead_to_no_shared_draft", 1),
        ("You need it.\n\n1.a pen\n2.a pad", "lists.have_a_blank", 3),
        ("The days:\n| a | b |\n|---|---|\n| 1 | 2 |", "tables.begin_after_a_blank_line", 2),
        ("- a pen\n- a pad\n\n1. write\n2. send", "lists.keep_to_numbers_or_bullets", 4),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "tables.have_as_many_cells_in_each_row", 3),
        ("| a | b |\n|---|---|\n| 1 |", "tables.have_as_many_cells_in_each_row", 3),
        ("| a | b |\n|---|\n| 1 | 2 |", "tables.have_a_line_below_the_head", 2),
        ("It is **very **good to them.", "bold.has_no_blanks_inside", 1),
        ("It is **good** and **very good.\n\nSo it is.", "bold.is_closed", 1),
        ("Look at [Click here!](https://www.example.org/).", "link_words.say_where_they_lead", 1),
        ("Look at [this][law].\n\n[law]: https://www.example.org/", "link_words.say_where_they_lead", 1),
        ("Look at [[thank-you-note|the note]].", "link_words.are_no_wiki_links", 1),
        ("It stands on www.example.org/law, they say.", "web_links.are_links", 1),
        ("It is\n<a href='http://www.example.org/'>the law</a> of it.", "web_links.are_encrypted", 2),
        ("[The law][law] says so.\n\n[law]: http://www.example.org/", "web_links.are_encrypted", 3),
        ("Read [the law](https://www.example.org/?fbclid=abc#top).", "web_links.track_nobody", 1),
        (
            "[The law](https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.example.org%2F&x=5) says.",
            "web_links.lead_there_directly", 1,
        ),
        ("![Screenshot 2026-11-16 at 9.41](desk.png)", "picture_words.are_no_file_name", 1),
        ("![desk_final-2](desk_final-2.jpg)", "picture_words.are_no_file_name", 1),
        ("<img src='desk.png' alt='Photo of a desk'>", "picture_words.begin_with_what_is_seen", 1),
        (f"![{LONG * 2}](desk.png)", "picture_words.are_short", 1),
        ("It is so.\n\n<!--[if gte mso 9]><xml></xml><![endif]-->", "pasted.leaves_no_marks_of_its_program", 3),
        ("<b id=\"docs-internal-guid-1\">It is so.</b>", "pasted.leaves_no_marks_of_its_program", 1),
        ("Of them TK percent wrote.", "wording.is_all_there", 1),
        ("The room is TBD.", "wording.is_all_there", 1),
        ("In today’s world, nobody writes to them.", "wording.begins_with_what_it_has_to_say", 1),
        (f"{LONG}waits for a word of theirs. " * 5, "wording.has_sentences_of_a_breath", 1),
        ("Soon.", "wording.is_an_article", 1),
        ("Pack it.\n\n☐ a pen\n☐ a pad", "lists.begin_with_hyphens", 3),
        ("- a pen\n- a pad\n  - a small one", "lists.set_in_by_four", 3),
        ("1. a pen\n   - a blue one", "lists.set_in_by_four", 2),
        ("Do it.\n\n(1) write\n(2) send", "list_numbers.end_in_a_full_stop", 3),
        ("Do it.\n\na) write\nb) send", "list_numbers.end_in_a_full_stop", 3),
        ("1. Write.\n2. Wait.\n\n![A desk](desk.png)\n\n3. Send.", "list_numbers.begin_at_one", 6),
        ("24. Dezember und 31. Dezember: geschlossen.", "list_numbers.begin_at_one", 1),
        ("1. One.\n\n## Then\n\n2. Two.\n3. Three.", "list_numbers.begin_at_one", 5),
        ("It is so.\n\n    Then they write to you and say how it went.", "set_in.is_no_sentence", 3),
        ("Month\tPay\nMay\t3,000\nJune\t3,100", "tables.have_strokes_between_their_cells", 1),
        ("| a | b |\n|—|—|\n| 1 | 2 |", "tables.have_a_line_below_the_head", 2),
        ("## What 5 \\= 5 is\n\nIt is so with them.", "foreign_marks.are_no_needless_backslashes", 1),
        ("It is so,\\\nand so.", "foreign_marks.break_lines_with_blanks", 1),
        ("> [!NOTE]\n> It is so with them.", "foreign_marks.have_notes_of_our_own", 1),
        ("It is so.\n\n:::warning[Of course]\nIt is.\n\nAnd so.\n:::", "foreign_marks.have_notes_of_our_own", 3),
        ("くわしくは［こちら］（welcome.md）を見る。\n\nそう。", "foreign_marks.are_no_wide_signs", 1),
        ("![A desk by a window|300x200](desk.png)", "picture_words.hold_no_size", 1),
        ("<center>It is so with them.</center>", "pasted.leaves_no_marks_of_its_program", 1),
        ("Call [us](tel:+1 555 0100) on that day.", "targets.begin_as_addresses_do", 1),
        ("You need it.\n\no   a pen\no   a pad", "lists.begin_with_hyphens", 3),
        ("You need it.\n\n✅ a pen\n✅ a pad", "lists.begin_with_hyphens", 3),
        ("+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+", "tables.have_strokes_between_their_cells", 1),
        ("┌───┬───┐\n│ a │ b │\n├───┼───┤\n│ 1 │ 2 │\n└───┴───┘", "tables.have_strokes_between_their_cells", 1),
        ("> [!tip]- One for them\n> It is so.", "foreign_marks.have_notes_of_our_own", 1),
        ("The sum is \\(a_1 + a_2\\) for them.", "foreign_marks.are_no_formulas", 1),
        ("It is so.\n\n\\newpage", "foreign_marks.are_no_formulas", 3),
        ("It is so.\n---\nAnd so.", "headings.are_no_paragraphs", 1),
        ("It is so.\n\n## \n\nAnd so.", "headings.are_no_paragraphs", 3),
        ("So it is.\n\n[a]Is it? Ask them.", "pasted.leaves_no_words_of_its_program", 3),
        ("Commented [AB1]: Is it so?", "pasted.leaves_no_words_of_its_program", 1),
        ("So it is.\n\nPage 3 of 12", "pasted.leaves_no_words_of_its_program", 3),
        ("It is %%is it?%% so.", "pasted.leaves_no_words_of_its_program", 1),
        ("It is [so]{.underline} with them.", "pasted.leaves_no_words_of_its_program", 1),
        ("It is {++very++} so.", "pasted.leaves_no_words_of_its_program", 1),
        ("Let me know if you'd like me to adjust the tone.", "pasted.leaves_no_words_of_its_program", 1),
        ('It <span style="font-weight: 400;">is</span> so.', "pasted.leaves_no_marks_of_its_program", 1),
        ("[It](https://acme.sharepoint.com/:w:/s/x/abc)", "targets.lead_to_no_shared_draft", 1),
        ("[It](https://www.example.org/it “So it is”) is so.", "targets.begin_as_addresses_do", 1),
        ("[It](https://www.example.org/so it.pdf) is so.", "targets.begin_as_addresses_do", 1),
        ("[It](https://www.google.com/amp/s/www.example.org/it) is so.", "web_links.lead_there_directly", 1),
        ("It is so.\u2028And so.", "body.has_no_invisible_characters", 1),
    ],
)  # fmt: skip
def test_it_is_given_at_the_line(text: str, rule: str, line: int) -> None:
    """Each with the line that its editor looks for."""
    assert rules_of(text) == [(rule, line)]


@pytest.mark.parametrize(
    "text",
    [
        "## One\n\nIt is.\n\n### Two\n\nIt is.\n\n## Three\n\nIt is so.",
        "> #### In a quotation a heading may have any level\n\nIt is so.",
        "## Pay\n\n### For\n\nIt is.\n\n### Against\n\nIt is.\n\n## Time\n\n### For\n\nIt is.",
        "**Careers Desk**: We answer each of them.\n\nIt is so.",
        "**It is so.**\n\nAnd it stays so.",
        "**A last line in bold**",
        "It costs 5\n- no more - in each of them.",
        "In 2026\n1. of all, it is so.",
        "- one\n- two\n\n    - three\n\nIt is so.",
        "1. one\n    - with a bullet\n2. two",
        "- one\n- two\n\n<!-- -->\n\n1. one\n2. two",
        "| a \\| b | c |\n|---|---|\n| 1 | `x | y` |",
        "This | or that\nand | so on",
        "2 ** 3 is 8, and 3 ** 2 is 9.",
        "-5 degrees\n-7 degrees\n\n1.5 and\n2.5\n\n-a word alone",
        "`** a **` and\n\n    ** b **\n\nas code, and \\** as it is.",
        "***Very* good** to all, **one**, **two** and __three__.",
        "[Here is what the law says](https://www.example.org/).",
        "It is [1] (and [2]) of them; see [the list] (of 2026).",
        "It is [[1]](https://www.example.org/) of them, and `[[x]]` is code.",
        "<https://www.example.org/>, `https://www.example.org/`, and [https://www.example.org/](https://www.example.org/).",
        "<a href=\"https://www.example.org/\">https://www.example.org/</a> says so.",
        "    http://localhost:8000\n\nand [there](mailto:a@example.org), as it is.",
        "Read [the law](https://www.example.org/?page=2&q=utm).",
        "[The survey](https://docs.google.com/forms/d/e/abc/viewform) is open, and "
        "[the sheet](https://docs.google.com/spreadsheets/d/e/2PACX-abc/pubhtml) is published.",
        "![Imaging a spine](spine.png) ![Photography class](class.png) ![Desk](desk.png)",
        "She said “<a href=\"https://www.example.org/\">it is so</a>” to them.",
        "```html\n<o:p></o:p> <p class=MsoNormal>\n```\n\nIt is so.",
        "They buy at TK Maxx, and write “TK” for what is still to come; see TK-12 and tk.",
        "Welcoming them is what matters.",
        "*This post was originally published elsewhere.*\n\nIt is so with them.",
        "Soon more.",
        f"{LONG}\n\n" * 3,
        "A • is a sign, ** another: it is so.",
        "— Is it so?\n\n— It is so with them.\n\n✓ is the sign for it.",
        "- a pen\n\n  and more of it\n- a pad\n\n1. write\n  and wait\n2. send",
        "1. write\n    - soon\n    - today\n2. send",
        "1. write\n  2. wait\n3. send",
        "1. One.\n2. Two.\n\nIt is so.\n\n1. One more.\n2. And two.",
        "It is (1) of them\nb) as it is, and 2) too.",
        "    for each of them: send(it, at=once, to='all of them.')",
        "    SELECT name FROM them WHERE day = 1;\n\nIt is so with them.",
        "Then\tso it is\nwith them.",
        "`5 \\= 5`, \\*, \\_ and C:\\=x, as \\$x\\$ is.",
        "It costs 5 \\\\\nand so.",
        "> [!] is a sign.\n\n::: is another, and so it is with them.",
        "採用・不採用の返事は、その日（金曜）に［書く］。\n\nそう。",
        "It is ［so］ (as they say) with [Ana’s list](ana.md).",
        "a | b\n--- | ---\n1 |\n2 | 3",
        "<div markdown>\n\nIt is **so**.\n\n</div>",
        "<pre>\na **b** c\n</pre>",
        "Both short-\nand long-term, as well-known.",
        "[x]Done and [ ]not, [i] as a note.",
        "It \\(as they say\\) is so, and \\[so\\] on.",
        "[It][it]{.note} is so.\n\n[it]: https://www.example.org/",
        "It is so.\n---------\n\nAnd so it is.",
        "```markdown\nIt is **so**.\n```\n\nThat is bold.",
        "\\- 5 degrees is cold.\n\n1\\. May is a day.\n\n\\#1 of them, and \\# is a sign.",
        "“As an AI language model”, it said, and turned to the left.",
        "It is so.\n===\n\nAnd so it is.",
        "![Image of](desk.png)\n\nIt is so.",
        "> Month\tPay\n> May\t3,000\n> June\t3,100",
        "See <https://www.example.org/it|so it is>.",
    ],
)  # fmt: skip
def test_it_is_not_given(text: str) -> None:
    """What only looks like a slip is nobody's business: false alarms are as bad as silence."""
    assert rules_of(text) == []


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("It is \\*\\*so\\*\\* with them.", "It is **so** with them."),
        ("It is so.\n\n1\\. a pen\n2\\. a pad", "It is so.\n\n1. a pen\n2. a pad"),
        ("It is so.\n\n\\- a pen\n\\- a pad", "It is so.\n\n- a pen\n- a pad"),
        ("It is so.\n\n\\## Soon\n\nIt is.", "It is so.\n\n## Soon\n\nIt is."),
        ("> [!tip]- One for them\n> It is so.", '??? tip "One for them"\n    It is so.'),
        ("It is so.\n---\nAnd so.", "It is so.\n\n---\nAnd so."),
        ("```md\nIt is so with them.\n```", "It is so with them."),
        (
            "[It](https://www.example.org/it “So it is”) is so.",
            '[It](https://www.example.org/it "So it is") is so.',
        ),
        ("You need:\n- a pen\n- a pad", "You need:\n\n- a pen\n- a pad"),
        ("> You need:\n> - a pen\n> - a pad", "> You need:\n>\n> - a pen\n> - a pad"),
        ("You need:\n• a pen\n•\ta pad", "You need:\n\n- a pen\n- a pad"),
        ("-\xa0a pen\n-\xa0a pad", "- a pen\n- a pad"),
        ("1.a pen\n2.a pad", "1. a pen\n2. a pad"),
        ("Of:\n| a | b |\n|---|---|\n| 1 | 2 |", "Of:\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        ("It is ** very good ** so.", "It is **very good** so."),
        ("It is **very **good.", "It is **very** good."),
        ("It is https://www.example.org/law.", "It is <https://www.example.org/law>."),
        ("It is www.example.org.", "It is [www.example.org](https://www.example.org)."),
        (
            "[Law](https://www.example.org/?a=1&utm_source=x&b=2#c) is so.",
            "[Law](https://www.example.org/?a=1&b=2#c) is so.",
        ),
        (
            "[Law](https://www.google.com/url?q=https://www.example.org/%3Fa%3D1&sa=D) is so.",
            "[Law](https://www.example.org/?a=1) is so.",
        ),
        ("·\ta pen\n·\ta pad", "- a pen\n- a pad"),
        ("– a pen\n– a pad", "- a pen\n- a pad"),
        ("✓ a pen\n✓ a pad", "- ✓ a pen\n- ✓ a pad"),
        ("-\u3000a pen\n-\u3000a pad", "- a pen\n- a pad"),
        ("a) one\nb) two", "- a) one\n- b) two"),
        ("1) one\nand more\n2) two", "1. one\nand more\n2. two"),
        ("1986. So it was.", "1986\\. So it was."),
        ("- a\n  - b\n    - c\n- d", "- a\n    - b\n        - c\n- d"),
        ("1. a\n   - b\n\n     more\n2. d", "1. a\n    - b\n\n      more\n2. d"),
        ("1. a\n\n```\nx\n\ny\n```\n\n2. b", "1. a\n\n    ```\n    x\n\n    y\n    ```\n\n2. b"),
        ("\tIt is so with all of them.", "It is so with all of them."),
        ("a\tb|c\nd\te\nf\tg", "| a | b\\|c |\n| --- | --- |\n| d | e |\n| f | g |"),
        ("So it is\\\nand so.", "So it is<br>\nand so."),
        ("It is \\<so\\> and `\\=` \\= so.", "It is &lt;so\\> and `\\=` = so."),
        ("> [!CAUTION]\n> It is so.\n>\n> And so.", '!!! danger "Caution"\n    It is so.\n\n    And so.'),
        ("::: tip Of course\nIt is so.\n:::", '!!! tip "Of course"\n    It is so.'),
        ("１．ここ\n\nそう。", "1. ここ\n\nそう。"),
        ("＃＃ここ\n\nそう。\n\nああ。", "## ここ\n\nそう。\n\nああ。"),
        ("![A desk by a door|300](d.png)", "![A desk by a door](d.png)"),
        ("1. a\n2. b\n\n- c\n- d", "1. a\n2. b\n\n<!-- -->\n\n- c\n- d"),
        ("| a | b |\n| 1 | 2 |", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        (
            "## One\n\nIt is.\n\n#### Two\n\n#### Three\n\nIt is.",
            "## One\n\nIt is.\n\n### Two\n\n### Three\n\nIt is.",
        ),
    ],
)
def test_the_fix_mends_it_and_nothing_else(text: str, after: str) -> None:
    """Applied by a program it leaves nothing to say, and every other letter where it was."""
    assert mended(text) == after


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"title": "HOW TO WRITE IT"}, "headlines.titles_do_not_shout"),
        ({"title": "Write `it` down"}, "headlines.titles_have_no_marks"),
        ({"title": "Write *it* down"}, "headlines.titles_have_no_marks"),
        ({"title": "„So schreibt man es“"}, "headlines.titles_are_no_quotations"),
        ({"title": LONG}, "headlines.titles_are_short"),
        (
            {"title": "Write it down!", "description": "Write it down."},
            "headlines.descriptions_say_more_than_titles",
        ),
        ({"description": "Look at https://www.example.org/ for it."}, "headlines.descriptions_are_plain"),
        ({"description": "In this post, we look at it."}, "wording.begins_with_what_it_has_to_say"),
        ({"image_alt": "IMG_2034.JPG"}, "picture_words.are_no_file_name"),
        ({"title": "What TK of them want"}, "wording.is_all_there"),
    ],
)
def test_fields_get_it_too(fields: dict[str, str], rule: str) -> None:
    """What lists and mails show is looked at as the text is."""
    assert [name for name, _ in rules_of("It is so with them.", **fields)] == [rule]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "NASA, GSA, 18F"[:9]}, {"title": "5 * 3 and 2 * 4, as it is"}, {"title": "“Yes” and “no”: two words"},
        {"title": "It’s <20 of them"}, {"title": "snake_case_names and __init__"[:16]},
        {"title": "Pay", "description": "Pay is what they ask for last, and what they want to know first of all."},
        {"description": "HTTP (http://) is no longer enough: what to do about each of them now."},
    ],
)  # fmt: skip
def test_fields_that_are_as_they_should_be(fields: dict[str, str]) -> None:
    """Names in capitals, stars that multiply, and words in quotation marks are what their writer meant."""
    assert rules_of("It is so with them.", **fields) == []


def test_a_wiki_link_that_names_the_file_leads_to_it() -> None:
    """With or without its ending."""
    for page in ("thank-you-note", "thank-you-note.md", "thank-you-note.md#first"):
        (found,) = advice(article(f"Look at [[{page}|the note]]."))
        assert found.fix.startswith("[the note](thank-you-note.md),"), found.fix


def test_words_are_looked_for_in_the_sites_language_alone() -> None:
    """“TK” is a health insurance in Germany, and of a language that nobody has listed no word is known."""
    here = "Mehr steht [hier](https://www.example.org/), auch bei der TK."
    assert rules_of(here) == [("wording.is_all_there", 1)]
    assert rules_of(here, "de") == [("link_words.say_where_they_lead", 1)]
    assert rules_of(here, "de-AT") == [("link_words.say_where_they_lead", 1)]
    assert rules_of(here, "eo") == []


def test_an_address_is_a_link_where_the_site_makes_it_one() -> None:
    """With pymdownx.magiclink a bare address can be clicked."""
    written = article("It is https://www.example.org/law.")
    there = replace(written, settings=TextSettings(addresses_are_links=True))
    assert advice(written) and not advice(there)


def test_a_rule_that_a_text_is_not_shown_to_has_nothing_to_say_of_it() -> None:
    """Where none of a rule's signs stands it is not called: in no example of any rule does it then find a thing."""
    texts = [rule.example.text for rule in RULES.values() if rule.example and rule.example.text]
    limited = [rule for rules in TEXT_RULES.sets for rule in rules.rules if rule.signs]
    assert len(texts) > 50
    assert limited
    for text in (*texts, *(f"> {text}" for text in texts), *(f"- {text}" for text in texts)):
        written = article(text)
        for rule in limited:
            if not written.text.those_of(rule.signs):
                assert not list(rule.check(written)), (rule.id, text)
