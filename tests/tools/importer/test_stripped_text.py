from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.tools.importer.stripped_text import plain_text, plain_title


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**Bold** and _soft_ and ~~gone~~ and `co*d*e`", "Bold and soft and gone and co*d*e"),
        ('[a [nested] link](/x "T") ![a picture](y.png) end', "a [nested] link end"),
        ("[![logo](l.png)](https://x.example) rest", "rest"),
        ("See [this][one].\n\n[one]: /x", "See this."),
        ("<p>One</p><p>Two &amp; <em>three</em><br>four</p>", "One Two & three four"),
        ("> quoted\n> - item\n\n### Heading ###", "quoted item Heading"),
        ("2 \\* 3 = 6, snake_case_name, 5*3*2", "2 * 3 = 6, snake_case_name, 5*3*2"),
        ("A claim.[^1] More{: .wide}", "A claim. More"),
        ("{{ page.title }} said {% if x %}so", "said so"),
        ("<https://x.example/a> and <jo@x.example>", "https://x.example/a and jo@x.example"),
        ("a <!-- hidden --> b", "a b"),
        ("***All*** of __it__", "All of it"),
        ("&lt;label&gt; &#8212; ok", "<label> — ok"),
        ("line\n  over\tlines ", "line over lines"),
    ],
)
def test_only_the_words_stay(text: str, words: str) -> None:
    """A description in a mail shows no asterisks, no tags and no addresses of links."""
    assert plain_text(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Q&amp;A: <em>why</em> we ask", "Q&A: why we ask"),
        ("Use <label> well", "Use <label> well"),
        ("C* and snake_case", "C* and snake_case"),
        ("Over<br>two lines", "Over two lines"),
    ],
)
def test_a_title_loses_its_looks_not_its_words(text: str, words: str) -> None:
    """An article about a tag keeps the tag in its title."""
    assert plain_title(text) == words


@given(st.text(alphabet="ab *_`[]()<>!\\#-&;\n{}%\"'", max_size=60))
def test_any_text_becomes_one_line(text: str) -> None:
    """However odd the marks, what comes out is a line without our own marks in it."""
    words = plain_text(text)
    assert words == " ".join(words.split())
    assert not any("\ufdd0" <= character <= "\ufdef" for character in words)
