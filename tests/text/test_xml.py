"""Text that may stand in XML."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from knowledge_center.text.xml import legal


@given(st.text())
def test_what_is_left_can_be_written_and_read(text: str) -> None:
    """Any text, cleaned, can stand in a feed."""
    element = etree.Element("x")
    element.text = legal(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == legal(text)


def test_only_what_xml_cannot_hold_is_dropped() -> None:
    """Tabs, line ends and all letters stay; control characters and half characters go."""
    assert legal("a\tb\nc ä 👩 \x00\x08\x0b\x1f\ufffe\ud800d") == "a\tb\nc ä 👩 d"
