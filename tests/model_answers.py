# SPDX-License-Identifier: GPL-2.0-or-later
"""What the example models should give, by GDAL and numpy alone from the stack that their first step fetches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from osgeo import gdal, ogr, osr

CLOUDS = (0, 1, 3, 8, 9, 10)
"""Classes of SCL that are not clear."""

FINE = 40
"""Parts of a pixel's edge in the measure of shares."""


def read_stack(path):
    """(days, {band: (time, y, x) float64 with NaN where cloudy or without data})"""
    dataset = gdal.Open(str(path))
    names = [dataset.GetRasterBand(n + 1).GetDescription().split() for n in range(dataset.RasterCount)]
    days = [date.fromisoformat(day) for day in dict.fromkeys(day for day, _ in names)]
    bands = list(dict.fromkeys(band for _, band in names))
    pixels = dataset.ReadAsArray().astype("float64")
    pixels = pixels.reshape(len(days), len(bands), *pixels.shape[1:])
    clear = ~np.isin(pixels[:, bands.index("SCL")], CLOUDS)
    return days, {
        band: np.where(clear & (pixels[:, place] > 0), pixels[:, place], np.nan)
        for place, band in enumerate(bands)
        if band != "SCL"
    }


def ndvi_of(path):
    """(days, (time, y, x))"""
    days, bands = read_stack(path)
    red, nir = bands["B04"], bands["B08"]
    return days, (nir - red) / (nir + red)


def monthly_median(path):
    """{first day of the month: (y, x)}"""
    days, ndvi = ndvi_of(path)
    months = sorted({day.replace(day=1) for day in days})
    with np.testing.suppress_warnings() as quiet:
        quiet.filter(RuntimeWarning)
        return {month: np.nanmedian(ndvi[[day.replace(day=1) == month for day in days]], axis=0) for month in months}


def ten_day_steps(path, band, longest_gap_days):
    """(days, (time, y, x)): straight lines between clear days, none across a longer gap."""
    days, bands = read_stack(path)
    pixels = bands[band]
    steps = [days[0] + timedelta(days=n) for n in range(0, (days[-1] - days[0]).days + 1, 10)]
    x, at = (np.array([(day - days[0]).days for day in some], dtype=float) for some in (days, steps))
    found = np.full((len(steps), *pixels.shape[1:]), np.nan)
    for row, column in np.ndindex(*pixels.shape[1:]):
        series = pixels[:, row, column]
        known = np.isfinite(series)
        if not known.any():
            continue
        found[:, row, column] = np.interp(at, x[known], series[known], np.nan, np.nan)
        for before, after in zip(x[known], x[known][1:]):
            if after - before > longest_gap_days:
                found[(at > before) & (at < after), row, column] = np.nan
    return steps, found


def parcel_shares(raster, parcels) -> Iterator[tuple[str, np.ndarray]]:
    """(name, (y, x) share of each pixel), by burning each polygon into pixels 1600 times smaller."""
    grid, source = gdal.Open(str(raster)), ogr.Open(str(parcels))
    left, size, _, top, _, _ = grid.GetGeoTransform()
    reference = osr.SpatialReference()
    reference.ImportFromWkt(grid.GetProjection())
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    layer = source.GetLayer()
    for feature in layer:
        shape = feature.GetGeometryRef().Clone()
        shape.AssignSpatialReference(layer.GetSpatialRef())
        shape.TransformTo(reference)
        memory = ogr.GetDriverByName("Memory").CreateDataSource("")
        target = memory.CreateLayer("parcel", reference)
        burnt = ogr.Feature(target.GetLayerDefn())
        burnt.SetGeometry(shape)
        target.CreateFeature(burnt)
        columns, rows = grid.RasterXSize, grid.RasterYSize
        fine = gdal.GetDriverByName("MEM").Create("", columns * FINE, rows * FINE)
        fine.SetGeoTransform((left, size / FINE, 0, top, 0, -size / FINE))
        fine.SetProjection(grid.GetProjection())
        gdal.RasterizeLayer(fine, [1], target, burn_values=[1])
        cells = fine.ReadAsArray().reshape(rows, FINE, columns, FINE)
        yield feature.GetField("name"), cells.mean(axis=(1, 3))


def parcel_series(path, parcels):
    """{(name, ISO day): (mean NDVI or NaN, pixels with data)}"""
    days, ndvi = ndvi_of(path)
    answers = {}
    for name, shares in parcel_shares(path, parcels):
        for day, values in zip(days, ndvi):
            weights = np.where(np.isfinite(values), shares, 0)
            total = weights.sum()
            mean = (np.nan_to_num(values) * weights).sum() / total if total else np.nan
            answers[name, day.isoformat()] = mean, total
    return answers
