"""The one clock: hooks and scripts read it once and hand ``now`` down."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from knowledge_center.problems import Problem, Unusable


def read_clock(environ: Mapping[str, str]) -> datetime:
    """Now as an aware datetime: ``SOURCE_DATE_EPOCH`` (whole seconds since 1970) where it is set.

    Source: the reproducible-builds specification of SOURCE_DATE_EPOCH. Raises Unusable for a value that
    is not a number of seconds.
    """
    epoch = environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return datetime.now(UTC)
    # Ten digits reach the year 2286, and every zone can still show that day.
    if re.fullmatch(r"\d{1,10}", epoch, re.ASCII):
        return datetime.fromtimestamp(int(epoch), UTC)
    shown = epoch if len(epoch) < 80 else f"{epoch[:80]}…"
    raise Unusable(
        [
            Problem(
                path="SOURCE_DATE_EPOCH",
                message=f"The environment says “{shown}”, but a whole number of seconds is expected.",
                fix="SOURCE_DATE_EPOCH=1795420800, or leave it unset",
            )
        ]
    )


def running_clock(environ: Mapping[str, str]) -> Callable[[], datetime]:
    """A clock that starts at ``read_clock`` and runs, so that waiting ends at a fixed time too.

    Changes of the machine's own clock do not reach it. Raises Unusable as ``read_clock`` does.
    """
    begun, zero = read_clock(environ), time.monotonic()
    return lambda: begun + timedelta(seconds=time.monotonic() - zero)
