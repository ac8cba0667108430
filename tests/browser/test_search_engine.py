"""What the search knows before it asks its engine: words that no text has, slips, words that mean the same."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from knowledge_center.search.index_files import index_files
from knowledge_center.search.searched_page import searched_page
from tests.browser.reading import window
from tests.conftest import ServeFolder
from tests.samples import ROOT
from tests.sites import Built

STATE, RESULTS, CODE = ".results__state", ".results__list li", "search_index.js"
TEXTS = (
    *["An interview and technical debt"] * 20,
    *["The government is hiring"] * 6,
    "A departed policy of well-being from 2015 in C++",
    "The depth of a résumé, for human resources",
    "面接 with camelCase and growth",
    "A text about its dept</p><p>Below it another",
    "A flash mob at work, by force of habit",
    "Its workforce, and a hashtag of technicaldebt",
    "A river: river, river, river and river. Once a river bank.",
    "A river bank: river bank. Nothing, nothing, nothing.",
)
GROUPS = [["CV", "resume"], ["HR", "human resources"], ["PTO", "paid time off"]]
SEARCH = """async (queries) => {
  const { openIndex } = await import("./search_index.js");
  const index = await openIndex(new URL("search.json", location.href));
  return Promise.all(queries.map(async (query) => {
    const { pages, isWhole } = await index.search([query]);
    return [pages, isWhole];
  }));
}"""
LOOK = """async ([queries, groups]) => {
  const { openIndex, looked } = await import("./search_index.js");
  const index = await openIndex(new URL("search.json", location.href));
  return Promise.all(queries.map((query) => looked(index, query, groups)));
}"""
# Each with what is asked for, which of its words are missing, and what is offered.
CASES: dict[str, tuple[list[str], list[str], str]] = {
    "interview": (["interview"], [], ""),
    "interviewing": (["interviewing"], [], ""),
    "Interviews": (["Interviews"], [], ""),
    "policies": (["policies"], [], ""),
    "interv": (["interv"], [], ""),
    "asdfqwer": ([], ["asdfqwer"], ""),
    "20155": ([], ["20155"], ""),
    "2015": (["2015"], [], ""),
    "interveiw": (["interview"], ["interveiw"], ""),
    "dbet": (["debt"], ["dbet"], ""),
    "goverment hirng": (["government hiring"], ["goverment", "hirng"], ""),
    "asdfqwer interviews": (["interviews"], ["asdfqwer"], ""),
    "technical dept": (["technical dept"], [], "technical debt"),
    "C++": (["C++"], [], ""),
    "C#": ([], ["C#"], ""),
    "growth+": (["growth"], [], ""),
    "#hiring": (["hiring"], [], ""),
    "well-being": (["well-being"], [], ""),
    "well-growth": (["well growth"], [], ""),
    "CV": (["resume"], ["CV"], ""),
    "Résumé": (["Résumé"], [], ""),
    "HR policy": (["human resources policy"], ["HR"], ""),
    "PTO": ([], ["PTO"], ""),
    "面接": (["面接"], [], ""),
    "面壁": ([], ["面壁"], ""),
    "case": (["case"], [], ""),
    "flashmob": (["flash mob"], ["flashmob"], ""),
    "work force": (["work force", "workforce"], [], ""),
    "work habit": (["work habit"], [], ""),
    "technical debt": (["technical debt"], [], ""),
    "& –": ([], [], ""),
}
# Each with the pages that are found, the best first, by their places in TEXTS, and whether one has all of the query.
HIRING = list(range(20, 26))
FOUND: dict[str, tuple[list[int], bool]] = {
    "government": (HIRING, True),
    "govern": (HIRING, True),
    "hires": (HIRING, True),
    "resume resources": ([27], True),
    '"human resources"': ([27], True),
    '"resources human"': ([], False),
    '"about its" text': ([29], True),
    '"dept below"': ([], False),
    "2015 hiring policy": ([26], False),
    "hiring dept": ([29, 27], False),
    "面接": ([28], True),
    "接面": ([], False),
    "well-being": ([26], True),
    "case": ([28], True),
    "workforce": ([31], True),
    '"river bank"': ([33, 32], True),
    "c++": ([26], True),
}


def engine_folder(folder: Path, texts: Iterable[str], language: str) -> Path:
    """A site where only these texts are searched, each a page by its place, and an empty page."""
    made = (
        searched_page(f"<article data-pagefind-body><p>{text}</p></article>".encode(), "") for text in texts
    )
    for path, data in index_files([page for page in made if page], language).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(data)
    shutil.copy(ROOT / "overrides/assets" / CODE, folder)
    (folder / "page.html").write_text("<!doctype html><title>A page</title>", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def looked(browser: Browser, serve_folder: ServeFolder, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What is found by each query of FOUND and made of each of CASES, where only TEXTS are searched."""
    folder = engine_folder(tmp_path_factory.mktemp("words"), TEXTS, "en")
    served = serve_folder(folder)
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/page.html")
        found = dict(zip(FOUND, seen.page.evaluate(SEARCH, list(FOUND)), strict=True))
        return found, dict(zip(CASES, seen.page.evaluate(LOOK, [list(CASES), GROUPS]), strict=True))


