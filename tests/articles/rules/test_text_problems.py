"""What stops a build in the text of an article: each kind named on its line, and nothing said of its like."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge_center.articles.article_files import TEXT_RULES
from knowledge_center.articles.rules.article_text import ArticleText, TextSettings
from knowledge_center.articles.rules.fields import Fields
from knowledge_center.front_matter.parser import Document
from knowledge_center.markdown_text.parsed_text import parse_text
from knowledge_center.problems import Problem
from tests.editors import assert_plain

SETTINGS = TextSettings(hosts=("knowledge.example.com", "player.example.org"))


def problems(text: str, settings: TextSettings = SETTINGS) -> list[Problem]:
    """What the rules find in a text that begins on the first line of its file."""
    document = Document(fields={}, body=text, body_line=1)
    article = ArticleText(
        document=document, text=parse_text(text, 1), fields=Fields(title="A title"), settings=settings
    )
    return list(TEXT_RULES.problems("docs/a.md", article))


BAD = [
    # ---- one piece ----
    ("whole.has_no_conflict", 3, "Text.\n\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> main"),
    ("whole.has_no_conflict", 3, "Text.\n\n<<<<<<< HEAD\nOne.\n\n>>>>>>> main\n\nMore."),
    ("whole.has_no_conflict", 4, "Text.\n\nOne.\n=======\nTwo.\n>>>>>>> main\n\nMore."),
    ("whole.closes_comments", 3, "Text.\n\n<!-- a note\n\nMore."),
    ("whole.closes_code", 3, "Text.\n\n```\ncode\n\nMore."),
    ("whole.closes_code", 3, "Text.\n\n~~~ python\ncode\n```\n\nMore."),
    ("whole.closes_tags", 3, 'Text.\n\n<div class="x">\n\nMore.'),
    ("whole.closes_tags", 3, 'Text.\n\n<div class="x" />\n\nMore.'),
    ("whole.closes_tags", 1, "Some <b>bold text.\n\nMore."),
    ("whole.closes_tags", 3, "Text.\n\n</div>\n\nMore."),
    ("whole.closes_tags", 3, "Text.\n\n<p>One\n<p>two.\n\n</p>\n\n## More"),
    ("whole.closes_tags", 3, "Text.\n\n<li>One.\n\n- More"),
    ("whole.closes_tags", 1, "Dear <name>, welcome."),
    ("whole.has_one_block_of_fields", 2, "\n---\ntitle: Again\ntags:\n  - a\n- b\n---\n\nText."),
    ("whole.has_one_block_of_fields", 2, "\ntitle: Again\ndate: 2026-11-20\n---\n\nText."),
    ("references.footnotes_are_called", 3, "Text.\n\n[^1]: A note."),
    ("references.names_are_given_once", 5, "Text[^1].\n\n[^1]: One.\n\n[^1]: Two."),
    ("references.names_are_given_once", 4, "[x][A]\n\n[a]: https://example.org/1\n[A]: https://example.org/2"),
    ("references.brackets_make_a_link", 1, "[law](https://example.org/Offer_(law)\nText."),
    ("body.has_no_invisible_characters", 1, "Text \u202eback\u202c wards."),
    ("targets.can_be_opened_by_everybody", 1, "![A desk](cid:image001.png@01DA.0000)"),
    ("targets.can_be_opened_by_everybody", 1, "[The page](t3://page?uid=42)"),
    ("wiki_marks.are_markdown", 1, "Text [b]bold[/b]."),
    ("wiki_marks.are_markdown", 1, "Text [url=https://example.org/]the law[/url]."),
    ("wiki_marks.are_markdown", 1, "Text <https://example.org/law|the law>."),
    ("wiki_marks.are_markdown", 3, "Text.\n\nh2. A heading"),
    ("wiki_marks.are_markdown", 1, "{info}Remember it.{info}"),
    ("wiki_marks.are_markdown", 1, "Ask <@U12345> about it."),
    ("wiki_marks.are_markdown", 3, "Text.\n\n<!channel> Look here."),
    ("references.brackets_stand_together", 1, "![A desk] (desk.png)"),
    ("references.brackets_make_a_link", 1, "!(A desk)[desk.png]"),
    ("targets.begin_as_addresses_do", 1, "Write to [them](“https://www.example.org/”)."),
    ("wiki_marks.are_markdown", 1, "Ask <#C123|general> about it."),
    ("wiki_marks.are_markdown", 1, "{code:java}\n\nText."),
    ("wiki_marks.are_markdown", 1, '"The law":https://example.org/law says so.'),
    # ---- HTML ----
    ("html.has_no_script", 3, "Text.\n\n<script>\nalert('<b>')\n</script>\n"),
    ("html.has_no_script", 1, "Text <SCRIPT src='a.js'></SCRIPT>."),
    ("html.has_no_handlers", 1, 'Text <a href="b.md" onClick="x()">here</a>.'),
    ("html.has_no_handlers", 1, "<img src='a.png' alt='A' onerror=x()>"),
    ("html.has_no_handlers", 1, 'Text [word](b.md){ onclick="x()" } on.'),
    ("html.has_no_handlers", 1, '## A heading { #id onclick="x()" }'),
    ("html.has_nothing_that_leads_the_page_elsewhere", 1, '<base href="https://example.net/">'),
    ("html.has_nothing_that_leads_the_page_elsewhere", 1, "<meta http-equiv=refresh content='0;url=/x/'>"),
    ("html.has_no_links_that_run", 1, "[Print](javascript:print)"),
    ("html.has_no_links_that_run", 1, "[Print](java&#115;cript:print)"),
    ("html.has_no_links_that_run", 1, '<a href="java&#115;cript:print()">Print</a>'),
    ("html.has_no_links_that_run", 1, "[Print](data:text/html,print)"),
    ("html.has_no_links_that_run", 1, '<a href=" JavaScript:print()">Print</a>'),
    ("html.has_no_foreign_form", 3, 'Text.\n\n<form action="https://forms.example.net/x">\n</form>'),
    ("html.has_no_foreign_form", 1, "<form><input></form>"),
    ("html.has_no_foreign_form", 1, '<button formaction="https://forms.example.net/x">Go</button>'),
    ("html.has_plain_quotes", 1, "<a href=“https://example.org/”>here</a>"),
    ("html.has_plain_quotes", 1, '<a href="https://example.org/>here</a>'),
    ("html.fetches_nothing_from_elsewhere", 1, "![A](https://pictures.example.net/a.png)"),
    ("html.fetches_nothing_from_elsewhere", 1, "![A][a]\n\n[a]: https://pictures.example.net/a.png"),
    ("html.fetches_nothing_from_elsewhere", 1, "[![A](//pictures.example.net/a.png)](b.md)"),
    ("html.fetches_nothing_from_elsewhere", 1, '<img alt="A" src="https://pictures.example.net/a.png">'),
    ("html.fetches_nothing_from_elsewhere", 1, '<iframe src="https://www.youtube.com/embed/x"></iframe>'),
    ("html.fetches_nothing_from_elsewhere", 1, '<video poster="https://v.example.net/a.jpg"></video>'),
    ("html.fetches_nothing_from_elsewhere", 1, '<link rel="stylesheet" href="https://v.example.net/a.css">'),
    ("html.fetches_nothing_from_elsewhere", 2, "<style>\n@import 'https://v.example.net/a.css';\n</style>"),
    ("html.fetches_nothing_from_elsewhere", 1, '<p style="background: url(https://v.example.net/a.png)">A</p>'),
    ("html.fetches_nothing_from_elsewhere", 1, '<svg><use href="https://v.example.net/a.svg#x"></use></svg>'),
    ("html.fetches_nothing_from_elsewhere", 2, "Text\n{ style=\"background: url('https://v.example.net/a.png')\" }"),
    # ---- templates ----
    ("templates.has_no_template_marks", 1, "{% include box.html %}"),
    ("templates.has_no_template_marks", 1, "{%- if x -%}"),
    ("templates.has_no_template_marks", 1, "Hello {{ first_name }}."),
    ("templates.has_no_template_marks", 1, '![A]({{ "/a.png" | url }})'),
    ("templates.has_no_template_marks", 1, "{{< youtube abc >}}"),
    ("templates.has_no_template_marks", 1, "{{% note %}}"),
    ("templates.has_no_template_marks", 1, "<%= name %>"),
    ("templates.has_no_shortcodes", 1, '[gallery ids="1,2"]'),
    ("templates.has_no_shortcodes", 1, "[gallery]"),
    ("templates.has_no_shortcodes", 1, "Text[/caption]"),
    ("templates.has_no_shortcodes", 1, "[youtube https://www.youtube.com/watch?v=x]"),
    ("templates.has_no_shortcodes", 1, '[vc_row full_width="yes"]'),
    ("templates.has_no_merge_fields", 1, "Dear *|FNAME|*,"),
    ("templates.has_no_merge_fields", 1, "Dear [firstname,fallback=friend],"),
    ("templates.has_no_merge_fields", 1, "Dear %%first_name%%,"),
    ("templates.has_no_merge_fields", 1, "Dear {first_name},"),
    ("templates.has_no_merge_fields", 1, "Dear «FirstName»,"),
    ("templates.has_no_template_marks", 1, "Dear {{first_name}},"),
    # ---- what is named ----
    ("references.labels_are_defined", 1, "See [the note][ref]."),
    ("references.labels_are_defined", 1, "![A desk][ref]"),
    ("references.footnotes_are_written", 3, "Text.\n\nMore.[^1]"),
    ("references.targets_are_named", 1, "See [the note]()."),
    ("references.targets_are_named", 1, "![A desk]()"),
    ("references.targets_are_named", 1, '<a href="">the note</a>'),
    ("references.brackets_stand_together", 1, "See [the note] (https://example.org/)."),
    ("references.brackets_stand_together", 1, "See [the note] (note.md)."),
    ("references.brackets_make_a_link", 1, "See [the note](https://example.org/a and more."),
    ("references.brackets_make_a_link", 2, "Text,\nsee [the note](note.md. Then [one](b.md) more."),
    ("references.brackets_make_a_link", 1, "See (the note)[https://example.org/a] and more."),
    ("references.brackets_make_a_link", 1, "See (the note)[note.md]."),
    ("references.brackets_make_a_link", 1, "See [the note]\n(https://example.org/a) and more."),
    ("references.pictures_are_no_wiki_links", 1, "![[desk.png]]"),
    ("references.pictures_are_no_wiki_links", 1, "![[a desk.png|300]]"),
    # ---- targets ----
    ("targets.are_on_no_own_disk", 1, "![A](C:\\Users\\anna\\a.jpg)"),
    ("targets.are_on_no_own_disk", 1, "![A](C:/Users/anna/a.jpg)"),
    ("targets.are_on_no_own_disk", 1, "[A](file:///home/anna/a.pdf)"),
    ("targets.are_on_no_own_disk", 1, "![A](/Users/anna/Desktop/a.jpg)"),
    ("targets.are_on_no_own_disk", 1, '<img alt="A" src="file:///C:/a.png">'),
    ("targets.pictures_are_files", 1, "![A](data:image/png;base64,iVBOR)"),
    ("targets.pictures_are_files", 1, '<img alt="A" src="data:image/png;base64,iVBOR">'),
    ("targets.pictures_are_no_pages", 1, "![A](https://drive.google.com/file/d/abc/view)"),
    ("targets.pictures_are_no_pages", 1, '<img alt="A" src="https://www.dropbox.com/s/abc/a.jpg?dl=0">'),
    ("targets.can_be_opened_by_everybody", 1, "[A](http://localhost:8000/articles/a/)"),
    ("targets.can_be_opened_by_everybody", 1, "[A](http://127.0.0.1:8000/)"),
    ("targets.can_be_opened_by_everybody", 1, "<http://192.168.1.7/a>"),
    ("targets.can_be_opened_by_everybody", 1, '<a href="https://wiki.corp/page">A</a>'),
    ("targets.can_be_opened_by_everybody", 1, "![A](http://intranet/a.png)"),
    ("targets.begin_as_addresses_do", 1, "[A](htps://www.example.org/)"),
    ("targets.begin_as_addresses_do", 1, "[A](https:/www.example.org/a)"),
    ("targets.begin_as_addresses_do", 1, "[A](http//www.example.org/a)"),
    ("targets.begin_as_addresses_do", 1, "[A](https;//example.org/)"),
    ("targets.begin_as_addresses_do", 1, "[A](https:www.example.org)"),
    ("targets.begin_as_addresses_do", 1, "[A](https://https://www.example.org)"),
    ("targets.begin_as_addresses_do", 1, '<a href="htttps://www.example.org">A</a>'),
    ("targets.lead_to_no_shared_draft", 1, "[A](https://docs.google.com/document/d/abc/edit?usp=sharing)"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "line", "text"), BAD, ids=[f"{n}-{rule}" for n, (rule, _, _) in enumerate(BAD)]
)
def test_each_is_named_once_on_its_line(rule: str, line: int, text: str) -> None:
    """The line is the one to mend, the sentence is plain, there is something to do, and no other rule joins in."""
    found = problems(text)
    assert [(problem.rule, problem.line) for problem in found if problem.line == line] == [
        (f"articles.{rule}", line)
    ]
    assert {problem.rule for problem in found} == {f"articles.{rule}"}
    for problem in found:
        assert_plain(problem)


@pytest.mark.parametrize(
    "text",
    [
        "A rule:\n\n---\n\ntitle: words\n\n---\n\nMore.",
        "Text.\n\nA heading\n---\n\n> > Text",
        "> > > > > > > Seven deep.\n\n>>>>>>> Quoted.",
        "A heading\n-------\n\nText.",
        "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n```",
        "    <<<<<<< HEAD\n    a\n    =======\n    b\n    >>>>>>> main",
        "Text <!-- a note --> and <!-- two\nlines --> more.",
        "A sign: `<!--`, a fence: ` ``` `, a tag: `<div>`, a form: `<form>`.",
        "````\n```\ncode\n````",
        "Text <a id='here'/> and <br/> and <svg><path d='M0'/></svg> more.",
        "<p>One\n<p>Two <br> three <img src='a.png' alt='A'>",
        "<div markdown>\n\nText **bold**.\n\n</div>",
        "<details><summary>More</summary>\n\nText.\n\n</details>",
        "Below <name@example.org> and <https://example.org/>, 3 < 4 and 5 > 2; x <- y.",
        "Text with &lt;name&gt; in it.",
        "<a id='here'></a>Text, [a word](#here){ .onclick }.",
        "The attribute `onclick=\"x()\"` and the address `javascript:`; one=\"two\" here.",
        "![A](https://knowledge.example.com/a.png) <iframe src='https://player.example.org/v'></iframe>",
        "<video src='a.mp4' controls></video> <img src='a.png' alt='A'> <iframe src='b.html'></iframe>",
        "<style>p { background: url(a.png) }</style>",
        "```\n<style>@import 'https://v.example.net/a.css';</style>\n```\n\nText.",
        "<form action='/subscribe'><input></form>",
        "[![A desk](a.png)](https://www.youtube.com/watch?v=x)",
        "In code: `{% include %}`, `{{ name }}`, `[gallery ids=\"1\"]`, `*|FNAME|*`, `![[a.png]]`, `[^1]`, `[a][b]`.",
        "```\n{% include x %}\n{{ name }}\n[gallery]\n```",
        "[A](a.md){ target=_blank .button title=\"on click=go\" } and `{ onclick=x }` and {a=b}.",
        "A heading { #id .class }\n\nText {: .note } and {{}} and { x } and {1} and $\\frac{{a}}{{b}}$.",
        "Words in [brackets], a [video], [quote] and [note 1]; 100%% sure; a {curly} one; "
        "[sic] no: segment[s] [we],\nas in [1][2].",
        "An array[0][1] and a task:\n\n- [ ] open\n- [x] done",
        "Text.[^1] More.[^a note]\n\n[^1]: One.\n[^a note]: Two.",
        "[A][b] and [b] and [B][].\n\n[b]: https://example.org/",
        "![A](a.png) [top](#) [mail](mailto:a@example.org) [tel](tel:+1) [path](/articles/a/)",
        "Text [in brackets] (a remark) and [x] (see below).",
        "[A](html//a.b/c) [B](html/a.b.md) [C](ftp://example.org/a) [D](sftp://example.org/) [E](sms:+1.2)",
        "(a remark)[^1] and (see there)[x] and array(0)[a.b]; [one](two three, see [A](a.md)\n\n[^1]: A.",
        "[A](https://example.org/a\n'a title') and [B](\nhttps://example.org/) and `[C](https://x.org and`.",
        "Start it and open http://localhost:8000/ there; `http://127.0.0.1/` too.",
        "[A](https://example.org/C:/x) and [B](https://docs.google.com/forms/d/abc/viewform).",
        "[A](https://drive.google.com/file/d/abc/view) [B](https://local.example.org/)",
        "[x][a] and [y][a]\n\n[a]: https://example.org/a\n[a]: https://example.org/a",
        "The [law](https://example.org/Offer_(law)) says so.",
        "A note {info} and `[b]code[/b]`, an array a[i] and b[/i], \"so\": it is. About: all.",
        "Call h2. today, or [about](about.md).",
        "شركة (ABC)\u200f في ديترويت.",
    ],
)  # fmt: skip
def test_nothing_is_said_of_what_only_looks_like_it(text: str) -> None:
    """Code, escapes, ordinary brackets and braces, the site's own and allowed hosts: all of it is fine."""
    assert [(problem.rule, problem.line, problem.message) for problem in problems(text)] == []


