# SPDX-License-Identifier: GPL-2.0-or-later
"""``Date``, always in UTC as on the service; the time may differ per lane."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..engine.calendar import clip_time, date_to_text, iso_text, join_time, parse_time, split_time
from ..engine.changes import is_whole
from ..engine.conversion import to_number
from ..engine.lanes import Lanes
from ..engine.merging import distribute, merge
from ..engine.methods import DATE_METHODS, argument, method
from ..engine.values import UNDEFINED, Choice, HostFunction, JsDate
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


@method(DATE_METHODS, "toISOString", "toJSON")
def date_iso(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> str:
    """``2020-01-31T10:20:30.000Z``."""
    if isinstance(date.time, np.ndarray):
        raise Refusal("a date that differs from pixel to pixel cannot be turned into a text")
    if date.time != date.time:
        raise JsThrow("Invalid time value", "RangeError", lanes=lanes)
    return iso_text(date.time)


@method(DATE_METHODS, "toString")
def date_string(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> str:
    """The long form, in UTC."""
    return date_to_text(date.time)


@method(DATE_METHODS, "toDateString")
def date_day_string(runtime: Any, lanes: Lanes, date: JsDate, arguments: list) -> str:
    """The day part of the long form."""
    text = date_to_text(date.time)
    return text[:15] if date.time == date.time else text


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
        return distribute(lanes, value, lambda one, part: _construct(runtime, part, this, [one]))
    if isinstance(value, JsDate):
        return JsDate(value.time, lanes, shared)
    if isinstance(value, str):
        return JsDate(parse_time(value), lanes, shared)
    time = math.nan if value is UNDEFINED else to_number(value)
    return JsDate(_plain(clip_time(time)), lanes, shared)


def _parse(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    value = argument(arguments, 0)
    if isinstance(value, Choice):
        return distribute(lanes, value, lambda one, part: _parse(runtime, part, this, [one]))
    return parse_time(value) if isinstance(value, str) else math.nan


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
