# SPDX-License-Identifier: GPL-2.0-or-later
"""Between values and pixels, and the part of an axis that is in view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LEAST_SPAN_S = 7_200.0
"""Of the time in view."""


@dataclass(frozen=True)
class Scale:
    """A straight line from values to pixels; it takes numbers and arrays of them."""

    low: float
    high: float
    start: float
    end: float

    def to_pixel(self, value: Any) -> Any:
        """Where a value lies."""
        return self.start + (value - self.low) * ((self.end - self.start) / (self.high - self.low))

    def to_value(self, pixel: Any) -> Any:
        """Which value lies there."""
        return self.low + (pixel - self.start) * ((self.high - self.low) / (self.end - self.start))


@dataclass(frozen=True)
class Span:
    """A part of an axis."""

    low: float
    high: float

    @property
    def length(self) -> float:
        """From end to end."""
        return self.high - self.low

    def padded(self, share: float, least: float) -> Span:
        """Wider on both sides by a share of the length, and at least that long."""
        half = max(self.length * (0.5 + share), least / 2)
        middle = self.low + self.length / 2
        return Span(middle - half, middle + half)

    def zoomed(self, factor: float, about: float, limits: Span) -> Span:
        """Closer (factor below 1) or further away, with one value staying where it is, within limits."""
        length = min(max(self.length * factor, min(LEAST_SPAN_S, limits.length)), limits.length)
        share = (about - self.low) / self.length
        return Span(about - share * length, about + (1 - share) * length).kept_within(limits)

    def moved(self, by: float, limits: Span) -> Span:
        """The same length elsewhere, within limits."""
        return Span(self.low + by, self.high + by).kept_within(limits)

    def kept_within(self, limits: Span) -> Span:
        """Moved, and cut where it is longer than the limits."""
        if self.length >= limits.length:
            return limits
        shift = max(limits.low - self.low, 0.0) + min(limits.high - self.high, 0.0)
        return Span(self.low + shift, self.high + shift)
