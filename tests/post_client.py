# SPDX-License-Identifier: GPL-2.0-or-later
"""Asks the services of a hub that take a body."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from hub_stub import BOUNDS, CRS, Client, Reply, script

CLIENT, WORD = "client-1", "s3cret+/&"
UTM = f"http://www.opengis.net/def/crs/EPSG/0/{CRS.split(':')[1]}"
CATALOG = "/api/v1/catalog/1.0.0"
SIGN_IN = "/auth/realms/main/protocol/openid-connect/token"
YEAR = {"from": "2020-01-01T00:00:00Z", "to": "2020-12-31T23:59:59Z"}

_SHORT = {"data": ("input", "data", "0"), "filter": ("input", "data", "0", "dataFilter"), "bounds": ("input", "bounds")}


def send(url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply:
    """POST a body, or GET without one."""
    request = Request(url, data=body, headers=dict(headers or {}))
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=60) as response:
            return Reply(response.status, response.headers, response.read())
    except HTTPError as error:
        return Reply(error.code, error.headers, error.read())


class Poster(Client):
    """Knows the hub's OAuth client."""

    bearer = ""

    def sign_in(self, **changes: str) -> Reply:
        """Ask for a token."""
        fields = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": WORD, **changes}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return send(self.hub.address + SIGN_IN, urlencode(fields).encode(), form)

    def headers(self, **more: str) -> dict[str, str]:
        """With a bearer token, which is asked for once."""
        if not self.bearer:
            self.bearer = self.sign_in().json["access_token"]
        return {"Authorization": f"Bearer {self.bearer}", "Content-Type": "application/json", **more}

    def post(self, path: str, content: Any, **headers: str) -> Reply:
        """Send JSON."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return send(self.hub.address + path, body, self.headers(**headers))

    def get(self, path: str) -> Reply:
        """With the token."""
        return send(self.hub.address + path, headers=self.headers())

    def process(self, content: Any = None, **headers: str) -> Reply:
        return self.post("/api/v1/process", ask_process() if content is None else content, **headers)

    def search(self, **changes: Any) -> Reply:
        """All scenes of the stub unless told otherwise; None leaves a member out."""
        asked = {
            "collections": ["sentinel-2-l2a"], "bbox": [14.9, 46.0, 15.1, 46.1], "limit": 100,
            "datetime": f"{YEAR['from']}/{YEAR['to']}", **changes,
        }  # fmt: skip
        return self.post(f"{CATALOG}/search", {key: value for key, value in asked.items() if value is not None})

    def plan(self, *rules: Mapping[str, Any], **options: Any) -> Reply:
        """Set faults from outside."""
        return self.post("/control/faults", {"rules": list(rules), **options})


def ask_process(text: str = "", /, **changes: Any) -> dict[str, Any]:
    """The stub's whole square in its native grid; ``a__b=value`` changes a member within, None leaves it out.

    ``data``, ``filter`` and ``bounds`` stand for the paths to the members of these names.
    """
    asked: dict[str, Any] = {
        "input": {
            "bounds": {"bbox": list(BOUNDS), "properties": {"crs": UTM}},
            "data": [{"type": "sentinel-2-l2a", "dataFilter": {"timeRange": dict(YEAR)}}],
        },
        "output": {"width": 100, "height": 100, "responses": [{"format": {"type": "image/tiff"}}]},
        "evalscript": text or script("return [s.B02, s.B03, s.B04];", count=3),
    }
    for path, value in changes.items():
        place: Any = asked
        first, *rest = path.split("__")
        *way, last = [*_SHORT.get(first, (first,)), *rest]
        for step in way:
            place = place[int(step)] if step.isdigit() else place.setdefault(step, {})
        if isinstance(place, list):
            place[int(last)] = value
        elif value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return asked
