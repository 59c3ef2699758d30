# SPDX-License-Identifier: GPL-2.0-or-later
"""``Map`` and ``Set``; keys, and which keys there are, may differ from pixel to pixel."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from ..budget import check_items
from ..engine.changes import is_whole
from ..engine.compile_calls import as_array
from ..engine.lanes import DEAD, Lanes, narrow
from ..engine.lanewise import find_cases, value_at, varies
from ..engine.merging import gather, merge
from ..engine.methods import MAP_METHODS, SET_METHODS, argument
from ..engine.properties import read
from ..engine.values import HOLE, UNDEFINED, HostFunction, JsArray, JsObject, is_nullish
from ..errors import JsThrow, Refusal

MAX_VARYING_KEYS = 2000
_LAST = np.iinfo(np.int64).max


class Entry:
    """A key with its value, the lanes that have it (None: all) and when each of them got it."""

    __slots__ = ("key", "mask", "rank", "value")

    def __init__(self, key: Any, value: Any, mask: Any, rank: Any) -> None:
        self.key, self.value, self.mask, self.rank = key, value, mask, rank


class Table:
    """The entries of a Map or Set."""

    def __init__(self, is_map: bool, runtime: Any) -> None:
        self.is_map = is_map
        self.runtime = runtime
        self.entries: dict[Any, Entry] = {}
        self.clock = 0

    @staticmethod
    def stand_in(value: Any) -> Any:
        """A hashable stand-in for a key."""
        if isinstance(value, float):
            return ("number", "NaN" if value != value else value + 0.0)
        return (type(value).__name__, value if isinstance(value, (str, bool)) or is_nullish(value) else id(value))

    def put(self, key: Any, value: Any, lanes: Lanes, whole: bool) -> None:
        """Enter a plain key in some lanes."""
        place = self.stand_in(key)
        entry = self.entries.get(place)
        self.clock += 1
        if entry is None:
            check_items(len(self.entries) + 1)
            key = key + 0.0 if isinstance(key, float) else key
            self.entries[place] = Entry(key, value, None if whole else lanes, self.clock)
            return
        entry.value = value if whole else merge(lanes, value, entry.value)
        if entry.mask is not None:
            entry.rank = np.where(entry.mask, entry.rank, self.clock)
            entry.mask = None if whole else entry.mask | lanes

    def has(self, key: Any) -> Any:
        """Is a plain key there? A bool or a bool array."""
        entry = self.entries.get(self.stand_in(key))
        return False if entry is None else True if entry.mask is None else entry.mask

    def get(self, key: Any) -> Any:
        """The value of a plain key."""
        entry = self.entries.get(self.stand_in(key))
        if entry is None:
            return UNDEFINED
        return entry.value if entry.mask is None else merge(entry.mask, entry.value, UNDEFINED)

    def drop(self, key: Any, lanes: Lanes, whole: bool) -> Any:
        """Remove a plain key; tells where it was."""
        entry = self.entries.get(self.stand_in(key))
        if entry is None:
            return False
        had = True if entry.mask is None else entry.mask
        everyone = np.ones(self.runtime.lane_count, np.bool_)
        left = None if whole else (everyone & had) & ~lanes
        if left is None or not left.any():
            del self.entries[self.stand_in(key)]
        else:
            entry.mask = left
        return had

    def size(self, lanes: Lanes) -> Any:
        """The number of entries."""
        masks = [entry.mask for entry in self.entries.values()]
        if all(mask is None for mask in masks):
            return float(len(masks))
        return sum((1.0 if mask is None else mask.astype(np.float64)) for mask in masks)

    def columns(self, lanes: Lanes) -> tuple[JsArray, JsArray]:
        """Keys and values as arrays, each lane's own entries in the order in which it got them."""
        entries = list(self.entries.values())
        keys = [entry.key for entry in entries]
        values = [entry.value for entry in entries]
        if all(entry.mask is None and not isinstance(entry.rank, np.ndarray) for entry in entries):
            return JsArray(keys, lanes, False), JsArray(values, lanes, False)
        size = self.runtime.lane_count
        present = np.array([np.broadcast_to(True if e.mask is None else e.mask, (size,)) for e in entries])
        ranks = np.array([np.broadcast_to(e.rank, (size,)) for e in entries])
        order = np.argsort(np.where(present, ranks, _LAST), axis=0, kind="stable")
        count = present.sum(axis=0).astype(np.int32)
        longest = int((count if lanes is None else count[lanes]).max())
        made = []
        for pool in (keys, values):
            array = JsArray([gather(pool, order[k], count > k, HOLE) for k in range(longest)], lanes, False)
            array.count = np.minimum(count, longest).astype(np.int32)
            made.append(array)
        return made[0], made[1]

    def listing(self, lanes: Lanes) -> JsArray:
        """What iteration yields."""
        keys, values = self.columns(lanes)
        if not self.is_map:
            return keys
        pairs = [self.runtime.new_array([k, v], lanes) for k, v in zip(keys.items, values.items)]
        array = JsArray(pairs, lanes, False)
        array.count = keys.count
        return array


