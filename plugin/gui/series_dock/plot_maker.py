# SPDX-License-Identifier: GPL-2.0-or-later
"""Series of places turned into what the plot shows, and into a line of words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from ...bridge.i18n import tr
from ..series_plot.content import CALENDAR, SEASONS, SYMBOLS, PlotContent, PlotLine, PlotRibbon, PlotSeries
from .choice import SeriesChoice
from .series_store import PlaceSeries


def make_content(series: Sequence[PlaceSeries], choice: SeriesChoice, message: str = "") -> PlotContent:
    """What the plot shows: observed points in the colour of their place, a symbol for each band or index.

    :param message: shown where there is no series.
    """
    names = list(dict.fromkeys(one.observed.name for one in series))
    layers = list(dict.fromkeys(one.stack.source.layer_id for one in series))
    points, lines, ribbons = [], [], []
    for one in series:
        observed, colour = one.observed, one.place.colour
        label = _label(one, len(names) > 1, len(layers) > 1)
        symbol = SYMBOLS[(names.index(observed.name) + layers.index(one.stack.source.layer_id)) % len(SYMBOLS)]
        is_clear = observed.is_clear if one.stack.reading.tells_clear else None
        points.append(
            PlotSeries(one.key, label + _share(one), colour, observed.times, observed.values, is_clear, symbol)
        )
        if one.curve is not None:
            title = tr("{series}, smoothed").format(series=label)
            lines.append(PlotLine(f"{one.key}|curve", title, colour, one.curve.times, one.curve.values))
        if observed.low is not None and observed.high is not None:
            ribbons.append(_ribbon(one, label))
    return PlotContent(
        points, lines, ribbons, y_label=names[0] if len(names) == 1 else "",
        layout=SEASONS if choice.is_seasons else CALENDAR, message=_reason(points, message),
    )  # fmt: skip


def _reason(points: Sequence[PlotSeries], message: str) -> str:
    """Why nothing is drawn; a plot without a word looks broken."""
    if not points:
        return message
    return "" if any(np.isfinite(np.asarray(one.values)).any() for one in points) else tr("no data")


def _ribbon(one: PlaceSeries, label: str) -> PlotRibbon:
    """Of the clear dates: clouds would tear it from side to side."""
    observed = one.observed
    places = np.flatnonzero(observed.is_clear & np.isfinite(observed.values))
    low, high = (np.asarray(column)[places] for column in (observed.low, observed.high))
    title = tr("{series}, 10–90 % of the pixels").format(series=label)
    times = [observed.times[place] for place in places]
    return PlotRibbon(f"{one.key}|p", title, one.place.colour, times, low, high)


def readout(series: Sequence[PlaceSeries], time: datetime | None) -> str:
    """Date and values in a line: what is shown at a date, whether it is clear, and of how many pixels."""
    if time is None:
        return ""
    several_names = len({one.observed.name for one in series}) > 1
    several_layers = len({one.stack.source.layer_id for one in series}) > 1
    words = []
    for one in series:
        values = [_value(one, step) for step, known in enumerate(one.observed.times) if known == time]
        if values:  # several where tiles of one pass are steps
            words.append(f"{_label(one, several_names, several_layers)} {' / '.join(values)}")
    return " · ".join([_date(series, time), *words])


def _date(series: Sequence[PlaceSeries], time: datetime) -> str:
    for one in series:
        for step in one.stack.described.info.steps:
            if step.time == time:
                return str(step.label)
    return f"{time:%Y-%m-%d}"


def _value(one: PlaceSeries, step: int) -> str:
    observed = one.observed
    value = observed.values[step]
    if not np.isfinite(value):
        return tr("no data")
    words = [f"{value:.4g}"]
    details = []
    if one.stack.reading.tells_clear and not observed.is_clear[step]:
        details.append(tr("cloudy"))
    if observed.valid_share is not None:
        details.append(tr("{share} % valid").format(share=round(100 * float(observed.valid_share[step]))))
    if details:
        words.append(f"({', '.join(details)})")
    return " ".join(words)


def _share(one: PlaceSeries) -> str:
    """The share of valid pixels, over all dates with data."""
    share = one.observed.valid_share
    if share is None or not (share > 0).any():
        return ""
    return " (" + tr("{share} % valid").format(share=round(100 * float(share[share > 0].mean()))) + ")"


def _label(one: PlaceSeries, with_name: bool, with_layer: bool) -> str:
    parts = [one.place.name]
    if with_layer:
        parts.append(one.stack.source.name)
    if with_name:
        parts.append(one.observed.name)
    return " · ".join(parts)
