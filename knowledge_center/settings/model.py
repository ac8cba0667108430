"""What a company sets: everything under ``extra.knowledge_center`` in mkdocs.yml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Literal
from zoneinfo import ZoneInfo

from knowledge_center.brand.model import Brand
from knowledge_center.problems import Problem
from knowledge_center.settings.engine_settings import Look
from knowledge_center.settings.migrations import SCHEMA
from knowledge_center.settings.site_links import SiteLink, TextPart, is_elsewhere, text_parts
from knowledge_center.text.markdown_dialect import MarkdownDialect
from knowledge_center.words.catalogues import ENGLISH, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """The publisher: who stands behind the site and, by law, at the foot of every mail."""

    name: str
    url: str
    logo: str
    address: tuple[str, ...]
    about: str

    @property
    def street(self) -> tuple[str, ...]:
        """The address as it stands below the name, which people often write as its first line too."""
        return self.address[self.address[:1] == (self.name,) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """``tag_authority`` is the RFC 4151 authority of every id and never follows the site's address.

    ``author_feeds``: each author has feeds too. ``aliases`` are further addresses of the feed, site-relative; ``hub``
    is a WebSub hub's, or empty.
    """

    tag_authority: str
    entries: int
    full_text: bool
    email_entries: int
    aliases: tuple[str, ...]
    hub: str
    author_feeds: bool = True


# What people download and programs of every kind read; a page, a script or a drawing is no download.
ATTACHMENTS = (
    "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt", "zip", "ics", "vcf", "epub", "mp3", "mp4", "webm",
    "vtt",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSettings:
    """What articles may do beyond text and pictures.

    Files with an ending of ``attachments`` (``pdf``) are published with an article that links to them; ``embed_hosts``
    are hosts that a page may fetch something from while it is read.
    """

    attachments: tuple[str, ...] = ()
    embed_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """``synonyms`` are groups of words that a search takes for one, those of the site's language among them."""

    synonyms: tuple[tuple[str, ...], ...] = ()


