# SPDX-License-Identifier: GPL-2.0-or-later
"""From scenes to the samples that a script sees: units, nodata, flattening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..core.grid import PixelGrid
from ..evalscript import InputSpec
from .answers import Refusal
from .layers import CUSTOM_TYPE, find_collection
from .resampling import NEAREST_ONLY, ResampledSource, Resampling
from .source import SceneRecord, SceneSource, SourceBand

DATA_MASK = "dataMask"


@dataclass(frozen=True)
class WantedBand:
    """A band in the units in which a script wants it."""

    band: SourceBand
    units: str

    def convert(self, values: np.ndarray) -> np.ndarray:
        """Stored values in the wanted units, as float64."""
        values = np.asarray(values, dtype=np.float64)
        if self.units == self.band.stored_units:
            return values
        if self.units == "DN":
            return np.asarray(np.floor(values * self.band.dn_per_unit + 0.5))
        return np.asarray(values / self.band.dn_per_unit)


def wanted_bands(declared: InputSpec, source: SceneSource) -> dict[str, WantedBand]:
    """The bands that an input of a script declares, without ``dataMask``.

    :raises Refusal: for bands or units that the collection does not have.
    """
    wanted: dict[str, WantedBand] = {}
    for name, units in zip(declared.bands, declared.units):
        if name == DATA_MASK:
            if units not in (None, "DN"):
                raise _unsupported(name, source, units, ("DN",))
            continue
        band = source.bands.get(name)
        if band is None:
            raise Refusal(
                f"Failed to evaluate script! Error: Band {name} not found in collection {legacy_type(source)}. "
                f"Bands: {', '.join([*source.bands, DATA_MASK])}."
            )
        if units is not None and units not in band.units:
            raise _unsupported(name, source, units, band.units)
        wanted[name] = WantedBand(band, units or band.units[0])
    return wanted


def legacy_type(source: SceneSource) -> str:
    """The older id of a source's collection."""
    collection = find_collection(source)
    return collection.legacy_type if collection else CUSTOM_TYPE


def _unsupported(name: str, source: SceneSource, units: str | None, supported: Sequence[str]) -> Refusal:
    return Refusal(
        f"Invalid script! Band '{name}' of collection '{legacy_type(source)}' requested in unsupported units "
        f"'{units}'! Supported units for this band: [{', '.join(supported)}]"
    )


class Sampler:
    """Reads and flattens scenes of one source for one script."""

    def __init__(
        self, source: SceneSource, wanted: Mapping[str, WantedBand], resampling: Resampling = NEAREST_ONLY
    ) -> None:
        self._source, self._wanted = source, wanted
        self._read = source.read if resampling.is_nearest else ResampledSource(source, resampling).read

    @property
    def band_count(self) -> int:
        """Arrays in one sample, the mask included."""
        return len(self._wanted) + 1

    def read(self, records: Sequence[SceneRecord], grid: PixelGrid, inside: np.ndarray | None) -> dict[str, np.ndarray]:
        """One sample for each pixel: the first of the scenes, in the given order, that has data there.

        :param inside: flat mask of the pixels in question; elsewhere there are no data.
        :returns: flat float64 arrays by band, and ``dataMask``.
        """
        count = grid.pixel_count
        mask = np.zeros(count, bool)
        sample = {name: np.full(count, self._source.nodata_value) for name in self._wanted}
        wanted_here = np.ones(count, bool) if inside is None else inside
        for record in records:
            missing = wanted_here & ~mask
            if not missing.any():
                break
            arrays = self._read(record, list(self._wanted), grid)
            fresh = missing & (np.ravel(arrays[DATA_MASK]) != 0)
            if not fresh.any():
                continue
            for name, wanted in self._wanted.items():
                sample[name][fresh] = wanted.convert(np.ravel(arrays[name])[fresh])
            mask |= fresh
        sample[DATA_MASK] = mask.astype(np.float64)
        return sample
