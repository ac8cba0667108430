"""Defects of titles and other texts, and of the files that entries carry."""

from __future__ import annotations

from tests.tools.feed_check.defects import Defect, item, swap
from tests.tools.feed_check.samples import LARGE, SMALL, TAG

_FIRST = f"{TAG}article/second-interview"

TEXTS = (
    Defect(
        what="an empty title", rule="texts.titles_are_there", path="feed.xml",
        change=swap("<title>Second[^<]*", "<title>"), says="The title is empty", at="<title></title>",
    ),
    Defect(
        what="no title", rule="texts.titles_are_there", path="feed.json",
        change=item(lambda entry: entry.pop("title")), says="has no title",
    ),
    *(
        Defect(
            what=f"a title that is escaped twice, {path}", rule="texts.texts_are_escaped_once", path=path,
            change=swap("Second interview &(amp|#x26);", "Second interview &amp;amp;"), says="readers show “&amp;”",
            at="&amp;amp;",
        )
        for path in ("feed.xml", "atom.xml", "email.xml")
    ),
    Defect(
        what="a title that is escaped in JSON", rule="siblings.formats_say_the_same", path="feed.json",
        change=swap("Second interview &", "Second interview &#38;"), says="“Second interview &#38; more”",
    ),
    Defect(
        what="a tag in a title", rule="texts.texts_hold_no_markup", path="feed.xml",
        change=swap("<title>Second[^<]*", "<title>How to &lt;select&gt;"), says="<select>", at="&lt;select",
    ),
    Defect(
        what="a tag in an Atom title", rule="texts.texts_hold_no_markup", path="atom.xml",
        change=swap("<title>Second", "<title>&lt;b&gt;Second&lt;/b&gt;"), says="<b>", at="&lt;b&gt;",
    ),
    Defect(
        what="a line break in a title", rule="texts.texts_have_no_stray_characters", path="feed.json",
        change=item(lambda entry: entry.update(title="Second\ninterview")), says="line break",
    ),
    Defect(
        what="the id for a title", rule="texts.titles_are_no_ids", path="feed.xml",
        change=swap("<title>Second[^<]*", f"<title>{_FIRST}"), says=_FIRST, at=f"<title>{_FIRST}",
    ),
    Defect(
        what="a description that is the content", rule="texts.summary_differs_from_content", path="email.xml",
        change=swap("<description>What[^<]*(</description>\n<content:encoded>)(.*?)<", r"<description>\2\1\2<"),
        says="the same as the content", at="<description>&lt;p",
    ),
)  # fmt: skip

