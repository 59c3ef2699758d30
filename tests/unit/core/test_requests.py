import base64
import json
from datetime import date
from urllib.parse import parse_qs

import pytest

from timestack.plugin.core.coverage_request import CoverageRequest
from timestack.plugin.core.dates import parse_instant
from timestack.plugin.core.discovery import FeatureRequest, read_features
from timestack.plugin.core.errors import BadAnswer, InvalidRequest
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.core.wkt import check_polygon, swap_axes

UTM = PixelGrid("EPSG:32633", 500000, 5100640, 10, 10, 64, 64)
DEGREES = PixelGrid("EPSG:4326", 15.0, 46.5, 0.001, 0.0005, 200, 100)
RANGE = {"time_from": parse_instant("2020-01-01"), "time_to": parse_instant("2020-12-31T23:59:59Z")}


def pairs(grid=UTM, **more):
    text = CoverageRequest("S2", grid, **{**RANGE, **more}).query()
    return {key: values[0] for key, values in parse_qs(text, keep_blank_values=True).items()}


def test_every_key_of_a_stack_question():
    script = "//VERSION=3\n// naïve ÷ +/=?&"
    asked = pairs(evalscript=script, max_cloud_cover_pct=62.5, geometry_wkt="POLYGON((1 2,3 4,5 6,1 2))")
    assert base64.b64decode(asked.pop("EVALSCRIPT")).decode() == script
    assert asked == {
        "SERVICE": "WCS", "VERSION": "1.1.2", "REQUEST": "GetCoverage", "COVERAGE": "S2", "CRS": "EPSG:32633",
        "BBOX": "500000,5100000,500640,5100640", "WIDTH": "64", "HEIGHT": "64", "FORMAT": "image/tiff",
        "TIME": "2020-01-01T00:00:00Z/2020-12-31T23:59:59Z", "MAXCC": "62.5", "PRIORITY": "leastRecent",
        "WARNINGS": "NO", "GEOMETRY": "POLYGON((1 2,3 4,5 6,1 2))",
    }  # fmt: skip


def test_plus_signs_of_base64_survive_the_query_string():
    script = "//VERSION=3\n" + "".join(chr(c) for c in range(0x3E00, 0x3F00))
    query = CoverageRequest("S2", UTM, **RANGE, evalscript=script).query()
    raw = query.split("EVALSCRIPT=")[1]
    assert "+" in base64.b64encode(script.encode()).decode(), "the example must need it"
    assert not set("+/= ") & set(raw)


@pytest.mark.parametrize(
    ("grid", "version", "bbox", "geometry"),
    [
        (DEGREES, "1.1.2", "46.45,15,46.5,15.2", "POLYGON((46.4 15.1,46.5 15.2,46.4 15.2,46.4 15.1))"),
        (DEGREES, "1.0.0", "15,46.45,15.2,46.5", "POLYGON((15.1 46.4,15.2 46.5,15.2 46.4,15.1 46.4))"),
        (UTM, "1.1.2", "500000,5100000,500640,5100640", "POLYGON((15.1 46.4,15.2 46.5,15.2 46.4,15.1 46.4))"),
        (UTM, "1.0.0", "500000,5100000,500640,5100640", "POLYGON((15.1 46.4,15.2 46.5,15.2 46.4,15.1 46.4))"),
    ],
)
def test_axis_order_by_crs_and_version(grid, version, bbox, geometry):
    asked = pairs(grid, version=version, geometry_wkt="POLYGON((15.1 46.4,15.2 46.5,15.2 46.4,15.1 46.4))")
    assert asked["BBOX"] == bbox
    assert asked["GEOMETRY"] == geometry


def test_resolution_is_the_other_way_to_say_the_size():
    asked = pairs(as_resolution=True)
    assert asked["RESX"] == asked["RESY"] == "10" or float(asked["RESX"]) == 10
    assert "WIDTH" not in asked


def test_bbox_numbers_come_back_as_the_same_floats():
    grid = PixelGrid("EPSG:32633", 465181.0522318204, 5080254.6331850915, 9.99479222007154, 9.997448467363668, 100, 101)
    assert tuple(map(float, pairs(grid)["BBOX"].split(","))) == grid.bounds


def test_more_pixels_than_the_service_gives_are_refused():
    with pytest.raises(InvalidRequest, match="too_many_pixels"):
        CoverageRequest("S2", PixelGrid("EPSG:32633", 0, 0, 10, 10, 2501, 10), **RANGE)


def test_discovery_asks_whole_days_in_the_axis_order_of_wfs_2():
    query = FeatureRequest("DSS2", DEGREES.bounds, "EPSG:4326", date(2020, 1, 1), date(2020, 1, 31), 50, 200).query()
    asked = {key: values[0] for key, values in parse_qs(query).items()}
    assert asked == {
        "SERVICE": "WFS", "VERSION": "2.0.0", "REQUEST": "GetFeature", "TYPENAMES": "DSS2", "SRSNAME": "EPSG:4326",
        "BBOX": "46.45,15,46.5,15.2", "TIME": "2020-01-01T00:00:00Z/2020-01-31T23:59:59Z", "MAXCC": "50",
        "MAXFEATURES": "100", "FEATURE_OFFSET": "200", "OUTPUTFORMAT": "application/json",
    }  # fmt: skip


def test_recorded_features_are_read(shared_data):
    body = (shared_data / "sh_responses" / "wfs_s2l2a_feature_sh.json").read_bytes()
    (found,) = read_features(body)
    assert found.time == parse_instant("2021-01-25T07:37:23Z")
    assert found.data_path == "s3://sentinel-s2-l2a/tiles/39/T/VK/2021/1/25/0"
    assert (found.tile_id, found.cloud_cover_pct, found.crs) == ("39TVK", 3.84, "EPSG:32639")
    assert found.covers(50.5, 44.6), "coordinates are longitude, latitude"
    assert not found.covers(44.6, 50.5)


def test_every_recorded_feature_collection_is_read(shared_data):
    for name in ("wfs_s2l1c_featurecollection_4.json", "wfs_features_3_2017_style.json"):
        body = (shared_data / "sh_responses" / name).read_bytes()
        found = read_features(body)
        assert len(found) == len(json.loads(body)["features"])
        assert all(a.time.utcoffset() is not None and a.data_path for a in found)


@pytest.mark.parametrize("body", [b"", b"<html>no</html>", b"[]", b'{"features": [{"properties": {"id": "x"}}]}'])
def test_answers_that_are_no_scene_list_are_refused(body):
    with pytest.raises(BadAnswer):
        read_features(body)


def test_axes_of_a_multipolygon_are_swapped_pair_by_pair():
    assert swap_axes("MULTIPOLYGON(((1.5 -2,3 4e1,5 6,1.5 -2)))") == "MULTIPOLYGON(((-2 1.5,4e1 3,6 5,-2 1.5)))"


@pytest.mark.parametrize("text", ["POINT(1 2)", "POLYGON((1 2,3 4", "", "DROP TABLE", "POLYGON((1 2)) ; x"])
def test_masks_must_be_polygons(text):
    with pytest.raises(InvalidRequest):
        check_polygon(text)
