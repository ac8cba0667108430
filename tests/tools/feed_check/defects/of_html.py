"""Defects of the HTML inside a feed."""

from __future__ import annotations

from tests.tools.feed_check.defects import Defect, html, item, swap
from tests.tools.feed_check.samples import URL

_SIZE = 'alt="" width="1" height="1"'


def _defect(what: str, rule: str, snippet: str, says: str, path: str = "feed.xml") -> Defect:
    """A snippet that is put into a full text; the problem is in the snippet's line."""
    at = snippet.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").partition("\n")[0]
    return Defect(what=what, rule=rule, path=path, change=html(snippet), says=says, at=at)


RULES = (
    _defect("a script", "html_rules.has_no_unsafe_elements", "<script>alert(1)</script>", "<script>"),
    _defect("a script in Atom", "html_rules.has_no_unsafe_elements", "<script></script>", "<script>", "atom.xml"),
    _defect("a style sheet", "html_rules.has_no_unsafe_elements", "<style>p {}</style>", "<style>"),
    _defect("a form", "html_rules.has_nothing_to_fill_in_or_draw", "<form></form>", "<form>"),
    _defect("a frame", "html_rules.has_no_unsafe_elements", f'<iframe src="{URL}"></iframe>', "<iframe>"),
    _defect("an icon", "html_rules.has_nothing_to_fill_in_or_draw", "<svg></svg>", "<svg>"),
    _defect("a typewriter", "html_rules.has_no_obsolete_elements", "<p><tt>a</tt></p>", "<tt>"),
    _defect("a font", "html_rules.has_no_obsolete_elements", "<font>a</font>", "<font>"),
    Defect(
        what="a script in JSON", rule="html_rules.has_no_unsafe_elements", path="feed.json",
        change=item(lambda entry: entry.update(content_html="<script></script>")), says="<script>",
    ),
    Defect(
        what="a script in a description", rule="html_rules.has_no_unsafe_elements", path="feed.xml",
        change=swap("<description>What second", "<description>&lt;script&gt;&lt;/script&gt;What second"),
        says="<script>",
        at="&lt;script&gt;",
    ),
    _defect("an element of nobody", "html_rules.has_only_elements_of_html", "<my-box></my-box>", "<my-box>"),
    _defect("an event handler", "html_rules.has_no_event_handlers", '<p onclick="x()">a</p>', "“onclick”"),
    _defect("a class", "html_rules.has_no_marks_of_the_page", '<p class="lead">a</p>', "“class”"),
    _defect("a style", "html_rules.has_no_marks_of_the_page", '<p style="color: red">a</p>', "“style”"),
    _defect("an id", "html_rules.has_no_marks_of_the_page", '<h2 id="why">a</h2>', "“id”"),
    _defect("data for a script", "html_rules.has_no_marks_of_the_page", '<p data-line="1">a</p>', "“data-line”"),
    _defect("an attribute for the page", "html_rules.has_only_attributes_of_html", '<p role="note">a</p>', "“role”"),
    _defect(
        "a header link", "html_rules.has_no_header_marks", f'<h2>a<a href="{URL}">¶</a></h2>', "“¶”",
    ),
    _defect("a header link as an entity",
    "html_rules.has_no_header_marks", f'<h2>a<a href="{URL}">&para;</a></h2>', "“¶”"),
    _defect("the title again", "html_rules.has_no_title_of_its_own", "<h1>Second interview</h1>", "<h1>"),
    _defect(
        "a picture without words", "html_rules.images_have_alt",
        f'<p><img src="{URL}assets/icon.png" width="88" height="31"></p>', "no alt",
    ),
    _defect(
        "a picture without size",
        "html_rules.images_have_their_size", f'<p><img src="{URL}assets/icon.png" alt=""></p>',
        "no width and height",
    ),
    _defect(
        "a picture sized in percent", "html_rules.images_have_their_size",
        f'<p><img src="{URL}assets/icon.png" alt="" width="100%" height="31"></p>', "no width and height",
    ),
    _defect(
        "a squeezed picture", "html_rules.images_keep_their_shape",
        f'<p><img src="{URL}assets/icon.png" alt="" width="88" height="88"></p>', "but the file 88 x 31",
    ),
)  # fmt: skip

