"""The guide to the settings names every setting, and no other; what the guides tell to write can be written."""

from __future__ import annotations

import re
from dataclasses import fields
from textwrap import dedent
from typing import Any

import pytest
import yaml

from knowledge_center.settings import model, site_settings
from knowledge_center.settings import reader as settings_reader
from knowledge_center.signup.signup_form import signup_form
from knowledge_center.signup.signup_taker import DEPLOY_BRANCH, signup_taker_problems
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

    monkeypatch.setattr(site_settings, "Section", Listening)
    monkeypatch.setattr(settings_reader, "Section", Listening)
    site_settings.read_settings(DATA)
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
    assert {f"feeds.{field.name}" for field in fields(model.FeedSettings)} <= documented()
    assert {
        f"digests.{field.name}".replace(".at", ".time") for field in fields(model.DigestSettings)
    } <= documented()


def signup_blocks() -> list[tuple[str, dict[str, Any]]]:
    """(guide, what it tells to write below ``subscribe``), for files alone as for any other host."""
    found = []
    for path in sorted((ROOT / "guides").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for block in map(dedent, re.findall(r"```yaml\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)):
            if block.startswith("subscribe:"):
                found.append((path.name, yaml.safe_load(block)["subscribe"]))
    return found


@pytest.mark.parametrize(("guide", "subscribe"), signup_blocks())
def test_a_signup_as_a_guide_writes_it_is_taken_by_somebody(guide: str, subscribe: dict[str, Any]) -> None:
    """Whoever follows it word for word has a form or a link that works where only files are."""
    written = DATA["extra"]["knowledge_center"]["subscribe"] | subscribe
    chosen = site_settings.read_settings(
        DATA | {"extra": {"knowledge_center": DATA["extra"]["knowledge_center"] | {"subscribe": written}}}
    )
    assert signup_form(chosen).kind in ("form", "link")
    assert not list(signup_taker_problems(chosen, {DEPLOY_BRANCH: "gh-pages"}))


def test_every_recipe_for_files_says_who_takes_the_signups() -> None:
    """A form on a host of files is answered with an error; no recipe leads there without a word."""
    assert {guide for guide, _ in signup_blocks()} >= {"hosting.md", "running-by-itself.md"}
    text = (ROOT / "guides/hosting.md").read_text(encoding="utf-8")
    for title in ("GitHub Pages", "GitLab Pages", "Netlify and Cloudflare Pages", "S3 with CloudFront"):
        recipe = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
        assert "#who-takes-the-signups" in recipe, title
