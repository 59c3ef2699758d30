# SPDX-License-Identifier: GPL-2.0-or-later
"""The time steps of a layer on the canvas: remembered in its properties, shown by switching the renderer's bands.

What is shown is read from the renderer itself, so it is right after a project is reopened, and after the user has
chosen other bands; a composite of several dates that a user has made is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qgis.core import QgsDateTimeRange, QgsMapLayer, QgsRasterLayer

from ..core.dates import format_instant, parse_instant
from ..core.stack import StackInfo
from ..core.step_ranges import TICK, step_ends, step_in_range
from . import compat

STEPS, BANDS, NUMBERS = "timestack/steps", "timestack/bands", "timestack/numbers"


@dataclass(frozen=True)
class LayerSteps:
    """What a layer remembers of its stack."""

    times: tuple[datetime, ...]
    """Ascending."""

    labels: tuple[str, ...]
    """As people read them: ``2020-01-05``."""

    clouds: tuple[float | None, ...]
    """Cloud cover of each step in percent, None where unknown."""

    bands: tuple[str, ...]
    numbers: tuple[tuple[int, ...], ...]
    """Raster band number (from 1) by step and band."""

    def ranges(self) -> list[QgsDateTimeRange]:
        """From when to when each step is the one to show.

        For QGIS a frame from the 10th to the 15th touches what begins on the 15th, although its end is excluded; so
        all steps but the first begin a millisecond late. The first is exact, as the controller starts its frames there.
        """
        starts = [time if time == self.times[0] else time + TICK for time in self.times]
        return [
            QgsDateTimeRange(compat.to_qdatetime(start), compat.to_qdatetime(end))
            for start, end in zip(starts, step_ends(self.times))
        ]

    def whole_range(self) -> QgsDateTimeRange:
        """From the beginning of the first to the end of the last step."""
        return QgsDateTimeRange(compat.to_qdatetime(self.times[0]), compat.to_qdatetime(step_ends(self.times)[-1]))

    def locate(self, number: int) -> tuple[int, int] | None:
        """Step and band (from 0) of a raster band number, None when it is none of the stack's."""
        if not self._is_plain():
            places = {n: (step, band) for step, row in enumerate(self.numbers) for band, n in enumerate(row)}
            return places.get(number)
        return divmod(number - 1, len(self.bands)) if 1 <= number <= len(self.times) * len(self.bands) else None

    def _is_plain(self) -> bool:
        return self.numbers[0][0] == 1 and self.numbers[-1][-1] == len(self.times) * len(self.bands) and not any(
            row[0] != step * len(self.bands) + 1 for step, row in enumerate(self.numbers)
        )


def describe_steps(info: StackInfo, numbers: Sequence[Sequence[int]]) -> LayerSteps:
    """What a layer of a stack has to remember."""
    return LayerSteps(
        times=tuple(step.time for step in info.steps),
        labels=tuple(step.label for step in info.steps),
        clouds=tuple(step.cloud_cover_pct for step in info.steps),
        bands=info.band_names,
        numbers=tuple(tuple(row) for row in numbers),
    )


def remember_steps(layer: QgsRasterLayer, steps: LayerSteps) -> None:
    """Write the steps into the layer's custom properties, from where they come back with the project.

    ``NUMBERS`` is written last: from then on it is a stack layer, and whoever listens may step it.
    """
    plain = [
        {"time": format_instant(time), "label": label, "cloud_cover_pct": cloud}
        for time, label, cloud in zip(steps.times, steps.labels, steps.clouds)
    ]
    layer.setCustomProperty(STEPS, json.dumps(plain))
    layer.setCustomProperty(BANDS, json.dumps(steps.bands))
    layer.setCustomProperty(NUMBERS, json.dumps(steps.numbers))


def is_stack_layer(layer: QgsMapLayer | None) -> bool:
    """Whether a layer shows a whole stack, one step at a time."""
    return isinstance(layer, QgsRasterLayer) and layer.customProperty(NUMBERS) is not None


def read_steps(layer: QgsMapLayer | None) -> LayerSteps | None:
    """The steps that a layer remembers; None for other layers, and for properties that do not fit the raster."""
    if not is_stack_layer(layer):
        return None
    try:
        steps = json.loads(layer.customProperty(STEPS))
        found = LayerSteps(
            times=tuple(parse_instant(step["time"]) for step in steps),
            labels=tuple(str(step["label"]) for step in steps),
            clouds=tuple(step.get("cloud_cover_pct") for step in steps),
            bands=tuple(json.loads(layer.customProperty(BANDS))),
            numbers=tuple(tuple(row) for row in json.loads(layer.customProperty(NUMBERS))),
        )
    except (KeyError, TypeError, ValueError):
        return None
    fits = len(found.numbers) == len(found.times) > 0 and all(len(row) == len(found.bands) > 0 for row in found.numbers)
    return found if fits and max(map(max, found.numbers)) <= layer.bandCount() else None


