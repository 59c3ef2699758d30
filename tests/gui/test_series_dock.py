# SPDX-License-Identifier: GPL-2.0-or-later
"""The time-series dock in a real window: hover, pins, drags, polygons, menus, keys, exports, memory, and leaving."""

from __future__ import annotations

import csv
import gc
import sys
import traceback
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from stack_builders import build_info, build_steps, write_stack

pytest.importorskip("qgis.gui")

from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapMouseEvent, QgsRubberBand, QgsVertexMarker
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QFileDialog
from series_window import LEFT, OUR_THREADS, RIGHT, SeriesWindow, wait_for

from timestack.plugin.bridge.layer_steps import read_steps, show_step
from timestack.plugin.bridge.layers import refresh_stack_layers, shown_step
from timestack.plugin.core.stack import StackBand

pytestmark = pytest.mark.usefixtures("qgis_app")

SIZE = (60, 50)
STEPS = 12


def write(path, steps=STEPS, bands=("B04", "B08", "SCL"), **more):
    """A stack whose values tell step, band and pixel; every third date is cloudy."""
    waves = {"B04": 664.6, "B08": 832.8}
    info = replace(
        build_info(steps=steps, bands=bands, size=SIZE, **more),
        bands=tuple(StackBand(name, "DN", waves.get(name)) for name in bands),
    )
    pixels = np.random.default_rng(5).integers(300, 4000, info.shape).astype("uint16")
    if "SCL" in bands:
        pixels[:, bands.index("SCL")] = np.where(np.arange(steps) % 3 == 2, 9, 4)[:, None, None]
    return write_stack(path, info, pixels)


def ndvi(pixels, column, row):
    red, nir = pixels[:, 0, row, column].astype(float), pixels[:, 1, row, column].astype(float)
    return (nir - red) / (nir + red)


@pytest.fixture
def unforeseen(monkeypatch):
    """What QGIS would show as a Python error; PyQt ends the process where nobody takes it."""
    caught: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: caught.append("".join(traceback.format_exception(*error))))
    return caught


@pytest.fixture
def desk(unforeseen):
    desk = SeriesWindow()
    yield desk
    desk.close()
    del desk
    gc.collect()
    assert unforeseen == []
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def stack(tmp_path):
    return tmp_path / "s.tif", write(tmp_path / "s.tif")


def test_hovering_shows_the_pixel_under_the_mouse_and_leaving_the_tool_hides_it(desk, stack):
    path, pixels = stack
    layer = desk.add(path)
    desk.use_tool()
    assert desk.canvas.mapTool() is desk.panel.tool
    desk.move_over(layer, 20.5, 10.5)
    wait_for(lambda: desk.content().series)
    np.testing.assert_allclose(desk.content().series[0].values, ndvi(pixels, 20, 10))
    desk.move_over(layer, 33.5, 40.5)
    wait_for(lambda: np.allclose(desk.content().series[0].values, ndvi(pixels, 33, 40)))
    QTest.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert desk.canvas.mapTool() is desk.pan
    assert not desk.dock.tool_action.isChecked()
    assert not desk.content().series
    assert desk.content().message


def test_a_click_pins_in_one_colour_on_map_and_in_the_plot_and_clouds_are_hollow(desk, stack):
    path, pixels = stack
    layer = desk.add(path)
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    desk.click_map(layer, 50.5, 40.5)
    wait_for(lambda: {"Pin 1", "Pin 2"} <= set(desk.series()))
    first, second = desk.series()["Pin 1"], desk.series()["Pin 2"]
    np.testing.assert_allclose(first.values, ndvi(pixels, 5, 6))
    np.testing.assert_allclose(second.values, ndvi(pixels, 50, 40))
    assert list(first.is_clear) == [step % 3 != 2 for step in range(STEPS)]
    colours = [item.color().name() for item in desk.panel.marks.items]
    assert first.colour in colours and second.colour in colours and first.colour != second.colour
    assert [desk.dock.pins.list.item(row).text() for row in range(2)] == ["Pin 1", "Pin 2"]


