# SPDX-License-Identifier: GPL-2.0-or-later
"""Clouds, their shadows and cirrus over any place of a pass."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from .noise import fractal_noise, value_noise
from .weather import Weather

CLOUD_MEDIUM, CLOUD_HIGH, CLOUD_LOW = 0.30, 0.62, 0.12
"""Opacity from which a pixel counts as cloud of medium, high, low probability."""

CIRRUS_SEEN = 0.30
SHADOW_SEEN = 0.35
_OPAQUE = 0.999


@dataclass(frozen=True)
class Sky:
    """What is between ground and sensor, per pixel, each 0 to 1. None: nothing of the kind anywhere."""

    opacity: np.ndarray | None
    brightness: np.ndarray | None
    """Of the clouds."""

    cirrus: np.ndarray | None
    shadow: np.ndarray | None

    @property
    def is_clear(self) -> bool:
        """Whether there is nothing at all."""
        return self.opacity is None and self.cirrus is None and self.shadow is None


def look_through(weather: Weather, x: np.ndarray, y: np.ndarray, with_shadows: bool = True) -> Sky:
    """The sky over points in local metres."""
    opacity = brightness = shadow = None
    if weather.cloud_share > 0:
        density = _density(weather, x, y)
        opacity = _opacity(weather, density)
        brightness = np.clip(0.42 + 0.24 * (density - min(max(_threshold(weather), -0.9), 0.6)), 0.30, 1.08)
        if with_shadows:
            length = weather.cloud_height_m * math.tan(math.radians(weather.sun_zenith))
            azimuth = math.radians(weather.sun_azimuth)
            sunward_x = x + np.float32(length * math.sin(azimuth))
            above = _density(weather, sunward_x, y + np.float32(length * math.cos(azimuth)))
            shadow = _opacity(weather, above) * (1 - opacity)
    return Sky(_kept(opacity), brightness, _kept(_cirrus(weather, x, y)), _kept(shadow))


def _kept(layer: np.ndarray | None) -> np.ndarray | None:
    return layer if layer is not None and bool((layer > 0).any()) else None


def _threshold(weather: Weather) -> float:
    return -NormalDist().inv_cdf(min(max(weather.cloud_share, 1e-4), 0.9999))


def _density(weather: Weather, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Cloud stuff, mean 0 and deviation about 1, bent by a slow flow so that no lattice shows."""
    size = weather.cloud_size_m
    bend = np.float32(0.24 * size)
    bent_x = x + bend * value_noise(x, y, 1.3 * size, weather.seed + 1)
    bent_y = y + bend * value_noise(x, y, 1.3 * size, weather.seed + 2)
    return fractal_noise(bent_x, bent_y, size, weather.seed + 3, octaves=6, gain=0.55, turning=True)


def _opacity(weather: Weather, density: np.ndarray) -> np.ndarray:
    if weather.cloud_share > _OPAQUE:
        return np.ones_like(density)
    # the middle of the rise lies on the threshold, so that the share of cloudy pixels comes out as aimed at
    excess = (density - np.float32(_threshold(weather))) / np.float32(weather.cloud_softness)
    rise: np.ndarray = np.clip(excess + np.float32(0.38), 0, 1)
    opacity: np.ndarray = rise * rise * (3 - 2 * rise)
    return opacity


def _cirrus(weather: Weather, x: np.ndarray, y: np.ndarray) -> np.ndarray | None:
    if weather.cirrus_share <= 0.01:
        return None
    cosine, sine = np.float32(math.cos(weather.cirrus_turn)), np.float32(math.sin(weather.cirrus_turn))
    along, across = x * cosine + y * sine, y * cosine - x * sine
    streaks = fractal_noise(along / 6, across, 1500.0, weather.seed + 5, octaves=5, gain=0.6)
    limit = np.float32(-NormalDist().inv_cdf(min(max(weather.cirrus_share, 1e-4), 0.95)))
    return np.clip((streaks - limit) * np.float32(0.6) + np.float32(0.25), 0, 1)
