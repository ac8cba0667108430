"""The ledger: every closed issue of a digest, as it stands in ``docs/digests/<digest>/``.

It alone decides what is new to subscribers. One Markdown file is one issue; ``.ledger.yml`` holds the
ids that were there before the digest began, the last boundary that was dealt with, the names of the
issues, so that one that is lost is missed, and the ids that somebody has consented to send in later issues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge_center.articles.model import SeriesPart
from knowledge_center.digests.issue import Entry, Issue, SnapshotImage
from knowledge_center.digests.ledger_fields import Group
from knowledge_center.digests.ledger_files import merged_text, read_ledger_file
from knowledge_center.digests.schedule import boundary_days, is_issue_key, period_label
from knowledge_center.front_matter.parser import Field, parse_fields
from knowledge_center.pictures.model import CENTER, Focus, focus_text, read_focus
from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.model import Settings

__all__ = [
    "DRAFT_ENDING", "STATE_FILE", "Entry", "Issue", "Ledger", "SnapshotImage", "ledger_folder",
    "read_ledger", "read_ledgers",
]  # fmt: skip

STATE_FILE = ".ledger.yml"
DRAFT_ENDING = ".draft.md"
_ISSUE_FIELDS = (
    "digest", "issue", "boundary", "closed_at", "draft", "subject", "preheader", "articles", "evergreen",
)  # fmt: skip
_ENTRY_FIELDS = ("id", "url", "title", "summary", "authors", "published", "language", "series", "image")
_IMAGE_FIELDS = ("path", "alt", "width", "height", "focus")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All issues of one digest, oldest first, and what came before them.

    ``source`` is the folder as the editor knows it (``docs/digests/weekly``). ``processed`` is the last
    boundary dealt with, aware and in the site's zone; None as long as there was none. ``baseline`` is None where nobody
    has said what was no news when the digest began; it may be empty. ``accepted`` are the ids
    that wait for later issues with somebody's consent; ``held`` are those that wait for the end of their hold,
    with the moment a close first found them public.
    """

    digest: str
    source: str
    issues: tuple[Issue, ...] = ()
    baseline: frozenset[str] | None = None
    processed: datetime | None = None
    held: Mapping[str, datetime] = field(default_factory=dict, hash=False)
    accepted: frozenset[str] = frozenset()
    processed_line: int = field(default=0, compare=False)

    @property
    def known_ids(self) -> frozenset[str]:
        """Every identity that is no news any more; what an issue only recalls was delivered by another one."""
        return frozenset(self.baseline or ()).union(
            entry.id for issue in self.issues for entry in issue.entries
        )

    def issue(self, key: str) -> Issue | None:
        """The issue of that name, if it is closed."""
        return next((issue for issue in self.issues if issue.key == key), None)


def ledger_folder(docs: Path, digest_key: str) -> Path:
    """Where a digest's issues lie."""
    return docs / "digests" / digest_key


def read_ledger(docs: Path, docs_dir: str, digest_key: str, zone: ZoneInfo) -> Ledger:
    """The ledger of one digest; an empty one where nothing was ever closed.

    ``docs`` is the folder of the site's sources, ``docs_dir`` its name in mkdocs.yml, ``zone`` the
    site's. Raises Unusable with every problem of every file.
    """
    folder = ledger_folder(docs, digest_key)
    source = f"{docs_dir}/digests/{digest_key}"
    problems: list[Problem] = []
    issues: list[Issue] = []
    for path in _markdown(folder):
        # An index page and drafts may stand beside the issues; what begins with a dot is not the editor's.
        if path.name == "index.md" or path.name.startswith(".") or path.name.endswith(DRAFT_ENDING):
            continue
        try:
            found, issue_problems = _read_issue(path, f"{source}/{path.name}", digest_key, zone)
        except Unusable as unusable:
            problems.extend(unusable.problems)
            continue
        problems.extend(issue_problems)
        issues.append(found)
    issues.sort(key=lambda issue: (issue.boundary.astimezone(UTC), issue.key))
    problems.extend(_clashes(issues))
    ledger = Ledger(digest=digest_key, source=source, issues=tuple(issues))
    ledger = _with_state(ledger, folder / STATE_FILE, zone, problems)
    if problems:
        raise Unusable(problems)
    return ledger


