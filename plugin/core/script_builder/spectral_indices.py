# SPDX-License-Identifier: GPL-2.0-or-later
"""Published spectral indices, and which band of a collection plays which part in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

CUSTOM = "custom"


@dataclass(frozen=True)
class SpectralIndex:
    """One index of reflectances."""

    formula: str
    """JavaScript over roles, written ``{nir}``."""

    title: str
    source: str
    """Author and year."""

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles in the order of their first use."""
        return tuple(dict.fromkeys(re.findall(r"{(\w+)}", self.formula)))


def _difference(first: str, second: str, title: str, source: str) -> SpectralIndex:
    return SpectralIndex(f"({{{first}}} - {{{second}}}) / ({{{first}}} + {{{second}}})", title, source)


# Rouse et al. 1974 (NASA SP-351); Huete et al. 2002 (RSE 83); Jiang et al. 2008 (RSE 112); Huete 1988 (RSE 25);
# Qi et al. 1994 (RSE 48); Gitelson et al. 1996 (RSE 58); Gitelson and Merzlyak 1994 (J. Plant Physiology 143);
# McFeeters 1996 (IJRS 17); Xu 2006 (IJRS 27); Gao 1996 (RSE 58); Key and Benson 2006 (FIREMON); Hall et al. 1995
# (RSE 54).
INDICES: dict[str, SpectralIndex] = {
    "NDVI": _difference("nir", "red", "green vegetation", "Rouse 1974"),
    "EVI": SpectralIndex(
        "2.5 * ({nir} - {red}) / ({nir} + 6 * {red} - 7.5 * {blue} + 1)", "dense vegetation", "Huete 2002"
    ),
    "EVI2": SpectralIndex("2.5 * ({nir} - {red}) / ({nir} + 2.4 * {red} + 1)", "EVI without blue", "Jiang 2008"),
    "SAVI": SpectralIndex("1.5 * ({nir} - {red}) / ({nir} + {red} + 0.5)", "vegetation over bare soil", "Huete 1988"),
    "MSAVI": SpectralIndex(
        "(2 * {nir} + 1 - Math.sqrt(Math.pow(2 * {nir} + 1, 2) - 8 * ({nir} - {red}))) / 2",
        "vegetation over bare soil", "Qi 1994",
    ),
    "GNDVI": _difference("nir", "green", "chlorophyll", "Gitelson 1996"),
    "NDRE": _difference("nir", "red_edge", "chlorophyll of closed crops", "Gitelson 1994"),
    "NDWI": _difference("green", "nir", "open water", "McFeeters 1996"),
    "MNDWI": _difference("green", "swir1", "open water beside buildings", "Xu 2006"),
    "NDMI": _difference("nir", "swir1", "water in leaves", "Gao 1996"),
    "NBR": _difference("nir", "swir2", "burnt areas", "Key and Benson 2006"),
    "NDSI": _difference("green", "swir1", "snow", "Hall 1995"),
}  # fmt: skip

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


def offered_indices(collection: str) -> tuple[str, ...]:
    """The indices for which a collection has all bands."""
    roles = BAND_ROLES.get(collection, {})
    return tuple(name for name, index in INDICES.items() if all(role in roles for role in index.roles))
