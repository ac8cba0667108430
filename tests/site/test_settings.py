"""Settings of MkDocs and Material: each does in the built site what its name says, or a sentence says why not."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import program_forks
from tests.samples import NOW, article_text, environment, make_site, run
from tests.sites import Built, build, dead_links

NAV = [
    {"Read": "articles/index.md"},
    {
        "Hire": [
            "articles/category/hiring.md",
            {"Deeper": ["about.md", {"Far": "https://www.example.com/far"}]},
        ]
    },
    "articles/category/interviews.md",
    {"Shop": "https://www.example.com/shop"},
    {"RSS": "feed.xml"},
]
PAGES: dict[str, str | bytes] = {
    "one.md": article_text("One", "Words.\n"),
    "two.md": article_text("Two", "Words.\n", categories="[hiring]"),
    "three.md": article_text("Three", "Words.\n"),
    "./about.md": "# About & beyond\n\nWe collect quixotries.\n",
    "./privacy.md": "---\ntitle: Privacy\n---\n\nWe keep nothing.\n",
    "./lonely.md": "# Lonely\n\nNobody links here.\n",
    "./hidden.md": "---\nsearch:\n  exclude: true\n---\n\n# Hidden\n\nA quixotry nobody is to find.\n",
    "./articles/index.md": "",
}


def with_settings(root: Path, files: dict[str, str | bytes], change: Callable[[Any], None]) -> Path:
    """A site of the project's own settings, changed."""
    make_site(root, files)
    (root / "docs/articles/index.md").unlink()
    path = root / "mkdocs.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return root


def everything(data: Any) -> None:
    """What a company may set, all at once."""
    data["nav"] = NAV
    data["copyright"] = "© <em>Everybody</em>"
    data["repo_url"] = "https://git.example.com/us/site"
    data["edit_uri"] = "edit/main/docs/"
    data["theme"] |= {"logo": "assets/mark.svg", "favicon": "assets/mark.svg"}
    data["extra"]["social"] = [
        {"icon": "fontawesome/brands/linkedin", "link": "https://social.example.com/us"},
        {"icon": "simple/x", "link": "https://x.example.com/us", "name": "Us on X"},
    ]
    ours = data["extra"]["knowledge_center"]
    ours["listings"] = {"per_page": 1}
    ours["feeds"]["author_feeds"] = False
    ours["footer"] = [
        {"Start here": "articles/posts/2026/one.md"},
        {"The company": "https://www.example.com/us"},
    ]
    ours["legal"] = [{"Privacy": "privacy.md"}, {"Imprint": "https://www.example.com/imprint"}]
    ours["subscribe"]["consent"] = (
        "Yes, as the [privacy page](privacy.md) & [law](https://law.example.org/) say."
    )


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with every setting that pages follow."""
    root = with_settings(tmp_path_factory.mktemp("set") / "site", PAGES, everything)
    (root / "docs/assets/mark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    return build(root)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same pages with nothing set."""
    return build(with_settings(tmp_path_factory.mktemp("plain") / "site", PAGES, lambda data: None))


def links(page: Any, within: str) -> dict[str, str]:
    """The links in a part of a page: what each says, and where it leads."""
    return {" ".join(a.text_content().split()): a.get("href") for a in page.xpath(f"{within}//a")}


def test_no_link_of_the_settings_is_dead(changed: Built) -> None:
    """Wherever they stand: masthead, footer, beside the signup, on every page."""
    assert dead_links(changed) == []


def test_nav_is_the_masthead(changed: Built, plain: Built) -> None:
    """Own pages, our listings, other sites and files; titles given or the page's own; sections in one level."""
    assert links(changed.page("/about/"), "//nav[@class='menu']") == {
        "Read": "../articles/",
        "Hiring well": "../articles/category/hiring/",
        "About & beyond": "./",
        "Far": "https://www.example.com/far",
        "Interviews": "../articles/category/interviews/",
        "Shop": "https://www.example.com/shop",
        "RSS": "../feed.xml",
    }
    assert changed.page("/").xpath("//nav[@class='menu']//summary/text()") == ["Hire"]
    assert list(links(plain.page("/"), "//nav[@class='menu']")) == ["Articles", "Topics", "Digest", "Search"]


def test_the_masthead_marks_where_one_is(changed: Built) -> None:
    """The page itself, or the nearest part of the site around it."""
    marks = {
        url: {
            a.text: a.get("aria-current")
            for a in changed.page(url).xpath("//nav[@class='menu']//a[@aria-current]")
        }
        for url in ("/about/", "/articles/", "/articles/one/", "/articles/category/hiring/", "/")
    }
    assert marks == {
        "/about/": {"About & beyond": "page"},
        "/articles/": {"Read": "page"},
        "/articles/one/": {"Read": "true"},
        "/articles/category/hiring/": {"Hiring well": "page"},
        "/": {},
    }


