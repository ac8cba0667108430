"""One group of settings: what is taken, and what is said about everything else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.problems import Problem
from knowledge_center.settings.reader import Opaque, Section, is_http_url
from tests.editors import assert_plain

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.builds(Opaque, st.text()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
READERS: list[Callable[[Section], object]] = [
    lambda section: section.text("key"),
    lambda section: section.text("key", "default"),
    lambda section: section.texts("key"),
    lambda section: section.url("key"),
    lambda section: section.site_path("key"),
    lambda section: section.address("key"),
    lambda section: section.number("key", 5, at_least=1, at_most=9),
    lambda section: section.flag("key", True),
    lambda section: section.choice("key", ("one", "two")),
    lambda section: section.day("key", "week"),
    lambda section: section.day("key", "month"),
    lambda section: section.wall_time("key"),
    lambda section: section.zone("key"),
    lambda section: section.section("key"),
    lambda section: section.sections("key"),
]


def read(value: object, reader: Callable[[Section], Any]) -> tuple[Any, list[Problem]]:
    """What a reader makes of a value, and what it says about it."""
    problems: list[Problem] = []
    return reader(Section({"key": value}, "extra", problems)), problems


def refused(value: object, reader: Callable[[Section], Any], says: str) -> Problem:
    problem = read(value, reader)[1][0]
    assert problem.path == "mkdocs.yml"
    assert problem.message.startswith("extra.key: ")
    assert says in problem.message, problem.message
    assert_plain(problem)
    return problem


@pytest.mark.parametrize(
    ("value", "text"), [("  two\n words ", "two words"), (2026, "2026"), (1.5, "1.5"), ("é", "é")]
)
def test_a_text_may_be_a_number(value: object, text: str) -> None:
    """A name or a number is a text; blanks and line ends in it become one blank."""
    assert read(value, lambda section: section.text("key")) == (text, [])


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "Nothing was found"),
        ("  ", "“  ” was found"),
        (True, "“true” was found"),
        ([], "A list was found"),
        ({}, "A group of keys was found"),
        (Opaque("!ENV"), "The tag !ENV was found"),
        (Opaque("tag:yaml.org,2002:python/name:os.system"), "The tag !!python/name:os.system was found"),
    ],
)
def test_what_is_no_text_is_said_by_its_kind(value: object, says: str) -> None:
    """The message says what stands there instead of a text, and how the line begins."""
    problem = read(value, lambda section: section.text("key"))[1][0]
    assert says in problem.message
    assert "but text is expected" in problem.message
    assert problem.fix == "key: …"


def test_a_text_with_a_default_may_be_left_out() -> None:
    """An optional text may be missing or empty, but not be something else."""
    assert read(None, lambda section: section.text("key", "x")) == ("x", [])
    assert read("", lambda section: section.text("key", "x")) == ("x", [])
    refused([1], lambda section: section.text("key", "x"), "A list was found")


def test_a_list_of_texts_names_the_one_that_is_none() -> None:
    """In a list of texts everything else is pointed out."""
    assert read(["a  b", "c"], lambda section: section.texts("key")) == (("a b", "c"), [])
    assert read(None, lambda section: section.texts("key")) == ((), [])
    refused(["a", 5], lambda section: section.texts("key"), "“5” was found in the list")
    refused(["a", " "], lambda section: section.texts("key"), "“ ” was found in the list")
    refused([Opaque("!ENV")], lambda section: section.texts("key"), "The tag !ENV was found in the list")
    refused("a", lambda section: section.texts("key"), "a list of texts is expected")


@pytest.mark.parametrize(
    "url",
    ["https://a.example/", "http://127.0.0.1:8000", "https://münchen.example/x?y#z", "http://[::1]:80/"],
)
def test_web_addresses(url: str) -> None:
    """An address begins with http:// or https:// and names a host."""
    assert is_http_url(url)
    assert read(url, lambda section: section.url("key")) == (url, [])


@pytest.mark.parametrize(
    "url",
    [
        "www.example.com", "ftp://a.example/", "https://", "https:///x", "https://a b/", "https://[::1",
        "https://a.example:99999/", "https://a.example:0/", "https://a;x/", 'https://a.example/"onload', "https://a.example/<b>",
        "javascript:alert(1)", "https://a..example/", "https://a\\b/", "https://a.example/\x00",
    ],
)  # fmt: skip
def test_what_is_no_web_address(url: str) -> None:
    """Everything that could break out of a page, a policy or a feed is refused as an address."""
    assert not is_http_url(url)
    problem = read(url, lambda section: section.url("key"))[1][0]
    assert problem.fix == "key: https://knowledge.example.com/"


def test_a_path_in_the_site_is_no_address() -> None:
    """A logo lies in docs; from another site it would be a request to somebody else."""
    assert read("assets/logo.svg", lambda section: section.site_path("key")) == ("assets/logo.svg", [])
    assert read(None, lambda section: section.site_path("key")) == ("", [])
    for value in ("https://cdn.example/logo.svg", "//cdn.example/logo.svg"):
        refused(value, lambda section: section.site_path("key"), "path of a file below docs is expected")


def test_mail_addresses() -> None:
    """An e-mail address has something before and after its @, and nothing that ends a header."""
    assert read("a@b.example", lambda section: section.address("key")) == ("a@b.example", [])
    for value in ("a", "a@b", "a b@c.example", "a@b.example, c@d.example", "<a@b.example>", "a@b@c.example"):
        refused(value, lambda section: section.address("key"), "an e-mail address is expected")


