# SPDX-License-Identifier: GPL-2.0-or-later
"""Instants and days. Everything is UTC and timezone-aware; a day is a UTC calendar day."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

UTC = timezone.utc
EPOCH_DAY = date(1970, 1, 1)

_ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?:[.,](?P<fraction>\d{1,9}))?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)


def parse_instant(text: str) -> datetime:
    """Read an ISO 8601 date or date-time as the services write them.

    Fractions of a second from milliseconds to nanoseconds are understood (kept to microseconds);
    a text without a zone is UTC, a text without a time is midnight.

    :raises ValueError: when the text is something else.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not an ISO date: {text!r}")
    clock = match["time"] or "00:00:00"
    if len(clock) == 5:
        clock += ":00"
    instant = datetime.strptime(f"{match['day']} {clock}", "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    microseconds = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    return instant + timedelta(microseconds=microseconds) - _offset(match["zone"])


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone == "Z":
        return timedelta()
    digits = zone[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if zone[0] == "-" else size


def parse_day(text: str) -> date:
    """Read ``YYYY-MM-DD``, or the UTC day of a longer ISO text.

    :raises ValueError: when the text is no date.
    """
    return parse_instant(text).date()


def format_instant(instant: datetime) -> str:
    """``2020-01-05T10:05:31Z``; fractions of a second only where there are any."""
    instant = instant.astimezone(UTC)
    text = instant.strftime("%Y-%m-%dT%H:%M:%S")
    if instant.microsecond:
        text += f".{instant.microsecond:06d}".rstrip("0")
    return text + "Z"


def start_of_day(day: date) -> datetime:
    """The first instant of a UTC day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def end_of_day(day: date) -> datetime:
    """The last whole second of a UTC day, as the services write closed intervals."""
    return start_of_day(day) + timedelta(hours=23, minutes=59, seconds=59)


def day_number(day: date) -> int:
    """Days since 1970-01-01 (which is 0)."""
    return (day - EPOCH_DAY).days


def day_from_number(number: int) -> date:
    """Inverse of :func:`day_number`."""
    return EPOCH_DAY + timedelta(days=number)
