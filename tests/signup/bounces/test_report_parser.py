"""What a message that came back says."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.mail.message import message_id
from knowledge_center.signup.bounces.failure_kinds import read_failure
from knowledge_center.signup.bounces.report_parser import read_report
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.personal_links import Links
from tests.signup.bounces import samples
from tests.signup.bounces.samples import ISSUE, SETTINGS

KEYS = make_keys()
SUBSCRIBER = "abcdefghij"
ANN = "ann@example.com"
MARK = Links(keys=KEYS, public_url="").own("u", SUBSCRIBER)
OURS = samples.ours(KEYS, SUBSCRIBER, ANN)
IDENTITY = message_id(SETTINGS, ISSUE.digest, ISSUE.key, ANN)


@pytest.mark.parametrize(
    ("shape", "status"),
    samples.NO_MAILBOX,
    ids=lambda value: getattr(value, "__name__", value),
)
def test_each_servers_own_shape_is_understood(shape: Callable[[bytes, str], bytes], status: str) -> None:
    """Whom it was for, why it failed, and which mail of ours it was."""
    report = read_report(shape(OURS, ANN), "x.eml")
    assert (report.kind, report.message_id, report.mark) == ("failed", IDENTITY, MARK)
    (recipient,) = report.recipients
    assert recipient.address and recipient.address.text == ANN
    assert recipient.status == status
    assert recipient.detail


@pytest.mark.parametrize(
    "data",
    [
        samples.postfix(OURS, ANN, "4.4.1", "delayed"),
        samples.postfix(OURS, ANN, "2.0.0", "delivered"),
        samples.postfix(OURS, ANN, "2.1.5", "relayed"),
        samples.prose(OURS, ANN, samples.DELAYED),
        samples.complaint(OURS, ANN, "not-spam"),
        samples.complaint(OURS, ANN, "auth-failure"),
    ],
)
def test_a_delay_and_good_news_are_no_failure(data: bytes) -> None:
    """A full queue, a delivery, “this is no spam after all”: nothing to do."""
    assert read_report(data, "x.eml").kind == "later"


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("complained", [ANN, ""])
def test_a_complaint_is_known_by_our_mail_in_it(complained: str, whole: bool) -> None:
    """Many services hide who complained; the headers of our mail tell."""
    report = read_report(samples.complaint(OURS, complained, whole=whole), "x.eml")
    assert (report.kind, report.message_id, report.mark) == ("complaint", IDENTITY, MARK)
    (recipient,) = report.recipients
    assert (recipient.address.text if recipient.address else "") == complained


@pytest.mark.parametrize(
    "subject", ["unsubscribe {}", "Unsubscribe  {}", "=?utf-8?q?unsubscribe?= {}", "RE: unsubscribe {}"]
)
def test_a_mail_that_asks_to_leave_carries_its_mark(subject: str) -> None:
    """However the mail program writes the subject."""
    report = read_report(samples.leave(MARK, subject), "x.eml")
    assert (report.kind, report.mark) == ("leave", MARK)


def test_other_mail_is_named_and_left_alone() -> None:
    """Somebody's answer or an automatic one is for a person to read."""
    report = read_report(samples.holiday(OURS), "x.eml")
    assert report.kind == "other"
    assert report.about.startswith("an automatic answer, “Away until Monday Re: The weekly digest”")
    assert read_report(samples.leave("", "unsubscribe"), "x.eml").about.startswith("“unsubscribe”, from ")


def test_a_report_inside_a_returned_mail_is_not_read() -> None:
    """What came back is evidence. A report somebody put inside it says nothing."""
    inner = samples.postfix(OURS, ANN)
    outer = samples.postfix(OURS, ANN, "4.4.1", "delayed").replace(samples.headers_of(OURS), inner)
    outer = outer.replace(b"text/rfc822-headers", b"message/rfc822", 1)
    assert read_report(outer, "x.eml").kind == "later"


def test_a_header_without_end_is_read_to_a_point() -> None:
    """Python's time for encoded words grows with their number squared: a subject of these took minutes."""
    bomb = b"Subject: " + b"=?utf-8?q?a?= " * 1_000_000 + b"\r\n\r\n"
    assert read_report(bomb, "x.eml").about.startswith("“aaa")
    assert read_report(b"", "x.eml").about == "without a subject, from nobody"
    late = b"Subject: " + b"x" * 20_000 + b" unsubscribe abcdefghij.ABCDEFGHIJKLMNOP\r\n\r\n"
    assert read_report(late, "x.eml").kind == "other"


