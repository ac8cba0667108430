"""Whether a form that posts to the site's own address is taken by anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.signup.signup_taker import signup_taker_problems
from tests.samples import settings

OWN = {"provider": "own", "consent": "Yes, mail me.", "consent_version": "1"}
GITHUB = {"GITHUB_ACTIONS": "true"}


@pytest.mark.parametrize(
    ("publish", "url", "environment", "told"),
    [
        ("", "https://knowledge.example.com/", {}, ""),
        ("", "https://knowledge.example.com/", GITHUB, ""),
        ("", "https://knowledge.example.com/", {"GITLAB_CI": "true", "CI_JOB_NAME": "test"}, ""),
        ("", "https://knowledge.example.com/", {"NETLIFY": "true"}, "advice"),
        ("", "https://knowledge.example.com/", {"CF_PAGES": "1"}, "advice"),
        ("", "https://knowledge.example.com/", {"GITLAB_CI": "true", "CI_JOB_NAME": "pages"}, "problem"),
        ("", "https://knowledge.example.com/", {"KC_DEPLOY_BRANCH": "gh-pages"}, "problem"),
        ("", "https://knowledge.example.com/", {"KC_DEPLOY_BRANCH": ""}, ""),
        ("host", "https://knowledge.example.com/", {"KC_DEPLOY_BRANCH": "gh-pages"}, ""),
        ("", "https://you.github.io/knowledge/", {}, "problem"),
        ("", "https://knowledge.netlify.app/", {}, "problem"),
        ("", "https://github.io.example.com/", {}, ""),
        ("static", "https://knowledge.example.com/", {}, "problem"),
        ("host", "https://you.github.io/knowledge/", {"NETLIFY": "true"}, ""),
    ],
)
def test_files_alone_take_no_signup(
    publish: str, url: str, environment: Mapping[str, str], told: str
) -> None:
    """Known by the setting, the address or the deploy it is a problem; where it is built tells less: advice."""
    ours = {"publish": publish} if publish else {}
    chosen = replace(settings(subscribe=OWN, **ours), site_url=url)
    found = ["advice" if one.advice else "problem" for one in signup_taker_problems(chosen, environment)]
    assert found == ([told] if told else [])


@pytest.mark.parametrize(
    "subscribe",
    [{"service_url": "https://subscribe.example.com"}, {"provider": "buttondown", "user": "example"}],
)
def test_who_names_a_taker_is_left_alone(subscribe: Mapping[str, str]) -> None:
    """A service at an address of its own, or a mail service, takes the form wherever the files are."""
    chosen = settings(subscribe=OWN | dict(subscribe), publish="static")
    assert not list(signup_taker_problems(chosen, {"NETLIFY": "true"}))


def test_the_choices_are_offered() -> None:
    """Each of the lines to paste is one that the settings know."""
    (problem,) = signup_taker_problems(settings(subscribe=OWN, publish="static"), {})
    assert [line.partition(":")[0] for line in problem.fix.splitlines()] == [
        "service_url",
        "provider",
        "provider",
        "publish",
    ]
    with pytest.raises(Unusable, match="static or host is expected"):
        settings(publish="files")