def test_a_pin_is_dragged_renamed_and_removed(desk, stack):
    path, pixels = stack
    layer = desk.add(path)
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    wait_for(lambda: "Pin 1" in desk.series())
    viewport = desk.canvas.viewport()
    QTest.mousePress(viewport, LEFT, pos=desk.position(layer, 5.5, 6.5))
    for column in (10.5, 20.5, 30.5):
        desk.move_over(layer, column, 6.5)
        QTest.qWait(40)
    QTest.mouseRelease(viewport, LEFT, pos=desk.position(layer, 30.5, 6.5))
    wait_for(lambda: np.allclose(desk.series()["Pin 1"].values, ndvi(pixels, 30, 6)))
    assert desk.dock.pins.list.count() == 1
    pins = desk.dock.pins
    pins.list.setCurrentRow(0)
    pins.list.item(0).setText("Wiese")
    assert "Wiese" in desk.series()
    pins.list.item(0).setText("  ")
    assert pins.list.item(0).text() == "Wiese"
    pins.list.setFocus()
    QTest.keyClick(pins.list, Qt.Key.Key_Delete)
    assert "Wiese" not in desk.series()
    assert not desk.panel.marks.items


def test_del_on_the_canvas_removes_the_chosen_pin_and_a_click_chooses(desk, stack):
    layer = desk.add(stack[0])
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    desk.click_map(layer, 50.5, 40.5)
    desk.click_map(layer, 5.5, 6.5)  # on the first pin: chosen, not a third one
    assert desk.dock.pins.current_number() == 1
    QTest.keyClick(desk.canvas, Qt.Key.Key_Delete)
    assert [pin.name for pin in desk.panel.presenter.places.pins] == ["Pin 2"]
    assert desk.project.mapLayers()


def test_del_and_esc_work_on_the_plot_too(desk, stack):
    layer = desk.add(stack[0])
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    desk.click_map(layer, 50.5, 40.5)
    wait_for(lambda: "Pin 2" in desk.series())
    desk.plot.setFocus()
    desk.dock.area_action.trigger()
    QTest.keyClick(desk.plot, Qt.Key.Key_Escape)
    assert not desk.dock.area_action.isChecked() and desk.canvas.mapTool() is desk.panel.tool
    QTest.keyClick(desk.plot, Qt.Key.Key_Delete)
    assert [pin.name for pin in desk.panel.presenter.places.pins] == ["Pin 1"]
    QTest.keyClick(desk.plot, Qt.Key.Key_Escape)
    assert desk.canvas.mapTool() is desk.pan
    desk.dock.choices.expression.line.setFocus()
    QTest.keyClick(desk.dock.choices.expression.line, Qt.Key.Key_Delete)
    assert len(desk.panel.presenter.places.pins) == 1


def test_a_drawn_polygon_is_the_mean_of_the_index_with_its_ribbon(desk, stack):
    path, pixels = stack
    layer = desk.add(path)
    desk.dock.area_action.trigger()
    assert desk.canvas.mapTool() is desk.panel.tool
    for column, row in ((10, 10), (20, 10), (20, 20), (10, 20)):
        desk.click_map(layer, column, row)
    desk.click_map(layer, 12, 12, RIGHT)
    wait_for(lambda: desk.content().series)
    (shown,), (ribbon,) = desk.content().series, desk.content().ribbons
    pin = desk.panel.presenter.places.pins[0]
    shape = QgsGeometry.fromWkt(pin.wkt)
    extent = layer.extent()
    inside = np.zeros(SIZE[::-1], bool)
    for row in range(SIZE[1]):
        for column in range(SIZE[0]):
            x, y = extent.xMinimum() + (column + 0.5) * 10, extent.yMaximum() - (row + 0.5) * 10
            inside[row, column] = shape.contains(QgsGeometry.fromWkt(f"POINT({x} {y})").asPoint())
    red, nir = pixels[:, 0][:, inside].astype(float), pixels[:, 1][:, inside].astype(float)
    index = (nir - red) / (nir + red)
    np.testing.assert_allclose(shown.values, index.mean(axis=1))
    np.testing.assert_allclose(ribbon.low, np.percentile(index, 10, axis=1)[np.arange(STEPS) % 3 != 2])
    assert "100 %" in shown.label
    assert not desk.dock.area_action.isChecked()
    assert any(isinstance(item, QgsRubberBand) for item in desk.panel.marks.items)


