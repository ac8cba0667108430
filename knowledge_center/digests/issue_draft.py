"""What an editor writes before an issue closes: its introduction, subject and preheader.

A draft is ``<issue>.draft.md`` beside the issues, named after the one it was begun for. The next issue
that closes takes its words over and says so (``draft:`` in its fields). From then on the draft is used up:
no other issue takes it, whatever crashed before it was put away.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from knowledge_center.articles.docs_files import DocsFiles
from knowledge_center.articles.markdown_links import links_of, links_to_files
from knowledge_center.articles.model import Article
from knowledge_center.articles.rules import (
    leftover_words,
    link_targets,
    raw_html,
    references,
    template_marks,
    text_links,
    whole_text,
)
from knowledge_center.articles.rules.article_text import ArticleText, TextRules, text_settings
from knowledge_center.articles.rules.fields import Fields
from knowledge_center.articles.rules.links_of_text import TextLinks
from knowledge_center.digests.ledger import DRAFT_ENDING, Issue, Ledger, ledger_folder
from knowledge_center.digests.ledger_fields import Group
from knowledge_center.digests.ledger_files import read_ledger_file
from knowledge_center.digests.ledger_text import in_a_comment
from knowledge_center.digests.schedule import is_issue_key, period_label
from knowledge_center.front_matter.field_schema import FieldSchema, FileSchema
from knowledge_center.front_matter.parser import Document
from knowledge_center.markdown_text.parsed_text import MarkdownText, parse_text
from knowledge_center.problems import Problem, Unusable, in_order
from knowledge_center.settings.model import DigestSettings, Settings

ISSUE_DRAFT = FileSchema(
    name="issue_draft",
    title="Your own words for the next issue of a digest",
    files=f"digests/*/*{DRAFT_ENDING}",
    fields=(
        FieldSchema(
            name="subject",
            kind="line",
            label="Subject",
            about="What people see in their inbox, 10 to 78 characters; else the digest's title and the first "
            "article's",
            example="How to ask for more, and when",
            least=10,
            most=78,
        ),
        FieldSchema(
            name="preheader",
            kind="line",
            label="Preheader",
            about="The line beside the subject, 20 to 110 characters; else the other articles' titles",
            example="Two letters that can be copied, and what to say on the phone",
            least=20,
            most=110,
        ),
    ),
)
_EMPTY = "\n".join(["---", *(f"{name}:" for name in ISSUE_DRAFT.names), "---"])
_MOST_NAMED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The words for the next issue. ``key`` names the issue it was begun for, ``source`` its file.

    ``intro`` is Markdown that begins on ``line`` of the file.
    """

    key: str
    source: str
    subject: str = ""
    preheader: str = ""
    intro: str = ""
    line: int = field(default=0, compare=False)
    subject_line: int = field(default=0, compare=False)
    preheader_line: int = field(default=0, compare=False)

    @property
    def empty(self) -> bool:
        """Whether nothing has been written into it yet."""
        return not (self.subject or self.preheader or self.intro)

    def applied_to(self, issue: Issue) -> Issue:
        """The issue with these words."""
        return replace(
            issue, draft=self.key, subject=self.subject, preheader=self.preheader, intro=self.intro
        )


def draft_path(docs: Path, digest_key: str, issue_key: str) -> Path:
    """Where the draft for an issue lies."""
    return ledger_folder(docs, digest_key) / f"{issue_key}{DRAFT_ENDING}"


def waiting_drafts(docs: Path, ledger: Ledger) -> tuple[Path, ...]:
    """The drafts that no issue has taken over, the oldest first; more than one is a problem."""
    return tuple(path for path in _drafts(docs, ledger) if _key(path) not in _issues_by_draft(ledger))


