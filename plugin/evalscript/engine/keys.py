# SPDX-License-Identifier: GPL-2.0-or-later
"""Which properties objects have, and in which order; both may differ per lane."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import CarriedState, JsThrow, Refusal
from .conversion import number_to_text
from .lanes import DEAD, Lanes, narrow
from .merging import distribute, gather, lanes_of
from .values import (
    HOLE,
    SERVICE_KINDS,
    STALE_KEY,
    UNDEFINED,
    Choice,
    Function,
    HostFunction,
    JsArray,
    JsObject,
    is_nullish,
)

HIDDEN = "@@"
_HIDDEN_OF_ERRORS = ("name", "message", "stack")
_LAST = np.iinfo(np.int64).max


def is_index(name: str) -> bool:
    """Is a property name a whole number, which JavaScript lists before the others?"""
    if not (name.isdigit() and name.isascii()) or len(name) > 10 or (name[0] == "0" and name != "0"):
        return False
    return len(name) < 10 or int(name) < 2**32 - 1


def numeric_key(key: Any) -> Any:
    """``a["3"]`` is ``a[3]``; ``"03"``, ``"3.0"`` and ``"-3"`` are names like others."""
    return int(key) if type(key) is str and is_index(key) else key


def is_number_text(name: str) -> bool:
    """Is a name how JavaScript writes some number? Typed arrays have no properties of such names."""
    try:
        return name == "-0" or number_to_text(float(name.replace("Infinity", "inf"))) == name
    except ValueError:
        return False


def refuse_service_object(holder: JsObject, what: str) -> None:
    """What a script may not do with a visualiser, because ours has other insides than the service's.

    :raises Refusal: for objects of the service's classes.
    """
    if holder.kind in SERVICE_KINDS:
        raise Refusal(f"{what} of {holder.kind} is not supported")


def is_listed(holder: JsObject, name: str) -> bool:
    """Is a property seen by Object.keys and ``for…in``?"""
    return not name.startswith(HIDDEN) and not (holder.kind == "Error" and name in _HIDDEN_OF_ERRORS)


def sort_keys(props: dict[str, Any]) -> list[str]:
    """Property names in JavaScript's order: whole numbers first, ascending, then as inserted."""
    numeric = [name for name in props if is_index(name)]
    if not numeric:
        return list(props)
    known = set(numeric)
    return sorted(numeric, key=int) + [name for name in props if name not in known]


def own_keys(runtime: Any, value: Any, lanes: Lanes) -> JsArray:
    """The names of an object's own properties as a new array.

    :raises JsThrow: for null and undefined.
    """
    if isinstance(value, Choice):
        from .compile_calls import as_array

        options = [
            HOLE if narrow(lanes, value.index == k) is DEAD else own_keys(runtime, option, lanes)
            for k, option in enumerate(value.options)
        ]
        return as_array(runtime, Choice(options, value.index), lanes)
    if is_nullish(value):
        raise JsThrow("Cannot convert undefined or null to object", lanes=lanes)
    if isinstance(value, JsArray):
        return _array_keys(runtime, value, lanes)
    if isinstance(value, JsObject):
        refuse_service_object(value, "the list of properties")
        if value.partial is not None and any(item is STALE_KEY for item in value.props.values()):
            raise CarriedState("the properties of an object carry over from one pixel to the next")
        if value.partial:
            return _partial_keys(runtime, value, lanes)
        return JsArray([name for name in sort_keys(value.props) if is_listed(value, name)], lanes, False)
    if isinstance(value, (Function, HostFunction)):
        return JsArray([name for name in value.props if name != "prototype"], lanes, False)
    return JsArray([str(k) for k in range(len(value))] if isinstance(value, str) else [], lanes, False)


def _array_keys(runtime: Any, array: JsArray, lanes: Lanes) -> JsArray:
    names: list[Any] = [str(k) for k in range(len(array.items))]
    more = list(array.props or ())
    if any(item is STALE_KEY for item in array.items):
        raise CarriedState("the length of an array carries over from one pixel to the next")
    if not more and array.count is None and not any(i is HOLE or lanes_of(i, HOLE) is not None for i in array.items):
        return JsArray(names, lanes, False)
    size = runtime.lane_count
    masks = []
    for position, item in enumerate(array.items):
        holes = lanes_of(item, HOLE)
        mask = np.full(size, item is not HOLE) if holes is None else ~holes
        masks.append(mask if array.count is None else mask & (array.count > position))
    return _pack(runtime, names + more, masks + [np.ones(size, np.bool_)] * len(more), None, lanes)


