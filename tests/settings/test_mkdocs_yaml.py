"""mkdocs.yml, read as MkDocs reads it: what it inherits, what the environment gives, what cannot be read."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.mkdocs_yaml import load
from knowledge_center.settings.site_settings import read
from tests.samples import DATA, command, make_docs


def write(root: Path, **files: str) -> Path:
    """Settings files by name, without their ending; the path of mkdocs.yml among them."""
    for name, text in files.items():
        (root / f"{name}.yml").write_text(text, encoding="utf-8")
    return root / "mkdocs.yml"


def refused(path: Path) -> Problem:
    with pytest.raises(Unusable) as unusable:
        load(path)
    (problem,) = unusable.value.problems
    return problem


def test_what_is_inherited_lies_below(tmp_path: Path) -> None:
    """Groups are merged key by key, lists and values replaced, over as many files as there are."""
    path = write(
        tmp_path,
        mkdocs="INHERIT: base.yml\nsite_name: Ours\nplugins: [b]\nextra:\n  one: {b: 2}\n",
        base="INHERIT: ground.yml\nsite_name: Theirs\nextra:\n  one: {a: 1, b: 1}\n",
        ground="site_name: Nobody\nplugins: [a]\nextra:\n  two: 3\n",
    )
    assert load(path) == {"site_name": "Ours", "plugins": ["b"], "extra": {"one": {"a": 1, "b": 2}, "two": 3}}


def test_a_path_is_meant_from_the_folder_of_its_file(tmp_path: Path) -> None:
    """Where the command was called does not matter."""
    (tmp_path / "site").mkdir()
    write(tmp_path, base="site_name: Theirs\n")
    assert load(write(tmp_path / "site", mkdocs="INHERIT: ../base.yml\n")) == {"site_name": "Theirs"}


def test_the_environment_gives_values_of_their_own_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first variable that is set, else the default that stands last, else nothing; a number is one."""
    monkeypatch.setenv("KC_TEST_ONE", "7")
    monkeypatch.delenv("KC_TEST_TWO", raising=False)
    text = "a: !ENV KC_TEST_ONE\nb: !ENV [KC_TEST_TWO, KC_TEST_ONE, 1]\n"
    text += "c: !ENV [KC_TEST_TWO, no]\nd: !ENV KC_TEST_TWO\n"
    assert load(write(tmp_path, mkdocs=text)) == {"a": 7, "b": 7, "c": False, "d": None}


@pytest.mark.parametrize(
    ("mkdocs", "says"),
    [
        ("INHERIT: nowhere.yml\n", "INHERIT: there is no file “nowhere.yml”"),
        ("INHERIT: [base.yml]\n", "but the path of another settings file is expected"),
        ("INHERIT: mkdocs.yml\n", "inherits from this file in turn"),
        ("INHERIT: round.yml\n", "inherits from this file in turn"),
        ("a: !ENV {b: c}\n", "cannot be read from this line on"),
    ],
)
def test_what_cannot_be_inherited_is_a_sentence(tmp_path: Path, mkdocs: str, says: str) -> None:
    """A file that is not there, no path at all, or a circle."""
    assert says in refused(write(tmp_path, mkdocs=mkdocs, round="INHERIT: mkdocs.yml\n")).message


def test_a_slip_in_an_inherited_file_is_told_there(tmp_path: Path) -> None:
    """The problem names the file that has it."""
    problem = refused(write(tmp_path, mkdocs="INHERIT: base.yml\n", base="b: c\na: 'x\n"))
    assert (problem.path, problem.line, problem.fix) == ("base.yml", 2, 'a: "x"')


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        (b"site_name: 'x\n", 1, "A quotation mark is opened on this line and not closed"),
        (b"a: b\nc: d: e\n", 2, "The text of “c” holds a colon"),
        (b"a:\n  b: c\n d: e\n", 3, "cannot be read from this line on"),
        (b"a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> main\n", 2, "git could not merge"),
        (b"a: b\n\xff\n", 2, "not saved as UTF-8"),
        (b"a: \x00\n", 0, "a character or a value that cannot be read"),
        (b"a: 2026-02-30\n", 0, "a character or a value that cannot be read"),
        (b"a: " + b"9" * 5000 + b"\n", 0, "a character or a value that cannot be read"),
        (b"? [a]\n: b\n", 1, "cannot be read from this line on"),
        (b"", 0, "holds no settings"),
        (b"- a\n", 0, "holds no settings"),
    ],
)
def test_a_settings_file_that_cannot_be_read(tmp_path: Path, raw: bytes, line: int, says: str) -> None:
    """mkdocs.yml with a slip in it is refused on the line where reading ends, without the parser's words."""
    path = tmp_path / "mkdocs.yml"
    path.write_bytes(raw)
    problem = refused(path)
    assert problem.where == (f"mkdocs.yml:{line}" if line else "mkdocs.yml")
    assert says in problem.message


