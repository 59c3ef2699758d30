# SPDX-License-Identifier: GPL-2.0-or-later
"""The forms of the TIME parameter."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..core.dates import UTC, format_instant, parse_instant
from .parameters import invalid

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Period:
    """A closed interval of instants, UTC."""

    start: datetime
    end: datetime
    is_open: bool = False
    """No TIME was given: the newest image is meant."""

    def holds(self, instant: datetime) -> bool:
        """Whether the instant lies in the interval. Ends are whole seconds, so a fraction of the last one is inside."""
        return self.start <= instant.replace(microsecond=0) <= self.end or self.start <= instant <= self.end


def parse_period(text: str) -> Period:
    """Read TIME.

    ``from/to`` is closed; days and months stand for all of their seconds; a third part carries no meaning;
    a single value means six months back to that instant; an empty text is everything.

    :raises Refusal: for anything else.
    """
    if not text:
        return Period(EARLIEST, LATEST, is_open=True)
    parts = text.split("/")
    if len(parts) > 3:
        raise invalid("TIME", text)
    if len(parts) == 1:
        end = _last(parts[0], text)
        return Period(_six_months_before(end), end)
    start, end = _first(parts[0], text), _last(parts[1], text)
    if start > end:
        raise invalid("TIME", text, f"{format_instant(start)} is after {format_instant(end)}.")
    return Period(start, end)


def _first(part: str, text: str) -> datetime:
    match = _MONTH.fullmatch(part.strip())
    return _instant(f"{part.strip()}-01" if match else part, text)


def _last(part: str, text: str) -> datetime:
    part = part.strip()
    match = _MONTH.fullmatch(part)
    if match:
        start = _instant(f"{part}-01", text)
        part = f"{part}-{calendar.monthrange(start.year, start.month)[1]:02d}"
    instant = _instant(part, text)
    return instant + timedelta(hours=23, minutes=59, seconds=59) if _DAY.fullmatch(part) else instant


def _instant(part: str, text: str) -> datetime:
    try:
        instant = parse_instant(part)
    except (ValueError, OverflowError):
        raise invalid("TIME", text, "Should look like 2020-01-05T00:00:00Z/2020-01-31T23:59:59Z.") from None
    if not EARLIEST <= instant <= LATEST:
        raise invalid("TIME", text)
    return instant


def _six_months_before(end: datetime) -> datetime:
    month = end.month - 6
    year = end.year
    if month < 1:
        year, month = year - 1, month + 12
    return end.replace(year=year, month=month, day=min(end.day, calendar.monthrange(year, month)[1]))
