"""The public copy of a mail in the words of a hosted service: its own links to leave and to choose.

Such a service runs the whole mail through its template language. So everything else in it that would
be taken for that language, an article called ``{{ x }}``, is written in a way that it is read and not obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from knowledge_center.mail.model import PREFERENCES_PLACEHOLDER, UNSUBSCRIBE_PLACEHOLDER, Mail
from knowledge_center.problems import Problem, Unusable, did_you_mean, one_of

# In HTML a reference says the sign, and no template language reads references.
_IN_HTML = (
    (re.compile(r"\{(?=[{%#$])"), "&#123;"),
    (re.compile(r"\*(?=\|)"), "&#42;"),
    (re.compile(r"@(?=TrackLink)"), "&#64;"),
)  # fmt: skip
# Neither is read in a style sheet or a comment (the group); there is nothing of an editor's in these. Tags are passed
# over as a whole: the label of a picture or a sheet may hold <!-- as it is.
_OPAQUE = re.compile(
    r"""(<style\b[^>]*>.*?</style>|<!--.*?-->)|<[a-z/](?:"[^"]*"|'[^']*'|[^"'>])*>""", re.DOTALL
)
_CHOICE = re.compile(
    rf'(?:\s|&nbsp;)*·(?:\s|&nbsp;)*<a\b[^>]*href="{re.escape(PREFERENCES_PLACEHOLDER)}"[^>]*>[^<]*</a>'
)
_CHOICE_TEXT = re.compile(rf"\n\n[^\n]+\n{re.escape(PREFERENCES_PLACEHOLDER)}(?=\n)")
# A joiner that nobody sees, for the two services whose language has no way to say its own signs.
_UNSEEN = "\u2060"
# What listmonk would obey: the beginning of an action, and its own way to count clicks. In the text part a brace
# before < would join with the action that stands for it.
_GO = re.compile(r"\{(?=[{%#])|(?<=@)T(?=rackLink)")
_GO_TEXT = re.compile(r"\{(?=[{%#<])|(?<=@)T(?=rackLink)|<")


def _braces(text: str) -> str:
    """Django, Jinja, Liquid and Go all print a quoted brace as it is."""
    return re.sub(r"\{(?=[{%#])", '{{ "{" }}', text)


def _go(text: str) -> str:
    return _GO.sub(lambda found: f'{{{{ "{found[0]}" }}}}', text)


def _go_text(text: str) -> str:
    """Plain text that html/template reads as HTML: no tag, comment or element may begin in it."""
    return _GO_TEXT.sub(
        lambda found: '{{ Safe "<" }}' if found[0] == "<" else f'{{{{ "{found[0]}" }}}}', text
    )


def _asterisks(text: str) -> str:
    return re.sub(r"\*(?=\|)", f"*{_UNSEEN}", text)


