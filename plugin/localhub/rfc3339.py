# SPDX-License-Identifier: GPL-2.0-or-later
"""Full date-times, as the JSON services want them: with time and zone."""

from __future__ import annotations

import re
from datetime import datetime

from ..core.dates import parse_instant
from .json_body import wrong
from .periods import EARLIEST, LATEST, Period

_FULL = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")


def parse_rfc3339(text: str, path: str) -> datetime:
    """An instant.

    :param path: of the member, for the refusal.
    :raises Refusal: for a date without time or zone, and for anything else.
    """
    if _FULL.fullmatch(text):
        try:
            instant = parse_instant(text.upper())
        except (ValueError, OverflowError):
            instant = EARLIEST
        if EARLIEST < instant <= LATEST:
            return instant
    raise wrong(path, "should be a date-time such as 2020-01-05T00:00:00Z")


def parse_interval(text: str, path: str) -> Period:
    """``from/to``, either of which may be ``..``, or one instant."""
    parts = text.split("/")
    if len(parts) == 1:
        instant = parse_rfc3339(text, path)
        return Period(instant, instant)
    if len(parts) != 2 or parts == ["..", ".."]:
        raise wrong(path, "should be two date-times with a slash between them")
    start = EARLIEST if parts[0] in ("..", "") else parse_rfc3339(parts[0], path)
    end = LATEST if parts[1] in ("..", "") else parse_rfc3339(parts[1], path)
    if start > end:
        raise wrong(path, "ends before it starts")
    return Period(start, end)
