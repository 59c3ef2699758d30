# SPDX-License-Identifier: GPL-2.0-or-later
"""Dates as milliseconds since 1970 UTC, for one number or an array of them."""

from __future__ import annotations

import datetime
import math
import re
from functools import lru_cache
from typing import Any

import numpy as np

from ..errors import Refusal

DAY_MS = 86_400_000.0
_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MAX_TIME = 8.64e15
_ISO = re.compile(
    r"([+-]\d{6}|\d{4})(?:-(\d\d)(?:-(\d\d))?)?"
    r"(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?"
)


def split_time(time: Any) -> dict[str, Any]:
    """Year, month (0-11), day, weekday (0 is Sunday), hour, minute, second, millisecond."""
    days = np.floor(time / DAY_MS)
    rest = time - days * DAY_MS
    shifted = days + 719468.0  # days since 1 March of year 0
    era = np.floor(shifted / 146097.0)
    day_of_era = shifted - era * 146097.0
    year_of_era = np.floor(
        (day_of_era - np.floor(day_of_era / 1460.0) + np.floor(day_of_era / 36524.0) - np.floor(day_of_era / 146096.0))
        / 365.0
    )
    day_of_year = day_of_era - (365.0 * year_of_era + np.floor(year_of_era / 4.0) - np.floor(year_of_era / 100.0))
    month_index = np.floor((5.0 * day_of_year + 2.0) / 153.0)
    month = np.where(month_index < 10, month_index + 2.0, month_index - 10.0)
    return {
        "year": year_of_era + era * 400.0 + (month <= 1),
        "month": month,
        "day": day_of_year - np.floor((153.0 * month_index + 2.0) / 5.0) + 1.0,
        "weekday": np.mod(days + 4.0, 7.0),
        "hour": np.floor(rest / 3_600_000.0),
        "minute": np.mod(np.floor(rest / 60_000.0), 60.0),
        "second": np.mod(np.floor(rest / 1000.0), 60.0),
        "millisecond": np.mod(rest, 1000.0),
    }


def join_time(parts: list) -> Any:
    """Milliseconds from year, month, day, hour, minute, second, millisecond; overflowing parts carry over."""
    year, month, day, hour, minute, second, millisecond = (np.trunc(p) for p in parts)
    year = year + np.floor(month / 12.0)
    month = np.mod(month, 12.0)
    early = month <= 1
    year = year - early
    era = np.floor(year / 400.0)
    year_of_era = year - era * 400.0
    day_of_year = np.floor((153.0 * np.where(early, month + 10.0, month - 2.0) + 2.0) / 5.0)
    day_of_era = year_of_era * 365.0 + np.floor(year_of_era / 4.0) - np.floor(year_of_era / 100.0) + day_of_year
    days = era * 146097.0 + day_of_era - 719468.0 + (day - 1.0)
    return clip_time(days * DAY_MS + hour * 3_600_000.0 + minute * 60_000.0 + second * 1000.0 + millisecond)


def clip_time(time: Any) -> Any:
    """NaN beyond the range of JavaScript dates; whole milliseconds."""
    result = np.where(np.abs(time) <= _MAX_TIME, np.trunc(time) + 0.0, math.nan)
    return result if isinstance(time, np.ndarray) and time.ndim else float(result)


