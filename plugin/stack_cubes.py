# SPDX-License-Identifier: GPL-2.0-or-later
"""From a stack to a cube that xarray and others open with named dimensions: netCDF or Zarr."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from pathlib import Path

import numpy as np

from .bridge.netcdf_cube import NetcdfCube, has_netcdf
from .bridge.projection import is_geographic, open_crs
from .bridge.stack_reader import StackFile
from .bridge.version import plugin_version
from .bridge.zarr_cube import ZarrCube
from .core.cube_description import describe_cube
from .core.errors import FileProblem, InvalidRequest
from .core.progress import Progress, check_cancelled

FORMATS = ("AUTO", "NETCDF", "ZARR")
_ENDINGS = {".nc": "NETCDF", ".nc4": "NETCDF", ".cdf": "NETCDF", ".zarr": "ZARR"}
_CHUNK_PX = 64
_CHUNK_STEPS = 16


def choose_format(name: str, target: Path) -> str:
    """``NETCDF`` or ``ZARR``; by the ending where it is left open. :raises InvalidRequest: when neither is named."""
    if name not in FORMATS:
        raise InvalidRequest("FORMAT", "unknown_choice", value=name, choices=", ".join(FORMATS))
    chosen = _ENDINGS.get(target.suffix.lower(), "") if name == "AUTO" else name
    if not target.name or not chosen:
        raise InvalidRequest("OUTPUT", "no_cube_name", value=str(target))
    if not target.parent.is_dir():
        raise InvalidRequest("OUTPUT", "no_folder", value=str(target.parent))
    if chosen == "NETCDF" and not has_netcdf():
        raise InvalidRequest("FORMAT", "no_netcdf")
    if chosen == "NETCDF" and target.is_dir():
        raise FileProblem(str(target), "is a folder", "is_folder")
    is_foreign = target.is_dir() and any(target.iterdir()) and not (target / ".zgroup").exists()
    if chosen == "ZARR" and (is_foreign or target.is_file()):
        raise InvalidRequest("OUTPUT", "not_a_store", value=str(target))
    return chosen


def export_cube(source: str, target: Path, progress: Progress, wanted: str = "AUTO") -> Path:
    """Write the cube, one variable for each band; nothing appears at the target unless it is whole.

    :raises TimestackError: with what is wrong with a parameter or a file; and a cancel.
    """
    chosen = choose_format(wanted, target)
    temporary = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        with StackFile(source) as stack:
            if target.exists() and os.path.exists(source) and os.path.samefile(source, target):
                raise InvalidRequest("OUTPUT", "output_is_input", value=str(target))
            _write(stack, temporary, chosen, progress)
        _put_in_place(temporary, target)
    finally:
        _remove(temporary)
    return target


def _write(stack: StackFile, path: Path, chosen: str, progress: Progress) -> None:
    info = stack.info
    crs = info.grid.crs
    geographic = bool(crs) and is_geographic(crs)
    cube = describe_cube(info, geographic, _length_unit(crs) if crs and not geographic else "", plugin_version())
    chunk = (
        min(_CHUNK_STEPS, len(info.steps)), min(_CHUNK_PX, info.grid.height), min(_CHUNK_PX, info.grid.width),
    )  # fmt: skip
    out = (NetcdfCube if chosen == "NETCDF" else ZarrCube)(path, info, cube, chunk)
    tiles = list(info.grid.tiles(_CHUNK_PX))
    try:
        for place, (column, row, tile) in enumerate(tiles):
            check_cancelled(progress)
            values = stack.read(window=(column, row, tile.width, tile.height))
            pixels = values.data if info.nodata is None else np.where(
                np.ma.getmaskarray(values), np.array(info.nodata, info.dtype), values.data
            )  # fmt: skip
            for band in range(len(info.bands)):
                out.write(band, row, column, pixels[:, band])
            progress.report((place + 1) / len(tiles))
    except BaseException:
        with contextlib.suppress(FileProblem):  # the first failure counts
            out.close()
        raise
    out.close()


def _length_unit(crs: str) -> str:
    name = open_crs(crs).GetLinearUnitsName().lower()
    return "m" if name in ("metre", "meter", "m") else name.replace(" ", "_")


def _put_in_place(temporary: Path, target: Path) -> None:
    try:
        if target.is_dir():  # an older store is set aside first: folders cannot be replaced in one go
            old = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.old")
            target.rename(old)
            temporary.rename(target)
            shutil.rmtree(old, ignore_errors=True)
        else:
            os.replace(temporary, target)
    except OSError as error:
        raise FileProblem(str(target), str(error), "write_failed") from error


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
