# SPDX-License-Identifier: GPL-2.0-or-later
"""Between plain data and the block engine's values."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from .engine.calendar import from_datetime, iso_text
from .engine.runtime import Runtime
from .engine.values import HOLE, UNDEFINED, Choice, Function, HostFunction, JsArray, JsDate, JsObject, is_nullish
from .errors import JsThrow, Refusal
from .library.objects import MAX_JSON_DEPTH
from .request import Request
from .scene_objects import Listing, Member, Moment, collection_name


def to_script(runtime: Runtime, tree: Any) -> Any:
    """A tree of :mod:`~.scene_objects` as a value of the script."""
    if tree is None or isinstance(tree, (bool, str)):
        return tree
    if isinstance(tree, (int, float)):
        return float(tree)
    if isinstance(tree, Moment):
        return JsDate(from_datetime(tree.time), None, not runtime.in_pixel)
    if isinstance(tree, Member):
        made = to_script(runtime, tree.props)
        made.origin = tree.origin
        return made
    if isinstance(tree, Listing):
        array = to_script(runtime, tree.items)
        array.props = {name: to_script(runtime, value) for name, value in tree.props.items()}
        return array
    if isinstance(tree, dict):
        return runtime.new_object({str(name): to_script(runtime, value) for name, value in tree.items()}, None)
    if isinstance(tree, (list, tuple)):
        return runtime.new_array([to_script(runtime, value) for value in tree], None)
    raise Refusal("this kind of data cannot be given to a script")


def kept_scenes(value: Any, request: Request) -> list[list[int]]:
    """The positions of the scenes that a hook returned, per source.

    :param value: a ``collections`` object, or for one input an array of scenes.
    :raises JsThrow: when it is neither.
    """
    kept = []
    for position, source in enumerate(request.sources):
        part = value
        if request.is_fusion:
            part = value.props.get(source.id) if isinstance(value, JsObject) else None
        kept.append(_kept_of(part, collection_name(source), position))
    return kept


def _kept_of(value: Any, name: str, source: int) -> list[int]:
    if isinstance(value, JsObject) and isinstance(value.props.get("scenes"), (JsObject, JsArray)):
        value = value.props["scenes"]
    if isinstance(value, JsObject):
        value = value.props.get(name)
    elif isinstance(value, JsArray) and value.props:
        value = value.props.get(name, value)
    if not isinstance(value, JsArray) or value.count is not None:
        raise JsThrow("preProcessScenes does not return scenes")
    kept = []
    for item in value.items:
        if isinstance(item, Choice):
            raise Refusal("the scenes to use differ from pixel to pixel")
        origin = item.origin if isinstance(item, JsObject) else None
        if is_nullish(item) or not isinstance(origin, tuple) or origin[0] != source:
            raise JsThrow("preProcessScenes returns something that is not one of the scenes")
        kept.append(origin[1])
    return kept


def plain_at(value: Any, lane: int, is_exact: bool = False, depth: int = 0) -> Any:
    """A value as one pixel has it, as plain data; undefined becomes :data:`UNDEFINED`.

    :param is_exact: keep NaN and infinity, which JSON would write as null.
    :raises Refusal: when it is nested too deeply.
    """
    if depth > MAX_JSON_DEPTH:
        raise Refusal("the data is nested too deeply")
    if isinstance(value, Choice):
        value = value.options[int(value.index[lane])]
    if isinstance(value, np.ndarray):
        value = value[lane].item()
    if isinstance(value, float):
        return _plain_number(value, is_exact)
    if isinstance(value, JsDate):
        time = float(value.time[lane]) if isinstance(value.time, np.ndarray) else value.time
        return None if time != time else iso_text(time)
    if isinstance(value, JsArray):
        count = len(value.items) if value.count is None else int(value.count[lane])
        items = [plain_at(item, lane, is_exact, depth + 1) for item in value.items[:count]]
        return [None if item is UNDEFINED else item for item in items]
    if isinstance(value, JsObject):
        there = {n: v for n, v in value.props.items() if not value.partial or _is_there(value.partial.get(n), lane)}
        pairs = ((name, plain_at(there[name], lane, is_exact, depth + 1)) for name in _in_order(there))
        return {name: item for name, item in pairs if item is not UNDEFINED}
    if value is UNDEFINED or value is HOLE or isinstance(value, (Function, HostFunction)):
        return UNDEFINED
    return value


def _in_order(names: Iterable[str]) -> list[str]:
    """Names as JavaScript lists them: whole numbers first."""
    plain = [name for name in names if isinstance(name, str)]
    numbers = sorted((n for n in plain if n.isdecimal() and (n == "0" or n[0] != "0")), key=int)
    return [*numbers, *(name for name in plain if name not in numbers)]


def _is_there(lanes: Any, lane: int) -> bool:
    return lanes is None or bool(lanes[lane])


def _plain_number(value: float, is_exact: bool) -> Any:
    if not math.isfinite(value):
        return value if is_exact else None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def last_user_data(target: JsObject, untouched: Any, lanes: int) -> object:
    """``userData`` of the last pixel that filled it; None when none did."""
    value = target.props.get("userData", UNDEFINED)
    if value is untouched and not untouched.props:
        return None
    for lane in range(lanes - 1, -1, -1):
        plain = plain_at(value, lane)
        if plain is not UNDEFINED and plain is not None and plain != {}:
            return plain
    return None
