"""A test mail of an issue, before anybody else gets it."""

from __future__ import annotations

import os
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from knowledge_center_cli.send_digest import main
from tests.digests.samples import entry, issue
from tests.samples import NOW, article_text, make_docs, picture
from tests.sending.samples import make_sending_site
from tests.sending.servers import Mailbox, mail_server

URL = "https://knowledge.example.com/"


class Site:
    """A site with a closed issue and an article that is new since, with a picture; nobody is subscribed."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch, output: pytest.CaptureFixture[str]) -> None:
        self.root, self.output = root, output
        make_sending_site(root, issue(entry("a")))
        text = article_text("A new one", image="b.png", image_alt="A desk")
        make_docs(root, {"a.md": article_text("A"), "b.md": text, "b.png": picture(size=(1500, 1000))})
        patch.chdir(root)
        for name in [name for name in os.environ if name.startswith("KC_")]:
            patch.delenv(name)
        patch.setenv("KC_STATE", str(root / "state"))
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))

    def send(self, *arguments: str) -> int:
        code = main(["weekly", *arguments])
        self.printed, self.errors = self.output.readouterr()
        return code

    def docs(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in (self.root / "docs").rglob("*") if path.is_file()}

    def mail(self) -> EmailMessage:
        (path,) = (self.root / "outbox").glob("*.eml")
        read = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(read, EmailMessage)
        return read


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Site:
    return Site(tmp_path / "site", monkeypatch, capsys)


def addresses(mail: EmailMessage) -> set[str]:
    """Where the HTML of a message leads, and what it shows."""
    html = mail.get_body(("html",))
    assert html is not None
    return set(re.findall(r'(?:href|src)="([^"]+)"', html.get_content()))


def test_the_coming_issue_goes_to_any_address_and_leaves_no_trace(site: Site) -> None:
    """It says that it is a test, shows its pictures though they are nowhere yet, and leads to nothing private."""
    before = site.docs()
    assert site.send("--test", "you@example.com") == 0
    why = "no mail program draws assets/logo.svg, and docs/assets/logo.png is not there"
    assert f"The mail shows no logo, because {why}. Put a PNG there." in site.printed
    assert "weekly: what is new so far for 2026-W47" in site.printed
    assert site.printed.endswith(
        "A test mail went to you@example.com: files in outbox/ (KC_SMTP_URL is not set). It counts as no delivery.\n"
    )
    mail = site.mail()
    assert (mail["To"], mail["Subject"]) == ("you@example.com", "[Test] The weekly digest: A new one")
    assert not [name for name in mail if name.lower().startswith("list-")]
    pictures = {
        f"cid:{part['Content-ID'].strip('<>')}": part.get_content_type()
        for part in mail.walk()
        if part["Content-ID"]
    }
    assert list(pictures.values()) == ["image/jpeg"]
    pages = {f"{URL}{path}" for path in ("", "articles/b/", "digests/weekly/", "subscribe/")}
    assert addresses(mail) == pages | set(pictures)
    assert site.docs() == before
    assert not (site.root / "state").exists()


def test_a_closed_issue_can_be_tried_too(site: Site) -> None:
    """By its key; its own page is there, so the mail leads to it. Nobody counts as having it."""
    assert site.send("2026-W46", "--test", "you@example.com") == 0
    assert f"{URL}digests/weekly/2026-W46/" in addresses(site.mail())
    assert not (site.root / "state").exists()


def test_a_test_mail_travels_to_a_mail_server(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """No service has to be reachable, as no link leads to one. Two tests are two messages."""
    box = Mailbox()
    with mail_server(box) as port:
        monkeypatch.setenv("KC_SMTP_URL", f"smtp://127.0.0.1:{port}")
        assert site.send("--test", "you@example.com") == 0
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp()) + 1))
        assert site.send("--test", "you@example.com") == 0
    first, second = (message_from_bytes(got.data) for got in box.got)
    assert {got.to for got in box.got} == {"you@example.com"}
    assert first["Message-ID"] != second["Message-ID"]
    assert not (site.root / "outbox").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--test", "nobody"], "does not look like an email address"),
        (["--test", "a@example.com", "--limit", "3"], "--limit is for a sending"),
        (["--test", "a@example.com", "--only", "b@example.com"], "--only is for a sending"),
        (["--test", "a@example.com", "--dry-run"], "not allowed with argument"),
    ],
)
def test_what_a_test_cannot_do_is_said(site: Site, arguments: list[str], message: str) -> None:
    """Nothing is sent by a command that is half understood."""
    with pytest.raises(SystemExit) as ended:
        site.send(*arguments)
    assert ended.value.code == 2
    assert message in site.output.readouterr().err
    assert not (site.root / "outbox").exists()


def test_what_is_not_there_is_said(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """An issue that was never closed, and a mail server that does not answer: one sentence, exit code 1."""
    assert site.send("2026-W01", "--test", "you@example.com") == 1
    assert "there is no closed issue “2026-W01”. The last one is 2026-W46." in site.errors
    monkeypatch.setenv("KC_SMTP_URL", "smtp://127.0.0.1:9")
    assert site.send("--test", "you@example.com") == 1
    assert "The test mail to you@example.com was not sent: " in site.errors
