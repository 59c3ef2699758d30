# SPDX-License-Identifier: GPL-2.0-or-later
"""What the fetch dialog tells of the price, with a view and jobs that only remember."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")

from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.estimate import Estimate
from timestack.plugin.gui.cost_presenter import CostPresenter, CostWords, MissingValue


def estimate(units):
    return Estimate(units, 0.1, 3, 1, units, 1000, 800, ("2020-01-05",))


class Job:
    def __init__(self, title, work, done, failed):
        self.work, self.done, self.failed, self.is_stopped = work, done, failed, False

    def stop(self):
        self.is_stopped = True

    def finish(self):
        """Deliver even when stopped: a result may be on its way already."""
        try:
            result = self.work(None)
        except Exception as error:  # noqa: BLE001
            self.failed(error)
            return
        self.done(result)


class Jobs(list):
    def start(self, *arguments):
        self.append(Job(*arguments))
        return self[-1]


class View:
    def __init__(self):
        self.shown, self.answer = [], estimate(1.0)

    def prepare_work(self):
        answer = self.answer
        if isinstance(answer, MissingValue) or (isinstance(answer, InvalidRequest) and answer.rule == "now"):
            raise answer

        def work(progress):
            if isinstance(answer, Exception):
                raise answer
            return answer

        return work

    def show_cost(self, line, details, is_settled):
        self.shown.append((line, details, is_settled))


@pytest.fixture
def desk(qgis_app):
    class Desk:
        view, jobs, bugs = View(), Jobs(), []
        words = CostWords(lambda error: f"<{error.rule}>", lambda e: f"{e.units:g} PU", lambda e: f"hint {e.units:g}")
        presenter = CostPresenter(view, jobs, words, bugs.append)

    return Desk()


def test_the_price_is_shown_when_it_is_known(desk):
    desk.presenter.refresh()
    assert desk.view.shown == [("Cost: is being estimated …", "", False)]
    desk.jobs[0].finish()
    assert desk.view.shown[-1] == ("Cost: 1 PU", "hint 1", True)


def test_the_newest_wins_whatever_comes_last(desk):
    desk.presenter.refresh()
    desk.view.answer = estimate(2.0)
    desk.presenter.refresh()
    assert [job.is_stopped for job in desk.jobs] == [True, False]
    desk.jobs[1].finish()
    desk.jobs[0].finish()
    assert desk.view.shown[-1] == ("Cost: 2 PU", "hint 2", True)


def test_the_old_price_stays_in_grey_while_a_new_one_is_made(desk):
    desk.presenter.refresh()
    desk.jobs[0].finish()
    desk.presenter.refresh()
    assert desk.view.shown[-1] == ("Cost: 1 PU", "", False)


def test_what_is_missing_is_told_and_nothing_started(desk):
    desk.view.answer = MissingValue("Bands")
    desk.presenter.refresh()
    assert desk.view.shown == [("Cost: Bands is missing.", "", True)] and not desk.jobs


def test_a_result_of_before_does_not_cover_what_is_missing_now(desk):
    desk.presenter.refresh()
    desk.view.answer = MissingValue("Bands")
    desk.presenter.refresh()
    desk.jobs[0].finish()
    assert desk.view.shown[-1] == ("Cost: Bands is missing.", "", True)


@pytest.mark.parametrize("rule", ["now", "later"])
def test_what_cannot_be_is_told(desk, rule):
    desk.view.answer = InvalidRequest("BANDS", rule)
    desk.presenter.refresh()
    for job in desk.jobs:
        job.finish()
    assert desk.view.shown[-1] == (f"Cost: <{rule}>", "", True) and not desk.bugs


def test_a_bug_is_told_of_and_handed_on(desk):
    desk.view.answer = ZeroDivisionError()
    desk.presenter.refresh()
    desk.jobs[0].finish()
    assert desk.view.shown[-1] == ("Cost: could not be estimated.", "", True)
    assert [type(error) for error in desk.bugs] == [ZeroDivisionError]


def test_nothing_is_shown_after_the_dialog_has_gone(desk):
    desk.presenter.refresh()
    desk.presenter.stop()
    count = len(desk.view.shown)
    desk.jobs[0].finish()
    assert desk.jobs[0].is_stopped and len(desk.view.shown) == count
