"""What search engines read of a page: schema.org data as JSON-LD, safe inside a script element.

Sources: schema.org (the types named below); developers.google.com/search/docs/appearance/structured-data: article,
breadcrumb, profile-page, organization, site-names; HTML, restrictions for contents of script elements.
"""

from __future__ import annotations

import json

from knowledge_center.articles.model import Article, Author
from knowledge_center.pages.listings import Listing
from knowledge_center.settings.model import Settings

Data = dict[str, object]


def article_data(article: Article, settings: Settings) -> str:
    """A ``BlogPosting`` with its breadcrumb."""
    url = settings.absolute(article.url)
    about: Data = {
        "@type": "BlogPosting",
        "@id": f"{url}#article",
        "headline": article.title,
        "description": article.summary,
        "url": url,
        "mainEntityOfPage": url,
        "isPartOf": {"@id": _site_id(settings)},
        "inLanguage": article.language or settings.language,
        "datePublished": article.published.isoformat(),
        "dateModified": article.modified.isoformat(),
        "author": [_author(author, settings) for author in article.authors],
        "publisher": _organization(settings),
        "articleSection": [category.name for category in article.categories],
    }
    if article.image:
        image: Data = {
            "@type": "ImageObject",
            "url": settings.absolute(article.image.path),
            "caption": article.image.alt,
        }
        if article.image.width:
            image |= {"width": article.image.width, "height": article.image.height}
        about["image"] = image
    topic = article.topic
    return _graph(
        about,
        _trail(settings, (topic.name, f"articles/category/{topic.slug}/"), (article.title, article.url)),
    )


def listing_data(listing: Listing, settings: Settings) -> str:
    """A page of a listing with its trail: of an author as ``ProfilePage``, else as ``CollectionPage``."""
    url = settings.absolute(listing.own_url)
    page: Data = {
        "@id": f"{url}#page",
        "url": url,
        "name": listing.title,
        "isPartOf": {"@id": _site_id(settings)},
    }
    if listing.author and not listing.number:
        page |= {"@type": "ProfilePage", "mainEntity": _author(listing.author, settings)}
    else:
        page |= {"@type": "CollectionPage", "inLanguage": listing.language or settings.language}
    if listing.description:
        page["description"] = listing.description
    steps = [(settings.words.gettext("Articles"), "articles/")] if listing.url != "articles/" else []
    return _graph(page, _trail(settings, *steps, (listing.title, listing.own_url)))


def home_data(settings: Settings) -> str:
    """The site and who publishes it, on its first page: a ``WebSite`` and an ``Organization``."""
    site: Data = {
        "@type": "WebSite",
        "@id": _site_id(settings),
        "url": settings.site_url,
        "name": settings.site_name,
        "description": settings.site_description,
        "inLanguage": settings.language,
        "publisher": {"@id": _organization_id(settings)},
    }
    return _graph(site, _organization(settings))


def _site_id(settings: Settings) -> str:
    return f"{settings.site_url}#site"


def _organization_id(settings: Settings) -> str:
    return f"{settings.site_url}#organization"


def _organization(settings: Settings) -> Data:
    organization = settings.organization
    found: Data = {
        "@type": "Organization",
        "@id": _organization_id(settings),
        "name": organization.name,
        "url": organization.url,
    }
    if organization.logo:
        found["logo"] = {"@type": "ImageObject", "url": settings.absolute(organization.logo)}
    if settings.social:
        found["sameAs"] = [link.target for link in settings.social]
    return found


def _author(author: Author, settings: Settings) -> Data:
    """A person, or a desk of several; ``url`` is their page here, ``sameAs`` the one elsewhere."""
    found: Data = {
        "@type": "Person" if author.kind == "person" else "Organization",
        "name": author.name,
        "url": settings.absolute(f"articles/author/{author.key}/"),
    }
    if author.url:
        found["sameAs"] = author.url
    if author.description:
        found["description"] = author.description
    if author.portrait:
        found["image"] = settings.absolute(author.portrait)
    if author.role and author.kind == "person":
        found["jobTitle"] = author.role
    return found


def _trail(settings: Settings, *steps: tuple[str, str]) -> Data:
    """The way from the first page to this one."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": settings.absolute(url)}
            for number, (name, url) in enumerate([(settings.site_name, ""), *steps], 1)
        ],
    }


def _graph(*found: Data) -> str:
    return script_safe({"@context": "https://schema.org", "@graph": list(found)})


def script_safe(data: object) -> str:
    """JSON that may stand inside a script element: ``<``, ``>`` and ``&`` as escapes."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
