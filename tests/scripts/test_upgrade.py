"""A site that began as a clone of 0.1.0 takes this version; nothing of its own is touched."""

from __future__ import annotations

import shutil
from importlib import metadata
from pathlib import Path

import pytest

from knowledge_center.scaffold import generated_files
from knowledge_center.scaffold.site_files import generated_files as generated_now
from knowledge_center.scaffold.vscode_files import vscode_files
from knowledge_center_cli.command import run
from tests.samples import ROOT, article_text, command, make_docs, picture
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
    assert set(vscode_files()) <= set(after) and "Added, for editors with Visual Studio Code" in done.stdout
    now = (copy / "mkdocs.yml").read_text("utf-8").splitlines()
    added = [line.strip() for line in now if line not in lines]
    assert added == ["schema: 1", "extra_css: [assets/ours.css]", "- knowledge-center"]
    # The template that was changed is one of 0.1.0 still: the build says so, and how it goes on.
    said = build(copy).said
    assert "overrides/article.html" in said and "copy of our article.html of 0.1.0" in said
    assert '{% extends "knowledge_center/article.html" %}' in said
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
        assert run("upgrade", ["--write"]) == 1
    assert (copy / "mkdocs.yml").read_bytes() == before
    assert run("upgrade", ["--write"]) == 0
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


MAKEFILE, IGNORED, WORKFLOW, PIPELINE = (
    "Makefile",
    ".gitignore",
    ".github/workflows/publish.yml",
    ".gitlab-ci.yml",
)
REQUIREMENTS = "requirements.txt"


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new site whose generated files are those of 0.1.9, of which there is a record; the current folder."""
    assert command(tmp_path, "init", "site", "--yes").returncode == 0
    root = tmp_path / "site"
    before = {
        REQUIREMENTS: "knowledge-center >=0.1.9,<0.2\n",
        MAKEFILE: "build: ; knowledge-center make\nserve: ; knowledge-center serve\ncheck: ; knowledge-center check\n",
        IGNORED: "/.venv\n/.build/\n/site/\n",
        WORKFLOW: (root / WORKFLOW).read_text("utf-8").replace("timeout-minutes: 40", "timeout-minutes: 20"),
        PIPELINE: "image: python\n",
    }
    for name in (REQUIREMENTS, MAKEFILE, IGNORED, WORKFLOW):
        (root / name).write_text(before[name], "utf-8")
    monkeypatch.setattr(
        generated_files, "record", lambda: {path: {"0.1.9": text} for path, text in before.items()}
    )
    monkeypatch.chdir(root)
    return root


def test_what_init_generates_otherwise_now_is_renewed(
    older: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shown first, as a difference; written where the site has changed nothing, in the file's own line ends."""
    (older / MAKEFILE).write_bytes((older / MAKEFILE).read_bytes().replace(b"\n", b"\r\n"))
    before = hashes(older)
    assert run("upgrade", []) == 0
    said = capsys.readouterr().out
    assert (
        f"{MAKEFILE}: Version 0.1.9 generated it, and this one generates it otherwise.\n\n--- {MAKEFILE}"
        in said
    )
    assert "-build: ; knowledge-center make\n+build: ; knowledge-center build\n" in said
    assert "+/outbox/" in said and "-knowledge-center >=0.1.9,<0.2\n+knowledge-center >=" in said
    assert "-    timeout-minutes: 20\n+    timeout-minutes: 40" in said and PIPELINE not in said
    assert said.strip().endswith("Nothing was written. knowledge-center upgrade --write does it.")
    assert hashes(older) == before
    assert run("upgrade", ["--write"]) == 0
    now = generated_now(metadata.version("knowledge-center"))
    for name in (REQUIREMENTS, IGNORED, WORKFLOW):
        assert (older / name).read_bytes() == now[name].encode()
    assert (older / MAKEFILE).read_bytes() == now[MAKEFILE].encode().replace(b"\n", b"\r\n")
    assert not (older / PIPELINE).exists()
    capsys.readouterr()
    assert run("upgrade", []) == 0
    assert "there is nothing to upgrade" in capsys.readouterr().out


