"""The structure: which package may import which, and what no module may do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.samples import ROOT

PACKAGE = ROOT / "knowledge_center"
OURS = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "hooks").rglob("*.py"), *(ROOT / "scripts").rglob("*.py")])

# From small to large: each package may use those above it, never one of its own line or below.
LAYERS = (
    ("file_writing",),
    ("brand", "build_cache", "feed_formats", "file_lock", "problems", "progress", "text", "publishing"),
    (
        "clock",
        "file_edits",
        "front_matter",
        "markdown_text",
        "pictures",
        "problem_formats",
        "rules",
        "search",
        "site_addresses",
        "words",
    ),
    ("settings",),
    ("articles",),
    ("digests",),
    ("feeds",),
    ("content",),
    ("mail",),
    ("drafts", "signup", "admin"),
    ("pages", "sending"),
    ("service", "tools", "scaffold", "status", "link_check"),
    ("comparison",),
)
ENGINES = (
    "mkdocs", "material", "properdocs", "knowledge_center_mkdocs", "knowledge_center_cli", "jinja2.ext",
)  # fmt: skip
NETWORK = (
    "socket", "ssl", "urllib.request", "http.client", "http.server", "ftplib", "requests", "smtplib", "httpx",
)  # fmt: skip
# What reaches the network, and the commands that may: none of them is part of a build or a check.
ABROAD = {
    "publishing": ("ping_hub.py", "site_build.py", "text_build.py", "preview.py", "packed_site.py"),
    "drafts": ("send_digest.py",),
    "sending": ("send_digest.py", "host.py", "subscribers.py", "bench_mail.py"),
    "service": ("host.py",),
    "link_check": ("check_links.py",),
}


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of a file's syntax."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module a file imports, wherever in it, a name from a package as package.name."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def imports_when_loaded(path: Path) -> Iterator[str]:
    """The modules a file imports as soon as it is imported itself: not those that its functions import."""
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting.extend(ast.iter_child_nodes(node))


def is_in(module: str, names: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


def package(path: Path) -> str:
    """The package, or the module beside the packages, that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_the_domain_knows_no_site_generator() -> None:
    """Nothing in the package imports MkDocs, Material, ProperDocs, hooks or scripts, not even in a function."""
    found = [(str(p), m) for p in PACKAGE.rglob("*.py") for m in imports(p) if is_in(m, ENGINES)]
    assert not found


def test_only_the_service_may_know_a_web_framework() -> None:
    """A web framework is imported in knowledge_center/service/ and nowhere else."""
    found = [(str(p), m) for p in OURS for m in imports(p) if is_in(m, ("starlette", "uvicorn"))]
    assert all("knowledge_center/service/" in path for path, _ in found)


def test_every_package_has_its_layer() -> None:
    """A new package is given its layer before it is used; one that is gone leaves the list."""
    packages = {package(path) for path in PACKAGE.rglob("*.py")} - {"__init__"}
    placed = [name for layer in LAYERS for name in layer]
    assert len(placed) == len(set(placed))
    assert set(placed) == packages


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    """A package uses only smaller ones than itself."""
    level = {name: at for at, layer in enumerate(LAYERS) for name in layer}
    own = package(path)
    for module in imports(path):
        parts = module.split(".")
        if parts[0] != "knowledge_center" or len(parts) == 1 or parts[1] == own:
            continue
        assert level[parts[1]] < level[own], f"{own} may not use {parts[1]}"


def test_nothing_of_the_daily_way_imports_the_tools() -> None:
    """They can be deleted: neither package nor adapter imports them, and a command only when it is called."""
    tools = (
        "knowledge_center.tools",
        *(f"knowledge_center_cli.{name}" for name in ("article_import", "new_from_document")),
    )
    daily = [path for path in OURS if not path.is_relative_to(PACKAGE / "tools")]
    commands = [path for path in daily if path.is_relative_to(ROOT / "scripts")]
    found = [(str(p), m) for p in daily if p not in commands for m in imports(p) if is_in(m, tools)]
    found += [
        (str(p), m)
        for p in commands
        if p.name not in ("article_import.py", "new_from_document.py")
        for m in imports_when_loaded(p)
        if is_in(m, tools)
    ]
    assert not found


