"""The project's own issues, as they would be sent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from knowledge_center.content.content_reader import read_content
from knowledge_center.digests.issue import Issue
from knowledge_center.digests.ledger import read_ledger
from knowledge_center.mail.compose import compose
from knowledge_center.mail.issue_mail import pages_at
from knowledge_center.mail.message import envelope, message
from knowledge_center.problems import report
from knowledge_center.settings.mkdocs_yaml import load
from knowledge_center.settings.model import DigestSettings
from knowledge_center.settings.site_settings import read_settings
from tests.mail.samples import LINKS
from tests.mail.writing_rules.written_message import judged
from tests.samples import ROOT

SITE = read_settings(load(ROOT / "mkdocs.yml"))
ISSUES = [
    (digest, issue)
    for digest in SITE.digests
    for issue in read_ledger(ROOT / SITE.docs_dir, SITE.docs_dir, digest.key, SITE.zone).issues
]


@pytest.mark.parametrize(("digest", "issue"), ISSUES, ids=lambda value: value.key)
def test_every_issue_of_ours_passes_the_check(digest: DigestSettings, issue: Issue) -> None:
    """The samples a newcomer sends first have nothing that the check would say."""
    pages = pages_at(read_content(ROOT, SITE, datetime(2026, 12, 1, tzinfo=UTC)).articles, issue.closed_at)
    mail = compose(issue, digest, SITE, LINKS, pages=pages)
    wrapped = envelope(
        issue, digest, SITE, to="reader@example.org", date=issue.closed_at, unsubscribe=LINKS.unsubscribe
    )
    found = judged(message(mail, wrapped), issue.source, SITE.organization.address)
    assert report(found) == "No problems."


def test_there_are_issues_to_check() -> None:
    """The samples are found where the ledger has them."""
    assert len(ISSUES) >= 3
