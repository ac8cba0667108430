"""The finished site and the signup service, in one process on one port."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from knowledge_center.clock import read_clock
from knowledge_center.problems import Problem, Unusable
from knowledge_center.sending.transport_choice import (
    OUTBOX,
    is_loopback,
    refuse_dead_links,
    signed_transport,
    where,
)
from knowledge_center.service.app import app
from knowledge_center.service.configuration import Setup
from knowledge_center.service.request_origin import proxy_network
from knowledge_center.service.server import listen, server
from knowledge_center.settings.site_settings import read
from knowledge_center.signup.database import connect
from knowledge_center.signup.rate_limits import LIFTED, Limits
from knowledge_center.signup.signup_form import signup_form
from knowledge_center.signup.state_folder import NEW_KEYS, PUBLIC_URL, open_state, public_url, state_folder


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C. Returns 1 when it cannot begin."""
    options = _options(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s  %(message)s", stream=sys.stderr)
    # What is left of uvicorn's own log are warnings: no address that somebody asked for.
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    clock = partial(read_clock, os.environ)
    clock()
    socket = listen(options.host, options.port)
    host, port = socket.getsockname()[:2]
    setup = _setup(options, port, clock)
    refuse_dead_links(os.environ, setup.public_url)
    transport = signed_transport(os.environ, options.outbox, setup.settings.mail)
    application = app(setup, transport)
    connect(setup.database).close()
    print("\n".join(_summary(setup, options, f"{f'[{host}]' if ':' in host else host}:{port}")), flush=True)
    with suppress(KeyboardInterrupt):
        server(application).run(sockets=[socket])
    print("Stopped.", flush=True)
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="(8080; 0 takes any that is free)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument(
        "--public-url", default="", metavar="URL",
        help="the service's own address, for the links in mails (KC_PUBLIC_URL, else this machine)",
    )  # fmt: skip
    parser.add_argument("--site", type=Path, help="the folder of the finished site (that of the last build)")
    parser.add_argument(
        "--without-site", action="store_true", help="the signup alone: another server has the site"
    )
    parser.add_argument("--outbox", type=Path, default=OUTBOX, help="the folder for mails (outbox)")
    parser.add_argument(
        "--proxy", nargs="?", const="", metavar="NETWORK",
        help="a proxy on this machine, or in that network, says where requests come from",
    )  # fmt: skip
    parser.add_argument(
        "--new-keys",
        action="store_true",
        help="make keys although there are subscribers: links in older mails die",
    )
    parser.add_argument("--no-limits", action="store_true", help="take every signup: for load tests alone")
    return parser.parse_args(argv)


def _setup(options: argparse.Namespace, port: int, clock: Callable[[], datetime]) -> Setup:
    settings = read(Path("mkdocs.yml"))
    signup_form(settings)
    site = None if options.without_site else options.site or Path(settings.site_dir)
    if site is not None and not (site / "index.html").is_file():
        message = "There is no finished site here."
        raise Unusable([Problem(path=f"{site}/", message=message, fix="knowledge-center build")])
    # On another port the links in mails lead there too, unless told otherwise.
    given = options.public_url or os.environ.get("KC_PUBLIC_URL", "") or f"http://127.0.0.1:{port}"
    state = open_state(state_folder(settings, os.environ), new_keys=options.new_keys)
    return Setup(
        settings=settings,
        keys=state.keys,
        database=state.database,
        public_url=public_url(os.environ, given),
        clock=clock,
        site=site.resolve() if site is not None else None,
        limits=LIFTED if options.no_limits else Limits(),
        behind_proxy=options.proxy is not None,
        proxy_network=proxy_network(options.proxy) if options.proxy else None,
    )


def _summary(setup: Setup, options: argparse.Namespace, address: str) -> list[str]:
    """What somebody who has just started it wants to know."""
    provider = setup.settings.subscribe.provider
    lines = [
        f"The site:         http://{address}/  ({setup.site.as_posix()})"
        if setup.site
        else f"The signup:       http://{address}/subscribe",
        f"Mails:            {where(os.environ, options.outbox)}",
        f"Links in mails:   {setup.public_url}",
        f"The subscribers:  {setup.database.as_posix()}",
    ]
    if provider != "own":
        lines.append(
            f"Note: the form on the site posts to another service (subscribe.provider is {provider}). "
            "Links in mails that were sent from here keep working."
        )
    elif setup.settings.subscribe.service_url:
        lines.append(f"Note: the form on the site posts to {setup.settings.subscribe.service_url}.")
    if setup.settings.mail.welcome and not (setup.root / setup.settings.docs_dir).is_dir():
        lines.append(
            f"Note: mail.welcome is set, but there is no {setup.settings.docs_dir}/ here with issues to welcome "
            "anybody with: no such mail is sent."
        )
    if options.new_keys:
        lines.append(f"Note: keys that are missing are made (--new-keys). {NEW_KEYS}")
    if options.no_limits:
        lines.append("Note: no limits. Anybody who reaches this port can have mails sent to anybody.")
    elif not is_loopback(urlsplit(setup.public_url).hostname or "") and options.proxy is None:
        lines.append(
            "Note: if a proxy stands in front of this, add --proxy. Else all readers count as one computer, "
            "and soon none is let in."
        )
    if setup.public_url != (os.environ.get("KC_PUBLIC_URL", "").rstrip("/") or PUBLIC_URL):
        lines.append(
            f"Note: for links in digests that lead here, send with KC_PUBLIC_URL={setup.public_url} "
            "in the environment."
        )
    lines.append("Stop with Ctrl-C.")
    return lines
