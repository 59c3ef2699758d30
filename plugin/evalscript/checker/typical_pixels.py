# SPDX-License-Identifier: GPL-2.0-or-later
"""Invented pixels with values as they occur, for trying a script out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import lru_cache

import numpy as np

from ...core.catalogue import Band, Collection, load_catalogue
from ..model import InputSpec, Orbit, Tile
from ..request import AnyScene

LANES = 48
EMPTY_LANES = 4
"""The last of the pixels have no data."""

FIRST_DAY = datetime(2023, 3, 4, 10, 20, 31, tzinfo=timezone.utc)
_RANGES = {
    "REFLECTANCE": (0.02, 0.5), "LINEAR_POWER": (0.005, 0.4), "DECIBEL": (-25.0, 0.0), "PERCENT": (0.0, 100.0),
    "DEGREES": (5.0, 85.0), "KELVIN": (265.0, 315.0), "BRIGHTNESS_TEMPERATURE": (265.0, 315.0),
    "SURFACE_TEMPERATURE": (265.0, 315.0), "METERS": (-5.0, 2400.0), "FRACTION": (0.0, 1.0), "INDEX": (-0.6, 0.9),
    "OPTICAL_DEPTH": (0.05, 0.9), "MOL_M2": (0.0, 0.1), "PPB": (1700.0, 1950.0), "PASCALS": (30000.0, 101000.0),
    "HECTOPASCALS": (950.0, 1040.0), "RADIANCE": (5.0, 300.0), "KG_M2": (0.0, 60.0),
}  # fmt: skip
_CLASSES = {
    "SCL": tuple(range(1, 12)), "CLM": (0, 0, 0, 1), "CLP": tuple(range(0, 256, 15)), "dataMask": (1,),
    "shadowMask": (0, 0, 1), "BQA": (21824, 21826, 22280, 55052), "QUALITY_FLAGS": (0, 1 << 27, 1 << 31),
}  # fmt: skip
_PRODUCT_FIELDS = (
    "productId", "tileOriginalId", "sentinel1ProductId", "sentinel2ProductId", "sentinel3ProductId",
    "landsatOliTirsProductId",
)  # fmt: skip
"""Fields of scenes that one collection or another has; all are there, since nothing tells which one it is."""

_PREFERRED = (
    "sentinel-2-l2a",
    "sentinel-2-l1c",
    "sentinel-1-grd",
    "landsat-ot-l1",
    "sentinel-3-olci",
    "sentinel-5p-l2",
)


@lru_cache(maxsize=1)
def _known_bands() -> Mapping[str, Band]:
    """Every band of the catalogue by name; of several, that of the more usual collection."""
    catalogue = load_catalogue()
    found: dict[str, Band] = {}
    for name in (*_PREFERRED, *catalogue):
        for band in catalogue[name].bands.values() if name in catalogue else ():
            found.setdefault(band.name, band)
    return found


def describe_band(name: str, collection: Collection | None) -> Band | None:
    """A band by name; without a collection the most usual one of that name."""
    if collection is not None and collection.find_band(name) is not None:
        return collection.find_band(name)
    return _known_bands().get(name)


def are_known(spec: InputSpec, collection: Collection | None) -> bool:
    """Is the range of every band known?"""
    return all(describe_band(name, collection) is not None for name in spec.bands)


def make_sample(spec: InputSpec, collection: Collection | None, seed: int) -> dict[str, np.ndarray]:
    """Band arrays (:data:`LANES`,) of one sample; its last pixels have no data."""
    chance = np.random.default_rng(seed)
    empty = np.nan if collection is not None and collection.id.startswith("landsat") else 0.0
    sample = {}
    for name, unit in zip(spec.bands, spec.units):
        values = _values(name, unit, describe_band(name, collection), chance)
        values[-EMPTY_LANES:] = 0.0 if name == "dataMask" else empty
        sample[name] = values
    return sample


def _values(name: str, unit: str | None, band: Band | None, chance: np.random.Generator) -> np.ndarray:
    if name in _CLASSES:
        return chance.choice(np.array(_CLASSES[name], np.float64), LANES)
    units = unit or (band.units[0] if band is not None else "REFLECTANCE")
    if units == "DN":
        if band is not None and band.dn_per_unit:
            low, high = _RANGES.get(band.units[0], (0.02, 0.5))
            return np.round(chance.uniform(low, high, LANES) * band.dn_per_unit)
        return np.round(chance.uniform(0.0, 255.0 if band is not None and band.role != "data" else 4000.0, LANES))
    low, high = _RANGES.get(units, (0.0, 1.0))
    return chance.uniform(low, high, LANES)


def make_scenes(mosaicking: str, days: list[datetime]) -> list[AnyScene]:
    """Scenes of ORBIT or TILE on the given days, newest first, as the service orders them."""
    made: list[AnyScene] = []
    for position, day in enumerate(sorted(days, reverse=True)):
        name = f"s3://sentinel-s2-l2a/tiles/33/T/VM/{day.year}/{day.month}/{day.day}/0"
        product = f"S2A_MSIL2A_{day:%Y%m%dT%H%M%S}_N0509_R122_T33TVM"
        extra = dict.fromkeys(_PRODUCT_FIELDS, product)
        tile = Tile(day, 7.5 * (position % 5), name, 1000 + position, f"T{position}", extra=extra)
        start = day.replace(hour=0, minute=0, second=0)
        made.append(tile if mosaicking == "TILE" else Orbit(start, start + timedelta(days=1, seconds=-1), (tile,)))
    return made


def days_over_a_year(count: int) -> list[datetime]:
    """So many days, spread over a year."""
    return [FIRST_DAY + timedelta(days=365 * k // max(count, 1)) for k in range(count)]
