# SPDX-License-Identifier: GPL-2.0-or-later
"""Matches regular expressions by backtracking, every step counted, so that no pattern runs away."""

from __future__ import annotations

from typing import Any

from ..errors import JsThrow, Stop
from .regex_compiler import PatternCompiler, fold
from .regex_pattern import PatternReader

MAX_PENDING = 200_000
_STEPS_BETWEEN_CHECKS = 4096
_LINE_ENDS = "\n\r\u2028\u2029"
Slots = "tuple[int, ...]"


class Regex:
    """A compiled regular expression."""

    def __init__(self, source: str, flags: str) -> None:
        if len(set(flags)) != len(flags) or not set(flags) <= set("dgimsuvy"):
            raise JsThrow(f"Invalid flags supplied to RegExp constructor '{flags[:20]}'", "SyntaxError", lanes=None)
        self.source, self.flags = source or "(?:)", "".join(sorted(flags))
        reader = PatternReader(source, flags)
        node = reader.read()
        compiler = PatternCompiler("i" in flags, reader.names, reader.groups)
        compiler.compile(node, False)
        compiler.add("match")
        self.steps, self.slots = compiler.steps, compiler.slots
        self.groups, self.names = reader.groups, reader.names
        self.is_global, self.is_sticky = "g" in flags, "y" in flags
        self.ignores_case, self.multiline = "i" in flags, "m" in flags

    def read(self, key: Any) -> Any:
        """Properties such as ``source`` and ``global``."""
        from ..engine.values import UNDEFINED

        marks = {"global": "g", "ignoreCase": "i", "multiline": "m", "sticky": "y", "unicode": "u", "dotAll": "s"}
        if key in marks:
            return marks[key] in self.flags
        if key in ("source", "flags"):
            return getattr(self, key)
        from ..engine.methods import find_method
        from ..engine.values import HostFunction, JsObject

        method = find_method(JsObject({}, None, True, "RegExp"), key) if isinstance(key, str) else None
        return UNDEFINED if method is None else HostFunction(key, method)

    def search(self, text: str, start: int, budget: Any, sticky: bool = False) -> Any:
        """The slots of the first match at or behind a position, or None."""
        matcher = _Matcher(self, text, budget)
        for position in range(start, len(text) + 1):
            found = matcher.run(0, position, (-1,) * self.slots)
            if found is not None:
                end, slots = found
                return (position, end, *slots[2:])
            if sticky:
                break
        return None


class _Matcher:
    """One text under one expression."""

    def __init__(self, regex: Regex, text: str, budget: Any) -> None:
        self.regex, self.budget = regex, budget
        self.text = text
        self.folded = "".join(fold(char) for char in text) if regex.ignores_case else text
        self.until_check = _STEPS_BETWEEN_CHECKS

    def run(self, step: int, position: int, slots: Any) -> Any:
        """Follow the steps; returns end and slots of a match, or None."""
        steps, pending = self.regex.steps, []
        while True:
            self.until_check -= 1
            if self.until_check <= 0:
                self.until_check = _STEPS_BETWEEN_CHECKS
                self.budget.check()
            instruction = steps[step]
            kind = instruction[0]
            if kind == "match":
                return position, slots
            if kind == "split":
                pending.append((instruction[2], position, slots))
                if len(pending) > MAX_PENDING:
                    raise Stop("a regular expression needs too many attempts")
                step = instruction[1]
                continue
            if kind == "jump":
                step = instruction[1]
                continue
            found = self._step(kind, instruction, position, slots, step)
            if found is None:
                if not pending:
                    return None
                step, position, slots = pending.pop()
            else:
                step, position, slots = found

    def _step(self, kind: str, instruction: tuple, position: int, slots: Any, step: int) -> Any:
        if kind in ("char", "set"):
            backward = instruction[-1]
            place = position - 1 if backward else position
            if not 0 <= place < len(self.text) or not self._fits(kind, instruction, place):
                return None
            return step + 1, place if backward else place + 1, slots
        if kind == "save":
            slot = instruction[1]
            return step + 1, position, (*slots[:slot], position, *slots[slot + 1 :])
        if kind == "moved":
            return None if slots[instruction[1]] == position else (step + 1, position, slots)
        if kind == "reset":
            first, last = instruction[1], instruction[2]
            return step + 1, position, (*slots[:first], *(-1,) * (last - first), *slots[last:])
        if kind == "look":
            found = self.run(step + 1, position, slots)
            if (found is None) != instruction[1]:
                return None
            return instruction[2], position, slots if found is None else found[1]
        if kind == "back":
            return self._repeat_group(instruction, position, slots, step)
        return (step + 1, position, slots) if self._is_place(kind, instruction, position) else None

    def _fits(self, kind: str, instruction: tuple, place: int) -> bool:
        if kind == "char":
            return bool(self.folded[place] == instruction[1])
        code, other = ord(self.text[place]), ord(self.folded[place])
        inside = any(low <= code <= high or low <= other <= high for low, high in instruction[1])
        return inside != instruction[2]

    def _repeat_group(self, instruction: tuple, position: int, slots: Any, step: int) -> Any:
        first, last = slots[2 * instruction[1]], slots[2 * instruction[1] + 1]
        if first < 0 or last < 0:
            return step + 1, position, slots
        wanted = self.folded[first:last]
        start = position - len(wanted) if instruction[2] else position
        if start < 0 or self.folded[start : start + len(wanted)] != wanted:
            return None
        return step + 1, start if instruction[2] else start + len(wanted), slots

    def _is_place(self, kind: str, instruction: tuple, position: int) -> bool:
        text, multiline = self.text, self.regex.multiline
        if kind == "start":
            return position == 0 or (multiline and text[position - 1] in _LINE_ENDS)
        if kind == "end":
            return position == len(text) or (multiline and text[position] in _LINE_ENDS)
        before = position > 0 and _is_word(text[position - 1])
        after = position < len(text) and _is_word(text[position])
        return bool((before == after) == instruction[1])


def _is_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "_")
