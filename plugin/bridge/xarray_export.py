# SPDX-License-Identifier: GPL-2.0-or-later
"""A stack as an xarray object; xarray is optional and imported only here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..core.dates import UTC
from ..core.stack import StackInfo
from .projection import is_geographic, open_crs


def to_data_array(
    info: StackInfo,
    values: np.ma.MaskedArray,
    steps: Sequence[int],
    bands: Sequence[int],
    window: tuple[int, int, int, int],
    name: str,
) -> Any:
    """An ``xarray.DataArray`` (time, band, y, x) whose coordinates are pixel centres.

    :param values: (time, band, y, x) of the chosen steps, bands and window.
    """
    import xarray

    column, row, width, height = window
    grid = info.grid.window(column, row, width, height)
    times = [info.steps[step].time.astimezone(UTC).replace(tzinfo=None) for step in steps]
    attributes: dict[str, Any] = {
        "crs": info.grid.crs, "transform": grid.geotransform, "units": _units(info, bands), "scale": info.scale,
        "offset": info.offset, "collection": info.collection, "source": name,
    }  # fmt: skip
    if info.grid.crs:
        attributes["crs_wkt"] = open_crs(info.grid.crs).ExportToWkt()
    if info.nodata is not None:
        attributes["_FillValue"] = np.dtype(info.dtype).type(info.nodata)
    return xarray.DataArray(
        values.data,
        dims=("time", "band", "y", "x"),
        coords={
            "time": np.array(times, dtype="datetime64[ns]"),
            "band": [info.band_names[band] for band in bands],
            "y": ("y", grid.ymax - (np.arange(grid.height) + 0.5) * grid.pixel_height, _axis(info.grid.crs, "y")),
            "x": ("x", grid.xmin + (np.arange(grid.width) + 0.5) * grid.pixel_width, _axis(info.grid.crs, "x")),
        },
        attrs=attributes,
        name="stack",
    )


def _axis(crs: str, axis: str) -> dict[str, str]:
    """By these names other programs find the axes, once xarray has written the array as netCDF."""
    if crs and is_geographic(crs):
        return {"standard_name": {"x": "longitude", "y": "latitude"}[axis],
                "units": {"x": "degrees_east", "y": "degrees_north"}[axis]}  # fmt: skip
    return {"standard_name": f"projection_{axis}_coordinate"}


def _units(info: StackInfo, bands: Sequence[int]) -> str:
    return ",".join(dict.fromkeys(info.bands[band].units for band in bands if info.bands[band].units))
