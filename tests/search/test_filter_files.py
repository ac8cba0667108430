"""The order of Pagefind's filters: the same whatever order it wrote them in."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.search.filter_files import relisted, settle_filters, sorted_filter

MARK = b"pagefind_dcd"
Item = int | str | list["Item"]
FILTERS: dict[str, dict[str, list[Item]]] = {
    "topic": {"Hiring": [1, 24, 300], "Pay": [70000]},
    "year": {"2025": [1], "2026": [24, 300, 70000]},
}


def cbor(item: Item) -> bytes:
    """An item as RFC 8949 encodes it, as short as it can be."""
    if isinstance(item, int):
        return head(0, item)
    if isinstance(item, str):
        return head(3, len(item.encode())) + item.encode()
    return head(4, len(item)) + b"".join(map(cbor, item))


def head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    size = next(size for size in range(4) if number < 256 ** (1 << size))
    return bytes([kind << 5 | 24 + size]) + number.to_bytes(1 << size, "big")


def index(folder: Path, turned: bool) -> dict[str, bytes]:
    """What becomes of an index whose filters stand in one order or the other."""
    step = -1 if turned else 1
    (folder / "filter").mkdir(parents=True)
    entries: list[Item] = []
    for name, values in list(FILTERS.items())[::step]:
        stem = f"en_{name}{'x' if turned else 'y'}"
        data = cbor([name, [[value, pages] for value, pages in list(values.items())[::step]]])
        (folder / f"filter/{stem}.pf_filter").write_bytes(gzip.compress(MARK + data))
        entries.append([name, stem])
    meta = cbor(["1.5.2", [["en_aaaaaaa", 20]], entries, ["title"]])
    (folder / "pagefind.en_old.pf_meta").write_bytes(gzip.compress(MARK + meta))
    entry = {"version": "1.5.2", "languages": {"en": {"hash": "en_old", "page_count": 1}}}
    (folder / "pagefind-entry.json").write_text(json.dumps(entry), encoding="utf-8")
    settle_filters(folder)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_index_whatever_the_order(tmp_path: Path) -> None:
    """The same files with the same names; the list leads to them, and nothing else of the index has changed."""
    one = index(tmp_path / "one", turned=False)
    assert one == index(tmp_path / "other", turned=True)
    hashed = json.loads(one["pagefind-entry.json"])["languages"]["en"]["hash"]
    meta = gzip.decompress(one[f"pagefind.{hashed}.pf_meta"])
    filters = sorted(path for path in one if path.startswith("filter/"))
    assert len(one) == 4 and len(filters) == 2
    for path in filters:
        assert cbor(Path(path).stem) in meta
    assert meta.endswith(cbor(["title"])) and meta.startswith(MARK + head(4, 4) + cbor("1.5.2"))


def test_an_index_without_filters_stays(tmp_path: Path) -> None:
    """Where no page has one there is nothing to sort."""
    settle_filters(tmp_path)
    assert list(tmp_path.iterdir()) == []


@given(st.dictionaries(st.text(max_size=300), st.lists(st.integers(0, 2**33), max_size=30), max_size=30))
def test_no_value_is_lost(values: dict[str, list[Item]]) -> None:
    """Any names, any pages: the values are those that were there."""
    items: list[Item] = [[value, pages] for value, pages in values.items()]
    name, data = sorted_filter(cbor(["author", items]))
    assert name == cbor("author")
    assert data == cbor(["author", sorted(items, key=cbor)])


@pytest.mark.parametrize("data", [cbor("text"), cbor(["name"]), cbor(["name", 1]), b"\x82\x61n\x81\xf6"])
def test_another_kind_of_file_is_refused(data: bytes) -> None:
    """Rather than a search that leads astray."""
    with pytest.raises(ValueError, match="search index"):
        sorted_filter(data)


def test_a_list_without_the_filters_is_refused() -> None:
    """Filters that are not listed cannot be renamed."""
    with pytest.raises(ValueError, match="does not list"):
        relisted(b"meta", {b"one": b"other"})