def test_a_plugin_that_fills_in_texts_may_have_its_marks() -> None:
    """With the macros plugin, braces are no leftovers; shortcodes of WordPress are."""
    settings = TextSettings(templates=True)
    text = "{{ company }} {% if x %}\n\n[gallery]\n"
    assert [problem.rule for problem in problems(text, settings)] == ["articles.templates.has_no_shortcodes"]


def test_what_a_plugin_brings_into_the_site_is_fetched_from_nowhere() -> None:
    """With Material's privacy plugin, pictures and styles of other sites are the site's own; a frame is not."""
    settings = TextSettings(brought_along=True)
    picture = (
        "![A](https://pictures.example.net/a.png)\n\n<img src='https://pictures.example.net/a.png' alt='A'>"
    )
    assert problems(picture, settings) == []
    assert len(problems('<iframe src="https://www.youtube.com/embed/x"></iframe>', settings)) == 1


def test_a_frame_is_offered_as_a_link_to_what_people_watch() -> None:
    """The fix is the link with its title, the same with a picture, and the setting for who wants the frame."""
    text = '<iframe title="A talk" src="https://www.youtube.com/embed/abc?start=30"></iframe>'
    (problem,) = problems(text)
    link = "[A talk](https://www.youtube.com/watch?v=abc&t=30s)"
    assert problem.fix.startswith(f"{link}\n") and "[![A talk](still.jpg)](https:" in problem.fix
    assert problem.fix.endswith("articles:\n  embed_hosts: [www.youtube.com]")
    assert problems(f"{link}\n") == []
    assert problems(text, TextSettings(hosts=("www.youtube.com",))) == []


