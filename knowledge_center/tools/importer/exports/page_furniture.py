"""What stands on a page around an article: menus, signup forms, rows to share it, boxes about the house.

By words alone, in English and the commonest of other languages; saved pages say more by their elements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge_center.tools.importer.import_notes import one_line

_SERVICES = (
    r"(?:facebook|twitter|x|linked ?in|pinterest|whats ?app|e-?mail|reddit|mastodon|bluesky|tumblr|telegram|xing|pocket"
    r"|flipboard|hacker news|print|copy link|link kopieren)"
)
# The name for the report -> what a line has to be. Longer texts are never furniture by their words.
_LINES = {
    "loading mark": r"(?:loading|please wait|wird geladen|chargement|cargando)\s*(?:…|\.\.\.)?",
    "signup": (
        r"(?:subscribe|sign ?up|join|register|get)\b.{0,60}\b(?:blog|newsletter|knowledge cent(?:er|re)|updates?"
        r"|mailing list|e-?mails?|inbox|feed|news)\b.{0,30}"
        r"|(?:subscribe|sign up|sign in|abonnieren|s'abonner|suscribirse)(?: now| today)?"
        r"|(?:enter |type )?your e-?mail(?: address)?.{0,15}|newsletter|e-?mail(?: address)?\s*\*?"
        r"|.{0,20}newsletter.{0,20}(?:abonnieren|anmelden)"
    ),
    "share row": (
        rf"(?:share|tweet|pin|teilen|partager|compartir)(?: (?:this|it|on|via|to|with|the)\b.{{0,40}})?|{_SERVICES}"
        rf"(?:[\s,|·/•]+{_SERVICES})*|share (?:on|via|to|with) {_SERVICES}|copy link|print this.{{0,20}}"
    ),
    "navigation": (
        r"(?:home|blog|news|articles|menu|search|about(?: us)?|contact(?: us)?|log ?in|close|open menu|main menu"
        r"|toggle.{0,20}|skip to .{0,30}|table of contents|startseite|accueil|inicio)"
        r"|(?:[←«‹<]\s*)?back to .{0,40}|zurück zu.{0,40}"
        r"|(?:[←«‹]\s*)?(?:previous|older|prev|next|newer)(?: (?:post|article|entry|story)s?)?(?:\s*[→»›])?"
        r"|(?:view |see |read )?(?:all|more) (?:posts|articles|stories|news)"
        r"|(?:home|blog)(?:\s*[/>»›]\s*[^/>»›]{1,60})+"
    ),
    "comments": (
        r"(?:leave|post|write|add|submit) a (?:comment|reply).{0,20}|(?:no|\d+) (?:comments?|replies|responses)"
        r"|comments?"
        r"|post comment|reply|kommentare?|kommentar (?:schreiben|hinterlassen)"
    ),
    "related articles": (
        r"related(?: (?:posts?|articles?|reading|stories|content|news))?|you (?:may|might) also (?:like|enjoy).{0,20}"
        r"|(?:read|up) next|more (?:from|like|in|on) .{1,40}|(?:recent|latest|popular|recommended|trending) "
        r"(?:posts|articles|stories|news)|recommended(?: for you)?|ähnliche (?:artikel|beiträge)|articles similaires"
    ),
    "legal notice": (
        r"(?:©|\(c\)|copyright\b).{0,120}|all rights reserved.{0,40}|privacy(?: policy)?"
        r"|terms(?: (?:of|and|&) .{1,20})?"
        r"|cookie (?:policy|settings|preferences)|imprint|impressum|sitemap|.{0,60}\buses cookies\b.{0,80}"
        r"|powered by .{1,40}|proudly published with .{1,40}"
    ),
}
# What people share with, by name alone: a word like others, unless it is a link.
SERVICE = re.compile(_SERVICES, re.IGNORECASE)
_KINDS = {
    name: re.compile(rf"(?:{pattern})\s*[.!:]?", re.IGNORECASE) for name, pattern in _LINES.items()
}  # fmt: skip
_ABOUT = re.compile(
    r"(?:about|über|à propos de|acerca de)\s+(?:the authors?|us|[A-ZÀ-Þ].{1,60})", re.IGNORECASE
)
# Kinds that a line may be anywhere; others only above and below an article.
ANYWHERE = frozenset(("loading mark", "signup", "share row"))
ENDS = frozenset(("comments", "related articles"))
ABOUT_BOX = "about box"


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A piece that was left out: its ``name`` for the report, and its words."""

    name: str
    text: str


def furniture_name(text: str) -> str:
    """What kind of furniture a short text is; empty for one that may be an article's."""
    line = one_line(text).strip(" ·|•→»›")
    if len(line) > 160:
        return ""
    return next((name for name, pattern in _KINDS.items() if pattern.fullmatch(line)), "")


def is_about_heading(text: str) -> bool:
    """Whether a heading is that of a box about the author or the house, if it stands below an article."""
    line = one_line(text)
    return _ABOUT.fullmatch(line) is not None and line[-1:] not in ".!?…"
