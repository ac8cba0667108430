"""A site that began as a clone of 0.1.0 takes this version; nothing of its own is touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge_center_cli import upgrade
from tests.samples import ROOT, article_text, command, make_docs, picture, run
from tests.sites import Built, build, hashes

CLONE = ROOT / "tests/upgrades/clone_of_0.1.0"
ISSUE = "docs/digests/weekly"


def changed_by_hand(root: Path) -> Path:
    """The clone with a company's own articles and ledger, and five things changed: two settings, a template, a
    template of its own, a style sheet of its own, a word in a comment."""
    shutil.copytree(CLONE, root)
    (root / "hooks").mkdir()
    (root / "hooks/main.py").write_text("raise RuntimeError('the hook of an older version')\n", "utf-8")
    one = article_text("One", image="one.png", image_alt="A teal picture")
    posts: dict[str, str | bytes] = {
        "one.md": one,
        "one.png": picture(),
        "two.md": article_text("Two", date="2026-11-10"),
    }
    make_docs(root, {**posts, "articles/index.md": "---\ntitle: Articles\n---\n"})
    shutil.copytree(ROOT / "docs/assets", root / "docs/assets", dirs_exist_ok=True)
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8").replace(
        "site_name: Knowledge Center", "site_name: Ours   # we named it"
    )
    text = text.replace("extra_css: [assets/site.css]", "extra_css: [assets/site.css, assets/ours.css]")
    text = text.replace("America/Detroit          # dates", "Europe/Berlin            # our dates")
    settings.write_text(text, "utf-8")
    (root / "docs/assets/ours.css").write_text("h1 { color: teal }\n", "utf-8")
    article = root / "overrides/article.html"
    article.write_text(
        article.read_text("utf-8").replace("By {{ cards.names", "Written by {{ cards.names"), "utf-8"
    )
    (root / "overrides/ours.html").write_text('{% extends "main.html" %}\n', "utf-8")
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return changed_by_hand(tmp_path_factory.mktemp("clone") / "site")


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(site, tmp_path / "site"))


def test_it_is_only_shown_at_first(copy: Path) -> None:
    """Without --write: what would change in the settings, which files would go, which want a hand; no byte changes."""
    before = hashes(copy)
    done = command(copy, "upgrade")
    assert done.returncode == 0, done.stderr
    assert "+    schema: 1" in done.stdout and "-hooks: [hooks/main.py]" in done.stdout
    assert "-extra_css: [assets/site.css, assets/ours.css]\n+extra_css: [assets/ours.css]" in done.stdout
    assert "To be deleted" in done.stdout and "overrides/base.html  (0.1.0)" in done.stdout
    assert "copy of our article.html of 0.1.0 that was changed here" in done.stdout
    assert "knowledge-center upgrade --write" in done.stdout
    assert hashes(copy) == before


def test_the_site_takes_this_version(copy: Path) -> None:
    """Written, then the one template moved into a block: it builds, closes an issue, and has all that was its own."""
    own = (
        "docs/articles/",
        "docs/assets/ours.css",
        "docs/assets/brand.css",
        "overrides/ours.html",
        "overrides/article.html",
    )
    before = {name: hash_ for name, hash_ in hashes(copy).items() if name.startswith(own)}
    lines = (copy / "mkdocs.yml").read_text("utf-8").splitlines()
    done = command(copy, "upgrade", "--write")
    assert done.returncode == 0, done.stderr
    after = hashes(copy)
    assert {name: after[name] for name in before} == before
    assert {name for name in after if name.startswith("overrides/")} == {
        "overrides/ours.html",
        "overrides/article.html",
    }
    assert "docs/assets/copy.js" not in after
    now = (copy / "mkdocs.yml").read_text("utf-8").splitlines()
    added = [line.strip() for line in now if line not in lines]
    assert added == ["schema: 1", "extra_css: [assets/ours.css]", "- knowledge-center"]
    # The template that was changed is one of 0.1.0 still: the build says so, and how it goes on.
    failed = run(copy, "build.py")
    assert failed.returncode == 1
    assert "overrides/article.html:" in failed.stderr and "copy of our article.html of 0.1.0" in failed.stderr
    assert (
        '{% extends "knowledge_center/article.html" %}' in failed.stderr and "Traceback" not in failed.stderr
    )
    text = '{% extends "knowledge_center/article.html" %}\n{% block byline %}<p>Written by us</p>{% endblock %}\n'
    (copy / "overrides/article.html").write_text(text, "utf-8")
    found = build(copy)
    assert "Written by us" in found.text("/articles/one/") and "h1 { color: teal }" in found.text(
        "/assets/ours.css"
    )
    assert "Advice" not in found.said
    assert command(copy, "close", "weekly").returncode == 0
    again = command(copy, "upgrade")
    assert "nothing to upgrade" in again.stdout and "mkdocs.yml is of schema 1" in again.stdout


def test_a_build_reads_older_settings_as_they_are(copy: Path) -> None:
    """Nothing has to be written first: a build says that it read the settings as newer ones, and uses our templates."""
    (copy / "overrides/article.html").unlink()
    before = hashes(copy)
    found = build(copy)
    assert "knowledge-center upgrade" in found.said and "are read as if" in found.said
    assert "ours of version 0.1.0, unchanged" in found.said
    assert 'class="story"' in found.text("/articles/one/")
    assert {name: hash_ for name, hash_ in hashes(copy).items() if name in before} == before
    _same_as_upgraded(copy, found)


def _same_as_upgraded(copy: Path, found: Built) -> None:
    """What was read into older settings is what is written: the site is the same, byte for byte."""
    pages = hashes(found.folder)
    assert command(copy, "upgrade", "--write").returncode == 0
    assert hashes(build(copy).folder) == pages


def test_an_interruption_leaves_the_old_settings(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed or out of space while writing: mkdocs.yml is whole, and the next call does the rest."""
    monkeypatch.chdir(copy)
    before = (copy / "mkdocs.yml").read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device", "mkdocs.yml")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full)
        assert upgrade.main(["--write"]) == 1
    assert (copy / "mkdocs.yml").read_bytes() == before
    assert upgrade.main(["--write"]) == 0
    assert b"schema: 1" in (copy / "mkdocs.yml").read_bytes()
    assert not list(copy.glob(".mkdocs.yml*"))


def test_settings_of_a_later_version_are_refused(copy: Path) -> None:
    """Nobody's newer settings are read half: every command says which version is needed."""
    settings = copy / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("  knowledge_center:\n", "  knowledge_center:\n    schema: 7\n"),
        "utf-8",
    )
    for words in (["upgrade"], ["check"], ["build"], ["status"], ["close", "weekly"]):
        done = command(copy, *words)
        assert done.returncode == 1
        assert "of schema 7, of a later version" in done.stdout + done.stderr
        assert "1 problem." in done.stdout + done.stderr


def test_a_site_of_this_version_has_nothing_to_do(tmp_path: Path) -> None:
    """A new site, and a second call."""
    assert command(tmp_path, "init", "site", "--yes").returncode == 0
    before = hashes(tmp_path / "site")
    done = command(tmp_path / "site", "upgrade", "--write")
    assert (done.returncode, "nothing to upgrade" in done.stdout) == (0, True)
    assert hashes(tmp_path / "site") == before


def test_a_folder_without_a_site_is_a_sentence(tmp_path: Path) -> None:
    done = command(tmp_path, "upgrade")
    assert done.returncode == 1 and "There is no mkdocs.yml here." in done.stderr
