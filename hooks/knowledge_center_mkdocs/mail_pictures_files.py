"""The pictures that were made for mails and for the feeds that mail services read, as files of the site."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from knowledge_center.mail.issue_mail import MailPictures


def publish(config: MkDocsConfig, files: Files, pictures: MailPictures) -> None:
    """Add every picture that somebody has asked for; to be called when all mails and feeds are made."""
    for path, made in pictures.made.items():
        files.append(File.generated(config, path, content=made.data))
