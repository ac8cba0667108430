"""Links of imported articles to pages of the same address that are none of them: no build knows what answers there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from knowledge_center.articles.own_addresses import is_made
from knowledge_center.articles.rules.claims import OUR_FOLDERS
from knowledge_center.text.plurals import counted

_ARTICLES = "/articles/"


def pages_left_behind(texts: Iterable[str], site_url: str) -> Counter[str]:
    """How many links of Markdown texts lead below each first folder (``/tools/``) of ``site_url``, beside articles.

    Below a folder that holds files of ours each address is counted by itself.
    """
    below = re.escape(site_url.rstrip("/").partition("://")[2])
    link = re.compile(rf"(?:\]\(|\]:\s+|\bhref=[\"'])<?https?://{below}(/[^\s)\"'>]*)", re.IGNORECASE)
    paths = (urlsplit(path).path.rstrip("/") for text in texts for path in link.findall(text))
    left = [path for path in paths if not is_made(path.strip("/")) and not path.startswith(_ARTICLES)]
    first = {path: path.split("/")[1] for path in left}
    return Counter(f"{path}/" if first[path] in OUR_FOLDERS else f"/{first[path]}/" for path in left)


def said_of(left: Counter[str], site_url: str) -> str:
    """What to do about them, for the one who imports."""
    ordered = sorted(left, key=lambda folder: (-left[folder], folder))
    named = ", ".join(f"{folder} ({left[folder]})" for folder in ordered)
    return (
        f"{counted(left.total(), 'link leads', 'links lead')} to pages of {site_url} that stayed behind: {named}.\n"
        "They stop a build. Where something else answers at that address, say so in mkdocs.yml, below "
        "extra.knowledge_center:\n"
        f"  answered_elsewhere: [{', '.join(ordered)}]\n"
        "Correct the others: knowledge-center check names each."
    )
