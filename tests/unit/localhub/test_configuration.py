# SPDX-License-Identifier: GPL-2.0-or-later
"""Instances and layers for those who have a token, and the hub's own control address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hub_stub import StubScene, StubSource
from post_client import Poster, send

from timestack.plugin.localhub import FaultPlan, FaultRule

Open = Callable[..., Poster]
SCENE = StubScene("2020-01-05T10:00:00")
ROOT = "/api/v2/configuration"


def test_instances_and_their_layers(open_hub: Open) -> None:
    client = open_hub({"one": (StubSource(SCENE),), "two": (StubSource(SCENE, collection="farm"),)})
    instances = client.get(f"{ROOT}/instances").json
    assert [instance["id"] for instance in instances] == ["one", "two"]
    layers = client.get(f"{ROOT}/instances/one/layers").json
    assert [layer["id"] for layer in layers] == ["SENTINEL-2-L2A", "TRUE-COLOR"]
    assert layers[0]["collectionType"] == "S2L2A"
    assert layers[0]["styles"][0]["evalScript"].startswith("//VERSION=3")
    assert client.get(f"{ROOT}/instances/two/layers").json[0]["datasourceDefaults"]["collectionId"] == "farm"
    assert client.get("/configuration/v1/wms/instances").json == instances
    assert client.get(f"{ROOT}/instances/one").json == instances[0]


@pytest.mark.parametrize("path", ["", "/users", "/instances/three", "/instances/three/layers", "/instances/one/styles",
                                  "/instances/one/layers/X"])  # fmt: skip
def test_what_is_not_there(open_hub: Open, path: str) -> None:
    assert open_hub({"one": (StubSource(SCENE),)}).get(ROOT + path).status == 404


def test_without_a_token_there_is_no_list(open_hub: Open) -> None:
    client = open_hub({"secret-instance": (StubSource(SCENE),)})
    reply = send(f"{client.hub.address}{ROOT}/instances")
    assert reply.status == 401
    assert "secret-instance" not in reply.text
    assert client.post(f"{ROOT}/instances", {}).status == 405


def test_faults_are_set_from_outside(open_hub: Open) -> None:
    client = open_hub(SCENE)
    assert client.plan({"kind": "503", "services": ["wfs"], "first": 2}, seed=3).status == 200
    assert [client.features().status for _ in range(3)] == [503, 503, 200]
    told = send(f"{client.hub.address}/control/faults").json
    assert told["struck"] == {"503": 2}
    assert told["plan"]["seed"] == 3
    assert client.hub.faults.plan == FaultPlan((FaultRule("503", ("wfs",), first=2),), seed=3)
    account = send(f"{client.hub.address}/control/account").json
    assert account["statuses"] == {"200": 2, "503": 2}  # a token was asked for
    assert [entry["fault"] for entry in account["questions"] if entry["service"] == "wfs"] == ["503", "503", ""]
    fresh = client.post("/control/reset", {}).json
    assert (fresh["requests"], fresh["questions"], fresh["units"]) == ({}, [], 0.0)
    assert client.features().status == 503


@pytest.mark.parametrize(
    "content", [b"", b"{", {"rules": [{"kind": "earthquake"}]}, [], {"rules": [{"kind": ["429"]}]}]
)
def test_wrong_plans_leave_the_old_one(open_hub: Open, content: object) -> None:
    plan = FaultPlan((FaultRule("503", ("wfs",), first=1),))
    client = open_hub(SCENE, faults=plan)
    assert client.post("/control/faults", content).status == 400
    assert client.hub.faults.plan == plan


def test_control_is_closed_unless_it_was_asked_for(open_hub: Open) -> None:
    client = open_hub(SCENE, allow_control=False)
    assert client.plan({"kind": "503", "first": 2}).status == 404
    for path in ("faults", "account", "reset", ""):
        assert send(f"{client.hub.address}/control/{path}").status == 404
    assert open_hub(SCENE).post("/control/nowhere", {}).status == 404


def test_web_pages_cannot_control(open_hub: Open) -> None:
    client = open_hub(SCENE)
    reply = send(f"{client.hub.address}/control/account", headers={"Origin": "https://evil.example"})
    assert reply.status == 403
