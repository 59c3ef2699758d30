# SPDX-License-Identifier: GPL-2.0-or-later
"""The request that a stack was fetched with, as the stack itself remembers it. Files are not trusted."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from .dates import parse_day
from .errors import InvalidRequest
from .grid import PixelGrid
from .stack import StackInfo
from .stack_request import SceneSelection

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class StoredRequest:
    """What is needed to fetch more of the same."""

    selection: SceneSelection
    grid: PixelGrid
    bands: tuple[str, ...]
    """As they were asked for; an own script's outputs have other names."""

    units: str
    sample_type: str
    resampling: str
    nodata: float | None
    mask_wkt: str
    layer: str
    evalscript: str
    """The user's own script, empty for a generated one."""


def read_stored_request(info: StackInfo) -> StoredRequest:
    """The request in a stack's metadata.

    :raises ValueError: when there is none, when it is not one of ours, or when it is not that of these pixels.
    """
    try:
        content = json.loads(info.request_json)
        stored = _read(content, info.evalscript)
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError, InvalidRequest) as error:
        raise ValueError(f"the request in it cannot be read ({type(error).__name__})") from error
    if not stored.evalscript and stored.bands != info.band_names:
        raise ValueError("its bands are not those of its request")
    if not _is_same_place(stored.grid, info.grid):
        raise ValueError("its pixels do not lie where its request says")
    if (stored.selection.mosaicking, stored.selection.collection) != (info.mosaicking, info.collection):
        raise ValueError("its collection or kind of time steps is not that of its request")
    return replace(stored, grid=info.grid)


def extend_request_json(request_json: str, end: date) -> str:
    """The same request for more days; the last day never moves back."""
    content = json.loads(request_json)
    selection = content["selection"]
    selection["end"] = str(max(parse_day(selection["end"]), end))
    return json.dumps(content, default=str, sort_keys=True)


def _read(content: Mapping[str, Any], evalscript: str) -> StoredRequest:
    is_own = _typed(content["own_evalscript"], bool)
    if is_own and not evalscript:
        raise ValueError("the script is missing")
    nodata = content["nodata"]
    return StoredRequest(
        selection=_read_selection(content["selection"]),
        grid=PixelGrid(**{key: _read_number(key, value) for key, value in content["grid"].items()}),
        bands=_texts(content["bands"]),
        units=_typed(content["units"], str),
        sample_type=_typed(content["sample_type"], str),
        resampling=_typed(content["resampling"], str),
        nodata=math.nan if nodata == "nan" else None if nodata is None else float(nodata),
        mask_wkt=_typed(content["mask_wkt"], str),
        layer=_typed(content["layer"], str),
        evalscript=evalscript if is_own else "",
    )


def _read_selection(plain: Mapping[str, Any]) -> SceneSelection:
    return SceneSelection(
        collection=_typed(plain["collection"], str),
        start=parse_day(plain["start"]),
        end=parse_day(plain["end"]),
        mosaicking=_typed(plain["mosaicking"], str),
        max_cloud_cover_pct=float(plain["max_cloud_cover_pct"]),
        scenes=_typed(plain["scenes"], str),
        months=tuple(_typed(month, int) for month in plain["months"]),
        dates=tuple(map(parse_day, _texts(plain["dates"]))),
    )


def _read_number(key: str, value: Any) -> Any:
    reader: Callable[[Any], Any] = {"crs": str, "width": int, "height": int}.get(key, float)
    return reader(value)


def _typed(value: Any, kind: type[_Value]) -> _Value:
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}")
    return value


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(_typed(value, str) for value in _typed(values, list))


def _is_same_place(stored: PixelGrid, real: PixelGrid) -> bool:
    """Whether two grids have the same pixels, to a thousandth of one."""
    sizes = (stored.width, stored.height) == (real.width, real.height)
    near_x, near_y = real.pixel_width / 1000, real.pixel_height / 1000
    pairs = zip(stored.bounds, real.bounds, (near_x, near_y, near_x, near_y))
    return sizes and stored.crs == real.crs and all(abs(one - other) <= near for one, other, near in pairs)
