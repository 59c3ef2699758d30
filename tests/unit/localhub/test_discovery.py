# SPDX-License-Identifier: GPL-2.0-or-later
"""WFS over real sockets."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hub_stub import BOUNDS, CRS, Client, StubScene, StubSource, fetch, script

from timestack.plugin.core.discovery import FeatureRequest, read_features
from timestack.plugin.localhub import Hub

Serve = Callable[..., Client]
TWO = (StubScene("2020-01-05T10:05:31", cloud=12.5), StubScene("2020-01-05T10:05:31", "33TWM", cloud=None))


def daily(count: int) -> list[StubScene]:
    start = datetime(2020, 1, 1, 10)
    return [StubScene((start + timedelta(days=day)).isoformat(), cloud=day % 100) for day in range(count)]


def keys(value: object) -> object:
    """The key sets of nested objects; of lists the first item."""
    if isinstance(value, dict):
        return {key: keys(item) for key, item in value.items()}
    if isinstance(value, list) and value:
        return [keys(value[0])]
    return type(value).__name__


@pytest.mark.parametrize("name", ["wfs_s2l1c_featurecollection_4.json", "wfs_s2l2a_feature_sh.json"])
def test_answers_have_the_recorded_shape(serve: Serve, shared_data: Path, name: str) -> None:
    recorded = json.loads((shared_data / "sh_responses" / name).read_text())
    ours = serve(TWO[0]).features().json
    assert keys(ours) == keys(recorded)
    assert list(ours["features"][0]["properties"]) == list(recorded["features"][0]["properties"])


def test_a_feature(serve: Serve) -> None:
    feature = serve(*TWO).features().features[0]
    assert feature["properties"] == {
        "id": "PRODUCT_0", "date": "2020-01-05", "time": "10:05:31", "path": "stub/33TVM/20200105T100531/0",
        "crs": CRS, "mbr": "500000,5099000 501000,5100000", "cloudCoverPercentage": 12.5,
    }  # fmt: skip
    longitude, latitude = feature["geometry"]["coordinates"][0][0][0]
    assert (longitude, latitude) == pytest.approx((15.0, 46.044), abs=0.001)


def test_unknown_cloud_cover_is_left_out(serve: Serve) -> None:
    assert "cloudCoverPercentage" not in serve(TWO[1]).features().features[0]["properties"]


def test_our_own_reader_understands(serve: Serve) -> None:
    client = serve(*TWO)
    request = FeatureRequest("DSS2", BOUNDS, CRS, datetime(2020, 1, 5).date(), datetime(2020, 1, 5).date())
    reply = fetch(f"{client.hub.address}/ogc/wfs/demo?{request.query()}")
    found = read_features(reply.body)
    assert [item.tile_id for item in found] == [r.tile_id for r in client.hub.source.records()] or len(found) == 2
    assert found[0].time == client.hub.source.records()[0].time
    assert found[0].covers(15.005, 46.05)


def test_newest_first_unless_told_otherwise(serve: Serve) -> None:
    client = serve(*daily(5))
    dates = [feature["properties"]["date"][-2:] for feature in client.features().features]
    assert dates == ["05", "04", "03", "02", "01"]
    least_recent = client.features(PRIORITY="leastRecent").features
    assert [feature["properties"]["date"][-2:] for feature in least_recent] == dates[::-1]


def test_pages_cover_everything_once(serve: Serve) -> None:
    client = serve(*daily(250))
    pages = [client.features(FEATURE_OFFSET=offset, MAXFEATURES=100).features for offset in (0, 100, 200, 300)]
    assert list(map(len, pages)) == [100, 100, 50, 0]
    paths = [feature["properties"]["path"] for page in pages for feature in page]
    assert len(set(paths)) == 250
    assert len(client.features().features) == 100
    assert client.features(MAXFEATURES=0).features == []


def test_time_and_cloud(serve: Serve) -> None:
    client = serve(*daily(60))
    assert len(client.features(TIME="2020-02/2020-02").features) == 29
    assert len(client.features(TIME="2020-01-10/2020-01-12").features) == 3
    assert len(client.features(MAXCC=4).features) == 5
    newest = client.features(TIME=None).features
    assert [feature["properties"]["date"] for feature in newest] == ["2020-02-29"]


@pytest.mark.parametrize(
    ("version", "srs", "bbox", "count"),
    [
        (None, "EPSG:4326", "46.045,15.001,46.05,15.005", 1),
        ("2.0.0", "EPSG:4326", "46.045,15.001,46.05,15.005", 1),
        ("2.0.0", "EPSG:4326", "15.001,46.045,15.005,46.05", 0),
        ("1.0.0", "EPSG:4326", "15.001,46.045,15.005,46.05", 1),
        ("2.0.0", "CRS:84", "15.001,46.045,15.005,46.05", 1),
        ("2.0.0", None, "46.045,15.001,46.05,15.005", 1),
        ("2.0.0", None, "500100,5099100,500200,5099200,urn:ogc:def:crs:EPSG::32633", 1),
        ("2.0.0", CRS, "501000,5099100,501200,5099200", 0),
    ],
)
def test_axis_order(serve: Serve, version: str | None, srs: str | None, bbox: str, count: int) -> None:
    reply = serve(TWO[0]).features(VERSION=version, SRSNAME=srs, BBOX=bbox)
    assert len(reply.features) == count


@pytest.mark.parametrize(
    ("collection", "names"),
    [("sentinel-2-l2a", ["DSS2", "dss2"]), ("sentinel-2-l1c", ["DSS1", "S2.TILE"]),
     ("sentinel-5p-l2", ["DSS7", "S5p_L2.TILE"]), ("fields", ["byoc-fields", "DSS10-fields"]),
     ("byoc-1234", ["byoc-1234", "DSS10-1234"])],
)  # fmt: skip
def test_type_names(serve: Serve, collection: str, names: list[str]) -> None:
    client = serve(StubSource(*TWO, collection=collection))
    for name in names:
        assert len(client.features(TYPENAMES=name).features) == 2
    reply = client.features(TYPENAMES="DSS3")
    assert reply.status == 400
    assert "TYPENAME=DSS3 not found!" in reply.text


@pytest.mark.parametrize(
    ("changes", "named"),
    [({"TYPENAMES": None}, "TYPENAMES"), ({"MAXFEATURES": 101}, "MAXFEATURES"), ({"MAXFEATURES": -1}, "MAXFEATURES"),
     ({"FEATURE_OFFSET": "x"}, "FEATURE_OFFSET"), ({"OUTPUTFORMAT": "text/xml"}, "OUTPUTFORMAT"),
     ({"SRSNAME": "EPSG:0"}, "SRSNAME"), ({"BBOX": "1,2"}, "BBOX"), ({"VERSION": "3.0"}, "VERSION")],
)  # fmt: skip
def test_wrong_values_are_named(serve: Serve, changes: dict, named: str) -> None:
    reply = serve(*TWO).features(**changes)
    assert (reply.status, named in reply.text) == (400, True)


def test_discovery_and_images_see_the_same_scenes(serve: Serve) -> None:
    client = serve(*daily(40))
    where = {"BBOX": "500100,5099100,500200,5099200", "TIME": "2020-01-05/2020-02-03", "MAXCC": 20}
    listed = [feature["properties"]["path"] for feature in client.features(**where).features]
    text = script(
        "return scenes.tiles.map(t => t.shId);", mosaicking="TILE",
        extra="function updateOutput(o, c) { o.default.bands = c.scenes.length; }",
    )  # fmt: skip
    shown = client.image(text, WIDTH=3, HEIGHT=3, **where).pixels[:, 0, 0].tolist()
    known = {record.data_path: record.scene_id for record in client.hub.source.records()}
    assert [known[path] for path in listed] == shown
    assert len(shown) == 17


def test_instances_may_hold_several_collections() -> None:
    sources = [StubSource(*TWO), StubSource(TWO[0], collection="sentinel-2-l1c")]
    with Hub({"first": sources, "second": [StubSource(TWO[0], collection="fields")]}) as hub:
        first, second = (
            Client(hub),
            f"{hub.address}/ogc/wfs/second?SERVICE=WFS&REQUEST=GetFeature&TYPENAMES=byoc-fields",
        )
        assert hub.instance_id == "first"
        assert len(first.features(TYPENAMES="DSS1").features) == 1
        assert len(first.features(TYPENAMES="DSS2").features) == 2
        assert len(fetch(second).features) == 1
        layers = first.ask("wms", REQUEST="GetCapabilities", FORMAT="application/json").json["layers"]
        assert [layer["dataset"] for layer in layers] == ["S2L2A", "S2L2A", "S2L1C", "S2L1C"]
        assert len({layer["id"] for layer in layers}) == 4
