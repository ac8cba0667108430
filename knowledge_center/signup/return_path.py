"""Where a mail goes back to that cannot be delivered: an address of its own for each delivery (VERP), signed.

``bounces+{id}.{mac}@example.com``: what comes back to it is about this delivery, whatever language or format it
is written in, and nobody who did not see the mail on its way can make one up. Without ``mail.verp`` it is
``mail.bounces`` for all.
"""

from __future__ import annotations

import re
from base64 import b32decode, b32encode, urlsafe_b64decode, urlsafe_b64encode

from knowledge_center.settings.model import MailSettings
from knowledge_center.signup.keys import Keys

_PURPOSE = "return path"
# Part of each mark: another word would change those of mails that are on their way.
_OF_A_SIGNUP = "letter"
# Letters of one case and digits alone: some servers write addresses in small letters.
_OWN = re.compile(rb"\+([a-z2-7]{10}\.[a-z2-7]{20})@", re.IGNORECASE)
_MOST = 20


def issue_return_path(mail: MailSettings, keys: Keys, subscriber: str, digest: str, issue: str) -> str:
    """Where an issue to one subscriber goes back to."""
    return _return_path(mail, keys, subscriber, f"{digest} {issue}")


def signup_return_path(mail: MailSettings, keys: Keys, subscriber: str) -> str:
    """Where a mail about a signup goes back to."""
    return _return_path(mail, keys, subscriber, _OF_A_SIGNUP)


def found_in(data: bytes) -> tuple[str, ...]:
    """What may be the ``{id}.{mac}`` of a return path, anywhere in a message that came back."""
    found = dict.fromkeys(match[1].lower().decode("ascii") for match in _OWN.finditer(data))
    return tuple(found)[:_MOST]


def is_of_issue(keys: Keys, own: str, digest: str, issue: str) -> bool:
    """Whether ``{id}.{mac}`` was made by us for a delivery of this issue to the subscriber of that id."""
    return _verified(keys, own, f"{digest} {issue}")


def is_of_signup(keys: Keys, own: str) -> bool:
    """Whether ``{id}.{mac}`` was made by us for a mail about a signup."""
    return _verified(keys, own, _OF_A_SIGNUP)


def _return_path(mail: MailSettings, keys: Keys, subscriber: str, of: str) -> str:
    if not mail.verp:
        return mail.bounces
    local, _, domain = mail.bounces.rpartition("@")
    mac = b32encode(urlsafe_b64decode(keys.sign(_PURPOSE, f"{subscriber} {of}")))
    return f"{local}+{subscriber}.{mac.decode('ascii').rstrip('=').lower()}@{domain}"


def _verified(keys: Keys, own: str, of: str) -> bool:
    subscriber, _, mac = own.partition(".")
    try:
        made = urlsafe_b64encode(b32decode(f"{mac.upper()}===="))
    except ValueError:
        return False
    return keys.verify(_PURPOSE, f"{subscriber} {of}", made.decode("ascii"))
