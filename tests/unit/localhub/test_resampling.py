# SPDX-License-Identifier: GPL-2.0-or-later
"""Interpolated pixels: exact where theory says so, elsewhere what GDAL's own warper makes of the same file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hub_stub import Client, StubScene, StubSource, script
from osgeo import gdal, osr

from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.localhub import DemoSource
from timestack.plugin.localhub.kernels import bicubic, bilinear, box
from timestack.plugin.localhub.parameters import Parameters
from timestack.plugin.localhub.resampling import ResampledSource, Resampling, is_measured
from timestack.plugin.localhub.scenes import FolderSource
from timestack.plugin.localhub.scenes.projection import transform_points
from timestack.plugin.localhub.source import SceneRecord, SourceBand

Serve = Callable[..., Client]
CRS = "EPSG:32633"
LEFT, TOP = 500000.0, 5100000.0
SPAIN = "s2_l2a_field_spain_2019"


def write_scene(path: Path, bands: Mapping[str, np.ndarray], nodata: float | None = None, size: float = 20.0) -> Path:
    height, width = next(iter(bands.values())).shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, len(bands), gdal.GDT_Float32)
    dataset.SetGeoTransform((LEFT, size, 0, TOP, 0, -size))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32633)
    dataset.SetSpatialRef(reference)
    for number, (name, values) in enumerate(bands.items(), 1):
        band = dataset.GetRasterBand(number)
        band.SetDescription(name)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        band.WriteArray(values)
    return path


def landscape(width: int = 60, height: int = 50) -> np.ndarray:
    """Hills, an edge and noise."""
    y, x = np.mgrid[:height, :width]
    hills = 1000 + 300 * np.sin(x / 5) * np.cos(y / 7) + 400 * (x > y)
    return (hills + np.random.default_rng(1).normal(0, 50, hills.shape)).astype(np.float32)


def read(source: FolderSource, method: str, grid: PixelGrid, name: str = "X") -> tuple[np.ndarray, np.ndarray]:
    """Values and mask of the first scene."""
    down = method
    up = "NEAREST" if method == "BOX" else method
    arrays = ResampledSource(source, Resampling(up, down)).read(source.records()[0], [name], grid)
    return np.asarray(arrays[name]), np.asarray(arrays["dataMask"]) != 0


def warp(path: Path, grid: PixelGrid, method: str, band: int = 1) -> np.ndarray:
    """GDAL's warper with kernels of native width also where pixels get larger, as services have them."""
    warped = gdal.Warp(
        "", str(path), format="MEM", dstSRS=grid.crs, outputBounds=grid.bounds, width=grid.width, height=grid.height,
        resampleAlg={"BILINEAR": "bilinear", "BICUBIC": "cubic", "NEAREST": "near", "BOX": "average"}[method],
        errorThreshold=0, outputType=gdal.GDT_Float64, warpOptions=["XSCALE=1", "YSCALE=1"],
    )  # fmt: skip
    return np.asarray(warped.GetRasterBand(band).ReadAsArray())


def grid_in(crs: str, x: float, y: float, size: float, width: int, height: int) -> PixelGrid:
    """A grid whose upper left corner is a place in metres from the scene's."""
    (left,), (top,) = transform_points(np.array([LEFT + x]), np.array([TOP - y]), CRS, crs)
    if crs == "EPSG:4326":
        size /= 90000
    return PixelGrid(crs, float(left), float(top), size, size, width, height)


