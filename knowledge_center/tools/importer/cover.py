"""The picture an article is shown with in lists and mail."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge_center.tools.importer.asset_index import ArticleAssets, looks_like_picture
from knowledge_center.tools.importer.code_spans import visible_tags
from knowledge_center.tools.importer.field_lookup import Fields, flatten, squash
from knowledge_center.tools.importer.foreign_front_matter import Value
from knowledge_center.tools.importer.html_tags import Part
from knowledge_center.tools.importer.import_notes import ImportNote, changed, left_out, one_line
from knowledge_center.tools.importer.markdown_spans import spans
from knowledge_center.tools.importer.source_text import Edit, SourceText
from knowledge_center.tools.importer.stripped_text import plain_text

_IMAGES = (
    "image", "hero_image", "featured_image", "feature_image", "feature", "cover", "cover_image",
    "header_image", "header", "banner", "thumbnail", "thumb", "hero", "photo", "og_image", "social_image",
    "teaser", "images",
)  # fmt: skip
_ALTS = (
    "image_alt", "alt", "hero_image_alt", "hero_alt", "featured_image_alt", "feature_image_alt", "cover_alt",
    "cover_image_alt", "banner_alt", "thumbnail_alt", "image_description", "image_alt_text",
)  # fmt: skip
_CAPTIONS = (
    "image_caption", "image_figcaption", "featured_image_caption", "feature_image_caption", "cover_caption",
    "cover_image_caption", "hero_caption", "hero_image_caption", "banner_caption", "image_credit", "photo_credit",
    "image_attribution",
)  # fmt: skip
_OWN_CAPTIONS = ("caption", "credit", "attribution", "attr", "copyright")
# The fields that are read here.
FIELDS = (*_IMAGES, *_ALTS, *_CAPTIONS)
_PATHS = ("path", "url", "src", "image", "file", "filename", "overlay_image", "teaser", "relative_path")
_OWN_ALTS = ("alt", "alt_text", "image_alt", "image_description", "description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A file beside the article and what it shows; both empty where there is no usable picture."""

    image: str = ""
    alt: str = ""


def find_cover(fields: Fields, body: str, assets: ArticleAssets) -> tuple[Cover, list[ImportNote]]:
    """The article's picture, if its file was found and its description is known.

    ``body`` is the article's text as it will be: a description of the same picture there is as good as one in
    the fields.
    """
    address, alt, line = _named(fields)
    if not address:
        return Cover(), []
    short = one_line(address)
    picture = assets.find(re.sub(r"^(https?:)?//[^/]*", "", address))
    if isinstance(picture, str):
        return Cover(), [left_out(f"the article's image {short} {picture} and was left out.", line)]
    alt = alt or plain_text(fields.text(*_ALTS)) or _described(assets.copied_name(picture), body)
    if not alt:
        message = f"the article's image {short} has no description (image_alt) and was left out."
        return Cover(), [left_out(message, line)]
    return Cover(image=assets.add(picture), alt=" ".join(alt.split())), []


def with_caption(body: SourceText, fields: Fields, cover: Cover) -> tuple[SourceText, list[ImportNote]]:
    """The text, and below it what readers saw below the article's picture, in Markdown or HTML, if that is there."""
    said = [found for name in _CAPTIONS if (found := fields.first(name)) is not None]
    image = next((found for name in _IMAGES if (found := fields.first(name)) is not None), None)
    group = image.value if image is not None and isinstance(image.value, Mapping) else {}
    own = {squash(key): " ".join(text.split()) for key, text in group.items() if isinstance(text, str)}
    texts = [own[name] for name in _OWN_CAPTIONS if own.get(name)]
    texts += [text for found in said for text in flatten(found.value)]
    line = said[0].line if said else image.line if image is not None else 0
    words, end = " ".join(dict.fromkeys(texts)), len(body.text)
    if not words:
        return body, []
    if not cover.image:
        return body, [left_out(f"what stood below its image, “{words}”, was left out with it.", line)]
    note = changed(f"what stood below its image, “{words}”, is the last paragraph now.", line)
    return body.edited([Edit(end, end, f"\n{words}\n")]), [note]


def _named(fields: Fields) -> tuple[str, str, int]:
    """The address of the picture, its alt text if it stands with it, and the line."""
    for name in _IMAGES:
        found = fields.first(name)
        if found is None:
            continue
        address, alt = _address(found.value)
        if address:
            return address, alt, found.line
    return "", "", 0


def _address(value: Value) -> tuple[str, str]:
    if isinstance(value, list):
        return _address(value[0]) if value else ("", "")
    if isinstance(value, Mapping):
        own = {squash(key): text for key, text in value.items() if isinstance(text, str) and text.strip()}
        address = next((own[squash(name)] for name in _PATHS if squash(name) in own), "")
        alt = next((own[squash(name)] for name in _OWN_ALTS if squash(name) in own), "")
        return (address.strip(), plain_text(alt)) if looks_like_picture(address) else ("", "")
    return (value.strip(), "") if looks_like_picture(value) else ("", "")


def _described(file: str, body: str) -> str:
    """The alt text that a picture beside the article has in the text."""
    for span in spans(body):
        if file and span.image and span.target == file:
            return plain_text(body[span.text_start : span.text_end])
    for tag in visible_tags(body):
        if file and tag.part is Part.OPEN and tag.name == "img" and tag.get("src") == file:
            return html.unescape(tag.get("alt") or "")
    return ""
