# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads what ``evaluatePixel`` returned."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .encoding import Row
from .engine.conversion import to_number
from .engine.lanes import DEAD, narrow
from .engine.values import HOLE, UNDEFINED, Choice, JsArray, JsObject, is_nullish
from .errors import JsThrow


def read_outputs(value: Any, bands: Mapping[str, int]) -> dict[str, list[Row]]:
    """Output id to its bands; ids that no lane returned are absent.

    An array or a single number is the only, else the ``default``, output. The bands may be arrays of the script.
    """
    found: dict[str, list[Row]] = {}
    for mask, option in _options(value, None):
        if is_nullish(option):
            continue
        if isinstance(option, JsObject):
            parts = {name: option.props[name] for name in bands if name in option.props}
            if not parts and option.props:
                raise JsThrow(f"evaluatePixel returns none of the outputs {', '.join(bands)}")
        else:
            parts = {_main_output(bands): option}
        for name, part in parts.items():
            _fill(found.setdefault(name, [math.nan] * bands[name]), part, mask)
    return found


def _main_output(bands: Mapping[str, int]) -> str:
    return "default" if "default" in bands else next(iter(bands))


def _options(value: Any, mask: Any) -> list[tuple[Any, Any]]:
    """The alternatives of a value with their lanes."""
    if not isinstance(value, Choice):
        return [(mask, value)]
    masks = [(narrow(mask, value.index == position), option) for position, option in enumerate(value.options)]
    return [(lanes, option) for lanes, option in masks if lanes is not DEAD]


def _fill(rows: list[Row], value: Any, mask: Any) -> None:
    for lanes, option in _options(value, mask):
        if is_nullish(option):
            continue
        items: Sequence[Any] = option.items if isinstance(option, JsArray) else [option]
        count = option.count if isinstance(option, JsArray) else None
        for band in range(min(len(items), len(rows))):
            part = lanes if count is None else narrow(lanes, count > band)
            if part is not DEAD:
                number = to_number(UNDEFINED if items[band] is HOLE else items[band])
                rows[band] = number if part is None else np.where(part, number, rows[band])