class TestKernels:
    everything = np.ones((7, 9), bool)

    @pytest.mark.parametrize("kernel", [bilinear, bicubic])
    def test_a_ramp_stays_a_ramp(self, kernel: Callable) -> None:
        y, x = np.mgrid[:7, :9] + 0.5
        rows, columns = np.linspace(2, 5, 41)[:, None], np.linspace(2, 7, 57)[None, :]
        ours = kernel(3 * x - 2 * y + 7, self.everything, rows, columns)
        np.testing.assert_allclose(ours, 3 * columns - 2 * rows + 7, atol=1e-5)  # positions are millionths of a pixel

    def test_a_ramp_is_exact_at_quarters(self) -> None:
        y, x = np.mgrid[:7, :9] + 0.5
        rows, columns = np.arange(2, 5, 0.25)[:, None], np.arange(2, 7, 0.25)[None, :]
        assert (bilinear(8 * x - 16 * y, self.everything, rows, columns) == 8 * columns - 16 * rows).all()

    def test_bicubic_keeps_a_parabola(self) -> None:
        """With a = -0.5, and no other a, cubic convolution reproduces polynomials of the second degree (Keys 1981)."""
        x = np.arange(9) + 0.5
        columns = np.linspace(2, 7, 57)[None, :]
        ours = bicubic(np.tile(x * x - 3 * x, (7, 1)), self.everything, np.array([[3.5]]), columns)
        np.testing.assert_allclose(ours, columns**2 - 3 * columns, atol=1e-4)

    @pytest.mark.parametrize("kernel", [bilinear, bicubic])
    def test_native_centres_keep_their_value(self, kernel: Callable) -> None:
        values = np.random.default_rng(2).normal(size=(7, 9))
        rows, columns = np.arange(7)[:, None] + 0.5, np.arange(9)[None, :] + 0.5
        for hair in (0, 1e-9, -1e-9, 3e-7, -3e-7):
            assert (kernel(values, self.everything, rows + hair, columns - hair) == values).all()

    def test_pixels_without_data_are_left_out(self) -> None:
        values, valid = np.array([[10.0, 20.0], [30.0, -999.0]]), np.array([[True, True], [True, False]])
        middle = bilinear(values, valid, np.array([[1.0]]), np.array([[1.0]]))
        assert middle[0, 0] == 20.0
        assert bilinear(values, valid, np.array([[0.75]]), np.array([[1.0]]))[0, 0] == (3 * 10 + 3 * 20 + 30) / 7
        assert np.isnan(bilinear(values, ~valid & False, np.array([[1.0]]), np.array([[1.0]])))[0, 0]

    def test_bicubic_never_explodes_beside_holes(self) -> None:
        generator = np.random.default_rng(3)
        valid = generator.random((60, 60)) < 0.6
        values = np.where(valid, generator.uniform(100, 200, valid.shape), 1e30)
        positions = np.linspace(0, 60, 500)
        ours = bicubic(values, valid, positions[:, None], positions[None, :])
        assert np.nanmin(ours) > 60 and np.nanmax(ours) < 240

    def test_bicubic_beside_a_hole_is_bilinear(self) -> None:
        values, valid = landscape(9, 7).astype(float), self.everything.copy()
        valid[3, 4] = False
        rows, columns = np.array([[3.2, 3.8]]), np.array([[3.1, 6.1]])
        ours, plain = (kernel(values, valid, rows, columns) for kernel in (bicubic, bilinear))
        assert ours[0, 0] == plain[0, 0] and abs(ours[0, 1] - plain[0, 1]) < 200

    def test_box_is_the_mean_of_the_centres_inside(self) -> None:
        values = np.arange(16.0).reshape(4, 4)
        valid = np.ones((4, 4), bool)
        valid[0, 0] = False
        centres = (np.arange(4) + 0.5) / 2
        ours = box(values, valid, centres[:, None], centres[None, :], (2, 2))
        assert ours.tolist() == [[(1 + 4 + 5) / 3, 4.5], [10.5, 12.5]]
        assert np.isnan(box(values, ~valid, centres[:, None], centres[None, :], (2, 3))).tolist() == [
            [False, True, True], [True, True, True],
        ]  # fmt: skip


@pytest.mark.parametrize("method", ["BILINEAR", "BICUBIC"])
@pytest.mark.parametrize("crs", [CRS, "EPSG:32632", "EPSG:3857", "EPSG:4326"])
@pytest.mark.parametrize("size", [7.0, 20.0, 53.0])
def test_any_crs_and_size_agree_with_gdals_warper(tmp_path: Path, method: str, crs: str, size: float) -> None:
    """Within 0.01 of values near 1000: GDAL weighs 60 columns with the same kernels, in single precision."""
    path = write_scene(tmp_path / "a_20200105.tif", {"X": landscape()})
    count = int(560 / size)
    grid = grid_in(crs, 303.0, 211.0, size, count, count)
    ours, mask = read(FolderSource(tmp_path), method, grid)
    assert mask.all()
    np.testing.assert_allclose(ours, warp(path, grid, method), atol=0.01)


@pytest.mark.parametrize("method", ["BILINEAR", "BICUBIC"])
def test_holes_agree_with_gdals_warper(tmp_path: Path, method: str) -> None:
    values = landscape()
    values[np.random.default_rng(4).random(values.shape) < 0.05] = -999
    path = write_scene(tmp_path / "a_20200105.tif", {"X": values}, nodata=-999)
    grid = grid_in(CRS, 203.0, 211.0, 7.0, 100, 90)
    ours, mask = read(FolderSource(tmp_path), method, grid)
    theirs = warp(path, grid, method)
    assert (mask == (warp(path, grid, "NEAREST") != -999)).all() and 0.9 < mask.mean() < 1
    np.testing.assert_allclose(ours[mask], theirs[mask], atol=0.01)


