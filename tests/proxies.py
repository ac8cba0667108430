"""nginx and Caddy as they run for an operator, with sockets in a folder in place of ports."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.programs import tool
from tests.samples import NOW, ROOT, environment
from tests.service.running import SECONDS, Running, wait_for

FILES = ROOT / "guides/operations"
HOSTING = ROOT / "guides/hosting"
PUBLIC = "https://knowledge.example.com"
LIVE = "/etc/letsencrypt/live/knowledge.example.com"


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


def for_this_nginx(text: str) -> str:
    """The file as it has to be for an nginx before 1.25.1, which is what the file itself says."""
    done = subprocess.run([tool("nginx"), "-v"], capture_output=True, text=True, check=True, timeout=SECONDS)
    found = re.search(r"nginx/(\d+)\.(\d+)\.(\d+)", done.stderr)
    assert found and "    http2 on;\n" in text
    if tuple(map(int, found.groups())) >= (1, 25, 1):
        return text
    return text.replace("    http2 on;\n", "").replace("443 ssl;", "443 ssl http2;")


@contextmanager
def nginx(service: Running, folder: Path, site: Path | None = None) -> Iterator[httpx.Client]:
    """nginx with its certificate and its sockets in the folder; it serves the files of ``site`` itself."""
    program, openssl = tool("nginx"), tool("openssl")
    key, certificate = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=knowledge.example.com",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True, timeout=SECONDS,
    )  # fmt: skip
    text = for_this_nginx((FILES / "nginx.conf").read_text(encoding="utf-8"))
    replaced: list[tuple[str, str]] = []
    if site:
        head, _, tail = text.partition("    location / {\n        proxy_pass")
        static = (HOSTING / "nginx.static.conf").read_text(encoding="utf-8")
        text = f"{head}{static}{tail.partition('    }' + chr(10))[2]}"
        replaced = [("/srv/knowledge-center/site", str(site))]
    for old, new in (
        *replaced,
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
    types = "include /etc/nginx/mime.types;\n" if site else ""
    main = (
        f"daemon off; pid {folder}/pid; error_log stderr; events {{}}\nhttp {{\n{types}{temporary}{text}}}\n"
    )
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    socket = folder / "443"
    with running([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], folder, socket):
        transport = httpx.HTTPTransport(uds=str(socket), verify=False)
        with httpx.Client(base_url=PUBLIC, transport=transport, timeout=SECONDS) as client:
            yield client


@contextmanager
def caddy(service: Running, folder: Path, site: Path | None = None) -> Iterator[httpx.Client]:
    """Caddy on a socket in the folder; it cannot get a certificate here, so it is asked without. It serves the
    files of ``site`` itself."""
    program = tool("caddy")
    file = HOSTING / "Caddyfile.static" if site else FILES / "Caddyfile"
    text = file.read_text(encoding="utf-8")
    replaced = [("/srv/knowledge-center/site", str(site))] if site else []
    for old, new in (
        *replaced,
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