def _each_key(lanes: Lanes, key: Any, action: Callable[[Any, Lanes], Any]) -> Any:
    """Run an action per distinct key; what it returns is joined."""
    if not varies(key):
        return action(key, lanes)
    representatives, index = find_cases(lanes, [key])
    if len(representatives) > MAX_VARYING_KEYS:
        raise Refusal("a Map or Set with too many different keys for different pixels")
    result: Any = UNDEFINED
    for case, lane in enumerate(representatives):
        part = narrow(lanes, index == case)
        if part is DEAD:
            continue
        value = action(value_at(key, lane), part)
        result = value if part is lanes or part is None else merge(part, value, result)
    return result


def make_table(name: str) -> HostFunction:
    """``Map``, ``Set`` and their weak kin."""
    is_map = name.endswith("Map")

    def construct(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
        made: JsObject = runtime.new_object({}, lanes, "Map" if is_map else "Set")
        made.origin = Table(is_map, runtime)
        source = argument(arguments, 0)
        if is_nullish(source):
            return made
        items = as_array(runtime, source, lanes)
        for position, item in enumerate(items.items):
            part = lanes if items.count is None else narrow(lanes, items.count > position)
            if part is not DEAD:
                value = UNDEFINED if item is HOLE else item
                key = read(runtime, value, 0, part) if is_map else value
                _put(runtime, part, made, key, read(runtime, value, 1, part) if is_map else value)
        return made

    def refuse(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        raise JsThrow(f"Constructor {name} requires 'new'", lanes=lanes)

    return HostFunction(name, refuse, construct)


def _put(runtime: Any, lanes: Lanes, this: JsObject, key: Any, value: Any) -> JsObject:
    runtime.check_change(this)
    this.hold(runtime.budget, runtime.size_of((value,)))
    table = this.origin
    _each_key(
        lanes, key, lambda one, part: table.put(one, one if not table.is_map else value, part, is_whole(this, part))
    )
    return this


def _has(runtime: Any, lanes: Lanes, this: JsObject, arguments: list) -> Any:
    return _each_key(lanes, argument(arguments, 0), lambda one, part: this.origin.has(one))


def _get(runtime: Any, lanes: Lanes, this: JsObject, arguments: list) -> Any:
    return _each_key(lanes, argument(arguments, 0), lambda one, part: this.origin.get(one))


def _delete(runtime: Any, lanes: Lanes, this: JsObject, arguments: list) -> Any:
    runtime.check_change(this)
    return _each_key(lanes, argument(arguments, 0), lambda one, part: this.origin.drop(one, part, is_whole(this, part)))


def _clear(runtime: Any, lanes: Lanes, this: JsObject, arguments: list) -> Any:
    runtime.check_change(this)
    for entry in list(this.origin.entries.values()):
        this.origin.drop(entry.key, lanes, is_whole(this, lanes))
    return UNDEFINED


def _for_each(runtime: Any, lanes: Lanes, this: JsObject, arguments: list) -> Any:
    keys, values = this.origin.columns(lanes)
    before = len(this.origin.entries)
    for position, (key, value) in enumerate(zip(keys.items, values.items)):
        part = lanes if keys.count is None else narrow(lanes, keys.count > position)
        if part is not DEAD:
            runtime.call(argument(arguments, 0), UNDEFINED, [value, key, this], part)
        if len(this.origin.entries) != before:
            raise Refusal("a Map or Set gets or loses entries while forEach() runs over it")
    return UNDEFINED


def _listing(part: int) -> Any:
    return lambda rt, lanes, this, a: this.origin.columns(lanes)[part]


for _table in (MAP_METHODS, SET_METHODS):
    _table.update({"has": _has, "delete": _delete, "forEach": _for_each, "clear": _clear})
    _table.update({"keys": _listing(0), "values": _listing(1)})
MAP_METHODS["entries"] = lambda rt, lanes, this, a: this.origin.listing(lanes)
SET_METHODS["entries"] = lambda rt, lanes, this, a: rt.new_array(
    [rt.new_array([v, v], lanes) for v in this.origin.columns(lanes)[0].items], lanes
)
MAP_METHODS["get"] = _get
MAP_METHODS["set"] = lambda rt, lanes, this, a: _put(rt, lanes, this, argument(a, 0), argument(a, 1))
SET_METHODS["add"] = lambda rt, lanes, this, a: _put(rt, lanes, this, argument(a, 0), argument(a, 0))
