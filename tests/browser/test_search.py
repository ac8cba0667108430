"""The search in a real browser: any word of any article leads to it, and nothing is fetched before."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qsl, quote_plus, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route

from knowledge_center.pages.template_filters import typeset
from tests.browser.reading import window
from tests.conftest import ServeFolder
from tests.samples import ROOT
from tests.sites import HOSTILE, OVER_WORD, PUBLIC_WORD, Built, search_word

RESULTS = ".results__list li"


def middle_words(site: Built) -> dict[str, str]:
    """For each public article a word near the middle of its text that stands in no other article.

    Words count as the same when they begin alike: the search looks for stems.
    """
    texts = {
        article.name: re.findall(
            r"[a-z]{3,}", site.page(f"/{article.url}").xpath("string(//*[@data-pagefind-body])").lower()
        )
        for article in site.public
    }
    articles_with = Counter(stem for words in texts.values() for stem in {word[:5] for word in words})
    found = {}
    for name, words in texts.items():
        outwards = sorted(range(len(words)), key=lambda at: abs(at - len(words) // 2))
        own = (words[at] for at in outwards if articles_with[words[at][:5]] == 1)
        found[name] = next(word for word in own if len(word) > 6)
    return found


def told(page: Page) -> list[str]:
    """The titles of the results, once the search has an answer."""
    page.locator(".results__state", has_text=re.compile("Results|Nothing|could not")).wait_for()
    return [" ".join(text.split()) for text in page.locator(f"{RESULTS} h2").all_inner_texts()]


def test_a_word_from_the_middle_of_any_article_leads_to_it(
    browser: Browser, built: Built, serve_folder: ServeFolder
) -> None:
    """Every article is found by a word from the middle of its text, first of all, and a click opens it."""
    served = serve_folder(built.folder)
    words = middle_words(built)
    assert len(words) == len(built.public) >= 8
    with window(browser, served.url) as seen:
        for article in built.public:
            seen.open(f"{served.url}/search/?q={words[article.name]}")
            assert told(seen.page)[:1] == [typeset(article.title)], words[article.name]
            seen.page.locator(f"{RESULTS} h2 a").first.click()
            seen.page.wait_for_url(f"{served.url}/{article.url}")
            assert seen.page.locator("h1").inner_text() == typeset(article.title)
        assert seen.complaints == []


def test_searching_by_hand(browser: Browser, varied: Built, serve_folder: ServeFolder) -> None:
    """One types words and presses Enter; the address keeps them, so that back, forward and a copied link work."""
    served = serve_folder(varied.folder)
    with window(browser, served.url) as seen:
        page = seen.page
        seen.open(f"{served.url}/")
        page.locator(".masthead").get_by_role("link", name="Search").click()
        assert [url for url in seen.requests if "search-index" in url] == []
        page.get_by_role("searchbox").fill(PUBLIC_WORD)
        page.get_by_role("searchbox").press("Enter")
        assert told(page) == ["Everything at once"]
        assert page.url == f"{served.url}/search/?q={PUBLIC_WORD}"
        page.get_by_role("searchbox").fill("nowhereword")
        page.get_by_role("button", name="Search").click()
        page.get_by_text("Nothing found for “nowhereword”").wait_for()
        assert page.locator(RESULTS).count() == 0
        page.go_back()
        page.locator(".results__state", has_text=PUBLIC_WORD).wait_for()
        assert told(page) == ["Everything at once"]
        assert page.get_by_role("searchbox").input_value() == PUBLIC_WORD
        assert seen.complaints == []


def test_who_types_before_the_script_is_there_loses_nothing(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """On a slow line the field is ready before the script: what was typed meanwhile stays, and is searched for."""
    served = serve_folder(varied.folder)
    with window(browser, served.url) as seen:
        page = seen.page
        waiting: list[Route] = []
        page.route("**/assets/hashed/search.*", lambda route: waiting.append(route))
        page.goto(f"{served.url}/search/", wait_until="commit")
        page.get_by_role("searchbox").fill(PUBLIC_WORD)
        while not waiting:
            page.wait_for_timeout(10)
        waiting[0].continue_()
        page.wait_for_load_state()
        assert page.get_by_role("searchbox").input_value() == PUBLIC_WORD
        page.get_by_role("searchbox").press("Enter")
        assert told(page) == ["Everything at once"]
        assert seen.complaints == []


def test_more_results_come_on_demand(browser: Browser, varied: Built, serve_folder: ServeFolder) -> None:
    """Those of a screen are fetched at first, ten as one comes near, the others at the press of a button."""
    served = serve_folder(varied.folder)
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/search/?q=number")
        assert len(told(seen.page)) == 4
        assert sum(url.count("/search-index/") for url in seen.requests) < 10
        more = scrolled_to_ten(seen.page)
        assert seen.page.locator(RESULTS).count() == 10
        more.click()
        seen.page.locator(RESULTS).nth(10).wait_for()
        more.wait_for(state="hidden")
        titles = told(seen.page)
        assert len(titles) == len(set(titles)) >= 12
        assert {f"Plain number {n}" for n in range(1, 13)} <= set(titles)


def scrolled_to_ten(page: Page) -> Locator:
    """The button for more, where one has come to it."""
    more = page.get_by_role("button", name="More results")
    more.scroll_into_view_if_needed()
    page.locator(RESULTS).nth(9).wait_for()
    more.wait_for()
    return more


def test_what_has_expired_is_not_found(browser: Browser, varied: Built, serve_folder: ServeFolder) -> None:
    """An article whose time is over is no result, though its page is still there."""
    served = serve_folder(varied.folder)
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/search/?q={OVER_WORD}")
        assert "Over and done" not in told(seen.page)


def test_search_works_below_a_folder(
    browser: Browser, varied: Built, serve_folder: ServeFolder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Results lead to the right page also where the site is served below a folder of its host."""
    parent: Path = tmp_path_factory.mktemp("host")
    (parent / "knowledge").symlink_to(varied.folder)
    served = serve_folder(parent)
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/knowledge/search/?q={PUBLIC_WORD}")
        assert told(seen.page) == ["Everything at once"]
        seen.page.locator(f"{RESULTS} h2 a").first.click()
        seen.page.wait_for_url("**/knowledge/articles/kitchen-sink/")
        assert seen.page.locator("h1").inner_text() == "Everything at once"
        assert seen.complaints == []


