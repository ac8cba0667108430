"""What mail services and readers need, service by service, and whether this site has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from knowledge_center.feed_formats import ATOM, EMAIL_FILE, RSS
from knowledge_center.problems import one_of
from knowledge_center.tools.feed_check.all_feeds import AllFeeds
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.encoding import LARGEST
from knowledge_center.tools.feed_check.feed_model import Attached, Entry, Feed
from knowledge_center.tools.feed_check.html_tokens import read_html
from knowledge_center.tools.feed_check.mail_feed import WIDEST, is_simple
from knowledge_center.tools.feed_check.whole_numbers import count

_TRIED = (RSS.file, ATOM.file, "rss.xml", "feed/index.html")


@dataclass(frozen=True, kw_only=True)
class Service:
    """One row: who, and what a feed lacks for it (sentences without an end; none when all is well)."""

    name: str
    lacks: Callable[[Feed, Site], Iterator[str]]


def service_report(all_feeds: AllFeeds, site: Site, faulty: Sequence[str] = ()) -> tuple[str, ...]:
    """The table as lines: “Mailchimp: ok (email.xml)”, or what the service needs and where.

    Looked at are the feed of articles for mail services and the feed of each digest. ``faulty`` are the
    files in which the check found problems, relative to the site.
    """
    digests = (f"digests/{digest.key}.xml" for digest in site.settings.digests)
    found = [all_feeds.by_path[path] for path in (EMAIL_FILE, *digests) if path in all_feeds.by_path]
    feeds = [feed for feed in found if feed.kind == "rss"]
    rows = [_row(service, feeds, site, faulty) for service in SERVICES]
    return (*rows, _drip(all_feeds), _readers(all_feeds))


def _row(service: Service, feeds: Sequence[Feed], site: Site, faulty: Sequence[str]) -> str:
    needs, suited = [], []
    if EMAIL_FILE not in [feed.path for feed in feeds]:
        needs.append(f"/{EMAIL_FILE}, the feed for mail services: knowledge-center build")
    for feed in feeds:
        lacking = list(service.lacks(feed, site))
        if service.lacks is _hubspot and feed.path in faulty:
            lacking.append("no problem: mend what the check has found there")
        needs += [f"in {site.display_path(feed.path)} {what}" for what in lacking]
        suited += [] if lacking else [feed.path]
    need = "need" if "," in service.name else "needs"
    return (
        f"{service.name}: {need} {'; '.join(needs)}" if needs else f"{service.name}: ok ({', '.join(suited)})"
    )


def _pictures(entry: Entry) -> list[Attached]:
    return [file for file in entry.files if file.element == "media:content"]


def _name(entry: Entry) -> str:
    return f"“{entry.title.text}”" if entry.title else "an entry"


def _dates(feed: Feed) -> Iterator[str]:
    without = [entry for entry in feed.entries if not entry.published or not entry.published.moment]
    if without:
        yield f"a pubDate in every item: {_name(without[0])} has none that can be read"


def _mailchimp(feed: Feed, site: Site) -> Iterator[str]:
    """pubDate; the image from media:content alone, 600 px wide, with its size; no enclosure, no xml:base."""
    yield from _dates(feed)
    if b"xml:base=" in feed.document.data:
        yield "whole addresses: it ignores xml:base"
    for entry in feed.entries:
        if any(file.element == "enclosure" for file in entry.files):
            yield f"no enclosure, which it may show as a bare link: {_name(entry)} has one"
            break
    for entry in feed.entries:
        sizes = [(file.width, file.height) for file in _pictures(entry)]
        if any(not 0 < (count(w) or 0) <= WIDEST or not count(h) for w, h in sizes):
            yield f"media:content of {WIDEST} px at most, with width and height: see {_name(entry)}"
            break


def _buttondown(feed: Feed, site: Site) -> Iterator[str]:
    """The guid is the identity; no entry without date; description not the content; no data:; robots.txt."""
    yield from _ids(feed)
    yield from _dates(feed)
    for entry in feed.entries:
        summary, content = entry.summary, entry.content
        if summary and content and summary.text.strip() == content.text.strip():
            yield f"a description that is not the content: see {_name(entry)}"
            break
    for entry in feed.entries:
        if entry.content and "data:" in [source[:5] for source in _sources(entry)]:
            yield f"no data: images: see {_name(entry)}"
            break
    if not _may_be_fetched(feed, site):
        yield f"leave to fetch /{feed.path}: robots.txt forbids it"


def _sources(entry: Entry) -> list[str]:
    html = read_html(entry.content.text if entry.content else "")
    return [(tag.attributes.get("src") or "").strip().lower() for tag in html.tags if tag.name == "img"]


def _may_be_fetched(feed: Feed, site: Site) -> bool:
    """Whether robots.txt lets everybody have the feed (RFC 9309)."""
    file = site.folder / "robots.txt"
    robots = RobotFileParser()
    robots.parse(file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else [])
    return robots.can_fetch("Buttondown", urlsplit(site.address(feed.path)).path)


def _ids(feed: Feed) -> Iterator[str]:
    ids = [entry.id for entry in feed.entries]
    if not all(ids) or len(set(ids)) < len(ids):
        yield "a guid of its own in every item"


def _hubspot(feed: Feed, site: Site) -> Iterator[str]:
    """A feed valid by the W3C checker, unique guids, an author."""
    yield from _ids(feed)
    without = [entry for entry in feed.entries if not entry.authors]
    if without:
        yield f"an author (dc:creator) in every item: {_name(without[0])} has none"


def _mailerlite(feed: Feed, site: Site) -> Iterator[str]:
    """What was published since the last mail: a pubDate in every item."""
    yield from _dates(feed)


def _active_campaign(feed: Feed, site: Site) -> Iterator[str]:
    """It cannot scale images: all of them, those in the text too, 600 px at most."""
    for entry in feed.entries:
        widths = [file.width for file in _pictures(entry)]
        html = read_html(entry.content.text if entry.content else "")
        widths += [tag.attributes.get("width") or "" for tag in html.tags if tag.name == "img"]
        if any(not 0 < (count(width) or 0) <= WIDEST for width in widths):
            yield f"pictures of {WIDEST} px at most, because it cannot scale them: see {_name(entry)}"
            return


def _picture_takers(feed: Feed, site: Site) -> Iterator[str]:
    """The image from media:content or enclosure: https, .jpg or .png, nothing behind the name."""
    for entry in feed.entries:
        if not all(is_simple(file.url, site) for file in entry.files):
            yield f"pictures at simple https addresses that end in .jpg or .png: see {_name(entry)}"
            return


def _aweber(feed: Feed, site: Site) -> Iterator[str]:
    """Title and date together tell one item from another."""
    keys = [(e.title.text if e.title else "", e.published.text if e.published else "") for e in feed.entries]
    counts = Counter(keys)
    repeated_elements = [entry for entry, key in zip(feed.entries, keys, strict=True) if counts[key] > 1]
    if repeated_elements:
        yield f"another title or date: {_name(repeated_elements[0])} is there twice with the same"


def _digesto(feed: Feed, site: Site) -> Iterator[str]:
    """Under 4 MB."""
    if len(feed.document.data) >= LARGEST:
        yield "a feed under 4 MB: lower feeds.entries, or full_text: false"


SERVICES = (
    Service(name="Mailchimp", lacks=_mailchimp),
    Service(name="Buttondown", lacks=_buttondown),
    Service(name="HubSpot", lacks=_hubspot),
    Service(name="MailerLite", lacks=_mailerlite),
    Service(name="ActiveCampaign", lacks=_active_campaign),
    Service(name="Letterhead, MailUp, Actito", lacks=_picture_takers),
    Service(name="AWeber", lacks=_aweber),
    Service(name="Digesto", lacks=_digesto),
)


def _drip(all_feeds: AllFeeds) -> str:
    """Drip takes an address only if it ends in .rss."""
    ending = [
        path for path, feed in all_feeds.by_path.items() if feed.kind == "rss" and path.endswith(".rss")
    ]
    if ending:
        return f"Drip: ok ({ending[0]})"
    return "Drip: needs an address that ends in .rss: add /feed.rss to feeds.aliases"


def _readers(all_feeds: AllFeeds) -> str:
    """Miniflux and others try a few names; one that is a feed is enough."""
    found = [path.removesuffix("index.html") for path in _TRIED if path in all_feeds.by_path]
    if found:
        return f"Miniflux and other readers: ok ({', '.join(found)})"
    return f"Miniflux and other readers: need a feed at {one_of(f'/{path}' for path in _TRIED[:3])}"
