# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading a Process question. Coordinates are x before y whatever the CRS says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..core.grid import Bounds, PixelGrid
from .coverage_query import JPEG, PNG, TIFF
from .geojson import read_polygons
from .instance import Instance
from .json_body import JsonObject, wrong
from .layers import find_collection, typenames
from .periods import EARLIEST, LATEST, Period
from .places import AxisOrder, Polygons, make_grid, read_bbox, read_crs
from .render import CoverageQuestion, SceneData
from .resampling import UPSAMPLINGS, Resampling
from .rfc3339 import parse_rfc3339
from .selection import MOST_RECENT, PRIORITIES, SceneQuery
from .source import SceneSource

USER_DATA = "userdata"
JSON = "application/json"

_FORMATS = (TIFF, PNG, JPEG, JSON)
_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_DEFAULT_SIDE = 256
_MAX_RESPONSES = 50


@dataclass(frozen=True)
class Wanted:
    """One file that is asked for."""

    identifier: str
    """Of the script's output, or ``userdata``."""

    media_type: str
    quality: int = 90


@dataclass(frozen=True)
class ProcessQuestion:
    """What is to be computed, and what is to be sent."""

    coverage: CoverageQuestion
    responses: tuple[Wanted, ...]


def read_process_question(content: object, instance: Instance) -> ProcessQuestion:
    """Read the body.

    :param instance: whose sources may be asked for.
    :raises Refusal: naming the path of what is missing or wrong.
    """
    asked = JsonObject(content).allow("input", "output", "evalscript")
    given = asked.child("input").allow("bounds", "data")
    script = asked.text("evalscript")
    output = asked.optional("output").allow("width", "height", "resx", "resy", "responses")
    place = _read_place(given.child("bounds"))
    grid = _read_grid(output, place, instance.limits.max_side_px)
    data = tuple(_read_data(one, instance.sources, place, grid) for one in given.children("data"))
    names = [one.name for one in data if one.name]
    if len(set(names)) != len(names):
        raise wrong(given.at("data"), "has the same id twice")
    responses = _read_responses(output)
    images = tuple(one.identifier for one in responses if one.identifier != USER_DATA)
    wants_user_data = len(images) < len(responses)
    coverage = CoverageQuestion(data, script, grid, place.geometry, images or ("default",), wants_user_data)
    return ProcessQuestion(coverage, responses)


@dataclass(frozen=True)
class _Place:
    crs: str
    bounds: Bounds
    geometry: Polygons | None


def _read_place(asked: JsonObject) -> _Place:
    asked.allow("bbox", "geometry", "properties")
    properties = asked.optional("properties").allow("crs")
    address = properties.text("crs", _CRS84)
    if not address.lower().startswith(("http://www.opengis.net/", "https://www.opengis.net/")):
        raise wrong(properties.at("crs"), "should be an address such as http://www.opengis.net/def/crs/EPSG/0/32633")
    crs = read_crs(properties.at("crs"), address, latitude_first=False).crs
    geometry = None
    if asked.has("geometry"):
        geometry = read_polygons(asked.child("geometry"))
    if asked.has("bbox"):
        numbers = asked.numbers("bbox", 4)
        bounds = read_bbox(asked.at("bbox"), ",".join(map(repr, numbers)), AxisOrder(crs, False))
    elif geometry is not None:
        bounds = geometry.bounds
    else:
        raise wrong(asked.at("bbox"), "is missing, and so is geometry")
    if bounds[0] >= bounds[2] or bounds[1] >= bounds[3]:
        raise wrong(asked.at("geometry"), "has no area")
    return _Place(crs, bounds, geometry)


