# SPDX-License-Identifier: GPL-2.0-or-later
"""Decides what the time-series dock shows; knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from ...core.errors import TimestackError
from .choice import SeriesChoice
from .live_choice import LiveChoice
from .live_side import LIVE, LiveSide, add_steps
from .pins import Pin
from .places import Places
from .plot_maker import make_content, readout
from .ports import Desk, MapSide, SeriesView, Source, Worker
from .reading import offered_names
from .reasons import empty_reason, formula_sentence
from .series_store import SeriesStore
from .stacks import Stacks


class SeriesPresenter:
    """Places and choices in, plot and map marks out."""

    def __init__(
        self, view: SeriesView, map_side: MapSide, desk: Desk, worker: Worker, stacks: Stacks, places: Places,
        explain: Callable[[TimestackError], str], live: LiveSide | None = None,
    ) -> None:  # fmt: skip
        self._view, self._map, self._explain = view, map_side, explain
        self.stacks, self.places = stacks, places
        self.store = SeriesStore(desk, worker, live)
        self.live = live
        if live is not None:
            live.answered, live.failed, live.noted = self.answered, self.failed, self._draw
        self._layers: tuple[Source, ...] = ()
        self.choice = SeriesChoice()
        self.pins_changed: Callable[[], None] = lambda: None
        """Called when pins come, go or change."""

        self._time: datetime | None = None
        self._second: datetime | None = None
        self._pointed: datetime | None = None
        self._is_moving = self._is_closed = False

    # ---- stacks

    def offer_sources(self, sources: Sequence[Source]) -> None:
        """The raster layers of the project."""
        self._layers = tuple(sources)
        self.stacks.offer((*self._layers, *(self.live.sources if self.live is not None else ())))

    def activate(self, layer_id: str) -> None:
        """Another layer is the active one."""
        self.stacks.activate(layer_id)

    def choose_sources(self, layer_ids: Sequence[str]) -> None:
        """The user ticked these layers."""
        self.stacks.choose(layer_ids)

    def choose_live(self, choice: LiveChoice | None, title: str = "") -> None:
        """Offer a connection as one more source, and show it.

        :raises InvalidRequest: for what cannot be; all stays as it was.
        """
        if self.live is None or choice == self.live.choice:
            return
        self.live.choose(choice, title)
        self.offer_sources(self._layers)
        kept = [layer for layer in self.stacks.chosen if layer != LIVE]
        self.choose_sources(kept if choice is None else [*(kept or self.stacks.wanted), LIVE])

    def stacks_changed(self) -> None:
        """Other stacks are shown, or more is known of them."""
        if self._is_closed:
            return
        self._read_anew()
        shown = self.stacks.shown
        if shown:
            times = [stack.time_at(self._map.shown_step(stack.source.layer_id)) for stack in shown]
            if self._time is None or self._time not in times:  # else the date that was clicked is still on the map
                known = [found.time for found in shown[0].described.info.steps]
                self._time = times[0] or (self._time if self._time in known else None)
            self._view.show_mark(self._time, self._second)
        self.show()

    # ---- choices

    def choose(self, **changes: object) -> None:
        """Change some settings, named as the fields of :class:`.choice.SeriesChoice`."""
        self.restore_choice(replace(self.choice, **changes))  # type: ignore[arg-type]

    def restore_choice(self, choice: SeriesChoice) -> None:
        """Other settings."""
        if choice != self.choice:
            self.choice = choice
            self._read_anew()
            self.show()

    # ---- places

    def hover(self, x: float, y: float, crs: str) -> None:
        """The mouse is over a place of the map."""
        self._ask(self.places.move_hover(x, y, crs))

    def leave_hover(self) -> None:
        """The mouse has left the map."""
        hover = self.places.hover
        if hover is not None:
            self.places.hover = None
            self.store.drop(hover)
            self.show()

    def pin(self, x: float, y: float, crs: str, name: str = "") -> Pin:
        """Pin a point."""
        return self._added(self.places.add(x, y, crs, "", name))

    def pin_area(self, wkt: str, x: float, y: float, crs: str, name: str = "") -> Pin:
        """Pin a polygon. :param x: of a point inside, as ``y``."""
        return self._added(self.places.add(x, y, crs, wkt, name))

    def move_pin(self, number: int, x: float, y: float, crs: str, is_dropped: bool = True) -> None:
        """A pin was dragged to another place, or is on its way."""
        pin = self.places.find(number)
        if pin is not None and not pin.is_area:
            moved = self.places.change(number, x=x, y=y, crs=crs)
            self._show_pins()
            if moved is not None:
                self._ask(moved, is_click=is_dropped)

    def rename_pin(self, number: int, name: str) -> None:
        """An empty name changes nothing."""
        if name.strip():
            self.places.change(number, name=name.strip())
        self._show_pins()
        self.show()

    def colour_pin(self, number: int, colour: str) -> None:
        """``#rrggbb``."""
        self.places.change(number, colour=colour)
        self._show_pins()
        self.show()

    def remove_pin(self, number: int) -> None:
        """Take a pin away."""
        pin = self.places.remove(number)
        if pin is not None:
            self.store.drop(pin)
            self._show_pins()
            self.show()

    def remove_all_pins(self) -> None:
        """Take all of them away."""
        self.restore_pins(())

    def restore_pins(self, pins: Sequence[Pin]) -> None:
        """These pins, in place of all others."""
        for place in self.places:
            self.store.drop(place)
        self.places.restore(pins)
        self._show_pins()
        self._read_anew()
        self.show()

    def zoom_to_pin(self, number: int) -> None:
        """Bring a pin into view."""
        pin = self.places.find(number)
        if pin is not None:
            self._map.zoom_to(pin)

    # ---- dates

    def date_chosen(self, time: datetime, is_second: bool = False) -> None:
        """The user clicked on a date: the canvas goes there, or shows it beside the first one.

        Where several steps (tiles of one pass) have this time, another click shows the next of them.
        """
        found = self.stacks.find_step(time)
        if found is None:
            return
        stack, step = found
        if not is_second:
            step = stack.next_of_instant(step, self._map.shown_step(stack.source.layer_id))
        layer, time = stack.source.layer_id, stack.described.info.steps[step].time
        if is_second:
            self._second = time
            self._map.compare_step(layer, stack.described, step)
        else:
            self._time = time
            self._is_moving = True
            try:
                self._map.show_step(layer, stack.described, step)
            finally:
                self._is_moving = False
        self._view.show_mark(self._time, self._second)
        self._show_readout()

    def step_shown(self, layer_id: str, step: int) -> None:
        """A layer on the canvas shows another step; while we move it ourselves, that is no news."""
        shown = self.stacks.shown
        if self._is_moving or self._is_closed or not shown or shown[0].source.layer_id != layer_id:
            return
        steps = shown[0].described.info.steps
        if 0 <= step < len(steps):
            self._time = steps[step].time
            self._view.show_mark(self._time, self._second)
            self._show_readout()

    def comparison_ended(self) -> None:
        """The second date's layer is gone."""
        if self._second is not None:
            self._second = None
            self._view.show_mark(self._time, None)

    def walk(self, direction: int) -> None:
        """To the next (1) or previous (-1) date with clear values; to the last (2) or first (-2) of all."""
        times = self.store.clear_times(self.places, self.stacks.shown, self.choice)
        if not times:
            return
        if abs(direction) > 1 or self._time is None:
            wanted = times[-1] if direction in (2, -1) else times[0]
        elif direction > 0:
            wanted = next((time for time in times if time > self._time), times[-1])
        else:
            wanted = next((time for time in reversed(times) if time < self._time), times[0])
        self.date_chosen(wanted)

    def point_at(self, time: datetime | None) -> None:
        """The mouse is over a date of the plot, or over none."""
        found = None if time is None else self.stacks.find_step(time)
        self._pointed = None if found is None else found[0].described.info.steps[found[1]].time
        self._show_readout()

    # ---- answers

    def answered(self, channel: str, ticket: int, profile: Any) -> None:
        """The desk has read a series."""
        if not self._is_closed and self.store.keep(channel, ticket, profile):
            stack = self.stacks.find(LIVE) if channel.endswith(f"|{LIVE}") else None
            if stack is not None:
                stack.described = add_steps(stack.described, profile.times, profile.labels)
            self._draw()
            self._ask_for_moved()

    def failed(self, channel: str, ticket: int, sentence: str) -> None:
        """The desk could not read a series; a place outside one of the stacks is nothing to complain about."""
        if not self._is_closed and self.store.keep_problem(channel, ticket, sentence):
            self._draw()
            self._ask_for_moved()

    def computed(self, channel: str, ticket: int, curve: Any) -> None:
        """A curve is there."""
        if not self._is_closed and self.store.keep_curve(channel, ticket, curve):
            self._draw()

    def close(self) -> None:
        """Nothing is shown any more."""
        self._is_closed = True
        if self.live is not None:
            self.live.close()
        self.stacks.close()

    # ---- showing

    def show_all(self) -> None:
        """Everything anew, for a view that has just been made."""
        self._show_pins()
        self.show()

    def show(self) -> None:
        """Offer what can be chosen, and draw what is known."""
        if not self._is_closed:
            self._show_offers()
            self._draw()

    def _draw(self) -> None:
        shown = self.stacks.shown
        series = self.store.series(self.places, shown, self.choice)
        self._view.show_content(
            make_content(series, self.choice, "" if series else empty_reason(self.stacks, self.places, self.store))
        )
        self._show_readout(series)

    def _show_offers(self) -> None:
        stacks, shown = self.stacks, self.stacks.shown
        ids = [stack.source.layer_id for stack in shown]
        self._view.show_sources(stacks.sources, stacks.chosen, ids)
        bands, indices = offered_names([stack.described.info for stack in shown])
        checked = dict.fromkeys(name for stack in shown for name in stack.reading.names)
        masks = dict.fromkeys(stack.reading.rule.band for stack in shown if stack.reading.rule is not None)
        self._view.show_choice(self.choice, bands, indices, tuple(checked), ", ".join(masks))
        problems = [stack.reading.problem for stack in shown]
        clear_problems = [stack.reading.clear_problem for stack in shown]
        self._view.show_problems(
            formula_sentence(problems, self._explain), formula_sentence(clear_problems, self._explain)
        )

    def _show_pins(self) -> None:
        self._view.show_pins(self.places.pins)
        self._map.draw_pins(self.places.pins)
        self.pins_changed()

    def _show_readout(self, series: Sequence[Any] | None = None) -> None:
        time = self._pointed or self._time
        known = self.store.series(self.places, self.stacks.shown, self.choice) if series is None else series
        note = self.live.note if self.live is not None and self.stacks.find(LIVE) is not None else ""
        problem = self.store.problem_of_pin(self.places, self.stacks.shown) if known else ""
        self._view.show_readout(" · ".join(filter(None, (readout(known, time), problem, note))))

    # ---- asking

    def _added(self, pin: Pin) -> Pin:
        self._show_pins()
        self._ask(pin, is_click=True)
        if pin.is_area:
            self._draw()
        return pin

    def _ask(self, place: Pin, is_click: bool = False) -> None:
        """Ask every stack that was not asked for this place yet; what costs something, only for a click.

        A place on the move waits for the answer that is under way: with every question replaced by the next, the series
        would stand still until the mouse does.
        """
        for stack in self.stacks.shown:
            if stack.source.is_live and place.is_area:
                continue
            is_known = self.store.has(place, stack)
            if is_known and is_click and stack.source.is_live:
                is_known = self.store.has_answer(place, stack)
            if not is_known and (is_click or not self.store.is_reading_near(place, stack)):
                self.store.ask(place, stack, stack.order(place), is_free=not is_click)

    def _ask_for_moved(self) -> None:
        """For places that went on while an answer was under way."""
        for place in self.places:
            self._ask(place)

    def _read_anew(self) -> None:
        """See every stack by the choice, and ask for what is missing then."""
        for stack in self.stacks.shown:
            stack.read_for(self.choice)
        self.store.keep_only({stack.source.layer_id for stack in self.stacks.shown})
        for place in self.places:
            self._ask(place)
