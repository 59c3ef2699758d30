# SPDX-License-Identifier: GPL-2.0-or-later
"""What a page of a list of scenes costs: one reckoning for estimates, live series and what a fetch has spent."""

from __future__ import annotations

from .footprints import ToDegrees, box_ring, ring_area_km2
from .grid import PixelGrid
from .price import catalog_units, count_months
from .stack_request import SceneSelection


def page_units(selection: SceneSelection, grid: PixelGrid, to_degrees: ToDegrees) -> float:
    """Processing units of one page, by WFS or by the Catalog.

    :param to_degrees: takes a CRS and points of it, gives them as longitude and latitude.
    """
    area_km2 = ring_area_km2(box_ring(grid.bounds, grid.crs, to_degrees))
    return catalog_units(area_km2, count_months(selection.start, selection.end))
