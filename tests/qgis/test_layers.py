# SPDX-License-Identifier: GPL-2.0-or-later
"""Stacks as layers: which date they show, how they are drawn, and what is kept when the date changes."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from stack_builders import build_info, build_steps, write_raster, write_stack

pytest.importorskip("qgis.core")

from qgis.core import (
    QgsDateTimeRange,
    QgsMultiBandColorRenderer,
    QgsPalettedRasterRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtCore import QDateTime
from qgis.PyQt.QtGui import QColor

from timestack.plugin.bridge import compat
from timestack.plugin.bridge.layer_steps import NUMBERS, STEPS
from timestack.plugin.bridge.layers import (
    build_date_layers,
    build_stack_layer,
    is_stack_layer,
    layer_group_per_date,
    read_steps,
    show_step,
    shown_band_names,
    shown_step,
    step_at,
    style_stack_layer,
)
from timestack.plugin.bridge.stack_reader import StackFile
from timestack.plugin.bridge.stack_style import plan_style

pytestmark = pytest.mark.usefixtures("qgis_app")


def day(number: float) -> datetime:
    return datetime(2020, 1, 1, tzinfo=timezone.utc) + timedelta(days=number - 1)


def frame(begin: float, end: float, include_end: bool = False) -> QgsDateTimeRange:
    return QgsDateTimeRange(compat.to_qdatetime(day(begin)), compat.to_qdatetime(day(end)), True, include_end)


def brightening(info, first=100, by=50):
    """Every step brighter than the one before, every band different."""
    pixels = np.zeros(info.shape, info.dtype)
    for step in range(info.shape[0]):
        for band in range(info.shape[1]):
            pixels[step, band] = first + by * step + 10 * band + np.arange(info.shape[3]) % 7
    return pixels


@pytest.fixture
def path(tmp_path):
    info = build_info()
    write_stack(tmp_path / "s.tif", info, brightening(info))
    return tmp_path / "s.tif"


def test_a_stack_layer_knows_its_steps_and_starts_with_the_clearest(path):
    layer = build_stack_layer(path)
    assert (layer.name(), layer.isValid(), is_stack_layer(layer)) == ("s", True, True)
    steps = read_steps(layer)
    assert steps.labels == ("2020-01-05", "2020-01-10", "2020-01-15", "2020-01-20")
    assert steps.clouds == (0.0, 2.5, 5.0, 7.5)
    assert shown_step(layer) == 0
    assert shown_band_names(layer) == ("B04", "B03", "B02")
    renderer = layer.renderer()
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (3, 2, 1)


def test_no_file_appears_beside_the_stack(path):
    layer = build_stack_layer(path)
    build_date_layers(path)
    del layer
    assert os.listdir(path.parent) == ["s.tif"]


def test_another_step_keeps_everything_but_the_bands(path):
    layer = build_stack_layer(path)
    layer.renderer().setOpacity(0.5)
    before = layer.renderer().redContrastEnhancement()
    before = (before.minimumValue(), before.maximumValue())
    repaints = []
    layer.repaintRequested.connect(lambda *_: repaints.append(1))
    assert show_step(layer, 2)
    renderer = layer.renderer()
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (9, 8, 7)
    after = renderer.redContrastEnhancement()
    assert (after.minimumValue(), after.maximumValue()) == before
    assert renderer.opacity() == 0.5
    assert repaints == [1]
    assert not show_step(layer, 2)
    assert repaints == [1]
    assert shown_step(layer) == 2


def test_bands_that_the_user_has_chosen_stay_chosen(path):
    layer = build_stack_layer(path)
    layer.renderer().setRedBand(2)
    show_step(layer, 3)
    assert shown_band_names(layer) == ("B03", "B03", "B02")
    assert layer.renderer().redBand() == 11


def test_a_composite_of_several_dates_is_left_alone(path):
    layer = build_stack_layer(path)
    layer.renderer().setRedBand(6)
    assert shown_step(layer) is None
    assert not show_step(layer, 3)
    assert layer.renderer().redBand() == 6


def test_a_colour_that_is_switched_off_stays_off(path):
    layer = build_stack_layer(path)
    layer.renderer().setGreenBand(-1)
    assert show_step(layer, 1)
    assert compat.shown_bands(layer.renderer()) == (6, -1, 4)


@pytest.mark.parametrize("kind", ["grey", "pseudocolour", "paletted"])
def test_every_kind_of_renderer_follows(path, kind):
    layer = build_stack_layer(path)
    provider = layer.dataProvider()
    if kind == "grey":
        layer.setRenderer(QgsSingleBandGrayRenderer(provider, 2))
    elif kind == "pseudocolour":
        layer.setRenderer(QgsSingleBandPseudoColorRenderer(provider, 2))
    else:
        classes = [QgsPalettedRasterRenderer.Class(110, QColor("red"), "x")]
        layer.setRenderer(QgsPalettedRasterRenderer(provider, 2, classes))
        layer.renderer().setOpacity(0.25)
    assert shown_band_names(layer) == ("B03",)
    assert show_step(layer, 3)
    assert compat.shown_bands(layer.renderer()) == (11,)
    if kind == "paletted":
        assert [c.label for c in layer.renderer().classes()] == ["x"]
        assert layer.renderer().opacity() == 0.25


@pytest.mark.parametrize(
    ("begin", "end", "step"),
    [(5, 10, 0), (6, 8, 0), (1, 12, 1), (10, 10, 1), (15, 40, 3), (24, 25, 3), (25, 30, None), (1, 5, 0), (1, 4, None)],
)
def test_step_of_a_frame(path, begin, end, step):
    layer = build_stack_layer(path)
    assert step_at(layer, frame(begin, end, include_end=begin == end)) == step


def test_no_time_means_no_step(path):
    assert step_at(build_stack_layer(path), QgsDateTimeRange(QDateTime(), QDateTime())) is None


def test_the_layer_spans_its_series(path):
    layer = build_stack_layer(path)
    properties = layer.temporalProperties()
    assert properties.isActive()
    for begin, end, visible in ((1, 4, False), (1, 6, True), (24, 30, True), (25.5, 30, False)):
        assert properties.isVisibleInTemporalRange(frame(begin, end)) == visible


@pytest.mark.skipif(not compat.has_range_per_band(), reason="QGIS before 3.38")
def test_a_single_band_is_switched_by_qgis_itself(tmp_path):
    write_stack(tmp_path / "s.tif", build_info(bands=("NDVI", "SCL")))
    layer = build_stack_layer(tmp_path / "s.tif")
    assert compat.uses_range_per_band(layer.temporalProperties())
    assert sorted(layer.temporalProperties().fixedRangePerBand()) == [1, 3, 5, 7]
    compat.with_bands(layer.renderer(), (2,))
    show_step(layer, 2)
    assert sorted(layer.temporalProperties().fixedRangePerBand()) == [2, 4, 6, 8]


def test_a_layer_without_its_memory_is_no_stack_layer(path):
    layer = QgsRasterLayer(str(path), "plain")
    assert (is_stack_layer(layer), read_steps(layer), shown_step(layer)) == (False, None, None)
    assert not show_step(layer, 1)
    layer.setCustomProperty(NUMBERS, "[[1]]")
    layer.setCustomProperty(STEPS, "[{}]")
    assert read_steps(layer) is None
    assert not show_step(layer, 1)


def test_memory_that_does_not_fit_the_raster_is_ignored(tmp_path, path):
    write_stack(tmp_path / "short.tif", build_info(steps=2))
    layer = build_stack_layer(path)
    layer.setDataSource(str(tmp_path / "short.tif"), "short", "gdal")
    assert read_steps(layer) is None


def test_the_stretch_is_the_same_for_all_dates_and_ignores_clouds(tmp_path):
    info = build_info(steps=8, size=(64, 64), nodata=0.0)
    pixels = np.random.default_rng(1).integers(200, 1200, info.shape).astype("uint16")
    pixels[5:] = 9000
    steps = tuple(replace(step, acquisitions=()) for step in info.steps)
    write_stack(tmp_path / "unknown.tif", replace(info, steps=steps), pixels)
    with StackFile(tmp_path / "unknown.tif") as stack:
        style = plan_style(stack)
    assert style.step < 5
    for low, high in style.limits:
        assert 150 < low < 300
        assert 1000 < high < 2200


def test_the_mask_band_tells_the_clear_dates(tmp_path):
    info = build_info(steps=4, bands=("B02", "B03", "B04", "SCL"), size=(64, 64))
    pixels = np.random.default_rng(1).integers(200, 1200, info.shape).astype("uint16")
    pixels[:, 3] = 9
    pixels[2, 3] = 4
    pixels[[0, 1, 3], :3] = 8000
    write_stack(tmp_path / "s.tif", info, pixels)
    with StackFile(tmp_path / "s.tif") as stack:
        style = plan_style(stack)
    assert style.step == 2
    assert all(high < 1300 for _, high in style.limits)


def test_an_empty_date_is_not_shown_first(tmp_path):
    info = build_info(steps=3)
    pixels = brightening(info)
    pixels[0] = 0
    write_stack(tmp_path / "s.tif", info, pixels)
    assert shown_step(build_stack_layer(tmp_path / "s.tif")) == 1


def test_a_stack_without_any_pixel_still_opens(tmp_path):
    info = build_info(steps=2)
    write_stack(tmp_path / "s.tif", info, np.zeros(info.shape, "uint16"))
    assert shown_step(build_stack_layer(tmp_path / "s.tif")) in (0, 1)


def test_scaled_values_are_stretched_in_their_unit(tmp_path):
    info = build_info(scale=0.0001, offset=-0.1)
    write_stack(tmp_path / "s.tif", info, brightening(info, 2000, 500))
    layer = build_stack_layer(tmp_path / "s.tif")
    stretch = layer.renderer().redContrastEnhancement()
    assert 0.09 < stretch.minimumValue() < stretch.maximumValue() < 0.3


@pytest.mark.parametrize(
    ("bands", "renderer"),
    [
        (("NDVI",), QgsSingleBandPseudoColorRenderer), (("VV",), QgsSingleBandGrayRenderer),
        (("B08", "B04"), QgsMultiBandColorRenderer),
    ],
)  # fmt: skip
def test_renderer_by_bands(tmp_path, bands, renderer):
    info = build_info(bands=bands, dtype="float32", nodata=None)
    write_stack(tmp_path / "s.tif", info, np.random.default_rng(1).random(info.shape).astype("float32"))
    layer = build_stack_layer(tmp_path / "s.tif")
    assert isinstance(layer.renderer(), renderer)
    assert show_step(layer, 3)
    assert shown_step(layer) == 3


def test_a_foreign_file_in_odd_order_follows_its_dates(tmp_path):
    names = ["B02 20200110", "B02 20200105", "B03 20200110", "B03 20200105"]
    write_raster(tmp_path / "f.tif", names, [1, 2, 3, 4]).FlushCache()
    layer = build_stack_layer(tmp_path / "f.tif")
    show_step(layer, 1)
    assert set(compat.shown_bands(layer.renderer())) <= {1, 3}
    show_step(layer, 0)
    assert set(compat.shown_bands(layer.renderer())) <= {2, 4}
    assert shown_step(layer) == 0


def test_a_layer_that_processing_has_loaded_is_dressed(path):
    layer = QgsRasterLayer(str(path), "loaded")
    style_stack_layer(layer, StackFile(path).info, step=2)
    assert shown_step(layer) == 2


def test_a_layer_for_each_date(path):
    layers = build_date_layers(path)
    assert [layer.name() for layer in layers] == ["2020-01-05", "2020-01-10", "2020-01-15", "2020-01-20"]
    assert [compat.shown_bands(layer.renderer())[0] for layer in layers] == [3, 6, 9, 12]
    assert not any(is_stack_layer(layer) for layer in layers)
    for number, begin in enumerate((5, 10, 15, 20)):
        shown = [layer.temporalProperties().isVisibleInTemporalRange(frame(begin, begin + 5)) for layer in layers]
        assert shown == [index == number for index in range(4)]


def test_the_group_of_dates(path):
    project = QgsProject()
    layers = build_date_layers(path)
    project.addMapLayers(layers)
    root = project.layerTreeRoot()
    group = layer_group_per_date(root, layers, "series", shown=2)
    assert [node.name() for node in group.findLayers()] == [layer.name() for layer in layers]
    assert [node.isVisible() for node in group.findLayers()] == [False, False, True, False]
    assert len(root.findLayers()) == 4


def test_two_tiles_of_one_instant_share_their_range():
    from timestack.plugin.core.step_ranges import step_ends

    times = [step.time for step in build_steps(2)]
    assert step_ends([times[0], times[0], times[1]])[0] == step_ends([times[0], times[0], times[1]])[1]
