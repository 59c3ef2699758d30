# SPDX-License-Identifier: GPL-2.0-or-later
"""Published spectral indices: one list for generated scripts, the dock and the toolbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .band_roles import find_roles
from .formula import Dialect, Node, names_in, parse_formula
from .stack import StackBand

_DIALECT = Dialect({"sqrt": (1, 1)})


@dataclass(frozen=True)
class SpectralIndex:
    """One index of reflectances."""

    formula: str
    """Over roles: ``(nir - red) / (nir + red)``."""

    title: str
    """What it is used for."""

    source: str
    """Author and year."""

    needs_reflectance: bool = False
    """It has constants that are meant for reflectances of 0 to 1; the others are the same in any unit of that kind."""

    tree: Node = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tree", parse_formula(self.formula, _DIALECT))

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles in the order of their first use."""
        return tuple(name.text for name in names_in(self.tree))


def _difference(first: str, second: str, title: str, source: str) -> SpectralIndex:
    return SpectralIndex(f"({first} - {second}) / ({first} + {second})", title, source)


# Rouse et al. 1974 (NASA SP-351); Huete et al. 2002 (RSE 83); Jiang et al. 2008 (RSE 112); Huete 1988 (RSE 25);
# Qi et al. 1994 (RSE 48); Gitelson et al. 1996 (RSE 58); Gitelson and Merzlyak 1994 (J. Plant Physiology 143);
# McFeeters 1996 (IJRS 17); Xu 2006 (IJRS 27); Gao 1996 (RSE 58); Key and Benson 2006 (FIREMON); Hall et al. 1995
# (RSE 54); Rikimaru et al. 2002 (Tropical Ecology 43), here in its ratio form of -1 to 1.
INDICES: dict[str, SpectralIndex] = {
    "NDVI": _difference("nir", "red", "green vegetation", "Rouse 1974"),
    "EVI": SpectralIndex(
        "2.5 * (nir - red) / (nir + 6 * red - 7.5 * blue + 1)", "dense vegetation", "Huete 2002", True
    ),
    "EVI2": SpectralIndex("2.5 * (nir - red) / (nir + 2.4 * red + 1)", "EVI without blue", "Jiang 2008", True),
    "SAVI": SpectralIndex("1.5 * (nir - red) / (nir + red + 0.5)", "vegetation over bare soil", "Huete 1988", True),
    "MSAVI": SpectralIndex(
        "(2 * nir + 1 - sqrt((2 * nir + 1)^2 - 8 * (nir - red))) / 2", "vegetation over bare soil", "Qi 1994", True
    ),
    "GNDVI": _difference("nir", "green", "chlorophyll", "Gitelson 1996"),
    "NDRE": _difference("nir", "red_edge", "chlorophyll of closed crops", "Gitelson 1994"),
    "NDWI": _difference("green", "nir", "open water", "McFeeters 1996"),
    "MNDWI": _difference("green", "swir1", "open water beside buildings", "Xu 2006"),
    "NDMI": _difference("nir", "swir1", "water in leaves", "Gao 1996"),
    "NBR": _difference("nir", "swir2", "burnt areas", "Key and Benson 2006"),
    "NDSI": _difference("green", "swir1", "snow", "Hall 1995"),
    "BSI": SpectralIndex(
        "(swir1 + red - nir - blue) / (swir1 + red + nir + blue)", "bare soil", "Rikimaru 2002"
    ),
}  # fmt: skip


def available_indices(bands: Sequence[StackBand], collection: str = "") -> tuple[str, ...]:
    """The indices for which a stack has all bands."""
    roles = find_roles(bands, collection)
    return tuple(name for name, index in INDICES.items() if all(role in roles for role in index.roles))


def index_bands(name: str, roles: Mapping[str, str]) -> tuple[str, ...]:
    """The bands that an index reads, in the order of its roles.

    :param roles: role to band, as :func:`.band_roles.find_roles` gives them.
    :raises KeyError: when a band is missing.
    """
    return tuple(roles[role] for role in INDICES[name].roles)
