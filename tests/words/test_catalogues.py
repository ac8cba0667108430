"""The words for readers: all of them in a catalogue, and every catalogue complete."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from knowledge_center.front_matter.parser import parse
from knowledge_center.problems import Unusable
from knowledge_center.words.catalogues import ENGLISH, FOLDER, languages, read_words
from tests.samples import ROOT

LOCALE = ROOT / "knowledge_center" / "words" / "locale"
OURS = ROOT / "knowledge_center"
TEMPLATES = sorted(
    [
        *(ROOT / "overrides").rglob("*.html"),
        *(OURS / "signup" / "templates").glob("*.html"),
        *(OURS / "service" / "templates").glob("*.html"),
        # The preview beside them is for editors.
        OURS / "mail" / "templates" / "digest.html",
        OURS / "mail" / "templates" / "frame.html",
    ]
)
TAGS = [tag for tag in languages() if tag != "en"]
KEYWORDS = {"_": None, "gettext": None, "gettext_noop": None, "ngettext": (1, 2)}
# Names that are the same in every language.
NAMES = {"LinkedIn", "Mastodon", "Bluesky", "OPML", "RSS"}
WORDS = {tag: read_words(tag) for tag in TAGS}
PLACE = re.compile(r"%\(\w+\)s")


@cache
def used() -> dict[str, str]:
    """The messages that templates, code and the pages of every site have: each with its plural or nothing."""
    found: dict[str, str] = {}
    sources = [("jinja2", path) for path in TEMPLATES]
    sources += [
        ("python", path)
        for name in ("knowledge_center", "hooks")
        for path in sorted((ROOT / name).rglob("*.py"))
        if b"gettext" in path.read_bytes()
    ]
    for method, path in sources:
        with path.open("rb") as file:
            for _, message, _, _ in extract(method, file, keywords=KEYWORDS, options={"encoding": "utf-8"}):
                one, several = (message, "") if isinstance(message, str) else message[:2]
                found.setdefault(str(one), several)
    for path in sorted((ROOT / "knowledge_center" / "pages" / "standard").rglob("*.md")):
        page = parse(path.read_text(encoding="utf-8"), path.name)
        texts = [page.fields[name].text or "" for name in ("title", "description") if name in page.fields]
        found |= {text: "" for text in [*texts, *paragraphs(page.body)] if text}
    welcome = ROOT / "knowledge_center" / "scaffold" / "files" / "docs" / "articles" / "posts" / "welcome.md"
    found |= {text: "" for text in paragraphs(welcome.read_text(encoding="utf-8").split("---\n", 2)[2])}
    return found


def paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n")]


@pytest.fixture(scope="module")
def messages() -> dict[str, str]:
    return used()


def catalogue(tag: str) -> Catalog:
    return read_po((LOCALE / f"{tag}.po").read_text(encoding="utf-8").splitlines(keepends=True))


@pytest.mark.parametrize("tag", TAGS)
def test_a_catalogue_has_every_message_and_no_other(tag: str, messages: dict[str, str]) -> None:
    there = {}
    for message in catalogue(tag):
        if message.id:
            one, several = (message.id, "") if isinstance(message.id, str) else message.id
            there[one] = several
            assert not message.fuzzy, one
    assert there == messages


@pytest.mark.parametrize("tag", TAGS)
def test_a_catalogue_has_each_plural_form_and_the_same_placeholders(tag: str) -> None:
    found = catalogue(tag)
    for message in found:
        if not message.id:
            continue
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        assert len(forms) == (1 if len(texts) == 1 else found.num_plurals), texts
        for form in forms:
            assert form and form.strip() == form, texts
            # A form for one may say the number in words.
            meant = set(PLACE.findall(texts[-1]))
            assert meant - {"%(num)s"} <= set(PLACE.findall(form)) <= meant, (texts, form)


@given(tag=st.sampled_from(TAGS), number=st.integers(min_value=0, max_value=10**6))
def test_each_number_has_a_form(tag: str, number: int) -> None:
    said = WORDS[tag].ngettext("%(num)s article", "%(num)s articles", number)
    assert number < 3 or str(number) == "".join(sign for sign in said if sign.isdecimal())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    texts = []
    for _, kind, text in Environment().lex(path.read_text(encoding="utf-8")):
        texts.append(text if kind == "data" else "" if "comment" in kind else "\0")
    html = re.sub(r"\0+", "\0", "".join(texts))
    html = re.sub(r"<(style|script)\b.*?</\1>|<!--.*?-->", "", html, flags=re.DOTALL)
    said = re.findall(r"(?:aria-label|alt|placeholder|title)=\"([^\"\0]*[A-Za-z][^\"\0]*)\"", html)
    shown = re.sub(r"<!?[a-zA-Z/](?:\"[^\"]*\"|[^>])*>|&\w+;", " ", html)
    words = [word for word in re.findall(r"[A-Za-z]{2,}\b(?!=\")", shown) if word not in NAMES]
    assert not said
    assert not words


def test_english_is_what_stands_in_the_code() -> None:
    assert read_words("en") is ENGLISH
    assert ENGLISH.ngettext("%(num)s article", "%(num)s articles", 1) == "1 article"
    assert read_words("de-AT").gettext("By %(names)s", names="A") == "Von A"


def test_a_language_without_words_is_refused_with_those_there_are() -> None:
    with pytest.raises(Unusable) as refused:
        read_words("tlh")
    [problem] = refused.value.problems
    assert "“tlh” was found" in problem.message
    assert all(tag in problem.message for tag in languages())
    assert f"{FOLDER}/tlh.po" in problem.fix


def own(folder: Path, tag: str, text: str) -> Path:
    (folder / FOLDER).mkdir(exist_ok=True)
    (folder / FOLDER / f"{tag}.po").write_text(text, encoding="utf-8")
    return folder


def test_a_site_replaces_single_words(tmp_path: Path) -> None:
    words = read_words("de", own(tmp_path, "de", 'msgid "Articles"\nmsgstr "Beiträge"\n'))
    assert words.gettext("Articles") == "Beiträge"
    assert words.gettext("Topics") == "Themen"
    assert words != read_words("de")
    english = read_words("en", own(tmp_path, "en", 'msgid "Articles"\nmsgstr "Stories"\n'))
    assert english.gettext("Articles") == "Stories"


def test_a_site_adds_a_language_whole_or_hears_what_it_lacks(tmp_path: Path) -> None:
    whole = (LOCALE / "de.po").read_text(encoding="utf-8")
    assert read_words("tlh", own(tmp_path, "tlh", whole)).gettext("Topics") == "Themen"
    with pytest.raises(Unusable) as refused:
        read_words("tlh", own(tmp_path, "tlh", whole.replace('msgstr "Themen"', 'msgstr ""')))
    assert 'msgid "Topics"' in refused.value.problems[0].fix
    assert "1 of the messages" in refused.value.problems[0].message


@pytest.mark.parametrize("form", ["%(nam)s", "%s", "100 %"])
def test_a_wrong_placeholder_is_named(tmp_path: Path, form: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_words("de", own(tmp_path, "de", f'msgid "About %(name)s"\nmsgstr "{form}"\n'))
    assert form in refused.value.problems[0].message
    assert "%(name)s" in refused.value.problems[0].message


_TWO = '\nmsgid "%(num)s article"\nmsgid_plural "%(num)s articles"\nmsgstr[0] "one"\nmsgstr[1] "%(num)s stories"\n'


def with_plural(rule: str) -> str:
    """A catalogue whose forms of the plural are chosen by a rule; by none it is gettext's own."""
    head = f'"Plural-Forms: nplurals=2; plural={rule};\\n"\n' if rule else ""
    return f'msgid ""\nmsgstr ""\n{head}{_TWO}'


