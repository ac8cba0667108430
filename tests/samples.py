"""Settings, articles and whole sites to test with."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from knowledge_center.articles.model import Article, Author, Category, feed_id
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read_settings
from tests import program_forks

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
AUTHOR = Author(key="careers-desk", name="Careers Desk", role="For job seekers", description="Who helps.")
CATEGORY = Category(slug="interviews", name="Interviews", description="Before, during and after.")

DATA: dict[str, Any] = {
    "site_name": "Knowledge Center",
    "site_url": "https://knowledge.example.com/",
    "site_description": "What we know about work.",
    "docs_dir": "docs",
    "theme": {"language": "en"},
    "extra": {
        "knowledge_center": {
            "schema": 1,
            "organization": {
                "name": "Example Staffing",
                "url": "https://www.example.com/",
                "logo": "assets/logo.svg",
                "address": ["1 Example Street", "Exampleton"],
                "about": "We bring people and work together.",
            },
            "timezone": "America/Detroit",
            "feeds": {"tag_authority": "knowledge.example.com,2026", "entries": 20, "full_text": True},
            "digests": [
                {
                    "key": "weekly",
                    "title": "The weekly digest",
                    "description": "The articles of the week in one mail.",
                    "every": "week",
                    "day": "monday",
                    "time": "08:00",
                }
            ],
            "subscribe": {"provider": "own", "consent": "Yes, mail me.", "consent_version": "1"},
            "mail": {
                "sender_name": "Knowledge Center",
                "sender": "knowledge@example.com",
                "reply_to": "reply@example.com",
            },
        }
    },
}


def settings(**changes: Any) -> Settings:
    """Settings of a small site; ``changes`` replace groups below extra.knowledge_center."""
    ours = DATA["extra"]["knowledge_center"] | changes
    return read_settings(DATA | {"extra": {"knowledge_center": ours}})


def article(name: str = "second-interview", **changes: Any) -> Article:
    """A public article of that name."""
    values: dict[str, Any] = {
        "identity": name,
        "id": feed_id(name, "knowledge.example.com,2026"),
        "name": name,
        "source": f"docs/articles/posts/2026/{name}.md",
        "url": f"articles/{name}/",
        "title": name.replace("-", " ").capitalize(),
        "summary": "A sentence about it that is long enough to say what a reader gets.",
        "published": datetime(2026, 11, 16, 9, tzinfo=UTC),
        "authors": (AUTHOR,),
        "categories": (CATEGORY,),
        "body": "Some text.\n",
    }
    return Article(**(values | changes))


def article_text(
    title: str = "Why you wait", body: str = "Some text.\n", *, without: str = "", **fields: Any
) -> str:
    """An article file as an editor writes it; ``fields`` are added or replaced, ``without`` is left out.

    A value that is a string is written as it stands, so that a test can make any mistake.
    """
    lines = {
        "title": title,
        "date": "2026-11-16",
        "description": "One sentence that is long enough to say what a reader gets from it.",
        "authors": "[careers-desk]",
        "categories": "[interviews]",
    } | fields
    lines.pop(without, None)
    head = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return f"---\n{head}---\n\n{body}"


def make_docs(root: Path, articles: Mapping[str, str | bytes]) -> Path:
    """A docs folder below ``root`` with the lists of authors and categories and these articles.

    Keys are file names in articles/posts/2026, or paths relative to docs when they hold a slash.
    """
    files: dict[str, str | bytes] = {
        "articles/index.md": "---\ntitle: Articles\n---\n",
        "articles/.authors.yml": "careers-desk:\n  name: Careers Desk\nemployer-desk:\n  name: Employer Desk\n",
        "articles/.categories.yml": "interviews:\n  name: Interviews\nhiring:\n  name: Hiring well\n",
    }
    for name, text in articles.items():
        files[name if "/" in name else f"articles/posts/2026/{name}"] = text
    for name, text in files.items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return root / "docs"


def make_site(root: Path, articles: Mapping[str, str | bytes], /, **changes: Any) -> Path:
    """A whole site below ``root``: the project's own mkdocs.yml, hook and pages, other articles.

    ``changes`` replace groups below extra.knowledge_center. Returns ``root``.
    """
    root.mkdir(parents=True, exist_ok=True)
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    if changes:
        data = yaml.safe_load(text)
        data["extra"]["knowledge_center"].update(changes)
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    (root / "hooks").mkdir()
    shutil.copy(ROOT / "hooks/main.py", root / "hooks")
    shutil.copytree(
        ROOT / "docs", root / "docs", dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("posts", "weekly", ".authors.yml", ".published.yml"),
    )  # fmt: skip
    make_docs(root, articles)
    return root


def copy_own_site(root: Path) -> Path:
    """The project's own site as it stands: settings, hook and every page. Returns ``root``."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(ROOT / "docs", root / "docs")
    (root / "hooks").mkdir()
    shutil.copy(ROOT / "hooks/main.py", root / "hooks")
    return root


def picture(color: str = "teal", size: tuple[int, int] = (660, 440), kind: str = "PNG") -> bytes:
    """A small picture file; another colour makes other bytes."""
    data = BytesIO()
    Image.new("RGB", size, color).save(data, kind)
    return data.getvalue()


def noise(size: tuple[int, int], kind: str = "PNG") -> bytes:
    """A picture that is heavy for its size."""
    data = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(data, kind)
    return data.getvalue()


def environment(now: datetime, **more: str) -> dict[str, str]:
    """The environment of a command that is run at a fixed time."""
    return os.environ | {
        "SOURCE_DATE_EPOCH": str(int(now.timestamp())),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        **more,
    }


def mind_ctrl_c() -> None:
    """Before a program begins: let Ctrl-C reach it, also where the tests run in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def run(
    root: Path, script: str, *arguments: str, now: datetime = NOW, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts in ``root`` at a fixed time, as a person or a schedule would.

    ``more`` goes into its environment.
    """
    call = [sys.executable, str(ROOT / "scripts" / script), *arguments]
    return program_forks.run(call, cwd=root, env=environment(now, **more))


def command(
    root: Path, *words: str, now: datetime = NOW, typed: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run ``knowledge-center`` with these words in ``root``; ``typed`` is what its questions are answered with."""
    start = "from knowledge_center_cli.command import program; program()"
    call = [sys.executable, "-P", "-c", start, *words]
    return program_forks.run(call, cwd=root, env=environment(now, **more), typed=typed)