def test_listings_have_as_many_articles_as_set(changed: Built, plain: Built) -> None:
    """One a page makes two full pages behind the newest of three; the default has none."""
    assert len(changed.page("/articles/").xpath("//main//article")) == 1
    assert len(changed.page("/articles/page/2/").xpath("//main//article")) == 1
    assert not plain.has("/articles/page/2/")


def test_feeds_of_authors_can_be_left_out(changed: Built, plain: Built) -> None:
    """Neither files nor links: on the author's page, in any head, on /subscribe/, in the list of all feeds."""
    own, topic = "articles/author/careers-desk/", "articles/category/hiring/"
    assert plain.has(f"/{own}feed.xml") and f"/{own}feed.xml" in plain.text("/feeds.opml")
    assert "One author" in plain.text("/subscribe/")
    assert changed.has(f"/{own}") and changed.has(f"/{topic}feed.xml")
    for name in ("feed.xml", "atom.xml", "feed.json"):
        assert not changed.has(f"/{own}{name}")
    assert "articles/author/" not in changed.text("/feeds.opml")
    assert "One author" not in changed.text("/subscribe/")
    assert "Feeds:" not in changed.text(f"/{own}") and "Feeds:" in changed.text(f"/{topic}")


def test_logo_and_favicon_of_the_theme(changed: Built, plain: Built) -> None:
    """Set, they are shown; unset, the organization's logo stands in the masthead, and no icon is a dead link."""
    assert changed.page("/").xpath("string(//a[@class='nameplate']/img/@src)") == "assets/mark.svg"
    assert changed.page("/").xpath("string(//link[@rel='icon']/@href)") == "assets/mark.svg"
    assert plain.page("/").xpath("string(//a[@class='nameplate']/img/@src)") == "assets/logo.svg"


def test_the_footer_has_accounts_links_and_legal_pages(changed: Built) -> None:
    """Accounts by their names, links and legal pages by their titles, and the copyright as HTML."""
    found = links(changed.page("/about/"), "//footer")
    assert (
        found["Linkedin"] == "https://social.example.com/us"
        and found["Us on X"] == "https://x.example.com/us"
    )
    assert found["Start here"] == "../articles/one/" and found["The company"] == "https://www.example.com/us"
    assert found["Privacy"] == "../privacy/" and found["Imprint"] == "https://www.example.com/imprint"
    assert changed.page("/").xpath("string(//footer//em)") == "Everybody"


def test_the_consent_has_links_and_the_legal_pages_beside_it(changed: Built) -> None:
    """Markdown links are links, the rest is text; a legal page that the sentence names is not named twice."""
    [consent] = changed.page("/articles/one/").xpath("//p[@id='signup-consent']")
    assert " ".join(consent.text_content().split()) == "Yes, as the privacy page & law say. Imprint"
    assert links(consent, ".") == {
        "privacy page": "../../privacy/", "law": "https://law.example.org/", "Imprint": "https://www.example.com/imprint",
    }  # fmt: skip


def test_a_change_can_be_suggested_where_somebody_wrote(changed: Built, plain: Built) -> None:
    """Articles and pages of the site's own lead to their source; listings have none."""
    edit = "https://git.example.com/us/site/edit/main/docs/"
    found = {
        url: links(changed.page(url), "//main").get("Suggest a change")
        for url in ("/articles/one/", "/about/", "/articles/", "/articles/category/hiring/", "/subscribe/")
    }
    assert found == {
        "/articles/one/": f"{edit}articles/posts/2026/one.md", "/about/": f"{edit}about.md",
        "/articles/": None, "/articles/category/hiring/": None, "/subscribe/": None,
    }  # fmt: skip
    assert "Suggest a change" not in plain.text("/articles/one/")


def test_a_page_is_called_by_its_first_heading(plain: Built) -> None:
    """In the browser and on the page, once; a title in the front matter comes first."""
    assert plain.page("/about/").xpath("string(//title)").startswith("About & beyond – ")
    assert plain.page("/about/").xpath("//h1/text()") == ["About & beyond"]
    assert plain.page("/privacy/").xpath("//h1/text()") == ["Privacy"]


def test_own_pages_are_searched(plain: Built) -> None:
    """Those with text, but not one that says it is to stay out, and no list of what stands elsewhere."""
    searched = {url for url in plain.pages if plain.page(url).xpath("//*[@data-pagefind-body]")}
    articles = {"/articles/one/", "/articles/two/", "/articles/three/"}
    assert searched - articles == {"/about/", "/privacy/", "/lonely/"}


