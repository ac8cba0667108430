"""What HTML inside a feed may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.tools.feed_check import html_addresses, html_rules, html_shape
from knowledge_center.tools.feed_check.site_check import find_problems, read_all_feeds
from tests.tools.feed_check.defects import html
from tests.tools.feed_check.good_site import broken, finished, good_files
from tests.tools.feed_check.samples import URL

ICON = f"{URL}assets/icon.png"


def test_only_what_the_w3c_finds_too_is_said_to_be_its_finding() -> None:
    """It lets <tt>, forms, classes, comments and unclosed paragraphs through: of those it is not quoted."""
    rules = [
        rule for rules in (html_rules.rule, html_shape.rule, html_addresses.rule) for rule in rules.rules
    ]
    assert {rule.id.partition(".")[2] for rule in rules if "W3C" in rule.source} == {
        "html_rules.has_no_unsafe_elements", "html_rules.has_only_elements_of_html",
        "html_rules.has_no_event_handlers", "html_shape.references_are_known", "html_shape.attributes_stand_once",
    }  # fmt: skip


@pytest.mark.parametrize(
    "snippet",
    [
        "<details open><summary>a</summary><p>b</p></details>",
        "<dl><dt>a</dt><dd>b</dd></dl>",
        "<figure><img src='{icon}' alt='' width='88' height='31'><figcaption>a</figcaption></figure>",
        "<picture><source srcset='{icon} 2x'><img src='{icon}' alt='' width='88' height='31'></picture>",
        "<video controls poster='{icon}' width='88' height='31'><source src='https://www.example.org/a.mp4'></video>",
        "<ol start='3' reversed><li value='7'>a</li></ol>",
        "<p><abbr title='HyperText'>HT</abbr> <time datetime='2026-11-16'>today</time> <mark>a</mark> <kbd>b</kbd></p>",
        "<table><tr><td colspan='2' align='right'>a</td></tr></table>",
        "<p><a href='https://www.example.org/' title='b' rel='nofollow' hreflang='de'>#1</a> \\(x^2\\)</p>",
        "<h2>A part</h2><p>Said by ¶ and § alike.</p>",
        "<p><img src='{icon}' alt='' width='44' height='16'> <img src='{icon}' alt='' width='44' height='15'></p>",
        "<p id='fn:a-b.1'>note</p><p id='fnref2:1'>again</p>",
    ],
)  # fmt: skip
def test_what_articles_hold_is_no_problem(tmp_path: Path, snippet: str) -> None:
    """Every construct that is left of our Markdown; a size that is rounded to whole pixels."""
    data = html(snippet.replace("{icon}", ICON))(good_files()["feed.xml"])
    assert broken(tmp_path, {"feed.xml": data, "rss.xml": data, "feed.rss": data}) == set()


def test_one_thing_is_told_once_a_feed(tmp_path: Path) -> None:
    """A defect in an article is told for each feed that carries it, in the line where it stands."""
    feed, atom = good_files()["feed.xml"], good_files()["atom.xml"]
    bad = {path: html("<p class='x'>a</p>")(data) for path, data in (("feed.xml", feed), ("atom.xml", atom))}
    site = finished(tmp_path, {**bad, "rss.xml": bad["feed.xml"], "feed.rss": bad["feed.xml"]})
    found = [
        (problem.path, problem.line, problem.message) for problem in find_problems(read_all_feeds(site), site)
    ]
    lines = {path: data[: data.index(b"class='x'")].count(b"\n") + 1 for path, data in bad.items() if data}
    assert [(path, line) for path, line, _ in found] == sorted(lines.items())
    assert all(message.startswith("In “Second interview & more”: ") for _, _, message in found)
