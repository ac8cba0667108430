"""What every site of a test has alike, made once in a test run: templates compiled, cards and icons drawn.

Every build of a test is the first in its folder, with nothing kept of another: half of its time would go into these.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import threading
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment

from knowledge_center.pages import site_files
from knowledge_center.pictures.share_cards import CardLook, ShareCard, draw_card
from knowledge_center.pictures.site_icons import site_icon
from knowledge_center_mkdocs import share_cards

# What else than its text decides what a template is compiled to.
_OPTIONS = (
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string",
    "comment_end_string", "line_statement_prefix", "line_comment_prefix", "trim_blocks", "lstrip_blocks",
    "newline_sequence", "keep_trailing_newline", "optimized", "finalize", "is_async",
)  # fmt: skip

folder: Path | None = None
"""Where they lie, once they are shared."""


def share(place: Path) -> None:
    """Let this process and every copy of it take from ``place`` what any of them has made."""
    global folder
    if folder:
        return
    place.mkdir(exist_ok=True)
    folder = place
    compile = Environment.compile

    def compiled(
        env: Environment,
        source: Any,
        name: str | None = None,
        filename: str | None = None,
        *more: Any,
        **named: Any,
    ) -> Any:
        if not isinstance(source, str) or more or named:
            return compile(env, source, name, filename, *more, **named)

        def make() -> bytes:
            code = compile(env, source, name, filename)
            assert isinstance(code, CodeType)
            return marshal.dumps(code)

        return marshal.loads(_once(place, make, source, name, filename, *_compiled_by(env, name)))

    def drawn(card: ShareCard, look: CardLook) -> bytes:
        return _once(place, lambda: draw_card(card, look), card, look.content_hash)

    def made(source: Path, name: str, ground: str) -> bytes:
        return _once(place, lambda: site_icon(source, name, ground), source.read_bytes(), name, ground)

    Environment.compile = compiled  # type: ignore[method-assign,assignment]
    vars(share_cards)["draw_card"] = drawn
    vars(site_files)["site_icon"] = made


def _compiled_by(env: Environment, name: str | None) -> tuple[object, ...]:
    escape = env.autoescape(name) if callable(env.autoescape) else env.autoescape
    # A filter that is not there is an error, and one that is there may be applied to a constant.
    known = [sorted(names) for names in (env.extensions, env.filters, env.tests)]
    return type(env).__qualname__, escape, known, [getattr(env, option) for option in _OPTIONS]


def _once(place: Path, make: Callable[[], bytes], *made_of: object) -> bytes:
    """What ``make`` returns; ``made_of`` is all that it depends on."""
    file = place / hashlib.sha256(repr(made_of).encode()).hexdigest()
    if file.exists():
        return file.read_bytes()
    data = make()
    aside = file.with_name(f"{file.name}.{os.getpid()}.{threading.get_ident()}")
    aside.write_bytes(data)
    aside.replace(file)
    return data
