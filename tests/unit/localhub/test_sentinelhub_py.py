# SPDX-License-Identifier: GPL-2.0-or-later
"""The official Python client against the hub: sign-in, Process API, Catalog, its retries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hub_stub import BOUNDS, StubScene, script
from post_client import CLIENT, SIGN_IN, WORD, Poster

from timestack.plugin.localhub import FaultPlan, FaultRule

sentinelhub = pytest.importorskip("sentinelhub")

Open = Callable[..., Poster]
SCENES = tuple(StubScene(f"2020-{month:02d}-05T10:05:31", cloud=5.0 * month) for month in range(1, 8))
YEAR = ("2020-01-01", "2020-12-31")
UTM = sentinelhub.CRS.UTM_33N
TWO_FILES = script(
    "return s.map(x => x.B02);", count=7, mosaicking="ORBIT",
    extra="function updateOutputMetadata(scenes, meta, out) { out.userData = scenes.orbits.map(o => o.dateFrom); }",
)  # fmt: skip


@pytest.fixture
def official(open_hub: Open, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Poster, Any, Any]]:
    """A hub, the client's configuration, and its collection."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    def start(**options: Any) -> tuple[Poster, Any, Any]:
        client = open_hub(*SCENES, **options)
        config = sentinelhub.SHConfig(use_defaults=True)
        config.sh_base_url, config.sh_token_url = client.hub.address, client.hub.address + SIGN_IN
        config.sh_client_id, config.sh_client_secret = CLIENT, WORD
        config.download_sleep_time = 0.1
        name = "HUB" + client.hub.address.rsplit(":", 1)[1]
        collection = sentinelhub.DataCollection.SENTINEL2_L2A.define_from(name, service_url=client.hub.address)
        return client, config, collection

    return start


def ask(config: Any, collection: Any, evalscript: str, *outputs: tuple[str, str], **options: Any) -> list:
    request = sentinelhub.SentinelHubRequest(
        evalscript=evalscript,
        input_data=[sentinelhub.SentinelHubRequest.input_data(collection, time_interval=YEAR, **options)],
        responses=[sentinelhub.SentinelHubRequest.output_response(*output) for output in outputs],
        bbox=sentinelhub.BBox(BOUNDS, UTM), size=(100, 100), config=config,
    )  # fmt: skip
    return request.get_data()


def test_process(official: Callable) -> None:
    client, config, collection = official()
    (image,) = ask(config, collection, script("return [s.B02, s.B03];", count=2), ("default", "tiff"), maxcc=0.2)
    assert image.shape == (100, 100, 2)
    assert (image[..., 0] == 400).all()
    assert (image[..., 1] == np.arange(100)).all()
    (both,) = ask(
        config, collection, TWO_FILES, ("default", "tiff"), ("userdata", "json"), mosaicking_order="leastRecent"
    )
    assert (both["default.tif"][0, 0] == [100, 200, 300, 400, 500, 600, 700]).all()
    assert both["userdata.json"][0] == "2020-01-05T00:00:00Z"
    assert client.hub.account.requests["process"] == 2


def test_catalog(official: Callable) -> None:
    _, config, collection = official()
    catalog = sentinelhub.SentinelHubCatalog(config=config)
    assert catalog.get_info()["type"] == "Catalog"
    assert [one["id"] for one in catalog.get_collections()] == ["sentinel-2-l2a"]
    assert catalog.get_collection(collection)["id"] == "sentinel-2-l2a"
    box = sentinelhub.BBox(BOUNDS, UTM)
    items = list(catalog.search(collection, bbox=box, time=YEAR, filter="eo:cloud_cover <= 20", limit=3))
    assert [item["properties"]["datetime"][:7] for item in items] == ["2020-04", "2020-03", "2020-02", "2020-01"]
    place = sentinelhub.Geometry(box.geometry, UTM)
    days = list(catalog.search(collection, geometry=place, time=YEAR, distinct="date", limit=2))
    assert days == [f"2020-{month:02d}-05" for month in range(7, 0, -1)]
    times = sentinelhub.api.catalog.get_available_timestamps(box, YEAR, collection, config=config, maxcc=0.1)
    assert [time.month for time in times] == [1]


def test_it_survives_what_it_is_built_to_survive(official: Callable) -> None:
    plan = FaultPlan((
        FaultRule("429", ("process",), first=1, wait_s=0.2), FaultRule("503", ("process",), numbers=(2,)),
        FaultRule("drop", ("process",), numbers=(3,)), FaultRule("502", ("token",), first=1),
    ))  # fmt: skip
    client, config, collection = official(faults=plan)
    with pytest.warns(Warning, match="rate limit"):
        (image,) = ask(config, collection, script("return [s.B03];"), ("default", "tiff"))
    assert (image == np.arange(100)).all()
    assert dict(client.hub.faults.struck) == {"429": 1, "503": 1, "drop": 1, "502": 1}
