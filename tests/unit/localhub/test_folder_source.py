# SPDX-License-Identifier: GPL-2.0-or-later
"""Folders of GeoTIFFs: what is found in them, and that their pixels come out as they are."""

from __future__ import annotations

import json
import logging
import math
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from timestack.plugin.core.dates import format_instant
from timestack.plugin.core.errors import FileProblem
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.localhub import open_source
from timestack.plugin.localhub.scenes import FolderSource, scene_file

SETS = ("s2_l2a_field_spain_2019", "s2_l2a_meadow_slovenia_2021", "s2_l2a_monthly_belgium_2020_2021",
        "s2_l1c_slovenia_2015_2017/ndvi", "s2_l1c_slovenia_2015_2017/bands", "landsat_tm_etm_colorado")  # fmt: skip


def write_tif(
    path: Path,
    bands: dict[str, np.ndarray] | np.ndarray,
    origin: tuple[float, float] = (500000.0, 5100000.0),
    size: float = 10.0,
    epsg: int = 32633,
    nodata: float | None = None,
    metadata: dict[str, str] | None = None,
    scale: float | None = None,
) -> Path:
    """A GeoTIFF; bands by name, or an array without names."""
    arrays = list(bands.values()) if isinstance(bands, dict) else list(bands)
    names = list(bands) if isinstance(bands, dict) else [""] * len(arrays)
    kinds = {"uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "int16": gdal.GDT_Int16, "float32": gdal.GDT_Float32}
    height, width = arrays[0].shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, len(arrays), kinds[arrays[0].dtype.name])
    dataset.SetGeoTransform((origin[0], size, 0, origin[1], 0, -size))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    dataset.SetSpatialRef(reference)
    dataset.SetMetadata(metadata or {})
    for number, (name, array) in enumerate(zip(names, arrays), 1):
        band = dataset.GetRasterBand(number)
        band.SetDescription(name)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if scale is not None:
            band.SetScale(scale)
        band.WriteArray(array)
    return path


def describe(folder: Path, scenes: Sequence[dict], **more: object) -> None:
    (folder / "scenes.json").write_text(json.dumps({"scenes": list(scenes), **more}))


def ramp(width: int = 8, height: int = 6, start: int = 1, dtype: str = "uint16") -> np.ndarray:
    return np.arange(start, start + width * height, dtype=dtype).reshape(height, width)


def own_grid(source: FolderSource, number: int = 0) -> PixelGrid:
    record = source.records()[number]
    file = source._scenes[record.data_path].file
    x0, dx, _, y0, _, dy = file.geotransform
    return PixelGrid(file.crs, x0, y0, dx, -dy, file.width, file.height)


@pytest.mark.parametrize("name", SETS)
def test_real_series_come_out_exactly_as_gdal_reads_them(shared_data: Path, name: str) -> None:
    source = FolderSource(shared_data / name)
    for number, record in list(enumerate(source.records()))[::7]:
        dataset = gdal.Open(str(shared_data / name / record.data_path))
        arrays = source.read(record, list(source.bands), own_grid(source, number))
        any_valid = np.zeros((dataset.RasterYSize, dataset.RasterXSize), bool)
        missing = {}
        for index in range(1, dataset.RasterCount + 1):
            band = dataset.GetRasterBand(index)
            plain, nodata = band.ReadAsArray(), band.GetNoDataValue()
            valid = np.ones(plain.shape, bool) if nodata is None else plain != nodata
            ours = arrays[band.GetDescription()]
            assert (ours[valid] == plain[valid]).all()
            missing[band.GetDescription()] = ~valid
            any_valid |= valid
        for band_name, where in missing.items():
            assert np.isnan(arrays[band_name][where & any_valid]).all()
            assert (arrays[band_name][~any_valid] == source.nodata_value).all()
        assert (arrays["dataMask"].astype(bool) == any_valid).all()
        assert arrays["dataMask"].dtype == np.uint8


def test_real_series_are_dated(shared_data: Path) -> None:
    for name in SETS:
        folder = shared_data / name
        facts = json.loads(
            next(p / "metadata.json" for p in (folder, folder.parent) if (p / "metadata.json").is_file()).read_text()
        )
        dates = facts["dates"]
        found = [format_instant(record.time)[:19] for record in FolderSource(folder).records()]
        assert {text[: len(dates[0])] for text in found} <= set(dates)
        assert len(found) == len(list(folder.glob("*.tif")))


