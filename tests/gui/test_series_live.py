# SPDX-License-Identifier: GPL-2.0-or-later
"""Live series in a real window: a form, a click, a price, and values that are those of the service."""

from __future__ import annotations

import gc
from datetime import date

import numpy as np
import pytest

pytest.importorskip("qgis.gui")

from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY, QgsRectangle
from qgis.PyQt.QtTest import QTest
from series_window import LEFT, SeriesWindow, wait_for

from timestack.plugin.bridge.block_cache import BlockCache
from timestack.plugin.connections import stop_hubs
from timestack.plugin.gui.series_dock.live_side import LiveTools
from timestack.plugin.live_desk import LiveDesk
from timestack.plugin.live_profiles import LiveProfiles
from timestack.plugin.localhub import DemoSource, Hub

pytestmark = pytest.mark.usefixtures("qgis_app")

CRS = "EPSG:32633"
HERE, SAME_BLOCK, NEXT_BLOCK = (500200.0, 5100300.0), (500100.0, 5100200.0), (500700.0, 5100300.0)


@pytest.fixture
def hub():
    with Hub(DemoSource()) as started:
        yield started


@pytest.fixture
def make(tmp_path):
    def make_profiles(choice):
        return LiveProfiles(
            choice.connection, choice.collection, choice.bands, choice.start, choice.end,
            max_cloud_cover_pct=choice.max_cloud_cover_pct, cache=BlockCache(tmp_path / "blocks"),
        )  # fmt: skip

    return make_profiles


@pytest.fixture
def desk(make):
    desk = SeriesWindow(LiveTools(make, LiveDesk))
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem(CRS))
    desk.canvas.setExtent(QgsRectangle(499800, 5099800, 501000, 5100800))
    yield desk
    desk.close()
    del desk
    gc.collect()
    stop_hubs()


def at(desk, place):
    return desk.canvas.getCoordinateTransform().transform(QgsPointXY(*place)).toQPointF().toPoint()


def click(desk, place):
    QTest.mouseClick(desk.canvas.viewport(), LEFT, pos=at(desk, place))


def fill(desk, connection):
    desk.dock.choices.live.click()
    form = desk.panel.live_dialog.form
    form.connection.setEditText(connection)
    form.bands.setText("B04 B08,SCL")
    form.start.setDate(date(2020, 4, 1))
    form.end.setDate(date(2020, 5, 15))
    form.accept()
    return form


def test_a_click_asks_the_service_and_the_next_one_nearby_is_free(desk, hub, make):
    form = fill(desk, f"{hub.address}/ogc/wcs/{hub.instance_id}")
    assert form.isHidden() and not form.problem.text()
    presenter, readout = desk.panel.presenter, desk.dock.readout
    wait_for(lambda: presenter.stacks.shown)
    desk.use_tool()
    QTest.mouseMove(desk.canvas.viewport(), at(desk, HERE))
    wait_for(lambda: "a click here: about" in readout.text() and "PU" in readout.text())
    assert hub.account.units == 0 and not desk.series()
    click(desk, HERE)
    wait_for(lambda: "Pin 1" in desk.series())
    spent = hub.account.units
    wait_for(lambda: "PU spent" in readout.text())
    assert spent > 0 and f"{spent:.2f} in all" in readout.text()
    pin = presenter.places.find(1)
    values = make(form.choice()).read_point(pin.x, pin.y, CRS).values
    shown = np.asarray(desk.series()["Pin 1"].values)
    np.testing.assert_allclose(shown, (values[:, 1] - values[:, 0]) / (values[:, 1] + values[:, 0]))
    asked = sum(hub.account.requests.values())
    click(desk, SAME_BLOCK)
    wait_for(lambda: "Pin 2" in desk.series())
    assert (hub.account.units, sum(hub.account.requests.values())) == (spent, asked)
    wait_for(lambda: "0.00 PU spent" in readout.text())
    times = desk.series()["Pin 1"].times
    presenter.date_chosen(times[1])  # no layer moves, the marker does
    assert f"{times[1]:%Y-%m-%d}" in readout.text()
    assert hub.instance_id not in desk.dock.choices.stacks.toolTip()
    desk.panel.memory.keep()
    assert desk.project.readEntry("timestack", "/series/live", "")[0] == "", "an address may hold a secret"


def test_a_mistake_stays_in_the_form_and_a_name_is_remembered(desk):
    form = fill(desk, "nowhere at all")
    assert not form.isHidden() and form.problem.text() and desk.panel.live.choice is None
    form = fill(desk, "demo")
    assert form.isHidden()
    desk.panel.memory.keep()
    desk.panel.presenter.choose_live(None)
    assert "live" not in [source.layer_id for source in desk.panel.presenter.stacks.sources]
    desk.panel.memory.restore()
    assert desk.panel.live.choice == form.choice()
    wait_for(lambda: desk.panel.presenter.stacks.shown)
    desk.use_tool()
    click(desk, HERE)
    wait_for(lambda: "Pin 1" in desk.series() and "free of charge" in desk.dock.readout.text())
    desk.panel.exports.copy_python()
    assert "needs a stack" in desk.dock.messages.currentItem().text()


def test_the_plugin_gives_the_dock_what_it_needs():
    from timestack.plugin.gui.series_dock.live_choice import LiveChoice
    from timestack.plugin.main import TimestackPlugin

    tools = TimestackPlugin(None)._offer_live()
    live = tools.make(LiveChoice("demo", "", ("B08",), date(2020, 4, 1), date(2020, 5, 15), 60.0))
    assert live.info.band_names == ("B08",) and not live.is_charged
    live.close()
    desk = tools.open_desk()
    assert isinstance(desk, LiveDesk)
    desk.close()
