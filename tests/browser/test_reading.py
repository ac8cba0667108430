"""Reading in a real browser: on any screen, in light and dark, by keyboard, and without JavaScript."""

from __future__ import annotations

import gzip
from importlib.resources import files
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.reading import Scheme, window
from tests.conftest import ServeFolder
from tests.sites import Built

WIDTHS = (320, 800, 1440)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

# What is run in a page, and what it finds that WCAG 2.2 or good practice is against (deque's axe-core).
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
VIOLATIONS = """async () => (await axe.run()).violations.flatMap(
  ({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`))"""

# One of every kind of page there is.
KINDS = (
    "/", "/articles/", "/articles/page/1/", "/articles/kitchen-sink/", "/articles/neighbour/", "/articles/over/",
    "/articles/category/interviews/", "/articles/category/hiring/", "/articles/archive/2025/",
    "/articles/author/careers-desk/", "/topics/", "/subscribe/", "/search/", "/search/?q=words", "/digests/",
    "/digests/weekly/", "/digests/weekly/2026-W46/",
)  # fmt: skip

# What stands out of the window to the right, where no box around it scrolls by itself.
# The bracket behind the day of a correction, where it stands on another line than the day.
PARTED = """() => {
  const text = document.querySelector(".byline__updated").lastChild, range = document.createRange();
  range.selectNode(text);
  const bracket = range.getBoundingClientRect(), day = text.previousSibling.getBoundingClientRect();
  return bracket.top >= day.bottom ? [`${text.data} below ${text.previousSibling.textContent}`] : [];
}"""
TOO_WIDE = """() => {
  const wide = [];
  const width = document.documentElement.clientWidth;
  const root = document.scrollingElement;
  if (root.scrollWidth > width) wide.push(`the page is ${root.scrollWidth} wide`);
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || box.right <= width + 1) continue;
    let around = element.parentElement, held = false;
    while (around && around !== document.body && !held) {
      const style = getComputedStyle(around);
      held = style.overflowX !== "visible" && around.getBoundingClientRect().right <= width + 1;
      around = around.parentElement;
    }
    if (!held) wide.push(`<${element.tagName.toLowerCase()} class="${element.className}"> to ${Math.round(box.right)}`);
  }
  return wide;
}"""

# Every piece of text with a contrast below what WCAG 2.2, 1.4.3, asks for: 4.5, or 3 for large letters.
TOO_PALE = """() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  // Asking the canvas takes long, and a page has few colours.
  const colors = new Map(), grounds = new Map();
  const read = (color, under) => {
    const key = `${color} ${under}`;
    if (!colors.has(key)) {
      brush.clearRect(0, 0, 1, 1);
      if (under) { brush.fillStyle = `rgb(${under.join(",")})`; brush.fillRect(0, 0, 1, 1); }
      brush.fillStyle = color;
      brush.fillRect(0, 0, 1, 1);
      colors.set(key, Array.from(brush.getImageData(0, 0, 1, 1).data).slice(0, 3));
    }
    return colors.get(key);
  };
  const dark = matchMedia("screen and (prefers-color-scheme: dark)").matches;
  const canvasColor = dark ? [18, 18, 18] : [255, 255, 255];
  const ground = (element) => {
    if (!element) return canvasColor;
    if (!grounds.has(element)) {
      grounds.set(element, read(getComputedStyle(element).backgroundColor, ground(element.parentElement)));
    }
    return grounds.get(element);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = {};
  let seen = 0;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    const element = walk.currentNode.parentElement;
    if (!text || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || element.closest("noscript, script, style")) continue;
    seen += 1;
    const style = getComputedStyle(element);
    let opacity = 1;
    for (let at = element; at; at = at.parentElement) opacity *= +getComputedStyle(at).opacity;
    const under = ground(element);
    const over = read(style.color, under);
    const mixed = over.map((value, n) => value * opacity + under[n] * (1 - opacity));
    const [one, two] = [light(mixed), light(under)].sort((a, b) => b - a);
    const contrast = (one + 0.05) / (two + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    if (contrast < (large ? 3 : 4.5)) {
      const name = `${element.tagName.toLowerCase()}.${element.className} in ${element.parentElement.className}`;
      found[`${name} ${style.color} ${under}`] ??= `${name}: ${contrast.toFixed(2)} “${text.slice(0, 40)}”`;
    }
  }
  return { seen, pale: Object.values(found) };
}"""


