"""One local page that shows a mail the ways readers will see it, before anybody gets it.

Computer, telephones, dark, without pictures, as text; the line in the inbox; how many bytes are left; what the
check says. The page needs nothing beside it and asks no network for anything: pictures stand in it as
``data:`` addresses, and a policy in its head forbids the rest.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import lxml.html
from lxml import etree
from markupsafe import Markup

from knowledge_center.mail.compose import MOST_BYTES, MOST_PREHEADER, MOST_SUBJECT
from knowledge_center.mail.model import Mail
from knowledge_center.mail.templating import templates
from knowledge_center.problems import Problem
from knowledge_center.text.dates import moment_label

# Where Gmail cuts a mail off, and the unsubscribe link with it: its 102 KB, read the stricter way.
CLIP_BYTES = 102_000

_templates = templates()
_TRUE, _FALSE = "(min-width: 0px)", "(max-width: 0px)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """All that the preview page shows.

    ``description`` says which issue this is; ``pictures`` maps the absolute address of a picture to its bytes;
    ``message_bytes`` is the size of the whole message; ``date`` is when it would arrive.
    """

    title: str
    description: str
    mail: Mail
    sender_name: str
    sender: str
    reply_to: str
    date: datetime
    language: str
    message_bytes: int
    pictures: Mapping[str, bytes]
    findings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """A rendering in a frame of its own, ``width`` CSS pixels wide."""

    name: str
    note: str
    width: int
    html: str
    dark: bool = False


def preview_page(preview: Preview) -> str:
    """The page as a whole HTML document. Same preview, same bytes."""
    mail = preview.mail
    sources = {url: _data_url(data) for url, data in preview.pictures.items()}
    light = _frame_html(mail.html, sources, dark=False)
    dark = _frame_html(mail.html, sources, dark=True)
    frames = (
        _Frame(name="Desk", note="640 pixels", width=640, html=light),
        _Frame(name="Desk, dark", note="640 pixels", width=640, html=dark, dark=True),
        _Frame(name="Telephone", note="375 pixels", width=375, html=light),
        _Frame(name="Telephone, dark", note="375 pixels", width=375, html=dark, dark=True),
        _Frame(
            name="Pictures off", note="375 pixels", width=375, html=_frame_html(mail.html, {}, dark=False)
        ),
        _Frame(name="Small telephone", note="320 pixels", width=320, html=light),
    )
    script = _templates.get_template("preview.js").render()
    hashed = b64encode(sha256(script.encode()).digest()).decode("ascii")
    size = len(mail.html.encode())
    return _templates.get_template("preview.html").render(
        preview=preview,
        mail=mail,
        frames=frames,
        problems=[problem for problem in preview.findings if not problem.advice],
        advice=[problem for problem in preview.findings if problem.advice],
        arrives=moment_label(preview.date, this_year=preview.date.year),
        clock=f"{preview.date:%H:%M}",
        size=_kilobytes(size),
        share=min(100.0, round(100 * size / CLIP_BYTES, 2)),
        cap_share=round(100 * MOST_BYTES / CLIP_BYTES, 2),
        cap=_kilobytes(MOST_BYTES),
        clip=_kilobytes(CLIP_BYTES),
        over="clip" if size > CLIP_BYTES else "cap" if size > MOST_BYTES else "",
        message_size=_kilobytes(preview.message_bytes),
        text_size=_kilobytes(len(mail.text.encode())),
        picture_size=_kilobytes(sum(map(len, preview.pictures.values()))),
        most_subject=MOST_SUBJECT,
        most_preheader=MOST_PREHEADER,
        # An element whose text is a program: nothing in it is escaped, and nothing of the mail is in it.
        script=Markup(script),
        policy=f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{hashed}'; "
        "base-uri 'none'; form-action 'none'",
    )


def _frame_html(html: str, sources: Mapping[str, str], *, dark: bool) -> str:
    """The mail's HTML as a frame shows it: local pictures or none, and one of its two looks.

    A frame follows the look of the reader's system, so the condition of the dark rules is replaced by
    one that always holds, or never.
    """
    root = lxml.html.document_fromstring(html)
    for picture in root.iter("img"):
        source = sources.get(picture.get("src") or "")
        if source:
            picture.set("src", source)
        else:
            picture.attrib.pop("src", None)
    for style in root.iter("style"):
        style.text = _with_forced_scheme(style.text or "", dark=dark)
    for meta in root.iter("meta"):
        if meta.get("name") == "color-scheme":
            meta.set("content", "only dark" if dark else "only light")
    base = lxml.html.Element("base")
    base.set("target", "_blank")  # a link opens beside the preview, not inside the frame
    root.head.insert(0, base)
    text: str = etree.tostring(root, encoding="unicode", method="html", doctype="<!DOCTYPE html>")
    return text


def _with_forced_scheme(css: str, *, dark: bool) -> str:
    css = re.sub(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)", _TRUE if dark else _FALSE, css)
    css = re.sub(r"\(\s*prefers-color-scheme\s*:\s*light\s*\)", _FALSE if dark else _TRUE, css)
    return re.sub(
        r"\bcolor-scheme\s*:\s*light dark", f"color-scheme: only {'dark' if dark else 'light'}", css
    )


def _data_url(data: bytes) -> str:
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{b64encode(data).decode('ascii')}"


def _kilobytes(size: int) -> str:
    """A size for people, in thousands of bytes: ``13.4 KB``."""
    return f"{size / 1000:,.1f} KB".replace(".0 KB", " KB")
