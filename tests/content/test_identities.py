"""Who an article is, whatever an editor's hand adds to its file, moves or takes away: nobody gets it twice."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.articles.model import Article
from knowledge_center.articles.published_record import NAME as RECORD
from knowledge_center.articles.published_record import PublishedAddress, record_text
from knowledge_center.content.content_reader import read_content
from knowledge_center.digests.close_plan import Close
from knowledge_center.digests.close_run import DigestContext, close
from knowledge_center.digests.ledger import Ledger
from knowledge_center.digests.ledger_text import issue_text, state_text
from knowledge_center.feeds.archive import ArchivePage
from knowledge_center.feeds.archive_file import NAME as ARCHIVE
from knowledge_center.feeds.archive_file import pages_text
from knowledge_center.problems import Problem
from tests.digests.pasted_fixes import ANYWHERE, apply, choices
from tests.digests.samples import MONDAY, ZONE, entry, issue
from tests.editors import FOLDER, assert_plain
from tests.samples import NOW, article_text, make_docs, settings

# With KC_LONG=1 others at every run, and more.
LONG = bool(os.environ.get("KC_LONG"))
PROFILE = checked(
    max_examples=500 if LONG else 40,
    derandomize=not LONG,
    database=None,
    deadline=None,
    phases=[Phase.generate],
)
A_WEEK = timedelta(days=7)
OFFERS = article_text(
    "What an offer says", description="How to read the letter that says what you will be paid."
)
OTHER = article_text(
    "Ten questions", date="2026-11-20", description="What to ask at the end, when it is your turn to ask."
)


class Editor:
    """A docs folder, its editor, and a weekly digest that closes when it is told to."""

    def __init__(self, root: Path, **articles: str) -> None:
        self.root = root
        self.now = MONDAY + timedelta(hours=1)
        make_docs(root, {})
        for name, text in articles.items():
            self.write(name, text)

    def write(self, name: str, text: str, **fields: str) -> None:
        """Save an article under the name, an underscore for a hyphen, with more fields."""
        more = "".join(f"{field}: {value}\n" for field, value in fields.items())
        path = self.root / FOLDER / f"{name.replace('_', '-')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("---\n", f"---\n{more}", 1), encoding="utf-8")

    def remove(self, name: str) -> None:
        (self.root / FOLDER / f"{name}.md").unlink()

    def give_up(self, name: str) -> None:
        with (self.root / "docs/articles/.gone.yml").open("a", encoding="utf-8") as file:
            file.write(f"{name}:\n  date: 2026-11-20\n  reason: out of date\n")

    def problems(self) -> list[Problem]:
        """What stops a build."""
        found = [p for p in read_content(self.root, settings(), self.now).problems if not p.advice]
        for problem in found:
            assert_plain(problem)
        return found

    def articles(self) -> dict[str, Article]:
        return {one.name: one for one in read_content(self.root, settings(), self.now).articles.all}

    def mails(self) -> list[str]:
        """The titles that the issue of the next week brings."""
        assert self.problems() == []
        self.now += A_WEEK
        context = DigestContext(
            docs=self.root / "docs", docs_dir="docs", digest=settings().digests[0],
            articles=list(self.articles().values()), zone=ZONE, now=self.now,
        )  # fmt: skip
        outcome = close(context, accept=True)
        return [one.title for one in outcome.issue.entries] if isinstance(outcome, Close) else []

    def the_fix(self, number: int, *, says: str) -> None:
        """Take this one of the ways out of the only problem, which leaves none."""
        (problem,) = self.problems()
        assert says in problem.message, problem.message
        apply(self.root, choices(problem.fix)[number])
        assert self.problems() == []


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    """Of a site whose readers had the one article there is."""
    found = Editor(tmp_path, job_offer_tips=OFFERS)
    assert found.mails() == ["What an offer says"]
    return found


@pytest.mark.parametrize(
    "fields",
    [
        {"aliases": "[job-offers]"},
        {"aliases": "[job-offers, offers]"},
        {"aliases": "[/articles/job-offers/]"},
        {"guid": "https://old.example/?p=1"},
        {"guid": "tag:old.example,2020:1", "aliases": "[job-offers]"},
    ],
    ids=str,
)
def test_a_sent_article_stays_who_it_is(editor: Editor, fields: dict[str, str]) -> None:
    """Aliases and an identifier added to it later make it no other: no problem, no mail, no other id in the feed."""
    before = editor.articles()["job-offer-tips"].id
    editor.write("job_offer_tips", OFFERS, **fields)
    assert editor.articles()["job-offer-tips"].id == before
    assert editor.mails() == []


def test_the_order_of_aliases_decides_nothing_once_an_article_is_known(tmp_path: Path) -> None:
    """Sent under its oldest name: another order, a later rename and a lost alias of another time change nothing."""
    editor = Editor(tmp_path)
    editor.write("tips", OFFERS, aliases="[offers, pay]")
    assert editor.mails() == ["What an offer says"]
    for name, aliases in (
        ("tips", "[pay, offers]"),
        ("advice", "[tips, pay, offers]"),
        ("advice", "[offers]"),
    ):
        for path in (tmp_path / FOLDER).glob("*.md"):
            path.unlink()
        editor.write(name, OFFERS, aliases=aliases)
        assert editor.articles()[name].identity == "offers"
        assert editor.mails() == []


def test_an_article_that_only_the_archive_feed_has_keeps_its_id(tmp_path: Path) -> None:
    """In no issue, but on a closed page of the archive: an alias added later does not change its id in feeds."""
    editor = Editor(tmp_path, tips=OFFERS)
    (tmp_path / "docs" / ARCHIVE).write_text(pages_text([ArchivePage(number=1, ids=("tips",))]))
    editor.write("tips", OFFERS, aliases="[offers]", guid="urn:x:1")
    assert editor.articles()["tips"].id == "tag:knowledge.example.com,2026:article/tips"
    assert editor.problems() == []


def test_where_nobody_knows_it_the_rule_decides(tmp_path: Path) -> None:
    """An identifier, else the first alias, else the name; drafts and articles of no issue are known by no record."""
    editor = Editor(tmp_path)
    editor.write("tips", OFFERS, aliases="[/x/, offers, pay]")
    assert editor.articles()["tips"].identity == "offers"
    editor.write("tips", OFFERS, aliases="[offers]", guid="urn:x:1")
    assert editor.articles()["tips"].identity == "urn:x:1"


def test_one_article_goes_into_another_that_readers_know(editor: Editor) -> None:
    """Two known names in one file are one sentence; its fix keeps the redirect, the id and the promise."""
    editor.write("questions", OTHER)
    assert editor.mails() == ["Ten questions"]
    before = editor.articles()["questions"].id
    editor.remove("job-offer-tips")
    editor.write("questions", OTHER, aliases="[job-offer-tips]")
    editor.the_fix(
        0, says="Subscribers know this article as “Ten questions” (questions) and as “What an offer says”"
    )
    assert editor.articles()["questions"].id == before
    assert editor.articles()["questions"].aliases == ("job-offer-tips",)
    assert editor.mails() == []


def test_one_article_goes_into_a_new_one(editor: Editor) -> None:
    """Where the new one takes the name of the old one over, it is the old one, and nobody gets it again."""
    editor.remove("job-offer-tips")
    editor.write("offers_and_questions", OTHER, aliases="[job-offer-tips]")
    assert editor.mails() == []


@pytest.mark.parametrize(("number", "new"), [(0, OTHER), (1, None)], ids=["moved", "rewritten"])
@pytest.mark.parametrize(
    "moved",
    [
        OFFERS,
        OFFERS.replace("an offer", "every offer").replace("2026-11-16", "2026-11-21"),
        OFFERS.replace("How to read", "What to read in").replace("2026-11-16", "2026-11-21"),
    ],
    ids=["same", "its description", "its title"],
)
def test_a_file_name_used_again_while_the_old_article_moved(
    editor: Editor, moved: str, number: int, new: str | None
) -> None:
    """The check asks which is which. Whatever the answer, the one that is new is mailed, and only that.

    It is known by its title or its description alone, on whatever day.
    """
    mailed = re.findall("title: (.+)", new or moved)
    editor.write("better_tips", moved)
    editor.write("job_offer_tips", OTHER)
    editor.the_fix(number, says="has its name, but another title and description, and")
    assert editor.mails() == mailed
    assert editor.mails() == []


@pytest.mark.parametrize(("number", "mailed"), [(0, ["Ten questions"]), (1, ["What an offer says"])])
def test_a_guid_added_later_hides_no_move(editor: Editor, number: int, mailed: list[str]) -> None:
    """The article moved with the guid that it got since, and a new one has its name: the check asks all the same."""
    editor.write("job_offer_tips", OFFERS, guid="https://old.example/?p=1")
    assert editor.mails() == []
    editor.write("better_tips", OFFERS, guid="https://old.example/?p=1")
    editor.write("job_offer_tips", OTHER)
    editor.the_fix(number, says="has its name, but another title and description, and")
    assert editor.mails() == mailed
    assert editor.mails() == []


@pytest.mark.parametrize(("number", "mailed"), [(0, []), (1, ["What an offer says"])])
def test_removed_on_purpose_and_imported_again(editor: Editor, number: int, mailed: list[str]) -> None:
    """An importer gives it a guid: the check asks whether it is the same."""
    editor.remove("job-offer-tips")
    editor.give_up("job-offer-tips")
    editor.write("offers_again", OFFERS, guid="https://old.example/?p=1")
    editor.the_fix(number, says="Is it the same?")
    assert editor.mails() == mailed


@pytest.mark.parametrize(
    "edited",
    [
        OFFERS.replace("What an offer says", "What every offer says"),
        OFFERS.replace("2026-11-16", "2026-11-21").replace("How to read", "What to read in"),
        OTHER,
    ],
)
def test_an_edit_is_no_other_article(editor: Editor, edited: str) -> None:
    """Another title, another day, or even all of it: while no new file has the words that went, nobody is asked."""
    editor.write("job_offer_tips", edited)
    editor.write(
        "news", article_text("News", description="Something that has nothing to do with pay or offers.")
    )
    assert editor.mails() == ["News"]


@pytest.mark.parametrize(("number", "mailed"), [(0, []), (1, ["What an offer says"])])
@pytest.mark.parametrize(
    "text", [OFFERS, OFFERS.replace("2026-11-16", "2026-11-21")], ids=["same", "redated"]
)
def test_removed_on_purpose_and_restored_under_another_name(
    editor: Editor, text: str, number: int, mailed: list[str]
) -> None:
    """The check asks whether it is the same; if so, it is the old one again, and nobody gets it twice."""
    editor.remove("job-offer-tips")
    editor.give_up("job-offer-tips")
    assert editor.mails() == []
    editor.write("offers_again", text)
    editor.the_fix(number, says="Is it the same?")
    assert editor.mails() == mailed


@pytest.mark.parametrize("recurring", ["title", "description"])
def test_what_comes_every_week_is_asked_about_once(editor: Editor, recurring: str) -> None:
    """Two removed articles of one title or description: a third that has it, too, is no question."""
    for number in range(3):
        of_week, which = (f" of week {number}", "most") if recurring == "description" else ("", number)
        editor.write(
            f"jobs_{number}",
            article_text(
                title := f"Open positions{of_week}",
                date=f"{editor.now:%Y-%m-%d}",
                description=f"The {which} urgent positions for which we look for people now.",
            ),
        )
        if number == 1:
            editor.the_fix(1, says="Is it the same?")
        assert editor.mails() == [title]
        editor.remove(f"jobs-{number}")
        editor.give_up(f"jobs-{number}")


def test_a_description_that_several_have_tells_nobody_apart(editor: Editor) -> None:
    """Two new articles have that of a removed one, with titles of their own: neither is asked about."""
    editor.remove("job-offer-tips")
    editor.give_up("job-offer-tips")
    for name in ("Salary", "Bonus"):
        editor.write(name.lower(), OFFERS.replace("What an offer says", name))
    assert sorted(editor.mails()) == ["Bonus", "Salary"]


@pytest.mark.parametrize(("number", "mailed"), [(0, []), (1, ["Ten questions"])])
@pytest.mark.parametrize("aliases", ["[]", "[job-offer-tips]"])
def test_the_name_of_a_removed_article_used_again(
    editor: Editor, aliases: str, number: int, mailed: list[str]
) -> None:
    """No digest would ever carry the new one; the check asks, and an alias goes on leading its readers here."""
    editor.remove("job-offer-tips")
    editor.give_up("job-offer-tips")
    editor.write("job_offer_tips" if aliases == "[]" else "questions", OTHER, aliases=aliases)
    editor.the_fix(number, says="no digest would carry it. Is it the same?")
    assert editor.mails() == mailed


@pytest.mark.parametrize(("number", "mailed"), [(0, []), (1, ["What an offer says"])])
def test_moved_without_an_alias(editor: Editor, number: int, mailed: list[str]) -> None:
    """The new file's aliases are kept, and who says that it was removed says too that the new one is another."""
    editor.remove("job-offer-tips")
    editor.write("offers_again", OFFERS, aliases="[/old/offers/, pay]")
    editor.the_fix(number, says="no file claims it any more")
    assert editor.articles()["offers-again"].aliases[:2] == ("/old/offers/", "pay")
    assert editor.mails() == mailed


