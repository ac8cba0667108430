"""DKIM signatures, judged by a verifier that asks a name server of our own."""

from __future__ import annotations

import base64
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import dkim  # type: ignore[import-untyped]
import pytest

from knowledge_center.problems import Unusable
from knowledge_center.sending.dkim import Signer, load_signer
from knowledge_center.settings.model import MailSettings
from tests.programs import tool
from tests.samples import settings

MAIL = replace(settings().mail, dkim_selector="digests")
MESSAGE = (
    b"From: Knowledge Center <knowledge@example.com>\r\nTo: reader@example.com\r\nReply-To: reply@example.com\r\n"
    b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nDate: Wed, 25 Nov 2026 14:20:47 -0500\r\nMessage-ID: <1@example.com>\r\n"
    b"List-Id: <weekly.example.com>\r\nList-Archive: <https://example.com/>\r\n"
    b"List-Unsubscribe: <https://example.com/u/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    b"Feedback-ID: 1:2:3:4\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Language: en\r\n\r\nHello,\r\n\r\n  a text.  \r\n\r\n\r\n"
)


def openssl(*arguments: str) -> bytes:
    done = subprocess.run([tool("openssl"), *arguments], check=True, capture_output=True, timeout=60)
    return done.stdout


def make_key(path: Path, bits: int = 2048, *more: str) -> bytes:
    """A private key in the file, and the record of its public part."""
    openssl("genrsa", *more, "-out", str(path), str(bits))
    public = openssl("rsa", "-in", str(path), "-pubout", "-outform", "der")
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    path = tmp_path_factory.mktemp("dkim") / "key.pem"
    return path, make_key(path)


def verified(data: bytes, record: bytes, asked: list[bytes] | None = None) -> bool:
    def ask(name: bytes, timeout: int = 5) -> bytes:
        if asked is not None:
            asked.append(name)
        return record

    return bool(dkim.verify(data, dnsfunc=ask))


def signer(path: Path, mail: MailSettings = MAIL) -> Signer:
    made = load_signer(mail, {"KC_DKIM_KEY": str(path)})
    assert made is not None
    return made


def test_a_signature_verifies(key: tuple[Path, bytes]) -> None:
    """With the key of the sender's own domain; what was signed follows unchanged."""
    asked: list[bytes] = []
    data = signer(key[0]).sign(MESSAGE)
    assert verified(data, key[1], asked)
    assert asked == [b"digests._domainkey.example.com."]
    assert data.endswith(MESSAGE)
    head = data[: -len(MESSAGE)]
    assert head.startswith(b"DKIM-Signature: ") and head.endswith(b"\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 78
    tags = dict(re.findall(rb"(\w+)=\s*([^;]*)", re.sub(rb"\s+", b"", head)))
    assert (tags[b"a"], tags[b"c"], tags[b"d"]) == (b"rsa-sha256", b"relaxed/relaxed", b"example.com")
    assert b"l" not in tags


@pytest.mark.parametrize(
    "name", [line.partition(b":")[0] for line in MESSAGE.partition(b"\r\n\r\n")[0].split(b"\r\n")]
)
def test_every_header_is_covered(name: bytes, key: tuple[Path, bytes]) -> None:
    """Whoever changes one on the way breaks the signature, both List-Unsubscribe headers included."""
    data = signer(key[0]).sign(MESSAGE)
    changed = data.replace(b"\r\n" + name + b": ", b"\r\n" + name + b": x")
    if name == b"From":
        changed = data.replace(b"Knowledge Center", b"Somebody Else")
    assert changed != data
    assert not verified(changed, key[1])


@pytest.mark.parametrize(
    "name", [b"From", b"To", b"Reply-To", b"Subject", b"Date", b"Message-ID", b"List-Unsubscribe"]
)
def test_no_second_header_can_be_slipped_in(name: bytes, key: tuple[Path, bytes]) -> None:
    """A header that a mail program might show instead of ours breaks the signature."""
    data = signer(key[0]).sign(MESSAGE)
    assert not verified(name + b": <x@example.org>\r\n" + data, key[1])


def test_the_whole_body_is_covered(key: tuple[Path, bytes]) -> None:
    """Nothing can be added at its end."""
    assert not verified(signer(key[0]).sign(MESSAGE) + b"<p>Buy!</p>\r\n", key[1])


@pytest.mark.parametrize("kind", ["traditional", "PKCS #8", "Windows line ends"])
def test_keys_come_in_many_forms(kind: str, tmp_path: Path) -> None:
    """As openssl has written them over the years, and as an editor on Windows saves them."""
    path = tmp_path / "key.pem"
    record = make_key(path, 2048, *(["-traditional"] if kind == "traditional" else []))
    if kind == "Windows line ends":
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert verified(signer(path).sign(MESSAGE), record)


def test_without_both_settings_nothing_is_signed() -> None:
    """Where the mail server signs, neither is set."""
    assert load_signer(settings().mail, {}) is None
    assert load_signer(settings().mail, {"KC_DKIM_KEY": ""}) is None


def problem_of(mail: MailSettings, path: str) -> str:
    with pytest.raises(Unusable) as caught:
        load_signer(mail, {"KC_DKIM_KEY": path})
    return str(caught.value)


def test_half_a_setting_is_a_mistake() -> None:
    """A key without a selector, a selector without a key: readers would get mails that nobody signed."""
    assert "dkim_selector does not say its name" in problem_of(settings().mail, "key.pem")
    assert "“digests”, but KC_DKIM_KEY does not name the file" in problem_of(MAIL, "")


def test_a_key_that_cannot_be_used_is_reported_without_it(tmp_path: Path) -> None:
    """A missing file, a public key, another kind of key, a key that is too short: a sentence and a fix."""
    fix = "openssl genrsa"
    missing = problem_of(MAIL, str(tmp_path / "missing.pem"))
    assert "cannot be read: No such file or directory" in missing and fix in missing
    wrong = {
        "empty.pem": b"",
        "noise.pem": b"-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n",
        "letters.pem": b"-----BEGIN RSA PRIVATE KEY-----\n!\n-----END RSA PRIVATE KEY-----\n",
        "binary.pem": bytes(range(256)),
        "ec.pem": openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout"),
        "ed25519.pem": openssl("genpkey", "-algorithm", "ed25519"),
    }
    for name, data in wrong.items():
        (tmp_path / name).write_bytes(data)
        message = problem_of(MAIL, str(tmp_path / name))
        assert "no private RSA key in PEM form" in message and fix in message, name
        assert "c2VjcmV0" not in message
    make_key(tmp_path / "rsa.pem", 2048)
    (tmp_path / "public.pem").write_bytes(openssl("rsa", "-in", str(tmp_path / "rsa.pem"), "-pubout"))
    assert "no private RSA key" in problem_of(MAIL, str(tmp_path / "public.pem"))
    make_key(tmp_path / "short.pem", 768)
    assert "has 768 bits; receivers believe none below 1024" in problem_of(MAIL, str(tmp_path / "short.pem"))
    assert repr(signer(tmp_path / "rsa.pem")) == "Signer(digests._domainkey.example.com)"
