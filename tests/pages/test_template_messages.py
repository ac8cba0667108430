"""The messages of templates are what Jinja and gettext make of them."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import Environment

from knowledge_center.pages.template_messages import install_words
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


def printed(template: str, *, autoescape: bool = True, **values: Any) -> str:
    env = Environment(extensions=["jinja2.ext.i18n"], autoescape=autoescape)
    install_words(env, WORDS)
    made = env.from_string(template)
    # The second time it is known.
    assert made.render(values) == made.render(values)
    return made.render(values)


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
