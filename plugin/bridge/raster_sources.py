# SPDX-License-Identifier: GPL-2.0-or-later
"""Dated rasters of all kinds as pieces of a stack to be: which file holds which band of which date."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from osgeo import gdal

from ..core.date_texts import DoubtfulDate, find_date
from ..core.errors import FileProblem
from ..core.grid import PixelGrid
from ..core.name_patterns import NamedDate, tell_bands_apart
from ..core.stack import StackBand
from .gdal_errors import GdalErrors
from .gdal_types import numpy_type
from .stack_layout import StackLayout, open_raster, read_crs, read_grid, read_layout
from .turned_rasters import north_up_grid

_NO_RASTERS = (".xml", ".hdr", ".ovr", ".json", ".txt", ".csv", ".qml", ".qgz", ".qgs", ".html", ".md")
_NUMBERS = re.compile(r"(?<!\d)(?:\d{1,4}[-_./]\d{1,2}[-_./]\d{1,4}|\d{6,8})(?!\d)")
DateOf = Callable[[str], "NamedDate | None"]


@dataclass(frozen=True)
class RasterPiece:
    """One band of one date, and where it is."""

    time: datetime
    has_clock: bool
    band: StackBand
    """Its name is empty where nothing tells it."""

    path: str
    """File, or GDAL's name of a variable in one."""

    number: int
    """GDAL's band number, from 1."""


@dataclass(frozen=True)
class RasterSource:
    """A raster whose pieces have one grid and one meaning of their values."""

    path: str
    grid: PixelGrid
    dtype: str
    nodata: float | None
    scale: float
    offset: float
    pieces: tuple[RasterPiece, ...]
    is_turned: bool = False
    """It is not north up: ``grid`` is the one that lies around it, not that of its own pixels."""


def list_rasters(folder: str, is_recursive: bool = False) -> list[str]:
    """The rasters in a folder, by name; those in the folders within it come behind them."""
    return list(_find_rasters(folder, is_recursive))


def first_raster(folder: str) -> str | None:
    """Any raster of a folder or of those within it; None where there is none."""
    return next(_find_rasters(folder, is_recursive=True), None)


def _find_rasters(folder: str, is_recursive: bool) -> Iterator[str]:
    folders = []
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        name = entry.name.lower()
        if name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            folders.append(entry.path)
        if not entry.is_file() or name.endswith((*_NO_RASTERS, ".profile.tif")):
            continue
        driver = None
        with GdalErrors():
            driver = gdal.IdentifyDriverEx(entry.path, gdal.OF_RASTER)
        if driver is not None:
            yield entry.path
    for inner in folders if is_recursive else ():
        yield from _find_rasters(inner, is_recursive)


def open_sources(path: str, date_of: DateOf | None, root: str = "") -> list[RasterSource]:
    """The raster in a file, or its variables.

    :param date_of: the date of a file by its name; None to find it in the file. A file that tells dates for its bands
        is read by these where ``date_of`` gives none.
    :param root: a folder; those between it and the file may tell the date too.
    :raises FileProblem: when it cannot be read or has no date (rule ``no_date_in_file``).
    """
    with GdalErrors():
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
    variables = [name for name, _ in dataset.GetSubDatasets()] if dataset is not None else []
    if dataset is None or (dataset.RasterCount == 0 and len(variables) < 2):
        dataset, variables = open_raster(path), []
    if dataset.RasterCount == 0:
        found = [source for name in variables if (source := _open_variable(name, path, date_of, root)) is not None]
        if not found:
            raise FileProblem(path, "has no variable that lies anywhere", "not_georeferenced")
        return found
    return [_read_source(dataset, path, path, date_of, root)]


def _open_variable(name: str, path: str, date_of: DateOf | None, root: str) -> RasterSource | None:
    """None for variables that are no pictures, such as a table of coordinates."""
    dataset = open_raster(name)
    if dataset.GetGeoTransform(can_return_null=True) is None:
        return None
    return _read_source(dataset, name, path, date_of, root)


def _read_source(dataset: gdal.Dataset, name: str, path: str, date_of: DateOf | None, root: str) -> RasterSource:
    turned = north_up_grid(dataset, read_crs(dataset))
    given = date_of(path) if date_of is not None else None
    if given is None:
        try:
            return _of_layout(read_layout(dataset, name, turned), name, turned is not None)
        except FileProblem as error:
            if error.rule not in ("no_dates", "some_undated"):
                raise
            given = _date_in_name(path) or _date_in_folders(path, root)
            if given is None or error.rule == "some_undated":
                raise FileProblem(path, error.reason, "no_date_in_file") from error
    return _of_date(dataset, name, path, given, turned)


