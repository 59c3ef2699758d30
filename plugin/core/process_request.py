# SPDX-License-Identifier: GPL-2.0-or-later
"""A coverage question in the words of the Process API. Coordinates are always x before y, whatever the CRS says."""

from __future__ import annotations

import json
import re

from .catalogue import load_catalogue
from .coverage_request import CoverageRequest
from .dates import format_instant
from .errors import InvalidRequest
from .wkt import to_geojson

TIFF = "image/tiff"

_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG = re.compile(r"EPSG:(\d+)", re.IGNORECASE)
_ONLY_UPSAMPLING = ("sentinel-1-", "sentinel-3-", "sentinel-5p-")


def process_body(request: CoverageRequest) -> bytes:
    """The body of the POST, JSON in UTF-8; :attr:`CoverageRequest.coverage` holds the collection.

    What is left out is what the service does by itself: values harmonised across processing baselines, no filter
    of clouds (which collections without such a figure do not take), nearest neighbours.

    :raises InvalidRequest: for a CRS without an EPSG code, or a mask that is no polygon.
    """
    grid = request.grid
    bounds: dict[str, object] = {"bbox": list(grid.bounds), "properties": {"crs": crs_address(grid.crs)}}
    if request.geometry_wkt:
        bounds["geometry"] = to_geojson(request.geometry_wkt)
    content = {
        "input": {"bounds": bounds, "data": [_data(request)]},
        "output": {
            "width": grid.width,
            "height": grid.height,
            "responses": [{"identifier": "default", "format": {"type": TIFF}}],
        },
        "evalscript": request.evalscript,
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8")


def crs_address(crs: str) -> str:
    """``http://www.opengis.net/def/crs/EPSG/0/32633`` for ``EPSG:32633``.

    :raises InvalidRequest: for anything but an EPSG code and ``OGC:CRS84``.
    """
    if crs.upper() in ("OGC:CRS84", "CRS:84"):
        return _CRS84
    match = _EPSG.fullmatch(crs)
    if match is None:
        raise InvalidRequest("CRS", "unknown_crs", value=crs[:80])
    return f"http://www.opengis.net/def/crs/EPSG/0/{match[1]}"


def _data(request: CoverageRequest) -> dict[str, object]:
    chosen: dict[str, object] = {
        "timeRange": {"from": format_instant(request.time_from), "to": format_instant(request.time_to)},
        "mosaickingOrder": request.priority,
    }
    catalogued = load_catalogue().get(request.coverage)
    if request.max_cloud_cover_pct < 100 and (catalogued is None or catalogued.has_cloud_cover):
        chosen["maxCloudCoverage"] = request.max_cloud_cover_pct
    data: dict[str, object] = {"type": request.coverage, "dataFilter": chosen}
    if request.resampling != "NEAREST":
        data["processing"] = {"upsampling": request.resampling}
        if not request.coverage.startswith(_ONLY_UPSAMPLING):
            data["processing"] = {"upsampling": request.resampling, "downsampling": request.resampling}
    return data
