"""The files that an operator copies: read by the programs they are for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.programs import tool
from tests.proxies import for_this_nginx
from tests.samples import ROOT

FILES = ROOT / "guides/operations"
UNITS = sorted(path.name for path in FILES.iterdir() if path.suffix in (".service", ".timer"))
SERVICES = [name for name in UNITS if name.endswith(".service")]
CHECKOUT = "/srv/knowledge-center"


def asked(arguments: Sequence[str], home: Path) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    return subprocess.run(
        arguments, capture_output=True, text=True, check=False, timeout=60, env=environ, cwd=home
    )


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a short name, for sockets."""
    with tempfile.TemporaryDirectory(prefix="kc") as folder:
        yield Path(folder)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as they would be installed, with this checkout in place of the one they are written for."""
    for name in UNITS:
        text = (FILES / name).read_text(encoding="utf-8")
        text = text.replace(f"{CHECKOUT}/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_systemd_understands_every_unit(units: Path) -> None:
    """No unknown key, no wrong value, no program that is not there."""
    done = asked(
        [tool("systemd-analyze"), "verify", "--man=no", *(str(units / name) for name in UNITS)], units
    )
    if "Failed to" in done.stderr and "manager" in done.stderr.lower():
        pytest.skip(f"systemd-analyze cannot work here: {done.stderr.strip()}")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_may_do_little_beside_its_work(units: Path, name: str) -> None:
    """By systemd's own marks, from 0 (safe) to 10: below 2."""
    command = [tool("systemd-analyze"), "security", "--offline=true", "--threshold=20", "--no-pager"]
    done = asked([*command, str(units / name)], units)
    if "unrecognized option" in done.stderr:
        pytest.skip("this systemd-analyze cannot judge a file")
    assert done.returncode == 0, done.stdout[-200:] + done.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_is_no_root_and_writes_only_where_it_must(name: str) -> None:
    """What the guide promises about them."""
    text = (FILES / name).read_text(encoding="utf-8")
    for line in ("User=knowledge", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes"):
        assert f"\n{line}\n" in text
    may_write = re.findall(r"^ReadWritePaths=(.*)$", text, re.MULTILINE)
    assert may_write == {
        "knowledge-center.service": ["-/srv/knowledge-center/outbox"],
        "knowledge-center-hourly.service": ["/srv/knowledge-center"],
    }.get(name, [])
    assert "StateDirectory=knowledge-center" in text
    assert "\nEnvironmentFile=/etc/knowledge-center/environment\n" in text


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".timer")])
def test_each_timer_has_its_service_and_a_time(name: str) -> None:
    """A timer calls the service of its own name."""
    assert name.replace(".timer", ".service") in SERVICES
    (when,) = re.findall(r"^OnCalendar=(.*)$", (FILES / name).read_text(encoding="utf-8"), re.MULTILINE)
    done = asked([tool("systemd-analyze"), "calendar", when], Path("/"))
    assert done.returncode == 0, done.stderr


