# SPDX-License-Identifier: GPL-2.0-or-later
"""Stacks made of stacks: what is in the files, beside xarray and numpy, through the registry and the console."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import numpy as np
import pytest
from stack_builders import build_info, write_stack

pytest.importorskip("qgis.core")

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from timestack.plugin.api import open_stack
from timestack.plugin.core.errors import Cancelled, InvalidRequest
from timestack.plugin.core.timeline import TILE, TimeStep
from timestack.plugin.stack_tools import blocks

pytestmark = pytest.mark.usefixtures("qgis_app")


def run(name, **parameters):
    """Run through the registry."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"timestack:{name}")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    good, message = algorithm.checkParameterValues(parameters, context)
    assert good, message
    results, good = algorithm.run(parameters, context, feedback, {}, False)
    assert good
    return results, feedback.textLog()


def make(tmp_path, bands=("B04", "B08", "SCL"), dtype="uint16", name="s.tif", seed=3, gaps=0.2, steps=5, **more):
    """A stack with gaps, a column without any data, and SCL classes; its pixels as float64 with NaN."""
    info = build_info(steps, bands, dtype, **more)
    random = np.random.default_rng(seed)
    pixels = random.integers(100, 5000, info.shape).astype(dtype)
    if "SCL" in bands:
        pixels[:, bands.index("SCL")] = random.choice([3, 4, 5, 6, 8, 9], (info.shape[0], *info.shape[2:]))
    gap = random.random((info.shape[0], 1, *info.shape[2:])) < gaps
    gap[..., 7] = True
    pixels = np.where(gap, 0, pixels).astype(dtype)
    write_stack(tmp_path / name, info, pixels)
    return tmp_path / name, np.where(gap, np.nan, pixels)


def values_of(path, band=0):
    """(time, y, x) of a band as stored, NaN where masked."""
    with open_stack(path) as stack:
        read = stack.read(bands=[band])[:, 0]
        return np.where(np.ma.getmaskarray(read), np.nan, read.data.astype("float64"))


@pytest.fixture
def small_blocks(monkeypatch):
    """Every tile is a block of its own, so that seams would show."""
    monkeypatch.setattr(blocks, "MEMORY_BYTES", 1)


@pytest.mark.usefixtures("small_blocks")
class TestIndexStack:
    def test_ndvi_of_every_date(self, tmp_path):
        path, pixels = make(tmp_path)
        results, _ = run("indexstack", INPUT=str(path), INDEX="NDVI", OUTPUT=str(tmp_path / "o.tif"))
        red, nir = pixels[:, 0], pixels[:, 1]
        with open_stack(results["OUTPUT"]) as stack, open_stack(path) as source:
            assert stack.bands == ("NDVI",)
            assert stack.times == source.times
            assert stack.info.grid == source.info.grid
            assert stack.info.request_json == "{}"
        np.testing.assert_allclose(values_of(results["OUTPUT"]), (nir - red) / (nir + red), rtol=1e-6)
        assert results["STEPS"] == 5

    def test_scale_and_offset_are_applied_to_a_formula(self, tmp_path):
        path, pixels = make(tmp_path, scale=0.0001, offset=-0.1)
        run("indexstack", INPUT=str(path), INDEX="B08 - 2 * B04", OUTPUT=str(tmp_path / "o.tif"))
        physical = pixels * 0.0001 - 0.1
        expected = physical[:, 1] - 2 * physical[:, 0]
        np.testing.assert_allclose(values_of(tmp_path / "o.tif"), expected, rtol=1e-5, atol=1e-6)

    def test_a_division_by_zero_is_nodata(self, tmp_path):
        path, _ = make(tmp_path, gaps=0.0)
        run("indexstack", INPUT=str(path), INDEX="B04 / (B08 - B08)", OUTPUT=str(tmp_path / "o.tif"))
        assert np.isnan(values_of(tmp_path / "o.tif")).all()

    def test_evi_of_digital_numbers_is_that_of_reflectances(self, tmp_path):
        path, pixels = make(tmp_path, bands=("B02", "B04", "B08"))
        run("indexstack", INPUT=str(path), INDEX="evi", OUTPUT=str(tmp_path / "o.tif"))
        blue, red, nir = (pixels[:, band] / 10000 for band in range(3))
        bottom = nir + 6 * red - 7.5 * blue + 1
        is_firm = np.abs(bottom) > 0.01  # nearer to zero, rounding decides
        expected = 2.5 * (nir - red) / np.where(is_firm, bottom, 1.0)
        found = values_of(tmp_path / "o.tif")
        np.testing.assert_allclose(found[is_firm], expected[is_firm], rtol=1e-5)
        assert np.isnan(found[np.isnan(bottom)]).all()

    def test_int16_holds_ten_thousandths(self, tmp_path):
        path, pixels = make(tmp_path)
        _, log = run("indexstack", INPUT=str(path), INDEX="NDVI", SAMPLE_TYPE="INT16", OUTPUT=str(tmp_path / "o.tif"))
        red, nir = pixels[:, 0], pixels[:, 1]
        with open_stack(tmp_path / "o.tif") as stack:
            assert (stack.info.dtype, stack.info.scale) == ("int16", 0.0001)
        np.testing.assert_allclose(values_of(tmp_path / "o.tif") * 0.0001, (nir - red) / (nir + red), atol=5.1e-5)
        assert "became nodata" not in log

    def test_values_beyond_int16_are_nodata_and_told(self, tmp_path):
        path, pixels = make(tmp_path)
        _, log = run("indexstack", INPUT=str(path), INDEX="B04", SAMPLE_TYPE="INT16", OUTPUT=str(tmp_path / "o.tif"))
        assert np.isnan(values_of(tmp_path / "o.tif")).all()
        assert f"{np.isfinite(pixels[:, 0]).sum()} values" in log

    def test_a_missing_band_is_named(self, tmp_path):
        path, _ = make(tmp_path)
        with pytest.raises(QgsProcessingException, match=r"INDEX: .*MNDWI"):
            run("indexstack", INPUT=str(path), INDEX="MNDWI", OUTPUT=str(tmp_path / "o.tif"))
        assert sorted(p.name for p in tmp_path.iterdir()) == ["s.tif"]


