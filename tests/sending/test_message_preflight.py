"""The preflight before an issue leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from knowledge_center.mail.compose import compose
from knowledge_center.problems import Problem
from knowledge_center.sending.dkim import Signer, load_signer
from knowledge_center.sending.message_preflight import message_problems
from knowledge_center.sending.message_template import Making, MessageTemplate
from knowledge_center.settings.model import Settings
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.personal_links import Links
from tests.digests.samples import WEEKLY, entry, issue
from tests.samples import NOW, settings
from tests.sending.test_dkim import make_key

ISSUE = issue(entry("a"), entry("b"), preheader="What else is in this issue of ours.")


def making(about: Settings) -> Making:
    keys = make_keys()

    def make(public: str, began: datetime) -> MessageTemplate:
        links = Links(keys=keys, public_url=public)
        return MessageTemplate(
            ISSUE, WEEKLY, about, links, lambda own: compose(ISSUE, WEEKLY, about, own), date=began
        )

    return make


def stops(public: str, about: Settings) -> list[Problem]:
    found = message_problems(ISSUE, about, making(about), None, public, NOW)
    return [problem for problem in found if not problem.advice]


def test_a_good_mail_has_no_faults() -> None:
    """On its real address; and on a machine of one's own, where it is judged as if it were there already."""
    for public in ("https://subscribe.example.com", "http://127.0.0.1:8080", "http://localhost:8080"):
        assert stops(public, settings()) == []


def test_links_that_are_not_encrypted_are_found() -> None:
    """As readers will have them, not as they are here."""
    found = stops("http://subscribe.example.com", settings())
    assert any("List-Unsubscribe" in problem.message for problem in found)
    assert {problem.path for problem in found} == {ISSUE.source}


def test_a_signature_is_looked_at_too(tmp_path: Path) -> None:
    """The message is signed before it is judged; one that should be signed and is not would be found."""
    make_key(tmp_path / "key.pem")
    about = replace(settings(), mail=replace(settings().mail, dkim_selector="digests"))
    signer = load_signer(about.mail, {"KC_DKIM_KEY": str(tmp_path / "key.pem")})
    assert signer
    found = message_problems(ISSUE, about, making(about), signer, "https://subscribe.example.com", NOW)
    assert [problem for problem in found if not problem.advice] == []

    class Forgetful(Signer):
        def sign(self, data: bytes) -> bytes:
            return data

    forgets = Forgetful(domain="example.com", selector="digests", key=b"")
    found = message_problems(ISSUE, about, making(about), forgets, "https://subscribe.example.com", NOW)
    assert any("has no DKIM-Signature" in problem.message for problem in found)
