from __future__ import annotations

import pytest

from knowledge_center.tools.importer.source_authors import Authors, names_from_data
from tests.tools.importer.samples import fields


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("jo", ["jo"]),
        ("Jo Ann Lee", ["jo-ann-lee"]),
        (["jo", "Bo Berg", "jo"], ["jo", "bo-berg"]),
        ("Ana Souza and Bo Berg", ["ana-souza", "bo-berg"]),
        ("jo, bo", ["jo", "bo"]),
        ("Ana Souza, MD", ["ana-souza-md"]),
        ({"name": "Zoë Ørn", "url": "https://z.example"}, ["zoe-orn"]),
        ([{"name": "Ana Souza"}, {"username": "bo"}], ["ana-souza", "bo"]),
        ("", []),
        ({"url": "https://z.example"}, []),
    ],
)
def test_authors_are_read_in_every_shape(value: object, keys: list[str]) -> None:
    """A key, a name, several, or groups of fields: each person gets one key."""
    assert Authors(known={}).keys(fields(author=value)) == keys


def test_a_person_who_is_here_already_is_not_made_twice() -> None:
    """By key or by name, Jo is the Jo of .authors.yml."""
    authors = Authors(known={"jo-ito": "Jo Ito", "desk": "The Desk"})
    assert [authors.key(word) for word in ("jo-ito", "Jo Ito", "JO ITO", "the desk")] == ["jo-ito"] * 3 + [
        "desk"
    ]
    assert authors.new == {}


def test_who_has_the_name_of_one_person_is_a_person() -> None:
    """For search engines; a desk, a nickname, several in one name and whoever signs the rest here may be others."""
    authors = Authors(known={"ann-bell": "Ann Bell"})
    names = (
        "Jo Ann Lee",
        "Ann Bell",
        "Zoë Ørn",
        "jo",
        "Gsa Blog Team",
        "Eric and Gray",
        "Redaktion Nord",
        "18F Staff",
    )
    for name in names:
        authors.key(name)
    authors.key("Old Times", exact=True)
    assert authors.people == ("jo-ann-lee", "zoe-orn")


def test_the_old_sites_list_knows_the_names() -> None:
    """A key of the old site becomes the person it stands for, also when called by name."""
    authors = Authors(known={}, old_names={"jo": "Jo Ito"})
    assert [authors.key("jo"), authors.key("Jo Ito")] == ["jo", "jo"]
    assert (authors.new, authors.guessed) == ({"jo": "Jo Ito"}, set())


def test_a_name_made_from_a_key_is_reported_as_a_guess() -> None:
    """Nobody is called “jo-ann-lee” on the page, and an editor learns which names to look at."""
    authors = Authors(known={})
    authors.key("jo-ann-lee")
    authors.key("18F")
    assert authors.new == {"jo-ann-lee": "Jo Ann Lee", "18f": "18F"}
    assert authors.guessed == {"jo-ann-lee"}


def test_a_name_without_plain_letters_gets_a_key_once() -> None:
    """Two articles by one person in another script have one author."""
    authors = Authors(known={})
    assert authors.key("山田花子") == authors.key("山田花子") == "author-1"
    assert authors.new == {"author-1": "山田花子"}


@pytest.mark.parametrize(
    "data",
    [
        {"jo": {"name": "Jo Ito"}},
        {"jo": {"display_name": "Jo Ito", "name": "ji"}},
        {"jo": "Jo Ito"},
        {"authors": {"jo": {"full_name": "Jo Ito"}}},
        [{"key": "jo", "name": "Jo Ito"}],
        [{"name": "jo", "full_name": "Jo Ito"}],
        {"jo": {"first_name": "Jo", "last_name": "Ito"}, "bo": {"first_name": ["x"]}},
    ],
)
def test_lists_of_authors_come_in_many_shapes(data: object) -> None:
    """Whatever the old site's theme asked for, the name is found."""
    assert names_from_data(data) == {"jo": "Jo Ito"}  # type: ignore[arg-type]


def test_a_list_of_something_else_names_nobody() -> None:
    """Odd data is ignored."""
    assert (
        names_from_data(["jo"]) == {}
        and names_from_data({"jo": {"bio": "x"}}) == {}
        and names_from_data("x") == {}
    )


def test_somebody_mentioned_by_key_is_called_by_name() -> None:
    """Where the old page put a link to a person, the person's name can stand."""
    authors = Authors(known={"jo": "Jo Ito"}, old_names={"bo": "Bo Berg"})
    assert [authors.name_of(key) for key in ("jo", "bo", "ann-lee")] == ["Jo Ito", "Bo Berg", "Ann Lee"]
