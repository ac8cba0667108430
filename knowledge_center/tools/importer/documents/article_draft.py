"""A document as an article to be: its title, its text in our Markdown, its pictures with names of the house."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bs4 import Tag

from knowledge_center.pictures.flaws import flaw_of
from knowledge_center.pictures.measuring import TYPES, measure
from knowledge_center.tools.importer.anchors import places, resolve_anchors
from knowledge_center.tools.importer.body.blank_lines import collapse_blank_lines
from knowledge_center.tools.importer.body.broken_marks import mend_marks
from knowledge_center.tools.importer.body.lists import normalize_lists
from knowledge_center.tools.importer.documents.document import Document, DocumentError
from knowledge_center.tools.importer.documents.google_page import read_page
from knowledge_center.tools.importer.documents.tidy_html import Tidied, described
from knowledge_center.tools.importer.documents.word_file import read_word_file
from knowledge_center.tools.importer.html_to_markdown import html_to_markdown
from knowledge_center.tools.importer.proof import TOLERATED, rendered_here, rendered_html
from knowledge_center.tools.importer.source_text import SourceText

_WAYS = {
    ".doc": "is in Word's old format. Open it in Word and save it as Word Document (.docx).",
    ".odt": "is LibreOffice's. Open it there and save it with File > Save As as Word 2010-365 Document (.docx).",
    ".rtf": "is rich text. Open it in Word or LibreOffice and save it as Word Document (.docx).",
    ".pages": "is Apple's. Open it in Pages and choose File > Export To > Word.",
    ".gdoc": "is only a link to Google Docs. Open it there and choose File > Download > Microsoft Word (.docx).",
    ".pdf": "is a PDF, which no longer knows what is a heading. Ask for the document it was made of, as .docx.",
    ".md": "is Markdown already. Copy its text into the file that knowledge-center new makes.",
    ".txt": "is plain text. Copy it into the file that knowledge-center new makes.",
}
_DRAWINGS = (".emf", ".wmf", ".wdp")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPicture:
    """A picture of a document: its address in the text, what it is (``.png``), its description, empty if it has none.

    ``after`` are the words before it, by which an editor finds it.
    """

    source: str
    data: bytes
    ending: str
    alt: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft:
    """What a document gives an article; ``notes`` are sentences for its editor."""

    title: str
    subtitle: str
    text: Tidied
    pictures: Sequence[DraftPicture]
    notes: Sequence[str]

    def markdown(self, names: Mapping[str, str], alts: Mapping[str, str]) -> tuple[str, list[str]]:
        """The text in Markdown and more notes; ``names`` and ``alts`` are those of the pictures, by address."""
        for image in self.text.soup.find_all("img"):
            source = str(image["src"])
            image.attrs = {"src": names[source], "alt": alts.get(source, "")}
        html = self.text.html
        written = SourceText.unedited(html_to_markdown(html, markdown_pictures=True))
        for step in (normalize_lists, mend_marks, collapse_blank_lines):
            written, _ = step(written)
        text, found = resolve_anchors("article.md", written, {"article.md": places(written.text)})
        notes = [_sentence(note.message) for note in found]
        lost = rendered_html(html).words - rendered_here(text.text).words
        if lost.total() > TOLERATED:
            notes.append(f"Compare it with the document: {' '.join(sorted(lost.elements()))} may be missing.")
        return text.text, notes


def read_draft(file: Path) -> ArticleDraft:
    """Read a document: .docx, .html, or the .zip of Google Docs. Raises DocumentError, and OSError."""
    ending = file.suffix.lower()
    if ending in (".docx", ".docm", ".dotx"):
        document = read_word_file(file)
    elif ending in (".html", ".htm", ".zip"):
        document = read_page(file)
    else:
        way = _WAYS.get(
            ending, "is of no kind that can be read here: .docx, .html and the .zip of Google Docs can."
        )
        raise DocumentError(f"{file} {way}")
    return draft_of(document, file.stem)


def draft_of(document: Document, name: str) -> ArticleDraft:
    """The draft that a document makes; ``name`` is its file's, for the case that it has no title."""
    text = Tidied(document.html)
    notes = [*document.notes, *text.notes]
    title = text.title
    if not title:
        title = " ".join(name.replace("_", " ").split())
        notes.append(f"Nothing in it has the style Title: the file's name, “{title}”, stands in for one.")
    pictures = list(_pictures(text, document.pictures, notes))
    if not text.soup.get_text(strip=True) and not pictures:
        notes.append("It holds no text.")
    return ArticleDraft(title=title, subtitle=text.subtitle, text=text, pictures=pictures, notes=notes)


def picture_names(pictures: Sequence[DraftPicture], article: str, taken: Collection[str]) -> dict[str, str]:
    """A free file name for each picture, by its address in the text; ``taken`` are those in the folder."""
    names: dict[str, str] = {}
    used = {name.casefold() for name in taken}
    for picture in pictures:
        free = (f"{article}-{number}{picture.ending}" for number in count(1))
        names[picture.source] = next(name for name in free if name not in used)
        used.add(names[picture.source])
    return names


def _pictures(text: Tidied, held: Mapping[str, bytes], notes: list[str]) -> Iterator[DraftPicture]:
    """The pictures that can be shown, each once; all others are taken out of the text and named."""
    known: dict[str, bool] = {}
    for image in text.soup.find_all("img"):
        source = str(image.get("src", ""))
        alt, by_program = described(str(image.get("alt", "")))
        if source not in known:
            which = f"the picture “{alt}”" if alt else f"a picture{_after(image)}"
            data = held.get(source)
            ending, why = (
                _kind(source, data) if data is not None else ("", "is neither in the document nor beside it.")
            )
            known[source] = not why
            if why:
                notes.append(_sentence(f"{which} was left out: it {why}"))
            else:
                assert data is not None
                if by_program:
                    notes.append(
                        f"The description of a picture, “{alt}”, is a program's: look whether it is true."
                    )
                yield DraftPicture(source=source, data=data, ending=ending, alt=alt, after=_after(image))
        if not known[source]:
            around = image.parent
            image.decompose()
            while (
                around is not None
                and around.name in ("a", "p")
                and not around.get_text(strip=True)
                and not around.img
            ):
                inner, around = around, around.parent
                inner.decompose()


def _kind(source: str, data: bytes) -> tuple[str, str]:
    """The ending for a picture's file, or why it cannot be shown, as the rest of a sentence."""
    if source.lower().endswith(_DRAWINGS):
        return "", "is a drawing of Windows, which no browser shows. Save it as .png, beside the article."
    drawn = data.lstrip()[:5] in (b"<?xml", b"<svg ")
    with TemporaryDirectory() as folder:
        file = Path(folder, "picture.svg" if drawn else "picture.png")
        file.write_bytes(data)
        flaw, image = flaw_of(file), measure(file, path="", alt="")
        if flaw is not None or image is None:
            return "", flaw.says if flaw is not None else "cannot be read."
        return next(ending for ending, kind in TYPES.items() if kind == image.type), ""


def _after(image: Tag) -> str:
    """Where a picture stands: behind which words; half a sentence."""
    words = " ".join(str(image.find_previous(string=lambda text: bool(text and text.strip())) or "").split())
    return (
        f" after “{words[-50:].partition(' ')[2] if len(words) > 50 else words}”"
        if words
        else " at the beginning"
    )


def _sentence(message: str) -> str:
    return message[0].upper() + message[1:]