@given(
    st.binary(max_size=400),
    st.integers(0, 3000),
    st.sampled_from([samples.postfix, samples.gmail]),
)
def test_any_bytes_are_a_report_or_none(noise: bytes, at: int, shape: Callable[[bytes, str], bytes]) -> None:
    """Whatever a stranger sends, reading it never fails."""
    data = shape(OURS, ANN)
    for received in (noise, data[:at], data[:at] + noise + data[at:]):
        assert read_report(received, "x.eml").source == "x.eml"


def test_a_message_nested_without_end_is_no_report() -> None:
    """Parts in parts in parts: reported as unreadable or no report, and soon."""
    begin = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)
    )
    assert read_report(begin, "x.eml").kind == "other"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (samples.postfix(OURS, ANN, "4.4.7", "failed"), "4.4.7"),
        (samples.qmail(OURS, ANN, "421 4.3.2 busy"), "4.3.2"),
    ],
)
def test_what_was_given_up_has_failed(data: bytes, status: str) -> None:
    """A server that tried for days and then gave up says so, with a code that only means: not now."""
    report = read_report(data, "x.eml")
    assert (report.kind, report.mark) == ("failed", MARK)
    assert [found.status for found in report.recipients] == [status]


@pytest.mark.parametrize("shape", samples.PROSE, ids=range(len(samples.PROSE)))
def test_a_report_for_people_is_understood(shape: str) -> None:
    """Whom it was for, why it failed and which mail of ours it was, without any field to go by."""
    report = read_report(samples.prose(OURS, ANN, shape), "x.eml")
    assert (report.kind, report.message_id, report.mark) == ("failed", IDENTITY, MARK)
    (recipient,) = report.recipients
    assert recipient.address and recipient.address.text == ANN
    assert read_failure(recipient.status, recipient.detail).kind == "reader"


def test_each_address_of_a_report_has_its_own_reason() -> None:
    """One is gone, one is full, and of one our server was refused: sendmail's transcript, and Zoho's list."""

    def kinds(text: str) -> dict[str, str]:
        people = read_report(samples.prose(OURS, ANN, text), "x.eml").recipients
        return {
            found.address.text: read_failure(found.status, found.detail).kind
            for found in people
            if found.address
        }

    assert kinds(samples.TRANSCRIPT) == {ANN: "ours", "ben@example.net": "reader", "cy@example.edu": "reader"}
    assert kinds(samples.ZOHO) == {ANN: "reader", "ben@example.net": "passing"}


@pytest.mark.parametrize(
    "old, new",
    [
        (b'boundary="9B4F41A0.1795176062/mx', b'boundary="9B4F41A0.1795176062/ms'),
        (b"Diagnostic-Code: smtp; 550 5.1.1", b"Diagnostic-Code: smtp; 550-5.1.1 nobody\r\n550 5.1.1"),
    ],
)
def test_a_report_that_a_relay_has_broken_is_understood(old: bytes, new: bytes) -> None:
    """Parts with another boundary, and a field that goes on without a blank before it."""
    data = samples.postfix(OURS, ANN)
    assert old in data
    report = read_report(data.replace(old, new), "x.eml")
    assert (report.kind, report.mark) == ("failed", MARK)
    assert [(found.address and found.address.text, found.status) for found in report.recipients] == [
        (ANN, "5.1.1")
    ]


def test_outlooks_complaint_has_no_report_in_it() -> None:
    """Its programme for complaints attaches the mail, and says the rest in the subject."""
    data = samples.complaint(OURS).replace(
        b"Subject: FW: The weekly digest", b"Subject: complaint about message from 192.0.2.1"
    )
    data = data.replace(b"message/feedback-report", b"text/plain")
    assert read_report(data, "x.eml").kind == "complaint"
    assert read_report(data, "x.eml").mark == MARK


@pytest.mark.parametrize("subject", ["Re: Undelivered Mail Returned to Sender", "Away until Monday"])
def test_an_answer_by_a_person_is_no_report(subject: str) -> None:
    """Whatever it quotes."""
    text = f"From: Ben <ben@example.net>\nSubject: {subject}\n\nWhat is this?\n> 550 5.1.1 user unknown\n"
    assert read_report(text.encode(), "x.eml").kind == "other"


@pytest.mark.parametrize(
    "piece",
    [b"a", b"a@", b"-- ", b"<<< ", b"\n\n", b"550 5.1.1 ", b"user unknown ", b"b@example.com: 550 no\n"],
)
def test_a_long_report_is_read_in_time(piece: bytes) -> None:
    """Patterns meet bounded texts alone: what takes seconds would hold up all else."""
    head = b"From: MAILER-DAEMON@example.net\nSubject: failure notice\n\n"
    began = process_time()
    read_report(head + piece * (200_000 // len(piece)), "x.eml")
    assert process_time() - began < 2
