# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs scripts pixel by pixel in Qt's JavaScript engine, where QtQml is installed.

Everything that ECMAScript has can be written there, values carried from pixel to pixel included: pixels are run
in their order, block after block in each thread. ``Math.random()`` and the present time are refused, as in the
block engine.
"""

from __future__ import annotations

from .bindings import missing_part
from .engine import QtEngine

__all__ = ["QtEngine", "missing_part"]
