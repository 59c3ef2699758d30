# SPDX-License-Identifier: GPL-2.0-or-later
"""One scene on one grid: reflectance as the sensor delivers it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ...core.grid import PixelGrid
from . import spectra
from .clouds import Sky, look_through
from .extent import local_x, local_y
from .ground import Ground, Grounds
from .noise import fractal_noise, gaussian
from .orbits import Pass
from .units import UnitSpectra
from .weather import Weather, weather_of

_NOISE_FLOOR, _NOISE_SHARE = 0.0008, 0.006


@dataclass(frozen=True)
class Layers:
    """What lies on and above the ground of one cell size."""

    ground: Ground
    units: UnitSpectra
    sky: Sky
    snow: np.ndarray | None
    """Share of snow per pixel."""

    light: np.ndarray
    """Factor of brightness per pixel: fine pattern, relief, season."""


class Scene:
    """Computes reflectance of one pass on one grid. Not shared between threads."""

    def __init__(self, flight: Pass, grid: PixelGrid, grounds: Grounds) -> None:
        self.flight, self.grid = flight, grid
        self.weather: Weather = weather_of(flight)
        self._grounds = grounds
        self._layers: dict[int, Layers] = {}

    def layers(self, size: int) -> Layers:
        """Everything above the cells of a size, computed once."""
        if size not in self._layers:
            ground = self._grounds.under(self.grid, size)
            units = ground.units.spectra(self.flight.day, self.weather)
            sky = look_through(self.weather, local_x(ground.columns), local_y(ground.rows))
            self._layers[size] = Layers(ground, units, sky, self._snow(ground), self._light(ground))
        return self._layers[size]

    def surface(self, band: str, size: int) -> np.ndarray:
        """Reflectance at the ground per 10 m pixel, without the sky."""
        layers, index = self.layers(size), spectra.BANDS.index(band)
        ground, middle, slope = layers.ground, layers.units.middle[index], layers.units.slope[index]
        first = middle[ground.primary] + ground.vigour * slope[ground.primary]
        second = middle[ground.secondary] + ground.vigour * slope[ground.secondary]
        value = first + ground.fraction * (second - first)
        if layers.snow is not None:
            value = value + layers.snow * (np.float32(spectra.SNOW[index]) - value)
        lit: np.ndarray = value * layers.light
        return lit

    def seen(self, band: str, size: int) -> np.ndarray:
        """Reflectance per cell as the sensor sees it through the sky, without noise."""
        layers, index = self.layers(size), spectra.BANDS.index(band)
        sky, value = layers.sky, self.surface(band, size)
        if sky.shadow is not None:
            value = value * (1 - np.float32(spectra.SHADOW[index]) * sky.shadow)
        value = value + np.float32(self.weather.haze * spectra.HAZE[index])
        if sky.cirrus is not None:
            value = value * (1 - np.float32(0.30) * sky.cirrus) + np.float32(spectra.CIRRUS[index]) * sky.cirrus
        if sky.opacity is not None and sky.brightness is not None:
            value = value + sky.opacity * (np.float32(spectra.CLOUD[index]) * sky.brightness - value)
        return layers.ground.cells.mean(value)

    def numbers(self, band: str, size: int) -> np.ndarray:
        """Digital numbers per cell: 10000 times reflectance with the sensor's noise, at least 1."""
        cells, value = self.layers(size).ground.cells, self.seen(band, size)
        noise = gaussian(self.weather.seed + spectra.BANDS.index(band), cells.columns, cells.rows)
        value = value + noise * (np.float32(_NOISE_FLOOR) + np.float32(_NOISE_SHARE) * value)
        whole: np.ndarray = np.clip(np.rint(value * np.float32(10000)), 1, 20000).astype(np.uint16)
        return whole

    def _snow(self, ground: Ground) -> np.ndarray | None:
        share = self.weather.snow_share
        if share <= 0:
            return None
        x, y = local_x(ground.columns), local_y(ground.rows)
        patches = fractal_noise(x, y, 900.0, 701, octaves=5, gain=0.6, turning=True)
        thawed = np.float32(0.6 if share < 0.8 else 0.1) * ground.vigour
        depth = np.clip(np.float32(0.5 + 2.4 * (share - 0.5)) + np.float32(0.32) * patches - thawed, 0, 0.95)
        snow: np.ndarray = depth * ground.snow_hold
        return snow

    def _light(self, ground: Ground) -> np.ndarray:
        slant = math.tan(math.radians(min(self.weather.sun_zenith, 72.0)))
        light = (1 + ground.grain) * (1 - np.float32(0.09 * (slant - 0.5)) * ground.woods)
        if ground.relief is not None:
            light = light * np.clip(1 + np.float32(0.55 * slant) * ground.relief, 0.35, 1.5)
        return light
