"""The HTML part of a digest's mail."""

from __future__ import annotations

from knowledge_center.mail.model import DigestMailView
from knowledge_center.mail.templating import rendered, templates
from knowledge_center.mail.text_part import articles, more_on_the_page


def render_html(view: DigestMailView) -> str:
    """The mail as a whole HTML document, ready to be sent."""
    return rendered(
        templates(words=view.words),
        "digest.html",
        colors=view.colors,
        words=view.words,
        subject=view.subject,
        preheader=view.preheader,
        view=view,
        count=articles(view.words, view.count),
        left_out=more_on_the_page(view.words, view.left_out),
    )
