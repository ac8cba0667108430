"""What other sites answer, asked of real ones on this machine."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from knowledge_center.link_check.link_check import agent, ask_all, to_ask
from knowledge_center.site_addresses.link_answers import LinkAnswer
from tests.link_check.other_sites import Answer, Waits, by_itself, other_site, slow
from tests.samples import NOW

AGENT = agent("0.2.0", "https://knowledge.example.com/")
OK: Answer = (200, {})


def ask(
    *addresses: str, waits: Waits | None = None, timeout: float = 5.0, private: bool = True
) -> list[LinkAnswer]:
    """The answers, in the order of the addresses."""
    network = (waits or Waits()).network(timeout=timeout, private=private)
    found = by_itself(lambda: ask_all(addresses, user_agent=AGENT, now=NOW, network=network)).answers
    return [found[address] for address in addresses]


def site_of(pages: Mapping[str, Answer]) -> object:
    """Pages by their paths; everything else is not there."""
    return lambda method, path, times: pages.get(path, (404, {}))


def test_a_page_that_is_there_costs_one_head_request() -> None:
    """Nothing is fetched that nobody looks at, and the other side reads who asks."""
    with other_site(lambda method, path, times: OK) as other:
        (answer,) = ask(f"{other.address}/a")
    assert answer.good and not answer.moved
    assert other.asked == [("GET", "/robots.txt"), ("HEAD", "/a")]
    assert other.agents == {"KnowledgeCenter/0.2.0 (link check; +https://knowledge.example.com/)"}


@pytest.mark.parametrize("status", [400, 403, 404, 405, 501])
def test_where_head_is_refused_get_is_asked(status: int) -> None:
    """Servers that do not know HEAD, or lie about it, are believed only after a browser's request."""
    with other_site(lambda method, path, times: (status, {}) if method == "HEAD" else OK) as other:
        (answer,) = ask(f"{other.address}/a")
    assert answer.good
    assert [method for method, path in other.asked if path == "/a"] == ["HEAD", "GET"]


def test_a_missing_page_is_missing() -> None:
    with other_site(lambda method, path, times: (410 if path == "/gone" else 404, {})) as other:
        answers = ask(f"{other.address}/missing", f"{other.address}/gone")
    assert [answer.status for answer in answers] == [404, 410]


def test_a_site_that_stumbles_is_asked_again_with_growing_pauses() -> None:
    """Up again at the third try: no word about it."""
    waits = Waits()
    with other_site(lambda method, path, times: (503, {}) if path == "/a" and times < 2 else OK) as other:
        (answer,) = ask(f"{other.address}/a", waits=waits)
    assert answer.good
    assert len(other.paths()) == 3
    longest = sorted(waits.seconds)[-2:]
    assert 1.5 < longest[0] <= 2 < 3.5 < longest[1] <= 4


def test_a_site_that_stays_down_is_asked_three_times_and_no_more() -> None:
    with other_site(lambda method, path, times: (500, {}) if path == "/a" else OK) as other:
        (answer,) = ask(f"{other.address}/a")
    assert answer.status == 500
    assert len(other.paths()) == 3


@pytest.mark.parametrize(
    "value",
    [30, NOW, datetime(2019, 1, 1, tzinfo=UTC)],
    ids=["seconds", "date", "by another clock"],
)
def test_who_asks_for_patience_gets_it(value: int | datetime) -> None:
    """Retry-After is heeded, as seconds and as a date, which is by the clock of who set it."""
    waits = Waits()
    busy: Answer = (429, {"Retry-After": str(value)})
    if isinstance(value, datetime):
        until = format_datetime(value + timedelta(seconds=30), usegmt=True)
        busy = (429, {"Retry-After": until, "Date": format_datetime(value, usegmt=True)})
    with other_site(lambda method, path, times: busy if path == "/a" and not times else OK) as other:
        (answer,) = ask(f"{other.address}/a", waits=waits)
    assert answer.good
    assert 29 < max(waits.seconds) <= 30


def test_who_asks_for_too_much_patience_is_left_alone() -> None:
    """An hour is not waited, and nothing more is asked of that host."""
    with other_site(lambda method, path, times: (429, {"Retry-After": "3600"}) if times or path != "/robots.txt"
                    else OK) as other:  # fmt: skip
        answers = ask(f"{other.address}/a", f"{other.address}/b")
    assert [(answer.error, answer.detail) for answer in answers] == [("wait", "3600")] * 2
    assert other.paths() == ["/a"]


