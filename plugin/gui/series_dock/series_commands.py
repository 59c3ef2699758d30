# SPDX-License-Identifier: GPL-2.0-or-later
"""What the dock shows, as lines for the Python console and for a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from ...bridge.profile_desk import PointOrder, without_crs
from .pins import Pin
from .stacks import Stack


def python_text(pins: Sequence[Pin], stacks: Sequence[Stack]) -> str:
    """Lines that read the same series: a masked array (time, band) for each point."""
    lines = ["import timestack", ""]
    for number, stack in enumerate(stacks):
        name = "stack" if len(stacks) == 1 else f"stack_{number + 1}"
        lines.append(f"{name} = timestack.open_stack({stack.source.path!r})")
        for pin in pins:
            note = pin.name.replace("\n", " ").replace("\r", " ") + (" (a point inside)" if pin.is_area else "")
            lines.append(f"{name}_pin_{pin.number} = {name}.profile({_place(pin, stack)})  # {note}")
        lines.append("")
    return "\n".join(lines)


def _place(pin: Pin, stack: Stack) -> str:
    if not stack.given_crs or not pin.crs:
        return f"{pin.x!r}, {pin.y!r}, crs={pin.crs!r}"
    moved = without_crs(PointOrder(pin.x, pin.y, pin.crs, stack_crs=stack.given_crs))
    return f"{moved.x!r}, {moved.y!r}"


def process_text(stacks: Sequence[Stack], points: Path) -> str:
    """Commands that write the series of pins as tables, one for each stack.

    :param points: where the pins lie, a GeoPackage with a layer ``pins``.
    """
    lines = []
    for number, stack in enumerate(stacks):
        suffix = "" if len(stacks) == 1 else f"_{number + 1}"
        arguments = {
            "INPUT": stack.source.path,
            "POINTS": f"{points}|layername=pins",
            "ID_FIELD": "name",
            "OUTPUT": str(points.with_name(f"series{suffix}.csv")),
        }
        words = ["qgis_process", "run", "timestack:samplestack", "--"]
        words += [shlex.quote(f"{key}={value}") for key, value in arguments.items()]
        lines.append(" ".join(words))
    return "\n".join(lines) + "\n"
