"""Rules for the feed that mail services poll: what holds for every one of them, and for no feed reader."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.entries import which
from knowledge_center.tools.feed_check.feed_model import Feed
from knowledge_center.tools.feed_check.whole_numbers import count

rule = RuleSet[[Feed, Site]]("feeds.mail_feed")

WIDEST = 600
ENDINGS = (".jpg", ".jpeg", ".png")
_SHOWN = ("image/jpeg", "image/png")


@rule
def has_no_enclosure(feed: Feed, site: Site) -> Iterator[Finding]:
    """Mailchimp may show an enclosure as a bare link under the article.

    Source: our rule: Mailchimp; our rule: /email.xml.
    """
    for entry in feed.entries:
        for file in entry.files:
            if file.element == "enclosure":
                message = f"{which(entry)} has an enclosure; the feed for mail services has none."
                yield Finding(line=file.line, message=message, fix="media:content alone")


@rule
def pictures_fit_into_a_mail(feed: Feed, site: Site) -> Iterator[Finding]:
    """A mail is about 600 pixels wide, no service scales for everybody, and mail programs show JPEG and PNG.

    Source: our rule: Mailchimp, ActiveCampaign; /email.xml.
    """
    for entry in feed.entries:
        for file in entry.files:
            if file.element != "media:content":
                continue
            width = count(file.width) or 0
            if file.type not in _SHOWN or not 0 < width <= WIDEST:
                message = (
                    f"{which(entry)} has a picture of type {quoted(file.type)} and width {quoted(file.width)}; "
                    f"a JPEG or PNG of {WIDEST} pixels at most is expected."
                )
                yield Finding(
                    line=file.line, message=message, fix="The small rendition of the article's picture."
                )


@rule
def pictures_have_simple_addresses(feed: Feed, site: Site) -> Iterator[Finding]:
    """Letterhead, MailUp and Actito take a picture by the end of its address, over https.

    Source: our rule: Letterhead, MailUp, Actito.
    """
    for entry in feed.entries:
        for file in entry.files:
            if not is_simple(file.url, site):
                message = (
                    f"{which(entry)} has a picture at {quoted(file.url)}, which does not end in .jpg or .png."
                )
                yield Finding(
                    line=file.line, message=message, fix="https://…/picture.jpg, with nothing behind it"
                )


def is_simple(address: str, site: Site) -> bool:
    """Whether every service takes a picture's address; https is asked of a site that is served so."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    secure = parts.scheme == "https" or not site.settings.site_url.startswith("https:")
    return secure and parts.path.lower().endswith(ENDINGS) and not parts.query and not parts.fragment
