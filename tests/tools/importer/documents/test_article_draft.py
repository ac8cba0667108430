from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from knowledge_center.tools.importer.documents import archives
from knowledge_center.tools.importer.documents.article_draft import picture_names, read_draft
from knowledge_center.tools.importer.documents.document import DocumentError
from knowledge_center.tools.importer.proof import rendered_here
from tests.tools.importer.documents.samples import (
    docx,
    google_link,
    google_page,
    link,
    p,
    picture,
    run,
    table,
)

CODE = '<w:rFonts w:ascii="Consolas"/>'


def read(file: Path) -> tuple[str, str, list[str]]:
    """Title, text and all that is said of a document."""
    draft = read_draft(file)
    alts = {one.source: one.alt for one in draft.pictures}
    text, notes = draft.markdown(picture_names(draft.pictures, "wait", ["wait-2.png"]), alts)
    return draft.title, text, [*draft.notes, *notes]


def test_a_word_document_becomes_an_article(tmp_path: Path) -> None:
    """Headings by their styles, lists in lists, tables, footnotes, quotations, code, pictures with captions."""
    file = docx(
        tmp_path / "wait.docx",
        p("Why you", run(" wait", "<w:b/>"), style="Titel"),
        p("A deck", style="Untertitel"),
        p(""),
        p(run("What a wait ", "<w:b/>"), run("says", "<w:b/>"), style="berschrift1"),
        p(
            "Read ", link("https://www.google.com/url?q=https://example.org/a%3Fb&amp;sa=D", "this\u00a0page"), ": ",
            run("bold ", "<w:b/>"), run("too", "<w:b/>"), ". Soft\u00adly",
            '<w:r><w:footnoteReference w:id="1"/></w:r>', " in <w:smartTag>".partition("<")[0],
            f"<w:smartTag>{run('Paris')}</w:smartTag>", run("2", '<w:vertAlign w:val="superscript"/>'),
        ),
        p("one", style="Listenabsatz", item=(1, 0)),
        p("two", style="Listenabsatz", item=(1, 1)),
        p("three", item=(2, 2)),
        p("four", item=(1, 0)),
        p("Ours", style="Own"),
        p(picture(1, "A door")),
        p("Figure ", f'<w:fldSimple w:instr="SEQ">{run("1")}</w:fldSimple>', ": the door", style="Beschriftung"),
        table(("A", "B|c"), ("1", p("2") + p("3"))),
        p("Said by us.", style="Zitat"),
        p(run("make build", CODE)),
        p(run("make_test", CODE)),
        footnotes={1: "Since 2020."},
    )  # fmt: skip
    title, text, notes = read(file)
    assert (title, read_draft(file).subtitle) == ("Why you wait", "A deck")
    assert text == (
        "## What a wait says\n\n"
        "Read [this page](https://example.org/a?b): **bold too**. Softly[^1] in Paris<sup>2</sup>\n\n"
        "- one\n    - two\n        1. three\n- four\n\n"
        "### Ours\n\n"
        '<figure markdown="span">\n![A door](wait-1.png)\n<figcaption>Figure 1: the door</figcaption>\n</figure>\n\n'
        "| A | B\\|c |\n| --- | --- |\n| 1 | 2 <br> 3 |\n\n"
        "> Said by us.\n\n"
        "```\nmake build\nmake_test\n```\n\n"
        "[^1]: Since 2020.\n"
    )
    assert notes == []


def test_an_item_goes_on_below_its_first_paragraph(tmp_path: Path) -> None:
    """Paragraphs that are set in stand in their items, and so do items below these; at the margin numbers end."""
    file = docx(
        tmp_path / "wait.docx",
        p("One", item=(2, 0)), p("goes on", set_in=720), p("Deep", item=(2, 1)), p("still deep", set_in=720),
        p("Deeper", item=(2, 1)), p("Two", item=(2, 0)), p("In between"), p("Three", item=(2, 0)),
        p("Point", item=(1, 0)), p("Between points"), p("Point", item=(1, 0)),
    )  # fmt: skip
    _, text, notes = read(file)
    assert rendered_here(text).parts["list items"] == 7
    assert text.startswith(
        "1. One\n\n    goes on\n\n    1. Deep\n\n        still deep\n\n    2. Deeper\n2. Two\n\n"
        "In between\n\n1. Three\n"
    )
    assert [one for one in notes if "numbers" in one] == [
        "The numbers of a list go on below “In between” in the document, and begin at 1 again here."
    ]


