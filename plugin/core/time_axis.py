# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers on a time axis (``days since 1970-01-01``), as netCDF files and others count them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from .dates import UTC, parse_instant

_AXIS = re.compile(r"\s*(?P<unit>[a-z]+)\s+since\s+(?P<origin>.+?)\s*", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,4})-(\d{1,2})-(\d{1,2})(.*)")
_SECONDS = {
    "d": 86400.0, "day": 86400.0, "h": 3600.0, "hr": 3600.0, "hour": 3600.0, "min": 60.0, "minute": 60.0,
    "s": 1.0, "sec": 1.0, "second": 1.0, "ms": 1e-3, "msec": 1e-3, "millisecond": 1e-3, "us": 1e-6, "microsecond": 1e-6,
    "ns": 1e-9, "nanosecond": 1e-9,
}  # fmt: skip
_CALENDARS = ("", "standard", "gregorian", "proleptic_gregorian")


def is_time_axis(units: str) -> bool:
    """Whether a unit text counts time from an origin."""
    return _AXIS.fullmatch(units) is not None


def instant_on_axis(value: float, units: str, calendar: str = "") -> datetime:
    """The instant of a number on a time axis.

    :raises ValueError: for units of changing length (months, years), for calendars that are not ours (360 days,
        no leap years), and for texts that are no axis.
    """
    match = _AXIS.fullmatch(units)
    seconds = None
    if match is not None:
        unit = match["unit"].lower()
        seconds = _SECONDS.get(unit) or _SECONDS.get(unit[:-1] if unit.endswith("s") else unit)
    if match is None or seconds is None:
        raise ValueError(f"cannot count in {units!r}")
    if calendar.strip().lower() not in _CALENDARS:
        raise ValueError(f"calendar {calendar!r} is not the civil one")
    total = value * seconds
    return _origin(match["origin"]) + timedelta(seconds=round(total, 3 if seconds < 1 else 0))


def _origin(text: str) -> datetime:
    match = _DAY.fullmatch(text.replace("UTC", "").strip())
    if match is None:
        raise ValueError(f"not an origin: {text!r}")
    clock = match[4].strip().lstrip("T").strip()
    if not clock:
        return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
    clock = re.sub(r"(?<!\d)(\d)(?=[:.]|$)(?<!\.\d)", r"0\1", clock).replace(" ", "")
    return parse_instant(f"{int(match[1]):04d}-{int(match[2]):02d}-{int(match[3]):02d}T{clock}")
