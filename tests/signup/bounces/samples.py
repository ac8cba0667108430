"""What mail servers send back, each in its own shape, about a real message of ours.

Written after reports of Postfix 3.7, Exim 4.96 and 4.7, Exchange Online, Gmail, qmail 1.03 and three
complaint services; every host and address is an example.
"""

from __future__ import annotations

from collections.abc import Callable

from knowledge_center.mail.compose import compose
from knowledge_center.mail.message import envelope, message
from knowledge_center.mail.model import MailLinks
from knowledge_center.settings.model import Settings
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.personal_links import Links
from tests.digests.samples import WEEKLY, entry, issue
from tests.samples import NOW
from tests.samples import settings as sample_settings

SETTINGS: Settings = sample_settings()
# An issue of the samples, as the ledger names it.
ISSUE = issue(entry("a"), entry("b"))
BLANK = b"\r\n\r\n"


def ours(keys: Keys, subscriber: str, address: str) -> bytes:
    """The message of the issue as it went to a subscriber."""
    links = Links(keys=keys, public_url="https://subscribe.example.com")
    own = MailLinks(
        view=SETTINGS.absolute(ISSUE.url),
        unsubscribe=links.unsubscribe(subscriber),
        preferences=links.preferences(subscriber),
    )
    headers = envelope(
        ISSUE, WEEKLY, SETTINGS, to=address, date=NOW, unsubscribe=own.unsubscribe,
        unsubscribe_mailto=f"mailto:leave@example.com?subject=unsubscribe%20{links.own('u', subscriber)}",
    )  # fmt: skip
    return message(compose(ISSUE, WEEKLY, SETTINGS, own), headers)


def headers_of(original: bytes) -> bytes:
    return original.partition(BLANK)[0] + b"\r\n"


def _joined(*parts: str | bytes) -> bytes:
    texts = [part.replace("\n", "\r\n").encode() if isinstance(part, str) else part for part in parts]
    return b"".join(texts)


