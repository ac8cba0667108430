"""A new article's file, as an editor asks for it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from knowledge_center.articles.article_schema import ARTICLE
from tests.samples import NOW, article_text, command, environment, make_site, run
from tests.tools.importer.documents.samples import docx, p, picture

SENTENCE = "One sentence that is long enough to say what a reader gets from it."
CHOSEN = ("--author", "careers-desk", "--topic", "interviews")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    gone = "old-wages:\n  date: 2026-11-01\n"
    return make_site(
        tmp_path / "site",
        {"one.md": article_text("One", aliases="[old-one]"), "articles/.gone.yml": gone},
    )


def fields_of(site: Path, said: str) -> str:
    """The lines of the file that the first line of the answer names."""
    return (site / said.splitlines()[0]).read_text("utf-8")


def test_the_file_and_its_preview_are_named(site: Path) -> None:
    """The file has all that an article needs and is a draft; the answer says what is still to be written."""
    done = run(site, "new_article.py", 'Why "you": a wait?', "--description", SENTENCE, *CHOSEN)
    assert done.returncode == 0, done.stderr
    path, preview, todo, last = done.stdout.splitlines()
    assert path == "docs/articles/posts/2026/why-you-a-wait.md"
    assert "http://127.0.0.1:8000/articles/why-you-a-wait/" in preview
    assert todo == "Still to be written: the text." and "draft: true" in last
    assert fields_of(site, done.stdout).startswith(
        f'---\ntitle: "Why \\"you\\": a wait?"\ndate: 2026-11-20\ndescription: "{SENTENCE}"\n'
        "authors: [careers-desk]\ncategories: [interviews]\ndraft: true\n# There are also: image, "
    )


def test_the_check_asks_for_what_is_to_be_written_and_nothing_else(site: Path) -> None:
    """A draft may wait for its description and its text: both are named, as advice, on their lines."""
    done = command(site, "new", "Later", *CHOSEN)
    assert done.stdout.splitlines()[2] == "Still to be written: the description and the text."
    checked = command(site, "check")
    found = re.findall(r"later\.md:(\d+)\n  (Advice: .*)", checked.stdout)
    assert checked.returncode == 0 and [line for line, _ in found] == ["4", "10"], checked.stdout
    assert "description" in found[0][1] and "text" in found[1][1]
    path = site / done.stdout.splitlines()[0]
    path.write_text(
        path.read_text("utf-8").replace("description:", f"description: {SENTENCE}") + "Some words of text.\n",
        "utf-8",
    )
    assert "later.md" not in command(site, "check").stdout


def test_every_field_can_be_given(site: Path) -> None:
    """Each has an option and is explained; what is written so passes the check."""
    picture = site / "docs/articles/posts/2027/hands.svg"
    picture.parent.mkdir()
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>', "utf-8")
    options = {
        "--date": "2027-01-02 09:00", "--description": SENTENCE, "--image": "hands.svg", "--image-alt": "Two: hands",
        "--image-focus": "30% 20%", "--updated": "2027-02-01", "--digest": "feature", "--expires": "2028-01-01",
        "--review-by": "2027-09-01", "--guid": "https://www.example.com/?p=1", "--alias": "/old/path/",
            "--series": "{name: All of it, part: 1}", "--language": "de", "--translation-of": "one",
    }  # fmt: skip
    words = [word for pair in options.items() for word in pair]
    done = command(
        site, "new", "All of it", *CHOSEN, "--topic", "hiring", "--author", "employer-desk", *words
    )
    assert done.returncode == 0, done.stderr
    text = fields_of(site, done.stdout)
    assert done.stdout.startswith("docs/articles/posts/2027/all-of-it.md\n")
    assert "authors: [careers-desk, employer-desk]\ncategories: [interviews, hiring]\n" in text
    assert re.findall(r"^(\w+):", text, re.MULTILINE) == list(ARTICLE.names)
    checked = command(site, "check").stdout
    assert re.findall(r"all-of-it\.md.*\n.*", checked) == [
        "all-of-it.md:20\n  Advice: The article has no text below its fields."
    ]
    helped = " ".join(command(site, "new", "--help").stdout.split())
    for field in ARTICLE.fields:
        assert " ".join(field.form_hint.split()[:4]) in helped


def test_what_is_missing_is_said(site: Path) -> None:
    """Where nobody can be asked, everything that is needed is told at once, with an option to paste."""
    done = command(site, "new")
    assert done.returncode == 1 and "3 problems." in done.stderr
    assert "There are careers-desk (Careers Desk), employer-desk (Employer Desk)." in done.stderr
    assert "Fix:  --author careers-desk" in done.stderr and "Fix:  --topic interviews" in done.stderr
    done = command(site, "new", "A title", "--no-draft", *CHOSEN)
    assert (
        done.returncode == 1 and "--description\n  Description is missing: One sentence of 50" in done.stderr
    )


def test_what_is_wrong_is_said(site: Path) -> None:
    """In the words of the check, at the option, with what to give instead; nothing is written."""
    done = command(
        site, "new", "B", "--author", "employers-desk", "--topic", "interviews", "--topic", "hirin",
        "--date", "2026/11/24", "--description", "short", "--digest", "featured", "--image", "a.png",
    )  # fmt: skip
    assert done.returncode == 1 and "6 problems." in done.stderr
    for fix in ("--author employer-desk", "--topic interviews --topic hiring", "--date 2026-11-24",
                "--digest feature", "Give --description and, in quotes: One sentence of 50 to 160",
                "Give --image-alt and, in quotes: What the picture shows"):  # fmt: skip
        assert f"Fix:  {fix}" in done.stderr
    assert not (site / "docs/articles/posts/2026/b.md").exists()
    nobody = command(site, "new", "B", "--author", "zzz", "--topic", "interviews").stderr
    assert (
        "Known are careers-desk, employer-desk." in nobody
        and "Fix:  Give --author and one of these" in nobody
    )


def test_tomorrow_is_a_day(site: Path) -> None:
    """A day in words is told as the day it is."""
    done = command(
        site, "new", "Two offers", "--author", "careers-desk", "--topic", "interviews", "--date", "tomorrow"
    )
    assert "--date 2026-11-21" in done.stdout + done.stderr


@pytest.mark.parametrize("title", ["One", "one!", "Old one", "Old wages", "Archive"])
def test_nothing_is_written_over(site: Path, title: str) -> None:
    """A name that an article has, had or was removed under is taken; so is one that means something else."""
    before = sorted(path.read_bytes() for path in (site / "docs/articles/posts").rglob("*.md"))
    done = command(site, "new", title, *CHOSEN)
    assert done.returncode == 1 and 'Fix:  knowledge-center new "Another title"' in done.stderr
    assert sorted(path.read_bytes() for path in (site / "docs/articles/posts").rglob("*.md")) == before


def test_a_long_title_has_an_address_of_bearable_length(site: Path) -> None:
    """The words that fit; no word is cut."""
    done = command(site, "new", "A word and then " * 20, *CHOSEN)
    name = Path(done.stdout.splitlines()[0]).stem
    assert 60 < len(name) <= 80 and name.endswith(("-a", "-word", "-and", "-then"))


@pytest.mark.skipif(sys.platform == "win32", reason="Terminals are made another way there")
def test_on_a_terminal_it_asks(site: Path) -> None:
    """What was not given is asked, with the choices by their numbers; a mistake is told and asked again."""
    answers = ["One", "A new one", "24.11.2026 noon", "", "Too short", SENTENCE, "7", "2 1", "hiring"]
    code, said = talk(site, ["new"], answers)
    assert code == 0, said
    assert "There is an article of that name already" in said
    assert "9 characters, 41 too few" in said and f"{len(SENTENCE)} characters." in said
    assert "There is no 7 in the list: its numbers go from 1 to 2." in said
    assert " 1  Careers Desk\n   2  Employer Desk" in said.replace("\r", "")
    text = (site / "docs/articles/posts/2026/a-new-one.md").read_text("utf-8")
    assert "date: 2026-11-20\n" in text and f'description: "{SENTENCE}"\n' in text
    assert "authors: [employer-desk, careers-desk]\ncategories: [hiring]\n" in text
    code, said = talk(site, ["new", "Quick", *CHOSEN], ["2026-12-01", "\x04"])
    assert code == 1 and "nothing was written" in said and "Traceback" not in said
    assert not (site / "docs/articles/posts/2026/quick.md").exists()


def test_a_document_becomes_a_draft(site: Path) -> None:
    """Title, text and pictures come from it; the check asks for what only an editor knows, and for nothing else."""
    file = docx(
        site / "draft.docx",
        p("Why they wait", style="Titel"),
        p("First", style="berschrift1"),
        p("We answer on the same day, and say when we cannot.", picture(3), picture(1, "A door")),
    )
    done = command(site, "new", "--from", "draft.docx", *CHOSEN)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert said[0] == "docs/articles/posts/2026/why-they-wait.md"
    assert said[2:5] == [
        "Still to be written: the description.",
        "- 2 pictures beside it: why-they-wait-1.png, why-they-wait-2.png.",
        "- Still to be said, for those who cannot see it: what why-they-wait-1.png shows.",
    ]
    checked = command(site, "check")
    assert checked.returncode == 0
    assert re.findall(r"why-they-wait\.md:\d+\n  (.*)", checked.stdout) == [
        "Advice: The field “description” is empty.",
        "Advice: The picture why-they-wait-1.png has no description for people who cannot see it.",
    ]
    before = sorted((site / "docs/articles/posts/2026").iterdir())
    again = command(site, "new", "--from", "draft.docx", *CHOSEN)
    assert again.returncode == 1 and "There is an article of that name already" in again.stderr
    assert sorted((site / "docs/articles/posts/2026").iterdir()) == before
    file.unlink()
    gone = command(site, "new", "--from", "draft.docx", *CHOSEN)
    assert gone.returncode == 1 and "draft.docx\n  This file cannot be read: No such file" in gone.stderr


def test_a_deck_that_is_long_enough_is_the_description(site: Path) -> None:
    """A shorter one is the first paragraph; a title that was typed goes before the document's."""
    for number, deck in enumerate((SENTENCE, "Short.")):
        docx(site / f"{number}.docx", p("A title", style="Titel"), p(deck, style="Untertitel"), p("Text."))
        done = command(site, "new", f"Number {number}", "--from", f"{number}.docx", *CHOSEN)
        text = fields_of(site, done.stdout)
        assert text.startswith(f'---\ntitle: "Number {number}"\n')
        assert (f'description: "{SENTENCE}"' in text) == (deck == SENTENCE)
        assert text.endswith("---\n\nText.\n" if deck == SENTENCE else "---\n\nShort.\n\nText.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Terminals are made another way there")
def test_on_a_terminal_it_asks_what_pictures_show(site: Path) -> None:
    """Each that the document does not describe, by the words before it."""
    docx(site / "draft.docx", p("Doors", style="Titel"), p("Here it is:", picture(1)))
    code, said = talk(site, ["new", "--from", "draft.docx", *CHOSEN], ["", "", "A red door"])
    assert code == 0 and "What does the picture after “Here it is:” show?" in said
    text = (site / "docs/articles/posts/2026/doors.md").read_text("utf-8")
    assert text.endswith("Here it is:![A red door](doors-1.png)\n")


def talk(site: Path, words: list[str], answers: list[str]) -> tuple[int, str]:
    """The exit code and all that stands on the terminal of somebody who types these lines."""
    import pty

    start = "from knowledge_center_cli.command import program; program()"
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(site)
        os.execve(sys.executable, [sys.executable, "-P", "-c", start, *words], environment(NOW))
    os.write(terminal, "".join(f"{answer}\n" for answer in answers).encode())
    said = b""
    try:
        while piece := os.read(terminal, 4096):
            said += piece
    except OSError:
        pass  # the other end has been closed
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.decode()
