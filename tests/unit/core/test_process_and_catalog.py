# SPDX-License-Identifier: GPL-2.0-or-later
"""The body of a Process question, and Catalog searches: what is asked, and how answers are read."""

from __future__ import annotations

import json
from datetime import date, datetime, timezone

import pytest

from timestack.plugin.core.catalog_search import CatalogSearch, outline_points, read_items
from timestack.plugin.core.coverage_request import CoverageRequest
from timestack.plugin.core.errors import BadAnswer, InvalidRequest
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.core.process_request import crs_address, process_body
from timestack.plugin.core.wkt import to_geojson

UTC = timezone.utc
SQUARE = ((4.0, 51.0), (5.0, 51.0), (5.0, 52.0), (4.0, 52.0))


def body(collection="sentinel-2-l2a", crs="EPSG:32631", place=(600000.0, 5660640.0, 10.0, 10.0), **more):
    request = CoverageRequest(
        coverage=collection,
        grid=PixelGrid(crs, *place, 64, 32),
        time_from=datetime(2024, 5, 1, tzinfo=UTC),
        time_to=datetime(2024, 6, 30, 23, 59, 59, tzinfo=UTC),
        evalscript="//VERSION=3 é",
        **more,
    )
    return json.loads(process_body(request))


def test_the_example_of_the_fact_sheet():
    assert body(max_cloud_cover_pct=60) == {
        "input": {
            "bounds": {
                "bbox": [600000, 5660320, 600640, 5660640],
                "properties": {"crs": "http://www.opengis.net/def/crs/EPSG/0/32631"},
            },
            "data": [
                {
                    "type": "sentinel-2-l2a",
                    "dataFilter": {
                        "timeRange": {"from": "2024-05-01T00:00:00Z", "to": "2024-06-30T23:59:59Z"},
                        "mosaickingOrder": "leastRecent",
                        "maxCloudCoverage": 60,
                    },
                }
            ],
        },
        "output": {
            "width": 64,
            "height": 32,
            "responses": [{"identifier": "default", "format": {"type": "image/tiff"}}],
        },
        "evalscript": "//VERSION=3 é",
    }


def test_degrees_are_longitude_first_as_nowhere_in_ogc():
    place = (4.0, 52.0, 0.01, 0.01)
    assert body(crs="EPSG:4326", place=place)["input"]["bounds"]["bbox"] == pytest.approx([4.0, 51.68, 4.64, 52.0])


def test_clouds_and_resampling_are_only_named_where_the_collection_has_them():
    radar = body("sentinel-1-grd", max_cloud_cover_pct=50, resampling="BILINEAR")["input"]["data"][0]
    assert "maxCloudCoverage" not in radar["dataFilter"]
    assert radar["processing"] == {"upsampling": "BILINEAR"}
    optical = body(resampling="BICUBIC")["input"]["data"][0]
    assert optical["processing"] == {"upsampling": "BICUBIC", "downsampling": "BICUBIC"}
    assert "maxCloudCoverage" not in optical["dataFilter"]
    own = body("byoc-1", max_cloud_cover_pct=50)["input"]["data"][0]
    assert own["dataFilter"]["maxCloudCoverage"] == 50


@pytest.mark.parametrize(
    ("crs", "address"),
    [
        ("epsg:3857", "http://www.opengis.net/def/crs/EPSG/0/3857"),
        ("OGC:CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"),
    ],
)
def test_addresses_of_crs(crs, address):
    assert crs_address(crs) == address


@pytest.mark.parametrize("crs", ["IGNF:LAMB93", "EPSG:", "PROJCS[…]", ""])
def test_a_crs_without_a_code_is_refused(crs):
    with pytest.raises(InvalidRequest):
        crs_address(crs)


def test_masks_keep_holes_parts_and_order():
    ring, hole = [[0.0, 0.0], [9.5, 0.0], [9.5, -9e1], [0.0, 0.0]], [[1.0, -1.0], [2.0, -1.0], [2.0, -2.0], [1.0, -1.0]]
    text = "((0 0, 9.5 0, 9.5 -9e1, 0 0), (1 -1, 2 -1, 2 -2, 1 -1))"
    assert to_geojson(f"POLYGON {text}") == {"type": "Polygon", "coordinates": [ring, hole]}
    two = to_geojson(f"multipolygon({text} , ((0 0,9.5 0,9.5 -9e1)))")
    assert two == {"type": "MultiPolygon", "coordinates": [[ring, hole], [ring]]}
    assert body(geometry_wkt=f"POLYGON {text}")["input"]["bounds"]["geometry"]["coordinates"] == [ring, hole]


@pytest.mark.parametrize("text", ["", "POINT (1 2)", "POLYGON ((1 2, 3 4))", "POLYGON ((1 2, 3 4)", "POLYGON (())"])
def test_what_is_no_polygon_is_refused(text):
    with pytest.raises(InvalidRequest):
        to_geojson(text)


def search(collection="sentinel-2-l2a", outline=SQUARE, clouds=100.0, page=None):
    found = CatalogSearch(collection, outline, date(2024, 5, 1), date(2024, 6, 30), clouds)
    return json.loads(found.body(page))


def test_a_search_and_its_next_page():
    first = search(clouds=60)
    assert first["collections"] == ["sentinel-2-l2a"]
    assert first["datetime"] == "2024-05-01T00:00:00Z/2024-06-30T23:59:59Z"
    assert first["limit"] == 100 and first["filter"] == "eo:cloud_cover <= 60"
    assert first["intersects"]["coordinates"][0] == [*map(list, SQUARE), list(SQUARE[0])]
    assert "next" not in first and search(page=100)["next"] == 100


