# SPDX-License-Identifier: GPL-2.0-or-later
"""The console API: the same use cases as the toolbox, with friendly arguments (DESIGN section 7)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .bridge.place_pixels import Place
from .bridge.stack_reader import StackFile
from .composites import CompositeOrder, fetch_composite_to_file
from .connections import DEMO, resolve_connection
from .console_arguments import choose_area, choose_day, choose_scenes, in_words, write_wkt
from .console_tables import StackTables
from .core.dates import UTC
from .core.estimate import Estimate
from .core.place_sampling import STATISTICS, series_rows
from .core.progress import Progress, SilentProgress
from .estimates import estimate_order
from .extension import ExtensionOrder, extend_to_file
from .place_series import SeriesOrder, fetch_series
from .raster_stacks import stack_rasters, stacking_order
from .stack_tools.console import StackTools
from .stacks import StackOrder, fetch_to_file, read_script

if TYPE_CHECKING:
    from qgis.core import QgsRasterLayer


class Stack(StackFile, StackTables, StackTools):
    """A stack on disk, with what a console user expects of it.

    ``times``, ``bands``, ``shape`` (time, band, y, x), ``read``, ``profile``, ``to_xarray`` as in
    :class:`.bridge.stack_reader.StackFile`.
    """

    read = in_words(StackFile.read)
    profile = in_words(StackFile.profile)

    @staticmethod
    def stackfromrasters(*args: Any, **kwargs: Any) -> Stack:
        """As the function of this name."""
        return stackfromrasters(*args, **kwargs)

    def add_to_project(self, name: str | None = None) -> QgsRasterLayer:
        """Add the stack to the current project as one layer that follows the Temporal Controller."""
        from qgis.core import QgsProject

        from .bridge.layers import build_stack_layer

        layer = build_stack_layer(self.path, name)
        QgsProject.instance().addMapLayer(layer)
        return layer

    def __repr__(self) -> str:
        times, bands, height, width = self.shape
        return f"<Stack {self.path}: {times} times x {bands} bands x {height} x {width}>"


@in_words
def open_stack(path: str | os.PathLike[str]) -> Stack:
    """Open a stack, or any raster whose bands tell their dates.

    :raises FileProblem: when the file cannot be read or tells no dates.
    """
    return Stack(path)


@in_words
def stackfromrasters(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    output: str | os.PathLike[str],
    progress: Progress | None = None,
    **options: Any,
) -> Stack:
    """Make one stack of dated rasters and open it; a folder, a file, or a list of them.

    Options: ``pattern``, ``dates`` (by file name), ``bands``, ``align``, ``crs``, ``resolution``, ``bbox`` with
    ``bbox_crs``, ``resampling``, ``merge`` (rasters of one day), ``nodata``, ``scale``, ``offset``, ``recursive``.

    :raises TimestackError: with one sentence that names what to change; no file is left under ``output`` then.
    """
    stack_rasters(stacking_order(inputs, **options), Path(output), progress or SilentProgress())
    return Stack(output)


@in_words
def fetch_stack(
    *,
    output: str | os.PathLike[str],
    bands: Sequence[str],
    start: str | date,
    end: str | date,
    bbox: Sequence[float] | None = None,
    crs: str = "EPSG:4326",
    connection: str = DEMO,
    collection: str = "",
    mosaicking: str = "ORBIT",
    resolution: float = 10.0,
    target_crs: str = "",
    align_to: str | os.PathLike[str] = "",
    mask_wkt: str = "",
    units: str = "DN",
    sample_type: str = "UINT16",
    nodata: float | None = None,
    max_cloud_cover: float = 100.0,
    scenes: str = "all",
    months: Sequence[int] = (),
    dates: Sequence[str | date] = (),
    resampling: str = "NEAREST",
    evalscript: str = "",
    layer: str = "",
    progress: Progress | None = None,
) -> Stack:
    """Fetch every acquisition of an area and time range into one stack file and open it.

    :param bbox: xmin, ymin, xmax, ymax in ``crs``, x (longitude) first whatever the CRS says.
    :param start: first UTC day, inclusive; :param end: last UTC day, inclusive.
    :param connection: ``demo``, a folder of scenes, or a service address.
    :param target_crs: CRS of the stack; empty keeps a UTM ``crs`` and chooses the UTM zone otherwise.
    :param align_to: a raster whose lattice the stack takes instead of ``resolution`` and ``target_crs``.
    :param max_cloud_cover: percent, per source tile.
    :raises TimestackError: with one sentence that names what to change; no file is left under ``output`` then.
    """
    order = _stack_order(
        bands, start, end, bbox, crs, connection, collection, mosaicking, resolution, target_crs, align_to, mask_wkt,
        units, sample_type, nodata, max_cloud_cover, scenes, months, dates, resampling, evalscript, layer,
    )  # fmt: skip
    outcome = fetch_to_file(order, Path(output), progress or SilentProgress())
    return Stack(outcome.path)


@in_words
def estimate_cost(*, progress: Progress | None = None, **arguments: Any) -> Estimate:
    """What :func:`fetch_stack` would cost with the same arguments, of which ``output`` is left out.

    Asks for the list of scenes and fetches no pixels. The result tells ``units``, ``requests``, ``wire_bytes``,
    ``disk_bytes``, ``minutes``, ``steps`` and ``savings``.

    :raises TimestackError: with one sentence that names what to change.
    """
    return estimate_order(_stack_order(**arguments), progress or SilentProgress())


def _stack_order(
    bands: Sequence[str],
    start: str | date,
    end: str | date,
    bbox: Sequence[float] | None = None,
    crs: str = "EPSG:4326",
    connection: str = DEMO,
    collection: str = "",
    mosaicking: str = "ORBIT",
    resolution: float = 10.0,
    target_crs: str = "",
    align_to: str | os.PathLike[str] = "",
    mask_wkt: str = "",
    units: str = "DN",
    sample_type: str = "UINT16",
    nodata: float | None = None,
    max_cloud_cover: float = 100.0,
    scenes: str = "all",
    months: Sequence[int] = (),
    dates: Sequence[str | date] = (),
    resampling: str = "NEAREST",
    evalscript: str = "",
    layer: str = "",
) -> StackOrder:
    """The arguments of :func:`fetch_stack` as an order."""
    return StackOrder(
        connection=(place := resolve_connection(connection)),
        selection=choose_scenes(place, collection, (start, end), mosaicking, max_cloud_cover, scenes, months, dates),
        area=choose_area(bbox, crs, mask_wkt),
        bands=tuple(bands),
        units=units,
        sample_type=sample_type,
        nodata=nodata,
        resolution=resolution,
        crs=target_crs,
        align_to=str(align_to) if align_to else "",
        resampling=resampling,
        evalscript=read_script(evalscript),
        layer=layer,
    )


@in_words
def extend_stack(
    stack: str | os.PathLike[str] | StackFile,
    *,
    end: str | date | None = None,
    connection: str = "",
    output: str | os.PathLike[str] = "",
    progress: Progress | None = None,
) -> Stack:
    """Bring a stack up to a later day by fetching only what is new, and open it.

    :param end: last UTC day, inclusive; None is today.
    :param connection: where to ask; empty where the stack was fetched, if that can be told.
    :param output: where to write; empty puts the new stack in the old one's place.
    :raises TimestackError: with one sentence that names what to change; the old file is untouched then.
    """
    order = ExtensionOrder(
        source=stack.path if isinstance(stack, StackFile) else os.fspath(stack),
        end=datetime.now(UTC).date() if end is None else choose_day("END", end),
        connection=connection,
        target=Path(output) if output else None,
    )
    return Stack(extend_to_file(order, progress or SilentProgress()).path)


@in_words
def fetch_composite(
    *,
    output: str | os.PathLike[str],
    bands: Sequence[str],
    start: str | date,
    end: str | date,
    method: str = "median",
    period: str = "all",
    percentile: float = 50.0,
    cloud_mask: str = "auto",
    mask_classes: Sequence[int] = (),
    cloud_probability: float = 40.0,
    bbox: Sequence[float] | None = None,
    crs: str = "EPSG:4326",
    connection: str = DEMO,
    collection: str = "",
    mosaicking: str = "ORBIT",
    resolution: float = 10.0,
    target_crs: str = "",
    align_to: str | os.PathLike[str] = "",
    mask_wkt: str = "",
    units: str = "DN",
    sample_type: str = "",
    nodata: float | None = None,
    max_cloud_cover: float = 100.0,
    scenes: str = "all",
    months: Sequence[int] = (),
    dates: Sequence[str | date] = (),
    resampling: str = "NEAREST",
    layer: str = "",
    progress: Progress | None = None,
) -> Path:
    """Have the service make one image of many scenes, or one for each period; the path of the raster.

    :param method: ``median``, ``mean``, ``percentile``, ``max_ndvi`` or ``least_cloudy``.
    :param period: ``all``, or for a stack ``month``, ``10 days``, ``season``, ``year`` or a number such as ``16 days``.
    :param cloud_mask: ``auto``, ``none`` or the band that tells clouds (``SCL``, ``CLM``, ``CLP``, ``CLD``, ``BQA``).
    :param sample_type: empty for one that fits. Other parameters are those of :func:`fetch_stack`.
    :raises TimestackError: with one sentence that names what to change; no file is left under ``output`` then.
    """
    order = CompositeOrder(
        stack=_stack_order(
            bands, start, end, bbox, crs, connection, collection, mosaicking, resolution, target_crs, align_to,
            mask_wkt, units, sample_type, nodata, max_cloud_cover, scenes, months, dates, resampling, layer=layer,
        ),
        method=method,
        percentile=percentile,
        cloud_mask=cloud_mask,
        mask_classes=tuple(mask_classes),
        cloud_probability_pct=cloud_probability,
        period=period,
    )  # fmt: skip
    return fetch_composite_to_file(order, Path(output), progress or SilentProgress()).path


@in_words
def fetch_time_series(
    places: Mapping[Any, Sequence[float] | str] | Sequence[Sequence[float] | str],
    *,
    bands: Sequence[str],
    start: str | date,
    end: str | date,
    crs: str = "EPSG:4326",
    connection: str = DEMO,
    collection: str = "",
    mosaicking: str = "ORBIT",
    resolution: float = 10.0,
    target_crs: str = "",
    units: str = "DN",
    sample_type: str = "UINT16",
    max_cloud_cover: float = 100.0,
    scenes: str = "all",
    months: Sequence[int] = (),
    dates: Sequence[str | date] = (),
    resampling: str = "NEAREST",
    layer: str = "",
    progress: Progress | None = None,
) -> list[dict[str, Any]]:
    """The values of points and polygons on every date, one dictionary for each place, date and band.

    ``pandas.DataFrame`` takes the result as it is. Keys: id, datetime, tile_id, band, value, and for polygons those of
    :data:`.core.place_sampling.STATISTICS`. There are no lines where there is no data.

    :param places: points as (x, y), or texts in WKT; a mapping gives them names, a list numbers from 0.
    :param crs: of the places, x (longitude) first whatever the CRS says.
    :param target_crs: CRS of the pixels; empty for the UTM zone of each place. Other parameters are those of
        :func:`fetch_stack`.
    :raises TimestackError: with one sentence that names what to change.
    """
    named = dict(places) if isinstance(places, Mapping) else dict(enumerate(places))
    order = SeriesOrder(
        connection=(place := resolve_connection(connection)),
        selection=choose_scenes(place, collection, (start, end), mosaicking, max_cloud_cover, scenes, months, dates),
        places=tuple(Place(str(name), write_wkt(shape)) for name, shape in named.items()),
        places_crs=crs,
        bands=tuple(bands),
        units=units,
        sample_type=sample_type,
        resolution=resolution,
        crs=target_crs,
        resampling=resampling,
        layer=layer,
    )
    outcome, names = fetch_series(order, progress or SilentProgress()), list(named)
    return [
        {"id": names[row.place], "datetime": row.time, "tile_id": row.tile_id, "band": row.band, "value": row.value,
         **dict(zip(STATISTICS, row.statistics))}
        for row in series_rows(outcome.series, outcome.bands)
    ]  # fmt: skip
