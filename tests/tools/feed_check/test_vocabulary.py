"""The names of elements as people and files write them."""

from __future__ import annotations

from lxml import etree

from knowledge_center.tools.feed_check.vocabulary import (
    DC,
    elements,
    name_of,
    namespace_of,
    qualified_name,
    text_of,
    words,
)


def test_elements_are_named_with_and_without_their_namespace() -> None:
    """Comments and instructions have no name."""
    root = etree.fromstring(f"<a xmlns:dc='{DC}'><dc:creator> Desk </dc:creator><!-- b --><?c d?><e/></a>")
    creator, comment, *_ = root
    assert (namespace_of(creator), name_of(creator), qualified_name(creator)) == (DC, "creator", "dc:creator")
    assert (namespace_of(comment), name_of(comment)) == ("", "")
    assert [name_of(child) for child in elements(root)] == ["creator", "e"]
    assert (text_of(creator), text_of(None)) == ("Desk", "")
    assert words("a b a") == frozenset("ab")
