# SPDX-License-Identifier: GPL-2.0-or-later
"""What a stack file says about itself, as the text items of its metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from .acquisitions import Acquisition
from .dates import format_instant, parse_instant
from .grid import PixelGrid
from .stack import StackBand, StackInfo
from .timeline import TimeStep

DOMAIN = "TIMESTACK"
VERSION = "1"


def describe_file(info: StackInfo) -> dict[str, str]:
    """The items of the ``TIMESTACK`` domain of the file."""
    items = {
        "VERSION": VERSION,
        "STEPS": _to_json([_step_to_plain(step) for step in info.steps]),
        "BANDS": _to_json([_band_to_plain(band) for band in info.bands]),
        "UNITS": ",".join(dict.fromkeys(band.units for band in info.bands if band.units)),
        "MOSAICKING": info.mosaicking,
        "COLLECTION": info.collection,
        "CONNECTION": info.connection,
        "REQUEST": info.request_json,
        "EVALSCRIPT": info.evalscript.strip(),  # GDAL would drop the leading blanks anyway
    }
    return {key: value for key, value in items.items() if value}


def describe_step(step: TimeStep, band: StackBand) -> tuple[dict[str, str], dict[str, str]]:
    """The items of one raster band: its own ones, and those of GDAL's ``IMAGERY`` domain.

    ``DATETIME`` is the time of the step, ``start_time`` the same in the spelling of EnMAP-Box, which knows no zones;
    ``ACQUISITIONDATETIME`` the moment of the first scene behind it, where known.
    """
    moment = format_instant(step.time)
    own = {"DATETIME": moment, "BAND": band.name, "start_time": moment.rstrip("Z")}
    if band.units:
        own["UNITS"] = band.units
    seen = min((a.time for a in step.acquisitions), default=step.time)
    imagery = {"ACQUISITIONDATETIME": format_instant(seen)}
    if band.wavelength_nm is not None:
        imagery["CENTRAL_WAVELENGTH_UM"] = f"{band.wavelength_nm / 1000:.6g}"
    return own, imagery


def read_description(
    items: Mapping[str, str],
    grid: PixelGrid,
    band_count: int,
    dtype: str,
    nodata: float | None,
    scale: float = 1.0,
    offset: float = 0.0,
) -> StackInfo | None:
    """The stack that the items of :func:`describe_file` tell of.

    :param band_count: raster bands that the file really has.
    :returns: None when the items are missing, broken, or of a file with other bands (a subset made by another tool).
    """
    try:
        steps = tuple(_step_from_plain(plain, items.get("MOSAICKING", "ORBIT")) for plain in json.loads(items["STEPS"]))
        bands = tuple(_band_from_plain(plain) for plain in json.loads(items["BANDS"]))
    except (KeyError, TypeError, ValueError):
        return None
    if not steps or len(steps) * len(bands) != band_count or not is_ascending(steps):
        return None
    return StackInfo(
        grid=grid,
        steps=steps,
        bands=bands,
        dtype=dtype,
        nodata=nodata,
        mosaicking=items.get("MOSAICKING", "ORBIT"),
        collection=items.get("COLLECTION", ""),
        connection=items.get("CONNECTION", ""),
        scale=scale,
        offset=offset,
        request_json=items.get("REQUEST", "{}"),
        evalscript=items.get("EVALSCRIPT", ""),
    )


def is_ascending(steps: Sequence[TimeStep]) -> bool:
    """Whether no step is earlier than the one before it."""
    return all(earlier.time <= later.time for earlier, later in zip(steps, steps[1:]))


def _step_to_plain(step: TimeStep) -> dict[str, object]:
    plain: dict[str, object] = {"time": format_instant(step.time), "key": step.key, "label": step.label}
    if step.tile_id:
        plain["tile_id"] = step.tile_id
    if step.cloud_cover_pct is not None:
        plain["cloud_cover_pct"] = round(step.cloud_cover_pct, 4)
    if step.scenes_mark:
        plain["scenes"] = step.scenes_mark
    return plain


def _step_from_plain(plain: Mapping, mosaicking: str) -> TimeStep:
    """The scenes behind a step are not kept, only their mean cloud cover: it comes back as that of one scene."""
    time, key, tile = parse_instant(plain["time"]), str(plain["key"]), str(plain.get("tile_id", ""))
    cloud = plain.get("cloud_cover_pct")
    scenes = () if cloud is None else (Acquisition(time, key, tile, float(cloud)),)
    return TimeStep(mosaicking, time, key, scenes, tile)


def _band_to_plain(band: StackBand) -> dict[str, object]:
    plain: dict[str, object] = {"name": band.name, "units": band.units}
    if band.wavelength_nm is not None:
        plain["wavelength_nm"] = band.wavelength_nm
    return plain


def _band_from_plain(plain: Mapping) -> StackBand:
    wavelength = plain.get("wavelength_nm")
    return StackBand(str(plain["name"]), str(plain.get("units", "")), None if wavelength is None else float(wavelength))


def _to_json(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
