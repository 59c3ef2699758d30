# SPDX-License-Identifier: GPL-2.0-or-later
"""Joins what different lanes computed into one value, and takes it apart again."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from ..errors import CarriedState, Refusal
from .lanes import DEAD, Lanes, check_limits, narrow
from .values import HOLE, NUMBER, OTHER, STALE, STALE_KEY, UNDEFINED, Choice, JsArray, JsObject, Stale, kind_of

MAX_OPTIONS = 200_000
MAX_SMALL_INDEX = 30_000
_PRUNE_FROM = 12
_MANY = 8
_BY_IDENTITY = (JsArray, JsObject)
_STALE_KEYS = frozenset((("id", id(STALE)), ("id", id(STALE_KEY))))


def merge(mask: Lanes, new: Any, old: Any) -> Any:
    """Lanes of ``mask`` take ``new``, the others ``old``."""
    if new is old or mask is None:
        return new
    kind = kind_of(new)
    if kind != OTHER and kind == kind_of(old):
        if type(new) is type(old) is not np.ndarray and (new == old or (new != new and old != old)):
            if kind != NUMBER or new != 0.0:
                return new
        return select(mask, new, old) if kind == NUMBER else _select_truth(mask, new, old)
    if type(new) is str and new == old:
        return new
    return _combine(mask, new, old)


def select(mask: np.ndarray, new: Any, old: Any) -> np.ndarray:
    """``np.where`` for numbers, as bit operations: its time does not depend on how ragged the mask is."""
    bits = mask.view(np.int8).astype(np.int64)
    np.negative(bits, out=bits)
    old_bits = _as_bits(old)
    result = _as_bits(new) ^ old_bits
    if result.shape != mask.shape:
        return np.where(mask, new, old)
    result &= bits
    result ^= old_bits
    return result.view(np.float64)


def _as_bits(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        if value.strides != (8,) or value.dtype != np.float64:
            value = np.ascontiguousarray(value, np.float64)
        return value.view(np.int64)
    return np.float64(value).view(np.int64)


def _select_truth(mask: np.ndarray, new: Any, old: Any) -> np.ndarray:
    return (mask & new) | (old & ~mask)


def index_type(count: int) -> Any:
    """The integer type for the index of a choice between so many options."""
    return np.int16 if count < MAX_SMALL_INDEX else np.int32


def _select_index(mask: np.ndarray, new: Any, old: Any, count: int) -> np.ndarray:
    bits = mask.view(np.int8).astype(index_type(count))
    np.negative(bits, out=bits)
    return (bits & new) | (~bits & old)


def _combine(mask: np.ndarray, new: Any, old: Any) -> Any:
    if type(old) is Choice and type(new) in _BY_IDENTITY:
        position = _position_of(new, old.options)
        if position is not None:
            options = list(old.options) if position < len(old.options) else [*old.options, new]
            place = index_type(len(options))(position)
            return prune(Choice(options, _select_index(mask, place, old.index, len(options))))
    return _combine_all(mask, new, old)


def _position_of(new: Any, options: list) -> int | None:
    """The position of an object among distinct options, their number when it is new, None when one is stale.

    A long chain of ``else if`` makes a choice of hundreds of arrays, one after the other.
    """
    position = len(options)
    for place, option in enumerate(options):
        if option is new:
            position = place
        elif type(option) is Stale:
            return None
    return position


def _combine_all(mask: np.ndarray, new: Any, old: Any) -> Any:
    options: list[Any] = []
    known: dict[Any, int] = {}
    olds = _place_all(options, known, old, None)
    news = _place_all(options, known, new, mask)
    old_index = _moved(old, olds)
    new_index = _moved(new, news)
    if len(options) == 1:
        return options[0]
    if len(options) > MAX_OPTIONS:
        raise Refusal("too many different values for one variable")
    made = Choice(options, _select_index(mask, new_index, old_index, len(options)))
    if _STALE_KEYS.isdisjoint(known):
        return prune(made)
    return drop_unused(made)


def _moved(value: Any, positions: np.ndarray) -> Any:
    """The index of a value's options after they were placed."""
    if not isinstance(value, Choice):
        return positions[0]
    if all(position == place for place, position in enumerate(positions)):
        return value.index
    return positions[value.index]