def pale(page: Page) -> list[str]:
    """What is too pale in light or in dark; for the page itself they are one page."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        read = page.evaluate(TOO_PALE)
        assert read["seen"] > 10, page.url
        found += [f"{scheme}: {text}" for text in read["pale"]]
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_fits_and_can_be_read(
    browser: Browser, varied: Built, serve_folder: ServeFolder, width: int
) -> None:
    """On a phone, a tablet and a desk, in light and dark: nothing sticks out, nothing is pale, nothing fails."""
    served = serve_folder(varied.folder)
    wrong = []
    with window(browser, served.url, width=width) as seen:
        for url in KINDS:
            seen.open(served.url + url)
            if "?q=" in url:
                seen.page.locator(".results__list li").first.wait_for()
            wrong += [f"{url}: {found}" for found in (*seen.page.evaluate(TOO_WIDE), *pale(seen.page))]
        wrong += seen.complaints
    assert wrong == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_for_what_is_not_there_is_a_page_too(
    browser: Browser, varied: Built, serve_folder: ServeFolder, scheme: Scheme
) -> None:
    """A wrong address, however deep, shows our own page with its styles, and a search that works."""
    served = serve_folder(varied.folder)
    with window(browser, served.url, width=390, scheme=scheme) as seen:
        seen.open(f"{served.url}/no/such/page/")
        assert seen.page.evaluate(TOO_WIDE) == []
        assert seen.page.evaluate(TOO_PALE)["pale"] == []
        assert "Source Serif" in seen.page.locator("h1").evaluate("h => getComputedStyle(h).fontFamily")
        seen.page.get_by_role("searchbox").fill("words")
        seen.page.get_by_role("searchbox").press("Enter")
        seen.page.locator(".results__list li").first.wait_for()
        assert urlsplit(seen.page.url).path == "/search/"
        # The page itself is the one thing that was not there; the browser says so.
        missing = [line for line in seen.complaints if "404" in line]
        assert missing == seen.complaints and len(missing) == 2


@pytest.mark.parametrize("scheme", SCHEMES)
def test_odd_markdown_is_for_everybody_too(
    browser: Browser, varied: Built, serve_folder: ServeFolder, scheme: Scheme
) -> None:
    """Whatever Markdown makes of a text, axe-core finds nothing on its page.

    And it fits the smallest telephone with larger letters, where dates are long. A bracket is not parted from its date.
    """
    served = serve_folder(varied.folder)
    wrong = []
    with window(browser, served.url, width=320, scheme=scheme) as seen:
        seen.open(f"{served.url}/articles/kitchen-sink/")
        for width in range(300, 430, 2):
            seen.page.set_viewport_size({"width": width, "height": 844})
            wrong += [f"{width}: {found}" for found in seen.page.evaluate(PARTED)]
        seen.page.set_viewport_size({"width": 320, "height": 844})
        for url in ("/articles/renamed/", "/articles/kitchen-sink/"):
            seen.open(served.url + url)
            seen.page.evaluate(AXE)
            wrong += [f"{url}: {found}" for found in seen.page.evaluate(VIOLATIONS)]
            seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
            seen.page.locator("time").evaluate_all(
                "all => all.forEach(time => (time.textContent = '24 de noviembre de 2026'))"
            )
            wrong += [f"{url}, large: {found}" for found in seen.page.evaluate(TOO_WIDE)]
        # A word of a language that joins words is parted with a hyphen; code never has one more than it says.
        parted = seen.page.evaluate(
            """["h1", ".prose p", ".prose code"].map(name => {
              const style = getComputedStyle(document.querySelector(name));
              return [style.hyphens, style.hyphenateLimitChars];
            })"""
        )
        assert parted[:2] == [["auto", "16 6 6"]] * 2 and parted[2][0] == "manual"
        # Without colours of the page's own, what can be pressed is told from words by its line.
        seen.page.emulate_media(forced_colors="active")
        lines = seen.page.locator(".button, .prose pre, .prose details").evaluate_all(
            "all => all.map(e => getComputedStyle(e).borderBlockStartStyle)"
        )
        assert set(lines) == {"solid"} and len(lines) >= 4
    assert wrong == []


def test_our_own_articles_fit_a_phone(browser: Browser, built: Built, serve_folder: ServeFolder) -> None:
    """Every page of the project's own site can be read on a small phone, and asks nobody else for anything."""
    served = serve_folder(built.folder)
    wrong = []
    with window(browser, served.url, width=320) as seen:
        for url in built.pages:
            if url == "/404.html":
                continue
            seen.open(served.url + url)
            wrong += [f"{url}: {found}" for found in (*seen.page.evaluate(TOO_WIDE), *pale(seen.page))]
        wrong += seen.complaints
        assert len(seen.requests) > len(built.pages)
    assert wrong == []


