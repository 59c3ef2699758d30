# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS's own WCS provider reads the hub."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hub_stub import LEFT, TOP, Client, StubScene, StubSource

from timestack.plugin.localhub import Hub

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def client() -> Iterator[Client]:
    with Hub(StubSource(StubScene("2020-01-05T10:05:31"), StubScene("2020-01-10T10:05:29"))) as hub:
        yield Client(hub)


def open_layer(client: Client, **settings: str):
    from qgis.core import QgsDataSourceUri, QgsRasterLayer

    uri = QgsDataSourceUri()
    asked = {
        "url": f"{client.hub.address}/ogc/wcs/demo", "identifier": "SENTINEL-2-L2A", "format": "image/tiff",
        "crs": "EPSG:32633", "cache": "AlwaysNetwork", **settings,
    }  # fmt: skip
    for key, value in asked.items():
        uri.setParam(key, value)
    return QgsRasterLayer(bytes(uri.encodedUri()).decode(), "hub", "wcs")


def read(layer, band: int, xmin: float, ymax: float, width: int, height: int, size: float = 10.0) -> np.ndarray:
    from qgis.core import QgsRectangle

    extent = QgsRectangle(xmin, ymax - height * size, xmin + width * size, ymax)
    block = layer.dataProvider().block(band, extent, width, height)
    return np.array([[block.value(row, column) for column in range(width)] for row in range(height)])


@pytest.mark.parametrize("version", ["1.0.0", "1.1.2"])
def test_layer_is_valid_and_lies_where_it_should(client: Client, version: str) -> None:
    layer = open_layer(client, version=version)
    assert layer.isValid(), layer.error().message()
    assert layer.crs().authid() == "EPSG:32633"
    assert layer.bandCount() == 4
    extent = layer.extent()
    assert (extent.xMinimum(), extent.yMaximum()) == pytest.approx((LEFT, TOP), abs=10.1)


@pytest.mark.parametrize("version", ["1.0.0", "1.1.2"])
def test_pixels_are_those_of_the_source(client: Client, version: str) -> None:
    layer = open_layer(client, version=version)
    assert (read(layer, 2, LEFT + 100, TOP - 200, 12, 8) == np.arange(10, 22)).all()
    assert (read(layer, 3, LEFT + 100, TOP - 200, 12, 8) == np.arange(20, 28)[:, None]).all()


@pytest.mark.parametrize(("day", "value"), [("2020-01-05", 100), ("2020-01-10", 200)])
def test_time_chooses_the_date(client: Client, day: str, value: int) -> None:
    layer = open_layer(client, version="1.0.0", time=day)
    assert (read(layer, 1, LEFT, TOP, 10, 10) == value).all()


def test_provider_lists_the_layers(client: Client) -> None:
    layer = open_layer(client, version="1.0.0", identifier="TRUE-COLOR")
    assert layer.isValid(), layer.error().message()
    assert layer.bandCount() == 3