@pytest.mark.parametrize("text", [text for rule, _, text in BAD])
def test_what_a_program_may_mend_is_mended(text: str) -> None:
    """Where a fix has edits, they leave nothing of that rule to say, and nothing new."""
    before = problems(text)
    for problem in before:
        if not problem.edits:
            continue
        lines = text.split("\n")
        for edit in sorted(problem.edits, key=lambda edit: -edit.first):
            lines[edit.first - 1 : edit.last] = edit.lines
        after = problems("\n".join(lines))
        assert len(after) < len(before), after
        assert {one.rule for one in after} <= {one.rule for one in before}


def test_an_endless_line_is_named_and_not_written_again() -> None:
    """A thousand fixes of a line that holds a megabyte would be a thousand megabytes."""
    (short,), (long,) = problems("Dear <name>."), problems(f"Dear <name>. {'x ' * 10_000}")
    assert short.rule == long.rule
    assert short.edits and not long.edits


@pytest.mark.parametrize("name", ["title", "description", "image_alt"])
def test_a_template_mark_in_a_field_is_advice_on_its_line(name: str) -> None:
    """Readers would get it as it stands; but there it may be what the article is about."""
    document = Document(fields={}, body="Text.", body_line=9)
    values: dict[str, Any] = {"title": "A title", name: "Hello {{ first_name }}"}
    fields = Fields(**values, lines={name: 4})
    article = ArticleText(document=document, text=parse_text("Text.", 9), fields=fields, settings=SETTINGS)
    found = [
        (one.line, one.advice)
        for one in TEXT_RULES.problems("docs/a.md", article)
        if one.rule == "articles.templates.has_no_template_marks"
    ]
    assert found == [(4, True)]
