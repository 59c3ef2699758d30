# SPDX-License-Identifier: GPL-2.0-or-later
"""What questions to the hub cost: the one place where it asks for prices."""

from __future__ import annotations

from ..core.footprints import ring_area_km2
from ..core.grid import PixelGrid
from ..core.price import FLOAT_FORMAT, INTEGER_FORMAT, Image, catalog_units, count_months
from .evaluation import Evaluation
from .scenes.projection import outline
from .selection import SceneQuery

_EARTH_KM2 = 510_065_600.0


def units_of_image(evaluation: Evaluation, grid: PixelGrid, is_float: bool) -> float:
    """Price of all images of one question.

    In a fusion the bands of all collections count, and the scenes of the collection that has most.

    :param is_float: 32-bit samples are among the outputs.
    """
    return Image(
        grid.width,
        grid.height,
        sum(len(one.wanted) for one in evaluation.inputs),
        max((len(one.groups) for one in evaluation.inputs), default=1),
        FLOAT_FORMAT if is_float else INTEGER_FORMAT,
        local_collections=len(evaluation.inputs),
    ).units


def units_of_list(query: SceneQuery) -> float:
    """Price of one page of a list of scenes."""
    period = query.period
    months = 1 if period.is_open else count_months(period.start.date(), period.end.date())
    ring = outline(query.bounds, query.crs) if query.bounds else ()
    return catalog_units(ring_area_km2(ring) if ring else _EARTH_KM2, months)
