# SPDX-License-Identifier: GPL-2.0-or-later
"""``Date``, always in UTC as on the service; the time may differ per lane."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..engine.calendar import clip_time, date_to_text, iso_text, join_time, parse_time, split_time
from ..engine.changes import is_whole
from ..engine.conversion import to_number, to_text
from ..engine.lanes import Lanes
from ..engine.lanewise import each_case
from ..engine.merging import distribute, merge
from ..engine.methods import DATE_METHODS, argument, method
from ..engine.values import UNDEFINED, Choice, HostFunction, JsArray, JsDate
from ..errors import JsThrow, Refusal

_PARTS = ("year", "month", "day", "hour", "minute", "second", "millisecond")
_GETTERS = {
    "FullYear": "year", "Month": "month", "Date": "day", "Day": "weekday",
    "Hours": "hour", "Minutes": "minute", "Seconds": "second", "Milliseconds": "millisecond",
}  # fmt: skip
_SETTERS = {"FullYear": 0, "Month": 1, "Date": 2, "Hours": 3, "Minutes": 4, "Seconds": 5, "Milliseconds": 6}


def _plain(value: Any) -> Any:
    return value if isinstance(value, np.ndarray) and value.ndim else float(value)


def _make_getter(part: str) -> Any:
    def get(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> Any:
        return _plain(split_time(np.float64(date.time) if isinstance(date.time, float) else date.time)[part])

    return get


def _make_setter(first: int, count: int) -> Any:
    def change(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> Any:
        old = split_time(np.float64(date.time) if isinstance(date.time, float) else date.time)
        parts = [old[name] for name in _PARTS]
        for offset, value in enumerate(arguments[:count]):
            parts[first + offset] = to_number(value)
        return _set_time(runtime, lanes, date, _plain(join_time(parts)))

    return change


def _set_time(runtime: Any, lanes: Lanes, date: JsDate, time: Any) -> Any:
    if runtime.in_pixel and date.shared:
        raise Refusal("a date made outside evaluatePixel is changed by it, so a pixel depends on others")
    date.time = time if is_whole(date, lanes) else merge(lanes, time, date.time)
    return date.time


for _zone in ("", "UTC"):
    for _name, _part in _GETTERS.items():
        DATE_METHODS[f"get{_zone}{_name}"] = _make_getter(_part)
    for _name, _first in _SETTERS.items():
        _count = 3 - _first if _first < 3 else 7 - _first
        DATE_METHODS[f"set{_zone}{_name}"] = _make_setter(_first, 1 if _name == "Date" else _count)


@method(DATE_METHODS, "getTime", "valueOf")
def date_time(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> Any:
    """Milliseconds since 1970."""
    return date.time


@method(DATE_METHODS, "setTime")
def date_set_time(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> Any:
    """Change the date."""
    return _set_time(runtime, lanes, date, clip_time(to_number(argument(arguments, 0))))


@method(DATE_METHODS, "getTimezoneOffset")
def date_offset(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> float:
    """Always UTC."""
    return 0.0


@method(DATE_METHODS, "toJSON")
def date_json(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> Any:
    """The same, null for an invalid date."""
    return _each_text(runtime, lanes, date, lambda time: None if time != time else iso_text(time))


@method(DATE_METHODS, "toISOString")
def date_iso(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> Any:
    """``2020-01-31T10:20:30.000Z``."""
    if not isinstance(date.time, np.ndarray) and date.time != date.time:
        raise JsThrow("Invalid time value", "RangeError", lanes=lanes)
    return _each_text(runtime, lanes, date, _iso_or_throw)


def _iso_or_throw(time: float) -> str:
    if time != time:
        raise JsThrow("Invalid time value", "RangeError", lanes="unknown")
    return iso_text(time)


def _each_text(runtime: Any, lanes: Lanes, date: JsDate, write: Any) -> Any:
    return each_case(runtime, lanes, [date.time], write)


@method(DATE_METHODS, "toString")
def date_string(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> Any:
    """The long form, in UTC."""
    return _each_text(runtime, lanes, date, date_to_text)


@method(DATE_METHODS, "toDateString")
def date_day_string(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> Any:
    """The day part of the long form."""
    return _each_text(runtime, lanes, date, lambda t: date_to_text(t)[:15] if t == t else "Invalid Date")


@method(DATE_METHODS, "toTimeString")
def date_time_string(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> Any:
    """The clock part of the long form."""
    return _each_text(runtime, lanes, date, lambda t: date_to_text(t)[16:] if t == t else "Invalid Date")


@method(DATE_METHODS, "toUTCString", "toGMTString")
def date_utc_string(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> Any:
    """``Sun, 17 May 2020 13:14:15 GMT``."""

    def write(time: float) -> str:
        if time != time:
            return "Invalid Date"
        weekday, month, day, year, clock = date_to_text(time).split(" ")[:5]
        return f"{weekday}, {day} {month} {year} {clock} GMT"

    return _each_text(runtime, lanes, date, write)


@method(DATE_METHODS, "toLocaleDateString", "toLocaleTimeString", "toLocaleString")
def date_locale_string(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> Any:
    """Depends on language and place."""
    raise Refusal("texts of dates in the form of a country are not supported")


@method(DATE_METHODS, "getYear")
def date_short_year(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> Any:
    """Years since 1900."""
    return _make_getter("year")(runtime, lanes, date, arguments) - 1900.0


def _from_parts(arguments: list) -> Any:
    numbers = [to_number(value) for value in arguments[:7]]
    numbers += [0.0, 1.0, 0.0, 0.0, 0.0, 0.0][len(numbers) - 1 :]
    year = numbers[0]
    numbers[0] = _plain(np.where((np.trunc(year) >= 0) & (np.trunc(year) <= 99), 1900.0 + np.trunc(year), year))
    return _plain(join_time(numbers))


def _construct(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    shared = not runtime.in_pixel
    if not arguments:
        raise Refusal("the present time is not known to a script; use the dates of the scenes")
    if len(arguments) > 1:
        return JsDate(_from_parts(arguments), lanes, shared)
    value = arguments[0]
    if isinstance(value, Choice):
        if all(isinstance(option, str) for option in value.options):
            return JsDate(each_case(runtime, lanes, [value], parse_time), lanes, shared)
        if not any(isinstance(option, (str, JsArray)) for option in value.options):
            return JsDate(_plain(clip_time(to_number(value))), lanes, shared)
        return distribute(lanes, value, lambda one, part: _construct(runtime, part, this, [one]))
    if isinstance(value, JsDate):
        return JsDate(value.time, lanes, shared)
    if isinstance(value, str):
        return JsDate(parse_time(value), lanes, shared)
    if isinstance(value, JsArray):
        return _construct(runtime, lanes, this, [to_text(value, lanes)])
    time = math.nan if value is UNDEFINED else to_number(value)
    return JsDate(_plain(clip_time(time)), lanes, shared)


def _parse(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    return each_case(runtime, lanes, [to_text(argument(arguments, 0), lanes)], parse_time)


def _now(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    raise Refusal("the present time is not known to a script; use the dates of the scenes")


def date_namespace() -> HostFunction:
    """``Date``."""
    props: dict[str, Any] = {
        "UTC": HostFunction("UTC", lambda rt, lanes, this, a: _from_parts(a)),
        "parse": HostFunction("parse", _parse),
        "now": HostFunction("now", _now),
    }
    return HostFunction("Date", _now, _construct, props)