def test_a_message_for_each_renamed_article(tmp_path: Path) -> None:
    """Two moved at once: each is offered the file that has its words, and not the other's."""
    editor = Editor(tmp_path, offers_tips=OFFERS, offers_tip=OTHER)
    assert sorted(editor.mails()) == ["Ten questions", "What an offer says"]
    for name in ("offers-tips", "offers-tip"):
        editor.remove(name)
    editor.write("a", OTHER)
    editor.write("offers_tipss", OFFERS)
    for problem in editor.problems():
        apply(tmp_path, choices(problem.fix)[0])
    assert editor.mails() == []


def test_a_draft_asks_nobody(editor: Editor) -> None:
    """A draft with a removed article's words may become anything: it is told, and stops nothing."""
    editor.remove("job-offer-tips")
    editor.give_up("job-offer-tips")
    editor.write("offers_again", OFFERS, draft="true")
    assert editor.mails() == []
    content = read_content(editor.root, settings(), editor.now)
    assert [p.path for p in content.problems if "Is it the same?" in p.message] == [
        f"{FOLDER}/offers-again.md"
    ]


# Sites of all kinds. A word belongs to one file at most: what two files claim is another check's business.

NAMES = [f"{letter}-{word}" for letter in "ab" for word in ("pay", "offer", "talk", "moving")]
WORDS = [
    *NAMES,
    "page",
    "https://old.example/?p=1",
    "urn:x:1",
    'the "old" one',
    "100 %",
    "null",
    "2026-11-16",
    "1e3",
]
TITLES = ["Pay", "Offers", "pay ", "Moving day"]
DAYS = ["2026-11-02", "2026-11-09"]
SUMMARIES = [
    f"A sentence with {words} that is long enough to be a description." for words in ("this", "that")
]