@pytest.mark.parametrize("value", [0, 10, "5", 5.5, True, Opaque("!ENV"), [5]])
def test_a_number_out_of_reach(value: object) -> None:
    """A number names its limits when it is beyond them or is none."""
    found, problems = read(value, lambda section: section.number("key", 5, at_least=1, at_most=9))
    assert found == 5
    assert "a whole number from 1 to 9 is expected" in problems[0].message
    assert problems[0].fix == "key: 5"


def test_a_number_within_reach() -> None:
    """The limits themselves are allowed; nothing is the default."""
    for value, found in ((1, 1), (9, 9), (None, 5)):
        assert read(value, lambda section: section.number("key", 5, at_least=1, at_most=9)) == (found, [])


def test_true_and_false() -> None:
    """A switch is true or false; a word or a number is not taken for one."""
    assert read(False, lambda section: section.flag("key", True)) == (False, [])
    assert read(None, lambda section: section.flag("key", True)) == (True, [])
    for value in ("yes", 1, Opaque("!ENV")):
        refused(value, lambda section: section.flag("key", True), "true or false is expected")


def test_one_of_some_words() -> None:
    """A choice lists what there is to choose from."""
    assert read("two", lambda section: section.choice("key", ("one", "two"))) == ("two", [])
    refused("three", lambda section: section.choice("key", ("one", "two")), "but one or two is expected")
    refused(None, lambda section: section.choice("key", ("one", "two")), "Nothing was found")
    assert refused("Two", lambda section: section.choice("key", ("one", "two")), "“Two”").fix == "key: two"


def test_the_day_of_a_digest() -> None:
    """A weekly digest has a day of the week, a monthly one a day that every month has."""
    assert read("Sunday", lambda section: section.day("key", "week")) == (6, [])
    assert read(28, lambda section: section.day("key", "month")) == (28, [])
    for value in ("someday", 1, None):
        refused(value, lambda section: section.day("key", "week"), "a day of the week is expected")
    for value in (0, 29, "monday", True):
        refused(value, lambda section: section.day("key", "month"), "a day from 1 to 28 is expected")


@pytest.mark.parametrize(("value", "at"), [("08:00", time(8)), ("8:05", time(8, 5)), ("23:59", time(23, 59))])
def test_a_time_in_quotes(value: str, at: time) -> None:
    """A time of the day is written with a colon, in quotes."""
    assert read(value, lambda section: section.wall_time("key")) == (at, [])


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        (510, 'key: "08:30"'),
        (9, 'key: "08:00"'),
        (24 * 60, 'key: "08:00"'),
        ("24:00", 'key: "08:00"'),
        ("8:5", 'key: "08:00"'),
        ("noon", 'key: "08:00"'),
        (True, 'key: "08:00"'),
        (None, 'key: "08:00"'),
    ],
)
def test_a_time_without_quotes_is_not_guessed(value: object, fix: str) -> None:
    """8:30 without quotes arrives as the number 510, which could be anything: the fix has the quotes."""
    problem = read(value, lambda section: section.wall_time("key"))[1][0]
    assert "a time of the day in quotes is expected" in problem.message
    assert problem.fix == fix
    assert read(fix.split('"')[1], lambda section: section.wall_time("key"))[1] == []


def test_time_zones() -> None:
    """A zone goes by its name; a path, a folder of zones and an abbreviation nobody knows are none."""
    assert read("Europe/Berlin", lambda section: section.zone("key")) == (ZoneInfo("Europe/Berlin"), [])
    for value in ("Berlin", "../../etc/passwd", "America", "/etc/localtime", "a\x00b"):
        found, problems = read(value, lambda section: section.zone("key"))
        assert found == ZoneInfo("UTC")
        assert "the name of a time zone is expected" in problems[0].message


def test_a_group_that_is_none_is_one_problem() -> None:
    """Where a whole group is something else, one sentence says so, not one for every key in it."""
    problems: list[Problem] = []
    section = Section({"mail": "x", "list": [5]}, "extra", problems)
    mail = section.section("mail")
    mail.text("sender")
    mail.section("deeper").text("still")
    (item,) = section.sections("list")
    item.text("name")
    assert [problem.message for problem in problems] == [
        "extra.mail: “x” was found, but a group of keys is expected.",
        "extra.list[1]: “5” was found, but a group of keys is expected.",
    ]


def test_a_group_that_is_missing_names_what_belongs_into_it() -> None:
    """Where a whole group is missing, every key that is needed is named with its place."""
    problems: list[Problem] = []
    Section({}, "extra", problems).section("mail").text("sender")
    assert problems[0].message == "extra.mail.sender: Nothing was found, but text is expected."


def test_keys_nobody_knows() -> None:
    """A misspelled key gets the right word and keeps its value; any other one gets the list of what there is."""
    problems: list[Problem] = []
    data = {"name": "x", "nmae": "a: b", "colors": ["y"], "zzz": 1, 5: 2}
    section = Section(data, "extra", problems)
    section.text("name")
    section.text("colours", "")
    section.nothing_else()
    assert {problem.message.split(":")[0]: problem.fix for problem in problems} == {
        "extra.nmae": "name: 'a: b'",
        "extra.colors": "Write colours: instead of colors:",
        "extra.zzz": "Known here: colours, name",
        "extra.5": "Known here: colours, name",
    }


@given(ANYTHING, st.sampled_from(READERS))
def test_no_value_brings_a_reader_down(value: object, reader: Callable[[Section], object]) -> None:
    """Whatever stands in mkdocs.yml, every reader returns a stand-in and says what is wrong."""
    found, problems = read(value, reader)
    assert found is not None
    assert all(problem.fix and problem.message.startswith("extra.key") for problem in problems)