GERMAN = ["Vom Gespräch.", "Die Gesprächsführung, zuerst.", "Führung gewinnt.", "Anderes. Nichts davon."]
MARKED = """async (words) => {
  const { excerpt, openIndex } = await import("./search_index.js");
  const index = await openIndex(new URL("search.json", location.href));
  return Promise.all(words.map(async (word) => {
    const found = await index.search([word]);
    const marked = (await Promise.all(found.pages.map((page) => index.page(page))))
      .map(({ text }) => excerpt(text, found.needles).filter((_, at) => at % 2));
    return [found.pages, marked, (await index.token(word)).unknown];
  }));
}"""


def test_an_excerpt_tells_a_heading_from_the_text(
    browser: Browser, serve_folder: ServeFolder, tmp_path: Path
) -> None:
    """Which has no stop at its end; a sentence has one."""
    served = serve_folder(engine_folder(tmp_path, ["Before</p><h2>A heading</h2><p>Text.</p><p>More"], "en"))
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/page.html")
        said = seen.page.evaluate(
            """async () => {
              const { excerpt, openIndex } = await import("./search_index.js");
              const { text } = await (await openIndex(new URL("search.json", location.href))).page(0);
              return excerpt(text, [["heading"]]);
            }"""
        )
        assert said == ["A ", "heading", " · Text. More"]


def test_an_excerpt_is_as_long_in_every_script(
    browser: Browser, serve_folder: ServeFolder, tmp_path: Path
) -> None:
    """A Japanese paragraph, which has no blanks, ends where its lines are as many as of a Latin one."""
    texts = [
        "面接の前に会社のことをよく読みましょう。" * 40,
        "Read about the firm before the interview. " * 40,
    ]
    served = serve_folder(engine_folder(tmp_path, texts, "ja"))
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/page.html")
        signs, letters = seen.page.evaluate(
            """async () => {
              const { excerpt, openIndex } = await import("./search_index.js");
              const index = await openIndex(new URL("search.json", location.href));
              const shown = async (page, needle) => excerpt((await index.page(page)).text, [needle]).join("");
              return [await shown(0, ["面", "接"]), await shown(1, ["interview"])];
            }"""
        )
        assert 110 <= len(signs) <= 150 and signs.endswith(" …")
        assert 220 <= len(letters) <= 300


def test_a_word_is_found_at_the_end_of_one_it_is_joined_with(
    browser: Browser, serve_folder: ServeFolder, tmp_path: Path
) -> None:
    """And marked there; the word by itself is before it. What is no whole part of a word stays unknown."""
    served = serve_folder(engine_folder(tmp_path, GERMAN, "de"))
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/page.html")
        assert seen.page.evaluate(MARKED, ["führung", "sprächsführung"]) == [
            [[2, 1], [["Führung"], ["Gesprächsführung"]], False],
            [[], [], True],
        ]


