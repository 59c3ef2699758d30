# SPDX-License-Identifier: GPL-2.0-or-later
"""Which observations of a stack are clear, told by one of its bands; and masks that grow in space."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .band_expression import BandFormula
from .script_builder.cloud_masks import default_classes

CLASSES, BITS, BELOW, EQUAL, NON_ZERO = "classes", "bits", "below", "equal", "non_zero"
DISC, SQUARE = "disc", "square"


@dataclass(frozen=True)
class ClearRule:
    """How one band tells clear observations."""

    key: str
    """Name of the preset, ``SCL``, ``QA_PIXEL`` …"""

    band: str
    """The band of the stack that is asked."""

    kind: str
    """``classes`` (values that are not clear), ``bits`` (clear where none is set), ``below`` a threshold, ``equal``
    to a value, ``non_zero``."""

    values: tuple[float, ...] = ()
    """Classes; numbers of bits from 0; the threshold; the value."""

    def is_clear(self, band_values: np.ndarray) -> np.ndarray:
        """Where observations are clear.

        :param band_values: values of the band as stored in its classes (no scale), any shape; NaN where there is none.
        :returns: bool of the same shape; False where the band itself has no data, for then nothing is known.
        """
        values = np.asarray(band_values, "float64")
        known = np.isfinite(values)
        values = np.where(known, values, 0.0)
        if self.kind == CLASSES:
            clear = ~np.isin(values, self.values)
        elif self.kind == BITS:
            wanted = sum(1 << int(bit) for bit in self.values)
            # Bits of a negative number are those of its two's complement, as files of signed integers have them.
            clear = (values.astype("int64") & wanted) == 0
        elif self.kind == BELOW:
            clear = values < self.values[0]
        elif self.kind == EQUAL:
            clear = values == self.values[0]
        else:
            clear = values != 0
        return np.asarray(clear & known)


def _landsat(key: str, band: str) -> ClearRule:
    # Bit 0 is fill (USGS, Landsat Collection 2 QA_PIXEL); the others are dilated cloud, cirrus, cloud, cloud shadow.
    return ClearRule(key, band, BITS, (0, *default_classes("BQA", "")))


# SCL: ESA, Sentinel-2 L2A scene classification. CLM and CLP: s2cloudless as Sentinel Hub serves it (CLP of 255 parts).
# CLD: cloud probability of Sen2Cor, percent. FMASK: CFmask of Zhu and Woodcock 2012 as USGS numbers it: 0 clear,
# 1 water, 2 cloud shadow, 3 snow, 4 cloud, 255 fill. HLS: User Guide 2.0, table of Fmask bits.
PRESETS: dict[str, ClearRule] = {
    "SCL": ClearRule("SCL", "SCL", CLASSES, default_classes("SCL", "")),
    "QA_PIXEL": _landsat("QA_PIXEL", "QA_PIXEL"),
    "BQA": _landsat("BQA", "BQA"),
    "HLS": ClearRule("HLS", "QA", BITS, default_classes("QA", "")),
    "FMASK": ClearRule("FMASK", "FMASK", CLASSES, (2, 4, 255)),
    "CLM": ClearRule("CLM", "CLM", EQUAL, (0,)),
    "CLP": ClearRule("CLP", "CLP", BELOW, (0.4 * 255,)),
    "CLD": ClearRule("CLD", "CLD", BELOW, (40.0,)),
    "IS_VALID": ClearRule("IS_VALID", "IS_VALID", NON_ZERO),
    "dataMask": ClearRule("dataMask", "dataMask", NON_ZERO),
}
"""In the order of preference, where a stack has several. Snow and water are clear."""


def choose_clear_rule(bands: Sequence[str], collection: str = "") -> ClearRule | None:
    """The preset that suits the bands of a stack, naming its band as the stack spells it; None where none does.

    A band called Fmask holds bits in a stack of HLS, classes elsewhere.
    """
    spelled = {band.lower(): band for band in reversed(bands)}
    for key, rule in PRESETS.items():
        band = spelled.get(rule.band.lower())
        if key == "HLS":
            band = (band or spelled.get("fmask")) if collection.startswith("hls") else None
        elif key in ("QA_PIXEL", "BQA") and band is not None:
            return replace(rule, band=band, values=(0, *default_classes("BQA", collection)))
        if band is not None:
            return replace(rule, band=band)
    return None


def holds_classes(band: str, collection: str = "") -> bool:
    """Whether the stored numbers of a band are classes, bits or a yes and no, which no scale is meant for."""
    rule = choose_clear_rule([band], collection)
    return rule is not None and rule.kind != BELOW


def is_clear_by(formula: BandFormula, arrays: Mapping[str, np.ndarray]) -> np.ndarray:
    """Where a condition of people's own says clear, as ``SCL >= 4 and SCL <= 7``; False where it has no number.

    :param arrays: band to physical values, NaN without data; shapes that numpy broadcasts.
    """
    values = formula.evaluate(arrays)
    return np.asarray(np.isfinite(values) & (values != 0))


def grow(mask: np.ndarray, radius_px: float, shape: str = DISC) -> np.ndarray:
    """A mask and all pixels within a distance of it (dilation).

    Beyond the edge there is nothing: who works by blocks reads a margin of ``ceil(radius_px)`` pixels.

    :param mask: bool (…, y, x).
    :param radius_px: in pixels, 0 or more; ``disc`` measures between pixel centres, ``square`` the larger of dx and dy.
    :returns: bool of the same shape.
    :raises ValueError: when the radius is negative or no number, or the shape unknown.
    """
    if not radius_px >= 0 or math.isinf(radius_px) or shape not in (DISC, SQUARE):
        raise ValueError(f"radius {radius_px}, shape {shape}")
    mask = np.asarray(mask, bool)
    height = mask.shape[-2]
    grown = mask.copy()
    reach = min(math.floor(radius_px), height - 1)
    widened: dict[int, np.ndarray] = {}
    for distance in range(reach + 1):
        half = math.floor(radius_px) if shape == SQUARE else math.floor(math.sqrt(radius_px**2 - distance**2))
        if half not in widened:
            widened[half] = _widen(mask, half)
        row = widened[half]
        grown[..., distance:, :] |= row[..., : height - distance, :]
        grown[..., : height - distance, :] |= row[..., distance:, :]
    return grown


def _widen(mask: np.ndarray, half: int) -> np.ndarray:
    """Along x by a number of pixels on both sides, whatever the number at the same cost."""
    width = mask.shape[-1]
    counts = np.zeros((*mask.shape[:-1], width + 1), "int32")
    np.cumsum(mask, axis=-1, dtype="int32", out=counts[..., 1:])
    places = np.arange(width)
    ends = np.minimum(places + half + 1, width)
    starts = np.maximum(places - half, 0)
    return np.asarray(counts[..., ends] > counts[..., starts])
