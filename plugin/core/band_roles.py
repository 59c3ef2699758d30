# SPDX-License-Identifier: GPL-2.0-or-later
"""Which part a band plays: in spectral indices, and in a good picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .collection_roles import BAND_ROLES
from .stack import StackBand

COLOUR, GREY, RAMP = "colour", "grey", "ramp"

_WINDOWS = {"red": (620.0, 700.0), "green": (520.0, 600.0), "blue": (440.0, 515.0), "nir": (770.0, 900.0)}
_INDEX_WINDOWS = {**_WINDOWS, "red_edge": (700.1, 720.0), "swir1": (1550.0, 1700.0), "swir2": (2050.0, 2350.0)}
_CENTRES = {
    "red": 665.0, "green": 560.0, "blue": 490.0, "nir": 840.0, "red_edge": 705.0, "swir1": 1610.0, "swir2": 2200.0,
}  # fmt: skip
_WORDS = {
    "red": ("red", "r"), "green": ("green", "g"), "blue": ("blue", "b"), "nir": ("nir", "nearinfrared", "n"),
    "red_edge": ("rededge", "rededge1", "re", "re1"), "swir1": ("swir1", "swir16"), "swir2": ("swir2", "swir22"),
}  # fmt: skip
_SENTINEL_2_NM = {
    "B01": 442.7, "B02": 492.4, "B03": 559.8, "B04": 664.6, "B05": 704.1, "B06": 740.5, "B07": 782.8, "B08": 832.8,
    "B8A": 864.7, "B09": 945.1, "B10": 1373.5, "B11": 1613.7, "B12": 2202.4,
}  # fmt: skip
_QUALITY = re.compile(
    r"scl|clm|clp|cld|snw|aot|qa.*|.*_qa|bqa|.*mask|fmask|is_valid|valid|.*cloud.*|flags?|.*azimuth.*|.*zenith.*"
    r"|.*angle.*|sun.*|view.*",
    re.IGNORECASE,
)
_RAMPS = (
    (re.compile(r".*(ndvi|evi|savi|ndre|gndvi|lai|fapar|fcover|gcc).*", re.IGNORECASE), "vegetation"),
    (re.compile(r".*(ndwi|mndwi|ndmi|ndsi|nbr).*", re.IGNORECASE), "difference"),
)


@dataclass(frozen=True)
class Composite:
    """How one date of a stack is drawn."""

    kind: str
    """``colour`` (three bands), ``grey`` or ``ramp`` (one band each)."""

    bands: tuple[int, ...]
    """Places of the bands within a time step, from 0."""

    ramp: str = ""
    """``vegetation`` or ``difference``."""

    is_natural: bool = False
    """Red, green and blue as the eye sees them: one stretch for all three keeps their balance."""


def is_quality(name: str) -> bool:
    """Whether a band tells about the picture (masks, classes, angles) instead of being one."""
    return _QUALITY.fullmatch(name.strip()) is not None


def choose_composite(bands: Sequence[StackBand]) -> Composite:
    """True colour where red, green and blue are there, else near infrared with red, else an index, three bands, or one.

    A band is known by its wavelength, else by its name; masks and classes are drawn only when there is nothing else.
    """
    pictures = [place for place, band in enumerate(bands) if not is_quality(band.name)] or list(range(len(bands)))
    roles = {role: _find(role, bands, pictures) for role in _WINDOWS}
    red, green, blue, nir = roles["red"], roles["green"], roles["blue"], roles["nir"]
    if red is not None and green is not None and blue is not None:
        return Composite(COLOUR, (red, green, blue), is_natural=True)
    if nir is not None and red is not None and len(pictures) > 1:
        if green is not None:
            return Composite(COLOUR, (nir, red, green))
        longer = [place for place in pictures if _is_short_wave_infrared(bands[place])]
        return Composite(COLOUR, (longer[0], nir, red) if longer else (nir, red, red))
    ramp = _ramp(bands[pictures[0]].name)
    if ramp:
        return Composite(RAMP, (pictures[0],), ramp)
    if len(pictures) >= 3:
        return Composite(COLOUR, tuple(pictures[:3]))
    return Composite(GREY, (pictures[0],))


def find_roles(bands: Sequence[StackBand], collection: str = "") -> dict[str, str]:
    """Role (``blue, green, red, red_edge, nir, swir1, swir2``) to the name of the band that plays it.

    The collection decides where it is known; else wavelengths; else names (``red``, ``nir``, ``swir1`` … and, where no
    band tells its wavelength, those of Sentinel-2). Roles that no band plays are missing.
    """
    names = [band.name for band in bands]
    catalogued = {role: name for role, name in BAND_ROLES.get(collection, {}).items() if name in names}
    if catalogued:
        return catalogued
    pictures = [place for place, band in enumerate(bands) if not is_quality(band.name)]
    found = {role: _find(role, bands, pictures) for role in _INDEX_WINDOWS}
    return {role: names[place] for role, place in found.items() if place is not None}


def wavelength_nm(band: StackBand, all_bands: Sequence[StackBand]) -> float | None:
    """The band's wavelength, that of Sentinel-2 where the names are Sentinel-2's and no band tells its own."""
    if band.wavelength_nm is not None or any(other.wavelength_nm is not None for other in all_bands):
        return band.wavelength_nm
    return _SENTINEL_2_NM.get(band.name.upper())


def _find(role: str, bands: Sequence[StackBand], pictures: Sequence[int]) -> int | None:
    low, high = _INDEX_WINDOWS[role]
    fitting = []
    for place in pictures:
        wave = wavelength_nm(bands[place], bands)
        if wave is not None and low <= wave <= high:
            fitting.append((abs(wave - _CENTRES[role]), place))
    if fitting:
        return min(fitting)[1]
    return next((place for place in pictures if _plain(bands[place].name) in _WORDS[role]), None)


def _is_short_wave_infrared(band: StackBand) -> bool:
    wave = band.wavelength_nm or _SENTINEL_2_NM.get(band.name.upper(), 0.0)
    return 1500.0 <= wave <= 2400.0 or _plain(band.name).startswith("swir")


def _ramp(name: str) -> str:
    return next((ramp for pattern, ramp in _RAMPS if pattern.fullmatch(name)), "")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