def test_caddy_takes_the_caddyfile(tmp_path: Path) -> None:
    """And it is written as Caddy itself would write it."""
    caddy = tool("caddy")
    config = str(FILES / "Caddyfile")
    done = asked([caddy, "validate", "--config", config, "--adapter", "caddyfile"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert asked([caddy, "fmt", config], tmp_path).stdout == (FILES / "Caddyfile").read_text(encoding="utf-8")


def test_nginx_takes_its_file(short: Path) -> None:
    """Inside an http block, as Debian includes it; certificate and ports are those of the test."""
    nginx, openssl = tool("nginx"), tool("openssl")
    made = asked(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=knowledge.example.com",
         "-keyout", str(short / "key.pem"), "-out", str(short / "cert.pem")],
        short,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    text = for_this_nginx((FILES / "nginx.conf").read_text(encoding="utf-8"))
    live = "/etc/letsencrypt/live/knowledge.example.com"
    for old, new in (
        (f"{live}/fullchain.pem", short / "cert.pem"),
        (f"{live}/privkey.pem", short / "key.pem"),
        ("/var/log/nginx", short),
    ):
        assert old in text
        text = text.replace(old, str(new))
    ports = re.findall(r"listen (\[::\]:)?(\d+)", text)
    assert len(ports) == 4
    text = re.sub(
        r"listen (\[::\]:)?(\d+)", lambda m: f"listen unix:{short}/{m[2]}{'v6' if m[1] else ''}", text
    )
    (short / "site.conf").write_text(text, encoding="utf-8")
    wrapper = (
        f"pid {short}/pid; error_log stderr; events {{}}\nhttp {{ include {short}/site.conf;\n"
        + "".join(
            f"{name}_temp_path {short}/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + "}\n"
    )
    (short / "nginx.conf").write_text(wrapper, encoding="utf-8")
    done = asked([nginx, "-t", "-q", "-p", str(short), "-c", str(short / "nginx.conf")], short)
    assert done.returncode == 0, done.stderr


def test_no_proxy_writes_down_what_was_asked_for() -> None:
    """Addresses of requests hold readers' own links; a log of them could be used. And nobody needs IP addresses."""
    nginx = (FILES / "nginx.conf").read_text(encoding="utf-8")
    (logged,) = re.findall(r"log_format \S+ '([^']*)'", nginx)
    assert not set(re.findall(r"\$\w+", logged)) & {
        "$request",
        "$request_uri",
        "$uri",
        "$args",
        "$http_referer",
    }
    assert set(re.findall(r"access_log (\S+)(?: (\S+))?;", nginx)) == {
        ("off", ""),
        ("/var/log/nginx/knowledge-center.log", "knowledge_center"),
    }
    caddy = (FILES / "Caddyfile").read_text(encoding="utf-8")
    assert "exclude http.log.error" in caddy
    # Caddy logs requests only where a site asks for it.
    assert not re.search(r"^\tlog\b", caddy.split("knowledge.example.com {")[1], re.MULTILINE)


def test_the_short_name_runs_a_command_with_the_environment_of_the_units(tmp_path: Path) -> None:
    """As the user of the units, in the checkout; arguments arrive as they were given."""
    (tmp_path / "checkout/.venv/bin").mkdir(parents=True)
    (tmp_path / "checkout/.venv/bin/knowledge-center").symlink_to(sys.executable)
    shutil.copy(FILES / "environment", tmp_path)
    text = (FILES / "kc").read_text(encoding="utf-8")
    me = asked(["id", "-un"], tmp_path).stdout.strip()
    for old, new in (
        ("!= knowledge", f"!= {me}"),
        ("/etc/knowledge-center/environment", f"{tmp_path}/environment"),
        (CHECKOUT, f"{tmp_path}/checkout"),
    ):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "kc").write_text(text, encoding="utf-8")
    program = "import os, sys; print(os.environ['KC_STATE'], os.getcwd(), sys.argv[1:])"
    done = asked(["sh", str(tmp_path / "kc"), "-c", program, "a b", "$x"], tmp_path)
    assert done.stdout == f"/var/lib/knowledge-center {tmp_path}/checkout ['a b', '$x']\n", done.stderr
    assert os.access(FILES / "kc", os.X_OK)


def test_the_environment_holds_no_secret_of_ours() -> None:
    """It is a form to fill in."""
    text = (FILES / "environment").read_text(encoding="utf-8")
    assert "\nKC_STATE=/var/lib/knowledge-center\n" in text
    keys = re.findall(r"^#?(KC_[A-Z_]*(?:KEY|TOKEN|USER)[A-Z_]*)=(.*)$", text, re.MULTILINE)
    assert dict(keys) == {
        "KC_DKIM_KEY": "/etc/knowledge-center/dkim.pem",
        "KC_LISTMONK_USER": "",
        "KC_LISTMONK_TOKEN": "",
        "KC_BUTTONDOWN_KEY": "",
        "KC_MAILCHIMP_KEY": "",
    }
