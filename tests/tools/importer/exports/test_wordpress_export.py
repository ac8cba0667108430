from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from knowledge_center.tools.importer.exports.export_model import Export, ExportError
from knowledge_center.tools.importer.exports.wordpress_export import read_export
from knowledge_center.tools.importer.import_model import Source
from knowledge_center.tools.importer.source_folder import export_source, read_source_file
from tests.tools.importer.samples import articles, imported, report_messages
from tests.tools.importer.wordpress import HEAD, export, item

WORDS = "<p>Most offers leave four things open. This one says which, and how to ask for each of them.</p>"
PICTURE = item(
    7, "", "<wp:post_parent>1</wp:post_parent><wp:attachment_url>https://old.example.org/u/door.png</wp:attachment_url>",
    "<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key>"
    "<wp:meta_value>A door</wp:meta_value></wp:postmeta>",
    kind="attachment", status="inherit",
)  # fmt: skip


def source(found: Export) -> Source:
    return export_source(found)


def test_a_post_comes_over_with_all_that_it_is_known_by(tmp_path: Path) -> None:
    """Day, author, topics, picture, identifier and old address; a picture may stand behind its post."""
    more = (
        '<category domain="category" nicename="pay">Pay</category>'
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:postmeta>"
    )
    found = read_export(export(tmp_path, item(1, WORDS, more), PICTURE), pages=False)
    plan = imported(
        source(found).files, pictures=["u/door.png"], author_names=found.author_names, by_tag={"pay": ["pay"]},
        site=found.site_url,
    )  # fmt: skip
    front = articles(plan)["offer-1"].front
    assert (
        str(front["date"]) == "2019-05-05 23:00"
        and front["authors"] == ["jo"]
        and front["categories"] == ["pay"]
    )
    assert (front["image"], front["image_alt"]) == ("door.png", "A door")
    assert front["guid"] == "https://old.example.org/?p=1" and front["aliases"] == ["/2019/05/offer-1/"]
    assert "name: Jo Ito" in plan.texts["articles/.authors.yml"]
    assert found.pictures == ("https://old.example.org/u/door.png",) and found.aside == {"attachment": 1}


def test_what_is_not_public_stays_a_draft(tmp_path: Path) -> None:
    """By its state or by a password; a scheduled post keeps its day."""
    states = ("publish", "future", "draft", "private", "pending", "trash")
    items = [item(number, WORDS, status=state) for number, state in enumerate(states, 1)]
    secret = item(9, WORDS, "<wp:post_password>swordfish</wp:post_password>")
    plan = imported(source(read_export(export(tmp_path, *items, secret), pages=False)).files)
    shown = [name for name, article in articles(plan).items() if not article.front.get("draft")]
    assert shown == ["offer-1", "offer-2"] and "swordfish" not in str(plan.texts)


def test_posts_that_go_by_one_number_and_name_all_come(tmp_path: Path) -> None:
    """Two blogs in one file count their posts from 1 each; the second of a name gets another."""
    words = ["<p>Pay is the first of four things.</p>", "<p>Hours are the second of four things.</p>"]
    plan = imported(
        source(read_export(export(tmp_path, *(item(1, one) for one in words)), pages=False)).files
    )
    texts = "".join(article.text for article in articles(plan).values())
    assert len(articles(plan)) == 2 and "Pay is the first" in texts and "Hours are the second" in texts


def test_what_is_no_post_is_counted_and_pages_come_by_choice(tmp_path: Path) -> None:
    """Comments too; nothing vanishes unseen."""
    file = export(tmp_path, item(1, WORDS, "<wp:comment/>"), item(2, WORDS, kind="page"), PICTURE)
    found = read_export(file, pages=False)
    assert found.aside == {"attachment": 1, "comment": 1, "page": 1}
    (way,) = read_source_file(file, None, pages=False).unread.values()
    assert "comment (1), page (1)" in way and "--pages" in way
    assert len(read_export(file, pages=True).entries) == 2


def test_what_posts_show_from_elsewhere_in_the_export_is_theirs(tmp_path: Path) -> None:
    """A block that several posts show is an item of its own, footnotes a field; a block that none shows is counted."""
    shown = WORDS + '<!-- wp:block {"ref":5} /--><!-- wp:footnotes /-->'
    kept = '[{"id": "n", "content": "A note."}]'
    note = f"<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value>{kept}</wp:meta_value></wp:postmeta>"
    blocks = [item(number, f"<p>Block {number}.</p>", kind="wp_block") for number in (5, 6)]
    found = read_export(export(tmp_path, item(1, shown, note), *blocks), pages=False)
    (text,) = (article.text for article in articles(imported(source(found).files)).values())
    assert text.endswith("each of them.\n\nBlock 5.\n\n1. A note.\n") and found.aside == {"wp_block": 1}


def test_a_large_export_need_not_fit_into_memory(tmp_path: Path) -> None:
    """Of three million letters a tenth is held when all is read; each text is there when it is asked for."""
    text = "<p>" + "Pay. " * 100_000
    file = export(tmp_path, *(item(number, text) for number in range(1, 7)))
    tracemalloc.start()
    try:
        found = read_source_file(file, None, pages=False)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 300_000
    assert [len(html) for html in found.html.values()] == [len(text.rstrip())] * 6


def test_braces_are_an_authors_own(tmp_path: Path) -> None:
    """WordPress evaluates no template marks."""
    plan = imported(
        source(
            read_export(export(tmp_path, item(1, f"{WORDS}<p>Write {{{{ name }}}} there</p>")), pages=False)
        ).files
    )
    assert "{{ name }}" in articles(plan)["offer-1"].body and not any(
        "template" in m for m in report_messages(plan)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + item(1, WORDS) + "<item><b", r"export\.xml:\d+:\d+: the XML is broken there"),
        (HEAD + "</channel></rss>", "holds no posts"),
        (
            "<!DOCTYPE rss [<!ENTITY a 'x'>]>" + HEAD.partition("?>\n")[2] + "<item/></channel></rss>",
            "entities",
        ),
        (HEAD + item(1, "word " * 2_100_000), r"export\.xml:\d+: a text there is longer than 10 MB"),
        ("", "the XML is broken there"),
    ],
)
def test_an_export_that_cannot_be_read_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    """With the place; nothing is fetched or blown up for it."""
    file = tmp_path / "export.xml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ExportError, match=said):
        read_export(file, pages=False)
