"""The HTML part of a digest's mail."""

from __future__ import annotations

from knowledge_center.mail.model import DigestMailView
from knowledge_center.mail.templating import rendered, templates
from knowledge_center.mail.text_part import WORTH_REREADING, articles, byline, more_on_the_page

_templates = templates()
_templates.globals.update(articles=articles, byline=byline, more_on_the_page=more_on_the_page)
_templates.globals.update(worth_rereading=WORTH_REREADING)


def render_html(view: DigestMailView) -> str:
    """The mail as a whole HTML document, ready to be sent."""
    return rendered(
        _templates,
        "digest.html",
        colors=view.colors,
        language=view.language,
        direction=view.direction,
        subject=view.subject,
        preheader=view.preheader,
        view=view,
    )
