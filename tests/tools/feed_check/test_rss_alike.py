"""What holds for a channel and for an item alike."""

from __future__ import annotations

import lxml.etree

from knowledge_center.tools.feed_check.rss_alike import (
    repeated_elements,
    synonymous_elements,
    unknown_elements,
)
from knowledge_center.tools.feed_check.vocabulary import DC

ITEM = lxml.etree.fromstring(
    f"""<item xmlns:dc="{DC}">
<title>One</title>
<title>Two</title>
<title>Three</title>
<Link/>
<pubDate/>
<dc:date/>
<dc:date/>
</item>"""
)


def test_a_name_that_is_not_of_rss_is_a_stranger() -> None:
    """Capitals count, and what has a namespace of its own is none."""
    (found,) = unknown_elements(ITEM, {"title", "pubDate"})
    assert (found.message, found.line) == ("RSS has no <Link> in <item>.", 5)


def test_what_may_stand_once_is_told_once() -> None:
    """At the second of three, and only where it may not."""
    (found,) = repeated_elements(ITEM, lambda child: child.tag == "title")
    assert (found.message, found.line) == ("<title> stands in the item more than once.", 3)
    both = [found.message for found in repeated_elements(ITEM, lambda child: True)]
    assert both[1:] == ["<dc:date> stands in the item more than once."]


def test_one_thing_said_in_two_languages_is_told() -> None:
    """RSS's own word is to stay."""
    pairs = (("pubDate", f"{{{DC}}}date"), ("author", f"{{{DC}}}creator"), ("source", f"{{{DC}}}date"))
    (found,) = synonymous_elements(ITEM, pairs)
    assert found.message == "The item has both <pubDate> and <dc:date>."
    assert found.fix == "Leave <pubDate>."
