# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads a JavaScript regular expression."""

from __future__ import annotations

from typing import Any

from ..errors import JsThrow, Refusal

MAX_PATTERN_LENGTH = 20_000
MAX_GROUP_NESTING = 50
_DIGITS = [(48, 57)]
_WORD = [(48, 57), (65, 90), (95, 95), (97, 122)]
_SPACE = [(9, 13), (32, 32), (160, 160), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
          (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)]  # fmt: skip
_CLASSES = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
Ranges = "list[tuple[int, int]]"


def invert(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The code units that are in none of the ranges."""
    result, start = [], 0
    for low, high in sorted(ranges):
        if low > start:
            result.append((start, low - 1))
        start = max(start, high + 1)
    return [*result, (start, 0xFFFF)] if start <= 0xFFFF else result


class PatternReader:
    """Recursive descent over the pattern; a node is a tuple whose first item names its kind."""

    def __init__(self, source: str, flags: str) -> None:
        if len(source) > MAX_PATTERN_LENGTH:
            raise Refusal("a regular expression is too long")
        self.source, self.flags = source, flags
        self.position = 0
        self.nesting = 0
        self.groups = 0
        self.names: dict[str, int] = {}
        self.total_groups = self._count_groups()

    def _count_groups(self) -> int:
        count, in_class, k = 0, False, 0
        while k < len(self.source):
            char = self.source[k]
            if char == "\\":
                k += 1
            elif in_class:
                in_class = char != "]"
            elif char == "[":
                in_class = True
            elif char == "(" and (self.source[k + 1 : k + 2] != "?" or self._is_named(k)):
                count += 1
            k += 1
        return count

    def _is_named(self, k: int) -> bool:
        return self.source[k + 1 : k + 3] == "?<" and self.source[k + 3 : k + 4] not in ("=", "!")

    def fail(self, what: str) -> JsThrow:
        """A SyntaxError of this expression."""
        return JsThrow(f"Invalid regular expression: /{self.source[:40]}/: {what}", "SyntaxError", lanes=None)

    def peek(self, count: int = 1) -> str:
        """The next characters."""
        return self.source[self.position : self.position + count]

    def take(self, text: str) -> bool:
        """Take a text when it is next."""
        if self.source.startswith(text, self.position):
            self.position += len(text)
            return True
        return False

    def read(self) -> Any:
        """The whole pattern."""
        node = self._alternatives()
        if self.position < len(self.source):
            raise self.fail("Unmatched ')'")
        return node

    def _alternatives(self) -> Any:
        self.nesting += 1
        if self.nesting > MAX_GROUP_NESTING:
            raise Refusal("a regular expression is nested too deeply")
        branches = [self._sequence()]
        while self.take("|"):
            branches.append(self._sequence())
        self.nesting -= 1
        return branches[0] if len(branches) == 1 else ("either", branches)

    def _sequence(self) -> Any:
        items = []
        while self.position < len(self.source) and self.peek() not in ("|", ")"):
            items.append(self._quantified())
        return ("all", items)

    def _quantified(self) -> Any:
        first_group = self.groups
        node = self._atom()
        limits = self._limits()
        if limits is None:
            return node
        if node[0] in ("start", "end", "edge"):
            raise self.fail("Nothing to repeat")
        lazy = self.take("?")
        return ("repeat", node, limits[0], limits[1], lazy, first_group, self.groups)

    def _limits(self) -> tuple[int, int | None] | None:
        char = self.peek()
        if char in ("*", "+", "?") and char:
            self.position += 1
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[char]
        if char != "{":
            return None
        end = self.source.find("}", self.position)
        low, comma, high = self.source[self.position + 1 : end].partition(",") if end > 0 else ("", "", "")
        if not low.isdigit() or (high and not high.isdigit()) or len(low + high) > 10:
            return None
        self.position = end + 1
        most = int(low) if not comma else int(high) if high else None
        if most is not None and most < int(low):
            raise self.fail("numbers out of order in {} quantifier")
        return int(low), most

    def _atom(self) -> Any:
        char = self.peek()
        self.position += 1
        if char == "(":
            return self._group()
        if char == "[":
            return self._set()
        if char == ".":
            lines = [] if "s" in self.flags else [(10, 10), (13, 13), (0x2028, 0x2029)]
            return ("set", invert(lines))
        if char == "^":
            return ("start",)
        if char == "$":
            return ("end",)
        if char in ("*", "+", "?"):
            raise self.fail("Nothing to repeat")
        if char == "\\":
            return self._escape()
        return ("char", char)

    def _group(self) -> Any:
        for mark, node in (("?:", None), ("?=", ("look", False, False)), ("?!", ("look", True, False)),
                           ("?<=", ("look", False, True)), ("?<!", ("look", True, True))):  # fmt: skip
            if self.take(mark):
                inner = self._close(self._alternatives())
                return inner if node is None else (*node, inner)
        number = self.groups = self.groups + 1
        if self.take("?<"):
            end = self.source.find(">", self.position)
            name = self.source[self.position : max(end, self.position)]
            if not name.isidentifier() or name in self.names:
                raise self.fail("Invalid capture group name")
            self.names[name] = number
            self.position = end + 1
        elif self.peek() == "?":
            raise self.fail("Invalid group")
        return ("group", number, self._close(self._alternatives()))

    def _close(self, node: Any) -> Any:
        if not self.take(")"):
            raise self.fail("Unterminated group")
        return node

    def _escape(self) -> Any:
        char = self.peek()
        if not char:
            raise self.fail("\\ at end of pattern")
        if char in "bB":
            self.position += 1
            return ("edge", char == "B")
        if char == "k" and "<" in self.source[self.position : self.position + 2] and "(?<" in self.source:
            end = self.source.find(">", self.position)
            name = self.source[self.position + 2 : end]
            self.position = end + 1
            return ("named", name)
        if char.isdigit() and char != "0":
            digits = ""
            while self.peek().isdigit() and len(digits) < 5:
                digits += self.peek()
                self.position += 1
            if int(digits) <= self.total_groups:
                return ("back", int(digits))
            self.position -= len(digits)
        found = self._class_escape()
        return ("set", found) if isinstance(found, list) else ("char", found)

    def _class_escape(self) -> Any:
        """What stands behind a backslash: ranges or one character."""
        char = self.peek()
        self.position += 1
        if char.lower() in _CLASSES:
            return list(_CLASSES[char]) if char.islower() else invert(_CLASSES[char.lower()])
        if char in ("p", "P") and ("u" in self.flags or "v" in self.flags):
            raise Refusal("classes of Unicode properties in a regular expression are not supported")
        if char in ("x", "u"):
            size = 2 if char == "x" else 4
            digits = self.peek(size)
            if len(digits) == size and all(d in "0123456789abcdefABCDEF" for d in digits):
                self.position += size
                return chr(int(digits, 16))
            if char == "u" and "u" in self.flags:
                raise Refusal("this escape in a regular expression is not supported")
            return char
        if char == "c" and self.peek().isalpha() and self.peek().isascii():
            self.position += 1
            return chr(ord(self.source[self.position - 1]) % 32)
        if char == "0" and self.peek().isdigit():
            raise Refusal("octal escapes in a regular expression are not supported")
        return _CONTROLS.get(char, char)

    def _set(self) -> Any:
        inverted = self.take("^")
        ranges: list[tuple[int, int]] = []
        while not self.take("]"):
            if self.position >= len(self.source):
                raise self.fail("Unterminated character class")
            low = self._set_item()
            if self.peek() == "-" and self.peek(2) not in ("-", "-]") and not isinstance(low, list):
                self.position += 1
                high = self._set_item()
                if isinstance(high, list):
                    ranges += [(ord(low), ord(low)), (45, 45), *high]
                    continue
                if ord(high) < ord(low):
                    raise self.fail("Range out of order in character class")
                ranges.append((ord(low), ord(high)))
            else:
                ranges += low if isinstance(low, list) else [(ord(low), ord(low))]
        return ("set", ranges, True) if inverted else ("set", ranges)

    def _set_item(self) -> Any:
        char = self.peek()
        if char == "\\" and self.peek(2) == "\\b":
            self.position += 2
            return "\b"
        if char == "\\":
            self.position += 1
            return self._class_escape()
        self.position += 1
        return char
