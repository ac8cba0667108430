"""``check --links``: whose links are asked for, what is said of them, and what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge_center.link_check.external_links import external_links
from knowledge_center.problems import Problem
from knowledge_center.site_addresses.link_answers import (
    FILE,
    LinkAnswer,
    known_https,
    read_link_answers,
    write_link_answers,
)
from knowledge_center_cli.check_links import link_problems
from tests.link_check.other_sites import Answer, Waits, by_itself, other_site
from tests.samples import NOW, article_text, command, make_docs, make_site, settings

WEEK = timedelta(days=7)
OK: Answer = (200, {})


def test_links_of_everything_that_readers_see_are_found_with_their_lines(tmp_path: Path) -> None:
    """In Markdown and HTML; not in code, comments, drafts and what is not public yet; our own address is no other's."""
    body = (
        "[One](https://example.org/1#part) and ![two](//example.org/2).\n"
        "<https://example.org/3>, <a class='x' href=\"https://example.org/4?a=1&amp;b=2\">four</a>\n"
        "`[no](https://example.org/code)` <!-- [no](https://example.org/comment) -->\n"
        "[own](https://knowledge.example.com/articles/) [mail](mailto:a@example.org)\n\n"
        "[five]: https://example.org/Käse_(Brie)\n"
    )
    make_docs(tmp_path, {
        "a.md": article_text(body=body),
        "draft.md": article_text("Two", "[no](https://example.org/draft)", draft="true"),
        "later.md": article_text("Three", "[no](https://example.org/later)", date="2027-01-01"),
        "./about.md": "A page.\n\n[six](https://example.org/6)\n",
    })  # fmt: skip
    found = [(one.path, one.link.line, one.address) for one in external_links(tmp_path, settings(), NOW)]
    first = 9
    assert found == [
        ("docs/about.md", 3, "https://example.org/6"),
        *(("docs/articles/posts/2026/a.md", line, f"https://example.org/{rest}") for line, rest in (
            (first, "1"), (first, "2"), (first + 1, "3"), (first + 1, "4?a=1&b=2"), (first + 5, "K%C3%A4se_(Brie)"),
        )),
    ]  # fmt: skip


def test_links_to_what_something_else_answers_at_our_address_are_asked_for(tmp_path: Path) -> None:
    """No build can know whether they lead anywhere; a link to a page of ours is looked up by each build."""
    body = "[a](/tools/x?y=1) [b](https://knowledge.example.com/tools/) [c](/articles/) [d](/toolshed/)\n"
    make_docs(tmp_path, {"a.md": article_text(body=body)})
    ours = replace(settings(), answered_elsewhere=("/tools/",))
    found = [one.address.partition("example.com")[2] for one in external_links(tmp_path, ours, NOW)]
    assert found == ["/tools/x?y=1", "/tools/"]
    assert external_links(tmp_path, settings(), NOW) == ()


def check(root: Path, *, off: tuple[str, ...] = (), max_age: timedelta = WEEK) -> list[Problem]:
    read = replace(settings(), advice_off=off)
    network = Waits().network()
    return list(by_itself(lambda: link_problems(root, read, NOW, max_age=max_age, network=network)))


@pytest.fixture
def pages() -> dict[str, Answer]:
    return {
        "/fine": OK, "/moved": (301, {"Location": "/fine"}), "/front": (302, {"Location": "/"}), "/": OK,
        "/busy": (503, {}), "/shut": (403, {}), "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /no\n"),
    }  # fmt: skip


def test_the_report_says_what_is_dead_and_what_somebody_should_look_at(
    tmp_path: Path, pages: dict[str, Answer]
) -> None:
    """Only the certainly dead is a problem. A moved page has a fix that can be pasted, its place on the page kept."""
    with other_site(lambda method, path, times: pages.get(path, (404, {}))) as other:
        names = ("fine", "moved#part", "dead", "front", "busy", "shut", "no/robots")
        body = "".join(f"[The {name}]({other.address}/{name})\n\n" for name in names)
        make_docs(tmp_path, {"a.md": article_text(body=f"{body}[x](https://nobody.example.org/)\n")})
        found = check(tmp_path)
        at = other.address
    assert {one.path for one in found} == {"docs/articles/posts/2026/a.md"}
    assert [(one.line, one.advice, one.message, one.fix) for one in sorted(found, key=lambda one: one.line)] == [
        (11, True, f"{at}/moved#part has moved for good.", f"[The moved#part]({at}/fine#part)"),
        (13, False, f"{at}/dead is dead: there is no such page (404).",
         "Link to where it is now, or take out the link and keep its text: The dead"),
        (15, True, f"{at}/front leads to the front page {at}/: what was linked to is likely gone.",
         "Open it in a browser; if it is gone, link elsewhere."),
        (17, True, f"{at}/busy has a problem of its own (503).",
         "Open it in a browser; if it stays so, link elsewhere."),
        (19, True, f"{at}/shut is not shown to programs (403).", "Open it in a browser."),
        (21, True, f"{at}/no/robots was not asked: its robots.txt asks programs to stay away.",
         "Open it in a browser."),
        (23, False, "https://nobody.example.org/ is dead: there is no such host, nobody.example.org.",
         "Link to where it is now, or take out the link and keep its text: x"),
    ]  # fmt: skip
    assert {one.rule for one in found} == {
        f"external_links.{name}"
        for name in ("lead_somewhere", "answer_well", "can_be_looked_at", "are_where_they_say")
    }


