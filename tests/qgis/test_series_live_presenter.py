# SPDX-License-Identifier: GPL-2.0-or-later
"""What live series ask, when they may cost something, and what is told of it. Without widgets and services."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

pytest.importorskip("qgis.core")

from series_fakes import INFO, TIMES, UTM, Desk, Jobs, Map, View, Worker, described, profile

from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.gui.series_dock.live_choice import LiveChoice, read_live_choice
from timestack.plugin.gui.series_dock.live_side import LIVE, LiveSide
from timestack.plugin.gui.series_dock.places import Places
from timestack.plugin.gui.series_dock.ports import Source
from timestack.plugin.gui.series_dock.presenter import SeriesPresenter
from timestack.plugin.gui.series_dock.stacks import Stacks

CHOICE = LiveChoice("ours", "sentinel-2-l2a", ("B04", "B08", "SCL"), date(2020, 1, 1), date(2020, 12, 31), 80.0)


@dataclass
class Price:
    units: float | None
    is_guess: bool = False
    is_charged: bool = True


class Live:
    info, is_charged = INFO, True
    spent_units = 0.0
    is_closed = False

    def is_held(self, x, y, crs):
        return x < 100

    def close(self):
        self.is_closed = True


class LiveDesk(Desk):
    def ask(self, channel, live, point, is_free=False):
        self.count += 1
        self.asked[channel] = (self.count, point, is_free)
        return self.count


class Table:
    def __init__(self):
        self.view, self.map, self.desk, self.jobs = View(), Map(), Desk(), Jobs()
        self.live_desk, self.made = LiveDesk(), []
        self.side = LiveSide(self.live_desk, self.make)
        stacks = Stacks(
            self.jobs, lambda path: self.side.describe(path) or described(), str,
            lambda: self.presenter.stacks_changed(), pytest.fail,
        )  # fmt: skip
        places = Places(("#d55e00", "#009e73"), "#7f7f7f")
        self.presenter = SeriesPresenter(self.view, self.map, self.desk, Worker(), stacks, places, str, self.side)

    def make(self, choice):
        if choice.connection == "nowhere":
            raise InvalidRequest("CONNECTION", "unknown_connection")
        self.made.append(Live())
        return self.made[-1]

    def answer(self, channel, units, found=None):
        inner = self.live_desk.asked[channel][0]
        self.side.on_paid(channel, inner, units)
        self.side.on_answered(channel, inner, found or profile())

    def is_free(self, channel):
        return self.live_desk.asked[channel][2]


@pytest.fixture
def table():
    table = Table()
    table.presenter.choose_live(CHOICE, "ours")
    table.jobs.run()
    return table


def test_a_click_may_cost_and_says_so_before_and_after(table):
    table.presenter.pin(200.0, 2.0, UTM)
    assert not table.is_free("pin 1|live")
    inner = table.live_desk.asked["pin 1|live"][0]
    table.side.on_priced("pin 1|live", inner, Price(0.8512, True))
    assert table.view.readout == "about 0.85 PU"
    table.side.on_priced("pin 1|live", inner, Price(0.97))
    table.side.on_progressed("pin 1|live", inner, 0.4)
    table.side.on_progressed("pin 1|live", inner, 0.5)
    assert table.view.readout == "0.97 PU · 50 %"
    table.made[0].spent_units = 1.82
    table.answer("pin 1|live", 0.97)
    assert table.view.readout == "0.97 PU spent, 1.82 in all"
    assert [one.label for one in table.view.content.series] == ["Pin 1"]
    table.presenter.date_chosen(TIMES[2])
    assert table.view.mark == (TIMES[2], None) and table.view.readout.endswith("in all")


def test_hovering_dragging_and_restoring_ask_only_for_what_is_held(table):
    table.presenter.hover(200.0, 2.0, UTM)
    assert table.is_free("hover|live")
    table.side.on_priced("hover|live", table.live_desk.asked["hover|live"][0], Price(0.5, True))
    assert table.view.readout == "a click here: about 0.50 PU"
    pin = table.presenter.pin(200.0, 2.0, UTM)
    table.presenter.move_pin(pin.number, 300.0, 2.0, UTM, is_dropped=False)
    assert table.is_free("pin 1|live")
    table.presenter.move_pin(pin.number, 300.0, 2.0, UTM)
    assert not table.is_free("pin 1|live")
    table.presenter.restore_pins([replace(pin, x=400.0)])
    assert table.is_free("pin 1|live")


def test_a_newer_click_ends_the_older_which_is_answered_where_that_is_free_by_then(table):
    table.presenter.pin(50.0, 2.0, UTM)
    late = table.live_desk.asked["pin 1|live"][0]
    table.presenter.pin(60.0, 2.0, UTM)
    assert "pin 1|live" not in table.live_desk.asked
    table.answer("pin 2|live", 0.5)
    assert table.is_free("pin 1|live")
    table.side.on_answered("pin 1|live", late, profile())
    assert [one.label for one in table.view.content.series] == ["Pin 2"]
    table.answer("pin 1|live", 0.0)
    assert {one.label for one in table.view.content.series} == {"Pin 1", "Pin 2"}


def test_an_older_click_elsewhere_is_not_asked_again(table):
    table.presenter.pin(500.0, 2.0, UTM)
    table.presenter.pin(60.0, 2.0, UTM)
    table.answer("pin 2|live", 0.5)
    assert "pin 1|live" not in table.live_desk.asked


def test_errors_are_sentences_and_a_removed_pin_is_forgotten(table):
    table.presenter.pin(200.0, 2.0, UTM)
    table.side.on_failed("pin 1|live", table.live_desk.asked["pin 1|live"][0], "No units are left.")
    assert table.view.readout == table.view.content.message == "No units are left."
    table.presenter.remove_pin(1)
    assert table.live_desk.asked == {}


def test_polygons_are_not_asked_of_a_service(table):
    table.presenter.pin_area("POLYGON((0 0, 9 0, 9 9, 0 0))", 1.0, 1.0, UTM)
    assert table.live_desk.asked == {} and "points" in table.view.content.message


def test_beside_a_stack_the_map_follows_the_stack(table):
    table.presenter.offer_sources([Source("s2", "S2", "/s2.tif")])
    table.presenter.choose_sources(["s2", LIVE])
    table.jobs.run()
    table.presenter.pin(200.0, 2.0, UTM)
    assert table.desk.asked["pin 1|s2"] and table.live_desk.asked["pin 1|live"]
    table.answer("pin 1|live", 0.5)
    table.presenter.date_chosen(TIMES[1])
    assert table.map.shown == [("s2", 1)]


def test_what_cannot_be_leaves_all_as_it_was_and_another_choice_lets_go_of_the_first(table):
    with pytest.raises(InvalidRequest):
        table.presenter.choose_live(replace(CHOICE, connection="nowhere"), "")
    assert table.side.choice == CHOICE and table.presenter.stacks.find(LIVE)
    table.presenter.pin(200.0, 2.0, UTM)
    table.presenter.choose_live(replace(CHOICE, max_cloud_cover_pct=10.0), "ours")
    table.jobs.run()
    assert table.made[0].is_closed and table.is_free("pin 1|live"), "nobody clicked since"
    table.presenter.choose_live(None)
    assert table.live_desk.asked == {} and not table.presenter.stacks.shown


def test_choices_survive_and_nonsense_does_not():
    assert read_live_choice(CHOICE.to_json()) == CHOICE
    changes = (("80.0", "NaN"), ("80.0", "1e9"), ("2020-12-31", "x"), ('"ours"', "7"))
    for text in ("", "[]", "{}", "null", "[" * 5000, *(CHOICE.to_json().replace(*change) for change in changes)):
        assert read_live_choice(text) is None
