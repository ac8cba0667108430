"""A new article from a document: what it gives, what its editor is asked, what is told. Loads the importer."""

from __future__ import annotations

import sys
from pathlib import Path

from knowledge_center.articles.article_schema import ARTICLE
from knowledge_center.problems import Problem, Unusable
from knowledge_center.text.plurals import counted
from knowledge_center.tools.importer.documents.article_draft import picture_names, read_draft
from knowledge_center.tools.importer.documents.document import DocumentError
from knowledge_center.tools.importer.file_writing import write_all


class DocumentSource:
    """A document and what it gives a new article: ``fields`` by their names, a text and pictures."""

    def __init__(self, file: Path) -> None:
        """Read it. Raises Unusable, in a sentence, where that cannot be done."""
        try:
            self._draft = read_draft(file)
        except DocumentError as error:
            message = f"This file{str(error).removeprefix(str(file))}"
            raise Unusable([Problem(path=file.as_posix(), message=message)]) from None
        except OSError as error:
            message = f"This file cannot be read: {error.strerror}."
            raise Unusable([Problem(path=file.as_posix(), message=message)]) from None
        description = ARTICLE.field("description")
        self.fields = {"title": [self._draft.title]}
        if description.least <= len(self._draft.subtitle) <= description.most:
            self.fields["description"] = [self._draft.subtitle]

    def write(self, path: Path, head: str, description: str) -> list[str]:
        """Write the article, ``head`` and the text, and its pictures. Returns sentences for its editor.

        On a terminal it asks what pictures without a description show. Raises OSError.
        """
        draft = self._draft
        alts = {one.source: one.alt for one in draft.pictures}
        for one in draft.pictures:
            if not one.alt and sys.stdin.isatty():
                print(f"What does the picture{one.after} show? For those who cannot see it.")
                alts[one.source] = " ".join(input("  or Enter to write it later: ").split())
        there = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        names = picture_names(draft.pictures, path.stem, there)
        text, notes = draft.markdown(names, alts)
        if draft.subtitle and draft.subtitle != description:
            text = f"{draft.subtitle}\n\n{text}"
        files = [(path.with_name(names[one.source]), one.data) for one in draft.pictures]
        write_all([[*files, (path, (head + text).encode())]])
        notes = [*draft.notes, *notes]
        if files:
            listed = ", ".join(file.name for file, _ in files)
            notes.insert(0, f"{counted(len(files), 'picture')} beside it: {listed}.")
        if bare := [names[source] for source, alt in alts.items() if not alt]:
            show = "shows" if len(bare) == 1 else "show"
            notes.append(f"Still to be said, for those who cannot see it: what {', '.join(bare)} {show}.")
        return notes