@pytest.mark.parametrize("method", ["BILINEAR", "BICUBIC"])
def test_a_real_scene_agrees_with_gdals_warper(shared_data: Path, method: str) -> None:
    """A parcel with gaps, from 10 m to 4 m, within 0.01 DN.

    No centre lies on a native row or column: there a hole with a weight of zero does not matter to us, but to GDAL.
    """
    source = FolderSource(shared_data / SPAIN)
    compared = 0
    for record in source.records()[::6]:
        path = shared_data / SPAIN / record.data_path
        xmin, ymin, xmax, ymax = record.bounds
        grid = PixelGrid(record.crs, xmin + 0.5, ymax - 0.5, 4.0, 4.0, int((xmax - xmin) / 4), int((ymax - ymin) / 4))
        dataset = gdal.Open(str(path))
        names = [dataset.GetRasterBand(n + 1).GetDescription() for n in range(dataset.RasterCount)]
        arrays = ResampledSource(source, Resampling(method, method)).read(record, ["B04", "B08", "SCL"], grid)
        nearest = source.read(record, ["B04", "B08", "SCL"], grid)
        np.testing.assert_array_equal(arrays["SCL"], nearest["SCL"])
        np.testing.assert_array_equal(arrays["dataMask"], nearest["dataMask"])
        for name in ("B04", "B08"):
            number = names.index(name) + 1
            here = (nearest["dataMask"] != 0) & ~np.isnan(nearest[name].astype(float))
            np.testing.assert_allclose(arrays[name][here], warp(path, grid, method, number)[here], atol=0.01)
            compared += here.sum()
            assert (np.isnan(arrays[name].astype(float)) == np.isnan(nearest[name].astype(float))).all()
    assert compared > 10000


def test_box_agrees_with_gdals_average(tmp_path: Path) -> None:
    values = landscape()
    values[10:14, 10:14] = values[30, 30] = -999
    path = write_scene(tmp_path / "a_20200105.tif", {"X": values}, nodata=-999)
    grid = grid_in(CRS, 0, 0, 60.0, 20, 16)
    ours, mask = read(FolderSource(tmp_path), "BOX", grid)
    np.testing.assert_allclose(ours[mask], warp(path, grid, "BOX")[mask], atol=0.01)
    assert 0 < (~mask).sum() < 10


def test_box_in_another_crs_counts_each_native_pixel_once(tmp_path: Path) -> None:
    values = landscape()
    write_scene(tmp_path / "a_20200105.tif", {"X": values})
    grid = grid_in("EPSG:3857", -100, -100, 110.0, 24, 20)
    ours, mask = read(FolderSource(tmp_path), "BOX", grid)
    x, y = np.meshgrid(LEFT + 20 * (np.arange(60) + 0.5), TOP - 20 * (np.arange(50) + 0.5))
    xs, ys = transform_points(x, y, CRS, grid.crs)
    row, column = (np.floor(v).astype(int) for v in ((grid.ymax - ys) / 110, (xs - grid.xmin) / 110))
    for r, c in np.argwhere(mask)[::7]:
        assert ours[r, c] == pytest.approx(values.ravel()[(row == r) & (column == c)].mean())


def test_a_size_decides_which_parameter_counts(tmp_path: Path) -> None:
    write_scene(tmp_path / "a_20200105.tif", {"X": landscape()})
    source = FolderSource(tmp_path)
    record = source.records()[0]
    fine, coarse = grid_in(CRS, 3, 3, 10.0, 30, 30), grid_in(CRS, 3, 3, 50.0, 20, 18)

    def differs(up: str, down: str, grid: PixelGrid) -> bool:
        smooth = ResampledSource(source, Resampling(up, down)).read(record, ["X"], grid)["X"]
        return bool((smooth != source.read(record, ["X"], grid)["X"]).any())

    assert differs("BILINEAR", "NEAREST", fine) and not differs("BILINEAR", "NEAREST", coarse)
    assert differs("NEAREST", "BICUBIC", coarse) and not differs("NEAREST", "BICUBIC", fine)


