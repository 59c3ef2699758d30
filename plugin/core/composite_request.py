# SPDX-License-Identifier: GPL-2.0-or-later
"""One image of many scenes, computed by the service: what is wanted, and the script that makes it.

Every pixel must come out the same whichever tile of the area it is asked for in, and tiles see different scenes. So
all that is decided by looking at the scenes (which days to use, which of them are clearer) is decided once, for the
whole area, and written into the script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .compositing import ALL, check_period
from .errors import InvalidRequest
from .grid import PixelGrid
from .price import count_bands
from .script_builder import ScriptRecipe, write_script
from .stack_request import SceneSelection
from .timeline import ORBIT, TimeStep

_DTYPES = {"UINT8": "uint8", "UINT16": "uint16", "INT16": "int16", "FLOAT32": "float32"}
_NO_FIGURE_PCT = 101.0


@dataclass(frozen=True)
class CompositeRequest:
    """Composites: which scenes, how they become one, or one for each period, on which pixels."""

    selection: SceneSelection
    grid: PixelGrid
    recipe: ScriptRecipe
    """Of the product ``composite``; its scenes are chosen by the selection."""

    resampling: str = "NEAREST"
    mask_wkt: str = ""
    """Polygon in the grid's CRS outside which pixels get nodata, empty for none."""

    period: str = ALL
    """``all`` for one image; else one for each period, as :func:`.compositing.cut_periods` knows them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "period", self.period.strip().lower())
        check_period(self.period)
        if self.period != ALL and len({self.scale_of(band) for band in self.recipe.bands}) > 1:
            raise InvalidRequest("SAMPLE_TYPE", "mixed_scales", sample_type=self.recipe.written_type)

    @property
    def dtype(self) -> str:
        """numpy's name of the sample type."""
        return _DTYPES[self.recipe.written_type]

    @property
    def input_bands(self) -> int:
        """Bands that are charged for."""
        recipe = self.recipe
        picking = recipe.ndvi_bands if recipe.method == "max_ndvi" else ()
        mask = (recipe.cloud_mask.band,) if recipe.cloud_mask.band else ()
        return count_bands((*recipe.bands, *picking, *mask))

    def scale_of(self, band: str) -> float:
        """Physical value divided by stored value."""
        return 1.0 / self.recipe.factor_of(band)


def composite_script(request: CompositeRequest, steps: Sequence[TimeStep]) -> str:
    """The script for readers; :func:`shorten_script` makes it fit into addresses.

    :param steps: the time steps that the selection keeps of those that exist for the whole area and, where there is an
        image for each period, for its days.
    """
    selection, recipe = request.selection, request.recipe
    days = tuple(dict.fromkeys(step.time.date() for step in steps))
    if selection.scenes == "all":  # months and days are filters of each scene by itself
        recipe = replace(recipe, months=selection.months, dates=selection.dates)
    else:
        recipe = replace(recipe, dates=days)
    if recipe.method == "least_cloudy" and recipe.mosaicking == ORBIT:
        ranked = sorted(steps, key=lambda step: (_cloudiness(step), step.time))
        recipe = replace(recipe, days_by_cloud=tuple(step.time.date() for step in ranked))
    return write_script(recipe)


def shorten_script(script: str) -> str:
    """The same script without its comment lines and indents."""
    lines = [line.strip() for line in script.splitlines()]
    return "\n".join(line for line in lines if line.startswith("//VERSION") or (line and not line.startswith("//")))


def _cloudiness(step: TimeStep) -> float:
    cloud = step.cloud_cover_pct
    return _NO_FIGURE_PCT if cloud is None else cloud