def test_esc_gives_a_polygon_up_and_then_leaves(desk, stack):
    layer = desk.add(stack[0])
    desk.dock.area_action.trigger()
    desk.click_map(layer, 10, 10)
    desk.click_map(layer, 20, 10)
    QTest.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert not desk.dock.area_action.isChecked() and desk.canvas.mapTool() is desk.panel.tool
    QTest.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert desk.canvas.mapTool() is desk.pan
    assert desk.panel.presenter.places.pins == ()
    assert not bands_on(desk.canvas)


def bands_on(canvas):
    return [item for item in canvas.scene().items() if isinstance(item, (QgsRubberBand, QgsVertexMarker))]


def test_selected_features_become_pins(desk, stack):
    layer = desk.add(stack[0])
    extent = layer.extent()
    vector = QgsVectorLayer("Polygon?crs=EPSG:32633&field=name:string", "fields", "memory")
    feature = QgsFeature(vector.fields())
    feature["name"] = "Acker"
    feature.setGeometry(
        QgsGeometry.fromRect(
            QgsRectangle(extent.xMinimum(), extent.yMaximum() - 100, extent.xMinimum() + 100, extent.yMaximum())
        )
    )
    vector.dataProvider().addFeatures([feature])
    desk.project.addMapLayer(vector)
    desk.canvas.setCurrentLayer(vector)
    desk.dock.feature_action.trigger()
    assert desk.panel.presenter.places.pins == ()
    vector.selectAll()
    desk.dock.feature_action.trigger()
    wait_for(lambda: desk.content().series)
    assert desk.panel.presenter.places.pins[0].name == "Acker"
    assert desk.panel.presenter.places.pins[0].is_area


def test_bands_and_clear_sky_are_ticked_in_menus_that_stay_open(desk, stack):
    path, pixels = stack
    layer = desk.add(path)
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    wait_for(lambda: desk.content().series)
    choices = desk.dock.choices
    menu = choices.bands.menu()
    menu.popup(desk.window.mapToGlobal(QPoint(0, 0)))
    for name in ("NDVI", "B04", "B08"):
        QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(choices.band_menu.actions[name]).center())
    assert menu.isVisible()
    menu.setActiveAction(choices.band_menu.actions["SCL"])
    for is_ticked in (True, False):
        QTest.keyClick(menu, Qt.Key.Key_Space)
        assert menu.isVisible() and choices.band_menu.actions["SCL"].isChecked() == is_ticked
    menu.hide()
    assert {one.key.rsplit("|", 1)[1] for one in desk.content().series if one.label.startswith("Pin")} == {"B04", "B08"}
    choices.clear_menu.actions["formula"].trigger()
    line = choices.clear_formula.line
    assert line.isVisible()
    QTest.keyClicks(line, "B04 > 1000")
    QTest.keyClick(line, Qt.Key.Key_Return)
    shown = desk.series()["Pin 1 · B04"]
    assert list(shown.is_clear) == list(pixels[:, 0, 6, 5] > 1000)
    QTest.keyClicks(line, " +")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert choices.clear_formula.problem.isVisible() and choices.clear_formula.problem.text()


def test_an_own_formula_settles_while_the_user_pauses(desk, stack):
    path, pixels = stack
    layer = desk.add(path)
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    QTest.keyClicks(desk.dock.choices.expression.line, "B08/B04")
    wait_for(lambda: any("B08/B04" in label for label in desk.series()))
    (shown,) = (one for label, one in desk.series().items() if label == "Pin 1 · B08/B04")
    np.testing.assert_allclose(shown.values, pixels[:, 1, 6, 5] / pixels[:, 0, 6, 5])


def test_a_smoothed_line_comes_by_itself(desk, stack):
    layer = desk.add(stack[0])
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    desk.dock.choices.curve_menu.actions["whittaker"].trigger()
    wait_for(lambda: [line for line in desk.content().lines if line.key.startswith("pin")])
    desk.dock.seasons_action.trigger()
    assert desk.content().layout == "seasons"


