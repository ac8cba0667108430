"""A site's own templates, looked at before a build: what they extend, include and change has to be there.

Jinja drops in silence a block that nothing calls. Which blocks there are is read from the templates' syntax trees.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from knowledge_center.problems import Problem, Unusable, did_you_mean, one_of, quoted
from knowledge_center_mkdocs.template_record import KINDS, Copy, old_copies

PREFIX = "knowledge_center"
# By this name our layer reaches what Material has under a name that both have.
MATERIAL_PREFIX = "mkdocs-material"


@dataclass(frozen=True, kw_only=True)
class Templates:
    """Where templates are found: ``folders`` in order, among them ``own``, the site's if it has one, and those of
    ``layer``, ours. ``root`` holds mkdocs.yml.
    """

    own: Path | None
    folders: Sequence[Path]
    layer: Path
    root: Path

    @cached_property
    def ours(self) -> tuple[Path, ...]:
        """The folders of ours in this look, in order."""
        return tuple(folder for folder in self.folders if folder.is_relative_to(self.layer))

    @cached_property
    def behind(self) -> tuple[Path, ...]:
        """The folders of the theme."""
        return tuple(folder for folder in self.folders if folder not in (self.own, *self.ours))

    @cached_property
    def environment(self) -> Environment:
        return Environment()

    def file(self, name: str) -> Path | None:
        """The file that a template's name leads to."""
        prefix, _, rest = name.partition("/")
        folders = {PREFIX: self.ours, MATERIAL_PREFIX: self.behind}.get(prefix)
        files = [folder / name for folder in self.folders] if folders is None else [f / rest for f in folders]
        return next((file for file in files if file.is_file()), None)

    def is_ours(self, name: str | None) -> bool:
        """Whether a template is one of ours, or of the site's own in the place of one."""
        if name is None or name.startswith(f"{MATERIAL_PREFIX}/"):
            return False
        theirs = [folder for folder in self.folders if folder != self.own]
        found = next((f for f in theirs if (f / name.removeprefix(f"{PREFIX}/")).is_file()), None)
        return name.startswith(f"{PREFIX}/") or found in self.ours

    def tree(self, file: Path) -> nodes.Template:
        """Raises TemplateSyntaxError."""
        return self.environment.parse(file.read_text(encoding="utf-8", errors="replace"))

    def display_path(self, file: Path) -> str:
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else str(file)


def own_copies(templates: Templates, docs: Path) -> tuple[Copy, ...]:
    """Look at the site's own templates; copies of our older ones are returned. Raises Unusable."""
    found = old_copies(templates.layer, templates.own, docs)
    # Of two of a name that is Material's in its look, a site's own is a copy of that one.
    old = tuple(copy for copy in found if templates.is_ours(copy.name) or copy.gone)
    # Whoever keeps an old template has its blocks; what an unchanged copy says does not matter.
    unchanged = {templates.display_path(copy.file) for copy in old if not copy.changed}
    problems = [p for p in template_problems(templates) if p.path not in unchanged]
    if problems:
        raise Unusable(problems)
    return old


def template_problems(templates: Templates) -> tuple[Problem, ...]:
    """What is wrong with the templates of a site's own."""
    own = templates.own
    if own is None:
        return ()
    files = sorted(file for file in own.rglob("*") if file.suffix in KINDS[:2])
    return tuple(problem for file in files for problem in _problems(templates, file, file.relative_to(own)))


def _problems(templates: Templates, file: Path, name: Path) -> Iterator[Problem]:
    path = templates.display_path(file)
    try:
        tree = templates.tree(file)
    except TemplateSyntaxError as error:
        yield _syntax_problem(path, error)
        return
    missing = False
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        assert isinstance(node, (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport))
        names = _names(node)
        if not names or getattr(node, "ignore_missing", False) or any(map(templates.file, names)):
            continue
        missing = True
        yield _missing_problem(templates, path, node.lineno, names[0])
    extends = next(iter(tree.find_all(nodes.Extends)), None)
    if extends is None or missing:
        return
    chain = _chain(templates, file, tree)
    if chain is None:
        return
    if len(chain) > 1 and chain[-1] is None:
        message = f"This template extends itself: {quoted(_names(extends)[0])} leads back to this file."
        fix = f'{{% extends "{PREFIX}/{name.as_posix()}" %}}'
        yield Problem(path=path, line=extends.lineno, message=message, fix=fix)
        return
    known = _called(chain[1:])
    for block in _outermost(tree):
        if block.name not in known:
            yield _block_problem(path, block, _names(extends)[0], known)


def _syntax_problem(path: str, error: TemplateSyntaxError) -> Problem:
    message = f"The template cannot be read from this line on: {(error.message or 'a mistake').rstrip('.')}."
    fix = "Look here and just above for a bracket, a quote or an {% end… %} that is missing."
    return Problem(path=path, line=error.lineno, message=message, fix=fix)


def _missing_problem(templates: Templates, path: str, line: int, name: str) -> Problem:
    folder = name.rpartition("/")[0].removeprefix(PREFIX).strip("/")
    there = sorted(
        file.relative_to(templates.layer).as_posix() for file in (templates.layer / folder).glob("*.html")
    )
    message = f"There is no template {quoted(name)}. Of ours there are here: {', '.join(there) or 'none'}."
    # Without its end, which all of them have in common.
    meant = did_you_mean(
        name.removeprefix(f"{PREFIX}/").removesuffix(".html"), [n.removesuffix(".html") for n in there]
    )
    fix = f'"{PREFIX}/{meant}.html"' if meant else "Take this line out, or write the file that it names."
    return Problem(path=path, line=line, message=message, fix=fix)


