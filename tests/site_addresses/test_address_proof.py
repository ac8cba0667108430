"""Which addresses of a finished site are dead: every kind of place that holds one, broken once."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree

import pytest

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.site_addresses.address_proof import AddressProof, prove
from knowledge_center.site_addresses.file_links import FileLinks, LinkReader
from knowledge_center.site_addresses.kept_links import SiteLinks, prove_addresses, world_of
from knowledge_center.site_addresses.static_host import StaticHost, Target, files_below
from tests.site_addresses.hand_made import ANSWERED, FILES, URL, proof_of


def test_nothing_is_dead_where_all_is_well(tmp_path: Path) -> None:
    """Words, comments, scripts, names, other hosts and what a service answers are no addresses of ours."""
    proof = proof_of(tmp_path)
    assert [(one.target, one.found[0]) for one in proof.dead] == []
    assert proof.checked > 60


PAGE = "articles/one/index.html"
BROKEN = {
    "a link": (PAGE, 'href="../two/#', 'href="../tow/#', "articles/tow/"),
    "a link in single quotes": (PAGE, "HREF='../two'", "HREF='../tow'", "articles/tow"),
    "a link without quotes": (PAGE, "href=../two/?", "href=../tow/?", "articles/tow/"),
    "a folder as a link": (PAGE, 'href="..">', 'href="../../x/../no">', "no"),
    "a link from the root of the host": (PAGE, "/news/old.html#", "/news/odl.html#", "odl.html"),
    "a link with a host in capitals": (PAGE, "Example.com:443/news/articles/two/", "Example.com/news/no/", "no/"),
    "a link without the s": (PAGE, "http://example.com/news/", "http://example.com/news/no", "no"),
    "an escaped letter": (PAGE, "gr%C3%BC%C3%9Fe/", "gr%C3%BC%C3%9F/", "articles/grüß/"),
    "an umlaut": (PAGE, "../grüße/#", "../grüsse/#", "articles/grüsse/"),
    "an escaped blank": (PAGE, "two%20words", "two%20wards", "articles/one/two wards.pdf"),
    "a blank": (PAGE, "two words.pdf#", "two wards.pdf#", "articles/one/two wards.pdf"),
    "a place on the page itself": (PAGE, "#top-of-it", "#top-of-is", "articles/one/#top-of-is"),
    "a place on another page": (PAGE, "two/#a-place", "two/#no-place", "articles/two/#no-place"),
    "an escaped place": (PAGE, "#f%C3%BCr-alle", "#f%C3%BCr", "articles/grüße/#f%C3%BCr"),
    "a place with an umlaut": (PAGE, "#für-alle", "#für", "articles/grüße/#für"),
    "a named place": (PAGE, "old.html#here", "old.html#there", "old.html#there"),
    "a picture": (PAGE, '<img src="small.png"', '<img src="smal.png"', "articles/one/smal.png"),
    "a picture of another size": (PAGE, "1x, large.png 2x\" alt", "1x, larg.png 2x\" alt", "articles/one/larg.png"),
    "a picture that is loaded early": (PAGE, "1x, large.png 2x\">", "1x, larg.png 2x\">", "articles/one/larg.png"),
    "a film's first picture": (PAGE, 'poster="large', 'poster="larg', "articles/one/larg.png"),
    "a film": (PAGE, "../../film.mp4", "../../flim.mp4", "flim.mp4"),
    "a form of ours": (PAGE, 'action="../../search/"', 'action="../../seek/"', "seek/"),
    "a canonical address": (PAGE, f'canonical" href="{URL}', f'canonical" href="{URL}no/', "no/articles/one/"),
    "a feed of the page": (PAGE, f'href="{URL}feed.xml', f'href="{URL}fed.xml', "fed.xml"),
    "a picture for networks": (PAGE, f'content="{URL}articles/one/l', f'content="{URL}l', "large.png"),
    "structured data": (PAGE, f'["{URL}logo', f'["{URL}lago', "lago.svg"),
    "escaped structured data": (PAGE, f'["{URL}logo', '["https:\\/\\/example.com\\/news\\/\\u006cago', "lago.svg"),
    "a redirect": ("moved/index.html", "URL=../articles/one/", "URL=../articles/eno/", "articles/eno/"),
    "a redirect's canonical address": ("moved/index.html", f"href={URL}", f"href={URL}no/", "no/"),
    "a link from a base": ("old.html", "'one/'", "'eno/'", "articles/eno/"),
    "a feed's style": ("feed.xml", f'href="{URL}feed.css', f'href="{URL}fed.css', "fed.css"),
    "a feed's own address": ("feed.xml", f'href="{URL}feed.xml"', f'href="{URL}fed.xml"', "fed.xml"),
    "a feed's home": ("feed.xml", f"<link>{URL}</link>", f"<link>{URL}no/</link>", "no/"),
    "a feed's picture": ("feed.xml", f"<url>{URL}logo", f"<url>{URL}lago", "lago.svg"),
    "an item's page": ("feed.xml", f"<item><link>{URL}articles", f"<item><link>{URL}artikel", "artikel/one/"),
    "an item's permanent address": ("feed.xml", ' isPermaLink="false"', "", "only-a-name/"),
    "an item's comments": ("feed.xml", "#a-place</comm", "#no-place</comm", "articles/two/#no-place"),
    "an enclosure": ("feed.xml", "one/large.png", "one/larg.png", "articles/one/larg.png"),
    "a link in a summary": ("feed.xml", 'articles/one/"&gt;One', 'articles/eno/"&gt;One', "articles/eno/"),
    "a link in a content": ("feed.xml", "#a-place\">Two", "#no-place\">Two", "articles/two/#no-place"),
    "a picture in a content": ("feed.xml", f'src="{URL}logo', f'src="{URL}lago', "lago.svg"),
    "an Atom link": ("atom.xml", f'alternate" href="{URL}articles/one', f'alternate" href="{URL}eno', "eno/"),
    "an Atom icon": ("atom.xml", "logo.svg", "lago.svg", "lago.svg"),
    "an Atom author": ("atom.xml", "one/</uri>", "eno/</uri>", "articles/eno/"),
    "an Atom content": ("atom.xml", "articles/two/", "articles/tow/", "articles/tow/"),
    "a JSON feed's address": ("feed.json", f'feed_url": "{URL}feed', f'feed_url": "{URL}fed', "fed.json"),
    "a JSON item": ("feed.json", f'"url": "{URL}articles/one', f'"url": "{URL}eno', "eno/"),
    "a JSON content": ("feed.json", "articles/two/", "articles/tow/", "articles/tow/"),
    "a JSON picture": ("feed.json", "logo.svg", "lago.svg", "lago.svg"),
    "a JSON attachment": ("feed.json", "film.mp4", "flim.mp4", "flim.mp4"),
    "the sitemap": ("sitemap.xml", "gr%C3%BC%C3%9Fe/", "gruesse/", "articles/gruesse/"),
    "a feed in the list": ("feeds.opml", f'xmlUrl="{URL}feed', f'xmlUrl="{URL}fed', "fed.xml"),
    "a page in the list": ("feeds.opml", f'htmlUrl="{URL}', f'htmlUrl="{URL}no/', "no/"),
    "what robots are told": ("robots.txt", "sitemap", "sitemop", "sitemop.xml"),
    "a mail": ("digests/w/1/email.html", "articles/one/", "articles/eno/", "articles/eno/"),
    "a mail's text": ("digests/w/1/email.txt", "one/).", "eno/).", "articles/eno/"),
    "a place in a mail's text": ("digests/w/1/email.txt", "a-place.", "no-place.", "articles/two/#no-place"),
    "a picture in a style": ("site.css", "logo.svg", "lago.svg", "lago.svg"),
    "a style in a style": ("feed.css", "url(site.css)", "url(sit.css)", "sit.css"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_each_kind_of_address_is_found(tmp_path: Path, what: str) -> None:
    """One address is broken: it is dead, at its place, and nothing else is."""
    path, good, bad, dead = BROKEN[what]
    assert FILES[path].count(good) == 1
    proof = proof_of(tmp_path, {path: FILES[path].replace(good, bad)})
    assert [
        f"{one.target.path}{'#' * bool(one.target.fragment)}{one.target.fragment}" for one in proof.dead
    ] == [dead]
    assert [one.file for one in proof.dead[0].found] == [path]


def test_a_file_that_is_gone_is_one_problem_of_many_places(tmp_path: Path) -> None:
    """However it is written and wherever it stands, an address is told once."""
    proof_of(tmp_path)
    (tmp_path / "logo.svg").unlink()
    (dead,) = prove_addresses(tmp_path, URL, answered=ANSWERED).dead
    assert dead.target.path == "logo.svg"
    assert {one.file for one in dead.found} == {PAGE, "feed.xml", "atom.xml", "feed.json", "site.css"}
    assert len({one.written for one in dead.found}) == 2


def test_a_site_below_a_path_is_not_left_by_accident(tmp_path: Path) -> None:
    """What the site has, and what is written as if it stood at the root of the host, is a mistake."""
    changed = {PAGE: FILES[PAGE].replace("/news/old.html#here", "/old.html#here")}
    (dead,) = proof_of(tmp_path, changed).dead
    assert (dead.reason, dead.target.path) == ("outside", "/old.html")


def test_what_nobody_but_the_host_knows_is_left_alone(tmp_path: Path) -> None:
    """The company's own pages stand at the same host, above the site."""
    assert not proof_of(tmp_path, {"x/index.html": "<a href='/about/'></a> <a href='../../team/'></a>"}).dead


