"""Issues with what breaks mail: marks, controls, directions, lengths."""

from __future__ import annotations

from typing import Any

from knowledge_center.digests.issue import Issue, SnapshotImage
from knowledge_center.mail.compose import compose
from knowledge_center.mail.model import Mail, MailLinks
from tests.digests.samples import WEEKLY, entry, issue
from tests.samples import settings

LINKS = MailLinks(
    view="https://knowledge.example.com/digests/weekly/2026-W46/",
    unsubscribe="https://knowledge.example.com/u/17.abcdef",
    preferences="https://knowledge.example.com/preferences/17.abcdef",
)
PICTURE = SnapshotImage(path="articles/a/a.png", alt="A desk", width=1500, height=1000)
HOSTILE_TITLES = [
    "<script>alert(1)</script>",
    "<!--[if mso]> x <![endif]-->",
    "A \"quoted\" and 'single' title",
    "]]> and <![CDATA[",
    "Salt &amp; pepper & more",
    "**bold** _and_ [link](https://evil.example) `code` # heading",
    "{{ view.links }} {% raw %} %%unsubscribe_url%%",
    "=?utf-8?q?Free?=",
    "שלום עולם, מה נשמע היום",
    "👩\u200d💻 writes 🎉",
    "--=_boundary",
    "x" * 300,
    "word " * 59 + "end",
    "<td bgcolor=red></table></td>",
    "</title><style>*{display:none}</style>",
]


def mail(found: Issue | None = None, **changes: Any) -> Mail:
    """The mail of an issue."""
    return compose(found or issue(entry("a", image=PICTURE), entry("b")), WEEKLY, settings(**changes), LINKS)
