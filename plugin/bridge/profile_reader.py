# SPDX-License-Identifier: GPL-2.0-or-later
"""The series behind pixels and areas of a stack: one reader for the dock, the algorithms and the console."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence

import numpy as np
from osgeo import gdal, ogr

from ..core.errors import FileProblem, InvalidRequest
from ..core.grid import PixelGrid
from ..core.profile import AreaProfile, Derivation, Profile
from ..core.progress import Progress, SilentProgress, check_cancelled
from ..core.wkt import check_polygon, map_points
from .gdal_errors import GdalErrors
from .profile_cache import ProfileCache, open_cache
from .profile_prefetch import open_prefetch
from .projection import open_crs, transform_points
from .stack_reader import StackFile, Window

FileState = tuple[int, int]
"""Bytes and time of change, see :func:`read_state`."""

_WINDOW_PX = 64
_AREA_BYTES = 96 << 20
"""Samples of an area that are held at once; larger areas are read in several passes over the steps."""

_MAX_AREA_PX = 50_000_000


class ProfileReader:
    """Reads a stack from any thread: each thread has datasets of its own. The cache is used while it is fresh."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """:raises FileProblem: when the file cannot be read or tells no dates."""
        state = read_state(os.fspath(path))  # before the file, so that a change in between is not missed
        self.stack = StackFile(path)
        self.state = state
        """Of the file when it was opened, see :func:`read_state`."""

        self._labels = tuple(step.label for step in self.stack.info.steps)
        self._local = threading.local()
        self._generation = 0

    @property
    def is_cached(self) -> bool:
        """Whether this thread reads from the cache."""
        return self._cache() is not None

    @property
    def is_outdated(self) -> bool:
        """Whether the file is another one now than when it was opened."""
        return read_state(self.stack.path) != self.state

    def refresh(self) -> None:
        """Look for the cache again; called when it has been built."""
        self._generation += 1

    def close(self) -> None:
        """Let go of the files."""
        self.stack.close()
        self._local = threading.local()

    def locate(self, x: float, y: float, crs: str | None = None) -> tuple[int, int]:
        """Column and row of the pixel under a point.

        :param crs: CRS of the point, x first; None for the stack's own.
        :raises InvalidRequest: when it lies outside, or nowhere in the CRS of the stack.
        """
        grid = self.stack.info.grid
        if crs is not None and crs != grid.crs:
            xs, ys = transform_points([x], [y], crs, grid.crs)
            x, y = float(xs[0]), float(ys[0])
        place = grid.locate(x, y) if np.isfinite(x) and np.isfinite(y) else None
        if place is None:
            raise InvalidRequest("POINT", "outside", x=x, y=y)
        return place

    def read_point(self, x: float, y: float, crs: str | None = None) -> Profile:
        """The series of the pixel under a point. :raises InvalidRequest: when it lies outside."""
        return self.read_pixel(*self.locate(x, y, crs))

    def read_pixel(self, column: int, row: int) -> Profile:
        """The series of a pixel, its values in physical units."""
        values = self._read((column, row, 1, 1))
        return Profile(self.stack.times, self._labels, self.stack.bands, self._physical(values)[:, :, 0, 0])

    def read_points(self, xs: Sequence[float], ys: Sequence[float], crs: str | None = None) -> np.ndarray:
        """Series of many points: (point, time, band) in physical units, all NaN for points outside.

        Points are read in the order of the blocks of the file, so that none is decoded twice.
        """
        grid = self.stack.info.grid
        if crs is not None and crs != grid.crs:
            xs, ys = transform_points(list(xs), list(ys), crs, grid.crs)
        places = [grid.locate(x, y) if np.isfinite(x) and np.isfinite(y) else None for x, y in zip(xs, ys)]
        times, bands = self.stack.shape[:2]
        found = np.full((len(places), times, bands), np.nan)
        inside = [(place[1] // _WINDOW_PX, place[0] // _WINDOW_PX, n) for n, place in enumerate(places) if place]
        for _, _, number in sorted(inside):
            column, row = places[number]  # type: ignore[misc]
            found[number] = self._physical(self._read((column, row, 1, 1)))[:, :, 0, 0]
        return found

    def read_area(
        self, wkt: str, crs: str, progress: Progress = SilentProgress(), derivation: Derivation | None = None
    ) -> AreaProfile:
        """Statistics of the pixels whose centres lie in a polygon; of the pixel under it where it holds no centre.

        :param wkt: POLYGON or MULTIPOLYGON, x first.
        :param derivation: makes other columns of the bands of each pixel, an index for example: the mean of an index is
            not the index of the means. They stand in the place of the bands then.
        :raises InvalidRequest: when it is no polygon, lies outside, or is too large.
        :raises Cancelled: between two windows.
        """
        window, inside = self._rasterise(wkt, crs)
        times, bands = self.stack.shape[:2]
        samples = int(inside.sum())
        per_step = max(1, samples * bands * 8)
        steps_at_once = max(1, min(times, _AREA_BYTES // per_step))
        pieces = []
        for first in range(0, times, steps_at_once):
            steps = range(first, min(times, first + steps_at_once))
            gathered = self._gather(window, inside, steps, samples, progress)
            pieces.append(_summarise(gathered if derivation is None else derivation.derive(gathered)))
            progress.report(steps.stop / times)
        mean, median, p10, p90, share = (np.concatenate(parts) for parts in zip(*pieces))
        columns = self.stack.bands if derivation is None else derivation.columns()
        return AreaProfile(self.stack.times, self._labels, columns, mean, median, p10, p90, share, samples)

    def _gather(self, window: Window, inside: np.ndarray, steps: range, samples: int, progress: Progress) -> np.ndarray:
        """Physical values of the pixels inside: (pixel, time, band)."""
        gathered = np.empty((samples, len(steps), self.stack.shape[1]))
        at = 0
        for row in range(0, window[3], _WINDOW_PX):
            for column in range(0, window[2], _WINDOW_PX):
                piece = inside[row : row + _WINDOW_PX, column : column + _WINDOW_PX]
                count = int(piece.sum())
                if not count:
                    continue
                check_cancelled(progress)
                place = (window[0] + column, window[1] + row, piece.shape[1], piece.shape[0])
                values = self._physical(self._read(place, steps))[:, :, piece]
                gathered[at : at + count] = np.moveaxis(values, 2, 0)
                at += count
        return gathered

    def _rasterise(self, wkt: str, crs: str) -> tuple[Window, np.ndarray]:
        """The window of an area and which of its pixels are inside."""
        grid = self.stack.info.grid
        check_polygon(wkt)
        if crs and crs != grid.crs:
            wkt = map_points(wkt, lambda xs, ys: transform_points(xs, ys, crs, grid.crs), 9)
        with GdalErrors():
            geometry = ogr.CreateGeometryFromWkt(wkt)
        if geometry is None or geometry.IsEmpty():
            raise InvalidRequest("MASK", "not_a_polygon", value=wkt[:60])
        xmin, xmax, ymin, ymax = geometry.GetEnvelope()
        first_column = max(0, int((xmin - grid.xmin) // grid.pixel_width))
        first_row = max(0, int((grid.ymax - ymax) // grid.pixel_height))
        width = min(grid.width, int((xmax - grid.xmin) // grid.pixel_width) + 1) - first_column
        height = min(grid.height, int((grid.ymax - ymin) // grid.pixel_height) + 1) - first_row
        if width < 1 or height < 1:
            raise InvalidRequest("POINT", "outside", x=xmin, y=ymin)
        if width * height > _MAX_AREA_PX:
            raise InvalidRequest("MASK", "too_many_area_pixels", pixels=width * height, limit=_MAX_AREA_PX)
        inside = _burn(geometry, grid.window(first_column, first_row, width, height))
        if not inside.any():
            centre = geometry.PointOnSurface() or geometry.Centroid()
            column, row = self.locate(centre.GetX(), centre.GetY())
            inside[row - first_row, column - first_column] = True
        return (first_column, first_row, width, height), inside

    def _read(self, window: Window, steps: range | None = None) -> np.ma.MaskedArray:
        """Stored values (time, band, y, x), from the cache where it is fresh."""
        cache = self._cache()
        times, bands = self.stack.shape[:2]
        chosen = range(times) if steps is None else steps
        if cache is None:
            self._ask_for(window, chosen)
            return self.stack.read(window=window, times=slice(chosen.start, chosen.stop))
        values = cache.read(window, slice(chosen.start * bands, chosen.stop * bands))
        if values is None:
            self._local.cache = None
            return self._read(window, steps)
        return self.stack.mask(values.reshape(len(chosen), bands, window[3], window[2]), chosen)

    def _ask_for(self, window: Window, steps: range) -> None:
        """Let the system fetch all blocks while the first ones are decoded."""
        local = self._local
        if not hasattr(local, "prefetch"):
            local.prefetch = open_prefetch(self.stack.path)
        if local.prefetch is not None:
            local.prefetch.fetch([number for step in steps for number in self.stack.layout.numbers[step]], window)

    def _physical(self, values: np.ma.MaskedArray) -> np.ndarray:
        """Stored value * scale + offset, NaN where there is no data."""
        info = self.stack.info
        physical = values.data.astype(np.float64)
        if (info.scale, info.offset) != (1.0, 0.0):
            physical = physical * info.scale + info.offset
        physical[np.ma.getmaskarray(values)] = np.nan
        return physical

    def _cache(self) -> ProfileCache | None:
        local = self._local
        if getattr(local, "generation", -1) != self._generation:
            local.generation, local.cache = self._generation, open_cache(self.stack)
        return local.cache


def read_state(path: str) -> FileState | None:
    """Size and time of change of a plain file, None for what is none."""
    try:
        state = os.stat(path)
    except (OSError, ValueError):
        return None
    return state.st_size, state.st_mtime_ns


def _burn(geometry: ogr.Geometry, grid: PixelGrid) -> np.ndarray:
    """Which pixels have their centre in a geometry: (y, x)."""
    raster = gdal.GetDriverByName("MEM").Create("", grid.width, grid.height, 1, gdal.GDT_Byte)
    raster.SetGeoTransform(grid.geotransform)
    reference = open_crs(grid.crs) if grid.crs else None
    if reference is not None:
        raster.SetProjection(reference.ExportToWkt())
    vector = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = vector.CreateLayer("area", reference, ogr.wkbUnknown)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(geometry)
    layer.CreateFeature(feature)
    with GdalErrors() as errors:
        status = gdal.RasterizeLayer(raster, [1], layer, burn_values=[1])
    if status != 0 or errors.failures:
        raise FileProblem("", errors.failure or "the polygon could not be drawn", "broken")
    return np.frombuffer(raster.ReadRaster(), np.uint8).reshape(grid.height, grid.width).astype(bool)


def _summarise(samples: np.ndarray) -> tuple[np.ndarray, ...]:
    """Mean, median, 10th and 90th percentile (linear between samples) and valid share of (pixel, time, band).

    Each of shape (time, band); NaN where no pixel has data.
    """
    ordered = np.sort(samples, axis=0)  # NaN come last
    counts = (~np.isnan(ordered)).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.nansum(samples, axis=0) / counts
    quantiles = [_quantile(ordered, counts, share) for share in (0.5, 0.1, 0.9)]
    return (mean, *quantiles, counts / max(1, len(samples)))


def _quantile(ordered: np.ndarray, counts: np.ndarray, share: float) -> np.ndarray:
    """Linear interpolation between order statistics (numpy's default, Hyndman and Fan's type 7)."""
    if not len(ordered):
        return np.full(counts.shape, np.nan)
    place = np.maximum(counts - 1, 0) * share
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, np.maximum(counts - 1, 0))
    below = np.take_along_axis(ordered, low[None], axis=0)[0]
    above = np.take_along_axis(ordered, high[None], axis=0)[0]
    return np.where(counts > 0, below + (above - below) * (place - low), np.nan)
