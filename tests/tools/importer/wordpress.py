"""An export of WordPress as small as one can be."""

from __future__ import annotations

from pathlib import Path

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<wp:base_blog_url>https://old.example.org</wp:base_blog_url>
<wp:author><wp:author_login>jo</wp:author_login><wp:author_display_name>Jo Ito</wp:author_display_name></wp:author>
"""


def item(number: int, content: str, *more: str, status: str = "publish", kind: str = "post") -> str:
    """One post, or what ``kind`` says, with further elements."""
    return (
        f"<item><title>Offer {number}</title><link>https://old.example.org/2019/05/offer-{number}/</link>"
        f"<dc:creator>jo</dc:creator><guid>https://old.example.org/?p={number}</guid>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>2019-05-06 01:00:00</wp:post_date>"
        f"<wp:post_date_gmt>2019-05-05 23:00:00</wp:post_date_gmt><wp:post_name>offer-{number}</wp:post_name>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{''.join(more)}</item>\n"
    )


def export(folder: Path, *items: str) -> Path:
    """The file."""
    file = folder / "export.xml"
    file.write_text(HEAD + "".join(items) + "</channel></rss>\n", encoding="utf-8")
    return file
