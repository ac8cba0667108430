"""What the editing program is told of a site: every field that there is, nothing that would harm a file."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge_center.admin.cms_config import cms_config, origins
from knowledge_center.articles.article_schema import ARTICLE
from knowledge_center.settings.model import AdminSettings
from tests.samples import AUTHOR, CATEGORY, settings

LOCAL = AdminSettings(backend="local")


def config(admin: AdminSettings = LOCAL, drafts: dict[str, str] | None = None) -> dict[str, Any]:
    return cms_config(settings(), admin, {AUTHOR.key: AUTHOR}, {CATEGORY.slug: CATEGORY}, drafts or {})


def fields(admin: AdminSettings = LOCAL) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in config(admin)["collections"][0]["fields"]}


def test_the_form_has_every_field_of_an_article_and_its_text() -> None:
    """What has no field would be lost when an article is saved."""
    assert set(fields()) == {*ARTICLE.names, "body"}
    assert [name for name, field in fields().items() if field.get("required", True)] == [
        "title", "date", "description", "authors", "categories", "body",
    ]  # fmt: skip


def test_a_site_without_a_logo_has_no_broken_picture() -> None:
    """The program shows its own then."""
    bare = settings(organization={"name": "N", "url": "https://n.example/", "about": "A"})
    assert config()["logo"] == {"src": "/assets/logo.svg"}
    assert "logo" not in cms_config(bare, LOCAL, {}, {}, {})


def test_authors_and_topics_are_chosen_by_name() -> None:
    assert fields()["authors"]["options"] == [{"label": "Careers Desk", "value": "careers-desk"}]
    assert fields()["categories"]["options"] == [{"label": "Interviews", "value": "interviews"}]


def test_nothing_is_filled_in_that_an_article_does_not_say() -> None:
    """A default is put into an article that exists, too: one for draft would take what is public from its readers."""
    assert {name for name, field in fields().items() if "default" in field} == {"date"}


def test_days_are_kept_as_they_are_typed() -> None:
    """On the site's clock, and a last day without an hour stays one: it ends with that day."""
    assert fields()["date"]["format"] == "YYYY-MM-DD HH:mm"
    assert fields()["date"]["input_timezone"] == "America/Detroit"
    assert not {"output_utc", "picker_utc"} & fields()["date"].keys()
    assert fields()["expires"]["widget"] == "string"
    assert "(?P<" not in str(config())


def test_a_text_is_shown_as_markdown_first() -> None:
    """In its other mode the program writes all of it anew."""
    assert fields()["body"]["modes"][0] == "raw"


def test_the_lists_of_authors_and_topics_open_closed() -> None:
    """Each entry is a line with its name: whoever looks for one of 275 authors scrolls past no fields of others."""
    made = cms_config(
        settings(), LOCAL, {}, {}, {}, lists=("articles/authors.yml", "articles/categories.yml")
    )
    lists = next(one for one in made["collections"] if one["name"] == "lists")
    entries = [field for file in lists["files"] for field in file["fields"]]
    assert [field["label"] for field in entries] == ["Authors", "Topics"]
    assert all(field["collapsed"] is True and field["summary"] == "{{fields.name}}" for field in entries)


def test_the_words_of_an_issue_have_a_file_each() -> None:
    """Closed issues are not offered: they are the ledger."""
    made = config(drafts={"weekly": "digests/weekly/2026-W48.draft.md"})["collections"][1]["files"]
    assert [(one["label"], one["file"]) for one in made] == [
        ("The weekly digest", "docs/digests/weekly/2026-W48.draft.md")
    ]
    assert [field["name"] for field in made[0]["fields"]] == ["subject", "preheader", "body"]


@pytest.mark.parametrize(("admin", "backend", "asked"), [
    (AdminSettings(backend="github", repo="a/b"),
     {"name": "github", "repo": "a/b", "auth_methods": ["token"]}, ("https://api.github.com",)),
    (AdminSettings(backend="github", repo="a/b", branch="main", login_url="https://login.example.com/"),
     {"name": "github", "repo": "a/b", "branch": "main", "base_url": "https://login.example.com"},
     ("https://api.github.com",)),
    (AdminSettings(backend="gitlab", repo="a/b/c", app_id="x"),
     {"name": "gitlab", "repo": "a/b/c", "app_id": "x", "base_url": "https://gitlab.com", "auth_type": "pkce"},
     ("https://gitlab.com",)),
    (AdminSettings(backend="gitea", repo="a/b", url="https://git.example.com/", app_id="x"),
     {"name": "gitea", "repo": "a/b", "api_root": "https://git.example.com/api/v1", "app_id": "x",
      "base_url": "https://git.example.com"}, ("https://git.example.com",)),
    (LOCAL, {"name": "github", "repo": "local/repository", "auth_methods": ["token"]}, ()),
], ids=["github", "github-login", "gitlab", "gitea", "local"])  # fmt: skip
def test_each_host_is_named_with_the_one_that_logs_people_in(
    admin: AdminSettings, backend: dict[str, Any], asked: tuple[str, ...]
) -> None:
    """Without an application that does it there is one way: a token. The page may ask the host, and nobody else."""
    assert config(admin)["backend"] == backend
    assert origins(admin) == asked