def test_no_two_files_need_each_other() -> None:
    """Within a package too, imports run in one direction: no file needs one that needs it, by any detour."""
    files = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in OURS}
    needs = {name: {module for module in imports(path) if module in files} for name, path in files.items()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join((*way[way.index(name) :], name))
        if name not in done:
            for other in sorted(needs[name]):
                visit(other, (*way, name))
            done.add(name)

    for name in sorted(needs):
        visit(name, ())
    assert done == set(files)


def test_no_module_is_for_odds_and_ends() -> None:
    """A file's name says what is in it."""
    assert not [
        p.name for p in OURS if p.stem in ("util", "utils", "helper", "helpers", "common", "misc", "tools")
    ]


def test_one_module_reads_the_clock() -> None:
    """Now is handed down: only clock.py asks what time it is, and the benchmarks their stopwatch."""
    asked = []
    for path in OURS:
        if path.name == "clock.py":
            continue
        for node in nodes(path):
            if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Attribute)):
                called = ast.unparse(node)
                if called.split(".")[-2:] in (
                    ["datetime", "now"], ["datetime", "utcnow"], ["datetime", "today"], ["date", "today"],
                    ["time", "time"], ["time", "localtime"], ["time", "gmtime"],
                ):  # fmt: skip
                    asked.append(f"{path}:{node.lineno}")
    assert not asked


def test_the_clock_goes_by_its_own_name() -> None:
    """Nobody takes the clock home under another name, where nobody would see it being read."""
    taken = []
    for path in OURS:
        for node in nodes(path):
            if not isinstance(node, ast.ImportFrom) or path.name == "clock.py":
                continue
            for alias in node.names:
                renamed = node.module == "datetime" and alias.asname
                borrowed = node.module == "time" and alias.name not in ("perf_counter", "monotonic", "sleep")
                if renamed or borrowed:
                    taken.append(f"{path}:{node.lineno} {alias.name}")
    assert not taken


def test_a_build_touches_no_network() -> None:
    """No module that a build or a check uses can open a connection."""
    found = [
        (str(path), module)
        for path in OURS
        if not path.is_relative_to(ROOT / "scripts")
        and not (path.is_relative_to(PACKAGE) and package(path) in ABROAD)
        for module in imports(path)
        if is_in(module, NETWORK)
    ]
    assert not found


@pytest.mark.parametrize("abroad", sorted(ABROAD))
def test_only_their_own_commands_reach_the_network(abroad: str) -> None:
    """Rooms that can open a connection are used by named commands and by each other, never by a build."""
    users = {
        path.name
        for path in OURS
        for module in imports(path)
        if is_in(module, (f"knowledge_center.{abroad}",))
        and not (path.is_relative_to(PACKAGE) and package(path) in ABROAD)
    }
    assert users <= set(ABROAD[abroad])


def possessive(pattern: Any) -> Iterator[Any]:
    """What is repeated possessively in a parsed pattern, in groups within groups too."""
    for operation, value in pattern:
        if str(operation) == "POSSESSIVE_REPEAT":
            yield value[2]
        for part in value if isinstance(value, tuple) else (value,):
            for inner in part if isinstance(part, list) else (part,):
                if type(inner).__name__ == "SubPattern":
                    yield from possessive(inner)


def test_patterns_find_the_same_on_every_python() -> None:
    """Debian 12's Python 3.11.2 matches possessive groups wrongly (cpython #106052): one letter at most."""
    parse = import_module("re._parser").parse
    patterns = [
        node.args[0].value
        for path in OURS
        for node in nodes(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    ]
    letter = ("LITERAL", "NOT_LITERAL", "IN", "ANY")
    wrong = {
        pattern
        for pattern in patterns
        for repeated in possessive(parse(pattern))
        if len(repeated) > 1 or str(repeated[0][0]) not in letter
    }
    assert len(patterns) > 100
    assert not wrong
