"""What search engines read of an article: schema.org data as JSON-LD, safe inside a script element."""

from __future__ import annotations

import json

from knowledge_center.articles.model import Article
from knowledge_center.settings.model import Settings


def article_json_ld(article: Article, settings: Settings) -> str:
    """An ``Article`` with its breadcrumb, as JSON in which no ``<`` can close the script element.

    Source: schema.org/Article, schema.org/BreadcrumbList; HTML, restrictions for script contents.
    """
    url = settings.absolute(article.url)
    organization = settings.organization
    publisher: dict[str, object] = {
        "@type": "Organization",
        "name": organization.name,
        "url": organization.url,
    }
    if organization.logo:
        publisher["logo"] = {"@type": "ImageObject", "url": settings.absolute(organization.logo)}
    about: dict[str, object] = {
        "@type": "Article",
        "@id": f"{url}#article",
        "headline": article.title,
        "description": article.summary,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": article.language or settings.language,
        "datePublished": article.published.isoformat(),
        "dateModified": article.modified.isoformat(),
        "author": [
            {"@type": "Organization", "name": author.name, **({"url": author.url} if author.url else {})}
            for author in article.authors
        ],
        "publisher": publisher,
        "articleSection": [category.name for category in article.categories],
    }
    if article.image:
        about["image"] = {
            "@type": "ImageObject",
            "url": settings.absolute(article.image.path),
            "caption": article.image.alt,
        }
        if article.image.width:
            about["image"] |= {"width": article.image.width, "height": article.image.height}  # type: ignore[operator]
    topic = article.topic
    steps = [
        (settings.site_name, settings.site_url),
        (topic.name, settings.absolute(f"articles/category/{topic.slug}/")),
        (article.title, url),
    ]
    trail = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": item}
            for n, (name, item) in enumerate(steps, 1)
        ],
    }
    return script_safe({"@context": "https://schema.org", "@graph": [about, trail]})


def script_safe(data: object) -> str:
    """JSON that may stand inside a script element: ``<``, ``>`` and ``&`` as escapes."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
