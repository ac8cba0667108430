"""By which keys the outbox knows an issue, its later mailings and the mails that greet with it."""

from __future__ import annotations

from dataclasses import dataclass

_WELCOME = "+welcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueKey:
    """Which issue of which digest: the keys of both.

    ``2026-W46+2`` is the second mailing of an issue: what was added to it after its first one had begun;
    ``2026-W46+welcome`` are the mails that greet new subscribers with it.
    """

    digest: str
    issue: str

    @property
    def send_command(self) -> str:
        """What sends it: all mailings of an issue by the name that it was closed under."""
        return f"knowledge-center send {self.digest} {self.closed}"

    @property
    def closed(self) -> str:
        """The name under which the issue was closed."""
        return self.issue.partition("+")[0]

    @property
    def welcome(self) -> IssueKey:
        """The mails that greet new subscribers with the issue."""
        return IssueKey(digest=self.digest, issue=f"{self.issue}{_WELCOME}")

    @property
    def is_welcome(self) -> bool:
        """Whether these are such mails, which no command sends."""
        return self.issue.endswith(_WELCOME)

    def mailing(self, number: int) -> IssueKey:
        """The mailing of that number, of an issue's first one."""
        return IssueKey(digest=self.digest, issue=f"{self.issue}+{number}")
