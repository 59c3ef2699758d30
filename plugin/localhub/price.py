# SPDX-License-Identifier: GPL-2.0-or-later
"""What the service would charge for an answer: the formula that estimates use too."""

from ..core.price import processing_units

__all__ = ["processing_units"]
