from __future__ import annotations

import pytest

from knowledge_center.tools.importer.body.raw_html import (
    as_target,
    clean_attributes,
    drop_scripts,
    escape_text,
    link_players,
)
from knowledge_center.tools.importer.markdown_spans import spans
from knowledge_center.tools.importer.source_text import SourceText
from knowledge_center.tools.importer.stripped_text import plain_text
from tests.tools.importer.samples import messages


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("a <script src='x.js'>if (a < b) {}</script> b", "a  b"),
        ("<style>\np { color: red }\n</style>\nb", "\nb"),
        ("<form action='/x'><input><button>Go</button></form>b", "b"),
        ("<noscript><img src='t.gif'></noscript>b", "b"),
        ("<link rel='stylesheet' href='a.css'>b", "b"),
        ("<label>Name</label> b", "Name b"),
        ("<script>never closed", "never closed"),
    ],
)
def test_what_runs_or_sends_is_left_out_and_reported(text: str, rest: str) -> None:
    """A page of ours runs no foreign script and posts to no foreign form."""
    source_text, notes = drop_scripts(SourceText.unedited(text))
    assert source_text.text == rest
    assert len(notes) == 1


@pytest.mark.parametrize("mark", ["<!--more-->", "<!-- More -->", "<!-- excerpt -->", "<!--read-more-->"])
def test_the_mark_where_a_teaser_ended_goes_without_a_word(mark: str) -> None:
    """Our listings show descriptions."""
    assert drop_scripts(SourceText.unedited(f"a\n\n{mark}\n\nb"))[0].text == "a\n\n\n\nb"
    assert drop_scripts(SourceText.unedited(f"a {mark} b"))[1] == []


@pytest.mark.parametrize("text", ["`<script>`", "```\n<style>x</style>\n```", "a <!-- --> b", "<div>b</div>"])
def test_code_and_harmless_html_stay(text: str) -> None:
    """An article about scripts shows them."""
    assert drop_scripts(SourceText.unedited(text)) == (SourceText.unedited(text), [])


def test_attributes_that_act_are_left_out_and_reported() -> None:
    """A click that runs something, a background fetched from elsewhere; other style stays."""
    text = (
        '<p onclick="x()" class="a" style="background:url(//x.example/a.png)">b</p><p style="color:red">c</p>'
    )
    source_text, notes = clean_attributes(SourceText.unedited(text))
    assert source_text.text == '<p class="a">b</p><p style="color:red">c</p>'
    assert messages(notes) == ["onclick, style of a <p> was left out."]
    assert clean_attributes(SourceText.unedited('<td background="x.png">b</td>'))[0].text == "<td>b</td>"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ('<iframe src="https://v.example/1" title="A talk"></iframe>', "[A talk](https://v.example/1)"),
        ('<iframe src="//v.example/1" width="5">no frames?</iframe>', "<https://v.example/1>"),
        (
            '<div>\n<iframe src="https://v.example/1" title="A & B"></iframe>\n</div>',
            '<div>\n<a href="https://v.example/1">A &amp; B</a>\n</div>',
        ),
        ('<video controls><source src="/a.mp4" type="video/mp4"></video>', "[/a.mp4](/a.mp4)"),
        (
            '<object data="https://v.example/a b(.swf"></object>',
            "[https://v.example/a b(.swf](https://v.example/a%20b%28.swf)",
        ),
        ('<audio src="/a.mp3" aria-label="Hear [it]"></audio>', "[Hear \\[it\\]](/a.mp3)"),
    ],
)
def test_frames_and_videos_become_links(text: str, link: str) -> None:
    """With their title as words; in raw HTML the link is HTML."""
    source_text, notes = link_players(SourceText.unedited(text))
    assert source_text.text == link
    assert len(notes) == 1 and "a link to" in notes[0].message


@pytest.mark.parametrize(
    "text", ["<iframe srcdoc='x'></iframe>", "<iframe src='about:blank'></iframe>", "<video></video>"]
)
def test_a_frame_without_an_address_is_left_out(text: str) -> None:
    """There is nothing to link to."""
    source_text, notes = link_players(SourceText.unedited(text))
    assert source_text.text == "" and "without an address" in notes[0].message


@pytest.mark.parametrize("text", ["a [b] *c* _d_ `e`", "<b>", "back\\slash", "plain"])
def test_words_in_a_link_are_shown_as_they_are(text: str) -> None:
    """Escaping changes the source, not what a reader sees."""
    assert plain_text(f"[{escape_text(text)}](x)") == text


@pytest.mark.parametrize("address", ["a b.pdf", "x_(y)", "x)y(", "<x>", "a?b=c&d"])
def test_any_address_can_be_a_target(address: str) -> None:
    """Brackets and spaces do not end the link early."""
    (span,) = spans(f"[a]({as_target(address)})")
    assert span.end == len(f"[a]({as_target(address)})")
