"""What a command reads of mkdocs.yml by itself is what a build works with, however the file is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config

from knowledge_center.settings.mkdocs_yaml import load
from knowledge_center.settings.site_settings import read_settings
from knowledge_center_mkdocs.project_read import settings_data
from tests.samples import ROOT, make_site

OWN = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
# A base to inherit from, and a file that changes a little of it.
BASE = {"base.yml": OWN}
VARIANTS: dict[str, tuple[str, dict[str, str]]] = {
    "as it is": (OWN, {}),
    "an address from the environment": (
        OWN.replace("site_url: ", "site_url: !ENV [KC_TEST_URL, ") .replace("example.com/\n", "example.com/]\n", 1), {},
    ),
    "an address that is not in the environment": (
        OWN.replace("site_url: https://knowledge.example.com/", "site_url: !ENV [KC_NOT_SET, https://other.example.com]"),
        {},
    ),
    "our keys from the environment": (
        OWN.replace("service_url: \"\"", "service_url: !ENV [KC_TEST_SERVICE, ''] ")
        .replace("entries: 20", "entries: !ENV [KC_TEST_NUMBER, 20]"), {},
    ),
    "everything inherited": ("INHERIT: base.yml\n", BASE),
    "a name of its own": ("INHERIT: base.yml\nsite_name: Another name\n", BASE),
    "our keys over inherited ones": (
        "INHERIT: base.yml\nextra:\n  knowledge_center:\n    timezone: Europe/Berlin\n    digests: []\n", BASE,
    ),
    "inherited from a folder": ("INHERIT: shared/base.yml\ntheme:\n  language: de\n", {"shared/base.yml": OWN}),
    "inherited twice": ("INHERIT: a.yml\n", {"a.yml": "INHERIT: base.yml\nsite_description: Theirs\n", **BASE}),
    "inherited, with the environment": (
        "INHERIT: base.yml\nsite_url: !ENV [KC_TEST_URL, https://x.example.com/]\n", BASE,
    ),
    "foreign tags": (
        OWN + "markdown_extensions:\n  - toc:\n      slugify: !!python/name:markdown.extensions.toc.slugify\n", {},
    ),
    "a copyright from the environment": (
        OWN.replace("copyright: © 2026 EG Workforce Solutions", "copyright: !ENV [KC_TEST_WORDS, none]"), {},
    ),
    "no plugins": (OWN.replace("plugins: []\n", ""), {}),
    "the theme as one word": (
        OWN[: OWN.index("theme:")] + "theme: material\n" + OWN[OWN.index("\nplugins:") :], {},
    ),
    "anchors and merge keys": (
        OWN.replace("    mail:\n", "    mail:\n      <<: &more {utm: true}\n"), {},
    ),
    "docs somewhere else": (OWN.replace("theme:\n", "docs_dir: ./docs/\n\ntheme:\n", 1), {}),
    "no description": ("\n".join(
        line for line in OWN.splitlines() if not line.startswith(("site_description", "  Plain, practical"))
    ), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_scripts_and_build_read_the_same_settings(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inherited, from the environment, with foreign tags: both have the same settings."""
    monkeypatch.setenv("KC_TEST_URL", "https://preview.example.com/42")
    monkeypatch.setenv("KC_TEST_NUMBER", "7")
    monkeypatch.delenv("KC_NOT_SET", raising=False)
    text, more = VARIANTS[name]
    assert name == "as it is" or text != OWN
    root = make_site(tmp_path / "site", {})
    path = root / "mkdocs.yml"
    path.write_text(text, encoding="utf-8")
    for other, words in more.items():
        (root / other).parent.mkdir(exist_ok=True)
        (root / other).write_text(words, encoding="utf-8")
    assert read_settings(settings_data(load_config(str(path)))) == read_settings(load(path))


def test_a_preview_has_an_address_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable that a preview build sets is the address in what commands and build read."""
    monkeypatch.setenv("KC_SITE_URL", "https://preview.example.com/42/")
    path = make_site(tmp_path / "site", {}) / "mkdocs.yml"
    text = OWN.replace(
        "site_url: https://knowledge.example.com/", "site_url: !ENV [KC_SITE_URL, https://a.example.com/]"
    )
    path.write_text(text, encoding="utf-8")
    assert read_settings(load(path)).site_url == "https://preview.example.com/42/"