@pytest.mark.usefixtures("small_blocks")
def test_classes_of_a_scaled_stack_stay_classes(tmp_path):
    """A file has one scale for all its bands; formulas and images of a chosen date still know SCL by its numbers."""
    path, pixels = make(tmp_path, scale=0.0001, offset=-0.1)
    run("indexstack", INPUT=str(path), INDEX="where(SCL == 4, B08, nan)", OUTPUT=str(tmp_path / "o.tif"))
    expected = np.where(pixels[:, 2] == 4, pixels[:, 1] * 0.0001 - 0.1, np.nan)
    np.testing.assert_allclose(values_of(tmp_path / "o.tif"), expected, rtol=1e-5, atol=1e-6)
    run("compositestack", INPUT=str(path), PERIOD="all", METHOD="max_ndvi", OUTPUT=str(tmp_path / "best.tif"))
    classes = values_of(tmp_path / "best.tif", 2)
    assert set(np.unique(classes[np.isfinite(classes)])) <= {3, 4, 5, 6, 8, 9}
    open_stack(tmp_path / "best.tif").maskstack("SCL", output=tmp_path / "clear.tif")
    clear = values_of(tmp_path / "clear.tif", 1)
    np.testing.assert_array_equal(np.isnan(clear), np.isnan(classes) | np.isin(classes, (3, 8, 9)))


def test_two_tiles_of_a_day_have_no_mean_of_classes(tmp_path):
    """The first that has a class counts, as everywhere where tiles overlap; scale or not, it stays a class."""
    days = [datetime(2020, 1, 5, 10, 0, second, tzinfo=timezone.utc) for second in (0, 14)]
    days.append(datetime(2020, 1, 15, 10, tzinfo=timezone.utc))
    steps = tuple(TimeStep(TILE, day, f"tile{number}", tile_id=f"T{number}") for number, day in enumerate(days))
    info = replace(build_info(3, ("B04", "SCL"), "uint8", scale=0.5), steps=steps, mosaicking=TILE)
    pixels = np.full(info.shape, 8, "uint8")
    pixels[0, 1], pixels[1, 1], pixels[2, 1] = 4, 9, 5
    pixels[0, :, :, 7] = 0
    write_stack(tmp_path / "s.tif", info, pixels)
    run("regularisestack", INPUT=str(tmp_path / "s.tif"), METHOD="nearest", BANDS="SCL,B04", STEP_DAYS=10,
        OUTPUT=str(tmp_path / "o.tif"))  # fmt: skip
    classes = values_of(tmp_path / "o.tif")
    assert np.unique(classes[1]).tolist() == [5]
    assert np.unique(classes[0, :, 7]).tolist() == [9]
    assert np.unique(np.delete(classes[0], 7, axis=1)).tolist() == [4]
    with open_stack(tmp_path / "o.tif") as stack:
        assert stack.info.scale == 1.0 and values_of(tmp_path / "o.tif", 1)[1, 0, 0] == 4.0