def test_of_a_host_that_is_silent_the_report_says_what_was_asked(tmp_path: Path) -> None:
    """Two addresses are tried; of the others nobody knows, and the report does not say that they failed."""
    with other_site(lambda method, path, times: OK) as other:
        gone = other.address
    body = "".join(f"[The {name}]({gone}/{name})\n\n" for name in "abc")
    make_docs(tmp_path, {"a.md": article_text(body=body)})
    first, second, third = sorted(check(tmp_path), key=lambda one: one.line)
    assert "cannot be reached" in first.message and "cannot be reached" in second.message
    assert third.advice and third.message == f"{gone}/c was not asked: its host did not answer for others."
    assert third.fix == "Open it in a browser."


def test_advice_can_be_switched_off_by_its_rule(tmp_path: Path, pages: dict[str, Answer]) -> None:
    """As all advice; a dead link stays a problem."""
    with other_site(lambda method, path, times: pages.get(path, (404, {}))) as other:
        body = f"[a]({other.address}/shut) [b]({other.address}/moved) [c]({other.address}/dead)\n"
        make_docs(tmp_path, {"a.md": article_text(body=body)})
        off = ("external_links.can_be_looked_at", "external_links.lead_somewhere")
        assert {one.rule for one in check(tmp_path, off=off)} == {
            "external_links.are_where_they_say", "external_links.lead_somewhere",
        }  # fmt: skip


def test_good_answers_are_kept_and_bad_ones_asked_again(tmp_path: Path, pages: dict[str, Answer]) -> None:
    """The second run asks for what was not there, and for all of it where --max-age says so."""
    with other_site(lambda method, path, times: pages.get(path, (404, {}))) as other:
        body = f"[a]({other.address}/fine) [b]({other.address}/moved) [c]({other.address}/dead)\n"
        make_docs(tmp_path, {"a.md": article_text(body=body)})
        first = check(tmp_path)
        other.asked.clear()
        assert check(tmp_path) == first
        assert set(other.paths()) == {"/dead"}
        other.asked.clear()
        check(tmp_path, max_age=timedelta())
        assert set(other.paths()) == {"/fine", "/moved", "/dead"}
        make_docs(tmp_path, {"a.md": article_text(body=f"[a]({other.address}/fine)\n")})
        check(tmp_path, max_age=timedelta())
        assert set(read_link_answers(tmp_path)) == {f"{other.address}/fine"}


def test_without_a_network_nothing_is_dead_and_nothing_is_forgotten(tmp_path: Path) -> None:
    """A train has no network; its passengers' links are not dead."""
    make_docs(tmp_path, {"a.md": article_text(body="[a](https://nobody.example.org/)\n")})
    write_link_answers(tmp_path, {"https://nobody.example.org/x": LinkAnswer(when=NOW, status=200)})
    (found,) = check(tmp_path)
    assert found.advice and "no other either" in found.message
    assert set(read_link_answers(tmp_path)) == {"https://nobody.example.org/x"}


def test_the_command_asks_nothing_of_this_machine_and_ends_well(tmp_path: Path) -> None:
    """As people call it: advice alone is exit 0, and a site of its own needs no request."""
    site = make_site(tmp_path / "site", {"a.md": article_text(body="[a](http://127.0.0.1:9/x)\n")})
    done = command(site, "check", "--links")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "docs/articles/posts/2026/a.md:9" in done.stdout
    assert "leads into this machine or its network" in done.stdout
    assert "No problems" not in done.stdout
    wrong = command(site, "check", "--links", "--max-age", "soon")
    assert wrong.returncode == 2 and "12h, 7d or 0" in wrong.stderr


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"schema": 1, "answers": {"a": {}, "b": 1, "c": {"when": "x"}}}']
)
def test_a_damaged_file_is_an_empty_one(tmp_path: Path, text: str) -> None:
    (tmp_path / ".cache").mkdir()
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert read_link_answers(tmp_path) == {}


def test_what_is_known_of_https_is_answered_without_a_request() -> None:
    """Only where the same address with https was the end of a redirect for good."""

    def moved(to: str, status: int = 200) -> LinkAnswer:
        return LinkAnswer(when=NOW, status=status, final=to, moved=to)

    answers = {
        "http://example.org/a": moved("https://example.org/a"),
        "http://example.org": moved("https://example.org/"),
        "http://example.org/b": moved("https://www.example.org/b"),
        "http://example.org/c": moved("https://example.org/c", 404),
        "https://example.org/d": moved("https://example.org/e"),
    }
    asked = [*answers, "http://example.org/a#part", "http://example.org/never"]
    assert {address: found for address in asked if (found := known_https(address, answers))} == {
        "http://example.org/a": "https://example.org/a",
        "http://example.org": "https://example.org",
        "http://example.org/a#part": "https://example.org/a#part",
    }
