"""HTML that people wrote in an editor as Markdown: markdownify, with our rules where readers would miss something."""

from __future__ import annotations

import html
import re

from bs4 import Tag
from markdownify import MarkdownConverter


class _Converter(MarkdownConverter):
    """markdownify with escapes that Python-Markdown knows, and with players, figures and anchors kept as HTML."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = re.sub(r"([\\*_`\[\]])", r"\\\1", text)
        text = re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;")
        return re.sub(r"^(\s*)(#{1,6}\s|[-+]\s|>)", r"\1\\\2", re.sub(r"^(\s*\d+)([.)]\s)", r"\1\\\2", text))

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        kept = {name: str(el.get(name)) for name in ("src", "alt", "width") if el.get(name)}
        return _tag("img", {"src": kept["src"], "alt": "", **kept}) if "src" in kept else ""

    def convert_iframe(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        address = _tag("iframe", {"src": str(el.get("src", "")), "title": str(el.get("title", ""))})
        return f"\n\n{address}</iframe>\n\n"

    def convert_video(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = el.get("src") or next(
            (one.get("src") for one in el.find_all("source") if one.get("src")), ""
        )
        return f"\n\n[{_last(str(source))}]({source})\n\n" if source else text

    convert_audio = convert_video

    def convert_address(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip()}\n\n"

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # H2O is another thing than H₂O.
        return f"<{el.name}>{text}</{el.name}>" if text.strip() else ""

    convert_sup = convert_sub

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # The list of a gallery is how it is laid out; its pictures stand one below the other.
        if "gallery" in " ".join(el.get("class") or []):
            return f"\n\n{text.strip()}\n\n"
        return str(super().convert_li(el, text, parent_tags))  # type: ignore[misc]  # its stub lacks it

    def convert_figure(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        pictures, caption = el.find_all("img"), el.find("figcaption", recursive=False)
        if len(pictures) != 1 or caption is None or not caption.get_text(strip=True) or el.find("table"):
            return f"\n\n{text.strip()}\n\n"
        link = pictures[0].find_parent("a")
        picture = self.convert_img(pictures[0], "", parent_tags)
        if link is not None and link.get("href"):
            picture = f"{_tag('a', {'href': str(link['href'])})}{picture}</a>"
        words = html.escape(" ".join(caption.get_text(" ").split()), quote=False)
        return f"\n\n<figure>\n{picture}\n<figcaption>{words}</figcaption>\n</figure>\n\n"


def html_to_markdown(text: str) -> str:
    """The Markdown of a piece of HTML. Pictures, players and figures stay HTML, which the conversion reads."""
    converter = _Converter(
        heading_style="ATX",
        bullets="-",
        table_infer_header=True,
        code_language_callback=_language,
        strip=["script", "style"],
    )
    # A break before an empty line breaks nothing.
    written = re.sub(r"(?:[ ]{2,}\n)+(?=\s*\n)", "\n", str(converter.convert(text)))
    return re.sub(r"\n{3,}", "\n\n", written).strip() + "\n"


def _language(el: Tag) -> str | None:
    inner = el.find("code")
    words = " ".join(" ".join(one.get("class") or []) for one in (el, inner) if isinstance(one, Tag))
    found = re.search(r"(?:brush:\s*|lang(?:uage)?[-:])([\w+#-]+)", words)
    return found[1] if found else None


def _tag(name: str, attributes: dict[str, str]) -> str:
    written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>"


def _last(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2].replace("_", "\\_") or address