def postfix(original: bytes, address: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    """Postfix returns the headers, and says at length what it did."""
    return _joined(
        f"""Return-Path: <>
Date: Fri, 20 Nov 2026 07:01:02 -0500 (EST)
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: knowledge@example.com
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="9B4F41A0.1795176062/mx.example.org"
Content-Transfer-Encoding: 8bit
Message-Id: <20261120120102.ABCDE@mx.example.org>

This is a MIME-encapsulated message.

--9B4F41A0.1795176062/mx.example.org
Content-Description: Notification
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

This is the mail system at host mx.example.org.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<{address}>: host mail.example.net[192.0.2.25] said: 550 {status} <{address}>:
    Recipient address rejected (in reply to RCPT TO command)

--9B4F41A0.1795176062/mx.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 9B4F41A0
X-Postfix-Sender: rfc822; knowledge@example.com
Arrival-Date: Fri, 20 Nov 2026 07:01:01 -0500 (EST)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.net
Diagnostic-Code: smtp; 550 {status} <{address}>: Recipient address rejected

--9B4F41A0.1795176062/mx.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers
Content-Transfer-Encoding: 8bit

""",
        headers_of(original),
        "\n--9B4F41A0.1795176062/mx.example.org--\n",
    )


def exim(original: bytes, address: str) -> bytes:
    """Exim writes status 5.0.0; what the other server said stands in the diagnostic code."""
    return _joined(
        f"""From: Mail Delivery System <Mailer-Daemon@exim.example.org>
To: knowledge@example.com
Auto-Submitted: auto-replied
References: <x@example.org>
Content-Type: multipart/report; report-type=delivery-status; boundary=1795176062-eximdsn-804289383
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
X-Failed-Recipients: {address}

--1795176062-eximdsn-804289383
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {address}
    host mail.example.net [192.0.2.25]
    SMTP error from remote mail server after RCPT TO:<{address}>:
    550 5.1.1 User unknown

--1795176062-eximdsn-804289383
Content-type: message/delivery-status

Reporting-MTA: dns; exim.example.org

Action: failed
Final-Recipient: rfc822;{address}
Status: 5.0.0
Remote-MTA: dns; mail.example.net
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--1795176062-eximdsn-804289383
Content-type: message/rfc822

""",
        original,
        "\n--1795176062-eximdsn-804289383--\n",
    )


def old_exim(original: bytes, address: str) -> bytes:
    """Older Exim knew no report format: prose, then the message."""
    return _joined(
        f"""From: Mail Delivery System <Mailer-Daemon@exim.example.org>
To: knowledge@example.com
X-Failed-Recipients: {address}
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {address}
    SMTP error from remote mail server after RCPT TO:<{address}>:
    host mail.example.net [192.0.2.25]: 550 5.1.1 unknown user

------ This is a copy of the message, including all the headers. ------

""",
        original,
    )


def exchange(original: bytes, address: str) -> bytes:
    """Exchange Online: HTML for people, no Original-Recipient, the whole message attached."""
    return _joined(
        f"""From: <postmaster@contoso.example>
To: <knowledge@example.com>
Date: Fri, 20 Nov 2026 12:01:02 +0000
Content-Type: multipart/report; report-type=delivery-status;
	boundary="8f0a1c2b-3d4e-4f50-8a6b-7c8d9e0f1a2b"
Content-Language: en-US
Message-ID: <4d3c2b1a-0f9e-4d8c-b7a6-958473625140@AM0PR01MB0001.contoso.example>
In-Reply-To: <x@example.org>
Subject: Undeliverable: The weekly digest
Auto-Submitted: auto-replied
MIME-Version: 1.0

--8f0a1c2b-3d4e-4f50-8a6b-7c8d9e0f1a2b
Content-Type: multipart/alternative; differences=Content-Type;
	boundary="inner-1"

--inner-1
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to {address.replace("=", "=3D")} couldn't be delivered.
=20
550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP addr=
ess lookup

--inner-1
Content-Type: text/html; charset="us-ascii"

<html><body><p>Your message couldn't be delivered.</p></body></html>

--inner-1--

--8f0a1c2b-3d4e-4f50-8a6b-7c8d9e0f1a2b
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01MB0001.contoso.example
Received-From-MTA: dns;mx.example.org
Arrival-Date: Fri, 20 Nov 2026 12:01:01 +0000

Final-Recipient: rfc822;{address}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--8f0a1c2b-3d4e-4f50-8a6b-7c8d9e0f1a2b
Content-Type: message/rfc822

""",
        b"Received: from AM0PR01MB0001.contoso.example (2001:db8::1)\r\n by AM0PR01MB0002\r\n",
        original,
        "\n--8f0a1c2b-3d4e-4f50-8a6b-7c8d9e0f1a2b--\n",
    )


def gmail(original: bytes, address: str, status: str = "5.1.1") -> bytes:
    """Gmail: a picture among the parts, a diagnostic over several lines."""
    return _joined(
        f"""Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
To: knowledge@example.com
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <x@example.org>
X-Failed-Recipients: {address}
Message-ID: <abc.1@mx.googlemail.example>
Content-Type: multipart/report; boundary="000000000000b1"; report-type=delivery-status

--000000000000b1
Content-Type: multipart/related; boundary="000000000000b2"

--000000000000b2
Content-Type: multipart/alternative; boundary="000000000000b3"

--000000000000b3
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to {address} because the address couldn't be found.

--000000000000b3--

--000000000000b2
Content-Type: image/png; name="icon.png"
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--000000000000b2--
--000000000000b1
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example
Received-From-MTA: dns; knowledge@example.com
Arrival-Date: Fri, 20 Nov 2026 04:01:01 -0800 (PST)
X-Original-Message-ID: <x@example.org>

Final-Recipient: rfc822; {address}
Action: failed
Status: {status}
Remote-MTA: dns; gmail-smtp-in.l.google.example. (2001:db8::5.1.1, the server for the domain.)
Diagnostic-Code: smtp; 550-{status} The email account that you tried to reach does not
 exist. Please try double-checking the recipient's email address for typos or
 550 {status} unnecessary spaces. - gsmtp
Last-Attempt-Date: Fri, 20 Nov 2026 04:01:02 -0800 (PST)

--000000000000b1
Content-Type: message/rfc822

""",
        original,
        "\n--000000000000b1--\n",
    )


def qmail(original: bytes, address: str, reason: str = "550 sorry, no mailbox here (#5.1.1)") -> bytes:
    """qmail's own format, for people and programs alike: no MIME at all."""
    return _joined(
        f"""Return-Path: <>
Date: 20 Nov 2026 12:01:02 -0000
From: MAILER-DAEMON@qmail.example.org
To: knowledge@example.com
Subject: failure notice

Hi. This is the qmail-send program at qmail.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{address}>:
192.0.2.25 does not like recipient.
Remote host said: {reason}
Giving up on 192.0.2.25.

--- Below this line is a copy of the message.

Return-Path: <knowledge@example.com>
""",
        original,
    )


def complaint(original: bytes, complained: str = "", kind: str = "abuse", *, whole: bool = True) -> bytes:
    """A reader pressed “this is spam” (RFC 5965). ``complained`` is the address, if the service names it."""
    recipient = f"Original-Rcpt-To: <{complained}>\n" if complained else ""
    content = "message/rfc822" if whole else "text/rfc822-headers"
    return _joined(
        f"""From: <feedback@fbl.example.net>
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: FW: The weekly digest
To: <abuse@example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part1_13d.2e68ed54"

--part1_13d.2e68ed54
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report for an email message received from IP 192.0.2.1.

--part1_13d.2e68ed54
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <knowledge@example.com>
{recipient}Arrival-Date: Fri, 20 Nov 2026 12:00:00 +0000
Source-IP: 192.0.2.1

--part1_13d.2e68ed54
Content-Type: {content}
Content-Disposition: inline

""",
        original if whole else headers_of(original),
        "\n--part1_13d.2e68ed54--\n",
    )


def leave(mark: str, subject: str = "unsubscribe {}") -> bytes:
    """A mail program follows the mailto address of List-Unsubscribe."""
    return _joined(
        f"""From: Ann <ann@example.com>
To: leave@example.com
Subject: {subject.format(mark)}
Message-ID: <leave-1@example.com>


"""
    )


def holiday(original: bytes) -> bytes:
    """Nothing came back: a program answers for somebody who is away."""
    identity = headers_of(original).partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode()
    return _joined(
        f"""From: Ann <ann@example.com>
To: reply@example.com
Subject: Away until Monday Re: The weekly digest
In-Reply-To: {identity}
Auto-Submitted: auto-replied

I am on holiday.
"""
    )


# How each of them says that a mailbox is not there, and by which status.
NO_MAILBOX: tuple[tuple[Callable[[bytes, str], bytes], str], ...] = (
    (postfix, "5.1.1"),
    (exim, "5.1.1"),
    (old_exim, "5.1.1"),
    (exchange, "5.1.10"),
    (gmail, "5.1.1"),
    (qmail, "5.1.1"),
)


def prose(original: bytes, address: str, text: str) -> bytes:
    """A report that only people can read: headers and text, then our mail as it was."""
    return _joined(text.format(address=address), original)


# How servers of all kinds say it for people.
PROSE = (
    """From: MAILER-DAEMON
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: Mail delivery failed

This is the DragonFly Mail Agent v0.13 at df.example.net.

There was an error delivering your mail to <{address}>.

mx.example.net [192.0.2.25] did not like our RCPT TO:
550 5.1.1 <{address}>: Recipient address rejected: User unknown

Message headers follow.

""",
    """From: Mailer Daemon <postmaster@example.net>
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: Delivery status notification: error

    Hi!

    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.

    An error has occurred while attempting to deliver a message for
    the following list of recipients:

{address}: 550 Invalid recipient

    Below is a copy of the original message:

""",
    """From: MAILER-DAEMON@y.example.net
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: Failure Notice

Sorry, we were unable to deliver your message to the following address.

<{address}>:
Remote host said: 550 5.1.1 <{address}>... User Unknown [RCPT_TO]

--- Below this line is a copy of the message.

""",
    """From: mailer-daemon@corp.example.net
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: =?utf-8?q?=D0=92=D0=B0=D1=88=D0=B5_=D1=81=D0=BE=D0=BE=D0=B1=D1=89=D0=B5=D0=BD=D0=B8=D0=B5?=
X-Failed-Recipients: {address}

  {address}
    SMTP error from remote mail server after RCPT TO:<{address}>:
    host mx.example.net [192.0.2.25]: 550 <{address}>:
    User unknown

------ This is a copy of the message, including all the headers. ------

""",
    """From: Mail Delivery System <Mail.Delivery.System@mx.example.net>
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: Delivery status notification

Delivery to the following recipients failed permanently:

   * {address}

                             Technical details:

SMTP:RCPT host 192.0.2.8: 553 5.3.0 <{address}>... No such user here

""",
    """From: System Administrator <postmaster@corp.example.net>
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: Undeliverable: The weekly digest

Your message did not reach some or all of the intended recipients.

The following recipient(s) could not be reached:

      {address} on 11/20/2026 1:00 PM
            The e-mail account does not exist at the organization this message was sent to.

""",
    """From: System Administrator <postmaster@example.net>
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: E

Your message

  To:      {address}
  Sent:    Fri, 20 Nov 2026 12:59:00 +0000

did not reach the following recipient(s):

{address} on Fri, 20 Nov 2026 13:00:00 +0000
    The recipient name is not recognized
    MSEXCH:IMS:NNN:EXAMPLE:MX 0 (000C05A6)
Unknown Recipient


""",
    """From: "Mail Delivery System" <mailer-daemon@kundenserver.example.net>
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of
its recipients. This is a permanent error.

The following address failed:

{address}

For the following reason:

The mailbox does not exist. For explanation visit
http://postmaster.example.net/en/error-messages

--- The header of the original message is following. ---

""",
    """From: "Postmaster" <postmaster@example.net>
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: Undeliverable Mail

Unknown user: {address}


Original message follows.

""",
    """From: "MAILER-DAEMON" <MAILER-DAEMON@example.net>
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: FAILURE NOTICE : The weekly digest

The original message was received at Fri, 20 Nov 2026 13:00:00 +0000
from example.com

  ----- The following addresses had permanent fatal errors -----

>>> {address} <{address}>

  ----- Transcript of session follows -----
550 sorry, no mailbox here by that name (#5.1.1 - chkusr)


""",
)
DELAYED = """From: MAILER-DAEMON@mx.example.net
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: Warning: message delayed 24 hours
Auto-Submitted: auto-replied

This message has not yet been delivered: {address}
Delivery attempts will continue to be made for some days. No action is required on your part.

------ This is a copy of the message. ------

"""
TRANSCRIPT = """From: Mail Delivery Subsystem <MAILER-DAEMON@example.net>
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: Returned mail: User unknown

   ----- Transcript of session follows -----
While talking to mx.example.org:
>>> MAIL From:<knowledge@example.com>
<<< 501 <knowledge@example.com>... no access from mail server [192.0.2.55] which is an open relay.
554 <{address}>... Remote protocol error
554 <ben@example.net>... 550 Host unknown (Authoritative answer from name server)
While talking to smtp.example.edu:
>>> RCPT To:<cy@example.edu>
<<< 550 <cy@example.edu>... User unknown
550 <cy@example.edu>... User unknown

   ----- Unsent message follows -----
"""
ZOHO = """From: mailer-daemon@mail.example.net
To: knowledge@example.com
Date: Fri, 20 Nov 2026 13:00:00 +0000
Subject: Undelivered Mail Returned to Sender

This is a permanent error.

{address} Invalid Address, ERROR_CODE :550, ERROR_CODE :5.2.1 <{address}>... User Unknown
ben@example.net Invalid Address, ERROR_CODE :550, ERROR_CODE :5.2.2 <ben@example.net>... Mailbox Full


"""
