# SPDX-License-Identifier: GPL-2.0-or-later
"""Which band of a collection plays which part in spectral indices."""

from __future__ import annotations

_SENTINEL_2 = {
    "blue": "B02", "green": "B03", "red": "B04", "red_edge": "B05", "nir": "B08", "swir1": "B11", "swir2": "B12",
}  # fmt: skip
_OLI = {"blue": "B02", "green": "B03", "red": "B04", "nir": "B05", "swir1": "B06", "swir2": "B07"}
_TM = {"blue": "B01", "green": "B02", "red": "B03", "nir": "B04", "swir1": "B05", "swir2": "B07"}

BAND_ROLES: dict[str, dict[str, str]] = {
    "sentinel-2-l1c": _SENTINEL_2,
    "sentinel-2-l2a": _SENTINEL_2,
    "landsat-ot-l1": _OLI,
    "landsat-ot-l2": _OLI,
    "landsat-tm-l1": _TM,
    "landsat-tm-l2": _TM,
    "landsat-etm-l1": _TM,
    "landsat-etm-l2": _TM,
    "landsat-mss-l1": {"green": "B01", "red": "B02", "nir": "B04"},
    "hls": {
        "blue": "Blue", "green": "Green", "red": "Red", "red_edge": "RedEdge1", "nir": "NIR_Narrow",
        "swir1": "SWIR1", "swir2": "SWIR2",
    },
    "modis": {"blue": "B03", "green": "B04", "red": "B01", "nir": "B02", "swir1": "B06", "swir2": "B07"},
    "sentinel-3-olci": {"blue": "B04", "green": "B06", "red": "B08", "red_edge": "B11", "nir": "B17"},
    "sentinel-3-slstr": {"green": "S1", "red": "S2", "nir": "S3", "swir1": "S5", "swir2": "S6"},
}  # fmt: skip
"""Collection to role to band. HLS: the narrow near infrared, the one that Landsat and Sentinel-2 share."""
