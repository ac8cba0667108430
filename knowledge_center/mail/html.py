"""The HTML part of a mail: a template with its styles in one place, then every style where mail needs it."""

from __future__ import annotations

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined

from knowledge_center.mail.model import Letter
from knowledge_center.mail.text import WORTH_REREADING, articles, byline, more_on_the_page

_templates = Environment(
    loader=PackageLoader("knowledge_center.mail"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_templates.globals.update(articles=articles, byline=byline, more_on_the_page=more_on_the_page)
_templates.globals.update(worth_rereading=WORTH_REREADING)

# Mail programs drop a style sheet as soon as one rule puzzles them; nothing is loaded from anywhere.
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


def render_html(letter: Letter) -> str:
    """The letter as a whole HTML document, ready to be sent."""
    return _inliner.inline(_templates.get_template("digest.html").render(letter=letter))
