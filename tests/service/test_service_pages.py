"""The service's pages as HTML, whatever stands in the settings or was typed."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import lxml.html
import pytest

from knowledge_center.service.configuration import Setup
from knowledge_center.service.service_pages import Pages
from knowledge_center.signup.keys import make_keys
from tests.samples import DATA, settings

HOSTILE = "\"><script>window.pwned=1</script>'&amp;"


def setup(
    site: Path | None = None, public_url: str = "https://mail.example.org", name: str = "Example"
) -> Setup:
    ours = DATA["extra"]["knowledge_center"]
    digests = [ours["digests"][0] | {"title": name, "description": name, "key": key} for key in ("a", "b")]
    return Setup(
        settings=settings(
            organization=ours["organization"] | {"name": name, "address": [name]},
            subscribe=ours["subscribe"] | {"consent": name, "consent_version": name},
            digests=digests,
        ),
        keys=make_keys(),
        database=Path("s.sqlite3"),
        public_url=public_url,
        clock=lambda: datetime(2026, 11, 20, 12, tzinfo=UTC),
        site=site,
    )


def all_pages(pages: Pages, text: str) -> list[str]:
    digests = pages._setup.settings.digests
    return [
        pages.message(
            text, text, link=(f"https://example.org/{text}", text), button=text, fields=((text, text),)
        ),
        pages.signup(typed=text, chosen=("a",), page=text, email_error=text, digest_error=text),
        pages.preferences(digests, ("b",), notice=text),
    ]


@pytest.mark.parametrize("site", [None, Path("site")])
def test_nothing_breaks_out(site: Path | None) -> None:
    """Names, what was typed, reasons: everything stays text, in every place it can stand."""
    for html in all_pages(Pages(setup(site, name=HOSTILE)), HOSTILE):
        page = lxml.html.document_fromstring(html)
        assert not page.xpath("//script")
        assert "<script" not in html
        for field in page.xpath("//input[@value]"):
            assert field.get("value") in (HOSTILE, "a", "b", "")


def test_the_policy_names_the_one_style_table() -> None:
    """Every page has exactly the style whose hash the policy holds, also below a strange path."""
    pages = Pages(setup(Path("site"), public_url="https://mail.example.org/a'b\"c</style>/%41"))
    for html in all_pages(pages, "x"):
        [style] = lxml.html.document_fromstring(html).xpath("//style")
        digest = b64encode(sha256(style.text.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in pages.policy
        assert "</style>/" not in html.partition("</style>")[0]


def test_without_a_site_nothing_is_asked_for() -> None:
    """Where another server has the site, the pages do with the system's own fonts."""
    for html in all_pages(Pages(setup()), "x"):
        assert "url(" not in html and "<img" not in html and "@font-face" not in html


def test_every_field_has_its_label_and_its_error() -> None:
    """A label for each field that people see, and each error is tied to what it is about."""
    for html in all_pages(Pages(setup()), "Reason."):
        page = lxml.html.document_fromstring(html)
        for field in page.xpath("//input[@type != 'hidden']"):
            assert page.xpath(f"//label[@for='{field.get('id')}']"), field.get("id")
            for name in (field.get("aria-describedby") or "").split():
                assert page.get_element_by_id(name).text_content()
        assert len(page.xpath("//*[@autofocus]")) <= 1


@pytest.mark.parametrize(
    ("site", "public_url", "home", "form"),
    [
        (Path("site"), "https://mail.example.org", "/", "/subscribe/"),
        (Path("site"), "https://mail.example.org/news", "/news/", "/news/subscribe/"),
        (None, "https://mail.example.org", "https://knowledge.example.com/", "/subscribe"),
    ],
)
def test_where_the_ways_on_lead(site: Path | None, public_url: str, home: str, form: str) -> None:
    """To the site where it is served, and to the page that has the form."""
    found = setup(site, public_url)
    assert (found.home, found.form) == (home, form)


def test_the_consent_leads_to_the_pages_it_names() -> None:
    """Its Markdown links and the legal pages lead to the site, wherever the service answers; the rest is text."""
    chosen = setup()
    ours = DATA["extra"]["knowledge_center"]["subscribe"]
    consent = "As the [privacy page](privacy.md#mail) & [law](https://law.example.org/) *say*."
    legal = [{"Imprint": "imprint.md"}, {"Privacy": "privacy.md#mail"}]
    page = Pages(
        replace(chosen, settings=settings(subscribe=ours | {"consent": consent}, legal=legal))
    ).signup()
    [shown] = lxml.html.document_fromstring(page).xpath("//p[@id='consent']")
    assert " ".join(shown.text_content().split()) == "As the privacy page & law *say*. Imprint"
    assert shown.xpath(".//a/@href") == [
        "https://knowledge.example.com/privacy/#mail", "https://law.example.org/", "https://knowledge.example.com/imprint/",
    ]  # fmt: skip
