"""From the word on the command line to the draft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge_center.drafts.service_choice import SERVICES, make_draft
from knowledge_center.problems import Unusable
from tests.digests.samples import WEEKLY
from tests.drafts import services
from tests.drafts.samples import ISSUE, MAIL, SETTINGS


def test_the_word_chooses_the_service(listmonk_there: services.Listmonk) -> None:
    """Keys from the environment, the list from the digest's settings."""
    environ = {
        "KC_LISTMONK_URL": listmonk_there.address,
        "KC_LISTMONK_USER": "api",
        "KC_LISTMONK_TOKEN": services.KEY,
    }
    expected = make_draft("listmonk", environ, SETTINGS, replace(WEEKLY, audience="3"), ISSUE, MAIL)
    assert expected.startswith(f"The draft “weekly {ISSUE.key}” is made")
    assert len(listmonk_there.campaigns) == 1


@pytest.mark.parametrize("service", SERVICES)
def test_without_a_key_nothing_is_asked(service: str) -> None:
    """The missing variable is named."""
    with pytest.raises(Unusable, match=f"KC_{service.upper()}_[A-Z]+ is not set"):
        make_draft(service, {}, SETTINGS, replace(WEEKLY, audience="3"), ISSUE, MAIL)
