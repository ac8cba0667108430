"""The trial of the wheel: it counts what a site installs, has limits, and says in a sentence what failed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

import try_wheel
from tests.samples import ROOT


def test_what_is_installed_is_counted(tmp_path: Path) -> None:
    """Every package but the environment's own pip, and every byte."""
    for name in ("one-1.0", "two_more-2.0", "pip-24.0"):
        (tmp_path / f"{name}.dist-info").mkdir()
        (tmp_path / f"{name}.dist-info/METADATA").write_bytes(b"12345")
    assert try_wheel.measured(tmp_path) == (2, 15)


@pytest.mark.parametrize(
    ("packages", "size", "said"),
    [
        (60, 200_000_000, []),
        (61, 1, ["61 packages"]),
        (1, 201_000_000, ["201 MB"]),
        (61, 201_000_000, ["61", "201"]),
    ],
)
def test_more_than_a_site_may_cost_is_refused(packages: int, size: int, said: list[str]) -> None:
    """Sixty packages and two hundred megabytes are the most."""
    found = list(try_wheel.too_much(packages, size))
    assert len(found) == len(said) and all(words in one for words, one in zip(said, found, strict=True))


def test_a_failure_is_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Whichever step fails is named, with what it said."""

    def fails(folder: Path) -> None:
        try_wheel.called([sys.executable, "-c", "print('no such package'); raise SystemExit(3)"], folder)

    monkeypatch.setattr(try_wheel, "tried", fails)
    monkeypatch.setattr(sys, "argv", ["try_wheel.py"])
    assert try_wheel.main() == 1
    said = capsys.readouterr().err
    assert "it ended with 3 and said:\nno such package" in said and "Traceback" not in said


def test_it_is_tried_wherever_the_suite_runs() -> None:
    """On each system after the tests, and in our own CI."""
    call = "python scripts/try_wheel.py"
    jobs = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))["jobs"]
    assert all(call in jobs[job]["steps"][-1]["run"] for job in ("suite", "windows"))
    assert call in (ROOT / ".ci/run").read_text(encoding="utf-8").rpartition("make test")[2]
