"""The files of the guide to hosting: read by the programs they are for, and tried with a built site."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from fnmatch import fnmatch
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from knowledge_center.publishing.packed_files import packed
from tests.programs import tool
from tests.proxies import PUBLIC, caddy, nginx
from tests.samples import ROOT
from tests.service.running import FORM, Running
from tests.sites import Built

FILES = ROOT / "guides/hosting"
Proxy = Callable[[Running, Path, Path], AbstractContextManager[httpx.Client]]


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a short name, for sockets, that a worker of another user may enter."""
    with tempfile.TemporaryDirectory(prefix="kc") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def service(tmp_path: Path, built: Built) -> Iterator[Running]:
    running = Running(tmp_path / "state", site=built.folder, behind_proxy=True, public_url=PUBLIC)
    yield running
    running.stop()


def framed(answer: httpx.Response) -> tuple[str, str]:
    """Who may show a page in a frame of theirs."""
    return answer.headers["content-security-policy"], answer.headers["x-frame-options"]


@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_a_web_server_serves_the_files_and_hands_over_the_signup(
    built: Built, service: Running, short: Path, proxy: Proxy
) -> None:
    """Types, cache times, folders, the page for what is not there; the form posts and is answered."""
    site = short / "site"
    shutil.copytree(built.folder, site)
    (site / ".secret").write_text("x")
    for ending in (".gz", ".br"):
        (site / f"index.html{ending}").write_bytes(packed((site / "index.html").read_bytes(), ending))
    with proxy(service, short, site) as client:
        for coding, ending in (("gzip", ".gz"), ("br", ".br")):
            # nginx reads Brotli by a module of its own, which few have.
            if proxy is caddy or coding == "gzip":
                with client.stream("GET", "/", headers={"Accept-Encoding": coding}) as sent:
                    assert b"".join(sent.iter_raw()) == (site / f"index.html{ending}").read_bytes()
                    assert (sent.headers["content-encoding"], sent.headers["vary"]) == (
                        coding,
                        "Accept-Encoding",
                    )
        for path, kind in (
            ("/", "text/html; charset=utf-8"),
            ("/articles/", "text/html; charset=utf-8"),
            ("/subscribe/", "text/html; charset=utf-8"),
            ("/feed.json", "application/json"),
            ("/feeds.opml", "text/x-opml; charset=utf-8"),
            ("/assets/site.css", "text/css; charset=utf-8"),
            ("/assets/favicon.svg", "image/svg+xml"),
        ):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["content-type"]) == (200, kind), path
            assert answer.headers["cache-control"] == "no-cache"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
            assert kind[:9] != "text/html" or framed(answer) == ("frame-ancestors 'self'", "SAMEORIGIN")
            again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
            assert again.status_code == 304, path
        assert re.match("(text|application)/xml", client.get("/feed.xml").headers["content-type"])
        piece = next(path.name for path in (site / "search-index/index").iterdir())
        style = next(path.name for path in (site / "assets/hashed").glob("site.*.css"))
        for path in (f"/search-index/index/{piece}", f"/assets/hashed/{style}"):
            answer = client.get(path)
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"] == "text/css; charset=utf-8"
        assert client.get("/articles").headers["location"] == "/articles/"
        # The service's own pages stay as they are: in no frame at all.
        assert framed(client.get("/subscribe/thanks"))[1] == "DENY"
        for missing in ("/nowhere/", "/nowhere.png", "/.secret", "/articles/.secret"):
            answer = client.get(missing)
            assert answer.status_code == 404
            assert answer.content == (site / "404.html").read_bytes()
        assert client.get("/healthz").text == "ok\n"
        if proxy is nginx:
            asked = [tool("openssl"), "s_client", "-unix", str(short / "443"), "-alpn", "h2,http/1.1"]
            done = subprocess.run(asked, input=b"", capture_output=True, check=False, timeout=60)
            assert b"ALPN protocol: h2" in done.stdout
        posted = client.post("/subscribe", data=FORM, headers={"Origin": PUBLIC})
        assert (posted.status_code, posted.headers["location"]) == (303, "subscribe/thanks")
        assert client.get("/subscribe/thanks").status_code == 200
        service.settled()
        link = service.path_in(service.mails()[0])
        assert client.post(link).status_code == 200
    assert service.one("SELECT count(*) FROM subscriber WHERE state = 'active'") == 1