def test_a_generated_file_that_was_changed_is_shown_and_kept(
    older: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The difference is that between the two versions; a file that is the site's own is not spoken of."""
    (older / IGNORED).write_text("/.venv\n/.build/\n/site/\n/ours/\n", "utf-8")
    (older / MAKEFILE).write_text("all:\n\techo ours\n", "utf-8")
    kept = {name: hash_ for name, hash_ in hashes(older).items() if name in (IGNORED, MAKEFILE)}
    assert run("upgrade", ["--write"]) == 0
    said = capsys.readouterr().out
    assert (
        f"{IGNORED}: Version 0.1.9 generated it" in said
        and "changed here since, so take over by hand" in said
    )
    assert "+/outbox/" in said and "/ours/" not in said and MAKEFILE not in said
    assert {name: hashes(older)[name] for name in kept} == kept
    assert run("upgrade", ["--write"]) == 0
    assert "there is nothing more to upgrade" in capsys.readouterr().out


def test_the_record_of_generated_files_is_true() -> None:
    """What is recorded for the version of today is what it generates: nothing changed after that."""
    version = metadata.version("knowledge-center")
    for path, text in generated_now(version).items():
        recorded = generated_files.record().get(path, {}).get(version, text)
        assert recorded == text, f"{path}: run scripts/record_templates.py"


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_what_a_release_remembers_is_what_init_writes(tmp_path: Path, host: str) -> None:
    """Byte for byte; and of a version that generates a file as the one before, nothing more is remembered."""
    assert command(tmp_path, "init", "site", "--yes", "--host", host).returncode == 0
    now = generated_now(metadata.version("knowledge-center"))
    names = {path for path in now if (tmp_path / "site" / path).exists()}
    hosts = WORKFLOW if host == "github" else PIPELINE
    assert names == {MAKEFILE, IGNORED, ".gitattributes", REQUIREMENTS, hosts, *vscode_files()}
    assert {path: (tmp_path / "site" / path).read_text("utf-8") for path in names} == {
        p: now[p] for p in names
    }
    first = generated_files.with_version({}, "1.0.0", {MAKEFILE: "a"})
    second = generated_files.with_version(first, "1.0.1", {MAKEFILE: "a"})
    assert generated_files.with_version(second, "1.1.0", {MAKEFILE: "b"}) == {
        MAKEFILE: {"1.0.0": "a", "1.1.0": "b"}
    }


def test_inherited_settings_are_changed_where_they_stand(copy: Path) -> None:
    """Each line in the file that holds it, which is named; then the site builds, and nothing is left to do."""
    (copy / "overrides/article.html").unlink()
    text = (copy / "mkdocs.yml").read_text("utf-8")
    hooks = next(line for line in text.splitlines() if line.startswith("hooks:"))
    (copy.parent / "base.yml").write_text(text.replace(f"{hooks}\n", ""), "utf-8")
    (copy / "mkdocs.yml").write_text(f"INHERIT: ../base.yml\n{hooks}\nsite_name: Theirs   # here\n", "utf-8")
    shown = command(copy, "upgrade")
    assert shown.returncode == 0, shown.stderr
    assert "--- ../base.yml" in shown.stdout and "../base.yml: It is inherited by mkdocs.yml." in shown.stdout
    assert (copy / "mkdocs.yml").read_text("utf-8").startswith("INHERIT: ../base.yml\nhooks")
    done = command(copy, "upgrade", "--write")
    assert done.returncode == 0, done.stderr
    assert (copy / "mkdocs.yml").read_text("utf-8") == "INHERIT: ../base.yml\nsite_name: Theirs   # here\n"
    base = (copy.parent / "base.yml").read_text("utf-8")
    assert "    schema: 1\n" in base and "- knowledge-center" in base and "# our dates" in base
    assert "nothing to upgrade" in command(copy, "upgrade").stdout
    assert "Advice" not in build(copy).said
    assert not [path for path in copy.parent.rglob(".unfinished-*")]


def test_files_that_would_not_add_up_are_left_alone(copy: Path) -> None:
    """Where a list of one file hides that of another, taking it out would bring the other back: done by hand."""
    text = (copy / "mkdocs.yml").read_text("utf-8")
    (copy / "base.yml").write_text(text.replace("hooks: [hooks/main.py]", "hooks: [hooks/other.py]"), "utf-8")
    (copy / "mkdocs.yml").write_text("INHERIT: base.yml\nhooks: [hooks/main.py]\n", "utf-8")
    before = hashes(copy)
    done = command(copy, "upgrade", "--write")
    assert done.returncode == 1 and hashes(copy) == before
    assert "safely together (mkdocs.yml, base.yml)" in done.stderr and "remove hooks.[1]" in done.stderr
