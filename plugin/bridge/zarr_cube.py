# SPDX-License-Identifier: GPL-2.0-or-later
"""Writing a cube as a Zarr store, version 2 (the specification at zarr-specs.readthedocs.io), as xarray reads it.

Every chunk is a file of its own, deflated by zlib, so nothing but Python is needed: GDAL before 3.8 leaves out the
names of dimensions that xarray asks for.
"""

from __future__ import annotations

import json
import math
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from ..core.cube_description import DIMENSIONS, Attributes, CubeDescription
from ..core.errors import FileProblem
from ..core.stack import StackInfo
from .projection import open_crs

_LEVEL = 1
_GRID_MAPPING = "spatial_ref"


class ZarrCube:
    """A Zarr store in the making; :meth:`close` before it is used."""

    def __init__(self, path: Path, info: StackInfo, cube: CubeDescription, chunk: tuple[int, int, int]) -> None:
        """:raises FileProblem: when it cannot be made."""
        self._path, self._info, self._cube, self._chunk = path, info, cube, chunk
        self._dtype = np.dtype(info.dtype).newbyteorder("<" if np.dtype(info.dtype).itemsize > 1 else "|")
        self._listed: dict[str, Any] = {}
        try:
            path.mkdir()
            self._build()
        except OSError as error:
            raise FileProblem(str(path), str(error), "write_failed") from error

    def write(self, band: int, row: int, column: int, values: np.ndarray) -> None:
        """All times of a window of one band, (time, y, x), that begins where chunks begin.

        :raises FileProblem: when the disk fails.
        """
        depth, height, width = self._chunk
        for first in range(0, values.shape[0], depth):
            for top in range(0, values.shape[1], height):
                for left in range(0, values.shape[2], width):
                    piece = values[first : first + depth, top : top + height, left : left + width]
                    whole = np.full(self._chunk, self._fill(), self._dtype)  # chunks at the edges are whole too
                    whole[: piece.shape[0], : piece.shape[1], : piece.shape[2]] = piece
                    name = f"{first // depth}.{(row + top) // height}.{(column + left) // width}"
                    self._put(f"{self._cube.names[band]}/{name}", zlib.compress(whole.tobytes(), _LEVEL))

    def close(self) -> None:
        """Write the list of everything. :raises FileProblem: when the disk fails."""
        self._put_json(".zmetadata", {"metadata": dict(self._listed), "zarr_consolidated_format": 1})

    def _build(self) -> None:
        self._put_json(".zgroup", {"zarr_format": 2})
        self._put_json(".zattrs", self._cube.general)
        for axis in self._cube.axes:
            values = np.ascontiguousarray(axis.values, "<f8")
            self._add_array(axis.name, "<f8", values.shape, values.shape, None, axis.attributes, (axis.name,))
            self._put(f"{axis.name}/0", zlib.compress(values.tobytes(), _LEVEL))
        mapping: Attributes = {}
        if self._info.grid.crs:
            wkt = open_crs(self._info.grid.crs).ExportToWkt()
            self._add_array(_GRID_MAPPING, "<i4", (), (), None, {"crs_wkt": wkt, "spatial_ref": wkt}, ())
            self._put(f"{_GRID_MAPPING}/0", zlib.compress(np.zeros((), "<i4").tobytes(), _LEVEL))
            mapping = {"grid_mapping": _GRID_MAPPING}
        if (self._info.scale, self._info.offset) != (1.0, 0.0):
            mapping.update(scale_factor=self._info.scale, add_offset=self._info.offset)
        shape = tuple(len(axis.values) for axis in self._cube.axes)
        for name, attributes, units in zip(self._cube.names, self._cube.attributes, self._cube.units):
            self._add_array(name, self._dtype.str, shape, self._chunk, self._info.nodata,
                            {**attributes, "units": units, **mapping}, DIMENSIONS)  # fmt: skip

    def _add_array(
        self, name: str, dtype: str, shape: tuple[int, ...], chunk: tuple[int, ...], fill: float | None,
        attributes: Attributes, dimensions: tuple[str, ...],
    ) -> None:  # fmt: skip
        (self._path / name).mkdir()
        self._put_json(f"{name}/.zarray", {
            "zarr_format": 2, "shape": list(shape), "chunks": list(chunk), "dtype": dtype, "order": "C",
            "compressor": {"id": "zlib", "level": _LEVEL}, "filters": None, "fill_value": _plain_fill(fill, dtype),
        })  # fmt: skip
        self._put_json(f"{name}/.zattrs", {**attributes, "_ARRAY_DIMENSIONS": list(dimensions)})

    def _fill(self) -> float:
        return 0 if self._info.nodata is None else self._info.nodata

    def _put_json(self, name: str, content: Any) -> None:
        if name != ".zmetadata":
            self._listed[name] = content
        self._put(name, json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8"))

    def _put(self, name: str, content: bytes) -> None:
        try:
            (self._path / name).write_bytes(content)
        except OSError as error:
            raise FileProblem(str(self._path), str(error), "write_failed") from error


def _plain_fill(fill: float | None, dtype: str) -> Any:
    """As JSON has it: NaN and infinities as words, whole numbers without a point."""
    if fill is None:
        return None
    if math.isnan(fill):
        return "NaN"
    if math.isinf(fill):
        return "Infinity" if fill > 0 else "-Infinity"
    return float(fill) if np.dtype(dtype).kind == "f" else int(fill)
