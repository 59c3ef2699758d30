# SPDX-License-Identifier: GPL-2.0-or-later
"""The Temporal Controller and the canvas: each frame shows the pixels of its date, and says which date that is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from stack_builders import build_info, write_stack

pytest.importorskip("qgis.gui")

from qgis.core import (
    QgsDateTimeRange,
    QgsInterval,
    QgsMapRendererParallelJob,
    QgsProject,
    QgsRasterLayer,
    QgsTemporalNavigationObject,
    QgsUnitTypes,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QEventLoop, QTimer

from timestack.plugin.bridge import compat
from timestack.plugin.bridge.layers import build_stack_layer, shown_step, style_stack_layer
from timestack.plugin.gui.date_decoration import DateDecoration
from timestack.plugin.gui.temporal_link import TemporalLink

pytestmark = pytest.mark.usefixtures("qgis_app")

SIZE = (64, 48)
NO_TIME = QgsDateTimeRange(QDateTime(), QDateTime())


def day(number: float) -> datetime:
    return datetime(2020, 1, 1, tzinfo=timezone.utc) + timedelta(days=number - 1)


def frame(begin: float, end: float) -> QgsDateTimeRange:
    return QgsDateTimeRange(compat.to_qdatetime(day(begin)), compat.to_qdatetime(day(end)), True, False)


class Desk:
    """A project, a canvas, a controller that drives it as the QGIS window does, the link and the decoration."""

    def __init__(self) -> None:
        self.project, self.canvas = QgsProject(), QgsMapCanvas()
        self.canvas.setFrameStyle(0)
        self.canvas.resize(*SIZE)
        self.canvas.show()
        self.controller = QgsTemporalNavigationObject()
        self.canvas.setTemporalController(self.controller)
        self.controller.updateTemporalRange.connect(self.canvas.setTemporalRange)
        self.link = TemporalLink(self.canvas, self.project)
        self.decoration = DateDecoration(self.canvas, self.project)
        self.steps = steps = []
        self.link.step_shown.connect(lambda layer, step: steps.append(step))

    def add(self, layer):
        self.project.addMapLayer(layer)
        self.show(layer)
        return layer

    def show(self, *layers):
        self.canvas.setDestinationCrs(layers[0].crs())
        self.canvas.setLayers(list(layers))
        self.canvas.setExtent(layers[0].extent())

    def animate(self, first: float, last: float, days: float) -> None:
        self.controller.setTemporalExtents(frame(first, last))
        self.controller.setFrameDuration(QgsInterval(days, QgsUnitTypes.TemporalUnit.TemporalDays))
        self.controller.setNavigationMode(QgsTemporalNavigationObject.NavigationMode.Animated)

    def rendered(self) -> np.ndarray:
        """What the canvas would draw, as (y, x, rgb), one canvas pixel for each raster pixel."""
        settings = self.canvas.mapSettings()
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        image = job.renderedImage().convertToFormat(job.renderedImage().Format.Format_RGBA8888)
        bits = image.constBits()
        bits.setsize(image.sizeInBytes())
        pixels = np.frombuffer(bits, "uint8").reshape(image.height(), image.bytesPerLine() // 4, 4)
        return pixels[:, : image.width(), :3].copy()

    def close(self) -> None:
        """Nothing may outlive the test: QGIS crashes on canvases that are deleted after the application."""
        self.decoration.detach()
        self.link.detach()
        self.canvas.setLayers([])
        self.canvas.stopRendering()
        self.canvas.waitWhileRendering()
        self.project.clear()
        self.canvas.close()
        for item in (self.link, self.decoration, self.controller, self.canvas, self.project):
            sip.delete(item)


@pytest.fixture
def desk():
    desk = Desk()
    yield desk
    desk.close()
    QCoreApplication.processEvents()


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


@pytest.fixture
def stack(tmp_path):
    """Four dates, the pixels of each date and band their own."""
    info = build_info(size=SIZE)
    pixels = np.random.default_rng(1).integers(100, 1000, info.shape).astype("uint16")
    write_stack(tmp_path / "s.tif", info, pixels)
    return tmp_path / "s.tif", pixels


def stretched(values: np.ndarray, stretch) -> np.ndarray:
    low, high = stretch.minimumValue(), stretch.maximumValue()
    return np.clip((values.astype(float) - low) / (high - low) * 255, 0, 255)


def expected(layer: QgsRasterLayer, pixels: np.ndarray, step: int) -> np.ndarray:
    renderer = layer.renderer()
    stretches = (renderer.redContrastEnhancement(), renderer.greenContrastEnhancement(),
                 renderer.blueContrastEnhancement())  # fmt: skip
    return np.dstack([stretched(pixels[step, band], stretch) for band, stretch in zip((2, 1, 0), stretches)])


def test_every_frame_shows_the_pixels_of_its_date(desk, stack):
    path, pixels = stack
    layer = desk.add(build_stack_layer(path))
    desk.animate(5, 25, days=5)
    for number, step in ((0, 0), (2, 2), (1, 1), (3, 3)):
        desk.controller.setCurrentFrameNumber(number)
        assert shown_step(layer) == step
        picture = desk.rendered()
        assert picture.shape == (SIZE[1], SIZE[0], 3)
        assert np.abs(picture - expected(layer, pixels, step)).max() <= 1.01
        assert desk.decoration.lines == (("2020-01-05", "2020-01-10", "2020-01-15", "2020-01-20")[step],)
    assert desk.steps == [2, 1, 3]


@pytest.fixture
def radar(tmp_path):
    """A stack of a single picture band, drawn in grey, with another band that is not drawn."""
    info = build_info(bands=("VV", "dataMask"), size=SIZE)
    pixels = np.random.default_rng(2).integers(100, 1000, info.shape).astype("uint16")
    write_stack(tmp_path / "vv.tif", info, pixels)
    return tmp_path / "vv.tif", pixels


def check_grey_frames(desk, layer, pixels):
    stretch = layer.renderer().contrastEnhancement()
    for number, step in ((0, 0), (2, 2), (1, 1), (3, 3)):
        desk.controller.setCurrentFrameNumber(number)
        picture = desk.rendered()
        assert np.abs(picture - stretched(pixels[step, 0], stretch)[:, :, None]).max() <= 1.01


def test_a_single_band_shows_the_pixels_of_its_date(desk, radar):
    path, pixels = radar
    layer = desk.add(build_stack_layer(path))
    desk.animate(5, 25, days=5)
    check_grey_frames(desk, layer, pixels)
    assert desk.decoration.lines == ("2020-01-20",)


@pytest.mark.skipif(not compat.has_range_per_band(), reason="QGIS before 3.38")
def test_qgis_alone_steps_a_single_band_as_in_layouts_and_exported_animations(desk, radar):
    path, pixels = radar
    layer = desk.add(build_stack_layer(path))
    desk.link.detach()
    desk.animate(5, 25, days=5)
    check_grey_frames(desk, layer, pixels)
    assert shown_step(layer) == 0


def test_the_canvas_itself_draws_each_frame_once(desk, stack):
    layer = desk.add(build_stack_layer(stack[0]))
    desk.animate(5, 25, days=5)
    desk.canvas.refresh()
    wait(800)
    drawn = []
    desk.canvas.mapCanvasRefreshed.connect(lambda: drawn.append(shown_step(layer)))
    for number in (1, 2, 3, 0):
        desk.controller.setCurrentFrameNumber(number)
        wait(250)
    assert drawn == [1, 2, 3, 0]


def test_frames_that_hold_several_dates_show_the_last_and_gaps_keep_the_one_that_is_on(desk, stack):
    layer = desk.add(build_stack_layer(stack[0]))
    desk.canvas.setTemporalRange(frame(1, 32))
    assert shown_step(layer) == 3
    desk.canvas.setTemporalRange(frame(12, 13))
    assert shown_step(layer) == 1


def test_outside_the_series_nothing_is_drawn_and_no_date_is_named(desk, stack):
    layer = desk.add(build_stack_layer(stack[0]))
    desk.canvas.setTemporalRange(frame(12, 13))
    desk.canvas.setTemporalRange(frame(60, 70))
    assert shown_step(layer) == 1
    assert desk.decoration.lines == ()
    assert (desk.rendered() == 255).all()
    desk.canvas.setTemporalRange(NO_TIME)
    assert desk.decoration.lines == ("2020-01-10",)


def test_layers_that_come_later_follow_at_once(desk, stack):
    desk.canvas.setTemporalRange(frame(15, 20))
    layer = desk.add(build_stack_layer(stack[0]))
    assert shown_step(layer) == 2
    assert desk.decoration.lines == ("2020-01-15",)


def test_a_layer_that_processing_dresses_after_it_was_added_follows_too(desk, stack):
    desk.canvas.setTemporalRange(frame(15, 20))
    layer = desk.add(QgsRasterLayer(str(stack[0]), "plain"))
    assert desk.decoration.lines == ()
    style_stack_layer(layer)
    assert shown_step(layer) == 2
    assert desk.decoration.lines == ("2020-01-15",)


def test_a_saved_project_is_driven_again(desk, stack, tmp_path):
    path, pixels = stack
    layer = desk.add(build_stack_layer(path))
    desk.canvas.setTemporalRange(frame(10, 15))
    stretch = layer.renderer().redContrastEnhancement()
    before = (stretch.minimumValue(), stretch.maximumValue())
    assert desk.project.write(str(tmp_path / "p.qgz"))
    desk.canvas.setLayers([])
    desk.canvas.setTemporalRange(frame(20, 25))
    assert desk.project.read(str(tmp_path / "p.qgz"))
    (layer,) = desk.project.mapLayers().values()
    assert shown_step(layer) == 3
    desk.show(layer)
    desk.canvas.setTemporalRange(frame(5, 10))
    assert shown_step(layer) == 0
    stretch = layer.renderer().redContrastEnhancement()
    assert (stretch.minimumValue(), stretch.maximumValue()) == before
    assert np.abs(desk.rendered() - expected(layer, pixels, 0)).max() <= 1.01
    assert desk.decoration.lines == ("2020-01-05",)


def test_a_layer_whose_time_is_switched_off_stays_where_it_is(desk, stack):
    layer = desk.add(build_stack_layer(stack[0]))
    layer.temporalProperties().setIsActive(False)
    desk.canvas.setTemporalRange(frame(15, 20))
    assert shown_step(layer) == 0


def test_a_step_can_be_asked_for_with_the_controller_off(desk, stack, tmp_path):
    layer = desk.add(build_stack_layer(stack[0]))
    write_stack(tmp_path / "t.tif", build_info(steps=2, size=SIZE))
    other = build_stack_layer(tmp_path / "t.tif", "other")
    desk.project.addMapLayer(other)
    desk.show(layer, other)
    desk.link.show(layer, 1)
    assert (shown_step(layer), shown_step(other)) == (1, 1)
    desk.link.show(layer, 3)
    assert (shown_step(layer), shown_step(other)) == (3, 1)
    assert desk.decoration.lines == ("2020-01-20  s", "2020-01-10  other")


def test_a_step_can_be_asked_for_with_the_controller_on(desk, stack):
    layer = desk.add(build_stack_layer(stack[0]))
    desk.animate(5, 25, days=5)
    desk.link.show(layer, 3)
    assert desk.controller.currentFrameNumber() == 3
    assert shown_step(layer) == 3
    desk.animate(5, 25, days=10)
    desk.link.show(layer, 2)
    assert desk.controller.currentFrameNumber() == 1
    assert shown_step(layer) == 2
    desk.link.show(layer, 99)
    assert shown_step(layer) == 2


def test_detached_means_no_more_of_it(desk, stack):
    layer = desk.add(build_stack_layer(stack[0]))
    items = len(desk.canvas.scene().items())
    desk.link.detach()
    desk.decoration.detach()
    assert len(desk.canvas.scene().items()) == items - 1
    desk.canvas.setTemporalRange(frame(15, 20))
    assert shown_step(layer) == 0
    desk.link.detach()
    desk.decoration.detach()


def test_removed_layers_are_forgotten(desk, stack):
    layer = desk.add(build_stack_layer(stack[0]))
    desk.canvas.setLayers([])
    desk.project.removeMapLayer(layer.id())
    desk.canvas.setTemporalRange(frame(15, 20))
    assert desk.decoration.lines == ()


def test_the_date_is_readable_on_black_and_on_white(desk, tmp_path):
    desk.canvas.resize(220, 60)
    info = replace(build_info(steps=1, bands=("VV",), size=(220, 60), nodata=None))
    for value in (0, 5000):
        pixels = np.full(info.shape, value, "uint16")
        pixels[0, 0, 0, :2] = (0, 5000)
        write_stack(tmp_path / f"{value}.tif", info, pixels)
        layer = desk.add(build_stack_layer(tmp_path / f"{value}.tif"))
        layer.renderer().contrastEnhancement().setMinimumValue(0)
        layer.renderer().contrastEnhancement().setMaximumValue(5000)
        desk.canvas.refresh()
        wait(300)
        image = desk.canvas.grab().toImage()
        tones = {image.pixelColor(x, y).value() for x in range(12, 120) for y in range(8, 40)}
        assert min(tones) < 30
        assert max(tones) > 225