def test_collections_are_guessed_from_what_only_they_have(shared_data: Path) -> None:
    found = {name: FolderSource(shared_data / name).collection_id for name in SETS}
    assert found == dict(zip(SETS, (*["sentinel-2-l2a"] * 3, "ndvi", "sentinel-2-l1c", "landsat_tm_etm_colorado")))


def test_series_turned_into_a_described_folder(shared_data: Path, tmp_path: Path) -> None:
    origin = shared_data / SETS[0]
    files = sorted(origin.glob("*.tif"))[:3]
    for file in files:
        shutil.copy(file, tmp_path)
    describe(
        tmp_path,
        [{"file": file.name, "datetime": f"2019-0{n}-05T11:06:51Z", "cloud_cover": 10 * n, "tile_id": "30TUM",
          "data_path": f"local/30TUM/{n}"} for n, file in enumerate(files, 1)],
        collection="sentinel-2-l2a", bands=[{"name": "B04", "scale": 0.0001, "nodata": -32768}, {"name": "SCL"}],
    )  # fmt: skip
    source = FolderSource(tmp_path)
    assert list(source.bands) == ["B04", "SCL"]
    record = source.records()[1]
    assert (record.tile_id, record.data_path, record.cloud_cover_pct) == ("30TUM", "local/30TUM/2", 20)
    assert format_instant(record.time) == "2019-02-05T11:06:51Z"
    plain = gdal.Open(str(files[1])).ReadAsArray()[0]
    ours = source.read(record, ["B04"], own_grid(source, 1))["B04"]
    assert (ours == np.where(plain == -32768, 0, plain)).all()


def test_any_window_and_any_step(tmp_path: Path) -> None:
    values = ramp(40, 30)
    write_tif(tmp_path / "a_20200105.tif", {"B04": values})
    source = FolderSource(tmp_path)
    record = source.records()[0]

    def read(x: float, y: float, size: float, width: int, height: int) -> np.ndarray:
        grid = PixelGrid("EPSG:32633", 500000 + x, 5100000 - y, size, size, width, height)
        arrays = source.read(record, ["B04"], grid)
        assert ((arrays["B04"] > 0) == arrays["dataMask"].astype(bool)).all()
        return arrays["B04"]

    assert (read(50, 70, 10, 6, 4) == values[7:11, 5:11]).all()
    assert (read(53, 74, 10, 6, 4) == values[7:11, 5:11]).all()  # centres decide
    assert (read(56, 76, 10, 6, 4) == values[8:12, 6:12]).all()
    assert (read(0, 0, 5, 80, 60) == values.repeat(2, 0).repeat(2, 1)).all()
    assert (read(0, 0, 30, 13, 10) == values[1::3, 1::3][:10, :13]).all()
    assert (read(0, 0, 20, 20, 15) == values[1::2, 1::2]).all()  # a centre on an edge belongs right and below
    outside = read(-20, -30, 10, 44, 36)
    assert (outside[3:33, 2:42] == values).all()
    assert outside.sum() == values.sum()
    assert read(9000, 0, 10, 3, 3).max() == 0


@pytest.mark.parametrize("crs", ["EPSG:32632", "EPSG:4326", "EPSG:3857"])
def test_other_crs_agree_with_gdals_own_nearest_neighbour(tmp_path: Path, crs: str) -> None:
    values = ramp(60, 50)
    path = write_tif(tmp_path / "a_20200105.tif", {"B04": values})
    warped = gdal.Warp("", str(path), format="MEM", dstSRS=crs, resampleAlg="near", dstNodata=0, errorThreshold=0)
    x0, dx, _, y0, _, dy = warped.GetGeoTransform()
    grid = PixelGrid(crs, x0, y0, dx, -dy, warped.RasterXSize, warped.RasterYSize)
    source = FolderSource(tmp_path)
    ours = source.read(source.records()[0], ["B04"], grid)["B04"]
    theirs = warped.GetRasterBand(1).ReadAsArray()
    assert (ours == theirs).mean() > 0.999  # centres within a billionth of an edge may fall either way


