"""Where everything stands as one page in one file: no script, nothing fetched, nobody named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from knowledge_center.articles.model import Article
from knowledge_center.build_cache.build_history import PastBuild
from knowledge_center.digests.schedule import period_label
from knowledge_center.settings.model import Settings
from knowledge_center.signup.issue_figures import IssueFigures
from knowledge_center.signup.subscriber_figures import PeriodFigures
from knowledge_center.status.plots import Panel, Series, number, plot
from knowledge_center.status.site_status import DigestStatus, SiteStatus
from knowledge_center.status.status_text import issues_label, next_build, when
from knowledge_center.text.dates import day_date, moment_label, month_label
from knowledge_center.text.plurals import counted

_MOST_PAGES = 20
_MOST_ISSUES = 26

_templates = Environment(
    loader=PackageLoader("knowledge_center.status"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberCounts:
    """What the database of subscribers comes to, by digest, by page and by issue."""

    digests: dict[str, tuple[PeriodFigures, ...]]
    pages: tuple[tuple[str, int], ...]
    issues: tuple[IssueFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A table of figures: what it shows, its columns, and rows whose first cell names them."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """A plot, what its looks stand for, and the same as a table."""

    title: str
    note: str
    drawing: Markup
    legend: tuple[tuple[str, str], ...]
    table: _Table


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """An article in a list, with what is to be said of it."""

    title: str
    source: str
    url: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    title: str
    rows: tuple[_Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Digest:
    sentence: str
    issue: str
    subject: str
    preheader: str
    articles: tuple[str, ...] = field(default_factory=tuple)


def operator_page(
    status: SiteStatus,
    settings: Settings,
    counts: SubscriberCounts | None,
    builds: Sequence[PastBuild],
    *,
    no_counts: str,
) -> str:
    """The page as HTML. ``no_counts`` says why there are no ``counts`` of subscribers, where there are none."""
    return _templates.get_template("status.html").render(
        site_name=status.site_name,
        moment=f"{moment_label(status.moment, this_year=0)} ({settings.zone.key})",
        summary=_summary(status),
        next_build=next_build(status),
        archive=status.archive,
        digests=[_digest(digest) for digest in status.digests],
        groups=[group for group in _groups(status, settings) if group.rows],
        links=status.ending_links,
        every=_every(status),
        no_counts="" if counts else no_counts,
        subscribers=[
            _subscribers(_title(name, settings), periods)
            for name, periods in (counts.digests if counts else {}).items()
        ],
        pages=_pages(counts.pages, status) if counts else None,
        issues=[*_issues(counts.issues, settings)] if counts else [],
        builds=_builds(builds, settings) if builds else None,
    )


def _title(digest: str, settings: Settings) -> str:
    """What readers call a digest; one that is in the settings no more has its key alone."""
    found = settings.digest(digest)
    return found.title if found else digest


def _summary(status: SiteStatus) -> list[tuple[str, str]]:
    counts = (
        (len(status.readable), "article can be read", "articles can be read"),
        (len(status.drafts), "draft", "drafts"),
        (len(status.scheduled), "scheduled", "scheduled"),
        (len(status.ending), "expires soon", "expire soon"),
        (status.problems, "problem to mend", "problems to mend"),
        (status.advice, "piece of advice", "pieces of advice"),
    )
    return [(number(count), one if count == 1 else several) for count, one, several in counts]  # fmt: skip


def _digest(digest: DigestStatus) -> _Digest:
    found = digest.now
    if found is None:
        return _Digest(sentence=digest.sentence, issue="", subject="", preheader="")
    return _Digest(
        sentence=digest.sentence,
        issue=f"{found.issue.key} ({period_label(found.issue.key)})",
        subject=digest.subject,
        preheader=digest.preheader,
        articles=tuple(" ".join(entry.title.split()) for entry in found.issue.entries),
    )


def _groups(status: SiteStatus, settings: Settings) -> Iterator[_Group]:
    def rows(articles: Iterable[Article], words: Callable[[Article], str]) -> tuple[_Row, ...]:
        shown = {article.source for article in status.readable}
        return tuple(
            _Row(
                title=article.title,
                source=article.source,
                url=settings.absolute(article.url) if article.source in shown else "",
                words=words(article),
            )
            for article in articles
        )

    def scheduled(article: Article) -> str:
        issues = issues_label(status.issues.get(article.identity, ()), status)
        return when(article.published, status) + (f"; then in {issues}" if issues else "; in no digest")

    yield _Group(title="Scheduled", rows=rows(status.scheduled, scheduled))
    yield _Group(
        title="Drafts", rows=rows(status.drafts, lambda a: ", ".join(author.name for author in a.authors))
    )
    yield _Group(
        title="Expire soon", rows=rows(status.ending, lambda a: when(a.expires, status) if a.expires else "")
    )
    for author, articles in status.reviews:
        words = f"To be looked at again by {author.name}"
        yield _Group(title=words, rows=rows(articles, lambda a: f"since {a.review_by}"))


def _every(status: SiteStatus) -> _Table:
    return _Table(
        caption="Every article, and its issues",
        columns=("Article", "Day", "Issues"),
        rows=tuple(
            (
                article.title,
                article.published.astimezone(status.moment.tzinfo).date().isoformat(),
                issues_label(status.issues.get(article.identity, ()), status) or "none",
            )
            for article in status.articles
        ),
    )


def _subscribers(digest: str, periods: Sequence[PeriodFigures]) -> _Figure:
    weekly = len(periods) > 1 and periods[1].day - periods[0].day == timedelta(days=7)
    names = [_step(period.day, weekly=weekly) for period in periods]
    last = periods[-1]
    joined, left, bounced = (
        Series(label="confirmed", values=[p.joined for p in periods]),
        Series(label="left", values=[p.left for p in periods], look="hatched"),
        Series(label="bounced or complained", values=[p.bounced for p in periods], look="outline"),
    )
    what = "week" if weekly else "month"
    return _Figure(
        title=digest,
        note=f"{counted(last.subscribed, 'subscriber')} at the end; figures by {what}.",
        drawing=plot(
            f"{digest}: {counted(last.subscribed, 'subscriber')}, and how many confirmed, left and bounced by {what}",
            names,
            [
                Panel(
                    title="Subscribed",
                    series=(Series(label="", values=[p.subscribed for p in periods]),),
                    line=True,
                ),
                Panel(title="Came", series=(joined,)),
                Panel(title="Went", series=(left, bounced)),
            ],
        ),
        legend=tuple((one.look, one.label) for one in (joined, left, bounced)),
        table=_Table(
            caption=f"Subscribers of {digest} by {what}",
            columns=(
                what.capitalize(),
                "Confirmed",
                "Left",
                "Bounced or complained",
                "Subscribed at its end",
            ),
            rows=tuple(
                (_long_step(p.day, weekly=weekly), *map(number, (p.joined, p.left, p.bounced, p.subscribed)))
                for p in reversed(periods)
            ),
        ),
    )


def _step(day: date, *, weekly: bool) -> str:
    return f"{day:%b} {day.day}" if weekly else f"{day:%b %Y}"


def _long_step(day: date, *, weekly: bool) -> str:
    return f"from {day_date(day)}" if weekly else month_label(day)


def _pages(pages: Sequence[tuple[str, int]], status: SiteStatus) -> list[tuple[str, str, int, float]]:
    """For each page its title, its path, how many its form brought, and that as a share of the most from 0 to 100."""
    titles = {f"/{article.url}": article.title for article in status.articles}
    most = max((count for _, count in pages), default=1)
    found = [
        (titles.get(path, "") or ("" if path else "Not known"), path, count, 100 * count / most)
        for path, count in pages[:_MOST_PAGES]
    ]
    rest = sum(count for _, count in pages[_MOST_PAGES:])
    if rest:
        found.append((f"{len(pages) - _MOST_PAGES} more pages", "", rest, min(100, 100 * rest / most)))
    return found


def _issues(issues: Sequence[IssueFigures], settings: Settings) -> Iterator[_Figure]:
    for digest in dict.fromkeys(issue.digest for issue in issues):
        title = _title(digest, settings)
        shown = [issue for issue in issues if issue.digest == digest][-_MOST_ISSUES:]
        mailed = [issue for issue in shown if not issue.welcome]
        sent = Series(label="sent", values=[i.sent for i in mailed])
        refused = Series(
            label="refused or unknown", values=[i.refused + i.unknown for i in mailed], look="hatched"
        )
        left = Series(label="left", values=[i.left for i in mailed], look="hatched")
        bounced = Series(label="bounced or complained", values=[i.bounced for i in mailed], look="outline")
        yield _Figure(
            title=title,
            note="Left and bounced: within seven days of getting it, whatever the reason was.",
            drawing=plot(
                f"The issues of {title}: how many were sent and refused, and how many left within seven days",
                [issue.issue for issue in mailed],
                [
                    Panel(title="Mails", series=(sent, refused)),
                    Panel(title="Went within seven days", series=(left, bounced)),
                ],
            ),
            legend=(("solid", "sent"), ("hatched", "refused or unknown; left"), ("outline", "bounced or complained")),
            table=_Table(
                caption=f"Issues of {title}",
                columns=("Issue", "First mail", "Sent", "Refused", "Unknown", "Left", "Bounced"),
                rows=tuple(
                    (
                        issue.issue + (", as a welcome" if issue.welcome else ""),
                        f"{issue.at.astimezone(settings.zone):%Y-%m-%d}",
                        *map(number, (issue.sent, issue.refused, issue.unknown, issue.left, issue.bounced)),
                    )
                    for issue in reversed(shown)
                ),
            ),
        )  # fmt: skip


def _builds(builds: Sequence[PastBuild], settings: Settings) -> _Figure:
    last = builds[-1]
    megabytes = [build.bytes / 1e6 for build in builds]
    return _Figure(
        title="The last builds",
        note=f"The last one took {last.seconds:.1f} s and made {counted(last.files, 'file')} of "
        f"{megabytes[-1]:.1f} MB. A build in which nothing had changed is not counted.",
        drawing=plot(
            f"The last {len(builds)} builds: how many seconds each took, and how many megabytes the site had",
            [f"{build.at.astimezone(settings.zone):%b %d}" for build in builds],
            [
                Panel(title="Seconds", series=(Series(label="", values=[b.seconds for b in builds]),)),
                Panel(title="Megabytes", series=(Series(label="", values=megabytes),), line=True),
            ],
        ),
        legend=(),
        table=_Table(
            caption="The last builds",
            columns=("Build", "Seconds", "Megabytes", "Files", "Articles"),
            rows=tuple(
                (
                    f"{build.at.astimezone(settings.zone):%Y-%m-%d %H:%M}",
                    f"{build.seconds:.1f}",
                    f"{build.bytes / 1e6:.1f}",
                    number(build.files),
                    number(build.articles),
                )
                for build in reversed(builds)
            ),
        ),
    )
