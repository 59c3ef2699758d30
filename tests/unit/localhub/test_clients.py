# SPDX-License-Identifier: GPL-2.0-or-later
"""Software that we did not write: GDAL's WCS driver, OWSLib, sentinelhub-py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hub_stub import BOUNDS, CRS, LEFT, TOP, Client, StubScene, script
from osgeo import gdal

from timestack.plugin.localhub import Hub
from timestack.plugin.localhub.scenes import FolderSource

Serve = Callable[..., Client]
SCENES = (
    StubScene("2020-01-05T10:05:31", cloud=10.0),
    StubScene("2020-01-10T10:05:29", cloud=60.0),
    StubScene("2020-01-15T10:05:31", "33TWM", cloud=20.0),
)


@pytest.fixture
def spain(shared_data: Path) -> Iterator[Client]:
    with Hub(FolderSource(shared_data / "s2_l2a_field_spain_2019")) as hub:
        yield Client(hub)


def expected_spain(client: Client) -> np.ndarray:
    """The newest valid pixel of each place, read without the hub."""
    folder = client.hub.source.folder
    pixels, filled = None, None
    for record in sorted(client.hub.source.records(), key=lambda item: item.time, reverse=True):
        stack = gdal.Open(str(folder / record.data_path)).ReadAsArray().astype(float)
        stack[stack == -32768] = np.nan
        has = ~np.isnan(stack).all(axis=0)
        if pixels is None:
            pixels, filled = np.zeros((2, *has.shape)), np.zeros(has.shape, bool)
        fresh = has & ~filled
        pixels[:, fresh] = np.nan_to_num(stack[:2])[:, fresh]
        filled |= has
    return pixels


@pytest.fixture
def gdal_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GDAL keeps what it learns of a WCS in the home folder; not in ours."""
    if gdal.GetDriverByName("WCS") is None:
        pytest.skip("this GDAL has no WCS driver")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GDAL_HTTP_PROXY", "")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.mark.parametrize("version", ["1.0.0", "1.1.2"])
@pytest.mark.usefixtures("gdal_home")
def test_gdal_reads_a_coverage(spain: Client, version: str) -> None:
    url = f"WCS:{spain.hub.address}/ogc/wcs/demo?version={version}&coverage=SENTINEL-2-L2A"
    dataset = gdal.OpenEx(url, open_options=["CACHE=" + str(Path.home() / "cache"), "PREFERREDFORMAT=image/tiff"])
    assert dataset is not None, gdal.GetLastErrorMsg()
    assert (dataset.RasterXSize, dataset.RasterYSize, dataset.RasterCount) == (56, 57, 2)
    assert dataset.GetGeoTransform() == (344130, 10, 0, 4626620, 0, -10)
    assert dataset.GetSpatialRef().GetAuthorityCode(None) == "32630"
    expected = expected_spain(spain)
    assert (dataset.ReadAsArray() == expected).all()
    assert (dataset.ReadAsArray(10, 20, 30, 7) == expected[:, 20:27, 10:40]).all()


@pytest.mark.usefixtures("gdal_home")
def test_gdal_sees_the_layers_and_the_times(serve: Serve) -> None:
    client = serve(*SCENES)
    dataset = gdal.Open(f"WCS:{client.hub.address}/ogc/wcs/demo?version=1.0.0")
    assert dataset is not None, gdal.GetLastErrorMsg()
    listed = " ".join(dataset.GetMetadata("SUBDATASETS").values())
    assert "SENTINEL-2-L2A" in listed
    assert "TRUE-COLOR" in listed
    coverage = gdal.Open(f"WCS:{client.hub.address}/ogc/wcs/demo?version=1.0.0&coverage=SENTINEL-2-L2A")
    times = " ".join(coverage.GetMetadata("SUBDATASETS").values())
    assert all(day in times for day in ("2020-01-05", "2020-01-10", "2020-01-15"))


@pytest.mark.parametrize("version", ["1.0.0", "1.1.1"])
def test_owslib_reads_capabilities(serve: Serve, version: str) -> None:
    wcs = pytest.importorskip("owslib.wcs")
    client = serve(*SCENES)
    service = wcs.WebCoverageService(f"{client.hub.address}/ogc/wcs/demo", version=version)
    assert set(service.contents) == {"SENTINEL-2-L2A", "TRUE-COLOR"}
    coverage = service.contents["SENTINEL-2-L2A"]
    assert coverage.boundingBoxWGS84 == pytest.approx((15.0, 46.044, 15.013, 46.053), abs=0.001)
    assert "image/tiff" in coverage.supportedFormats
    assert {"GetCapabilities", "DescribeCoverage", "GetCoverage"} <= {item.name for item in service.operations}
    if version == "1.0.0":
        assert coverage.timepositions == ["2020-01-05", "2020-01-10", "2020-01-15"]
        assert coverage.grid.highlimits == ["99", "99"]