def test_canvas_and_stack_may_have_different_crs(desk, stack):
    path, pixels = stack
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    layer = desk.add(path)
    desk.use_tool()
    desk.click_map(layer, 31.5, 17.5)
    wait_for(lambda: "Pin 1" in desk.series())
    np.testing.assert_allclose(desk.series()["Pin 1"].values, ndvi(pixels, 31, 17))
    before = desk.panel.marks._places[1]
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    assert desk.panel.marks._places[1].distance(before) > 1000


def test_any_raster_with_dates_works_and_a_click_on_a_date_teaches_it_its_steps(desk, tmp_path):
    path = tmp_path / "other.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 8, 6, 4, gdal.GDT_Int16)
    dataset.SetGeoTransform((500000, 10, 0, 5100000, 0, -10))
    dataset.SetProjection(QgsCoordinateReferenceSystem("EPSG:32633").toWkt())
    for number in range(1, 5):
        dataset.GetRasterBand(number).SetDescription(f"NDVI_2021-0{number}-15")
        dataset.GetRasterBand(number).Fill(number * 10)
    dataset = None
    layer = QgsRasterLayer(str(path), "other")
    desk.project.addMapLayer(layer)
    desk.look_at(layer)
    desk.use_tool()
    desk.click_map(layer, 2.5, 2.5)
    wait_for(lambda: "Pin 1" in desk.series())
    shown = desk.series()["Pin 1"]
    np.testing.assert_array_equal(shown.values, [10, 20, 30, 40])
    assert shown_step(layer) is None
    desk.plot.time_clicked.emit(shown.times[2], False)
    assert shown_step(layer) == 2
    desk.plot.time_clicked.emit(shown.times[0], False)
    assert shown_step(layer) == 0


def test_a_file_without_a_crs_is_read_by_the_one_that_its_layer_was_given(desk, tmp_path):
    path = tmp_path / "bare.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 40, 30, 3, gdal.GDT_Int16)
    dataset.SetGeoTransform((500000, 10, 0, 5100000, 0, -10))
    pixels = np.random.default_rng(4).integers(1, 1000, (3, 30, 40)).astype("int16")
    for number in range(1, 4):
        dataset.GetRasterBand(number).SetDescription(f"NDVI_2021-0{number}-15")
        dataset.GetRasterBand(number).WriteArray(pixels[number - 1])
    dataset = None
    layer = QgsRasterLayer(str(path), "bare")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    desk.project.addMapLayer(layer)
    desk.look_at(layer)
    desk.use_tool()
    desk.click_map(layer, 12.5, 7.5)
    wait_for(lambda: "Pin 1" in desk.series())
    np.testing.assert_array_equal(desk.series()["Pin 1"].values, pixels[:, 7, 12])
    desk.panel.exports.copy_python()
    names: dict[str, object] = {}
    exec(QApplication.clipboard().text(), names)
    np.testing.assert_array_equal(np.asarray(names["stack_pin_1"])[:, 0], pixels[:, 7, 12])
    desk.dock.area_action.trigger()
    for column, row in ((10, 10), (20, 10), (20, 20), (10, 20)):
        desk.click_map(layer, column, row)
    desk.click_map(layer, 12, 12, RIGHT)
    wait_for(lambda: any(label.startswith("Area") for label in desk.series()))
    (area,) = (one for label, one in desk.series().items() if label.startswith("Area"))
    np.testing.assert_allclose(area.values, pixels[:, 10:20, 10:20].mean(axis=(1, 2)))
    point = desk.panel.presenter.places.pins[0]
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32634"))  # it lies elsewhere now, the pins do not
    wait_for(lambda: not desk.series() and "outside" in desk.content().message)
    assert desk.panel.presenter.places.pins[0] == point


def test_a_place_without_data_is_told_so(desk, tmp_path):
    info = build_info(steps=4, bands=("B04", "B08"), size=SIZE)
    pixels = np.zeros(info.shape, "uint16")
    pixels[:, :, 20:] = 700
    write_stack(tmp_path / "s.tif", info, pixels)
    layer = desk.add(tmp_path / "s.tif")
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    wait_for(lambda: "Pin 1" in desk.series())
    assert desk.content().message == "no data"
    desk.click_map(layer, 5.5, 30.5)
    wait_for(lambda: "Pin 2" in desk.series())
    assert desk.content().message == ""