def _place_all(options: list, known: dict[Any, int], value: Any, mask: np.ndarray | None) -> np.ndarray:
    """Add the options of a value; returns the new position of each."""
    added = value.options if isinstance(value, Choice) else (value,)
    places = [_place(options, known, item, mask) for item in added]
    return np.array(places, index_type(len(options)))


def _place(options: list, known: dict[Any, int], item: Any, mask: np.ndarray | None) -> int:
    """The position of an option, added when it is new.

    :param known: positions by kind for numbers and booleans, by text or identity for the rest.
    """
    kind = kind_of(item)
    key: Any = kind if kind != OTHER else item if type(item) is str else ("id", id(item))
    position = known.get(key)
    if position is not None:
        if kind != OTHER:
            options[position] = merge(mask, item, options[position])
        return position
    known[key] = len(options)
    options.append(item)
    return len(options) - 1


def prune(choice: Choice) -> Any:
    """Drop options that no lane takes, once there are many."""
    count = len(choice.options)
    if count < _PRUNE_FROM or count % 4:
        return choice
    return drop_unused(choice)


def drop_unused(choice: Choice) -> Any:
    """Drop options that no lane takes."""
    count = len(choice.options)
    used = np.flatnonzero(np.bincount(choice.index, minlength=count))
    if len(used) == count:
        return choice
    if len(used) == 1:
        return choice.options[used[0]]
    remap = np.zeros(count, index_type(len(used)))
    remap[used] = np.arange(len(used))
    return Choice([choice.options[k] for k in used], remap[choice.index])


def lanes_of(value: Any, sentinel: Any) -> np.ndarray | None:
    """The lanes in which a choice is one special value; None when there are none."""
    if type(value) is Choice:
        for position, option in enumerate(value.options):
            if option is sentinel:
                return value.index == position
    return None


def check_length(items: list) -> None:
    """Refuse to look at the length of an array whose end another pixel may have written."""
    last = items[-1] if items else None
    kind = type(last)
    if kind is Stale or (kind is Choice and any(type(option) is Stale for option in last.options)):
        raise CarriedState("the length of an array carries over from one pixel to the next")


def check_growth(items: list) -> None:
    """Refuse to fill an array whose end is a slot that only another pixel may have made."""
    last = items[-1] if items else None
    options = last.options if type(last) is Choice else (last,)
    if any(option is STALE_KEY for option in options):
        raise CarriedState("the length of an array carries over from one pixel to the next")


def fill_holes(value: Any) -> Any:
    """An array item as it is read: slots never written are undefined."""
    if value is HOLE:
        return UNDEFINED
    if type(value) is Stale:
        raise CarriedState("an array item carries a value from one pixel to the next")
    holes = lanes_of(value, HOLE)
    return value if holes is None else merge(holes, UNDEFINED, value)


def distribute(lanes: Lanes, choice: Choice, operation: Callable[[Any, Lanes], Any]) -> Any:
    """Run an operation once per option some active lane takes, under the mask of those lanes."""
    if len(choice.options) >= _MANY:
        return _distribute_many(lanes, choice, operation)
    result: Any = None
    is_first = True
    for position, option in enumerate(choice.options):
        part = narrow(lanes, choice.index == position)
        if part is DEAD:
            continue
        value = operation(option, part)
        if part is lanes or part is None:
            return value
        result = value if is_first else merge(part, value, result)
        is_first = False
    return UNDEFINED if is_first else result


def _distribute_many(lanes: Lanes, choice: Choice, operation: Callable[[Any, Lanes], Any]) -> Any:
    """The same for a choice between many options: their results are joined at once."""
    results = []
    place = np.zeros(len(choice.options), np.int32)
    active = choice.index if lanes is None else choice.index[lanes]
    for position in np.flatnonzero(np.bincount(active, minlength=len(choice.options))).tolist():
        if len(results) % 64 == 63:
            check_limits()
        part = narrow(lanes, choice.index == position)
        value = operation(choice.options[position], part)
        if part is lanes or part is None:
            return value
        place[position] = len(results)
        results.append(value)
    index = place[choice.index]
    return gather(results, index, np.ones(index.shape, np.bool_)) if results else UNDEFINED


