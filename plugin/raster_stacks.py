# SPDX-License-Identifier: GPL-2.0-or-later
"""From dated rasters of any kind to one stack on one grid."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from .bridge.areas import Area, match_grid
from .bridge.projection import normalise_crs, transform_bounds
from .bridge.raster_sources import RasterPiece, RasterSource, first_raster, list_rasters, name_bands, open_sources
from .bridge.source_windows import RESAMPLING, SourceWindows, lattice_offset
from .bridge.stack_file import StackWriter
from .console_arguments import choose_area, choose_day
from .core.dates import format_instant, start_of_day
from .core.errors import FileProblem, InvalidRequest
from .core.grid import Bounds, PixelGrid, align_grid, snap_grid
from .core.name_patterns import NamedDate, NamePattern
from .core.progress import Progress, check_cancelled
from .core.stack import StackInfo
from .core.timeline import ORBIT, TILE, TimeStep
from .stacks import check_target

_WINDOW_PX = 512
_MOST_PX = 2**31 - 1
"""Along a side of a raster, as GDAL counts them."""


@dataclass(frozen=True)
class StackingOrder:
    """What a user asks for."""

    inputs: tuple[str, ...]
    """Files, folders and GDAL names."""

    pattern: str = ""
    dates: Mapping[str, NamedDate] | None = None
    """By file name or path, or the last parts of it, with slashes, with or without ending."""

    bands: tuple[str, ...] = ()
    align_to: str = ""
    crs: str = ""
    resolution: float | None = None
    area: Area | None = None
    resampling: str = "NEAREST"
    merges_days: bool = True
    nodata: float | None = None
    scale: float | None = None
    """What stored numbers are multiplied by, before ``offset`` is added; None for what the rasters say."""

    offset: float | None = None
    is_recursive: bool = False
    """Whether folders within folders are searched too."""


def stacking_order(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    dates: Mapping[str, str | date] | None = None,
    bbox: Sequence[float] | None = None,
    bbox_crs: str = "",
    align: str | os.PathLike[str] = "",
    merge: bool = True,
    recursive: bool = False,
    **options: Any,
) -> StackingOrder:
    """An order as a console gives it: a folder, a file or a list of them, days as dates or texts.

    :raises InvalidRequest: for days that are none.
    """
    paths = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
    named = None if dates is None else {
        name: NamedDate(start_of_day(choose_day("DATES", day)), False) for name, day in dates.items()
    }  # fmt: skip
    bands = options.get("bands") or ()
    options["bands"] = tuple(bands.split(",") if isinstance(bands, str) else bands)
    area = choose_area(bbox, bbox_crs or options.get("crs", ""), "")
    return StackingOrder(
        tuple(os.fspath(path) for path in paths), dates=named, area=area, align_to=os.fspath(align), merges_days=merge,
        is_recursive=recursive, **options,
    )  # fmt: skip


def stack_rasters(order: StackingOrder, target: Path, progress: Progress) -> StackInfo:
    """Write the stack; nothing appears at the target unless it is whole. The first file given wins where several
    cover a pixel on the same day.

    :raises TimestackError: with what is wrong with a parameter or a file; and a cancel.
    """
    check_target(target)
    if order.resampling not in RESAMPLING:
        raise InvalidRequest("RESAMPLING", "unknown_choice", value=order.resampling, choices=", ".join(RESAMPLING))
    if order.scale == 0:
        raise InvalidRequest("SCALE", "number_not_in_range", value=0, low="1e-12", high="1e12")
    names = [name.strip() for name in order.bands if name.strip()]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise InvalidRequest("BANDS", "band_twice", band=name)
    sources = name_bands(_open_all(order, progress), names)
    sources = [_with_meaning(source, order) for source in sources]
    if any(_is_same_file(source.path, target) for source in sources):
        raise InvalidRequest("OUTPUT", "output_is_input", value=str(target))
    grid = _choose_grid(order, sources)
    _check_grid(order, grid, sources)
    info, slots = _plan(order, sources, grid, progress)
    windows = SourceWindows(grid, order.resampling, info.dtype, info.nodata)
    by_path = {source.path: source for source in sources}
    with StackWriter(target, info) as writer:
        tiles = list(grid.tiles(_WINDOW_PX))
        for step in range(len(info.steps)):
            for place, (column, row, tile) in enumerate(tiles):
                check_cancelled(progress)
                block = np.stack([
                    _merge([(by_path[piece.path], piece.number) for piece in slots.get((step, band.name), ())],
                           windows, info, (column, row, tile.width, tile.height))
                    for band in info.bands
                ])  # fmt: skip
                writer.write(step, column, row, block)
                progress.report((step * len(tiles) + place + 1) / (len(info.steps) * len(tiles)))
        writer.commit()
    if windows.lost:
        progress.tell(f"{windows.lost} values equal the no-data value {info.nodata:g} of the stack and are no data now")
    return info


def _open_all(order: StackingOrder, progress: Progress) -> list[RasterSource]:
    pattern = NamePattern(order.pattern) if order.pattern else None

    paths = list(_list_all(order))
    if not paths:
        has_more = not order.is_recursive and any(
            first_raster(folder) for folder in order.inputs if os.path.isdir(folder)
        )
        raise InvalidRequest("INPUT", "rasters_deeper" if has_more else "no_rasters")
    sources: list[RasterSource] = []
    for path, root in paths:
        check_cancelled(progress)
        given = _given_date(order, pattern, path, root)
        sources += open_sources(path, None if given is None else _Told(given), root)
    return sources


def _with_meaning(source: RasterSource, order: StackingOrder) -> RasterSource:
    scale = source.scale if order.scale is None else order.scale
    return replace(source, scale=scale, offset=source.offset if order.offset is None else order.offset)


@dataclass(frozen=True)
class _Told:
    """The date of a file that a table or a pattern tells."""

    date: NamedDate

    def __call__(self, path: str) -> NamedDate:
        return self.date


def _list_all(order: StackingOrder) -> Iterator[tuple[str, str]]:
    """(path, folder that it was found in, empty for a file that was given)."""
    for text in order.inputs:
        if os.path.isdir(text):
            yield from ((path, text) for path in list_rasters(text, order.is_recursive))
        else:
            yield text, ""


def _given_date(order: StackingOrder, pattern: NamePattern | None, path: str, root: str) -> NamedDate | None:
    """The date that the table, else the pattern tells; None where there is neither.

    :raises TimestackError: when they do not know the file.
    """
    name = Path(path).name
    within = Path(path).relative_to(root).as_posix() if root else name
    if order.dates is not None:
        parts = Path(path).parts
        endings = ["/".join(parts[first:]) for first in range(len(parts))]
        keys = [key for ending in endings for key in (ending, os.path.splitext(ending)[0])]
        found = next((order.dates[key] for key in keys if key in order.dates), None)
        if found is None:
            raise FileProblem(within, "is not in the table", "not_in_table")
        return found
    if pattern is None:
        return None
    found = pattern.read(name) or pattern.read(within)
    if found is None:
        raise InvalidRequest("PATTERN", "pattern_without_date", value=order.pattern, name=within)
    return found


def _is_same_file(path: str, target: Path) -> bool:
    return os.path.exists(path) and target.exists() and os.path.samefile(path, target)


def _choose_grid(order: StackingOrder, sources: Sequence[RasterSource]) -> PixelGrid:
    """The grid of ALIGN; else the wanted CRS and resolution; else the lattice of the first raster, around all."""
    if order.align_to:
        return match_grid(order.area, order.align_to)
    first = sources[0].grid
    lacking = [source.path for source in sources if not source.grid.crs]
    if lacking and len(lacking) < len(sources):
        raise FileProblem(lacking[0], "has no coordinate reference system", "no_crs_in_file")
    if lacking and order.crs:
        raise FileProblem(lacking[0], "has no coordinate reference system", "no_crs_in_file")
    crs = normalise_crs(order.crs) if order.crs else first.crs
    bounds = _bounds(order, sources, crs)
    if order.resolution is not None:
        return snap_grid(bounds, crs, order.resolution)
    if crs == first.crs:
        return align_grid(bounds, first)
    own = transform_bounds(first.bounds, first.crs, crs)
    diagonal = float(np.hypot(own[2] - own[0], own[3] - own[1]) / np.hypot(first.width, first.height))
    return snap_grid(bounds, crs, float(f"{diagonal:.3g}"))


def _bounds(order: StackingOrder, sources: Sequence[RasterSource], crs: str) -> Bounds:
    if order.area is not None:
        return transform_bounds(order.area.bounds, order.area.crs, crs)
    boxes = [
        source.grid.bounds if source.grid.crs == crs else transform_bounds(source.grid.bounds, source.grid.crs, crs)
        for source in sources
    ]
    low, high = np.min(boxes, axis=0), np.max(boxes, axis=0)
    return float(low[0]), float(low[1]), float(high[2]), float(high[3])


def _check_grid(order: StackingOrder, grid: PixelGrid, sources: Sequence[RasterSource]) -> None:
    """:raises InvalidRequest: for more pixels than a file can have, or a place where none of the rasters is."""
    xmin, ymin, xmax, ymax = grid.bounds
    if max(grid.width, grid.height) > _MOST_PX:
        side = max(xmax - xmin, ymax - ymin)
        raise InvalidRequest(
            "RESOLUTION", "number_not_in_range", value=f"{grid.pixel_width:g}", low=f"{side / _MOST_PX:.1g}",
            high=f"{side:g}",
        )  # fmt: skip
    for source in sources:
        try:
            own = source.grid
            box = own.bounds if own.crs == grid.crs else transform_bounds(own.bounds, own.crs, grid.crs)
        except InvalidRequest:  # the warper may still find a way
            return
        if box[0] < xmax and box[2] > xmin and box[1] < ymax and box[3] > ymin:
            return
    raise InvalidRequest("ALIGN" if order.area is None else "EXTENT", "outside")


Slots = dict[tuple[int, str], list[RasterPiece]]


def _plan(
    order: StackingOrder, sources: Sequence[RasterSource], grid: PixelGrid, progress: Progress
) -> tuple[StackInfo, Slots]:
    """What the stack will be, and which pieces make each band of each step."""
    pieces = [piece for source in sources for piece in source.pieces]
    has_clock = any(piece.has_clock for piece in pieces) and not order.merges_days
    kind = TILE if has_clock else ORBIT

    def instant(piece: RasterPiece) -> datetime:
        return piece.time if has_clock else start_of_day(piece.time.date())

    times = sorted({instant(piece) for piece in pieces})
    steps = tuple(TimeStep(kind, time, format_instant(time) if has_clock else f"{time:%Y-%m-%d}") for time in times)
    bands = {piece.band.name: piece.band for piece in reversed(pieces)}
    names = list(dict.fromkeys(piece.band.name for piece in pieces))
    slots: Slots = {}
    for piece in pieces:
        slots.setdefault((times.index(instant(piece)), piece.band.name), []).append(piece)
    missing = [f"{step.label} {name}" for place, step in enumerate(steps) for name in names
               if (place, name) not in slots]  # fmt: skip
    if missing:
        progress.tell(f"without a raster, and so without data: {', '.join(missing[:50])}")
    shared = sum(len(found) - 1 for found in slots.values())
    if shared:
        progress.tell(f"{shared} bands share their day with another of this name and fill only what it lacks")
    meanings = {(source.scale, source.offset) for source in sources}
    if len(meanings) > 1:
        other = next(
            source for source in sources if (source.scale, source.offset) != (sources[0].scale, sources[0].offset)
        )
        raise FileProblem(other.path, f"scale {other.scale:g} and offset {other.offset:g}", "mixed_scales")
    dtype = str(np.result_type(*(np.dtype(source.dtype) for source in sources)).name)
    nodata = _choose_nodata(order, sources, grid, dtype, bool(missing))
    info = StackInfo(
        grid, steps, tuple(bands[name] for name in names), dtype, nodata, mosaicking=kind,
        scale=sources[0].scale, offset=sources[0].offset,
    )  # fmt: skip
    return info, slots


def _choose_nodata(
    order: StackingOrder, sources: Sequence[RasterSource], grid: PixelGrid, dtype: str, has_gaps: bool
) -> float | None:
    """The wanted value; else that of the rasters; else one that suits the type where pixels can be missing."""
    kind = np.dtype(dtype)
    candidates = [order.nodata] if order.nodata is not None else [source.nodata for source in sources]
    for value in candidates:
        if value is None:
            continue
        if kind.kind == "f" or (float(value).is_integer() and np.iinfo(kind).min <= value <= np.iinfo(kind).max):
            return float(value)
        if order.nodata is not None:
            raise InvalidRequest("NODATA", "outside_sample_type", value=value, sample_type=dtype.upper())
    size = (grid.width, grid.height)
    fits = all(
        not source.is_turned
        and lattice_offset(source.grid, grid) == (0, 0)
        and (source.grid.width, source.grid.height) == size
        for source in sources
    )
    if fits and not has_gaps and kind.kind != "f":
        return None
    return float("nan") if kind.kind == "f" else 0.0 if kind.kind == "u" else float(np.iinfo(kind).min)


def _merge(
    pieces: Sequence[tuple[RasterSource, int]], windows: SourceWindows, info: StackInfo,
    window: tuple[int, int, int, int],
) -> np.ndarray:  # fmt: skip
    """A window of one band of one step: the first raster that has data counts."""
    dtype, nodata = np.dtype(info.dtype), info.nodata
    merged = np.full((window[3], window[2]), 0 if nodata is None else nodata, dtype)
    for place, (source, number) in enumerate(pieces):
        values = windows.read(source, number, *window)
        if place == 0 or nodata is None:
            merged = values
            if nodata is None:
                break
            continue
        gaps = np.isnan(merged) if nodata != nodata else merged == dtype.type(nodata)
        if not gaps.any():
            break
        merged[gaps] = values[gaps]
    return merged