def test_a_pin_without_a_series_beside_others_is_told_why(desk, stack):
    path, _ = stack
    layer = desk.add(path)
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    wait_for(lambda: "Pin 1" in desk.series())
    assert "Pin 1:" not in desk.dock.readout.text()
    path.unlink()
    desk.click_map(layer, 50.5, 40.5)
    wait_for(lambda: "Pin 2: " in desk.dock.readout.text() and path.name in desk.dock.readout.text())
    desk.panel.presenter.remove_pin(2)
    assert "Pin 2" not in desk.dock.readout.text()


def test_tables_plot_and_pins_are_written(desk, stack, tmp_path, monkeypatch):
    path, pixels = stack
    layer = desk.add(path)
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    wait_for(lambda: "Pin 1" in desk.series())
    exports = desk.panel.exports
    chosen = {}
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen["name"]), "PNG (*.png)"))
    entries = desk.dock.export_button.menu().actions()
    chosen["name"] = tmp_path / "long.csv"
    entries[0].trigger()
    with open(chosen["name"], newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["place"] == "Pin 1"]
    np.testing.assert_allclose([float(row["value"]) for row in rows], ndvi(pixels, 5, 6))
    chosen["name"] = tmp_path / "plot"
    exports.save_plot()
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
    chosen["name"] = tmp_path / "plot.svg"
    exports.save_plot()
    assert b"<svg" in (tmp_path / "plot.svg").read_bytes()
    chosen["name"] = tmp_path / "pins.gpkg"
    exports.save_pins()
    pins = QgsVectorLayer(f"{chosen['name']}|layername=pins", "pins", "ogr")
    values = QgsVectorLayer(f"{chosen['name']}|layername=series", "series", "ogr")
    assert (pins.featureCount(), values.featureCount()) == (1, STEPS)
    assert not list(tmp_path.glob(".*"))
    chosen["name"] = tmp_path / "no folder" / "long.csv"
    entries[0].trigger()
    assert desk.dock.messages.currentItem() is not None
    chosen["name"] = tmp_path / "for_process.gpkg"
    exports.copy_process()
    assert "timestack:samplestack" in QApplication.clipboard().text() and str(path) in QApplication.clipboard().text()
    assert chosen["name"].exists()
    exports.copy_table()
    assert QApplication.clipboard().text().count("\n") == STEPS
    exports.copy_plot()
    assert not QApplication.clipboard().pixmap().isNull()
    exports.add_pin_layer()
    names = {found.name() for found in desk.project.mapLayers().values()}
    assert {"Pins", "Pins: series"} <= names


def test_what_was_copied_as_python_runs_and_gives_the_same_values(desk, stack):
    path, pixels = stack
    layer = desk.add(path)
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    wait_for(lambda: "Pin 1" in desk.series())
    desk.panel.exports.copy_python()
    names: dict[str, object] = {}
    exec(QApplication.clipboard().text(), names)
    np.testing.assert_array_equal(np.asarray(names["stack_pin_1"]), pixels[:, :, 6, 5])


def test_pins_and_settings_come_back_with_the_project(desk, stack, tmp_path):
    path, pixels = stack
    layer = desk.add(path)
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    wait_for(lambda: "Pin 1" in desk.series())
    desk.panel.presenter.rename_pin(1, "Wiese")
    desk.panel.presenter.choose(names=("B08",), is_seasons=True)
    file = str(tmp_path / "p.qgz")
    assert desk.project.isDirty()
    assert desk.project.write(file)
    desk.project.setDirty(False)
    desk.panel.presenter.choose(smoothing="harmonic")
    assert not desk.project.isDirty()
    desk.project.clear()
    assert desk.panel.presenter.places.pins == ()
    assert not desk.panel.marks.items
    assert desk.project.read(file)
    (restored,) = desk.project.mapLayers().values()
    desk.look_at(restored)
    wait_for(lambda: "Wiese" in desk.series())
    assert not desk.project.isDirty()
    np.testing.assert_array_equal(desk.series()["Wiese"].values, pixels[:, 1, 6, 5])
    assert desk.content().layout == "seasons"
    other = QgsProject()
    assert other.read(file) and "authcfg" not in other.readEntry("timestack", "/series/pins")[0]


