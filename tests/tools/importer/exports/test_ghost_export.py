from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge_center.tools.importer.exports.export_model import Export, ExportError
from knowledge_center.tools.importer.exports.ghost_cards import plain_cards
from knowledge_center.tools.importer.exports.source_files import read_file
from knowledge_center.tools.importer.source_folder import export_source
from tests.tools.importer.samples import articles, imported, report_messages

WORDS = "<p>Most offers leave four things open. This one says which, and how to ask for each of them.</p>"
TABLES: dict[str, list[dict[str, Any]]] = {
    "users": [{"id": "9", "name": "Jo Ito", "slug": "jo"}, {"id": "8", "name": "Bo Lee", "slug": "bo"}],
    "tags": [{"id": "5", "name": "Pay", "slug": "pay"}, {"id": "6", "name": "#theme", "slug": "hash-theme"}],
    "posts_tags": [{"post_id": "1", "tag_id": "5"}, {"post_id": "1", "tag_id": "6"}],
    "posts_authors": [
        {"post_id": "1", "author_id": "8", "sort_order": 1},
        {"post_id": "1", "author_id": "9", "sort_order": 0},
    ],
    "posts_meta": [{"post_id": "1", "feature_image_alt": "A door"}, {"post_id": "6", "email_only": 1}],
}


def post(number: int, **fields: object) -> dict[str, Any]:
    return {
        "id": str(number), "title": f"Offer {number}", "slug": f"offer-{number}", "html": WORDS, "type": "post",
        "status": "published", "visibility": "public", "published_at": "2019-05-06T01:00:00.000Z", **fields,
    }  # fmt: skip


def read(folder: Path, *posts: dict[str, Any], wrapped: bool = True) -> Export:
    data: dict[str, Any] = {"meta": {"version": "5.0"}, "data": {"posts": list(posts), **TABLES}}
    file = folder / "ghost"
    file.write_text(json.dumps({"db": [data]} if wrapped else data), encoding="utf-8")
    return read_file(file)


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_post_comes_over_with_all_that_it_is_known_by(tmp_path: Path, wrapped: bool) -> None:
    """Both shapes of the file; what a post refers to stands behind it. Tags of the theme are no topics."""
    html = (
        WORDS
        + '<img src="__GHOST_URL__/content/images/door.png" alt="A door"><a href="__GHOST_URL__/offer-2/">2</a>'
    )
    first = post(1, html=html, feature_image="__GHOST_URL__/content/images/door.png")
    export = read(tmp_path, first, post(2), wrapped=wrapped)
    plan = imported(
        export_source(export).files, site="https://old.example.org", pictures=["content/images/door.png"],
        author_names=export.author_names, by_tag={"pay": ["pay"]}, permalink=export.permalink,
    )  # fmt: skip
    article = articles(plan)["offer-1"]
    assert article.front["guid"] == "1" and article.front["aliases"] == ["/offer-1/"]
    assert article.front["authors"] == ["jo", "bo"] and article.front["categories"] == ["pay"]
    assert (article.front["image"], article.front["image_alt"]) == ("door.png", "A door")
    assert "[2](offer-2.md)" in article.body and "name: Bo Lee" in plan.texts["articles/.authors.yml"]
    assert export.pictures == ("/content/images/door.png",)


def test_what_is_not_for_everybody_stays_a_draft(tmp_path: Path) -> None:
    """Drafts, what members see, what only went out as a mail; a scheduled post keeps its day."""
    posts = [
        post(1), post(2, status="draft"), post(3, visibility="members"), post(4, visibility="paid"),
        post(5, status="sent"), post(6), post(7, status="scheduled", published_at="2099-01-01T00:00:00.000Z"),
        post(8, visibility="tiers"),
    ]  # fmt: skip
    plan = imported(export_source(read(tmp_path, *posts)).files)
    found = articles(plan)
    assert [name for name, one in found.items() if not one.front.get("draft")] == ["offer-1", "offer-7"]
    assert str(found["offer-7"].front["date"]).startswith("2099-01-01")


def test_a_text_without_html_is_said_so(tmp_path: Path) -> None:
    """Its plain words come along if they are there; the article waits."""
    old = post(1, html=None, mobiledoc="{}", plaintext="One & two.\n\nThree.")
    new = post(2, html=None, lexical="{}")
    export = read(tmp_path, old, new, post(3, type="page"))
    assert export.entries[0].html == "<p>One &amp; two.</p>\n<p>Three.</p>\n" and export.aside == {"page": 1}
    plan = imported(export_source(export).files)
    assert all(one.front["draft"] for one in articles(plan).values())
    notes = [note.message for entry in export.entries for note in entry.notes]
    assert "mobiledoc" in notes[0] and "lexical" in notes[1] and "save it in Ghost" in notes[1]
    assert len(report_messages(plan)) >= 2


def test_braces_are_an_authors_own(tmp_path: Path) -> None:
    """Ghost evaluates no template marks in a post."""
    plan = imported(export_source(read(tmp_path, post(1, html=f"{WORDS}<p>Write {{{{ name }}}}</p>"))).files)
    assert "{{ name }}" in articles(plan)["offer-1"].body


@pytest.mark.parametrize(
    ("html", "written"),
    [
        (
            '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://a.example/x"><div>'
            '<div class="kg-bookmark-title">X</div><div class="kg-bookmark-description">Its words</div>'
            "</div></a></figure>",
            '<p><a href="https://a.example/x">X</a><br>Its words</p>',
        ),
        (
            '<div class="kg-card kg-audio-card"><audio src="/a.mp3"></audio><div class="kg-audio-title">A talk</div>'
            "<span>0:00</span></div>after",
            '<div><p><a href="/a.mp3">A talk</a></p></div>after',
        ),
        ('<p>x</p><div class="kg-card kg-signup-card">Subscribe now</div><p>y</p>', "<p>x</p><p>y</p>"),
        ("<p>no card</p>", "<p>no card</p>"),
    ],
)
def test_a_card_is_what_it_means(html: str, written: str) -> None:
    """Without its controls; a form for subscribers is left out and named."""
    plain, notes = plain_cards(html)
    assert plain == written
    assert [("Subscribe now" in note.message) for note in notes] == ([True] if "signup" in html else [])


def test_an_export_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    """Broken, or without a post."""
    with pytest.raises(ExportError, match="holds no posts"):
        read(tmp_path)
    file = tmp_path / "ghost"
    file.write_text('{"db":[{"data":{"posts":[{"id":"1",}]}}]}', encoding="utf-8")
    with pytest.raises(ExportError, match=r"ghost: the JSON is broken \(.*\d"):
        read_file(file)
