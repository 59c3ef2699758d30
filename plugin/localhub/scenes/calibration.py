# SPDX-License-Identifier: GPL-2.0-or-later
"""From what a file stores to what a source delivers: units, scale, offset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...core.catalogue import Band
from ..source import SourceBand


@dataclass(frozen=True)
class Calibration:
    """Delivered value = stored value * factor + shift."""

    factor: float = 1.0
    shift: float = 0.0

    def apply(self, values: np.ndarray) -> np.ndarray:
        """The delivered values; untouched, type included, where nothing is to be done."""
        if self.factor == 1.0 and self.shift == 0.0:
            return values
        return values.astype(np.float64) * self.factor + self.shift


@dataclass(frozen=True)
class Storage:
    """How one file stores a band."""

    dtype: np.dtype
    scale: float | None
    """Physical value = stored value * scale + offset; None where nobody says."""

    offset: float = 0.0


def calibrate(name: str, known: Band | None, stored: Sequence[Storage]) -> tuple[SourceBand, list[Calibration]]:
    """Decide in which units a band is delivered, the same for all files, and how each file gets there.

    A band that the catalogue does not know, or knows in DN only, is delivered as stored. Of a band with a physical
    unit the DN are delivered when every file holds DN (perhaps with an offset, as Sentinel-2 has since 2022), and
    physical values otherwise. Without a scale, whole numbers are DN and floating point numbers physical values.

    :param stored: the band in each file that has it.
    """
    physical = next((unit for unit in known.units if unit != "DN"), None) if known else None
    if known is None or physical is None:
        return SourceBand(name, known.units if known else ("DN",)), [Calibration()] * len(stored)
    per_unit = known.dn_per_unit if "DN" in known.units else None
    if per_unit is None:
        return SourceBand(name, known.units, 1.0, known.units[0]), [_physical(each, 1.0) for each in stored]
    offered = [_physical(each, 1.0 / per_unit) for each in stored]
    if all(abs(each.factor * per_unit - 1.0) < 1e-9 for each in offered):
        calibrations = [Calibration(1.0, _rounded(each.shift * per_unit)) for each in offered]
        return SourceBand(name, known.units, per_unit, "DN"), calibrations
    return SourceBand(name, known.units, per_unit, physical), offered


def _physical(stored: Storage, scale_of_whole_numbers: float) -> Calibration:
    if stored.scale is not None:
        return Calibration(stored.scale, stored.offset)
    return Calibration(1.0 if stored.dtype.kind == "f" else scale_of_whole_numbers, stored.offset)


def _rounded(shift: float) -> float:
    """Offsets such as -0.1 * 10000 are meant to be whole."""
    return float(round(shift)) if abs(shift - round(shift)) < 1e-6 else shift
