# SPDX-License-Identifier: GPL-2.0-or-later
"""A small source of scenes with telling pixel values, and ways to ask a hub and to read its answers."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

import numpy as np
from osgeo import gdal

from timestack.plugin.core.dates import UTC
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.localhub import Hub
from timestack.plugin.localhub.scenes.projection import outline, pixel_centres
from timestack.plugin.localhub.source import SceneRecord, SourceBand

CRS = "EPSG:32633"
LEFT, TOP, SIDE = 500000.0, 5100000.0, 1000.0
BOUNDS = (LEFT, TOP - SIDE, LEFT + SIDE, TOP)


@dataclass(frozen=True)
class StubScene:
    """What differs between the scenes of a test."""

    when: str
    tile_id: str = "33TVM"
    cloud: float | None = 10.0
    bounds: tuple[float, float, float, float] = BOUNDS
    holes: tuple[int, ...] = ()
    """Native columns without data."""


class StubSource:
    """Native pixels of 10 m. B02: number of the scene + 1 in hundreds. B03: native column. B04: native row from TOP.

    B08 is stored as reflectance, SCL and AOT in units of their own.
    """

    title = "Stub"
    normalization_factor = 0.0001

    def __init__(self, *scenes: StubScene, collection: str = "sentinel-2-l2a", nodata: float = 0.0) -> None:
        self.collection_id, self.nodata_value, self.scenes = collection, nodata, scenes
        self.reads: list[str] = []
        dn = ("REFLECTANCE", "DN")
        self.bands = {name: SourceBand(name, dn, 10000.0) for name in ("B02", "B03", "B04")}
        self.bands["B08"] = SourceBand("B08", dn, 10000.0, "REFLECTANCE")
        self.bands["AOT"] = SourceBand("AOT", ("OPTICAL_DEPTH", "DN"), 1000.0)
        self.bands["SCL"] = SourceBand("SCL")
        self._records = [self._record(number) for number in range(len(scenes))]

    def _record(self, number: int) -> SceneRecord:
        scene = self.scenes[number]
        instant = datetime.fromisoformat(scene.when).replace(tzinfo=UTC)
        path = f"stub/{scene.tile_id}/{instant:%Y%m%dT%H%M%S}/{number}"
        ring = tuple(outline(scene.bounds, CRS))
        return SceneRecord(
            instant, path, scene.tile_id, CRS, scene.bounds, (ring,), scene.cloud, f"PRODUCT_{number}", number + 1
        )

    def records(self) -> Sequence[SceneRecord]:
        return self._records

    def read(self, record: SceneRecord, bands: Sequence[str], grid: PixelGrid) -> Mapping[str, np.ndarray]:
        number = self._records.index(record)
        self.reads.append(record.data_path)
        xs, ys = pixel_centres(grid, CRS)
        column, row = np.floor((xs - LEFT) / 10), np.floor((TOP - ys) / 10)
        xmin, ymin, xmax, ymax = record.bounds
        mask = (xs > xmin) & (xs < xmax) & (ys > ymin) & (ys < ymax) & ~np.isin(column, self.scenes[number].holes)
        values = {
            "B02": np.full(xs.shape, 100.0 * (number + 1)), "B03": column, "B04": row, "B08": column / 1000,
            "AOT": np.full(xs.shape, 250.0), "SCL": np.full(xs.shape, 4.0),
        }  # fmt: skip
        return {**{name: np.where(mask, values[name], 0) for name in bands}, "dataMask": mask.astype(np.uint8)}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    @property
    def features(self) -> list[dict]:
        assert self.status == 200, self.text
        return self.json["features"]

    @property
    def pixels(self) -> np.ndarray:
        """(band, row, column)"""
        return self.image[0]

    @property
    def image(self) -> tuple[np.ndarray, dict]:
        assert self.status == 200, self.text
        path = f"/vsimem/{uuid.uuid4().hex}"
        gdal.FileFromMemBuffer(path, self.body)
        dataset = gdal.Open(path)
        bands = [dataset.GetRasterBand(number + 1) for number in range(dataset.RasterCount)]
        facts = {
            "geotransform": dataset.GetGeoTransform(), "crs": _code(dataset),
            "nodata": bands[0].GetNoDataValue(), "names": [band.GetDescription() for band in bands],
            "metadata": dataset.GetMetadata(),
        }  # fmt: skip
        pixels = np.stack([band.ReadAsArray() for band in bands])
        del bands, dataset
        gdal.Unlink(path)
        return pixels, facts


def _code(dataset: gdal.Dataset) -> str:
    reference = dataset.GetSpatialRef()
    return reference.GetAuthorityCode(None) if reference else ""


def fetch(url: str) -> Reply:
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=60) as response:
            return Reply(response.status, response.headers, response.read())
    except HTTPError as error:
        return Reply(error.code, error.headers, error.read())


class Client:
    """Asks one hub."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    def ask(self, service: str, **parameters: object) -> Reply:
        query = urlencode({"SERVICE": service.upper(), **{key: str(value) for key, value in parameters.items()}})
        return fetch(f"{self.hub.address}/ogc/{service}/{self.hub.instance_id}?{query}")

    def image(self, script: str = "", **parameters: object) -> Reply:
        """GetCoverage of the stub's whole square in its native grid unless told otherwise."""
        asked = {
            "REQUEST": "GetCoverage", "VERSION": "1.1.2", "COVERAGE": "SENTINEL-2-L2A", "CRS": CRS,
            "BBOX": ",".join(map(str, BOUNDS)), "WIDTH": 100, "HEIGHT": 100, "FORMAT": "image/tiff",
            "TIME": "2020-01-01/2020-12-31", **parameters,
        }  # fmt: skip
        if script:
            asked["EVALSCRIPT"] = base64.b64encode(script.encode()).decode()
        return self.ask("wcs", **{key: value for key, value in asked.items() if value is not None})

    def features(self, **parameters: object) -> Reply:
        asked = {
            "REQUEST": "GetFeature", "TYPENAMES": "DSS2", "SRSNAME": CRS, "BBOX": ",".join(map(str, BOUNDS)),
            "TIME": "2020-01-01/2020-12-31", **parameters,
        }  # fmt: skip
        return self.ask("wfs", **{key: value for key, value in asked.items() if value is not None})


def script(
    body: str,
    bands: Sequence[str] = ("B02", "B03", "B04", "dataMask"),
    units: object = "DN",
    count: int = 1,
    sample_type: str = "UINT16",
    mosaicking: str = "SIMPLE",
    extra: str = "",
) -> str:
    """An evalscript whose evaluatePixel(s, scenes) has this body."""
    declared = {"bands": list(bands), **({"units": units} if units else {})}
    output = {"bands": count, "sampleType": sample_type}
    setup = {"input": [declared], "output": output, "mosaicking": mosaicking}
    return f"""//VERSION=3
function setup() {{ return {json.dumps(setup)}; }}
{extra}
function evaluatePixel(s, scenes) {{ {body} }}
"""