def test_a_blank_in_bold_says_nothing(tmp_path: Path) -> None:
    """Paragraphs between lists often hold no more."""
    bold = [run(text, "<w:b/>") for text in (" ", " Pay ")]
    file = docx(tmp_path / "wait.docx", p("One"), p(bold[0]), p(bold[0], " "), p("Of", bold[1], "here"))
    assert read(file)[1] == "One\n\nOf **Pay** here\n"


def test_headings_are_known_in_other_languages(tmp_path: Path) -> None:
    """By their names, or by the outline, whatever letters their ids have."""
    body = (p("Un", style="berschrift1"), p("Mots"), p("Deux", style="Titre2"), p("Mots"))
    text = read(
        docx(tmp_path / "wait.docx", p("Titre", style="Titel"), *body, p("Trois", style="Überschrift3"))
    )[1]
    assert "## Un\n" in text and "### Deux\n" in text and text.endswith("#### Trois\n")


def test_a_page_of_google_docs_becomes_an_article(tmp_path: Path) -> None:
    """Its looks are classes, its lists stand one behind the other, its links lead through Google."""
    body = (
        '<p class="c7 title" id="h.t"><span class="c1">Why we&nbsp;wait</span></p>'
        '<h1 id="h.a"><span class="c1">First</span></h1><p class="c6"><span class="c0">Text </span>'
        f'<span class="c1">bold </span><span class="c1">words</span>, see '
        f'{google_link("https://example.org/a%3Fb%3D1", "it")}'
        '<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup> '
        '<span class="c4">code</span> <a href="#h.b">below</a></p>'
        '<ul class="lst-kix_a1-0 start"><li><span class="c0">one</span></li></ul><ul class="lst-kix_a1-1 start">'
        '<li>two</li></ul><ol class="lst-kix_a1-2 start" start="1"><li>three</li></ol><ul class="lst-kix_a1-1"><li>'
        'four</li></ul><ul class="lst-kix_a1-0"><li>five</li></ul><p class="c6 c7"><span></span></p>'
        '<h2 id="h.b"><span>Second</span></h2><p><span style="overflow: hidden;"><img alt="A door" '
        'src="images/image1.png" style="width: 1px;" title=""></span></p>',
        '<hr class="c5"><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;Since 2020.</span></p></div>'
        '<div class="c20"><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Really?</span></p></div>',
    )  # fmt: skip
    page = google_page(tmp_path / "wait.html", *body)
    written = (
        "## First\n\nText **bold words**, see [it](https://example.org/a?b=1)[^1] `code` [below](#second)\n\n"
        "- one\n    - two\n        1. three\n    - four\n- five\n\n### Second\n\n![A door](wait-1.png)\n\n"
        "[^1]: Since 2020.\n"
    )
    assert read(page) == ("Why we wait", written, ["A comment was left out: “Really?”"])
    zipped = tmp_path / "wait.zip"
    with zipfile.ZipFile(zipped, "w") as made:
        for name in ("wait.html", "images/image1.png"):
            made.write(tmp_path / name, name)
    assert read(zipped) == read(page)


