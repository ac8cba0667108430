"""Pages that share a converter come out as those that MkDocs gives one each."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from markdown.blockparser import BlockParser
from markdown.treeprocessors import InlineProcessor
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from knowledge_center.text.markdown_dialect import MARKDOWN
from knowledge_center.text.quick_blocks import QuickBlocks
from knowledge_center.text.quick_inline import QuickInline
from knowledge_center_mkdocs import markdown_conversion
from knowledge_center_mkdocs.markdown_conversion import KNOWN, one_converter

CORPUS = Path(os.environ.get("KC_CORPUS", "")) / "18f"
# Each leaves something behind that the next could meet: notes, references, abbreviations, tabs, headings of one name.
TEXTS = (
    "# Title\n\n## Same\n\nA note[^1] and [a link][there], *one* **two** ***three*** _four_ `code`.\n\n"
    "[^1]: Its text.\n\n[there]: other.md#same\n\n*[HTML]: Hypertext\n\nHTML -- and --- more...\n",
    "## Same\n\n## Same\n\n[^1] is no note here, nor [a link][there], and HTML is no abbreviation: 'one' \"two\"'s.\n",
    "=== \"One\"\n\n    Text.\n\n=== \"Two\"\n\n    ```python\n    print('x')\n    ```\n\n- [x] done\n- [ ] not\n",
    '!!! note "A \'note\'"\n    ??? tip\n        Deep <b id="bold">down</b> &amp; <https://example.com/>\n'
    "<me@example.com>\n",
    '<div markdown="1" id="own">\n*in* HTML\n</div>\n\n![A picture](a.png "t"){ width=3 }  \nafter a break \\* \\\\\n',
    "a | b\n--|--\n1 | `#!python x = 1`\n\nTerm\n: Meaning \"'deep' quotes\" of the '80s\n\n"
    ":smile: ==mark== ++ctrl++ H~2~O^2^\n",
    "A note[^1] again.\n\n[^1]: Of this page.\n\n=== \"Tab\"\n\n    x\n\n```{.python title=\"t\"}\ny = 2\n```\n",
    "", " \n\n", "[TOC]\n\n# One\n\nText ![][pic] and [other](other.md) and [self](#one)\n\n[pic]: a.png\n",
)  # fmt: skip
DEFAULTS: dict[str, dict[str, Any]] = MARKDOWN
TOC: dict[str, dict[str, Any]] = {"toc": {"permalink": True}, "footnotes": {"BACKLINK_TEXT": "up"}}
EXTENSIONS: dict[str, dict[str, dict[str, Any]]] = {
    "ours": DEFAULTS,
    "ours, with settings": DEFAULTS | TOC,
    "Python-Markdown's": {name: {} for name in sorted(KNOWN) if not name.startswith("pymdownx.")},
    "all": {name: {} for name in sorted(KNOWN)},
    "angles": {"smarty": {"smart_angled_quotes": True}},
    "none": {},
}


def config(extensions: dict[str, dict[str, Any]], folder: Path) -> MkDocsConfig:
    made = MkDocsConfig()
    made.load_dict({"site_name": "A site", "docs_dir": str(folder), "site_dir": f"{folder}-site"})
    made.load_dict(
        {"markdown_extensions": [{name: set_} if set_ else name for name, set_ in extensions.items()]}
    )
    errors, _ = made.validate()
    assert not errors
    return made


def rendered(of: MkDocsConfig, texts: Iterable[str]) -> list[object]:
    """All that a build takes of pages with these texts."""
    names = ("page.md", "other.md", "a.png")
    files = Files([File(name, of.docs_dir, of.site_dir, use_directory_urls=True) for name in names])
    found: list[object] = []
    for text in texts:
        page = Page(None, next(iter(files)), of)
        page.markdown, page.meta = text, {}
        page.render(of, files)
        toc = [(item.title, item.id, item.level, len(item.children)) for item in page.toc]
        links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
        found.append((page.content, toc, page.title, page.present_anchor_ids, links))
    return found


def real_texts() -> list[str]:
    return [file.read_text(encoding="utf-8") for file in sorted(CORPUS.glob("*.md"))[::5]]


@pytest.mark.parametrize("extensions", EXTENSIONS.values(), ids=EXTENSIONS.keys())
def test_every_page_is_as_if_it_were_the_only_one(
    tmp_path: Path, extensions: dict[str, dict[str, Any]]
) -> None:
    """Text, contents, title, ids and links of a page do not depend on the pages before it."""
    of = config(extensions, tmp_path)
    texts = [*TEXTS, *reversed(TEXTS)]
    alone = rendered(of, texts)
    with one_converter():
        assert rendered(of, texts) == alone
        assert markdown_conversion._convert.made is not None


@pytest.mark.skipif(not os.environ.get("KC_CORPUS"), reason="KC_CORPUS names no folder of real articles")
def test_real_articles(tmp_path: Path) -> None:
    """So do the articles of a real site."""
    of = config(DEFAULTS, tmp_path)
    with one_converter():
        shared = rendered(of, real_texts())
    assert shared == rendered(of, real_texts())


SIGNS = st.sampled_from(
    [*"ab '\"`*_[]()!<>&;\\-.\n^:|=~#1", "  \n", "--", "---", "...", "[^1]", "![", "\n\n"]
)


@settings(max_examples=150)
@given(texts=st.lists(st.lists(SIGNS, max_size=40).map("".join), min_size=1, max_size=3))
def test_any_signs(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """No pattern is passed over that a text has."""
    of = config(DEFAULTS, tmp_path_factory.getbasetemp())
    try:
        alone = rendered(of, texts)
    except AssertionError:
        # Python's own reader of HTML breaks off at "<![" and the like.
        reject()
    with one_converter():
        assert rendered(of, texts) == alone


LINES = st.sampled_from(
    ["a", "A b.", "**a** b", "_a_", "***a***", "“a” b", "'a'", "(a) b", "a | b", "--|--", "| a |", "1. a", "- a",
     "* a", "#", "# a", "===", "---", "***", "___", "> a", ": a", "[a]: b", "[^a]: b", "*[a]: b", "    a", "!!! a",
     "??? a", '=== "a"', "```", "<p>", "</p>", "#a", ">a", ":a", "", ""]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(LINES, max_size=16).map("\n".join))
def test_any_lines(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Nothing is taken for a paragraph that begins or goes on as something else."""
    of = config(DEFAULTS, tmp_path_factory.getbasetemp())
    alone = rendered(of, [text])
    with one_converter():
        assert rendered(of, [text]) == alone
        assert type(markdown_conversion._convert(**_made_of(of)).parser) is QuickBlocks


