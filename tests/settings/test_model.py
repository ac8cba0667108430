"""Settings: read from mkdocs.yml without the site generator, with every mistake named by its key."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.model import DigestSettings
from knowledge_center.settings.site_settings import read, read_settings
from knowledge_center.text.markdown_dialect import MarkdownDialect
from tests.editors import assert_plain
from tests.samples import DATA, ROOT, settings

OURS = "extra.knowledge_center"
Path_ = tuple[str | int, ...]


def paths(data: Any, path: Path_ = ()) -> list[Path_]:
    """Every place in the settings, groups and single values."""
    found = [path] if path else []
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        found += paths(value, (*path, key))
    return found


def changed(path: Path_, value: object) -> dict[str, Any]:
    """The sample's data with one value replaced, or taken out where it is Ellipsis."""
    data = copy.deepcopy(DATA)
    spot: Any = data
    for key in path[:-1]:
        spot = spot[key]
    if value is ...:
        del spot[path[-1]]
    else:
        spot[path[-1]] = value
    return data


def ours(*path: str | int) -> Path_:
    return ("extra", "knowledge_center", *path)


def refused(data: dict[str, Any]) -> tuple[Problem, ...]:
    with pytest.raises(Unusable) as unusable:
        read_settings(data)
    for problem in unusable.value.problems:
        assert problem.path == "mkdocs.yml"
        assert_plain(problem)
    return unusable.value.problems


def test_everything_a_company_sets() -> None:
    """Each key of mkdocs.yml arrives where the code looks for it."""
    found = read_settings(DATA)
    assert (found.site_name, found.site_url, found.docs_dir) == (
        "Knowledge Center", "https://knowledge.example.com/", "docs",
    )  # fmt: skip
    assert (found.language, found.zone) == ("en", ZoneInfo("America/Detroit"))
    assert found.site_description == "What we know about work."
    assert found.organization.address == ("1 Example Street", "Exampleton")
    assert (found.feeds.tag_authority, found.feeds.entries, found.feeds.full_text) == (
        "knowledge.example.com,2026", 20, True,
    )  # fmt: skip
    (weekly,) = found.digests
    assert (weekly.key, weekly.every, weekly.day, weekly.at, weekly.categories, weekly.audience) == (
        "weekly", "week", 0, time(8), (), "",
    )  # fmt: skip
    assert (found.subscribe.provider, found.subscribe.service_url, found.subscribe.keys) == ("own", "", {})
    assert found.mail.reply_to == "reply@example.com"


def test_our_own_settings_are_in_order() -> None:
    """The mkdocs.yml of this project reads without a problem."""
    assert read(ROOT / "mkdocs.yml").organization.name


def test_little_is_enough() -> None:
    """Language, folder and whatever has a default may be left out; the publisher describes a site that does not."""
    data = copy.deepcopy(DATA)
    for key in ("site_description", "docs_dir", "theme"):
        del data[key]
    mine = data["extra"]["knowledge_center"]
    del mine["digests"], mine["organization"]["logo"], mine["organization"]["address"]
    del mine["feeds"]["entries"], mine["feeds"]["full_text"], mine["subscribe"]["provider"]
    found = read_settings(data)
    assert found.site_description == found.organization.about
    assert (found.docs_dir, found.language, found.look, found.digests) == ("docs", "en", "publication", ())
    assert (found.feeds.entries, found.feeds.full_text, found.subscribe.provider) == (20, True, "own")


def test_a_look_that_is_none_is_told() -> None:
    """The two looks are named."""
    with pytest.raises(Unusable) as refused:
        settings(look="paper")
    [problem] = refused.value.problems
    assert problem.message == (
        "extra.knowledge_center.look: “paper” was found, but publication or material is expected."
    )


@pytest.mark.parametrize("theme", ["material", None, [], {"name": "material"}, {"language": 5}])
def test_the_language_of_a_theme_that_names_none(theme: object) -> None:
    """Without a language of the theme the site speaks English."""
    assert read_settings(DATA | {"theme": theme}).language == "en"