def read_draft(docs: Path, ledger: Ledger) -> Draft | None:
    """The draft that waits for the next issue, if there is one.

    Raises Unusable with every mistake in it, or when two wait and somebody has to choose.
    """
    paths = waiting_drafts(docs, ledger)
    if len(paths) > 1:
        first = f"{ledger.source}/{paths[0].name}"
        message = f"{first} waits for the next issue already; an issue has one draft."
        fix = f"Put the words of both into {paths[0].name}, and delete this file."
        raise Unusable(
            Problem(path=f"{ledger.source}/{path.name}", message=message, fix=fix) for path in paths[1:]
        )
    return _read(paths[0], ledger) if paths else None


def used_drafts(docs: Path, ledger: Ledger) -> tuple[Path, ...]:
    """Drafts whose words stand in an issue to the last character: what a crash left to be deleted."""
    return tuple(path for path, issue in _used(docs, ledger) if _is_in(path, issue, ledger))


def changed_draft_advice(docs: Path, ledger: Ledger) -> tuple[Problem, ...]:
    """Advice about drafts that were taken over and changed afterwards: those words are in no issue."""
    return tuple(
        Problem(
            path=f"{ledger.source}/{path.name}",
            message=f"{issue.key} has closed with the words of this draft, but the two differ by now.",
            fix=f"Put what shall stay into {issue.source}, then delete this file: no other issue takes it.",
            advice=True,
        )
        for path, issue in _used(docs, ledger)
        if not _is_in(path, issue, ledger)
    )


# What holds of an article's text holds of an introduction, which has a page, too.
# Most introductions are plain words, and need not be taken apart.
_MAY_BREAK = ("<", "```", "~~~", "script:")
_TEXT_RULES = TextRules(
    whole_text.rule, raw_html.rule, template_marks.rule, references.rule, link_targets.rule
)
_CLOSED_RULES = TextRules(whole_text.rule, raw_html.rule)


def draft_problems(
    draft: Draft, docs: Path, settings: Settings, articles: Sequence[Article], now: datetime
) -> list[Problem]:
    """What an introduction links to and readers would not find, and words in a draft that are not for readers.

    ``docs`` is the folder of the site's sources.
    """
    docs_dir = settings.docs_dir
    text = parse_text(draft.intro, draft.line)
    found = tuple(links_of(text))
    fields = [(draft.subject_line, draft.subject), (draft.preheader_line, draft.preheader)]
    words = leftover_words.words_of(fields, text)
    problems = list(leftover_words.rule.problems(draft.source, words))
    # What a reader of the mail sees first stands where those of an article would.
    shown = Fields(
        title=draft.subject,
        description=draft.preheader,
        lines={"title": draft.subject_line, "description": draft.preheader_line},
    )
    written = _as_text(draft.intro, draft.line, text, shown, settings)
    problems.extend(_TEXT_RULES.problems(draft.source, written))
    if not found:
        return list(in_order(problems))
    paths = [path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file()]
    folder = draft.source.removeprefix(f"{docs_dir}/").rpartition("/")[0]
    intro = TextLinks(
        links=found,
        to_files=links_to_files(found, folder),
        folder=folder,
        docs_dir=docs_dir,
        article=None,
        articles={article.source.removeprefix(f"{docs_dir}/"): article for article in articles},
        files=DocsFiles(paths),
        now=now,
    )
    return list(in_order([*problems, *text_links.rule.problems(draft.source, intro)]))


def introduction_problems(root: Path, ledger: Ledger, settings: Settings) -> list[Problem]:
    """What would run or break off on the pages of closed issues: their words are often written after the close.

    What else is checked in a draft is left alone here: a mail that has gone out cannot be mended.
    """
    problems: list[Problem] = []
    for issue in ledger.issues:
        if not any(sign in issue.intro for sign in _MAY_BREAK):
            continue
        lines = (root / issue.source).read_text(encoding="utf-8").rstrip().count("\n") + 1
        line = lines - issue.intro.rstrip().count("\n")
        text = parse_text(issue.intro, line)
        written = _as_text(issue.intro, line, text, Fields(), settings)
        problems.extend(_CLOSED_RULES.problems(issue.source, written))
    return problems