@pytest.mark.parametrize(
    "fragment", ["", "#", "#top", "#:~:text=One", "#top-of-it:~:text=One", "#/a/way", "#!x"]
)
def test_some_places_are_on_every_page(tmp_path: Path, fragment: str) -> None:
    """The top of a page, words on it, and what its script reads need no id."""
    assert not proof_of(tmp_path, {"x/index.html": f"<a href='../articles/one/{fragment}'></a>"}).dead


@pytest.mark.parametrize("text", ["", "\x00", "<", "<a href=", "<rss", "<rss><a>", "{", '{"version": "jsonfeed.org/"',
                                  "<a href='http://[x'></a>", "<meta http-equiv=refresh content=5>"])  # fmt: skip
def test_no_broken_file_stops_the_proof(tmp_path: Path, text: str) -> None:
    """What cannot be read holds no address, whatever kind of file it says it is."""
    names = ("x.html", "x.xml", "x.json", "x.css", "x/email.txt")
    assert not proof_of(tmp_path, {name: text for name in names}).dead


def contents(site: Path) -> dict[str, bytes]:
    """A hash of each file, as a build knows them."""
    return {path: content_hash((site / path).read_bytes()) for path in files_below(site)}


def proof_with(site: Path, cache: BuildCache, url: str = URL, *elsewhere: str) -> AddressProof:
    """A proof by what the cache has, which is kept in it."""
    files = files_below(site)
    links, host = SiteLinks(site, files, cache, contents(site)), StaticHost(url, files, elsewhere)
    proved = links.proved(host, ANSWERED)
    rows = (links.of(path) for path in links.paths if path not in proved)
    proof = prove(rows, host, links.places_of, answered=ANSWERED)
    links.keep(host, ANSWERED, {one.file for dead in proof.dead for one in dead.found})
    return proof