def _read_grid(output: JsonObject, place: _Place, max_side_px: int) -> PixelGrid:
    has_size = output.has("width") or output.has("height")
    has_steps = output.has("resx") or output.has("resy")
    if has_size and has_steps:
        raise wrong(output.at("width"), "and height, or resx and resy should be given, not both")
    if has_steps:
        xmin, ymin, xmax, ymax = place.bounds
        width = _count(xmax - xmin, output.number("resx", 1e-12, 1e9))
        height = _count(ymax - ymin, output.number("resy", 1e-12, 1e9))
        return make_grid(place.bounds, place.crs, width, height, max_side_px)
    default = None if has_size else _DEFAULT_SIDE
    width, height = (output.whole(name, 1, max_side_px, default) for name in ("width", "height"))
    return make_grid(place.bounds, place.crs, width, height, max_side_px)


def _count(length: float, size: float) -> int:
    return max(1, math.floor(min(length / size, 1e7) + 0.5))


def _read_data(asked: JsonObject, sources: Sequence[SceneSource], place: _Place, grid: PixelGrid) -> SceneData:
    asked.allow("type", "id", "dataFilter", "processing")
    kind = asked.text("type")
    source = find_source(sources, kind)
    if source is None:
        raise wrong(asked.at("type"), f"{kind[:80]!r} is no collection that is served here")
    chosen = asked.optional("dataFilter").allow("timeRange", "mosaickingOrder", "maxCloudCoverage", "previewMode")
    chosen.text("previewMode", "DETAIL", ("DETAIL", "TILE_PREVIEW", "PREVIEW", "EXTENDED_PREVIEW"))
    how = asked.optional("processing").allow("upsampling", "downsampling", "harmonizeValues")
    if not how.flag("harmonizeValues", True):
        raise wrong(how.at("harmonizeValues"), "cannot be false; the local hub has harmonised values only")
    query = SceneQuery(
        place.bounds,
        grid.crs,
        _read_period(chosen),
        chosen.number("maxCloudCoverage", 0.0, 100.0, 100.0),
        chosen.text("mosaickingOrder", MOST_RECENT, PRIORITIES),
    )
    resampling = Resampling(
        how.text("upsampling", UPSAMPLINGS[0], UPSAMPLINGS), how.text("downsampling", UPSAMPLINGS[0], UPSAMPLINGS)
    )
    return SceneData(source, query, resampling, asked.text("id", ""))


def find_source(sources: Sequence[SceneSource], name: str) -> SceneSource | None:
    """The source of a collection id; collections of the user's own are found as ``byoc-…`` too."""
    for source in sources:
        own_names = () if find_collection(source) else typenames(source)
        if name.lower() in (source.collection_id.lower(), *(known.lower() for known in own_names)):
            return source
    return None


def _read_period(chosen: JsonObject) -> Period:
    """Both ends inclusive; everything where there is no timeRange."""
    if not chosen.has("timeRange"):
        return Period(EARLIEST, LATEST, is_open=True)
    asked = chosen.child("timeRange").allow("from", "to")
    start, end = (parse_rfc3339(asked.text(name), asked.at(name)) for name in ("from", "to"))
    if start > end:
        raise wrong(asked.at("from"), "is after to")
    return Period(start, end)


def _read_responses(output: JsonObject) -> tuple[Wanted, ...]:
    if not output.has("responses"):
        return (Wanted("default", PNG),)
    wanted = []
    for one in output.children("responses"):
        one.allow("identifier", "format")
        identifier = one.text("identifier", "default")
        form = one.optional("format").allow("type", "quality")
        default = JSON if identifier == USER_DATA else PNG
        media_type = form.text("type", default, _FORMATS)
        if (identifier == USER_DATA) != (media_type == JSON):
            raise wrong(form.at("type"), f"should be {default} for {identifier[:80]}")
        wanted.append(Wanted(identifier, media_type, form.whole("quality", 0, 100, 90)))
    names = [one.identifier for one in wanted]
    if len(set(names)) != len(names) or len(names) > _MAX_RESPONSES:
        raise wrong(output.at("responses"), "should have each identifier once")
    return tuple(wanted)