@pytest.mark.usefixtures("small_blocks")
class TestMaskStack:
    def test_classes_of_scl(self, tmp_path):
        path, pixels = make(tmp_path)
        run("maskstack", INPUT=str(path), MASK_BAND="SCL", OUTPUT=str(tmp_path / "o.tif"))
        hidden = np.isin(pixels[:, 2], (0, 1, 3, 8, 9, 10))
        for band in (0, 1):
            np.testing.assert_array_equal(
                values_of(tmp_path / "o.tif", band), np.where(hidden, np.nan, pixels[:, band])
            )
        np.testing.assert_array_equal(values_of(tmp_path / "o.tif", 2), pixels[:, 2])
        with open_stack(tmp_path / "o.tif") as stack, open_stack(path) as source:
            assert (stack.info.dtype, stack.info.nodata) == (source.info.dtype, source.info.nodata)

    def test_own_classes_inverted(self, tmp_path):
        path, pixels = make(tmp_path)
        open_stack(path).maskstack("SCL", classes=[4, 5], invert=True, output=tmp_path / "o.tif")
        kept = np.isin(pixels[:, 2], (4, 5))
        np.testing.assert_array_equal(values_of(tmp_path / "o.tif"), np.where(kept, pixels[:, 0], np.nan))

    def test_the_result_cannot_take_the_place_of_the_mask(self, tmp_path):
        path, _ = make(tmp_path)
        other, _ = make(tmp_path, name="mask.tif")
        before = other.read_bytes()
        with pytest.raises(InvalidRequest, match="OUTPUT"):
            open_stack(path).maskstack("SCL", mask_stack=other, output=other)
        assert other.read_bytes() == before

    def test_bits(self, tmp_path):
        path, pixels = make(tmp_path)
        open_stack(path).maskstack("B08", bits=[3, 5], output=tmp_path / "o.tif")
        number = np.nan_to_num(pixels[:, 1]).astype(int)
        hidden = ((number >> 3) & 1 | (number >> 5) & 1).astype(bool)
        np.testing.assert_array_equal(values_of(tmp_path / "o.tif"), np.where(hidden, np.nan, pixels[:, 0]))

    def test_dilation_crosses_the_seams_of_blocks(self, tmp_path):
        ndimage = pytest.importorskip("scipy.ndimage")
        path, pixels = make(tmp_path, gaps=0.0)
        y, x = np.mgrid[-2:3, -2:3]
        cloudy = np.isin(pixels[:, 2], (9,))
        grown = np.stack([ndimage.binary_dilation(one, x**2 + y**2 <= 2.5**2) for one in cloudy])
        open_stack(path).maskstack("SCL", classes=[9], dilate=2.5, output=tmp_path / "o.tif")
        np.testing.assert_array_equal(values_of(tmp_path / "o.tif"), np.where(grown, np.nan, pixels[:, 0]))

    def test_clear_is_not_mistaken_for_nodata_where_both_are_zero(self, tmp_path):
        info = build_info(3, ("B04", "CLM"), nodata=0.0)
        pixels = np.full(info.shape, 500, "uint16")
        pixels[:, 1] = np.random.default_rng(0).integers(0, 2, pixels[:, 1].shape)
        pixels[:, :, :5] = 0
        write_stack(tmp_path / "s.tif", info, pixels)
        open_stack(tmp_path / "s.tif").maskstack(output=tmp_path / "o.tif")
        expected = np.where((pixels[:, 1] == 0) & (pixels[:, 0] > 0), 500, np.nan)
        np.testing.assert_array_equal(values_of(tmp_path / "o.tif"), expected)

    def test_a_second_stack_by_date(self, tmp_path):
        path, pixels = make(tmp_path, bands=("B04",))
        info = build_info(7, ("CLM",), "uint8", nodata=None)
        info = replace(info, steps=info.steps[::1])
        clouds = np.random.default_rng(5).integers(0, 2, info.shape).astype("uint8")
        write_stack(tmp_path / "m.tif", info, clouds)
        run("maskstack", INPUT=str(path), MASK_STACK=str(tmp_path / "m.tif"), OUTPUT=str(tmp_path / "o.tif"))
        expected = np.where(clouds[:5, 0] == 0, pixels[:, 0], np.nan)
        np.testing.assert_array_equal(values_of(tmp_path / "o.tif"), expected)

    def test_a_second_stack_without_a_date_is_refused(self, tmp_path):
        path, _ = make(tmp_path, bands=("B04",))
        info = build_info(2, ("CLM",), "uint8", nodata=None)
        write_stack(tmp_path / "m.tif", info)
        with pytest.raises(InvalidRequest, match="MASK_STACK: it lacks 3 dates of INPUT, the first of them 2020-01-15"):
            open_stack(path).maskstack(mask_stack=tmp_path / "m.tif", output=tmp_path / "o.tif")

    def test_unknown_values_of_a_band_need_classes(self, tmp_path):
        path, _ = make(tmp_path)
        with pytest.raises(InvalidRequest, match="CLASSES: nobody knows"):
            open_stack(path).maskstack("B04", output=tmp_path / "o.tif")
        with pytest.raises(InvalidRequest, match="BITS: there are classes and bits"):
            open_stack(path).maskstack("B04", classes=[1], bits=[1], output=tmp_path / "o.tif")

    def test_masking_a_stack_without_nodata_keeps_its_zeros(self, tmp_path):
        info = build_info(2, ("B04", "SCL"), nodata=None)
        pixels = np.zeros(info.shape, "uint16")
        pixels[:, 1] = 4
        pixels[:, 1, :3] = 9
        write_stack(tmp_path / "s.tif", info, pixels)
        open_stack(tmp_path / "s.tif").maskstack(output=tmp_path / "o.tif")
        found = values_of(tmp_path / "o.tif")
        assert np.isnan(found[:, :3]).all()
        assert (found[:, 3:] == 0).all()


