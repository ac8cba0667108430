"""``knowledge-center admin fetch``: the files that were meant, or none."""

from __future__ import annotations

import hashlib
import io
import tarfile
from base64 import b64encode
from pathlib import Path

import pytest

from knowledge_center.admin import cms_release
from knowledge_center.admin.cms_release import Package, PackedFile
from knowledge_center_cli import admin
from knowledge_center_cli.command import run
from tests.link_check.other_sites import Answer, other_site
from tests.samples import make_site

SCRIPT = b"console.log('A program of others')"


def tarball(text: bytes = SCRIPT) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        member = tarfile.TarInfo("package/dist/program.js")
        member.size = len(text)
        tar.addfile(member, io.BytesIO(text))
    return made.getvalue()


def package(data: bytes, script: bytes = SCRIPT) -> Package:
    return Package(
        name="@example/program",
        version="1.2.3",
        licence="MIT",
        integrity=f"sha512-{b64encode(hashlib.sha512(data).digest()).decode()}",
        files=(
            PackedFile(
                packed="package/dist/program.js",
                name="program.js",
                sha256=hashlib.sha256(script).hexdigest(),
                size=len(script),
            ),
        ),
    )


def fetch(root: Path, monkeypatch: pytest.MonkeyPatch, pinned: Package, *options: str) -> int:
    monkeypatch.chdir(root)
    for module in (cms_release, admin):
        monkeypatch.setattr(module, "PACKAGES", (pinned,))
    return run("admin", ["fetch", *options])


def kept(root: Path) -> list[str]:
    return [path.name for path in (root / cms_release.FOLDER).glob("*")]


def test_it_is_fetched_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One request for each package, as npm asks; then the cache has it."""
    data = tarball()
    with other_site(lambda method, path, times: (200, {}, data)) as registry:
        assert fetch(tmp_path, monkeypatch, package(data), "--registry", registry.address) == 0
        assert kept(tmp_path) == ["program.js"]
        assert fetch(tmp_path, monkeypatch, package(data), "--registry", registry.address) == 0
    assert registry.asked == [("GET", "/@example/program/-/program-1.2.3.tgz")]
    assert "already" in capsys.readouterr().out


@pytest.mark.parametrize(("answer", "said"), [
    ((200, {}, tarball(b"something else")), "are not the bytes"),
    ((404, {}), "it answered 404"),
], ids=["other-bytes", "missing"])  # fmt: skip
def test_what_was_not_meant_is_not_kept(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: Answer,
    said: str,
) -> None:
    with other_site(lambda method, path, times: answer) as registry:
        assert fetch(tmp_path, monkeypatch, package(tarball()), "--registry", registry.address) == 1
    assert said in capsys.readouterr().err
    assert kept(tmp_path) == []


def test_a_scheduled_run_fetches_what_the_settings_want(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the setting nobody is asked; nor where the settings cannot be read, which the build tells."""
    data = tarball()
    with other_site(lambda method, path, times: (200, {}, data)) as registry:
        wanted = ("--if-set", "--registry", registry.address)
        assert fetch(tmp_path, monkeypatch, package(data), *wanted) == 0
        make_site(tmp_path / "without", {})
        assert fetch(tmp_path / "without", monkeypatch, package(data), *wanted) == 0
        assert registry.asked == []
        make_site(tmp_path / "with", {}, admin={"backend": "local"})
        assert fetch(tmp_path / "with", monkeypatch, package(data), *wanted) == 0
        assert fetch(tmp_path / "with", monkeypatch, package(data), *wanted) == 0
    assert len(registry.asked) == 1


def test_a_damaged_file_is_fetched_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tarball()
    with other_site(lambda method, path, times: (200, {}, data)) as registry:
        assert fetch(tmp_path, monkeypatch, package(data), "--registry", registry.address) == 0
        program = tmp_path / cms_release.FOLDER / "program.js"
        program.write_bytes(b"alert(1)")
        assert fetch(tmp_path, monkeypatch, package(data), "--registry", registry.address) == 0
    assert program.read_bytes() == SCRIPT


def test_without_a_network_a_folder_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The tarballs as ``npm pack`` leaves them; one that is missing is named with the line that makes it."""
    data = tarball()
    assert fetch(tmp_path, monkeypatch, package(data), "--registry", "http://127.0.0.1:9") == 1
    assert "--from FOLDER" in capsys.readouterr().err
    assert fetch(tmp_path, monkeypatch, package(data), "--from", str(tmp_path)) == 1
    assert "npm pack @example/program@1.2.3" in capsys.readouterr().err
    (tmp_path / "example-program-1.2.3.tgz").write_bytes(data)
    assert fetch(tmp_path, monkeypatch, package(data), "--from", str(tmp_path)) == 0
    assert kept(tmp_path) == ["program.js"]


def test_a_file_in_a_right_tarball_is_looked_at_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tarball()
    (tmp_path / "example-program-1.2.3.tgz").write_bytes(data)
    assert fetch(tmp_path, monkeypatch, package(data, b"other"), "--from", str(tmp_path)) == 1
    assert "program.js is not the file that was meant" in capsys.readouterr().err


def test_a_file_that_was_cut_off_is_as_good_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build goes on without /admin/; the command fetches all of it again."""
    (tmp_path / "from").mkdir()
    pinned = package(tarball())
    (tmp_path / "from" / pinned.tarball).write_bytes(tarball())
    assert fetch(tmp_path, monkeypatch, pinned, "--from", "from") == 0
    assert cms_release.is_fetched(tmp_path)
    program = tmp_path / cms_release.FOLDER / "program.js"
    program.write_bytes(SCRIPT[:5])
    assert not cms_release.is_fetched(tmp_path)
    assert fetch(tmp_path, monkeypatch, pinned, "--from", "from") == 0
    assert program.read_bytes() == SCRIPT and cms_release.is_fetched(tmp_path)
