"""An e-mail address as readers type it, and as we keep it."""

from __future__ import annotations

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from knowledge_center.words.catalogues import gettext_noop

_GMAIL = ("gmail.com", "googlemail.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAddress:
    """``text`` is ASCII and can stand in a header and in SMTP; ``key`` is the same for one mailbox.

    The domain is in its ASCII form (IDNA 2008). Whether capitals before the @ matter is the receiving
    server's business (RFC 5321, 2.4), but no server in use tells two readers apart by them.
    """

    text: str
    key: str

    @property
    def mailbox(self) -> str:
        """The key without a tag after +, which leads to the same mailbox: what limits are counted by.

        Gmail's dots mean nothing, and it has two names. Mails go to the address as it was typed all the same.
        """
        local, _, domain = self.key.rpartition("@")
        local = local.partition("+")[0] or local
        return f"{local.replace('.', '')}@{_GMAIL[0]}" if domain in _GMAIL else f"{local}@{domain}"


class BadAddress(ValueError):
    """What was typed is no address a mail can be sent to; the message is for the person who typed it.

    ``flaw`` is that message as the catalogues have it.
    """

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        super().__init__(flaw)


def read_address(text: str) -> MailAddress:
    """The address in ``text``; blanks around it are forgiven. No name server is asked.

    Raises BadAddress. Local parts beyond ASCII and quoted ones that need their quotes are refused: too
    many servers on the way lose them (RFC 6531, 3.2 asks all of them to agree).
    """
    text = text.strip()
    try:
        found = validate_email(
            text, check_deliverability=False, allow_smtputf8=False, allow_quoted_local=False,
            allow_domain_literal=False, test_environment=True, strict=True,
        )  # fmt: skip
    except (EmailNotValidError, ValueError, UnicodeError, RecursionError):
        raise BadAddress(_flaw(text)) from None
    address = found.ascii_email or ""
    return MailAddress(text=address, key=address.lower())


def _flaw(text: str) -> str:
    """What is likeliest wrong with a text that is no address, as a message."""
    local, at, domain = text.partition("@")
    if not at:
        return gettext_noop("This does not look like an email address: it has no @.")
    if "@" in domain:
        return gettext_noop("This does not look like an email address: it has more than one @.")
    if not local:
        return gettext_noop("This does not look like an email address: nothing stands before the @.")
    if not domain:
        return gettext_noop("This does not look like an email address: nothing stands after the @.")
    if len(text.split()) > 1:
        return gettext_noop("This does not look like an email address: there is a space in it.")
    if "." not in domain.strip("."):
        return gettext_noop(
            "This does not look like an email address: the part after the @ has no dot in it."
        )
    return gettext_noop("This does not look like an email address.")