@pytest.mark.parametrize("method", ["BILINEAR", "BICUBIC"])
def test_the_own_grid_comes_out_untouched(tmp_path: Path, method: str) -> None:
    values = landscape()
    write_scene(tmp_path / "a_20200105.tif", {"X": values})
    ours, _ = read(FolderSource(tmp_path), method, grid_in(CRS, 40, 60, 20.0, 30, 30))
    assert ours.dtype == np.float32
    assert (ours == values[3:33, 2:32]).all()


@pytest.mark.parametrize("crs", [CRS, "EPSG:4326"])
@pytest.mark.parametrize(("method", "size"), [("BILINEAR", 6.0), ("BICUBIC", 6.0), ("BICUBIC", 410.0), ("BOX", 70.0)])
def test_cuts_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crs: str, method: str, size: float
) -> None:
    values = landscape(160, 150)
    values[np.random.default_rng(5).random(values.shape) < 0.02] = -999
    write_scene(tmp_path / "a_20200105.tif", {"X": values}, nodata=-999)
    source = FolderSource(tmp_path)
    grid = grid_in(crs, -30.0, -50.0, size, 37, 41)
    whole, mask = read(source, method, grid)
    for column, row, part in grid.tiles(16):
        ours, _ = read(source, method, part)
        np.testing.assert_allclose(ours, whole[row : row + 16, column : column + 16], rtol=1e-8)
    monkeypatch.setattr("timestack.plugin.localhub.resampling._MAX_WINDOW_PX", 200)
    np.testing.assert_allclose(read(source, method, grid)[0], whole, rtol=1e-8)
    assert mask.any() and not whole[~mask].any()


def test_places_off_the_scene_have_no_data(tmp_path: Path) -> None:
    write_scene(tmp_path / "a_20200105.tif", {"X": np.full((50, 60), 7, np.float32)})
    source = FolderSource(tmp_path)
    ours, mask = read(source, "BICUBIC", grid_in(CRS, -95, -95, 10.0, 20, 20))
    assert (ours == np.where(mask, 7, 0)).all() and 0 < mask.mean() < 1
    ours, mask = read(source, "BILINEAR", grid_in(CRS, 99000, 0, 10.0, 20, 20))
    assert not mask.any() and not ours.any()
    world = PixelGrid("EPSG:4326", -180, 90, 1.0, 1.0, 360, 180)
    assert read(source, "BICUBIC", world)[0].shape == (180, 360)


def test_work_stays_bounded_far_out() -> None:
    """Of more than ten native pixels a side every second, third … is read."""
    source = DemoSource()
    sizes = []

    class Spy:
        collection_id, bands = source.collection_id, source.bands

        def read(self, record: SceneRecord, bands: Sequence[str], grid: PixelGrid) -> Mapping[str, np.ndarray]:
            sizes.append(grid.pixel_count)
            return source.read(record, bands, grid)

    grid = PixelGrid(CRS, 490000, 5110000, 400.0, 400.0, 25, 40)
    ResampledSource(Spy(), Resampling("BILINEAR", "BOX")).read(source.records()[5], ["B04"], grid)  # type: ignore[arg-type]
    assert len(sizes) > 1 and sum(sizes) < 200 * grid.pixel_count


def test_demo_bands_each_have_their_native_size() -> None:
    source = DemoSource()
    record = next(r for r in source.records() if r.cloud_cover_pct is not None and r.cloud_cover_pct < 5)
    grid = PixelGrid(CRS, 500100, 5100220, 10.0, 10.0, 60, 60)
    names = ["B04", "B11", "B01", "SCL", "CLM", "sunZenithAngles"]
    plain = source.read(record, names, grid)
    smooth = ResampledSource(source, Resampling("BILINEAR", "BILINEAR")).read(record, names, grid)
    changed = [name for name in names if (np.asarray(plain[name]) != np.asarray(smooth[name])).any()]
    assert plain["dataMask"].all() and changed == ["B11", "B01"]
    native = source.read(record, ["B11"], PixelGrid(CRS, 500080, 5100240, 20.0, 20.0, 3, 3))["B11"].astype(float)
    # the pixel's centre is a quarter of a native pixel right of and below the native centre in the middle
    expected = (9 * native[1, 1] + 3 * native[0, 1] + 3 * native[1, 0] + native[0, 0]) / 16
    assert smooth["B11"][0, 0] == expected


