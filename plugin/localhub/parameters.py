# SPDX-License-Identifier: GPL-2.0-or-later
"""The key-value parameters of a question: names in any case, values checked and errors that name the parameter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from urllib.parse import parse_qsl

from .answers import Refusal

_MAX_PAIRS = 200


class Parameters:
    """Parameters by name. Of a name that is given twice the first value counts."""

    def __init__(self, query: str) -> None:
        """
        :param query: the part of the address behind the question mark.
        """
        try:
            pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MAX_PAIRS, errors="replace")
        except ValueError as error:
            raise Refusal(f"The query string cannot be read: {error}") from error
        self._values: dict[str, str] = {}
        for name, value in pairs:
            self._values.setdefault(name.upper(), value)

    def find(self, *names: str) -> str:
        """The value of the first of these names that has one, empty when none has."""
        for name in names:
            value = self._values.get(name, "").strip()
            if value:
                return value
        return ""

    def need(self, *names: str) -> str:
        """Like :meth:`find`, but there must be one."""
        value = self.find(*names)
        if not value:
            raise Refusal(f"Parameter {names[0]} is missing!")
        return value

    def choose(self, name: str, choices: Sequence[str], default: str) -> str:
        """One of a list of words, compared without case."""
        value = self.find(name) or default
        for choice in choices:
            if value.lower() == choice.lower():
                return choice
        raise invalid(name, value, f"Should be one of {', '.join(choices)}.")

    def number(self, name: str, default: float, low: float, high: float) -> float:
        """A number within a closed range."""
        text = self.find(name)
        if not text:
            return default
        value = parse_number(name, text)
        if not low <= value <= high:
            raise invalid(name, text, f"Should be between {low:g} and {high:g}.")
        return value

    def whole(self, names: Sequence[str], default: int | None, low: int, high: int) -> int | None:
        """A whole number within a closed range, under any of several names."""
        for name in names:
            text = self.find(name)
            if not text:
                continue
            try:
                value = int(text)
            except ValueError:
                raise invalid(name, text, "Should be a whole number.") from None
            if not low <= value <= high:
                raise invalid(name, text, f"Should be between {low} and {high}.")
            return value
        return default


def invalid(name: str, value: str, rule: str = "") -> Refusal:
    """The refusal of a value; only its beginning is repeated."""
    return Refusal(f"Invalid value '{value[:80]}' of parameter {name}! {rule}".rstrip())


def parse_number(name: str, text: str) -> float:
    """A finite number."""
    try:
        value = float(text)
    except ValueError:
        raise invalid(name, text, "Should be a number.") from None
    if not math.isfinite(value):
        raise invalid(name, text, "Should be a number.")
    return value


def parse_numbers(name: str, text: str) -> list[float]:
    """Finite numbers between commas."""
    return [parse_number(name, part) for part in text.split(",")]
