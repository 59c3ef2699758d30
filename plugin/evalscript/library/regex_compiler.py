# SPDX-License-Identifier: GPL-2.0-or-later
"""Turns a regular expression that was read into steps for :mod:`regex_matcher`."""

from __future__ import annotations

from typing import Any

from ..errors import JsThrow, Refusal

MAX_STEPS_OF_PATTERN = 20_000


class PatternCompiler:
    """Turns nodes into steps, each a tuple whose first item names what to do."""

    def __init__(self, ignores_case: bool, names: dict[str, int], groups: int) -> None:
        self.steps: list[tuple] = []
        self.ignores_case = ignores_case
        self.names = names
        self.slots = 2 * groups + 2

    def add(self, *step: Any) -> int:
        """Append a step; returns its place."""
        if len(self.steps) >= MAX_STEPS_OF_PATTERN:
            raise Refusal("a regular expression is too large")
        self.steps.append(step)
        return len(self.steps) - 1

    def compile(self, node: Any, backward: bool) -> None:
        """Append the steps of a node; lookbehind runs backward."""
        getattr(self, "_" + node[0])(node, backward)

    def _all(self, node: Any, backward: bool) -> None:
        for item in reversed(node[1]) if backward else node[1]:
            self.compile(item, backward)

    def _either(self, node: Any, backward: bool) -> None:
        ends = []
        for branch in node[1][:-1]:
            split = self.add("split", 0, 0)
            self.compile(branch, backward)
            ends.append(self.add("jump", 0))
            self.steps[split] = ("split", split + 1, len(self.steps))
        self.compile(node[1][-1], backward)
        for end in ends:
            self.steps[end] = ("jump", len(self.steps))

    def _char(self, node: Any, backward: bool) -> None:
        self.add("char", fold(node[1]) if self.ignores_case else node[1], backward)

    def _set(self, node: Any, backward: bool) -> None:
        ranges, is_inverted = sorted(node[1]), len(node) > 2
        if self.ignores_case:
            if sum(high - low for low, high in ranges) > 2000 and not is_inverted:
                ranges = ranges + [(fold_code(low), fold_code(low)) for low, high in ranges if low == high]
            else:
                ranges = ranges + [(c, c) for low, high in ranges if high - low <= 2000 for c in _variants(low, high)]
        self.add("set", ranges, is_inverted, backward)

    def _group(self, node: Any, backward: bool) -> None:
        first, last = 2 * node[1], 2 * node[1] + 1
        self.add("save", last if backward else first)
        self.compile(node[2], backward)
        self.add("save", first if backward else last)

    def _repeat(self, node: Any, backward: bool) -> None:
        _, inner, low, high, lazy, first_group, last_group = node

        def once() -> None:
            if last_group > first_group:
                self.add("reset", 2 * first_group + 2, 2 * last_group + 2)
            self.compile(inner, backward)

        for _ in range(low):
            once()
        if high is None:
            mark = self.slots
            self.slots += 1
            split = self.add("split", 0, 0)
            self.add("save", mark)
            once()
            self.add("moved", mark)
            self.add("jump", split)
            self._close_split(split, lazy)
            return
        splits = []
        for _ in range(high - low):
            mark = self.slots
            self.slots += 1
            splits.append(self.add("split", -1, -1))
            self.add("save", mark)
            once()
            self.add("moved", mark)
        for split in splits:
            self._close_split(split, lazy)

    def _close_split(self, split: int, lazy: bool) -> None:
        inside, behind = split + 1, len(self.steps)
        self.steps[split] = ("split", behind, inside) if lazy else ("split", inside, behind)

    def _look(self, node: Any, backward: bool) -> None:
        look = self.add("look", node[1], 0)
        self.compile(node[3], node[2])
        self.add("match")
        self.steps[look] = ("look", node[1], len(self.steps))

    def _start(self, node: Any, backward: bool) -> None:
        self.add("start")

    def _end(self, node: Any, backward: bool) -> None:
        self.add("end")

    def _edge(self, node: Any, backward: bool) -> None:
        self.add("edge", node[1])

    def _back(self, node: Any, backward: bool) -> None:
        self.add("back", node[1], backward)

    def _named(self, node: Any, backward: bool) -> None:
        if node[1] not in self.names:
            raise JsThrow("Invalid regular expression: Invalid named reference", "SyntaxError", lanes=None)
        self.add("back", self.names[node[1]], backward)


def fold(char: str) -> str:
    """The form in which characters are compared when case does not count."""
    upper = char.upper()
    return upper if len(upper) == 1 and not (ord(char) >= 128 > ord(upper)) else char


def fold_code(code: int) -> int:
    """The same for a code unit."""
    return ord(fold(chr(code)))


def _variants(low: int, high: int) -> list[int]:
    return [fold_code(c) for c in range(low, high + 1)]