def _as_text(intro: str, line: int, text: MarkdownText, fields: Fields, settings: Settings) -> ArticleText:
    return ArticleText(
        document=Document(fields={}, body=intro, body_line=line),
        text=text,
        fields=fields,
        settings=text_settings(settings),
    )


def draft_text(digest: DigestSettings, key: str, articles: Sequence[Article], folder: str) -> str:
    """A draft to be filled in, with ``articles`` as what the issue would hold by now.

    ``folder`` is the ledger's, as the editor knows it (``docs/digests/weekly``).
    """
    title = in_a_comment(digest.title)
    example = "../../articles/posts/2026/name.md"
    if articles:
        example = in_a_comment(posixpath.relpath(articles[0].source, folder))
    lines = [
        "---",
        f"# For the issue of “{title}” that closes next ({period_label(key)}, as it looks now).",
        "# Closing takes over what stands here and deletes this file. Whatever is left empty is made for you,",
        "# and what begins with # is read by nobody.",
        "#",
        *(line for field in ISSUE_DRAFT.fields for line in (f"# {field.about}.", f"{field.name}:")),
        "#",
        "# The introduction is Markdown and goes below the second ---. It may link to an article's file:",
        f"#   [these words]({example})",
        "#",
    ]
    if articles:
        lines.append("# By now the issue would hold:")
        lines += [f"#   {in_a_comment(article.title)}" for article in articles[:_MOST_NAMED]]
        if len(articles) > _MOST_NAMED:
            lines.append(f"#   and more: {len(articles) - _MOST_NAMED}")
    else:
        lines.append("# By now there is nothing new for it; this draft waits until there is.")
    return "\n".join([*lines, "---", "", ""])


def _drafts(docs: Path, ledger: Ledger) -> list[Path]:
    folder = ledger_folder(docs, ledger.digest)
    found = folder.glob(f"*{DRAFT_ENDING}") if folder.is_dir() else ()
    return sorted(path for path in found if not path.name.startswith("."))


def _key(path: Path) -> str:
    return path.name.removesuffix(DRAFT_ENDING)


def _issues_by_draft(ledger: Ledger) -> dict[str, Issue]:
    return {issue.draft: issue for issue in ledger.issues if issue.draft}


def _used(docs: Path, ledger: Ledger) -> list[tuple[Path, Issue]]:
    issues = _issues_by_draft(ledger)
    return [(path, issues[_key(path)]) for path in _drafts(docs, ledger) if _key(path) in issues]


def _is_in(path: Path, issue: Issue, ledger: Ledger) -> bool:
    try:
        draft = _read(path, ledger)
    except Unusable:
        return False
    return draft.applied_to(issue) == issue


def _read(path: Path, ledger: Ledger) -> Draft:
    display_path = f"{ledger.source}/{path.name}"
    key = _key(path)
    if not is_issue_key(key):
        message = "The file's name is not that of a draft: a week or a month and .draft.md are expected."
        raise Unusable(
            [Problem(path=display_path, message=message, fix=f"Rename it: 2026-W46{DRAFT_ENDING}")]
        )
    top, document = read_ledger_file(
        path,
        display_path,
        ISSUE_DRAFT.names,
        without="The draft does not begin with ---; what stands between it and a second --- may be empty.",
        fix=_EMPTY,
    )
    above = len(document.body) - len(document.body.lstrip("\n"))
    draft = Draft(
        key=key,
        source=display_path,
        subject=_words(top.text_or_nothing("subject", example="One line")),
        preheader=_words(top.text_or_nothing("preheader", example="One line")),
        intro=_words(document.body.strip("\n")),
        line=document.body_line + above,
        subject_line=_line(top, "subject"),
        preheader_line=_line(top, "preheader"),
    )
    if top.problems:
        raise Unusable(top.problems)
    return draft


def _line(top: Group, name: str) -> int:
    field = top.fields.get(name)
    return field.line if field else 0


def _words(text: str) -> str:
    """The text, unless there is nothing to see in it."""
    return text if text.strip() else ""
