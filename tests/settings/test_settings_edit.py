"""Older settings in memory and in the file: both say the same, and no other line of the file is touched."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from knowledge_center.problems import Unusable
from knowledge_center.settings.migrations import (
    SCHEMA,
    Append,
    Edit,
    Put,
    Remove,
    applied,
    changed_keys,
    migrated,
    pending,
    schema_of,
)
from knowledge_center.settings.settings_edit import by_file, edited, parsed
from knowledge_center.settings.site_settings import read_settings
from tests.samples import DATA

HEAD = """\
# Our site. Do not touch!
site_name:   Knowledge   # three spaces
extra:
    generator: false
    knowledge_center:     # ours
          timezone: Europe/Berlin
          feeds: {entries: 20}
theme: {name: material, custom_dir: overrides, language: de}
"""
# What people write: as in the clone, with other indents, in one line, with comments and foreign tags in between.
ENDS = {
    "clone": """
extra_css: [assets/site.css]

markdown_extensions:
  - toc:
      slugify: !!python/name:slugs.slugify

plugins:
  - blog:
      blog_dir: articles
      post_url_format: "{file}"

hooks: [hooks/main.py]

not_in_nav: "*"
""",
    "more in each list": """
extra_css:
- assets/mine.css   # ours
- assets/site.css
- !ENV [MORE_CSS, assets/b.css]
plugins:
- search
- material/blog:
    blog_dir: articles
- tags   # why not
hooks: [ hooks/other.py, "hooks/main.py" ]
copyright: >-
  Somebody
  else

# The end.
""",
    "plugins as a group": """
plugins:
  blog: {blog_dir: articles}
  search:
    lang: en
hooks:
  # ours
  - hooks/main.py
  # theirs
  - hooks/b.py""",
    "no plugins": "hooks: [hooks/main.py]\n",
    "in windows' lines": "plugins: [blog]\r\nhooks:\r\n  - hooks/main.py\r\n",
    "the package already": "plugins: [blog, knowledge-center]\n",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_the_file_says_what_is_read_into_it(end: str) -> None:
    """What upgrade writes is what an unchanged file is read as; every other line stays letter by letter."""
    text = HEAD + end
    new = edited(text, pending(parsed(text)))
    assert parsed(new) == migrated(parsed(text))
    assert pending(parsed(new)) == ()
    before, after = text.splitlines(), new.splitlines()
    words = ("blog", "hooks", "site.css", "extra_css", "plugins", "schema", "knowledge-center", "post_url")
    kept = [line for line in before if line.strip() and not any(word in line for word in words)]
    assert [line for line in after if line.strip() and not any(word in line for word in words)] == kept
    assert "\n\n\n" not in new.replace("\r", "")
    plugins = parsed(new)["plugins"]
    assert "knowledge-center" in plugins and "blog" not in str(plugins)
    assert "hooks/main.py" not in new and "assets/site.css" not in new
    assert parsed(new)["extra"]["knowledge_center"]["schema"] == SCHEMA


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ("a: 1\nb: {c: 1, d: [x, y]}\n", Remove(path=("b", "c"), why=""), "a: 1\nb: {d: [x, y]}\n"),
        ("a: 1\nb: {c: 1, d: [x, y]}\n", Remove(path=("b", "d", 0), why=""), "a: 1\nb: {c: 1, d: [y]}\n"),
        ("a:\n  - x\n  - y\n\nb: 1\n", Append(path=("a",), value="z", why=""), "a:\n  - x\n  - y\n  - z\n\nb: 1\n"),
        ("a: []\n", Append(path=("a",), value="z", why=""), "a: [z]\n"),
        ("a: {}\n", Put(path=("a", "b"), value=2, why=""), "a: {b: 2}\n"),
        ("a: |\n  x\n\n# c\nb: 1\n", Remove(path=("a",), why=""), "# c\nb: 1\n"),
    ],
)  # fmt: skip
def test_an_edit_is_what_a_person_would_write(text: str, edit: Edit, expected: str) -> None:
    """In one line or in many, at the beginning, in the middle and at the end."""
    assert edited(text, [edit]) == expected
    assert yaml.safe_load(expected) == applied(yaml.safe_load(text), [edit])


def test_what_cannot_be_changed_safely_is_left_to_a_person() -> None:
    """A group that stands elsewhere, behind an anchor, is not written over: a sentence says what to do."""
    text = "x: &kc\n  timezone: UTC\nextra:\n  knowledge_center: *kc\nplugins: &p [blog]\nhooks: *p\n"
    with pytest.raises(Unusable) as unusable:
        edited(text, pending(parsed(text)))
    (problem,) = unusable.value.problems
    assert "by hand" in problem.message
    assert "remove plugins.[1]: Articles and listings are made without" in problem.fix


def ours(**changes: Any) -> dict[str, Any]:
    """The sample settings with these keys of ours."""
    return DATA | {"extra": {"knowledge_center": DATA["extra"]["knowledge_center"] | changes}}


@pytest.mark.parametrize(
    ("found", "words", "fix"),
    [
        (SCHEMA + 1, f"of schema {SCHEMA + 1}, of a later version", "pip install --upgrade knowledge-center"),
        ("one", "“one” was found, but a number is expected", f"schema: {SCHEMA}"),
        (True, "“true” was found", f"schema: {SCHEMA}"),
        (0, "“0” was found", f"schema: {SCHEMA}"),
    ],
)
def test_a_schema_that_is_not_known_is_a_sentence(found: object, words: str, fix: str) -> None:
    """Settings of a later version are refused, and nothing else is said of them."""
    with pytest.raises(Unusable) as unusable:
        read_settings(ours(schema=found, something_new=1))
    (problem,) = unusable.value.problems
    assert words in problem.message and fix in problem.fix


def test_older_settings_are_read() -> None:
    """Settings without the number are those of 0.1.0; what differs is what the generator has to be told."""
    data = ours() | {"plugins": ["search", {"blog": {"blog_dir": "articles"}}], "hooks": ["hooks/main.py"]}
    del data["extra"]["knowledge_center"]["schema"]
    assert schema_of(data) == 0
    new = migrated(data)
    assert read_settings(new).schema == SCHEMA
    assert changed_keys(data, new) == {
        "extra": new["extra"], "plugins": ["search", "knowledge-center"], "hooks": [],
    }  # fmt: skip
    assert changed_keys(new, migrated(new)) == {}


def test_a_key_goes_into_the_file_that_has_its_group() -> None:
    """A site's mkdocs.yml may inherit ours: a second group of that name in it would hide the first one's keys."""
    put = Put(path=("extra", "knowledge_center", "schema"), value=SCHEMA, why="The version.")
    inherited = {"extra": {"knowledge_center": {"timezone": "Europe/Berlin"}}}
    assert by_file([put], [{"site_name": "Knowledge"}, inherited]) == [[], [put]]
    assert by_file([put], [{"site_name": "Knowledge"}, {}]) == [[put], []]
