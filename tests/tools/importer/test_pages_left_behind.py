"""Links of imported articles to what did not come along, where the new site is at the old one's address."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.tools.importer.pages_left_behind import pages_left_behind, said_of
from knowledge_center_cli import check, import_articles
from tests.samples import make_site

URL = "https://knowledge.example.com/"


def test_links_are_counted_by_the_first_folder() -> None:
    """In Markdown of both kinds and in HTML; what every build makes is there, and files beside ours count alone."""
    text = (
        "[a](https://knowledge.example.com/tools/x) ![b](http://Knowledge.example.com/assets/old.png 'Title')\n"
        "[c](<https://knowledge.example.com/tools/#y>) <a href='https://knowledge.example.com/about?z'>d</a>\n"
        "[e](https://knowledge.example.com/) [f](https://knowledge.example.com/articles/one/)\n"
        "[g](https://knowledge.example.com/feed.xml) [h](https://www.example.com/tools/)\n\n"
        "[i]: https://knowledge.example.com/tools\n"
    )
    left = pages_left_behind([text, text], URL)
    assert left == {"/tools/": 6, "/about/": 2, "/assets/old.png/": 2}
    assert "answered_elsewhere: [/tools/, /about/, /assets/old.png/]" in said_of(left, URL)


def test_after_an_import_to_the_same_address_the_check_is_clean_with_the_line_it_offers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A blog that moves at its own address, beside pages that stay what they were."""
    make_site(tmp_path, {})
    monkeypatch.chdir(tmp_path)
    posts = tmp_path / "old"
    posts.mkdir()
    text = (
        "The [handbook](/handbook/pay/) and the [next](/2024/01/03/two/), with words enough for an article.\n"
    )
    for day, name in ((2, "one"), (3, "two")):
        fields = f"title: The article {name}\ndate: 2024-01-0{day}\nauthor: Desk\n"
        (posts / f"2024-01-0{day}-{name}.md").write_text(f"---\n{fields}---\n\n{text}", encoding="utf-8")
    docs = tmp_path / "docs"
    assert import_articles.main([str(posts), "--into", str(docs), "--site-url", URL]) == 0
    said = capsys.readouterr().err
    assert "2 links lead to pages of https://knowledge.example.com/" in said
    (line,) = (line for line in said.splitlines() if "answered_elsewhere" in line)
    assert check.main([]) == 1
    assert "leads nowhere" in capsys.readouterr().out
    settings = tmp_path / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("  knowledge_center:\n", f"  knowledge_center:\n  {line}\n"), encoding="utf-8"
    )
    assert (check.main([]), "nowhere" in capsys.readouterr().out) == (0, False)
