"""Articles with feed HTML, and the pictures and settings that go with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from knowledge_center.articles.model import Article
from knowledge_center.pictures.model import Image
from knowledge_center.settings.model import Settings
from tests.samples import article, picture, settings

SETTINGS: Settings = settings()
URL = SETTINGS.site_url
TAG = "tag:knowledge.example.com,2026:"
MONDAY = datetime(2026, 11, 16, 14, tzinfo=UTC)
NAMES = ("second-interview", "first-week", "two-job-offers", "before-day-one")

LARGE, SMALL, ICON = picture(size=(1200, 800)), picture("navy", (600, 400), "JPEG"), picture(size=(88, 31))

CONTENT = """<p>Four reasons, one page, and <em>what you can do</em> about each&nbsp;&ndash; see
<a href="{url}articles/{name}/#notes">the notes</a> or <a href="mailto:desk@example.com">write to us</a>.</p>
<p><a href="{url}articles/{name}/"><img src="{url}articles/{name}/picture.png"
srcset="{url}articles/{name}/picture.png 1x, {url}articles/{name}/small.jpg 2x"
alt="A desk" width="600" height="400"></a></p>
<ul><li>☑ one</li><li>☐ two<br>lines</li></ul>
<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>1 &lt; 2 &amp; 3</td></tr></tbody></table>
<pre><code>if a &lt; b:
    print("&amp;")
</code></pre>
<blockquote cite="https://www.example.org/"><p>Said.</p></blockquote>
<p>A note.<sup id="fnref:1"><a href="{url}articles/{name}/#fn:1">1</a></sup></p>
<ol><li id="fn:1"><p>The note.</p></li></ol>"""


def content(name: str) -> str:
    """A full text with one of everything that may stand in a feed."""
    return CONTENT.format(url=URL, name=name)


def articles() -> tuple[Article, ...]:
    """Public articles, one a day, the second changed later."""
    found = []
    for age, name in enumerate(NAMES):
        published = MONDAY - timedelta(days=age)
        image = Image(
            path=f"articles/{name}/picture.png",
            alt="A desk",
            width=1200,
            height=800,
            type="image/png",
            size=len(LARGE),
        )
        found.append(
            article(
                name,
                title=f"{name.replace('-', ' ').capitalize()} & more",
                summary=f"What {name.replace('-', ' ')} means, in a sentence that is long enough to say it.",
                published=published,
                updated=MONDAY + timedelta(hours=2) if age == 1 else None,
                content=content(name),
                image=image if age != 3 else None,
            )
        )
    return tuple(found)