def _partial_keys(runtime: Any, holder: JsObject, lanes: Lanes) -> JsArray:
    names = [name for name in holder.props if is_listed(holder, name)]
    numeric = sorted((name for name in names if is_index(name)), key=int)
    known, size = set(numeric), runtime.lane_count
    rest = [name for name in names if name not in known]
    everywhere = np.ones(size, np.bool_)
    partial = holder.partial or {}
    ranks: list[Any] = list(range(len(numeric)))
    ranks += [len(numeric) + np.asarray(rank_of(holder, name), np.int64) for name in rest]
    ordered = numeric + rest
    return _pack(runtime, ordered, [partial.get(name, everywhere) for name in ordered], ranks, lanes)


def rank_of(holder: JsObject, name: str) -> Any:
    """When a property came into being, as a number that may differ per lane."""
    if holder.ranks is None or name not in holder.ranks:
        return 0
    return holder.ranks[name]


def _pack(runtime: Any, names: list, masks: list, ranks: list | None, lanes: Lanes) -> JsArray:
    """The names each lane has, close together, in the order of their ranks."""
    size = runtime.lane_count
    present = np.array([np.broadcast_to(mask, (size,)) for mask in masks]).reshape(len(names), size)
    order = np.arange(len(names))[:, None] if ranks is None else np.array([np.broadcast_to(r, (size,)) for r in ranks])
    order = np.argsort(np.where(present, order, _LAST), axis=0, kind="stable")
    count = present.sum(axis=0).astype(np.int32)
    active = count if lanes is None else count[lanes]
    longest = int(active.max()) if len(active) else 0
    made = JsArray([gather(names, order[k], count > k, HOLE) for k in range(longest)], lanes, False)
    if (active != longest).any():
        made.count = np.minimum(count, longest).astype(np.int32)
    return made


def enumerable_keys(runtime: Any, value: Any, lanes: Lanes) -> JsArray:
    """The names ``for…in`` visits: own properties, then those of the prototypes."""
    names = own_keys(runtime, value, lanes)
    holder = value.proto if isinstance(value, JsObject) else None
    while holder is not None:
        if holder.kind not in ("ClassPrototype", "Prototype") and names.count is None:
            more = [n for n in sort_keys(holder.props) if is_listed(holder, n) and n not in names.items]
            names = JsArray([*names.items, *(n for n in more if n != "constructor")], lanes, False)
        holder = holder.proto
    return names


def has_property(value: Any, key: Any, lanes: Lanes, inherited: bool) -> Any:
    """Is there a property? A bool or a bool array.

    :param key: a text, an int, a float array or a Choice of texts.
    """
    if isinstance(key, np.ndarray):
        from .conversion import to_text

        if not isinstance(value, JsArray):
            return has_property(value, to_text(key, lanes), lanes, inherited)
        inside = (
            (key >= 0) & (key < (len(value.items) if value.count is None else value.count)) & (key == np.floor(key))
        )
        found = gather(value.items, np.where(inside, key, 0), inside, HOLE)
        holes = lanes_of(found, HOLE)
        if found is HOLE:
            return np.zeros(key.shape, np.bool_)
        return inside if holes is None else inside & ~holes
    if isinstance(key, Choice):
        return distribute(lanes, key, lambda one, part: has_property(value, one, part, inherited))
    if isinstance(value, Choice):
        return distribute(lanes, value, lambda one, part: has_property(one, key, part, inherited))
    name = str(key)
    if isinstance(value, JsArray):
        return _array_has(value, name)
    if isinstance(value, JsObject):
        return _object_has(value, name, inherited)
    if isinstance(value, (Function, HostFunction)):
        return name in value.props
    return isinstance(value, str) and (name == "length" or (is_index(name) and int(name) < len(value)))


def _array_has(array: JsArray, name: str) -> Any:
    if not is_index(name):
        return name == "length" or name in (array.props or {})
    position = int(name)
    if position >= len(array.items) or array.items[position] is HOLE:
        return False
    holes = lanes_of(array.items[position], HOLE)
    inside = True if array.count is None else array.count > position
    return inside if holes is None else inside & ~holes


def _object_has(value: JsObject, name: str, inherited: bool) -> Any:
    refuse_service_object(value, f"the question for the property {name}")
    found: Any = False
    holder: JsObject | None = value
    while holder is not None:
        if name in holder.props:
            if holder.props[name] is STALE_KEY:
                raise CarriedState("the properties of an object carry over from one pixel to the next")
            if not holder.partial or name not in holder.partial:
                return True
            found = found | holder.partial[name]
        holder = holder.proto if inherited else None
    return found


def undefined_where_missing(holder: JsObject, name: str, value: Any) -> Any:
    """A property's value with undefined in the lanes that do not have it."""
    from .merging import merge

    if holder.partial and name in holder.partial:
        return merge(holder.partial[name], value, UNDEFINED)
    return value
