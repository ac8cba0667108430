"""Drafts in Buttondown."""

from __future__ import annotations

import pytest

from knowledge_center.drafts.buttondown import AS_IT_IS, BASE, Buttondown, buttondown
from knowledge_center.problems import Unusable
from tests.drafts import services
from tests.drafts.samples import ISSUE, draft
from tests.drafts.services import KEY, Fault

NAME = f"weekly {ISSUE.key}"


def connected(service: services.Buttondown) -> Buttondown:
    return buttondown({"KC_BUTTONDOWN_KEY": KEY}, base=service.address)


def test_a_draft_is_made_and_nothing_is_sent(buttondown_there: services.Buttondown) -> None:
    """The service would send what is not called a draft, so it is called one."""
    expected = connected(buttondown_there).make(draft("buttondown", ""))
    (made,) = buttondown_there.emails
    assert made["status"] == "draft"
    assert made["metadata"] == {"knowledge_center": NAME}
    assert made["body"].startswith(f"{AS_IT_IS}\n<!DOCTYPE html>")
    assert 'href="{{ unsubscribe_url }}"' in made["body"]
    assert "{{ .Subscriber" not in made["body"] + made["subject"]
    assert "filters" not in made
    assert (
        expected
        == f"The draft “{NAME}” is made; look at it and send it there: https://buttondown.com/emails/em_0"
    )


@pytest.mark.parametrize("audience", ["monthly", "sub_tag_2"])
def test_the_audience_is_a_tag(buttondown_there: services.Buttondown, audience: str) -> None:
    """Only subscribers with the digest's tag get it; the form's name for it will do."""
    connected(buttondown_there).make(draft("buttondown", audience))
    assert buttondown_there.emails[0]["filters"] == {
        "filters": [{"field": "subscriber.tags", "operator": "contains", "value": "sub_tag_2"}],
        "groups": [],
        "predicate": "and",
    }


def test_a_tag_that_is_not_there_is_reported(buttondown_there: services.Buttondown) -> None:
    """Before anything is made, with the names of those that are."""
    with pytest.raises(Unusable, match=r"It has no tag “weekli”\. There are: “weekly”, “monthly”\."):
        connected(buttondown_there).make(draft("buttondown", "weekli"))
    assert buttondown_there.emails == []


@pytest.mark.parametrize("status", ["draft", "scheduled", "sent"])
def test_a_second_time_nothing_happens(buttondown_there: services.Buttondown, status: str) -> None:
    """Whatever became of it there, and on whichever page of the list it is."""
    for number in range(5):
        other = {"id": f"em_{number}x", "status": status, "metadata": {"knowledge_center": "weekly"}}
        buttondown_there.emails.append(other)
    connected(buttondown_there).make(draft("buttondown", ""))
    buttondown_there.emails[-1] |= {"status": status}
    before = list(buttondown_there.emails)
    expected = connected(buttondown_there).make(draft("buttondown", ""))
    assert expected.startswith(f"There is “{NAME}” already ({status}), nothing was changed: ")
    assert buttondown_there.emails == before


def test_an_answer_that_is_lost_leads_to_no_second_draft(buttondown_there: services.Buttondown) -> None:
    """The draft was made, the connection broke: run again, and it is found."""
    buttondown_there.faults.append(Fault(method="POST", after=True))
    with pytest.raises(Unusable, match="what was made is found and not made twice"):
        connected(buttondown_there).make(draft("buttondown", ""))
    assert "already (draft)" in connected(buttondown_there).make(draft("buttondown", ""))
    assert len(buttondown_there.emails) == 1


def test_a_service_that_does_not_call_it_a_draft_raises_the_alarm(
    buttondown_there: services.Buttondown,
) -> None:
    """Then a person has to look at once."""
    body = b'{"id": "em_1", "status": "about_to_send"}'
    buttondown_there.faults.append(Fault(method="POST", status=201, body=body))
    with pytest.raises(Unusable, match="calls it “about_to_send”"):
        connected(buttondown_there).make(draft("buttondown", ""))


def test_without_another_address_it_is_buttondown_itself() -> None:
    """Only code can name another address; nothing in the environment can."""
    assert buttondown({"KC_BUTTONDOWN_KEY": KEY}).connection.base == BASE == "https://api.buttondown.com/v1"
