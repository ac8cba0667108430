"""The guide to the settings names every setting, and no other."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pytest

from knowledge_center.settings import model as settings
from knowledge_center.settings import reader as settings_reader
from tests.samples import DATA, ROOT


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every key that is asked for while a full set of settings is read."""
    found: set[str] = set()

    class Listening(settings_reader.Section):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            owner = re.sub(r"\[\d+\]", "", self.path.removeprefix("extra").removeprefix(".knowledge_center"))

            class Seen(set[str]):
                def add(self, key: str) -> None:
                    found.add(f"{owner}.{key}".strip("."))
                    super().add(key)

            self.seen = Seen()

    monkeypatch.setattr(settings, "Section", Listening)
    monkeypatch.setattr(settings_reader, "Section", Listening)
    settings.read_settings(DATA)
    groups = {name.rpartition(".")[0] for name in found}
    return {name for name in found if name not in groups - {"digests"} and name != "knowledge_center"}


def documented() -> set[str]:
    """The keys in the tables of the guide."""
    text = (ROOT / "guides/settings.md").read_text(encoding="utf-8").split("### A provider")[0]
    return set(re.findall(r"^\| `([a-z_.]+)` \|", text, re.MULTILINE))


def test_every_setting_is_in_the_guide(asked: set[str]) -> None:
    """Whoever adds a setting has to say what it is for; a key that is gone leaves the guide."""
    # What pages take from the generator itself, and social, which stands beside our keys and not below them.
    theirs = {"theme.language", "theme.logo", "theme.favicon", "nav", "copyright", "extra.social"}
    assert documented() - theirs == asked - {"social"}


def test_the_groups_have_a_line_for_each_of_their_values() -> None:
    """Nothing that the settings hold is left without a key in the guide."""
    assert {f"feeds.{field.name}" for field in fields(settings.FeedSettings)} <= documented()
    assert {
        f"digests.{field.name}".replace(".at", ".time") for field in fields(settings.DigestSettings)
    } <= documented()
