"""Rules about the address that mails come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.rules import Finding, RuleSet

rule = RuleSet[[str]]("settings.mail")

_FREE_MAIL = re.compile(
    r"(?:gmail|googlemail|ymail|rocketmail|aol|outlook|msn|icloud|me|mac|proton|protonmail|pm|zoho|mail|inbox|qq|163|"
    r"126|naver|web|t-online|freenet|laposte|orange|free|libero|wp|o2|seznam)\.(?:com|net|me|de|fr|it|pl|ru|cz)"
    r"|(?:yahoo|hotmail|live|gmx|yandex)\.[a-z.]{2,6}"
)


@rule.advice
def is_of_a_domain_of_your_own(address: str) -> Iterator[Finding]:
    """Mail from a free-mail address that its provider did not send is taken for forged.

    Source: Gmail and Yahoo, requirements for senders (DMARC)
    """
    domain = address.rpartition("@")[2].lower()
    if _FREE_MAIL.fullmatch(domain):
        yield Finding(
            message=f"Mails would come from {address}. Nobody but {domain} can sign for that domain, so most of them "
            "would be refused or end up as spam.",
            fix="extra.knowledge_center.mail.sender: an address of your own domain, such as news@example.com",
        )
