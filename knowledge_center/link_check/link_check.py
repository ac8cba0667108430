"""All links to other sites: which are asked, by whom, and what is kept of the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from urllib.parse import urlsplit

import httpx

from knowledge_center.link_check.link_requests import LinkRequests, Network
from knowledge_center.site_addresses.link_answers import LinkAnswer

# Hosts that are asked at the same time.
_AT_ONCE = 8
# After so many addresses in a row of which a host answered none, it is not asked for the rest.
_GIVE_UP = 2
_SILENT = ("slow", "unreachable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``answers`` to the addresses that were asked; ``online`` is false where no host at all could be found."""

    answers: Mapping[str, LinkAnswer]
    online: bool


def agent(version: str, site_url: str) -> str:
    """How we introduce ourselves: the product, and the site whose links are looked at."""
    return f"KnowledgeCenter/{version} (link check; +{site_url})"


def to_ask(
    addresses: Iterable[str], known: Mapping[str, LinkAnswer], now: datetime, max_age: timedelta
) -> tuple[str, ...]:
    """The addresses, each once, without those that answered well not longer than ``max_age`` ago."""
    return tuple(
        address for address in dict.fromkeys(addresses)
        if address not in known or not known[address].fresh(now, max_age)
    )  # fmt: skip


def ask_all(
    addresses: Iterable[str],
    *,
    user_agent: str,
    now: datetime,
    network: Network | None = None,
    answered: Callable[[str, LinkAnswer], None] = lambda address, answer: None,
) -> Asked:
    """Ask for every address; ``answered`` is called for each as soon as it is known."""
    return asyncio.run(_ask_all(tuple(addresses), user_agent, now, network or Network(), answered))


async def _ask_all(
    addresses: tuple[str, ...],
    user_agent: str,
    now: datetime,
    network: Network,
    answered: Callable[[str, LinkAnswer], None],
) -> Asked:
    answers: dict[str, LinkAnswer] = {}
    turns = asyncio.Semaphore(_AT_ONCE)
    limits = httpx.Limits(max_connections=2 * _AT_ONCE, max_keepalive_connections=_AT_ONCE)
    headers = {"User-Agent": user_agent, "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    async with httpx.AsyncClient(
        headers=headers, timeout=network.timeout, limits=limits, follow_redirects=False
    ) as client:
        requests = LinkRequests(client, network, user_agent, now)

        async def ask_host(of_host: list[str]) -> None:
            silent = 0
            async with turns:
                for address in of_host:
                    if silent < _GIVE_UP:
                        answer = await requests.answer(address)
                        # Where a redirect led to another host, it is that one which is silent.
                        is_silent = answer.error in _SILENT and _host(answer.final) == _host(address)
                        silent = silent + 1 if is_silent else 0
                    else:
                        answer = LinkAnswer(when=now, error="not-asked", final=address)
                    answers[address] = answer
                    answered(address, answer)

        by_host = groupby(sorted(addresses, key=_host), key=_host)
        async with asyncio.TaskGroup() as group:
            for _, of_host in by_host:
                group.create_task(ask_host(list(of_host)))
    return Asked(answers=answers, online=requests.anybody_found)


def _host(address: str) -> str:
    return urlsplit(address).netloc.lower()
