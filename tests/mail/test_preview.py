"""The page on which a mail is looked at before it goes out."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from datetime import UTC, datetime
from typing import Any

import lxml.html
import pytest

from knowledge_center.mail.model import Mail
from knowledge_center.mail.preview import Preview, preview_page
from knowledge_center.problems import Problem
from tests.mail.samples import HOSTILE_TITLES, mail
from tests.samples import picture

PICTURE = picture(kind="JPEG")
PROBLEM = Problem(
    path="docs/digests/weekly/2026-W46.md", line=3, message="The <b>subject</b> shouts.", fix="a < b"
)
ADVICE = dataclasses.replace(PROBLEM, message="The preheader is short.", fix="", advice=True)


def shown(**changes: Any) -> str:
    found = mail()
    address = re.findall(r'<img[^>]* src="([^"]+)"', found.html)[0]
    values: dict[str, Any] = {
        "title": "The weekly digest: November 9–15, 2026",
        "description": "weekly: the issue that would be closed now.",
        "mail": found,
        "sender_name": "Knowledge Center",
        "sender": "knowledge@example.com",
        "reply_to": "reply@example.com",
        "date": datetime(2026, 11, 16, 8, 3, tzinfo=UTC),
        "language": "en",
        "message_bytes": 17_600,
        "pictures": {address: PICTURE},
        "findings": (),
    }
    return preview_page(Preview(**(values | changes)))


def page(**changes: Any) -> Any:
    return lxml.html.document_fromstring(shown(**changes))


def frames(root: Any) -> dict[str, str]:
    return {frame.get("title"): frame.get("srcdoc") for frame in root.iter("iframe")}


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_every_way_of_reading_it_stands_side_by_side() -> None:
    """Desk, telephones, dark, without pictures, and the text, each as wide as it is for readers."""
    root = page()
    widths = {frame.get("title"): frame.get("width") for frame in root.iter("iframe")}
    assert widths == {
        "Desk": "640", "Desk, dark": "640", "Telephone": "375", "Telephone, dark": "375", "Pictures off": "375",
        "Small telephone": "320",
    }  # fmt: skip
    assert root.find_class("text")[0].text_content() == mail().text


def test_pictures_are_in_the_page_itself() -> None:
    """What is shown needs no file beside it and no network; without pictures, none has a source."""
    data = f"data:image/jpeg;base64,{base64.b64encode(PICTURE).decode()}"
    for name, html in frames(page()).items():
        sources = [image.get("src") for image in lxml.html.document_fromstring(html).iter("img")]
        assert sources == ([None] if name == "Pictures off" else [data])
    assert [
        image for html in frames(page(pictures={})).values() for image in re.findall(r"<img[^>]+src=", html)
    ] == []


def test_light_stays_light_and_dark_is_dark_whatever_the_system_says() -> None:
    """The dark rules of the mail hold in the dark frames always, and in the light ones never."""
    for name, html in frames(page()).items():
        assert "prefers-color-scheme" not in html
        look = "dark" if name.endswith("dark") else "light"
        assert f"@media {'(min-width: 0px)' if look == 'dark' else '(max-width: 0px)'}" in html
        assert f"color-scheme: only {look}" in html


def test_words_about_the_look_are_left_alone() -> None:
    """An article about “@media (prefers-color-scheme: dark)” keeps its title in every frame."""
    title = "About @media (prefers-color-scheme: dark) and color-scheme: light dark"
    html = mail().html.replace("</h1>", f" {title}</h1>")
    for frame in frames(page(mail=dataclasses.replace(mail(), html=html))).values():
        assert title in lxml.html.document_fromstring(frame).find(".//h1").text_content()


def test_no_script_but_its_own_may_run() -> None:
    """The page's policy names its one script by its hash, and lets nothing be loaded from anywhere."""
    root = page()
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (script,) = root.iter("script")
    hashed = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    assert f"script-src 'sha256-{hashed}'" in policy
    assert policy.startswith("default-src 'none';") and "unsafe-eval" not in policy and "http" not in policy
    for frame in root.iter("iframe"):
        assert "allow-scripts" not in frame.get("sandbox")


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_whatever_a_subject_holds_is_shown_as_words(title: str) -> None:
    """Marks and quotes in subject, sender or findings are shown, and change nothing around them."""
    found = dataclasses.replace(mail(), subject=title, preheader=title, text=title)
    problem = dataclasses.replace(PROBLEM, message=title, fix=title, path=title)
    root = page(mail=found, sender_name=title, title=title, description=title, findings=(problem,))
    shape = [element.tag for element in root.iter() if isinstance(element.tag, str)]
    assert shape == [
        element.tag for element in page(findings=(PROBLEM,)).iter() if isinstance(element.tag, str)
    ]
    assert root.find(".//h1").text_content() == title
    assert root.find_class("gmail")[0].find_class("line")[0].text_content() == f"{title} – {title}"
    assert root.find_class("fix")[0].text_content() == title


def test_the_findings_of_the_check_come_first_the_grave_ones() -> None:
    """Problems, then advice, each with where it is and what helps; the head of the page counts them."""
    root = page(findings=(ADVICE, PROBLEM))
    items = [words(item) for item in root.xpath("//ul[contains(@class, 'findings')]/li")]
    assert items == [
        "Problem The <b>subject</b> shouts. docs/digests/weekly/2026-W46.md:3 a < b",
        "Advice The preheader is short. docs/digests/weekly/2026-W46.md:3",
    ]
    assert "What the check says 1" in words(root.find(".//nav"))
    assert "fit to be sent" not in root.text_content()
    assert "fit to be sent" in page().text_content()


@pytest.mark.parametrize(
    ("size", "mark", "says"),
    [
        (51_000, "", "51 KB of HTML. Beyond 90 KB we show titles only"),
        (95_040, "cap", "95 KB of HTML. That is more than our own limit of 90 KB"),
        (150_000, "clip", "150 KB of HTML. Gmail cuts it off at 102 KB, and the unsubscribe link with it."),
    ],
)
def test_the_meter_says_how_much_room_is_left(size: int, mark: str, says: str) -> None:
    """Half of what Gmail shows is half a bar; beyond our limit and beyond Gmail's it says what that means."""
    html = mail().html
    html += "<!--" + "x" * (size - len(html.encode()) - 7) + "-->"
    root = page(mail=dataclasses.replace(mail(), html=html))
    (meter,) = root.find_class("meter")
    assert meter.get("class").split() == ["meter", *([mark] if mark else [])]
    share = min(100.0, round(size / 1020, 2))
    assert meter.find_class("bar")[0].get("style") == f"width: {share}%"
    assert says in words(root.find_class("scale")[0])


def test_the_same_mail_gives_the_same_page() -> None:
    """Nothing in the page depends on the run."""
    assert shown() == shown()


def test_the_subject_and_preheader_are_counted() -> None:
    """Whoever writes a subject sees how many characters of it are used."""
    found = Mail(subject="Four words of subject", preheader="And more", html=mail().html, text="")
    facts = [words(fact) for fact in page(mail=found).find_class("facts")[0]]
    assert facts[0] == "SubjectFour words of subject 21 of 78 characters"
    assert facts[1] == "PreheaderAnd more 8 of 110 characters"
