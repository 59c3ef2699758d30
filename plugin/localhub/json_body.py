# SPDX-License-Identifier: GPL-2.0-or-later
"""Bodies in JSON: read strictly, and refused with the path of what is wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from .answers import Refusal

_MAX_DIGITS = 30


def parse_json(body: bytes | str) -> Any:
    """JSON without its common extensions (NaN, names given twice).

    :raises Refusal: for anything else.
    """
    if not body:
        raise Refusal("Request body should be non-empty.")
    try:
        return json.loads(
            body, parse_constant=_refuse_constant, object_pairs_hook=_unique, parse_float=_finite, parse_int=_whole
        )
    except (ValueError, RecursionError) as error:
        raise Refusal(f"The body is not JSON: {error}"[:300]) from error


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number is too large")
    return value


def _whole(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise ValueError("a number is too large")
    return int(text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


class JsonObject:
    """One object of a body. Every refusal names the path, as ``output.width``."""

    def __init__(self, content: object, path: str = "") -> None:
        if not isinstance(content, Mapping):
            raise wrong(path or "body", "should be an object")
        self.content, self.path = content, path

    def at(self, name: str) -> str:
        """The path of a member."""
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        """Whether there is such a member, and it is not null."""
        return self.content.get(name) is not None

    def allow(self, *names: str) -> JsonObject:
        """:raises Refusal: when there are members of other names; a misspelt option would go unnoticed."""
        for name in self.content:
            if name not in names:
                raise wrong(self.at(str(name)[:40]), "is not known here")
        return self

    def child(self, name: str) -> JsonObject:
        """An object within, which must be there."""
        return JsonObject(self._need(name), self.at(name))

    def optional(self, name: str) -> JsonObject:
        """An object within, empty where there is none."""
        return JsonObject(self.content[name] if self.has(name) else {}, self.at(name))

    def children(self, name: str) -> list[JsonObject]:
        """A list of objects, at least one."""
        items = self.items(name)
        return [JsonObject(item, f"{self.at(name)}[{place}]") for place, item in enumerate(items)]

    def items(self, name: str) -> Sequence[Any]:
        """A list, not empty."""
        value = self._need(name)
        if not isinstance(value, list) or not value or len(value) > 10_000:
            raise wrong(self.at(name), "should be a list with something in it")
        return value

    def text(self, name: str, default: str | None = None, choices: Sequence[str] = ()) -> str:
        """A text; exactly one of the choices where there are some. Without a default it must be there."""
        value = self._need(name) if default is None or self.has(name) else default
        if not isinstance(value, str):
            raise wrong(self.at(name), "should be a text")
        if choices and value not in choices:
            raise wrong(self.at(name), f"should be one of {', '.join(choices)}")
        return value

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        """A number within a closed range."""
        value = self._need(name) if default is None or self.has(name) else default
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise wrong(self.at(name), "should be a number")
        if not low <= value <= high:
            raise wrong(self.at(name), f"should be between {low:g} and {high:g}")
        return float(value)

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number within a closed range."""
        value = self.number(name, low, high, default)
        if value != int(value):
            raise wrong(self.at(name), "should be a whole number")
        return int(value)

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self.content[name] if self.has(name) else default
        if not isinstance(value, bool):
            raise wrong(self.at(name), "should be true or false")
        return value

    def numbers(self, name: str, count: int) -> list[float]:
        """A list of so many numbers."""
        items = self.items(name)
        if len(items) != count or not all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in items):
            raise wrong(self.at(name), f"should be {count} numbers")
        return [float(value) for value in items]

    def _need(self, name: str) -> Any:
        value = self.content.get(name)
        if value is None:
            raise wrong(self.at(name), "is missing")
        return value


def wrong(path: str, rule: str) -> Refusal:
    """The refusal of a member of a body."""
    return Refusal(f"Invalid request: {path} {rule}.")
