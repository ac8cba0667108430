"""Old addresses as hosts and web servers read them; those that run here are asked."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from knowledge_center.site_addresses.redirect_formats import FORMATS, write_redirects
from tests.programs import tool
from tests.proxies import running
from tests.service.running import SECONDS

# Whatever an alias may hold, as its reader means it.
OLD = (
    "/articles/old-name/", "/blog/2019/tips.html", "/größe/über-uns/", "/it's/{tips}/", "/100%/a+b/", "/a*b:c/;$x/",
    "/$uri/${1}/~^/", "/{path}/{$HOME}/", "/a(b)|c[d]/", "/@home/!&=,/", "/%41/", "/a b/c.html",
)  # fmt: skip
REDIRECTS = {path: f"/articles/new-{number}/" for number, path in enumerate(OLD)}


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a short name, for sockets."""
    with tempfile.TemporaryDirectory(prefix="kc") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def assert_leads_on(client: httpx.Client) -> None:
    """Every old address in one step, without its last slash too, and with what follows it; no other one, be it ever so
    like it."""
    without_slash = {path.rstrip("/"): to for path, to in REDIRECTS.items()}
    for path, to in (REDIRECTS | without_slash).items():
        for query in ("", "?a=1&b=%20"):
            answer = client.get(quote(path) + query)
            found = answer.headers.get("location", "").removeprefix("http://localhost")
            assert (answer.status_code, found) == (301, to + query), path
    for path in ("/", "/articles/old-name/x", "/articles/", "/blog/2019/tipsxhtml", "/aXXb:c/;$x/", "/A/"):
        assert client.get(quote(path)).status_code == 404, path


@contextmanager
def asked(program: list[str], folder: Path) -> Iterator[httpx.Client]:
    transport = httpx.HTTPTransport(uds=str(folder / "s"))
    with running(program, folder, folder / "s"):
        yield httpx.Client(base_url="http://localhost", transport=transport, timeout=SECONDS)


def test_nginx_leads_on(short: Path) -> None:
    """As guides/hosting/nginx.static.conf takes the file in."""
    (short / "redirects.conf").write_text(write_redirects(FORMATS["nginx"], REDIRECTS).text, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{name}_temp_path {short}/{name};" for name in kinds)
    server = (
        f"listen unix:{short}/s; absolute_redirect off; root {short}/no; include {short}/redirects*.conf;"
    )
    (short / "nginx.conf").write_text(
        f"daemon off; pid {short}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {temporary} server {{ {server} location / {{ return 404; }} }} }}\n",
        encoding="utf-8",
    )
    with asked([tool("nginx"), "-p", str(short), "-c", str(short / "nginx.conf")], short) as client:
        assert_leads_on(client)


def test_caddy_leads_on(short: Path) -> None:
    """As guides/hosting/Caddyfile.static takes the file in."""
    text = write_redirects(FORMATS["caddy"], REDIRECTS).text
    (short / "redirects.caddy").write_text(text, encoding="utf-8")
    site = f"\tbind unix/{short}/s\n\timport {short}/redirects*.caddy\n\thandle {{\n\t\terror 404\n\t}}\n"
    (short / "Caddyfile").write_text(
        f"{{\n\tadmin off\n\tauto_https off\n}}\nhttp://localhost {{\n{site}}}\n", encoding="utf-8"
    )
    call = [tool("caddy"), "run", "--config", str(short / "Caddyfile"), "--adapter", "caddyfile"]
    with asked(call, short) as client:
        assert_leads_on(client)


@pytest.mark.parametrize(("name", "code"), [("netlify", "301!"), ("cloudflare", "301")])
def test_a_line_of_redirects_has_three_words(name: str, code: str) -> None:
    """No star and no colon of an address means anything there, and no letter beyond ASCII stands in it."""
    head, *lines = write_redirects(FORMATS[name], REDIRECTS).text.splitlines()
    assert head.startswith("# ") and len(lines) == len(REDIRECTS)
    for line, (path, to) in zip(lines, REDIRECTS.items(), strict=True):
        found, *rest = line.split(" ")
        assert rest == [to, code] and found.isascii() and not set("*:{}#?") & set(found)
        assert httpx.URL(f"http://x{found}").path == path


def test_s3_has_rules_for_keys() -> None:
    """A key has no slash before it; with nothing to lead on there are no rules, which S3 would refuse."""
    found = json.loads(write_redirects(FORMATS["s3"], {"/größe/": "/articles/x/"}).text)
    assert found["RoutingRules"] == [
        {
            "Condition": {"KeyPrefixEquals": "größe/"},
            "Redirect": {"ReplaceKeyWith": "articles/x/", "HttpRedirectCode": "301"},
        }
    ]
    assert "RoutingRules" not in json.loads(write_redirects(FORMATS["s3"], {}).text)


@pytest.mark.parametrize(("name", "most"), [("s3", 50), ("cloudflare", 2000), ("netlify", 2500)])
def test_what_a_host_does_not_read_is_left_out_by_name(name: str, most: int) -> None:
    """The first ones are in it; none is dropped without a word."""
    many = {f"/{number}/": "/articles/x/" for number in range(2500)}
    written = write_redirects(FORMATS[name], many)
    assert written.text.count("articles/x/") == most
    assert list(written.left_out) == list(many)[most:]


def test_cloudflare_reads_a_hundred_kilobytes_and_lines_of_a_thousand_signs() -> None:
    long = {f"/{'ö' * 40}-{number}/": "/articles/x/" for number in range(1000)} | {f"/{'x' * 990}/": "/a/"}
    written = write_redirects(FORMATS["cloudflare"], long)
    assert 80_000 < len(written.text.encode()) <= 100_000
    assert written.text.count("\n") - 1 + len(written.left_out) == len(long)
    assert f"/{'x' * 990}/" in written.left_out
