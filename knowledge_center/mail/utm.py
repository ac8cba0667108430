"""The parameters by which a site's statistics know that a visit came from a mail; off unless settings say so."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

from knowledge_center.settings.model import Settings

# From an absolute address to the one that stands in the mail.
Tag = Callable[[str], str]


def tagger(settings: Settings, *, digest: str, issue: str) -> Tag:
    """What to do with every link of a mail: with ``mail.utm`` those to the own site say where they stood.

    ``utm_source`` is the digest's key, ``utm_medium`` is email, ``utm_campaign`` the issue's key. What an
    address holds already, query, fragment, or such a parameter of the editor's, stays as it is.
    """
    if not settings.mail.utm:
        return str
    parameters = {"utm_source": digest, "utm_medium": "email", "utm_campaign": issue}

    def tag(url: str) -> str:
        if not _is_own(url, settings.site_url):
            return url
        address, mark, fragment = url.partition("#")
        query = address.partition("?")[2]
        known = {name for name, _ in parse_qsl(query, keep_blank_values=True)}
        more = urlencode([(name, value) for name, value in parameters.items() if name not in known])
        joined = "" if not more or address.endswith(("?", "&")) else "&" if "?" in address else "?"
        return f"{address}{joined}{more}{mark}{fragment}"

    return tag


def _is_own(url: str, site_url: str) -> bool:
    try:
        there, here = urlsplit(url), urlsplit(site_url)
        same_host = (there.hostname, there.port) == (here.hostname, here.port)
    except ValueError:
        return False
    inside = f"{there.path}/".startswith(here.path)  # that ends with a slash
    return there.scheme in ("http", "https") and same_host and inside
