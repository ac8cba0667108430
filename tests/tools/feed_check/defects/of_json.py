"""Defects of JSON Feed's own shape."""

from __future__ import annotations

from tests.tools.feed_check.defects import Defect, item, member, swap
from tests.tools.feed_check.samples import URL

DEFECTS = (
    Defect(
        what="version 1", rule="json_feed.is_version_1_1", path="feed.json",
        change=swap("version/1.1", "version/1"), says="version/1”",
    ),
    Defect(
        what="a version that is not first", rule="json_feed.is_version_1_1", path="feed.json",
        change=member(lambda root: root.update(version=root.pop("version"))), says="stand first",
    ),
    Defect(
        what="no title", rule="json_feed.has_title_and_items", path="feed.json",
        change=member(lambda root: root.pop("title")), says="no title",
    ),
    Defect(
        what="no page", rule="json_feed.has_title_and_items", path="feed.json",
        change=member(lambda root: root.pop("home_page_url")), says="no home_page_url",
    ),
    Defect(
        what="tags that are no list", rule="json_feed.members_are_of_their_kind", path="feed.json",
        change=item(lambda entry: entry.update(tags="Interviews")), says="tags",
    ),
    Defect(
        what="a list of tags with a number", rule="json_feed.members_are_of_their_kind", path="feed.json",
        change=item(lambda entry: entry.update(tags=[1])), says="list of text",
    ),
    Defect(
        what="a title that is nothing", rule="json_feed.members_are_of_their_kind", path="feed.json",
        change=item(lambda entry: entry.update(summary=None)), says="summary is “None”",
    ),
    Defect(
        what="a number for an id", rule="json_feed.ids_are_text", path="feed.json",
        change=item(lambda entry: entry.update(id=7)), says="“7”",
    ),
    Defect(
        what="no content", rule="json_feed.items_hold_a_content", path="feed.json",
        change=item(lambda entry: entry.pop("content_html")), says="neither content_html nor content_text",
    ),
    Defect(
        what="author in place of authors", rule="json_feed.authors_are_many", path="feed.json",
        change=item(lambda entry: entry.update(author=entry.pop("authors")[0])), says="Item 1 has an author",
    ),
    Defect(
        what="a nameless author", rule="json_feed.authors_say_who", path="feed.json",
        change=member(lambda root: root.update(authors=[{}])), says="An author of the feed",
    ),
    Defect(
        what="an unknown member", rule="json_feed.members_are_known", path="feed.json",
        change=item(lambda entry: entry.update(pubDate="now")), says="“pubDate”",
    ),
    Defect(
        what="an extension with a dot", rule="json_feed.members_are_known", path="news/feed.json",
        change=member(lambda root: root.update({"_a.b": {}})), says="“_a.b”",
    ),
    Defect(
        what="a relative icon", rule="json_feed.addresses_are_whole", path="news/feed.json",
        change=member(lambda root: root.update(icon="/assets/icon.png")), says="icon",
    ),
    Defect(
        what="an icon that is not there", rule="addresses.answer", path="news/feed.json",
        change=member(lambda root: root.update(favicon=f"{URL}assets/none.png")), says="none.png",
    ),
    Defect(
        what="a language that is a name", rule="json_feed.languages_are_right", path="news/feed.json",
        change=item(lambda entry: entry.update(language="English")), says="“English”",
    ),
    Defect(
        what="an attachment without type", rule="json_feed.attachments_say_what_they_are", path="news/feed.json",
        change=item(lambda entry: entry["attachments"][0].pop("mime_type")), says="no mime_type",
    ),
    Defect(
        what="an attachment whose size is text", rule="json_feed.attachments_say_what_they_are",
        path="news/feed.json",
        change=item(lambda entry: entry["attachments"][0].update(size_in_bytes="4 kB")), says="“4 kB”",
    ),
    Defect(
        what="a hub without type", rule="json_feed.hubs_say_what_they_are", path="news/feed.json",
        change=member(lambda root: root["hubs"][0].pop("type")), says="no type",
    ),
    Defect(
        what="a next page that is the feed", rule="json_feed.next_page_is_another", path="news/feed.json",
        change=member(lambda root: root.update(next_url=root["feed_url"])), says="next_url",
    ),
)  # fmt: skip
