# SPDX-License-Identifier: GPL-2.0-or-later
"""``JSON``, and scripts' values as plain Python data."""

from __future__ import annotations

import json
import math
from typing import Any, Callable

import numpy as np

from ..budget import check_text
from ..engine.calendar import iso_text
from ..engine.conversion import number_to_text, to_text
from ..engine.keys import is_index, is_listed, rank_of, refuse_service_object, sort_keys
from ..engine.lanes import Lanes
from ..engine.lanewise import join_results, run_cases, value_at, varies
from ..engine.merging import distribute
from ..engine.methods import argument
from ..engine.values import (
    HOLE,
    UNDEFINED,
    Accessor,
    Choice,
    Function,
    HostFunction,
    JsArray,
    JsDate,
    JsObject,
)
from ..errors import JsThrow, Refusal
from ..parser.tokens import to_utf16

MAX_JSON_DEPTH = 40
MAX_JSON_TEXTS = 200


class Differs(Refusal):
    """Data that differs per lane, where no lane was named."""


def to_plain(value: Any, depth: int = 0, lane: int | None = None) -> Any:
    """A script's value as plain Python, as JSON would carry it; undefined becomes :data:`UNDEFINED`.

    :param lane: the lane to look at, None when the value is the same in all.
    :raises Refusal: when it differs from pixel to pixel or is nested too deeply.
    """
    if depth > MAX_JSON_DEPTH:
        raise Refusal("the data is nested too deeply")
    if lane is not None:
        value = value_at(value, lane)
    if value is None or isinstance(value, (str, bool)):
        return from_utf16(value) if isinstance(value, str) else value
    if isinstance(value, float):
        return _plain_number(value)
    if value is UNDEFINED or value is HOLE or isinstance(value, (Function, HostFunction)):
        return UNDEFINED
    if isinstance(value, JsDate) and isinstance(value.time, float):
        return None if value.time != value.time else iso_text(value.time)
    if isinstance(value, JsArray) and value.element is None:
        if value.count is not None and lane is None:
            raise Differs("data that differs from pixel to pixel cannot be written as text")
        length = len(value.items) if value.count is None or lane is None else int(value.count[lane])
        items = [to_plain(item, depth + 1, lane) for item in value.items[:length]]
        return [None if item is UNDEFINED else item for item in items]
    if isinstance(value, JsObject):
        return _plain_object(value, depth, lane)
    if varies(value):
        raise Differs("data that differs from pixel to pixel cannot be written as text")
    raise Refusal("this value cannot be written as JSON")


def _plain_number(value: float) -> Any:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def from_utf16(text: str) -> str:
    """Pairs of surrogates as the characters they stand for."""
    if text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _plain_object(value: JsObject, depth: int, lane: int | None) -> Any:
    if "toJSON" in value.props or (value.proto is not None and "toJSON" in value.proto.props):
        raise Refusal("an object with its own toJSON() is written as JSON")
    refuse_service_object(value, "the text")
    if value.kind in ("Map", "Set", "RegExp"):
        return {}
    names = [name for name in sort_keys(value.props) if is_listed(value, name)]
    if value.partial:
        if lane is None:
            raise Differs("data that differs from pixel to pixel cannot be written as text")
        names = [name for name in names if name not in value.partial or value.partial[name][lane]]
        rest = [name for name in names if not is_index(name)]
        rest.sort(key=lambda name: _rank_at(value, name, lane))
        names = [name for name in names if is_index(name)] + rest
    if any(type(value.props[name]) is Accessor for name in names):
        raise Refusal("an object with getters is written as JSON")
    pairs = ((name, to_plain(value.props[name], depth + 1, lane)) for name in names)
    return {from_utf16(name): item for name, item in pairs if item is not UNDEFINED}


def _rank_at(value: JsObject, name: str, lane: int) -> int:
    rank = rank_of(value, name)
    return int(rank[lane]) if isinstance(rank, np.ndarray) else rank


def from_plain(runtime: Any, value: Any, lanes: Lanes) -> Any:
    """Plain Python data as a script's value."""
    if isinstance(value, str):
        return to_utf16(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    if isinstance(value, dict):
        return runtime.new_object({str(k): from_plain(runtime, v, lanes) for k, v in value.items()}, lanes)
    if isinstance(value, (list, tuple)):
        return runtime.new_array([from_plain(runtime, v, lanes) for v in value], lanes)
    raise Refusal("this kind of data cannot be given to a script")


def _stringify(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    value, indent = argument(arguments, 0), argument(arguments, 2, None)
    if argument(arguments, 1, None) is not None or isinstance(indent, (np.ndarray, Choice)):
        raise Refusal("JSON.stringify with a replacer")
    layout: Any = (
        min(10, int(indent)) if isinstance(indent, float) else indent[:10] if isinstance(indent, str) else None
    )

    def write_plain(lane: Any) -> Any:
        plain = to_plain(value, 0, lane)
        if plain is UNDEFINED:
            return UNDEFINED
        text = write_json(plain, layout if isinstance(layout, str) else " " * (layout or 0), "")
        check_text(len(text))
        return to_utf16(text)

    try:
        return write_plain(None)
    except Differs:
        return _each_lane(runtime, lanes, write_plain)


def _each_lane(runtime: Any, lanes: Lanes, operation: Callable[[int], Any]) -> Any:
    """Run an operation lane by lane."""
    active = np.arange(runtime.lane_count) if lanes is None else np.flatnonzero(lanes)
    index = np.zeros(runtime.lane_count, np.int64)
    index[active] = np.arange(len(active))
    return join_results(None, lanes, run_cases(active.tolist(), operation), index)


def write_json(value: Any, indent: str, before: str) -> str:
    """Plain data as JSON with JavaScript's numbers.

    :param indent: what each level is moved in by; without it everything is on one line.
    :param before: what the lines of this level begin with.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number_to_text(float(value))
    if not isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    inner = before + indent
    if isinstance(value, list):
        parts = [write_json(item, indent, inner) for item in value]
    else:
        colon = ": " if indent else ":"
        parts = [json.dumps(k, ensure_ascii=False) + colon + write_json(v, indent, inner) for k, v in value.items()]
    first, last = ("[", "]") if isinstance(value, list) else ("{", "}")
    if not parts:
        return first + last
    check_text(sum(map(len, parts)))
    if not indent:
        return first + ",".join(parts) + last
    return f"{first}\n{inner}" + f",\n{inner}".join(parts) + f"\n{before}{last}"


def _parse_json(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    if len(arguments) > 1 and arguments[1] is not UNDEFINED:
        raise Refusal("JSON.parse with a reviver")
    text = to_text(argument(arguments, 0), lanes)
    if isinstance(text, Choice):
        if len(text.options) > MAX_JSON_TEXTS:
            raise Refusal("JSON.parse of many different texts for different pixels")
        return distribute(lanes, text, lambda one, part: _parse_json(runtime, part, this, [one]))
    try:
        return from_plain(runtime, json.loads(text, parse_constant=_no_constant), lanes)
    except RecursionError as error:
        raise Refusal("the JSON text is nested too deeply") from error
    except ValueError as error:
        raise JsThrow("the text is not valid JSON", "SyntaxError", lanes=lanes) from error


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def json_namespace() -> JsObject:
    """``JSON``."""
    return JsObject(
        {"stringify": HostFunction("stringify", _stringify), "parse": HostFunction("parse", _parse_json)}, None, True
    )
