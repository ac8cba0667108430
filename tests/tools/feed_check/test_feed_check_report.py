"""What the check says on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge_center.tools.feed_check.feed_check_report import feed_report
from knowledge_center.tools.feed_check.site_check import check_site
from knowledge_center_cli.check import main
from tests.samples import DATA, NOW
from tests.tools.feed_check.good_site import finished, good_files, write
from tests.tools.feed_check.samples import SETTINGS


def test_a_good_site_gets_a_short_report(tmp_path: Path) -> None:
    """No problems, how many feeds, and the table."""
    lines = feed_report(check_site(finished(tmp_path).folder, SETTINGS, NOW)).splitlines()
    assert lines[:5] == ["No problems.", "", "18 feed files looked at.", "", "Mail services and readers"]
    assert lines[5] == "  Mailchimp: ok (email.xml, digests/weekly.xml)"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings and a finished site, in which commands are run."""
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(DATA), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    write(tmp_path, {})
    return tmp_path


def test_the_command_judges_the_site_folder(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """knowledge-center feeds: exit code 0 for a good site."""
    assert main(["--feeds"]) == 0
    assert capsys.readouterr().out.startswith("No problems.\n\n18 feed files looked at.")


def test_the_command_fails_for_a_problem_and_names_the_line(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Path and line as a maintainer can click on them, what was found, the source, a fix."""
    other = built / "elsewhere"
    (built / "site").rename(other)
    (other / "email.xml").write_bytes(good_files()["email.xml"].replace(b"<language>en<", b"<language>xx<"))
    assert main(["--feeds", "elsewhere"]) == 1
    output = capsys.readouterr().out
    assert output.startswith(
        "elsewhere/email.xml:9\n"
        "  <language> says “xx”: no language has that code (ISO 639). [BCP 47; RSS 2.0, language; "
    )
    assert "\n  Fix:  en\n" in output
    assert "HubSpot: needs in elsewhere/email.xml no problem: mend what the check has found there\n" in output


def test_a_folder_that_is_not_there_is_said(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the command that makes it."""
    assert main(["--feeds", "nowhere"]) == 1
    assert capsys.readouterr().out.startswith(
        "nowhere\n  There is no such folder.\n  Fix:  knowledge-center build\n"
    )
