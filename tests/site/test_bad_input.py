"""What editors and imports bring along: a valid feed, or a problem with file and line; never a broken feed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import feedparser
import pytest

from tests.samples import NOW, ROOT, article_text, environment, make_site, run
from tests.sites import Built, build

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40"/></svg>'
TITLES = {
    "cdata": "A ]]> and &amp; and &#38; in it",
    "markup": "How to use <select>, <!-- and &copy",
    "emoji": "🎉 👩🏽‍💼 and a zero‍joiner",
    "right-to-left": "كيف تستعد لمقابلة העבודה הבאה",
    "long": ("word " * 60).strip(),
    "ampersands": "R&D at AT&T, Q&A",
}
BODIES = {
    "no-picture": "Only words.\n",
    "unclosed": "Words <p>open <b>bold</b>\n\nNext <table><tr><td>cell</table>\n\n<ul><li>one<li>two</ul>\n",
    "stray-ends": "</body></html> words </p></table> more\n\n<p>last",
    "cdata-text": "Text ]]> more <![CDATA[ x ]]> &amp; &lt;b&gt; &nbsp; &unknown; &#8; end\n",
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site of articles each of which is odd in one way."""
    root = tmp_path_factory.mktemp("odd") / "site"
    posts: dict[str, str | bytes] = {
        f"{name}.md": article_text("'" + title + "'") for name, title in TITLES.items()
    }
    posts |= {f"{name}.md": article_text(name, body) for name, body in BODIES.items()}
    posts |= {"drawn.md": article_text("Drawn", image="hero.svg", image_alt="A bar"), "hero.svg": SVG}
    return build(make_site(root, posts))


def test_odd_articles_make_feeds_that_strict_readers_take(odd: Built) -> None:
    """Whatever a title or a text holds, no feed has a problem, in any format."""
    done = run(odd.root, "check.py", "--feeds", now=odd.now)
    assert "No problems." in done.stdout
    assert done.returncode == 0


def test_no_odd_article_is_lost(odd: Built) -> None:
    """Each is in the feed once, and what it says is there."""
    feed = feedparser.parse(odd.file("/feed.xml").read_bytes(), sanitize_html=False)
    assert not feed.bozo
    texts = {entry.link.rstrip("/").rpartition("/")[2]: entry.content[0].value for entry in feed.entries}
    assert set(texts) == {*TITLES, *BODIES, "drawn"}
    assert {entry.title for entry in feed.entries} >= set(TITLES.values())
    for name, words in (("unclosed", ("open", "bold", "cell")), ("stray-ends", ("words", "more", "last"))):
        assert all(word in texts[name] for word in words), name


@pytest.mark.parametrize(
    ("files", "where", "says"),
    [
        ({"a.md": article_text('"A \\a bell"')}, "a.md:2", "invisible control character"),
        ({"a.md": article_text(body="A \x07 bell.\n")}, "a.md:9", "invisible control character"),
        ({"a.md": article_text(body="![A desk](b.png)\n"), "b.png": b"no picture"}, "a.md:9", "read as a picture"),
        ({"a.md": article_text(image="b.png", image_alt="A desk"), "b.png": b"x"}, "a.md:7", "read as a picture"),
    ],
)  # fmt: skip
def test_what_cannot_be_published_is_said_with_its_line(
    tmp_path: Path, files: dict[str, str | bytes], where: str, says: str
) -> None:
    """A control character, a picture that is none: the build stops and names file and line."""
    done = run(make_site(tmp_path, files), "build.py")
    assert done.returncode == 1
    assert f"docs/articles/posts/2026/{where}\n" in done.stderr
    assert says in done.stderr
    assert not (tmp_path / "site").exists()


def test_two_sites_at_once_in_odd_folders_without_git(tmp_path: Path) -> None:
    """One installation serves several sites: blanks and umlauts in their folders, a terminal of ASCII, no git."""
    (tmp_path / "empty").mkdir()
    more = {"PATH": str(tmp_path / "empty"), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    running = {}
    for name in ("Über uns – 1", "Über uns – 2"):
        root = make_site(tmp_path / name, {"a.md": article_text(name)})
        command = [sys.executable, str(ROOT / "scripts/build.py")]
        running[root] = subprocess.Popen(
            command, cwd=root, env=environment(NOW, **more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    for root, process in running.items():
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said.decode()
        assert f"<h1>{root.name}</h1>" in re.sub(
            "<h1[^>]*>", "<h1>", Built(root=root, said="").text("/articles/a/")
        )
