"""The same stack asked for in every way the service's WCS offers: versions, axis orders, sizes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("osgeo")
pytest.importorskip("requests")

from timestack.plugin.bridge.http import NetworkSettings
from timestack.plugin.bridge.ogc_service import OgcService, ServiceAddress
from timestack.plugin.core.coverage_request import CoverageRequest
from timestack.plugin.core.dates import parse_instant
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.localhub import DemoSource, Hub

SCRIPT = """//VERSION=3
function setup() {
  return {input: [{bands: ["B08", "dataMask"], units: "DN"}], output: {bands: 2, sampleType: "UINT16"}};
}
function evaluatePixel(s) { return [s.B08, s.dataMask]; }
"""
UTM = PixelGrid("EPSG:32633", 500100, 5100228, 10, 10, 16, 13)
DEGREES = PixelGrid("EPSG:4326", 15.0012, 46.0535, 0.0001, 0.0001, 25, 14)


@pytest.fixture(scope="module")
def service():
    with Hub(DemoSource()) as hub:
        address = ServiceAddress(f"{hub.address}/ogc", hub.instance_id)
        with OgcService("demo", address, "sentinel-2-l2a", NetworkSettings({})) as service:
            service.find_coverage(SilentProgress())
            yield service


def image(service, request):
    answer = service.get_coverage(request, SilentProgress())
    values = answer.read([0, 1], 0, request.grid.height)
    place = answer.georeference()
    answer.close()
    return values, place


@pytest.mark.parametrize("grid", [UTM, DEGREES], ids=["UTM", "degrees"])
def test_versions_and_ways_to_say_the_size_give_the_same_pixels(grid, service):
    request = CoverageRequest(
        service.coverage, grid, parse_instant("2020-05-04"), parse_instant("2020-05-04T23:59:59Z"), SCRIPT
    )
    expected, place = image(service, request)
    assert expected[1].all() and expected[0].std() > 100, "a real part of the landscape"
    np.testing.assert_allclose(place, grid.geotransform, rtol=0, atol=1e-9)
    for other in (replace(request, version="1.0.0"), replace(request, as_resolution=True)):
        np.testing.assert_array_equal(image(service, other)[0], expected)


@pytest.mark.parametrize("grid", [UTM, DEGREES], ids=["UTM", "degrees"])
@pytest.mark.parametrize("version", ["1.0.0", "1.1.2"])
def test_a_mask_blanks_the_same_half_in_every_dialect(grid, version, service):
    xmin, ymin, _, ymax = grid.bounds
    middle = grid.xmin + grid.width // 2 * grid.pixel_width
    wkt = f"POLYGON(({xmin} {ymin},{middle} {ymin},{middle} {ymax},{xmin} {ymax},{xmin} {ymin}))"
    request = CoverageRequest(
        service.coverage, grid, parse_instant("2020-05-04"), parse_instant("2020-05-04T23:59:59Z"), SCRIPT,
        geometry_wkt=wkt, version=version,
    )  # fmt: skip
    mask = image(service, request)[0][1]
    assert mask[:, : grid.width // 2].all() and not mask[:, grid.width // 2 :].any()
