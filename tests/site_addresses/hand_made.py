"""A small finished site with every kind of file that holds addresses, each of them alive."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from knowledge_center.site_addresses.address_proof import AddressProof
from knowledge_center.site_addresses.kept_links import prove_addresses

URL = "https://example.com/news/"

PAGE = f"""<!doctype html>
<html lang="en"><head>
<link rel="canonical" href="{URL}articles/one/">
<link rel="alternate" type="application/rss+xml" href="{URL}feed.xml">
<link rel="preconnect" href="https://example.com/news/nothing-is-fetched-here/">
<link rel="preload" as="image" imagesrcset="small.png 1x, large.png 2x">
<meta property="og:image" content="{URL}articles/one/large.png">
<meta name="description" content="https://example.com/news/only-words/">
<script type="application/ld+json">{{"@id": "{URL}#name", "url": "{URL}articles/one/", "l": ["{URL}logo.svg"]}}</script>
</head><body>
<h1 id="top-of-it">One</h1>
<a href="../../">Home</a> <a href="..">Articles</a> <a href="../two/#a-place">Two</a> <a href="#top-of-it">Up</a>
<A HREF='../two'>No slash</A> <a href=../two/?utm_source=a&amp;b=c>Query</a> <a href="/news/old.html#here">Old</a>
<a href="https://www.example.com/elsewhere/">Elsewhere</a> <a href="/contact/">Company</a>
<a href="mailto:a@example.com">Mail</a>
<a href="HTTPS://Example.com:443/news/articles/two/">Shouted</a> <a href="http://example.com/news/">Insecure</a>
<a href="../gr%C3%BC%C3%9Fe/#f%C3%BCr-alle">Grüße</a> <a href="../grüße/#für-alle">Grüße</a>
<a href="two%20words.pdf">Two words</a> <a href="two words.pdf#page=2">Two words</a>
<img src="small.png" srcset="small.png 1x, large.png 2x" alt="">
<video poster="large.png" src="../../film.mp4"></video>
<form action="../../search/"><input></form> <form action="/subscribe" method="post"><input></form>
<code>&lt;a href="../shown-as-text/"&gt;</code> <!-- <a href="../in-a-comment/"> -->
<script>var text = '<a href="../in-a-script/">';</script>
</body></html>
"""

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/css" href="{URL}feed.css"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><link>{URL}</link><description>"&gt;&lt;img src=only-words&gt;</description>
<atom:link href="{URL}feed.xml" rel="self"/><image><url>{URL}logo.svg</url></image>
<item><link>{URL}articles/one/</link><guid isPermaLink="false">{URL}only-a-name/</guid>
<comments>{URL}articles/two/#a-place</comments>
<enclosure url="{URL}articles/one/large.png" length="1" type="image/png"/>
<description>&lt;p&gt;&lt;a href="{URL}articles/one/"&gt;One&lt;/a&gt;</description>
<content:encoded><![CDATA[<p><a href="{URL}articles/two/#a-place">Two</a><img src="{URL}logo.svg">]]></content:encoded>
</item></channel></rss>
"""

ATOM = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>{URL}only-a-name/</id><link href="{URL}"/><icon>{URL}logo.svg</icon>
<author><name>A</name><uri>{URL}articles/one/</uri></author>
<entry><id>{URL}only-a-name/</id><link rel="alternate" href="{URL}articles/one/"/>
<content type="html">&lt;a href="{URL}articles/two/"&gt;Two&lt;/a&gt;</content></entry></feed>
"""

JSON = f"""{{"version": "https://jsonfeed.org/version/1.1", "title": "{URL}only-words/", "home_page_url": "{URL}",
"feed_url": "{URL}feed.json", "items": [{{"id": "{URL}only-a-name/", "url": "{URL}articles/one/",
"content_html": "<a href='{URL}articles/two/'>Two</a>", "image": "{URL}logo.svg",
"attachments": [{{"url": "{URL}film.mp4"}}]}}]}}
"""

FILES: dict[str, str] = {
    "index.html": "<a href='articles/'>Articles</a><a href=''>Here</a>",
    "articles/index.html": "<ul><li><a href='one/'>One</a></ul>",
    "articles/one/index.html": PAGE,
    "articles/two/index.html": "<h2 id='a-place'>Two</h2>",
    "articles/grüße/index.html": "<h2 id='für-alle'>Grüße</h2>",
    "old.html": f"<base href='{URL}articles/'><a name='here'>Old</a> <a href='one/'>One</a>",
    "moved/index.html": f"<meta http-equiv=refresh content='0; URL=../articles/one/'><link rel=canonical href={URL}>",
    "search/index.html": "",
    "articles/one/small.png": "-", "articles/one/large.png": "-", "articles/one/two words.pdf": "-",
    "film.mp4": "-", "logo.svg": "<svg/>",
    "feed.css": "@import url(site.css); /* url(gone.css) */", "site.css": "a { background: url('logo.svg') }",
    "feed.xml": RSS, "atom.xml": ATOM, "feed.json": JSON,
    "sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>'
    f"<loc>{URL}articles/gr%C3%BC%C3%9Fe/</loc></url></urlset>",
    "feeds.opml": f'<opml version="2.0"><body><outline xmlUrl="{URL}feed.xml" htmlUrl="{URL}"/></body></opml>',
    "robots.txt": f"Sitemap: {URL}sitemap.xml\n",
    "digests/w/1/email.html": f"<a href='{URL}articles/one/'>One</a> <a href='%%leave%%'>Leave</a>",
    "digests/w/1/email.txt": f"One ({URL}articles/one/). Two: {URL}articles/two/#a-place.\n",
}  # fmt: skip
ANSWERED = ("/subscribe", "%%leave%%")


def proof_of(folder: Path, changed: Mapping[str, str] | None = None, url: str = URL) -> AddressProof:
    """The proof of the site with other files in place of some, or beside them."""
    for path, text in {**FILES, **(changed or {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return prove_addresses(folder, url, answered=ANSWERED)
