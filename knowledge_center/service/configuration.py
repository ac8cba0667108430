"""The configuration of a service, from its start to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from knowledge_center.service.request_origin import Network
from knowledge_center.settings.model import Settings
from knowledge_center.signup.keys import Keys, reload_keys
from knowledge_center.signup.personal_links import Links
from knowledge_center.signup.rate_limits import Limits
from knowledge_center.signup.signup_requests import PAUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """``public_url`` has no slash at its end; ``clock`` tells now, as an aware datetime.

    ``root`` is the folder with mkdocs.yml, whose closed issues are read for mails that welcome.
    ``pause`` is between how many seconds a signup waits, by chance, before it is acted upon.
    ``site`` is the folder of the finished site, None where another server has it. ``behind_proxy`` is
    whether a proxy on this machine, or in ``proxy_network``, says from where a request comes.
    """

    settings: Settings
    keys: Keys
    database: Path
    public_url: str
    clock: Callable[[], datetime]
    root: Path = Path()
    site: Path | None = None
    limits: Limits = field(default_factory=Limits)
    pause: tuple[int, int] = PAUSE
    behind_proxy: bool = False
    proxy_network: Network | None = None

    @property
    def links(self) -> Links:
        return Links(keys=self.keys, public_url=self.public_url)

    @property
    def latest_links(self) -> Links:
        """The same with the keys as they are in their file now: they may have been rotated."""
        return Links(keys=reload_keys(self.database.parent, self.keys), public_url=self.public_url)

    @property
    def limited(self) -> bool:
        """Whether a single computer is held to a limit."""
        return self.limits.computer_hour is not None

    @property
    def base(self) -> str:
        """The path below which browsers find the service, without a slash at its end: mostly nothing."""
        return quote(urlsplit(self.public_url).path.rstrip("/"), safe="/%")

    @property
    def home(self) -> str:
        """Where the site begins."""
        return f"{self.base}/" if self.site else self.settings.site_url

    @property
    def form(self) -> str:
        """The page with the signup form."""
        return f"{self.base}/subscribe/" if self.site else f"{self.base}/subscribe"
