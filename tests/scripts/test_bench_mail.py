"""The benchmark of mailing runs, on a small scale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bench_mail


def test_every_figure_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real commands against a local mail server: every message arrives, every signup is answered."""
    monkeypatch.setattr(bench_mail, "SIGNUPS", 24)
    monkeypatch.setattr(bench_mail, "_FEW", 3)
    lines = list(bench_mail.mailing(tmp_path, 30))
    assert [re.sub(r"\d+(\.\d+)?", "N", line) for line in lines] == [
        "a digest to N readers, N KB each, by a local mail server:",
        "  N messages a second, one connection, every step on the disk before the next",
        "  the Nnd issue of a year, a tenth of the readers had an article of it by another digest: a delivery is N "
        "bytes of the database",
        "  peak memory N MiB; with N readers N MiB",
        "signups beside N readers, N at once, limits lifted: N a second",
    ]
    sent = bench_mail.send(tmp_path, "more", 5)
    assert sent.messages == 5
    assert sent.size > 5000