def test_paragraphs_may_be_something_to_an_extension(tmp_path: Path) -> None:
    """Where a kind of block is not known, every text is shown to it."""
    extensions = {**DEFAULTS, "pymdownx.blocks.caption": {}}
    of = config(extensions, tmp_path)
    converter = markdown_conversion._convert(**_made_of(of))
    assert type(converter.parser) is BlockParser


def _made_of(config: MkDocsConfig) -> dict[str, Any]:
    return {"extensions": config.markdown_extensions, "extension_configs": config.mdx_configs}


@pytest.mark.parametrize(
    "extensions",
    [
        {"pymdownx.snippets": {}},
        {"footnotes": {"UNIQUE_IDS": True}},
        {"extra": {"footnotes": {"UNIQUE_IDS": True}}},
    ],
    ids=["unknown", "footnotes that count pages", "the same among others"],
)
def test_what_keeps_something_has_a_converter_for_each_page(
    tmp_path: Path, extensions: dict[str, dict[str, Any]]
) -> None:
    """An extension that may remember pages is made anew for each, as MkDocs does it."""
    of = config(extensions, tmp_path)
    with one_converter():
        shared = rendered(of, TEXTS)
        assert markdown_conversion._convert.made is None
    assert shared == rendered(of, TEXTS)


def test_a_setting_that_changes_between_pages(tmp_path: Path) -> None:
    """A plugin may have links to headings on one page: that page has it, and only that."""
    of = config({"toc": {"permalink": False}}, tmp_path)
    with one_converter():
        before = rendered(of, ["# A"])
        of.mdx_configs["toc"]["permalink"] = True
        assert rendered(of, ["# A"]) != before
        of.mdx_configs["toc"]["permalink"] = False
        assert rendered(of, ["# A"]) == before


def test_the_step_that_is_taken_over_is_still_called_so() -> None:
    """Both methods of Python-Markdown's that ours stands for have these names."""
    for name in ("_InlineProcessor__handleInline", "_InlineProcessor__applyPattern"):
        assert hasattr(InlineProcessor, name)
    assert "_InlineProcessor__handleInline" in vars(QuickInline)


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("text", ["a <![x b", "<![", "<![x]>y", "    <![code", "<![if x]>"])
def test_no_markup_ends_a_build(text: str, own: bool, tmp_path: Path) -> None:
    """MkDocs looks for ids with a parser that some declarations make fail; the ids beside them are found."""
    (tmp_path / "page.md").write_text(f'{text}\n\n<i id="beside">x</i>\n', encoding="utf-8")
    made = config({}, tmp_path)
    file = File("page.md", str(tmp_path), f"{tmp_path}-site", use_directory_urls=True)
    page = Page(None, file, made)
    page.read_source(made)
    with one_converter() if own else nullcontext():
        page.render(made, Files([file]))
    assert page.content
    assert page.present_anchor_ids == {"beside"}
