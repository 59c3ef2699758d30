# SPDX-License-Identifier: GPL-2.0-or-later
"""Scripts that change what all pixels share, proven not to read what another pixel left there.

The service keeps a script's own variables from pixel to pixel; here all pixels begin with the
variables as they were before the first one. Both give the same as long as no pixel reads what
another one wrote. So when a script changes something shared, its pixels run twice: once to see
which places have changed in the end, and once more with these places marked as stale. The
second run ends with a refusal when a stale place is read, else its outputs hold.
"""

from __future__ import annotations

from typing import Any, Callable, TypeVar

from ..errors import CarriedState
from .lanes import ACTIVE
from .values import STALE, STALE_KEY, Function, JsArray, JsObject

T = TypeVar("T")
CHANGED = "an array or object made outside evaluatePixel is changed by it, so a pixel depends on others"
_MISSING = object()
_PLAIN_KINDS = ("Object", "ClassPrototype", "Null")


class Isolation:
    """What shared containers and variables held before the first pixel."""

    def __init__(self, runtime: Any) -> None:
        self.names = dict(runtime.globals.names)
        self.saved: dict[int, tuple[Any, Any]] = {}

    def save(self, holder: Any) -> None:
        """Remember a container before its first change."""
        if id(holder) in self.saved:
            return
        if isinstance(holder, JsArray):
            if holder.count is not None or holder.element is not None or holder.props:
                raise CarriedState(CHANGED)
            self.saved[id(holder)] = (holder, list(holder.items))
        elif isinstance(holder, Function) or (isinstance(holder, JsObject) and holder.kind in _PLAIN_KINDS):
            if isinstance(holder, JsObject) and holder.partial:
                raise CarriedState(CHANGED)
            self.saved[id(holder)] = (holder, dict(holder.props))
        else:
            raise CarriedState(CHANGED)

    def restore(self, runtime: Any) -> None:
        """Put everything back."""
        runtime.globals.names = dict(self.names)
        for holder, before in self.saved.values():
            if isinstance(holder, JsArray):
                holder.items[:] = before
                holder.count = None
                continue
            holder.props.clear()
            holder.props.update(before)
            if isinstance(holder, JsObject):
                holder.partial = holder.ranks = None

    def changes(self, runtime: Any) -> Changes:
        """The places whose content is not what it was."""
        now = runtime.globals.names
        names = {name for name in {*now, *self.names} if now.get(name, _MISSING) is not self.names.get(name, _MISSING)}
        slots: dict[int, list] = {}
        for key, (holder, before) in self.saved.items():
            if isinstance(holder, JsArray):
                shortest = len(holder.items) if holder.count is None else int(holder.count.min())
                if shortest < len(before):
                    raise CarriedState(CHANGED)
                slots[key] = [k for k, item in enumerate(before) if holder.items[k] is not item]
                slots[key] += range(len(before), len(holder.items))
            else:
                if not set(before) <= set(holder.props):
                    raise CarriedState(CHANGED)
                slots[key] = [k for k, item in holder.props.items() if before.get(k, _MISSING) is not item]
        return Changes(names, slots)


class Changes:
    """Variables, and keys of containers, that pixels leave changed."""

    def __init__(self, names: set[str], slots: dict[int, list]) -> None:
        self.names, self.slots = names, slots

    def mark(self, runtime: Any, isolation: Isolation) -> None:
        """Make these places stale."""
        runtime.globals.names.update(dict.fromkeys(self.names, STALE))
        for key, places in self.slots.items():
            holder = isolation.saved[key][0]
            target = holder.items if isinstance(holder, JsArray) else holder.props
            before = isolation.saved[key][1]
            if isinstance(holder, JsArray):
                new = [place for place in places if place >= len(before)]
                target.extend([STALE_KEY] * len(new))
                places = places[: len(places) - len(new)]
            for place in places:
                is_new = not isinstance(holder, JsArray) and place not in before
                target[place] = STALE_KEY if is_new else STALE
            if places and isinstance(holder, JsObject):
                holder.partial = {}  # so that reads look closely

    def covers(self, other: Changes) -> bool:
        """Are the other changes among these?"""
        return other.names <= self.names and all(
            set(places) <= set(self.slots.get(key, ())) for key, places in other.slots.items()
        )


def run_isolated(runtime: Any, run: Callable[[], T]) -> T:
    """Run the pixels of a block; ``run`` is called again when they change what they share.

    :raises Refusal: when a pixel reads what another one may have written.
    """
    before = dict(runtime.globals.names)
    ACTIVE.runtime = runtime
    try:
        return run()
    except CarriedState as fault:
        first = fault
        _reset(runtime)
        if isinstance(before.get("updateOutputMetadata"), Function):  # it may tell what pixels left behind
            raise
    finally:
        runtime.globals.names = before
    isolation = Isolation(runtime)
    try:
        runtime.state.isolation = isolation
        run()
        changes = isolation.changes(runtime)
        isolation.restore(runtime)
        changes.mark(runtime, isolation)
        _reset(runtime)
        runtime.state.isolation = isolation
        result = run()
        if not changes.covers(isolation.changes(runtime)):
            raise CarriedState("the pixels of the script depend on each other")
        return result
    except CarriedState:
        raise first from None
    finally:
        isolation.restore(runtime)
        _reset(runtime)


def _reset(runtime: Any) -> None:
    from .runtime import Frame

    runtime.state.isolation = None
    runtime.state.watching = runtime.in_pixel = False
    runtime.frame, runtime.depth = Frame(), 0
