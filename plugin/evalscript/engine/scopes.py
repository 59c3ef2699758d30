# SPDX-License-Identifier: GPL-2.0-or-later
"""Variables."""

from __future__ import annotations

from typing import Any

from ..errors import CarriedState, JsThrow, Refusal
from .lanes import DEAD, Lanes, covers, union
from .merging import merge
from .values import STALE, Stale


class _Unset:
    """A let or const before its declaration has run."""


UNSET = _Unset()
_MISSING = object()
MAX_SPLITS = 8


class Split:
    """A variable whose last value was written in some lanes; joined only when others read it.

    So a loop counter stays one plain number although lanes have left the loop.
    """

    __slots__ = ("depth", "lanes", "rest", "value")

    def __init__(self, value: Any, lanes: Lanes, rest: Any) -> None:
        """Keep a write.

        :param rest: the value of the other lanes, which may be split itself.
        """
        if type(rest) is Split:
            if rest.depth >= MAX_SPLITS:
                rest = rest.compact()
            self.depth = rest.depth + 1 if type(rest) is Split else 1
        else:
            self.depth = 1
        self.value = value
        self.lanes = lanes
        self.rest = rest

    def compact(self) -> Any:
        """The same in one step; still split where the lanes that have not written would read another pixel's value."""
        parts: list[Split] = [self]
        while type(parts[-1].rest) is Split:
            parts.append(parts[-1].rest)
        if type(parts[-1].rest) is not Stale:
            return self.join()
        value, lanes = parts[-1].value, parts[-1].lanes
        for part in reversed(parts[:-1]):
            value, lanes = merge(part.lanes, part.value, value), union(lanes, part.lanes)
        return Split(value, lanes, parts[-1].rest)

    def join(self) -> Any:
        """The value of every lane; lanes in which the declaration has not run cannot ask."""
        rest = self.rest.join() if type(self.rest) is Split else self.rest
        if type(rest) is Stale:
            raise CarriedState("a variable carries a value from one pixel to the next")
        return self.value if rest is UNSET else merge(self.lanes, self.value, rest)


class Scope:
    """The variables of one block or function call."""

    __slots__ = ("constants", "in_pixel", "lanes", "names", "outer")

    def __init__(self, outer: Scope | None, lanes: Lanes, in_pixel: bool) -> None:
        """Open a scope.

        :param lanes: the lanes for which the scope exists.
        :param in_pixel: False for scopes that all pixels share.
        """
        self.names: dict[str, Any] = {}
        self.outer = outer
        self.lanes = lanes
        self.in_pixel = in_pixel
        self.constants: frozenset[str] = frozenset()

    def holder(self, name: str) -> Scope | None:
        """The scope that knows a name."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.outer
        return scope

    def read(self, name: str, value: Split, lanes: Lanes) -> Any:
        """The value of a split variable in some lanes."""
        if covers(value.lanes, lanes):
            return value.value
        joined = value.compact()
        self.names[name] = joined
        if type(joined) is Split:
            if not covers(joined.lanes, lanes):
                raise CarriedState(f"the variable {name} carries a value from one pixel to the next")
            return joined.value
        return joined

    def write(self, name: str, value: Any, lanes: Lanes) -> None:
        """Assign in some lanes."""
        names = self.names
        if lanes is None or lanes is self.lanes:
            names[name] = value
            return
        old = names[name]
        while type(old) is Split and covers(lanes, old.lanes):
            old = old.rest
        names[name] = value if old is value else Split(value, lanes, old)

    def copy(self) -> Scope:
        """A fresh scope with the same variables, for the next turn of a loop whose body makes functions."""
        twin = Scope(self.outer, self.lanes, self.in_pixel)
        twin.names.update(self.names)
        twin.constants = self.constants
        return twin


class GlobalState:
    """Watches the script's own variables while pixels run.

    Lanes see the variables as they were before the first pixel. A script that reads what
    an earlier pixel wrote would give other values, so it is refused.
    """

    def __init__(self) -> None:
        self.watching = False
        self.isolation: Any = None
        self.read_early: set[str] = set()
        self.written: dict[str, Lanes] = {}

    def start(self) -> None:
        """Begin a run over pixels."""
        self.watching = True
        self.read_early.clear()
        self.written.clear()

    def note_read(self, name: str, lanes: Lanes) -> None:
        """A variable is read in some lanes."""
        if self.isolation is not None:
            return
        if name not in self.written:
            self.read_early.add(name)
        elif not covers(self.written[name], lanes):
            raise self.refusal(name)

    def note_write(self, name: str, lanes: Lanes) -> None:
        """A variable is written in some lanes."""
        if self.isolation is not None:
            return
        if name in self.read_early:
            raise self.refusal(name)
        self.written[name] = union(self.written.get(name, DEAD), lanes)

    @staticmethod
    def refusal(name: str) -> Refusal:
        """Why a variable cannot be read."""
        return CarriedState(f"the variable {name} carries a value from one pixel to the next")


def read_name(runtime: Any, scope: Scope | None, name: str, lanes: Lanes) -> Any:
    """The value of a variable, :data:`UNSET` or ``None``-like values included.

    :raises JsThrow: when nothing has that name.
    """
    while scope is not None:
        value = scope.names.get(name, _MISSING)
        if value is not _MISSING:
            if scope is runtime.globals and runtime.state.watching:
                runtime.state.note_read(name, lanes)
            if type(value) is Split:
                value = scope.read(name, value, lanes)
            if value is UNSET:
                raise JsThrow(f"Cannot access '{name}' before initialization", "ReferenceError", lanes=lanes)
            if value is STALE:
                raise GlobalState.refusal(name)
            return value
        scope = scope.outer
    raise JsThrow(f"{name} is not defined", "ReferenceError", lanes=lanes)


def write_name(runtime: Any, scope: Scope, name: str, value: Any, lanes: Lanes) -> None:
    """Assign to a variable; an unknown one becomes global, as in sloppy mode."""
    holder = scope.holder(name)
    if holder is None or holder is runtime.builtins:
        globals_ = runtime.globals
        if holder is not None and lanes is not None:
            globals_.names[name] = holder.names[name]
        elif lanes is not None:
            globals_.names[name] = UNSET
        holder = globals_
    elif name in holder.constants:
        raise JsThrow("Assignment to constant variable.", "TypeError", lanes=lanes)
    elif holder.names[name] is UNSET:
        if holder is not runtime.globals:
            raise JsThrow(f"Cannot access '{name}' before initialization", "ReferenceError", lanes=lanes)
    if runtime.state.watching:
        if holder is runtime.globals:
            runtime.state.note_write(name, lanes)
        elif not holder.in_pixel:
            raise Refusal(f"the variable {name} carries a value from one pixel to the next")
    if lanes is None:
        holder.names[name] = value
    else:
        holder.write(name, value, lanes)