# Each language with texts, and where what readers type is found, the best first.
WRITTEN: dict[str, tuple[list[str], dict[str, list[int]]]] = {
    "ar": (
        ["المقابلة الثانية", "وبالمقابلة والعمل", "إدارة"],
        {"مقابلة": [0, 1], "المقابلة": [0, 1], "وبالمقابلة": [1, 0], "عمل": [1], "ادارة": [2]},
    ),
    "he": (
        ["הריאיון השני", "ריאיון עבודה", "שבעבודות", "החיים"],
        {"ריאיון": [1, 0], "שבריאיון": [0, 1], "העבודה": [1, 2], "חיים": [3]},
    ),
    "fr": (["Main d’œuvre"], {"oeuvre": [0], "main-d'oeuvre": [0], "ŒUVRE": [0]}),
    "pl": (["Łódź"], {"lodz": [0], "Łódź": [0]}),
    "is": (["ßœæðþøđı"], {"ssoeaedthodi": [0]}),
    "de": (["Arbeitnehmerüberlassungsgesetz", "Arbeitnehmer. Überlassung"], {"Gesetz": [0], "Überlassung": [1, 0]}),
    "nl": (["Wij werken, dat is gemaakt"], {"gewerkt": [0]}),
    "ja": (["ﾃﾚﾜｰｸ"], {"テレワーク": [0]}),
}  # fmt: skip
NATIVE = """async (queries) => {
  const { openIndex } = await import("./search_index.js");
  const index = await openIndex(new URL("search.json", location.href));
  return Promise.all(queries.map(async (query) => (await index.search([query])).pages));
}"""


@pytest.mark.parametrize("language", WRITTEN)
def test_a_word_is_found_as_people_write_it(
    browser: Browser, serve_folder: ServeFolder, tmp_path: Path, language: str
) -> None:
    """With what stands before it in one word, within a compound, and with the letters of a plain keyboard."""
    texts, expected = WRITTEN[language]
    served = serve_folder(engine_folder(tmp_path, texts, language))
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/page.html")
        assert dict(zip(expected, seen.page.evaluate(NATIVE, list(expected)), strict=True)) == expected


def test_a_word_without_its_marks_is_known_and_one_that_was_meant_has_them(
    browser: Browser, serve_folder: ServeFolder, tmp_path: Path
) -> None:
    """“Gespraech” is how people write it without an ä; of a slip the word is told as a reader knows it."""
    served = serve_folder(engine_folder(tmp_path, ["Das Gespräch mit Müller"] * 20, "de"))
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/page.html")
        assert seen.page.evaluate(LOOK, [["Gespraech Mueller", "Gesprähc"], []]) == [
            {"queries": ["gesprach muller"], "missing": [], "offer": ""},
            {"queries": ["gespräch"], "missing": ["Gesprähc"], "offer": ""},
        ]


@pytest.mark.parametrize("query", CASES)
def test_a_word_is_known_missing_or_nearly_one(looked: Any, query: str) -> None:
    """Known words are asked for, in any form; what no text has is told apart, mended, or another is offered."""
    queries, missing, offer = CASES[query]
    assert looked[1][query] == {"queries": queries, "missing": missing, "offer": offer}


@pytest.mark.parametrize("query", FOUND)
def test_what_is_found_has_most_of_what_is_asked_for(looked: Any, query: str) -> None:
    """Words in any form or as a beginning, phrases and signs in their order; where few have all, also what has half."""
    assert tuple(looked[0][query]) == FOUND[query]


def answer(page: Page, site: str, query: str) -> str:
    """What the search page says of a query."""
    page.goto(f"{site}/search/?q={quote_plus(query)}")
    page.locator(STATE, has_text=re.compile("Results|Nothing|could not")).wait_for()
    return page.locator(STATE).inner_text()


def test_every_word_of_every_page_is_known(browser: Browser, built: Built, serve_folder: ServeFolder) -> None:
    """Nothing that stands in an article is called unknown."""
    served = serve_folder(built.folder)
    texts = [built.page(f"/{a.url}").xpath("string(//*[@class='prose'])") for a in built.public]
    words = sorted({word for text in texts for word in text.split()})
    assert len(words) > 1000
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/search/")
        unknown = seen.page.evaluate(
            """async (words) => {
              const page = document.querySelector("[data-engine]").dataset;
              const { openIndex } = await import(new URL(page.engine, location.href));
              const index = await openIndex(new URL(page.search, location.href));
              const found = await Promise.all(words.map((word) => index.token(word)));
              return words.filter((_, at) => found[at]?.unknown);
            }""",
            words,
        )
        assert unknown == []
        assert seen.complaints == []