def test_big_windows_are_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = ramp(60, 50)
    write_tif(tmp_path / "a_20200105.tif", {"B04": values})
    source = FolderSource(tmp_path)
    grid = PixelGrid("EPSG:32632", *_upper_left("EPSG:32632"), 11.0, 11.0, 60, 50)
    whole = source.read(source.records()[0], ["B04"], grid)["B04"]
    monkeypatch.setattr(scene_file, "_MAX_WINDOW_PX", 40)
    assert (source.read(source.records()[0], ["B04"], grid)["B04"] == whole).all()
    assert whole.any()


def _upper_left(crs: str) -> tuple[float, float]:
    from timestack.plugin.localhub.scenes.projection import transform_points

    xs, ys = transform_points(np.array([500000.0]), np.array([5100000.0]), "EPSG:32633", crs)
    return float(xs[0]), float(ys[0])


def test_scenes_may_differ_in_crs_and_resolution(tmp_path: Path) -> None:
    write_tif(tmp_path / "a_20200105.tif", {"B04": ramp()})
    write_tif(tmp_path / "b_20200106.tif", {"B04": ramp(4, 3), "B08": ramp(4, 3)}, (15.0, 46.05), 0.0002, 4326)
    source = FolderSource(tmp_path)
    assert [record.crs for record in source.records()] == ["EPSG:32633", "EPSG:4326"]
    assert list(source.bands) == ["B04", "B08"]
    grid = own_grid(source, 1)
    assert (source.read(source.records()[1], ["B08"], grid)["B08"] == ramp(4, 3)).all()
    assert not source.read(source.records()[0], ["B08"], own_grid(source, 0))["B08"].any()  # it has no such band


def test_nodata_of_one_band_leaves_the_pixel_its_data(tmp_path: Path) -> None:
    red, infrared = ramp(3, 1, dtype="int16"), ramp(3, 1, 10, dtype="int16")
    red[0, 0] = red[0, 1] = infrared[0, 0] = -999
    write_tif(tmp_path / "a_20200105.tif", {"B04": red, "B08": infrared}, nodata=-999)
    source = FolderSource(tmp_path)
    for wanted in (["B04"], ["B08"], ["B08", "B04"], []):
        arrays = source.read(source.records()[0], wanted, own_grid(source))
        assert arrays["dataMask"].tolist() == [[0, 1, 1]]
    assert arrays.keys() == {"dataMask"}
    both = source.read(source.records()[0], ["B04", "B08"], own_grid(source))
    assert both["B04"][0, [0, 2]].tolist() == [0, 3]
    assert math.isnan(both["B04"][0, 1])
    assert both["B08"].tolist() == [[0, 11, 12]]


def test_nan_is_no_data(tmp_path: Path) -> None:
    values = np.array([[1.5, np.nan, -3.0]], "float32")
    write_tif(tmp_path / "a_20200105.tif", {"LAI": values})
    source = FolderSource(tmp_path)
    arrays = source.read(source.records()[0], ["LAI"], own_grid(source))
    assert arrays["LAI"].tolist() == [[1.5, 0, -3.0]]
    assert arrays["dataMask"].tolist() == [[1, 0, 1]]
    assert source.sample_type == "FLOAT32"


def test_landsat_says_no_data_with_nan(tmp_path: Path) -> None:
    write_tif(tmp_path / "a.tif", {"B04": np.array([[0, 5000]], "uint16")}, nodata=0)
    describe(
        tmp_path, [{"file": "a.tif", "datetime": "2020-01-05T10:05:31.123456Z"}], collection="landsat-ot-l2",
        bands=[{"name": "B04", "scale": 0.0000275, "offset": -0.2}],
    )  # fmt: skip
    source = FolderSource(tmp_path)
    assert math.isnan(source.nodata_value)
    values = source.read(source.records()[0], ["B04"], own_grid(source))["B04"]
    assert math.isnan(values[0, 0])
    assert values[0, 1] == pytest.approx(5000 * 0.0000275 - 0.2)
    assert source.bands["B04"].stored_units == "REFLECTANCE"


