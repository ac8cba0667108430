"""Whether the site was built by us at all: an engine that ignores hooks makes a site without a single feed."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.feed_formats import RSS
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.all_feeds import AllFeeds
from knowledge_center.tools.feed_check.built_site import Site

rule = RuleSet[[AllFeeds, Site]]("feeds.generator")

GENERATOR = "Knowledge Center"
_BUILD = "knowledge-center build: MkDocs or ProperDocs, which run hooks/main.py. Zensical ignores hooks without a word."


@rule
def hooks_have_run(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """Without the hooks there are no feeds, no digests and no checks, and the engine says nothing.

    Source: our rule; our rule: Zensical ignores hooks silently.
    """
    if RSS.file not in [document.path for document in all_feeds.documents]:
        message = (
            f"There is no {site.display_path(RSS.file)}: the hooks have not run, so the site has no feeds, no digests "
            "and none of our checks."
        )
        yield Finding(path=RSS.file, message=message, fix=_BUILD)


@rule
def feeds_are_ours(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """A feed that names another generator was made by another plugin, or by nobody's settings.

    Source: our rule: set generator; our rule.
    """
    for feed in all_feeds.originals:
        if feed.kind != "json" and feed.generator != GENERATOR:
            message = f"The generator is {quoted(feed.generator)}, but {quoted(GENERATOR)} is expected: "
            message += "the hooks have not run, or another plugin writes this feed."
            yield Finding(path=feed.path, line=feed.line, message=message, fix=_BUILD)