def test_a_first_visit_weighs_less_than_90_kb_in_any_language(
    browser: Browser, built: Built, serve_folder: ServeFolder
) -> None:
    """On the wire: page, style, scripts, three faces and the logo of an article with words in italics.

    In Polish each face has a second part, which holds letters that no other of our languages has.
    """
    served, page = serve_folder(built.folder), "/articles/second-interview/"
    with window(browser, served.url, width=390) as seen:
        seen.open(served.url + page)
        seen.page.evaluate("document.fonts.ready")
        assert seen.page.locator(".prose em").count() > 0
        asked = {urlsplit(url).path for url in seen.requests}
    # What it weighs, as gzip packs what is not packed yet; without the picture above the text.
    weights = {
        url: built.file(url).stat().st_size
        if url.endswith((".woff2", ".avif", ".webp", ".png", ".jpg", ".ico"))
        else len(gzip.compress(built.file(url).read_bytes(), 6))
        for url in asked
        if not url.startswith(f"{page}second-interview.")
    }
    assert sum(url.endswith(".woff2") for url in asked) == 3, sorted(asked)
    polish = sum(file.stat().st_size for file in (built.folder / "assets/fonts").glob("*-latin-pl-*.woff2"))
    assert polish > 8_000 and sum(weights.values()) + polish < 90_000, weights


def test_hostile_titles_break_no_layout(browser: Browser, hostile: Built, serve_folder: ServeFolder) -> None:
    """A title of 300 characters, with a word of 98 in it, does not push a page out of a small phone."""
    served = serve_folder(hostile.folder)
    wrong = []
    with window(browser, served.url, width=320) as seen:
        for url in (*(u for u in hostile.pages if u != "/404.html"), "/search/?q=more"):
            seen.open(served.url + url)
            if "?q=" in url:
                seen.page.locator(".results__list li").first.wait_for()
            wrong += [f"{url}: {found}" for found in seen.page.evaluate(TOO_WIDE)]
    assert wrong == []


def test_dark_is_dark_and_light_is_light(browser: Browser, varied: Built, serve_folder: ServeFolder) -> None:
    """The page follows the reader's system, from the first moment, without a script."""
    served = serve_folder(varied.folder)
    grounds = {}
    for scheme in SCHEMES:
        with window(browser, served.url, scheme=scheme, script=False) as seen:
            seen.open(f"{served.url}/articles/kitchen-sink/")
            color = seen.page.locator("body").evaluate("b => getComputedStyle(b).backgroundColor")
            grounds[scheme] = [int(part) for part in color.removeprefix("rgb(").rstrip(")").split(",")]
    assert min(grounds["light"]) > 230 and max(grounds["dark"]) < 40


