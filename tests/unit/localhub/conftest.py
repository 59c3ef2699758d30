# SPDX-License-Identifier: GPL-2.0-or-later
"""Hubs that end with their test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("osgeo", reason="GDAL is not installed for this Python")

from hub_stub import Client, StubScene, StubSource
from post_client import CLIENT, WORD, Poster

from timestack.plugin.localhub import Hub, HubLimits


@pytest.fixture
def serve() -> Iterator[Callable[..., Client]]:
    """Start hubs that end with the test."""
    running: list[Hub] = []

    def start(*scenes_or_source: object, **limits: object) -> Client:
        first = scenes_or_source[0]
        source = StubSource(*scenes_or_source) if isinstance(first, StubScene) else first
        hub = Hub(source, limits=HubLimits(**limits))  # type: ignore[arg-type]
        running.append(hub.start())
        return Client(hub)

    yield start
    for hub in running:
        hub.stop()


@pytest.fixture
def open_hub() -> Iterator[Callable[..., Poster]]:
    """Start hubs with options of their own; one OAuth client is known to each."""
    running: list[Hub] = []

    def start(*scenes_or_source: object, **options: object) -> Poster:
        first = scenes_or_source[0]
        source = StubSource(*scenes_or_source) if isinstance(first, StubScene) else first
        hub = Hub(source, **{"clients": {CLIENT: WORD}, "allow_control": True, **options})  # type: ignore[arg-type]
        running.append(hub.start())
        return Poster(hub)

    yield start
    for hub in running:
        hub.stop()
