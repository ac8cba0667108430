"""The mail of an issue, made from a checkout: the same bytes for the site, a preview and a sending.

The site generator, the preview and whoever sends all compose here, so that readers get what everybody
can see at ``email.html``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge_center.articles.articles_reader import Articles
from knowledge_center.articles.model import has_page
from knowledge_center.content.content_reader import Content
from knowledge_center.digests.issue import Issue, SnapshotImage
from knowledge_center.mail.compose import compose
from knowledge_center.mail.model import Mail, MailLinks, Picture
from knowledge_center.pictures.mail_renditions import CACHE, MailRenditions, Place, logo_file
from knowledge_center.pictures.model import Image
from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.model import Settings
from knowledge_center.settings.reader import FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPreview:
    """What an issue would look like to one reader, and what the check of mails says of it.

    ``message`` is complete, addressed to nobody real and dated when the issue closed.
    """

    mail: Mail
    message: bytes
    findings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueComposer:
    """Where issues become mails. ``pages`` maps the file of an article (``docs/…``) to its page's URL."""

    settings: Settings
    pages: Mapping[str, str]
    renditions: MailRenditions

    def compose(self, issue: Issue, links: MailLinks) -> Mail:
        """The mail of an issue, closed or planned. With ``web_links`` it is, byte for byte, what a site built
        at the same moment holds at ``email.html`` and ``email.txt``.

        Raises Unusable for an introduction that leads nowhere or is too long, and for an issue of a digest
        that the settings do not name.
        """
        digest = self.settings.digest(issue.digest)
        if digest is None:
            keys = ", ".join(digest.key for digest in self.settings.digests) or "none"
            message = f"extra.knowledge_center.digests: there is no “{issue.digest}”; there are: {keys}."
            raise Unusable([Problem(path=FILE, message=message, fix=f"- key: {issue.digest}")])
        return compose(
            issue, digest, self.settings, links, pages=self.pages, picture_for=self.picture_for, logo=self.logo()
        )  # fmt: skip

    def picture_for(self, image: SnapshotImage, place: Place) -> Picture | None:
        """A picture of a closed issue at its place in the mail."""
        made = self.renditions.fitted(self.settings.absolute(image.path), place, image.focus)
        return _shown(made, image.alt)

    def logo(self) -> Picture | None:
        """The site's logo, without words: its name stands beside it. None where it is nothing that mails show."""
        made = self.renditions.logo(self.settings.organization.logo)
        return _shown(made, "")

    def preview(self, issue: Issue) -> MailPreview:
        """The mail of an issue, to be looked at before anybody gets it; raises Unusable as ``compose`` does."""
        # A build makes mails and sends none: it is spared these, and what they need.
        from knowledge_center.mail.rules.message_check import lint
        from knowledge_center.mail.sample_message import sample_links, sample_message

        links = sample_links(issue, self.settings)
        mail = self.compose(issue, links)
        message = sample_message(mail, links, issue, self.settings)
        findings = lint(message, source=issue.source, address=self.settings.organization.address)
        return MailPreview(mail=mail, message=message, findings=findings)


def _shown(made: Image | None, alt: str) -> Picture | None:
    return Picture(url=made.path, alt=alt, width=made.width, height=made.height) if made else None


def issue_composer(root: Path, settings: Settings, content: Content, now: datetime) -> IssueComposer:
    """The composer of the checkout in the folder ``root``; pictures are kept in .build/renditions below it."""
    docs = root / settings.docs_dir
    files = {path: docs / source for source, path in content.articles.images.items()}
    files |= {path: docs / source for path, source in content.kept_images.items()}
    logo = logo_file(settings.organization.logo)
    files |= {logo: docs / logo} if logo else {}
    renditions = MailRenditions(
        site_url=settings.site_url,
        sources=files,
        cache=root / CACHE,
        paper=str(settings.brand.colors.day.paper),
    )
    return IssueComposer(settings=settings, pages=pages_at(content.articles, now), renditions=renditions)


def pages_at(articles: Articles, now: datetime) -> dict[str, str]:
    """The pages a link in an introduction may lead to, by the file of the article.

    Those of expired articles too: their pages stay, and an issue that is closed must not fail by itself
    on the day an article it points to runs out.
    """
    return {article.source: article.url for article in articles.all if has_page(article, now)}
