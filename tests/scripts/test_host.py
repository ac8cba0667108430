"""host.py: what it says when it starts, what it does on Ctrl-C, and what it says when it cannot start."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from knowledge_center.signup.database import connect
from tests.programs import keeps_modes
from tests.samples import DATA, ROOT, mind_ctrl_c
from tests.service.running import wait_for

SECONDS = 30


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with its settings and a finished site of one page."""
    return make(tmp_path / "checkout")


def make(root: Path, **changes: Any) -> Path:
    ours = DATA["extra"]["knowledge_center"] | changes
    (root / "site").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(json.dumps(DATA | {"extra": {"knowledge_center": ours}}))
    (root / "site/index.html").write_text("<h1>Home</h1>")
    return root


class Host:
    """The script as a user runs it, with what it has said."""

    def __init__(self, root: Path, *arguments: str, **environ: str) -> None:
        own = {name: value for name, value in os.environ.items() if not name.startswith("KC_")}
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "scripts/host.py"), *arguments],
            cwd=root,
            env=own | {"XDG_STATE_HOME": str(root.parent / "home"), "PYTHONDONTWRITEBYTECODE": "1"} | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=mind_ctrl_c,
        )
        self.printed = ""

    def started(self) -> str:
        """Wait until it serves; its address."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed += line
            if line.startswith("Stop with"):
                break
        found = re.search(r"http://[\d.]+:\d+", self.printed)
        assert found is not None, self.printed + self.ended()[2]
        return found[0]

    def ended(self) -> tuple[int, str, str]:
        """Exit code, and all it has said since."""
        out, err = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, out, err


@pytest.fixture
def hosts() -> Iterator[list[Host]]:
    """Those that are still running when the test is over are ended."""
    found: list[Host] = []
    yield found
    for host in found:
        if host.process.poll() is None:
            host.process.kill()
            host.process.communicate()


@keeps_modes
def test_it_says_where_everything_is(root: Path, hosts: list[Host]) -> None:
    """The site, where mails go, where links lead, where the subscribers are; Ctrl-C ends it without a word more."""
    hosts.append(Host(root, "--port", "0"))
    address = hosts[0].started()
    database = root.parent / "home/knowledge-center/knowledge.example.com/subscribers.sqlite3"
    assert hosts[0].printed.splitlines() == [
        f"The site:         {address}/  ({root / 'site'})",
        "Mails:            files in outbox/ (KC_SMTP_URL is not set)",
        f"Links in mails:   {address}",
        f"The subscribers:  {database}",
        f"Note: for links in digests that lead here, send with KC_PUBLIC_URL={address} in the environment.",
        "Stop with Ctrl-C.",
    ]
    assert httpx.get(f"{address}/").text == "<h1>Home</h1>"
    posted = httpx.post(f"{address}/subscribe", data={"email": "ana@example.org", "consent": "1"})
    assert posted.status_code == 303
    wait_for(lambda: any((root / "outbox").glob("*.eml")))
    hosts[0].process.send_signal(signal.SIGINT)
    code, out, err = hosts[0].ended()
    assert (code, out) == (0, "Stopped.\n")
    assert "Traceback" not in err and "ana@" not in err
    assert database.stat().st_mode & 0o777 == 0o600
    assert database.parent.stat().st_mode & 0o777 == 0o700
    mail = next((root / "outbox").glob("*.eml")).read_text()
    assert f"{address}/confirm/" in mail.replace("=\n", "")


def test_a_missing_site_is_a_sentence(root: Path, hosts: list[Host]) -> None:
    """It builds nothing itself: it says what does."""
    (root / "site/index.html").unlink()
    hosts.append(Host(root, "--port", "0"))
    code, out, err = hosts[0].ended()
    assert (code, out) == (1, "")
    assert "site/" in err and "Fix:  knowledge-center build" in err


def test_a_port_in_use_is_a_sentence(root: Path, hosts: list[Host]) -> None:
    """It names the port, and one that may be free."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        hosts.append(Host(root, "--port", str(port)))
        code, out, err = hosts[0].ended()
    assert (code, out) == (1, "")
    assert f"The port {port} of 127.0.0.1 cannot be used" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "environ", "printed"),
    [
        (["--public-url", "ftp://x"], {}, "KC_PUBLIC_URL"),
        ([], {"KC_SMTP_URL": "smtps://u:secret@mail.example.com"}, "KC_PUBLIC_URL"),
        ([], {"KC_SMTP_URL": "http://u:secret@mail.example.com"}, "KC_SMTP_URL"),
        ([], {"SOURCE_DATE_EPOCH": "soon"}, "SOURCE_DATE_EPOCH"),
        ([], {"KC_STATE": "/proc/nowhere"}, "/proc/nowhere"),
        (["--proxy", "caddy"], {}, "--proxy"),
    ],
)
def test_what_it_cannot_begin_with_is_a_sentence(
    root: Path, hosts: list[Host], arguments: list[str], environ: dict[str, str], printed: str
) -> None:
    """Where, what, and a fix to paste; no traceback, no password."""
    hosts.append(Host(root, "--port", "0", *arguments, **environ))
    code, out, err = hosts[0].ended()
    assert (code, out) == (1, "")
    assert printed in err and "Fix:" in err
    assert "Traceback" not in err and "secret" not in err