def test_owslib_gets_a_coverage_in_1_0_0(serve: Serve) -> None:
    wcs = pytest.importorskip("owslib.wcs")
    client = serve(*SCENES)
    service = wcs.WebCoverageService(f"{client.hub.address}/ogc/wcs/demo", version="1.0.0")
    reply = service.getCoverage(
        identifier="SENTINEL-2-L2A", bbox=(LEFT, TOP - 100, LEFT + 200, TOP), crs=CRS, width=20, height=10,
        format="image/tiff", time=["2020-01-10"],
    )  # fmt: skip
    pixels = read_tiff(reply.read())
    assert (pixels[0] == 200).all()
    assert (pixels[1] == np.arange(20)).all()


def test_owslib_gets_a_coverage_in_1_1(serve: Serve) -> None:
    wcs = pytest.importorskip("owslib.wcs")
    client = serve(*SCENES)
    service = wcs.WebCoverageService(f"{client.hub.address}/ogc/wcs/demo", version="1.1.1")
    reply = service.getCoverage(
        identifier="SENTINEL-2-L2A", bbox=(LEFT, TOP - 100, LEFT + 200, TOP), crs="urn:ogc:def:crs:EPSG::32633",
        format="image/tiff", gridbasecrs="urn:ogc:def:crs:EPSG::32633", gridoffsets="10,-10",
    )  # fmt: skip
    pixels = read_tiff(reply.read())
    assert pixels.shape == (4, 10, 20)
    assert (pixels[1] == np.arange(20)).all()


def test_owslib_reads_features(serve: Serve) -> None:
    wfs = pytest.importorskip("owslib.wfs")
    client = serve(*SCENES)
    service = wfs.WebFeatureService(f"{client.hub.address}/ogc/wfs/demo", version="2.0.0")
    assert list(service.contents) == ["DSS2"]
    reply = service.getfeature(
        typename=["DSS2"], bbox=(15.001, 46.045, 15.005, 46.05, "urn:ogc:def:crs:EPSG::4326"), maxfeatures=2,
        outputFormat="application/json",
    )  # fmt: skip
    assert b"2020-01-15" in reply.read()


def read_tiff(body: bytes) -> np.ndarray:
    gdal.FileFromMemBuffer("/vsimem/answer.tif", bytes(body))
    pixels = gdal.Open("/vsimem/answer.tif").ReadAsArray()
    gdal.Unlink("/vsimem/answer.tif")
    return pixels


@pytest.fixture
def sentinelhub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    return pytest.importorskip("sentinelhub")


def configure(sentinelhub, client: Client):
    config = sentinelhub.SHConfig(use_defaults=True)
    config.instance_id, config.sh_base_url = client.hub.instance_id, client.hub.address
    config.max_download_attempts, config.download_sleep_time = 1, 0
    collection = sentinelhub.DataCollection.SENTINEL2_L2A.define_from(
        f"HUB_{client.hub.address.rsplit(':', 1)[1]}", service_url=client.hub.address
    )
    return config, collection


@pytest.mark.parametrize("in_degrees", [False, True])
def test_sentinelhub_py_discovers(serve: Serve, sentinelhub, in_degrees: bool) -> None:
    client = serve(*SCENES)
    config, collection = configure(sentinelhub, client)
    bbox = sentinelhub.BBox(BOUNDS, sentinelhub.CRS("32633"))
    if in_degrees:
        bbox = sentinelhub.BBox((15.001, 46.045, 15.005, 46.05), sentinelhub.CRS.WGS84)
    found = sentinelhub.WebFeatureService(
        bbox, ("2020-01-01", "2020-01-31"), data_collection=collection, maxcc=0.5, config=config
    )
    assert [date.replace(tzinfo=None) for date in found.get_dates()] == [
        datetime(2020, 1, 15, 10, 5, 31), datetime(2020, 1, 5, 10, 5, 31),
    ]  # fmt: skip
    assert all(shape.contains(bbox.geometry.centroid) for shape in found.get_geometries()) or not in_degrees


def test_sentinelhub_py_pages(serve: Serve, sentinelhub) -> None:
    client = serve(
        *(StubScene(f"2020-{month:02d}-{day:02d}T10:00:00") for month in range(1, 10) for day in range(1, 29))
    )
    config, collection = configure(sentinelhub, client)
    bbox = sentinelhub.BBox(BOUNDS, sentinelhub.CRS("32633"))
    found = sentinelhub.WebFeatureService(bbox, ("2020-01-01", "2020-12-31"), data_collection=collection, config=config)
    assert len(list(found)) == 252


