"""The bytes of a feed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.feed_check.good_site import broken, good_files


def test_words_of_any_script_are_no_problem(tmp_path: Path) -> None:
    """Emoji with their joiners, right-to-left marks, typographic spaces: all of it is text."""
    text = "👩🏽\u200d💼 \u200fשלום\u200e \u00a0— “q”\u2009…\u00ad"
    data = good_files()["digests/weekly.xml"].replace(b"Second interview; First week", text.encode())
    assert broken(tmp_path, {"digests/weekly.xml": data}) == set()


@pytest.mark.parametrize(
    "declaration",
    ["<?xml version='1.0' encoding='utf-8'?>", '<?xml version="1.0" encoding="UTF-8" ?>'],
)
def test_a_declaration_may_be_written_either_way(tmp_path: Path, declaration: str) -> None:
    """Small letters, single quotation marks, a space at the end."""
    data = good_files()["email.xml"].replace(b'<?xml version="1.0" encoding="UTF-8"?>', declaration.encode())
    assert broken(tmp_path, {"email.xml": data}) == set()


def test_a_doctype_in_an_article_is_no_document_type(tmp_path: Path) -> None:
    """An article about HTML may name it."""
    named = b"&amp;lt;!DOCTYPE html&amp;gt; <![CDATA[&lt;!DOCTYPE html&gt;]]>"
    data = good_files()["email.xml"].replace(b"All of it.", named)
    assert broken(tmp_path, {"email.xml": data}) == set()


def test_an_escaped_backslash_is_no_escape(tmp_path: Path) -> None:
    r"""In JSON “\\u0001” is six letters of an article about JSON."""
    data = good_files()["news/feed.json"].replace(b"<p>What three", rb"<p>\\u0001 What three")
    assert broken(tmp_path, {"news/feed.json": data}) == set()
