"""The files of /admin/: the page that opens the editing program, its configuration, and the program itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from knowledge_center.admin import cms_release
from knowledge_center.admin.cms_config import cms_config, origins
from knowledge_center.admin.cms_release import ICONS, LETTERS, SCRIPT, PackedFile, is_fetched
from knowledge_center.articles.articles_reader import Articles
from knowledge_center.articles.docs_files import AUTHOR_LISTS, TOPIC_LISTS
from knowledge_center.digests.issue_draft import draft_path, waiting_drafts
from knowledge_center.digests.ledger import Ledger
from knowledge_center.digests.schedule import issue_key, next_boundary
from knowledge_center.problems import Problem
from knowledge_center.settings.model import AdminSettings, Settings
from knowledge_center.settings.reader import FILE

FOLDER = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminFile:
    """A file of /admin/: its ``text``, or one of others that lies at ``source``."""

    text: str = ""
    source: str = ""
    packed: PackedFile | None = None

    def data(self) -> bytes:
        """Its bytes. Raises Unusable where a file of others is not what was fetched."""
        if self.packed is None:
            return self.text.encode()
        return self.packed.published(Path(self.source).read_bytes(), self.source)


def admin_files(
    root: Path,
    settings: Settings,
    articles: Articles,
    ledgers: tuple[Ledger, ...],
    now: datetime,
    *,
    preview: bool,
) -> dict[str, AdminFile]:
    """Every file by its path in the site; none unless the settings want them and the program was fetched.

    What writes into a folder of this machine is in a preview alone.
    """
    admin = settings.admin
    if admin is None or (admin.backend == "local" and not preview) or not is_fetched(root):
        return {}
    docs = root / settings.docs_dir
    shown = [path for path in (AUTHOR_LISTS[1], TOPIC_LISTS[1]) if (docs / path).is_file()]
    config = cms_config(
        settings, admin, articles.authors, articles.categories, _drafts(root, settings, ledgers, now), shown
    )
    made = {
        "index.html": AdminFile(text=_page(settings, admin)),
        "config.json": AdminFile(text=f"{json.dumps(config, ensure_ascii=False, indent=1)}\n"),
    }
    for packed in cms_release.files():
        made[packed.name] = AdminFile(source=str(root / cms_release.FOLDER / packed.name), packed=packed)
    return {f"{FOLDER}/{name}": file for name, file in made.items()}


def not_fetched(root: Path, settings: Settings) -> tuple[Problem, ...]:
    """Advice where /admin/ is wanted and its program is not there: everything else is built."""
    if settings.admin is None or is_fetched(root):
        return ()
    message = (
        "extra.knowledge_center.admin is set, but the editing program was not fetched, or not whole: "
        "there is no /admin/."
    )
    return (Problem(path=FILE, message=message, fix="knowledge-center admin fetch", advice=True),)


def _drafts(root: Path, settings: Settings, ledgers: tuple[Ledger, ...], now: datetime) -> dict[str, str]:
    """The file of the words for the next issue of each digest that has days of its own, relative to docs."""
    docs = root / settings.docs_dir
    found = {}
    for digest, ledger in zip(settings.digests, ledgers, strict=True):
        if digest.every == "article":
            continue
        waiting = waiting_drafts(docs, ledger)
        path = waiting[0] if waiting else None
        if path is None:
            path = draft_path(docs, digest.key, issue_key(digest, next_boundary(digest, settings.zone, now)))
        found[digest.key] = path.relative_to(docs).as_posix()
    return found


def _page(settings: Settings, admin: AdminSettings) -> str:
    """The page. Its policy lets nothing through but this site and the host that people log in to."""
    policy = "; ".join(
        (
            "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "font-src 'self'",
            "img-src 'self' data: blob:", "media-src 'self' blob:", "worker-src 'self' blob:", "frame-src blob:",
            "manifest-src 'self' data: blob:", " ".join(("connect-src 'self' data: blob:", *origins(admin))),
            "base-uri 'none'", "form-action 'none'",
        )
    )  # fmt: skip
    title = escape(f"Editing {settings.site_name}")
    icon = f"../{escape(settings.organization.logo)}" if settings.organization.logo else "data:,"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<link rel="icon" href="{icon}">
<link rel="cms-config-url" type="application/json" href="config.json">
<style>
/* The program names fonts of another host, which the policy shuts out; these stand in for them. */
@font-face {{
  font-family: "Source Sans 3"; font-weight: 200 900; font-display: swap; src: url({LETTERS}) format("woff2");
}}
@font-face {{
  font-family: "Material Symbols Outlined"; font-weight: 400; font-display: block; src: url({ICONS}) format("woff2");
}}
</style>
</head>
<body>
<noscript>Editing in a browser needs JavaScript.</noscript>
<script src="{SCRIPT}"></script>
</body>
</html>
"""
