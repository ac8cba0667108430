from __future__ import annotations

import pytest
import yaml

from knowledge_center.articles.docs_files import AUTHOR_LISTS, TOPIC_LISTS
from knowledge_center.tools.importer.author_and_category_files import ListFileError
from knowledge_center.tools.importer.existing_articles import read_existing_article
from knowledge_center.tools.importer.import_model import TargetSite
from knowledge_center.tools.importer.old_addresses import DEFAULT_PERMALINK
from tests.tools.importer.samples import OLD, TEXT, articles, imported, only, post, report_messages

PICTURE = "![A door](/img/door.png)\n"


def test_an_article_comes_along_whole() -> None:
    """Every field in its place, the old address redirected, the old identifier kept."""
    text = post(
        "Pay: what to ask",
        "author: Jo Ito",
        "tags: [pay]",
        "excerpt: Four things to settle before you sign, and why they matter.",
        "image: /img/door.png",
        "image_alt: A door",
        "updated: 2019-06-01",
        "redirect_from: /pay/",
        body=TEXT,
    )
    plan = imported({"_posts/2019-05-06-pay.md": text}, site=OLD, pictures=["img/door.png"])
    article = only(plan)
    assert article.path == "articles/posts/2019/pay.md"
    assert article.text == (
        '---\ntitle: "Pay: what to ask"\ndate: 2019-05-06\n'
        "description: Four things to settle before you sign, and why they matter.\nauthors: [jo-ito]\n"
        "categories: [imported]\nimage: door.png\nimage_alt: A door\nupdated: 2019-06-01\n"
        "aliases:\n  - /pay/\n"
        f"  - /2019/05/06/pay/\nguid: {OLD}/2019/05/06/pay/\n---\n\n{TEXT}"
    )
    assert [(copy.file, copy.target) for copy in plan.copies] == [("/pictures/img/door.png", "2019/door.png")]
    assert plan.texts[AUTHOR_LISTS[0]] == "jo-ito:\n  name: Jo Ito\n  kind: person\n"
    assert plan.texts[TOPIC_LISTS[0]] == "imported:\n  name: Imported\n"


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: Pay talk\ndate: 2019-05-06\nauthor: Jo Ito\ntags: [pay]\nsummary: {0}\n---\n",
        "+++\ntitle = 'Pay talk'\ndate = 2019-05-06\n"
        "authors = ['Jo Ito']\ntags = ['pay']\nsummary = '{0}'\n+++\n",
        '{{"title": "Pay talk", "date": "2019-05-06", "author": "Jo Ito", '
        '"tags": ["pay"], "summary": "{0}"}}\n',
        "---\ntitle: 'Pay talk'\ndate: 2019-05-06T00:00:00\n"
        "author:\n  name: Jo Ito\ntags:\n- pay\ndeck: {0}\n---\n",
        "\ufeff---\r\ntitle:\tPay talk  \r\ndate: '2019-05-06'\r\n"
        "author: Jo Ito\r\ntags: pay\r\nsubtitle: {0}\r\n---\r\n",
        "---toml\ntitle = 'Pay talk'\ndate = '2019-05-06'\n"
        "author = 'Jo Ito'\ntags = ['pay']\n[extra]\nlead = '{0}'\n---\n",
    ],
)
def test_every_dialect_gives_the_same_article(head: str) -> None:
    """Jekyll, Eleventy and Hugo, by hand and by machine."""
    text = head.format("Four things to settle before you sign, and why they matter.") + TEXT
    expected = post(
        "Pay talk",
        "date: 2019-05-06",
        "author: Jo Ito",
        "excerpt: Four things to settle before you sign, and why they matter.",
    )
    assert only(imported({"pay.md": text})).text == only(imported({"pay.md": expected})).text


def test_twins_are_distinguished_by_year() -> None:
    """The older one keeps the name, whatever order the files have."""
    plan = imported(
        {
            "a/2020-01-01-offer.md": post("B"),
            "b/2019-05-06-offer.md": post("A"),
            "c/2020-02-02-Offer.md": post("C"),
        }
    )
    assert {name: one.front["title"] for name, one in articles(plan).items()} == {
        "offer": "A",
        "offer-2020": "B",
        "offer-2020-2": "C",
    }
    assert "the name offer is taken or reserved; the article is called offer-2020." in report_messages(plan)


def test_links_between_articles_lead_to_their_files() -> None:
    """By old address, by file name and by former address, in Markdown and in HTML."""
    body = (
        "[a](/2019/05/06/pay/) [b]({% post_url 2019-05-06-pay %}) [c](/was/pay) [d](2019-05-06-pay.md)\n\n"
        '<p><a href="/2019/05/06/pay/">e</a></p>\n'
    )
    files = {
        "_posts/2019-05-06-pay.md": post("Pay", "redirect_from: /was/pay/"),
        "_posts/2020-01-01-offer.md": post("Offer", body=body),
    }
    text = articles(imported(files))["offer"].body
    assert text.count("(../2019/pay.md)") == 4
    assert '<a href="/articles/pay/">e</a>' in text


