"""Which sites may post our form, and from which computer a request comes."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from knowledge_center.problems import Unusable
from knowledge_center.service.request_origin import comes_from, computer, origin, origins, proxy_network
from tests.service.running import FORM, Running

OURS = origins("https://mail.example.org/service", "https://www.example.org:8443/site/")
LOCAL = origins("http://127.0.0.1:8080", "https://www.example.org/")


@pytest.mark.parametrize(
    ("headers", "fits"),
    [
        ({}, True),
        ({"Origin": "https://mail.example.org"}, True),
        ({"Origin": "https://MAIL.example.org:443"}, True),
        ({"Origin": "https://www.example.org:8443"}, True),
        ({"Origin": "http://mail.example.org"}, False),
        ({"Origin": "https://mail.example.org:444"}, False),
        ({"Origin": "https://mail.example.org.evil.example"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "https://evil.example", "Referer": "https://mail.example.org/"}, False),
        ({"Origin": "http://[::1"}, False),
        ({"Origin": "file://"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Referer": "https://mail.example.org/subscribe"}, True),
        ({"Referer": "https://evil.example/?https://mail.example.org/"}, False),
        ({"Referer": "https://mail.example.org@evil.example/"}, False),
    ],
)
def test_only_pages_of_our_own_may_post(headers: dict[str, str], fits: bool) -> None:
    """The service's own pages and the site's; programs that are no browser send nothing of the kind."""
    assert comes_from(Headers(headers), OURS) == fits


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://localhost:8080", True),
        ("http://[::1]:8080", True),
        ("http://localhost:8081", False),
        ("http://localhost", False),
        ("https://localhost:8080", False),
        ("http://localhost.evil.example:8080", False),
    ],
)
def test_this_machine_has_three_names(given: str, fits: bool) -> None:
    """Who starts the service on their own machine may open it as localhost too."""
    assert comes_from(Headers({"Origin": given}), LOCAL) == fits
    assert not comes_from(Headers({"Origin": given}), OURS)
    plain = origins("http://localhost", "https://www.example.org/")
    assert comes_from(Headers({"Origin": "http://127.0.0.1"}), plain)


def test_an_origin_is_scheme_host_and_port() -> None:
    """As browsers write it: small letters, no user, no port where it goes without saying."""
    assert origin("HTTPS://me:x@Example.org:443/a?b") == "https://example.org"
    assert origin("http://example.org:443") == "http://example.org:443"
    assert origin("mailto:ana@example.org") == ""
    assert origin("") == ""


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxy", "found"),
    [
        ("198.51.100.7", "", False, "198.51.100.7"),
        ("198.51.100.7", "192.0.2.1", False, "198.51.100.7"),
        ("127.0.0.1", "192.0.2.1", False, "127.0.0.1"),
        ("127.0.0.1", "192.0.2.1", True, "192.0.2.1"),
        ("::1", "2001:db8::1", True, "2001:db8::1"),
        ("", "192.0.2.1", True, "192.0.2.1"),
        ("127.0.0.1", "10.0.0.1, 203.0.113.9,192.0.2.1", True, "192.0.2.1"),
        # The port behind it: Azure's gateway and IIS, then AWS, which writes IPv6 in brackets; with quotes, RFC 7239.
        ("127.0.0.1", "10.0.0.1:80, 192.0.2.1:51234", True, "192.0.2.1"),
        ("127.0.0.1", "[2001:db8::1]:51234", True, "2001:db8::1"),
        ("127.0.0.1", '"[2001:db8::1]:51234"', True, "2001:db8::1"),
        ("127.0.0.1", "[2001:db8::1]", True, "2001:db8::1"),
        ("127.0.0.1", "2001:db8:0:0:0:0:0:1:51234", True, "2001:db8::1"),
        ("127.0.0.1", "192.0.2.1:", True, "192.0.2.1"),
        ("127.0.0.1", "unknown:51234", True, "127.0.0.1"),
        ("127.0.0.1", "[]:1", True, "127.0.0.1"),
        ("127.0.0.1", "<script>", True, "127.0.0.1"),
        ("127.0.0.1", "", True, "127.0.0.1"),
        ("198.51.100.7", "192.0.2.1", True, "198.51.100.7"),
    ],
)
def test_where_a_request_comes_from(peer: str, forwarded: str, proxy: bool, found: str) -> None:
    """A header is believed only if told so, only from this machine, and only what the proxy itself wrote."""
    assert computer(peer, forwarded, proxy) == found


@pytest.mark.parametrize(
    ("peer", "found"),
    [
        ("172.30.0.7", "192.0.2.1"),
        ("127.0.0.1", "192.0.2.1"),
        ("172.31.0.7", "172.31.0.7"),
        ("2001:db8::9", "2001:db8::9"),
    ],
)
def test_a_proxy_on_another_machine_is_believed_if_its_network_is_named(peer: str, found: str) -> None:
    """As in a container, whose proxy is another container; nobody outside of that network is."""
    assert computer(peer, "192.0.2.1", True, proxy_network("172.30.0.0/24")) == found


@pytest.mark.parametrize("given", ["proxy", "172.30.0.0/99", "172.30.0.1/24", "yes"])
def test_what_is_no_network_is_a_sentence(given: str) -> None:
    """With one that is."""
    with pytest.raises(Unusable) as error:
        proxy_network(given)
    (problem,) = error.value.problems
    assert given in problem.message and "--proxy 172.30.0.0/24" in problem.fix


@pytest.mark.parametrize("path", ["/subscribe", "/subscribe/", "/confirm/abc"])
def test_another_site_cannot_post_for_a_visitor(standing: Running, path: str) -> None:
    """A form on another site that posts to ours changes nothing, and says so."""
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null", "Sec-Fetch-Site": "cross-site"}):
        answer = standing.http.post(path, data=FORM, headers=headers)
        assert answer.status_code == 403
        assert "This form was sent from another site" in answer.text
    assert standing.one("SELECT count(*) FROM request") == 0
    assert standing.http.post("/subscribe", data=FORM, headers={"Origin": standing.url}).status_code == 303
    standing.settled()
    standing.change(lambda db: db.execute("DELETE FROM request"))
