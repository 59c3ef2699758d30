# SPDX-License-Identifier: GPL-2.0-or-later
"""The demo source: two years of simulated Sentinel-2 scenes that need no data and no network."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from ...core.catalogue import Band, load_catalogue
from ...core.grid import PixelGrid
from ..source import SceneRecord, SourceBand
from .bands import band_type, read_band
from .cells import find_cells
from .cloud_cover import cloud_cover_of_tiles
from .extent import in_landscape
from .ground import Grounds
from .orbits import Pass, has_data, list_passes, make_record
from .scene import Scene

_COLLECTION_ID = "sentinel-2-l2a"


class DemoSource:
    """A :class:`~..source.SceneSource` of computed scenes.

    Every value is a function of place and date alone: two windows, two threads or two computers see the same land.
    """

    collection_id = _COLLECTION_ID
    title = "Simulated Sentinel-2 L2A (Timestack demo)"
    normalization_factor = 0.0001
    nodata_value = 0.0

    def __init__(self) -> None:
        bands = load_catalogue()[_COLLECTION_ID].bands
        self.bands: Mapping[str, SourceBand] = MappingProxyType(
            {name: _source_band(band) for name, band in bands.items() if name != "dataMask"}
        )
        self._lock = threading.Lock()
        self._records: tuple[SceneRecord, ...] = ()
        self._passes: dict[str, Pass] = {}
        self._grounds = Grounds()

    def records(self) -> Sequence[SceneRecord]:
        """Every scene, oldest first."""
        with self._lock:
            if not self._records:
                self._list_scenes()
            return self._records

    def read(self, record: SceneRecord, bands: Sequence[str], grid: PixelGrid) -> Mapping[str, np.ndarray]:
        """Bands of one scene on a grid, in stored units, nearest neighbour, with ``dataMask``.

        :raises KeyError: for a scene or band that there is not.
        """
        self.records()
        flight = self._passes[record.data_path]
        cells = find_cells(grid, 1)
        rows, columns = cells.pixels()
        filled = has_data(flight, record.tile_id, rows, columns) & in_landscape(rows, columns)
        mask = cells.spread(filled)
        arrays: dict[str, np.ndarray] = {"dataMask": mask.astype(np.uint8)}
        scene = Scene(flight, grid, self._grounds)
        for name in bands:
            if name in arrays:
                continue
            arrays[name] = np.zeros(mask.shape, band_type(self.bands[name]))
            if mask.any():
                np.copyto(arrays[name], read_band(scene, name), where=mask)
        return arrays

    def _list_scenes(self) -> None:
        records: list[SceneRecord] = []
        for flight in sorted(list_passes(), key=lambda flight: flight.day):
            for tile_id, cloud_cover_pct in cloud_cover_of_tiles(flight).items():
                record = make_record(flight, tile_id, cloud_cover_pct, len(records))
                self._passes[record.data_path] = flight
                records.append(record)
        self._records = tuple(records)


def _source_band(band: Band) -> SourceBand:
    """The catalogue's band as a source stores it: whole numbers where it has them."""
    stored = "DN" if "DN" in band.units else band.units[0]
    return SourceBand(band.name, tuple(band.units), band.dn_per_unit or 1.0, stored, band.resolution_m)