@pytest.mark.parametrize("in_degrees", [False, True])
def test_sentinelhub_py_downloads_each_date(serve: Serve, sentinelhub, in_degrees: bool) -> None:
    client = serve(*SCENES)
    config, collection = configure(sentinelhub, client)
    bbox = sentinelhub.BBox((LEFT + 100, TOP - 500, LEFT + 300, TOP - 400), sentinelhub.CRS("32633"))
    if in_degrees:
        bbox = sentinelhub.BBox((15.001, 46.045, 15.005, 46.05), sentinelhub.CRS.WGS84)
    request = sentinelhub.WcsRequest(
        data_collection=collection, layer="SENTINEL-2-L2A", bbox=bbox, time=("2020-01-01", "2020-01-31"), resx="10m",
        resy="10m", maxcc=1.0, image_format=sentinelhub.MimeType.TIFF, config=config,
        custom_url_params={
            sentinelhub.CustomUrlParam.EVALSCRIPT: script("return [s.B02, s.B03, s.B04];", count=3),
            sentinelhub.CustomUrlParam.SHOWLOGO: False,
        },
    )  # fmt: skip
    images = request.get_data()
    assert [int(image[0, 0, 0]) for image in images] == [100, 200, 300]
    assert [date.day for date in request.get_dates()] == [5, 10, 15]
    if not in_degrees:
        assert images[0].shape == (10, 20, 3)
        assert (images[0][0, :, 1] == np.arange(10, 30)).all()
        assert (images[0][:, 0, 2] == np.arange(40, 50)).all()
    else:
        assert (images[0].shape[0], images[0].shape[1]) == (pytest.approx(55, abs=2), pytest.approx(31, abs=2))


def test_sentinelhub_py_masks_by_geometry(serve: Serve, sentinelhub) -> None:
    client = serve(*SCENES[:1])
    config, collection = configure(sentinelhub, client)
    crs = sentinelhub.CRS.WGS84
    box = sentinelhub.BBox((15.001, 46.045, 15.005, 46.05), crs)
    triangle = sentinelhub.Geometry("POLYGON((15.001 46.045, 15.005 46.045, 15.001 46.05, 15.001 46.045))", crs)
    request = sentinelhub.WcsRequest(
        data_collection=collection, layer="SENTINEL-2-L2A", bbox=box, time=("2020-01-01", "2020-01-31"), resx="10m",
        resy="10m", image_format=sentinelhub.MimeType.TIFF, config=config,
        custom_url_params={
            sentinelhub.CustomUrlParam.EVALSCRIPT: script("return [s.dataMask];"),
            sentinelhub.CustomUrlParam.GEOMETRY: triangle,
        },
    )  # fmt: skip
    mask = request.get_data()[0]
    assert mask.mean() == pytest.approx(0.5, abs=0.02)
    assert mask[-1, 0] == 1
    assert mask[0, -1] == 0


def test_sentinelhub_py_hears_errors(serve: Serve, sentinelhub) -> None:
    client = serve(*SCENES[:1])
    config, collection = configure(sentinelhub, client)
    request = sentinelhub.WcsRequest(
        data_collection=collection, layer="NO-SUCH-LAYER", bbox=sentinelhub.BBox(BOUNDS, sentinelhub.CRS("32633")),
        time=("2020-01-01", "2020-01-31"), image_format=sentinelhub.MimeType.TIFF, config=config,
    )  # fmt: skip
    with pytest.raises(sentinelhub.DownloadFailedException, match="NO-SUCH-LAYER"):
        request.get_data()


def test_sentinelhub_py_gets_the_pixels_of_real_files(spain: Client, sentinelhub) -> None:
    config, collection = configure(sentinelhub, spain)
    request = sentinelhub.WcsRequest(
        data_collection=collection, layer="SENTINEL-2-L2A",
        bbox=sentinelhub.BBox((344130, 4626050, 344690, 4626620), sentinelhub.CRS("32630")),
        time=("2019-05-01", "2019-06-30"), image_format=sentinelhub.MimeType.TIFF, config=config,
        custom_url_params={sentinelhub.CustomUrlParam.EVALSCRIPT: script(
            "return [s.B04, s.B08];", ("B04", "B08"), count=2, sample_type="INT16",
        )},
    )  # fmt: skip
    assert len(request.get_dates()) == 4
    for image, date in zip(request.get_data(), request.get_dates()):
        plain = gdal.Open(str(spain.hub.source.folder / f"S2L2A_{date:%Y-%m-%d}.tif")).ReadAsArray()
        assert (np.moveaxis(image, 2, 0) == np.where(plain == -32768, 0, plain)[:2]).all()
