"""Old addresses in the file of a host of files."""

from __future__ import annotations

from knowledge_center.pages.host_files import left_out, redirect_rules


def test_own_lines_count_among_those_a_host_reads() -> None:
    """The site's own come first; what is beyond the host's number is named, the newest is not among it."""
    moved = {f"articles/old-{number}/index.html": f"articles/new-{number}/" for number in range(2000)}
    written = redirect_rules("cloudflare", moved, (), own="# ours\n/a /b 301\n/c /d 301\n")
    assert written.text.startswith("# ours\n/a /b 301\n/c /d 301\n\n# Made by")
    assert "/articles/old-0/ /articles/new-0/ 301\n" in written.text
    assert written.left_out and "/articles/old-1999/" in written.left_out
    rules = [line for line in written.text.splitlines() if line.startswith("/")]
    assert len(rules) + len(written.left_out) == 2002 and len(written.text.encode()) <= 100_000
    said = left_out(written.left_out)
    assert said.startswith(f"{len(written.left_out):,} old addresses that the host's rules have no place for")
    assert left_out(()) == ""


def test_servers_of_ones_own_have_no_such_lines() -> None:
    """nginx would not start with lines of another host's."""
    written = redirect_rules("nginx", {"old.html": "articles/new/"}, (), base="/blog/", own="/a /b 301\n")
    assert "/a /b" not in written.text and 'location = "/blog/old.html"' in written.text