@pytest.mark.parametrize(
    ("written", "folder"), [("./docs/", "docs"), ("content", "content"), ("a//b", "a/b")]
)
def test_the_docs_folder_has_one_spelling(written: str, folder: str) -> None:
    """However the folder is written, messages name it as people do."""
    assert read_settings(DATA | {"docs_dir": written}).docs_dir == folder


@pytest.mark.parametrize(
    "key",
    [
        ("site_name",), ("site_url",), ours("timezone"), ours("organization", "name"), ours("organization", "url"),
        ours("organization", "about"), ours("feeds", "tag_authority"), ours("digests", 0, "key"),
        ours("digests", 0, "title"), ours("digests", 0, "every"), ours("digests", 0, "day"),
        ours("digests", 0, "time"), ours("subscribe", "consent"), ours("subscribe", "consent_version"),
        ours("mail", "sender"), ours("mail", "sender_name"), ours("mail", "reply_to"),
    ],
)  # fmt: skip
def test_every_required_key_is_missed_by_its_name(key: Path_) -> None:
    """A key that is missing is named with its whole path, and it is the only problem."""
    (problem,) = refused(changed(key, ...))
    name = ".".join(str(part) for part in key).replace(".0.", "[1].")
    assert problem.message.startswith(f"{name}: Nothing was found")
    assert problem.fix.startswith(f"{key[-1]}:")


def test_all_mistakes_are_told_at_once() -> None:
    """Who sets up a site reads every mistake in one go."""
    data = changed(ours("timezone"), "Berlin")
    data["extra"]["knowledge_center"]["feeds"]["tag_authority"] = "https://example.com"
    data["site_url"] = "knowledge.example.com"
    assert [problem.message.split(": ")[0] for problem in refused(data)] == [
        f"{OURS}.feeds.tag_authority", f"{OURS}.timezone", "site_url",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "key", [ours("typo"), ours("mail", "typo"), ours("feeds", "typo"), ours("digests", 0, "typo")]
)
def test_a_key_nobody_knows_is_refused(key: Path_) -> None:
    """A misspelled key is not passed over in silence, wherever it stands."""
    (problem,) = refused(changed(key, "x"))
    assert "This key is not known" in problem.message


def test_keys_of_the_mail_provider_are_kept_as_they_are() -> None:
    """Whatever keys a provider needs are handed on as text; which are right is for the form to say."""
    subscribe = DATA["extra"]["knowledge_center"]["subscribe"] | {
        "provider": "mailchimp",
        "id": 123,
        "u": "ab",
    }
    assert settings(subscribe=subscribe).subscribe.keys == {"id": "123", "u": "ab"}


@pytest.mark.parametrize(
    "authority",
    [
        "example.com",
        "https://example.com,2026",
        "example.com,26",
        "example.com,2026-1",
        "-a.example,2026",
        ",2026",
    ],
)
def test_the_authority_of_ids_is_a_domain_and_a_date(authority: str) -> None:
    """Feed ids are for ever, so what they begin with has the form RFC 4151 asks for."""
    (problem,) = refused(changed(ours("feeds", "tag_authority"), authority))
    assert problem.fix == "tag_authority: knowledge.example.com,2026"


@pytest.mark.parametrize(
    "authority", ["example.com,2026", "me@example.com,2026-11", "a.b.example,2026-11-16"]
)
def test_authorities_rfc_4151_knows(authority: str) -> None:
    """A domain or a mail address with a year, a month or a day will do."""
    assert read_settings(changed(ours("feeds", "tag_authority"), authority)).tag("x") == f"tag:{authority}:x"


@pytest.mark.parametrize("url", ["https://a.example/?x=y", "https://a.example/#x"])
def test_the_site_is_no_query(url: str) -> None:
    """Every address of the site is made by adding to it, so it ends before ? and #."""
    (problem,) = refused(changed(("site_url",), url))
    assert "without ? and #" in problem.message


def test_the_site_url_always_ends_with_a_slash() -> None:
    """https://a.example/base and https://a.example/base/ are the same site."""
    found = read_settings(changed(("site_url",), "https://a.example/base"))
    assert found.absolute("articles/x/") == "https://a.example/base/articles/x/"
    assert found.absolute("/feed.xml") == "https://a.example/base/feed.xml"


