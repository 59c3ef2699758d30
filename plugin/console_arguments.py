# SPDX-License-Identifier: GPL-2.0-or-later
"""What people type in a console, as the values that the use cases take; and errors in words."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from .bridge.areas import Area
from .bridge.messages import explain
from .connections import Connection
from .core.dates import parse_day
from .core.errors import InvalidRequest, TimestackError
from .core.stack_request import SceneSelection

_Call = TypeVar("_Call", bound=Callable[..., Any])


def in_words(function: _Call) -> _Call:
    """Errors of Timestack tell people what to do when they are printed, not only what went wrong.

    The keys of an algorithm, ``STEP_DAYS=10``, do as well as the names of arguments.
    """

    @functools.wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        named = {name.lower() if name.isupper() else name: value for name, value in kwargs.items()}
        try:
            return function(*args, **named)
        except TimestackError as error:
            error.args = (explain(error),)
            raise

    return wrapped  # type: ignore[return-value]


def choose_scenes(
    place: Connection,
    collection: str,
    days: tuple[str | date, str | date],
    mosaicking: str,
    max_cloud_cover: float,
    scenes: str,
    months: Sequence[int],
    dates: Sequence[str | date],
) -> SceneSelection:
    """Which acquisitions are wanted.

    :param days: first and last, inclusive.
    :raises InvalidRequest: naming the parameter.
    """
    return SceneSelection(
        collection=place.choose_collection(collection),
        start=choose_day("START", days[0]),
        end=choose_day("END", days[1]),
        mosaicking=mosaicking,
        max_cloud_cover_pct=max_cloud_cover,
        scenes=scenes,
        months=tuple(months),
        dates=tuple(choose_day("DATES", day) for day in dates),
    )


def choose_area(bbox: Sequence[float] | None, crs: str, mask_wkt: str) -> Area | None:
    """A rectangle and its mask. :raises InvalidRequest: when it has not four numbers."""
    if bbox is None:
        return None
    if len(bbox) != 4:
        raise InvalidRequest("EXTENT", "not_four_numbers", value=list(bbox))
    xmin, ymin, xmax, ymax = (float(value) for value in bbox)
    return Area((xmin, ymin, xmax, ymax), crs, mask_wkt)


def choose_day(parameter: str, value: str | date) -> date:
    """A day given as such, or as text. :raises InvalidRequest: when it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return parse_day(str(value))
    except ValueError as error:
        raise InvalidRequest(parameter, "not_a_date", value=value) from error


def write_wkt(shape: Sequence[float] | str) -> str:
    """A point given as x and y, or any shape as text."""
    if isinstance(shape, str):
        return shape
    x, y = (float(number) for number in shape)
    return f"POINT ({x!r} {y!r})"