@pytest.mark.parametrize(("collection", "clouds"), [("sentinel-1-grd", 50), ("byoc-1", 50), ("sentinel-2-l2a", 100)])
def test_no_filter_where_it_would_lose_scenes(collection, clouds):
    assert "filter" not in search(collection, clouds=clouds)


def test_an_area_across_the_date_line_is_searched_by_its_band_of_latitude():
    asked = search(outline=((179.0, -10.0), (-179.0, -10.0), (-179.0, -9.0), (179.0, -9.0)))
    assert asked["bbox"] == [-180, -10, 180, -9] and "intersects" not in asked


def item(**properties):
    told = {"datetime": "2020-01-05T10:05:31Z", "eo:cloud_cover": 12.5, "proj:epsg": 32633, **properties}
    return {
        "id": "S2A_MSIL2A_20200105T100401_N0213_R122_T33TVM_20200105T115000",
        "geometry": {"type": "Polygon", "coordinates": [[[14, 45], [15, 45], [15, 46], [14, 45]]]},
        "assets": {"data": {"href": "s3://sentinel-s2-l2a/tiles/33/T/VM/2020/1/5/0/"}},
        "properties": told,
    }


def read(*items, context=None):
    return read_items(json.dumps({"features": list(items), "context": context or {}}).encode())


def test_an_item_becomes_an_acquisition():
    (found,), next_page = read(item(), context={"next": 100, "limit": 100})
    assert next_page == 100
    assert (found.tile_id, found.cloud_cover_pct, found.crs) == ("33TVM", 12.5, "EPSG:32633")
    assert found.data_path == "s3://sentinel-s2-l2a/tiles/33/T/VM/2020/1/5/0"
    assert found.time == datetime(2020, 1, 5, 10, 5, 31, tzinfo=UTC)
    assert found.covers(14.9, 45.1) and not found.covers(14.1, 45.9)


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("2020-01-05T10:05:31.121783Z", 121783), ("2020-01-05T10:05:31.5Z", 500000),
        ("2020-01-05T10:05:31.121783999Z", 121783), ("2020-01-05T11:05:31+01:00", 0), ("2020-01-05T10:05:31", 0),
    ],
)  # fmt: skip
def test_odd_dates(text, microseconds):
    (found,), next_page = read(item(datetime=text))
    assert found.time == datetime(2020, 1, 5, 10, 5, 31, microseconds, tzinfo=UTC)
    assert next_page is None


@pytest.mark.parametrize(("told", "cover"), [(None, None), (-1, None), (250, None), ("7", 7.0), (0, 0.0)])
def test_cloud_covers_that_are_none(told, cover):
    (found,), _ = read(item(**{"eo:cloud_cover": told}))
    assert found.cloud_cover_pct == cover


def test_an_item_that_tells_next_to_nothing():
    (found,), _ = read({"id": "abc", "properties": {"datetime": "2020-01-05T10:05:31Z"}})
    assert (found.data_path, found.tile_id, found.footprint, found.crs) == ("abc", "", (), "")


@pytest.mark.parametrize(
    "text",
    [
        b"", b"<html>", b"[]", b"{}", b'{"features": [{}]}', b'{"features": 5}', b'{"features": ["2020-01-05"]}',
        b'{"features": [{"id": 1, "properties": {"datetime": null}}]}', b'{"features": [], "context": {"next": [1]}}',
        b'{"features": [{"id": 1, "properties": {"datetime": "2020-13-05T00:00:00Z"}}]}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_list_is_a_bad_answer(text):
    with pytest.raises(BadAnswer):
        read_items(text)


def test_an_outline_goes_around_the_box():
    xs, ys = outline_points((0, 0, 8, 4), 4)
    assert len(xs) == len(ys) == 16
    assert (xs[0], ys[0], xs[4], ys[4], xs[8], ys[8], xs[12], ys[12]) == (0, 0, 8, 0, 8, 4, 0, 4)
    assert xs[:5] == [0, 2, 4, 6, 8]


@pytest.mark.parametrize(
    ("name", "tile", "time", "path"),
    [
        ("catalog_search_full_s2l2a", "33TTF", "2020-04-30T10:09:22+00:00", ""),
        ("catalog_search_full_landsat8", "", "2020-04-30T10:12:11+00:00", ""),
        ("catalog_search_full_byoc", "", "2020-04-04T10:19:39+00:00", ""),
        ("catalog_search_fields_s2l2a_cdse_12", "39TWK", "2021-01-25T07:37:20.296000+00:00", "S2A_MSIL2A_2021"),
    ],
)
def test_recorded_searches_are_read(name, tile, time, path, shared_data):
    found, next_page = read_items((shared_data / "sh_responses" / f"{name}.json").read_bytes())
    assert found and next_page is None
    assert (found[0].tile_id, found[0].time.isoformat()) == (tile, time)
    assert found[0].data_path.startswith(path) and len({one.data_path for one in found}) == len(found)


def test_scripts_on_cdse_know_a_tile_by_another_path_than_the_catalog(shared_data):
    """Why TILE over the Process API reads the dates from the pixels."""
    folder = shared_data / "sh_responses"
    listed = json.loads((folder / "catalog_item_s2l2a_cdse.json").read_bytes())
    (found,), _ = read(listed)
    seen = [scene["dataPath"] for scene in json.loads((folder / "process_userdata_tiles_cdse_2.json").read_bytes())]
    assert found.data_path.endswith(".SAFE") and found.tile_id == "39TWK"
    assert not any(path.endswith(".SAFE") or path.startswith("s3:") for path in seen)
