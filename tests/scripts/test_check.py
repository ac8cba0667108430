"""``knowledge-center check``: what it prints, for whom, and that what it remembers is never out of date."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge_center_cli.command import main
from knowledge_center_mkdocs import shared_reading, workers
from tests.samples import NOW, article_text, command, make_site

WRONG = "docs/articles/posts/2026/wrong.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one article that has no description."""
    return make_site(
        tmp_path / "site",
        {"one.md": article_text("One"), "wrong.md": article_text("Wrong", without="description")},
    )


def test_a_program_can_read_it(site: Path) -> None:
    """As JSON, alone on the output, with the same exit code as the text."""
    done = command(site, "check", "--format", "json")
    told = json.loads(done.stdout)
    assert done.returncode == 1 and told["problems"] == 1
    (found,) = [one for one in told["found"] if not one["advice"]]
    assert found["path"] == WRONG and found["rule"].startswith("articles.")


def test_a_review_shows_it_at_the_line_of_the_repository(site: Path) -> None:
    """Paths begin at the top of the repository, wherever in it the site lies."""
    (site.parent / ".git").mkdir()
    assert f"::error file=site/{WRONG}," in command(site, "check", "--format", "github").stdout
    done = command(site, "check", "--format", "gitlab", "--output", "report.json")
    assert json.loads((site / "report.json").read_text("utf-8"))[0]["location"]["path"] == f"site/{WRONG}"
    assert done.returncode == 1 and done.stdout.endswith("1 problem.\n"), "the log is for people"


def test_settings_that_cannot_be_read_are_told_in_the_format_too(site: Path) -> None:
    """A program that reads JSON gets JSON, whatever is wrong."""
    (site / "mkdocs.yml").write_text("site_name: [", encoding="utf-8")
    done = command(site, "check", "--format", "json")
    assert done.returncode == 1 and json.loads(done.stdout)["found"][0]["path"] == "mkdocs.yml"


def test_colours_are_for_a_terminal_alone(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a file and a pipe there are none, nor where NO_COLOR says so."""
    monkeypatch.chdir(site)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{NOW:%s}")
    monkeypatch.setenv("TERM", "xterm")
    assert main(["check"]) == 1 and "\x1b[" not in capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert main(["check"]) == 1 and "\x1b[" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["check"]) == 1 and "\x1b[" not in capsys.readouterr().out


def test_what_is_remembered_is_never_out_of_date(site: Path) -> None:
    """A second check says the same; after a save, in lists and settings too, or a day later, what is true then."""
    file = site / WRONG
    first = command(site, "check").stdout
    assert (site / ".cache/build.sqlite").exists()
    assert command(site, "check").stdout == first
    file.write_text(article_text("Wrong", review_by="2026-11-25"), encoding="utf-8")
    assert command(site, "check").returncode == 0
    assert "looked at again" not in command(site, "check").stdout
    assert "looked at again" in command(site, "check", now=NOW + timedelta(days=9)).stdout
    authors = site / "docs/articles/.authors.yml"
    authors.write_text(authors.read_text("utf-8").replace("careers-desk:", "other-desk:"), encoding="utf-8")
    remembered, anew = command(site, "check"), command(site, "check", KC_PLAIN="1")
    assert remembered.stdout == anew.stdout and "careers-desk" in anew.stdout


def test_all_cores_say_what_one_says(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is much to read it is shared out: every problem as before, in the same order."""
    monkeypatch.chdir(site)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{NOW:%s}")
    monkeypatch.setattr(shared_reading, "_FEWEST", 2)
    monkeypatch.setattr(workers, "processes", lambda: 2)
    shares: list[int] = []
    share_out = workers.share_out

    def noted(make: Callable[[str], object], paths: Sequence[str]) -> Iterator[object]:
        shares.append(len(paths))
        return share_out(make, paths, fewest=1)

    monkeypatch.setattr(workers, "share_out", noted)
    assert main(["check"]) == 1 and shares == [2]
    told = capsys.readouterr().out
    assert WRONG in told
    monkeypatch.setenv("KC_PLAIN", "1")
    assert main(["check"]) == 1 and shares == [2]
    assert capsys.readouterr().out == told


def test_a_cache_that_cannot_be_written_hinders_nothing(site: Path) -> None:
    """On a disk that is read-only, or with a file in its place, the check says the same."""
    (site / ".cache").write_text("", encoding="utf-8")
    done = command(site, "check")
    assert done.returncode == 1 and done.stdout.endswith("1 problem.\n") and not done.stderr
    assert os.path.getsize(site / ".cache") == 0
