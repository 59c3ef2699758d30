# SPDX-License-Identifier: GPL-2.0-or-later
"""The weather of a pass: clouds, haze, snow on the ground, moisture of the soil."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .noise import uniform_number
from .orbits import Pass
from .sun import sun_angles

_SNOWFALLS = (
    (date(2020, 1, 28), 10, 0.75), (date(2020, 12, 3), 11, 0.9), (date(2021, 1, 6), 22, 1.0),
    (date(2021, 2, 9), 9, 0.8), (date(2021, 11, 29), 13, 0.9), (date(2021, 12, 24), 6, 0.55),
)
"""First day, days until all has melted, share of the land covered at first."""

_CLOUD_SALT = 13498
"""Chosen so that every month has a clear pass, and the first date of the demo too."""


@dataclass(frozen=True)
class Weather:
    """Everything about a day that is the same over the whole landscape."""

    seed: int
    cloud_share: float
    """Share of the sky under thick clouds that is aimed at, 0 to 1."""

    cloud_size_m: float
    cloud_softness: float
    cloud_height_m: float
    cirrus_share: float
    cirrus_turn: float
    """Direction of the streaks of cirrus, radians."""

    haze: float
    """Reflectance that is left over in blue."""

    snow_share: float
    moisture: float
    """Of the topsoil, 0 dry to 1 wet."""

    sun_zenith: float
    sun_azimuth: float


@lru_cache(maxsize=512)
def weather_of(flight: Pass) -> Weather:
    """The weather during a pass."""
    seed, day = flight.seed, flight.day
    zenith, azimuth = sun_angles(day, flight.orbit.second_of_day)
    winter = 0.5 + 0.5 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 5) / 365.25)
    cumulus = uniform_number(seed, 21) < 0.55 * (1 - winter)
    return Weather(
        seed=seed,
        cloud_share=_cloud_share(seed, winter),
        cloud_size_m=(1500 if cumulus else 4200) * (0.7 + 0.7 * uniform_number(seed, 22)),
        cloud_softness=(0.6 if cumulus else 0.85) * (0.8 + 0.5 * uniform_number(seed, 23)),
        cloud_height_m=(900 if cumulus else 1500) + 1100 * uniform_number(seed, 24),
        cirrus_share=max(0.0, 1.5 * uniform_number(seed, 25) - 1.05) ** 1.2,
        cirrus_turn=math.pi * uniform_number(seed, 26),
        haze=0.001 + 0.011 * uniform_number(seed, 27) ** 2,
        snow_share=snow_share(day),
        moisture=_moisture(day, winter),
        sun_zenith=zenith,
        sun_azimuth=azimuth,
    )


def _cloud_share(seed: int, winter: float) -> float:
    """Many clear days, many overcast ones, fewer between; more clouds in winter."""
    chance = uniform_number(seed, _CLOUD_SALT) - 0.13 * winter + 0.02
    if chance > 0.52:
        return 0.0
    if chance > 0.42:
        return 0.08 * (0.52 - chance) / 0.10
    if chance > 0.22:
        return 0.08 + 0.62 * (0.42 - chance) / 0.20
    return min(1.0, 0.75 + 1.6 * (0.22 - chance))


def snow_share(day: date) -> float:
    """Share of open land under snow."""
    for start, length, share in _SNOWFALLS:
        age = (day - start).days
        if 0 <= age < length:
            return share * min(1.0, 1.6 * (1 - age / length))
    return 0.0


def _moisture(day: date, winter: float) -> float:
    """Wet in winter, drying in between the rains of summer."""
    wet = 0.0
    for age in range(12):
        rain = uniform_number(day.toordinal() - age, 31)
        wet = max(wet, (rain > 0.80) * (0.5 + 2.5 * (rain - 0.8)) * math.exp(-age / (3.0 + 9.0 * winter)))
    return min(1.0, 0.15 + 0.45 * winter + 0.6 * wet)
