# SPDX-License-Identifier: GPL-2.0-or-later
"""What a stack in the console can be turned into: tables, folders, cubes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .console_arguments import in_words
from .core.progress import Progress, SilentProgress
from .stack_cubes import export_cube
from .stack_parts import split_stack
from .stack_samples import sample_rows
from .stack_tools.bands import split_names
from .stack_zones import zonal_rows


class StackTables:
    """Methods of the console's stack, by the names of the algorithms."""

    path: str

    @in_words
    def samplestack(
        self,
        points: Mapping[Any, Sequence[float]] | Sequence[Sequence[float]],
        crs: str = "",
        bands: str | Sequence[str] = (),
        wide: bool = False,
        progress: Progress | None = None,
    ) -> list[dict[str, Any]]:
        """The values of points, one dictionary for each point, date and band: id, datetime, date, band, value.

        Values are physical; None outside the stack and without data. ``pandas.DataFrame`` takes the result as it is.

        :param points: (x, y) each; a mapping gives them names, a list numbers from 0.
        :param crs: of the points, x first whatever the CRS says; empty for that of the stack.
        :param wide: one dictionary for each point and date, with a key for each band.
        :raises TimestackError: with one sentence that names what to change.
        """
        rows = sample_rows(self.path, points, crs, split_names(bands), progress or SilentProgress())
        return _widen(rows) if wide else rows

    @in_words
    def zonaltimeseries(
        self,
        zones: Mapping[Any, str] | Sequence[str],
        crs: str = "",
        bands: str | Sequence[str] = (),
        statistics: str | Sequence[str] = (),
        progress: Progress | None = None,
    ) -> list[dict[str, Any]]:
        """Statistics of polygons, one dictionary for each polygon, date and band: id, datetime, date, band, mean …

        Pixels count by the exact share of them that lies inside. None where there is no data.

        :param zones: polygons as texts in WKT; a mapping gives them names, a list numbers from 0.
        :param statistics: out of :data:`.core.weighted_statistics.STATISTICS`; empty for all.
        :raises TimestackError: with one sentence that names what to change.
        """
        names, wanted = split_names(bands), split_names(statistics)
        return zonal_rows(self.path, zones, crs, names, wanted, progress or SilentProgress())

    @in_words
    def splitstack(
        self, output: str | os.PathLike[str], by: str = "DATE", progress: Progress | None = None
    ) -> list[Path]:
        """Write a GeoTIFF for each date or band (``by="BAND"``) into a folder; the files.

        :raises TimestackError: with one sentence that names what to change; no file is left then.
        """
        return split_stack(self.path, Path(output), by, progress or SilentProgress())

    @in_words
    def exportcube(
        self, output: str | os.PathLike[str], format: str = "AUTO", progress: Progress | None = None
    ) -> Path:
        """Write the stack as netCDF (``.nc``) or Zarr (``.zarr``), one variable for each band over time, y and x.

        :raises TimestackError: with one sentence that names what to change; no file is left then.
        """
        return export_cube(self.path, Path(output), progress or SilentProgress(), format)


def _widen(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of one point and date follow each other, band by band."""
    wide: list[dict[str, Any]] = []
    for row in rows:
        is_next = not wide or wide[-1]["id"] != row["id"] or wide[-1]["datetime"] != row["datetime"]
        if is_next or row["band"] in wide[-1]:
            wide.append({key: row[key] for key in ("id", "datetime", "date")})
        wide[-1][row["band"]] = row["value"]
    return wide
