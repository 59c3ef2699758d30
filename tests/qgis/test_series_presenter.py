# SPDX-License-Identifier: GPL-2.0-or-later
"""What the time-series dock decides: stacks, places, choices, dates. Without any widget."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from series_fakes import BANDS, INFO, LABELS, TIMES, UTM, Desk, Jobs, Map, View, Worker, described, info_of, profile

from timestack.plugin.bridge.profile_desk import AreaOrder, PointOrder
from timestack.plugin.core.errors import FileProblem, InvalidRequest
from timestack.plugin.core.profile import AreaProfile
from timestack.plugin.gui.series_dock.choice import SeriesChoice, read_choice
from timestack.plugin.gui.series_dock.pins import Pin, read_pins, write_pins
from timestack.plugin.gui.series_dock.places import Places
from timestack.plugin.gui.series_dock.ports import Described, Source
from timestack.plugin.gui.series_dock.presenter import SeriesPresenter
from timestack.plugin.gui.series_dock.reading import CLEAR, Reading, ReflectanceScale
from timestack.plugin.gui.series_dock.series_table import long_table, pin_rows, to_csv, wide_table
from timestack.plugin.gui.series_dock.stacks import Stacks

RED, GREEN = "#d55e00", "#009e73"


class Table:
    """A presenter with everything around it played by the test."""

    def __init__(self) -> None:
        self.view, self.map, self.desk, self.worker, self.jobs = View(), Map(), Desk(), Worker(), Jobs()
        self.files = {"/s2.tif": described(), "/ls.tif": described(info_of(4))}
        self.bugs: list[Exception] = []
        self.described: list[str] = []
        stacks = Stacks(
            self.jobs, self.describe, lambda error: f"explained {type(error).__name__}",
            lambda: self.presenter.stacks_changed(), self.bugs.append,
        )  # fmt: skip
        places = Places((RED, GREEN), "#7f7f7f")
        self.presenter = SeriesPresenter(
            self.view, self.map, self.desk, self.worker, stacks, places, lambda error: f"explained {error}"
        )
        self.map.heard = self.presenter.step_shown

    def describe(self, path: str) -> Described:
        self.described.append(path)
        if path not in self.files:
            raise FileProblem(path, "no dates", "no_dates")
        return self.files[path]

    def open(self, *names: str, active: str = "s2") -> SeriesPresenter:
        self.presenter.offer_sources([Source(name, name.upper(), f"/{name}.tif") for name in names or ("s2",)])
        self.presenter.activate(active)
        self.jobs.run()
        return self.presenter

    def answer(self, channel: str, found) -> None:
        self.presenter.answered(channel, self.desk.asked[channel][0], found)

    def compute(self) -> None:
        for channel, (ticket, _, work) in list(self.worker.asked.items()):
            self.presenter.computed(channel, ticket, work())

    @property
    def series(self):
        return {one.label: one for one in self.view.content.series}


@pytest.fixture
def table() -> Table:
    return Table()


# ---- stacks


def test_the_active_layer_is_followed_and_looked_into_once(table):
    presenter = table.open("s2", "ls", "dem")
    assert table.view.sources[2] == ["s2"]
    presenter.activate("ls")
    table.jobs.run()
    presenter.activate("s2")
    table.jobs.run()
    assert table.view.sources[2] == ["s2"]
    assert table.described == ["/s2.tif", "/ls.tif"]


def test_a_layer_without_dates_is_told_and_another_one_is_not(table):
    presenter = table.open("s2", "dem", active="dem")
    assert table.view.content.message == "explained FileProblem"
    presenter.activate("s2")
    table.jobs.run()
    assert "explained" not in table.view.content.message
    presenter.activate("a vector layer")
    assert table.view.sources[2] == ["s2"]


def test_several_stacks_at_once(table):
    presenter = table.open("s2", "ls")
    presenter.choose_sources(["s2", "ls"])
    table.jobs.run()
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile())
    table.answer("pin 1|ls", profile(nir=2000.0, info=info_of(4)))
    assert list(table.series) == ["Pin 1 · S2", "Pin 1 · LS"]
    assert len({one.symbol for one in table.view.content.series}) == 2
    presenter.choose_sources([])
    assert list(table.series) == ["Pin 1"]


def test_a_layer_that_goes_while_it_is_asked_for_is_forgotten(table):
    presenter = table.open()
    presenter.pin(1.0, 2.0, UTM)
    ticket = table.desk.asked["pin 1|s2"][0]
    presenter.offer_sources([])
    assert table.desk.asked == {}
    presenter.answered("pin 1|s2", ticket, profile())
    assert table.view.content.series == []
    assert table.view.content.message


def test_a_description_that_comes_too_late_changes_nothing(table):
    table.presenter.offer_sources([Source("s2", "S2", "/s2.tif")])
    table.presenter.activate("s2")
    table.presenter.offer_sources([])
    table.jobs.run()
    assert table.view.sources[2] == []
    table.presenter.offer_sources([Source("s2", "S2", "/ls.tif")])
    table.presenter.activate("s2")
    table.presenter.close()
    table.jobs.run()
    assert table.bugs == []


def test_a_stack_that_was_extended_is_read_again(table):
    presenter = table.open()
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile())
    count = table.desk.count
    presenter.stacks.refresh("s2", TIMES)  # nothing new
    table.jobs.run()
    assert (table.described, table.desk.count) == (["/s2.tif"], count)
    longer = info_of(8)
    table.files["/s2.tif"] = described(longer)
    presenter.stacks.refresh("s2", [step.time for step in longer.steps])
    table.jobs.run()
    table.answer("pin 1|s2", profile(info=longer))
    assert len(table.series["Pin 1"].values) == 8


# ---- places


def test_hovering_shows_every_answer_and_asks_for_the_newest_place_then(table):
    presenter = table.open()
    presenter.hover(1.0, 2.0, UTM)
    first = table.desk.asked["hover|s2"][0]
    for x in (3.0, 5.0, 7.0):
        presenter.hover(x, 4.0, UTM)
    assert table.desk.asked["hover|s2"] == (first, "/s2.tif", PointOrder(1.0, 2.0, UTM))
    presenter.answered("hover|s2", first, profile())
    np.testing.assert_allclose(table.view.content.series[0].values, 0.5)
    ticket, path, order = table.desk.asked["hover|s2"]
    assert (ticket, path, order) == (first + 1, "/s2.tif", PointOrder(7.0, 4.0, UTM))
    presenter.answered("hover|s2", first, profile())
    presenter.answered("hover|s2", ticket, profile(nir=4000.0))
    np.testing.assert_allclose(table.view.content.series[0].values, 0.6)
    assert table.desk.asked["hover|s2"][0] == ticket
    presenter.leave_hover()
    assert table.view.content.series == []


def test_hovering_goes_on_after_a_place_outside(table):
    presenter = table.open()
    presenter.hover(1.0, 2.0, UTM)
    presenter.hover(3.0, 4.0, UTM)
    presenter.failed("hover|s2", table.desk.asked["hover|s2"][0], "outside")
    assert table.desk.asked["hover|s2"][2] == PointOrder(3.0, 4.0, UTM)
    presenter.leave_hover()
    presenter.hover(5.0, 6.0, UTM)
    assert table.desk.asked["hover|s2"][2] == PointOrder(5.0, 6.0, UTM)


def test_a_stack_that_grows_is_asked_at_once_although_an_answer_is_due(table):
    presenter = table.open()
    presenter.hover(1.0, 2.0, UTM)
    first = table.desk.asked["hover|s2"][0]
    table.files["/s2.tif"] = described(info_of(8))
    presenter.stacks.refresh("s2", [step.time for step in info_of(8).steps])
    table.jobs.run()
    assert table.desk.asked["hover|s2"][0] > first
    presenter.answered("hover|s2", first, profile())
    assert table.view.content.series == []


def test_hovering_outside_the_stack_shows_nothing_and_keeps_the_pins(table):
    presenter = table.open()
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile())
    presenter.hover(0.0, 0.0, UTM)
    presenter.failed("hover|s2", table.desk.asked["hover|s2"][0], "outside")
    assert list(table.series) == ["Pin 1"]
    presenter.remove_pin(1)
    assert table.view.content.message == "outside"


def test_pins_get_names_and_the_colours_that_are_free(table):
    presenter = table.open()
    for n in range(3):
        presenter.pin(n, n, UTM)
    assert [(pin.name, pin.colour) for pin in table.view.pins] == [("Pin 1", RED), ("Pin 2", GREEN), ("Pin 3", RED)]
    presenter.remove_pin(2)
    assert presenter.pin(9, 9, UTM).colour == GREEN
    assert [pin.number for pin in table.map.pins] == [1, 3, 4]
    presenter.rename_pin(3, " Meadow ")
    presenter.rename_pin(1, "  ")
    presenter.colour_pin(1, "#123456")
    assert [(pin.name, pin.colour) for pin in table.view.pins][:2] == [("Pin 1", "#123456"), ("Meadow", RED)]


def test_a_dragged_pin_is_read_on_its_way_and_where_it_is_dropped(table):
    presenter = table.open()
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile())
    presenter.move_pin(1, 5.0, 6.0, UTM, False)
    presenter.move_pin(1, 6.0, 6.0, UTM, False)
    stale = table.desk.asked["pin 1|s2"][0]
    assert table.desk.asked["pin 1|s2"][2] == PointOrder(5.0, 6.0, UTM)
    presenter.move_pin(1, 7.0, 6.0, UTM)
    assert table.desk.asked["pin 1|s2"][2] == PointOrder(7.0, 6.0, UTM)
    presenter.answered("pin 1|s2", stale, profile(nir=4000.0))
    np.testing.assert_allclose(table.view.content.series[0].values, 0.5)
    presenter.move_pin(77, 5.0, 6.0, UTM)


def test_pins_outlive_a_change_of_stack(table):
    presenter = table.open("s2", "ls")
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile())
    presenter.activate("ls")
    table.jobs.run()
    assert table.desk.asked["pin 1|ls"][1] == "/ls.tif"
    assert "pin 1|s2" not in table.desk.asked


# ---- what is shown


def test_ndvi_is_the_first_choice_and_clouds_are_told_by_the_mask_band(table):
    presenter = table.open()
    _, bands, indices, checked, mask = table.view.choice
    assert (bands, checked, mask) == (BANDS, ("NDVI",), "SCL")
    assert "NDVI" in indices and "EVI" not in indices
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile(scl=[4, 9, 5, 8, 3, 4]))
    shown = table.view.content.series[0]
    assert list(shown.is_clear) == [True, False, True, False, False, True]
    np.testing.assert_allclose(shown.values, 0.5)
    assert table.view.content.y_label == "NDVI"
    presenter.choose(clear="none")
    assert table.view.content.series[0].is_clear is None


def test_bands_and_a_formula_of_the_users_own_share_a_colour_and_differ_by_symbol(table):
    presenter = table.open()
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile(red=[1000, np.nan, 0, 1000, 1000, 1000]))
    count = table.desk.count
    presenter.choose(names=("B04",), expression="B08 / 2 + 1")
    assert table.desk.count == count  # nothing has to be read again
    assert list(table.series) == ["Pin 1 · B04", "Pin 1 · B08 / 2 + 1"]
    red, formula = table.view.content.series
    np.testing.assert_array_equal(red.values, [1000, np.nan, 0, 1000, 1000, 1000])
    np.testing.assert_array_equal(formula.values, np.full(6, 1501.0))
    assert red.colour == formula.colour and red.symbol != formula.symbol


def test_a_formula_joins_what_suits_the_stack_until_all_ticks_are_taken_away(table):
    presenter = table.open()
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile())
    presenter.choose(expression="B08 * 2")
    assert list(table.series) == ["Pin 1 · NDVI", "Pin 1 · B08 * 2"]
    presenter.choose(names=())
    assert (list(table.series), table.view.content.y_label) == (["Pin 1"], "B08 * 2")
    presenter.choose(expression="")
    assert table.view.content.series == [] and table.view.content.message
    presenter.choose(names=("B99",))
    assert table.view.content.y_label == "NDVI"


def test_a_formula_that_is_wrong_is_told_and_the_rest_stays(table):
    presenter = table.open()
    presenter.choose(names=("B04",), expression="B04 +", clear="formula", clear_formula="B99 > 1")
    assert all(sentence.startswith("explained") for sentence in table.view.problems)
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile())
    assert len(table.view.content.series) == 1
    presenter.choose(expression="", clear_formula="SCL == 4")
    assert table.view.problems == ("", "")
    presenter.choose(expression="B99")
    assert not table.view.problems[0].startswith("EXPRESSION")


def test_indices_with_constants_see_reflectances(table):
    table.files["/s2.tif"] = described(info_of(bands=("B04", "B08")))
    presenter = table.open()
    presenter.choose(names=("SAVI",))
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile(info=info_of(bands=("B04", "B08"))))
    np.testing.assert_allclose(table.view.content.series[0].values, 1.5 * (0.3 - 0.1) / (0.3 + 0.1 + 0.5))


@pytest.mark.parametrize("method", ["whittaker", "savitzky_golay", "harmonic"])
def test_a_smoothed_line_follows_the_clear_values_only(table, method):
    info = info_of(40)
    table.files["/s2.tif"] = described(info)
    presenter = table.open()
    presenter.choose(names=("B04",), smoothing=method)
    presenter.pin(1.0, 2.0, UTM)
    red = np.where(np.arange(40) % 5 == 0, 9000.0, 1000.0)
    table.answer("pin 1|s2", profile(red=red, scl=np.where(red > 5000, 9, 4), info=info))
    assert table.view.content.lines == []
    table.compute()
    (line,) = table.view.content.lines
    values = np.asarray(line.values)[np.isfinite(line.values)]
    assert len(values) > 25 and np.abs(values - 1000).max() < 30
    presenter.choose(is_seasons=True, clear_formula="SCL == 4")
    assert len(table.view.content.lines) == 1  # the same values: the curve need not be computed again
    presenter.choose(clear="none")
    assert table.view.content.lines == []


def test_a_curve_of_values_that_are_gone_is_not_shown(table):
    presenter = table.open()
    presenter.choose(smoothing="whittaker")
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile(nir=[3000, 2900, 3100, 2500, 2600, 2700]))
    (channel, (ticket, _, work)) = next(iter(table.worker.asked.items()))
    curve = work()
    presenter.move_pin(1, 8.0, 8.0, UTM)
    table.answer("pin 1|s2", profile())
    presenter.computed(channel, ticket, curve)
    assert table.view.content.lines == []


def test_seasons_are_a_layout(table):
    presenter = table.open()
    assert table.view.content.layout == "calendar"
    presenter.choose(is_seasons=True)
    assert table.view.content.layout == "seasons"


# ---- areas


def test_an_area_is_asked_for_with_what_is_chosen_and_shows_ribbon_and_share(table):
    presenter = table.open()
    presenter.pin_area("POLYGON((0 0, 9 0, 9 9, 0 0))", 4.0, 2.0, UTM)
    order = table.desk.asked["pin 1|s2"][2]
    assert isinstance(order, AreaOrder) and order.derivation.columns() == ("NDVI", CLEAR)
    column = np.stack([np.linspace(0.2, 0.7, 6), [1, 1, 0.2, 1, 0.6, 1]], axis=1)
    share = np.stack([[1, 1, 0.2, 1, 0.6, 0.5], np.ones(6)], axis=1)
    table.answer(
        "pin 1|s2",
        AreaProfile(TIMES, LABELS, ("NDVI", CLEAR), column, column + 0.01, column - 0.1, column + 0.1, share, 50),
    )
    (shown,), (ribbon,) = table.view.content.series, table.view.content.ribbons
    np.testing.assert_allclose(shown.values, column[:, 0])
    clear = [0, 1, 3, 4, 5]
    np.testing.assert_allclose(ribbon.low, column[clear, 0] - 0.1)
    assert list(ribbon.times) == [TIMES[place] for place in clear]
    assert list(shown.is_clear) == [True, True, False, True, True, True]
    assert "72 %" in shown.label
    presenter.choose(statistic="median")
    np.testing.assert_allclose(table.view.content.series[0].values, column[:, 0] + 0.01)
    presenter.point_at(TIMES[2])
    assert "20 %" in table.view.readout and "cloudy" in table.view.readout
    first = table.desk.asked["pin 1|s2"][0]
    presenter.choose(names=("B04", "NDVI"))
    assert table.desk.asked["pin 1|s2"][0] != first  # other columns have to be read


def test_an_index_of_an_area_is_the_mean_of_the_index():
    reading = Reading(INFO, SeriesChoice(names=("NDVI",)), ReflectanceScale(INFO))
    samples = np.zeros((2, 3, 3))
    samples[0], samples[1] = (1000, 3000, 4), (3000, 3000, 4)
    samples[0, 1, 2] = 9  # half of the second date is cloudy: told by the clear half
    samples[:, 2, 2] = 9  # all of the third: told by all, and not clear
    found = reading.derive(samples)
    np.testing.assert_allclose(np.nanmean(found[:, :, 0], axis=0), [0.25, 0.0, 0.25])
    np.testing.assert_allclose(found[:, :, 1].mean(axis=0), [1.0, 0.5, 0.0])
    assert list(reading.is_clear_enough(np.array([1.0, 0.5, 0.0, np.nan]))) == [True, True, False, False]


# ---- dates


def test_a_click_on_a_date_moves_the_canvas_once_and_marks_it(table):
    presenter = table.open()
    presenter.date_chosen(TIMES[3])
    assert table.map.shown == [("s2", 3)]
    assert table.view.mark == (TIMES[3], None)
    presenter.date_chosen(TIMES[1], True)
    assert table.map.compared == [("s2", 1)]
    assert table.view.mark == (TIMES[3], TIMES[1])
    presenter.comparison_ended()
    assert table.view.mark == (TIMES[3], None)
    presenter.date_chosen(TIMES[3].replace(year=1999))
    assert table.map.shown == [("s2", 3)]


def test_tiles_of_one_instant_are_shown_one_after_the_other(table):
    steps = tuple(replace(step, time=TIMES[2]) if n in (3, 4) else step for n, step in enumerate(INFO.steps))
    info = replace(INFO, steps=steps)
    table.files["/s2.tif"] = described(info)
    presenter = table.open()
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile(nir=[3000, 3000, 4000, np.nan, 9000, 3000], info=info))
    for _ in range(5):
        presenter.date_chosen(TIMES[2])
    assert [step for _, step in table.map.shown] == [2, 3, 4, 2, 3]
    assert "0.6 / no data / 0.8" in table.view.readout
    presenter.date_chosen(TIMES[1])
    presenter.date_chosen(TIMES[1])
    presenter.date_chosen(TIMES[2])
    presenter.date_chosen(TIMES[2], is_second=True)
    assert [step for _, step in table.map.shown[5:]] == [1, 1, 2]
    assert [step for _, step in table.map.compared] == [2]


def test_the_canvas_moves_the_marker_and_nothing_else(table):
    presenter = table.open("s2", "ls")
    presenter.step_shown("s2", 4)
    assert table.view.mark == (TIMES[4], None)
    assert table.map.shown == []
    presenter.step_shown("ls", 0)
    presenter.step_shown("s2", 99)
    assert table.view.mark == (TIMES[4], None)


def test_the_marker_stands_where_the_layer_is_when_the_dock_opens(table):
    table.map.steps["s2"] = 2
    table.open()
    assert table.view.mark == (TIMES[2], None)


def test_keys_walk_from_clear_date_to_clear_date(table):
    presenter = table.open()
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile(nir=[3000, 3000, np.nan, 3000, 3000, 3000], scl=[4, 9, 4, 5, 4, 3]))
    presenter.walk(-2)
    for direction in (1, 1, 1, -1, 2):
        presenter.walk(direction)
    assert [step for _, step in table.map.shown] == [0, 3, 4, 4, 3, 4]


def test_without_places_keys_walk_over_all_dates(table):
    presenter = table.open()
    for direction in (1, 1, 2, -1, -2):
        presenter.walk(direction)
    assert [step for _, step in table.map.shown] == [0, 1, 5, 4, 0]


def test_the_readout_tells_the_values_of_the_date_under_the_mouse(table):
    presenter = table.open()
    presenter.choose(names=("NDVI", "B04"))
    presenter.pin(1.0, 2.0, UTM)
    table.answer("pin 1|s2", profile(red=[1000, np.nan, 0, 1000, 1000, 1000], scl=[4, 4, 9, 4, 4, 4]))
    presenter.point_at(TIMES[0])
    assert table.view.readout == f"{LABELS[0]} · Pin 1 · NDVI 0.5 · Pin 1 · B04 1000"
    presenter.point_at(TIMES[2])
    assert table.view.readout == f"{LABELS[2]} · Pin 1 · NDVI 1 (cloudy) · Pin 1 · B04 0 (cloudy)"
    presenter.point_at(TIMES[1])
    assert "B04 no data" in table.view.readout
    presenter.date_chosen(TIMES[3])
    presenter.point_at(None)
    assert table.view.readout.startswith(LABELS[3])


# ---- memory and tables


def test_choices_and_pins_come_back_from_their_text():
    choice = SeriesChoice(("NDVI", "B04"), "B08/B04", "formula", "SCL == 4", "whittaker", True, "median")
    assert read_choice(choice.to_json()) == choice
    pins = (Pin(1, "Wiese", RED, 1.5, 2.5, UTM), Pin(7, "Feld", GREEN, 3, 4, UTM, "POLYGON((0 0, 1 0, 1 1, 0 0))"))
    assert read_pins(write_pins(pins)) == pins


@pytest.mark.parametrize(
    "text",
    ["", "no json", "[]", "{}", "null", '{"smoothing": "rm -rf", "names": 7, "is_seasons": "yes", "x": []}'],
)
def test_whatever_a_project_holds_can_be_read(text):
    assert read_choice(text) == SeriesChoice()
    assert read_pins(text) == ()


@pytest.mark.parametrize("field", ["number", "x", "colour", "crs", "name"])
def test_a_broken_pin_is_left_out(field):
    good = write_pins((Pin(1, "a", RED, 1.0, 2.0, UTM),))
    assert read_pins(good.replace(f'"{field}": ', f'"{field}": [], "_": ')) == ()
    assert read_pins(good.replace("1.0", "NaN")) == ()


def test_the_table_has_every_value_and_nothing_that_a_spreadsheet_would_run(table):
    presenter = table.open()
    presenter.pin(1.0, 2.0, UTM, "=1+1")
    table.answer("pin 1|s2", profile(red=[1000, np.nan, 0, 1000, 1000, 1000], scl=[4, 4, 9, 4, 4, 4]))
    presenter.choose(names=("B04",))
    series = presenter.store.series(presenter.places, presenter.stacks.shown, presenter.choice)
    long, wide = long_table(series), wide_table(series)
    assert [row[7] for row in long[1:]] == ["1000.0", "", "0.0", "1000.0", "1000.0", "1000.0"]
    assert [row[8] for row in long[1:]] == ["1", "1", "0", "1", "1", "1"]
    assert long[1][0] == "'=1+1"
    assert wide[0] == ["datetime", "'=1+1 B04"]
    assert wide[3] == ["2020-01-15T00:00:00Z", "0.0"]
    assert to_csv(wide).count("\r\n") == 7
    (row,) = pin_rows(series)
    assert [value.value for value in row.values][:3] == [1000.0, None, 0.0]


def test_a_problem_is_explained_once_when_one_of_two_stacks_understands(table):
    table.files["/ls.tif"] = described(info_of(4, ("B04",)))
    presenter = table.open("s2", "ls")
    presenter.choose_sources(["s2", "ls"])
    table.jobs.run()
    presenter.choose(expression="B08 * 1")
    assert table.view.problems == ("", "")
    assert isinstance(presenter.stacks.shown[1].reading.problem, InvalidRequest)
