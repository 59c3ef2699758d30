# SPDX-License-Identifier: GPL-2.0-or-later
"""Small scenes for fetches through bad weather: two overlapping tiles a day, holes, and no two pixels alike."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np

BANDS = ("B02", "B03", "B04", "B08")
XMIN, YMAX, TILE_M, SHIFT_M = 500000.0, 5100000.0, 4000.0, 2500.0
"""The second tile lies so much further east."""

FIRST = datetime(2021, 5, 1, 10, 5, 31, tzinfo=timezone.utc)
DAYS = (0, 1, 3, 5, 6, 10, 11, 15, 16, 20, 25, 26, 31, 36, 41, 46)


class StormSource:
    """Implements SceneSource."""

    collection_id, title, normalization_factor, nodata_value = "sentinel-2-l2a", "storm", 0.0001, 0.0

    def __init__(self) -> None:
        from timestack.plugin.localhub.source import SceneRecord, SourceBand

        self.bands = {name: SourceBand(name, ("DN", "REFLECTANCE"), 10000.0) for name in BANDS}
        ring = ((14.9, 45.9), (15.2, 45.9), (15.2, 46.2), (14.9, 46.2), (14.9, 45.9))
        self._records = []
        for number, day in enumerate(DAYS):
            for side in (0, 1):
                if (number + side) % 5 == 4:
                    continue  # on some days only one of the tiles was seen
                xmin = XMIN + side * SHIFT_M
                time = FIRST + timedelta(days=day, seconds=9 * side)
                path = f"s3://storm/{number}/{side}"
                bounds = (xmin, YMAX - TILE_M, xmin + TILE_M, YMAX)
                cloud = float((number * 37 + side * 11) % 100)
                self._records.append(SceneRecord(time, path, f"33T{'VW'[side]}L", "EPSG:32633", bounds, (ring,), cloud))

    def records(self):
        return self._records

    def read(self, record, bands, grid):
        number, side = map(int, record.data_path.rsplit("/", 2)[1:])
        x = grid.xmin + (np.arange(grid.width) + 0.5) * (grid.bounds[2] - grid.bounds[0]) / grid.width
        y = grid.ymax - (np.arange(grid.height) + 0.5) * (grid.bounds[3] - grid.bounds[1]) / grid.height
        column, row = np.floor((x - XMIN) / 10)[None, :], np.floor((YMAX - y) / 10)[:, None]
        xmin, ymin, xmax, ymax = record.bounds
        seen = ((x > xmin) & (x < xmax))[None, :] & ((y > ymin) & (y < ymax))[:, None]
        seen = seen & ((column // 7 + row // 5 + number) % 11 != 0)
        mixed = column * 131 + row * 17 + number * 1009 + side * 503
        values = {
            name: np.where(seen, 1 + (mixed * (3 + place) + place * 7919) % 9973, 0).astype(np.uint16)
            for place, name in enumerate(BANDS)
            if name in bands
        }
        return {**values, "dataMask": seen.astype(np.uint8)}