def test_the_shape_of_google_docs_own_docx(tmp_path: Path) -> None:
    """It has other ids, text in runs without looks, and the document under another name."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>'
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    contents = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    file = docx(
        tmp_path / "wait.docx",
        p("A wait", style="Title"),
        f"<w:sdt>{contents}<w:sdtContent>{p('Deep 1')}</w:sdtContent></w:sdt>",
        p("Deep", style="Heading2"),
        p("See [x] and #1."),
        p(run("A bold line:", "<w:b/>")),
        p("Text."),
        parts={"word/styles.xml": f"<w:styles {space}>{styles}</w:styles>"},
        main="word/document2.xml",
    )
    title, text, notes = read(file)
    assert (title, text) == ("A wait", "## Deep\n\nSee \\[x\\] and #1.\n\n### A bold line\n\nText.\n")
    assert [note.partition(":")[0] for note in notes] == [
        "Its table of contents was left out", "1 line in bold became headings",
    ]  # fmt: skip


GRAPHIC = (
    '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://x/2006/{}">{}</a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
    f"{p('In a box')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
)
DELETED = '<w:del w:author="Jo"><w:r><w:delText>old</w:delText></w:r></w:del>'
CHART = GRAPHIC.format("chart", '<c:chart r:id="chart"/>') + run("so")
CROPPED = picture(1, "A door", '<a:srcRect l="10" t="0" r="0" b="0"/>')
SHEET = '<w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>' + run("so")
COMMENT = f'<w:comment w:id="7" w:author="Ada Berg">{p("Is that so?")}</w:comment>'


@pytest.mark.parametrize(
    ("content", "told", "kept"),
    [
        (
            f'<w:commentRangeStart w:id="7"/>{run("these words")}<w:commentRangeEnd w:id="7"/>',
            "The comment of Ada Berg on “these words” was left out: “Is that so?”",
            "these words",
        ),
        (
            f'<w:ins w:author="Jo">{run("new")}</w:ins>{DELETED}',
            "Changes that Jo tracked stand here as if they were accepted: 1 insertion (“new”), 1 deletion (“old”).",
            "new",
        ),
        (run("secret", "<w:vanish/>") + run("open"), "Hidden text was left out: “secret”", "open"),
        ("<m:oMath><m:r><m:t>E=mc2</m:t></m:r></m:oMath>" + run("so"), "The equation “E=mc2” was left out", "so"),
        (CHART, "A chart that says “Wages by year” was left", "so"),
        (BOX + run("so"), "The words of a text box, “In a box”, stand below the paragraph", "so\n\nIn a box"),
        (picture(2) + run("so"), "A picture at the beginning was left out: it is a drawing of Windows", "so"),
        (picture(3) + run("so"), "A picture at the beginning was left out: it cannot be read as a picture", "so"),
        (picture(4) + run("so"), "A picture was left out, in the paragraph “so”: the document only links to it", "so"),
        (CROPPED, "A picture was cropped in Word", "![A door](wait-1.png)"),
        (
            picture(1, "A door&#10;&#10;Description automatically generated"),
            "The description of a picture, “A door”, is a program's",
            "![A door](wait-1.png)",
        ),
        (SHEET, "An object of Excel.Sheet.12 was left", "so"),
        (link("file:///C:/mine.docx", "my file"), "A link to a file of somebody's machine", "my file"),
    ],
)  # fmt: skip
def test_what_no_reader_is_meant_to_see_is_named(tmp_path: Path, content: str, told: str, kept: str) -> None:
    """And what no page can show: with the words, by which an editor finds it."""
    file = docx(
        tmp_path / "wait.docx", p("Wait", style="Titel"), p(content), comments=COMMENT if "comment" in content else "",
        parts={"word/media/image3.png": b"no picture"},
    )  # fmt: skip
    _, text, notes = read(file)
    assert len(notes) == 1 and notes[0].startswith(told)
    assert text == f"{kept}\n"


def test_rules_and_lists_of_terms_are_named(tmp_path: Path) -> None:
    """Word has neither: a rule is the border of a paragraph without words, a term is a style of other programs."""
    border = '<w:p><w:pPr><w:pBdr><w:bottom w:val="{}" w:sz="6"/></w:pBdr></w:pPr>{}</w:p>'
    drawn = '<w:r><w:pict><v:rect o:hr="t" o:hrstd="t"/></w:pict></w:r>'
    file = docx(
        tmp_path / "wait.docx",
        p("Wait", style="Titel"), p("One."), border.format("single", ""), p("Two."), p(drawn),
        border.format("nil", ""), border.format("single", run("Three.")),
        p("Notice", style="DefinitionTerm"), p("What is given."), p("Offer", style="ListHeading"), p("What is made."),
    )  # fmt: skip
    assert read(file)[2] == [
        "Left out: 2 rules across the page, the first below “One.”. Write --- where one parts the text.",
        "Terms of a list of definitions stand here as paragraphs of their own: “Notice”; “Offer”.",
    ]


def test_words_of_page_margins_are_named(tmp_path: Path) -> None:
    """A note to colleagues may stand there."""
    header = p("Draft, confidential").replace("<w:p>", "", 1)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    file = docx(
        tmp_path / "wait.docx",
        p("Text."),
        parts={"word/header1.xml": f"<w:hdr {space}><w:p>{header}</w:hdr>"},
    )
    title, _, notes = read(file)
    assert title == "wait" and [note.partition(":")[0] for note in notes] == [
        "Headers and footers of its pages were left out",
        "Nothing in it has the style Title",
    ]


def broken(tmp_path: Path, kind: str) -> Path:
    """A file that cannot be read, of many kinds."""
    file = tmp_path / (kind if "." in kind else "wait.docx")
    whole = docx(tmp_path / "whole.docx", p("Text."))
    compound = bytes.fromhex("d0cf11e0a1b11ae1")
    entity = '<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="w"/>'
    match kind:
        case "locked":
            file.write_bytes(compound + "EncryptedPackage".encode("utf-16-le"))
        case "old":
            file.write_bytes(compound)
        case "cut":
            file.write_bytes(whole.read_bytes()[:-400])
        case "damaged":
            data = bytearray(whole.read_bytes())
            data[len(data) // 2 : len(data) // 2 + 40] = b"x" * 40
            file.write_bytes(data)
        case "entities":
            docx(file, parts={"word/document.xml": entity})
        case "unclosed":
            docx(file, parts={"word/styles.xml": "<w:styles"})
        case "bomb":
            docx(file, p("Text."), parts={"word/media/image3.png": b"0" * 100_000})
        case "spreadsheet":
            docx(file, main="xl/workbook.xml")
        case "word.html":
            file.write_text(
                '<html xmlns:w="urn:schemas-microsoft-com:office:word"><body>x</body></html>', "utf-8"
            )
        case "empty.html":
            file.write_text("<html><body> </body></html>", "utf-8")
        case "pages.zip":
            with zipfile.ZipFile(file, "w") as made:
                made.writestr("a.txt", "x")
        case _:
            file.write_bytes(b"x")
    return file


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("locked", "is locked with a password. Save a copy without one"),
        ("old", "is in Word's old format. Open it in Word and save it as Word Document (.docx)."),
        ("cut", "is damaged, or not what its name says"),
        ("damaged", "is damaged, or not what its name says"),
        ("text", "is damaged, or not what its name says"),
        ("unclosed", "is damaged, or not what its name says"),
        ("entities", "defines entities of its own"),
        ("bomb", "unpacks to more than any document needs"),
        ("spreadsheet", "is a spreadsheet."),
        ("word.html", "is a web page that Word wrote. Save the document as Word Document (.docx)"),
        ("empty.html", "is no web page with a text in it."),
        ("pages.zip", "holds 0 web pages; one is expected."),
        ("wait.doc", "is in Word's old format."),
        ("wait.odt", "is LibreOffice's. Open it there"),
        ("wait.rtf", "is rich text. Open it"),
        ("wait.pages", "is Apple's. Open it in Pages and choose File > Export To > Word."),
        ("wait.gdoc", "is only a link to Google Docs."),
        ("wait.xyz", "is of no kind that can be read here"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, says: str
) -> None:
    """It names the file and says what to do."""
    file = broken(tmp_path, kind)
    if kind == "bomb":
        monkeypatch.setattr(archives, "_LARGEST", 90_000)
    with pytest.raises(DocumentError) as error:
        read_draft(file)
    assert str(error.value).startswith(f"{file} {says}")