def test_what_was_kept_proves_the_same(tmp_path: Path) -> None:
    """What a file leads to depends on that file alone, so that only changed files are read again."""
    site, cache = tmp_path / "site", BuildCache(tmp_path / "cache/build.sqlite", b"")
    proof_of(site)
    assert proof_with(site, cache).dead == ()
    again = proof_with(site, cache)
    assert (again.dead, again.checked) == ((), 0)
    (site / "articles/two/index.html").write_text("<h2 id='other'>Two</h2>", encoding="utf-8")
    fresh = prove_addresses(site, URL, answered=ANSWERED)
    changed = proof_with(site, cache)
    assert changed.dead == fresh.dead
    assert {one.file for one in changed.dead[0].found} >= {PAGE, "feed.xml"}


class Again:
    """A site of pages, proved again and again by what the cache has."""

    def __init__(self, folder: Path, url: str = "https://example.org/", *elsewhere: str) -> None:
        self.site, self.cache = folder / "site", BuildCache(folder / "cache/build.sqlite", b"")
        self.url, self.elsewhere = url, elsewhere

    def proof(self, pages: dict[str, str]) -> AddressProof:
        rmtree(self.site, ignore_errors=True)
        for path, html in pages.items():
            file = self.site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(html, encoding="utf-8")
        return proof_with(self.site, self.cache, self.url, *self.elsewhere)


TWO_PAGES = {
    "one/index.html": "<h2 id='a'>One</h2><a href='../two/#b'></a>",
    "two/index.html": "<h2 id='b'>Two</h2><a href='../one/#a'></a><a href='../one/'></a>",
}


def test_what_is_added_leaves_proved_what_was(tmp_path: Path) -> None:
    """A new page is looked up alone; where one goes, or a place on one, whatever led there is found."""
    again = Again(tmp_path)
    assert again.proof(TWO_PAGES).checked == 3
    more = {**TWO_PAGES, "three/index.html": "<h2 id='c'>Three</h2><a href='../one/'></a>"}
    assert again.proof(more).checked == 1
    more["two/index.html"] = "<h2 id='b'>Two</h2><a href='../three/#c'></a>"
    assert again.proof(more).checked == 1
    more["three/index.html"] = "<h2 id='d'>Three</h2>"
    assert [one.target for one in again.proof(more).dead] == [Target("three/", "c")]
    del more["three/index.html"]
    assert [one.target for one in again.proof(more).dead] == [Target("three/")]


