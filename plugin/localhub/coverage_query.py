# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading a GetCoverage question: the service's dialect, and the standard names of WCS 1.1 for other clients."""

from __future__ import annotations

import base64
import binascii
import math
import re
from dataclasses import dataclass

from ..core.grid import Bounds, PixelGrid
from .answers import Refusal
from .instance import Instance
from .layers import find_layer
from .parameters import Parameters, invalid, parse_numbers
from .places import AxisOrder, make_grid, read_bbox, read_crs, read_geometry, read_grid
from .render import CoverageQuestion, SceneData
from .resampling import Resampling
from .selection import SceneQuery

VERSIONS = ("1.0.0", "1.1.2")
DEFAULT_VERSION = "1.1.2"
TIFF, PNG, JPEG = "image/tiff", "image/png", "image/jpeg"

_FORMATS = {
    "image/tiff": TIFF, "image/geotiff": TIFF, "geotiff": TIFF, "image/tif": TIFF, "tiff": TIFF, "gtiff": TIFF,
    "image/png": PNG, "png": PNG, "image/jpeg": JPEG, "image/jpg": JPEG, "jpeg": JPEG,
}  # fmt: skip
_MAX_SCRIPT = 512 << 10
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def read_version(parameters: Parameters) -> str:
    """The version that decides the axis order; 1.1 and 1.1.x are all read as 1.1.2."""
    version = parameters.find("VERSION") or parameters.find("ACCEPTVERSIONS").split(",")[0] or DEFAULT_VERSION
    if version.startswith("1.0"):
        return VERSIONS[0]
    if version.startswith("1.1"):
        return VERSIONS[1]
    raise invalid("VERSION", version, f"Should be one of {', '.join(VERSIONS)}.")


def read_format(parameters: Parameters) -> str:
    """The media type of the image; ``;depth=`` is ignored as the service ignores it."""
    text = parameters.find("FORMAT") or PNG
    known = _FORMATS.get(text.split(";")[0].strip().lower())
    if known is None:
        raise invalid("FORMAT", text, f"Should be one of {TIFF}, {PNG}, {JPEG}.")
    return known


def read_coverage_question(parameters: Parameters, instance: Instance) -> CoverageQuestion:
    """Everything that decides the pixels.

    :raises Refusal: naming the parameter that is missing or wrong.
    """
    layer = find_layer(instance.layers, parameters.need("COVERAGE", "IDENTIFIER"))
    place = _read_place(parameters, instance.limits.max_side_px)
    resampling = Resampling.from_parameters(parameters)
    parameters.choose("PREVIEW", ("0", "1", "2"), "0")
    script = parameters.find("EVALSCRIPT")
    if parameters.find("EVALSCRIPTURL"):
        raise invalid("EVALSCRIPTURL", parameters.find("EVALSCRIPTURL"), "The local hub fetches no scripts.")
    query = SceneQuery.from_parameters(parameters, place.bounds, place.grid.crs)
    return CoverageQuestion(
        (SceneData(layer.source, query, resampling),),
        decode_script(script) if script else layer.evalscript,
        place.grid,
        read_geometry(parameters.find("GEOMETRY"), place.axes),
    )


def decode_script(text: str) -> str:
    """EVALSCRIPT: base64 of UTF-8. Both alphabets, a ``+`` that became a space, and a lost ``=`` are understood."""
    plain = text.replace(" ", "+").replace("-", "+").replace("_", "/").rstrip("=")
    if len(plain) > _MAX_SCRIPT or _NOT_BASE64.search(plain) or len(plain) % 4 == 1:
        raise invalid("EVALSCRIPT", text, "Should be a script in base64.")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise invalid("EVALSCRIPT", text, f"Should be UTF-8 text in base64: {error}") from error


@dataclass(frozen=True)
class _Place:
    grid: PixelGrid
    bounds: Bounds
    axes: AxisOrder


def _read_place(parameters: Parameters, max_side_px: int) -> _Place:
    latitude_first = read_version(parameters) != "1.0.0"
    if parameters.find("BOUNDINGBOX") and not parameters.find("BBOX"):
        return _read_standard_place(parameters, latitude_first, max_side_px)
    axes = read_crs("CRS", parameters.find("CRS", "SRS") or "EPSG:3857", latitude_first)
    bbox = parameters.find("BBOX")
    geometry = read_geometry(parameters.find("GEOMETRY"), axes)
    if bbox:
        bounds = read_bbox("BBOX", bbox, axes)
    elif geometry is not None:
        bounds = geometry.bounds
    else:
        raise Refusal("Parameter BBOX is missing!")
    response_crs = parameters.find("RESPONSE_CRS")
    if response_crs and read_crs("RESPONSE_CRS", response_crs, latitude_first).crs != axes.crs:
        raise invalid("RESPONSE_CRS", response_crs, "Should be the same as CRS.")
    return _Place(read_grid(parameters, bounds, axes.crs, max_side_px), bounds, axes)


def _read_standard_place(parameters: Parameters, latitude_first: bool, max_side_px: int) -> _Place:
    """BOUNDINGBOX with its CRS, GRIDOFFSETS, and GRIDORIGIN, which is the centre of the upper left pixel."""
    parts = parameters.find("BOUNDINGBOX").split(",")
    crs = parts[4] if len(parts) > 4 else parameters.find("GRIDBASECRS") or "EPSG:3857"
    axes = read_crs("BOUNDINGBOX", crs, latitude_first)
    bounds = read_bbox("BOUNDINGBOX", ",".join(parts[:4]), axes)
    if parameters.find("WIDTH") or not parameters.find("GRIDOFFSETS"):
        return _Place(read_grid(parameters, bounds, axes.crs, max_side_px), bounds, axes)
    step_x, step_y = _read_steps(parameters, axes)
    if parameters.find("GRIDORIGIN"):
        origin = parse_numbers("GRIDORIGIN", parameters.find("GRIDORIGIN"))
        if len(origin) != 2:
            raise invalid("GRIDORIGIN", parameters.find("GRIDORIGIN"), "Should be two numbers.")
        x, y = (origin[1], origin[0]) if axes.is_flipped else (origin[0], origin[1])
        width = math.floor(min((bounds[2] - x) / step_x, 1e7) + 0.01) + 1
        height = math.floor(min((y - bounds[1]) / step_y, 1e7) + 0.01) + 1
        left, top = x - step_x / 2, y + step_y / 2
        if width < 1 or height < 1:
            raise invalid("GRIDORIGIN", parameters.find("GRIDORIGIN"), "Should be the upper left pixel's centre.")
        bounds = (left, top - height * step_y, left + width * step_x, top)
    else:
        width = max(1, round(min((bounds[2] - bounds[0]) / step_x, 1e7)))
        height = max(1, round(min((bounds[3] - bounds[1]) / step_y, 1e7)))
    return _Place(make_grid(bounds, axes.crs, width, height, max_side_px), bounds, axes)


def _read_steps(parameters: Parameters, axes: AxisOrder) -> tuple[float, float]:
    text = parameters.find("GRIDOFFSETS")
    numbers = parse_numbers("GRIDOFFSETS", text)
    if len(numbers) == 4:  # two vectors; only grids without rotation are served
        first, second = numbers[:2], numbers[2:]
        numbers = [max(map(abs, first)), max(map(abs, second))]
    if len(numbers) != 2 or not all(numbers):
        raise invalid("GRIDOFFSETS", text, "Should be two numbers, or two vectors along the axes.")
    first_step, second_step = abs(numbers[0]), abs(numbers[1])
    return (second_step, first_step) if axes.is_flipped else (first_step, second_step)
