"""What templates print is what Jinja and gettext make of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from knowledge_center.pages.template_output import install_words
from knowledge_center.words.catalogues import Words

WORDS = Words(
    tag="de",
    language="de",
    messages={
        "Subscribe": ("Bestellen & mehr",),
        "By %(name)s": ("Von <b>%(name)s</b>",),
        "All": ("100 %%",),
    },
)


class Text(str):
    """No string of Jinja's own."""


class Shown:
    """What knows how it is written in HTML."""

    def __html__(self) -> str:
        return "<i>shown</i>"


def printed(template: str, *, autoescape: bool = True, **values: Any) -> str:
    env = Environment(extensions=["jinja2.ext.i18n"], autoescape=autoescape)
    install_words(env, WORDS)
    made = env.from_string(template)
    # The second time it is known.
    assert made.render(values) == made.render(values)
    return made.render(values)


@given(
    st.one_of(
        st.text(), st.text("&<>'\"a"), st.integers(), st.none(), st.text().map(Markup), st.text().map(Text)
    )
)
def test_values_are_escaped_as_jinja_does_it(value: object) -> None:
    """Whatever is printed, and whether it is part of something or all there is."""
    assert printed("{{ value }}", value=value) == escape(value)
    assert printed("<p>{{ value }}</p>", value=value) == f"<p>{escape(value)}</p>"
    assert printed("{{ value }}", value=value, autoescape=False) == str(value)


def test_a_value_that_is_html_is_not_escaped_again() -> None:
    """Nor what a macro or a block makes of values that were."""
    assert printed("{{ value }}", value=Shown()) == "<i>shown</i>"
    assert printed("{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m('&') }}") == "<b>&amp;</b>"
    assert (
        printed("{% set x %}<b>{{ '<' }}</b>{% endset %}{{ x }}{{ x ~ '<' }}") == "<b>&lt;</b><b>&lt;</b>&lt;"
    )


@pytest.mark.parametrize("name", ["_", "gettext"])
def test_messages_are_in_the_language_with_their_values_escaped(name: str) -> None:
    """A message is markup; what it says of an article or an author is not."""
    assert printed(f"{{{{ {name}('Subscribe') }}}}") == "Bestellen & mehr"
    assert printed(f"{{{{ {name}('By %(name)s', name='A & B') }}}}") == "Von <b>A &amp; B</b>"
    assert printed(f"{{{{ {name}('By %(name)s', name='&') }}}}", autoescape=False) == "Von <b>&</b>"
    assert printed(f"{{{{ {name}('All') }}}}") == "100 %"
    assert printed(f"{{{{ {name}('Not there') }}}}") == "Not there"


def test_a_message_is_markup_only_where_templates_escape() -> None:
    """One environment may have templates of both kinds, as that of a site has."""
    said = "{{ _('Subscribe') ~ '<' }}"
    escaping, plain = (f"{{% autoescape {on} %}}{said}{{% endautoescape %}}" for on in ("true", "false"))
    assert printed(escaping + plain) == "Bestellen & mehr&lt;Bestellen & mehr<"
    assert printed(plain + escaping) == "Bestellen & mehr<Bestellen & mehr&lt;"
