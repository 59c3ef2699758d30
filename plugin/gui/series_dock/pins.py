# SPDX-License-Identifier: GPL-2.0-or-later
"""Places whose series are shown: points and polygons that the user pinned."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MAX_PINS = 200
_MAX_NAME = 100
_MAX_WKT = 200_000


@dataclass(frozen=True)
class Pin:
    """One place, seen on the map and in the plot in the same colour."""

    number: int
    """Never used again within a project; 0 is nobody's."""

    name: str
    colour: str
    """``#rrggbb``."""

    x: float
    """Of a polygon: a point inside."""

    y: float
    crs: str
    """Authority code or WKT; x first."""

    wkt: str = ""
    """POLYGON or MULTIPOLYGON; empty for a point."""

    @property
    def is_area(self) -> bool:
        """Whether it is a polygon."""
        return bool(self.wkt)

    @property
    def channel(self) -> str:
        """How the desk calls it."""
        return f"pin {self.number}"


def write_pins(pins: tuple[Pin, ...]) -> str:
    """For the project."""
    return json.dumps([asdict(pin) for pin in pins])


def read_pins(text: str) -> tuple[Pin, ...]:
    """What :func:`write_pins` wrote; what is no pin is left out."""
    try:
        found = json.loads(text)
    except ValueError:
        return ()
    pins: dict[int, Pin] = {}
    for entry in found[:_MAX_PINS] if isinstance(found, list) else []:
        pin = _read_pin(entry) if isinstance(entry, dict) else None
        if pin is not None:
            pins.setdefault(pin.number, pin)
    return tuple(pins.values())


def _read_pin(entry: Mapping[str, object]) -> Pin | None:
    number, x, y = entry.get("number"), entry.get("x"), entry.get("y")
    texts = [entry.get(key) for key in ("name", "colour", "crs", "wkt")]
    if not all(isinstance(text, str) for text in texts) or not isinstance(number, int) or number < 1:
        return None
    if not isinstance(x, (int, float)) or not isinstance(y, (int, float)):
        return None
    if not math.isfinite(x) or not math.isfinite(y):
        return None
    name, colour, crs, wkt = map(str, texts)
    if not _COLOUR.fullmatch(colour) or len(wkt) > _MAX_WKT or not crs:
        return None
    return Pin(number, name[:_MAX_NAME], colour.lower(), float(x), float(y), crs, wkt)