def parse_time(text: str) -> float:
    """``Date.parse``: ISO 8601; a text without zone is UTC, as on the service."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return _parse_other(text.strip())
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    numbers = [
        float(year),
        float(month or 1),
        float(day or 1),
        float(hour or 0),
        float(minute or 0),
        float(second or 0),
    ]
    if not (
        1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31 and numbers[3] <= 24 and numbers[4] < 60 and numbers[5] < 60
    ):
        return math.nan
    millisecond = float((fraction or "0").ljust(3, "0")[:3])
    time = join_time([np.float64(n) for n in (numbers[0], numbers[1] - 1, *numbers[2:], millisecond)])
    if zone and zone != "Z":
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        time -= (minutes if zone[0] == "+" else -minutes) * 60_000.0
    return float(time)


_CLOCK = re.compile(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,3})\d*)?)?(?:\s*([AaPp][Mm])\b)?")
_ZONE = re.compile(r"(?:\b(?:GMT|UTC|UT|Z)\b)?\s*(?:([+-])(\d{2}):?(\d{2}))?", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"(?:[A-Za-z]{3,9}\.?,?\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_DAY_FIRST = re.compile(r"(?:[A-Za-z]{3,9}\.?,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_AMERICAN = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")


def _parse_other(text: str) -> float:
    """The forms outside ISO that V8 reads and scripts use; the clock is optional, the zone UTC unless it is given."""
    if not any(character.isdigit() for character in text):
        return math.nan
    for pattern, order in ((_YEAR_FIRST, "ymd"), (_AMERICAN, "mdy"), (_MONTH_FIRST, "mdy"), (_DAY_FIRST, "dmy")):
        match = pattern.match(text)
        if match is None:
            continue
        parts = dict(zip(order, match.groups()))
        month = _month_number(parts["m"])
        rest = text[match.end() :].strip().lstrip(",").strip()
        found = _clock_ms(rest[1:] if rest[:1] in ("T", "t") else rest)
        if month is None or found is None:
            break
        day = int(parts["d"])
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return math.nan
        return float(join_time([np.float64(n) for n in (int(parts["y"]), month - 1, day, 0, 0, 0, 0)])) + found
    raise Refusal(f"the date {text[:40]!r} is not in ISO form")


def _month_number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    short = [name.lower() for name in _MONTHS]
    return short.index(word[:3].lower()) + 1 if word[:3].lower() in short else None


def _clock_ms(text: str) -> float | None:
    """Milliseconds from a clock with a zone; None when it is something else."""
    milliseconds = 0.0
    clock = _CLOCK.match(text)
    if clock is not None:
        hour, minute, second = (int(part or 0) for part in clock.groups()[:3])
        half = (clock.group(5) or "").lower()
        if hour > (12 if half else 23) or minute > 59 or second > 59:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
        milliseconds = ((hour * 60 + minute) * 60 + second) * 1000.0 + int((clock.group(4) or "0").ljust(3, "0"))
        text = text[clock.end() :].strip()
    zone = _ZONE.fullmatch(text.split("(")[0].strip())
    if zone is None:
        return None
    if zone.group(1):
        minutes = int(zone.group(2)) * 60 + int(zone.group(3))
        milliseconds -= (minutes if zone.group(1) == "+" else -minutes) * 60_000.0
    return milliseconds


@lru_cache(maxsize=4096)  # every block of an image tells the same scenes
def iso_text(time: float) -> str:
    """``toISOString()``; the time must not be NaN."""
    p = {name: int(value) for name, value in split_time(time).items()}
    year = f"{p['year']:04d}" if 0 <= p["year"] <= 9999 else f"{'-' if p['year'] < 0 else '+'}{abs(p['year']):06d}"
    clock = f"{p['hour']:02d}:{p['minute']:02d}:{p['second']:02d}.{p['millisecond']:03d}"
    return f"{year}-{p['month'] + 1:02d}-{p['day']:02d}T{clock}Z"


def date_to_text(time: Any) -> str:
    """``String(date)`` in UTC."""
    if time != time:
        return "Invalid Date"
    p = {name: int(value) for name, value in split_time(time).items()}
    clock = f"{p['hour']:02d}:{p['minute']:02d}:{p['second']:02d}"
    day = f"{_DAYS[p['weekday']]} {_MONTHS[p['month']]} {p['day']:02d} {p['year']:04d}"
    return f"{day} {clock} GMT+0000 (Coordinated Universal Time)"


def from_datetime(moment: datetime.datetime) -> float:
    """Milliseconds of an aware datetime."""
    elapsed = moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return float(elapsed // datetime.timedelta(microseconds=1) // 1000)


def scene_text(moment: datetime.datetime) -> str:
    """The form the service writes: ``YYYY-MM-DDTHH:MM:SSZ``, with milliseconds only when there are some."""
    return iso_text(from_datetime(moment)).replace(".000Z", "Z")
