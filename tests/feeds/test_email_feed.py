"""The feed for RSS-to-email services."""

from __future__ import annotations

import feedparser
from lxml import etree, html

from knowledge_center.feeds.email_feed import email_feed, fit_images
from knowledge_center.feeds.xml_feeds import rss
from knowledge_center.pictures.model import Image
from tests.feeds.samples import PICTURE, articles
from tests.samples import article, settings

HOME = "https://knowledge.example.com/"


def fitted(url: str) -> Image | None:
    """Our pictures at mail size; nobody else's."""
    if not url.startswith(HOME):
        return None
    path = url.rpartition(".")[0] + ".w600.jpg"
    return Image(path=path, alt="", width=600, height=400, type="image/jpeg", size=999)


def test_a_picture_is_there_for_services_and_never_an_enclosure() -> None:
    """media:content holds a 600 pixel JPEG with its sizes; an enclosure would show as a bare link."""
    data = rss(email_feed([article(image=PICTURE)], settings(), fitted))
    item = etree.fromstring(data).find(".//item")
    assert item is not None
    assert item.find("enclosure") is None
    media = item.find("{http://search.yahoo.com/mrss/}content")
    assert media is not None
    assert dict(media.attrib) == {
        "url": f"{HOME}articles/a/a.w600.jpg", "medium": "image", "type": "image/jpeg", "width": "600",
        "height": "400",
    }  # fmt: skip
    assert media.findtext("{http://search.yahoo.com/mrss/}description") == PICTURE.alt


def test_it_holds_the_newest_and_no_more_than_the_settings_say() -> None:
    """Newest first, capped, one item an article, dated by the article."""
    short = settings(feeds={"tag_authority": "knowledge.example.com,2026", "email_entries": 2})
    parsed = feedparser.parse(rss(email_feed(articles(5)[::-1], short, fitted)))
    assert not parsed.bozo
    assert [entry.title for entry in parsed.entries] == ["A 0", "A 1"]


def test_pictures_in_the_text_have_their_real_size() -> None:
    """A service that cannot scale gets pictures that need no scaling."""
    made = fit_images(
        f'<p><img src="{HOME}a/b.png" alt="B" width="1500" srcset="x 2x" loading="lazy"></p>', fitted
    )
    image = html.fromstring(made).find(".//img")
    assert image is not None
    assert dict(image.attrib) == {"src": f"{HOME}a/b.w600.jpg", "alt": "B", "width": "600", "height": "400"}


def test_a_picture_that_cannot_be_sized_becomes_a_link() -> None:
    """Another site's picture is a link with its description; one without description goes; text stays."""
    made = fit_images(
        '<p>A <img src="https://x.example/y.png" alt="Y &lt;b&gt;"> B <img src="https://x.example/z">C</p>',
        fitted,
    )
    assert made == '<p>A <a href="https://x.example/y.png">Y &lt;b&gt;</a> B C</p>'
    inside = fit_images('<a href="/q">see <img src="https://x.example/y.png" alt="Y">!</a>', fitted)
    assert inside == '<a href="/q">see Y!</a>'


def test_text_without_pictures_is_left_alone() -> None:
    """Nothing is parsed and written anew without need."""
    assert fit_images("<p>One<br>two &amp; three</p>", fitted) == "<p>One<br>two &amp; three</p>"


def test_of_a_picture_in_several_formats_the_mail_has_one() -> None:
    """What is offered beside it goes, and the picture stays."""
    offered = '<source srcset="https://example.com/a.avif 680w">'
    html = f'<p><picture>{offered}<img src="https://example.com/a.jpg" alt="A"></picture></p>'
    image = Image(path="https://example.com/b.jpg", alt="", width=600, height=400, type="image/jpeg", size=1)
    found = fit_images(html, lambda address: image)
    assert 'src="https://example.com/b.jpg"' in found and "source" not in found


def test_what_stands_beside_a_picture_is_as_in_other_feeds() -> None:
    """Empty items and breaks in words are no place where a picture ends up."""
    html = '<ul><li></li><li>lo<wbr>ng<img src="https://x.example/y.png" alt="Y"></li></ul>'
    assert fit_images(html, lambda address: None) == html.replace(
        '<img src="https://x.example/y.png" alt="Y">', '<a href="https://x.example/y.png">Y</a>'
    )