def test_a_slow_site_is_not_waited_for_for_ever() -> None:
    """Three tries, and after two addresses without an answer the others of the host are not asked."""

    def answer(method: str, path: str, times: int) -> Answer:
        if path != "/robots.txt":
            slow(0.4)
        return OK

    begun = time.monotonic()
    with other_site(answer) as other:
        answers = ask(*(f"{other.address}/{n}" for n in range(5)), timeout=0.1)
    assert [answer.error for answer in answers] == ["slow", "slow", "not-asked", "not-asked", "not-asked"]
    assert sorted(set(other.paths())) == ["/0", "/1"]
    assert time.monotonic() - begun < 5


def test_a_host_is_not_blamed_for_where_it_leads() -> None:
    """A service of short addresses answers, whatever becomes of the sites it leads to: all of them are asked."""
    with other_site(lambda method, path, times: OK) as other:
        gone = other.address
    led = {
        "/0": gone,
        "/1": f"{gone}/1",
        "/2": "https://nobody.example.org/",
        "/3": "https://nobody.example.org/3",
    }

    def answer(method: str, path: str, times: int) -> Answer:
        return (302, {"Location": led[path]}) if path in led else OK

    with other_site(answer) as short:
        answers = ask(*(f"{short.address}/{n}" for n in range(5)))
    assert [answer.error for answer in answers] == ["unreachable", "unreachable", "no-host", "no-host", ""]
    assert answers[4].good


def test_one_host_is_asked_one_thing_at_a_time_with_pauses() -> None:
    """Several hosts side by side, each in single file, a second between two requests."""

    def answer(method: str, path: str, times: int) -> Answer:
        slow(0.02)
        return OK

    waits = Waits()
    with other_site(answer) as one, other_site(answer) as two:
        ask(*(f"{site.address}/{n}" for n in range(4) for site in (one, two)), waits=waits)
    assert (one.most_at_once, two.most_at_once) == (1, 1)
    # robots.txt and four pages each.
    assert len([seconds for seconds in waits.seconds if 0.9 < seconds <= 1]) == 8


def test_redirects_of_many_hosts_do_not_crowd_into_one() -> None:
    """Where they lead, they stand in the same single file."""

    def answer(method: str, path: str, times: int) -> Answer:
        slow(0.03)
        return OK

    with other_site(answer) as one:
        to = one.address

        def there(method: str, path: str, times: int) -> Answer:
            return OK if path == "/robots.txt" else (302, {"Location": f"{to}{path}"})

        with other_site(there) as two, other_site(there) as three:
            answers = ask(*(f"{site.address}/{n}" for n in range(3) for site in (two, three)))
    assert all(answer.good for answer in answers)
    assert one.most_at_once == 1


def test_a_server_that_falls_over_head_alone_is_there() -> None:
    with other_site(lambda method, path, times: (503, {}) if method == "HEAD" else OK) as other:
        (answer,) = ask(f"{other.address}/a")
    assert answer.good


def test_redirects_are_followed_and_only_those_for_good_are_an_address_to_write() -> None:
    """Behind a redirect for now the address may change back; before it, what is for good is known."""
    pages: dict[str, Answer] = {
        "/old": (301, {"Location": "/newer"}), "/newer": (308, {"Location": "new?a=1"}), "/new?a=1": OK,
        "/now": (302, {"Location": "/new?a=1"}),
        "/both": (301, {"Location": "/now"}),
    }  # fmt: skip
    with other_site(lambda method, path, times: pages.get(path, (404, {}))) as other:
        old, now, both = ask(*(f"{other.address}/{name}" for name in ("old", "now", "both")))
    assert (old.moved, old.final) == (f"{other.address}/new?a=1",) * 2
    assert (now.moved, now.final) == ("", f"{other.address}/new?a=1")
    assert (both.moved, both.final) == (f"{other.address}/now", f"{other.address}/new?a=1")


def test_where_many_addresses_lead_is_asked_once() -> None:
    """Twenty links that end at one page for logging in do not ask for it twenty times."""
    to = {"Location": "/login"}
    with other_site(lambda method, path, times: (302, to) if path.startswith("/x") else OK) as other:
        answers = ask(*(f"{other.address}/x{number}" for number in range(4)), f"{other.address}/login")
    assert all(answer.good and answer.final.endswith("/login") for answer in answers)
    assert sorted(other.paths()) == ["/login", "/x0", "/x1", "/x2", "/x3"]


