"""Mails, letters and the service's pages in every language: no word of ours is left behind."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from knowledge_center.problems import Unusable
from knowledge_center.settings.site_settings import read_settings
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.transactional_mail import TransactionalMail, as_message, compose
from knowledge_center.text.languages import direction
from knowledge_center.words.catalogues import FOLDER, languages, read_words
from tests.samples import DATA, NOW, ROOT
from tests.words.spoken import pseudo, spoken, spoken_settings
from tests.words.test_catalogues import used

OURS = ROOT / "knowledge_center"
# Where Python says something to readers and subscribers.
SPEAKING = [
    *(OURS / "service").glob("*_routes.py"),
    *(OURS / "service" / f"{name}.py" for name in ("app", "posted_form", "request_context", "responses")),
    OURS / "service" / "service_pages.py",
    *(OURS / "signup" / f"{name}.py" for name in ("email_addresses", "transactional_mail")),
    *(OURS / "mail" / f"{name}.py" for name in ("html_part", "text_part", "templating")),
    OURS / "sending" / "welcome.py",
    # The rest of these speak to editors, operators and programs.
    *(path for path in (OURS / "feeds").glob("*.py") if path.stem != "archive_file"),
    *(path for path in (OURS / "pages").glob("*.py") if path.stem not in ("llms_text", "host_files")),
]  # fmt: skip
SAYING = {"gettext", "ngettext", "gettext_noop"}
# What no reader sees: logs, and errors of whoever calls.
QUIET = {"info", "error", "warning", "ValueError", "KeyError", "compile", "Route", "Problem"}


@pytest.mark.parametrize("tag", languages())
def test_everything_is_said_in_each_language(tag: str) -> None:
    """Each document says its language and side; no placeholder is left, and every language says something else."""
    words = read_words(tag)
    found = spoken(words)
    for html in found.pages.values():
        root = lxml.html.document_fromstring(html)
        assert (root.get("lang"), root.get("dir")) == (tag, direction(tag))
        assert "%(" not in root.text_content()
    for line in found.lines.values():
        assert "%(" not in line
    assert words.gettext("Unsubscribe") in found.pages["issue 3"]
    assert words.gettext("Unsubscribe") in found.lines["issue 3.text"]


def test_no_word_stands_outside_a_catalogue() -> None:
    """In a language that marks every message nothing stands beside the marks but names."""
    found = spoken(pseudo(used()))
    texts = dict(found.lines)
    for name, html in found.pages.items():
        root = lxml.html.document_fromstring(html)
        for element in root.xpath("//style | //script"):
            element.drop_tree()
        texts[name] = " ".join(
            [*root.itertext(), *root.xpath("//@aria-label | //@alt | //@placeholder | //@title")]
        )
    for name, text in texts.items():
        without = re.sub(r"https?://\S+", " ", text)
        while (
            "[!!" in without
            and (marked := re.sub(r"\[!!(?:(?!\[!!).)*?!!\]", " ", without, flags=re.DOTALL)) != without
        ):
            without = marked
        # The subject of an issue is cut.
        without = re.sub(r"\[!!.*…", " ", without, flags=re.DOTALL)
        assert not re.findall(r"[A-Za-zåîé]{2,}", without), name


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: path.name)
def test_python_says_nothing_to_readers_that_no_catalogue_has(path: Path) -> None:
    """A sentence, or a word that begins with a capital, is looked up."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    quiet: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in SAYING | QUIET:
                quiet |= {
                    id(inner) for argument in [*node.args, *node.keywords] for inner in ast.walk(argument)
                }
        elif isinstance(node, ast.Dict):
            quiet |= {id(key) for key in node.keys}
            # The types of schema.org.
            quiet |= {
                id(inner)
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant) and key.value == "@type"
                for inner in ast.walk(value)
            }
        elif isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            quiet |= {id(one.value) for one in node.body if isinstance(one, ast.Expr)}
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in quiet
        and not node.value.startswith("<")
        and re.search(r"[A-Za-z]{2,} [a-z]{2,}|^[A-Z][a-z]+[.:?!]?$", node.value)
    ]
    assert not said


