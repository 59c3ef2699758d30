# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading a stack: what it holds, its pixels, the series behind a point."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Any, Union

import numpy as np
from osgeo import gdal

from ..core.dates import UTC, format_instant
from ..core.errors import FileProblem, InvalidRequest
from ..core.stack import StackInfo
from .gdal_errors import GdalErrors
from .gdal_types import gdal_type
from .projection import transform_point
from .stack_layout import StackLayout, open_raster, read_layout

Times = Union[slice, Sequence[Union[int, datetime, date]], None]
Window = tuple[int, int, int, int]
"""Column and row of the upper left pixel, width, height."""


def read_info(path: str | os.PathLike[str]) -> StackInfo:
    """What a stack holds, without its pixels.

    :raises FileProblem: when it cannot be read, or has no trustworthy dates (rule ``no_dates`` and others).
    """
    return read_layout(open_raster(path), os.fspath(path)).info


class StackFile:
    """A stack that can be read from any thread: each thread that reads gets a GDAL dataset of its own."""

    def __init__(self, path: str | os.PathLike[str], layout: StackLayout | None = None) -> None:
        """
        :param layout: what the file holds, where it does not tell that itself.
        :raises FileProblem: as :func:`read_info`.
        """
        self.path = os.fspath(path)
        dataset = open_raster(self.path)
        self.layout: StackLayout = layout or read_layout(dataset, self.path)
        self.info: StackInfo = self.layout.info
        self._local: threading.local | None = threading.local()
        self._local.dataset = dataset

    @property
    def times(self) -> tuple[datetime, ...]:
        """Time of each step, timezone-aware, ascending."""
        return tuple(step.time for step in self.info.steps)

    @property
    def bands(self) -> tuple[str, ...]:
        """Names of the bands of one time step."""
        return self.info.band_names

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """(time, band, y, x)."""
        return self.info.shape

    def read(
        self, bands: Sequence[str | int] | None = None, times: Times = None, window: Window | None = None
    ) -> np.ma.MaskedArray:
        """Pixels as stored, masked where they are nodata or NaN: (time, band, y, x).

        :param bands: names, or places counted from 0; None for all.
        :param times: a slice, or a list of places, datetimes (naive ones are UTC) or UTC days; None for all.
        :param window: column, row, width, height; None for everything.
        :raises InvalidRequest: for bands, times or windows that the stack does not have.
        :raises FileProblem: when the file cannot be read.
        """
        steps, columns = self._choose_steps(times), self._choose_bands(bands)
        column, row, width, height = self._check_window(window)
        numbers = [self.layout.numbers[step][band] for step in steps for band in columns]
        shape = (len(steps), len(columns), height, width)
        values = np.zeros(shape, self.info.dtype) if not numbers else self._read_raster(
            numbers, (column, row, width, height)
        ).reshape(shape)
        return self._mask(values, numbers)

    def profile(self, x: float, y: float, crs: str | None = None) -> np.ma.MaskedArray:
        """All values of the pixel under a point: (time, band).

        :param crs: CRS of the point, x first; None for the stack's own.
        :raises InvalidRequest: when the point lies outside.
        """
        grid = self.info.grid
        if crs is not None and crs != grid.crs:
            x, y = transform_point(x, y, crs, grid.crs)
        place = grid.locate(x, y)
        if place is None:
            raise InvalidRequest("POINT", "outside", x=x, y=y)
        return self.read(window=(*place, 1, 1))[:, :, 0, 0]

    def to_xarray(
        self, bands: Sequence[str | int] | None = None, times: Times = None, window: Window | None = None
    ) -> Any:
        """The same as :meth:`read`, as an ``xarray.DataArray`` with named dimensions time, band, y, x.

        Times are UTC without a zone, as numpy has none. Missing pixels keep the nodata value (in ``_FillValue``).

        :raises ImportError: when xarray is not installed.
        """
        from .xarray_export import to_data_array

        steps, columns = self._choose_steps(times), self._choose_bands(bands)
        place = self._check_window(window)
        return to_data_array(self.info, self.read(columns, steps, place), steps, columns, place, self.path)

    def close(self) -> None:
        """Let go of the file; threads in the middle of a read finish it."""
        self._local = None

    def __enter__(self) -> StackFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _dataset(self) -> gdal.Dataset:
        local = self._local
        if local is None:
            raise FileProblem(self.path, "has been closed", "closed")
        if not hasattr(local, "dataset"):
            local.dataset = open_raster(self.path)
        return local.dataset

    def _read_raster(self, numbers: Sequence[int], window: Window) -> np.ndarray:
        """All bands in one call: (band, y, x)."""
        dataset, dtype = self._dataset(), np.dtype(self.info.dtype)
        content = None
        with GdalErrors() as errors:
            content = dataset.ReadRaster(*window, buf_type=gdal_type(dtype.name), band_list=list(numbers))
        expected = len(numbers) * window[2] * window[3] * dtype.itemsize
        if errors.failures or content is None or len(content) != expected:
            raise FileProblem(self.path, errors.failure or "ends too early", "broken")
        values = np.frombuffer(content, dtype).reshape(len(numbers), window[3], window[2])
        return values if values.flags.writeable else values.copy()

    def mask(self, values: np.ndarray, steps: Sequence[int]) -> np.ma.MaskedArray:
        """Stored values (time, band, y, x) of all bands of some steps, masked where they are nodata or NaN."""
        return self._mask(values, [number for step in steps for number in self.layout.numbers[step]])

    def _mask(self, values: np.ndarray, numbers: Sequence[int]) -> np.ma.MaskedArray:
        mask = np.isnan(values) if values.dtype.kind == "f" else np.zeros(values.shape, bool)
        flat, flat_mask = values.reshape(-1, *values.shape[2:]), mask.reshape(-1, *values.shape[2:])
        nodata = [self.layout.nodata[number - 1] for number in numbers]
        for value in {value for value in nodata if value is not None and value == value}:
            stored = np.array(value).astype(values.dtype) if values.dtype.kind == "f" else value
            if all(other == value for other in nodata):
                mask |= values == stored
            else:
                chosen = np.array([other == value for other in nodata])
                flat_mask[chosen] |= flat[chosen] == stored
        result = np.ma.MaskedArray(values, mask=mask)
        if self.info.nodata is not None:
            result.fill_value = self.info.nodata
        return result

    def _choose_bands(self, bands: Sequence[str | int] | None) -> list[int]:
        if bands is None:
            return list(range(len(self.info.bands)))
        wanted = [bands] if isinstance(bands, (str, int)) else list(bands)
        return [self._find_band(band) for band in wanted]

    def _find_band(self, band: str | int) -> int:
        if isinstance(band, str):
            if band in self.bands:
                return self.bands.index(band)
        elif 0 <= band < len(self.bands):
            return int(band)
        raise InvalidRequest("BANDS", "unknown_band", band=str(band), choices=", ".join(self.bands),
                             collection=self.info.collection)

    def _choose_steps(self, times: Times) -> list[int]:
        count = len(self.info.steps)
        if times is None:
            return list(range(count))
        if isinstance(times, slice):
            return list(range(count)[times])
        wanted = [times] if isinstance(times, (int, np.integer, date)) else list(times)
        return [step for time in wanted for step in self._find_steps(time)]

    def _find_steps(self, time: int | datetime | date) -> list[int]:
        if isinstance(time, (int, np.integer)):
            index = int(time) + (len(self.info.steps) if time < 0 else 0)
            found = [index] if 0 <= index < len(self.info.steps) else []
        elif isinstance(time, datetime):
            instant = time.replace(tzinfo=UTC) if time.tzinfo is None else time
            found = [index for index, step in enumerate(self.times) if step == instant]
        else:
            found = [index for index, step in enumerate(self.times) if step.date() == time]
        if not found:
            text = format_instant(time) if isinstance(time, datetime) and time.tzinfo else str(time)
            raise InvalidRequest("TIMES", "unknown_step", value=text)
        return found

    def _check_window(self, window: Window | None) -> Window:
        width, height = self.info.grid.width, self.info.grid.height
        if window is None:
            return (0, 0, width, height)
        column, row, columns, rows = (int(value) for value in window)
        if column < 0 or row < 0 or columns < 1 or rows < 1 or column + columns > width or row + rows > height:
            raise InvalidRequest("WINDOW", "outside", value=str(tuple(window)), width=width, height=height)
        return (column, row, columns, rows)