@pytest.mark.parametrize(
    ("subscribe", "arguments", "note"),
    [
        (
            {"provider": "buttondown", "user": "x"},
            [],
            "posts to another service (subscribe.provider is buttondown)",
        ),
        (
            {"provider": "own", "service_url": "https://mail.example.org"},
            [],
            "posts to https://mail.example.org",
        ),
        ({"provider": "own"}, ["--no-limits"], "no limits"),
        ({"provider": "own"}, ["--public-url", "https://mail.example.org"], "add --proxy"),
    ],
)
def test_what_may_surprise_is_noted(
    tmp_path: Path, hosts: list[Host], subscribe: dict[str, str], arguments: list[str], note: str
) -> None:
    """A form that posts elsewhere, limits that are lifted, a proxy that nobody was told of: it serves all the same."""
    root = make(tmp_path / "checkout", subscribe={"consent": "Yes.", "consent_version": "1", **subscribe})
    hosts.append(Host(root, "--port", "0", *arguments))
    address = hosts[0].started()
    assert note in hosts[0].printed
    assert httpx.get(f"{address}/").status_code == 200


def test_the_signup_alone(root: Path, hosts: list[Host]) -> None:
    """Beside any static host: no site is needed, and the form has a page of its own."""
    (root / "site/index.html").unlink()
    hosts.append(Host(root, "--port", "0", "--without-site"))
    address = hosts[0].started()
    assert "The signup: " in hosts[0].printed
    assert "Subscribe to Knowledge Center" in httpx.get(f"{address}/subscribe").text


def test_behind_a_proxy_limits_count_readers(root: Path, hosts: list[Host]) -> None:
    """With --proxy each reader is a computer of their own; without, all of them are one."""
    for arguments in (["--proxy"], []):
        hosts.append(Host(root, "--port", "0", "--public-url", "https://mail.example.org", *arguments))
        address = hosts[-1].started()
        for n in range(12):
            data = {"email": f"p{len(arguments)}-{n}@example.org", "consent": "1"}
            httpx.post(f"{address}/subscribe", data=data, headers={"X-Forwarded-For": f"10.{n}.0.1"})
        hosts[-1].process.send_signal(signal.SIGINT)
        _, _, err = hosts[-1].ended()
        assert err.count("A signup came in: new.") == 12
        database = root.parent / "home/knowledge-center/knowledge.example.com/subscribers.sqlite3"
        with closing(connect(database)) as db:
            computers = db.execute("SELECT count(DISTINCT ip_mark) FROM request").fetchone()[0]
        assert computers == (12 if arguments else 13)