def test_a_layer_or_project_that_goes_in_the_middle_of_a_read_is_no_trouble(desk, tmp_path):
    write(tmp_path / "big.tif", steps=40)
    layer = desk.add(tmp_path / "big.tif")
    desk.use_tool()
    for turn in range(6):
        desk.click_map(layer, 5.5 + 5 * turn, 6.5)
    xmin, ymin, xmax, ymax = (
        layer.extent().xMinimum(),
        layer.extent().yMinimum(),
        layer.extent().xMaximum(),
        layer.extent().yMaximum(),
    )
    desk.panel.presenter.pin_area(
        f"POLYGON(({xmin} {ymin}, {xmax} {ymin}, {xmax} {ymax}, {xmin} {ymin}))", xmax, ymax, "EPSG:32633"
    )
    desk.project.removeMapLayer(layer.id())
    QTest.qWait(200)
    assert not desk.content().series
    layer = desk.add(tmp_path / "big.tif")
    desk.project.clear()
    QTest.qWait(200)
    assert desk.panel.presenter.places.pins == ()


@pytest.mark.parametrize("bands", [("B04", "B08", "SCL"), ("B08", "B04"), ("B04",)])
def test_a_stack_that_was_overwritten_is_never_shown_by_what_it_was(desk, tmp_path, bands):
    path = tmp_path / "s.tif"
    write(path)
    twin = desk.add(path, "twin")
    layer = desk.add(path)
    show_step(twin, STEPS - 1)  # a band that there will not be
    desk.panel.presenter.choose(names=("B04",))
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    wait_for(lambda: "Pin 1" in desk.series())
    info = replace(
        build_info(steps=5, bands=bands, size=SIZE),
        steps=build_steps(STEPS + 5)[STEPS:],
        bands=tuple(StackBand(name, "DN") for name in bands),
    )
    pixels = write_stack(path, info, np.random.default_rng(8).integers(300, 4000, info.shape).astype("uint16"))
    xs, ys = layer.extent().xMinimum(), layer.extent().yMaximum()
    square = QgsGeometry.fromRect(QgsRectangle(xs + 100, ys - 200, xs + 200, ys - 100))
    desk.panel.presenter.pin_area(square.asWkt(), xs + 150, ys - 150, "EPSG:32633")
    wait_for(lambda: len(desk.content().series) == 2 and all(len(one.times) == 5 for one in desk.content().series))
    values = pixels[:, bands.index("B04")]
    np.testing.assert_array_equal(desk.series()["Pin 1"].values, values[:, 6, 5])
    (area,) = (one for label, one in desk.series().items() if label.startswith("Area"))
    np.testing.assert_allclose(area.values, values[:, 10:20, 10:20].mean(axis=(1, 2)))
    assert shown_step(layer) is not None and shown_step(twin) is not None
    for step in (3, 1):
        desk.plot.time_clicked.emit(area.times[step], False)
        assert shown_step(layer) == step
        assert read_steps(layer).times[step] == area.times[step] == info.steps[step].time


def test_a_file_that_is_overwritten_and_opened_again_is_read_again_by_itself(desk, stack):
    path, _ = stack
    layer = desk.add(path)
    desk.panel.presenter.choose(names=("B04",))
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    wait_for(lambda: "Pin 1" in desk.series())
    info = replace(build_info(steps=STEPS, bands=("B04", "B08", "SCL"), size=SIZE))
    pixels = write_stack(path, info, np.random.default_rng(8).integers(300, 4000, info.shape).astype("uint16"))
    refresh_stack_layers(desk.project, path)  # as extending a stack does
    wait_for(lambda: "Pin 1" in desk.series() and np.array_equal(desk.series()["Pin 1"].values, pixels[:, 0, 6, 5]))


def test_the_marker_stays_on_the_date_that_was_clicked_when_layers_come(desk, stack, tmp_path):
    path, _ = stack
    other = tmp_path / "other.tif"
    info = build_info(steps=4, bands=("B04", "B08"), size=SIZE)
    later = tuple(replace(step, time=step.time + timedelta(days=2)) for step in info.steps)
    write_stack(other, replace(info, steps=later))
    first, second = desk.add(path), desk.add(other, "other")
    desk.panel.presenter.choose_sources((first.id(), second.id()))
    desk.plot.time_clicked.emit(later[2].time, False)
    assert shown_step(second) == 2
    desk.plot.time_clicked.emit(later[3].time, True)
    QTest.qWait(100)
    assert len(desk.project.mapLayers()) == 3
    assert desk.panel.presenter._time == later[2].time


