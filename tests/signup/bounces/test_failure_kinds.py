"""Whose fault an answer of a mail server is."""

from __future__ import annotations

import pytest

from knowledge_center.signup.bounces.failure_kinds import CAUSES, failure_status, read_failure, table

# Answers as servers give them at RCPT, at DATA and in reports, by what they mean; "" is no status of its own.
READER = (
    ("", "550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown in local recipient table"),
    ("", "550 5.7.1 <ann@example.com>: Recipient address rejected: User unknown"),
    ("", "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the "
         "recipient's email address for typos or unnecessary spaces."),
    ("", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
    ("5.1.1", "smtp;550 5.1.1 RESOLVER.ADR.RecipNotFound; not found"),
    ("", "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)."),
    ("", "550 5.4.1 Recipient address rejected: Access denied. [x.prod.protection.outlook.com]"),
    ("5.0.0", "smtp; 554 delivery error: dd This user doesn't have a yahoo.com account (ann@yahoo.example) [0]"),
    ("5.0.0", "smtp; 554 delivery error: dd This account has been disabled or discontinued [#102]."),
    ("", "552 1 Requested mail action aborted, mailbox not found"),
    ("", "553 5.3.0 <ann@example.com>... No such user here"),
    ("5.2.0", "SMTP; 550 : User unknown"),
    ("", "550 5.2.1 The email account that you tried to reach is disabled."),
    ("", "550 5.2.1 mailbox disabled, not accepting messages"),
    ("", "525 5.7.13 Disabled recipient address"),
    ("", "550 5.1.6 Destination mailbox has moved, no forwarding address"),
    ("", "556 5.1.10 Recipient address has null MX"),
    ("", "550 5.1.3 bad destination mailbox address syntax"),
    ("5.1.2", "Host or domain name not found. Name service error for name=example.net type=A: Host not found"),
    ("5.4.4", "smtp; unable to route: no mail hosts for domain"),
    ("5.0.0", "unknown; No such domain."),
    ("", "550 Unrouteable address"),
    ("5.0.0", "X-Notes; User ann (ann@example.com) not listed in Domino Directory"),
    ("", "550 There is no one at this address"),
    ("", "550 Mailbox is frozen."),
    # What somebody is called is no diagnosis.
    ("", "550 5.1.1 <spam.quota@helo.example.com>: user unknown"),
)  # fmt: skip
PASSING = (
    ("", "452 4.2.2 The email account that you tried to reach is over quota."),
    ("", "552 5.2.2 mailbox full"),
    ("5.0.0", "smtp; 5.1.0 - Unknown address error 550-'5.2.2 <ann@example.com>... Mailbox Full' (attempts: 0)"),
    ("", "550-5.2.1 The user you are trying to contact is receiving mail at a rate that 550-5.2.1 prevents "
         "additional messages from being delivered."),
    ("", "550 5.2.1 This user is receiving mail too quickly"),
    ("", "450 4.2.0 <ann@example.com>: Recipient address rejected: Greylisted"),
    ("", "450 4.1.1 <ann@example.com>: Recipient address rejected: User unknown"),
    ("", "450 5.1.1 a code that does not fit its answer"),
    ("", "550 5.1.1 quota exceeded"),
    ("4.4.7", ""),
    ("4.4.1", "connect to mx.example.com[192.0.2.1]:25: Connection timed out"),
    ("5.3.5", "smtp; 553 5.3.5 system config error"),
    ("5.0.0", "retry timeout exceeded"),
    ("5.0.0", ""),
    ("", "550 Rejected"),
    ("", "550 5.1.0 Address rejected"),
    ("", "552 mailbox size limit exceeded"),
    ("5.4.6", "smtp; 554 5.4.6 Too many hops"),
)  # fmt: skip
OURS = (
    ("", "553 5.1.8 <news@example.com>... Domain of sender address news@example.com does not exist", "sender"),
    ("", "550 5.1.7 No such domain example.com.", "sender"),
    ("5.1.0", "smtp; 550 5.1.0 <news@example.com> sender rejected. AUP#1310", "sender"),
    ("", "550 5.1.1 <news@example.com>: Sender address rejected: User unknown in virtual mailbox table", "sender"),
    ("5.1.0", "SMTP error from remote mail server after MAIL FROM:<news@example.com>: 553 5.1.0 example.com does "
              "not exist E2110", "sender"),
    ("5.7.1", "550 5.7.1 can't determine Purported Responsible Address", "sender"),
    ("", "550-Requested action not taken: mailbox unavailable 550 invalid DNS MX or A/AAAA resource record", "sender"),
    ("", "550-Requested action not taken: mailbox unavailable 550 Sender address has null MX", "sender"),
    ("", "553 5.3.0 <news@example.com>... Your domain is not found in DNS", "sender"),
    ("", "550 No MX or A record for sender domain example.com", "sender"),
    ("", "550 The domain of the envelope from does not exist", "sender"),
    ("", "550 5.4.6 sending account suspended", "sender"),
    ("", "550 5.7.1 no MX for your domain", "sender"),
    ("", "550-5.4.5 Daily user sending limit exceeded.", "policy"),
    ("", "550 5.1.90 Your message can't be sent because you've reached your daily limit for recipients", "policy"),
    ("", "550-5.7.26 Unauthenticated email from example.com is not accepted due to domain's DMARC policy.",
     "authentication"),
    ("5.7.25", "smtp; 550-5.7.25 [192.0.2.2] The IP address sending this message does not have a PTR record",
     "authentication"),
    ("5.7.1", "smtp;550 5.7.1 RESOLVER.RST.AuthRequired; authentication required", "authentication"),
    ("5.0.0", "smtp; 550 Bad SPF records for [example.org:192.0.2.2]", "authentication"),
    ("", "554 5.7.1 <ann@example.com>: Relay access denied", "authentication"),
    ("", "554 5.7.1 Service unavailable; Client host [192.0.2.2] blocked using zen.spamhaus.org", "block list"),
    ("", "550 5.7.606 Access denied, banned sending IP [192.0.2.2]", "block list"),
    ("", "550 5.7.1 Unfortunately, messages from [192.0.2.2] weren't sent. Please contact your Internet service "
         "provider since part of their network is on our block list (S3140).", "block list"),
    ("", "421 4.7.0 [TSS04] Messages from 192.0.2.2 temporarily deferred due to unexpected volume or user "
         "complaints", "block list"),
    ("", "554 mx.example.com ESMTP not accepting connections", "block list"),
    ("5.3.4", "smtp; 552 5.3.4 Message too large", "size"),
    ("", "552 5.2.3 Message size exceeds the limit of this mailbox", "size"),
    ("5.7.1", "smtp; 550 5.7.1 Message content rejected, UBE, id=22220-02-222", "content"),
    ("5.0.0", "smtp; 550 Virus Detected; Content Rejected", "content"),
    ("", "550-5.7.1 Our system has detected that this message is likely unsolicited mail.", "content"),
    ("5.7.1", "smtp; 550-5.7.1 This message is not RFC 5322 compliant. There are multiple Subject headers.", "setup"),
    ("", "550 5.7.1 we do not like you", "policy"),
    ("", "554 5.7.1 <ann@example.com>: Recipient address rejected: Access denied", "policy"),
    ("", "550 Administrative prohibition", "policy"),
    ("", "554 Your access to this mail system has been rejected due to the sending MTA's poor reputation",
     "block list"),
    ("", "554 5.7.1 <mx.example.com[192.0.2.1]>: Client host rejected: cannot find your hostname",
     "authentication"),
)  # fmt: skip


@pytest.mark.parametrize(("status", "words"), READER)
def test_a_mailbox_that_is_not_there_is_the_readers(status: str, words: str) -> None:
    """Whichever code a server uses for it."""
    assert read_failure(status, words).kind == "reader"


@pytest.mark.parametrize(("status", "words"), PASSING)
def test_what_may_be_over_tomorrow_costs_nobody_a_subscription(status: str, words: str) -> None:
    """Full, busy, too much at once, put off, and all that says nothing."""
    assert read_failure(status, words).kind == "passing"


@pytest.mark.parametrize(("status", "words", "cause"), OURS)
def test_our_own_faults_are_never_a_readers(status: str, words: str, cause: str) -> None:
    """Each with what is wrong and what to do about it."""
    found = read_failure(status, words)
    assert (found.kind, found.cause) == ("ours", cause)
    assert all(CAUSES[found.cause])


@pytest.mark.parametrize(
    ("field", "words", "status"),
    [
        ("5.1.1", "550 5.7.1 no", "5.1.1"),
        ("5.0.0", "550 5.1.1 who", "5.1.1"),
        ("5.0.0", "450 4.2.2 full", "5.0.0"),
        ("", "[192.0.2.5] said: 550 5.1.1 who", "5.1.1"),
        ("", "550 who from 5.1.1.9", "5.0.0"),
        ("", "451-later", "4.0.0"),
        ("", "mailbox 550s", ""),
    ],
)
def test_the_true_code_is_found(field: str, words: str, status: str) -> None:
    """Some servers say 5.0.0 in the field and the true one in the words; an IP address is no code."""
    assert failure_status(field, words) == status


def test_every_row_names_its_source_and_can_be_read() -> None:
    """A row without a source cannot be judged later."""
    for row in table():
        assert row.source.strip() and row.pattern.pattern
        assert bool(row.cause) == (row.kind == "ours")
    assert {row.cause for row in table()} == {"", *CAUSES}
