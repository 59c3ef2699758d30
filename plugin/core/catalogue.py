# SPDX-License-Identifier: GPL-2.0-or-later
"""The catalogue of collections: what can be asked for, in which units, at which resolution."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent / "resources" / "collections.json"


@dataclass(frozen=True)
class Band:
    """One band of a collection."""

    name: str
    units: tuple[str, ...]
    """Units it can be asked for in, default first."""

    resolution_m: float | None
    wavelength_nm: float | None
    """Band centre, None where it has none (masks, angles)."""

    description: str
    role: str
    """``data``, ``quality``, ``angle``, ``meteo`` or ``mask``."""

    dn_per_unit: float | None
    """DN divided by this is the value in the physical unit."""

    def choose_units(self, wanted: str) -> str:
        """The wanted units where the band has them, else its default (SCL has no reflectance)."""
        return wanted if wanted in self.units else self.units[0]


@dataclass(frozen=True)
class Collection:
    """One data collection of the service."""

    id: str
    title: str
    legacy_type: str
    """The older id (``S2L2A``), by which services name the collection of a layer."""

    wfs_typename: str | None
    """Type name for WFS discovery, None where the collection has none."""

    mosaicking: tuple[str, ...]
    native_resolution_m: float | None
    has_cloud_cover: bool
    max_resolution_m_per_px: float | None
    bands: Mapping[str, Band]
    default_service_url: str
    revisit_days: float | None
    """About how often a place is seen, with all satellites of the collection; None where nobody can say."""

    def find_band(self, name: str) -> Band | None:
        """The band of that name, None when the collection has none."""
        return self.bands.get(name)


@lru_cache(maxsize=1)
def load_catalogue() -> Mapping[str, Collection]:
    """All collections by id, read once from ``resources/collections.json``."""
    raw = json.loads(_FILE.read_text(encoding="utf-8"))
    return {entry["id"]: _collection(entry) for entry in raw["collections"]}


def _collection(entry: dict) -> Collection:
    bands = {}
    for band in entry["bands"]:
        bands[band["name"]] = Band(
            name=band["name"],
            units=tuple(band.get("units") or ("DN",)),
            resolution_m=band.get("resolution_m"),
            wavelength_nm=band.get("wavelength_nm"),
            description=band.get("description") or "",
            role=band.get("role") or "data",
            dn_per_unit=band.get("dn_per_unit"),
        )
    return Collection(
        id=entry["id"],
        title=entry["title"],
        legacy_type=entry.get("legacy_type") or entry["id"],
        wfs_typename=entry.get("wfs_typename"),
        mosaicking=tuple(entry.get("mosaicking") or ("SIMPLE", "ORBIT", "TILE")),
        native_resolution_m=entry.get("native_resolution_m"),
        has_cloud_cover=bool(entry.get("has_cloud_cover")),
        max_resolution_m_per_px=entry.get("max_resolution_m_per_px"),
        bands=bands,
        default_service_url=entry.get("default_service_url") or "",
        revisit_days=entry.get("revisit_days"),
    )
