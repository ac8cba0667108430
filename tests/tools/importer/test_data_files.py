from __future__ import annotations

import pytest

from knowledge_center.tools.importer.data_files import read_data
from knowledge_center.tools.importer.import_notes import Refused


@pytest.mark.parametrize(
    ("text", "ending"),
    [("jo:\n  name: No\n  born: 1984", ".yml"), ('{"jo": {"name": "No", "born": 1984}}', ".json"),
     ('[jo]\nname = "No"\nborn = 1984', ".toml")],
)  # fmt: skip
def test_data_is_text_in_every_format(text: str, ending: str) -> None:
    """A person called No keeps her name."""
    assert read_data(text, ending) == {"jo": {"name": "No", "born": "1984"}}


def test_a_list_at_the_top_is_data_too() -> None:
    """Some sites list their authors without keys."""
    assert read_data('[{"key": "jo"}]', ".json") == [{"key": "jo"}]
    assert read_data("- key: jo", ".yml") == [{"key": "jo"}]
    assert read_data("", ".yml") == ""


@pytest.mark.parametrize(("text", "ending"), [("a: [", ".yml"), ("{", ".json"), ("a b", ".toml")])
def test_broken_data_is_refused_in_words(text: str, ending: str) -> None:
    """No traceback for a data file."""
    with pytest.raises(Refused):
        read_data(text, ending)