def test_hovering_fast_never_queues_up(desk, tmp_path):
    write(tmp_path / "big.tif", steps=40)
    layer = desk.add(tmp_path / "big.tif")
    desk.use_tool()
    asked = []
    desk.panel.tool.hovered.connect(lambda *place: asked.append(place))
    for turn in range(200):
        desk.move_over(layer, 1.5 + turn % 50, 6.5)
    assert 1 <= len(asked) < 100
    desk.move_over(layer, 30.5, 30.5)
    wait_for(lambda: desk.content().series)
    assert desk.panel.desk._waiting == {} or len(desk.panel.desk._waiting) <= 1


def test_a_mouse_that_rested_is_answered_at_once_and_then_once_in_a_frame(desk, stack):
    layer, tool = desk.add(stack[0]), desk.panel.tool
    desk.use_tool()
    asked = []
    tool.hovered.connect(lambda *place: asked.append(place))
    places = [desk.position(layer, column, 10.5) for column in (10.5, 20.5, 30.5)]
    for place in places:
        tool.canvasMoveEvent(QgsMapMouseEvent(desk.canvas, QEvent.Type.MouseMove, place))
    points = [tool.toMapCoordinates(place) for place in places]
    assert asked == [(points[0].x(), points[0].y())]
    wait_for(lambda: not tool._timer.isActive())
    assert asked[1:] == [(points[2].x(), points[2].y())]


def test_closing_the_dock_takes_tool_and_marks_off_the_map(desk, stack):
    layer = desk.add(stack[0])
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    assert bands_on(desk.canvas)
    desk.dock.close()
    assert desk.canvas.mapTool() is desk.pan
    assert not bands_on(desk.canvas)
    desk.dock.show()
    assert bands_on(desk.canvas)


def test_detaching_leaves_nothing_on_the_canvas_and_no_thread(desk, stack):
    import threading

    layer = desk.add(stack[0])
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    desk.dock.choices.curve_menu.actions["harmonic"].trigger()
    desk.panel.detach()
    desk.panel.detach()
    assert desk.canvas.mapTool() is desk.pan
    assert not bands_on(desk.canvas)
    assert sip.isdeleted(desk.panel.tool)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(OUR_THREADS)]


def test_a_wide_dock_puts_things_beside_each_other(desk):
    content = desk.dock.widget()
    letters = content.fontMetrics().averageCharWidth()
    desk.window.removeDockWidget(desk.dock)
    desk.dock.setFloating(True)
    desk.dock.show()
    for width, is_wide in ((180 * letters, True), (90 * letters, False), (200 * letters, True)):
        desk.dock.resize(width, 400)
        wait_for(lambda is_wide=is_wide: (desk.dock._splitter.orientation() == Qt.Orientation.Horizontal) == is_wide)
    assert desk.plot.width() > 40 * letters


def test_the_menu_of_the_plot_compares(desk, stack):
    layer = desk.add(stack[0])
    desk.use_tool()
    desk.click_map(layer, 5.5, 6.5)
    wait_for(lambda: "Pin 1" in desk.series())
    time = desk.series()["Pin 1"].times[4]
    for entry, done in ((0, lambda: shown_step(layer) == 4), (1, lambda: len(desk.project.mapLayers()) == 2)):
        desk.plot.menu_wished.emit(desk.window.mapToGlobal(QPoint(5, 5)), time)
        menu = QApplication.activePopupWidget()
        menu.actions()[entry].trigger()
        assert done()
        menu.close()


def test_every_control_has_a_name_and_takes_the_keyboard(desk):
    choices = desk.dock.choices
    for widget in (choices.stacks, choices.bands, choices.clear, choices.curve, desk.dock.export_button):
        assert widget.text() and widget.toolTip()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    for button in desk.dock.pins.buttons.values():
        assert button.toolTip() and button.accessibleName()
    assert choices.expression.line.focusPolicy() & Qt.FocusPolicy.TabFocus
