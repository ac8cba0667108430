"""Links that services for files give out: each leads to a page about a file, never to the file."""

from __future__ import annotations

from urllib.parse import urlsplit

_SERVICES = {
    "drive.google.com": "Google Drive", "docs.google.com": "Google Docs", "photos.google.com": "Google Photos",
    "photos.app.goo.gl": "Google Photos", "dropbox.com": "Dropbox", "onedrive.live.com": "OneDrive",
    "1drv.ms": "OneDrive", "sharepoint.com": "SharePoint", "icloud.com": "iCloud", "wetransfer.com": "WeTransfer",
    "we.tl": "WeTransfer", "box.com": "Box", "canva.com": "Canva", "figma.com": "Figma",
    "notion.so": "Notion",
}  # fmt: skip


def share_service(address: str) -> str:
    """The service whose page an address is, or nothing."""
    if "//" not in address:
        return ""
    try:
        host = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
    parts = host.split(".")
    return next(
        (_SERVICES[name] for at in range(len(parts)) if (name := ".".join(parts[at:])) in _SERVICES), ""
    )
