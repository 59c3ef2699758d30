# SPDX-License-Identifier: GPL-2.0-or-later
"""Images as files of the kind that was asked for."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..core.grid import PixelGrid
from .coverage_query import JPEG, PNG, TIFF
from .parameters import invalid
from .render import Image
from .scenes.images import encode_geotiff, encode_picture

_PICTURE_BANDS = {PNG: (1, 2, 3, 4), JPEG: (1, 3)}
_PICTURE_TYPES = {PNG: ("uint8", "uint16"), JPEG: ("uint8",)}


def encode_image(image: Image, grid: PixelGrid, media_type: str, quality: int = 90) -> bytes:
    """A TIFF of anything, or a PNG or JPEG of what these can hold.

    :param quality: of a JPEG.
    :raises Refusal: for a picture of too many bands or of another sample type.
    """
    if media_type == TIFF:
        return encode_geotiff(image.pixels, grid, image.nodata)
    bands, dtype = len(image.pixels), image.pixels.dtype.name
    if bands not in _PICTURE_BANDS[media_type] or dtype not in _PICTURE_TYPES[media_type]:
        allowed = " or ".join(map(str, _PICTURE_BANDS[media_type]))
        raise invalid(
            "FORMAT", media_type, f"It holds {allowed} bands of {', '.join(_PICTURE_TYPES[media_type])}, "
            f"not {bands} of {dtype}; use {TIFF}."
        )  # fmt: skip
    pixels = np.ascontiguousarray(image.pixels)
    return encode_picture(pixels, "PNG" if media_type == PNG else "JPEG", quality)


def units_header(units: float) -> Mapping[str, str]:
    """How the service tells what an answer cost."""
    return {"X-ProcessingUnits-Spent": f"{units:.10g}"}
