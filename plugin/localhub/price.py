# SPDX-License-Identifier: GPL-2.0-or-later
"""What the service would charge for an answer, in processing units."""

from __future__ import annotations

_UNIT_PX = 512 * 512


def processing_units(width: int, height: int, input_bands: int, is_float: bool, samples: int) -> float:
    """The published formula for images.

    :param input_bands: bands that the script reads; ``dataMask`` is free unless it is the only one.
    :param is_float: 32-bit samples in the answer count twice.
    :param samples: scenes for each pixel, 1 when they are flattened.
    """
    area = max(width * height / _UNIT_PX, 0.01)
    units = area * max(input_bands, 1) / 3 * (2 if is_float else 1) * max(samples, 1)
    return max(units, 0.005)