def test_hostile_titles_are_results_like_any_other(
    browser: Browser, hostile: Built, serve_folder: ServeFolder
) -> None:
    """A title full of markup is shown in the results as it was written, and leads to its article."""
    served = serve_folder(hostile.folder)
    with window(browser, served.url) as seen:
        for name, title in HOSTILE.items():
            seen.open(f"{served.url}/search/?q={search_word(name)}")
            assert told(seen.page)[0] == title
            assert seen.page.evaluate("window.pwned") is None
            seen.page.locator(f"{RESULTS} h2 a").first.click()
            seen.page.wait_for_url(f"{served.url}/articles/{name}/")
        assert seen.complaints == []


def test_hostile_words_are_only_words(browser: Browser, hostile: Built, serve_folder: ServeFolder) -> None:
    """Whatever one searches for is repeated as it was typed, and nothing of it runs."""
    served = serve_folder(hostile.folder)
    with window(browser, served.url) as seen:
        for words in (*HOSTILE.values(), "more<img src=x onerror=window.pwned=1>", "%", "\\"):
            seen.open(f"{served.url}/search/?q={quote_plus(words)}")
            told(seen.page)
            assert f"“{words}”" in seen.page.locator(".results__state").inner_text()
            # In a sentence that is read from the other side, the marks around them stay where they are.
            assert seen.page.locator(".results__state bdi").first.text_content() == words
            assert seen.page.get_by_role("searchbox").input_value() == words
            assert seen.page.evaluate("window.pwned") is None
            assert urlsplit(seen.page.url).path == "/search/"
            assert seen.complaints == []


def test_results_come_as_one_types(browser: Browser, varied: Built, serve_folder: ServeFolder) -> None:
    """After a pause, without Enter; one step back leaves the search, however many pauses there were."""
    served = serve_folder(varied.folder)
    with window(browser, served.url) as seen:
        page = seen.page
        seen.open(f"{served.url}/search/")
        page.keyboard.press("/")
        page.keyboard.type("num")
        page.wait_for_url("**/search/?q=num")
        page.keyboard.type("ber")
        page.wait_for_url("**/search/?q=number")
        assert len(told(page)) == 4
        page.keyboard.press("Enter")
        assert len(told(page)) == 4
        page.go_back()
        page.locator(".results__idle").wait_for()
        assert page.get_by_role("searchbox").input_value() == ""
        assert page.url == f"{served.url}/search/"
        assert seen.complaints == []


