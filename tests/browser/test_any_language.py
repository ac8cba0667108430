"""Pages in a language that marks and lengthens every message: all words are in catalogues, and the long ones fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from playwright.sync_api import Browser

from knowledge_center.words.catalogues import FOLDER
from tests.browser.reading import window
from tests.browser.test_reading import TOO_WIDE
from tests.conftest import ServeFolder
from tests.samples import article_text, make_site, picture, run
from tests.sites import Built, once
from tests.words.spoken import NAME, pseudo
from tests.words.test_catalogues import NAMES, used

SEARCHES = ("/search/?q=λέξη", "/search/?q=xyzzy")
SAID = "//meta[@name='description' or @property='og:title' or @property='og:description']/@content"
TEXT = f"{NAME} λέξη.[^1]\n\n## {NAME}\n\n!!! note\n    {NAME}\n\n??? warning\n    {NAME}\n\n[^1]: {NAME}\n"
SENTENCE = "Μια πρόταση που λέει με λίγα λόγια τι θα βρει εδώ όποιος διαβάζει."


def greek(root: Path) -> Path:
    """A small site whose own words are Greek, with a catalogue of its own."""
    fields = {"description": SENTENCE, "series": f"{{name: {NAME}, part: 1}}"}
    posts: dict[str, str | bytes] = {
        "first.md": article_text(NAME, TEXT, image="one.png", image_alt=NAME, **fields),
        "second.md": article_text(
            f"{NAME} β", TEXT, date="2026-11-02", updated="2026-11-19", categories="[hiring, interviews]",
            **(fields | {"series": f"{{name: {NAME}, part: 2}}"}),
        ),
        "third.md": article_text(f"{NAME} γ", TEXT, date="2025-11-02", description=SENTENCE),
        "fourth.md": article_text(
            f"{NAME} δ", TEXT, date="2025-10-02", language="de", translation_of="third", description=SENTENCE
        ),
        "over.md": article_text(f"{NAME} ε", TEXT, date="2026-01-05", expires="2026-10-31", description=SENTENCE),
        "one.png": picture("navy", (1200, 800)),
        "articles/.authors.yml": f"careers-desk:\n  name: {NAME} ν\n  role: {NAME}\n  description: {SENTENCE}\n",
        "articles/.categories.yml": f"interviews:\n  name: {'Συνεντευξη' * 3}\nhiring:\n  name: {NAME} π\n",
    }  # fmt: skip
    make_site(root, posts)
    (root / "docs/index.md").unlink()
    file = root / "mkdocs.yml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    ours = data["extra"]["knowledge_center"]
    data |= {"site_name": NAME, "site_description": SENTENCE, "copyright": NAME}
    data["theme"] |= {"language": "el", "custom_dir": "overrides"}
    ours["organization"] |= {"name": f"{NAME} α", "about": SENTENCE, "address": [NAME]}
    ours["digests"][0] |= {"title": NAME, "description": SENTENCE}
    ours["subscribe"]["consent"] = SENTENCE
    del ours["subscribe"]["heading"]
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    catalogue = Catalog(locale="ja")
    for (one, several), words in zip(used().items(), pseudo(used()).messages.values(), strict=True):
        catalogue.add((one, several) if several else one, words if several else words[0])
    (root / "overrides" / FOLDER).mkdir(parents=True)
    with (root / "overrides" / FOLDER / "el.po").open("wb") as po:
        write_po(po, catalogue)
    closed = run(root, "close_digest.py", "weekly", "--accept")
    assert closed.returncode == 0, closed.stderr
    return root


@pytest.fixture(scope="module")
def long_words(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return once(tmp_path_factory, "greek-site", greek)


def test_long_words_fit_the_smallest_phone(
    browser: Browser, long_words: Built, serve_folder: ServeFolder
) -> None:
    """Messages half as long again, with words that cannot be parted, on every kind of page, in large letters too."""
    served = serve_folder(long_words.folder)
    wrong = []
    with window(browser, served.url, width=320) as seen:
        for url in (*long_words.pages, *SEARCHES):
            seen.open(served.url + url)
            if "?q=" in url:
                seen.page.locator(".results__state", has_text="ļöñĝ").wait_for()
            if url == SEARCHES[0]:
                # A result in another language says so: title and excerpt.
                seen.page.locator(".colophon").scroll_into_view_if_needed()
                seen.page.locator(".result p bdi[lang=de]").wait_for(timeout=5000)
            wrong += [f"{url}: {found}" for found in seen.page.evaluate(TOO_WIDE)]
            seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
            wrong += [f"{url}, large: {found}" for found in seen.page.evaluate(TOO_WIDE)]
    assert len(long_words.pages) > 20
    assert wrong == []


def test_no_word_of_a_page_stands_outside_a_catalogue(long_words: Built) -> None:
    """Nothing on a page, in its labels or its head is Latin but what is marked, and names."""
    wrong = []
    for url in long_words.pages:
        root = long_words.page(url)
        for element in root.xpath("//style | //script | //noscript | //code | //pre"):
            element.drop_tree()
        found = [
            *root.itertext(),
            *root.xpath("//@aria-label | //@alt | //@placeholder | //@title"),
            *root.xpath(SAID),
        ]
        text = re.sub(r"https?://\S+|\S+@\S+", " ", " ".join(found))
        while (marked := re.sub(r"\[!!(?:(?!\[!!).)*?!!\]", " ", text, flags=re.DOTALL)) != text:
            text = marked
        wrong += [
            f"{url}: {word}"
            for word in set(re.findall(r"[A-Za-zåîé]{2,}", text))
            - NAMES
            - {"Atom", "Deutsch", "Feed", "JSON"}
        ]
    assert wrong == []
