# SPDX-License-Identifier: GPL-2.0-or-later
"""UTM zone 33 north to longitude and latitude, for the footprints of the demo scenes."""

from __future__ import annotations

import math

_AXIS, _FLATTENING, _SCALE = 6378137.0, 1 / 298.257223563, 0.9996
_CENTRAL_MERIDIAN, _FALSE_EASTING = 15.0, 500000.0
_N = _FLATTENING / (2 - _FLATTENING)
_RADIUS = _AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (_N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96, _N**2 / 48 + _N**3 / 15, 17 * _N**3 / 480)
_DELTA = (2 * _N - 2 * _N**2 / 3 - 2 * _N**3, 7 * _N**2 / 3 - 8 * _N**3 / 5, 56 * _N**3 / 15)


def utm33_to_lonlat(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude in degrees of a point in EPSG:32633 (Krueger's series, below a millimetre)."""
    xi, eta = y / (_SCALE * _RADIUS), (x - _FALSE_EASTING) / (_SCALE * _RADIUS)
    xi_sphere, eta_sphere = xi, eta
    for order, beta in enumerate(_BETA, start=1):
        xi_sphere -= beta * math.sin(2 * order * xi) * math.cosh(2 * order * eta)
        eta_sphere -= beta * math.cos(2 * order * xi) * math.sinh(2 * order * eta)
    conformal = math.asin(math.sin(xi_sphere) / math.cosh(eta_sphere))
    latitude = conformal + sum(delta * math.sin(2 * order * conformal) for order, delta in enumerate(_DELTA, start=1))
    longitude = math.atan2(math.sinh(eta_sphere), math.cos(xi_sphere))
    return _CENTRAL_MERIDIAN + math.degrees(longitude), math.degrees(latitude)