def test_a_link_to_a_draft_is_taken_off() -> None:
    """Readers would find nothing there."""
    files = {
        "2019-05-06-pay.md": post("Pay", "published: false"),
        "2020-01-01-offer.md": post("Offer", body="See [this](/2019/05/06/pay/) first.\n"),
    }
    plan = imported(files, site=OLD)
    assert articles(plan)["pay"].front["draft"] is True
    assert articles(plan)["offer"].body == "See this first.\n"
    assert any("draft" in sentence for sentence in report_messages(plan))


def test_what_is_here_is_respected() -> None:
    """Names, former names, authors, categories and pictures keep their owners."""
    target_site = TargetSite(
        articles=[
            read_existing_article(
                "2018/pay.md", b"---\ntitle: Ours\ndate: 2018-01-01\naliases: [offer]\n---\n"
            ),
        ],
        authors="# ours\njo:\n  name: Jo Ito\n",
        categories="imported:\n  name: Old things\n",
        pictures={"2019/door.png": "another picture"},
    )
    files = {
        "2019-05-06-pay.md": post("Pay", "author: Jo Ito", body=PICTURE),
        "2019-06-01-offer.md": post("Offer", "author: Bo"),
    }
    plan = imported(files, target_site=target_site, pictures=["img/door.png"])
    assert sorted(articles(plan)) == ["offer-2019", "pay-2019"]
    assert plan.texts[AUTHOR_LISTS[0]] == "# ours\njo:\n  name: Jo Ito\nbo:\n  name: Bo\n"
    assert TOPIC_LISTS[0] not in plan.texts
    assert articles(plan)["pay-2019"].body == "![A door](pay-2019-door.png)\n"


@pytest.mark.parametrize("site", ["", OLD])
def test_a_second_import_adds_nothing(site: str) -> None:
    """What came along is recognized, and left as an editor may have changed it."""
    files = {
        "2019-05-06-pay.md": post("Pay", "author: Jo"),
        "2020-01-01-pay.md": post("Pay again", "author: Jo"),
    }
    first = imported(files, site=site)
    target_site = TargetSite(
        articles=[
            read_existing_article(one.path.removeprefix("articles/posts/"), one.text.encode())
            for one in articles(first).values()
        ],
        authors=first.texts[AUTHOR_LISTS[0]],
        categories=first.texts[TOPIC_LISTS[0]],
    )
    second = imported(files, site=site, target_site=target_site)
    assert second.texts == {}
    assert (
        second.report.summary()
        == "0 articles imported, 0 could not be read, 0 things left out, 2 already there"
    )


def test_importing_ones_own_articles_adds_nothing() -> None:
    """Source and target may be the same folder by mistake."""
    first = only(imported({"2019-05-06-pay.md": post("Pay", "author: Jo")}, site=OLD))
    here = read_existing_article("2019/pay.md", first.text.encode())
    assert (
        imported({"2019/pay.md": first.text}, site=OLD, target_site=TargetSite(articles=[here])).texts == {}
    )


def test_a_new_article_may_lead_to_one_that_came_before() -> None:
    """Two imports make one site."""
    here = read_existing_article(
        "2018/pay.md", b"---\ntitle: P\ndate: 2018-01-01\naliases: [/2018/01/01/pay/]\n---\n"
    )
    plan = imported(
        {"2019-05-06-offer.md": post(body="[x](/2018/01/01/pay/)\n")}, target_site=TargetSite(articles=[here])
    )
    assert only(plan).body == "[x](../2018/pay.md)\n"


def test_the_same_input_gives_the_same_bytes() -> None:
    """In whatever order a disk lists the files."""
    files = {
        f"2019-05-0{day}-pay.md": post(f"Pay {day}", "author: [Jo, Bo]", body=PICTURE) for day in range(1, 7)
    }
    backwards = dict(reversed(files.items()))
    one, other = imported(files, pictures=["a/door.png"]), imported(backwards, pictures=["a/door.png"])
    assert (one.texts, one.copies, str(one.report)) == (other.texts, other.copies, str(other.report))


def test_no_text_is_held_in_memory() -> None:
    """A plan of a gigabyte of articles is made with one of them at a time."""
    texts = imported({"_posts/2019-05-06-a.md": post()}).texts
    assert all(texts[path] is not texts[path] for path in texts)


def test_one_bad_file_does_not_stop_the_others() -> None:
    """It is reported, and it makes the import fail in the end."""
    plan = imported(
        {
            "2019-05-06-a.md": post("A", "author: Jo"),
            "2019-05-07-b.md": b"---\ntitle: B",
            "2019-05-08-c.md": b"\0",
        }
    )
    assert list(articles(plan)) == ["a"]
    assert plan.report.failed == 2
    assert plan.report.summary() == "1 article imported, 2 could not be read, 0 things left out"


