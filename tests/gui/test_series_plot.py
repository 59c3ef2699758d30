# SPDX-License-Identifier: GPL-2.0-or-later
"""The plot in a real window: what the pixels show, what mouse and keys do, and what the files hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.gui")

from qgis.PyQt.QtCore import QByteArray, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QColor, QGuiApplication, QImage, QPalette, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from qgis.PyQt.QtXml import QDomDocument

from timestack.plugin.core.errors import FileProblem
from timestack.plugin.gui.series_plot import export
from timestack.plugin.gui.series_plot.content import SYMBOLS, PlotContent, PlotLine, PlotRibbon, PlotSeries
from timestack.plugin.gui.series_plot.widget import SeriesPlot

pytestmark = pytest.mark.usefixtures("qgis_app")

LEFT, NONE, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
BLUE = "#0072b2"
START = datetime(2023, 1, 1, tzinfo=timezone.utc)


def days(*numbers: float) -> list[datetime]:
    return [START + timedelta(days=number) for number in numbers]


TIMES = days(0, 10, 20, 30, 40, 50)


def build_series(values: list[float] | None = None, **changes: object) -> PlotSeries:
    values = [0.2, 0.8, 0.2, 0.0, 0.6, 0.4] if values is None else values
    return replace(PlotSeries("a", "Field", BLUE, TIMES, np.array(values)), **changes)


@pytest.fixture
def plot() -> Iterator[SeriesPlot]:
    widget = SeriesPlot()
    widget.resize(600, 300)
    widget.show()
    QTest.qWaitForWindowExposed(widget)
    yield widget
    widget.close()
    widget.deleteLater()


def picture(plot: SeriesPlot) -> QImage:
    QApplication.processEvents()
    return plot.grab().toImage()


def pixel(plot: SeriesPlot, place: QPointF) -> QColor:
    ratio = plot.devicePixelRatioF()
    return picture(plot).pixelColor(int(place.x() * ratio), int(place.y() * ratio))


def differs(one: QColor, other: QColor) -> int:
    return max(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb()))


def colours_along(plot: SeriesPlot, start: QPointF, end: QPointF, steps: int = 60) -> list[QColor]:
    image = picture(plot)
    shares = [n / steps for n in range(steps + 1)]
    places = [start + (end - start) * share for share in shares]
    return [image.pixelColor(int(place.x()), int(place.y())) for place in places]


def told(signal: object) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    signal.connect(lambda *values: found.append(values))
    return found


def wheel(plot: SeriesPlot, place: QPoint, turned: int) -> None:
    QApplication.sendEvent(
        plot,
        QWheelEvent(
            QPointF(place),
            QPointF(plot.mapToGlobal(place)),
            QPoint(),
            QPoint(0, turned),
            Qt.MouseButton.NoButton,
            NONE,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_clear_points_are_filled_and_others_hollow(plot: SeriesPlot, symbol: str) -> None:
    clear = np.array([True, False, True, True, True, True])
    plot.show_content(PlotContent([build_series(symbol=symbol, is_clear=clear)]))
    background = QColor(plot.palette().color(QPalette.ColorRole.Base))
    assert pixel(plot, plot.point_of(TIMES[1], 0.8)) == background
    assert pixel(plot, plot.point_of(TIMES[2], 0.2)) == QColor(BLUE)
    ring = colours_along(plot, plot.point_of(TIMES[1], 0.8), plot.point_of(TIMES[1], 0.8) + QPointF(0, 9))
    assert any(differs(colour, QColor(BLUE)) < 90 for colour in ring), "a cloud is drawn, not hidden"


def test_zero_is_drawn_as_a_value(plot: SeriesPlot) -> None:
    plot.show_content(PlotContent([build_series()]))
    assert pixel(plot, plot.point_of(TIMES[3], 0.0)) == QColor(BLUE)


def line_between(plot: SeriesPlot, first: int, values: list[float]) -> bool:
    """Whether anything is drawn right in the middle between two neighbours."""
    start, end = (plot.point_of(TIMES[n], values[n]) for n in (first, first + 1))
    middle = (start + end) / 2
    across = colours_along(plot, middle - QPointF(0, 4), middle + QPointF(0, 4), 8)
    background = plot.palette().color(QPalette.ColorRole.Base)
    return any(differs(colour, background) > 60 for colour in across)


def test_neighbours_are_joined_but_gaps_are_not(plot: SeriesPlot) -> None:
    values = [0.35, 0.35, np.nan, 0.35, 0.35, 0.35]
    plot.show_content(PlotContent([build_series(values)]))
    assert line_between(plot, 0, values) and line_between(plot, 3, values)
    middle = plot.point_of(TIMES[2], 0.35)
    background = plot.palette().color(QPalette.ColorRole.Base)
    assert all(differs(c, background) < 30 for c in colours_along(plot, middle - QPointF(0, 5), middle + QPointF(0, 5)))


def test_neighbours_too_far_apart_are_not_joined(plot: SeriesPlot) -> None:
    values = [0.35] * 6
    plot.show_content(PlotContent([build_series(values)], longest_gap_days=9.0))
    assert not line_between(plot, 1, values)
    plot.show_content(PlotContent([build_series(values)], longest_gap_days=11.0))
    assert line_between(plot, 1, values)


def test_the_line_passes_clouds_by(plot: SeriesPlot) -> None:
    values = [0.5, 0.5, 0.1, 0.5, 0.5, 0.9]
    clear = np.array([True, True, False, True, True, True])
    plot.show_content(PlotContent([build_series(values, is_clear=clear)]))
    over = plot.point_of(TIMES[2], 0.5)
    background = plot.palette().color(QPalette.ColorRole.Base)
    found = colours_along(plot, over - QPointF(0, 4), over + QPointF(0, 4), 8)
    assert any(differs(colour, background) > 60 for colour in found)


def test_a_ribbon_is_translucent_and_a_computed_line_thick(plot: SeriesPlot) -> None:
    low, high = np.full(6, 0.2), np.full(6, 0.8)
    ribbon = PlotRibbon("r", "p10 to p90", BLUE, TIMES, low, high)
    line = PlotLine("l", "smoothed", "#d55e00", TIMES, np.full(6, 0.55))
    plot.show_content(PlotContent((), [line], [ribbon]))
    middle = TIMES[2] + timedelta(days=5)
    inside, outside = pixel(plot, plot.point_of(middle, 0.7)), plot.palette().color(QPalette.ColorRole.Base)
    assert 20 < differs(inside, outside) < differs(QColor(BLUE), outside)
    assert inside.blue() > inside.red()
    assert pixel(plot, plot.point_of(middle, 0.55)) == QColor("#d55e00")


def test_marks_stand_at_their_dates_in_two_colours(plot: SeriesPlot) -> None:
    plot.show_content(PlotContent([build_series()]))
    picture(plot)
    draws = plot.static_draws
    plot.mark(TIMES[1] + timedelta(days=3), TIMES[4] + timedelta(days=2))
    tops = [plot.point_of(time, 0.848) for time in (TIMES[1] + timedelta(days=3), TIMES[4] + timedelta(days=2))]
    first, second = (pixel(plot, top) for top in tops)
    background = plot.palette().color(QPalette.ColorRole.Base)
    assert differs(first, background) > 60 and differs(second, background) > 60 and differs(first, second) > 60
    assert plot.static_draws == draws, "marks lie on top of the kept picture"
    plot.mark(None)
    assert differs(pixel(plot, tops[0]), background) < 30


def test_a_click_tells_the_nearest_date(plot: SeriesPlot) -> None:
    plot.show_content(PlotContent([build_series()]))
    clicks = told(plot.time_clicked)
    near = plot.point_of(TIMES[2] + timedelta(days=4), 0.7).toPoint()
    QTest.mouseClick(plot, LEFT, NONE, near)
    QTest.mouseClick(plot, LEFT, CTRL, plot.point_of(TIMES[3] - timedelta(days=4), 0.7).toPoint())
    assert clicks == [(TIMES[2], False), (TIMES[3], True)]


def test_hovering_tells_dates_and_never_draws_the_static_part(plot: SeriesPlot) -> None:
    plot.show_content(PlotContent([build_series()]))
    before, draws = picture(plot), plot.static_draws
    hovers = told(plot.time_hovered)
    for time in TIMES[1:4]:
        QTest.mouseMove(plot, plot.point_of(time, 0.5).toPoint())
        QTest.qWait(40)
    assert [time for (time,) in hovers] == TIMES[1:4]
    assert picture(plot) != before and plot.static_draws == draws
    QApplication.sendEvent(plot, leave_event())
    assert hovers[-1] == (None,) and picture(plot) == before


def leave_event() -> object:
    from qgis.PyQt.QtCore import QEvent

    return QEvent(QEvent.Type.Leave)


def test_keys_step_through_dates(plot: SeriesPlot) -> None:
    plot.show_content(PlotContent([build_series()]))
    steps, ends = told(plot.step_wished), told(plot.end_wished)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(plot, key)
    assert steps == [(-1,), (1,)] and ends == [(-1,), (1,)]


def test_copy_puts_the_picture_on_the_clipboard(plot: SeriesPlot) -> None:
    plot.show_content(PlotContent([build_series()]))
    QGuiApplication.clipboard().clear()
    QTest.keyClick(plot, Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (2 * plot.width(), 2 * plot.height())


def test_wheel_zooms_about_the_mouse_drag_moves_and_double_click_shows_all(plot: SeriesPlot) -> None:
    plot.show_content(PlotContent([build_series()]))
    clicks = told(plot.time_clicked)
    home = [plot.point_of(time, 0.2) for time in TIMES]
    wheel(plot, home[2].toPoint(), 360)
    zoomed = [plot.point_of(time, 0.2) for time in TIMES]
    assert abs(zoomed[2].x() - home[2].x()) < 2.0
    assert zoomed[3].x() - zoomed[2].x() > 1.5 * (home[3].x() - home[2].x())
    start = home[3].toPoint()
    QTest.mousePress(plot, LEFT, NONE, start)
    for moved in (20, 40, 60):
        QTest.mouseMove(plot, start + QPoint(-moved, 0))
        send_drag(plot, start + QPoint(-moved, 0))
    QTest.mouseRelease(plot, LEFT, NONE, start + QPoint(-60, 0))
    assert abs(plot.point_of(TIMES[2], 0.2).x() - (zoomed[2].x() - 60)) < 2.0
    assert clicks == [], "a drag is no click"
    QTest.mouseDClick(plot, LEFT, NONE, start)
    assert [plot.point_of(time, 0.2) for time in TIMES] == home


def send_drag(plot: SeriesPlot, place: QPoint) -> None:
    from qgis.PyQt.QtCore import QEvent
    from qgis.PyQt.QtGui import QMouseEvent

    where = QPointF(plot.mapToGlobal(place))
    QApplication.sendEvent(plot, QMouseEvent(QEvent.Type.MouseMove, QPointF(place), where, LEFT, LEFT, NONE))


def test_a_new_content_keeps_the_zoom(plot: SeriesPlot) -> None:
    plot.show_content(PlotContent([build_series()]))
    wheel(plot, plot.rect().center(), 240)
    before = plot.point_of(TIMES[2], 0.2).x()
    plot.show_content(PlotContent([build_series(values=[0.1, 0.8, 0.3, 0.0, 0.6, 0.4])]))
    assert abs(plot.point_of(TIMES[2], 0.2).x() - before) < 1.0


def test_seasons_put_the_years_over_each_other(plot: SeriesPlot) -> None:
    times = [datetime(year, 5, 1, tzinfo=timezone.utc) for year in (2020, 2021, 2023)]
    series = PlotSeries("a", "Field", BLUE, times, np.array([0.1, 0.5, 0.9]))
    plot.show_content(PlotContent([series], layout="seasons"))
    places = [plot.point_of(time, value) for time, value in zip(times, series.values)]
    assert len({round(place.x(), 3) for place in places}) == 1
    colours = [pixel(plot, place) for place in places]
    assert all(differs(a, b) > 60 for a, b in zip(colours, colours[1:])), "each year has its colour"
    clicks = told(plot.time_clicked)
    for place in places:
        QTest.mouseClick(plot, LEFT, NONE, place.toPoint())
    assert [time for time, _ in clicks] == times, "the height chooses the year"


def dark(plot: SeriesPlot) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor("#232629"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#eff0f1"))
    plot.setPalette(palette)


def test_dark_themes_are_readable_and_files_light(plot: SeriesPlot, tmp_path: Path) -> None:
    plot.show_content(PlotContent([build_series(colour="#000000")], title="Title"))
    dark(plot)
    point = pixel(plot, plot.point_of(TIMES[1], 0.8))
    assert point.lightness() > 100, "black is lightened on a dark background"
    assert picture(plot).pixelColor(300, 3) == QColor("#232629")
    corner = {}
    for keeps in (False, True):
        plot.export(tmp_path / "plot.png", keep_theme=keeps)
        corner[keeps] = QImage(str(tmp_path / "plot.png")).pixelColor(600, 6)
    assert corner == {False: QColor("#ffffff"), True: QColor("#232629")}


def test_png_has_twice_the_pixels_and_what_is_on_screen(plot: SeriesPlot, tmp_path: Path) -> None:
    plot.show_content(PlotContent([build_series()]))
    plot.export(str(tmp_path / "plot.png"))
    image = QImage(str(tmp_path / "plot.png"))
    assert (image.width(), image.height()) == (2 * plot.width(), 2 * plot.height())
    place = plot.point_of(TIMES[1], 0.8)
    assert image.pixelColor(int(place.x() * 2), int(place.y() * 2)) == QColor(BLUE)


@pytest.mark.skipif(not export.can_write_svg(), reason="no QtSvg")
def test_svg_is_well_formed_and_names_the_series(plot: SeriesPlot, tmp_path: Path) -> None:
    plot.show_content(PlotContent([build_series()], title="Field <1> & more"))
    plot.export(tmp_path / "plot.svg")
    data = (tmp_path / "plot.svg").read_bytes()
    assert QDomDocument().setContent(QByteArray(data))[0]
    assert b"Field" in data and BLUE.encode() in data.lower() and b"<path" in data
    assert b"<image" not in data, "points are shapes, not pictures"


def test_without_qtsvg_the_message_says_so(plot: SeriesPlot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plot.show_content(PlotContent([build_series()]))
    monkeypatch.setattr(export, "QSvgGenerator", None)
    with pytest.raises(FileProblem, match="SVG module"):
        plot.export(tmp_path / "plot.svg")


@pytest.mark.parametrize("name", ["plot.gif", "missing/plot.png"])
def test_what_cannot_be_written_is_told(plot: SeriesPlot, tmp_path: Path, name: str) -> None:
    plot.show_content(PlotContent([build_series()]))
    with pytest.raises(FileProblem):
        plot.export(tmp_path / name)
    assert not list(tmp_path.rglob("*.*"))


@pytest.mark.parametrize("width", [1, 40, 150, 320, 2000])
@pytest.mark.parametrize("height", [1, 60, 200])
def test_every_size_can_be_drawn(plot: SeriesPlot, width: int, height: int) -> None:
    plot.setMinimumSize(1, 1)
    plot.resize(width, height)
    plot.show_content(PlotContent([build_series(label="A long name of a field " * 3)] * 9, title="T", y_label="NDVI"))
    assert not picture(plot).isNull()


@pytest.mark.parametrize("layout", ["calendar", "seasons"])
def test_labels_keep_apart_at_every_width(plot: SeriesPlot, layout: str) -> None:
    times = [START + timedelta(days=16 * n) for n in range(200)]
    series = PlotSeries("a", "Field", BLUE, times, np.linspace(0, 9000, 200))
    plot.show_content(PlotContent([series], layout=layout, y_label="DN"))
    for width in range(150, 2001, 37):
        plot.resize(width, 240)
        found = plot._own_layout()
        for row in (found.x_ticks.labels, found.x_ticks.contexts):
            assert all(one.left + one.width < other.left for one, other in zip(row, row[1:])), width
            assert all(label.left >= 0 and label.left + label.width <= width for label in row), width
        heights = [found.y_scale.to_pixel(value) for value in found.y_ticks.values]
        assert all(low - high >= found.metrics.height() for low, high in zip(heights, heights[1:])), width
        assert found.x_ticks.labels and len(found.y_ticks.values) >= 2, width


EMPTY: list[Callable[[], PlotContent]] = [
    lambda: PlotContent(message="Click on the map."),
    lambda: PlotContent([build_series([np.nan] * 6)], message="Click on the map."),
    lambda: PlotContent([PlotSeries("a", "A", BLUE, [], np.zeros(0))], layout="seasons", message="Click on the map."),
]


@pytest.mark.parametrize("build", EMPTY)
def test_an_empty_plot_shows_its_message(plot: SeriesPlot, build: Callable[[], PlotContent]) -> None:
    plot.show_content(replace(build(), message=""))
    blank = picture(plot)
    plot.show_content(build())
    assert picture(plot) != blank
    clicks = told(plot.time_clicked)
    QTest.mouseClick(plot, LEFT, NONE, plot.rect().center())
    QTest.mouseMove(plot, plot.rect().center())
    plot.mark(TIMES[0])
    wheel(plot, plot.rect().center(), 120)
    assert clicks == []


def test_it_describes_itself_in_words(plot: SeriesPlot) -> None:
    clear = np.array([True, False, True, True, True, True])
    plot.show_content(PlotContent([build_series(is_clear=clear)], title="Two fields"))
    assert plot.accessibleName() == "Two fields"
    told_text = plot.accessibleDescription()
    assert "6 values from 2023-01-01 to 2023-02-20" in told_text and "1 of them not clear" in told_text
    assert "0.800" in told_text and "0.400" in told_text


def test_focus_is_visible_and_own_keys_win_over_shortcuts(plot: SeriesPlot) -> None:
    plot.show_content(PlotContent([build_series()]))
    plot.clearFocus()
    without = picture(plot)
    plot.activateWindow()
    plot.setFocus()
    QTest.qWait(30)
    if not plot.hasFocus():
        pytest.skip("no window manager gives the focus")
    assert picture(plot) != without
