from __future__ import annotations

import pytest

from knowledge_center.tools.importer.exports.wordpress_text import Surroundings, post_html
from knowledge_center.tools.importer.html_to_markdown import html_to_markdown

AROUND = Surroundings(
    pictures={"7": ("/u/door.png", "A door")},
    own=["7"],
    blocks={"42": "<!-- wp:paragraph --><p>Ask us.</p><!-- /wp:paragraph -->"},
    footnotes='[{"id": "n1", "content": "The <em>first</em> note"}]',
)


@pytest.mark.parametrize(
    ("content", "written"),
    [
        ("<!-- wp:paragraph --><p>One <em>two</em></p><!-- /wp:paragraph --><!--more-->", "One *two*\n"),
        ("One\ntwo\n\nThree", "One  \ntwo\n\nThree\n"),
        ("Things:\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nAfter", "Things:\n\n- a\n- b\n\nAfter\n"),
        (
            "Things:\n  <ul>\n    <li>a</li>\n  </ul>\n  <table>\n    <tr><th>Pay</th>\n    </tr>\n  </table>\n  After",
            "Things:\n\n- a\n\n| Pay |\n| --- |\n\nAfter\n",
        ),
        ('[gallery ids="7,8"]', '<img src="/u/door.png" alt="A door">\n'),
        ("[gallery columns=2]", '<img src="/u/door.png" alt="A door">\n'),
        ("[embed]https://a.example/v[/embed]", "<https://a.example/v>\n"),
        ("https://a.example/v", "<https://a.example/v>\n"),
        ('[audio mp3="https://a.example/a.mp3"][/audio]', "<https://a.example/a.mp3>\n"),
        (
            '[caption width="3"]<img src="/a.png" alt="A"> Its words[/caption]',
            '<figure>\n<img src="/a.png" alt="A">\n<figcaption>Its words</figcaption>\n</figure>\n',
        ),
        ('[code language="sql"]\nSELECT 1\nWHERE a < 5\n[/code]', "```sql\nSELECT 1\nWHERE a < 5\n```\n"),
        ("<p>a * b, [c] and 1 &lt; 2 &amp;amp;</p>", "a \\* b, \\[c\\] and 1 &lt; 2 &amp;amp;\n"),
        ("<address>One<br>two</address><b>Next</b>", "One  \ntwo\n\n**Next**\n"),
        (
            '<!-- wp:gallery --><ul class="blocks-gallery-grid"><li class="blocks-gallery-item"><figure>'
            '<img src="/a.png" alt="A"></figure></li></ul>',
            '<img src="/a.png" alt="A">\n',
        ),
        ("<p>H<sub>2</sub>O, mc<sup>2</sup></p>", "H<sub>2</sub>O, mc<sup>2</sup>\n"),
        ("<p>[unknown x]</p>", "\\[unknown x\\]\n"),
        ('<!-- wp:block {"ref":42} /--><!-- wp:block {"ref":43} /-->', "Ask us.\n"),
        (
            '<!-- wp:paragraph --><p>Pay<sup data-fn="n1"><a href="#n1" id="n1-link">1</a></sup></p>'
            "<!-- /wp:paragraph --><!-- wp:footnotes /-->",
            'Pay<sup>[1](#n1)</sup>\n\n1. <a id="n1"></a>The *first* note\n',
        ),
    ],
)  # fmt: skip
def test_a_post_is_what_its_readers_saw(content: str, written: str) -> None:
    """Blocks, shortcodes, and the paragraphs of the classic editor, which holds no tags for them."""
    assert html_to_markdown(post_html(content, AROUND)[0]) == written


def test_a_shortcode_whose_plugin_is_not_here_is_named_whole() -> None:
    """What it encloses stays. Words in brackets are an author's, unless they have parameters or an end."""
    text, notes = post_html(
        '[row][col wide="1"]Pay and <b>hours</b>[/col][col wide="2"]Days[/col][/row]\n\n'
        'It [sic] costs. [form id="3" title="Ask us"]',
        AROUND,
    )
    assert html_to_markdown(text) == "Pay and **hours**\n\nDays\n\nIt \\[sic\\] costs.\n"
    assert [note.message.split(" was left out")[0] for note in notes] == [
        "the shortcode [row]",
        'the shortcode [col wide="1"]',
        'the shortcode [col wide="2"]',
        'the shortcode [form id="3" title="Ask us"]',
    ]


@pytest.mark.parametrize(
    "content",
    [
        '<pre>[tool name="x"]\n[a]b[/a]</pre>',
        '<p>Write <code>[form id="3"]</code>.</p>',
        '[code lang="toml"][tool name="x"][/code]',
        '<p><a href="/x" title="[form id=3]">Here</a> if [n = 3].</p>',
    ],
)
def test_what_only_looks_like_a_shortcode_stays(content: str) -> None:
    """In code, in a tag, and where an author writes of something."""
    text, notes = post_html(content, AROUND)
    assert not notes and text.count("[") == content.removeprefix("[code").removesuffix("[/code]").count("[")
