"""Handing an issue over from the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge_center.drafts import listmonk
from tests.drafts import services
from tests.drafts.services import KEY
from tests.samples import DATA, article_text, make_docs, run

MONDAY = datetime(2026, 11, 16, 13, 3, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with one closed issue, whose digest has an audience at the service."""
    ours: dict[str, Any] = DATA["extra"]["knowledge_center"]
    digests = [ours["digests"][0] | {"audience": "3"}]
    data = DATA | {"extra": {"knowledge_center": ours | {"digests": digests}}}
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    make_docs(tmp_path, {"why-you-wait.md": article_text("Why you wait", date="2026-11-10")})
    assert run(tmp_path, "close_digest.py", "weekly", now=MONDAY).returncode == 0
    return tmp_path


def test_an_issue_becomes_a_draft_once_and_nobody_is_mailed(root: Path) -> None:
    """The latest closed issue, with its pictures and links as the site has them; the state folder is not touched."""
    service = services.Listmonk()
    with services.running(service):
        environ = {
            "KC_LISTMONK_URL": service.address, "KC_LISTMONK_USER": "api", "KC_LISTMONK_TOKEN": KEY,
            "KC_STATE": str(root / "state"), "NO_PROXY": "*",
        }  # fmt: skip
        first = run(root, "send_digest.py", "weekly", "--as-draft", "listmonk", now=MONDAY, **environ)
        assert (first.returncode, first.stderr) == (0, "")
        assert first.stdout.startswith("The draft “weekly 2026-W46” is made")
        second = run(root, "send_digest.py", "weekly", "--as-draft", "listmonk", now=MONDAY, **environ)
        assert "already (draft), nothing was changed" in second.stdout
    (campaign,) = service.campaigns
    assert "https://knowledge.example.com/articles/why-you-wait/" in campaign["body"]
    assert listmonk.TEMPLATE_NAME in [template["name"] for template in service.templates]
    assert not (root / "state").exists() and not (root / "outbox").exists()


def test_without_a_key_it_says_which(root: Path) -> None:
    """A sentence, and nothing is sent."""
    done = run(root, "send_digest.py", "weekly", "--as-draft", "buttondown", now=MONDAY, KC_BUTTONDOWN_KEY="")
    assert done.returncode == 1
    assert "KC_BUTTONDOWN_KEY is not set" in done.stderr and "Traceback" not in done.stderr
