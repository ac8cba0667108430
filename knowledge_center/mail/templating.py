"""Templates of mails: everything escaped, and every style where mail programs need it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from knowledge_center.brand.palette import Palette
from knowledge_center.words.catalogues import ENGLISH, Words


@lru_cache(16)
def templates(*packages: str, words: Words = ENGLISH) -> Environment:
    """The templates of these packages, the first that has one of a name, and ours with the frame of every mail.

    ``_("…")`` in them is said in ``words``.
    """
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in (*packages, "knowledge_center.mail")]),
        autoescape=lambda name: not (name or "").endswith(".js"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # An update of the checkout shows at the next start, words and code together.
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(words.template, words.plural_template, newstyle=True)  # type: ignore[attr-defined]
    return environment


def rendered(
    environment: Environment, name: str, *, colors: Palette, words: Words, subject: str, preheader: str, **more: Any,
) -> str:  # fmt: skip
    """The mail of a template that stands in ``frame.html``, as a whole HTML document, ready to be sent."""
    html = environment.get_template(name).render(
        day=colors.day,
        night=colors.night,
        # At night the paper is a sheet that lies on the ground.
        sheet=colors.night.paper.mixed(colors.night.tint, 0.5),
        language=words.language,
        direction=words.direction,
        subject=subject,
        preheader=preheader,
        **more,
    )
    return _inlined(html)


def _inlined(html: str) -> str:
    """Mail programs drop a style sheet as soon as one rule puzzles them; nothing is loaded from anywhere."""
    import css_inline  # most builds make no mail

    return css_inline.CSSInliner(load_remote_stylesheets=False).inline(html)
