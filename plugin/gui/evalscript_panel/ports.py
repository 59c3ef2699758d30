# SPDX-License-Identifier: GPL-2.0-or-later
"""What the panel needs from others: the scripts' service, jobs, words, the map, and the view from its presenter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ...core.errors import TimestackError
from ...core.grid import Bounds
from ...core.progress import Progress
from ...core.script_findings import ScriptCheck, ScriptFinding
from ...core.script_results import PixelTrace, ScriptNote, ScriptOutcome

if TYPE_CHECKING:
    from ...core.script_results import SceneInfo


class ScriptService(Protocol):
    """Checks, runs and traces scripts. All methods may be called from any thread and may take long.

    ``scenes`` is ``demo``, a folder of scenes, or the file of a stack. Days are inclusive, None is open.
    """

    def check(self, text: str, collection: str) -> ScriptCheck:
        """What is to be said about a script; an empty collection is any."""
        ...

    def describe(self, scenes: str) -> SceneInfo:
        """:raises TimestackError: when there are no such scenes."""
        ...

    def run(
        self, text: str, scenes: str, extent: Bounds, crs: str, start: date | None, end: date | None,
        resolution: float | None, folder: Path, progress: Progress,
    ) -> ScriptOutcome:  # fmt: skip
        """Write the rasters of a script into a folder.

        :raises TimestackError: when script, scenes or area do not allow it.
        """
        ...

    def trace(
        self, text: str, scenes: str, point: tuple[float, float], crs: str, start: date | None, end: date | None,
        resolution: float | None, progress: Progress,
    ) -> PixelTrace:  # fmt: skip
        """Follow a script through one pixel.

        :raises TimestackError: as :meth:`run`.
        """
        ...

    def examples(self) -> tuple[str, ...]:
        """Names of the scripts to start from."""
        ...

    def example(self, name: str) -> str:
        """The text of one of them."""
        ...


@dataclass(frozen=True)
class Words:
    """Sentences for what the panel shows, made outside of it."""

    explain: Callable[[TimestackError], str]
    describe_finding: Callable[[ScriptFinding], tuple[str, str]]
    """Problem and remedy."""

    describe_note: Callable[[ScriptNote], str]


@dataclass(frozen=True)
class Mark:
    """A line of the script with something to say about it."""

    severity: str
    """One of :data:`...core.script_findings.SEVERITIES`."""

    line: int
    """1-based, 0 for the script as a whole."""

    column: int
    problem: str
    remedy: str


@dataclass(frozen=True)
class RunReport:
    """What a run left, for the eye."""

    outcome: ScriptOutcome
    lines: tuple[str, ...]
    """Facts and notes, in words."""


@dataclass(frozen=True)
class Choice:
    """What the user chose beside the script."""

    scenes: str
    start: date | None
    end: date | None


class PanelView(Protocol):
    """What the presenter tells the widgets."""

    def text(self) -> str:
        """The script."""
        ...

    def choice(self) -> Choice:
        """Scenes and days."""
        ...

    def show_marks(self, marks: Sequence[Mark], is_complete: bool) -> None:
        """List what was found and mark the lines; ``is_complete`` tells a check from the error of a run."""
        ...

    def show_scenes(self, info: SceneInfo | None) -> None:
        """Tell what the chosen scenes are; None while nobody knows."""
        ...

    def show_busy(self, title: str) -> None:
        """Work has begun; empty: it is over."""
        ...

    def show_progress(self, share: float) -> None:
        """Share of the work done, 0 to 1."""
        ...

    def show_message(self, text: str, severity: str) -> None:
        """One sentence; an empty one clears."""
        ...

    def show_report(self, report: RunReport) -> None:
        """What a run left."""
        ...

    def show_trace(self, trace: PixelTrace) -> None:
        """A pixel."""
        ...

    def go_to_line(self, line: int, column: int) -> None:
        """Put the cursor there."""
        ...


class MapSide(Protocol):
    """What the presenter tells the map."""

    def visible_area(self) -> tuple[Bounds, str] | None:
        """What the canvas shows, with its CRS; None where it has neither."""
        ...

    def is_empty(self) -> bool:
        """Whether there is no layer on the canvas, so that its place may mean nothing."""
        ...

    def zoom_to(self, bounds: Bounds, crs: str) -> None:
        """Show an area."""
        ...

    def run_folder(self) -> Path:
        """A new, empty folder for the files of one run."""
        ...

    def drop_folder(self, folder: Path) -> None:
        """The files of a run are not needed."""
        ...

    def show_outputs(self, outcome: ScriptOutcome, folder: Path) -> None:
        """Bring the rasters of a run onto the map, in the layers of an earlier run."""
        ...

    def mark_pixel(self, bounds: Bounds, crs: str) -> None:
        """Draw the outline of a pixel."""
        ...

    def clear_mark(self) -> None:
        """Take the outline away."""
        ...
