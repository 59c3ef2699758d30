# SPDX-License-Identifier: GPL-2.0-or-later
"""What the dock's presenter needs from others, and what it tells them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from ...core.stack import StackInfo
from .choice import SeriesChoice
from .pins import Pin

if TYPE_CHECKING:
    from ..series_plot.content import PlotContent


@dataclass(frozen=True)
class Source:
    """A raster layer that may be a stack."""

    layer_id: str
    name: str
    path: str
    """A file, or GDAL's name of a dataset."""

    is_live: bool = False
    """No layer: asked of a connection."""

    crs: str = ""
    """Of the layer; it counts where the file names none."""


@dataclass(frozen=True)
class Described:
    """What a file turned out to hold."""

    info: StackInfo
    numbers: tuple[tuple[int, ...], ...]
    """Raster band number (from 1) by step and band."""

    state: tuple[int, int] | None = None
    """Bytes and time of change of a plain file when it was looked into."""


class Desk(Protocol):
    """Reads in the background; see :class:`....bridge.profile_desk.ProfileDesk`."""

    def ask(self, channel: str, path: str, order: Any) -> int:
        """Have a series read; returns the ticket of the answer."""
        ...

    def forget(self, channel: str) -> None:
        """Nobody waits for this channel any more."""
        ...


class LiveDesk(Protocol):
    """Asks a service in the background; see ``live_desk.LiveDesk``."""

    def ask(self, channel: str, live: Any, point: Any, is_free: bool = False) -> int:
        """Have a series read; a free question is answered only where that costs nothing."""
        ...

    def forget(self, channel: str) -> None:
        """Nobody waits for this channel any more."""
        ...


class Worker(Protocol):
    """Computes in the background; see :class:`.latest_worker.LatestWorker`."""

    def ask(self, channel: str, work: Callable[[], Any], delay_s: float = 0.0) -> int:
        """Have a function called, not before some time has gone by; returns the ticket of the answer."""
        ...

    def forget(self, channel: str) -> None:
        """Nobody waits for this channel any more."""
        ...


class SeriesView(Protocol):
    """What the presenter tells the widgets."""

    def show_content(self, content: PlotContent) -> None:
        """Draw series."""
        ...

    def show_mark(self, time: datetime | None, second: datetime | None) -> None:
        """Mark the date on the canvas, and the one it is compared with."""
        ...

    def show_readout(self, text: str) -> None:
        """Date and values in a line."""
        ...

    def show_pins(self, pins: Sequence[Pin]) -> None:
        """List the pins."""
        ...

    def show_sources(self, sources: Sequence[Source], chosen: Sequence[str], shown: Sequence[str]) -> None:
        """Offer the layers; ``chosen`` are those that the user ticked, ``shown`` the stacks in the plot."""
        ...

    def show_choice(
        self, choice: SeriesChoice, bands: Sequence[str], indices: Sequence[str], checked: Sequence[str], mask: str
    ) -> None:
        """Offer bands and indices; ``mask`` names the mask band that was recognised, empty for none."""
        ...

    def show_problems(self, expression: str, clear: str) -> None:
        """Sentences on what is wrong with the two formulas; empty for nothing."""
        ...


class MapSide(Protocol):
    """What the presenter tells map and layers."""

    def draw_pins(self, pins: Sequence[Pin]) -> None:
        """Mark these places, and no others."""
        ...

    def zoom_to(self, pin: Pin) -> None:
        """Bring a place into view."""
        ...

    def show_step(self, layer_id: str, described: Described, step: int) -> None:
        """Have a layer, and the Temporal Controller, show a step."""
        ...

    def compare_step(self, layer_id: str, described: Described, step: int) -> None:
        """Show a step in a second layer."""
        ...

    def shown_step(self, layer_id: str) -> int | None:
        """The step that a layer draws."""
        ...