def test_back_from_a_result_the_list_stands_as_it_was_left(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """Also what was added by the button, at the place one had come to."""
    served = serve_folder(varied.folder)
    with window(browser, served.url) as seen:
        page = seen.page
        seen.open(f"{served.url}/search/?q=number")
        told(page)
        scrolled_to_ten(page).click()
        eleventh = page.locator(RESULTS).nth(10)
        eleventh.wait_for()
        eleventh.scroll_into_view_if_needed()
        place = page.evaluate("scrollY")
        assert place > 0
        eleventh.get_by_role("link").click()
        page.wait_for_url("**/articles/**")
        page.go_back()
        told(page)
        eleventh.wait_for()
        page.wait_for_function("place => Math.abs(scrollY - place) < 200", arg=place)
        assert seen.complaints == []


def test_results_by_topic_author_and_year(browser: Browser, varied: Built, serve_folder: ServeFolder) -> None:
    """What there is to choose is fetched when somebody asks, with its counts; address, Back and a reload keep it."""
    served = serve_folder(varied.folder)
    with window(browser, served.url) as seen:
        page = seen.page
        seen.open(f"{served.url}/search/?q=number")
        everything = len(told(page))
        assert not any("filter" in url for url in seen.requests)
        page.get_by_text("Filter by topic, author or year").click()
        topic, author, year = (
            page.get_by_role("combobox", name=name) for name in ("Topic", "Author", "Year")
        )
        topic.locator("option").nth(1).wait_for(state="attached")
        for field in (topic, author, year):
            first, *offered = field.locator("option").all_inner_texts()
            assert first == "All"
            assert offered
        label = topic.locator("option").nth(1).inner_text()
        name, count = label.rpartition(" ")[0], int(label.rpartition(" ")[2].strip("()"))
        topic.select_option(label=label)
        page.locator(".results__state", has_text=f"With these filters: {count}").wait_for()
        assert page.locator(RESULTS).count() == min(count, 4)
        assert dict(parse_qsl(urlsplit(page.url).query)) == {"q": "number", "topic": name}
        # The years that are offered are those of what is left.
        assert (
            sum(int(text.split("(")[1][:-1]) for text in year.locator("option").all_inner_texts()[1:])
            == count
        )
        page.reload()
        page.locator(".results__state", has_text=f"With these filters: {count}").wait_for()
        assert topic.input_value() == name
        page.get_by_role("button", name="Remove the filters").click()
        page.locator(".results__state", has_not_text="filters").filter(has_text="Results").wait_for()
        assert page.locator(RESULTS).count() == everything
        page.go_back()
        page.locator(".results__state", has_text=f"With these filters: {count}").wait_for()
        seen.open(f"{served.url}/search/?q=number&topic=Nowhere")
        page.locator(".results__state", has_text="With these filters: 0").wait_for()
        assert page.locator(RESULTS).count() == 0
        assert seen.complaints == []


def test_an_excerpt_begins_at_a_sentence(browser: Browser, built: Built, serve_folder: ServeFolder) -> None:
    """Where one is near; else it says that something stands before it."""
    served = serve_folder(built.folder)
    with window(browser, served.url) as seen:
        for query in ("interview", "pay", "resume"):
            seen.open(f"{served.url}/search/?q={query}")
            assert told(seen.page)
            for text in seen.page.locator(".result__text").all_inner_texts():
                assert re.match(r"[A-Z0-9“‘(…]", text), text


@pytest.mark.parametrize("allowed", [True, False])
def test_a_policy_may_block_the_search_which_says_so(
    browser: Browser, built: Built, serve_folder: ServeFolder, allowed: bool
) -> None:
    """With the strictest Content-Security-Policy of the guide it works; where it may fetch nothing it says so."""
    guide = (ROOT / "guides/hosting.md").read_text(encoding="utf-8")
    policy = re.search(r"^default-src .*connect-src.*$", guide, re.M)
    assert policy
    sent = policy[0] if allowed else policy[0].replace("connect-src 'self'", "connect-src 'none'")
    served = serve_folder(built.folder)
    with window(browser, served.url) as seen:

        def with_policy(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": sent})

        seen.page.route("**/search/?q=*", with_policy)
        seen.open(f"{served.url}/search/?q=interview")
        if allowed:
            assert len(told(seen.page)) == 4
            assert seen.complaints == []
        else:
            seen.page.get_by_text("which has to allow: script-src 'self'; connect-src 'self'").wait_for()
