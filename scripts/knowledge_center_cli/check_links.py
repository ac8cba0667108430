"""``knowledge-center check --links``: whether links to other sites still lead somewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path

from knowledge_center.content import external_link_rules
from knowledge_center.link_check.external_links import external_links
from knowledge_center.link_check.link_check import agent, ask_all, to_ask
from knowledge_center.link_check.link_requests import Network
from knowledge_center.problems import Problem
from knowledge_center.progress import on_terminal
from knowledge_center.settings.model import Settings
from knowledge_center.site_addresses.link_answers import LinkAnswer, read_link_answers, write_link_answers


def link_problems(
    root: Path, settings: Settings, now: datetime, *, max_age: timedelta, network: Network | None = None
) -> Sequence[Problem]:
    """Ask for every link to another site that has no fresh answer; what was answered is kept, also after Ctrl-C."""
    found = external_links(root, settings, now)
    kept = read_link_answers(root)
    asked: dict[str, LinkAnswer] = {}
    progress = on_terminal()

    def answered(address: str, answer: LinkAnswer) -> None:
        asked[address] = answer
        progress.step()

    wanted = to_ask((one.address for one in found), kept, now, max_age)
    online = True
    try:
        if wanted:
            user_agent = agent(metadata.version("knowledge-center"), settings.site_url)
            with progress.phase("Asking for links", len(wanted)):
                online = ask_all(
                    wanted, user_agent=user_agent, now=now, network=network, answered=answered
                ).online
    finally:
        # Of a machine that is cut off nothing is learned about anybody else.
        if asked and online:
            used = {one.address for one in found}
            write_link_answers(root, {a: x for a, x in {**kept, **asked}.items() if a in used})
    answers = {**kept, **asked}
    return [
        problem
        for one in found
        if one.address in answers
        for problem in external_link_rules.rule.problems(one.path, one.link, answers[one.address], online)
        if not (problem.advice and problem.rule in settings.advice_off)
    ]
