# SPDX-License-Identifier: GPL-2.0-or-later
"""Bounding GDAL's block cache while much is read once, or written: by default it keeps 5 % of the machine's memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from osgeo import gdal

_CACHE_BYTES = 64 << 20
"""More than the tiles that a window of a large stack touches in one band."""


@contextmanager
def bounded_cache() -> Iterator[None]:
    """Within, GDAL keeps no more blocks than that; a smaller bound stays."""
    former = gdal.GetCacheMax()
    if former > _CACHE_BYTES:
        gdal.SetCacheMax(_CACHE_BYTES)
    try:
        yield
    finally:
        if former > _CACHE_BYTES:
            gdal.SetCacheMax(former)
