# SPDX-License-Identifier: GPL-2.0-or-later
"""Which observations of a stack are clear, as people ask for it: a band, with its classes or bits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..core.band_roles import is_quality
from ..core.clear_sky import BITS, CLASSES, PRESETS, ClearRule, choose_clear_rule
from ..core.errors import InvalidRequest
from ..core.stack import StackInfo
from .bands import find_band
from .blocks import Block

AUTO = "AUTO"


@dataclass(frozen=True)
class MaskChoice:
    """A mask as people name it."""

    band: str = ""
    """``AUTO``, a preset (``SCL``, ``CLM``, ``FMASK``, ``QA_PIXEL`` …), a band of the stack, or empty for no mask."""

    classes: tuple[int, ...] = ()
    """Values that are not clear; empty for those of the preset."""

    bits: tuple[int, ...] = ()
    """Bits, from 0, of which none may be set."""

    def check(self) -> None:
        """:raises InvalidRequest: for parameters that cannot work with any stack."""
        if self.classes and self.bits:
            raise InvalidRequest("BITS", "classes_and_bits")
        for bit in self.bits:
            if not 0 <= bit <= 62:
                raise InvalidRequest("BITS", "not_in_range", value=bit, low=0, high=62)
        if (self.classes or self.bits) and not self.band.strip():
            raise InvalidRequest("MASK_BAND", "mask_band_missing")

    def find_rule(self, info: StackInfo) -> ClearRule | None:
        """The rule for a stack; None for no mask.

        :raises InvalidRequest: when the stack has no such band, or nothing says which of its values are clear.
        """
        text = self.band.strip()
        if not text:
            return None
        rule = self._find_preset(text, info)
        if self.classes:
            return ClearRule(rule.key, rule.band, CLASSES, tuple(float(value) for value in self.classes))
        if self.bits:
            return ClearRule(rule.key, rule.band, BITS, tuple(float(value) for value in self.bits))
        if not rule.kind:
            raise InvalidRequest("CLASSES", "mask_classes_missing", band=rule.band, choices=", ".join(PRESETS))
        return rule

    def _find_preset(self, text: str, info: StackInfo) -> ClearRule:
        names = info.band_names
        if text.upper() == AUTO and AUTO not in names:
            found = choose_clear_rule(names, info.collection)
            if found is None:
                raise InvalidRequest("MASK_BAND", "no_mask_band", choices=", ".join(names))
            return found
        preset = next((rule for key, rule in PRESETS.items() if key.lower() == text.lower()), None)
        name = preset.band if preset is not None and text.lower() not in map(str.lower, names) else text
        band = names[find_band(name, info, "MASK_BAND")]
        return choose_clear_rule([band], info.collection) or (
            replace(preset, band=band) if preset is not None else ClearRule(band, band, "")
        )  # fmt: skip


class ClearReader:
    """Tells clear observations of a stack, block by block.

    A file has one nodata value, and that of many, 0, is the class *clear* of some masks. A mask's nodata therefore
    counts as a class wherever a picture has data; where none has, nothing is known.
    """

    def __init__(self, rule: ClearRule, info: StackInfo, pictures: Sequence[int] = ()) -> None:
        """
        :param pictures: places of bands that show by their data that there is an observation; none for all that the
            stack has.
        :raises InvalidRequest: when the stack does not have the rule's band.
        """
        self.rule = rule
        self.place = find_band(rule.band, info, "MASK_BAND")
        everything = pictures or range(len(info.bands))
        self._pictures = tuple(
            place for place in everything if place != self.place and not is_quality(info.bands[place].name)
        )

    @property
    def bands(self) -> tuple[int, ...]:
        """Bands that a block must have."""
        return (self.place, *self._pictures)

    def read(self, block: Block) -> np.ndarray:
        """bool (2, time, y, x): where it is clear; where it is known not to be."""
        stored = block.stored(self.place)
        known = np.ones(stored.shape, bool)
        if self._pictures:
            known = ~np.ma.getmaskarray(stored)
            for picture in self._pictures:
                known |= ~np.ma.getmaskarray(block.stored(picture))
        values = np.where(known, stored.data.astype("float64"), np.nan)
        clear = self.rule.is_clear(values)
        return np.stack([clear, ~clear & np.isfinite(values)])
