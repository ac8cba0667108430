"""CSV files as other programs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.problems import Unusable
from knowledge_center.signup.csv_reader import column, read_csv

TABLE = "Email Address,Name\r\nann@example.com,Zoë\r\nbob@example.com,\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_encoding_separator_and_line_end(encoding: str, separator: str, end: str) -> None:
    """Excel, LibreOffice and the services each write their own CSV; all of them are read."""
    data = TABLE.replace(",", separator).replace("\r\n", end).encode(encoding)
    table = read_csv(data, "list.csv")
    assert table.columns == ("email_address", "name")
    assert [(line.number, dict(line.cells)) for line in table.lines] == [
        (2, {"email_address": "ann@example.com", "name": "Zoë"}),
        (3, {"email_address": "bob@example.com", "name": ""}),
    ]


def test_columns_are_known_however_they_are_written() -> None:
    """Capitals, blanks, hyphens and underscores make no difference."""
    names = ["Email Address", "EMAIL_ADDRESS", "e-mail address", " E-Mail  Address "]
    assert {column(name) for name in names} == {"email_address"}
    assert column("CONFIRM_TIME") == "confirm_time"


def test_a_line_that_cannot_be_read_takes_no_other_with_it() -> None:
    """A quotation mark that nobody closed costs its own line, not the rest of the list."""
    text = (
        'email,name\n"ann@example.com,Ann\nbob@example.com,Bob\n\ncid@example.com,"C\nD"\nd@example.com,x,y\n'
    )
    table = read_csv(text.encode(), "list.csv")
    assert [(line.number, line.cells.get("email"), line.wrong) for line in table.lines] == [
        (2, None, "a quotation mark is not closed, or stands inside a cell"),
        (3, "bob@example.com", ""),
        (5, "cid@example.com", ""),
        (7, "d@example.com", "it has 3 cells, but there are 2 columns"),
    ]


def test_the_separator_can_be_named_as_excel_does() -> None:
    """A first line “sep=;” is no line of the table."""
    table = read_csv(b"sep=;\nemail;a,b,c\nann@example.com;1\n", "list.csv")
    assert [(line.number, line.cells["email"]) for line in table.lines] == [(3, "ann@example.com")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "The file is empty."),
        (b"\n\n  \n", "The file is empty."),
        (b"ann@example.com\nbob@example.com\n", "The first line has to name the columns."),
        (b",,\nann@example.com,,\n", "The first line has to name the columns."),
        (b"PK\x03\x04rest", "This is no text file, but CSV is expected."),
        (b"email\n\xff\x00\x01\x02", "This is no text file, but CSV is expected."),
        (b"\xff\xfea", "The file is damaged: it is neither UTF-8 nor UTF-16 text."),
    ],
)
def test_what_is_no_table_is_reported(data: bytes, expected: str) -> None:
    """A workbook, a zip, a list without a first line: a sentence and what to do about it."""
    with pytest.raises(Unusable) as refused:
        read_csv(data, "list.csv")
    (problem,) = refused.value.problems
    assert (problem.path, problem.message) == ("list.csv", expected)
    assert problem.fix


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(data: bytes) -> None:
    """No file ends in a traceback."""
    try:
        table = read_csv(data, "list.csv")
    except Unusable as refused:
        assert refused.problems
    else:
        assert all(line.number > 1 for line in table.lines)