def _block_problem(path: str, block: nodes.Block, parent: str, known: Sequence[str]) -> Problem:
    message = (
        f"{quoted(parent)} has no block {quoted(block.name)}, so readers would never see this one. "
        f"It has {one_of(known)}."
    )
    meant = did_you_mean(block.name, known)
    fix = f"{{% block {meant} %}}" if meant else "Move its lines into one of these blocks."
    return Problem(path=path, line=block.lineno, message=message, fix=fix)


def _names(node: nodes.Node) -> list[str]:
    """The templates a tag names; none where they are only known when a page is made."""
    template = getattr(node, "template", None)
    items = template.items if isinstance(template, (nodes.List, nodes.Tuple)) else [template]
    names = [item.value for item in items if isinstance(item, nodes.Const) and isinstance(item.value, str)]
    return names if len(names) == len(items) else []


def _chain(templates: Templates, file: Path, tree: nodes.Template) -> list[nodes.Template | None] | None:
    """A template, what it extends, what that extends, and so on; None at its end where it comes round to itself.

    None alone where it cannot be told before a page is made, or where another's mistake is in the way.
    """
    chain: list[nodes.Template | None] = [tree]
    seen = {file}
    while True:
        extends = next(iter(tree.find_all(nodes.Extends)), None)
        if extends is None:
            return chain
        parent = next(filter(None, map(templates.file, _names(extends))), None)
        if parent is None:
            return None
        if parent in seen:
            return [*chain, None] if parent == file else None
        seen.add(parent)
        try:
            tree = templates.tree(parent)
        except TemplateSyntaxError:
            return None
        chain.append(tree)


def _called(chain: Sequence[nodes.Template | None]) -> tuple[str, ...]:
    """The blocks that are shown when a template is: those of its last ancestor, and those inside them as they are
    defined nearest to the template, in the order of the page."""
    trees = [tree for tree in chain if tree is not None]
    if not trees:
        return ()
    defined: dict[str, list[nodes.Block]] = {}
    for tree in trees:
        for block in tree.find_all(nodes.Block):
            defined.setdefault(block.name, []).append(block)
    called: dict[str, None] = {}
    waiting = [block.name for block in _outermost(trees[-1])]
    while waiting:
        name = waiting.pop(0)
        if name in called:
            continue
        called[name] = None
        inside = []
        for block in defined[name]:
            inside += [inner.name for inner in _outermost(block)]
            if not _calls_super(block):
                break
        waiting = [*inside, *waiting]
    return tuple(called)


def _outermost(node: nodes.Node) -> Iterator[nodes.Block]:
    """The blocks in a template or block that are in no other one there."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from _outermost(child)


def _calls_super(block: nodes.Block) -> bool:
    calls = block.find_all(nodes.Call)
    return any(isinstance(call.node, nodes.Name) and call.node.name == "super" for call in calls)


def old_copy_advice(templates: Templates, copies: Sequence[Copy]) -> tuple[Problem, ...]:
    """What to do about copies of our templates that have changed since."""
    advice = []
    same = [copy for copy in copies if not copy.changed]
    if same:
        names = [templates.display_path(copy.file) for copy in same]
        message = (
            f"{_files(len(same))} ours of version {same[0].version}, unchanged; this version has its own, "
            "which are used in their place."
        )
        fix = f"knowledge-center upgrade --write\nIt deletes {', '.join(names)}."
        advice.append(Problem(path=names[0], message=message, fix=fix, advice=True))
    advice += [_changed_copy(templates, copy) for copy in copies if copy.changed]
    return tuple(advice)


def _changed_copy(templates: Templates, copy: Copy) -> Problem:
    path = templates.display_path(copy.file)
    ours = templates.layer / copy.name
    news = "ours has changed since, and yours hides that."
    if copy.gone:
        news = "we have no such file any more, and nothing uses yours."
        fix = f"Delete {path}, or move what you changed into another template."
    elif copy.name.startswith("assets/"):
        fix = (
            "extra_css: [assets/ours.css]\nMove your own rules into that file below docs, colours into "
            "extra.knowledge_center.brand, and delete this one."
        )
    elif copy.name.startswith("partials/") or not (blocks := blocks_of(templates, copy.name)):
        fix = f"Take over what has changed from ours: {ours}"
    else:
        fix = (
            f'{{% extends "{PREFIX}/{copy.name}" %}}\n'
            f"Begin with this line and keep only the blocks that you change. There are {one_of(blocks)}."
        )
    message = f"This is a copy of our {copy.name} of {copy.version} that was changed here; {news}"
    return Problem(path=path, message=message, fix=fix, advice=True)


def blocks_of(templates: Templates, name: str) -> tuple[str, ...]:
    """The blocks that a template of ours brings, in the order of the page."""
    file = templates.layer / name
    tree = templates.tree(file)
    brought = {block.name for block in tree.find_all(nodes.Block)} - {"container"}
    return tuple(name for name in _called(_chain(templates, file, tree) or []) if name in brought)


def _files(count: int) -> str:
    return "This file is" if count == 1 else f"{count} files, this one among them, are"


def rendering_problem(templates: Templates, error: Exception) -> Problem | None:
    """What broke while a page was made, where that happened in a template of the site's own."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        frames = [(error.filename, error.lineno)]
    else:
        frames = [(f.filename, f.lineno or 0) for f in traceback.extract_tb(error.__traceback__)]
    for name, line in reversed(frames):
        file = Path(name)
        if templates.own and file.suffix in KINDS and file.is_relative_to(templates.own):
            if isinstance(error, TemplateSyntaxError):
                return _syntax_problem(templates.display_path(file), error)
            message = f"The template cannot be shown, this line broke it: {str(error).rstrip('.')}."
            fix = "Mend this line, or delete the file to have ours."
            return Problem(path=templates.display_path(file), line=line, message=message, fix=fix)
    return None
