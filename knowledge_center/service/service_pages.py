"""The service's own pages as HTML: no script, one small style sheet in the page, escaped throughout."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from knowledge_center.service.configuration import Setup
from knowledge_center.settings.model import DigestSettings
from knowledge_center.words.catalogues import Words


class Pages:
    """Renders the pages of one service in one language, by default the site's."""

    def __init__(self, setup: Setup, words: Words | None = None) -> None:
        self._setup = setup
        self.words = words or setup.settings.words
        self._others: dict[str, Pages] = {}
        self._templates = Environment(
            loader=PackageLoader("knowledge_center.service"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            # An update of the checkout shows at the next start, words and code together.
            auto_reload=False,
            extensions=["jinja2.ext.i18n"],
        )
        self._templates.install_gettext_callables(  # type: ignore[attr-defined]
            self.words.template, self.words.plural_template, newstyle=True
        )
        # The same on every page, so that one hash in the policy stands for it.
        self._style = self._templates.get_template("style.css").render(
            assets=f"{setup.base}/assets" if setup.site else "", brand=setup.settings.brand, home=setup.home
        )
        self._templates.globals.update(
            settings=setup.settings,
            home=setup.home,
            form=setup.form,
            assets=f"{setup.base}/assets" if setup.site else "",
            style=Markup(self._style),
            language=self.words.language,
            direction=self.words.direction,
        )

    def in_words(self, words: Words) -> Pages:
        """The same pages in one of the languages of the settings."""
        if words == self.words:
            return self
        if words.language not in self._others:
            self._others[words.language] = Pages(self._setup, words)
        return self._others[words.language]

    @property
    def way_back(self) -> tuple[str, str]:
        """Where to go on from a page that could not help: the site, and the words of the link to it."""
        return self._setup.home, self.words.gettext("Back to the articles")

    @property
    def policy(self) -> str:
        """The Content-Security-Policy of these pages: nothing runs, nothing is loaded from elsewhere."""
        hashed = b64encode(sha256(self._style.encode()).digest()).decode("ascii")
        return (
            f"default-src 'none'; style-src 'sha256-{hashed}'; img-src 'self' data:; font-src 'self'; "
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )

    def message(
        self,
        title: str,
        *sentences: str,
        link: tuple[str, str] | None = None,
        button: str = "",
        fields: tuple[tuple[str, str], ...] = (),
    ) -> str:
        """A page with a message. ``link`` is an address and its words; ``button`` posts ``fields`` to the
        page's own address."""
        return self._templates.get_template("message.html").render(
            title=title, sentences=sentences, link=link, button=button, fields=fields
        )

    def signup(
        self,
        *,
        typed: str = "",
        chosen: tuple[str, ...] = (),
        page: str = "",
        email_error: str = "",
        digest_error: str = "",
    ) -> str:
        """The signup form, with what was typed and what is wrong with it."""
        return self._templates.get_template("signup.html").render(
            typed=typed, chosen=chosen, page=page, email_error=email_error, digest_error=digest_error
        )

    def preferences(
        self, digests: tuple[DigestSettings, ...], chosen: tuple[str, ...], notice: str = ""
    ) -> str:
        """Digests to choose from. ``notice`` is what has just been done."""
        return self._templates.get_template("preferences.html").render(
            digests=digests, chosen=chosen, notice=notice
        )