def test_no_settings_file_or_a_folder_of_that_name(tmp_path: Path) -> None:
    """In the wrong folder the way to the right one is told."""
    with pytest.raises(Unusable, match="There is no mkdocs"):
        load(tmp_path / "mkdocs.yml")
    (tmp_path / "mkdocs.yml").mkdir()
    with pytest.raises(Unusable, match="cannot be read"):
        load(tmp_path / "mkdocs.yml")


def test_settings_that_contain_themselves_come_to_an_end(tmp_path: Path) -> None:
    """A group that refers to itself ends in problems, not in an endless walk."""
    path = tmp_path / "mkdocs.yml"
    path.write_text("extra: &a\n  knowledge_center: *a\n", encoding="utf-8")
    with pytest.raises(Unusable):
        read(path)


@given_settings(deadline=None, max_examples=100)
@given(st.binary(max_size=40))
def test_no_bytes_bring_the_reader_down(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """Whatever mkdocs.yml holds, it is a dictionary or a problem."""
    path = tmp_path_factory.getbasetemp() / "mkdocs.yml"
    path.write_bytes(raw)
    try:
        assert isinstance(load(path), dict)
    except Unusable as unusable:
        assert len(unusable.problems) == 1


def inherited(root: Path, outer: str, **changes: Any) -> Path:
    """A site whose settings are all in base.yml, with these groups of ours replaced, but for ``outer``."""
    data = deepcopy(DATA)
    data["extra"]["knowledge_center"] |= changes
    make_docs(root, {})
    return write(root, mkdocs=f"INHERIT: base.yml\n{outer}", base=yaml.safe_dump(data, allow_unicode=True))


def test_a_mistake_is_told_in_the_file_that_holds_it(tmp_path: Path) -> None:
    """A value of the inherited file there, one of mkdocs.yml here, a key that is missing where its group is; a digest
    in its list; and what only a check of the signup finds."""
    day = DATA["extra"]["knowledge_center"]["digests"][0] | {"day": "someday"}
    mail = {"sender": "knowledge@example.com", "reply_to": "reply@example.com"}
    path = inherited(tmp_path, "site_url: nonsense\n", timezone="Mars", digests=[day], mail=mail)
    with pytest.raises(Unusable) as unusable:
        read(path)
    found = {problem.message.partition(": ")[0]: problem.path for problem in unusable.value.problems}
    ours = "extra.knowledge_center"
    expected = {f"{ours}.timezone", f"{ours}.digests[1].day", f"{ours}.mail.sender_name"}
    assert found == dict.fromkeys(expected, "base.yml") | {"site_url": "mkdocs.yml"}
    subscribe = {"provider": "kit", "consent": "Yes.", "consent_version": "1"}
    inherited(tmp_path, "", subscribe=subscribe)
    assert "base.yml\n  extra.knowledge_center.subscribe.form: Nothing" in command(tmp_path, "check").stdout


def test_an_advice_is_told_in_the_file_that_holds_it(tmp_path: Path) -> None:
    """As mistakes are, in the check."""
    base = inherited(tmp_path, "theme: {language: en}\n").with_name("base.yml")
    base.write_text(
        base.read_text("utf-8").replace("theme:\n", "theme:\n  palette: {scheme: slate}\n"), "utf-8"
    )
    assert "base.yml\n  Advice: theme.palette: Of this, only" in command(tmp_path, "check").stdout


@pytest.mark.parametrize(
    ("tag", "names"),
    [("KC_TEST_ONE", "KC_TEST_ONE"), ("[KC_TEST_ONE, KC_TEST_TWO, null]", "KC_TEST_ONE or KC_TEST_TWO")],
)
def test_a_variable_that_is_not_set_is_named(
    tmp_path: Path, tag: str, names: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs it where a variable is missing hears which one; where it is set, nothing is said."""
    monkeypatch.delenv("KC_TEST_ONE", raising=False)
    monkeypatch.delenv("KC_TEST_TWO", raising=False)
    inherited(tmp_path, f"site_url: !ENV {tag}\n")
    words = "site_url: Nothing was found, but text is expected. It comes from the environment, where "
    words += f"{names} is not set"
    said = command(tmp_path, "check").stdout
    assert f"mkdocs.yml\n  {words}" in said and said.count("environment") == 1
    good = command(tmp_path, "check", KC_TEST_ONE="https://knowledge.example.com/")
    assert good.stdout == "No problems.\n"
