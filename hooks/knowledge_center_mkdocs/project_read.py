"""What a site is made from, read once, by a command of ours or by MkDocs with its own settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from knowledge_center.articles.files_reader import alone
from knowledge_center.articles.last_good import LastGood
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import Content, read_content
from knowledge_center.problems import in_order
from knowledge_center.settings.mkdocs_yaml import load
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read_settings
from knowledge_center.signup.signup_taker import DEPLOY_BRANCH, signup_taker_problems
from knowledge_center_mkdocs.shared_reading import shared_reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRead:
    """What a command has read of the project before it calls the engine; ``now`` is aware."""

    settings: Settings
    content: Content
    now: datetime


def read_project(
    root: Path,
    settings: Settings,
    now: datetime,
    cache: BuildCache | None = None,
    last_good: LastGood | None = None,
    *,
    environment: Mapping[str, str] = os.environ,
) -> ProjectRead:
    """Read what a build is made from; its problems are those of the content, and a form that nobody takes."""
    # Without a cache everything is made by one process.
    content = read_content(root, settings, now, cache, last_good, shared_reading if cache else alone)
    problems = in_order([*content.problems, *signup_taker_problems(settings, environment)])
    return ProjectRead(settings=settings, content=replace(content, problems=problems), now=now)


def read_with_settings_of(config: MkDocsConfig, *, to_branch: bool) -> ProjectRead:
    """Read what MkDocs is about to build; ``to_branch``: for a branch that a host of files shows."""
    root = Path(config.config_file_path).absolute().parent
    environment: Mapping[str, str] = os.environ
    if to_branch:
        environment = {**environment, DEPLOY_BRANCH: config.remote_branch}
    settings = read_settings(settings_data(config), root)
    return read_project(root, settings, read_clock(os.environ), environment=environment)


def settings_data(config: MkDocsConfig) -> dict[str, Any]:
    """What the domain reads of mkdocs.yml, as the generator has it: a preview has an address of its own."""
    root = Path(config.config_file_path).absolute().parent
    # What is written there, and not what follows from it: every site has a palette and a search by default.
    return {
        **load(Path(config.config_file_path)),
        "site_name": config.site_name,
        "site_url": config.site_url,
        "site_description": config.site_description,
        "docs_dir": Path(os.path.relpath(config.docs_dir, root)).as_posix(),
        "extra": config.extra,
    }
