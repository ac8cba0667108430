"""Advice about tables: what is a row to its writer has to be one on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import prefix
from knowledge_center.problems import Edit
from knowledge_center.rules import Finding, RuleSet, breaks, only_with
from knowledge_center.text.plurals import counted

rule = RuleSet[[ArticleText]]("articles.tables")

_CELL_ENDS = re.compile(r"(?<!\\)\|")
_WIKI_HEAD = re.compile(r"\|\|(?:[^|\n]+\|\|)+")
_SEPARATOR = frozenset("|:- ")
# With fewer a tab is a slip of the finger.
_FEWEST_CELLS = 6
_DRAWN_LINE = re.compile(r"[+\-=| ]*[+][+\-=| ]*|[─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╟╫╢╞╪╡ ]+")
_DASHES = str.maketrans(dict.fromkeys("–—−", "-"))


@rule.advice
@breaks(text="| Day | What |\n| --- | --- |\n| Monday | write |\n| Tuesday |")
@only_with("|")
def have_as_many_cells_in_each_row(article: ArticleText) -> Iterator[Finding]:
    """A cell too many is shown to nobody, one too few leaves a hole."""
    for block in article.text.blocks_of("table"):
        rows = list(zip((number for number, _ in block.lines), block.seen.split("\n"), strict=True))
        wanted = _cells(rows[0][1])
        for (number, row), (_, written) in zip(rows[2:], block.lines[2:], strict=True):
            cells = _cells(row)
            if cells > wanted:
                message = (
                    f"The row has {counted(cells, 'cell')}, the head of the table {wanted}: what is in the last "
                    "of the row is shown to nobody."
                )
                fix = "Take it into another cell, or give the head one more. A | that belongs to the text is \\|"
                yield Finding(line=number, message=message, fix=fix)
            # A stroke at the end of a row that begins with none is how an empty last cell is written.
            elif cells < wanted - (row.rstrip().endswith("|") and not row.lstrip().startswith("|")):
                message = f"The row has {counted(cells, 'cell')}, the head of the table {wanted}."
                whole = f"{written.rstrip()}{'' if written.rstrip().endswith('|') else ' |'}{' |' * (wanted - cells)}"
                before = prefix(article.text, block, number)
                edits = () if before is None else (Edit(number, number, (before + whole,)),)
                yield Finding(line=number, message=message, fix=whole, edits=edits)


@rule.advice
@breaks(text="The days:\n| Day | What |\n| --- | --- |\n| Monday | write |")
@only_with("|")
def begin_after_a_blank_line(article: ArticleText) -> Iterator[Finding]:
    """Right below a line of text a table is none on the page, but goes on in that line."""
    for block in article.text.blocks_of("paragraph"):
        if len(block.lines) < 3 or "|" not in block.text:
            continue
        for (number, head), (_, below) in zip(block.lines[1:], block.lines[2:], strict=False):
            row, line = head.strip(), below.strip()
            separates = line.startswith("|") and "--" in line and set(line) <= _SEPARATOR
            if not separates or not row.startswith("|") or _cells(row) != _cells(line):
                continue
            before = prefix(article.text, block, number)
            yield Finding(
                line=number,
                message="The table has no blank line before it, so its lines go on in the sentence above.",
                fix="Put a blank line above it.",
                edits=(Edit(number, number - 1, (before.rstrip(),)),) if before is not None else (),
                safe=True,
            )
            break


@rule.advice
@breaks(text="| Day | What |\n| Monday | write |")
@only_with("|")
def have_a_line_below_the_head(article: ArticleText) -> Iterator[Finding]:
    """Without the line of hyphens below its first row a table is a paragraph with strokes in it."""
    for block in article.text.blocks_of("paragraph"):
        if len(block.lines) < 2:
            continue
        head, second = (line.strip() for _, line in block.lines[:2])
        if not head.startswith("|") or head.count("|") < 2 or not second.startswith("|"):
            continue
        number = block.lines[1][0]
        before = prefix(article.text, block, number)
        if _WIKI_HEAD.fullmatch(head):
            yield _wiki_table(head, block.first, before)
            continue
        line = f"|{' --- |' * _cells(head)}"
        separates = set(second.translate(_DASHES)) <= _SEPARATOR
        message = (
            "The line below the head of the table has dashes in the place of hyphens, so it is no table."
            if not second.isascii()
            else "The line below the head of the table has another number of cells, so it is no table."
            if separates
            else "The table has no line of hyphens below its first row, so it is no table on the page."
        )
        yield Finding(
            line=number if separates else block.first,
            message=message,
            fix=line if separates else f"Put this line below the first row:\n{line}",
            edits=(
                ()
                if before is None
                else (Edit(number, number if separates else number - 1, (before + line,)),)
            ),
        )


@rule.advice
@breaks(text="Month\tOffers\tPay\nMay\t12\t3,000\nJune\t9\t3,100")
@only_with("\t", "+--", "+==", "│", "║")
def have_strokes_between_their_cells(article: ArticleText) -> Iterator[Finding]:
    """Cells that come from a spreadsheet with tabs between them, or in a drawn table, run into one another."""
    text = article.text
    for block in text.blocks_of("paragraph"):
        lines = [text.lines[number - text.first_line].rstrip() for number, _ in block.lines]
        drawn = [line.strip("│┃║| ") for line in lines if not _DRAWN_LINE.fullmatch(line)]
        is_drawn = lines[0][:1] in "+┌╔│┃║" and len(drawn) < len(lines)
        rows = (
            [re.split(r" *[│┃║|] *", line) for line in drawn]
            if is_drawn
            else [line.split("\t") for line in lines]
        )
        width = len(rows[0])
        if block.parent is not text.root or width < 2 or len(lines) * width < _FEWEST_CELLS:
            continue
        if all(len(row) == width and row[0].strip() for row in rows):
            made = [
                "| " + " | ".join(cell.strip().replace("|", "\\|") for cell in row) + " |" for row in rows
            ]
            table = (made[0], f"|{' --- |' * width}", *made[1:])
            yield Finding(
                line=block.first,
                message=f"The cells of a table {'are drawn' if is_drawn else 'have tabs between them'} here; on the "
                "page they run into one another.",
                fix="\n".join(table),
                edits=(Edit(block.first, block.last, table),),
            )


def _wiki_table(head: str, number: int, before: str | None) -> Finding:
    """A table of Confluence, whose head has two strokes between its cells."""
    cells = [cell.strip() for cell in head.strip("|").split("||")]
    lines = (f"| {' | '.join(cells)} |", f"|{' --- |' * len(cells)}")
    return Finding(
        line=number,
        message="The head of the table has two strokes between its cells, as in a wiki, so it is no table on the page.",
        fix="\n".join(lines),
        edits=() if before is None else (Edit(number, number, tuple(before + line for line in lines)),),
        safe=True,
    )


def _cells(row: str) -> int:
    """How many cells a row has, code blanked in it."""
    row = row.strip()
    row = row.removeprefix("|")
    row = row[:-1] if row.endswith("|") else row
    return len(_CELL_ENDS.findall(row)) + 1
