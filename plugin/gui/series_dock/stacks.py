# SPDX-License-Identifier: GPL-2.0-or-later
"""The stacks that the dock shows: the active layer's, or those that the user ticked; each is described once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ...bridge.i18n import tr
from ...bridge.profile_desk import AreaOrder, PointOrder
from ...core.errors import TimestackError
from ..background_jobs import Jobs
from .choice import SeriesChoice
from .pins import Pin
from .ports import Described, Source
from .reading import Reading, ReflectanceScale

_ROUNDING_S = 0.001


@dataclass
class Stack:
    """A layer that was found to be a stack."""

    source: Source
    described: Described
    scale: ReflectanceScale
    reading: Reading = field(init=False)

    def read_for(self, choice: SeriesChoice) -> None:
        """See it by another choice."""
        self.reading = Reading(self.described.info, choice, self.scale)

    @property
    def given_crs(self) -> str:
        """What the user gave the layer of a file that names none; empty for others."""
        return "" if self.described.info.grid.crs else self.source.crs

    def order(self, place: Pin) -> AreaOrder | PointOrder:
        """What the desk has to read for a place."""
        if place.is_area:
            return AreaOrder(place.wkt, place.crs, self.reading, self.described.state, self.given_crs)
        return PointOrder(place.x, place.y, place.crs, self.described.state, self.given_crs)

    def time_at(self, step: int | None) -> datetime | None:
        """When a step is; None for none of the stack's."""
        steps = self.described.info.steps
        return steps[step].time if step is not None and 0 <= step < len(steps) else None

    def next_of_instant(self, step: int, shown: int | None) -> int:
        """The step itself, or the one after that which is shown already, where several have its time."""
        steps = self.described.info.steps
        same = [number for number, known in enumerate(steps) if known.time == steps[step].time]
        return same[(same.index(shown) + 1) % len(same)] if shown in same else step


class Stacks:
    """Knows layers by their ids; calls back when what is shown changes."""

    def __init__(
        self, jobs: Jobs, describe: Callable[[str], Described], explain: Callable[[TimestackError], str],
        changed: Callable[[], None], unforeseen: Callable[[Exception], None],
    ) -> None:  # fmt: skip
        """
        :param describe: looks into a file; called in another thread.
        :param changed: other stacks are shown, or more is known of them.
        """
        self._jobs, self._describe, self._explain = jobs, describe, explain
        self._changed, self._unforeseen = changed, unforeseen
        self.sources: tuple[Source, ...] = ()
        self.chosen: tuple[str, ...] = ()
        self._active = ""
        self._known: dict[str, Stack] = {}
        self._problems: dict[str, str] = {}
        self._asked: dict[str, str] = {}
        self._is_closed = False

    @property
    def wanted(self) -> tuple[str, ...]:
        """Ids of the layers that should be shown."""
        present = [source.layer_id for source in self.sources]
        ticked = tuple(layer for layer in self.chosen if layer in present)
        return ticked or ((self._active,) if self._active in present else ())

    @property
    def shown(self) -> tuple[Stack, ...]:
        """The stacks among them; the first one leads."""
        return tuple(self._known[layer] for layer in self.wanted if layer in self._known)

    @property
    def problem(self) -> str:
        """Why nothing is shown; empty while something is, or is being looked at."""
        if self.shown:
            return ""
        sentences = [self._problems[layer] for layer in self.wanted if layer in self._problems]
        return sentences[0] if sentences else ""

    def find(self, layer_id: str) -> Stack | None:
        """A stack that is shown."""
        return next((stack for stack in self.shown if stack.source.layer_id == layer_id), None)

    def find_step(self, time: datetime) -> tuple[Stack, int] | None:
        """The first stack that has a date, and its step; a plot may have rounded the instant."""
        for stack in sorted(self.shown, key=lambda found: found.source.is_live):  # a layer can show it
            for step, known in enumerate(stack.described.info.steps):
                if abs((known.time - time).total_seconds()) < _ROUNDING_S:
                    return stack, step
        return None

    def offer(self, sources: Sequence[Source]) -> None:
        """These are the raster layers of the project."""
        self.sources = tuple(sources)
        paths = {source.layer_id: source.path for source in sources}
        for layer, stack in list(self._known.items()):
            if paths.get(layer) != stack.source.path:
                del self._known[layer]
        for source in sources:
            if source.layer_id in self._known:
                self._known[source.layer_id].source = source
        self._problems = {layer: text for layer, text in self._problems.items() if layer in paths}
        if self._active and self._active not in paths:
            self._active = ""
        self._look()
        self._changed()

    def activate(self, layer_id: str) -> None:
        """Another layer is the active one; layers that are not offered do not count."""
        if layer_id != self._active and any(source.layer_id == layer_id for source in self.sources):
            self._active = layer_id
            self._look()
            self._changed()

    def choose(self, layer_ids: Sequence[str]) -> None:
        """The user ticked these layers; none: follow the active one."""
        self.chosen = tuple(layer_ids)
        self._look()
        self._changed()

    def refresh(self, layer_id: str, times: Sequence[datetime]) -> None:
        """A layer has these steps; where others are known, its file has changed and is looked into again."""
        stack = self._known.get(layer_id)
        if stack is not None and tuple(step.time for step in stack.described.info.steps) == tuple(times):
            return
        source = next((source for source in self.sources if source.layer_id == layer_id), None)
        self._problems.pop(layer_id, None)
        if source is not None and layer_id in self.wanted:
            self._asked[layer_id] = source.path
            self._start(source)
        else:
            self._known.pop(layer_id, None)

    def look_again(self, path: str) -> None:
        """A file has changed: what is known of it counts until it was looked into, unless that is under way."""
        for source in self.sources:
            if source.path == path and not source.is_live and self._asked.get(source.layer_id) != path:
                self._problems.pop(source.layer_id, None)
                if source.layer_id in self.wanted:
                    self._asked[source.layer_id] = path
                    self._start(source)
                else:
                    self._known.pop(source.layer_id, None)

    def close(self) -> None:
        """Nothing that arrives counts any more."""
        self._is_closed = True

    def _look(self) -> None:
        by_id = {source.layer_id: source for source in self.sources}
        for layer in self.wanted:
            source = by_id[layer]
            if layer not in self._known and layer not in self._problems and self._asked.get(layer) != source.path:
                self._asked[layer] = source.path
                self._start(source)

    def _start(self, source: Source) -> None:
        def done(described: Described) -> None:
            if self._is_current(source):
                self._known[source.layer_id] = Stack(source, described, ReflectanceScale(described.info))
                self._changed()

        def failed(error: Exception) -> None:
            if not self._is_current(source):
                return
            if isinstance(error, TimestackError):
                self._problems[source.layer_id] = self._explain(error)
            else:
                self._problems[source.layer_id] = tr("That failed unexpectedly; QGIS shows what happened.")
                self._unforeseen(error)
            self._changed()

        self._jobs.start(tr("Time series: look at the stack"), lambda _: self._describe(source.path), done, failed)

    def _is_current(self, source: Source) -> bool:
        """Whether the answer for a layer still belongs to it."""
        if self._asked.get(source.layer_id) == source.path:
            del self._asked[source.layer_id]
        present = {known.layer_id: known.path for known in self.sources}
        return not self._is_closed and present.get(source.layer_id) == source.path
