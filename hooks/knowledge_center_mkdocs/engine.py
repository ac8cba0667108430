"""The engine called in our own process: a strict build into a folder, and what it complained of."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

# Before the engine is imported: its theme greets with a notice about another engine.
os.environ["NO_MKDOCS_2_WARNING"] = "1"

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import yaml_load

from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.migrations import changed_keys, migrated
from knowledge_center_mkdocs import events, theme
from knowledge_center_mkdocs.current_build import advice, current, handed_over
from knowledge_center_mkdocs.engine_failures import failure
from knowledge_center_mkdocs.engine_messages import complaints
from knowledge_center_mkdocs.incremental import build_changes
from knowledge_center_mkdocs.project_read import ProjectRead
from knowledge_center_mkdocs.site_pages import Incremental
from knowledge_center_mkdocs.template_checks import rendering_problem
from knowledge_center_mkdocs.text_base import TextBase
from knowledge_center_mkdocs.untried_parts import untried_parts
from knowledge_center_mkdocs.workers import recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineResult:
    """What a build came to: ``problems`` an editor can mend, ``messages`` beside them, and ``crash``, a traceback.

    A crash comes with a problem where its cause has a name in mkdocs.yml. All three are empty after a build that
    went well; ``advice`` may have something then too. ``untried`` names what of the settings made everything be
    built anew. ``config`` is that of a preview whose pages were made; beside them it may have all the others.
    ``text_base`` is what to keep for a build after an edit of a text.
    """

    problems: tuple[Problem, ...] = ()
    messages: str = ""
    crash: str = ""
    advice: tuple[Problem, ...] = ()
    untried: str = ""
    config: MkDocsConfig | None = None
    text_base: TextBase | None = None

    @property
    def ok(self) -> bool:
        """Whether the new site may be shown."""
        return not (self.problems or self.messages or self.crash)


def build_site(
    root: Path,
    folder: Path,
    read: ProjectRead,
    incremental: Incremental | None = None,
    *,
    preview_at: str = "",
    engine_settings: Mapping[str, Any] | None = None,
) -> EngineResult:
    """Build the site of ``root`` (it holds mkdocs.yml) into ``folder``, strictly, from what was read already.

    With ``incremental``, what has not changed since the last build is taken over. With ``preview_at``, an address, a
    preview is built: what is warned of does not stop it. ``engine_settings`` stand for what is in mkdocs.yml now, as
    ``read_engine_settings`` gave them earlier. Nothing is raised but what stops the whole program.
    """
    config = None
    with quiet_engine(read.now) as records, handed_over(read):
        try:
            written = (
                read_engine_settings(root) if engine_settings is None else deepcopy(dict(engine_settings))
            )
            config = load_config(
                str(root / "mkdocs.yml") if engine_settings is None else BytesIO(),
                config_file_path=str((root / "mkdocs.yml").absolute()),
                **{
                    **({} if engine_settings is None else written),
                    **changed_keys(written, migrated(written)),
                    "strict": not preview_at,
                    "site_dir": str(folder.absolute()),
                },
            )
            config.site_url = preview_at or config.site_url
            config.plugins.on_startup(command="serve" if preview_at else "build", dirty=False)
            try:
                untried = untried_parts(config) if incremental else ""
                if incremental and not untried:
                    build_changes(config, incremental)
                else:
                    build(config, serve_url=preview_at or None)
            finally:
                config.plugins.on_shutdown()
        except MkDocsException as error:
            if preview_at and isinstance(error.__context__, Unusable):
                return EngineResult(problems=error.__context__.problems)
            messages = [*(record.getMessage() for record in records), str(error)]
            if isinstance(error.__context__, events.DeadAddresses) and len(records) > 1:
                # MkDocs has warned of them before, by what the editor wrote.
                messages.remove(str(error.__context__))
        except Exception as error:
            if config and (problem := rendering_problem(theme.templates(config), error)):
                # The template may be a copy of an older one of ours: the advice says so.
                return EngineResult(problems=(problem, *advice))
            said = [record.getMessage() for record in records]
            named = failure(error, config, said, read.settings.docs_dir) if config else None
            return EngineResult(crash=traceback.format_exc(), problems=(named,) if named else ())
        else:
            found = complaints([record.getMessage() for record in records], root, read.settings.docs_dir)
            return EngineResult(
                advice=tuple(advice),
                untried=untried,
                problems=(*found.problems, *current().unmade) if preview_at else (),
                messages=found.rest if preview_at else "",
                config=config if preview_at else None,
                text_base=current().text_base,
            )
    found = complaints(messages, root, read.settings.docs_dir)
    return EngineResult(problems=found.problems, messages=found.rest)


def read_engine_settings(root: Path) -> dict[str, Any]:
    """mkdocs.yml of ``root`` as the engine reads it, with what it inherits. Raises what the engine would."""
    with (root / "mkdocs.yml").open("rb") as file:
        data: dict[str, Any] = yaml_load(file)
    return data


@contextmanager
def quiet_engine(now: datetime) -> Iterator[list[logging.LogRecord]]:
    """What the engine and its plugins warn of meanwhile; nothing of it reaches the terminal.

    One clock for everything that is made: the engine reads ``now``, which is aware, from the environment.
    """
    logger = logging.getLogger("mkdocs")
    propagates, logger.propagate = logger.propagate, False
    clock = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(now.timestamp()))
    try:
        with recorded() as records:
            yield records
    finally:
        logger.propagate = propagates
        if clock is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = clock
