# SPDX-License-Identifier: GPL-2.0-or-later
"""Who takes part in the benchmark of the stack tools: the console's methods, and others' ways to the same numbers.

Everybody gets the same file, whose layout (one band after the other, small tiles) suits all of them, and leaves the
same pixels out. What is made of rasters is written with the same tiles, compression and predictor.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from stack_scene import BANDS, NORTH, PIXEL_M, WEST, dates_of

ZONES, ZONE_CORNERS, POINTS = 200, 12, 500
STATISTICS = ("mean", "median", "std", "min", "max", "p10", "p90", "count")
STEP_DAYS = 10
SCALE = 0.0001

_EXACTEXTRACT = ("mean", "median", "stdev", "min", "max", "quantile(q=0.1)", "quantile(q=0.9)", "count")
_CHUNK_ROWS = 64
_WRITTEN = {
    "tiled": True, "blockxsize": 64, "blockysize": 64, "interleave": "band", "compress": "deflate", "zlevel": 1,
    "predictor": 3, "bigtiff": "if_safer", "num_threads": 2,
}  # fmt: skip

Work = Callable[[], Any]


@dataclass(frozen=True)
class Task:
    """What one process is to do."""

    source: Path
    target: Path
    """Of rasters."""

    side: int
    dates: int


@dataclass(frozen=True)
class Contestant:
    """A way to do some work."""

    prepare: Callable[[Task], Work]
    """Imports, and what else belongs before the clock starts."""

    tabulate: Callable[[Any], np.ndarray] | None = None
    """The numbers of what the work returns, (place, time, band[, statistic]); None where it writes a raster."""


def make_zones(side: int) -> list[np.ndarray]:
    """Corners of parcels, in metres: (corner, 2) each, closed."""
    numbers = np.random.default_rng(3)
    zones = []
    for _ in range(ZONES):
        middle = numbers.uniform(0.08, 0.92, 2) * side
        turn = np.linspace(0, 2 * np.pi, ZONE_CORNERS, endpoint=False)
        reach = numbers.uniform(0.008, 0.032) * side * numbers.uniform(0.7, 1.0, ZONE_CORNERS)
        columns, rows = middle[0] + reach * np.cos(turn), middle[1] + reach * np.sin(turn)
        corners = np.column_stack([WEST + columns * PIXEL_M, NORTH - rows * PIXEL_M])
        zones.append(np.concatenate([corners, corners[:1]]))
    return zones


def make_points(side: int) -> np.ndarray:
    """(point, 2) in metres."""
    places = np.random.default_rng(4).uniform(0, side, (POINTS, 2)) * PIXEL_M
    return np.column_stack([WEST + places[:, 0], NORTH - places[:, 1]])


def write_wkt(corners: np.ndarray) -> str:
    """A polygon as text."""
    return "POLYGON((" + ", ".join(f"{x!r} {y!r}" for x, y in corners.tolist()) + "))"


def _console(task: Task) -> Any:
    import timestack

    return timestack.open_stack(task.source)


def _prepare_zonal(task: Task) -> Work:
    stack, zones = _console(task), [write_wkt(corners) for corners in make_zones(task.side)]
    return lambda: stack.zonaltimeseries(zones, statistics=STATISTICS)


def _tabulate_rows(rows: Sequence[Mapping[str, Any]], names: Sequence[str], places: int) -> np.ndarray:
    values = [[np.nan if row[name] is None else row[name] for name in names] for row in rows]
    return np.array(values, "float64").reshape(places, -1, len(BANDS), len(names))


def _prepare_exactextract(task: Task) -> Work:
    from exactextract import exact_extract
    from osgeo import gdal

    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [corners.tolist()]}}
        for corners in make_zones(task.side)
    ]
    dataset = gdal.Open(str(task.source))
    return lambda: exact_extract(dataset, features, list(_EXACTEXTRACT), output="geojson")


def _tabulate_exactextract(features: Sequence[Mapping[str, Any]]) -> np.ndarray:
    bands = (len(features[0]["properties"])) // len(_EXACTEXTRACT)
    names = [name.replace("(q=0.1)", "_10").replace("(q=0.9)", "_90") for name in _EXACTEXTRACT]
    table = np.array([
        [[feature["properties"][f"band_{band + 1}_{name}"] for name in names] for band in range(bands)]
        for feature in features
    ], "float64")  # fmt: skip
    return table.reshape(len(features), -1, len(BANDS), len(names))  # scale and offset are applied already


def _prepare_qgis(task: Task) -> Work:
    from qgis.analysis import QgsZonalStatistics
    from qgis.core import QgsApplication, QgsGeometry, QgsRasterLayer

    application = QgsApplication([], False)
    application.initQgis()
    layer = QgsRasterLayer(str(task.source), "stack", "gdal")
    zones = [QgsGeometry.fromWkt(write_wkt(corners)) for corners in make_zones(task.side)]
    asked = QgsZonalStatistics
    wanted = asked.Mean | asked.Median | asked.StDev | asked.Min | asked.Max | asked.Count
    kinds = (asked.Mean, asked.Median, asked.StDev, asked.Min, asked.Max, asked.Count)

    def work() -> np.ndarray:
        found = np.full((len(zones), layer.bandCount(), len(kinds)), np.nan)
        provider = layer.dataProvider()
        for band in range(layer.bandCount()):
            for place, zone in enumerate(zones):
                told = asked.calculateStatistics(provider, zone, PIXEL_M, PIXEL_M, band + 1, wanted)
                found[place, band] = [told.get(kind, np.nan) for kind in kinds]
        work.application = application  # type: ignore[attr-defined] # lives as long as the layer
        return found

    return work


def _tabulate_qgis(found: np.ndarray) -> np.ndarray:
    table = np.full((*found.shape[:2], len(STATISTICS)), np.nan)
    table[..., [0, 1, 2, 3, 4, 7]] = found  # the provider has applied the scale; QGIS knows no percentiles
    return table.reshape(len(found), -1, len(BANDS), len(STATISTICS))


def _prepare_sample(task: Task) -> Work:
    stack, points = _console(task), make_points(task.side)
    return lambda: stack.samplestack(points)


def _prepare_rasterio(task: Task) -> Work:
    import rasterio

    points = make_points(task.side).tolist()

    def work() -> np.ndarray:
        with rasterio.open(task.source) as dataset:
            return np.array(list(dataset.sample(points, masked=False)))

    return work


def _tabulate_rasterio(found: np.ndarray) -> np.ndarray:
    values = np.where(found == 0, np.nan, found * SCALE)
    return values.reshape(len(found), -1, len(BANDS), 1)


def _prepare_composite(task: Task) -> Work:
    stack = _console(task)
    return lambda: stack.compositestack("month", "median", output=task.target)


def _prepare_regular(task: Task) -> Work:
    stack = _console(task)
    return lambda: stack.regularisestack(STEP_DAYS, "linear", origin=False, output=task.target)


def _prepare_xarray(compute: Callable[[Any], Any], step_labels: Callable[[int], Any], task: Task) -> Work:
    """Blocks of whole tile rows by dask; within a block xarray works on numpy arrays, and hence with bottleneck."""
    import bottleneck  # noqa: F401 - xarray takes it where it is there
    import dask
    import dask.array
    import pandas
    import rioxarray
    import xarray

    times = pandas.DatetimeIndex([date.date() for date in dates_of(task.dates)])
    labels = step_labels(task.dates)

    def work() -> None:
        opened = rioxarray.open_rasterio(task.source, chunks={"band": -1, "y": _CHUNK_ROWS, "x": -1}, lock=False)
        shape = (task.dates, len(BANDS), *opened.shape[1:])
        cube = xarray.DataArray(
            opened.data.reshape(shape), dims=("time", "band", "y", "x"),
            coords={"time": times, "band": list(BANDS), "y": opened.y, "x": opened.x},
        )  # fmt: skip
        template = cube.isel(time=[0] * len(labels)).assign_coords(time=labels).astype("float32")
        template = template.chunk({"time": -1, "band": -1})
        made = xarray.map_blocks(compute, cube, template=template)
        flat = made.data.reshape(len(labels) * len(BANDS), *shape[2:])
        image = xarray.DataArray(flat, dims=("band", "y", "x"), coords={"y": opened.y, "x": opened.x})
        image = image.rio.write_crs(opened.rio.crs).rio.write_nodata(np.nan)
        with dask.config.set(scheduler="threads", num_workers=2):
            image.rio.to_raster(task.target, lock=threading.Lock(), **_WRITTEN)

    return work


def _months(dates: int) -> Any:
    import pandas

    days = [date.date() for date in dates_of(dates)]
    return pandas.date_range(days[0].replace(day=1), days[-1], freq="MS")


def _even_days(dates: int) -> Any:
    import pandas

    days = [date.date() for date in dates_of(dates)]
    return pandas.date_range(days[0], days[-1], freq=f"{STEP_DAYS}D")


def _median_by_xarray(block: Any) -> Any:
    return block.where(block != 0).resample(time="MS").median()


def _line_by_xarray(block: Any) -> Any:
    """Filled forwards and backwards by bottleneck, with the days that go with it."""
    import pandas
    import xarray

    days = pandas.DatetimeIndex(block.time.values)
    steps = pandas.date_range(days[0], days[-1], freq=f"{STEP_DAYS}D")
    values = block.where(block != 0).reindex(time=days.union(steps))
    numbers = ((values.time - values.time[0]) / np.timedelta64(1, "D")).astype("float32")
    seen = numbers.where(values.notnull())
    before, start = (one.ffill("time").sel(time=steps) for one in (values, seen))
    after, end = (one.bfill("time").sel(time=steps) for one in (values, seen))
    day = numbers.sel(time=steps)
    line = before + (day - start) / (end - start) * (after - before)
    return xarray.where(start == day, before, line).transpose("time", "band", "y", "x").astype("float32")


OURS = "timestack"
CONTESTS: dict[str, dict[str, Contestant]] = {
    "zonal": {
        OURS: Contestant(_prepare_zonal, lambda rows: _tabulate_rows(rows, STATISTICS, ZONES)),
        "exactextract": Contestant(_prepare_exactextract, _tabulate_exactextract),
        "QGIS by band": Contestant(_prepare_qgis, _tabulate_qgis),
    },
    "composite": {
        OURS: Contestant(_prepare_composite),
        "xarray": Contestant(partial(_prepare_xarray, _median_by_xarray, _months)),
    },
    "regularise": {
        OURS: Contestant(_prepare_regular),
        "xarray": Contestant(partial(_prepare_xarray, _line_by_xarray, _even_days)),
    },
    "sample": {
        OURS: Contestant(_prepare_sample, lambda rows: _tabulate_rows(rows, ["value"], POINTS)),
        "rasterio": Contestant(_prepare_rasterio, _tabulate_rasterio),
    },
}
"""By the work, then by the name; ours comes first."""

TOLD = {
    "zonal": f"{ZONES} parcels, all dates and bands: {', '.join(STATISTICS)}",
    "composite": "median of each month, all bands",
    "regularise": f"every {STEP_DAYS} days by straight lines between observations, all bands",
    "sample": f"{POINTS} points, all dates and bands",
}
