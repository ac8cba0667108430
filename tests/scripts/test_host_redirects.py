"""The redirects of a site, as a deploy writes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.samples import DATA, article_text, command, make_docs


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two aliases of what readers can meet, one of what has ended, one of a draft."""
    (tmp_path / "mkdocs.yml").write_text(
        yaml.safe_dump(DATA | {"site_url": "https://www.example.com/kc/"}), "utf-8"
    )
    articles: dict[str, str | bytes] = {
        "pay.md": article_text("Pay", aliases="[money, /blog/pay.html]"),
        "ended.md": article_text("Ended", date="2026-11-01", expires="2026-11-10", aliases="[over]"),
        "draft.md": article_text("Draft", draft="true", aliases="[secret]"),
        "./_redirects": "/feed /feed.xml 301\n",
    }
    make_docs(tmp_path, articles)
    return tmp_path


def test_a_web_server_is_given_whole_paths(site: Path) -> None:
    """With the part of the address that is before the site; of a draft nobody hears."""
    done = command(site, "redirects", "nginx")
    assert done.stdout.splitlines()[1:] == [
        'location = "/kc/articles/money/" { return 301 /kc/articles/pay/$is_args$args; }',
        'location = "/kc/articles/money" { return 301 /kc/articles/pay/$is_args$args; }',
        'location = "/kc/blog/pay.html" { return 301 /kc/articles/pay/$is_args$args; }',
        'location = "/kc/articles/over/" { return 301 /kc/articles/ended/$is_args$args; }',
        'location = "/kc/articles/over" { return 301 /kc/articles/ended/$is_args$args; }',
    ]


def test_lines_of_ones_own_stay_first(site: Path) -> None:
    """The host reads one file."""
    done = command(site, "redirects", "netlify", "--to", "site/_redirects")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    lines = (site / "site/_redirects").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "/feed /feed.xml 301" and lines[3] == "/articles/money/ /articles/pay/ 301!"
    assert [path.name for path in (site / "site").iterdir()] == ["_redirects"]


def test_what_is_left_out_is_told(site: Path) -> None:
    """More than a host reads is no failure: pages lead on."""
    aliases = ", ".join(f"old-{number}" for number in range(60))
    make_docs(site, {"pay.md": article_text("Pay", aliases=f"[{aliases}]")})
    done = command(site, "redirects", "s3")
    assert done.returncode == 0
    assert done.stderr == (
        "11 old addresses that the host's rules have no place for, left to the pages that lead on: "
        "/articles/old-50/, /articles/old-51/, /articles/old-52/ …\n"
    )


def test_a_rule_of_s3_hides_no_page(site: Path) -> None:
    """It is about all keys that begin so: one above a page is left out, and the longer of two is found first."""
    files: dict[str, str | bytes] = {
        "pay.md": article_text("Pay", aliases="[/blog/, /old/]"),
        "talk.md": article_text("Talk", aliases="[/old/talk/]"),
        "ended.md": article_text("Ended"),
        "./blog/team.md": "# Team",
    }
    make_docs(site, files)
    done = command(site, "redirects", "s3")
    keys = [rule["Condition"]["KeyPrefixEquals"] for rule in json.loads(done.stdout)["RoutingRules"]]
    assert keys == ["old/talk/", "old/"]
    assert done.stderr.endswith("left to the pages that lead on: /blog/\n")


def test_lines_of_ones_own_count_where_a_host_counts(site: Path) -> None:
    """Cloudflare reads 2,000 in all: what is beyond that is told, and not passed over in silence."""
    (site / "docs/_redirects").write_text("# Ours\n" + "/a /b 301\n" * 1998, encoding="utf-8")
    done = command(site, "redirects", "cloudflare")
    assert done.stdout.count(" 301\n") == 2000
    assert "1 old address that the host's rules have no place for" in done.stderr
