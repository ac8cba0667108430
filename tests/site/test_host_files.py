"""What a host reads beside the site, made with each build."""

from __future__ import annotations

from tests.sites import Built


def test_a_host_that_reads_them_has_its_files(varied: Built, built: Built) -> None:
    """Every page that leads on is a line too, behind the site's own lines; a site without such a host has no file."""
    lines = (varied.folder / "_redirects").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "/our-own /about/ 301"
    led = {line.split()[0] for line in lines[1:] if line.startswith("/")}
    pages = {
        "/" + path.relative_to(varied.folder).as_posix().removesuffix("index.html")
        for path in varied.folder.rglob("*.htm*")
        if 'http-equiv="refresh"' in path.read_text(encoding="utf-8")
    }
    # A folder that was a feed stays a page, which names the feeds to programs.
    assert pages - {"/feed/"} == led and "/articles/former-name/" in led
    assert "frame-ancestors 'self'" in (varied.folder / "_headers").read_text(encoding="utf-8")
    assert not (built.folder / "_redirects").exists() and not (built.folder / "_headers").exists()
