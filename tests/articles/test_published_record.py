"""The record of addresses that readers have met: its file, and that two branches can write it."""

from __future__ import annotations

import os
import subprocess
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from knowledge_center.articles.published_record import (
    NAME,
    PublishedAddress,
    read_record,
    record_text,
    with_addresses,
    write_record,
)
from knowledge_center.problems import Unusable
from tests.editors import assert_plain
from tests.samples import ROOT

DAY = datetime(2026, 11, 16, 9, tzinfo=ZoneInfo("America/Detroit"))


def at(name: str, title: str = "Pay", *, id: str = "", summary: str = "About it.") -> PublishedAddress:
    return PublishedAddress(f"articles/{name}/", id or name, title, summary, DAY)


def read(docs: Path) -> list[PublishedAddress]:
    return [one._replace(line=0) for one in read_record(docs, "docs")]


def test_a_site_without_a_record_is_fine(tmp_path: Path) -> None:
    """The first run makes it."""
    assert read_record(tmp_path, "docs") == ()


def test_what_is_written_is_read_again_each_with_its_line(tmp_path: Path) -> None:
    """Whatever a title holds; a line each, sorted, and every one YAML to whoever else reads it."""
    titles = ['“A” \\ "b": #c', "Γνώση – 100 % {x}", "a\u2028b\u202ec\ttab", "- [x] <b>", "'"]
    record = with_addresses((), [at(f"x-{n}", title) for n, title in enumerate(titles)][::-1])
    record = with_addresses(record, [PublishedAddress(url="about/")])
    write_record(tmp_path, record)
    assert read(tmp_path) == list(record)
    assert [one.line for one in read_record(tmp_path, "docs")] == [2, 3, 4, 5, 6, 7]
    text = (tmp_path / NAME).read_text(encoding="utf-8")
    assert len(text.splitlines()) == 7
    assert [one.get("title", "") for one in yaml.safe_load(text)] == ["", *titles]


def test_what_once_stood_there_is_never_forgotten() -> None:
    """An address is brought up to date; another article at it is a line of its own."""
    before = [at("pay"), at("gone")]
    after = with_addresses(before, [at("pay", "More pay"), at("gone", id="other")])
    assert [(one.url, one.id, one.title) for one in after] == [
        ("articles/gone/", "gone", "Pay"),
        ("articles/gone/", "other", "Pay"),
        ("articles/pay/", "pay", "More pay"),
    ]


def test_two_branches_merge_by_themselves(tmp_path: Path) -> None:
    """Both have new lines at one place and changed the same one: git asks nobody, and nothing is lost."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (tmp_path / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    who = {f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=tmp_path, env=env, check=True, capture_output=True)

    def commit(*found: PublishedAddress) -> None:
        write_record(docs, with_addresses(read_record(docs, "docs"), found))
        git("add", ".")
        git("commit", "--quiet", "--message", "x")

    git("init", "--quiet", "--initial-branch=main")
    commit(at("a"), at("m"), at("z"))
    git("checkout", "--quiet", "-b", "other")
    commit(at("m", "Theirs"), at("n-theirs"))
    git("checkout", "--quiet", "main")
    commit(at("m", "Ours"), at("n-ours"))
    git("merge", "--quiet", "other")
    found = {(one.id, one.title) for one in read(docs)}
    assert found == {(n, "Pay") for n in ("a", "n-ours", "n-theirs", "z")} | {("m", "Ours"), ("m", "Theirs")}
    commit(at("m", "Now"))
    assert [one.title for one in read(docs) if one.id == "m"] == ["Now"]


def test_marks_of_a_merge_are_no_lines(tmp_path: Path) -> None:
    """Where git could not merge, both sides are true: nobody has to choose."""
    ours, theirs = (record_text([at(name)]).splitlines()[1] for name in "ab")
    text = f"# x\n<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> other\n"
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    assert [(one.id, one.line) for one in read_record(tmp_path, "docs")] == [("a", 3), ("b", 5)]


@pytest.mark.parametrize(
    "line",
    ["x", "- {", '- {"id": "x"}', '- {"url": 4}', '- ["url"]', '- {"url": "a/", "published": "today"}'],
    ids=["word", "half", "no url", "number", "list", "day"],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    """With the line; what stands around it is not to blame."""
    text = record_text([at("a"), at("b")]).splitlines()
    (tmp_path / NAME).write_text("\n".join([text[0], text[1], line, text[2]]), encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        read_record(tmp_path, "docs")
    (problem,) = refused.value.problems
    assert problem.where == "docs/.published.yml:3"
    assert_plain(problem)


def test_ten_thousand_lines_cost_milliseconds(tmp_path: Path) -> None:
    """About thirty of the processor's on a machine of 2026; a parser of YAML takes seconds for as much."""
    write_record(tmp_path, with_addresses((), [at(f"article-{n}", summary="x" * 120) for n in range(10_000)]))
    begun = time.process_time()
    assert len(read_record(tmp_path, "docs")) == 10_000
    assert time.process_time() - begun < 0.3
