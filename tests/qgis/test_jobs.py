# SPDX-License-Identifier: GPL-2.0-or-later
"""Background jobs: results and failures come back on the main thread, cancelled ones not at all."""

from __future__ import annotations

import gc
import threading
import time

import pytest

pytest.importorskip("qgis.core")

from qgis.PyQt.QtCore import QCoreApplication

from timestack.plugin.bridge.jobs import JobRunner
from timestack.plugin.core.errors import FileProblem
from timestack.plugin.core.progress import check_cancelled

pytestmark = pytest.mark.usefixtures("qgis_app")


class Desk:
    def __init__(self):
        self.runner, self.results, self.errors, self.shares, self.threads = JobRunner(), [], [], [], []

    def start(self, work):
        def done(result):
            self.threads.append(threading.current_thread())
            self.results.append(result)

        return self.runner.start("test", work, done, self.errors.append, self.shares.append)

    def settle(self, seconds=10.0):
        end = time.monotonic() + seconds
        while self.runner._jobs:
            assert time.monotonic() < end, "waited in vain"
            QCoreApplication.processEvents()
            gc.collect()
            time.sleep(0.01)


@pytest.fixture
def desk():
    return Desk()


def endless(progress):
    while True:
        check_cancelled(progress)
        time.sleep(0.005)


def test_a_result_comes_back_on_the_main_thread_and_its_work_ran_on_another_one(desk):
    desk.start(lambda progress: threading.current_thread())
    desk.settle()
    assert desk.threads == [threading.main_thread()]
    assert desk.results[0] is not threading.main_thread()
    assert desk.errors == []


@pytest.mark.parametrize("error", [FileProblem("/x", "gone"), ZeroDivisionError("bug")])
def test_what_the_work_raises_comes_back_as_it_is(desk, error):
    def work(_):
        raise error

    desk.start(work)
    desk.settle()
    assert desk.errors == [error]
    assert desk.results == []


def test_progress_is_told_as_a_share(desk):
    def work(progress):
        progress.report(0.25)
        time.sleep(0.2)

    desk.start(work)
    desk.settle()
    assert 0.25 in desk.shares
    assert all(0 <= share <= 1 for share in desk.shares)


def test_a_stopped_job_ends_soon_and_delivers_nothing(desk):
    job = desk.start(endless)
    QCoreApplication.processEvents()
    time.sleep(0.1)
    job.stop()
    begin = time.monotonic()
    desk.settle()
    assert time.monotonic() - begin < 1
    assert (desk.results, desk.errors) == ([], [])
    job.stop()  # nor does it mind being stopped when it is over


def test_a_result_that_comes_after_the_stop_is_dropped(desk):
    started, go = threading.Event(), threading.Event()

    def work(_):
        started.set()
        go.wait(5)
        return "late"

    job = desk.start(work)
    assert started.wait(5)
    job.stop()
    go.set()
    desk.settle()
    assert (desk.results, desk.errors) == ([], [])


def test_all_can_be_stopped_at_once_and_waited_for(desk):
    for _ in range(3):
        desk.start(endless)
    begin = time.monotonic()
    desk.runner.stop_all()
    assert time.monotonic() - begin < 2
    desk.settle()
    assert desk.results == []