def test_an_article_without_an_author_is_signed_and_reported() -> None:
    """Our checks want somebody; who it is is the importer's choice."""
    plan = imported({"2019-05-06-a.md": post()}, author="old.example.org")
    assert only(plan).front["authors"] == ["old-example-org"]
    assert yaml.safe_load(plan.texts[AUTHOR_LISTS[0]]) == {"old-example-org": {"name": "old.example.org"}}
    assert "it names no author; old.example.org signs it." in report_messages(plan)


def test_times_are_given_in_the_sites_zone() -> None:
    """Half past two in the afternoon there is what readers here see, and the old address keeps its day."""
    plan = imported({"pay.md": post("Pay", "date: 2019-01-01 01:30 +0000")}, zone="America/Detroit")
    assert (only(plan).path, only(plan).front["date"]) == ("articles/posts/2018/pay.md", "2018-12-31 20:30")
    assert only(plan).front["aliases"] == ["/2019/01/01/pay/"]


def test_too_few_words_are_reported() -> None:
    """An editor has to write the description that nothing could be made of."""
    plan = imported({"2019-05-06-a.md": post("Soon", body="Soon.\n")})
    description = "Soon. An article first published on Monday, May 6, 2019."
    assert only(plan).front["description"] == description
    assert any("too few words for a description" in sentence for sentence in report_messages(plan))


def test_an_article_that_is_only_a_lost_picture_is_reported() -> None:
    """There is nothing to read, so it waits as a draft; title and day stand where a description should."""
    plan = imported({"2019-05-06-a.md": post("A fair offer", body=PICTURE)})
    description = "A fair offer. An article first published on Monday, May 6, 2019."
    assert only(plan).body == "" and only(plan).front["description"] == description
    assert only(plan).front["draft"] == "true" or only(plan).front["draft"] is True
    assert any("nothing of its text is left" in sentence for sentence in report_messages(plan))


def test_an_identifier_of_its_own_is_kept() -> None:
    """Feed readers know the article by it."""
    assert (
        only(imported({"2019-05-06-a.md": post("A", "guid: urn:x:1")}, site=OLD)).front["guid"] == "urn:x:1"
    )


def test_two_files_at_one_old_address_do_not_share_it() -> None:
    """One identifier belongs to one article."""
    files = {
        "2019-05-06-a.md": post("A", "permalink: /same/"),
        "2019-05-07-b.md": post("B", "permalink: /same/"),
    }
    found = articles(imported(files, site=OLD))
    assert (found["a"].front["aliases"], found["a"].front["guid"]) == (["/same/"], f"{OLD}/same/")
    assert "aliases" not in found["b"].front and "guid" not in found["b"].front


def test_registers_that_cannot_be_added_to_stop_the_import() -> None:
    """Before anything is written."""
    with pytest.raises(ListFileError):
        imported({"2019-05-06-a.md": post()}, target_site=TargetSite(authors="- a list"))


def test_the_addresses_of_the_old_site_follow_its_pattern() -> None:
    """--permalink says what they looked like."""
    plan = imported({"2019-05-06-a.md": post()}, permalink="/blog/:title.html")
    assert only(plan).front["aliases"] == ["/blog/a.html"]
    assert DEFAULT_PERMALINK == "/:year/:month/:day/:title/"


def test_pictures_in_the_articles_own_folder_are_meant_first() -> None:
    """Two articles with a photo.jpg each keep their own."""
    text = post("T", "date: 2019-05-06", body="![A](photo.jpg)\n")
    files = {"trips/alps/index.md": text, "trips/rome/index.md": text}
    plan = imported(files, pictures=["trips/alps/photo.jpg", "trips/rome/photo.jpg"])
    assert {copy.target: copy.file for copy in plan.copies} == {
        "2019/photo.jpg": "/pictures/trips/alps/photo.jpg",
        "2019/rome-photo.jpg": "/pictures/trips/rome/photo.jpg",
    }
    assert articles(plan)["rome"].body == "![A](rome-photo.jpg)\n"


def test_pictures_of_an_article_that_does_not_use_them_are_not_copied() -> None:
    """Only what is shown comes along."""
    plan = imported(
        {"2019-05-06-a.md": post("A", "image: /img/door.png")}, pictures=["img/door.png", "img/b.png"]
    )
    assert plan.copies == []


def test_an_identifier_is_one_articles_own() -> None:
    """Exports have the same one twice, capitals aside; the older article keeps it, and the report says so."""
    plan = imported({
        "2019-05-06-a.md": post("A", "guid: x-1"),
        "2019-05-07-b.md": post("B", "guid: X-1"),
    })  # fmt: skip
    found = articles(plan)
    assert found["a"].front["guid"] == "x-1" and "guid" not in found["b"].front
    assert any("X-1 is also that of 2019-05-06-a.md" in message for message in report_messages(plan))
