"""The port of a preview, which another program may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge_center.problems import Problem
from knowledge_center_mkdocs.refusals import refusal

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

_SERVE = "knowledge-center serve --port"


def bind_or_say(server: LiveReloadServer, host: str, port: int) -> None:
    """Say it in a sentence when another program has the port: MkDocs itself ends with a traceback."""
    bind = server.server_bind

    def bind_with_a_sentence() -> None:
        try:
            bind()
        except OSError as error:
            raise refusal([port_problem(host, port, error)]) from None

    server.server_bind = bind_with_a_sentence  # type: ignore[method-assign]


def port_problem(host: str, port: int, error: OSError) -> Problem:
    """What to say when a preview cannot have its port."""
    message = f"The port {port} of {host} cannot be used: {error.strerror}."
    fix = f"End what uses it, or take another:  {_SERVE} {port + 1 if port < 65535 else 8000}"
    return Problem(path="knowledge-center serve", message=message, fix=fix)
