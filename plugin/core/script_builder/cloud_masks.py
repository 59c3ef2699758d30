# SPDX-License-Identifier: GPL-2.0-or-later
"""Telling clear pixels from clouds: which bands say so, and the condition as JavaScript."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NONE, AUTO = "none", "auto"
SCL, CLM, CLP, CLD, BQA, QA = "SCL", "CLM", "CLP", "CLD", "BQA", "QA"
MASKS = (AUTO, NONE, SCL, CLM, CLP, CLD, BQA, QA)
"""``auto`` and ``none``, else the band that is asked."""

_CLASSES = {SCL: 11, BQA: 15, QA: 7}
"""The highest class (SCL) or bit (BQA, QA)."""

# No data, saturated, cloud shadow, medium and high cloud probability, cirrus.
_SCL_CLOUDS = (0, 1, 3, 8, 9, 10)
# Bits of Landsat Collection 2 QA_PIXEL: 1 dilated cloud, 2 cirrus (OLI only), 3 cloud, 4 cloud shadow.
_LANDSAT_BITS = {"landsat-ot": (1, 2, 3, 4), "landsat-tm": (1, 3, 4), "landsat-etm": (1, 3, 4), "landsat-mss": (3,)}
# Bits of HLS Fmask: 1 cloud, 2 beside a cloud or shadow, 3 cloud shadow.
_FMASK_BITS = (1, 2, 3)

_AUTO = {"sentinel-2-l2a": SCL, "sentinel-2-l1c": CLM, "hls": QA}

_SCL_NAMES = (
    "no data", "saturated", "dark", "cloud shadow", "vegetation", "bare soil", "water", "unclassified", "cloud",
    "certain cloud", "cirrus", "snow",
)  # fmt: skip


_BIT_NAMES = {
    BQA: ("fill", "dilated cloud", "cirrus", "cloud", "cloud shadow", "snow", "clear", "water"),
    QA: ("cirrus", "cloud", "beside a cloud", "cloud shadow", "snow", "water"),
}


def choose_mask(collection: str) -> str:
    """The mask that suits a collection; ``none`` where it has no cloud band."""
    return BQA if collection.startswith("landsat-") else _AUTO.get(collection, NONE)


def highest_class(mask: str) -> int | None:
    """The highest class or bit that a mask knows, None for a mask without classes."""
    return _CLASSES.get(mask)


@dataclass(frozen=True)
class CloudMask:
    """One way to find clouds, ready to be written."""

    band: str
    """Empty: only dataMask counts."""

    classes: tuple[int, ...] = ()
    """SCL classes, or bits of BQA and QA, that are not wanted."""

    probability_pct: float = 40.0
    """CLP and CLD: from this probability on it is a cloud."""

    @property
    def constants(self) -> tuple[str, ...]:
        """Lines at the top of the script, where the mask can be changed."""
        if self.band == SCL:
            return (
                f"const CLOUD_CLASSES = {list(self.classes)}; // classes of SCL that do not count:",
                *_folded(f"{number} {_SCL_NAMES[number]}" for number in range(12)),
            )
        if self.band in (BQA, QA):
            names = _BIT_NAMES[self.band]
            bits = ", ".join(f"{bit} {names[bit]}" if bit < len(names) else str(bit) for bit in self.classes)
            return (f"const CLOUD_BITS = {sum(1 << bit for bit in self.classes)}; // bits of {self.band}: {bits}",)
        if self.band in (CLP, CLD):
            return (f"const CLOUD_PROBABILITY = {self.probability_pct:g}; // percent, from which on it is a cloud",)
        return ()

    @property
    def condition(self) -> str:
        """JavaScript that is true for a clear ``sample``; empty without a mask."""
        return {
            SCL: "!CLOUD_CLASSES.includes(sample.SCL)",
            CLM: "sample.CLM === 0",
            CLP: "sample.CLP / 255 * 100 < CLOUD_PROBABILITY",
            CLD: "sample.CLD < CLOUD_PROBABILITY",
            BQA: "(sample.BQA & CLOUD_BITS) === 0",
            QA: "(sample.QA & CLOUD_BITS) === 0",
        }.get(self.band, "")


def default_classes(mask: str, collection: str) -> tuple[int, ...]:
    """The classes or bits that are clouds and shadows; empty for a mask without classes."""
    if mask == BQA:
        return next((bits for start, bits in _LANDSAT_BITS.items() if collection.startswith(start)), (1, 2, 3, 4))
    return {SCL: _SCL_CLOUDS, QA: _FMASK_BITS}.get(mask, ())


def _folded(words: Iterable[str]) -> tuple[str, str]:
    """Two comment lines."""
    items = list(words)
    return (f"// {', '.join(items[:6])},", f"// {', '.join(items[6:])}")
