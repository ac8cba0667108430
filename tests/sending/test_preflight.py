"""The check of a mail before it is sent."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from knowledge_center.mail.compose import compose
from knowledge_center.problems import Problem, Unusable
from knowledge_center.sending.dkim import load_signer
from knowledge_center.sending.message_template import MessageTemplate, compose_sample
from knowledge_center.sending.preflight import message_problems, preflight
from knowledge_center.settings.model import Settings
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.personal_links import Links
from tests.digests.samples import WEEKLY, entry, issue
from tests.mail.writing_rules.written_message import judged
from tests.samples import NOW, settings
from tests.sending.conftest import Checkout
from tests.sending.test_dkim import make_key

ISSUE = issue(entry("a"), entry("b"), preheader="What else is in this issue of ours.")
SERVER = {"KC_SMTP_URL": "smtp://127.0.0.1:2525"}
# A one-click address has to be https (RFC 8058, 3.1).
FAULTY = "http://subscribe.example.com"


def template_for(public: str, about: Settings) -> MessageTemplate:
    """The messages of the issue, with links to the service at ``public``."""
    links = Links(keys=make_keys(), public_url=public)
    mail = compose_sample(ISSUE, about, links, partial(compose, ISSUE, WEEKLY, about))
    return MessageTemplate(ISSUE, WEEKLY, about, links, mail, date=NOW)


def problems(public: str, about: Settings) -> list[Problem]:
    """Those that stop a sending."""
    found = message_problems(ISSUE, about, template_for(public, about), public)
    return [problem for problem in found if not problem.advice]


def test_a_good_mail_has_no_faults() -> None:
    """On its real address; and on a machine of one's own, where it is judged as if it were there already."""
    for public in ("https://subscribe.example.com", "http://127.0.0.1:8080", "http://localhost:8080"):
        assert problems(public, settings()) == []


def test_links_that_are_not_encrypted_are_found() -> None:
    """As readers will have them, not as they are here."""
    found = problems(FAULTY, settings())
    assert any("List-Unsubscribe" in problem.message for problem in found)
    assert {problem.path for problem in found} == {ISSUE.source}


def test_a_signature_is_as_receivers_want_it(tmp_path: Path) -> None:
    """By the sender's own domain, over all that lets a reader leave."""
    make_key(tmp_path / "key.pem")
    about = replace(settings(), mail=replace(settings().mail, dkim_selector="digests"))
    signer = load_signer(about.mail, {"KC_DKIM_KEY": str(tmp_path / "key.pem")})
    assert signer
    public = "https://subscribe.example.com"
    data = signer.sign(template_for(public, about).sample(public))
    assert data.startswith(b"DKIM-Signature:")
    assert [problem for problem in judged(data) if "DKIM" in problem.message] == []


def test_a_fault_stops_only_what_would_leave(checkout: Checkout) -> None:
    """In a folder it is reported; on its way to a server it is refused, unless somebody insists."""
    for more in ({}, SERVER):
        job = checkout.job(KC_PUBLIC_URL=FAULTY, **more)
        template = job.message_template(make_keys())
        found = preflight(job, template, force=bool(more))
        assert any("https" in problem.message and not problem.advice for problem in found)
    with pytest.raises(Unusable, match="https"):
        preflight(job, template)


def test_advice_stops_nothing(checkout: Checkout) -> None:
    """What is only worth saying is reported, and the mail may leave."""
    job = checkout.job(KC_PUBLIC_URL="https://subscribe.example.com", **SERVER)
    assert all(problem.advice for problem in preflight(job, job.message_template(make_keys())))
