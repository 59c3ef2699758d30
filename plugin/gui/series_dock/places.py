# SPDX-License-Identifier: GPL-2.0-or-later
"""The pins and the place under the mouse, with what is known of their series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...bridge.i18n import tr
from .pins import Pin

HOVER = "hover"


class Places:
    """Keeps the pins in the order in which they were made, and gives out names and colours."""

    def __init__(self, palette: Sequence[str], hover_colour: str) -> None:
        self._palette, self._hover_colour = tuple(palette), hover_colour
        self._pins: dict[int, Pin] = {}
        self._next = 1
        self.hover: Pin | None = None

    @property
    def pins(self) -> tuple[Pin, ...]:
        """All pins."""
        return tuple(self._pins.values())

    def __iter__(self) -> Iterator[Pin]:
        yield from self._pins.values()
        if self.hover is not None:
            yield self.hover

    def find(self, number: int) -> Pin | None:
        """The pin of a number."""
        return self._pins.get(number)

    def add(self, x: float, y: float, crs: str, wkt: str = "", name: str = "") -> Pin:
        """Pin a place."""
        number, self._next = self._next, self._next + 1
        plain = tr("Area {number}") if wkt else tr("Pin {number}")
        pin = Pin(number, name.strip() or plain.format(number=number), self._free_colour(), x, y, crs, wkt)
        self._pins[number] = pin
        return pin

    def change(self, number: int, **changes: object) -> Pin | None:
        """Change a pin; None when it is gone."""
        pin = self._pins.get(number)
        if pin is not None:
            self._pins[number] = pin = replace(pin, **changes)  # type: ignore[arg-type]
        return pin

    def remove(self, number: int) -> Pin | None:
        """Take a pin away."""
        return self._pins.pop(number, None)

    def restore(self, pins: Sequence[Pin]) -> None:
        """These pins, in place of all others."""
        self._pins = {pin.number: pin for pin in pins}
        self._next = max(self._pins, default=0) + 1
        self.hover = None

    def move_hover(self, x: float, y: float, crs: str) -> Pin:
        """The mouse is there."""
        self.hover = Pin(0, tr("Mouse"), self._hover_colour, x, y, crs)
        return self.hover

    def _free_colour(self) -> str:
        used = [pin.colour for pin in self._pins.values()]
        return min(self._palette, key=used.count)  # the first of those used least


def channel_of(pin: Pin, layer_id: str) -> str:
    """How the desk calls a place in a stack."""
    return f"{pin.channel if pin.number else HOVER}|{layer_id}"