def _dollars(text: str) -> str:
    return re.sub(r"\{(?=\$)", "{" + _UNSEEN, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Service:
    """``preferences`` is empty where a service has no such page that every account can use.

    ``literal`` writes plain text so that it comes out as it is, ``literal_text`` does for the text part, where that
    is taken for something else. ``keep_comments`` is set where HTML comments would be lost, and with them what
    Outlook is told.
    """

    unsubscribe: str
    preferences: str
    literal: Callable[[str], str]
    literal_text: Callable[[str], str] | None = None
    keep_comments: bool = False


_SERVICES = {
    # listmonk.app/docs/templating. models/campaigns.go (CompileTemplate) parses HTML and text part with Go's
    # html/template, the subject with text/template. html/template (pkg.go.dev/html/template; escape.go) drops comments,
    # writes &lt; for a < that begins nothing, and refuses the mail to every subscriber where a text ends inside of a
    # tag, a comment or an element such as <title> ("ends in a non-text context"); what comes through Safe it passes on.
    "listmonk": _Service(
        unsubscribe="{{ UnsubscribeURL }}",
        preferences="{{ UnsubscribeURL }}?manage=true",
        literal=_go,
        literal_text=_go_text,
        keep_comments=True,
    ),
    # docs.buttondown.com/using-templating (Django's language), /portal
    "buttondown": _Service(
        unsubscribe="{{ unsubscribe_url }}", preferences="{{ manage_subscription_url }}", literal=_braces
    ),
    # mailchimp.com/help/about-campaign-footers, /customize-your-footer-content
    "mailchimp": _Service(unsubscribe="*|UNSUB|*", preferences="*|UPDATE_PROFILE|*", literal=_asterisks),
    # mailerlite.com/help/how-to-edit-the-plain-text-version-of-a-campaign; its preference center is for one plan only.
    "mailerlite": _Service(unsubscribe="{$unsubscribe}", preferences="", literal=_dollars),
    # help.brevo.com, “Brevo Template Language”, predefined placeholders
    "brevo": _Service(unsubscribe="{{ unsubscribe }}", preferences="{{ update_profile }}", literal=_braces),
    # help.convertkit.com (Kit's former name), “Custom HTML email templates”, “Subscriber preferences link”; Liquid
    "kit": _Service(
        unsubscribe="{{ unsubscribe_url }}", preferences="{{ subscriber_preferences_url }}", literal=_braces
    ),
}

PROVIDERS = tuple(_SERVICES)


def for_provider(mail: Mail, provider: str) -> Mail:
    """The public copy of a mail, made with ``web_links``, as that service takes it.

    Subject, preheader, HTML and text come out of the service's templates letter by letter as they are here;
    the reader's own links are the service's. Where a service has no page to choose digests at, that link
    is left out. Raises Unusable for a provider that is none of ``PROVIDERS``.
    """
    service = _SERVICES.get(provider)
    if service is None:
        guess = did_you_mean(provider, PROVIDERS)
        message = f"“{provider}” was found, but {one_of(PROVIDERS)} is expected."
        raise Unusable([Problem(path="mail service", message=message, fix=guess)])
    return replace(
        mail,
        subject=service.literal(mail.subject),
        preheader=service.literal(mail.preheader),
        html=_html(mail.html, service),
        text=_text(mail.text, service),
    )


def _html(html: str, service: _Service) -> str:
    if not service.preferences:
        html = _CHOICE.sub("", html)
    pieces, end = [], 0
    for found in _OPAQUE.finditer(html):
        if found[1]:
            pieces.append(_literal_html(html[end : found.start()]))
            pieces.append(_safe(found[1]) if service.keep_comments else found[1])
            end = found.end()
    html = "".join((*pieces, _literal_html(html[end:])))
    # Only where it is a whole address: a title may hold the same signs.
    html = html.replace(f'href="{UNSUBSCRIBE_PLACEHOLDER}"', f'href="{service.unsubscribe}"')
    return html.replace(f'href="{PREFERENCES_PLACEHOLDER}"', f'href="{service.preferences}"')


def _literal_html(html: str) -> str:
    for mark, reference in _IN_HTML:
        html = mark.sub(reference, html)
    return html


def _safe(piece: str) -> str:
    """A comment as a Go template prints it; a style sheet as it is."""
    return f"{{{{ Safe `{piece}` }}}}" if piece.startswith("<!--") and "`" not in piece else piece


def _text(text: str, service: _Service) -> str:
    """The foot is the last place where the addresses stand, each on a line of its own."""
    if not service.preferences:
        text = _last(text, _CHOICE_TEXT, "")
    before, unsubscribe, after = text.rpartition(f"\n{UNSUBSCRIBE_PLACEHOLDER}\n")
    middle, preferences, end = after.rpartition(f"\n{PREFERENCES_PLACEHOLDER}\n")
    literal = service.literal_text or service.literal
    parts = [literal(part) for part in (before, middle, end)]
    unsubscribe = unsubscribe and f"\n{service.unsubscribe}\n"
    preferences = preferences and f"\n{service.preferences}\n"
    return parts[0] + unsubscribe + parts[1] + preferences + parts[2]


def _last(text: str, pattern: re.Pattern[str], new: str) -> str:
    """``text`` with the last match replaced."""
    found = list(pattern.finditer(text))
    return text[: found[-1].start()] + new + text[found[-1].end() :] if found else text