@pytest.mark.parametrize("look", ["publication", "material"])
def test_markdown_says_its_own_words_in_the_language_of_the_site(look: str) -> None:
    """Titles of notes and of links to footnotes; not what an editor wrote, nor what the settings have said."""
    text = 'Words.[^1]\n\n!!! note\n    A\n\n!!! tip "Note"\n    B\n\n??? warning\n    C\n\n## D\n\n[^1]: E\n'
    named = ["admonition", "footnotes", "pymdownx.details", {"toc": {"permalink": True}}]
    ours = DATA["extra"]["knowledge_center"] | {"look": look}
    data = DATA | {
        "theme": {"language": "de"},
        "extra": {"knowledge_center": ours},
        "markdown_extensions": named,
    }
    said = re.findall(r'(?:title">|title="|<summary>)([^<"]*)', read_settings(data).markdown.html(text))
    words = read_words("de")
    back = words.gettext("Jump back to footnote %(num)s in the text", num=1)
    assert said == ["Anmerkung", "Note", "Warnung", "Dauerhafter Link", back]
    named[1:2] = [{"footnotes": {"BACKLINK_TITLE": "Up"}}]
    assert 'title="Up"' in read_settings(data).markdown.html(text)
    assert 'title="Jump back to footnote 1 in the text' in read_settings(DATA).markdown.html(text)


def site(*digests: str, theme: str = "en") -> dict[str, object]:
    """The settings of a site in ``theme`` with a digest for each of these languages; empty: the site's own."""
    ours = DATA["extra"]["knowledge_center"]
    first = ours["digests"][0]
    found = [first | {"key": f"d{n}", "language": tag or theme} for n, tag in enumerate(digests)]
    return DATA | {"theme": {"language": theme}, "extra": {"knowledge_center": ours | {"digests": found}}}


@pytest.mark.parametrize(
    ("digests", "tag"),
    [(("d0",), "en"), (("d1",), "de"), (("d1", "d2"), "de"), (("d0", "d1"), "en"), ((), "en")],
)
def test_a_letter_is_in_the_language_of_what_was_chosen(digests: tuple[str, ...], tag: str) -> None:
    """Of digests in several languages, or none, it is in the site's."""
    ours = read_settings(site("", "de", "de"))
    letter = TransactionalMail(
        number=1, kind="confirm", to="a@example.com", subscriber="aaaaaaaaaa", digests=digests,
        asked=NOW,
    )  # fmt: skip
    mail = compose(letter, ours, "https://example.com/")
    assert read_words(tag).gettext("Please confirm") in mail.html
    assert f'lang="{tag}"' in mail.html
    assert f"Content-Language: {tag}".encode() in as_message(letter, mail, ours, make_keys())


def test_a_digest_in_a_language_without_words_is_refused(tmp_path: Path) -> None:
    """The mails of a digest are in its language: its words have to be there, or a catalogue of the site's own."""
    with pytest.raises(Unusable) as refused:
        read_settings(site("", "fi"))
    [problem] = refused.value.problems
    assert problem.message.startswith("extra.knowledge_center.digests[2].language: “fi” was found")
    assert f"{FOLDER}/fi.po" in problem.fix
    (tmp_path / "overrides" / FOLDER).mkdir(parents=True)
    whole = (OURS / "words" / "locale" / "de.po").read_text(encoding="utf-8")
    (tmp_path / "overrides" / FOLDER / "fi.po").write_text(whole, encoding="utf-8")
    data = site("", "fi") | {"theme": {"language": "en", "custom_dir": "overrides"}}
    assert read_settings(data, tmp_path).words_in("fi").gettext("Unsubscribe") == "Abmelden"


def test_a_heading_of_ones_own_stands_over_the_form() -> None:
    ours = replace(spoken_settings(), site_name="The Field Office")
    # Whatever a site is called: nothing stands before its name that need not fit it.
    assert ours.signup_heading == "Subscribe to The Field Office"
    assert replace(ours, subscribe=replace(ours.subscribe, heading="Ours")).signup_heading == "Ours"
