# SPDX-License-Identifier: GPL-2.0-or-later
"""Dates written as pixel values, so that an image proves its own dates.

Numbers are spelled in digits of a base that the sample type holds exactly: a day number (days since
1970-01-01, up to 2059-09-18) takes one band in 16 bits and in floats, two in 8 bits, three in signed 8 bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MAX_NUMBER = 32767
"""The largest number that a date band pair has to carry: day 32767 is 2059-09-18."""

MISMATCH = 1
"""Written as a stray day when the script cannot tell which sample belongs to which scene."""

DUPLICATE = 2
"""Written as a stray day when two scenes claim the same slot of a TILE stack."""

_BASES = {"INT8": 128, "UINT8": 256, "AUTO": 256, "INT16": 32768, "UINT16": 32768, "FLOAT32": 32768}


@dataclass(frozen=True)
class NumberCode:
    """How whole numbers 0 to 32767 are spelled in bands of one sample type."""

    sample_type: str

    @property
    def base(self) -> int:
        """Values of one digit: 0 to base - 1."""
        return _BASES[self.sample_type]

    @property
    def digits(self) -> int:
        """Bands that one number takes."""
        count, reach = 1, self.base
        while reach <= MAX_NUMBER:
            count, reach = count + 1, reach * self.base
        return count

    @property
    def divisor(self) -> int:
        """What a digit is divided by before it is returned: 255 for AUTO, whose values are 0 to 1."""
        return 255 if self.sample_type == "AUTO" else 1

    def decode(self, digits: np.ndarray) -> np.ndarray:
        """Numbers from digits of shape (digit, …), most significant first; shape (…), int64."""
        number = np.zeros(digits.shape[1:], np.int64)
        for digit in digits:
            number = number * self.base + digit.astype(np.int64)
        return number
