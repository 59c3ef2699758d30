# SPDX-License-Identifier: GPL-2.0-or-later
"""What the evalscript panel asks for; every method may take long, so none is for the main thread."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .bridge.areas import Area
from .bridge.projection import is_geographic, transform_bounds
from .core.catalogue import load_catalogue
from .core.errors import InvalidRequest
from .core.grid import Bounds
from .core.progress import Progress
from .core.script_findings import ScriptCheck
from .core.script_results import PixelTrace, SceneInfo, ScriptNote, ScriptOutcome
from .evalscript.checker import check_evalscript
from .evalscripts import ScriptOrder, run_script
from .pixel_traces import trace_script
from .scene_sources import describe_scenes, native_grid, open_scenes, split_scenes
from .stack_scenes import StackSource

MAX_SIDE_PX = 1500
"""What is computed for the canvas is coarsened to at most so many pixels a side."""

PANEL_TIME_LIMIT_S = 120.0
_EXAMPLES = Path(__file__).resolve().parent / "resources" / "evalscripts"


class ScriptService:
    """Checks, runs and traces scripts on local scenes."""

    def check(self, text: str, collection: str) -> ScriptCheck:
        """Everything that can be found wrong with a script."""
        return check_evalscript(text, collection=load_catalogue().get(collection))

    def describe(self, scenes: str) -> SceneInfo:
        """What a place holds.

        :raises TimestackError: when it cannot be used.
        """
        return describe_scenes(_first_source(scenes))

    def run(
        self,
        text: str,
        scenes: str,
        extent: Bounds,
        crs: str,
        start: date | None,
        end: date | None,
        resolution: float | None,
        folder: Path,
        progress: Progress,
    ) -> ScriptOutcome:
        """Run a script over the part of an extent where there are scenes.

        :param resolution: None for that of the scenes, coarsened where the extent is large.
        :raises TimestackError: when it cannot be run.
        """
        order, note = _order(text, scenes, extent, crs, start, end, resolution)
        outcome = run_script(order, folder / "result.tif", None, progress)
        if not note:
            return outcome
        return ScriptOutcome(
            outcome.rasters, outcome.user_data, outcome.user_data_path, outcome.scene_count, outcome.engine,
            (*outcome.notes, note),
        )  # fmt: skip

    def trace(
        self,
        text: str,
        scenes: str,
        point: tuple[float, float],
        crs: str,
        start: date | None,
        end: date | None,
        resolution: float | None,
        progress: Progress,
    ) -> PixelTrace:
        """Follow the pixel under a point.

        :raises TimestackError: when there are no scenes there, or the script fails.
        """
        native = native_grid(_first_source(scenes))
        size = resolution or native.pixel_width
        xmin, ymin, xmax, ymax = transform_bounds((point[0], point[1], point[0], point[1]), crs, native.crs)
        around = Area((xmin - size, ymin - size, xmax + size, ymax + size), native.crs)
        order = ScriptOrder(text, scenes, around, "", resolution, start, end, time_limit_s=PANEL_TIME_LIMIT_S)
        return trace_script(order, point, crs, progress)

    def examples(self) -> tuple[str, ...]:
        """Names of starter scripts."""
        return tuple(sorted(path.stem for path in _EXAMPLES.glob("*.js")))

    def example(self, name: str) -> str:
        """The text of a starter script."""
        if name not in self.examples():
            raise InvalidRequest("EVALSCRIPT", "no_script")
        return (_EXAMPLES / f"{name}.js").read_text(encoding="utf-8")


def _order(
    text: str, scenes: str, extent: Bounds, crs: str, start: date | None, end: date | None, resolution: float | None
) -> tuple[ScriptOrder, ScriptNote | None]:
    source = _first_source(scenes)
    native = native_grid(source)
    box = _clip(transform_bounds(extent, crs, native.crs), native.bounds)
    size = resolution or native.pixel_width
    coarse = max(box[2] - box[0], box[3] - box[1]) / MAX_SIDE_PX
    note = None
    if coarse > size:
        unit = "°" if is_geographic(native.crs) else "m"
        note = ScriptNote("coarser", 0, f"{_round_up(coarse):g} {unit}")
        resolution = _round_up(coarse)
    elif resolution is None and not isinstance(source, StackSource):
        resolution = size
    order = ScriptOrder(
        text, scenes, Area(box, native.crs), "", resolution, start, end, time_limit_s=PANEL_TIME_LIMIT_S
    )
    return order, note


def _clip(box: Bounds, inside: Bounds) -> Bounds:
    clipped = max(box[0], inside[0]), max(box[1], inside[1]), min(box[2], inside[2]), min(box[3], inside[3])
    if clipped[0] >= clipped[2] or clipped[1] >= clipped[3]:
        raise InvalidRequest("EXTENT", "no_scenes_here")
    return clipped


def _round_up(size: float) -> float:
    """The next of 1, 2, 5, 10, 20 … (or their tenths) that is not smaller."""
    step = 1e-9
    while True:
        for factor in (1, 2, 5):
            if step * factor >= size:
                return step * factor
        step *= 10


def _first_source(scenes: str):  # type: ignore[no-untyped-def]
    return open_scenes(next(iter(split_scenes(scenes).values())))
