# SPDX-License-Identifier: GPL-2.0-or-later
"""What the Evalscript panel decides: with a view, a map, a service and jobs that only remember."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")

from timestack.plugin.core.errors import Cancelled, FileProblem, ScriptError
from timestack.plugin.core.script_findings import ERROR, HINT, WARNING, ScriptCheck, ScriptFinding
from timestack.plugin.core.script_results import PixelTrace, SceneInfo, ScriptNote, ScriptOutcome, TracedSample
from timestack.plugin.gui.evalscript_panel.ports import Choice, Words
from timestack.plugin.gui.evalscript_panel.presenter import EvalscriptPresenter
from timestack.plugin.gui.evalscript_panel.run_window import (
    MAX_SIDE_PX,
    NothingVisible,
    pixel_around,
    plan_window,
)
from timestack.plugin.gui.evalscript_panel.trace_text import as_text, number_text, value_text

INFO = SceneInfo(
    "sentinel-2-l2a", ("B04", "B08"), datetime(2020, 1, 5, tzinfo=timezone.utc),
    datetime(2020, 3, 1, tzinfo=timezone.utc), 8, "EPSG:32633", 10.0, (500000.0, 5000000.0, 500640.0, 5000480.0),
)  # fmt: skip
UTM = "EPSG:32633"


def same(bounds, from_crs, to_crs):
    assert from_crs == to_crs
    return bounds


class Job:
    def __init__(self, title, work, done, failed, reported):
        self.title, self.work, self.done, self.failed, self.reported = title, work, done, failed, reported
        self.is_stopped = False

    def stop(self):
        self.is_stopped = True

    def finish(self):
        """As the real ones do, but in this thread; a stopped job delivers nothing."""
        try:
            result = self.work(self)
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001
            if not self.is_stopped:
                self.failed(error)
            return
        if not self.is_stopped:
            self.done(result)

    def is_cancelled(self):
        return self.is_stopped

    def report(self, share):
        self.reported(share)


class Jobs:
    def __init__(self):
        self.all = []

    def start(self, title, work, done, failed, reported=None):
        self.all.append(Job(title, work, done, failed, reported))
        return self.all[-1]

    def finish(self, word):
        """Finish the latest job whose title has a word."""
        job = [job for job in self.all if word in job.title][-1]
        job.finish()
        return job


class View:
    def __init__(self):
        self.script, self.chosen = "//VERSION=3", Choice("demo", date(2020, 1, 1), None)
        self.marks, self.is_checked, self.info, self.busy, self.shares = [], None, "unasked", "", []
        self.message, self.severity, self.report, self.trace, self.line = "", "", None, None, None

    def text(self):
        return self.script

    def choice(self):
        return self.chosen

    def show_marks(self, marks, is_complete):
        self.marks, self.is_checked = list(marks), is_complete

    def show_scenes(self, info):
        self.info = info

    def show_busy(self, title):
        self.busy = title

    def show_progress(self, share):
        self.shares.append(share)

    def show_message(self, text, severity):
        self.message, self.severity = text, severity

    def show_report(self, report):
        self.report = report

    def show_trace(self, trace):
        self.trace = trace

    def go_to_line(self, line, column):
        self.line = line


class Map:
    def __init__(self):
        self.has_no_layers = False
        self.area = ((500000.0, 5000000.0, 500100.0, 5000100.0), UTM)
        self.folders, self.dropped, self.outputs, self.mark, self.zoomed = 0, [], [], None, None

    def visible_area(self):
        return self.area

    def is_empty(self):
        return self.has_no_layers

    def zoom_to(self, bounds, crs):
        self.zoomed = (bounds, crs)

    def run_folder(self):
        self.folders += 1
        return Path(f"/nowhere/{self.folders}")

    def drop_folder(self, folder):
        self.dropped.append(folder)

    def show_outputs(self, outcome, folder):
        self.outputs.append((outcome, folder))

    def mark_pixel(self, bounds, crs):
        self.mark = (bounds, crs)

    def clear_mark(self):
        self.mark = None


class Service:
    def __init__(self):
        self.calls, self.error, self.findings = [], None, ()
        self.outcome = ScriptOutcome({"default": Path("/nowhere/x.tif")}, {"a": 1}, None, 3, "block")

    def check(self, text, collection):
        self.calls.append(("check", text, collection))
        return ScriptCheck(self.findings)

    def describe(self, scenes):
        self.calls.append(("describe", scenes))
        self._fail()
        return INFO

    def run(self, text, scenes, extent, crs, start, end, resolution, folder, progress):
        self.calls.append(("run", text, scenes, extent, crs, start, end, resolution, folder))
        self._fail()
        progress.report(0.5)
        return self.outcome

    def trace(self, text, scenes, point, crs, start, end, resolution, progress):
        self.calls.append(("trace", text, scenes, point, crs, start, end, resolution))
        self._fail()
        return PixelTrace((500015.0, 5000025.0), UTM, (), (), [1.0], {"default": (1,)}, None, "block")

    def _fail(self):
        if self.error is not None:
            raise self.error


class Desk:
    def __init__(self):
        self.view, self.map, self.service, self.jobs, self.bugs = View(), Map(), Service(), Jobs(), []
        words = Words(
            lambda error: f"explained {error}",
            lambda finding: (finding.rule, "remedy"),
            lambda note: f"note {note.kind}",
        )
        self.presenter = EvalscriptPresenter(
            self.view, self.map, self.service, self.jobs, words, same, self.bugs.append
        )

    def know_scenes(self):
        self.presenter.scenes_changed()
        self.jobs.finish("scenes")
        self.jobs.finish("check")

    def last_call(self, name):
        return [call for call in self.service.calls if call[0] == name][-1]


@pytest.fixture
def desk():
    return Desk()


def test_scenes_are_described_and_the_script_is_checked_against_their_collection(desk):
    desk.presenter.scenes_changed()
    assert desk.view.info is None
    desk.jobs.finish("scenes")
    assert desk.view.info is INFO
    desk.jobs.finish("check")
    assert desk.last_call("check") == ("check", "//VERSION=3", "sentinel-2-l2a")


def test_scenes_that_cannot_be_read_are_told_and_the_script_is_checked_all_the_same(desk):
    desk.service.error = FileProblem("/x", "gone")
    desk.presenter.scenes_changed()
    desk.jobs.finish("scenes")
    desk.jobs.finish("check")
    assert desk.view.message == "explained /x: gone"
    assert desk.last_call("check")[2] == ""


def test_findings_become_marks_with_words(desk):
    desk.service.findings = (ScriptFinding(WARNING, "rule_a", 3, 7), ScriptFinding(HINT, "rule_b"))
    desk.presenter.check()
    desk.jobs.finish("check")
    assert [(m.severity, m.line, m.column, m.problem, m.remedy) for m in desk.view.marks] == [
        (WARNING, 3, 7, "rule_a", "remedy"), (HINT, 0, 0, "rule_b", "remedy"),
    ]  # fmt: skip
    assert desk.view.is_checked is True


def test_an_empty_script_is_not_checked_and_loses_its_marks(desk):
    desk.service.findings = (ScriptFinding(ERROR, "rule_a", 3),)
    desk.presenter.check()
    desk.jobs.finish("check")
    desk.view.script = " \n"
    desk.presenter.text_settled()
    assert (desk.view.marks, desk.view.is_checked) == ([], False)
    assert len(desk.jobs.all) == 1


def test_only_the_latest_check_counts(desk):
    desk.presenter.check()
    first = desk.jobs.all[0]
    desk.view.script = "other"
    desk.presenter.check()
    assert first.is_stopped
    first.done(ScriptCheck((ScriptFinding(ERROR, "late"),)))  # delivered in spite of that
    assert desk.view.is_checked is None
    desk.jobs.all[1].finish()
    assert (desk.view.marks, desk.view.is_checked) == ([], True)


def test_a_run_covers_what_the_canvas_shows_of_the_scenes_and_lands_on_the_map(desk):
    desk.know_scenes()
    desk.map.area = ((499000.0, 5000013.0, 500101.0, 5000101.0), UTM)
    desk.presenter.run()
    assert desk.view.busy
    desk.jobs.finish("run")
    call = desk.last_call("run")
    assert call[3:5] == ((500000.0, 5000010.0, 500110.0, 5000110.0), UTM)
    assert call[5:8] == (date(2020, 1, 1), None, None)
    assert desk.map.outputs == [(desk.service.outcome, Path("/nowhere/1"))]
    assert desk.view.busy == ""
    assert desk.view.shares == [0.5]
    assert desk.view.report.outcome.user_data == {"a": 1}
    assert "11 × 10" in desk.view.report.lines[0]
    assert len(desk.view.report.lines) == 1
    assert desk.map.zoomed is None


@pytest.mark.parametrize("area", [None, ((0.0, 0.0, 1.0, 1.0), UTM)])
def test_an_empty_map_somewhere_else_runs_the_middle_of_the_scenes_and_goes_there(desk, area):
    desk.map.area, desk.map.has_no_layers = area, True
    desk.presenter._info = replace(INFO, bounds=(0.0, 1000.0, 40000.0, 21000.0))
    desk.presenter.run()
    desk.jobs.finish("run")
    middle = (17440.0, 8440.0, 22560.0, 13560.0)
    assert desk.last_call("run")[3] == middle
    assert desk.map.zoomed == (middle, UTM)
    assert "empty" in desk.view.report.lines[1]


def test_scenes_that_nobody_has_described_yet_are_described_by_the_run(desk):
    desk.map.area, desk.map.has_no_layers = None, True
    desk.presenter.run()
    desk.jobs.finish("run")
    assert desk.last_call("run")[3] == INFO.bounds  # smaller than what is taken at most


def test_an_empty_map_that_was_zoomed_to_the_scenes_is_run_where_it_is(desk):
    desk.map.has_no_layers = True
    desk.presenter.run()
    desk.jobs.finish("run")
    assert desk.last_call("run")[3] == desk.map.area[0]
    assert desk.map.zoomed is None


def test_a_large_view_is_coarsened_and_says_so(desk):
    desk.know_scenes()
    desk.presenter._info = replace(INFO, bounds=(0.0, 0.0, 40000.0, 20000.0))
    desk.map.area = ((0.0, 0.0, 40000.0, 20000.0), UTM)
    desk.presenter.run()
    desk.jobs.finish("run")
    assert desk.last_call("run")[7] == 30.0
    assert "3" in desk.view.report.lines[1]


def test_notes_and_the_other_engine_are_told(desk):
    desk.service.outcome = replace(desk.service.outcome, engine="qt", notes=(ScriptNote("fallback"),))
    desk.presenter.run()
    desk.jobs.finish("run")
    assert "Qt" in desk.view.report.lines[1]
    assert desk.view.report.lines[2] == "note fallback"


def test_a_newer_run_replaces_an_older_one(desk):
    desk.presenter.run()
    desk.presenter.run()
    first, second = desk.jobs.all
    assert first.is_stopped
    first.done((plan_window(INFO, None, same), False, desk.service.outcome))
    assert desk.map.outputs == []
    second.finish()
    assert [folder for _, folder in desk.map.outputs] == [Path("/nowhere/2")]


def test_cancel_stops_and_says_so_once(desk):
    desk.presenter.run()
    desk.presenter.cancel()
    assert desk.jobs.all[0].is_stopped
    assert (desk.view.busy, desk.view.severity) == ("", HINT)
    assert desk.view.message
    desk.view.message = ""
    desk.presenter.cancel()
    assert desk.view.message == ""


def test_a_canvas_beside_the_scenes_is_explained_and_nothing_is_run(desk):
    desk.map.area = ((0.0, 0.0, 10.0, 10.0), UTM)
    desk.presenter.run()
    desk.jobs.finish("run")
    assert "Zoom to scenes" in desk.view.message
    assert [call[0] for call in desk.service.calls] == ["describe"]
    assert desk.map.dropped == [Path("/nowhere/1")]


def test_an_error_of_the_script_is_marked_at_its_line_beside_what_the_check_found(desk):
    desk.service.findings = (ScriptFinding(WARNING, "rule_a", 3),)
    desk.presenter.check()
    desk.jobs.finish("check")
    desk.service.error = ScriptError(5, "B99 is not defined")
    desk.presenter.run()
    desk.jobs.finish("run")
    assert desk.view.message == "explained line 5: B99 is not defined"
    assert [(mark.severity, mark.line) for mark in desk.view.marks] == [(ERROR, 5), (WARNING, 3)]
    assert desk.view.line == 5
    desk.service.error = None
    desk.presenter.run()
    desk.jobs.finish("run")
    assert [(mark.severity, mark.line) for mark in desk.view.marks] == [(WARNING, 3)]
    assert desk.view.message == ""


def test_a_bug_is_told_and_handed_on(desk):
    desk.service.error = ZeroDivisionError("oh")
    desk.presenter.run()
    desk.jobs.finish("run")
    assert desk.bugs == [desk.service.error]
    assert desk.view.severity == ERROR
    assert desk.view.busy == ""


def test_a_trace_marks_its_pixel(desk):
    desk.know_scenes()
    desk.presenter.trace((500012.0, 5000021.0), UTM)
    desk.jobs.finish("trace")
    assert desk.last_call("trace")[3:] == ((500012.0, 5000021.0), UTM, date(2020, 1, 1), None, None)
    assert desk.map.mark == ((500010.0, 5000020.0, 500020.0, 5000030.0), UTM)
    assert desk.view.trace.returned == [1.0]


def test_a_trace_follows_the_pixels_of_a_coarser_run_and_is_renewed_by_the_next_one(desk):
    desk.presenter._info = replace(INFO, bounds=(0.0, 0.0, 40000.0, 20000.0))
    desk.map.area = ((0.0, 0.0, 40000.0, 20000.0), UTM)
    desk.presenter.run()
    desk.jobs.finish("run")
    desk.presenter.trace((500012.0, 5000021.0), UTM)
    desk.jobs.finish("trace")
    assert desk.last_call("trace")[-1] == 30.0
    desk.view.script = "changed"
    desk.presenter.run()
    desk.jobs.finish("run")
    desk.jobs.finish("trace")
    assert desk.last_call("trace")[1] == "changed"


def test_leaving_the_tool_takes_mark_and_work_away(desk):
    desk.presenter.trace((1.0, 2.0), UTM)
    desk.presenter.trace_left()
    assert desk.jobs.all[0].is_stopped
    assert desk.map.mark is None
    desk.presenter.run()
    desk.jobs.finish("run")
    assert not [call for call in desk.service.calls if call[0] == "trace"]


def test_closed_means_no_more_of_it(desk):
    desk.presenter.run()
    job = desk.jobs.all[0]
    desk.presenter.close()
    assert job.is_stopped
    job.done((plan_window(INFO, None, same), False, desk.service.outcome))
    job.reported(0.9)
    assert (desk.map.outputs, desk.view.shares) == ([], [])
    desk.presenter.check()
    desk.presenter.scenes_changed()
    assert len(desk.jobs.all) == 1


@pytest.mark.parametrize(
    ("area", "bounds"),
    [
        ((500000.0, 5000000.0, 500010.0, 5000010.0), (500000.0, 5000000.0, 500010.0, 5000010.0)),
        ((500009.9, 5000009.9, 500010.1, 5000010.1), (500000.0, 5000000.0, 500020.0, 5000020.0)),
        ((0.0, 0.0, 9e6, 9e6), INFO.bounds),
        ((500003.0, 5000003.0, 500003.1, 5000003.1), (500000.0, 5000000.0, 500010.0, 5000010.0)),
    ],
)
def test_windows_are_whole_pixels_that_hold_the_area(area, bounds):
    window = plan_window(INFO, (area, UTM), same)
    assert window.bounds == pytest.approx(bounds)
    assert window.times_coarser == 1


def test_windows_keep_to_the_lattice_of_the_scenes_until_they_are_merged():
    odd = replace(INFO, bounds=(500003.0, 5000007.0, 500643.0, 5000487.0))
    area = ((500020.0, 5000020.0, 500030.0, 5000030.0), UTM)
    assert plan_window(odd, area, same).bounds == pytest.approx((500013.0, 5000017.0, 500033.0, 5000037.0))
    wide = plan_window(replace(odd, bounds=(3.0, 7.0, 40003.0, 20007.0)), None, same)
    assert wide.times_coarser == 3
    assert all(edge % 30.0 == 0 for edge in wide.bounds)


@pytest.mark.parametrize("area", [(0.0, 0.0, 1.0, 1.0), (500640.0, 5000000.0, 500700.0, 5000100.0)])
def test_areas_beside_the_scenes_have_no_window(area):
    with pytest.raises(NothingVisible):
        plan_window(INFO, (area, UTM), same)


@pytest.mark.parametrize(("side", "times"), [(15000.0, 1), (15000.1, 2), (30000.0, 2), (30010.0, 3), (1e6, 67)])
def test_windows_stay_near_the_most_pixels_a_side(side, times):
    window = plan_window(replace(INFO, bounds=(0.0, 0.0, side, 100.0)), None, same)
    assert window.times_coarser == times
    assert (window.bounds[2] - window.bounds[0]) / window.resolution <= MAX_SIDE_PX


def test_a_pixel_lies_around_its_centre():
    assert pixel_around((15.0, 25.0), 10.0) == (10.0, 20.0, 20.0, 30.0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "1"), (0.1, "0.1"), (1.0, "1"), (float("nan"), "NaN"), (float("-inf"), "-Infinity"), (-0.0, "-0"),
        (0.123456789, "0.1234568"), (1e300, "1e+300"), (True, "true"), (None, "null"),
    ],
)  # fmt: skip
def test_numbers_are_told_short(value, text):
    assert number_text(value) == text


def test_values_read_like_javascript_and_end_somewhere():
    assert value_text({"default": [1.5, None, "a\n"], "b": True}) == '{default: [1.5, null, "a\\n"], b: true}'
    assert len(value_text("x" * 100_000)) < 2100


def test_a_whole_trace_is_told_as_tables_of_text():
    sample = TracedSample("", "2020-01-05", None, {"B04": 0.25, "dataMask": 1.0}, None)
    trace = PixelTrace(
        (15.0, 25.0), UTM, (sample, replace(sample, label="2020-01-10", values={"B04": 0.5})), ("2020-02-01",),
        [0.375], {"default": (0.375,)}, None, "block",
    )  # fmt: skip
    lines = as_text(trace).splitlines()
    assert lines[0] == "Pixel\t15\t25\tEPSG:32633"
    assert "Sample\tB04\tdataMask" in lines
    assert "2020-01-05\t0.25\t1" in lines
    assert "2020-01-10\t0.5\t" in lines
    assert lines[lines.index("Left out by the script") + 1] == "2020-02-01"
    assert lines[-2:] == ["Returned\t[0.375]", "Written to default\t0.375"]