PICTURES = (
    Defect(
        what="a relative enclosure", rule="pictures.have_a_whole_address", path="feed.xml",
        change=swap('<enclosure url="[^"]*"', '<enclosure url="picture.png"'), says="“picture.png”", at="<enclosure",
    ),
    Defect(
        what="media without address", rule="pictures.have_a_whole_address", path="email.xml",
        change=swap('<media:content url="[^"]*"', '<media:content url=""'), says="it is empty", at='url=""',
    ),
    Defect(
        what="a picture that is not there", rule="addresses.answer",
        path="articles/second-interview/small.jpg",
        change=lambda data: None, says="small.jpg", blamed="atom.xml",
    ),
    Defect(
        what="an enclosure without type", rule="pictures.tell_their_type", path="feed.xml",
        change=swap('(<enclosure[^>]*) type="image/png"', r"\1"), says="enclosure has the type “”", at="<enclosure",
    ),
    Defect(
        what="a wrong MIME type", rule="pictures.are_what_they_say", path="feed.xml",
        change=swap('(<enclosure[^>]*type=")image/png', r"\1image/jpeg"), says="but the file is image/png",
        at="<enclosure",
    ),
    Defect(
        what="a wrong MIME type in media", rule="pictures.are_what_they_say", path="email.xml",
        change=swap("image/jpeg", "image/png"), says="but the file is image/jpeg", at="image/png",
    ),
    Defect(
        what="a wrong MIME type in Atom", rule="pictures.are_what_they_say", path="atom.xml",
        change=swap("image/png", "image/gif"), says="but the file is image/png", at="image/gif",
    ),
    Defect(
        what="a JPEG called .png", rule="pictures.are_what_they_say", path="articles/second-interview/picture.png",
        change=lambda data: SMALL, says="but the file is image/jpeg", blamed="atom.xml",
    ),
    Defect(
        what="a picture that is none", rule="pictures.are_pictures", path="articles/second-interview/picture.png",
        change=lambda data: b"<html>", says="is no picture", blamed="feed.json",
    ),
    Defect(
        what="a wrong length", rule="pictures.have_their_true_length", path="feed.xml",
        change=swap('length="[0-9]+"', 'length="1"'), says=f"but the file has {len(LARGE)}", at='length="1"',
    ),
    Defect(
        what="a length in words", rule="pictures.have_their_true_length", path="feed.xml",
        change=swap('length="[0-9]+"', 'length="4 kB"'), says="“4 kB”", at='length="4 kB"',
    ),
    Defect(
        what="a wrong length in JSON", rule="pictures.have_their_true_length", path="news/feed.json",
        change=item(lambda entry: entry["attachments"][0].update(size_in_bytes=1)),
        says="attachment has the length 1",
    ),
    Defect(
        what="a wrong width", rule="pictures.have_their_true_size", path="email.xml",
        change=swap('width="600"', 'width="601"'), says="but the file has 600", at='width="601"',
    ),
    Defect(
        what="no height", rule="pictures.have_their_true_size", path="feed.xml",
        change=swap('(<media:content[^>]*) height="800"', r"\1"), says="the height “”", at="<media:content",
    ),
    Defect(
        what="a width in other units", rule="pictures.have_their_true_size", path="feed.xml",
        change=swap('(<media:content[^>]*width=")1200', r"\g<1>100%"), says="“100%”", at="100%",
    ),
    Defect(
        what="media without medium", rule="pictures.say_their_medium", path="feed.xml",
        change=swap(' medium="image"', ""), says="medium “”", at="<media:content",
    ),
    Defect(
        what="a picture that is a document", rule="pictures.say_their_medium", path="email.xml",
        change=swap('medium="image"', 'medium="document"'), says="“document”", at='medium="document"',
    ),
    Defect(
        what="media:group with one child", rule="pictures.groups_hold_alternatives", path="feed.xml",
        change=swap("(<media:content.*?</media:content>)", r"<media:group>\1</media:group>"),
        says="media:group holds 1",
        at="<media:group>",
    ),
    Defect(
        what="a description of no type", rule="pictures.describe_in_a_known_type", path="feed.xml",
        change=swap('<media:description type="plain"', '<media:description type="text"'), says="“text”",
        at='type="text"',
    ),
)  # fmt: skip

MAIL = (
    Defect(
        what="an enclosure for mail services", rule="mail_feed.has_no_enclosure", path="email.xml",
        change=swap("(<pubDate>)", r'<enclosure url="https://a.org/a.png" length="1" type="image/png"/>\1'),
        says="has an enclosure", at="<enclosure",
    ),
    Defect(
        what="a large picture for mail services", rule="mail_feed.pictures_fit_into_a_mail", path="email.xml",
        change=swap('width="600"', 'width="1200"'), says="“1200”", at='width="1200"',
    ),
    Defect(
        what="a WebP picture for mail services", rule="mail_feed.pictures_fit_into_a_mail", path="email.xml",
        change=swap("image/jpeg", "image/webp"), says="“image/webp”", at="image/webp",
    ),
    Defect(
        what="a picture with a question behind it", rule="mail_feed.pictures_have_simple_addresses", path="email.xml",
        change=swap("small.jpg", "small.jpg?v=2"), says="small.jpg?v=2", at="?v=2",
    ),
)  # fmt: skip

DEFECTS = (*TEXTS, *PICTURES, *MAIL)