def test_pages_that_nothing_leads_to_are_told(plain: Built, changed: Built) -> None:
    """Each by its file; not one that another page, the navigation or the footer leads to, nor a hidden one."""
    advice = "Advice: No page, navigation or footer leads to this page"
    lines = plain.said.splitlines()
    told = {lines[at - 1] for at, line in enumerate(lines) if advice in line}
    assert told == {"docs/about.md", "docs/lonely.md", "docs/privacy.md"}
    assert changed.said.count(advice) == 1 and "docs/lonely.md\n" in changed.said


@pytest.mark.parametrize("folder", ["public", "build/html"])
def test_the_site_goes_where_site_dir_says(tmp_path: Path, folder: str) -> None:
    """The build, its summary, the feed check and what a second build replaces."""
    root = with_settings(tmp_path / "site", PAGES, lambda data: data.update(site_dir=folder))
    for _ in range(2):
        done = run(root, "build.py")
        assert done.returncode == 0, done.stderr
        assert f"{folder}/ is ready" in done.stdout
    assert (root / folder / "index.html").is_file() and not (root / "site").exists()
    assert "No problems." in run(root, "check.py", "--feeds").stdout


@pytest.mark.parametrize("folder", ["docs/out", "..", "/srv/site", ".", ".build/x", "docs"])
def test_a_site_dir_that_would_lose_files_is_refused(tmp_path: Path, folder: str) -> None:
    """A build replaces the whole folder, so it has to be one of its own below mkdocs.yml."""
    root = with_settings(tmp_path / "site", PAGES, lambda data: data.update(site_dir=folder))
    done = run(root, "check.py")
    assert done.returncode == 1 and "site_dir: “" in done.stdout and "Fix:  site_dir: site" in done.stdout