def test_an_address_in_letters_of_all_kinds_is_followed_where_it_leads() -> None:
    """Not every site writes the addresses it leads on to in ASCII."""
    pages: dict[str, Answer] = {
        "/a": (301, {"Location": "/größe/über uns".encode().decode("latin-1")}),
        "/gr%C3%B6%C3%9Fe/%C3%BCber%20uns": OK,
    }
    with other_site(site_of(pages)) as other:  # type: ignore[arg-type]
        (answer,) = ask(f"{other.address}/a")
    assert (answer.status, answer.moved) == (200, f"{other.address}/größe/über%20uns")


def test_a_redirect_without_end_and_one_to_nowhere() -> None:
    pages: dict[str, Answer] = {
        "/a": (302, {"Location": "/b"}), "/b": (302, {"Location": "/a"}), "/c": (302, {"Location": "mailto:x@y"})
    }  # fmt: skip
    with other_site(lambda method, path, times: pages.get(path, (404, {}))) as other:
        loop, nowhere = ask(f"{other.address}/a", f"{other.address}/c")
    assert (loop.error, nowhere.error) == ("loop", "no-address")


def test_robots_txt_is_heeded() -> None:
    """Our own name or everybody's; read once a host."""
    robots = b"User-agent: KnowledgeCenter\nDisallow: /private\nCrawl-delay: 7\n"
    waits = Waits()
    with other_site(lambda method, path, times: (200, {}, robots) if path == "/robots.txt" else OK) as other:
        private, free = ask(f"{other.address}/private/a", f"{other.address}/b", waits=waits)
    assert (private.error, free.good) == ("robots", True)
    assert other.asked == [("GET", "/robots.txt"), ("HEAD", "/b")]


def test_the_pause_that_robots_txt_asks_for_is_made() -> None:
    robots = b"User-agent: *\nCrawl-delay: 7\n"
    waits = Waits()
    with other_site(lambda method, path, times: (200, {}, robots) if path == "/robots.txt" else OK) as other:
        ask(f"{other.address}/a", f"{other.address}/b", waits=waits)
    assert 6.5 < max(waits.seconds) <= 7


@pytest.mark.parametrize(("status", "asked"), [(404, True), (403, True), (503, False)])
def test_a_missing_robots_txt_allows_all_and_a_broken_one_nothing(status: int, asked: bool) -> None:
    """RFC 9309, 2.3.1."""
    with other_site(lambda method, path, times: (status, {}) if path == "/robots.txt" else OK) as other:
        (answer,) = ask(f"{other.address}/a")
    assert answer.good is asked
    assert bool(other.paths()) is asked


def test_a_host_that_does_not_exist_and_one_that_does_not_listen() -> None:
    """Told apart: the first is dead, the second may only be down."""
    with other_site(lambda method, path, times: OK) as other:
        gone = other.address
        missing, alive = ask("https://nobody.example.org/a", f"{other.address}/a")
    (closed,) = ask(f"{gone}/a")
    assert (missing.error, missing.detail, alive.good) == ("no-host", "nobody.example.org", True)
    assert closed.error == "unreachable"


def test_a_machine_without_network_is_told_from_dead_hosts() -> None:
    """A link to an address of the machine itself, which needs no network to be found, changes nothing."""
    network = Waits().network(private=False)
    asked = ["https://nobody.example.org/a", "http://127.0.0.1:9/a"]
    assert not by_itself(lambda: ask_all(asked, user_agent=AGENT, now=NOW, network=network)).online


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "192.168.1.1"])
def test_nothing_is_asked_of_this_machine_or_its_network(host: str) -> None:
    """Readers are elsewhere."""
    (answer,) = ask(f"http://{host}:9/a", private=False)
    assert answer.error == "private"


@pytest.mark.parametrize("address", ["http://127.0.0.1:99999/", "https://exa mple.org/"])
def test_what_is_no_address_is_an_answer_too(address: str) -> None:
    assert ask(address)[0].error in ("no-address", "no-host")


def test_what_answered_well_is_not_asked_again_for_a_while() -> None:
    """What did not is asked every time: somebody may have mended it."""
    now = datetime(2026, 11, 20, tzinfo=UTC)
    known = {
        "https://example.org/new": LinkAnswer(when=now - timedelta(days=2), status=200),
        "https://example.org/old": LinkAnswer(when=now - timedelta(days=8), status=200),
        "https://example.org/bad": LinkAnswer(when=now - timedelta(days=2), status=404),
        "https://example.org/later": LinkAnswer(when=now + timedelta(days=2), status=200),
    }
    asked = to_ask([*known, "https://example.org/never", *known], known, now, timedelta(days=7))
    assert [address.rpartition("/")[2] for address in asked] == ["old", "bad", "later", "never"]
