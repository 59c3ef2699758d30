# SPDX-License-Identifier: GPL-2.0-or-later
"""Bands of a stack as people name them, and the sample type of what is computed of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from ..core.band_roles import is_quality
from ..core.errors import InvalidRequest
from ..core.stack import StackInfo
from ..core.stored_values import choose_nodata

AUTO = "AUTO"
SAMPLE_TYPES = (AUTO, "UINT8", "INT16", "UINT16", "FLOAT32")


def find_band(name: str, info: StackInfo, parameter: str = "BANDS") -> int:
    """The place of a band, spelled as it is or in other case. :raises InvalidRequest: when it is not there."""
    names = info.band_names
    if name in names:
        return names.index(name)
    alike = [place for place, other in enumerate(names) if other.lower() == name.lower()]
    if len(alike) != 1:
        raise InvalidRequest(
            parameter, "unknown_band", band=name, choices=", ".join(names), collection=info.collection
        )  # fmt: skip
    return alike[0]


def choose_bands(wanted: Sequence[str], info: StackInfo) -> tuple[int, ...]:
    """The places of the wanted bands; without any wish all but masks and classes, which have no middle.

    :raises InvalidRequest: when one is not there, or named twice.
    """
    if not wanted:
        return picture_bands(info)
    places = [find_band(name, info) for name in wanted]
    for place, band in enumerate(places):
        if band in places[:place]:
            raise InvalidRequest("BANDS", "band_twice", band=info.band_names[band])
    return tuple(places)


def picture_bands(info: StackInfo) -> tuple[int, ...]:
    """All bands but those that tell about the picture; all, where there are no others."""
    everything = tuple(range(len(info.bands)))
    return tuple(place for place in everything if not is_quality(info.bands[place].name)) or everything


def split_names(text: str | Sequence[str]) -> tuple[str, ...]:
    """Names separated by commas, or a list of them."""
    parts = text.split(",") if isinstance(text, str) else text
    return tuple(part.strip() for part in parts if part.strip())


def split_numbers(text: str | Iterable[int], parameter: str) -> tuple[int, ...]:
    """Whole numbers separated by commas, or a list of them. :raises InvalidRequest: when one is none."""
    parts: Iterable[object] = [part for part in text.split(",") if part.strip()] if isinstance(text, str) else text
    numbers = []
    for part in parts:
        try:
            numbers.append(int(str(part).strip()))
        except ValueError as error:
            raise InvalidRequest(parameter, "not_a_number", value=str(part)[:40]) from error
    return tuple(numbers)


def check_choice(value: str, choices: Sequence[str], parameter: str) -> None:
    """:raises InvalidRequest: when a value is none of some."""
    if value not in choices:
        raise InvalidRequest(parameter, "unknown_choice", value=value, choices=", ".join(choices))


def check_range(value: float, low: float, high: float, parameter: str) -> None:
    """:raises InvalidRequest: when a number is not within limits."""
    if not low <= value <= high:
        raise InvalidRequest(parameter, "number_not_in_range", value=f"{value:g}", low=f"{low:g}", high=f"{high:g}")


def typed(info: StackInfo, sample_type: str, has_fractions: bool, has_companions: bool = False) -> StackInfo:
    """A stack with the sample type of a result.

    Values keep scale and offset of the stack, so that they mean the same. Companion bands (dates, marks) have another
    meaning, and a file has one scale for all: beside them a scaled stack becomes physical values.

    :param sample_type: ``AUTO``: that of the stack, FLOAT32 where there are fractions.
    """
    is_scaled = (info.scale, info.offset) != (1.0, 0.0)
    dtype = info.dtype if sample_type == AUTO else sample_type.lower()
    if sample_type == AUTO and (has_fractions or (has_companions and is_scaled)) and np.dtype(dtype).kind != "f":
        dtype = "float32"
    if has_companions and np.dtype(dtype).itemsize == 1:
        dtype = "int16" if sample_type == AUTO else dtype
    if has_companions and is_scaled:
        if np.dtype(dtype).kind != "f":
            raise InvalidRequest("SAMPLE_TYPE", "floats_beside_companions", value=sample_type)
        info = replace(info, scale=1.0, offset=0.0)
    nodata = info.nodata if dtype == info.dtype else None
    if np.dtype(dtype).kind == "f" and np.dtype(info.dtype).kind != "f":
        nodata = None
    elif info.nodata is not None and np.dtype(dtype).kind != "f":
        limits = np.iinfo(dtype)
        nodata = info.nodata if limits.min <= info.nodata <= limits.max else None
    return replace(info, dtype=dtype, nodata=choose_nodata(dtype, nodata))
