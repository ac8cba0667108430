"""One defect each: the rule that is meant for it, and a good message that has it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.mail.rules.samples import (
    GOOD,
    good,
    header,
    in_both,
    in_bytes,
    in_html,
    in_text,
    message_of,
    with_subject,
)
from tests.mail.samples import LINKS

URL = "https://knowledge.example.com/articles/why-you-wait/"
ALT = 'alt="A desk"'
PREFERENCES = f'href="{LINKS.preferences}"'
PARAGRAPH = '<p class="lead-summary"'


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """``rule`` finds it and ``says`` so; ``made`` is the message."""

    rule: str
    made: Callable[[], bytes]
    says: str
    advice: bool = False


def lost(*, html: str = "", text: str = "") -> bytes:
    """The good message without what a pattern finds in its HTML or its text."""
    changed = dataclasses.replace(
        GOOD,
        html=re.sub(html, "", GOOD.html, count=1, flags=re.DOTALL) if html else GOOD.html,
        text=re.sub(text, "", GOOD.text, count=1, flags=re.DOTALL) if text else GOOD.text,
    )
    assert changed != GOOD
    return message_of(changed)


def before_lead(html: str) -> bytes:
    """The good message with something more before the first summary."""
    return in_html(PARAGRAPH, f"{html}{PARAGRAPH}")


def swapped() -> bytes:
    """HTML first, then text."""
    mark = re.search(rb'boundary="([^"]*)"', good())
    assert mark
    head, text, html, end = good().split(b"--" + mark[1])
    return (b"--" + mark[1]).join([head, html, text, end])


# What the check of mails finds; it stops a sending, unless the row says that it is advice.
HEADERS = [
    *(
        ("required", partial(header, name), f"header {name} is missing")
        for name in ("From", "Subject", "List-Unsubscribe")
    ),
    ("nobody_else", partial(in_bytes, b"To: ", b"Bcc: b@example.org\r\nTo: "), "Bcc has no place"),
    ("sender", partial(header, "From", "From: a@example.com, b@example.com"), "one whole address"),
    ("reader", partial(header, "To", "To: a@example.org, b@example.org"), "one whole address"),
    ("answers", partial(header, "Reply-To", "Reply-To: nobody"), "one whole address"),
    ("answers", partial(header, "Reply-To", "Reply-To: no-reply@example.com"), "nobody reads", "advice"),
]
MAILING_LIST = [
    (
        "unsubscribe",
        partial(header, "List-Unsubscribe", "List-Unsubscribe: https://x.example.com/u"),
        "brackets",
    ),
    (
        "unsubscribe",
        partial(header, "List-Unsubscribe", "List-Unsubscribe: <mailto:l@example.com>"),
        "0 https",
    ),
    (
        "unsubscribe",
        partial(header, "List-Unsubscribe", f"List-Unsubscribe: <https://x.example.com/{'u' * 60}>"),
        "82",
    ),
    (
        "unsubscribe",
        partial(
            header,
            "List-Unsubscribe",
            "List-Unsubscribe: <https://x.example.com/u>, <http://x.example.com/u>",
        ),
        "“http://x.example.com/u”",
    ),
]
INBOX = [
    ("subject_length", partial(with_subject, "Short"), "5 characters"),
    ("subject_length", partial(with_subject, "A long subject " * 6), "78 are the most"),
    ("subject_words", partial(with_subject, "READ ALL OF THIS NOW"), "in capitals"),
    ("subject_words", partial(with_subject, "🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉"), "no word"),
    ("subject_words", partial(with_subject, "You have to read this!!!"), "repeats", "advice"),
    (
        "subject_words",
        partial(with_subject, "A sub\u00adject with a soft hyphen"),
        "cannot be seen",
        "advice",
    ),
    (
        "preheader",
        partial(in_html, '<div class="preheader"', '<div class="preheader" data-x><p>x</p></div><div'),
        "x",
    ),
    ("preheader", partial(lost, html=r'<div class="preheader".*?</div>'), "no preheader"),
    ("preheader", partial(in_html, ">Also: How", f">{'Also ' * 30}: How"), "20 to 110", "advice"),
    ("clip", partial(before_lead, f"<!--{'x' * 103_000}-->"), "102,000"),
    ("clip", partial(before_lead, f"<!--{'x' * 85_000}-->"), "90,000", "advice"),
    ("weight", partial(in_text, "Good morning", f"Good {'ü' * 200_000}"), "1,2"),
]
DOCUMENT = [
    ("heading_levels", partial(before_lead, "<h4>Two steps down</h4>"), "“Two steps down” is h4"),
    ("heading_levels", partial(before_lead, "<h2> </h2>"), "(h2) is empty"),
    ("nesting", partial(before_lead, "<div>" * 60 + "x" + "</div>" * 60), "deep", "advice"),
    ("nesting", partial(before_lead, "<div>" * 30_000), "deep", "advice"),
]
PICTURES = [
    ("words", partial(in_html, ALT, ""), "no words (alt)"),
    ("words", partial(in_html, ALT, 'alt="Image"'), "“Image”"),
    ("sizes", partial(in_html, 'width="600" height', "height"), "its width"),
    ("sizes", partial(in_html, ' height="400"', ""), "its height"),
    ("sizes", partial(in_html, 'width="600" height', 'width="1500" height'), "wider", "advice"),
    (
        "addresses",
        partial(in_html, 'src="https://knowledge.example.com/', 'src="/'),
        "no whole https",
        "advice",
    ),
    (
        "addresses",
        partial(in_html, 'src="https://knowledge.example.com/articles/a/a.png"', 'src="data:image/png,x"'),
        "no whole https",
        "advice",
    ),
    ("addresses", partial(in_html, 'src="https://', 'src="http://'), "no whole https", "advice"),
    ("formats", partial(in_html, "articles/a/a.png", "articles/a/a.webp"), "a.webp"),
    ("formats", partial(in_html, "articles/a/a.png", "articles/a/a.SVG"), "a.SVG"),
]
LINKS_OF = [
    ("targets", partial(in_html, f'href="{URL}"', 'href="/articles/why-you-wait/"'), "a whole address"),
    ("targets", partial(in_html, f'href="{URL}"', 'href=""'), "leads nowhere"),
    ("targets", partial(in_html, "mailto:desk@example.com", "mailto:"), "“mailto:”; a whole address"),
    ("targets", partial(in_html, f'href="{URL}"', 'href="https:///articles/"'), "a whole address"),
    ("targets", partial(in_html, f'href="{URL}"', 'href="tel:+15550100"'), "“tel:+15550100”"),
    ("targets", partial(in_html, f'href="{URL}"', 'href="javascript:alert(1)"'), "javascript:alert(1)"),
    ("encrypted", partial(in_both, URL, URL.replace("https", "http")), "not encrypted", "advice"),
    ("empty", partial(before_lead, f'<a href="{URL}"></a>'), "has no words"),
    ("empty", partial(in_html, ALT, 'alt=""'), "has no words"),
    (
        "generic",
        partial(before_lead, f'<a href="{URL}" style="color: #0b5a63">Click here!</a>'),
        "“Click here!”",
    ),
    (
        "generic",
        partial(before_lead, f'<a href="{URL}" style="color: #0b5a63">read more …</a>'),
        "“read more …”",
    ),
    (
        "disguised",
        partial(before_lead, f'<a href="{URL}">https://bank.example.net/login</a>'),
        "another host",
    ),
]
PLACEHOLDERS = [
    ("in_addresses", partial(in_html, LINKS.unsubscribe, "%%unsubscribe_url%%"), "%%unsubscribe_url%%"),
    ("in_addresses", partial(in_html, LINKS.preferences, "{{ preferences }}"), "{{ preferences }}"),
    ("in_addresses", partial(in_html, LINKS.preferences, "*|UPDATE_PROFILE|*"), "*|UPDATE_PROFILE|*"),
    ("in_addresses", partial(in_html, LINKS.preferences, "{$preferences}"), "{$preferences}"),
    ("in_addresses", partial(in_html, LINKS.preferences, "[[preferences]]"), "[[preferences]]"),
    ("in_headers", partial(header, "List-Id", "List-Id: <{{list}}.example.com>"), "{{list}}"),
    ("in_headers", partial(with_subject, "News for {{ first_name }}"), "{{ first_name }}", "advice"),
    (
        "in_words",
        partial(in_both, "Good morning", "Good morning, {{ first_name }}"),
        "{{ first_name }}",
        "advice",
    ),
    ("in_words", partial(in_text, LINKS.unsubscribe, "%%unsubscribe_url%%"), "%%unsubscribe_url%%"),
]
FOOTER = [
    (
        "unsubscribe",
        partial(lost, html=rf'<a class="foot-link" href="{LINKS.unsubscribe}".*?</a>'),
        "see how to leave",
    ),
    ("unsubscribe", partial(in_html, ">Unsubscribe</a>", "></a>"), "see how to leave"),
    ("unsubscribe", partial(in_text, LINKS.unsubscribe, "see the page"), "text has no address"),
    ("postal_address", partial(lost, html=r'<p class="imprint".*?</p>'), "no postal address"),
    ("postal_address", partial(in_text, "1 Example Street\n", ""), "“1 Example Street”"),
]
WORDS = [
    ("finished", partial(in_both, "Good morning", "Good morning TODO: greet them"), "“TODO”"),
    ("finished", partial(in_both, "Good morning", "Lorem ipsum dolor"), "“Lorem ipsum”"),
    ("finished", partial(in_both, "Good morning", "Good morning, [First Name]"), "“[First Name]”", "advice"),
    ("finished", partial(in_both, "Good morning", "Good morning, %FIRSTNAME%"), "“%FIRSTNAME%”", "advice"),
    ("finished", partial(in_both, "Good morning", "Good morning, AndrÃ©"), "“Ã©”, where “é” was meant"),
    ("finished", partial(in_both, "Good morning", "Good morning, Andr\ufffd"), "“\ufffd”"),
    ("finished", partial(with_subject, "News of the week: TODO"), "“TODO”"),
]
# What nobody but a developer could mend in our writers.
WRITTEN_STRUCTURE = [
    ("readable", partial(in_bytes, b'boundary="', b'border="'), "stumbles"),
    ("alternative", partial(in_bytes, b"multipart/alternative", b"multipart/mixed"), "“multipart/mixed”"),
    ("alternative", swapped, "text/html, text/plain"),
    ("charset", partial(in_bytes, b'charset="utf-8"', b'charset="iso-8859-1"'), "“iso-8859-1”"),
    ("charset", partial(in_bytes, b"=E2=80=9C", b"=E2=80"), "no UTF-8"),
    ("encoding", partial(in_bytes, b"Encoding: quoted-printable", b"Encoding: 8bit"), "“8bit”"),
    ("line_ends", partial(in_bytes, b"\r\nTo: ", b"\nTo: "), "CR or LF alone"),
    ("line_length", partial(in_bytes, b"\r\nTo: ", b"\r\nX-Note: " + b"x" * 1000 + b"\r\nTo: "), "998"),
    (
        "encoded_line_length",
        partial(in_bytes, b"<!DOCTYPE html>", b"<!DOCTYPE html>" + b" " * 70 + b"<!---->"),
        "76",
    ),
    ("seven_bit", partial(in_bytes, b"Good morning", "Good mörning".encode()), "7-bit"),
]
WRITTEN_HEADERS = [
    *(
        ("required", partial(header, name), f"header {name} is missing")
        for name in (
            "To",
            "Reply-To",
            "Date",
            "Message-ID",
            "MIME-Version",
            "Content-Language",
            "Auto-Submitted",
            "List-Id",
            "List-Unsubscribe-Post",
            "Feedback-ID",
        )
    ),
    (
        "once",
        partial(header, "Subject", "Subject: One of two", "Subject: Two of two"),
        "Subject stands 2 times",
    ),
    ("fields", partial(in_bytes, b"To: ", b"no colon here\r\nTo: "), "no header line"),
    ("folding", partial(header, "To", "To: reader@example.org", " ", "\t"), "empty line"),
    ("folding", partial(header, "List-Id", "List-Id:", " <weekly.digests.example.com>"), "List-Id is folded"),
    (
        "encoded_words",
        partial(header, "List-Unsubscribe", "List-Unsubscribe: =?utf-8?q?=3Chttps=3A//x.example.com/u=3E?="),
        "List-Unsubscribe holds an encoded word",
    ),
    ("encoded_words", partial(header, "Subject", f"Subject: =?utf-8?q?{'x' * 80}?="), "longer than 75"),
    (
        "encoded_words",
        partial(header, "Subject", "Subject: =?utf-8?q?The weekly digest?= of =?utf-8"),
        "decoded",
    ),
    ("date", partial(header, "Date", "Date: 2026-11-16 14:05"), "an offset"),
    ("identity", partial(header, "Message-ID", "Message-ID: 17@example.com"), "<left@right>"),
    ("machine_sent", partial(header, "Auto-Submitted", "Auto-Submitted: no"), "“no”"),
    ("mime_version", partial(header, "MIME-Version", "MIME-Version: 1.1"), "“1.1”"),
    ("language", partial(header, "Content-Language", "Content-Language: de"), "“de”; en is expected"),
    ("list_id", partial(header, "List-Id", "List-Id: weekly"), "“weekly”"),
    (
        "one_click",
        partial(header, "List-Unsubscribe-Post", "List-Unsubscribe-Post: List-Unsubscribe=One-click"),
        "One-click",
    ),
    ("feedback", partial(header, "Feedback-ID", "Feedback-ID: weekly:digest"), "issue:digest:kind:sender"),
    (
        "signature",
        partial(in_bytes, b"From: ", b"DKIM-Signature: v=1; d=example.com; l=9; h=From:To; b=x\r\nFrom: "),
        "l=",
    ),
    (
        "signature",
        partial(in_bytes, b"From: ", b"DKIM-Signature: v=1; d=example.com; h=From:To; b=x\r\nFrom: "),
        "list-unsubscribe-post",
    ),
    (
        "signature",
        partial(in_bytes, b"From: ", b"DKIM-Signature: v=1; d=example.net; h=From:To; b=x\r\nFrom: "),
        "the domain in From",
    ),
]
WRITTEN_DOCUMENT = [
    ("doctype", partial(in_html, "<!DOCTYPE html>", ""), "doctype"),
    ("language", partial(in_html, ' lang="en"', ""), "language of the HTML is “”"),
    ("direction", partial(in_html, ' dir="ltr"', ""), "direction of the HTML is “”"),
    ("direction", partial(in_html, ' dir="ltr"', ' dir="rtl"'), "is not read so"),
    ("title", partial(lost, html="<title>.*?</title>"), "title"),
    ("charset", partial(in_html, '<meta charset="utf-8">', ""), "charset"),
    ("first_heading", partial(before_lead, "<h1>Another first heading</h1>"), "has 2 first headings"),
    ("tables", partial(before_lead, "<table><tr><td>x</td></tr></table>"), "1 of"),
    ("elements", partial(before_lead, "<script>1</script>"), "<script>"),
    ("elements", partial(before_lead, "<form action='https://example.com/'></form>"), "<form>"),
    ("elements", partial(before_lead, "<iframe src='https://example.com/'></iframe>"), "<iframe>"),
    ("elements", partial(before_lead, "<svg></svg>"), "<svg>"),
    (
        "elements",
        partial(in_html, "</head>", "<link rel='stylesheet' href='https://example.com/x.css'></head>"),
        "link",
    ),
    (
        "elements",
        partial(in_html, "</head>", "<meta http-equiv='refresh' content='1'></head>"),
        "meta refresh",
    ),
    ("handlers", partial(before_lead, "<p onclick='x()'>words</p>"), "“onclick”"),
    ("loading", partial(in_html, ":root {", "@import 'https://example.com/x.css'; :root {"), "@import"),
    (
        "loading",
        partial(before_lead, "<p style='background: url(https://example.com/x.png)'>words</p>"),
        "url(",
    ),
    ("loading", partial(in_html, ALT, f'{ALT} srcset="https://example.com/x.png 2x"'), "srcset"),
]
WRITTEN_CONTRAST = [
    ("light", partial(before_lead, '<p style="color: #b5b0a6">Words too pale to read</p>'), "too pale"),
    (
        "light",
        partial(before_lead, '<p style="color: #fff; background: #0b9aaa">White on teal</p>'),
        "White on teal",
    ),
    ("light", partial(before_lead, '<p style="font-size: 30px; color: #b5b0a6">Large and pale</p>'), "3 is"),
    (
        "dark",
        partial(in_html, ".summary { color: #e9e4da !important", ".s { color: #e9e4da !important"),
        "In the dark",
    ),
    (
        "dark",
        partial(in_html, ".button-link { color: #0f2b2e", ".button-link { color: #ffffff"),
        "#ffffff on #7fcbd3",
    ),
    ("size", partial(before_lead, '<p style="font-size: 9px">Small print</p>'), "9 pixels"),
    ("understood", partial(before_lead, '<p style="color: var(--ink)">Words</p>'), "“var(--ink)”"),
]
WRITTEN_TEXT = [
    ("present", lambda: message_of(dataclasses.replace(GOOD, text="\n")), "is empty"),
    ("same_links", partial(in_text, URL, "https://knowledge.example.com/"), URL),
    ("same_headings", partial(in_text, "* How to talk about pay", "* Pay"), "“How to talk about pay”"),
    ("same_words", partial(before_lead, "<p>Some forty more words nobody has put down twice</p>" * 30), "%"),
    ("width", partial(in_text, "Good morning", "Good morning to all of you " * 4), "78 are the most"),
    ("no_markup", partial(in_text, "Good morning", "<p>Good morning</p>"), "“<p>”"),
    ("no_markup", partial(in_text, "Good morning", "Good&nbsp;morning"), "“&nbsp;”"),
]
_SETS: dict[str, list[Any]] = {
    "mail.headers": HEADERS, "mail.mailing_list": MAILING_LIST, "mail.inbox": INBOX, "mail.document": DOCUMENT,
    "mail.pictures": PICTURES, "mail.links": LINKS_OF, "mail.placeholders": PLACEHOLDERS, "mail.footer": FOOTER,
    "mail.words": WORDS, "written.structure": WRITTEN_STRUCTURE, "written.headers": WRITTEN_HEADERS,
    "written.document": WRITTEN_DOCUMENT, "written.contrast": WRITTEN_CONTRAST, "written.text": WRITTEN_TEXT,
}  # fmt: skip
DEFECTS = [
    Defect(
        rule=f"{name}.{row[0]}", made=row[1], says=row[2], advice=len(row) > 3 or name.startswith("written.")
    )
    for name, rows in _SETS.items()
    for row in rows
]
