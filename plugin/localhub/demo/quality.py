# SPDX-License-Identifier: GPL-2.0-or-later
"""The bands that say what a pixel is: scene classes, cloud and snow masks, aerosol, angles."""

from __future__ import annotations

import numpy as np

from .cells import Cells, find_cells
from .clouds import CIRRUS_SEEN, CLOUD_HIGH, CLOUD_LOW, CLOUD_MEDIUM, SHADOW_SEEN, look_through
from .extent import FIRST_COLUMN, LAST_ROW, local_x, local_y
from .noise import value_noise
from .scene import Scene

_MASK_SIZE = 16
"""Side of the cells of CLP and CLM in 10 m pixels."""

_ANGLE_SIZE = 500


def scene_classes(scene: Scene) -> np.ndarray:
    """SCL per 20 m cell."""
    layers = scene.layers(2)
    cells, ground, sky = layers.ground.cells, layers.ground, layers.sky
    red, near = (cells.mean(scene.surface(band, 2)) for band in ("B04", "B8A"))
    classes = np.where((near - red) > 0.42 * (near + red), 4, 5).astype(np.uint8)
    classes[(near < 0.085) & (red < 0.05)] = 2
    classes[cells.mean(ground.water) > 0.5] = 6
    if layers.snow is not None:
        classes[cells.mean(layers.snow) > 0.45] = 11
    if sky.shadow is not None:
        classes[cells.mean(sky.shadow) > SHADOW_SEEN] = 3
    if sky.cirrus is not None:
        classes[cells.mean(sky.cirrus) > CIRRUS_SEEN] = 10
    if sky.opacity is not None:
        opacity = cells.mean(sky.opacity)
        classes[opacity > CLOUD_LOW] = 7
        if sky.cirrus is not None:
            classes[(opacity <= CLOUD_MEDIUM) & (cells.mean(sky.cirrus) > CIRRUS_SEEN)] = 10
        classes[opacity > CLOUD_MEDIUM] = 8
        classes[opacity > CLOUD_HIGH] = 9
    return classes


def cloud_percent(scene: Scene) -> np.ndarray:
    """CLD per 20 m cell."""
    layers = scene.layers(2)
    cells, sky = layers.ground.cells, layers.sky
    percent = np.zeros(np.broadcast(cells.rows, cells.columns).shape, np.float32)
    if sky.opacity is not None:
        percent = np.maximum(percent, 145 * cells.mean(sky.opacity))
    if sky.cirrus is not None:
        percent = np.maximum(percent, 60 * cells.mean(sky.cirrus))
    return np.clip(np.rint(percent), 0, 100).astype(np.uint8)


def snow_percent(scene: Scene) -> np.ndarray:
    """SNW per 20 m cell; nothing is seen through clouds."""
    layers = scene.layers(2)
    cells, sky = layers.ground.cells, layers.sky
    if layers.snow is None:
        return np.zeros(np.broadcast(cells.rows, cells.columns).shape, np.uint8)
    snow = layers.snow if sky.opacity is None else layers.snow * (1 - sky.opacity)
    percent: np.ndarray = np.clip(np.rint(110 * cells.mean(snow)), 0, 100).astype(np.uint8)
    return percent


def cloud_probability(scene: Scene) -> tuple[Cells, np.ndarray]:
    """CLP (0 to 255) per 160 m cell."""
    cells = find_cells(scene.grid, _MASK_SIZE)
    rows, columns = cells.pixels()
    sky = look_through(scene.weather, local_x(columns), local_y(rows), with_shadows=False)
    chance = np.full(np.broadcast(cells.rows, cells.columns).shape, 4.0, np.float32)
    if sky.opacity is not None:
        chance = chance + 300 * cells.mean(sky.opacity)
    if sky.cirrus is not None:
        chance = chance + 90 * cells.mean(sky.cirrus)
    return cells, np.clip(np.rint(chance), 0, 255).astype(np.uint8)


def cloud_mask(scene: Scene) -> tuple[Cells, np.ndarray]:
    """CLM (0 or 1) per 160 m cell: CLP from 40 percent."""
    cells, chance = cloud_probability(scene)
    return cells, (chance >= 102).astype(np.uint8)


def aerosol_numbers(scene: Scene) -> np.ndarray:
    """AOT times 1000 per 10 m pixel."""
    ground = scene.layers(1).ground
    drift = value_noise(local_x(ground.columns), local_y(ground.rows), 9000.0, scene.weather.seed + 9)
    numbers: np.ndarray = np.rint(55 + 13000 * scene.weather.haze + 12 * drift).astype(np.uint16)
    return numbers


def angles(scene: Scene, name: str) -> tuple[Cells, np.ndarray]:
    """One of the four angles in degrees per 5 km cell."""
    cells = find_cells(scene.grid, _ANGLE_SIZE)
    rows, columns = (numbers * _ANGLE_SIZE + _ANGLE_SIZE / 2 for numbers in (cells.rows, cells.columns))
    east_km, north_km = (columns - FIRST_COLUMN) / 100, (LAST_ROW - rows) / 100
    side = scene.flight.orbit.side
    values = {
        "sunZenithAngles": scene.weather.sun_zenith + 0.0088 * (north_km - 10) - 0.0035 * (east_km - 12),
        "sunAzimuthAngles": scene.weather.sun_azimuth + 0.0120 * (east_km - 12) + 0.001 * north_km,
        "viewZenithMean": 10.6 - side * 0.062 * (east_km - 2.5 if side > 0 else east_km - 9.0),
        "viewAzimuthMean": (104.0 if side > 0 else 286.5) + 0.01 * (east_km + north_km),
    }[name]
    whole = values + np.zeros(np.broadcast(cells.rows, cells.columns).shape)
    return cells, whole.astype(np.float32)
