# SPDX-License-Identifier: GPL-2.0-or-later
"""Sensing times of files that no manifest describes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from ...core.dates import UTC, parse_instant

_KEYS = ("ACQUISITIONDATETIME", "DATETIME", "DATE")
_STAMP = re.compile(
    r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?:[T_ -]?(\d{2})[:-]?(\d{2})[:-]?(\d{2})(?![-:]?\d))?(?!\d)", re.IGNORECASE
)
_FIRST_YEAR, _LAST_YEAR = 1950, 2150


def find_time(metadata: Mapping[str, str], file_name: str) -> datetime | None:
    """When a scene was taken: by its metadata, else by its name, else by the TIFF's own date tag; None without any.

    The TIFF tag comes last because many programs write the time of processing into it.
    """
    for key in _KEYS:
        instant = _read(metadata.get(key, ""))
        if instant is not None:
            return instant
    return time_from_name(file_name) or _read(metadata.get("TIFFTAG_DATETIME", "").replace(":", "-", 2))


def time_from_name(file_name: str) -> datetime | None:
    """The first date in a file name that exists in the calendar, with the time of day where one follows.

    >>> time_from_name("S2A_MSIL2A_20200105T100531_N0213.tif")
    datetime.datetime(2020, 1, 5, 10, 5, 31, tzinfo=datetime.timezone.utc)
    """
    return next(_instants(file_name), None)


def _instants(text: str) -> Iterator[datetime]:
    for match in _STAMP.finditer(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            continue
        hour, minute, second = (int(match[group] or 0) for group in (5, 6, 7))
        is_clock = hour < 24 and minute < 60 and second < 60
        try:
            day_start = datetime(year, month, day, tzinfo=UTC)
        except ValueError:
            continue
        yield day_start + timedelta(hours=hour, minutes=minute, seconds=second) if is_clock else day_start


def _read(text: str) -> datetime | None:
    text = text.strip()
    try:
        return parse_instant(text)
    except (ValueError, OverflowError):
        found = next(_instants(text), None)
        return found if found is not None and len(text) <= 20 else None
