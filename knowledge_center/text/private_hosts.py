"""Hosts that lead somewhere on one machine, or within one network, only."""

from __future__ import annotations

import ipaddress
import re

_OWN_NAMES = re.compile(
    r"localhost|.*\.(?:localhost|local|lan|internal|home\.arpa|intranet|corp)|[a-z][\w-]*"
)
_PRIVATE = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "::1/128",
        "fc00::/7", "fe80::/10",
    )
)  # fmt: skip


def is_private(host: str) -> bool:
    """Whether nobody outside can open an address of this host."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return _OWN_NAMES.fullmatch(host) is not None
    return any(address in network for network in _PRIVATE if network.version == address.version)