@pytest.mark.parametrize(
    ("collection", "band", "measured"),
    [
        ("sentinel-2-l2a", "B11", True), ("sentinel-2-l2a", "SCL", False), ("sentinel-2-l2a", "CLM", False),
        ("sentinel-2-l2a", "sunZenithAngles", False), ("sentinel-2-l2a", "dataMask", False), ("mine", "NDVI", True),
        ("mine", "SCL", False), ("mine", "FMASK", False), ("mine", "QA_PIXEL", False), ("mine", "IS_VALID", False),
        ("mine", "AQUA", True),
    ],
)  # fmt: skip
def test_codes_are_never_averaged(collection: str, band: str, measured: bool) -> None:
    assert is_measured(collection, band) is measured


class RampSource(StubSource):
    """The stub with its native pixel size told."""

    def __init__(self, *scenes: StubScene) -> None:
        super().__init__(*scenes)
        self.bands = {
            name: SourceBand(name, band.units, band.dn_per_unit, band.stored_units, 10.0)
            for name, band in self.bands.items()
        }


RAMP = script("return [s.B03, s.B04, s.B08];", ("B03", "B04", "B08"), "DN", 3, "FLOAT32")
SCENE = StubScene("2020-01-05T10:00:00")


def test_a_question_decides(serve: Serve) -> None:
    client = serve(RampSource(SCENE))
    fine = {"WIDTH": 200, "HEIGHT": 200}
    plain = client.image(RAMP, **fine)
    assert client.image(RAMP, **fine, UPSAMPLING="nearest", DOWNSAMPLING="BOX").body == plain.body
    smooth = client.image(RAMP, **fine, UPSAMPLING="Bilinear").pixels
    inner = (np.arange(2, 198) + 0.5) / 2 - 0.5
    assert (smooth[0][2:-2, 2:-2] == inner[None, :]).all() and (smooth[1][2:-2, 2:-2] == inner[:, None]).all()
    stored_as_reflectance = smooth[2][2:-2, 2:-2]
    assert (abs(stored_as_reflectance - 10 * inner) < 0.51).all() and not (stored_as_reflectance % 1).any()
    coarse = client.image(RAMP, WIDTH=25, HEIGHT=25, DOWNSAMPLING="BOX").pixels
    assert (coarse[0] == 4 * np.arange(25)[None, :] + 1.5).all()


def test_sources_that_do_not_tell_their_pixel_size_stay_as_they_are(serve: Serve) -> None:
    client = serve(SCENE)
    fine = {"WIDTH": 200, "HEIGHT": 200}
    assert client.image(RAMP, **fine, UPSAMPLING="BICUBIC").body == client.image(RAMP, **fine).body


def test_holes_are_as_wide_as_before_and_older_scenes_fill_them(serve: Serve) -> None:
    older = StubScene("2020-01-03T10:00:00")
    newer = StubScene("2020-01-05T10:00:00", holes=(40, 41))
    asked = script("return [s.B02, s.B03, s.dataMask];", count=3, sample_type="FLOAT32")
    pixels = serve(RampSource(older, newer)).image(asked, WIDTH=200, HEIGHT=200, UPSAMPLING="BILINEAR").pixels
    assert (pixels[0][:, 80:84] == 100).all() and (np.delete(pixels[0], range(80, 84), 1) == 200).all()
    assert pixels[1][50, 78:86].tolist() == [38.75, 39, 39.75, 40.25, 40.75, 41.25, 42, 42.25]


@pytest.mark.parametrize(
    ("name", "value"),
    [("UPSAMPLING", "LANCZOS"), ("UPSAMPLING", "BOX"), ("DOWNSAMPLING", "average"), ("DOWNSAMPLING", "1")],
)
def test_unknown_names_are_refused(serve: Serve, name: str, value: str) -> None:
    reply = serve(SCENE).image(**{name: value})
    assert reply.status == 400 and reply.headers["Content-Type"].startswith("text/xml")
    assert f"Invalid value '{value}' of parameter {name}!" in reply.text.replace("&apos;", "'").replace("&#39;", "'")
    assert "BICUBIC" in reply.text


def test_nothing_said_is_nearest() -> None:
    assert Resampling.from_parameters(Parameters("")).is_nearest
    assert not Resampling.from_parameters(Parameters("downsampling=bicubic")).is_nearest


def test_files_tell_their_pixel_size(tmp_path: Path) -> None:
    write_scene(tmp_path / "a_20200105.tif", {"X": landscape()}, size=30.0)
    assert FolderSource(tmp_path).records()[0].pixel_size == (30.0, 30.0)
