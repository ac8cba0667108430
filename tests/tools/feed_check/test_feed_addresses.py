"""Which addresses, ids, languages and types are right."""

from __future__ import annotations

import pytest

from knowledge_center.tools.feed_check.feed_addresses import (
    address_fault,
    id_fault,
    language_fault,
    mail_address_fault,
    mail_fault,
    type_fault,
)


@pytest.mark.parametrize(
    "address",
    ["https://example.com/", "http://example.com:8080/a?b=c#d", "https://example.com/%C3%A9", "https://[::1]/", "https://x"],
)  # fmt: skip
def test_whole_addresses_are_right(address: str) -> None:
    """What can be opened from anywhere, in plain letters."""
    assert address_fault(address) == ""


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "it is empty"),
        (" ", "it is empty"),
        ("/articles/", "begins with https://"),
        ("//example.com/", "begins with https://"),
        ("ftp://example.com/", "begins with https://"),
        ("https://", "names no host"),
        ("https:///a", "names no host"),
        ("https://example.com/a b", "percent-encoded"),
        ("https://example.com/é", "percent-encoded"),
        ("https://example.com/100%", "percent-encoded"),
        ("https://example.com:99999/", "cannot be read"),
        ("https://[::1/", "cannot be read"),
    ],
)
def test_other_addresses_are_told_why_not(address: str, words: str) -> None:
    """Each with the reason."""
    assert words in address_fault(address)


@pytest.mark.parametrize(
    "identifier",
    [
        "tag:example.com,2026:article/name",
        "tag:desk@example.com,2026-11-16:a",
        "tag:example.com,2026:article/a%20b",
        "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "urn:isbn:0451450523",
        "https://example.com/a/?b=1",
        "https://example.com/é",
        "info:doi/10.1000/182",
    ],
)
def test_ids_are_iris_of_any_scheme(identifier: str) -> None:
    """Our own tags, those of imported articles, and addresses."""
    assert id_fault(identifier) == ""


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("article/name", "absolute IRI"),
        ("", "absolute IRI"),
        ("tag:example.com:article", "RFC 4151"),
        ("tag:example.com,26:article", "RFC 4151"),
        ("tag:example.com,2026:a b", "no IRI may hold"),
        ("Tag:example.com,2026:a", "small letters"),
        ("urn:uuid:123", "UUID"),
        ("urn:x:", "URN"),
        ("https://example.com", "canonical"),
        ("https://example.com:443/", "canonical"),
        ("https://example.com/a/../b", "canonical"),
        ("https://[::1", "cannot be read"),
        ("https:/a", "names no host"),
    ],
)
def test_other_ids_are_told_why_not(identifier: str, words: str) -> None:
    """Each with the reason."""
    assert words in id_fault(identifier)


def test_languages_are_tags_that_exist() -> None:
    """What BCP 47 allows, with a language that there is."""
    assert [
        tag for tag in ("en", "en-US", "de-CH-1996", "zh-Hant-TW", "es-419", "haw") if language_fault(tag)
    ] == []
    wrong = ("", "english", "en_US", "e", "xx", "zz-US", "en-")
    assert [tag for tag in wrong if not language_fault(tag)] == []


def test_types_are_mime_types() -> None:
    """Two names with a slash, and parameters."""
    assert [
        kind for kind in ("image/png", "text/html; charset=utf-8", "image/svg+xml") if type_fault(kind)
    ] == []
    assert [kind for kind in ("", "png", "image/", "image/png;", "a/b/c") if not type_fault(kind)] == []


def test_an_author_of_rss_is_an_address_with_a_name() -> None:
    """The form the RSS Profile asks for; a bare address of Atom is another matter."""
    assert mail_fault("desk@example.com (Careers Desk)") == ""
    assert "dc:creator" in mail_fault("Careers Desk")
    assert "(Name)" in mail_fault("desk@example.com")
    assert mail_address_fault("desk@example.com") == ""
    assert mail_address_fault("desk at example.com") != ""
