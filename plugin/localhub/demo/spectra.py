# SPDX-License-Identifier: GPL-2.0-or-later
"""Reflectance of what the land is made of, in the twelve bands of the collection."""

from __future__ import annotations

import numpy as np

from .canvas import Cover

BANDS = ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B09", "B11", "B12")


def _spectrum(*reflectance: float) -> np.ndarray:
    return np.array(reflectance)


SOIL = _spectrum(0.062, 0.079, 0.116, 0.150, 0.173, 0.190, 0.210, 0.226, 0.240, 0.250, 0.330, 0.285)
RED_SOIL = _spectrum(0.050, 0.066, 0.106, 0.158, 0.188, 0.206, 0.230, 0.246, 0.262, 0.270, 0.345, 0.300)
THATCH = _spectrum(0.045, 0.060, 0.092, 0.118, 0.155, 0.195, 0.220, 0.240, 0.260, 0.270, 0.300, 0.205)
STRAW = _spectrum(0.076, 0.104, 0.150, 0.196, 0.230, 0.262, 0.284, 0.305, 0.325, 0.330, 0.395, 0.285)
RIPE_STALKS = _spectrum(0.045, 0.060, 0.090, 0.122, 0.155, 0.190, 0.215, 0.235, 0.255, 0.262, 0.300, 0.200)
SNOW = _spectrum(0.720, 0.740, 0.745, 0.740, 0.730, 0.720, 0.710, 0.700, 0.690, 0.620, 0.110, 0.075)
CLOUD = _spectrum(0.780, 0.760, 0.745, 0.755, 0.765, 0.770, 0.775, 0.780, 0.780, 0.600, 0.500, 0.390)
CIRRUS = _spectrum(0.240, 0.225, 0.210, 0.205, 0.205, 0.200, 0.200, 0.200, 0.195, 0.120, 0.075, 0.045)
HAZE = _spectrum(1.30, 1.00, 0.62, 0.40, 0.32, 0.26, 0.22, 0.18, 0.15, 0.10, 0.04, 0.02)
"""What a unit of haze left over by the atmospheric correction adds."""

SHADOW = _spectrum(0.52, 0.56, 0.63, 0.67, 0.69, 0.71, 0.72, 0.73, 0.74, 0.74, 0.80, 0.82)
"""Share of the light that a full cloud shadow takes: less in blue, which the sky gives back."""

LEAVES = np.stack(
    [
        _spectrum(0.016, 0.020, 0.044, 0.023, 0.080, 0.290, 0.390, 0.425, 0.440, 0.445, 0.185, 0.082),  # wheat
        _spectrum(0.018, 0.022, 0.050, 0.026, 0.090, 0.300, 0.400, 0.435, 0.450, 0.455, 0.195, 0.090),  # rape
        _spectrum(0.016, 0.022, 0.054, 0.023, 0.098, 0.290, 0.370, 0.405, 0.425, 0.430, 0.205, 0.095),  # maize
        _spectrum(0.018, 0.024, 0.062, 0.026, 0.105, 0.360, 0.470, 0.500, 0.515, 0.515, 0.220, 0.105),  # beet
        _spectrum(0.022, 0.030, 0.066, 0.038, 0.110, 0.320, 0.410, 0.440, 0.460, 0.465, 0.225, 0.110),  # sunflower
        _spectrum(0.014, 0.019, 0.048, 0.020, 0.088, 0.330, 0.440, 0.475, 0.490, 0.490, 0.195, 0.085),  # alfalfa
        _spectrum(0.022, 0.028, 0.064, 0.038, 0.112, 0.310, 0.390, 0.420, 0.440, 0.445, 0.220, 0.110),  # cover crop
        _spectrum(0.024, 0.032, 0.076, 0.045, 0.125, 0.295, 0.355, 0.385, 0.405, 0.410, 0.235, 0.118),  # grass
    ]
)
"""Dense green leaves by :class:`~.crops.Crop`, then cover crop, then grass."""

FLOWERS = np.stack(
    [
        LEAVES[0],
        _spectrum(0.030, 0.038, 0.150, 0.138, 0.215, 0.350, 0.420, 0.450, 0.465, 0.470, 0.205, 0.098),
        LEAVES[2],
        LEAVES[3],
        _spectrum(0.026, 0.034, 0.086, 0.074, 0.145, 0.330, 0.410, 0.440, 0.460, 0.465, 0.225, 0.112),
        *LEAVES[5:],
    ]
)

