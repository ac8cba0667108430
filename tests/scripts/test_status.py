"""Where everything stands, in one call."""

from __future__ import annotations

from pathlib import Path

from tests.samples import article_text, make_site, run


def test_what_waits_is_told(tmp_path: Path) -> None:
    """Drafts, what is scheduled and what expires with the site's own clock, and the digest that is due."""
    root = make_site(
        tmp_path / "site",
        {
            "one.md": article_text("One", "See [that one](ends.md).\n"),
            "half.md": article_text("Half", draft="true"),
            "later.md": article_text("Later", date="2026-12-01 09:00"),
            "ends.md": article_text("Ends", expires="2026-12-10"),
            "over.md": article_text("Over", expires="2026-11-17"),
            "wrong.md": article_text("Wrong", without="description"),
        },
    )
    done = run(root, "status.py")
    assert done.returncode == 0
    for lines in (
        "2 articles can be read.",
        "Drafts:\n  Half\n    docs/articles/posts/2026/half.md",
        "Scheduled:\n  Later, Tuesday, December 1, 09:00\n",
        "Expire soon:\n  Ends, Friday, December 11, 00:00\n",
        "Expired:\n  Over\n",
        "Links to what ends:\n  The link leads to “Ends”, which expires on 2026-12-11 00:00: its page stays, and ",
        "\n    docs/articles/posts/2026/one.md:9\n",
        "weekly is due since",
        "1 problem to mend: knowledge-center check",
    ):
        assert lines in done.stdout, done.stdout


def test_a_quiet_site_has_little_to_say(tmp_path: Path) -> None:
    """No empty groups."""
    done = run(make_site(tmp_path / "site", {"one.md": article_text("One")}), "status.py")
    assert done.stdout.startswith("1 article can be read.\n\nweekly ")
    assert "Drafts" not in done.stdout and "problem" not in done.stdout