SHAPE = (
    _defect("a paragraph that is not closed", "html_shape.tags_are_closed", "<p>a", "<p> is not closed"),
    _defect("an end without beginning", "html_shape.tags_are_closed", "a</div>", "</div> closes nothing"),
    _defect("tags that cross", "html_shape.tags_are_closed", "<p><em>a</p></em>", "<em> is not closed"),
    _defect("a division written as if empty", "html_shape.tags_are_closed", "<div/>", "<div> is not closed"),
    _defect("a list in a paragraph", "html_shape.elements_stand_where_they_may", "<p><ul></ul></p>", "inside <p>"),
    _defect(
        "a caption without a table", "html_shape.elements_stand_where_they_may", "<caption>a</caption>",
        "outside a table",
    ),
    _defect(
        "a link in a link", "html_shape.elements_stand_where_they_may", f'<a href="{URL}"><a href="{URL}">a</a></a>',
        "a link stands inside a link",
    ),
    _defect("a character HTML does not have", "html_shape.references_are_known", "<p>&bogus;</p>", "“&bogus;”"),
    _defect("an attribute twice", "html_shape.attributes_stand_once", '<p lang="en" lang="de">a</p>', "“lang” twice"),
    Defect(
        what="an id twice", rule="html_shape.ids_stand_once", path="feed.xml", change=html('<p id="fn:1">a</p>'),
        says="“fn:1”",
    ),
    _defect("the mark of the teaser", "html_shape.holds_no_comments", "<!-- more -->", "<!-- more -->"),
    _defect("an instruction", "html_shape.holds_no_comments", "<?import x>", "<?import x>"),
    Defect(
        what="content escaped twice", rule="html_shape.is_escaped_once", path="email.xml",
        change=swap("&lt;p&gt;All of it.&lt;/p&gt;", "&amp;lt;p&amp;gt;All of it.&amp;lt;/p&amp;gt;"),
        says="escaped twice",
        at="&amp;lt;p",
    ),
)  # fmt: skip

ADDRESSES = (
    _defect("a relative link", "html_addresses.are_whole", '<a href="../pay/">a</a>', "“../pay/”"),
    _defect("a link to a place on the page", "html_addresses.are_whole", '<a href="#why">a</a>', "“#why”"),
    _defect("a link from the root", "html_addresses.are_whole", '<a href="/articles/">a</a>', "“/articles/”",
    "atom.xml"),
    _defect("an address without scheme",
    "html_addresses.are_whole", f'<img src="//example.org/a.png" {_SIZE}>', "“//example"),
    _defect("a relative picture", "html_addresses.are_whole", f'<img src="a.png" {_SIZE}>', "“a.png”"),
    _defect("an empty picture", "html_addresses.are_whole", f'<img src="" {_SIZE}>', "src of <img> is empty"),
    _defect(
        "a relative candidate", "html_addresses.are_whole",
        f'<img src="{URL}assets/icon.png" srcset="{URL}assets/icon.png 1x, b.png 2x" alt="" width="88" height="31">',
        "“b.png”",
    ),
    _defect("a relative poster", "html_addresses.are_whole", '<video poster="a.png"></video>', "“a.png”"),
    _defect("a relative source of words", "html_addresses.are_whole", '<q cite="/book/">a</q>', "“/book/”"),
    Defect(
        what="a relative link in JSON", rule="html_addresses.are_whole", path="feed.json",
        change=item(lambda entry: entry.update(content_html='<a href="/a/">a</a>')), says="“/a/”",
    ),
    _defect("a picture in its address",
    "html_addresses.are_no_data", f'<img src="data:image/gif;base64,R0" {_SIZE}>', "data:"),
    _defect("a link that runs script",
    "html_addresses.lead_to_the_web", '<a href="javascript:x()">a</a>', "javascript"),
    _defect("a link to a disk", "html_addresses.lead_to_the_web", '<a href="file:///c/a.html">a</a>', "file:///"),
    _defect("an address with a space", "html_addresses.are_well_formed", '<a href="https://a.org/b c">a</a>', "b c"),
    _defect("an address without host", "html_addresses.are_well_formed", '<a href="https:///b">a</a>', "https:///b"),
    _defect("a dead link of ours", "addresses.answer", f'<a href="{URL}none/">a</a>', "none/"),
    _defect(
        "a dead picture of ours", "addresses.answer", f'<img src="{URL}none.png" {_SIZE}>', "none.png",
        "atom.xml",
    ),
)  # fmt: skip

DEFECTS = (*RULES, *SHAPE, *ADDRESSES)
