"""Rules whose problems are found while files are read: by them no value comes of a file at all."""

from __future__ import annotations

from knowledge_center.rules import Example, RuleSet

rule = RuleSet[[]]("articles.reading")

of_fields = rule.elsewhere(
    "fields_can_be_read",
    "Between two lines of --- stands one field a line, so that a program knows title and date from the text.",
    example=Example(fields="title: Offers: how to compare them"),
)
of_lists = rule.elsewhere(
    "lists_can_be_read",
    "Authors, topics and removed articles have a list each, and articles name what stands there.",
    example=Example(files={"docs/articles/.gone.yml": "old-name:\n  reason: no longer true\n"}),
)
of_folders = rule.elsewhere(
    "articles_lie_in_their_folder",
    "An article is looked for in the folder of articles; in any other place nobody finds it.",
    example=Example(files={"docs/articles/pay-talk.md": "article"}),
)
