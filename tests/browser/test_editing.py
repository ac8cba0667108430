"""Editing in a browser: /admin/ with the real program, its folder one that the browser keeps itself."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from knowledge_center.admin import cms_release
from tests.conftest import ServeFolder
from tests.samples import ROOT, article_text, command, make_site, picture

MISSING = (
    "NOT RUN: the editing program is not here, so nothing has opened /admin/. Fetch it with:  "
    "knowledge-center admin fetch"
)
OLD = article_text(
    "Why you wait",
    "Some *text* with a note[^1].\n\n* one\n* two\n\n!!! tip \"Ask\"\n    Once.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    "![A desk](desk.png){ loading=lazy }\n\n[^1]: Here.\n",
    image="desk.png", image_alt="A desk", aliases="[waiting, /blog/waiting/]", expires="2027-12-31",
    guid="https://old.example.com/?p=1", digest="skip",
)  # fmt: skip
# The browser's own file system stands in for the folder that a person would choose.
PICK = "window.showDirectoryPicker = async () => navigator.storage.getDirectory();"
PUT = """async files => {
  for (const [path, text] of files) {
    const names = path.split("/");
    let folder = await navigator.storage.getDirectory();
    for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, {create: true});
    const file = await (await folder.getFileHandle(names.at(-1), {create: true})).createWritable();
    await file.write(text);
    await file.close();
  }
}"""
WIDTH = """async () => {
  const icon = document.createElement("span");
  icon.textContent = "check_circle";
  icon.style.font = "24px 'Material Symbols Outlined'";
  document.body.append(icon);
  await document.fonts.ready;
  return icon.offsetWidth;
}"""
GET = """async () => {
  const walk = async (folder, path, found) => {
    for await (const [name, entry] of folder.entries()) {
      if (entry.kind === "directory") await walk(entry, `${path}${name}/`, found);
      else found[path + name] = Array.from(new Uint8Array(await (await entry.getFile()).arrayBuffer()));
    }
    return found;
  };
  for (let left = 40; ; left--) {
    // A file that is being written has another name meanwhile.
    try { return await walk(await navigator.storage.getDirectory(), "", {}); }
    catch (error) { if (!left) throw error; }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose articles are edited in a browser: built before the program was fetched, and after that."""
    if not cms_release.is_whole(ROOT):
        pytest.skip(MISSING)
    root = make_site(
        tmp_path_factory.mktemp("edited") / "site",
        {"why-you-wait.md": OLD, "desk.png": picture(size=(900, 600))},
        admin={"backend": "github", "repo": "example/knowledge"},
    )
    listed = command(root, "admin", "lists")
    assert (
        listed.returncode == 0
        and "docs/articles/.authors.yml is docs/articles/authors.yml now" in listed.stdout
    )
    again = command(root, "admin", "lists")
    assert again.returncode == 0 and "docs/articles/authors.yml is there already" in again.stdout
    without = command(root, "build")
    assert without.returncode == 0, without.stdout
    # Said in one line, and the rest is made; what is fetched then is in the next build.
    assert without.stdout.count("the editing program was not fetched") == 1
    assert not (root / "site/admin").exists()
    shutil.copytree(ROOT / cms_release.PROGRAMS, root / cms_release.PROGRAMS, dirs_exist_ok=True)
    done = command(root, "build")
    assert done.returncode == 0, done.stdout
    return root


@pytest.mark.parametrize("language", ["de-DE", "ar"])
def test_a_browser_of_another_language_asks_no_host_for_words(
    site: Path, serve_folder: ServeFolder, browser: Browser, language: str
) -> None:
    """The program speaks English to everybody: it stands still and does not ask again and again what is shut out."""
    asked: list[str] = []
    with browser.new_context(locale=language) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{serve_folder(site / 'site').url}/admin/")
        page.get_by_role("button", name="Sign In Using Access Token").wait_for()
        page.wait_for_timeout(500)
    assert [url for url in asked if "/locales/" in url] == []


@pytest.fixture
def page(site: Path, serve_folder: ServeFolder, browser: Browser) -> Iterator[Page]:
    """The page before anybody has logged in, in a browser on the other side of the world."""
    with browser.new_context(timezone_id="Asia/Tokyo", viewport={"width": 1440, "height": 1000}) as context:
        page = context.new_page()
        page.add_init_script(PICK)
        page.set_default_timeout(15_000)
        page.goto(f"{serve_folder(site / 'site').url}/admin/")
        page.get_by_role("button", name="Work with Local Repository").wait_for()
        yield page


def log_in(page: Page, site: Path) -> None:
    """Choose the folder, with the site's articles in it."""
    posts = sorted([*(site / "docs/articles/posts").rglob("*.md"), *(site / "docs/articles").glob("*.yml")])
    files = [[path.relative_to(site).as_posix(), path.read_text(encoding="utf-8")] for path in posts]
    page.evaluate(PUT, [[".git/HEAD", "ref: refs/heads/main"], *files])
    page.get_by_role("button", name="Work with Local Repository").click()
    page.get_by_role("button", name="New").first.wait_for()


def at(page: Page, place: str) -> None:
    page.goto(f"{page.url.partition('#')[0]}#/collections/{place}")
    page.get_by_role("button", name="Save").first.wait_for()


def field(page: Page, name: str) -> Locator:
    return page.locator(f"section.field[data-key-path={name}]")


def choose(page: Page, name: str, option: str) -> None:
    """Choose one more of a list's options, and wait until the form has it."""
    field(page, name).get_by_role("combobox").first.click()
    offered = page.get_by_role("option", name=option).first
    offered.click()
    # What can be chosen stands in the field, too, in another place.
    field(page, name).get_by_role("grid").get_by_text(option).first.wait_for()
    offered.wait_for(state="hidden")


def folder(page: Page) -> dict[str, list[int]]:
    """What is in the folder once nothing is being written: a file in the writing lies beside its name."""
    for _ in range(100):
        found: dict[str, list[int]] = page.evaluate(GET)
        if not any(path.endswith(".crswap") or "/.sveltia-tmp-" in path for path in found):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"still being written: {sorted(found)}")


def saved(page: Page) -> dict[str, bytes]:
    """Save, and what is in the folder then."""
    before = found = folder(page)
    page.get_by_role("button", name="Save").first.click()
    page.get_by_role("button", name="New").or_(page.get_by_text("saved")).first.wait_for()
    for _ in range(100):
        found = folder(page)
        if found != before:
            break
        page.wait_for_timeout(100)
    assert found != before, "nothing was saved"
    return {path: bytes(data) for path, data in found.items()}


def checked(site: Path, files: dict[str, bytes], root: Path) -> str:
    """What the check says of the site with these files."""
    make_site(root, {"desk.png": picture(size=(900, 600))})
    assert command(root, "admin", "lists").returncode == 0
    for path, data in files.items():
        if path.startswith("docs/"):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
    done = command(root, "check")
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_no_other_host_is_asked_before_anybody_logs_in(
    site: Path, serve_folder: ServeFolder, browser: Browser
) -> None:
    """The program names a host for its fonts, one for its version and one for GitHub's state: all are shut out."""
    own = serve_folder(site / "site").url
    asked: list[str] = []
    refused: list[Request] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("requestfailed", lambda request: refused.append(request))
        page.goto(f"{own}/admin/")
        page.get_by_role("button", name="Sign In Using Access Token").wait_for()
        width = page.evaluate(WIDTH)
        page.wait_for_timeout(500)
    # The word for an icon is one letter's width: the site's own fonts stand in for those of the other host.
    assert width < 30
    assert {f"{own}/admin/{name}" for name in ("", cms_release.SCRIPT, cms_release.ICONS)} <= set(asked)
    shut_out = {request.url for request in refused if request.failure == "csp"}
    foreign = {url for url in asked if not url.startswith((own, "blob:", "data:"))}
    assert foreign <= shut_out


def test_an_article_made_in_a_browser_is_as_editors_write_it(page: Page, site: Path, tmp_path: Path) -> None:
    """Its file, its name, its picture beside it, the hour as it was typed; and the check has nothing against it."""
    log_in(page, site)
    page.clock.set_fixed_time("2026-11-19T03:05:00Z")
    at(page, "articles/new")
    typed = field(page, "date").locator("input[type=datetime-local]")
    # A new form begins with the moment as the site's clock has it, not the computer's: in Tokyo it is noon.
    expect(typed).to_have_value("2026-11-18T22:05")
    field(page, "title").get_by_role("textbox").fill("How to ask: the second time")
    sentence = "What to say when nobody has answered the first letter, and when to say it."
    field(page, "description").get_by_role("textbox").fill(sentence)
    typed.fill("2026-11-19T09:30")
    choose(page, "authors", "Careers Desk")
    choose(page, "categories", "Hiring well")
    choose(page, "categories", "Interviews")
    field(page, "body").locator("textarea:visible").fill("Ask *once* more.\n\n- Kindly\n")
    (tmp_path / "A Letter.png").write_bytes(picture("navy", (900, 600)))
    field(page, "image").locator("input[type=file]").first.set_input_files(tmp_path / "A Letter.png")
    field(page, "image").get_by_text("a-letter.png").wait_for()
    field(page, "image_alt").get_by_role("textbox").fill("A letter on a table")
    files = saved(page)
    folder = "docs/articles/posts/2026"
    assert files[f"{folder}/how-to-ask-the-second-time.md"].decode() == (
        "---\n"
        "title: 'How to ask: the second time'\n"
        "date: 2026-11-19 09:30\n"
        f"description: {sentence}\n"
        "authors:\n  - careers-desk\n"
        "categories:\n  - hiring\n  - interviews\n"
        "image: a-letter.png\n"
        "image_alt: A letter on a table\n"
        "draft: false\n"
        "---\n\n"
        "Ask *once* more.\n\n- Kindly\n"
    )
    assert files[f"{folder}/a-letter.png"] == picture("navy", (900, 600))
    assert "how-to-ask" not in checked(site, files, tmp_path / "site")


def test_an_article_that_is_there_changes_where_it_was_changed(
    page: Page, site: Path, tmp_path: Path
) -> None:
    """Another title: the text stays byte by byte, and no date moves to another zone's."""
    log_in(page, site)
    at(page, "articles/entries/2026/why-you-wait")
    title = field(page, "title").get_by_role("textbox")
    title.fill("Why you wait so long")
    text = saved(page)["docs/articles/posts/2026/why-you-wait.md"].decode()
    head, body = re.fullmatch(r"---\n(.*?)---\n\n(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    assert body == OLD.partition("---\n\n")[2]
    assert head.splitlines() == [
        "title: Why you wait so long",
        "date: 2026-11-16",
        "description: One sentence that is long enough to say what a reader gets from it.",
        "authors:", "  - careers-desk",
        "categories:", "  - interviews",
        "image: desk.png",
        "image_alt: A desk",
        "draft: false",
        "aliases:", "  - waiting", "  - /blog/waiting/",
        "digest: skip",
        "expires: 2027-12-31",
        "guid: https://old.example.com/?p=1",
    ]  # fmt: skip


def test_a_new_author_and_a_new_topic(page: Page, site: Path, tmp_path: Path) -> None:
    """Each goes into its list, with a key; both can be chosen for an article at once, and the check takes them."""
    log_in(page, site)
    for collection, name, key in (
        ("authors", "Ana Bo: Tips", "ana-bo"),
        ("categories", "On the job", "on-the-job"),
    ):
        at(page, f"lists/entries/{collection}")
        page.get_by_role("button", name=re.compile("Add .?(Author|Topic)")).first.click()
        entry = page.locator(f"section.field[data-key-path={collection}] .item-body").last
        entry.locator("section.field[data-key-path$='.key']").get_by_role("textbox").fill(key)
        entry.locator("section.field[data-key-path$='.name']").get_by_role("textbox").fill(name)
        files = saved(page)
    text = files["docs/articles/authors.yml"].decode()
    assert "  - key: ana-bo\n    name: 'Ana Bo: Tips'\n" in text and "key: careers-desk" in text
    at(page, "articles/entries/2026/why-you-wait")
    choose(page, "authors", "Ana Bo: Tips")
    choose(page, "categories", "On the job")
    files = saved(page)
    article = files["docs/articles/posts/2026/why-you-wait.md"].decode()
    assert "  - careers-desk\n  - ana-bo\n" in article and "  - interviews\n  - on-the-job\n" in article
    said = checked(site, files, tmp_path / "site")
    assert "authors.yml" not in said and "why-you-wait" not in said.replace("why-you-wait.md\n  Advice", "")


def test_words_for_the_next_issue_are_a_draft_of_it(page: Page, site: Path, tmp_path: Path) -> None:
    """The file that close takes over; the check reads it as one."""
    log_in(page, site)
    at(page, "digests/entries/weekly")
    field(page, "subject").get_by_role("textbox").fill("How to ask for more")
    field(page, "body").locator("textarea:visible").fill("A short week.\n")
    files = saved(page)
    written = files["docs/digests/weekly/2026-W47.draft.md"].decode()
    assert written == "---\nsubject: How to ask for more\n---\n\nA short week.\n"
    assert "draft.md" not in checked(site, files, tmp_path / "site")


def test_readers_and_search_engines_do_not_meet_it(site: Path) -> None:
    """Not in the sitemap, not in the search, and no page leads there."""
    built = site / "site"
    addresses = [element.text for element in ElementTree.parse(built / "sitemap.xml").iter() if element.text]
    assert not [address for address in addresses if "/admin/" in address]
    assert 'content="noindex, nofollow"' in (built / "admin/index.html").read_text(encoding="utf-8")
    pages = [path for path in built.rglob("*.html") if path.parent != built / "admin"]
    assert [path for path in pages if "admin/" in path.read_text(encoding="utf-8")] == []
    count = json.loads((built / "search-index/search.json").read_text(encoding="utf-8"))["pages"]
    indexed = [path for path in pages if "data-pagefind-body" in path.read_text(encoding="utf-8")]
    assert count == len(indexed)
