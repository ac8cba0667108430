"""What search engines read of a page: schema.org data as JSON-LD, safe inside a script element.

Sources: schema.org (the types named below); developers.google.com/search/docs/appearance/structured-data: article,
breadcrumb, profile-page, organization, site-names; HTML, restrictions for contents of script elements.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from knowledge_center.articles.model import Article, Author
from knowledge_center.pages.listings import Listing
from knowledge_center.settings.model import DigestSettings, Settings

Data = dict[str, object]
# A page's name and its site-relative URL.
Step = tuple[str, str]
_PAGE: Data = {"@type": "WebPage"}
_COLLECTION: Data = {"@type": "CollectionPage"}
# They lead to all topics, authors, years, digests.
_INDEXES = ("topics/", "articles/author/", "articles/archive/", "digests/")


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
    """A listing with its trail: of an author as ``ProfilePage``, else as ``CollectionPage``."""
    author = listing.author
    return _page(
        {"@type": "ProfilePage", "mainEntity": _author(author, settings)} if author else _COLLECTION,
        settings,
        url=listing.own_url,
        name=listing.title,
        description=listing.description,
        language=listing.language,
        above=_above(listing, settings),
    )


def page_data(url: str, name: str, description: str, settings: Settings) -> str:
    """A page but an article or a listing, with its trail: a ``CollectionPage`` where it leads to all of a kind."""
    return _page(
        _COLLECTION if url in _INDEXES else _PAGE,
        settings,
        url=url,
        name=name,
        description=description,
        above=(_articles(settings),) if url.startswith("articles/") else (),
    )


def digest_data(digest: DigestSettings, settings: Settings) -> str:
    """The issues of a digest as a ``CollectionPage`` with its trail."""
    (*above, (name, url)) = _digest(digest, settings)
    return _page(
        _COLLECTION, settings, url=url, name=name, description=digest.description,
        language=digest.language, above=above,
    )  # fmt: skip


def issue_data(
    digest: DigestSettings, url: str, name: str, description: str, closed_at: datetime, settings: Settings
) -> str:
    """An issue of a digest with its trail: a ``CollectionPage`` that came out when it was closed."""
    return _page(
        _COLLECTION | {"datePublished": closed_at.isoformat()}, settings, url=url, name=name,
        description=description, language=digest.language, above=_digest(digest, settings),
    )  # fmt: skip


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


def _page(
    kind: Data,
    settings: Settings,
    *,
    url: str,
    name: str,
    description: str,
    language: str = "",
    above: Sequence[Step] = (),
) -> str:
    """A page of a kind with the trail to it; ``above`` are the pages between the first one and it."""
    address = settings.absolute(url)
    page = kind | {
        "@id": f"{address}#page",
        "url": address,
        "name": name,
        "isPartOf": {"@id": _site_id(settings)},
        "inLanguage": language or settings.language,
    }
    if description:
        page["description"] = description
    return _graph(page, _trail(settings, *above, (name, url)))


def _above(listing: Listing, settings: Settings) -> tuple[Step, ...]:
    """The pages above a listing; the last of them is the one that it names over its title."""
    words = settings.words
    if listing.kind == "all":
        return ()
    if listing.kind == "category":
        return ((words.gettext("Topics"), "topics/"),)
    found = [_articles(settings)]
    if listing.kind == "author":
        found.append((words.gettext("Authors"), "articles/author/"))
    if listing.kind == "archive":
        found.append((words.gettext("All years"), "articles/archive/"))
    if listing.year:
        found.append((listing.year, f"articles/archive/{listing.year}/"))
    return tuple(found)


def _articles(settings: Settings) -> Step:
    return settings.words.gettext("Articles"), "articles/"


def _digest(digest: DigestSettings, settings: Settings) -> tuple[Step, ...]:
    """A digest, below the page of all of them."""
    return (settings.words.gettext("Digests"), "digests/"), (digest.title, f"digests/{digest.key}/")


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


def _trail(settings: Settings, *steps: Step) -> Data:
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
