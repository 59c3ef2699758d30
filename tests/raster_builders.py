# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters to make stacks of, and the algorithm that does it."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from timestack.plugin.bridge.projection import open_crs
from timestack.plugin.bridge.stack_reader import StackFile


def write(path, pixels, at=(500000, 5100000), size=10.0, names=(), crs="EPSG:32633", nodata=None, items=None):
    """A raster of (band, y, x)."""
    pixels = np.asarray(pixels)
    kinds = {"uint16": gdal.GDT_UInt16, "float32": gdal.GDT_Float32, "uint8": gdal.GDT_Byte}
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), pixels.shape[2], pixels.shape[1], pixels.shape[0], kinds[pixels.dtype.name]
    )
    dataset.SetGeoTransform((at[0], size, 0, at[1], 0, -size))
    dataset.SetProjection(open_crs(crs).ExportToWkt())
    dataset.SetMetadata(items or {})
    for number, image in enumerate(pixels, 1):
        dataset.GetRasterBand(number).WriteArray(image)
        if nodata is not None:
            dataset.GetRasterBand(number).SetNoDataValue(nodata)
        if names:
            dataset.GetRasterBand(number).SetDescription(names[number - 1])
    dataset.FlushCache()
    return pixels


def noise(seed, bands=2, rows=20, columns=30):
    return np.random.default_rng(seed).integers(1, 9000, (bands, rows, columns)).astype("uint16")


def run(tmp_path, inputs, feedback=None, **parameters):
    import processing

    results = processing.run(
        "timestack:stackfromrasters",
        {"INPUT": inputs, "OUTPUT": str(tmp_path / "out.tif"), **parameters},
        feedback=feedback,
    )
    return results, StackFile(tmp_path / "out.tif")
