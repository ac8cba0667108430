"""The mail of an issue, made from a checkout: the same bytes for the site, a preview and a sending.

The site generator, the preview and whoever sends all compose here, so that readers get what everybody
can see at ``email.html``. Pictures go into mails as JPEG files of at most 600 pixels, each published
beside the picture it was made of (``articles/x/a.png`` -> ``articles/x/a.w600.jpg``).
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from knowledge_center.articles.articles_reader import Articles
from knowledge_center.articles.model import Article
from knowledge_center.content.content_reader import Content
from knowledge_center.digests.issue import Issue, SnapshotImage
from knowledge_center.feeds.email_feed import WIDTH
from knowledge_center.mail.compose import compose
from knowledge_center.mail.model import Mail, MailLinks, Picture
from knowledge_center.mail.rules.message_check import lint
from knowledge_center.mail.sample_message import sample_links, sample_message
from knowledge_center.pictures.model import Image
from knowledge_center.pictures.renditions import Rendition, render
from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.model import Settings
from knowledge_center.settings.reader import FILE

CACHE = Path(".build/renditions")


@dataclass(slots=True, kw_only=True)
class MailPictures:
    """Pictures at mail size, each made when somebody first asks for it.

    ``sources`` maps the site-relative path of a picture to its file; the folder ``cache`` outlives the
    run. ``made`` fills up with what has to be published, by its site-relative path.
    """

    settings: Settings
    sources: Mapping[str, Path]
    cache: Path
    made: dict[str, Rendition] = field(default_factory=dict, init=False)
    _known: dict[str, Image | None] = field(default_factory=dict, init=False)

    def fitted(self, url: str) -> Image | None:
        """The picture at an absolute address as a JPEG for mails, or None where it is not ours or has no pixels."""
        path = unquote(url.removeprefix(self.settings.site_url))
        if path not in self._known:
            self._known[path] = self._make(path)
        return self._known[path]

    def picture_for(self, image: SnapshotImage, width: int) -> Picture | None:
        """A picture of a closed issue at the place of ``width`` CSS pixels that it has in the mail."""
        made = self.fitted(self.settings.absolute(image.path))
        if made is None:
            return None
        shown = min(width, made.width)
        height = round(made.height * shown / made.width)
        return Picture(url=made.path, alt=image.alt, width=shown, height=height)

    def _make(self, path: str) -> Image | None:
        source = self.sources.get(path)
        made = render(source, WIDTH, self.cache) if source else None
        if made is None:
            return None
        own = f"{posixpath.splitext(path)[0]}.w{WIDTH}.jpg"
        self.made[own] = made
        return Image(
            path=self.settings.absolute(own), alt="", width=made.width, height=made.height,
            type=made.type, size=len(made.data),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What an issue would look like to one reader, and what the check of mails says of it.

    ``message`` is complete, addressed to nobody real and dated when the issue closed.
    """

    mail: Mail
    message: bytes
    findings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailroom:
    """Where issues become mails. ``pages`` maps the file of an article (``docs/…``) to its page's URL."""

    settings: Settings
    pages: Mapping[str, str]
    pictures: MailPictures

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
            issue, digest, self.settings, links, pages=self.pages, picture_for=self.pictures.picture_for
        )  # fmt: skip

    def proof(self, issue: Issue) -> Proof:
        """The mail of an issue, to be looked at before anybody gets it; raises Unusable as ``compose`` does."""
        links = sample_links(issue, self.settings)
        mail = self.compose(issue, links)
        message = sample_message(mail, links, issue, self.settings)
        findings = lint(message, source=issue.source, address=self.settings.organization.address)
        return Proof(mail=mail, message=message, findings=findings)


def open_mailroom(root: Path, settings: Settings, content: Content, now: datetime) -> Mailroom:
    """The mailroom of the checkout in the folder ``root``; pictures are kept in .build/renditions below it."""
    docs = root / settings.docs_dir
    files = {path: docs / source for source, path in content.articles.images.items()}
    files |= {path: docs / source for path, source in content.kept_images.items()}
    pictures = MailPictures(settings=settings, sources=files, cache=root / CACHE)
    return Mailroom(settings=settings, pages=pages_at(content.articles, now), pictures=pictures)


def pages_at(articles: Articles, now: datetime) -> dict[str, str]:
    """The pages a link in an introduction may lead to, by the file of the article.

    Those of expired articles too: their pages stay, and an issue that is closed must not fail by itself
    on the day an article it points to runs out.
    """
    return {article.source: article.url for article in articles.all if _has_page(article, now)}


def _has_page(article: Article, now: datetime) -> bool:
    return not article.draft and article.published <= now
