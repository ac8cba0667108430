"""Tags and shortcodes that show something: a picture, a video, the address of another article."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt

from knowledge_center.tools.importer.asset_index import looks_like_picture
from knowledge_center.tools.importer.html_tags import escape_value
from knowledge_center.tools.importer.template_tokens import Argument, Shape, Token, named

_inline = MarkdownIt("commonmark")
Evaluate = Callable[[str], str | None]

_PICTURE_NAME = re.compile(r"image|img|figure|picture|photo|asset|cloudinary|lightbox", re.IGNORECASE)
INCLUDES = ("include", "include_cached", "include_relative", "render", "component", "partial")
_SOURCES = (
    "src",
    "image",
    "image_path",
    "img",
    "url",
    "file",
    "filename",
    "path",
    "source",
    "href",
    "name",
    "id",
)
_ALTS = ("alt", "alt_text", "image_alt", "imagealt")
_CAPTIONS = (("title",), ("caption", "figcaption"), ("attr", "credit", "attribution"))

# “width-400px right” is for a style sheet, not for people.
_CLASS = re.compile(r"(?:[a-z]+(?:-[a-z0-9]+)+)(?:\s+[a-z]+(?:-[a-z0-9]+)+)*")

# Hugo's own shortcodes, and the tags Jekyll's plugins give the same names.
_PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
}


def picture(token: Token, words: Sequence[Argument], evaluate: Evaluate) -> str | None:
    """The HTML of the picture a tag or shortcode shows; None if it shows none, or one that only its own code knows."""
    positional = [word for word in words if not word.name]
    if token.name in INCLUDES:
        words = [word for word in words if word.name]
        positional = []
    elif not _PICTURE_NAME.search(token.name):
        return None
    values = [_value(word, evaluate) for word in positional]
    named_source = named([_resolved(word, evaluate) for word in words], *_SOURCES)
    at = next((number for number, value in enumerate(values) if looks_like_picture(value)), None)
    source = named_source if looks_like_picture(named_source) else values[at] if at is not None else ""
    if not source:
        return None
    # A title, a caption and whose picture it is: readers saw them all.
    said = [named(words, *names) for names in _CAPTIONS]
    if said[0] and any(said[1:]):
        said[0] = f"**{said[0]}**"
    if said[-1] and (whose := named(words, "attrlink")):
        said[-1] = f'<a href="{_inert(whose)}">{said[-1]}</a>'
    caption = " ".join(dict.fromkeys(filter(None, said)))
    alt = named(words, *_ALTS) or (_positional_alt(token, positional, at) if at is not None else "")
    link = named(words, "link") if token.shape is Shape.SHORTCODE else ""
    return write_picture(source, alt, caption, link)


def _value(word: Argument, evaluate: Evaluate) -> str:
    """A quoted word is meant as it is; a bare one may be a name like ``page.image``."""
    return word.value if word.quoted else evaluate(word.value) or word.value


def _resolved(word: Argument, evaluate: Evaluate) -> Argument:
    return Argument(name=word.name, value=_value(word, evaluate), quoted=True)


def _positional_alt(token: Token, words: Sequence[Argument], at: int) -> str:
    """The alt text among words without names: after the path, and after a class where the tag takes one."""
    after = [word.value for word in words[at + 1 :] if word.quoted]
    if re.search(r"class", token.name, re.IGNORECASE) or (after and _CLASS.fullmatch(after[0])):
        after = after[1:]
    elif token.name == "img" and token.shape is Shape.TAG and len(after) > 1:
        # Octopress: a title, then the alt text.
        after = after[1:]
    return after[0] if after else ""


def write_picture(source: str, alt: str, caption: str, link: str = "") -> str:
    """An ``<img>``, in a ``<figure>`` where there is a caption. A later step makes Markdown of it."""
    image = f'<img src="{_inert(source)}" alt="{_inert(alt)}">'
    if link:
        image = f'<a href="{_inert(link)}">{image}</a>'
    if not caption:
        return image
    return f"<figure>\n{image}\n<figcaption>{_inline.renderInline(' '.join(caption.split()))}</figcaption>\n</figure>"


def _inert(text: str) -> str:
    """An attribute's value in which Markdown sees no code and no link."""
    text = escape_value(" ".join(text.split()))
    return text.replace("`", "&#96;").replace("[", "&#91;").replace("]", "&#93;")


def player(token: Token, words: Sequence[Argument]) -> str | None:
    """A video or gist as the frame it was, which a later step turns into a link."""
    values = [word.value for word in words if not word.name]
    ident = named(words, "id", "video") or (values[0] if values else "")
    name = token.name
    if name in INCLUDES and values:
        name = re.sub(r"\.html$|^.*/", "", values[0])
        ident = named(words, "id", "video", "video_id")
    if name in ("video", "video.html") or named(words, "provider"):
        name = named(words, "provider") or name
    if name in ("tweet", "x") and named(words, "user"):
        return frame(f"https://twitter.com/{named(words, 'user')}/status/{ident}", "")
    address = _PLAYERS.get(re.sub(r"[-_]?(?:player|video|embed)$", "", name.casefold()))
    if name == "gist" and len(values) > 1:
        return frame(f"https://gist.github.com/{values[0]}/{values[1]}", "")
    if address is None or not re.fullmatch(r"[\w-]+", ident):
        return None
    return frame(address.format(ident), named(words, "title"))


def frame(address: str, title: str) -> str:
    """An ``<iframe>`` with a title."""
    return f'<iframe src="{_inert(address)}" title="{_inert(title)}"></iframe>'