def test_docker_compose_files_follow_their_schema() -> None:
    """And every volume, secret and service that is named is there."""
    for file in (FILES / "compose.yaml", FILES / "listmonk/compose.yaml"):
        check_schema("vendor.compose-spec", file)
        compose = yaml.safe_load(file.read_text(encoding="utf-8"))
        for service in compose["services"].values():
            assert set(service.get("depends_on", {})) <= set(compose["services"])
            assert set(service.get("secrets", [])) <= set(compose.get("secrets", {}))
            for volume in service.get("volumes", []):
                source = volume.partition(":")[0]
                assert source.startswith("./") or source in compose["volumes"]
            for port in service.get("ports", []):
                assert port.startswith("127.0.0.1:"), "Docker opens a port to everybody, past the firewall"


def test_the_containers_run_commands_that_there_are() -> None:
    """In a shell that can read them; the service is told the network of its proxy."""
    compose = yaml.safe_load((FILES / "compose.yaml").read_text(encoding="utf-8"))
    (subnet,) = compose["networks"]["default"]["ipam"]["config"]
    assert f"--proxy {subnet['subnet']} " in compose["services"]["service"]["command"]
    commands = [compose["services"]["service"]["command"]]
    for name in ("site", "schedule", "sending"):
        shell, option, script = compose["services"][name]["command"]
        script = script.replace("$$", "$")
        done = subprocess.run([shell, "-n", option, script], capture_output=True, text=True, check=False)
        assert (option, done.returncode) == ("-c", 0), done.stderr
        commands += re.split(r"[;&]+", script)
    called = [
        words[1:] for command in commands if (words := shlex.split(command)) if "knowledge-center" in words
    ]
    for words in called:
        words = words[words.index("knowledge-center") + 1 :] if "knowledge-center" in words else words
        done = subprocess.run(
            [sys.executable, "-m", "knowledge_center_cli", *words, "--help"],
            capture_output=True, text=True, check=False, timeout=60, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert {word for word in words if word.startswith("--")} <= set(re.findall(r"--[a-z-]+", done.stdout))
    assert len(called) >= 4


def instructions() -> list[tuple[str, str, str]]:
    """(stage, instruction, arguments) of the Dockerfile."""
    text = re.sub(r"^#.*\n", "", (FILES / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    found, stage = [], ""
    for line in re.sub(r"\\\n", " ", text).splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            stage = rest.rpartition(" AS ")[2]
        if word:
            found.append((stage, word, rest))
    return found


def test_the_image_is_not_root_and_says_how_it_is(service: Running) -> None:
    """Both images end as another user; the health check asks a running service, and fails without one."""
    stages = {stage: rest for stage, word, rest in instructions() if word == "FROM"}
    assert list(stages)[-1] == "service", "what `docker build .` makes without --target"
    users = {stage: rest for stage, word, rest in instructions() if word == "USER"}
    assert users == {"schedule": "knowledge", "service": "knowledge"}
    for _, word, rest in instructions():
        assert word in {"FROM", "COPY", "WORKDIR", "RUN", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "CMD"}
        if word == "RUN":
            assert subprocess.run(["sh", "-n", "-c", rest], check=False).returncode == 0
        if word == "COPY" and "--from=" in rest:
            assert re.search(r"--from=(\w+)", rest)[1] in stages  # type: ignore[index]
    (health,) = (rest for _, word, rest in instructions() if word == "HEALTHCHECK")
    _, option, program = json.loads(health.partition("CMD ")[2])
    program = program.replace("http://127.0.0.1:8080", service.url)
    assert subprocess.run([sys.executable, option, program], check=False).returncode == 0
    service.stop()
    assert subprocess.run([sys.executable, option, program], check=False, capture_output=True).returncode != 0


def test_only_packages_go_into_the_image() -> None:
    """No article, no key and no subscriber: the context is what the Dockerfile copies."""
    lines = [line for line in (FILES / ".dockerignore").read_text("utf-8").splitlines() if line[:1] != "#"]
    (copied,) = (
        rest.split()[:-1] for _, word, rest in instructions() if word == "COPY" and "--from" not in rest
    )
    assert lines == ["*", *(f"!{name}" for name in copied)]


def check_schema(schema: str, file: Path, *more: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *more, str(file)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_gitlab_understands_its_file() -> None:
    """By GitLab's own schema the file that init writes; only what is on the default branch is published, and closed."""
    file = ROOT / "knowledge_center/scaffold/files/gitlab-ci.yml"
    check_schema("vendor.gitlab-ci", file, "--data-transform", "gitlab-ci")
    jobs = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert jobs["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert "knowledge-center run" in jobs["pages"]["script"]
    assert jobs["check"]["script"][-2:] == [
        "knowledge-center check --format gitlab --output gl-code-quality-report.json",
        "knowledge-center build",
    ]
    assert jobs["check"]["artifacts"]["reports"]["codequality"] == "gl-code-quality-report.json"
    assert jobs["check"]["artifacts"]["when"] == "always"
    assert "(../knowledge_center/scaffold/files/gitlab-ci.yml)" in (ROOT / "guides/hosting.md").read_text(
        "utf-8"
    )
    assert jobs["pages"]["artifacts"]["paths"] == ["public"]


def test_headers_for_netlify_and_cloudflare(varied: Built) -> None:
    """Every rule meets a file of a site, and no header of a file is set by two rules: both would be sent."""
    rules: dict[str, dict[str, str]] = {}
    for line in (varied.folder / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            rules[line] = {}
        elif line.startswith("  "):
            name, value = line.split(": ", 1)
            list(rules.values())[-1][name.strip().lower()] = value
    urls = varied.urls("*")
    for pattern, headers in rules.items():
        assert headers and any(fnmatch(url, pattern) for url in urls), pattern
    for url in urls:
        names = [name for pattern, headers in rules.items() if fnmatch(url, pattern) for name in headers]
        assert len(names) == len(set(names)), url


def published(folder: Path, site: Path) -> tuple[subprocess.CompletedProcess[str], list[list[str]]]:
    """Run publish-s3.sh with a stand-in for the AWS CLI that writes down what it is asked for."""
    log = folder / "asked"
    (folder / "bin").mkdir(exist_ok=True)
    stand_in = folder / "bin/aws"
    stand_in.write_text(
        f"#!{sys.executable}\n"
        "import json, pathlib, sys\n"
        f"folder = pathlib.Path({str(folder)!r})\n"
        "arguments = sys.argv[1:]\n"
        "if arguments[-2:] == ['s3://bucket/.deployed', '-']:\n"
        "    sys.stdout.write((folder / 'deployed').read_text() if (folder / 'deployed').exists() else '')\n"
        "elif arguments[-2:] == ['-', 's3://bucket/.deployed']:\n"
        "    (folder / 'deployed').write_text(sys.stdin.read())\n"
        "else:\n"
        "    (folder / 'asked').open('a').write(json.dumps(arguments) + '\\n')\n"
    )
    stand_in.chmod(0o755)
    environ = {"PATH": f"{folder}/bin:/usr/bin:/bin", "KC_SITE": str(site), "S3_BUCKET": "bucket"}
    done = subprocess.run(
        ["sh", str(FILES / "publish-s3.sh")],
        env=environ | {"CLOUDFRONT_DISTRIBUTION": "E1"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    asked = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    return done, asked


def values(arguments: list[str], option: str) -> list[str]:
    return [value for name, value in pairwise(arguments) if name == option]


def test_s3_gets_every_file_once_with_its_type(built: Built, tmp_path: Path) -> None:
    """What never changes under its name is kept for ever; nothing is deleted before all is there; twice is once."""
    done, asked = published(tmp_path, built.folder)
    assert done.returncode == 0, done.stderr
    types: dict[str, tuple[str, str]] = {}
    *uploads, delete, invalidation = asked
    assert "--delete" in delete and invalidation[:2] == ["cloudfront", "create-invalidation"]
    for path in (
        path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*") if path.is_file()
    ):
        taken = []
        for upload in uploads:
            # The AWS CLI goes by the last filter that a path meets.
            filters = [
                (name, pattern) for name, pattern in pairwise(upload) if name in ("--include", "--exclude")
            ]
            met = [name for name, pattern in filters if fnmatch(path, pattern)]
            if not met or met[-1] == "--include":
                (cache,) = values(upload, "--cache-control")
                taken.append(("".join(values(upload, "--content-type")), cache))
        assert len(taken) == 1, path
        types[path] = taken[0]
    assert types["feed.xml"][0] == types["feed.rss"][0] == "application/xml"
    assert types["feed.json"][0] == "application/json"
    assert types["feeds.opml"][0] == "text/x-opml; charset=utf-8"
    assert types["index.html"] == (
        "text/html; charset=utf-8",
        "public, max-age=0, s-maxage=86400, must-revalidate",
    )
    for_ever = {path.rpartition("/")[0] for path, (_, cache) in types.items() if "immutable" in cache}
    assert for_ever == {"search-index/index", "assets/hashed"}
    hashed = [one[0] for path, one in types.items() if path.startswith("assets/hashed/")]
    assert set(hashed) == {"text/css; charset=utf-8", "text/javascript; charset=utf-8", "font/woff2"}
    assert "immutable" not in types["assets/site.css"][1]
    again, still = published(tmp_path, built.folder)
    assert "has not changed" in again.stdout and still == asked
    assert "There is no finished site" in published(tmp_path, tmp_path)[0].stderr


@pytest.mark.parametrize(
    ("uri", "query", "found"),
    [
        ("/", {}, "/index.html"),
        ("/articles/", {}, "/articles/index.html"),
        ("/feed.xml", {}, "/feed.xml"),
        ("/digests/weekly", {}, "./weekly/"),
        ("//evil.example", {}, "//evil.example"),
        ("//evil", {"a": {"value": "1", "multiValue": [{"value": "1"}, {"value": "2"}]}}, "./evil/?a=1&a=2"),
    ],
)
def test_cloudfront_finds_the_page_of_a_folder(uri: str, query: dict[str, Any], found: str) -> None:
    """/articles/ is its index.html, /articles leads there, and no address leads to another host."""
    event = {"request": {"uri": uri, "querystring": query}}
    program = (FILES / "cloudfront-function.js").read_text(encoding="utf-8")
    program += f"\nconsole.log(JSON.stringify(handler({json.dumps(event)})));"
    done = subprocess.run(
        [tool("node"), "-e", program], capture_output=True, text=True, check=True, timeout=60
    )
    answer = json.loads(done.stdout)
    assert (answer["uri"] if "uri" in answer else answer["headers"]["location"]["value"]) == found


def test_shell_scripts_are_sound() -> None:
    """As shellcheck reads them."""
    done = subprocess.run(
        [tool("shellcheck"), str(FILES / "publish-s3.sh")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_caddy_takes_the_file_as_it_stands(tmp_path: Path) -> None:
    """And it is written as Caddy itself would write it."""
    file = FILES / "Caddyfile.static"
    for command in (["validate", "--adapter", "caddyfile", "--config"], ["fmt"]):
        done = subprocess.run(
            [tool("caddy"), *command, str(file)],
            capture_output=True, text=True, check=False, timeout=60, env={"HOME": str(tmp_path), "PATH": "/usr/bin"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert done.stdout == file.read_text(encoding="utf-8")


def test_the_guide_names_every_file_and_every_file_is_named() -> None:
    """Nothing lies beside the guide that it does not explain."""
    text = (ROOT / "guides/hosting.md").read_text(encoding="utf-8")
    for path in FILES.rglob("*"):
        if path.is_file():
            assert f"(hosting/{path.relative_to(FILES).as_posix()})" in text, path.name
