"""Which files /admin/ has, and when there is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge_center.admin import admin_files as files
from knowledge_center.admin.admin_files import AdminFile
from knowledge_center.content.content_reader import read_content
from tests.samples import NOW, make_docs, settings

GITHUB = {"backend": "github", "repo": "example/knowledge"}


def made(root: Path, admin: dict[str, str] | None, *, preview: bool = False) -> dict[str, AdminFile]:
    make_docs(root, {})
    chosen = settings(**({"admin": admin} if admin else {}))
    content = read_content(root, chosen, NOW)
    return files.admin_files(root, chosen, content.articles, content.ledgers, NOW, preview=preview)


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "is_fetched", lambda root: True)


@pytest.mark.usefixtures("fetched")
def test_a_public_site_has_it_only_where_the_settings_say_so(tmp_path: Path) -> None:
    """A folder of one's own machine is edited in a preview, never on the web."""
    local = {"backend": "local"}
    assert made(tmp_path / "a", None, preview=True) == {}
    assert made(tmp_path / "b", local) == {}
    assert "admin/index.html" in made(tmp_path / "c", local, preview=True)
    assert {
        "admin/index.html",
        "admin/config.json",
        "admin/sveltia-cms.js",
        "admin/sveltia-cms.LICENSE.txt",
    } <= set(made(tmp_path / "d", GITHUB))


def test_without_the_program_there_is_nothing_but_a_word_of_advice(tmp_path: Path) -> None:
    assert made(tmp_path, GITHUB) == {}
    (said,) = files.not_fetched(tmp_path, settings(admin=GITHUB))
    assert said.advice and said.fix == "knowledge-center admin fetch"
    assert files.not_fetched(tmp_path, settings()) == ()


@pytest.mark.usefixtures("fetched")
def test_the_page_may_ask_this_site_and_the_one_host(tmp_path: Path) -> None:
    """No script of anybody else, no form, no frame; the host's API and nothing more."""
    page = made(tmp_path, GITHUB)["admin/index.html"].text
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert found is not None
    policy = dict(part.partition(" ")[::2] for part in found[1].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["script-src"] == policy["font-src"] == "'self'"
    assert policy["connect-src"] == "'self' data: blob: https://api.github.com"
    assert re.findall(r"https?://[^\s\"';]+", page) == ["https://api.github.com"]
    assert '<link rel="icon" href="../assets/logo.svg">' in page


@pytest.mark.usefixtures("fetched")
def test_words_that_wait_for_an_issue_are_edited_where_they_are(tmp_path: Path) -> None:
    """Else a second draft would be begun, and an issue has one."""
    make_docs(tmp_path, {"digests/weekly/2026-W40.draft.md": "---\nsubject: Hello\n---\n"})
    assert "docs/digests/weekly/2026-W40.draft.md" in made(tmp_path, GITHUB)["admin/config.json"].text
