"""Documents as small as they can be, in the shapes of Word and of Google Docs."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Mapping
from pathlib import Path

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATED = f'<Relationships xmlns="{_PACKAGE}/relationships">'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = {
    # A German Word: names are English, ids are not.
    "Titel": '<w:name w:val="Title"/>',
    "Untertitel": '<w:name w:val="Subtitle"/>',
    "berschrift1": '<w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>',
    "berschrift2": '<w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>',
    "Own": '<w:name w:val="Our heading"/><w:basedOn w:val="berschrift2"/>',
    "Listenabsatz": '<w:name w:val="List Paragraph"/>',
    "Beschriftung": '<w:name w:val="caption"/>',
    "Zitat": '<w:name w:val="Quote"/>',
    "Verzeichnis1": '<w:name w:val="toc 1"/>',
    # Other programs translate names, too, or write ids beyond ASCII.
    "Titre2": '<w:name w:val="Titre 2"/>',
    "Überschrift3": '<w:name w:val="Zwischentitel"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr>',
}


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str, style: str = "", item: tuple[int, int] | None = None, set_in: int = 0) -> str:
    """A paragraph; of a plain text a run is made. ``item`` is the number of a list and its level."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if set_in:
        properties += f'<w:ind w:left="{set_in}"/>'
    if item is not None:
        properties += f'<w:numPr><w:ilvl w:val="{item[1]}"/><w:numId w:val="{item[0]}"/></w:numPr>'
    runs = "".join(one if one.startswith("<") else run(one) for one in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def link(target: str, text: str) -> str:
    """A hyperlink as a field, which needs no relationship."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{target}" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(text)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def picture(number: int = 1, alt: str = "", more: str = "") -> str:
    """A drawing that shows ``word/media/imageN``."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="{number}" name="Picture {number}" descr="{alt}"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
        f'<a:blip r:embed="picture{number}"/>{more}</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{p(cell) if cell[:1] != '<' else cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(
    file: Path,
    *body: str,
    footnotes: Mapping[int, str] | None = None,
    comments: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    main: str = "word/document.xml",
) -> Path:
    """Write a .docx: ``body`` in the document, pictures 1 and 2, bullets as list 1, numbers as list 2."""
    levels = "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{{kind}}"/></w:lvl>' for level in range(9))
    notes = "".join(
        f'<w:footnote w:id="{number}">{p("<w:r><w:footnoteRef/></w:r>", " " + text)}</w:footnote>'
        for number, text in (footnotes or {}).items()
    )
    related = {
        "styles": ("styles", "styles.xml"),
        "numbering": ("numbering", "numbering.xml"),
        "footnotes": ("footnotes", "footnotes.xml"),
        "comments": ("comments", "comments.xml"),
        "header": ("header", "header1.xml"),
        "chart": ("chart", "charts/chart1.xml"),
        "picture1": ("image", "media/image1.png"),
        "picture2": ("image", "media/image2.emf"),
        "picture3": ("image", "media/image3.png"),
    }
    written: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="emf" ContentType="image/x-emf"/></Types>',
        "_rels/.rels": f'{_RELATED}<Relationship Id="r" Type="{_OFFICE}/officeDocument" '
        f'Target="{main}"/></Relationships>',
        main: f"<w:document {_SPACES}><w:body>{''.join(body)}</w:body></w:document>",
        f"word/_rels/{main.rpartition('/')[2]}.rels": _RELATED
        + "".join(
            f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for key, (kind, target) in related.items()
        )
        + "</Relationships>",
        "word/styles.xml": f"<w:styles {_SPACES}>"
        + "".join(
            f'<w:style w:type="paragraph" w:styleId="{key}">{style}</w:style>'
            for key, style in _STYLES.items()
        )
        + "</w:styles>",
        "word/numbering.xml": f"<w:numbering {_SPACES}>"
        + "".join(
            f'<w:abstractNum w:abstractNumId="{number}">{levels.format(kind=kind)}</w:abstractNum>'
            for number, kind in ((1, "bullet"), (2, "decimal"))
        )
        + "".join(f'<w:num w:numId="{one}"><w:abstractNumId w:val="{one}"/></w:num>' for one in (1, 2))
        + "</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {_SPACES}>{notes}</w:footnotes>",
        "word/comments.xml": f"<w:comments {_SPACES}>{comments}</w:comments>",
        "word/header1.xml": f"<w:hdr {_SPACES}>{p('')}</w:hdr>",
        "word/charts/chart1.xml": f"<c:chartSpace {_SPACES}><c:chart><c:title><a:t>Wages by year</a:t></c:title>"
        "</c:chart></c:chartSpace>",
        "word/media/image1.png": DOT,
        "word/media/image2.emf": b"\x01\0\0\0",
        "word/media/image3.png": DOT,
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {**written, **(parts or {})}.items():
            made.writestr(name, content)
    return file


GOOGLE_HEAD = (
    '<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type"><style type="text/css">'
    '.lst-kix_a1-0 > li:before{content:"-"}ul.lst-kix_a1-1{list-style-type:none}.c1{font-weight:700}'
    '.c2{font-style:italic}.c3{color:#1155cc;text-decoration:underline}.c4{font-family:"Roboto Mono"}'
    '.c5{vertical-align:super}.c0{font-weight:400;font-size:11pt}</style></head><body class="c9 doc-content">'
)


def google_link(target: str, text: str) -> str:
    """A link as Google Docs writes it, through its own server."""
    return (
        f'<span class="c3"><a class="c8" href="https://www.google.com/url?q={target}&amp;sa=D&amp;source=editors'
        f'&amp;ust=1700000000000000&amp;usg=AOvVaw0">{text}</a></span>'
    )


def google_page(file: Path, *body: str) -> Path:
    """Write a web page as Google Docs exports one, and its pictures beside it."""
    (file.parent / "images").mkdir(exist_ok=True)
    (file.parent / "images/image1.png").write_bytes(DOT)
    file.write_text(f"{GOOGLE_HEAD}{''.join(body)}</body></html>", encoding="utf-8")
    return file