TREE_LEAVES = _spectrum(0.013, 0.017, 0.038, 0.020, 0.072, 0.245, 0.330, 0.360, 0.380, 0.385, 0.165, 0.070)
TREE_AUTUMN = _spectrum(0.020, 0.026, 0.050, 0.068, 0.115, 0.200, 0.235, 0.255, 0.275, 0.280, 0.195, 0.100)
TREE_BARE = _spectrum(0.030, 0.036, 0.048, 0.058, 0.082, 0.118, 0.136, 0.150, 0.166, 0.175, 0.172, 0.105)
NEEDLES = _spectrum(0.011, 0.014, 0.025, 0.016, 0.046, 0.130, 0.165, 0.185, 0.198, 0.200, 0.088, 0.040)

FIXED: dict[Cover, np.ndarray] = {
    Cover.RIVER: _spectrum(0.040, 0.044, 0.056, 0.036, 0.032, 0.024, 0.022, 0.020, 0.017, 0.015, 0.008, 0.005),
    Cover.LAKE: _spectrum(0.032, 0.033, 0.037, 0.020, 0.016, 0.012, 0.011, 0.010, 0.009, 0.008, 0.005, 0.003),
    Cover.TRACK: _spectrum(0.080, 0.102, 0.138, 0.172, 0.196, 0.215, 0.235, 0.245, 0.255, 0.260, 0.330, 0.290),
    Cover.ASPHALT: _spectrum(0.080, 0.088, 0.099, 0.108, 0.114, 0.119, 0.124, 0.130, 0.136, 0.140, 0.165, 0.155),
    Cover.RED_ROOF: _spectrum(0.062, 0.072, 0.096, 0.160, 0.182, 0.196, 0.208, 0.222, 0.236, 0.242, 0.290, 0.262),
    Cover.GREY_ROOF: _spectrum(0.125, 0.140, 0.150, 0.158, 0.163, 0.168, 0.172, 0.178, 0.184, 0.186, 0.205, 0.190),
    Cover.HALL: _spectrum(0.235, 0.262, 0.270, 0.275, 0.278, 0.280, 0.282, 0.284, 0.285, 0.280, 0.290, 0.245),
    Cover.YARD: _spectrum(0.135, 0.155, 0.172, 0.186, 0.194, 0.201, 0.207, 0.213, 0.219, 0.222, 0.255, 0.235),
    Cover.GRAVEL: _spectrum(0.115, 0.138, 0.168, 0.190, 0.204, 0.215, 0.224, 0.233, 0.241, 0.243, 0.300, 0.270),
}
"""Covers that do not change with the season."""

GRAIN = np.zeros(32)
"""Strength of the fine pattern by cover."""

for _cover, _strength in {
    Cover.ARABLE: 0.035, Cover.MEADOW: 0.045, Cover.DECIDUOUS: 0.15, Cover.CONIFER: 0.20, Cover.RIVER: 0.03,
    Cover.LAKE: 0.02, Cover.TRACK: 0.08, Cover.ASPHALT: 0.10, Cover.RED_ROOF: 0.14, Cover.GREY_ROOF: 0.15,
    Cover.HALL: 0.08, Cover.GARDEN: 0.17, Cover.YARD: 0.12, Cover.GRAVEL: 0.15, Cover.VERGE: 0.10, Cover.SHRUB: 0.15,
}.items():
    GRAIN[_cover] = _strength

SNOW_HOLD = np.ones(32)
"""How much of the snow that lies on open land is seen on a cover."""

for _cover, _strength in {
    Cover.DECIDUOUS: 0.26, Cover.CONIFER: 0.10, Cover.SHRUB: 0.45, Cover.RIVER: 0.0, Cover.LAKE: 0.0, Cover.TRACK: 0.6,
    Cover.ASPHALT: 0.12, Cover.RED_ROOF: 0.6, Cover.GREY_ROOF: 0.6, Cover.HALL: 0.75, Cover.GARDEN: 0.62,
    Cover.YARD: 0.35,
}.items():
    SNOW_HOLD[_cover] = _strength
