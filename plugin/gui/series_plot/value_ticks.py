# SPDX-License-Identifier: GPL-2.0-or-later
"""Round numbers along an axis of values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .scales import Span

_PADDING = 0.06


@dataclass(frozen=True)
class ValueTicks:
    """Ascending values, and how many decimals tell them apart; negative decimals ask for powers of ten."""

    values: Sequence[float]
    decimals: int


def value_span(low: float, high: float) -> Span:
    """The axis for such values, with air on both sides; constant values lie in its middle."""
    least = (abs(low) * 0.2 or 1.0) if high - low <= 1e-9 * max(abs(low), abs(high)) else 0.0
    return Span(low, high).padded(_PADDING, least)


def value_ticks(span: Span, most: int) -> ValueTicks:
    """At most so many multiples of 1, 2 or 5 times a power of ten within the span."""
    least_step = span.length / max(most, 1)
    power = math.floor(math.log10(least_step))
    for _ in range(12):
        for factor in (1, 2, 5):
            first, last = _ends(span, factor, power)
            if last - first + 1 <= most:
                return _between(first, last, factor, power)
        power += 1
    return ValueTicks((), 0)


def _ends(span: Span, factor: int, power: int) -> tuple[int, int]:
    step = factor * 10.0**power
    slack = span.length * 1e-9  # an end that is a round number counts, whatever the arithmetic made of it
    return math.ceil((span.low - slack) / step), math.floor((span.high + slack) / step)


def _between(first: int, last: int, factor: int, power: int) -> ValueTicks:
    # dividing by a whole number gives the float nearest to 0.3, multiplying by 0.1 does not
    scale = 10.0 ** abs(power)
    values = tuple(n * factor / scale if power < 0 else n * factor * scale for n in range(first, last + 1))
    largest = max((abs(value) for value in values), default=0.0)
    is_plain = power >= -5 and largest < 1e7
    return ValueTicks(values, max(-power, 0) if is_plain else -1)