class _StopsAfter:
    """Cancelled after some reports."""

    def __init__(self, reports):
        self.left = reports

    def report(self, done):
        self.left -= 1

    def tell(self, message):
        pass

    def is_cancelled(self):
        return self.left <= 0


@pytest.mark.usefixtures("small_blocks")
def test_a_cancelled_run_leaves_nothing(tmp_path):
    path, _ = make(tmp_path)
    with pytest.raises(Cancelled):
        open_stack(path).indexstack("NDVI", output=tmp_path / "o.tif", progress=_StopsAfter(2))
    assert [p.name for p in tmp_path.iterdir()] == ["s.tif"]


def test_a_stack_is_not_written_over_itself(tmp_path):
    path, pixels = make(tmp_path)
    with pytest.raises(InvalidRequest, match=r"OUTPUT: .* one of the inputs"):
        open_stack(path).indexstack("NDVI", output=path)
    np.testing.assert_array_equal(values_of(path), pixels[:, 0])


def test_a_failing_block_leaves_nothing(tmp_path, monkeypatch):
    path, _ = make(tmp_path)
    monkeypatch.setattr(blocks, "to_stored", lambda values, info: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_stack(path).indexstack("NDVI", output=tmp_path / "o.tif")
    assert [p.name for p in tmp_path.iterdir()] == ["s.tif"]


def test_a_raster_without_dates_is_refused(tmp_path):
    from stack_builders import write_raster

    write_raster(tmp_path / "r.tif", ["red", "nir"], [1, 2])
    with pytest.raises(QgsProcessingException, match="INPUT: no dates"):
        run("maskstack", INPUT=str(tmp_path / "r.tif"), OUTPUT=str(tmp_path / "o.tif"))


def test_blocks_are_whole_tiles_within_the_memory():
    info = build_info(70, ("B02", "B03", "B04", "B08"), size=(2500, 2500))
    plan = blocks.Plan(info, (0, 1, 2, 3), lambda block: block.values, 70 * 4 * 16)
    windows = list(blocks.block_windows(info, plan))
    covered = np.zeros((2500, 2500), "uint8")
    for column, row, width, height in windows:
        assert column % 64 == 0
        assert row % 64 == 0
        assert width * height * 280 * 19 * blocks.WORKERS <= blocks.MEMORY_BYTES
        covered[row : row + height, column : column + width] += 1
    assert (covered == 1).all()