def test_offsets_of_sentinel_2_give_harmonised_dn(tmp_path: Path) -> None:
    write_tif(tmp_path / "a.tif", {"B04": np.array([[0, 3000, 900]], "uint16")}, nodata=0)
    write_tif(tmp_path / "b.tif", {"B04": np.array([[0, 3000, 900]], "uint16")}, nodata=0, scale=0.0001)
    scenes = [{"file": "a.tif", "datetime": "2023-01-05"}, {"file": "b.tif", "datetime": "2023-01-06"}]
    describe(tmp_path, scenes, collection="sentinel-2-l2a", bands=[{"name": "B04", "scale": 0.0001, "offset": -0.1}])
    source = FolderSource(tmp_path)
    assert (source.bands["B04"].stored_units, source.bands["B04"].dn_per_unit) == ("DN", 10000)
    assert source.read(source.records()[0], ["B04"], own_grid(source))["B04"].tolist() == [[0, 2000, -100]]


def test_floating_point_reflectance_is_delivered_as_such(tmp_path: Path) -> None:
    write_tif(tmp_path / "L2A_20200105.tif", {"B04": np.array([[0.25, 0.5]], "float32")})
    write_tif(tmp_path / "L2A_20200106.tif", {"B04": np.array([[2500, 5000]], "uint16")})
    source = FolderSource(tmp_path)
    assert source.bands["B04"].stored_units == "REFLECTANCE"
    for record in source.records():
        assert source.read(record, ["B04"], own_grid(source))["B04"].tolist() == [[0.25, 0.5]]


def test_bands_without_names(tmp_path: Path) -> None:
    write_tif(tmp_path / "a_20200105.tif", np.stack([ramp(), ramp(start=100)]))
    assert list(FolderSource(tmp_path).bands) == ["band1", "band2"]
    describe(tmp_path, [{"file": "a_20200105.tif", "datetime": "2020-01-05"}], bands=["NDVI", {"name": "LAI"}])
    source = FolderSource(tmp_path)
    assert list(source.bands) == ["NDVI", "LAI"]
    assert (source.read(source.records()[0], ["LAI"], own_grid(source))["LAI"] == ramp(start=100)).all()


def test_files_without_a_date_or_a_place_are_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_tif(tmp_path / "a_20200105.tif", {"B04": ramp()})
    write_tif(tmp_path / "undated.tif", {"B04": ramp()})
    (tmp_path / "broken_20200107.tif").write_bytes(b"II*\x00nonsense")
    plain = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "nowhere_20200108.tif"), 3, 3)
    del plain
    with caplog.at_level(logging.WARNING):
        assert len(FolderSource(tmp_path).records()) == 1
    for name in ("undated.tif", "broken_20200107.tif", "nowhere_20200108.tif"):
        assert name in caplog.text


@pytest.mark.parametrize("make", [False, True])
def test_a_folder_without_scenes_is_a_problem(tmp_path: Path, make: bool) -> None:
    folder = tmp_path / "scenes"
    if make:
        folder.mkdir()
    with pytest.raises(FileProblem, match="scenes"):
        open_source(str(folder))


def test_fingerprint_follows_the_files(tmp_path: Path) -> None:
    write_tif(tmp_path / "a_20200105.tif", {"B04": ramp()})
    source = FolderSource(tmp_path)
    assert source.fingerprint == FolderSource.read_fingerprint(tmp_path)
    write_tif(tmp_path / "b_20200106.tif", {"B04": ramp()})
    second = FolderSource.read_fingerprint(tmp_path)
    assert second != source.fingerprint
    describe(tmp_path, [])
    assert FolderSource.read_fingerprint(tmp_path) != second


def test_a_file_that_vanishes_is_told(tmp_path: Path) -> None:
    path = write_tif(tmp_path / "a_20200105.tif", {"B04": ramp()})
    source = FolderSource(tmp_path)
    path.unlink()
    with pytest.raises(FileProblem, match="a_20200105"):
        source.read(source.records()[0], ["B04"], own_grid(source))


def test_gdal_exceptions_of_others_change_nothing(tmp_path: Path) -> None:
    write_tif(tmp_path / "a_20200105.tif", {"B04": ramp()})
    (tmp_path / "broken_20200107.tif").write_bytes(b"II*\x00nonsense")
    before = gdal.GetUseExceptions()
    gdal.UseExceptions()
    osr.UseExceptions()
    try:
        source = FolderSource(tmp_path)
        assert (source.read(source.records()[0], ["B04"], own_grid(source))["B04"] == ramp()).all()
        grid = PixelGrid("EPSG:4326", 15.0, 46.06, 0.01, 0.01, 3, 3)
        source.read(source.records()[0], ["B04"], grid)
    finally:
        osr.DontUseExceptions()
        if not before:
            gdal.DontUseExceptions()
