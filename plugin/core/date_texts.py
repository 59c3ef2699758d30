# SPDX-License-Identifier: GPL-2.0-or-later
"""Finding a date in a text that people or other programs wrote. In doubt there is no date: a wrong one is worse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .dates import UTC, parse_instant

FIRST_YEAR, LAST_YEAR = 1950, 2099

_CLOCK = (
    r"(?:[T ](?P<clock>\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?"
    r"|T(?P<packed>\d{6}|\d{4})(?:\.\d+)?Z?(?!\d)|_(?P<bare>\d{6})(?!\d)"
    r"|T(?P<dashed>\d{2}-\d{2}-\d{2}|\d{2}_\d{2}_\d{2})Z?(?!\d))?"
)
_MONTHS = {name: i + 1 for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())}
_MONTH = r"(?P<month>(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))[a-z]*"

_PRODUCTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"S1[A-D]_\w{2}_\w{4}_\w{4}_(?P<date>\d{8}T\d{6})_\d{8}T\d{6}(?:_[0-9A-F]+)*",
        r"S2[A-D]_MSIL\d[ABC]_(?P<date>\d{8}T\d{6})_N\d{4}_R\d{3}_T\w{5}_\d{8}T\d{6}",
        r"S3[AB]_\w{2}_\d_\w{6}_+(?P<date>\d{8}T\d{6})_\d{8}T\d{6}_\d{8}T\d{6}",
        r"(?P<date>\d{8}T\d{6})_\d{8}T\d{6}_T\d{2}[A-Z]{3}",
        r"S5P_\w{4}_L\d\w+?_+(?P<date>\d{8}T\d{6})_\d{8}T\d{6}(?:_\w+)?",
        r"L[COTEM]\d{2}_\w{4}_\d{6}_(?P<date>\d{8})_\d{8}_\w{2}_\w{2}",
        r"L[COTEM]\d{2}_(?:CU|AK|HI)_\d{6}_(?P<date>\d{8})_\d{8}_\d{2}",
        r"L[COTEM]\d\d{6}(?P<date>\d{7})[A-Z]{3}\d{2}",
        r"ENMAP\d{2}-_*L\w{2}-DT\d+_(?P<date>\d{8}T\d{6})Z_\d{3}_V\d{6}_\d{8}T\d{6}Z",
    )
)
"""Product names that hold several dates, of which the named one is that of the picture."""

_NO_UNIT = r"(?!\d|[A-SU-Ya-z]|T(?!\d))"
"""``2020_10_20m`` ends in metres, not on a twentieth."""

_NOT_BAND = r"(?<![A-Za-z\d])(?<![Bb]and[ _])(?<![Ll]ayer[ _])"
"""``Band 4 Mar 2020`` is no fourth of March."""

_TWO_NUMBERS = r"(?<!\d)(?P<a>\d{1,2})(?P<gap>[-_./])(?P<b>\d{1,2})(?P=gap)(?P<year>\d{4})(?!\d)" + _CLOCK
_PATTERNS = (
    r"(?<!\d)(?P<year>\d{4})(?P<gap>[-_./:])(?P<m>\d{1,2})(?P=gap)(?P<d>\d{1,2})" + _NO_UNIT + _CLOCK,
    r"(?<!\d)(?P<year>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)" + _CLOCK,
    r"(?<!\d)(?:(?<![A-Za-z])A)?(?P<year>\d{4})-?(?P<doy>\d{3})" + _NO_UNIT + r"(?:T(?P<packed>\d{6})(?!\d))?",
    _NOT_BAND + r"(?P<d>\d{1,2})[-_. ]*" + _MONTH + r"[-_., ]*(?P<year>\d{4})(?!\d)" + _CLOCK,
    r"(?<![A-Za-z])" + _MONTH + r"[-_. ]*(?P<d>\d{1,2})(?:st|nd|rd|th)?[-_., ]+(?P<year>\d{4})(?!\d)" + _CLOCK,
    r"(?<!\d)(?P<year>\d{4})[-_ ]?" + _MONTH + r"[-_ ]?(?P<d>\d{1,2})" + _NO_UNIT + _CLOCK,
    _TWO_NUMBERS,
    r"(?<!\d)(?P<year>\d{4})-(?P<m>\d{2})(?![-\dA-Za-z])",
)
_COMPILED = tuple(re.compile(pattern) for pattern in _PATTERNS)
_DAY_OR_MONTH_FIRST = re.compile(_TWO_NUMBERS)
_PACKED = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?P<packed>\d{6}|\d{4})(?!\d)")
"""``20200105100531``; a number as long as that is a date only where nothing else is one."""

_PACKED_DAY_OF_YEAR = re.compile(r"doy(?P<year>\d{4})(?P<doy>\d{3})(?P<packed>\d{6})(?!\d)")
_ASTER = re.compile(r"AST_\w{2,4}_\d{3}(?P<m>\d{2})(?P<d>\d{2})(?P<year>\d{4})(?P<packed>\d{6})_\d{8,14}(?:_\d+)?")
"""Month first, and behind it the day of processing."""

_INTERVAL = re.compile(r"\s*(?:/|\bto\b|\.\.)\s*")


class DoubtfulDate(ValueError):
    """A text that can be read as more than one date."""


@dataclass(frozen=True)
class FoundDate:
    """A date, and the text around it."""

    time: datetime
    """UTC; midnight where the text gives no time of day, the first day where it gives a month."""

    has_clock: bool
    rest: str
    """The text without the date, and without blanks and joiners at its ends."""


def find_dates(texts: Sequence[str]) -> list[FoundDate | None]:
    """The date in each text of one series, None where there is none.

    Whether ``03/04/2020`` means March or April is decided by the whole series: one text like ``25/04/2020`` settles
    it for all.

    :raises DoubtfulDate: when nothing settles it, when the series contradicts itself, or when a text holds two
        different days and is no known product name or interval.
    """
    order = _day_month_order(texts)
    return [_find_date(text, order) for text in texts]


def find_date(text: str) -> FoundDate | None:
    """The date in one text, None when there is none.

    :raises DoubtfulDate: when it can be read as more than one date.
    """
    return find_dates([text])[0]


def _day_month_order(texts: Sequence[str]) -> str | None:
    """``dm`` or ``md`` where a series tells, None where it does not need to or cannot."""
    orders = set()
    for text in texts:
        for match in _DAY_OR_MONTH_FIRST.finditer(text):
            first, second = int(match["a"]), int(match["b"])
            if first > 12 >= second:
                orders.add("dm")
            elif second > 12 >= first:
                orders.add("md")
    if len(orders) > 1:
        raise DoubtfulDate("day and month change places within the series")
    return orders.pop() if orders else None


def _find_date(text: str, order: str | None) -> FoundDate | None:
    for product in _PRODUCTS:
        match = product.search(text)
        if match:
            inner = _find_date(match["date"], order)
            if inner is not None:
                return FoundDate(inner.time, inner.has_clock, _tidy(text[: match.start()] + " " + text[match.end() :]))
    for pattern in (_ASTER, _PACKED_DAY_OF_YEAR):
        match = pattern.search(text)
        time = _assemble(match.groupdict(), order) if match else None
        if match and time is not None:
            return FoundDate(time, True, _tidy(text[: match.start()] + " " + text[match.end() :]))
    found = sorted(_all_dates(text, order), key=lambda item: item[0])
    found = found or sorted(_matches(_PACKED, text, order), key=lambda item: item[0])
    if not found:
        return None
    first, last = found[0], found[-1]
    is_interval = len(found) == 2 and _INTERVAL.fullmatch(text[first[1] : last[0]]) and first[2] <= last[2]
    if not is_interval and len({time.date() for _, _, time, _ in found}) > 1:
        raise DoubtfulDate(f"several dates in {text!r}")
    rest = text
    for start, end, _, _ in [(first[0], last[1], None, None)] if is_interval else reversed(found):
        rest = rest[:start] + " " + rest[end:]
    return FoundDate(first[2], first[3], _tidy(rest))


def _all_dates(text: str, order: str | None) -> Iterator[tuple[int, int, datetime, bool]]:
    """(start, end, time, has a time of day) of every date; a stretch of text belongs to one date only."""
    for pattern in _COMPILED:
        for found in list(_matches(pattern, text, order)):
            yield found
            text = text[: found[0]] + "\0" * (found[1] - found[0]) + text[found[1] :]


def _matches(pattern: re.Pattern[str], text: str, order: str | None) -> Iterator[tuple[int, int, datetime, bool]]:
    for match in pattern.finditer(text):
        parts = match.groupdict()
        time = _assemble(parts, order)
        if time is not None:
            has_clock = any(parts.get(key) for key in ("clock", "packed", "bare", "dashed"))
            yield match.start(), match.end(), time, has_clock


def _assemble(parts: Mapping[str, str | None], order: str | None) -> datetime | None:
    """The instant of a match; None when there is no such day or time of day."""
    year = int(parts["year"] or 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        if parts.get("doy"):
            day = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=int(parts["doy"] or 0) - 1)
            if day.year != year:
                return None
        else:
            month, number = _month_and_day(parts, order)
            day = datetime(year, month, number, tzinfo=UTC)
        return _add_clock(day, parts)
    except ValueError as error:
        if isinstance(error, DoubtfulDate):
            raise
        return None


def _month_and_day(parts: Mapping[str, str | None], order: str | None) -> tuple[int, int]:
    if parts.get("month"):
        return _MONTHS[(parts["month"] or "").lower()], int(parts["d"] or 0)
    if parts.get("a"):
        first, second = int(parts["a"] or 0), int(parts["b"] or 0)
        if first == second or not first or not second:
            return first, second
        if order is None and first <= 12 and second <= 12:
            raise DoubtfulDate(f"day or month first: {first}, {second}")
        return (second, first) if order == "dm" else (first, second)
    return int(parts["m"] or 0), int(parts.get("d") or 1)


def _add_clock(day: datetime, parts: Mapping[str, str | None]) -> datetime:
    packed = parts.get("packed") or parts.get("bare") or re.sub(r"\D", "", parts.get("dashed") or "")
    if parts.get("clock"):
        zone = (parts.get("zone") or "Z").replace("UTC", "Z")
        return parse_instant(f"{day:%Y-%m-%d}T{parts['clock']}{zone}")
    if packed:
        clock = datetime.strptime(packed, "%H%M%S" if len(packed) == 6 else "%H%M")
        return day.replace(hour=clock.hour, minute=clock.minute, second=clock.second)
    return day


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[\s_\-.,;:|/]*[\s][\s_\-.,;:|/]*", " ", text)).strip(" _-.,;:|/()[]")
