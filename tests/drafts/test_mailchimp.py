"""Drafts in Mailchimp."""

from __future__ import annotations

import pytest

from knowledge_center.drafts.mailchimp import Mailchimp, mailchimp
from knowledge_center.problems import Unusable
from tests.drafts import services
from tests.drafts.samples import ISSUE, draft
from tests.drafts.services import KEY, Fault

NAME = f"weekly {ISSUE.key}"
AUDIENCE = "9f1c2e3a4b"
THERE = "https://us21.admin.mailchimp.com/campaigns/edit?id=1000"


def connected(service: services.Mailchimp) -> Mailchimp:
    return mailchimp({"KC_MAILCHIMP_KEY": KEY}, base=service.address)


def test_a_draft_is_made_in_two_steps(mailchimp_there: services.Mailchimp) -> None:
    """First the campaign, then its content; no tracking, no second foot."""
    expected = connected(mailchimp_there).make(draft("mailchimp", AUDIENCE))
    (made,) = mailchimp_there.campaigns
    assert made["settings"] | {"subject_line": ""} == {
        "title": NAME,
        "subject_line": "",
        "preview_text": made["settings"]["preview_text"],
        "from_name": "Knowledge Center",
        "reply_to": "reply@example.com",
        "auto_footer": False,
        "inline_css": False,
    }
    assert "*|EMAIL|*" not in made["settings"]["subject_line"]
    assert made["recipients"] == {"list_id": AUDIENCE}
    assert not any(made["tracking"].values())
    content = mailchimp_there.contents["c0"]
    assert 'href="*|UNSUB|*"' in content["html"] and "*|UNSUB|*" in content["plain_text"]
    assert "*|EMAIL|*" not in content["html"] + content["plain_text"]
    assert expected == f"The draft “{NAME}” is made; look at it and send it there: {THERE}"
    assert mailchimp_there.methods() == ["GET /campaigns", "POST /campaigns", "PUT /campaigns/c0/content"]


def test_a_segment_can_stand_behind_the_audience(mailchimp_there: services.Mailchimp) -> None:
    """One audience, several digests."""
    connected(mailchimp_there).make(draft("mailchimp", f"{AUDIENCE}/12345"))
    assert mailchimp_there.campaigns[0]["recipients"] == {
        "list_id": AUDIENCE,
        "segment_opts": {"saved_segment_id": 12345},
    }


def test_a_second_time_nothing_happens(mailchimp_there: services.Mailchimp) -> None:
    """What somebody edited there stays as it is; what was sent stays sent."""
    connected(mailchimp_there).make(draft("mailchimp", AUDIENCE))
    mailchimp_there.contents["c0"] = {"html": "<p>Edited</p>", "plain_text": ""}
    expected = connected(mailchimp_there).make(draft("mailchimp", AUDIENCE))
    assert expected == f"There is “{NAME}” already (draft), nothing was changed: {THERE}"
    mailchimp_there.campaigns[0]["status"] = "sent"
    assert "already (sent)" in connected(mailchimp_there).make(draft("mailchimp", AUDIENCE))
    assert mailchimp_there.contents["c0"]["html"] == "<p>Edited</p>"
    assert len(mailchimp_there.campaigns) == 1


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_half_made_draft_is_finished(mailchimp_there: services.Mailchimp, method: str, after: bool) -> None:
    """Wherever the connection broke, the next run ends with one draft and its content."""
    mailchimp_there.faults.append(Fault(method=method, after=after))
    with pytest.raises(Unusable, match="un the command again"):
        connected(mailchimp_there).make(draft("mailchimp", AUDIENCE))
    expected = connected(mailchimp_there).make(draft("mailchimp", AUDIENCE))
    assert len(mailchimp_there.campaigns) == 1
    assert "*|UNSUB|*" in mailchimp_there.contents["c0"]["html"]
    half = (method, after) in (("POST", True), ("PUT", False))
    assert expected.startswith(f"The draft “{NAME}” was there without its content") == half


def test_an_older_draft_is_found_behind_hundreds_of_campaigns(mailchimp_there: services.Mailchimp) -> None:
    """Page by page, in the same audience."""
    connected(mailchimp_there).make(draft("mailchimp", AUDIENCE))
    for number in range(205):
        mailchimp_there.campaigns.append(
            {"id": f"x{number}", "web_id": number, "status": "sent", "settings": {"title": "other"},
             "recipients": {"list_id": AUDIENCE}}
        )  # fmt: skip
    assert "already (draft)" in connected(mailchimp_there).make(draft("mailchimp", AUDIENCE))
    assert mailchimp_there.methods().count("GET /campaigns") == 1 + 3


@pytest.mark.parametrize("audience", ["", "My list", "9f1c2e3a4b/x", "../../lists"])
def test_an_audience_that_cannot_be_is_refused_before_anything(
    mailchimp_there: services.Mailchimp, audience: str
) -> None:
    """The id stands in the settings of the audience."""
    with pytest.raises(Unusable, match="the id of an audience in Mailchimp is expected"):
        connected(mailchimp_there).make(draft("mailchimp", audience))
    assert mailchimp_there.asked == []


def test_a_refusal_names_the_field(mailchimp_there: services.Mailchimp) -> None:
    """The service says which setting it does not take."""
    with pytest.raises(Unusable, match=r"recipients\.list_id: No such list"):
        connected(mailchimp_there).make(draft("mailchimp", "aaaaaaaaaa"))


def test_the_data_center_is_the_end_of_the_key() -> None:
    """Without it nobody knows whom to ask; nothing else in the environment names an address."""
    assert mailchimp({"KC_MAILCHIMP_KEY": KEY}).connection.base == "https://us21.api.mailchimp.com/3.0"
    for key in ("0123456789", "0123-evil.example.com/", "0123-us21.evil.example"):
        with pytest.raises(Unusable, match="does not end with a data center") as refused:
            mailchimp({"KC_MAILCHIMP_KEY": key})
        assert key not in str(refused.value)
