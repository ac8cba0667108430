"""A site's own templates over ours: parts are changed by their names, and mistakes are sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import article_text, make_site, run
from tests.sites import Built, build

POSTS: dict[str, str | bytes] = {"one.md": article_text("<b>One</b> & only")}


def with_templates(root: Path, templates: dict[str, str]) -> Path:
    """A site with a folder overrides/ of its own."""
    make_site(root, POSTS)
    for name, text in templates.items():
        file = root / "overrides" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("theme:\n", "theme:\n  custom_dir: overrides\n")
    settings.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site that changes a block of articles, and the partial of every picture and card's date line."""
    templates = {
        "article.html": '{% extends "knowledge_center/article.html" %}\n'
        "{% block label %}<p>Ours: {{ article.title }}</p>{{ super() }}{% endblock %}\n"
        "{% block byline %}{% endblock %}\n",
        "partials/card.html": '<div class="mine">{{ article.title|typeset }}</div>',
    }
    return build(with_templates(tmp_path_factory.mktemp("layers") / "site", templates))


def test_a_block_is_changed_by_its_name(changed: Built) -> None:
    """What the site writes stands there, escaped as ours is; the rest of the page is ours."""
    text = changed.text("/articles/one/")
    assert "<p>Ours: &lt;b&gt;One&lt;/b&gt; &amp; only</p>" in text
    assert 'class="label"' in text and 'class="byline"' not in text and 'class="about"' in text


def test_a_partial_is_replaced_by_a_file_of_its_name(changed: Built) -> None:
    """Every card is the site's own, on every page that has cards."""
    for url in ("/", "/articles/"):
        assert '<div class="mine">&lt;b&gt;One&lt;/b&gt; &amp; only</div>' in changed.text(url)
        assert "card__title" not in changed.text(url)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{% extends "knowledge_center/article.html" %}\n\n{% block titel %}{% endblock %}',
         "overrides/article.html:3\n  “knowledge_center/article.html” has no block “titel”"),
        ("<p>\n{% if %}", "overrides/article.html:2\n  The template cannot be read"),
        ('{% extends "knowledge_center/artcle.html" %}', "overrides/article.html:1\n  There is no template"),
        ("<p>\n\n{{ 1 // 0 }}", "overrides/article.html:3\n  The template cannot be shown, this line broke it: "),
        ("<p>\n{{ article.title|shout }}", "overrides/article.html:2\n  The template cannot be read"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_template_is_a_sentence(tmp_path: Path, text: str, expected: str) -> None:
    """File and line, what there is, no traceback, and the last site stays."""
    done = run(with_templates(tmp_path / "site", {"article.html": text}), "build.py")
    assert done.returncode == 1
    assert expected in done.stderr
    assert "1 problem." in done.stderr and "Nothing was published." in done.stderr
    assert "Traceback" not in done.stderr and "no mistake of yours" not in done.stderr