@st.composite
def sites(draw: st.DrawFn) -> dict[str, str | bytes]:
    """A docs folder whose ledger, archive file, record and .gone.yml know names that its articles have, had,
    or never had."""
    words = draw(st.permutations(WORDS))
    owners = draw(st.lists(st.integers(0, 5), min_size=len(words), max_size=len(words)))
    files: dict[str, str | bytes] = {}
    for owner in range(4):
        own = [word for word, by in zip(words, owners, strict=True) if by == owner]
        names = [word for word in own if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word) and word != "page"]
        if not names:
            continue
        name, *rest = names
        paths = draw(st.lists(st.sampled_from(["/old/", f"/articles/{name}-x/"]), max_size=1))
        aliases = [f"/{owner}{path}" if path == "/old/" else path for path in paths] + [
            f'"{n}"' for n in rest
        ]
        ids = [word for word in own if word not in names]
        fields = {"aliases": f"[{', '.join(aliases)}]"} if aliases else {}
        if ids:
            fields["guid"] = f"'{ids[0]}'"
        files[f"{name}.md"] = article_text(
            draw(st.sampled_from(TITLES)), date=draw(st.sampled_from(DAYS)),
            description=draw(st.sampled_from(SUMMARIES)), **fields,
        )  # fmt: skip
    known = draw(st.lists(st.sampled_from(WORDS), unique=True, min_size=1, max_size=4))
    sent = [
        entry(
            word, title=draw(st.sampled_from(TITLES)).strip(), summary=draw(st.sampled_from(SUMMARIES)),
            published=datetime.fromisoformat(draw(st.sampled_from(DAYS))).replace(tzinfo=ZONE),
            url=f"articles/{draw(st.sampled_from(NAMES))}/",
        )
        for word in known
    ]  # fmt: skip
    files["digests/weekly/2026-W46.md"] = issue_text(issue(*sent))
    others = st.lists(st.sampled_from(WORDS), unique=True, max_size=2)
    if archived := draw(others):
        files[ARCHIVE] = pages_text([ArchivePage(number=1, ids=tuple(archived))])
    files[f"./{RECORD}"] = record_text(
        PublishedAddress(
            url=f"articles/{draw(st.sampled_from(NAMES))}/",
            id=word,
            title=draw(st.sampled_from(TITLES)).strip(),
            summary=draw(st.sampled_from(SUMMARIES)),
            published=datetime.fromisoformat(draw(st.sampled_from(DAYS))).replace(tzinfo=ZONE),
        )
        for word in draw(others)
    )
    baseline = frozenset(draw(others)) - set(known)
    files["digests/weekly/.ledger.yml"] = state_text(
        Ledger(digest="weekly", source="", baseline=baseline), "2026-W46"
    )
    gone = draw(st.lists(st.sampled_from(WORDS), unique=True, max_size=2))
    files["articles/.gone.yml"] = "".join(f"'{word}':\n  date: 2026-11-20\n" for word in gone)
    return files


