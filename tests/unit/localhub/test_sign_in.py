# SPDX-License-Identifier: GPL-2.0-or-later
"""OAuth: who gets a token, and how long it is good."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable

import pytest
from hub_stub import StubScene, StubSource
from post_client import CLIENT, SIGN_IN, WORD, Poster, send

from timestack.plugin.localhub import FaultPlan, FaultRule, Hub
from timestack.plugin.localhub.answers import Refusal
from timestack.plugin.localhub.question import Question
from timestack.plugin.localhub.sign_in import BearerTokens

Open = Callable[..., Poster]
SCENE = StubScene("2020-01-05T10:00:00")
FORM = "application/x-www-form-urlencoded"


def claims(bearer: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(bearer.split(".")[1] + "=="))


def test_a_client_gets_a_token_that_opens_the_services(open_hub: Open) -> None:
    client = open_hub(SCENE, token_lifetime_s=600.0)
    reply = client.sign_in()
    assert reply.status == 200
    assert (reply.json["expires_in"], reply.json["token_type"]) == (600, "Bearer")
    told = claims(reply.json["access_token"])
    assert told["exp"] - told["iat"] == 600
    assert abs(told["iat"] - time.time()) < 60
    assert WORD not in json.dumps(told)
    assert client.process().status == client.search().status == 200
    old = send(f"{client.hub.address}/oauth/token", b"", {"Content-Type": FORM})
    assert old.json["error"] == "unsupported_grant_type"


@pytest.mark.parametrize(
    ("changes", "status", "name"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_id": "\u00fc", "client_secret": "\u00fc"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_others_get_none(open_hub: Open, changes: dict, status: int, name: str) -> None:
    reply = open_hub(SCENE).sign_in(**changes)
    assert (reply.status, reply.json["error"]) == (status, name)
    assert "error_description" in reply.json


def test_a_hub_without_clients_lets_nobody_in() -> None:
    with Hub(StubSource(SCENE)) as hub:
        assert Poster(hub).sign_in().status == 401
        assert Poster(hub).sign_in(client_id="", client_secret="").status == 401


def test_client_and_secret_may_come_in_the_header(open_hub: Open) -> None:
    client = open_hub(SCENE)

    def ask(text: str) -> int:
        headers = {"Content-Type": FORM, "Authorization": f"Basic {text}"}
        return send(client.hub.address + SIGN_IN, b"grant_type=client_credentials", headers).status

    assert ask(base64.b64encode(f"{CLIENT}:{WORD}".encode()).decode()) == 200
    assert ask(base64.b64encode(b"client-1:no").decode()) == 401
    assert ask("%%%") == 401


def test_other_forms_of_the_question_are_refused(open_hub: Open) -> None:
    client = open_hub(SCENE)
    assert send(client.hub.address + SIGN_IN).status == 405
    assert send(client.hub.address + SIGN_IN, b"{}", {"Content-Type": "application/json"}).status == 400
    assert send(client.hub.address + SIGN_IN, b"\xff=\xff", {"Content-Type": FORM}).status == 400
    assert send(client.hub.address + SIGN_IN, b"a=1&" * 50, {"Content-Type": FORM}).status == 400


def test_tokens_end_when_they_say(open_hub: Open) -> None:
    client = open_hub(SCENE, token_lifetime_s=0.6)
    headers = client.headers()
    address = f"{client.hub.address}/api/v2/configuration/instances"
    assert send(address, headers=headers).status == 200
    time.sleep(0.7)
    assert send(address, headers=headers).status == 401


def test_a_skewed_clock_lies_about_the_end_and_not_about_the_lifetime(open_hub: Open) -> None:
    client = open_hub(SCENE, faults=FaultPlan((FaultRule("clock_skew", ("token",), first=1, skew_s=-7200.0),)))
    reply = client.sign_in()
    assert reply.json["expires_in"] == 3600
    assert claims(reply.json["access_token"])["exp"] < time.time()
    client.bearer = reply.json["access_token"]
    assert client.search().status == 200


def test_forged_tokens_are_refused() -> None:
    tokens = BearerTokens({CLIENT: WORD})
    body = f"grant_type=client_credentials&client_id={CLIENT}&client_secret=s3cret%2B%2F%26".encode()
    answer, name = tokens.issue(Question("POST", SIGN_IN, headers={"content-type": FORM}, body=body))
    good = json.loads(answer.body)["access_token"]
    head, content, seal = good.split(".")
    longer = base64.urlsafe_b64encode(json.dumps({**claims(good), "end": 1e12}).encode()).decode().rstrip("=")

    def check(bearer: str) -> str:
        return tokens.check(Question("GET", "/", headers={"authorization": f"Bearer {bearer}"}))

    assert check(good) == name == CLIENT
    for bad in (
        f"{head}.{longer}.{seal}",
        f"{head}.{content}.",
        f"{head}.{content}.{seal[::-1]}",
        "a.b.c",
        "",
        "\u00e9.b.c",
    ):
        with pytest.raises(Refusal):
            check(bad)
    with pytest.raises(Refusal):
        BearerTokens({CLIENT: WORD}).check(Question("GET", "/", headers={"authorization": f"Bearer {good}"}))