@pytest.mark.parametrize("tag", ["en", "de"])
@pytest.mark.parametrize("rule", ["(n != 1)", "n != 1", "n!=1", ""])
def test_a_site_replaces_words_with_a_plural(tmp_path: Path, tag: str, rule: str) -> None:
    """However the rule is written, it is the one of that language."""
    words = read_words(tag, own(tmp_path, tag, with_plural(rule)))
    assert words.ngettext("%(num)s article", "%(num)s articles", 3) == "3 stories"


def test_other_forms_of_the_plural_are_named_with_ours(tmp_path: Path) -> None:
    """In French nought is one of a kind; the line that is to be pasted is taken."""
    text = with_plural("(n != 1)")
    with pytest.raises(Unusable) as refused:
        read_words("fr", own(tmp_path, "fr", text))
    fix = refused.value.problems[0].fix.splitlines()[0]
    mended = re.sub('"Plural.*"', lambda _: fix, text)
    words = read_words("fr", own(tmp_path, "fr", mended))
    assert words.ngettext("%(num)s article", "%(num)s articles", 0) == "one"


@pytest.mark.parametrize("rule", ["many", "n / 0", "(n == 1 ? 0 : 2)"])
def test_what_chooses_no_form_of_the_plural_is_named(tmp_path: Path, rule: str) -> None:
    whole = re.sub("plural=[^;]*", f"plural={rule}", (LOCALE / "de.po").read_text(encoding="utf-8"))
    with pytest.raises(Unusable) as refused:
        read_words("tlh", own(tmp_path, "tlh", whole))
    assert "form" in refused.value.problems[0].message


def test_what_is_no_catalogue_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        read_words("de", own(tmp_path, "de", "Articles = Beiträge\n"))
    assert refused.value.problems[0].path.endswith(f"{FOLDER}/de.po")
