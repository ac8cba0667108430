"""Who is subscribed: look up, add, remove, erase, move to and from other services, take in what comes back.

Works beside a running service, on the same database. Exit code 0 when all is well; 1 when something was
refused, or when lines of an import could not be read; 2 when the command line is not understood.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge_center.clock import read_clock
from knowledge_center.sending.transport_choice import OUTBOX
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read
from knowledge_center.signup import subscribers
from knowledge_center.signup.administration import AdministrationResult, SubscriberAdministration
from knowledge_center.signup.backup import back_up
from knowledge_center.signup.bounces import bounce_report as bounces
from knowledge_center.signup.bounces.intake import Intake
from knowledge_center.signup.bounces.report_mailbox import read_messages
from knowledge_center.signup.bounces.report_parser import read_report
from knowledge_center.signup.csv_reader import read_csv
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import BadAddress, MailAddress, read_address
from knowledge_center.signup.keys import KEYS_FILE, rotate_keys
from knowledge_center.signup.signup_requests import dropped, format_waiting
from knowledge_center.signup.state_folder import NEW_KEYS, State, open_state, state_folder
from knowledge_center.signup.subscriber_exports import SERVICES, export, save
from knowledge_center.signup.subscriber_imports import FORMATS, bring_in, format_import, newcomers
from knowledge_center.signup.subscriber_report import (
    as_data,
    format_line,
    format_record,
    read_record,
    record_as_data,
)
from knowledge_center.text.plurals import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandContext:
    """What every command works with."""

    settings: Settings
    state: State
    db: sqlite3.Connection
    now: datetime
    options: argparse.Namespace

    @property
    def administration(self) -> SubscriberAdministration:
        return SubscriberAdministration(db=self.db, keys=self.state.keys, now=self.now)

    @property
    def address(self) -> MailAddress:
        address: MailAddress = self.options.address
        return address


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in the folder that holds mkdocs.yml; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(argv)
    try:
        settings = read(Path("mkdocs.yml"))
        _check_digests(parser, options, settings)
        now = read_clock(os.environ)
        state = open_state(state_folder(settings, os.environ), new_keys=getattr(options, "new_keys", False))
        db = connect(state.database)
        try:
            does: Callable[[CommandContext], int] = options.does
            code = does(CommandContext(settings=settings, state=state, db=db, now=now, options=options))
            sys.stdout.flush()
            return code
        finally:
            db.close()
    except BrokenPipeError:
        # Whoever read the list has seen enough; the interpreter must not try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except sqlite3.Error as error:
        print(f"The database of subscribers did not answer: {error}. Nothing was changed.", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. What was not finished was not begun: nothing is half done.", file=sys.stderr)
        return 130
    return 1


def _list(context: CommandContext) -> int:
    options = context.options
    found = subscribers.everybody(context.db, digest=options.digest or "", state=options.state)
    if options.count:
        print(sum(1 for _ in found), flush=True)
        # Beside the number, for whoever looks: a program reads standard output.
        for sentence in _waiting(context):
            print(sentence, file=sys.stderr)
    elif options.json:
        print(json.dumps([as_data(subscriber) for subscriber in found], indent=1, ensure_ascii=False))
    else:
        nobody = True
        for subscriber in found:
            nobody = False
            print(format_line(subscriber))
        if nobody:
            print("Nobody.", file=sys.stderr)
    return 0


def _waiting(context: CommandContext) -> Iterator[str]:
    """What came in by the form and is no subscriber yet, or never will be."""
    if sentence := format_waiting(context.db):
        yield sentence
    if lost := dropped(context.db, context.now):
        were = counted(lost, "signup was", "signups were")
        yield f"{were} dropped within a day: their mailboxes had got as many mails as one may."


def _show(context: CommandContext) -> int:
    found = subscribers.find_address(context.db, context.address)
    if found is None:
        return _say(context.administration.unknown(context.address))
    known = read_record(context.db, found)
    if context.options.json:
        print(json.dumps(record_as_data(known), indent=1, ensure_ascii=False))
    else:
        print(format_record(known))
    return 0


def _add(context: CommandContext) -> int:
    return _say(context.administration.add(context.address, context.options.digest, context.options.evidence))


def _remove(context: CommandContext) -> int:
    return _say(context.administration.remove(context.address, context.options.evidence))


def _unsuppress(context: CommandContext) -> int:
    return _say(context.administration.unsuppress(context.address, context.options.evidence))


def _erase(context: CommandContext) -> int:
    address = context.address
    if not context.options.yes and not _agreed(
        f"Erase all that is known of {address.text}, evidence of consent included? There is no way back."
    ):
        print("Nothing was erased.", file=sys.stderr)
        return 1
    return _say(context.administration.erase(address, OUTBOX))


def _export(context: CommandContext) -> int:
    options = context.options
    made = export(context.db, options.service, digest=options.digest or "", formulas=options.with_formulas)
    if options.to:
        save(options.to, made.text)
        print(f"{options.to}: {counted(made.count, 'subscriber')} for {options.service}.")
    else:
        sys.stdout.write(made.text)
    if made.left_out:
        print("Left out, because a spreadsheet would take them for formulas:", file=sys.stderr)
        for address in made.left_out:
            print(f"  {address}", file=sys.stderr)
        print("If the file goes straight into the service, add --with-formulas.", file=sys.stderr)
    return 0


def _import(context: CommandContext) -> int:
    options, keys, now = context.options, context.state.keys, context.now
    table = read_csv(options.file.read_bytes(), str(options.file))
    people, outcome = newcomers(table, FORMATS[options.source], str(options.file), now)
    with transaction(context.db, dry_run=options.dry_run):
        bring_in(context.db, keys, people, options.digest, options.evidence, outcome, now)
    print(format_import(outcome, dry_run=options.dry_run))
    return 1 if outcome.wrong else 0


def _bounces(context: CommandContext) -> int:
    options = context.options
    intake = Intake(settings=context.settings, keys=context.state.keys, unsigned=options.unsigned)
    reports = [read_report(message.data, message.source) for message in read_messages(options.path)]
    with transaction(context.db, dry_run=options.dry_run):
        taken = [intake.take(context.db, report, context.now) for report in reports]
    if options.json:
        print(json.dumps(bounces.as_data(taken), indent=1, ensure_ascii=False))
        return 0
    for sentence in bounces.format_results(taken):
        print(sentence)
    if options.dry_run:
        print("Nothing was written.")
    return 0


def _purge(context: CommandContext) -> int:
    return _say(context.administration.purge())


def _rotate_keys(context: CommandContext) -> int:
    if context.options.new_keys and not context.state.lost_keys:
        print(f"{context.state.folder / KEYS_FILE}: the keys are there. Nothing was changed.")
        return 0
    if context.options.new_keys:
        print(f"{context.state.folder / KEYS_FILE}: these keys count from now on. {NEW_KEYS}")
        print("Then make a backup: knowledge-center subscribers backup FILE")
        return 0
    keys = rotate_keys(context.state.folder)
    print(
        f"Links are signed with a new key from now on. Those in older mails keep working: {len(keys.links)} keys."
    )
    print("Restart the service, so that it signs with the new key too. Then make a backup.")
    return 0


def _backup(context: CommandContext) -> int:
    database, keys = back_up(context.db, context.state.folder, context.options.file)
    print(f"{database.as_posix()}: the database, checked.")
    print(
        f"{keys.as_posix()}: the keys; without them no link in a mail is understood. Keep both where nobody reads them."
    )
    return 0


def _say(result: AdministrationResult) -> int:
    for sentence in result.lines:
        print(sentence, file=sys.stdout if result.ok else sys.stderr)
    return 0 if result.ok else 1


def _agreed(question: str) -> bool:
    """Whether somebody at the keyboard says yes. A schedule has to say --yes."""
    if not sys.stdin.isatty():
        print("Nobody is there to ask. If you mean it, add --yes.", file=sys.stderr)
        return False
    try:
        return input(f"{question} [y/N] ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False


def _check_digests(parser: argparse.ArgumentParser, options: argparse.Namespace, settings: Settings) -> None:
    asked = getattr(options, "digest", None) or []
    known = [digest.key for digest in settings.digests]
    for key in [asked] if isinstance(asked, str) else asked:
        if key not in known:
            parser.error(f"there is no digest “{key}” in mkdocs.yml; there are: {', '.join(known) or 'none'}")


def _mail_address(text: str) -> MailAddress:
    try:
        return read_address(text)
    except BadAddress as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _evidence(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("say how you know, such as “signed at the fair, sheet 3”")
    return text.strip()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, does: Callable[[CommandContext], int], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(does=does)
        return made

    def one(name: str, does: Callable[[CommandContext], int], text: str) -> argparse.ArgumentParser:
        made = command(name, does, text)
        made.add_argument("address", metavar="ADDRESS", type=_mail_address)
        return made

    listing = command("list", _list, "who is known, one line each")
    listing.add_argument("--digest", help="only subscribers of this digest")
    listing.add_argument("--state", choices=("pending", "active", "left", "suppressed"))
    how = listing.add_mutually_exclusive_group()
    how.add_argument("--count", action="store_true", help="only how many")
    how.add_argument("--json", action="store_true", help="for a program")

    listing = one("show", _show, "all that is known of an address: consent, mails, issues")
    listing.add_argument("--json", action="store_true", help="for a program")

    added = one("add", _add, "subscribe somebody who agreed elsewhere")
    added.add_argument("--digest", action="append", required=True, help="may be given more than once")
    added.add_argument("--evidence", required=True, type=_evidence, help="how they agreed; kept as evidence")

    removed = one("remove", _remove, "send no digest any more; the evidence stays")
    removed.add_argument("--evidence", default="", help="why, such as “asked on the phone”")

    lifted = one("unsuppress", _unsuppress, "take back that an address bounced or complained")
    lifted.add_argument(
        "--evidence", required=True, type=_evidence, help="how you know, such as “she wrote to us”; kept"
    )

    erased = one("erase", _erase, "delete all that is known of an address, in the outbox too")
    erased.add_argument("--yes", action="store_true", help="do not ask")

    exported = command("export", _export, "active subscribers as another service imports them")
    exported.add_argument("--for", dest="service", choices=tuple(SERVICES), required=True)
    exported.add_argument("--digest", help="only subscribers of this digest")
    exported.add_argument("--to", type=Path, metavar="FILE", help="else to the terminal")
    exported.add_argument(
        "--with-formulas", action="store_true", help="addresses that begin with = + or - as well"
    )

    imported = command("import", _import, "subscribers from another service's export")
    imported.add_argument("file", metavar="FILE", type=Path)
    imported.add_argument("--from", dest="source", choices=tuple(FORMATS), required=True)
    imported.add_argument("--digest", action="append", required=True, help="may be given more than once")
    imported.add_argument(
        "--evidence", required=True, type=_evidence, help="how they agreed; kept as evidence"
    )
    imported.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")

    came_back = command(
        "bounces", _bounces, "take in delivery reports, complaints and mails that ask to leave"
    )
    came_back.add_argument(
        "path", metavar="PATH", type=Path, help="a message, an mbox, a Maildir or a folder of .eml files"
    )
    came_back.add_argument(
        "--unsigned", action="store_true",
        help="believe reports that bring back our Message-ID but no unsubscribe link; they are easily forged",
    )  # fmt: skip
    came_back.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
    came_back.add_argument("--json", action="store_true", help="for a program")

    command("purge", _purge, "delete signups that nobody confirmed, and what only limits needed")

    keys = command("keys", _rotate_keys, "the keys that sign links")
    what = keys.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "action", nargs="?", choices=("turn-over",), help="sign with a new key; older links keep working"
    )
    what.add_argument(
        "--new-keys", action="store_true", help="make keys although there are subscribers: older links die"
    )

    backup = command("backup", _backup, "copy the database, while it is in use, and the keys")
    backup.add_argument("file", metavar="FILE", type=Path)
    return parser