def matters(problems: Iterable[Problem]) -> Counter[str]:
    """What stops a build: about which known article, and not which files and other articles it is told from."""
    stops = [problem.message for problem in problems if not problem.advice]
    one_of_two = "know this article as"
    return Counter(
        one_of_two if one_of_two in message else "".join(re.findall(r"“.+?”(?: \([^()]+\))?", message)[:1])
        for message in stops
    )


@given(sites())
@PROFILE
def test_every_fix_that_is_offered_works(files: dict[str, str | bytes]) -> None:
    """Whatever the check offers for known articles, taken word for word it ends that problem and makes no other."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        make_docs(root, files)
        content = read_content(root, settings(), NOW)
    before = [problem for problem in content.problems if not problem.advice]
    known = {name for ledger in content.ledgers for name in ledger.known_ids}
    known |= {name for page in content.archive for name in page.ids} | {one.id for one in content.record}
    claims = content.articles.claims
    fresh = [one.display_path for one in claims if not known & {one.name, *one.aliases, one.guid}]
    for problem in before:
        assert_plain(problem)
        # An emptied record is brought back by a command; nothing is to be written.
        if problem.fix.startswith("git "):
            continue
        stayed = matters(before) - matters([problem])
        for edits in choices(problem.fix):
            somewhere = any(edit.file == ANYWHERE for edit in edits)
            for anywhere in fresh if somewhere else [""]:
                with TemporaryDirectory() as folder:
                    root = Path(folder)
                    make_docs(root, files)
                    apply(root, edits, anywhere=anywhere)
                    after = read_content(root, settings(), NOW).problems
                told = f"{problem.message}\n{problem.fix}"
                # A file that becomes another article may have the words of one that nobody asked about before.
                freed = [f"{edit.file} has its words" for edit in edits]
                found = matters(one for one in after if not any(words in one.message for words in freed))
                assert not found.keys() - stayed.keys(), told
                assert all(found[about] <= stayed[about] for about in matters([problem])), told
