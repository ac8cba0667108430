"""The service behind nginx and behind Caddy, with the files that the guide to operations hands out."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.programs import tool
from tests.samples import NOW, ROOT, environment
from tests.service.conftest import Start
from tests.service.running import FORM, SECONDS, Running, wait_for

FILES = ROOT / "guides/operations"
PUBLIC = "https://knowledge.example.com"
LIVE = "/etc/letsencrypt/live/knowledge.example.com"


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a short name, for sockets, that a worker of another user may enter."""
    with tempfile.TemporaryDirectory(prefix="kc") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def running(command: list[str], folder: Path, socket: Path) -> Iterator[None]:
    """A proxy from when its socket takes calls until the block ends."""
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    log = folder / "expected"
    with log.open("wb") as expected:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(NOW, **home), stdout=expected, stderr=subprocess.STDOUT
        )

    def responses() -> bool:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        return socket.exists()

    try:
        wait_for(responses)
        yield
    finally:
        process.terminate()
        process.wait(SECONDS)


@contextmanager
def nginx(service: Running, folder: Path) -> Iterator[httpx.Client]:
    """nginx with its certificate and its sockets in the folder."""
    program, openssl = tool("nginx"), tool("openssl")
    key, certificate = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=knowledge.example.com",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True, timeout=SECONDS,
    )  # fmt: skip
    text = (FILES / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        (f"{LIVE}/fullchain.pem", str(certificate)),
        (f"{LIVE}/privkey.pem", str(key)),
        ("/var/log/nginx", str(folder)),
        ("http://127.0.0.1:8080", service.url),
    ):
        assert old in text
        text = text.replace(old, new)
    text = re.sub(r"    listen \[::\].*\n", "", text)
    text = re.sub(r"listen (\d+)", lambda found: f"listen unix:{folder}/{found[1]}", text)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"daemon off; pid {folder}/pid; error_log stderr; events {{}}\nhttp {{\n{temporary}{text}}}\n"
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    socket = folder / "443"
    with running([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], folder, socket):
        transport = httpx.HTTPTransport(uds=str(socket), verify=False)
        with httpx.Client(base_url=PUBLIC, transport=transport, timeout=SECONDS) as client:
            yield client


@contextmanager
def caddy(service: Running, folder: Path) -> Iterator[httpx.Client]:
    """Caddy on a socket in the folder; it cannot get a certificate here, so it is asked without."""
    program = tool("caddy")
    text = (FILES / "Caddyfile").read_text(encoding="utf-8")
    for old, new in (
        ("\n{\n", "\n{\n\tadmin off\n\tauto_https off\n"),
        ("knowledge.example.com {\n", f"http://knowledge.example.com {{\n\tbind unix/{folder}/caddy\n"),
        ("127.0.0.1:8080", service.url.removeprefix("http://")),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    command = [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with running(command, folder, folder / "caddy"):
        transport = httpx.HTTPTransport(uds=str(folder / "caddy"))
        base = PUBLIC.replace("https", "http")
        with httpx.Client(base_url=base, transport=transport, timeout=SECONDS) as client:
            yield client


@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_the_circle_works_behind_the_proxy_and_leaves_no_link_in_a_log(
    start: Start, short: Path, proxy: Callable[[Running, Path], AbstractContextManager[httpx.Client]]
) -> None:
    """Sign up, confirm, leave by one click; what a visitor claims to be is not believed; nothing is written down."""
    service = start(behind_proxy=True, public_url=PUBLIC)
    with proxy(service, short) as client:
        assert client.get("/healthz").text == "ok\n"
        claims = {"Origin": PUBLIC, "X-Forwarded-For": "203.0.113.5"}
        posted = client.post("/subscribe", data=FORM, headers=claims)
        assert posted.status_code == 303
        elsewhere = client.post("/subscribe", data=FORM, headers={"Origin": "https://evil.example"})
        assert elsewhere.status_code == 403
        assert client.post("/subscribe", content=b"x" * 20_000, headers=claims).status_code == 413
        service.settled()
        (letter,) = service.mails()
        link = service.path_in(letter)
        assert client.post(link).status_code == 200
        assert service.one("SELECT count(*) FROM subscriber WHERE state = 'active'") == 1
        assert service.one("SELECT count(*) FROM consent WHERE ip = '203.0.113.5'") == 0
        # An error is where a proxy likes to write down what was asked for.
        service.stop()
        assert client.get(link).status_code == 502
    logs = b"".join(path.read_bytes() for path in short.iterdir() if path.is_file())
    assert link.rpartition("/")[2].encode() not in logs
    assert b"ana@example.org" not in logs
