"""After a change to the fields that editors write: bring CONTRIBUTING's table and what VS Code is told up to date."""

import re
from pathlib import Path

from knowledge_center.articles.article_schema import ARTICLE
from knowledge_center.front_matter.field_schema import FileSchema
from knowledge_center.scaffold.vscode_files import vscode_files

_HEAD = "| field | needed | what it is for |\n|---|---|---|\n"
_TABLE = re.compile(re.escape(_HEAD) + r"(?:\|.*\n)*")


def fields_table(file: FileSchema) -> str:
    """The fields of a file as a table of Markdown: whether each is needed, and what an editor has to know of it."""
    rows = (f"| `{field.name}` | {_needed(file, field.name)} | {field.about} |\n" for field in file.fields)
    return _HEAD + "".join(rows)


def _needed(file: FileSchema, name: str) -> str:
    if file.field(name).required:
        return "yes"
    others = "" if file.field(name).needs else ", ".join(f"`{other}`" for other in file.needed_by(name))
    return f"with {others}" if others else "no"


def with_table(text: str) -> str:
    """CONTRIBUTING with the table of an article's fields as it is to be."""
    table = fields_table(ARTICLE)
    return _TABLE.sub(lambda _: table, text, count=1)


if __name__ == "__main__":
    root = Path(__file__).parents[1]
    contributing = root / "CONTRIBUTING.md"
    made = {"CONTRIBUTING.md": with_table(contributing.read_text(encoding="utf-8")), **vscode_files()}
    for name, text in made.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(name)
