"""A blog of Material for MkDocs, read as its own plugin reads it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymdownx.slugs import slugify as theirs  # type: ignore[import-untyped]

from knowledge_center.tools.importer.asset_index import Picture
from knowledge_center.tools.importer.foreign_front_matter import Value
from knowledge_center.tools.importer.import_model import ImportOptions, Source, TargetSite
from knowledge_center.tools.importer.import_plan import make_plan
from knowledge_center.tools.importer.material_blog import (
    MaterialBlog,
    author_details,
    blog_from_settings,
    related_links,
    slugify,
)
from tests.tools.importer.samples import (
    FILE_SYSTEM,
    TEXT,
    Written,
    articles,
    imported,
    only,
    post,
    read_options,
)

DAY = date(2026, 3, 1)
POST: dict[str, Any] = {
    "day": DAY,
    "file": "hello-world",
    "title": "Hello World!",
    "slug": "",
    "categories": ["Hiring Tips"],
}


@given(st.text(max_size=30), st.sampled_from(["-", "_", ""]))
def test_a_title_in_an_address_is_the_plugins(title: str, separator: str) -> None:
    """Two spaces are two hyphens there, and letters of any language stay."""
    assert slugify(title, separator) == theirs(case="lower")(title, separator)


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({}, "/blog/2026/03/01/hello-world/"),
        ({"use_directory_urls": False}, "/blog/2026/03/01/hello-world.html"),
        ({"plugins": ["search", "blog"]}, "/blog/2026/03/01/hello-world/"),
        ({"plugins": {"material/blog": {"post_url_format": "{file}"}}}, "/blog/hello-world/"),
        (
            {"plugins": [{"blog": {"post_url_format": "{categories}/{slug}"}}]},
            "/blog/hiring-tips/hello-world/",
        ),
        ({"plugins": [{"blog": {"post_url_date_format": "yyyy/MMM"}}]}, "/blog/2026/Mar/hello-world/"),
        ({"plugins": [{"blog": {"post_url_format": "{nothing}"}}]}, "/blog/2026/03/01/hello-world/"),
    ],
)
def test_addresses_follow_from_the_settings_of_the_plugin(settings: dict[str, Any], path: str) -> None:
    """Without the plugin, which may be out of mkdocs.yml by now, they are those it makes by itself."""
    blog = blog_from_settings(settings, "blog")
    assert blog is not None
    assert blog.path(**POST) == path


def test_a_slug_and_a_blog_that_is_the_whole_site() -> None:
    """The field slug goes before the title; blog_dir may be the docs folder itself."""
    blog = blog_from_settings({"plugins": [{"blog": {"blog_dir": "."}}]}, ".")
    assert blog is not None
    assert blog.path(**(POST | {"slug": "hello"})) == "/2026/03/01/hello/"


def test_another_folder_is_not_that_blog() -> None:
    """Where the plugin has its blog elsewhere, a folder of Markdown is read like any other."""
    assert blog_from_settings({"plugins": [{"blog": {"blog_dir": "news"}}]}, "guide") is None
    assert blog_from_settings({"plugins": ["blog"]}, "blog/posts") is not None


def test_a_setting_that_cannot_be_read_is_named() -> None:
    """A function of Python's stands there; what it does to a title is not known here."""
    blog = blog_from_settings({"plugins": [{"blog": {"post_slugify": object()}}]}, "blog")
    assert blog is not None and blog.unread == ("post_slugify",)


def test_authors_keep_what_has_a_place_here() -> None:
    """A few words are what somebody does, a sentence is about them; a picture has no place."""
    data: Value = {
        "authors": {
            "jo": {"name": "Jo", "description": "Maintainer", "avatar": "https://example.org/jo.png"},
            "bo": {
                "name": "Bo",
                "description": "Writes about what goes wrong.",
                "url": "https://example.org/bo",
            },
            "odd": "text",
        }
    }
    assert author_details(data) == {
        "jo": {"role": "Maintainer"},
        "bo": {"description": "Writes about what goes wrong.", "url": "https://example.org/bo"},
    }


