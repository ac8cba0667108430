"""Who sent a request: from which site, and from which computer."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from knowledge_center.problems import Problem, Unusable
from knowledge_center.sending.transport_choice import is_loopback

Network = IPv4Network | IPv6Network

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_PORTS = {"http": ":80", "https": ":443"}


def origins(public_url: str, site_url: str) -> frozenset[str]:
    """The origins that pages with our form can have: the service's own and the site's.

    A service on this machine alone is itself under each name of the machine.
    """
    found = {origin(public_url), origin(site_url)}
    parts = urlsplit(public_url)
    host, _, port = origin(public_url).partition("://")[2].rpartition(":")
    if (host or port) in _LOOPBACK:
        found |= {f"{parts.scheme}://{name}{f':{port}' if host else ''}" for name in _LOOPBACK}
    return frozenset(found)


def origin(url: str) -> str:
    """Scheme, host and port of an address, as browsers send it (RFC 6454, 6.2); empty if it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not parts.scheme or not parts.netloc:
        return ""
    host = parts.netloc.rpartition("@")[2].lower()
    return f"{parts.scheme}://{host.removesuffix(_PORTS.get(parts.scheme, ' '))}"


def comes_from(headers: Mapping[str, str], allowed: frozenset[str]) -> bool:
    """Whether a POST can have come from a page of an allowed origin. ``headers`` ignore case.

    Browsers send Origin with every POST; they send ``null`` from pages that tell nobody where they are, as
    ours do, and then Sec-Fetch-Site says whether it was one of ours. Mail programs and scripts send
    neither; a browser cannot be made to leave all of them out.
    """
    given = headers.get("origin")
    site = headers.get("sec-fetch-site")
    if given and given.lower() != "null":
        return origin(given) in allowed
    if given:
        return site == "same-origin"
    if site and site not in ("same-origin", "none"):
        return False
    referer = headers.get("referer")
    return not referer or origin(referer) in allowed


def proxy_network(given: str) -> Network:
    """The addresses that a proxy on another machine has, such as 172.30.0.0/24 or one alone. Raises Unusable."""
    try:
        return ip_network(given)
    except ValueError:
        message = f"“{given}” was found, but the proxy's address or network is expected."
        fix = "knowledge-center host --proxy 172.30.0.0/24"
        raise Unusable([Problem(path="--proxy", message=message, fix=fix)]) from None


def computer(peer: str, forwarded: str, behind_proxy: bool, network: Network | None = None) -> str:
    """The IP address a request comes from: ``peer``, or what a proxy on this machine or in ``network`` says it is.

    Of X-Forwarded-For (``forwarded``) only the last entry counts: the proxy wrote it, and whatever stands
    before it can have been sent by anybody.
    """
    # A socket of the file system has no address; only this machine reaches it.
    if behind_proxy and (not peer or is_loopback(peer) or _within(peer, network)):
        return _address(forwarded.rpartition(",")[2]) or peer
    return peer


def _address(entry: str) -> str:
    """The IP address in an entry of X-Forwarded-For, empty where there is none.

    Some proxies write the port behind it, and then IPv6 in brackets: ``192.0.2.1:51234`` (Azure, IIS),
    ``[2001:db8::1]:51234`` (AWS); one or the other also in quotes, as RFC 7239 has it.
    """
    text = entry.strip().strip('"')
    bracketed = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    for found in (bracketed, text.rpartition(":")[0]):
        try:
            return str(ip_address(found))
        except ValueError:
            continue
    return ""


def _within(peer: str, network: Network | None) -> bool:
    try:
        return network is not None and ip_address(peer) in network
    except ValueError:
        return False