def _of_layout(layout: StackLayout, name: str, is_turned: bool) -> RasterSource:
    info = layout.info
    pieces = tuple(
        RasterPiece(step.time, step.mosaicking == "TILE", band, name, layout.numbers[place][column])
        for place, step in enumerate(info.steps)
        for column, band in enumerate(info.bands)
    )
    if len(info.bands) == 1 and info.bands[0].name == "band1":
        pieces = tuple(replace(piece, band=replace(piece.band, name="")) for piece in pieces)
    return RasterSource(name, info.grid, info.dtype, info.nodata, info.scale, info.offset, pieces, is_turned)


def _of_date(dataset: gdal.Dataset, name: str, path: str, given: NamedDate, turned: PixelGrid | None) -> RasterSource:
    first = dataset.GetRasterBand(1)
    dtype = numpy_type(first.DataType)
    if dtype is None:
        raise FileProblem(path, "holds complex numbers", "sample_type")
    pieces = []
    for number in range(1, dataset.RasterCount + 1):
        text = dataset.GetRasterBand(number).GetDescription() or ""
        is_single = dataset.RasterCount == 1
        band = given.band if is_single and given.band else "" if is_single and _has_date(text) else text
        band = band or ("" if is_single else f"band{number}")
        pieces.append(RasterPiece(given.time, given.has_clock, StackBand(band), name, number))
    scale, offset = first.GetScale(), first.GetOffset()
    return RasterSource(
        name, turned or read_grid(dataset, path), dtype, first.GetNoDataValue(), 1.0 if scale is None else scale,
        offset or 0.0, tuple(pieces), turned is not None,
    )  # fmt: skip


def _has_date(text: str) -> bool:
    try:
        return find_date(text) is not None
    except DoubtfulDate:
        return True


def _date_in_name(path: str, text: str = "") -> NamedDate | None:
    try:
        found = find_date(text or Path(path).stem)
    except DoubtfulDate as error:
        raise FileProblem(path, str(error), "doubtful_dates") from error
    return None if found is None else NamedDate(found.time, found.has_clock)


def _date_in_folders(path: str, root: str) -> NamedDate | None:
    """From the folders between a root and a file, the innermost that names one."""
    if not root:
        return None
    for folder in Path(path).parent.relative_to(root).parts[::-1]:
        found = _date_in_name(path, folder)
        if found is not None:
            return found
    return None


def name_bands(sources: Sequence[RasterSource], names: Sequence[str]) -> list[RasterSource]:
    """Give every piece the name of its band: those wanted, in the order of each file, or what the files tell.

    Names that the files tell choose among their bands.

    :raises FileProblem: rule ``other_band_count``, when a file has another number of bands than names are given.
    """
    if names:
        chosen = _choose(sources, names)
        return chosen or [_rename(source, names) for source in sources]
    return _name_nameless(sources)


def _choose(sources: Sequence[RasterSource], names: Sequence[str]) -> list[RasterSource]:
    """Some of the bands, where the names wanted are those that the files tell; none where they are new names."""
    told = _name_nameless(sources)
    if not set(names) <= {piece.band.name for source in told for piece in source.pieces}:
        return []
    chosen = [
        replace(source, pieces=tuple(piece for piece in source.pieces if piece.band.name in names)) for source in told
    ]
    return [source for source in chosen if source.pieces]


def _name_nameless(sources: Sequence[RasterSource]) -> list[RasterSource]:
    nameless = [source for source in sources if all(not piece.band.name for piece in source.pieces)]
    rests = []
    for source in nameless:
        rests.append(_without_date(Path(source.path).stem) if len(source.pieces) == 1 else Path(source.path).stem)
    found_names = tell_bands_apart(rests, [source.pieces[0].time.date() for source in nameless])
    by_path = {source.path: name or "band1" for source, name in zip(nameless, found_names)}
    return [_rename_nameless(source, by_path.get(source.path, "band1")) for source in sources]


def _without_date(name: str) -> str:
    try:
        found = find_date(name)
    except DoubtfulDate:  # a pattern or a table has settled it
        return _NUMBERS.sub(" ", name)
    return name if found is None else found.rest


def _rename_nameless(source: RasterSource, name: str) -> RasterSource:
    pieces = tuple(
        piece if piece.band.name else replace(piece, band=replace(piece.band, name=name)) for piece in source.pieces
    )
    return replace(source, pieces=pieces)


def _rename(source: RasterSource, names: Sequence[str]) -> RasterSource:
    own = list(dict.fromkeys(piece.band.name for piece in source.pieces))
    if set(own) <= set(names) and all(own):
        return source
    if len(own) != len(names):
        raise FileProblem(source.path, f"{len(own)} and not {len(names)}", "other_band_count")
    renamed = dict(zip(own, names))
    return replace(source, pieces=tuple(
        replace(piece, band=replace(piece.band, name=renamed[piece.band.name])) for piece in source.pieces
    ))  # fmt: skip
