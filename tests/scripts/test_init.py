"""A new site: questions and options, what is refused, and that nothing is ever half-written."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from knowledge_center.content.content_reader import read_content
from knowledge_center.scaffold.answers import Answers
from knowledge_center.scaffold.site_files import settings_text, site_files
from knowledge_center.scaffold.vscode_files import vscode_files
from knowledge_center.settings.site_settings import read, read_settings
from knowledge_center.words.catalogues import languages, read_words
from knowledge_center_cli.command import run
from tests.samples import NOW, command, environment

FILES = {
    ".gitattributes", ".github/workflows/publish.yml", ".gitignore", "Makefile", "docs/articles/.authors.yml",
    "docs/articles/.categories.yml", "docs/articles/posts/2026/welcome.md", 
    "docs/assets/favicon.svg", "docs/index.md", "mkdocs.yml", "overrides/article.html", "requirements.txt",
    *vscode_files(),
}  # fmt: skip


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_defaults_make_a_site(tmp_path: Path) -> None:
    """With --yes nothing is asked; the answer says what to do next."""
    done = command(tmp_path, "init", "site", "--yes")
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "site") == FILES
    assert "cd site" in done.stdout and "knowledge-center serve" in done.stdout
    assert len((tmp_path / "site/Makefile").read_text("utf-8").splitlines()) == 4


def test_it_asks_and_asks_again(tmp_path: Path) -> None:
    """Each question has a default; a mistake is told in the words of the check, and asked again."""
    typed = "Our know-how\nfoo\nhttps://k.example.org\n\nMars\nEurope/Paris\nfr\nred\n#369\nmailchimpp\nkit,form=12\n"
    done = command(tmp_path, "init", "site", "--host", "gitlab", typed=typed)
    assert done.returncode == 0, done.stderr
    for words in (
        "“foo” was found, but an address that begins with https://",
        "“Mars” was found, but the name of a time zone",
        "“red” was found, but a colour",
        "“mailchimpp” is not known.",
    ):
        assert words in done.stdout
    settings = read(tmp_path / "site/mkdocs.yml")
    assert (settings.site_name, settings.site_url) == ("Our know-how", "https://k.example.org/")
    assert (str(settings.zone), settings.language) == ("Europe/Paris", "fr")
    assert settings.organization.name == "Example Company"
    assert (settings.subscribe.provider, dict(settings.subscribe.keys)) == ("kit", {"form": "12"})
    assert files(tmp_path / "site") == FILES - {".github/workflows/publish.yml"} | {".gitlab-ci.yml"}


def test_every_wrong_option_is_told_at_once(tmp_path: Path) -> None:
    """What is given on the command line is not asked again: all mistakes, each with an option to paste."""
    wrong = ["--site-url", "foo", "--timezone", "Mars", "--accent", "blue-ish", "--language", "English"]
    done = command(tmp_path, "init", "site", "--yes", *wrong)
    assert done.returncode == 1
    for fix in ("--site-url https://", "--timezone America/Detroit", "--accent #", "--language en"):
        assert f"Fix:  {fix}" in done.stderr
    assert "4 problems." in done.stderr and not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    "name", ["Q: what? # now", "'quoted' \"twice\"", "- dash", "{x}", "true", "知識", "@@x@@"]
)
def test_any_name_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    """Signs that mean something in YAML are only signs."""
    done = command(tmp_path, "init", "site", "--yes", "--name", name, "--organization", name)
    assert done.returncode == 0, done.stderr
    settings = read(tmp_path / "site/mkdocs.yml")
    assert settings.site_name == settings.organization.name == name
    assert command(tmp_path / "site", "check").returncode == 0


@pytest.mark.parametrize("accent", ["#ff0", "#000", "#fff", "#0b5a63", "#e8b36a"])
def test_any_colour_is_taken(tmp_path: Path, accent: str) -> None:
    """Too light to be read, the nearest that can be is written down."""
    assert command(tmp_path, "init", "site", "--yes", "--accent", accent).returncode == 0
    written = yaml.safe_load((tmp_path / "site/mkdocs.yml").read_text("utf-8"))
    shown = written["extra"]["knowledge_center"]["brand"]["accent"]
    assert (shown == accent) == (accent == "#0b5a63") or accent == "#000"
    assert str(read(tmp_path / "site/mkdocs.yml").brand.colors.day.accent) == shown
    assert f'fill="{shown}"' in (tmp_path / "site/docs/assets/favicon.svg").read_text("utf-8")


def test_a_folder_with_files_is_refused(tmp_path: Path) -> None:
    """Nothing is written over; a repository that was just begun is no matter."""
    (tmp_path / "site/.git").mkdir(parents=True)
    (tmp_path / "site/notes.txt").write_text("mine", "utf-8")
    done = command(tmp_path, "init", "site", "--yes")
    assert done.returncode == 1
    assert "holds files already (notes.txt)" in done.stderr and "Fix:  knowledge-center init" in done.stderr
    assert files(tmp_path / "site") == {"notes.txt"}
    (tmp_path / "site/notes.txt").unlink()
    assert command(tmp_path / "site", "init", ".", "--yes").returncode == 0
    assert files(tmp_path / "site") == FILES


def test_what_is_to_be_pasted_is_in_quotes_where_it_has_to_be(tmp_path: Path) -> None:
    """A folder with a blank in its name: the next command can be pasted as it stands."""
    done = command(tmp_path, "init", "our site", "--yes")
    assert "Next:  cd 'our site'\n" in done.stdout
    refused = command(tmp_path, "init", "our site", "--yes")
    (fix,) = [line.partition("Fix:  ")[2] for line in refused.stderr.splitlines() if "Fix:  " in line]
    name, *words = shlex.split(fix)
    assert name == "knowledge-center" and command(tmp_path, *words, "--yes").returncode == 0
    assert files(tmp_path / "our site/knowledge") == FILES


def test_a_signup_that_nobody_would_take_is_told_at_once(tmp_path: Path) -> None:
    """What a build would stop for is said with the same lines to paste; with somebody who takes it nothing is."""
    url = ["--site-url", "https://example.github.io/knowledge/"]
    done = command(tmp_path, "init", "one", "--yes", *url)
    built = command(tmp_path / "one", "build")
    assert (done.returncode, built.returncode) == (0, 1)
    words = "example.github.io is an address at GitHub Pages, where only files are: nobody would take the signups."
    assert words in done.stdout and words in built.stderr
    assert "service_url: https://subscribe.example.com" in done.stdout
    given = ["--signup", "link,url=https://example.org/follow"]
    assert "nobody" not in command(tmp_path, "init", "two", "--yes", *url, *given).stdout


def test_without_answers_nothing_is_written(tmp_path: Path) -> None:
    """A schedule that calls it without --yes gets a sentence."""
    done = command(tmp_path, "init", "site", typed="Our site\n")
    assert done.returncode == 1 and "--yes" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "site").exists()


def test_a_failure_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full in the middle, the folder is as it was before."""
    rename, calls = Path.rename, []

    def full(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 3:
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    assert run("init", [str(tmp_path / "site"), "--yes"]) == 1
    assert len(calls) == 3 and not (tmp_path / "site").exists()


def test_a_kill_leaves_no_half_site(tmp_path: Path) -> None:
    """After a kill there is no mkdocs.yml, and a second call makes the site."""
    unfinished = tmp_path / "site/.knowledge-center-init/docs"
    unfinished.mkdir(parents=True)
    (unfinished / "index.md").write_text("half", "utf-8")
    assert command(tmp_path, "init", "site", "--yes").returncode == 0
    assert files(tmp_path / "site") == FILES


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent another way there")
def test_ctrl_c_at_a_question_is_a_word(tmp_path: Path) -> None:
    """Who changes their mind at a question gets no traceback and no folder."""
    start = "from knowledge_center_cli.command import program; program()"
    asked = subprocess.Popen(
        [sys.executable, "-P", "-c", start, "init", "site"], cwd=tmp_path, env=environment(NOW), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
    )  # fmt: skip
    assert asked.stdout is not None
    os.set_blocking(asked.stdout.fileno(), True)
    assert asked.stdout.read(1) == "T"
    time.sleep(0.05)
    asked.send_signal(signal.SIGINT)
    _, said = asked.communicate(timeout=60)
    assert asked.returncode == 130 and said.strip().endswith("Stopped.") and "Traceback" not in said
    assert not (tmp_path / "site").exists()


def test_the_workflows_are_what_their_hosts_read(tmp_path: Path) -> None:
    """GitHub's and GitLab's own schemas have nothing against them, nor has an auditor."""
    programs = Path(sys.executable).parent.as_posix()
    schemas = {
        "github": [".github/workflows/publish.yml", "vendor.github-workflows"],
        "gitlab": [".gitlab-ci.yml", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
    }
    for host, (name, *schema) in schemas.items():
        made = command(tmp_path, "init", host, "--yes", "--host", host)
        assert made.returncode == 0
        assert "where only files are: nobody would take the signups" in made.stdout, "its runs would stop"
        call = [f"{programs}/check-jsonschema", str(tmp_path / host / name), "--builtin-schema", *schema]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    call = [f"{programs}/zizmor", "--offline", "--quiet", "--pedantic", str(tmp_path / "github")]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("language", [tag for tag in languages() if tag != "en"])
def test_a_new_site_begins_in_its_language(language: str, tmp_path: Path) -> None:
    """Its settings and its first article say in that language what they say in English in another."""
    words = read_words(language)
    answers = Answers(language=language, name="Wissen", organization="Muster & Co")
    made = site_files(answers, version="0.2.0", now=NOW)
    article = " ".join(made["docs/articles/posts/2026/welcome.md"].split())
    for line in (
        words.template("## Write the next one"),
        words.gettext("Welcome to %(name)s", name="Wissen"),
    ):
        assert line in article
    assert "This is the first article" not in article
    assert "`knowledge-center serve`" in article and "draft: true" in article
    settings = read_settings(yaml.safe_load(settings_text(answers, version="0.2.0", now=NOW)))
    for path, data in made.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(data, encoding="utf-8")
    assert read_content(tmp_path, settings, NOW).problems == ()
    assert settings.language == language
    assert settings.digests[0].title == words.template("The weekly digest")
    assert settings.subscribe.consent.split() == words.template(_CONSENT).split()


_CONSENT = (
    "Yes, mail me new articles. One message at most per issue, no sharing of my address, and every mail has a link to "
    "leave."
)


@pytest.mark.parametrize(
    ("site_url", "sender"),
    [
        ("https://knowledge.example.org/", "knowledge@example.org"),
        ("https://example.org/knowledge/", "knowledge@example.org"),
        ("http://localhost:8000/", "knowledge@example.com"),
    ],
)
def test_the_sender_is_of_the_sites_domain(site_url: str, sender: str) -> None:
    """As mail servers want it; a first try on one's own machine has none, and gets a sample."""
    text = settings_text(Answers(site_url=site_url), version="0.2.0", now=NOW)
    assert f"sender: {sender}\n" in text


@pytest.mark.parametrize(("given", "meant"), [("tlh", "en"), ("german", "de"), ("pt", "pt-BR")])
def test_a_language_without_words_is_no_answer(given: str, meant: str, tmp_path: Path) -> None:
    """The answer is told with those there are, and with the one that was meant if that can be guessed."""
    done = command(tmp_path, "init", "site", "--yes", "--language", given)
    assert done.returncode == 1 and not (tmp_path / "site").exists()
    assert "pt-BR" in done.stderr and f"--language {meant}" in done.stderr
