"""Lighthouse's reports on a page become a line of a table, and a goal that is missed is said."""

from __future__ import annotations

import json
from typing import Any

import page_scores
from page_scores import GOALS, Scores, summed_up
from tests.samples import ROOT


def report(speed: float, *, contrast: float = 1) -> dict[str, Any]:
    """A report as far as it is read, from a run of that speed."""
    shown = {name: {"displayValue": f"{name} at {speed}"} for name in page_scores._FIGURES}
    scores = {name: {"score": 1, "auditRefs": []} for name in GOALS}
    parts = [
        {"id": "color-contrast", "weight": 7},
        {"id": "manual", "weight": 0},
        {"id": "idle", "weight": 3},
    ]
    return {
        "categories": scores
        | {
            "performance": {"score": speed, "auditRefs": []},
            "accessibility": {"score": contrast, "auditRefs": parts},
        },
        "audits": {
            **shown,
            "color-contrast": {"title": "Colours differ enough", "score": contrast},
            "idle": {"title": "Nothing to look at", "score": None},
        },
    }


def test_speed_is_the_median_and_the_rest_the_worst() -> None:
    """One slow run changes nothing; one finding does, and is named once."""
    found = summed_up(
        "home", [report(0.99), report(0.5), report(0.98, contrast=0.9), report(0.98, contrast=0.9)]
    )
    assert found.scores == {"performance": 98, "accessibility": 90, "best-practices": 100, "seo": 100}
    assert found.figures[0] == "first-contentful-paint at 0.98"
    assert found.missed == ("Colours differ enough (accessibility)",)
    assert not found.good
    assert summed_up("home", [report(0.98)]).good and not summed_up("home", [report(0.97)]).good


def test_the_page_has_a_line_for_each_page() -> None:
    """Scores, figures and what is missed stand below the name of the site."""
    one = Scores(
        page="home",
        scores=dict.fromkeys(GOALS, 100),
        figures=("1 s", "2 s", "0 ms", "0", "9 KB"),
        missed=("A",),
    )
    text = "\n".join(page_scores._page({"The sample": [one]}, "2026-11-29", "12", "Chromium", "Linux", 3))
    assert "## The sample" in text and "\nhome: A" in text
    heads, line = (row.count("|") for row in text.splitlines() if row.startswith(("| page", "| home")))
    assert heads == line == 11


def test_what_is_installed_is_known_by_its_hash_and_from_nowhere_in_particular() -> None:
    """Each package of Lighthouse has a hash; no registry is named, so that each machine asks its own."""
    text = (ROOT / "scripts/lighthouse/package-lock.json").read_text(encoding="utf-8")
    packages = {name: package for name, package in json.loads(text)["packages"].items() if name}
    assert len(packages) > 100
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert "://" not in text
