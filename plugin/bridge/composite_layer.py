# SPDX-License-Identifier: GPL-2.0-or-later
"""A look for an image that tells no date: the natural colours that a stack of the same bands would have."""

from __future__ import annotations

import os
from dataclasses import replace

from ..core.band_roles import choose_composite
from ..core.stack import StackInfo
from .stack_layout import StackLayout, open_raster
from .stack_reader import StackFile
from .stack_style import StackStyle, plan_style


def plan_composite_style(path: str | os.PathLike[str], info: StackInfo) -> StackStyle | None:
    """Look at a sample of an image and decide; None where it has no red, green and blue.

    :param info: of a stack of one step, the image.
    :raises FileProblem: when the file cannot be read.
    """
    composite = choose_composite(info.bands)
    if not composite.is_natural:
        return None
    dataset = open_raster(path)
    rasters = [dataset.GetRasterBand(number + 1) for number in range(dataset.RasterCount)]
    scale = rasters[composite.bands[0]].GetScale()  # other bands, such as classes, may have another
    layout = StackLayout(
        info=replace(info, scale=1.0 if scale is None else scale),
        numbers=(tuple(range(1, len(rasters) + 1)),),
        nodata=tuple(raster.GetNoDataValue() for raster in rasters),
    )
    with StackFile(path, layout) as image:
        return plan_style(image)