def test_the_search_says_what_it_does_not_know(
    browser: Browser, built: Built, serve_folder: ServeFolder
) -> None:
    """A word that no text has finds nothing; there are ways on. Beside known ones it is left out, or mended."""
    served = serve_folder(built.folder)
    with window(browser, served.url) as seen:
        page = seen.page
        for query in ("asdfqwer", "20155"):
            assert answer(page, served.url, query) == f"Nothing found for “{query}”."
            assert page.locator(RESULTS).count() == 0
            assert page.locator(".results__none .newest li").count() == 3
            assert page.locator(".results__none").get_by_role("link", name="subscribe").is_visible()
            assert page.locator(".results__idle li").first.is_visible()
        known = answer(page, served.url, "interview")
        results = page.locator(f"{RESULTS} h2").all_inner_texts()
        assert not page.locator(".results__none").is_visible()
        for query in ("asdfqwer interview", "interveiw"):
            missing = query.split()[0]
            assert answer(page, served.url, query) == f"Nothing has “{missing}”. {known}"
            assert page.locator(f"{RESULTS} h2").all_inner_texts() == results
        assert "“resume”" in answer(page, served.url, "CV")
        assert "resume" in page.locator(f"{RESULTS} h2").first.inner_text()
        assert seen.complaints == []


def test_names_of_languages_keep_their_signs(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """C# and C++ find the article that has them, and no other."""
    served = serve_folder(varied.folder)
    with window(browser, served.url) as seen:
        for query in ("C#", "c++"):
            assert answer(seen.page, served.url, query) == f"Results for “{query}”: 1"
            assert seen.page.locator(f"{RESULTS} h2").inner_text() == "A twin"
        assert seen.complaints == []


def test_a_search_goes_on_after_the_site_was_published_anew(
    browser: Browser, built: Built, serve_folder: ServeFolder
) -> None:
    """What is asked of the last index is not there any more: the next try asks the new one."""
    served = serve_folder(built.folder)
    with window(browser, served.url) as seen:
        page = seen.page
        page.route("**/search-index/index/*", lambda route: route.fulfill(status=404))
        assert "could not be reached" in answer(page, served.url, "interview")
        page.unroute("**/search-index/index/*")
        asked = len([url for url in seen.requests if url.endswith("/search.json")])
        page.get_by_role("searchbox").press("Enter")
        page.locator(STATE, has_text="Results for “interview”").wait_for()
        assert len([url for url in seen.requests if url.endswith("/search.json")]) > asked


def test_what_the_script_says_is_in_the_pages_language(
    browser: Browser, built: Built, serve_folder: ServeFolder
) -> None:
    """The template has its words; beside one of before the script says the same in English."""
    script = (ROOT / "overrides/assets/search.js").read_text(encoding="utf-8")
    own = json.loads(script.partition("const SAID = ")[2].partition(";\n")[0])
    (there,) = built.page("/search/").xpath("//@data-said")
    assert json.loads(there) == own
    served = serve_folder(built.folder)
    german = {name: f"Auf Deutsch: {text}" for name, text in own.items()}
    with window(browser, served.url) as seen:
        page = seen.page
        page.route("**/search/?q=*", lambda route: route.fulfill(
            content_type="text/html",
            body=(built.folder / "search/index.html").read_text(encoding="utf-8").replace(
                f"data-said='{json_in_html(built)}'", f"data-said='{json.dumps(german)}'"
            ),
        ))  # fmt: skip
        page.goto(f"{served.url}/search/?q=asdfqwer")
        expect(page.locator(STATE)).to_have_text("Auf Deutsch: Nothing found for Auf Deutsch: “asdfqwer”.")


def json_in_html(built: Built) -> str:
    """What stands between the quotes in the file."""
    found = re.search(
        r"data-said='([^']*)'", (built.folder / "search/index.html").read_text(encoding="utf-8")
    )
    assert found
    return found[1]


def test_a_query_costs_little(browser: Browser, built: Built, serve_folder: ServeFolder) -> None:
    """Nothing is fetched before somebody searches, and then a few small files; for the next query fewer."""
    served = serve_folder(built.folder)
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/search/")
        seen.page.wait_for_load_state("networkidle")
        assert [url for url in seen.requests if "search-index" in url or "words" in url] == []
        sizes: dict[str, int] = {}
        seen.page.on("response", lambda got: sizes.update({urlsplit(got.url).path: len(got.body())}))
        field = seen.page.get_by_role("searchbox")
        for query, most in (("interview", 80_000), ("resume", 35_000)):
            sizes.clear()
            field.fill(query)
            field.press("Enter")
            seen.page.locator(STATE, has_text=f"Results for “{query}”").wait_for()
            seen.page.wait_for_load_state("networkidle")
            assert 0 < sum(sizes.values()) < most
