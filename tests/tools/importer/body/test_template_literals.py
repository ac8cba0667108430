from __future__ import annotations

import pytest

from knowledge_center.tools.importer.body.template_literals import (
    drop_comments,
    fence_highlights,
    keep_raw,
    restore_braces,
)
from knowledge_center.tools.importer.source_text import SourceText
from tests.tools.importer.samples import messages


def raw(text: str) -> str:
    return restore_braces(keep_raw(SourceText.unedited(text))[0].text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Write {% raw %}{{ name }}{% endraw %} here", "Write {{ name }} here"),
        ("{% raw %}\n{{ a }}\n{% endraw %}\nb", "{{ a }}\nb"),
        ("`{% raw %}{{{% endraw %} }}`", "`{{ }}`"),
        ("```\n{%- raw -%}{% if x %}{%- endraw -%}\n```", "```\n{% if x %}\n```"),
        ("{% verbatim %}{% a %}{% endverbatim %}", "{% a %}"),
        ("{{</* figure src=a */>}} {{%/* note */%}}", "{{< figure src=a >}} {{% note %}}"),
        ("Type `{% raw %}` and `{% endraw %}`", "Type `{% raw %}` and `{% endraw %}`"),
        ("{% raw %}\n{% endraw %}", ""),
    ],
)
def test_what_a_template_shows_as_it_is_is_shown(text: str, shown: str) -> None:
    """The marks around it go, also in code; an article about the marks keeps them."""
    assert raw(text) == shown


def test_what_was_shown_as_it_is_is_carried_out_by_no_later_step() -> None:
    """Until the very end its braces are no braces."""
    text = keep_raw(SourceText.unedited("{% raw %}{{ a }} {% b %}{% endraw %}"))[0].text
    assert "{{" not in text and "{%" not in text and "}}" not in text and "%}" not in text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("a\n{% comment %}\nnot for readers\n{% endcomment %}\nb", "a\nb"),
        ("a {# nor this #} b", "a  b"),
        ("## Head {#head}", "## Head {#head}"),
        (
            "`{# shown #}` and `{% comment %}`x`{% endcomment %}`",
            "`{# shown #}` and `{% comment %}`x`{% endcomment %}`",
        ),
    ],
)
def test_comments_of_templates_are_nobodys_loss(text: str, rest: str) -> None:
    """Readers never saw them, so nothing is said; the name of a heading is no comment."""
    source_text, notes = drop_comments(SourceText.unedited(text))
    assert (source_text.text, notes) == (rest, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{% highlight ruby %}\nputs 1\n{% endhighlight %}\n", "```ruby\nputs 1\n```\n"),
        ("{% highlight %}x{% endhighlight %}", "```\nx\n```"),
        ("{% codeblock Title lang:ruby http://x.example %}\nx\n{% endcodeblock %}", "```ruby\nx\n```"),
        ("{{< highlight go >}}\nfmt\n{{< /highlight >}}", "```go\nfmt\n```"),
        ("{{% highlight c# %}}\n{% x %}\n{{% /highlight %}}", "```c#\n{% x %}\n```"),
        ("{% highlight md %}\n```\na\n```\n{% endhighlight %}", "````md\n```\na\n```\n````"),
        ("- x\n\n  {% highlight sh %}\n  ls\n  {% endhighlight %}\n", "- x\n\n  ```sh\n  ls\n  ```\n"),
        ("so {% highlight sh %}ls{% endhighlight %} it", "so \n\n```sh\nls\n```\n\n it"),
    ],
)
def test_highlighted_code_becomes_a_code_block(text: str, code: str) -> None:
    """With its language, and with a fence longer than any inside."""
    source_text, notes = fence_highlights(SourceText.unedited(text))
    assert (source_text.text, notes) == (code, [])


def test_options_of_highlighted_code_are_reported() -> None:
    """Line numbers alone are no loss worth a word."""
    _, notes = fence_highlights(
        SourceText.unedited("\n{% highlight ruby linenos hl_lines=2 %}\nx\n{% endhighlight %}", 10)
    )
    assert messages(notes) == ["options of a code block (hl_lines=2) were left out."]
    assert notes[0].line == 11
