"""After a deploy, tell the WebSub hub which feeds have changed. Shows what it would do, unless --send."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge_center.feed_formats import FEED_FILES
from knowledge_center.publishing.websub import changed, fingerprints, publish, read_announced, write_announced
from knowledge_center.settings.site_settings import read

ANNOUNCED = Path(".build/told-the-hub.json")


def main(argv: Sequence[str] | None = None) -> int:
    """Returns 1 when there is no site or the hub did not take a ping; what it took is not sent again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--send", action="store_true", help="really tell the hub")
    options = parser.parse_args(argv)
    settings = read(Path("mkdocs.yml"))
    hub = settings.feeds.hub
    if not hub:
        print("feeds.hub is not set in mkdocs.yml, so there is nobody to tell.")
        return 0
    site = Path(settings.site_dir)
    if not site.is_dir():
        print(f"There is no {site}/ yet. Run: knowledge-center build", file=sys.stderr)
        return 1
    # Archive pages have no subscribers of their own, and no hub is told of copies.
    feeds = [p.relative_to(site).as_posix() for p in site.rglob("*") if p.name in FEED_FILES]
    feeds += [f"digests/{digest.key}.xml" for digest in settings.digests]
    now, announced = fingerprints(site, feeds), read_announced(ANNOUNCED)
    news = changed(now, announced)
    failed = 0
    for path in news:
        address = settings.absolute(path)
        if not options.send:
            print(f"would tell {hub}: {address}")
            continue
        wrong = publish(hub, address)
        print(f"{'not told' if wrong else 'told'}: {address}{f' ({wrong})' if wrong else ''}")
        if wrong:
            failed += 1
        else:
            announced[path] = now[path]
            write_announced(ANNOUNCED, announced)
    if not news:
        print("No feed has changed since the hub was last told.")
    elif not options.send:
        print("Nothing was sent. Add --send to tell the hub.")
    return 1 if failed else 0
