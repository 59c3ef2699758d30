# SPDX-License-Identifier: GPL-2.0-or-later
"""Curves through observations at uneven dates: arrays (time, …), NaN where nothing was observed."""

from __future__ import annotations

from .harmonic import HarmonicFit, fit_harmonic
from .savitzky_golay import smooth_savitzky_golay
from .whittaker import choose_penalty, smooth_whittaker

__all__ = ["HarmonicFit", "choose_penalty", "fit_harmonic", "smooth_savitzky_golay", "smooth_whittaker"]
