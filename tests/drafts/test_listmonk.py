"""Drafts in a listmonk of one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge_center.drafts.listmonk import TEMPLATE, TEMPLATE_NAME, Listmonk, listmonk
from knowledge_center.drafts.model import draft_of
from knowledge_center.problems import Unusable
from tests.digests.samples import WEEKLY
from tests.drafts import services
from tests.drafts.samples import ISSUE, MAIL, SETTINGS, draft
from tests.drafts.services import KEY


def connected(service: services.Listmonk) -> Listmonk:
    return listmonk(
        {"KC_LISTMONK_URL": f"{service.address}/", "KC_LISTMONK_USER": "api", "KC_LISTMONK_TOKEN": f"{KEY}\n"}
    )


def test_a_draft_is_made_with_the_mail_as_it_is(listmonk_there: services.Listmonk) -> None:
    """Named after the issue, to the digest's list, with the service's own links and nothing around it."""
    expected = connected(listmonk_there).make(draft("listmonk", "3"))
    name = f"weekly {ISSUE.key}"
    (made,) = listmonk_there.campaigns
    assert (made["name"], made["lists"], made["status"], made["type"]) == (name, [3], "draft", "regular")
    assert made["content_type"] == "html"
    assert 'href="{{ UnsubscribeURL }}"' in made["body"] and "{{ UnsubscribeURL }}" in made["altbody"]
    assert "%%" not in made["body"] + made["altbody"]
    assert "{{ .Subscriber" not in made["body"] + made["altbody"] + made["subject"]
    assert made["from_email"] == "Knowledge Center <knowledge@example.com>"
    assert made["headers"] == [{"Reply-To": "reply@example.com"}]
    (bare,) = [template for template in listmonk_there.templates if template["id"] == made["template_id"]]
    assert (bare["name"], bare["type"], bare["body"]) == (TEMPLATE_NAME, "campaign", TEMPLATE)
    assert expected == (
        f"The draft “{name}” is made; look at it and send it there: {listmonk_there.address}/campaigns/1"
    )
    # Nothing is started, scheduled or tested.
    assert not [path for path in listmonk_there.methods() if path.endswith(("/status", "/test"))]


def test_a_second_time_nothing_happens(listmonk_there: services.Listmonk) -> None:
    """Also when somebody has edited the draft or sent it meanwhile."""
    connected(listmonk_there).make(draft("listmonk", "3"))
    listmonk_there.campaigns[0] |= {"status": "finished", "subject": "Edited"}
    listmonk_there.asked.clear()
    expected = connected(listmonk_there).make(draft("listmonk", "3"))
    assert expected.startswith(f"There is “weekly {ISSUE.key}” already (finished), nothing was changed: ")
    assert listmonk_there.methods() == ["GET /api/campaigns"]
    assert len(listmonk_there.campaigns) == 1


def test_an_older_draft_is_found_behind_hundreds_of_campaigns(listmonk_there: services.Listmonk) -> None:
    """And one with nearly the same name is another one."""
    connected(listmonk_there).make(draft("listmonk", "3"))
    for number in range(250):
        other = {"id": number + 9, "name": f"weekly {ISSUE.key}{number}", "status": "draft", "subject": ""}
        listmonk_there.campaigns.append(other)
    assert "already" in connected(listmonk_there).make(draft("listmonk", "3"))
    assert listmonk_there.methods()[-3:] == ["GET /api/campaigns"] * 3


def test_the_bare_template_is_made_once(listmonk_there: services.Listmonk) -> None:
    """The next issue, and a template that somebody made by hand, need no new one."""
    connected(listmonk_there).make(draft("listmonk", "3"))
    listmonk_there.campaigns.clear()
    connected(listmonk_there).make(draft("listmonk", "3"))
    assert len(listmonk_there.templates) == 3
    listmonk_there.templates[2] |= {"name": "Blank", "body": '{{template "content" .}}\n'}
    listmonk_there.campaigns.clear()
    connected(listmonk_there).make(draft("listmonk", "3, 4"))
    assert len(listmonk_there.templates) == 3
    assert listmonk_there.campaigns[0]["lists"] == [3, 4]


UUID = "01234567-89ab-cdef-0123-000000000117"


@pytest.mark.parametrize(("audience", "numbers"), [(UUID, [117]), (f"{UUID.upper()}, 3", [117, 3])])
def test_a_list_is_found_by_what_the_form_knows_it_by(
    listmonk_there: services.Listmonk, audience: str, numbers: list[int]
) -> None:
    """The form posts a list's UUID, a campaign wants its number: one setting serves both."""
    connected(listmonk_there).make(draft("listmonk", audience))
    assert listmonk_there.campaigns[0]["lists"] == numbers


def test_a_digest_without_a_list_goes_to_the_form_s(listmonk_there: services.Listmonk) -> None:
    """Whoever has one list writes it once, beside subscribe.provider."""
    subscribe = replace(SETTINGS.subscribe, provider="listmonk", keys={"list": UUID})
    made = draft_of(ISSUE, WEEKLY, replace(SETTINGS, subscribe=subscribe), MAIL, "listmonk")
    connected(listmonk_there).make(made)
    assert listmonk_there.campaigns[0]["lists"] == [117]


def test_a_list_that_is_not_there_is_reported(listmonk_there: services.Listmonk) -> None:
    """Before anything is made."""
    with pytest.raises(Unusable, match="It has no list with the UUID"):
        connected(listmonk_there).make(draft("listmonk", UUID.replace("117", "999")))
    assert listmonk_there.campaigns == []


@pytest.mark.parametrize("audience", ["", "weekly", "0", "1;2", "1b0c8e2e-6a0b-4c52-9d2c"])
def test_an_audience_that_is_no_list_is_refused_before_anything(
    listmonk_there: services.Listmonk, audience: str
) -> None:
    """Neither a number nor a UUID: the sentence says what is expected."""
    with pytest.raises(Unusable, match="the UUID or the number of a list in listmonk is expected"):
        connected(listmonk_there).make(draft("listmonk", audience))
    assert listmonk_there.asked == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", "KC_LISTMONK_URL is not set."),
        ("http://listmonk.example.com", "the key would travel in the open"),
        ("ftp://listmonk.example.com", "no address that begins with https://"),
        ("https://user:pass@listmonk.example.com", "no address that begins with https://"),
        ("https://[", "no address that begins with https://"),
    ],
)
def test_the_key_goes_only_where_nobody_listens(url: str, expected: str) -> None:
    """An address without https is refused, unless it is this machine."""
    environ = {"KC_LISTMONK_URL": url, "KC_LISTMONK_USER": "api", "KC_LISTMONK_TOKEN": KEY}
    with pytest.raises(Unusable) as refused:
        listmonk(environ)
    assert expected in str(refused.value)


@pytest.mark.parametrize("missing", ["KC_LISTMONK_USER", "KC_LISTMONK_TOKEN"])
def test_a_missing_key_is_named(missing: str) -> None:
    """By the variable it comes from."""
    environ = {"KC_LISTMONK_URL": "http://[::1]:9", "KC_LISTMONK_USER": "api", "KC_LISTMONK_TOKEN": KEY}
    with pytest.raises(Unusable, match=f"{missing} is not set"):
        listmonk(environ | {missing: ""})