Cadence = Literal["week", "month", "day", "article"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """One promise to subscribers: how often, when (wall clock of the site), about which categories.

    ``day`` is 0 (Monday) to 6 for a weekly digest and 1 to 28 for a monthly one. One of every ``article`` has
    neither day nor time: it mails what is published, once that was there for ``hold`` minutes. ``categories`` is
    empty where the digest carries everything. ``audience`` is the mail provider's own list or tag id.
    An issue with fewer new articles than ``evergreen_below`` (0: never) may add one older article that no
    issue of the last ``evergreen_months`` months carried. ``language`` is the tag of the only language it carries; an
    empty one stands for the site's, with what is not there in it.
    """

    key: str
    title: str
    description: str
    every: Cadence
    day: int
    at: time
    categories: tuple[str, ...]
    audience: str
    language: str = ""
    evergreen_below: int = 0
    evergreen_months: int = 12
    hold: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribeSettings:
    """Who takes the signups: our own service or a provider, with the provider's own flat keys.

    ``heading`` stands over the form in place of ours, empty: ours.
    """

    provider: str
    service_url: str
    redirect_hosts: tuple[str, ...]
    keys: Mapping[str, str]
    consent: str
    consent_version: str
    heading: str = ""

    @property
    def consent_parts(self) -> tuple[TextPart, ...]:
        """The sentence people agree to, its Markdown links told apart."""
        return text_parts(self.consent)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The addresses a digest is sent from and answered to, and how it is signed.

    ``bounces`` is the address that failed deliveries go back to, with ``verp`` extended by a mark for each
    delivery (``signup.return_path``); ``unsubscribe`` is one that takes requests to leave, or empty;
    ``dkim_selector`` names the DKIM key in the sender's domain, empty: not signed here.
    ``utm`` adds utm_* parameters to the links in mails. ``welcome``: who confirms gets the last issue at once.
    """

    sender_name: str
    sender: str
    reply_to: str
    bounces: str
    verp: bool = False
    unsubscribe: str = ""
    dkim_selector: str = ""
    utm: bool = False
    welcome: bool = False


Backend = Literal["local", "github", "gitlab", "gitea"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminSettings:
    """Editing in a browser at /admin/: where the repository is that articles are saved into.

    ``local`` is a folder of the machine the preview runs on. ``repo`` is ``owner/name``, ``branch`` empty for the
    repository's own. ``url`` is the address of a GitHub, GitLab or Gitea of one's own, else empty. ``app_id`` is
    that of an application there that logs people in, ``login_url`` a service that does it; without both, tokens.
    """

    backend: Backend
    repo: str = ""
    branch: str = ""
    url: str = ""
    app_id: str = ""
    login_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one site.

    ``site_url`` ends with a slash. ``docs_dir`` and ``site_dir`` (the finished site's folder) are relative to
    mkdocs.yml. ``look`` is our own, or Material's with our pages in it. ``per_page`` is how many articles one page of
    a listing has. ``footer`` and ``legal`` are links at the foot of every page, the legal ones beside the signup too;
    ``social`` are accounts elsewhere. ``advice`` is about settings that change nothing. ``publish`` says what stands
    at the site's address: ``static``, files alone; ``host``, also what takes the signups; empty: that is not said.
    ``hosted_on`` is the host whose files each build makes, if it is one that reads such. ``answered_elsewhere``: paths
    (``/tools/``) below the site's address that something else answers.
    ``llms_text``: the site has one for programs that read. ``precompressed``: files lie packed beside themselves.
    ``admin`` is set where articles are edited in a browser. ``markdown`` is how texts are written; ``text_templates``:
    a plugin fills in ``{{ … }}`` in them; ``other_pages``: a plugin or a hook may make pages that nobody else knows of,
    ``brings_along``: one puts into the site what texts fetch from elsewhere.
    ``words`` are those for readers in ``language``, ``other_words`` those of each other language that a digest has.
    ``advice_off`` are the ids of rules whose advice nobody wants to hear. ``schema`` is what mkdocs.yml was written
    for; older ones are read as those
    of this version. ``all`` is a hash of everything in that file, and of what it inherits and takes from the
    environment; ``sources`` are the files it is read from, and the files and folders of templates, icons and hooks
    that it names.
    """

    site_name: str
    site_url: str
    site_description: str
    docs_dir: str
    site_dir: str = "site"
    language: str
    look: Look
    zone: ZoneInfo
    organization: Organization
    feeds: FeedSettings
    digests: tuple[DigestSettings, ...]
    subscribe: SubscribeSettings
    mail: MailSettings
    articles: ArticleSettings = field(default_factory=ArticleSettings)
    search: SearchSettings = field(default_factory=SearchSettings)
    brand: Brand = field(default_factory=Brand)
    per_page: int = 12
    footer: tuple[SiteLink, ...] = ()
    legal: tuple[SiteLink, ...] = ()
    social: tuple[SiteLink, ...] = ()
    advice: tuple[Problem, ...] = ()
    publish: Literal["", "static", "host"] = ""
    hosted_on: Literal["", "netlify", "cloudflare"] = ""
    answered_elsewhere: tuple[str, ...] = ()
    admin: AdminSettings | None = None
    llms_text: bool = True
    precompressed: bool = False
    text_templates: bool = False
    other_pages: bool = False
    brings_along: bool = False
    advice_off: tuple[str, ...] = ()
    schema: int = SCHEMA
    words: Words = ENGLISH
    other_words: Mapping[str, Words] = field(default_factory=dict)
    markdown: MarkdownDialect = field(default_factory=MarkdownDialect)
    all: bytes = field(default=b"", compare=False)
    sources: tuple[str, ...] = field(default=(), compare=False)

    def absolute(self, url: str) -> str:
        """The public address of a site-relative URL."""
        return self.site_url + url.lstrip("/")

    def address(self, link: SiteLink | TextPart) -> str:
        """Where a link of the settings leads, as an address that can be opened from anywhere."""
        return link.url if is_elsewhere(link.target) else self.absolute(link.url)

    @property
    def links(self) -> tuple[tuple[str, SiteLink | TextPart], ...]:
        """The links on every page, each with the setting it stands in."""
        consent = [part for part in self.subscribe.consent_parts if part.target]
        return (
            *(("footer", link) for link in self.footer),
            *(("legal", link) for link in self.legal),
            *(("subscribe.consent", part) for part in consent),
        )

    @property
    def legal_beside_consent(self) -> tuple[SiteLink, ...]:
        """The legal pages that the consent itself does not link to."""
        linked = {part.url for part in self.subscribe.consent_parts}
        return tuple(link for link in self.legal if link.url not in linked)

    def tag(self, specific: str) -> str:
        """A tag URI that is stable for ever (RFC 4151), such as ``tag:example.com,2026:article/name``."""
        return f"tag:{self.feeds.tag_authority}:{specific}"

    @property
    def has_markdown(self) -> bool:
        """Whether each article lies beside its page as Markdown: not where others fill in what its text says."""
        filled_in = self.text_templates or "pymdownx.snippets" in self.markdown.extensions
        return self.llms_text and not filled_in

    @property
    def all_words(self) -> tuple[Words, ...]:
        """The words of every language in which readers are spoken to, the site's own first."""
        return (self.words, *self.other_words.values())

    def words_in(self, language: str) -> Words:
        """The words of a language that a digest has; of an empty one, and of any other, those of the site."""
        return self.other_words.get(language, self.words)

    def words_for(self, digests: Iterable[str]) -> Words:
        """The words for whoever gets the digests of these keys: in their language, where they have one in common."""
        keys = set(digests)
        languages = {digest.language for digest in self.digests if digest.key in keys}
        return self.words_in(languages.pop() if len(languages) == 1 else "")

    @property
    def signup_heading(self) -> str:
        """What stands over the form in the site's language."""
        return self.subscribe.heading or self.words.gettext("Subscribe to %(name)s", name=self.site_name)

    def digest(self, key: str) -> DigestSettings | None:
        """The digest of that key, if there is one."""
        return next((digest for digest in self.digests if digest.key == key), None)
