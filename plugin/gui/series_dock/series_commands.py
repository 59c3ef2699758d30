# SPDX-License-Identifier: GPL-2.0-or-later
"""What the dock shows, as lines for the Python console."""

from __future__ import annotations

from collections.abc import Sequence

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
            place = f"{pin.x!r}, {pin.y!r}, crs={pin.crs!r}"
            lines.append(f"{name}_pin_{pin.number} = {name}.profile({place})  # {note}")
        lines.append("")
    return "\n".join(lines)
