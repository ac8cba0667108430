"""The record of addresses by hand: what the finished site has, and nothing that nobody has met."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.samples import DATA, article_text, command, make_docs

RECORD = "docs/.published.yml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two articles and a page, as if it were built before the second article was written."""
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(DATA), encoding="utf-8")
    make_docs(
        tmp_path, {"pay.md": article_text("Pay"), "fresh.md": article_text("Fresh"), "./about.md": "# Us"}
    )
    (tmp_path / "docs/subscribe.md").write_text("# Ours, but always there\n", encoding="utf-8")
    for page in (".", "articles/pay", "about", "subscribe"):
        (tmp_path / "site" / page).mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / page / "index.html").write_text("x", encoding="utf-8")
    return tmp_path


def test_what_the_finished_site_has_is_recorded(site: Path) -> None:
    """No article before its build, no page that is always there; twice is once, and a dry run writes nothing."""
    done = command(site, "record", "--dry-run")
    assert done.stdout == f"{RECORD} would hold 2 addresses now, 2 of them new.\n", done.stderr
    assert not (site / RECORD).exists()
    done = command(site, "record")
    assert done.stdout == f"{RECORD} holds 2 addresses now, 2 of them new.\n"
    found = yaml.safe_load((site / RECORD).read_text(encoding="utf-8"))
    assert [one["url"] for one in found] == ["about/", "articles/pay/"]
    before = (site / RECORD).stat()
    done = command(site, "record")
    assert done.stdout == f"{RECORD} is up to date: 2 addresses.\n"
    assert (site / RECORD).stat() == before


def test_without_a_finished_site_there_is_a_sentence(tmp_path: Path) -> None:
    """What was never built was met by nobody."""
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(DATA), encoding="utf-8")
    make_docs(tmp_path, {})
    done = command(tmp_path, "record")
    assert (done.returncode, done.stderr) == (
        1,
        "There is no finished site in site/. Run first: knowledge-center build\n",
    )


def test_a_record_that_cannot_be_read_is_not_written_over(site: Path) -> None:
    """What it once knew may be brought back."""
    (site / RECORD).write_text("- {\n", encoding="utf-8")
    done = command(site, "record")
    assert done.returncode == 1 and f"{RECORD}:1" in done.stderr
    assert (site / RECORD).read_text(encoding="utf-8") == "- {\n"