def test_digests_have_distinct_names_for_addresses() -> None:
    """Two digests of one key, or a key with a blank, are refused."""
    data = copy.deepcopy(DATA)
    digests = data["extra"]["knowledge_center"]["digests"]
    digests.append(digests[0] | {"title": "Another"})
    (problem,) = refused(data)
    assert "“weekly” is there twice" in problem.message
    (problem,) = refused(changed(ours("digests", 0, "key"), "The Weekly"))
    assert "small letters, digits and hyphens" in problem.message


def test_a_monthly_digest() -> None:
    """A digest of the month has a day of the month; that of the week would be refused there."""
    data = changed(ours("digests", 0, "every"), "month")
    assert refused(data)[0].fix == "day: 1"
    data["extra"]["knowledge_center"]["digests"][0]["day"] = 15
    found = read_settings(data)
    assert found.digests[0].day == 15
    assert found.digest("weekly") == found.digests[0]
    assert found.digest("daily") is None


def test_a_digest_of_one_language() -> None:
    """Its tag as it is written by custom; that of the site is for everybody; a name is offered as its tag."""
    place = ours("digests", 0, "language")
    languages = [
        read_settings(changed(place, tag)).digests[0].language for tag in ("de", "pt-br", "en", "EN")
    ]
    assert languages == ["de", "pt-BR", "", ""]
    assert refused(changed(place, "German"))[0].fix == "language: de"


def test_a_digest_of_every_day_or_article() -> None:
    """Each goes by its own keys, and one that says nothing about it is pointed out."""
    digest = {"key": "each", "title": "Each article", "every": "article"}

    def read(**more: object) -> DigestSettings:
        return read_settings(changed(ours("digests", 0), digest | more)).digests[0]

    def said(**more: object) -> list[str]:
        return [problem.message for problem in refused(changed(ours("digests", 0), digest | more))]

    assert (read().every, read().hold, read(hold=30).hold) == ("article", 0, 30)
    assert (read(every="day", time="18:00").every, read(every="day", time="18:00").at) == ("day", time(18))
    assert "Nothing was found, but a time of the day in quotes is expected." in said(every="day")[0]
    assert "of every article has no “day”: that is for every: week or every: month" in said(day="monday")[0]
    assert "of every article has no “time”" in said(time="08:00")[0]
    assert (
        "of every day has no “hold”: that is for every: article" in said(every="day", time="08:00", hold=5)[0]
    )
    assert "a whole number from 0 to 10080" in said(hold=-1)[0]


@pytest.mark.parametrize("path", [path for path in paths(DATA) if path[0] != "theme"])
@pytest.mark.parametrize("value", [None, 5, True, "", "x y", [], {}, [[]], {"a": "b"}, -1.5])
def test_any_value_anywhere_gives_settings_or_sentences(path: Path_, value: object) -> None:
    """Whatever somebody writes into any key, the answer is settings or problems in plain words."""
    try:
        read_settings(changed(path, value))
    except Unusable as unusable:
        for problem in unusable.problems:
            assert_plain(problem)


def test_python_tags_are_passed_over_elsewhere_and_refused_in_our_keys(tmp_path: Path) -> None:
    """!!python/name is the site generator's business; in our keys it is refused, never run."""
    path = tmp_path / "mkdocs.yml"
    text = yaml.safe_dump(DATA, sort_keys=False)
    foreign = "markdown_extensions:\n  - toc:\n      slugify: !!python/name:os.system\n"
    path.write_text(text + foreign, encoding="utf-8")
    assert replace(read(path), markdown=MarkdownDialect()) == read_settings(DATA)
    tag = "!!python/name:os.system"
    path.write_text(text.replace("name: Example Staffing", f"name: {tag}"), encoding="utf-8")
    with pytest.raises(Unusable) as unusable:
        read(path)
    (problem,) = unusable.value.problems
    assert problem.message == f"{OURS}.organization.name: The tag {tag} was found, but text is expected."