def test_an_address_may_lead_to_another_file_than_before(tmp_path: Path) -> None:
    """A file of the name of a folder's page answers in its place."""
    again = Again(tmp_path)
    pages = {**TWO_PAGES, "four/index.html": "<a href='../five#a'></a>", "five/index.html": "<p id='a'>"}
    assert again.proof(pages).dead == ()
    del pages["five/index.html"]
    found = again.proof({**pages, "five": "<h2 id='x'>"})
    assert found.checked > 0


@pytest.mark.parametrize("where", ["beside the site", "at somebody else's"])
def test_what_is_added_may_be_what_an_address_meant(tmp_path: Path, where: str) -> None:
    """A link to what is not the site's is alive until the site has a page there, and that lacks the place."""
    beside = where == "beside the site"
    url, elsewhere = ("https://example.org/kc/", ()) if beside else ("https://example.org/", ("/manual/",))
    again = Again(tmp_path, url, *elsewhere)
    pages = {"one/index.html": "<a href='https://example.org/manual/#a'></a>"}
    assert again.proof(pages).dead == ()
    dead = again.proof({**pages, "manual/index.html": "<p id='b'>"}).dead
    assert [one.found[0].file for one in dead] == ["one/index.html"]


def test_what_was_dead_is_told_until_it_is_mended(tmp_path: Path) -> None:
    """A file with a dead address counts as proved by no later build."""
    site, cache = tmp_path / "site", BuildCache(None, b"")
    proof_of(site, {"x/index.html": "<a href='../nowhere/'></a>"})
    assert proof_with(site, cache).dead == proof_with(site, cache).dead != ()


def test_what_something_else_answers_is_not_looked_up(tmp_path: Path) -> None:
    """Below a folder that is named as somebody else's; what only begins with the same letters is the site's own."""
    links = ("../tools/", f"{URL}tools", "../tools/a/b?x#y", "../toolshed/", "../tool/")
    proof_of(tmp_path, {"x/index.html": "".join(f"<a href='{link}'></a>" for link in links)})
    proof = prove_addresses(tmp_path, URL, answered=ANSWERED, elsewhere=["/tools/"])
    assert [one.target.path for one in proof.dead] == ["tool/", "toolshed/"]
    # What was proved beside that folder is not proved without it.
    files = files_below(tmp_path)
    assert world_of(StaticHost(URL, files, ["/tools/"]), {}, ()) != world_of(StaticHost(URL, files), {}, ())


def test_unchanged_files_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One changed page is one page to read, also after the cache was written and read."""
    site, file = tmp_path / "site", tmp_path / "cache/build.sqlite"
    proof_of(site)
    cache = BuildCache(file, b"")
    proof_with(site, cache)
    cache.commit()
    read, original = [], LinkReader.read

    def noted(self: LinkReader, path: str, data: bytes) -> FileLinks:
        read.append(path)
        return original(self, path, data)

    monkeypatch.setattr(LinkReader, "read", noted)
    (site / "old.html").write_text("Changed", encoding="utf-8")
    for _ in range(2):
        following = BuildCache(file, b"")
        proof_with(site, following)
        following.commit()
    assert read == ["old.html"]
    # Nothing is proved of a site that lacks a page, so the links of all are looked up.
    (site / "articles/two/index.html").unlink()
    assert proof_with(site, BuildCache(file, b"")).dead
    assert read == ["old.html"]


def test_what_is_proved_beside_the_files_is_proved_as_long_as_it_is_the_same(tmp_path: Path) -> None:
    """As scheduled articles are: by a name of theirs and a hash."""
    proof_of(tmp_path / "site")
    cache, files = BuildCache(tmp_path / "cache/build.sqlite", b""), files_below(tmp_path / "site")
    host = StaticHost(URL, files)
    links = SiteLinks(tmp_path / "site", files, cache, contents(tmp_path / "site"))
    links.keep(host, ANSWERED, {"late"}, {"later": b"1", "late": b"1"})
    again = SiteLinks(tmp_path / "site", files, cache, contents(tmp_path / "site"))
    proved = again.proved(host, ANSWERED, {"later": b"1", "late": b"1"})
    assert proved == {*again.paths, "later"}
    assert again.proved(host, ANSWERED, {"later": b"2"}) == {*again.paths}