def test_links_beside_an_article_become_a_list() -> None:
    """Their paths begin at docs; a page without a title is called after its file."""
    links: Value = [
        "guide/first-steps.md",
        {"Our team": "about/index.md"},
        {"More": [{"Example": "https://example.org/"}]},
    ]
    assert related_links(links, "blog/posts").splitlines()[3:] == [
        "- [First steps](../../guide/first-steps.md)",
        "- [Our team](../../about/index.md)",
        "- [Example](https://example.org/)",
    ]
    assert related_links("", "blog") == ""


def of_blog(files: dict[str, str], **more: Any) -> dict[str, Written]:
    """The articles that an import of a blog writes."""
    blog = MaterialBlog()
    texts = {path: text.encode() for path, text in files.items()}
    source = Source(files=texts, blog=blog, folder="blog", **more)
    reading = replace(read_options(), blog=blog)
    options = ImportOptions(reading=reading, author="Desk", category="Imported")
    return articles(make_plan(source, TargetSite(), options, FILE_SYSTEM))


def test_a_post_of_materials_becomes_an_article() -> None:
    """Both days in one field, categories by name, tags, an excerpt, a headline of its own."""
    text = post(
        "x", "date:", "  created: 2026-03-01", "  updated: 2026-04-01", "categories: [Hiring Tips]", "tags: [new]",
        "slug: hello", "readtime: 5", body=f"# Hello World!\n\n{TEXT}\n<!-- more -->\n\nMore.\n",
    ).replace("title: x\n", "")  # fmt: skip
    found = of_blog({"posts/2026/hello-world.md": text})["hello"]
    assert found.front["title"] == "Hello World!"
    assert (str(found.front["date"]), str(found.front["updated"])) == ("2026-03-01", "2026-04-01")
    assert found.front["categories"] == ["hiring-tips"]
    assert found.front["aliases"] == ["/blog/2026/03/01/hello/"]
    assert found.body == f"{TEXT}\nMore.\n"


def test_tabs_and_notes_are_compared_as_material_shows_them() -> None:
    """CommonMark has neither, and would miss their marks; a picture in a tab is none that is set in as code."""
    body = f"""{TEXT}

=== "Now"

    ![A desk][desk]

=== "Before"

    | a | b |
    |---|---|
    | 1 | 2 |

??? example "One [link](https://example.org/) more"

    - one

        === "Code"

            ``` yaml
            a: b
            ```

[desk]: desk.png
"""
    source = Source(
        files={"posts/one.md": post("One", "date: 2026-03-01", body=body).encode()},
        pictures=[Picture(file="/pictures/desk.png", path="desk.png")],
        blog=MaterialBlog(),
        folder="blog",
    )
    options = ImportOptions(
        reading=replace(read_options(), blog=MaterialBlog()), author="Desk", category="Imported"
    )
    plan = make_plan(source, TargetSite(), options, FILE_SYSTEM)
    assert "![A desk](desk.png)" in articles(plan)["one"].body
    proof = plan.report.proof
    assert proof is not None
    assert set(re.findall(r"[\d.]+ %", proof.summary())) == {"100.0 %"}
    assert proof.differences == []


def test_what_lies_around_the_blog_is_still_linked_to() -> None:
    """The article's file moves, and so does the way from it to a page of the same site; a namesake is no other."""
    body = f"{TEXT}\n[Guide](../../guide/install.md#first) [other](sub/twin.md) [away](../../gone.md)\n"
    files = {
        "posts/one.md": post("One", "date: 2026-03-01", body=body),
        "posts/twin.md": post("Twin", "date: 2026-03-02"),
        "posts/sub/twin.md": post("Another twin", "date: 2026-03-03"),
    }
    found = of_blog(files, pages={"../guide/install.md": "guide/install.md"})["one"]
    assert "[Guide](../../../guide/install.md#first) [other](twin-2026.md) away" in found.body


def test_a_field_called_links_of_another_generator_is_reported() -> None:
    """Only Material's has a meaning here."""
    plan = imported({"_posts/2019-05-06-a.md": post("A", "links: [a.md]")})
    assert "Related links" not in only(plan).body
    assert [(one.name, one.value) for one in plan.report.unused_fields] == [("links", "a.md")]
