"""Asking other sites for addresses: one request at a time for each host, with pauses, as their robots.txt allows."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies

import httpx

from knowledge_center.link_check.robots_rules import RobotsRules
from knowledge_center.site_addresses.link_answers import LinkAnswer

TRIES = 3
# Seconds. Longer than the second no host is waited for; what asks for more is left alone.
TIMEOUT, LONGEST_WAIT = 30.0, 60.0
_MOST_REDIRECTS = 10
_MOST_ROBOTS_BYTES = 500_000
_FOR_GOOD = (301, 308)
_REDIRECTS = (*_FOR_GOOD, 302, 303, 307)
_TRY_AGAIN = (429, 500, 502, 503, 504)

Resolve = Callable[[str, int], Awaitable[list[str]]]


class Refused(Exception):
    """No answer: ``error`` is the word that a LinkAnswer keeps, ``again`` whether a later try may bring one."""

    def __init__(self, error: str, detail: str = "", *, again: bool = False) -> None:
        super().__init__(error)
        self.error, self.detail, self.again = error, detail, again


async def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host. Raises socket.gaierror."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in found]


@dataclass(frozen=True, kw_only=True)
class Network:
    """What stands between this and the world; tests put their own in its place.

    ``pause`` are the seconds between two requests to one host, ``timeout`` those that one may take. ``private``
    allows addresses of this machine and its network. Behind a proxy that is set in the environment the proxy knows
    the hosts, not we.
    """

    resolve: Resolve = resolve
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    pause: float = 1.0
    timeout: float = TIMEOUT
    private: bool = False
    proxied: bool = field(default_factory=lambda: bool({"http", "https", "all"} & getproxies().keys()))


@dataclass
class _Host:
    """What is known of one host: nobody else may ask it while the lock is held, and nobody ``before`` that time.

    ``asked_for`` are the seconds between two requests that its robots.txt wants.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    before: float = 0.0
    robots: RobotsRules | Refused | None = None
    asked_for: float = 0.0
    found: bool = False