def gather(items: list, index: np.ndarray, inside: np.ndarray, hole: Any = UNDEFINED) -> Any:
    """``items[index]`` lane by lane, undefined where ``inside`` is False.

    :param hole: what slots that were never written become.
    :param index: integers; any value is allowed where ``inside`` is False.
    """
    if not items or not inside.any():
        return UNDEFINED
    safe = np.where(inside, index, 0).astype(np.intp)
    items = [fill_holes(item) for item in items] if hole is UNDEFINED else items
    kinds = [kind_of(item) for item in items]
    first = kinds[0]
    if first != OTHER and all(kind == first for kind in kinds):
        value = take(items, Partition(safe, len(items)))
        return value if inside.all() else merge(inside, value, UNDEFINED)
    used = np.flatnonzero(np.bincount(safe[inside], minlength=len(items))).tolist()
    if not any(kinds[k] != OTHER or isinstance(items[k], Choice) for k in used):
        return _choose(items, used, safe, inside)
    if len(used) > _MANY:
        return _choose_mixed(items, kinds, used, safe, inside)
    result: Any = UNDEFINED
    for k in used:
        item = items[k]
        mask = inside & (safe == k)
        result = item if mask.all() else merge(mask, item, result)
    return result


def _choose(items: list, used: list[int], safe: np.ndarray, inside: np.ndarray) -> Any:
    options: list[Any] = []
    known: dict[Any, int] = {}
    if not inside.all():
        options, known = [UNDEFINED], {("id", id(UNDEFINED)): 0}
    remap = np.zeros(len(items), np.int32)
    for k in used:
        remap[k] = _place(options, known, items[k], None)
    index = np.where(inside, remap[safe], 0).astype(index_type(len(options)), copy=False)
    if len(options) == 1:
        return options[0]
    return Choice(options, index)


def _choose_mixed(items: list, kinds: list[int], used: list[int], safe: np.ndarray, inside: np.ndarray) -> Any:
    """Many items of several kinds: each kind is chosen for itself, then the few results are merged."""
    flat: dict[int, list[int]] = {}
    result: Any = UNDEFINED
    for k in used:
        if isinstance(items[k], Choice):
            result = merge(inside & (safe == k), items[k], result)
        else:
            flat.setdefault(kinds[k], []).append(k)
    for kind, members in flat.items():
        is_member = np.zeros(len(items), np.bool_)
        is_member[members] = True
        mask = inside & is_member[safe]
        if kind == OTHER:
            chosen = _choose(items, members, safe, mask)
        else:
            remap = np.zeros(len(items), np.int64)
            remap[members] = np.arange(len(members))
            chosen = take([items[k] for k in members], Partition(remap[safe], len(members)))
        result = chosen if mask.all() else merge(mask, chosen, result)
    return result


class Partition:
    """The lanes of each option of an index, found once and used for several properties."""

    __slots__ = ("index", "parts")

    def __init__(self, index: np.ndarray, count: int) -> None:
        """Sort the lanes by option.

        :param index: whole numbers from 0 to ``count`` - 1.
        """
        self.index = index.astype(np.int16, copy=False) if count < MAX_SMALL_INDEX else index
        order = np.argsort(self.index, kind="stable")
        used, starts = np.unique(self.index[order], return_index=True)
        ends = [*starts[1:].tolist(), len(order)]
        self.parts = [(k, order[a:b]) for k, a, b in zip(used.tolist(), starts.tolist(), ends)]


def take(items: list, partition: Partition) -> np.ndarray:
    """``items[index]`` for numbers or for booleans."""
    if not any(isinstance(item, np.ndarray) for item in items):
        return np.asarray(items)[partition.index]
    result = np.empty(partition.index.shape, np.asarray(items[0]).dtype)
    for k, lanes in partition.parts:
        item = items[k]
        result[lanes] = item[lanes] if isinstance(item, np.ndarray) else item
    return result


def partition_of(choice: Choice) -> Partition:
    """The partition of a choice's lanes, kept with it."""
    if choice.partition is None:
        choice.partition = Partition(choice.index, len(choice.options))
    return choice.partition
