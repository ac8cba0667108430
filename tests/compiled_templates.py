"""Templates that Jinja compiles once for all builds of a test run: nearly a third of a small site's build.

Every build of a test is the first in its folder, with nothing kept of another, and would compile thirty templates.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import threading
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment

# What else than its text decides what a template is compiled to.
_OPTIONS = (
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string",
    "comment_end_string", "line_statement_prefix", "line_comment_prefix", "trim_blocks", "lstrip_blocks",
    "newline_sequence", "keep_trailing_newline", "optimized", "finalize", "is_async",
)  # fmt: skip

folder: Path | None = None
"""Where they lie, once they are shared."""


def share(place: Path) -> None:
    """Let this process and every copy of it take from ``place`` what any of them has compiled."""
    global folder
    place.mkdir(exist_ok=True)
    folder = place
    really = Environment.compile

    def compile(
        self: Environment,
        source: Any,
        name: str | None = None,
        filename: str | None = None,
        *more: Any,
        **named: Any,
    ) -> Any:
        if not isinstance(source, str) or more or named:
            return really(self, source, name, filename, *more, **named)
        file = place / _key(self, source, name, filename)
        if file.exists():
            return marshal.loads(file.read_bytes())
        code = really(self, source, name, filename)
        assert isinstance(code, CodeType)
        aside = file.with_name(f"{file.name}.{os.getpid()}.{threading.get_ident()}")
        aside.write_bytes(marshal.dumps(code))
        aside.replace(file)
        return code

    Environment.compile = compile  # type: ignore[method-assign]


def _key(env: Environment, source: str, name: str | None, filename: str | None) -> str:
    escape = env.autoescape(name) if callable(env.autoescape) else env.autoescape
    # A filter that is not there is an error, and one that is there may be applied to a constant.
    known = [sorted(names) for names in (env.extensions, env.filters, env.tests)]
    options = [getattr(env, option) for option in _OPTIONS]
    parts = (source, name, filename, type(env).__qualname__, escape, known, options)
    return hashlib.sha256(repr(parts).encode()).hexdigest()