def _markdown(folder: Path) -> list[Path]:
    """The folder's Markdown files by name; also .MD, which some systems make of it: that is no reason to forget one."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if path.suffix.casefold() == ".md")


def read_ledgers(docs: Path, settings: Settings) -> dict[str, Ledger]:
    """The ledgers of all digests by key. Raises Unusable with every problem of every one."""
    ledgers: dict[str, Ledger] = {}
    problems: list[Problem] = []
    for digest in settings.digests:
        try:
            ledgers[digest.key] = read_ledger(docs, settings.docs_dir, digest.key, settings.zone)
        except Unusable as unusable:
            problems.extend(unusable.problems)
    if problems:
        raise Unusable(problems)
    return ledgers


def _read_issue(
    path: Path, display_path: str, digest_key: str, zone: ZoneInfo
) -> tuple[Issue, list[Problem]]:
    """An issue, with stand-ins where it is wrong, and what is wrong."""
    top, document = read_ledger_file(
        path,
        display_path,
        _ISSUE_FIELDS,
        without="The file does not begin with --- and the fields of an issue.",
        fix=f"Bring back what was there (git checkout HEAD -- {display_path}), or move it out of this folder.",
    )
    problems = top.problems
    if not is_issue_key(path.stem):
        message = (
            "The file's name is not the name of an issue: a week, a month, a day or a minute is expected."
        )
        fix = "Rename it (2026-W46.md, 2026-11.md, 2026-11-16.md), or move it out of this folder."
        problems.append(Problem(path=display_path, message=message, fix=fix))
    elif top.text("issue", example=path.stem) not in ("", path.stem):
        top.say("issue", f"the file's own name, {path.stem},", f"issue: {path.stem}")
    if path.suffix != ".md":
        message = f"The file's name ends in {path.suffix}, but .md is expected."
        problems.append(Problem(path=display_path, message=message, fix=f"Rename it: {path.stem}.md"))
    if top.text("digest", example=digest_key) not in ("", digest_key):
        top.say("digest", f"the folder's own name, {digest_key},", f"digest: {digest_key}")
    issue = Issue(
        digest=digest_key,
        key=path.stem,
        boundary=_boundary(top, path.stem, zone),
        closed_at=top.moment("closed_at"),
        boundary_line=top.line_of("boundary"),
        closed_at_line=top.line_of("closed_at"),
        subject=top.text_or_nothing("subject", example="One line"),
        preheader=top.text_or_nothing("preheader", example="One line"),
        entries=_entries(top),
        evergreen=_evergreen(top),
        draft=_draft(top),
        intro=document.body.strip("\n"),
        source=display_path,
    )
    return issue, problems


def _boundary(top: Group, key: str, zone: ZoneInfo) -> datetime:
    """The boundary that the issue answers to. A later one would keep the digest shut until its period is over.

    An earlier one harms nobody, and is what remains of an issue that closed while a clock was ahead.
    """
    before = len(top.problems)
    found = top.boundary("boundary", zone)
    if len(top.problems) > before or not is_issue_key(key):
        return found
    last = boundary_days(key)[1]
    if found.date() > last:
        expected = f"one of {key} ({period_label(key)}), up to the day after it ends,"
        top.say("boundary", expected, f"boundary: {last} {found:%H:%M}")
    return found


def _entries(top: Group) -> tuple[Entry, ...]:
    field = top.fields.get("articles")
    if field is None or not isinstance(field.value, list) or not field.value:
        top.say("articles", "a list of at least one article", "articles:\n  - id: …")
        return ()
    return tuple(_entry(item, top) for item in field.value)


def _evergreen(top: Group) -> Entry | None:
    field = top.fields.get("evergreen")
    return _entry(field, top, fix="evergreen:\n  id: second-interview\n  …") if field else None


def _draft(top: Group) -> str:
    found = top.text_or_nothing("draft", example=top.display_path.rpartition("/")[2].removesuffix(".md"))
    if found and not is_issue_key(found):
        top.say("draft", "the name of an issue", "Delete the line, or write draft: 2026-W46")
    return found


def _entry(item: Field, top: Group, *, fix: str = "- id: second-interview") -> Entry:
    group = Group(item, display_path=top.display_path, problems=top.problems, known=_ENTRY_FIELDS, fix=fix)
    return Entry(
        id=group.text("id", example="second-interview"),
        url=group.site_path("url", example="articles/second-interview/"),
        title=group.text("title", example="Its title on the day of closing"),
        summary=group.text_or_nothing("summary", example="One sentence", required=True),
        authors=group.texts("authors", example="Careers desk"),
        published=group.moment("published"),
        language=group.text_or_nothing("language", example="de"),
        series=_series(group),
        image=_image(group),
        line=item.line,
    )


def _series(entry: Group) -> SeriesPart | None:
    field = entry.fields.get("series")
    if field is None:
        return None
    group = Group(
        field,
        display_path=entry.display_path,
        problems=entry.problems,
        known=("name", "part"),
        fix="series: {name: The first ninety days, part: 2}",
    )
    if not isinstance(field.value, dict):
        return None
    return SeriesPart(name=group.text("name", example="The first ninety days"), part=group.number("part"))


def _image(entry: Group) -> SnapshotImage | None:
    field = entry.fields.get("image")
    fix = "image: null"
    if field is None:
        entry.say("image", "a picture or null", fix)
        return None
    if field.value is None or (field.text == "null" and not field.quoted):
        return None
    group = Group(
        field, display_path=entry.display_path, problems=entry.problems, known=_IMAGE_FIELDS, fix=fix
    )
    if not isinstance(field.value, dict):
        return None
    return SnapshotImage(
        path=group.site_path("path", example="articles/second-interview/picture.jpg"),
        alt=group.text_or_nothing("alt", example="What the picture shows", required=True),
        width=group.number("width"),
        height=group.number("height"),
        focus=_focus(group),
    )


def _focus(image: Group) -> Focus:
    text = image.text_or_nothing("focus", example=focus_text(CENTER))
    found = read_focus(text) if text else CENTER
    if found is None:
        image.say("focus", "two percentages", f"focus: {focus_text(CENTER)}")
    return found or CENTER


def _clashes(issues: list[Issue]) -> list[Problem]:
    """An article in two issues, or two issues for one boundary: readers would get something twice."""
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for issue in issues:
        for entry in issue.entries:
            place = f"{issue.source}:{entry.line}"
            known = first.setdefault(entry.id.casefold(), place)
            if entry.id and known != place:
                message = f"The article “{entry.id}” stands in this ledger twice; first in {known}."
                fix = "Delete the one that was not sent: its lines from “- id:” to the next “- id:”."
                problems.append(Problem(path=issue.source, line=entry.line, message=message, fix=fix))
        again = issue.evergreen
        if again and again.id.casefold() in {entry.id.casefold() for entry in issue.entries}:
            message = (
                f"The article “{again.id}” is new in this issue and cannot be worth re-reading in it too."
            )
            fix = "Delete “evergreen:” and the lines set in below it."
            problems.append(Problem(path=issue.source, line=again.line, message=message, fix=fix))
    for earlier, later in pairwise(issues):
        if earlier.boundary == later.boundary and earlier.boundary.year > 1970:
            message = f"{earlier.source} answers to the same boundary; a boundary has one issue."
            fix = "Delete the issue that was not sent."
            problems.append(Problem(path=later.source, message=message, fix=fix))
    return problems


def _with_state(ledger: Ledger, path: Path, zone: ZoneInfo, problems: list[Problem]) -> Ledger:
    """The ledger with what stands in its state file."""
    if not path.exists():
        return ledger
    source = ledger.source
    display_path = f"{source}/{path.name}"
    try:
        fields = parse_fields(merged_text(path, display_path), display_path)
    except Unusable as unusable:
        problems.extend(unusable.problems)
        return ledger
    group = Group(
        Field(value=fields, line=0),
        display_path=display_path,
        problems=problems,
        known=("processed", "issues", "baseline", "accepted", "held"),
    )
    # By their files: an issue that cannot be read is a problem of its own, and not missing.
    there = {file.stem for file in _markdown(path.parent)}
    recorded = group.texts("issues", example="2026-W46", required=False)
    for name, line in zip(recorded, group.lines("issues"), strict=False):
        if name not in there:
            message = (
                f"The issue {name} was closed, but its file is not there: all in it would go out once more."
            )
            fix = f"Bring {source}/{name}.md back, from git or a backup. If it was never sent: delete this line."
            problems.append(Problem(path=display_path, line=line, message=message, fix=fix))
    return replace(
        ledger,
        baseline=frozenset(group.texts("baseline", example="second-interview", required=False))
        if "baseline" in fields
        else None,
        processed=group.boundary("processed", zone) if "processed" in fields else None,
        accepted=frozenset(group.texts("accepted", example="second-interview", required=False)),
        processed_line=group.line_of("processed"),
        held=_held(group),
    )


def _held(group: Group) -> dict[str, datetime]:
    """Each line is a moment and an identity; of one identity the first moment counts."""
    held: dict[str, datetime] = {}
    for text in group.texts("held", example="2026-11-16T09:30:00-05:00 second-interview", required=False):
        moment, _, identity = text.partition(" ")
        try:
            found = datetime.fromisoformat(moment)
        except ValueError:
            found = None
        if found is None or found.tzinfo is None or not identity:
            fix = "Delete the line: the hold of that article begins anew."
            group.say("held", "a list of moments and articles", fix)
        else:
            held[identity] = min(found, held.get(identity, found))
    return held