def test_the_title_is_seen_at_once_on_a_phone(
    browser: Browser, built: Built, serve_folder: ServeFolder
) -> None:
    """On a phone, the title of an article and its first words about itself are on the first screen."""
    served = serve_folder(built.folder)
    with window(browser, served.url, width=390, height=844) as seen:
        for article in built.public:
            seen.open(f"{served.url}/{article.url}")
            box = seen.page.locator("h1").bounding_box()
            assert box and box["y"] >= 0 and box["y"] + box["height"] < 844 * 0.75, article.name


def focused(page: Page) -> str:
    return str(page.evaluate("() => (document.activeElement.textContent || '').trim()"))


FOCUS = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  // The ring of a card lies round all of it, drawn by what stands behind the link.
  const drawn = (one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2;
  const ring = drawn(style) || drawn(getComputedStyle(element, "::after"));
  return { name: `${element.tagName} ${element.textContent.trim().slice(0, 30)}`, ring,
    inside: box.width > 0 && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth };
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_keyboard_is_enough(
    browser: Browser, varied: Built, serve_folder: ServeFolder, scheme: Scheme
) -> None:
    """The first Tab offers to skip to the text, and wherever one tabs to, one sees where one is."""
    served = serve_folder(varied.folder)
    with window(browser, served.url, width=1280, scheme=scheme) as seen:
        seen.open(f"{served.url}/articles/neighbour/")
        page = seen.page
        page.keyboard.press("Tab")
        assert "Skip to" in focused(page)
        places = [page.evaluate(FOCUS)]
        for _ in range(60):
            page.keyboard.press("Tab")
            place = page.evaluate(FOCUS)
            if place["name"].startswith("BODY"):
                break
            places.append(place)
        assert len(places) > 25
        assert [place for place in places if not (place["ring"] and place["inside"])] == []
        names = " ".join(place["name"] for place in places)
        assert "Leave this empty" not in names


def test_skipping_leads_to_the_text(browser: Browser, varied: Built, serve_folder: ServeFolder) -> None:
    """Enter on the skip link puts the keyboard into the text: the next Tab is a link of the article."""
    served = serve_folder(varied.folder)
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/articles/neighbour/")
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate("document.activeElement.tagName") == "MAIN"
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("!!document.activeElement.closest('main')")


def test_the_masthead_can_be_hit_with_a_thumb(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """On a phone, every link of the masthead and every button is at least 44 pixels high."""
    served = serve_folder(varied.folder)
    with window(browser, served.url, width=390) as seen:
        for url in ("/", "/articles/neighbour/"):
            seen.open(served.url + url)
            targets = "header.masthead a, form button, form input:not([type=hidden], [tabindex])"
            heights = {}
            for target in seen.page.locator(targets).all():
                box = target.bounding_box()
                if box and target.is_visible():
                    heights[target.evaluate("e => (e.textContent || e.id).trim()")] = box["height"]
            assert len(heights) >= 6
            assert {name: height for name, height in heights.items() if height < 44} == {}


def test_everything_but_search_works_without_javascript(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """With JavaScript off a reader gets from the front page to any article and back, and is told about search."""
    served = serve_folder(varied.folder)
    with window(browser, served.url, width=390, script=False) as seen:
        page = seen.page
        seen.open(f"{served.url}/")
        page.get_by_role("link", name="Everything at once", exact=True).first.click()
        page.wait_for_url("**/articles/kitchen-sink/")
        page.get_by_text("In this article", exact=True).first.click()
        page.get_by_role("link", name="Pictures", exact=True).click()
        page.wait_for_url(lambda url: url.endswith("#pictures"))
        page.get_by_text("Closed", exact=True).click()
        assert page.get_by_text("Words behind a lid.").is_visible()
        page.locator(".masthead").get_by_role("link", name="Articles").click()
        page.locator("nav[aria-label=Pages] a[rel=next]").click()
        page.wait_for_url("**/articles/page/1/")
        page.get_by_role("link", name="Plain number 1", exact=True).click()
        expect(page.locator("h1")).to_have_text("Plain number 1")
        page.locator(".masthead").get_by_role("link", name="Search").click()
        expect(page.locator("main")).to_contain_text("Searching needs JavaScript", use_inner_text=True)
        seen.open(f"{served.url}/blog/2019/old-path/")
        page.wait_for_url(f"{served.url}/articles/renamed/")
        assert seen.complaints == []


def test_a_preview_of_print_is_only_the_article(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """On paper there is the article with its address, and neither menus nor forms nor the dark."""
    served = serve_folder(varied.folder)
    with window(browser, served.url, scheme="dark") as seen:
        seen.open(f"{served.url}/articles/kitchen-sink/")
        seen.page.emulate_media(media="print")
        visible = {
            name: seen.page.locator(name).first.is_visible()
            for name in ("h1", ".prose", ".masthead", "form", ".colophon nav", ".after")
        }
        assert visible == {
            "h1": True, ".prose": True, ".masthead": False, "form": False, ".colophon nav": False, ".after": False
        }  # fmt: skip
        assert (
            "https://knowledge.example.com/articles/kitchen-sink/" in seen.page.locator("main").inner_text()
        )
        assert seen.page.evaluate(TOO_PALE)["pale"] == []


def test_a_window_tells_what_goes_wrong_in_it(
    browser: Browser, serve_folder: ServeFolder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What the tests here rely on: a broken page is noticed, whether it is too wide, too pale, or asks elsewhere."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><title>x</title><body style="background:#fff">'
        '<div style="width:2000px">wide</div><p style="color:#999">pale</p><p style="color:#595959">fine</p>'
        '<p style="opacity:.5;color:#555">faint</p><div style="background:#123"><p style="color:#234">dark</p></div>'
        '<img src="gone.png" alt=""><img src="http://127.0.0.1:9/x.png" alt=""><script>undefinedName()</script>',
        encoding="utf-8",
    )
    served = serve_folder(folder)
    with window(browser, served.url, width=800) as seen:
        seen.open(f"{served.url}/")
        assert len(seen.page.evaluate(TOO_WIDE)) >= 2
        assert [line.partition("“")[2] for line in seen.page.evaluate(TOO_PALE)["pale"]] == [
            "pale”",
            "faint”",
            "dark”",
        ]
        said = "\n".join(seen.complaints)
        for expected in (
            "gone.png answers 404",
            "asks http://127.0.0.1:9/x.png",
            "x.png failed",
            "undefinedName",
        ):
            assert expected in said


def test_the_text_begins_on_the_first_screen_of_a_telephone(
    varied: Built, browser: Browser, serve_folder: ServeFolder
) -> None:
    """Whoever comes from a search sees the first line at once, under a title and a picture, a long one too."""
    served = serve_folder(varied.folder)
    first_line = """() => {
      const range = document.createRange();
      range.selectNodeContents(document.querySelector(".story .prose > *"));
      return range.getClientRects()[0].bottom;
    }"""
    with window(browser, served.url, width=390) as seen:
        for path in ("/articles/kitchen-sink/", "/articles/neighbour/"):
            seen.page.goto(served.url + path)
            assert seen.page.evaluate(first_line) < 844
        title = "h => h.textContent = 'What to ask before you sign, and whom to ask when nobody there can tell you'"
        seen.page.locator("h1").evaluate(title)
        seen.page.locator(".deck").evaluate("p => p.textContent = 'A sentence of many words, '.repeat(6)")
        assert seen.page.evaluate(first_line) < 844


def test_the_contents_stand_beside_the_text_and_show_where_one_is(
    varied: Built, browser: Browser, serve_folder: ServeFolder
) -> None:
    """Open on a wide screen, with a mark at the part that is read; folded on a narrow one, and both by hand."""
    served = serve_folder(varied.folder)
    with window(browser, served.url, width=1440) as seen:
        page = seen.page
        page.goto(served.url + "/articles/kitchen-sink/")
        contents, text = page.locator(".contents"), page.locator(".story .prose")
        links = contents.get_by_role("link")
        expect(links.first).to_be_visible()
        beside, read = contents.bounding_box(), text.bounding_box()
        assert beside and read
        assert beside["x"] + beside["width"] <= read["x"]
        below = page.locator(".share").bounding_box()
        assert below and below["x"] == read["x"]
        expect(contents.locator("[aria-current]")).to_have_count(0)
        links.nth(1).click()
        expect(links.nth(1)).to_have_attribute("aria-current", "true")
        expect(contents.locator("[aria-current]")).to_have_count(1)
        expect(links.first).to_be_in_viewport()
        page.set_viewport_size({"width": 390, "height": 844})
        expect(links.first).to_be_hidden()
        contents.locator("summary").click()
        expect(links.first).to_be_visible()


def test_an_article_can_be_passed_on(varied: Built, browser: Browser, serve_folder: ServeFolder) -> None:
    """By plain links that ask nobody anything before they are followed, and a button that copies the address."""
    served = serve_folder(varied.folder)
    with window(browser, served.url) as seen:
        page = seen.page
        page.goto(served.url + "/articles/kitchen-sink/")
        share = page.locator(".share")
        address = page.locator("link[rel=canonical]").get_attribute("href")
        assert address
        targets = [link.get_attribute("href") or "" for link in share.get_by_role("link").all()]
        assert len(targets) == 4
        assert all(quote(address, safe="/") in target for target in targets)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        share.get_by_role("button").click()
        expect(share.get_by_text("Copied", exact=True)).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == address


def test_a_text_read_from_the_right_keeps_its_code_from_the_left(
    varied: Built, browser: Browser, serve_folder: ServeFolder
) -> None:
    """In an Arabic article a program reads as everywhere; its title and its tables begin at the right."""
    served = serve_folder(varied.folder)
    with window(browser, served.url, width=1440) as seen:
        page = seen.page
        page.goto(served.url + "/articles/kitchen-sink/")
        for part in page.locator(".story h1, .story .prose").all():
            part.evaluate("e => { e.lang = 'ar'; e.dir = 'rtl'; }")
        text = page.locator(".story .prose").bounding_box()
        title = page.locator(".story h1").bounding_box()
        assert text and title
        assert title["x"] + title["width"] == text["x"] + text["width"]
        style = "(e, name) => getComputedStyle(e)[name]"
        assert page.locator(".prose pre").first.evaluate(style, "direction") == "ltr"
        head = page.locator(".prose thead th").first
        assert head.evaluate(style, "textAlign") == "start"
        assert head.evaluate(style, "paddingRight") == "0px"
        assert page.locator(".prose h2").first.evaluate(style, "letterSpacing") == "normal"
        # What is stressed is slanted in no script that knows nothing of it.
        slants = """(e, [lang, dir]) => {
          Object.assign(e, { lang, dir, innerHTML: "<em>a</em><blockquote>b</blockquote>" });
          return Array.from(e.children, (part) => getComputedStyle(part).fontStyle);
        }"""
        read = page.locator(".story .prose")
        for lang, slant in {
            "en": "italic",
            "ar": "normal",
            "ja": "normal",
            "zh-TW": "normal",
            "ko": "normal",
        }.items():
            found = read.evaluate(slants, [lang, "rtl" if lang == "ar" else "ltr"])
            assert found == [slant, slant], lang