def test_a_folder_of_other_files_is_not_replaced(tmp_path: Path) -> None:
    """What lies in site_dir and is no site stays, and is told."""
    root = with_settings(tmp_path / "site", PAGES, lambda data: data.update(site_dir="notes"))
    (root / "notes").mkdir()
    (root / "notes/mine.txt").write_text("mine", encoding="utf-8")
    done = run(root, "build.py")
    assert done.returncode == 1 and "notes" in done.stderr and "Traceback" not in done.stderr
    assert (root / "notes/mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_link_to_a_folder_of_a_server_is_not_exchanged(tmp_path: Path) -> None:
    """The server would show the old site for ever, and the build after that would work in its folder."""
    root = with_settings(tmp_path / "site", PAGES, lambda data: None)
    (tmp_path / "www").mkdir()
    (tmp_path / "www/index.html").write_text("of before", encoding="utf-8")
    (root / "site").symlink_to(tmp_path / "www")
    done = run(root, "build.py")
    assert done.returncode == 1 and "A link lies here" in done.stderr
    assert (root / "site/index.html").read_text(encoding="utf-8") == "of before"


REFUSED: dict[str, tuple[Any, str]] = {
    "use_directory_urls": (False, "use_directory_urls: “false” was found"),
    "rss": (["rss"], "plugins: “rss” was found"),
    "offline": (["material/offline"], "plugins: “material/offline” was found"),
    "i18n": ([{"i18n": {"languages": []}}], "plugins: “i18n” was found"),
    "blog": ([{"blog": {"post_url_format": "{slug}"}}], "plugins: “blog” was found"),
    "docs_dir": ("../content", "docs_dir: “../content” was found, but a folder below"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_by_check_and_build(tmp_path: Path, name: str) -> None:
    """A sentence that names the setting and what to do, and nothing is published."""
    value, says = REFUSED[name]
    key = name if name in ("use_directory_urls", "docs_dir") else "plugins"
    root = with_settings(tmp_path / "site", PAGES, lambda data: data.update({key: value}))
    for script in ("check.py", "build.py"):
        done = run(root, script)
        assert done.returncode == 1
        assert says in done.stdout + done.stderr and "Traceback" not in done.stdout + done.stderr
    assert not (root / "site").exists()


def test_folder_addresses_cannot_be_turned_off_by_another_plugin(tmp_path: Path) -> None:
    """A hook that does so stops the build with a sentence."""
    root = with_settings(tmp_path / "site", PAGES, lambda data: data["hooks"].append("hooks/flat.py"))
    (root / "hooks/flat.py").write_text(
        "def on_config(config):\n    config.use_directory_urls = False\n    return config\n", encoding="utf-8"
    )
    done = run(root, "build.py")
    assert done.returncode == 1
    assert "A plugin has set use_directory_urls to false" in done.stderr and "Traceback" not in done.stderr


def test_what_has_no_effect_is_told(tmp_path: Path) -> None:
    """Material's own switches: the check names each with the reason; nothing set, nothing said."""

    def change(data: Any) -> None:
        data["theme"] |= {
            "features": ["navigation.tabs"],
            "palette": {"primary": "teal", "scheme": "slate"},
            "font": {"text": "Roboto"},
        }
        data["extra"] |= {"analytics": {"provider": "google"}, "consent": {"title": "Cookies"}}
        data["plugins"] = ["material/search", "tags"]

    done = run(with_settings(tmp_path / "set", PAGES, change), "check.py")
    assert done.returncode == 0
    assert "Advice: theme.palette: Of this, only the colours in primary have an effect here" in done.stdout
    for key in ("theme.features", "theme.font", "extra.analytics", "extra.consent"):
        assert f"Advice: {key}: This has no effect here: " in done.stdout
    assert "“search” has no effect here" in done.stdout and "“tags” has no effect here" in done.stdout
    assert (
        "no effect" not in run(with_settings(tmp_path / "plain", PAGES, lambda data: None), "check.py").stdout
    )


LINKS: dict[str, Any] = {
    "no list": "privacy.md",
    "no title": ["privacy.md"],
    "no target": [{"Privacy": None}],
    "two in one": [{"Privacy": "privacy.md", "Imprint": "imprint.md"}],
}


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("key", ["footer", "legal"])
def test_links_that_cannot_be_are_a_sentence(tmp_path: Path, key: str, name: str) -> None:
    """Whatever is written there, the answer names the key and shows how a link is written."""
    root = with_settings(
        tmp_path / "site", {}, lambda data: data["extra"]["knowledge_center"].update({key: LINKS[name]})
    )
    done = run(root, "check.py")
    assert done.returncode == 1
    assert (
        f"extra.knowledge_center.{key}: " in done.stdout
        and f"Fix:  {key}:\n          - Privacy: privacy.md" in done.stdout
    )


@pytest.mark.parametrize("where", ["nav", "footer", "legal", "consent"])
def test_a_link_to_a_page_that_is_not_there_is_told(tmp_path: Path, where: str) -> None:
    """In a sentence that names the setting and the file, by the build that knows all pages."""

    def change(data: Any) -> None:
        ours = data["extra"]["knowledge_center"]
        if where == "nav":
            data["nav"] = [{"Gone": "gone.md"}]
        elif where == "consent":
            ours["subscribe"]["consent"] = "As [we say](gone.md)."
        else:
            ours[where] = [{"Gone": "gone.md"}]

    done = run(with_settings(tmp_path / "site", PAGES, change), "build.py")
    assert done.returncode == 1
    setting = {"nav": "nav", "consent": "extra.knowledge_center.subscribe.consent"}.get(
        where, f"extra.knowledge_center.{where}"
    )
    assert f"mkdocs.yml\n  {setting}: “gone.md” leads nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_preview_build_has_its_own_address(tmp_path: Path) -> None:
    """One variable in the environment moves canonical addresses, feeds and sitemap; ids stay."""
    root = make_site(tmp_path / "site", PAGES)
    path = root / "mkdocs.yml"
    address = "site_url: https://knowledge.example.com/"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(address, "site_url: !ENV [KC_SITE_URL, https://knowledge.example.com/]"), "utf-8"
    )
    found = build(root, KC_SITE_URL="https://preview.example.com/42/")
    own = "https://preview.example.com/42/articles/one/"
    assert found.page("/articles/one/").xpath("string(//link[@rel='canonical']/@href)") == own
    assert own in found.text("/sitemap.xml") and own in found.text("/feed.xml")
    items = json.loads(found.text("/feed.json"))["items"]
    assert {item["id"].partition(":article")[0] for item in items} == {"tag:knowledge.example.com,2026"}


TWICE = {
    "plugin twice": ["knowledge-center", {"knowledge-center": {}}],
    "hook and plugin": ["knowledge-center"],
    "unknown key": [{"knowledge-center": {"per_page": 5}}],
}


@pytest.mark.parametrize("name", TWICE)
def test_the_plugin_is_called_once_and_set_elsewhere(tmp_path: Path, name: str) -> None:
    """Named twice, or as hook and plugin, or with settings in the wrong place: a sentence with what to do."""
    root = with_settings(tmp_path / "site", PAGES, lambda data: data.update(plugins=TWICE[name]))
    if name != "hook and plugin":
        data = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
        del data["hooks"]
        (root / "mkdocs.yml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    done = run(root, "build.py")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    wanted = "extra.knowledge_center" if name == "unknown key" else "more than once"
    assert wanted in done.stderr, done.stderr
    call = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    plainly = program_forks.run(call, cwd=root, env=environment(NOW))
    assert plainly.returncode != 0 and wanted in plainly.stderr and "Traceback" not in plainly.stderr
