# SPDX-License-Identifier: GPL-2.0-or-later
"""From points as people give them to the values of a stack, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .bridge.point_sampler import sample_points
from .bridge.profile_reader import ProfileReader
from .core.errors import InvalidRequest
from .core.progress import Progress
from .core.timeline import TimeStep


@dataclass(frozen=True)
class SampleOrder:
    """Which values of which points."""

    stack: str
    """Path of the stack."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    crs: str
    """Of the points; empty for that of the stack."""

    bands: tuple[str, ...] = ()
    """In this order; empty for all."""


@dataclass(frozen=True)
class Samples:
    """Values of points of a stack."""

    steps: tuple[TimeStep, ...]
    bands: tuple[str, ...]
    values: np.ndarray
    """(point, time, band) in physical units, NaN outside the stack and without data."""

    outside: tuple[int, ...]
    """Points without any value."""

    def rows(self) -> Iterator[tuple[int, int, np.ndarray]]:
        """(point, step, values of its bands), by point, then by time; points and steps by their place."""
        for point in range(len(self.values)):
            for step, values in enumerate(np.asarray(self.values[point])):
                yield point, step, values


def check_bands(wanted: Sequence[str], offered: Sequence[str]) -> tuple[str, ...]:
    """The wanted bands without blanks; all that are offered when none is wanted.

    :raises InvalidRequest: when one is not there, or named twice.
    """
    names = [name.strip() for name in wanted if name.strip()]
    for place, name in enumerate(names):
        if name not in offered:
            raise InvalidRequest("BANDS", "unknown_band", band=name, choices=", ".join(offered))
        if name in names[:place]:
            raise InvalidRequest("BANDS", "band_twice", band=name)
    return tuple(names or offered)


def sample_stack(order: SampleOrder, progress: Progress) -> Samples:
    """Read the values of all points.

    :raises TimestackError: for what cannot be read, unknown bands, no points at all, and a cancel.
    """
    if not order.xs:
        raise InvalidRequest("POINTS", "no_points")
    reader = ProfileReader(order.stack)
    try:
        bands = check_bands(order.bands, reader.stack.bands)
        values = sample_points(reader, order.xs, order.ys, order.crs, bands, progress)
        steps = reader.stack.info.steps
    finally:
        reader.close()
    empty = [point for point in range(len(values)) if np.isnan(values[point]).all()]
    return Samples(steps, bands, values, tuple(empty))


def sample_rows(
    stack: str,
    points: Mapping[Any, Sequence[float]] | Sequence[Sequence[float]],
    crs: str,
    bands: Sequence[str],
    progress: Progress,
) -> list[dict[str, Any]]:
    """The values of points as dictionaries: id, datetime, date, band, value.

    :raises TimestackError: as :func:`sample_stack`.
    """
    named = dict(points) if isinstance(points, Mapping) else dict(enumerate(points))
    xs = tuple(float(x) for x, _ in named.values())
    ys = tuple(float(y) for _, y in named.values())
    samples = sample_stack(SampleOrder(stack, xs, ys, crs, tuple(bands)), progress)
    moments = [(step.time, step.time.date()) for step in samples.steps]
    return [
        {"id": name, "datetime": time, "date": day, "band": band, "value": value if value == value else None}
        for name, of_point in zip(named, samples.values)
        for (time, day), values in zip(moments, of_point.tolist())
        for band, value in zip(samples.bands, values)
    ]
