# SPDX-License-Identifier: GPL-2.0-or-later
"""A stack as a cube after the Climate and Forecast conventions (CF-1.8): its variables, coordinates and attributes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Union

import numpy as np

from .dates import UTC
from .stack import StackBand, StackInfo

Attributes = dict[str, Union[str, float]]
DIMENSIONS = ("time", "y", "x")
_TAKEN = {"time", "x", "y", "spatial_ref", "crs"}
_UNITLESS = ("", "DN", "REFLECTANCE", "1")
_PLAIN_NAME = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(frozen=True)
class CubeAxis:
    """A coordinate variable."""

    name: str
    values: np.ndarray
    attributes: Attributes


@dataclass(frozen=True)
class CubeDescription:
    """What a cube holds besides its pixels."""

    axes: tuple[CubeAxis, ...]
    """time, y, x."""

    names: tuple[str, ...]
    """Variable of each band."""

    attributes: tuple[Attributes, ...]
    """Of each band's variable, without fill value, scale, offset, units and grid mapping."""

    units: tuple[str, ...]
    general: Attributes = field(default_factory=dict)


def describe_cube(info: StackInfo, is_geographic: bool, length_unit: str, version: str) -> CubeDescription:
    """The cube of a stack.

    :param is_geographic: whether x and y are degrees.
    :param length_unit: of the CRS otherwise, such as ``m``; empty where there is no CRS.
    """
    general: Attributes = {"Conventions": "CF-1.8", "source": f"Timestack {version}".strip()}
    if info.collection:
        general["collection"] = info.collection
    return CubeDescription(
        axes=(_time_axis(info), *_place_axes(info, is_geographic, length_unit)),
        names=variable_names([band.name for band in info.bands]),
        attributes=tuple(_band_attributes(band, info) for band in info.bands),
        units=tuple("1" if band.units in _UNITLESS else band.units for band in info.bands),
        general=general,
    )


def variable_names(bands: list[str]) -> tuple[str, ...]:
    """Names that every reader takes: letters, digits and underscores, none twice, none of a coordinate."""
    found: list[str] = []
    for band in bands:
        name = _PLAIN_NAME.sub("_", band).strip("_") or "band"
        name = name if name[0].isalpha() else f"band_{name}"
        name = f"{name}_band" if name.lower() in _TAKEN else name
        number = 2
        unique = name
        while unique in found:
            unique, number = f"{name}_{number}", number + 1
        found.append(unique)
    return tuple(found)


def _time_axis(info: StackInfo) -> CubeAxis:
    seconds = np.array([step.time.astimezone(UTC).timestamp() for step in info.steps])
    has_days = not (seconds % 86400).any()
    attributes: Attributes = {
        "units": "days since 1970-01-01 00:00:00" if has_days else "seconds since 1970-01-01 00:00:00",
        "calendar": "standard", "standard_name": "time", "long_name": "time (UTC)", "axis": "T",
    }  # fmt: skip
    return CubeAxis("time", seconds / 86400 if has_days else seconds, attributes)


def _place_axes(info: StackInfo, is_geographic: bool, length_unit: str) -> tuple[CubeAxis, CubeAxis]:
    grid = info.grid
    y = grid.ymax - (np.arange(grid.height) + 0.5) * grid.pixel_height
    x = grid.xmin + (np.arange(grid.width) + 0.5) * grid.pixel_width
    axes = []
    for name, values, degrees, standard in (("y", y, "degrees_north", "latitude"),
                                            ("x", x, "degrees_east", "longitude")):  # fmt: skip
        attributes: Attributes = {"axis": name.upper()}
        if is_geographic:
            attributes.update(units=degrees, standard_name=standard)
        elif length_unit:
            attributes.update(units=length_unit, standard_name=f"projection_{name}_coordinate")
        axes.append(CubeAxis(name, values, attributes))
    return axes[0], axes[1]


def _band_attributes(band: StackBand, info: StackInfo) -> Attributes:
    attributes: Attributes = {"long_name": band.name}
    if band.wavelength_nm is not None:
        attributes["radiation_wavelength"] = float(band.wavelength_nm)
        attributes["radiation_wavelength_unit"] = "nm"
        level = "surface" if "l2a" in info.collection else "toa" if "l1c" in info.collection else ""
        if band.units == "REFLECTANCE" and level:
            attributes["standard_name"] = f"{level}_bidirectional_reflectance"
    if band.units and band.units != "1":
        attributes["stored_as"] = band.units
    return attributes
