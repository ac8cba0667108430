"""The picture that stands for an article, and pictures that would be published at one address."""

from __future__ import annotations

import os
from pathlib import Path
from zlib import crc32

import pytest

from knowledge_center.articles.articles_reader import read_articles
from tests.editors import assert_plain, problems_of, refused
from tests.samples import NOW, article_text, make_docs, noise, picture, settings

PICTURES: dict[str, str | bytes] = {"a.png": picture(), "a-b.png": picture("red")}


def test_a_picture_that_is_not_there(tmp_path: Path) -> None:
    """A picture that is missing is named, with the one that is probably meant."""
    text = article_text(image="a-bb.png", image_alt="A man")
    refused(
        tmp_path, text, line=7, says="no picture “a-bb.png” beside", fix="image: a-b.png", beside=PICTURES
    )
    text = article_text(image="zzz.jpg", image_alt="A man")
    refused(tmp_path / "b", text, line=7, says="no picture “zzz.jpg”", beside=PICTURES, pasted=False)


def test_a_picture_in_another_years_folder(tmp_path: Path) -> None:
    """A picture of that name elsewhere among the articles is found and can be used from there."""
    text = article_text(image="x.png", image_alt="A man")
    beside: dict[str, str | bytes] = {"articles/posts/2025/x.png": picture()}
    refused(tmp_path, text, line=7, says="no picture “x.png”", fix="image: ../2025/x.png", beside=beside)


@pytest.mark.parametrize(
    "image",
    ["../../secret.png", "../../../../secret.png", "/secret.png", "https://a.example/x.png", "../../.hidden/x.png",
     "circle/x.png", "a" * 5000 + ".png", "'a\\\\b.png'"],
)  # fmt: skip
def test_a_picture_from_where_none_may_come(tmp_path: Path, image: str) -> None:
    """A picture lies with the articles: nothing outside, hidden, behind a link or elsewhere is published."""
    text = article_text(image=image, image_alt="x")
    hidden: dict[str, str | bytes] = {"articles/secret.png": picture(), "articles/.hidden/x.png": picture()}
    docs = make_docs(tmp_path, {"a.md": text, **hidden})
    (tmp_path / "secret.png").write_bytes(picture())
    os.symlink(docs / "articles/.hidden", docs / "articles/posts/2026/circle")
    (problem,) = read_articles(tmp_path, settings(), NOW).problems
    assert problem.line == 7
    assert "There is no picture" in problem.message
    assert_plain(problem)


def test_a_picture_that_is_none(tmp_path: Path) -> None:
    """A document, a damaged file and a link into the void are no pictures."""
    text = article_text(image="a.docx", image_alt="x")
    refused(
        tmp_path, text, line=7, says="not a picture this site can show", beside={"a.docx": b"x"}, pasted=False
    )
    text = article_text(image="a.png", image_alt="x")
    refused(
        tmp_path / "b", text, line=7, says="cannot be read as a picture", beside={"a.png": b"x"}, pasted=False
    )
    docs = make_docs(tmp_path / "c", {})
    (docs / "articles/posts/2026").mkdir(parents=True)
    os.symlink("nowhere", docs / "articles/posts/2026/a.png")
    refused(tmp_path / "c", text, line=7, says="cannot be read as a picture", pasted=False)
    text = article_text(body="Words.\n\n![A desk](b.jpg)\n")
    damaged: dict[str, str | bytes] = {"b.jpg": b"\xff\xd8\xffhello"}
    refused(tmp_path / "d", text, line=11, says="cannot be read as a picture", beside=damaged, pasted=False)


def test_a_picture_without_words(tmp_path: Path) -> None:
    """Who cannot see a picture reads its description, so there is one."""
    text = article_text(image="a.png")
    problem = refused(tmp_path, text, line=7, says="no description for people", beside=PICTURES, pasted=False)
    assert "image_alt: " in problem.fix
    text = article_text(image="a.png", image_alt="")
    refused(tmp_path / "b", text, line=8, says="no description for people", beside=PICTURES, pasted=False)


