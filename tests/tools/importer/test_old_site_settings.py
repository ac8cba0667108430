from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge_center.tools.importer.import_model import ImportOptions, TargetSite
from knowledge_center.tools.importer.import_plan import make_plan
from knowledge_center.tools.importer.source_folder import read_source
from knowledge_center.tools.importer.source_post import read_source_post
from tests.tools.importer.samples import FILE_SYSTEM, articles, read_options

JEKYLL = "url: https://old.example.org\nbaseurl: /b\n"
HUGO = 'baseURL = "https://old.example.org/"\n'
POST, PAGE = "news/_posts/2019-05-06-pay-day.md", "content/posts/deep/pay-day.md"
TEXT = "---\ntitle: Pay, day!\ndate: 2019-05-06\n---\nWords\n"


@pytest.mark.parametrize(
    ("name", "settings", "folder", "path"),
    [
        ("_config.yml", JEKYLL, "", "/b/news/2019/05/06/pay-day.html"),
        ("_config.yml", f"{JEKYLL}permalink: pretty\n", "", "/b/news/2019/05/06/pay-day/"),
        ("_config.yml", f"{JEKYLL}permalink: pretty\n", "news/_posts", "/b/news/2019/05/06/pay-day/"),
        ("_config.yml", f"{JEKYLL}collections: {{posts: {{permalink: '/:year/:title'}}}}\n", "", "/b/2019/pay-day"),
        (
            "_config.yml",
            f"{JEKYLL}defaults: [{{scope: {{path: news, type: posts}}, values: {{permalink: '/n/:title/'}}}}]\n",
            "",
            "/b/n/pay-day/",
        ),
        ("hugo.toml", HUGO, "", "/posts/deep/pay-day/"),
        ("config.toml", f"{HUGO}uglyURLs = true\n", "", "/posts/deep/pay-day.html"),
        ("hugo.yaml", "baseURL: https://old.example.org\npermalinks: {posts: '/:year/:slug/'}\n", "", "/2019/pay-day/"),
        ("config/_default/hugo.toml", f'{HUGO}[permalinks.page]\nposts = "/:sections/:title/"\n', "content/posts",
         "/posts/deep/pay-day/"),
    ],
)  # fmt: skip
def test_old_addresses_follow_the_settings_of_their_site(
    tmp_path: Path, name: str, settings: str, folder: str, path: str
) -> None:
    """Also where the folder to import lies within the site."""
    article = POST if name.startswith("_") else PAGE
    for file, text in ((name, settings), (article, TEXT)):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    source = read_source(tmp_path / folder, None)
    reading = replace(read_options(source.site_url, source.permalink), settings=source.settings)
    (one,) = source.files
    assert read_source_post(one, source.files[one], reading).path == path
    assert source.site_url.startswith("https://old.example.org") and not source.unread


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("permalink: /:moon/:title/", "the permalink “/:moon/:title/”"),
        ("timezone: America/Detroit", "--timezone"),
        ("defaults: [{scope: {path: 'a/*'}, values: {layout: post}}]", "the scope “a/*”"),
        ("a: [", "cannot be read"),
    ],
)
def test_settings_that_are_not_understood_are_named(tmp_path: Path, settings: str, said: str) -> None:
    """Nobody takes an address for the old one that is none."""
    (tmp_path / "_config.yml").write_text(settings, encoding="utf-8")
    assert said in read_source(tmp_path, None).unread["_config.yml"]


def test_languages_in_folders_of_their_own_are_translations(tmp_path: Path) -> None:
    """Addresses and names as Hugo gives them; a reference leads to the article in the same language."""
    languages = "".join(f'[languages.{code}]\ncontentDir = "content/{code}"\n' for code in ("en", "de"))
    texts = {"hugo.toml": f'{HUGO}[permalinks]\nposts = "/:year/:slug/"\n{languages}'}
    for code in ("en", "de"):
        texts[f"content/{code}/posts/a.md"] = f'{TEXT}[next]({{{{< relref "b.md" >}}}})\n'
        texts[f"content/{code}/posts/b.md"] = TEXT.replace("Pay, day!", "Hours")
    for file, text in texts.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    source = read_source(tmp_path / "content", None)
    reading = replace(read_options(source.site_url, source.permalink), settings=source.settings)
    options = ImportOptions(reading=reading, author="Desk", category="Imported")
    plan = make_plan(source, TargetSite(), options, FILE_SYSTEM)
    found = articles(plan)
    assert sorted(found) == ["a", "a-de", "b", "b-de"] and not source.unread
    front = found["a-de"].front
    assert (front["language"], front["translation_of"]) == ("de", "a")
    assert front["guid"] == "https://old.example.org/de/2019/pay-day/"
    assert "[next](b-de.md)" in found["a-de"].text and "[next](b.md)" in found["a"].text


def test_what_defaults_hold_back_waits_as_a_draft(tmp_path: Path) -> None:
    """A field in the settings counts as one in the file, which has the last word."""
    (tmp_path / "_config.yml").write_text(
        "defaults: [{scope: {path: ''}, values: {published: false, author: jo}}]", encoding="utf-8"
    )
    reading = replace(read_options(), settings=read_source(tmp_path, None).settings)
    assert read_source_post("_posts/2019-05-06-a.md", TEXT.encode(), reading).draft
    shown = TEXT.replace("title:", "published: true\ntitle:").encode()
    post = read_source_post("_posts/2019-05-06-a.md", shown, reading)
    assert (post.draft, post.fields.text("author")) == (False, "jo")