def test_mail_has_settings_for_whoever_sends_it_himself() -> None:
    """Bounces go to the sender unless told otherwise; signing, leaving by mail and utm are off unless set."""
    plain = read_settings(DATA).mail
    assert (plain.bounces, plain.unsubscribe, plain.dkim_selector, plain.utm) == (plain.sender, "", "", False)
    assert not plain.verp
    data = copy.deepcopy(DATA)
    data["extra"]["knowledge_center"]["mail"] |= {
        "bounces": "bounces@example.com", "unsubscribe": "leave@example.com", "dkim_selector": "s1.mail", "utm": True,
        "verp": True, "welcome": True,
    }  # fmt: skip
    set_ = read_settings(data).mail
    assert (set_.bounces, set_.unsubscribe) == ("bounces@example.com", "leave@example.com")
    assert (set_.dkim_selector, set_.utm, set_.verp, set_.welcome) == ("s1.mail", True, True, True)
    assert not plain.welcome


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("bounces", "nobody"),
        ("unsubscribe", "a b@example.com"),
        ("dkim_selector", "a b"),
        ("utm", "perhaps"),
        ("welcome", 1),
        ("verp", "perhaps"),
    ],
)
def test_mail_settings_that_cannot_be(key: str, value: str) -> None:
    """Each is refused by its name."""
    (problem,) = refused(changed(ours("mail", key), value))
    assert problem.message.startswith(f"extra.knowledge_center.mail.{key}: ")


def test_a_return_path_for_each_mail_needs_room() -> None:
    """A mailbox's name has 64 characters at most (RFC 5321), and the mark takes half of them."""
    data = changed(ours("mail", "verp"), True)
    data["extra"]["knowledge_center"]["mail"]["bounces"] = f"{'b' * 32}@example.com"
    assert read_settings(data).mail.verp
    data["extra"]["knowledge_center"]["mail"]["bounces"] = f"{'b' * 33}@example.com"
    (problem,) = refused(data)
    assert problem.message.startswith("extra.knowledge_center.mail.bounces: ")
    assert problem.fix == "bounces: bounces@example.com"


def test_an_evergreen_pick_is_off_unless_a_digest_asks_for_it() -> None:
    """How few new articles call for one, and how many months it must have rested."""
    (plain,) = read_settings(DATA).digests
    assert (plain.evergreen_below, plain.evergreen_months) == (0, 12)
    data = changed(ours("digests", 0, "evergreen_below"), 3)
    assert read_settings(data).digests[0].evergreen_below == 3
    (problem,) = refused(changed(ours("digests", 0, "evergreen_months"), 0))
    assert "evergreen_months" in problem.message


def test_a_name_that_is_part_of_the_address_stands_there_once() -> None:
    """Under the name comes the street, whether or not the address repeats the name as its first line."""
    data = changed(ours("organization", "address"), ["Example Staffing", "1 Example Street"])
    assert read_settings(data).organization.street == ("1 Example Street",)
    assert read_settings(DATA).organization.street == ("1 Example Street", "Exampleton")


@pytest.mark.parametrize("path", ["tools/", "/", "/articles/old/", "https://example.com/tools/", "/a?b/"])
def test_paths_of_something_else_are_folders_beside_the_articles(path: str) -> None:
    """With or without the slash at the end; among the articles every address is the site's."""
    found = read_settings(changed(ours("answered_elsewhere"), ["/tools", "/a/b/"]))
    assert found.answered_elsewhere == ("/tools/", "/a/b/")
    (problem,) = refused(changed(ours("answered_elsewhere"), [path]))
    assert path in problem.message and problem.fix == "answered_elsewhere: [/tools/]"


def test_synonyms_of_the_site_come_first() -> None:
    """A line of words that mean the same; those of the language stay beside it."""
    data = changed(ours("search"), {"synonyms": ["CV = resume = portfolio", "temp = temporary worker"]})
    groups = read_settings(data).search.synonyms
    assert groups[:2] == (("CV", "resume", "portfolio"), ("temp", "temporary worker"))
    assert ("HR", "human resources") in groups[2:]
    assert sum("CV" in group for group in groups) == 1


@pytest.mark.parametrize("value", [["="], ["CV = resume", " = = "]])
def test_a_line_without_words_is_refused(value: list[str]) -> None:
    """It says what is expected."""
    (problem,) = refused(changed(ours("search"), {"synonyms": value}))
    assert "words that mean the same are expected" in problem.message
