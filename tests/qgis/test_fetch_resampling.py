# SPDX-License-Identifier: GPL-2.0-or-later
"""RESAMPLING of Fetch temporal stack, on the demo's scenes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")

AREA = "500100,500420,5100100,5100420 [EPSG:32633]"


@pytest.fixture
def fetch(qgis_app, tmp_path: Path):
    """A stack of April 2020 at 10 m."""
    import processing

    import timestack

    def run(resampling: str):
        output = str(tmp_path / f"{resampling}.tif")
        parameters = {"EXTENT": AREA, "START": "2020-04-01", "END": "2020-04-30", "BANDS": "B08,B11,SCL"}
        processing.run(
            "timestack:fetchtemporalstack",
            {**parameters, "RESOLUTION": 10, "RESAMPLING": resampling, "OUTPUT": output},
        )
        return timestack.open_stack(output)

    return run


def test_a_20_m_band_gets_smoother_and_nothing_else_changes(fetch):
    nearest, smooth = fetch("NEAREST"), fetch("BILINEAR")
    assert nearest.times == smooth.times and nearest.bands == smooth.bands == ("B08", "B11", "SCL")
    plain, soft = nearest.read(), smooth.read()
    np.testing.assert_array_equal(plain.mask, soft.mask)
    for unchanged in (0, 2):
        np.testing.assert_array_equal(plain[:, unchanged].filled(0), soft[:, unchanged].filled(0))
    before, after = plain[:, 1].astype(float), soft[:, 1].astype(float)
    assert (before != after).mean() > 0.8
    assert roughness(after) < 0.5 * roughness(before)
    assert abs(before.mean() - after.mean()) < 0.01 * before.mean()


def roughness(values: np.ma.MaskedArray) -> float:
    """Mean square of the second differences along x and y."""
    return float(sum((np.diff(values, 2, axis) ** 2).mean() for axis in (1, 2)))
