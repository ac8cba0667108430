from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.tools.importer.exports.export_model import Export, ExportError
from knowledge_center.tools.importer.exports.source_files import read_file
from knowledge_center.tools.importer.source_folder import export_source
from tests.tools.importer.samples import articles, imported, report_messages

HEAD = (
    "Post title,Post URL,Post body,Author,Tags,Publish date,Status,Meta description,"
    "Featured image URL,Deck line,Blog ID\n"
)
ROW = (
    '"A fair, good offer",https://old.example.org/blog/a-fair-offer,"<p>Most ""offers""'
    '\nleave {{ cta(""x"") }} open.</p>",'
    "Jo Ito,Pay; Work,2019-05-06 01:00:00,PUBLISHED,What it leaves open,https://old.example.org/hubfs/top.png,Seen,77\n"
)


def read(folder: Path, text: str, encoding: str = "utf-8") -> Export:
    file = folder / "posts"
    file.write_bytes(text.encode(encoding))
    return read_file(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_row_is_an_article(tmp_path: Path, encoding: str) -> None:
    """HubSpot's columns; marks of its templates are none of an author's words, other columns are reported."""
    export = read(tmp_path, HEAD + ROW.replace("leave", "léave"), encoding)
    plan = imported(
        export_source(export).files, site=export.site_url, pictures=["hubfs/top.png"], permalink=""
    )
    article = articles(plan)["a-fair-offer"]
    assert article.front["title"] == "A fair, good offer" and str(article.front["date"]) == "2019-05-06 01:00"
    assert article.front["aliases"] == ["/blog/a-fair-offer"] and article.front["authors"] == ["jo-ito"]
    assert 'Most "offers"' in article.body and "léave" in article.body and "cta" not in article.body
    assert any('{{ cta("x") }}' in message for message in report_messages(plan))
    assert [(one.name, one.value) for one in plan.report.unused_fields] == [("Deck line", "Seen")]
    assert list(plan.report.unused_tags) == ["Pay", "Work"]


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("Status", "PUBLISHED", True),
        ("state", "SCHEDULED", True),
        ("Status", "DRAFT", False),
        ("currentState", "PUBLISHED_OR_SCHEDULED", True),
        ("Archived", "true", False),
        ("Archived", "false", True),
        ("publicAccessRulesEnabled", "TRUE", False),
        ("password", "swordfish", False),
        ("Post status", "Agent generated", False),
    ],
)
def test_what_is_not_public_stays_a_draft(tmp_path: Path, column: str, value: str, shown: bool) -> None:
    """By any of the columns that may say so."""
    text = f"name;postBody;publishDate;{column}\nAn offer;<p>Most offers leave things open</p>;1557100800000;{value}\n"
    plan = imported(export_source(read(tmp_path, text)).files, permalink="")
    (article,) = articles(plan).values()
    assert bool(article.front.get("draft")) is not shown and "swordfish" not in article.text
    assert str(article.front["date"]) == "2019-05-06" or str(article.front["date"]) == "2019-05-06 00:00"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "a head and no rows"),
        (HEAD + ROW + 'B,"<p>never closed', r"posts:\d+: the table is broken there"),
        (HEAD + ROW.replace('"A fair, good offer"', "A, b, c"), "has 13 fields, its head 11"),
        (HEAD + f"A,,{'x' * 10_000_001}", "the table is broken there"),
        ("Name,Price\nA,1\n", "is not read here"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    """With its line."""
    with pytest.raises(ExportError, match=said):
        read(tmp_path, text)
