"""Icons made of the logo, and what programs that read for people are told."""

from __future__ import annotations

import json
from io import BytesIO

from PIL import Image

from tests.sites import Built


def test_the_logo_is_an_icon_everywhere(built: Built) -> None:
    """For tabs in three sizes, for home screens without transparency, for the manifest; every page names them."""
    icon = Image.open(BytesIO((built.folder / "favicon.ico").read_bytes()))
    assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    touch = Image.open(built.folder / "apple-touch-icon.png")
    assert (touch.size, touch.mode) == ((180, 180), "RGB")
    # The logo is on it: it is not one colour.
    assert len(touch.getcolors(180 * 180) or ()) > 1
    manifest = json.loads((built.folder / "site.webmanifest").read_text(encoding="utf-8"))
    for named in manifest["icons"]:
        size = Image.open(built.folder / named["src"]).size
        assert named["sizes"] == f"{size[0]}x{size[1]}"
    head = built.page("/articles/second-interview/")
    assert head.xpath("//link[@rel='apple-touch-icon']/@href") == ["../../apple-touch-icon.png"]
    assert head.xpath("//link[@rel='manifest']/@href") == ["../../site.webmanifest"]


def test_programs_find_topics_and_articles(built: Built, hostile: Built) -> None:
    """A heading, topics and the newest articles with what they say; no title makes marks of its own."""
    text = (built.folder / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# ") and "\n## Topics\n" in text and "\n## Newest articles\n" in text
    links = [line for line in text.splitlines() if line.startswith("- [")]
    assert any("/articles/second-interview/index.md): " in line for line in links)
    for line in (hostile.folder / "llms.txt").read_text(encoding="utf-8").splitlines():
        assert not line or line.startswith(("# ", "## ", "> ", "- [")), line
        assert "<script" not in line.replace("\\<", ""), line
        assert "&amp;" not in line.replace("\\&", ""), line


def test_programs_get_each_article_as_markdown(varied: Built) -> None:
    """As it was written, with whole addresses of pages and pictures; no draft, nothing to come, nothing over."""
    text = varied.text("/articles/kitchen-sink/index.md")
    assert text.startswith("# Everything at once\n\n> ")
    assert "[link to a heading](#numbers)" in text and "## Numbers" in text
    assert f"[another article]({varied.settings.absolute('articles/plain-03/')}#a-section)" in text
    assert f"]({varied.settings.absolute('articles/kitchen-sink/inside.png')})" in text
    twins = {url.removesuffix("index.md") for url in varied.urls("*.md")}
    assert twins == {f"/{article.url}" for article in varied.public}
    assert "index.md" not in varied.text("/sitemap.xml")
    (offered,) = varied.page("/articles/kitchen-sink/").xpath("//head/link[@type='text/markdown']/@href")
    assert offered == varied.settings.absolute("articles/kitchen-sink/index.md")
