# SPDX-License-Identifier: GPL-2.0-or-later
"""The stack that a request will make, before its pixels are there."""

from __future__ import annotations

from collections.abc import Sequence

from .errors import NoAcquisitions
from .stack import StackBand, StackInfo
from .stack_request import StackRequest
from .stack_script import ScriptBands
from .timeline import TimeStep


def script_bands(request: StackRequest) -> ScriptBands:
    """What the generated script of a request reads and writes."""
    return ScriptBands(
        request.bands, request.band_units, request.sample_type, request.nodata_value, request.selection.mosaicking
    )


def describe_stack(request: StackRequest, steps: Sequence[TimeStep], connection: str, evalscript: str) -> StackInfo:
    """The stack that a request makes, before its pixels are there."""
    collection = request.collection
    catalogued = [collection.find_band(name) if collection else None for name in request.bands]
    bands = tuple(
        StackBand(name, units, band.wavelength_nm if band else None)
        for name, units, band in zip(request.bands, request.band_units, catalogued)
    )
    return StackInfo(
        grid=request.grid,
        steps=tuple(steps),
        bands=bands,
        dtype=request.dtype,
        nodata=request.nodata_value,
        mosaicking=request.selection.mosaicking,
        collection=request.selection.collection,
        connection=connection,
        request_json=request.to_json(),
        evalscript=evalscript,
    )


def no_acquisitions(request: StackRequest) -> NoAcquisitions:
    """The error that names what was asked for."""
    selection = request.selection
    return NoAcquisitions(str(selection.start), str(selection.end), selection.max_cloud_cover_pct)
