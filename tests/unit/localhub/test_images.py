# SPDX-License-Identifier: GPL-2.0-or-later
"""GetCoverage over real sockets: grids, units, grouping, masks, sample types."""

from __future__ import annotations

import base64
from collections.abc import Callable

import numpy as np
import pytest
from hub_stub import BOUNDS, CRS, LEFT, TOP, Client, StubScene, StubSource, script

from timestack.plugin.core.coverage_request import CoverageRequest
from timestack.plugin.core.dates import parse_instant
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.localhub.scenes.projection import pixel_centres

Serve = Callable[..., Client]
JANUARY = (StubScene("2020-01-05T10:00:00"), StubScene("2020-01-10T10:00:00"), StubScene("2020-01-15T10:00:00"))
PLACE = script("return [s.B03, s.B04, s.dataMask];", count=3)

DAYS = "return s.map((x, i) => Math.floor(Date.parse(scenes.orbits[i].dateFrom) / 86400000));"
COUNT = "function updateOutput(output, collection) { output.default.bands = Math.max(1, collection.scenes.length); }"


def test_native_grid_gives_native_pixels(serve: Serve) -> None:
    pixels, facts = serve(*JANUARY).image(PLACE).image
    rows, columns = np.mgrid[0:100, 0:100]
    assert (pixels[0] == columns).all()
    assert (pixels[1] == rows).all()
    assert pixels.dtype == np.uint16
    assert facts["geotransform"] == (LEFT, 10.0, 0.0, TOP, 0.0, -10.0)
    assert facts["crs"] == "32633"


def test_answer_tells_neither_bands_nor_dates(serve: Serve) -> None:
    _, facts = serve(*JANUARY).image(PLACE).image
    assert facts["names"] == ["", "", ""]
    assert set(facts["metadata"]) <= {"AREA_OR_POINT"}
    assert facts["nodata"] is None


def test_blocks_do_not_show(serve: Serve) -> None:
    whole = serve(*JANUARY).image(PLACE).pixels
    pieces = serve(*JANUARY, block_pixels=700).image(PLACE).pixels
    assert (whole == pieces).all()


@pytest.mark.parametrize(
    ("version", "bbox"),
    [("1.1.2", "46.05,15.0,46.052,15.003"), ("1.0.0", "15.0,46.05,15.003,46.052"), (None, "46.05,15.0,46.052,15.003")],
)
def test_axis_order_of_each_version(serve: Serve, version: str | None, bbox: str) -> None:
    client = serve(*JANUARY)
    pixels, facts = client.image(PLACE, VERSION=version, CRS="EPSG:4326", BBOX=bbox, WIDTH=30, HEIGHT=20).image
    assert facts["geotransform"] == pytest.approx((15.0, 0.0001, 0, 46.052, 0, -0.0001), abs=1e-12)
    grid = PixelGrid("EPSG:4326", 15.0, 46.052, 0.003 / 30, (46.052 - 46.05) / 20, 30, 20)
    xs, ys = pixel_centres(grid, CRS)
    assert pixels[2].any()
    inside = pixels[2] == 1
    assert (pixels[0][inside] == np.floor((xs - LEFT) / 10)[inside]).all()
    assert (pixels[1][inside] == np.floor((TOP - ys) / 10)[inside]).all()