def test_two_pictures_for_one_address(tmp_path: Path) -> None:
    """Two pictures of one name in one article cannot both be published; the line of the second is told."""
    text = article_text(body="![x](a.png)\n\n![y](../2025/a.png)\n")
    beside: dict[str, str | bytes] = {"a.png": picture(), "articles/posts/2025/a.png": picture()}
    refused(
        tmp_path,
        text,
        line=11,
        says="Two files would be published as /articles/an-article/a.png",
        beside=beside,
        pasted=False,
    )


def huge() -> bytes:
    """The head of a PNG of 20,000 by 20,000 pixels, and a little of its data."""
    side = (20_000).to_bytes(4, "big")
    parts = (b"IHDR" + side + side + b"\x08\0\0\0\0", b"IDAT", b"IEND")
    chunks = ((len(part) - 4).to_bytes(4, "big") + part + crc32(part).to_bytes(4, "big") for part in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (noise((90, 60), "JPEG")[:2000], "breaks off before its end"),
        (b"\0\0\0\x24ftypheic\0\0\0\0mif1heic", "is a HEIC photograph of a telephone"),
        (picture(kind="BMP"), "is a BMP picture"),
        (b"<!DOCTYPE html><title>Sign in</title>", "is a web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (huge(), "more pixels than can be read"),
    ],
    ids=["empty", "half", "heic", "bmp", "page", "lfs", "huge"],
)
def test_what_a_file_really_is(tmp_path: Path, data: bytes, says: str) -> None:
    """Whatever is called a picture and is none is named as what it is, with what helps."""
    text = article_text(image="a.jpg", image_alt="A man")
    refused(tmp_path, text, line=7, says=says, beside={"a.jpg": data}, pasted=False)


@pytest.mark.parametrize("drawing", ["<svg><rect></svg>", "<svg", "a drawing", "<svg><a:b/></svg>"])
def test_a_drawing_that_no_browser_shows(tmp_path: Path, drawing: str) -> None:
    """Of XML with a slip they show nothing at all."""
    text = article_text(image="a.svg", image_alt="A man")
    refused(
        tmp_path, text, line=7, says="cannot be read as a picture", beside={"a.svg": drawing}, pasted=False
    )


@pytest.mark.parametrize(
    ("drawing", "script"),
    [
        ("<svg><script>count()</script></svg>", "<script>"),
        ('<svg width="4"\n onload="count()"/>', "onload"),
        ('<svg><a href="javascript:count()"/></svg>', "javascript:"),
        ('<svg><a href=" java&#10;script:count()"/></svg>', "javascript:"),
        ('<svg><a><animate attributeName="href" values="#;javascript:count()"/></a></svg>', "javascript:"),
        ("<!DOCTYPE svg [<!ENTITY s '<script>count()</script>'>]><svg>&s;</svg>", "<script>"),
        ('<?xml version="1.0" encoding="utf-16"?><svg><script/></svg>'.encode("utf-16"), "<script>"),
        ('<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script/></s:svg>', "<script>"),
        ('<svg><foreignObject><iframe srcdoc="&lt;script>"/></foreignObject></svg>', "<iframe>"),
        ('<?xml-stylesheet type="text/xsl" href="a.xsl"?><svg/>', "<?xml-stylesheet>"),
        ('<?xml-stylesheet type="text/css" href="a.css"?><svg><!-- <script> --></svg>', ""),
        ("<svg><text>one = two, on = off, a script</text></svg>", ""),
    ],
)
def test_a_drawing_with_a_script(tmp_path: Path, drawing: str | bytes, script: str) -> None:
    """A drawing is at an address of its own, where its script would run as one of the site's."""
    beside: dict[str, str | bytes] = {"a.svg": drawing}
    cover = article_text(image="a.svg", image_alt="A man")
    shown = article_text(body="Words.\n\n![A man](a.svg)\n")
    for folder, text, line in (("a", cover, 7), ("b", shown, 11)):
        if script:
            says = f"holds a script ({script})"
            refused(tmp_path / folder, text, line=line, says=says, beside=beside, pasted=False)
        else:
            assert problems_of(tmp_path / folder, {"a.md": text, **beside}) == ()
