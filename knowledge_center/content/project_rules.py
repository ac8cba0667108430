"""Rules about a project as a whole, whose problems are found where its settings, digests and records are read."""

from __future__ import annotations

from knowledge_center.rules import RuleSet

rule = RuleSet[[]]("project")

of_settings = rule.elsewhere(
    "settings", "A setting that is wrong is read as another one, or as none, on every page there is."
)
of_older_settings = rule.elsewhere(
    "older_settings",
    "Settings that are written down as they are read can be understood by whoever comes next.",
    advice=True,
)
of_logo = rule.elsewhere(
    "logo_of_mails",
    "No mail program draws an SVG: a mail shows the PNG beside it, or the site's name alone.",
    advice=True,
)
of_advice_off = rule.elsewhere(
    "advice_off", "A misspelled name in the list of advice that is switched off would switch off nothing."
)
of_ledgers = rule.elsewhere(
    "ledgers",
    "Ledgers and closed issues decide what is new to subscribers; one that is damaged sends things twice.",
)
of_archive = rule.elsewhere(
    "archive", "The archive keeps old entries of the feed at their addresses for ever."
)
of_unreachable = rule.elsewhere(
    "unreachable",
    "What has left the feed and is on no page of its archive is found by no feed reader.",
    advice=True,
)
of_known_articles = rule.elsewhere(
    "known_articles", "An article that readers have met keeps its identity, or subscribers get it twice."
)
of_published = rule.elsewhere(
    "published_addresses",
    "An address that was published leads readers somewhere for ever, or says that it is gone.",
)
of_digest_topics = rule.elsewhere("digest_topics", "A digest about a topic that does not exist stays silent.")
of_lost_ledgers = rule.elsewhere(
    "lost_ledgers", "A digest under another name forgets its ledger, and sends everything in it once more."
)
of_issue_drafts = rule.elsewhere(
    "issue_drafts",
    "An introduction is mailed as it stands; what is wrong with it is better known before.",
    advice=True,
)
of_back_dated = rule.elsewhere(
    "back_dated", "Services that go by date miss an article dated before the last issue closed.", advice=True
)
of_issue_dates = rule.elsewhere(
    "issue_dates", "An issue closed in the future keeps every later one from closing."
)
of_issue_pictures = rule.elsewhere(
    "issue_pictures", "A mail that was sent shows its pictures as long as they are there."
)