class LinkRequests:
    """Answers for addresses. ``agent`` is the User-Agent, whose part before the slash is our name in robots.txt."""

    def __init__(self, client: httpx.AsyncClient, network: Network, agent: str, now: datetime) -> None:
        self._client, self._network, self._agent, self._now = client, network, agent, now
        self._hosts: dict[str, _Host] = {}
        self._pages: dict[str, httpx.Response] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    @property
    def anybody_found(self) -> bool:
        """Whether any host at all was found: without one it is this machine that is cut off."""
        return any(host.found for host in self._hosts.values())

    async def answer(self, address: str) -> LinkAnswer:
        """What an address answers, redirects followed. Nothing is raised."""
        status, final, moved, detail = 0, address, "", ""
        for_good = True
        try:
            for _ in range(_MOST_REDIRECTS):
                answer = await self._page(final)
                status = answer.status_code
                location = answer.headers.get("location", "")
                if status not in _REDIRECTS or not location:
                    break
                final = _next(final, location)
                for_good = for_good and status in _FOR_GOOD
                moved = final if for_good else moved
            else:
                raise Refused("loop")
        except Refused as refused:
            return LinkAnswer(when=self._now, error=refused.error, detail=refused.detail, final=final)
        return LinkAnswer(when=self._now, status=status, detail=detail, final=final, moved=moved)

    async def _page(self, address: str) -> httpx.Response:
        """The answer to one address, which is asked once however many lead there. Raises Refused."""
        async with self._turns.setdefault(address, asyncio.Lock()):
            if address in self._pages:
                return self._pages[address]
            answer = await self._tried(address)
            # A redirect may be for the first visit alone, which sets a cookie and comes back.
            if answer.status_code not in _REDIRECTS:
                self._pages[address] = answer
            return answer

    async def _tried(self, address: str) -> httpx.Response:
        """The answer to one address, tried again where that may help. Raises Refused.

        The first question is for the head alone; every other one is a browser's, which some servers like better.
        """
        host = self._host(address)
        await self._may_be_asked(host, address)
        for number in range(1, TRIES + 1):
            try:
                answer = await self._ask(host, "HEAD" if number == 1 else "GET", address)
                if number == 1 and answer.status_code >= 400 and answer.status_code not in _TRY_AGAIN:
                    # “Not there” is believed only when a browser would hear it, too.
                    answer = await self._ask(host, "GET", address)
            except Refused as refused:
                if not refused.again or number == TRIES:
                    raise
                await self._network.wait(2.0**number)
                continue
            if answer.status_code not in _TRY_AGAIN or number == TRIES:
                return answer
            pause = _retry_after(answer, self._now)
            if pause is not None and pause > LONGEST_WAIT:
                host.robots = Refused("wait", f"{pause:.0f}")
                raise host.robots
            # Whoever is asked to wait waits with everything for that host.
            host.before = max(host.before, _clock() + (2.0**number if pause is None else pause))
        raise AssertionError("every last try returns or raises")

    async def _may_be_asked(self, host: _Host, address: str) -> None:
        """Raises Refused where robots.txt says no, or where the host may not be asked now."""
        # Two links never read it twice: whoever comes second waits for the first.
        async with host.reading:
            if host.robots is None:
                host.robots = await self._robots(host, address)
        if isinstance(host.robots, Refused):
            raise host.robots
        if not host.robots.allow(address):
            raise Refused("robots")

    async def _robots(self, host: _Host, address: str) -> RobotsRules | Refused:
        """A host's robots.txt as RFC 9309 takes it: without one all is allowed, and nothing while it is broken."""
        final = urljoin(address, "/robots.txt")
        try:
            for _ in range(5):
                answer = await self._ask(self._host(final), "GET", final, body=True)
                if answer.status_code not in _REDIRECTS or not answer.headers.get("location"):
                    break
                final = _next(final, answer.headers["location"])
        except Refused as refused:
            # Of a host that is not there the address itself has to tell.
            return refused
        if answer.status_code == 429 or answer.status_code >= 500:
            return Refused("robots", f"robots.txt answers {answer.status_code}")
        text = answer.content.decode("utf-8", "replace") if answer.status_code < 300 else ""
        rules = RobotsRules(text, self._agent.partition("/")[0])
        host.asked_for = rules.delay
        if host.asked_for > LONGEST_WAIT:
            return Refused("wait", f"{host.asked_for:.0f}")
        return rules

    async def _ask(self, host: _Host, method: str, address: str, *, body: bool = False) -> httpx.Response:
        """One request, when its host's turn has come. Raises Refused without an answer."""
        async with host.lock:
            await self._find(host, address)
            early = host.before - _clock()
            if early > 0:
                await self._network.wait(early)
            try:
                async with asyncio.timeout(self._network.timeout):
                    request = self._client.build_request(method, address)
                    answer = await self._client.send(request, stream=True)
                    try:
                        text = await _beginning(answer) if body else b""
                    finally:
                        await answer.aclose()
            except (TimeoutError, httpx.TimeoutException):
                raise Refused("slow", f"{self._network.timeout:g}", again=True) from None
            except httpx.ConnectError as error:
                if _caused_by(error, ssl.SSLError):
                    raise Refused("certificate", _reason(error)) from None
                raise Refused("unreachable", _reason(error), again=True) from None
            except (httpx.InvalidURL, UnicodeError, ValueError):
                raise Refused("no-address") from None
            except httpx.HTTPError as error:
                raise Refused("unreachable", _reason(error), again=True) from None
            finally:
                host.before = max(host.before, _clock() + max(self._network.pause, host.asked_for))
        kept = [(k, v) for k, v in answer.headers.items() if k.lower() in ("location", "retry-after", "date")]
        # An address is written in ASCII; not every site knows.
        return httpx.Response(answer.status_code, headers=httpx.Headers(kept, "utf-8"), content=text)

    async def _find(self, host: _Host, address: str) -> None:
        """Raises Refused where there is no such host, or where it is this machine or its network."""
        try:
            parts = urlsplit(address)
            name, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise Refused("no-address") from None
        if _is_ip(name):
            places = [name]
        elif name == "localhost" or name.endswith(".localhost"):
            places = ["127.0.0.1"]
        elif self._network.proxied:
            places = []
        else:
            try:
                places = await self._network.resolve(name, port)
            except socket.gaierror as error:
                missing = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
                raise Refused("no-host" if missing else "unreachable", name, again=True) from None
            except (OSError, UnicodeError):
                raise Refused("no-host", name) from None
        if not self._network.private and not all(map(_is_global, places)):
            raise Refused("private")
        # Its own address every machine knows, also one that is cut off.
        host.found = True

    def _host(self, address: str) -> _Host:
        return self._hosts.setdefault(urlsplit(address).netloc.lower(), _Host())


def _clock() -> float:
    return asyncio.get_running_loop().time()


def _next(address: str, location: str) -> str:
    """Where a redirect leads. Raises Refused where that is no page."""
    try:
        found = urljoin(address, location.strip())
        parts = urlsplit(found)
        if parts.scheme in ("http", "https") and parts.hostname:
            # An address of several words is one for browsers alone.
            return found.partition("#")[0].replace(" ", "%20")
    except ValueError:
        pass
    raise Refused("no-address", location[:200])


def _retry_after(answer: httpx.Response, now: datetime) -> float | None:
    """Seconds to wait as RFC 9110, 10.2.3 has them: a number, or a date."""
    value = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", value):
        return float(value)
    if (until := _moment(value)) is None:
        return None
    # By the clock that set the date; ours has stood since the first question, or is wrong.
    return max(0.0, (until - (_moment(answer.headers.get("date", "")) or now)).total_seconds())


def _moment(text: str) -> datetime | None:
    """A date of HTTP's, or nothing."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo else None


async def _beginning(answer: httpx.Response) -> bytes:
    """As much of an answer as a robots.txt may be long."""
    pieces = []
    size = 0
    async for piece in answer.aiter_bytes():
        pieces.append(piece)
        size += len(piece)
        if size > _MOST_ROBOTS_BYTES:
            break
    return b"".join(pieces)[:_MOST_ROBOTS_BYTES]


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_global(place: str) -> bool:
    try:
        return ipaddress.ip_address(place.partition("%")[0]).is_global
    except ValueError:
        return False


def _caused_by(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
