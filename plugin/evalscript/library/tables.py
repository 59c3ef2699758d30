# SPDX-License-Identifier: GPL-2.0-or-later
"""``Map`` and ``Set``, with keys that are the same for all pixels."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..budget import check_items
from ..engine.changes import is_whole
from ..engine.compile_calls import iterate
from ..engine.conversion import number_to_text
from ..engine.lanes import Lanes
from ..engine.methods import MAP_METHODS, SET_METHODS, argument
from ..engine.properties import read
from ..engine.values import UNDEFINED, Choice, HostFunction, JsObject, is_nullish
from ..errors import JsThrow, Refusal


class Table:
    """The entries of a Map or Set, by keys that are the same for all pixels."""

    def __init__(self, is_map: bool, runtime: Any) -> None:
        self.is_map = is_map
        self.runtime = runtime
        self.items: dict[Any, tuple[Any, Any]] = {}

    def __len__(self) -> int:
        return len(self.items)

    @staticmethod
    def key(value: Any) -> Any:
        """A hashable stand-in for a key."""
        if isinstance(value, (np.ndarray, Choice)):
            raise Refusal("a Map or Set with keys that differ from pixel to pixel")
        if isinstance(value, float):
            return ("number", "NaN" if value != value else value + 0.0)
        return (type(value).__name__, value if isinstance(value, (str, bool)) or is_nullish(value) else id(value))

    def entries(self) -> list:
        """What iteration yields."""
        if not self.is_map:
            return [key for key, _ in self.items.values()]
        return [self.runtime.new_array([key, value], None) for key, value in self.items.values()]


def make_table(is_map: bool) -> HostFunction:
    """``Map`` or ``Set``."""

    def construct(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
        made = runtime.new_object({}, lanes, "Map" if is_map else "Set")
        made.origin = Table(is_map, runtime)
        source = argument(arguments, 0)
        for item in [] if is_nullish(source) else iterate(source, lanes):
            key = read(runtime, item, 0, lanes) if is_map else item
            _table_put(runtime, lanes, made, key, read(runtime, item, 1, lanes) if is_map else item)
        return made

    def refuse(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        raise JsThrow("Constructor Map or Set requires 'new'", lanes=lanes)

    return HostFunction("Map" if is_map else "Set", refuse, construct)


def _table_put(runtime: Any, lanes: Lanes, this: JsObject, key: Any, value: Any) -> JsObject:
    runtime.check_change(this)
    if not is_whole(this, lanes):
        raise Refusal("a Map or Set is changed for some pixels only")
    check_items(len(this.origin) + 1)
    this.hold(runtime.budget, runtime.size_of((value,)))
    this.origin.items[Table.key(key)] = (key, value)
    return this


def _table_has(runtime: Any, lanes: Lanes, this: JsObject, arguments: list) -> Any:
    value = argument(arguments, 0)
    if isinstance(value, np.ndarray):
        numbers = [key for key, _ in this.origin.items.values() if isinstance(key, float)]
        return np.isin(value, numbers)
    return Table.key(value) in this.origin.items


def _table_delete(runtime: Any, lanes: Lanes, this: JsObject, arguments: list) -> bool:
    runtime.check_change(this)
    if not is_whole(this, lanes):
        raise Refusal("a Map or Set is changed for some pixels only")
    return this.origin.items.pop(Table.key(argument(arguments, 0)), None) is not None


def _table_each(runtime: Any, lanes: Lanes, this: JsObject, arguments: list) -> Any:
    for key, value in list(this.origin.items.values()):
        runtime.call(argument(arguments, 0), UNDEFINED, [value, key, this], lanes)
    return UNDEFINED


def _map_get(runtime: Any, lanes: Lanes, this: JsObject, arguments: list) -> Any:
    value = argument(arguments, 0)
    if isinstance(value, np.ndarray):
        props = {number_to_text(k): v for k, v in this.origin.items.values() if isinstance(k, float)}
        return read(runtime, JsObject(props, None, True), value, lanes)
    return this.origin.items.get(Table.key(value), (None, UNDEFINED))[1]


def _listing(part: int) -> Any:
    return lambda rt, lanes, this, a: rt.new_array([pair[part] for pair in this.origin.items.values()], lanes)


for _table in (MAP_METHODS, SET_METHODS):
    _table.update({"has": _table_has, "delete": _table_delete, "forEach": _table_each})
    _table.update({"keys": _listing(0), "values": _listing(1)})
    _table["entries"] = lambda rt, lanes, this, a: rt.new_array(this.origin.entries(), lanes)
MAP_METHODS["get"] = _map_get
MAP_METHODS["set"] = lambda rt, lanes, this, a: _table_put(rt, lanes, this, argument(a, 0), argument(a, 1))
SET_METHODS["add"] = lambda rt, lanes, this, a: _table_put(rt, lanes, this, argument(a, 0), argument(a, 0))
