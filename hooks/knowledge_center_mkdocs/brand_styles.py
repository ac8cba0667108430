"""The brand of a site in our style sheets: what is others than in ours stands at the end of each.

There, so that no page asks for one file more; a style sheet of the site's own still comes after it.
"""

from __future__ import annotations

import posixpath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from knowledge_center.brand.model import Brand

STYLE = "assets/site.css"
_FEED_STYLE = "assets/feed.css"


def place_brand(config: MkDocsConfig, files: Files, brand: Brand) -> None:
    """Have our style sheets, or the site's own in their places, end with the brand."""
    for name, css in ((STYLE, brand.css(posixpath.dirname(STYLE))), (_FEED_STYLE, brand.colors.css())):
        file = files.get_file_from_path(name)
        if file and css:
            data = file.content_bytes + css.encode()
            files.remove(file)
            files.append(File.generated(config, name, content=data))
