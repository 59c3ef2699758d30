# SPDX-License-Identifier: GPL-2.0-or-later
"""Decides what the Evalscript panel shows; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...bridge.i18n import tr
from ...core.errors import InvalidRequest, ScriptError, TimestackError
from ...core.grid import Bounds
from ...core.progress import Progress
from ...core.script_findings import ERROR, HINT, WARNING, ScriptCheck
from ...core.script_results import PixelTrace, ScriptOutcome
from ..background_jobs import Jobs, Stoppable
from .pixel_size import size_text
from .ports import MapSide, Mark, PanelView, RunReport, ScriptService, Words
from .run_window import NothingVisible, RunWindow, pixel_around, plan_middle, plan_window

if TYPE_CHECKING:
    from ...core.script_results import SceneInfo

DESCRIBE, CHECK, RUN, TRACE = "describe", "check", "run", "trace"
SIMPLE_ENGINE = "block"


class EvalscriptPresenter:
    """Starts checks, runs and traces in the background; of each kind only the latest counts."""

    def __init__(
        self, view: PanelView, map_side: MapSide, service: ScriptService, jobs: Jobs, words: Words,
        transform: Callable[[Bounds, str, str], Bounds], unforeseen: Callable[[Exception], None],
    ) -> None:  # fmt: skip
        """
        :param transform: a box, from one CRS to another; called in any thread.
        :param unforeseen: gets an error that is a bug, after the panel has told that there was one.
        """
        self._view, self._map, self._service, self._jobs, self._words = view, map_side, service, jobs, words
        self._transform, self._unforeseen = transform, unforeseen
        self._under_way: dict[str, Stoppable] = {}
        self._info: SceneInfo | None = None
        self._window: RunWindow | None = None
        self._place: tuple[tuple[float, float], str] | None = None
        self._check_marks: tuple[Mark, ...] = ()
        self._is_checked = False
        self._is_closed = False

    @property
    def is_busy(self) -> bool:
        """Whether a run or a trace is under way."""
        return RUN in self._under_way or TRACE in self._under_way

    def scenes_changed(self) -> None:
        """Other scenes are chosen: learn what they are."""
        self._info = self._window = None
        self._view.show_scenes(None)
        scenes = self._view.choice().scenes
        self._start(
            DESCRIBE, tr("Evalscript: look at the scenes"), lambda _: self._service.describe(scenes), self._described,
            self._not_described,
        )  # fmt: skip

    def text_settled(self) -> None:
        """The script changed, and the user pauses."""
        self.check()

    def check(self) -> None:
        """Look for what is wrong with the script, without running it."""
        text, collection = self._view.text(), self._info.collection if self._info else ""
        if not text.strip():
            self._stop(CHECK)
            self._check_marks, self._is_checked = (), False
            self._view.show_marks((), False)
            return
        self._start(
            CHECK, tr("Evalscript: check"), lambda _: self._service.check(text, collection), self._checked,
            self._failed,
        )  # fmt: skip

    def run(self) -> None:
        """Run the script on what the canvas shows of the scenes."""
        text, choice, info = self._view.text(), self._view.choice(), self._info
        area, is_empty, folder = self._map.visible_area(), self._map.is_empty(), self._map.run_folder()
        self._view.show_message("", HINT)

        def work(progress: Progress) -> tuple[RunWindow, bool, ScriptOutcome]:
            window, is_elsewhere = self._plan(info or self._service.describe(choice.scenes), area, is_empty)
            outcome = self._service.run(
                text, choice.scenes, window.bounds, window.crs, choice.start, choice.end, window.asked_resolution,
                folder, progress,
            )  # fmt: skip
            return window, is_elsewhere, outcome

        def done(result: tuple[RunWindow, bool, ScriptOutcome]) -> None:
            self._ran(*result, folder)

        def failed(error: Exception) -> None:
            self._map.drop_folder(folder)
            self._failed(error)

        self._start(RUN, tr("Evalscript: run"), work, done, failed)

    def _plan(self, info: SceneInfo, area: tuple[Bounds, str] | None, is_empty: bool) -> tuple[RunWindow, bool]:
        """The part to run, and whether it is another one than the canvas shows.

        :raises NothingVisible: when the canvas shows a map beside the scenes.
        """
        try:
            if area is not None:
                return plan_window(info, area, self._transform), False
        except (NothingVisible, InvalidRequest):
            if not is_empty:
                raise
        return plan_middle(info), True

    def trace(self, point: tuple[float, float], crs: str) -> None:
        """Follow the script through the pixel at a place.

        :param point: x and y in ``crs``.
        """
        self._place = (point, crs)
        text, choice, window, info = self._view.text(), self._view.choice(), self._window, self._info
        self._view.show_message("", HINT)

        def work(progress: Progress) -> tuple[float, PixelTrace]:
            known = info or self._service.describe(choice.scenes)
            asked = window.asked_resolution if window is not None else None
            trace = self._service.trace(text, choice.scenes, point, crs, choice.start, choice.end, asked, progress)
            return asked or known.resolution, trace

        self._start(TRACE, tr("Evalscript: trace"), work, lambda result: self._traced(*result), self._failed)

    def trace_left(self) -> None:
        """The user is done with clicking on pixels."""
        self._stop(TRACE)
        self._place = None
        self._map.clear_mark()
        self._show_busy()

    def cancel(self) -> None:
        """Stop run and trace."""
        was_busy = self.is_busy
        self._stop(RUN)
        self._stop(TRACE)
        self._show_busy()
        if was_busy:
            self._view.show_message(tr("Cancelled."), HINT)

    def show_scenes_on_map(self) -> None:
        """Zoom the canvas to the scenes."""
        if self._info is not None:
            self._map.zoom_to(self._info.bounds, self._info.crs)

    def close(self) -> None:
        """Nothing is shown any more."""
        self._is_closed = True
        for kind in list(self._under_way):
            self._stop(kind)

    def _start(
        self, kind: str, title: str, work: Callable[[Progress], Any], done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:  # fmt: skip
        """Start a job; what an earlier one of its kind still delivers is dropped."""
        if self._is_closed:
            return
        self._stop(kind)
        ticket = _Ticket()
        self._under_way[kind] = ticket

        def is_current() -> bool:
            return self._under_way.get(kind) is ticket

        def finish(deliver: Callable[[Any], None], result: Any) -> None:
            if is_current():
                del self._under_way[kind]
                self._show_busy()
                deliver(result)

        def reported(share: float) -> None:
            if is_current() and kind in (RUN, TRACE):
                self._view.show_progress(share)

        self._show_busy()
        ticket.job = self._jobs.start(
            title, work, lambda result: finish(done, result), lambda error: finish(failed, error), reported
        )

    def _stop(self, kind: str) -> None:
        job = self._under_way.pop(kind, None)
        if job is not None:
            job.stop()

    def _show_busy(self) -> None:
        if RUN in self._under_way:
            self._view.show_busy(tr("Running …"))
        elif TRACE in self._under_way:
            self._view.show_busy(tr("Tracing …"))
        else:
            self._view.show_busy("")

    def _described(self, info: SceneInfo) -> None:
        self._info = info
        self._view.show_scenes(info)
        self.check()  # its bands are known now

    def _not_described(self, error: Exception) -> None:
        self._failed(error)
        self.check()

    def _checked(self, check: ScriptCheck) -> None:
        marks = []
        for finding in check.findings:
            problem, remedy = self._words.describe_finding(finding)
            marks.append(Mark(finding.severity, finding.line, finding.column, problem, remedy))
        self._check_marks, self._is_checked = tuple(marks), True
        self._view.show_marks(self._check_marks, True)

    def _ran(self, window: RunWindow, is_elsewhere: bool, outcome: ScriptOutcome, folder: Path) -> None:
        self._window = window
        self._map.show_outputs(outcome, folder)
        if is_elsewhere:
            self._map.zoom_to(window.bounds, window.crs)
        self._view.show_report(RunReport(outcome, self._facts(window, is_elsewhere, outcome)))
        self._view.show_marks(self._check_marks, self._is_checked)
        if self._place is not None:
            self.trace(*self._place)

    def _facts(self, window: RunWindow, is_elsewhere: bool, outcome: ScriptOutcome) -> tuple[str, ...]:
        xmin, ymin, xmax, ymax = window.bounds
        facts = [
            tr("{scenes} scenes, {width} × {height} pixels of {size}.").format(
                scenes=outcome.scene_count, width=round((xmax - xmin) / window.resolution),
                height=round((ymax - ymin) / window.resolution), size=size_text(window.resolution, window.crs),
            )
        ]  # fmt: skip
        if is_elsewhere:
            facts.append(tr("The map was empty, so the middle of the scenes was taken."))
        if window.times_coarser > 1:
            facts.append(
                tr("Coarsened {times} times, since the canvas shows many pixels; zoom in for full detail.").format(
                    times=window.times_coarser
                )
            )
        if outcome.engine != SIMPLE_ENGINE:
            facts.append(tr("Run by Qt's JavaScript engine, which is slower."))
        return (*facts, *map(self._words.describe_note, outcome.notes))

    def _traced(self, size: float, trace: PixelTrace) -> None:
        self._map.mark_pixel(pixel_around(trace.place, size), trace.crs)
        self._view.show_trace(trace)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, NothingVisible):
            self._view.show_message(
                tr("The canvas shows no part of the scenes; use Zoom to scenes, or choose other scenes."), WARNING
            )
        elif isinstance(error, TimestackError):
            self._view.show_message(self._words.explain(error), ERROR)
            if isinstance(error, ScriptError) and error.line:
                mark = Mark(ERROR, error.line, 0, error.message, "")
                self._view.show_marks((mark, *self._check_marks), self._is_checked)
                self._view.go_to_line(error.line, 0)
        else:
            self._view.show_message(tr("That failed unexpectedly; QGIS shows what happened."), ERROR)
            self._unforeseen(error)


class _Ticket:
    """Stands for a job that may be over before its starter has hold of it."""

    def __init__(self) -> None:
        self.job: Stoppable | None = None

    def stop(self) -> None:
        if self.job is not None:
            self.job.stop()
