"""Which cards a site has for shared addresses: of articles without a picture, listings, digests and issues."""

from __future__ import annotations

from knowledge_center.pages.listings import newest_pages
from knowledge_center.pages.page_context import card_path
from knowledge_center.pages.site import Site
from knowledge_center.pages.template_filters import typeset
from knowledge_center.pictures.share_cards import ShareCard
from knowledge_center.text.languages import direction


def share_cards(site: Site) -> dict[str, ShareCard]:
    """Every card by its site-relative path. That at the root is for all pages that have none of their own."""
    settings = site.settings
    name, is_rtl = settings.site_name, direction(settings.language) == "rtl"

    def card(title: str, label: str = "", *, rtl: bool = is_rtl) -> ShareCard:
        return ShareCard(title=typeset(title), label=label, site_name=name, is_rtl=rtl)

    found = {card_path(""): card(settings.site_description or name)}
    for article in site.with_page:
        if not article.image:
            rtl = direction(article.language) == "rtl" if article.language else is_rtl
            found[card_path(article.url)] = card(article.title, article.topic.name, rtl=rtl)
    for listing in newest_pages(site):
        found[card_path(listing.url)] = card(listing.title)
    for digest in site.digests:
        title = digest.settings.title
        found[card_path(digest.url)] = card(title)
        for issue in site.issues(digest.settings):
            found[card_path(issue.url)] = card(issue.title, title if title not in issue.title else "")
    return found