@pytest.mark.parametrize("version", ["1.0.0", "1.1.2"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32633"])
def test_our_own_requests_land_where_they_should(serve: Serve, version: str, crs: str) -> None:
    if crs == CRS:
        grid, wkt = PixelGrid(crs, LEFT + 100, TOP - 100, 10, 10, 20, 20), "POLYGON((500100 5099800,500200 5099800,500200 5099900,500100 5099900,500100 5099800))"  # fmt: skip  # noqa: E501
    else:
        grid, wkt = PixelGrid(crs, 15.0, 46.052, 1e-4, 1e-4, 20, 20), "POLYGON((15 46.05,15.001 46.05,15.001 46.052,15 46.052,15 46.05))"  # fmt: skip  # noqa: E501
    client = serve(*JANUARY)
    request = CoverageRequest(
        "SENTINEL-2-L2A", grid, parse_instant("2020-01-01"), parse_instant("2020-02-01"), PLACE,
        geometry_wkt=wkt, version=version,
    )  # fmt: skip
    pixels, facts = client.ask("wcs", **dict(request.parameters())).image
    assert facts["geotransform"] == pytest.approx(grid.geotransform)
    assert pixels[2][:, :10].any()
    assert not pixels[2][:, 10:].any()


def test_simple_takes_the_first_valid_pixel_in_priority_order(serve: Serve) -> None:
    scenes = (
        StubScene("2020-01-05T10:00:00", cloud=50.0),
        StubScene("2020-01-10T10:00:00", cloud=1.0, holes=(0, 1)),
        StubScene("2020-01-15T10:00:00", cloud=20.0, holes=(0, 2)),
    )
    client = serve(*scenes)
    values = script("return [s.B02];")
    assert client.image(values).pixels[0, 0, :4].tolist() == [100, 300, 200, 300]
    assert client.image(values, PRIORITY="leastRecent").pixels[0, 0, :4].tolist() == [100, 100, 100, 100]
    assert client.image(values, PRIORITY="leastCC").pixels[0, 0, :4].tolist() == [100, 300, 200, 200]


def test_simple_reads_no_more_scenes_than_it_needs(serve: Serve) -> None:
    source = StubSource(*JANUARY)
    serve(source).image(script("return [s.B02];"))
    assert len(source.reads) == 1


def test_orbit_is_a_utc_day(serve: Serve) -> None:
    client = serve(
        StubScene("2020-01-05T00:00:00"), StubScene("2020-01-05T23:59:59"), StubScene("2020-01-06T00:00:00"),
    )  # fmt: skip
    pixels = client.image(script(DAYS, mosaicking="ORBIT", count=5, extra=COUNT)).pixels
    assert pixels[:, 0, 0].tolist() == [18267, 18266]
    values = script("return s.map(x => x.B02);", mosaicking="ORBIT", extra=COUNT)
    assert client.image(values).pixels[:, 0, 0].tolist() == [300, 200]
    assert client.image(values, PRIORITY="leastRecent").pixels[:, 0, 0].tolist() == [100, 300]


def test_orbit_flattens_the_tiles_of_a_day(serve: Serve) -> None:
    left, right = (LEFT, TOP - 1000, LEFT + 600, TOP), (LEFT + 400, TOP - 1000, LEFT + 1000, TOP)
    client = serve(
        StubScene("2020-01-05T10:00:10", "33TVM", bounds=left), StubScene("2020-01-05T10:00:00", "33TWM", bounds=right)
    )
    text = script(
        "return [s[0].B02, s[0].dataMask, scenes.orbits[0].tiles.length, s.length];", mosaicking="ORBIT", count=4
    )
    pixels = client.image(text).pixels
    assert pixels[0, 0, [0, 45, 70]].tolist() == [100, 100, 200]
    assert client.image(text, PRIORITY="leastRecent").pixels[0, 0, [0, 45, 70]].tolist() == [100, 200, 200]
    assert pixels[1].all()
    assert (pixels[2:, 0, 0] == [2, 1]).all()


def test_tile_keeps_every_scene_with_its_own_facts(serve: Serve) -> None:
    client = serve(
        StubScene("2020-01-05T10:00:10", "33TVM", cloud=3.0), StubScene("2020-01-05T10:00:10", "33TWM", cloud=7.0)
    )
    body = (
        "return s.map((x, i) => x.B02 + scenes.tiles[i].cloudCoverage)"
        ".concat(scenes.tiles.map(t => Date.parse(t.date) / 1000 % 86400), scenes.tiles.map(t => t.shId));"
    )
    extra = "function updateOutput(output, collection) { output.default.bands = 3 * collection.scenes.length; }"
    pixels = client.image(script(body, mosaicking="TILE", extra=extra)).pixels
    assert pixels[:, 0, 0].tolist() == [103, 207, 36010, 36010, 1, 2]


def test_empty_range(serve: Serve) -> None:
    client = serve(*JANUARY)
    assert client.image(PLACE, TIME="2019-01-01/2019-01-31").pixels.max() == 0
    text = script("return [s.length, scenes.orbits.length];", mosaicking="ORBIT", count=2)
    assert client.image(text, TIME="2019-01-01/2019-01-31").pixels.max() == 0
    failing = client.image(script("return [s[0].B02];", mosaicking="TILE"), TIME="2019-01-01/2019-01-31")
    assert failing.status == 400
    assert "Failed to evaluate script!" in failing.text
    assert " Error: " in failing.text


def test_maxcc_works_on_tiles(serve: Serve) -> None:
    client = serve(
        StubScene("2020-01-05T10:00:00", "33TVM", cloud=80.0), StubScene("2020-01-05T10:00:05", "33TWM", cloud=10.0)
    )
    text = script("return [s.length, s[0].B02];", mosaicking="ORBIT", count=2)
    assert client.image(text, PRIORITY="leastRecent").pixels[:, 0, 0].tolist() == [1, 100]
    assert client.image(text, PRIORITY="leastRecent", MAXCC="50").pixels[:, 0, 0].tolist() == [1, 200]


def test_scripts_choose_scenes(serve: Serve) -> None:
    source = StubSource(*JANUARY)
    extra = COUNT + (
        "function preProcessScenes(collections) { collections.scenes.orbits = collections.scenes.orbits.filter("
        "o => o.dateFrom.slice(8, 10) !== '10'); return collections; }"
    )
    pixels = serve(source).image(script("return s.map(x => x.B02);", mosaicking="ORBIT", extra=extra)).pixels
    assert pixels[:, 0, 0].tolist() == [300, 100]
    assert not any("20200110" in path for path in source.reads)


def test_units(serve: Serve) -> None:
    client = serve(*JANUARY)
    body = "return [s.B02, s.B08, s.AOT, s.SCL];"
    bands = ("B02", "B08", "AOT", "SCL")
    default = script(body, bands, None, 4, "FLOAT32")
    assert client.image(default).pixels[:, 0, 7].tolist() == pytest.approx([0.03, 0.007, 0.25, 4.0])
    assert client.image(script(body, bands, "DN", 4)).pixels[:, 0, 7].tolist() == [300, 70, 250, 4]
    mixed = script(body, bands, ["REFLECTANCE", "DN", "OPTICAL_DEPTH", "DN"], 4, "FLOAT32")
    assert client.image(mixed).pixels[:, 0, 7].tolist() == pytest.approx([0.03, 70, 0.25, 4.0])


def test_unsupported_units_and_unknown_bands_in_the_words_of_the_service(serve: Serve) -> None:
    client = serve(*JANUARY)
    wrong_units = client.image(script("return [s.SCL];", ("SCL",), "REFLECTANCE"))
    assert wrong_units.status == 400
    assert (
        "Invalid script! Band 'SCL' of collection 'S2L2A' requested in unsupported units 'REFLECTANCE'! "
        "Supported units for this band: [DN]"
    ) in wrong_units.text
    unknown = client.image(script("return [s.B99];", ("B99",)))
    assert unknown.status == 400
    assert "Band B99 not found" in unknown.text


@pytest.mark.parametrize(
    ("sample_type", "values", "expected", "dtype"),
    [
        ("UINT8", "300, -5, 1.5", [255, 0, 2], "uint8"),
        ("UINT16", "70000, -5, 2.5", [65535, 0, 3], "uint16"),
        ("INT16", "40000, -40000, -1.5", [32767, -32768, -1], "int16"),
        ("FLOAT32", "0.1, -1e30, 0 / 0", [0.1, -1e30, np.nan], "float32"),
        ("AUTO", "0, 0.5, 2", [0, 128, 255], "uint8"),
    ],
)
def test_sample_types(serve: Serve, sample_type: str, values: str, expected: list, dtype: str) -> None:
    pixels = serve(*JANUARY).image(script(f"return [{values}];", count=3, sample_type=sample_type)).pixels
    assert pixels.dtype == dtype
    assert pixels[:, 3, 3].tolist() == pytest.approx(expected, nan_ok=True)


def test_signed_bytes(serve: Serve) -> None:
    pixels = serve(*JANUARY).image(script("return [-100, 200];", count=2, sample_type="INT8")).pixels
    assert pixels[:, 0, 0].astype(np.uint8).view(np.int8).tolist() == [-100, 127]


def test_nodata_tag_is_written_and_only_written(serve: Serve) -> None:
    text = script("return [s.B02];").replace('"bands": 1', '"bands": 1, "nodataValue": 300')
    pixels, facts = serve(*JANUARY).image(text).image
    assert facts["nodata"] == 300
    assert (pixels == 300).all()


def test_no_data_is_nan_where_the_collection_says_so(serve: Serve) -> None:
    source = StubSource(StubScene("2020-01-05T10:00:00", holes=(3,)), nodata=float("nan"))
    pixels = serve(source).image(script("return [s.B02, s.dataMask];", count=2, sample_type="FLOAT32")).pixels
    assert np.isnan(pixels[0, 0, 3])
    assert pixels[:, 0, 2].tolist() == [100, 1]
    assert pixels[1, 0, 3] == 0


def test_geometry_masks(serve: Serve) -> None:
    client = serve(*JANUARY)
    wkt = f"POLYGON(({LEFT} {TOP - 500},{LEFT + 200} {TOP - 500},{LEFT + 200} {TOP},{LEFT} {TOP},{LEFT} {TOP - 500}))"
    text = script("return [s.B02, s.dataMask];", count=2)
    pixels = client.image(text, GEOMETRY=wkt).pixels
    inside = np.zeros((100, 100), bool)
    inside[:50, :20] = True
    assert (pixels[1].astype(bool) == inside).all()
    assert (pixels[0][inside] == 300).all()
    assert not pixels[0][~inside].any()
    cropped, facts = client.image(text, GEOMETRY=wkt, BBOX=None, WIDTH=20, HEIGHT=50).image
    assert facts["geotransform"] == (LEFT, 10, 0, TOP, 0, -10)
    assert cropped[1].all()


@pytest.mark.parametrize("size", [{"RESX": "10m", "RESY": "10m"}, {"RESX": 10, "RESY": 10}])
def test_resolution_instead_of_size(serve: Serve, size: dict) -> None:
    assert serve(*JANUARY).image(PLACE, WIDTH=None, HEIGHT=None, **size).pixels.shape == (3, 100, 100)


def test_script_may_come_through_careless_encoders(serve: Serve) -> None:
    client = serve(*JANUARY)
    text = script("return [s.B02]; /* ÿþ~~~>>>??? */")
    plain = base64.b64encode(text.encode()).decode()
    assert "+" in plain or "/" in plain
    for form in (plain, plain.replace("+", " "), plain.rstrip("="), plain.replace("+", "-").replace("/", "_")):
        assert client.image(EVALSCRIPT=form).pixels[0, 0, 0] == 300


def test_parameter_names_in_any_case(serve: Serve) -> None:
    client = serve(*JANUARY)
    reply = client.ask(
        "wcs", request="getcoverage", coverage="sentinel-2-l2a", crs=CRS, bbox=",".join(map(str, BOUNDS)), Width=5,
        hEight=5, format="image/tiff",
    )  # fmt: skip
    assert reply.pixels.shape == (4, 5, 5)


def test_default_layer_gives_data_bands_as_stored(serve: Serve) -> None:
    pixels = serve(*JANUARY).image().pixels
    assert pixels.dtype == np.float32  # B08 is stored as reflectance here
    assert pixels[:, 2, 7].tolist() == pytest.approx([300, 7, 2, 0.007])


def test_true_colour_picture(serve: Serve) -> None:
    reply = serve(*JANUARY).image(COVERAGE="TRUE-COLOR", FORMAT="image/png")
    assert reply.headers["Content-Type"] == "image/png"
    assert reply.body.startswith(b"\x89PNG")
    assert reply.pixels.shape[0] == 3
    jpeg = serve(*JANUARY).image(COVERAGE="TRUE-COLOR", FORMAT="image/jpeg", QUALITY=50)
    assert jpeg.body.startswith(b"\xff\xd8")


def test_pictures_hold_few_bands(serve: Serve) -> None:
    reply = serve(*JANUARY).image(script("return [1,2,3,4,5];", count=5), FORMAT="image/png")
    assert reply.status == 400
    assert "FORMAT" in reply.text


def test_standard_names_of_wcs_1_1(serve: Serve) -> None:
    client = serve(*JANUARY)
    asked = {
        "REQUEST": "GetCoverage", "VERSION": "1.1.1", "IDENTIFIER": "SENTINEL-2-L2A", "FORMAT": "image/tiff",
        "GRIDBASECRS": "urn:ogc:def:crs:EPSG::32633", "GRIDOFFSETS": "10,-10",
        "EVALSCRIPT": base64.b64encode(PLACE.encode()).decode(),
    }  # fmt: skip
    box = f"{LEFT + 50},{TOP - 150},{LEFT + 150},{TOP - 50},urn:ogc:def:crs:EPSG::32633"
    pixels, facts = client.ask("wcs", **asked, BOUNDINGBOX=box).image
    assert facts["geotransform"] == (LEFT + 50, 10, 0, TOP - 50, 0, -10)
    assert (pixels[0][0] == np.arange(5, 15)).all()
    centres = f"{LEFT + 55},{TOP - 145},{LEFT + 145},{TOP - 55},urn:ogc:def:crs:EPSG::32633"
    same = client.ask("wcs", **asked, BOUNDINGBOX=centres, GRIDORIGIN=f"{LEFT + 55},{TOP - 55}")
    assert (same.pixels == pixels).all()
    assert same.image[1]["geotransform"] == facts["geotransform"]


def test_processing_units(serve: Serve) -> None:
    client = serve(*JANUARY)
    area = 100 * 100 / 512**2
    one = client.image(PLACE)
    assert float(one.headers["X-ProcessingUnits-Spent"]) == pytest.approx(area * 3 / 3)
    stack = client.image(script("return s.map(x => x.B02);", mosaicking="ORBIT", extra=COUNT, sample_type="FLOAT32"))
    assert float(stack.headers["X-ProcessingUnits-Spent"]) == pytest.approx(area * 3 / 3 * 2 * 3)
    assert client.image(PLACE, WIDTH=9000).headers.get("X-ProcessingUnits-Spent") is None
    tiny = client.image(script("return [s.B02];", ("B02", "dataMask")), WIDTH=5, HEIGHT=5)
    assert float(tiny.headers["X-ProcessingUnits-Spent"]) == 0.005


def test_without_time_simple_sees_everything_and_stacks_see_the_newest_day(serve: Serve) -> None:
    client = serve(*JANUARY)
    assert client.image(script("return [s.B02];"), TIME=None).pixels[0, 0, 0] == 300
    assert client.image(script("return [s.length];", mosaicking="TILE"), TIME=None).pixels[0, 0, 0] == 1
