# SPDX-License-Identifier: GPL-2.0-or-later
from __future__ import annotations

import pytest

from timestack.plugin.core.dates import format_instant
from timestack.plugin.localhub.scenes.scene_dates import find_time, time_from_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("T33TVM_20200105", "2020-01-05T00:00:00Z"),
        ("S2L2A_2020-01-05", "2020-01-05T00:00:00Z"),
        ("S2L1C_NDVI_2015-12-08T101125", "2015-12-08T10:11:25Z"),
        ("S2A_MSIL2A_20200105T100531_N0213_R122_T33TVM_20200105T123456", "2020-01-05T10:05:31Z"),
        ("LC08_L2SP_035032_20200105_20200110_02_T1", "2020-01-05T00:00:00Z"),
        ("scene_2020_01_05", "2020-01-05T00:00:00Z"),
        ("scene 2020-01-05 10-05-31", "2020-01-05T10:05:31Z"),
        ("12345678_20200105", "2020-01-05T00:00:00Z"),
        ("2020-01-05_2020-03-01", "2020-01-05T00:00:00Z"),
        ("20200105_20200110_02", "2020-01-05T00:00:00Z"),
        ("20200105_997000", "2020-01-05T00:00:00Z"),
        ("2020-02-30_2020-03-01", "2020-03-01T00:00:00Z"),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert format_instant(time_from_name(name)) == expected


@pytest.mark.parametrize("name", ["scene", "scene_2020", "tile_123456789", "20201301", "1234-56-78", "2020-01"])
def test_names_without_a_date(name: str) -> None:
    assert time_from_name(name) is None


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"DATE": "2019-01-27"}, "2019-01-27T00:00:00Z"),
        ({"DATETIME": "2015-12-08T10:11:25"}, "2015-12-08T10:11:25Z"),
        ({"ACQUISITIONDATETIME": "2015-12-08 10:11:25"}, "2015-12-08T10:11:25Z"),
        ({"DATE": "20190127"}, "2019-01-27T00:00:00Z"),
        ({"TIFFTAG_DATETIME": "2019:01:27 10:00:00"}, "2019-01-27T10:00:00Z"),
        ({"DATE": "soon", "TIFFTAG_DATETIME": "2019:01:27 10:00:00"}, "2019-01-27T10:00:00Z"),
    ],
)
def test_metadata(metadata: dict, expected: str) -> None:
    assert format_instant(find_time(metadata, "scene")) == expected


def test_a_name_is_trusted_more_than_the_tag_of_the_file() -> None:
    assert find_time({"TIFFTAG_DATETIME": "2024:05:05 10:00:00"}, "a_20200105").year == 2020
    assert find_time({"DATE": "2019-01-27"}, "a_20200105").year == 2019
    assert find_time({}, "scene") is None
