# SPDX-License-Identifier: GPL-2.0-or-later
"""The Catalog: the very scenes that WFS sees, page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hub_stub import BOUNDS, LEFT, TOP, StubScene, StubSource
from post_client import CATALOG, Poster, send

Open = Callable[..., Poster]
WEST = (LEFT, TOP - 1000, LEFT + 300, TOP)
USUAL = {"id", "type", "geometry", "bbox", "links", "assets", "properties"}
SPRING = "2020-03-05T10:05:31Z/2020-06-05T10:05:31Z"
SCENES = (
    *(StubScene(f"2020-{month:02d}-05T10:05:31", cloud=5.0 * month) for month in range(1, 13)),
    StubScene("2020-03-05T10:05:40", "33TWM", cloud=None, bounds=WEST),
    StubScene("2020-03-05T10:05:31.250", "33TWN", cloud=60.0),
)


def ids(client: Poster, **changes: Any) -> list[str]:
    reply = client.search(**changes)
    assert reply.status == 200, reply.text
    return [item["id"] for item in reply.json["features"]]


@pytest.mark.parametrize(
    ("changes", "over_wfs"),
    [
        ({}, {}),
        ({"datetime": SPRING}, {"TIME": SPRING}),
        ({"datetime": "../2020-06-05T10:05:31Z"}, {"TIME": "2000-01-01/2020-06-05T10:05:31Z"}),
        ({"datetime": "2020-06-05T00:00:00+02:00/.."}, {"TIME": "2020-06-04T22:00:00Z/2100-01-01"}),
        ({"bbox": [15.006, 46.045, 15.007, 46.05]}, {"SRSNAME": "EPSG:4326", "BBOX": "46.045,15.006,46.05,15.007"}),
        ({"bbox": [16.0, 46.045, 16.1, 46.05]}, {"SRSNAME": "EPSG:4326", "BBOX": "46.045,16,46.05,16.1"}),
    ],
)  # fmt: skip
def test_sees_what_wfs_sees(open_hub: Open, changes: dict, over_wfs: dict) -> None:
    client = open_hub(*SCENES)
    features = client.features(**over_wfs).features
    assert ids(client, **changes) == [feature["properties"]["id"] for feature in features]
    items = client.search(**changes).json["features"]
    assert [item["geometry"]["coordinates"] for item in items] == [f["geometry"]["coordinates"] for f in features]


def test_an_item_tells_what_there_is_to_know(open_hub: Open) -> None:
    item = open_hub(*SCENES).search(datetime="2020-03-05T10:05:31Z/2020-03-05T10:05:31Z").json["features"][0]
    assert item["properties"]["datetime"] == "2020-03-05T10:05:31.25Z"
    assert item["properties"]["eo:cloud_cover"] == 60.0
    assert item["properties"]["proj:epsg"] == 32633
    assert item["properties"]["proj:bbox"] == list(BOUNDS)
    assert item["collection"] == "sentinel-2-l2a"
    west, south, east, north = item["bbox"]
    assert (round(west), round(south), east > west, north > south) == (15, 46, True, True)


def test_pages(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    whole = ids(client)
    found, token = [], 0
    for _ in range(10):
        page = client.search(limit=5, next=token).json
        found += [item["id"] for item in page["features"]]
        assert page["context"]["returned"] == len(page["features"])
        if "next" not in page["context"]:
            break
        token = page["context"]["next"]
    assert found == whole
    assert len(set(found)) == 14
    assert len(ids(client, limit=None)) == 10
    assert "next" not in client.search(limit=14).json["context"]


def test_distinct_days(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    days = [f"2020-{month:02d}-05" for month in range(12, 0, -1)]
    assert client.search(distinct="date").json["features"] == days
    page = client.search(distinct="date", limit=5, next=5).json
    assert (page["features"], page["context"]["next"]) == (days[5:10], 10)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("eo:cloud_cover <= 30", 6), ("eo:cloud_cover < 30", 5), ("eo:cloud_cover = 30", 1),
        ("eo:cloud_cover > 50.0", 3),
        ("eo:cloud_cover >= 10 AND eo:cloud_cover<=20", 3), ("(eo:cloud_cover <> 60) and eo:cloud_cover > 0", 11),
        ("", 14),
    ],
)  # fmt: skip
def test_filters(open_hub: Open, text: str, count: int) -> None:
    assert len(ids(open_hub(*SCENES), filter=text)) == count


def test_ids(open_hub: Open) -> None:
    assert ids(open_hub(*SCENES), ids=["PRODUCT_3", "PRODUCT_1", "PRODUCT_99"]) == ["PRODUCT_3", "PRODUCT_1"]


@pytest.mark.parametrize(
    ("fields", "members", "properties"),
    [
        (None, {"stac_version", "stac_extensions", "collection", *USUAL}, None),
        ({}, USUAL, {"datetime"}),
        ({"include": ["properties.eo:cloud_cover"], "exclude": ["links", "assets", "bbox"]},
         {"id", "type", "geometry", "properties"}, {"datetime", "eo:cloud_cover"}),
        ({"include": ["properties"], "exclude": ["properties.proj:geometry", "geometry"]},
         {"id", "type", "bbox", "links", "assets", "properties"},
         {"datetime", "proj:bbox", "proj:epsg", "eo:cloud_cover"}),
        ({"include": ["links"], "exclude": ["links", "properties"]}, USUAL - {"links", "properties"}, None),
    ],
)  # fmt: skip
def test_fields(open_hub: Open, fields: dict | None, members: set, properties: set | None) -> None:
    client = open_hub(*SCENES)
    for _ in range(2):  # choosing fields of one answer must not change the next
        item = client.search(fields=fields).json["features"][0]
        assert set(item) == members
        if properties is not None:
            assert set(item["properties"]) == properties


def test_intersects_is_finer_than_its_box(open_hub: Open) -> None:
    client = open_hub(*SCENES)

    def around(*points: tuple[float, float]) -> dict:
        return {"type": "Polygon", "coordinates": [[*map(list, points), list(points[0])]]}

    everywhere = around((14.9, 46.0), (15.1, 46.0), (15.1, 46.1), (14.9, 46.1))
    assert len(ids(client, bbox=None, intersects=everywhere)) == 14
    corner = around((14.9, 46.0), (15.5, 46.0), (15.5, 46.0001), (14.9, 46.0001))
    assert ids(client, bbox=None, intersects=corner) == []
    triangle = around((14.0, 46.06), (15.05, 46.0), (15.05, 46.06))
    assert len(ids(client, bbox=None, intersects=triangle)) == 14
    beside = around((14.0, 46.0), (15.3, 46.0), (14.0, 46.04))
    assert ids(client, bbox=None, intersects=beside) == []
    two = {"type": "MultiPolygon", "coordinates": [beside["coordinates"], everywhere["coordinates"]]}
    assert len(ids(client, bbox=None, intersects=two)) == 14


@pytest.mark.parametrize(
    "changes",
    [
        {"collections": None}, {"collections": []}, {"collections": ["a", "b"]}, {"collections": [1]},
        {"datetime": None},
        {"datetime": "2020-01-01"}, {"datetime": "2020-01-01/2020-02-01"}, {"datetime": "../.."}, {"datetime": "soon"},
        {"datetime": "2021-01-01T00:00:00Z/2020-01-01T00:00:00Z"}, {"bbox": None}, {"bbox": [46, 15, 46]},
        {"bbox": [15.1, 46.1, 15.0, 46.0]}, {"bbox": [14.9, 46.0, 15.1, 96.1]}, {"limit": 0}, {"limit": 101},
        {"limit": "5"},
        {"next": -1}, {"filter": "platform = 'a'"}, {"filter": "eo:cloud_cover <= 5 OR 1=1"}, {"filter": {"op": "="}},
        {"filter-lang": "cql2-json"}, {"distinct": "platform"}, {"fields": []}, {"fields": {"include": "id"}},
        {"fields": {"include": ["a b"]}}, {"surprise": 1}, {"intersects": {"type": "Polygon", "coordinates": []}},
        {"bbox": None, "intersects": {"type": "Point", "coordinates": [15, 46]}},
        {"filter": "eo:cloud_cover <= 5" + " AND eo:cloud_cover <= 5" * 30}, {"filter": "(" * 3000},
    ],
)  # fmt: skip
def test_wrong_searches_are_refused(open_hub: Open, changes: dict) -> None:
    reply = open_hub(*SCENES).search(**changes)
    assert reply.status == 400
    assert set(reply.json) == {"code", "description"}


def test_collections(open_hub: Open) -> None:
    client = open_hub({"a": (StubSource(*SCENES),), "b": (StubSource(*SCENES[:2], collection="farm"),)})
    assert [one["id"] for one in client.get(f"{CATALOG}/collections").json["collections"]] == ["sentinel-2-l2a", "farm"]
    described = client.get(f"{CATALOG}/collections/sentinel-2-l2a").json
    assert described["extent"]["temporal"]["interval"] == [["2020-01-05T10:05:31Z", "2020-12-05T10:05:31Z"]]
    assert client.get(f"{CATALOG}/collections/moon").status == 404
    assert client.search(collections=["moon"]).status == 404
    assert len(ids(client, collections=["byoc-farm"])) == 2
    assert client.get(f"{CATALOG}/").json["id"] == "timestack-hub"
    assert send(f"{client.hub.address}{CATALOG}").status == 200
    assert send(f"{client.hub.address}{CATALOG}/collections").status == 401
    assert client.get(f"{CATALOG}/search").status == 405
    assert client.get(f"{CATALOG}/nowhere").status == 404
