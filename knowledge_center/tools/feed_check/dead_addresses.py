"""The rule for addresses of this site in feeds and lists: they answer. The build proves the same of every page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from knowledge_center.rules import Finding, RuleSet
from knowledge_center.site_addresses.address_proof import Occurrence
from knowledge_center.site_addresses.dead_address_report import dead_address_message
from knowledge_center.site_addresses.kept_links import prove_addresses
from knowledge_center.text.plurals import counted
from knowledge_center.tools.feed_check.all_feeds import AllFeeds
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_discovery import Document

rule = RuleSet[[AllFeeds, Site]]("feeds.addresses")


@rule
def answer(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """What a feed leads to in this site is there: pages, places on them, pictures, files, other feeds.

    Source: RSS 2.0, link and enclosure; RFC 4287, 4.2.7; JSON Feed 1.1, url; OPML 2.0, xmlUrl; our rule.
    """
    documents = {one.path: one for one in all_feeds.documents if one.path not in all_feeds.copies}
    proof = prove_addresses(site.folder, site.settings.site_url, elsewhere=site.settings.answered_elsewhere)
    for dead in proof.dead:
        # The site's own feeds before those of a topic or an author.
        found = sorted(
            (one for one in dead.found if one.file in documents),
            key=lambda one: (one.file.count("/"), one.file),
        )
        if found:
            first, others = found[0], len({one.file for one in found}) - 1
            more = f" So it is in {counted(others, 'other file')}." if others else ""
            yield Finding(
                path=first.file,
                line=_line(documents[first.file], first),
                message=f"{dead_address_message(dead, proof, first)}{more}",
                fix="Mend the link in the article, or build the site again.",
            )


def _line(document: Document, found: Occurrence) -> int:
    """The line where the address stands; JSON has one line for a whole text."""
    for written in (found.written, escape(found.written), escape(escape(found.written))):
        at = document.data.find(written.encode("utf-8", "replace"))
        if at >= 0:
            return document.data.count(b"\n", 0, at) + 1 if document.is_xml else 0
    return 0