def shown_step(layer: QgsMapLayer | None) -> int | None:
    """The step that a layer draws (from 0); None when it draws several dates at once, or is no stack layer."""
    steps = read_steps(layer)
    places = None if steps is None else _shown_places(layer, steps)
    return places[0][0] if places else None


def shown_band_names(layer: QgsMapLayer | None) -> tuple[str, ...]:
    """Names of the bands that a layer draws: red, green, blue, or one; empty when it draws several dates."""
    steps = read_steps(layer)
    places = None if steps is None else _shown_places(layer, steps)
    return tuple(steps.bands[band] for _, band in places) if steps is not None and places else ()


def show_step(layer: QgsMapLayer | None, index: int) -> bool:
    """Draw another step with the same bands, stretch and everything else that the layer's style has.

    :returns: whether anything has changed: not when the step is shown already, nor for a layer whose user has
        composed several dates, nor for layers that are no stacks.
    """
    steps = read_steps(layer)
    if steps is None or not 0 <= index < len(steps.times):
        return False
    places = _shown_places(layer, steps)
    if not places or places[0][0] == index:
        return False
    _keep_native_ranges(layer, steps, places[0][1])
    renderer = layer.renderer()
    bands = iter(band for _, band in places)
    wanted = tuple(
        steps.numbers[index][next(bands)] if number >= 1 else number for number in compat.shown_bands(renderer)
    )
    replacement = compat.with_bands(renderer, wanted)
    if replacement is not None:
        layer.setRenderer(replacement)
    layer.triggerRepaint()
    layer.legendChanged.emit()
    return True


def step_at(layer: QgsMapLayer | None, time_range: QgsDateTimeRange) -> int | None:
    """The step that a stretch of time shows: the last one that begins inside it, else the one that is still on.

    None for an empty stretch, one outside the series, and one without any bounds (no time is chosen at all). Where a
    stretch merely touches the beginning of the series, QGIS draws the layer, so the first step is on.
    """
    steps = read_steps(layer)
    if steps is None or time_range.isInfinite() or time_range.isEmpty():
        return None
    begin, end = compat.to_datetime(time_range.begin()), compat.to_datetime(time_range.end())
    step = step_in_range(steps.times, begin, end, time_range.includeBeginning(), time_range.includeEnd())
    return 0 if step is None and end == steps.times[0] else step


def set_layer_range(layer: QgsRasterLayer, steps: LayerSteps) -> None:
    """Switch on the layer's temporal properties over the whole series.

    A single band gets a range for each date where QGIS knows such a thing (3.38 on): QGIS then switches the band by
    itself, in layouts and animations too.
    """
    properties = layer.temporalProperties()
    places = _shown_places(layer, steps)
    if compat.has_range_per_band() and places and len(compat.shown_bands(layer.renderer())) == 1:
        band = places[0][1]
        compat.set_range_per_band(properties, {row[band]: range_ for row, range_ in zip(steps.numbers, steps.ranges())})
    else:
        compat.set_fixed_range(properties, steps.whole_range())
    properties.setIsActive(True)


def _keep_native_ranges(layer: QgsRasterLayer, steps: LayerSteps, band: int) -> None:
    """The user may have chosen another band, or another kind of renderer, since the ranges were set."""
    properties = layer.temporalProperties()
    if not compat.uses_range_per_band(properties):
        return
    is_single = len(compat.shown_bands(layer.renderer())) == 1
    if not is_single or steps.numbers[0][band] not in properties.fixedRangePerBand():
        set_layer_range(layer, steps)


def _shown_places(layer: QgsRasterLayer, steps: LayerSteps) -> list[tuple[int, int]]:
    """(step, band) of each drawn band; empty when they are of several dates, or not all of the stack."""
    numbers = [number for number in compat.shown_bands(layer.renderer()) if number >= 1]
    places = [steps.locate(number) for number in numbers]
    found = [place for place in places if place is not None]
    return found if len(found) == len(numbers) and len({step for step, _ in found}) == 1 else []
