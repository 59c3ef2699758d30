# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the sun stands, and where the satellite looks from."""

from __future__ import annotations

import math
from datetime import date

_LATITUDE = math.radians(46.05)
_LOCAL_NOON_HOUR_UTC = 11.0
"""The landscape lies on the meridian of 15 degrees east."""


def sun_angles(day: date, second_of_day: int) -> tuple[float, float]:
    """Zenith and azimuth (clockwise from north) of the sun over the landscape, in degrees."""
    turn = 2 * math.pi * (day.timetuple().tm_yday - 1) / 365.25
    declination = 0.006918 - 0.399912 * math.cos(turn) + 0.070257 * math.sin(turn)
    declination += -0.006758 * math.cos(2 * turn) + 0.000907 * math.sin(2 * turn)
    equation_of_time_h = (0.0172 + 0.4281 * math.cos(turn) - 7.3515 * math.sin(turn)) / 60
    equation_of_time_h += (-3.3495 * math.cos(2 * turn) - 9.3619 * math.sin(2 * turn)) / 60
    hour_angle = math.radians(15 * (second_of_day / 3600 + equation_of_time_h - _LOCAL_NOON_HOUR_UTC))
    height = math.asin(
        math.sin(_LATITUDE) * math.sin(declination)
        + math.cos(_LATITUDE) * math.cos(declination) * math.cos(hour_angle)
    )
    azimuth = math.atan2(
        -math.sin(hour_angle) * math.cos(declination),
        math.sin(declination) * math.cos(_LATITUDE)
        - math.cos(declination) * math.sin(_LATITUDE) * math.cos(hour_angle),
    )
    return 90 - math.degrees(height), math.degrees(azimuth) % 360
