"""A Hugo site, imported by its content folder: what stands around its articles comes along with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge_center_cli.import_articles import main
from tests.scripts.test_import_articles import DOT

SETTINGS = """\
baseURL = "https://old.example.org/"
[permalinks]
  posts = "/:year/:slug/"
[languages.en]
  weight = 1
[languages.de]
  weight = 2
"""
WORDS = "Answer every candidate within two days, also those whom you will not ask to come again.\n"
FILES = {
    "hugo.toml": SETTINGS,
    "content/_index.md": "---\ntitle: Home\n---\nWelcome to the desk.\n",
    "content/posts/_index.md": "---\ntitle: Posts\ncascade:\n  params:\n    author: jo\n---\n",
    "content/authors/jo/_index.md": "---\ntitle: Jo Lee\nrole: Editor\nbio: Jo writes.\n---\nJo has hired people.\n",
    "content/tags/hiring/_index.md": "---\ntitle: Hiring people\n---\nHow to find *people*.\n",
    "content/series/days/_index.md": "---\ntitle: The first days\n---\n",
    "content/posts/offer/index.md": "---\ntitle: A fair offer\ndate: 2023-05-06\ntags: [hiring]\nseries: [days]\n"
    "cover:\n  image: door.png\n  alt: A door\n  caption: Photo by [Ann](https://ann.example.com)\n"
    f"resources:\n  - src: door.png\n    params:\n      credit: Our own\n---\n{WORDS}",
    "content/posts/offer/index.de.md": f"---\ntitle: Ein gutes Angebot\ndate: 2023-05-06\n---\n{WORDS}",
    "content/posts/week.en.md": "---\ntitle: Week one\ndate: 2023-05-07\nimage: /img/gate.png\nimage_alt: A door\n"
    f'---\n{WORDS}\n{{{{< figure src="/img/gone.png" title="A gate" caption="Shut" >}}}}\n',
}


@pytest.fixture
def hugo(tmp_path: Path) -> Path:
    """The site's folder of articles."""
    for path, text in FILES.items():
        file = tmp_path / "old" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "old/content/posts/offer/door.png").write_bytes(DOT)
    (tmp_path / "old/static/img").mkdir(parents=True)
    (tmp_path / "old/static/img/gate.png").write_bytes(DOT)
    (tmp_path / "tags.yml").write_text("hiring: hiring\n")
    return tmp_path / "old/content"


def test_what_is_said_of_a_blog_comes_along(
    hugo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pages of authors, topics and series, fields for a whole folder, languages, captions, pictures in static."""
    docs = tmp_path / "docs"
    assert main([str(hugo), "--into", str(docs), "--tags", str(tmp_path / "tags.yml")]) == 0
    said = capsys.readouterr().out
    front = {path.stem: fields(path) for path in docs.glob("articles/posts/2023/*.md")}
    assert sorted(front) == ["offer", "offer-de", "week"]
    assert {tuple(one["authors"]) for one in front.values()} == {("jo",)}
    assert (front["offer-de"]["language"], front["offer-de"]["translation_of"]) == ("de", "offer")
    assert front["offer-de"]["aliases"] == ["/de/2023/ein-gutes-angebot/"]
    assert "language" not in front["week"] and front["week"]["image"] == "gate.png"
    assert front["offer"]["series"]["name"] == "The first days"
    assert fields(docs / "articles/.categories.yml")["hiring"] == {
        "name": "Hiring people", "description": "How to find people.",
    }  # fmt: skip
    assert fields(docs / "articles/.authors.yml")["jo"] == {
        "name": "Jo Lee", "kind": "person", "role": "Editor", "description": "Jo writes. Jo has hired people.",
    }  # fmt: skip
    text = (docs / "articles/posts/2023/offer.md").read_text(encoding="utf-8")
    assert text.endswith(f"{WORDS}\nPhoto by [Ann](https://ann.example.com)\n")
    assert "left out with it: “Welcome to the desk.”" in said
    assert "params: credit: Our own" in (tmp_path / "import-report.md").read_text(encoding="utf-8")
    assert "hugo.toml" not in said


def test_a_caption_goes_with_its_picture(
    hugo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And is said; below no picture it says nothing."""
    (hugo / "posts/offer/door.png").unlink()
    assert main([str(hugo), "--into", str(tmp_path / "docs")]) == 0
    assert (
        "index.md:6: what stood below its image, “Photo by [Ann](https://ann.example.com)”, was left out"
        in (capsys.readouterr().out)
    )
    assert "Photo" not in (tmp_path / "docs/articles/posts/2023/offer.md").read_text(encoding="utf-8")


def fields(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")[0])
