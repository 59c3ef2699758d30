# SPDX-License-Identifier: GPL-2.0-or-later
"""Series as tables: a line for each value, or for each date; and as rows for layers."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from datetime import datetime

from ...bridge.pin_layer import PinRow, PinValue
from ...core.dates import format_instant
from .series_store import PlaceSeries

_LONG = (
    "place", "x", "y", "crs", "stack", "datetime", "name", "value", "clear", "p10", "p90", "valid_share",
)  # fmt: skip
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def long_table(series: Sequence[PlaceSeries]) -> list[list[str]]:
    """Head, then a line for each place, band or index, and date; values that are missing are empty."""
    rows = [list(_LONG)]
    for one in series:
        place, observed = one.place, one.observed
        head = [
            _text(place.name), repr(place.x), repr(place.y), _crs(place.crs), _text(one.stack.source.name)
        ]  # fmt: skip
        for step, time in enumerate(observed.times):
            clear = str(int(observed.is_clear[step])) if one.stack.reading.tells_clear else ""
            more = [
                "" if column is None else _number(column[step])
                for column in (observed.low, observed.high, observed.valid_share)
            ]
            rows.append(
                [*head, format_instant(time), _text(observed.name), _number(observed.values[step]), clear, *more]
            )
    return rows


def wide_table(series: Sequence[PlaceSeries]) -> list[list[str]]:
    """Head, then a line for each date with a column for each place and band or index.

    Where several steps of a stack share an instant (tiles), each has a line of its own.
    """
    heads = ["datetime", *(_text(_title(one, series)) for one in series)]
    cells: dict[tuple[datetime, int], dict[int, str]] = {}
    for column, one in enumerate(series):
        seen: dict[datetime, int] = {}
        for time, value in zip(one.observed.times, one.observed.values):
            turn = seen[time] = seen.get(time, -1) + 1
            cells.setdefault((time, turn), {})[column] = _number(value)
    lines = [
        [format_instant(time), *(cells[time, turn].get(column, "") for column in range(len(series)))]
        for time, turn in sorted(cells)
    ]
    return [heads, *lines]


def pin_rows(series: Sequence[PlaceSeries]) -> list[PinRow]:
    """The pins with their values."""
    rows: dict[int, PinRow] = {}
    for one in series:
        place, observed = one.place, one.observed
        row = rows.setdefault(
            place.number, PinRow(place.number, place.name, place.colour, place.x, place.y, place.crs, place.wkt, [])
        )
        for step, time in enumerate(observed.times):
            value = float(observed.values[step])
            share = None if observed.valid_share is None else float(observed.valid_share[step])
            row.values.append(
                PinValue(
                    one.stack.source.name, time, observed.name, None if math.isnan(value) else value,
                    bool(observed.is_clear[step]) if one.stack.reading.tells_clear else None, share,
                )
            )  # fmt: skip
    return list(rows.values())


def to_csv(rows: Sequence[Sequence[str]]) -> str:
    """RFC 4180."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(rows)
    return target.getvalue()


def to_tabs(rows: Sequence[Sequence[str]]) -> str:
    """For spreadsheets to paste."""
    return "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) for row in rows)


def _title(one: PlaceSeries, series: Sequence[PlaceSeries]) -> str:
    parts = [one.place.name, one.observed.name]
    if len({other.stack.source.layer_id for other in series}) > 1:
        parts.insert(1, one.stack.source.name)
    return " ".join(parts)


def _number(value: float) -> str:
    return "" if math.isnan(value) else repr(float(value))


def _crs(name: str) -> str:
    return name if len(name) < 30 else "WKT"


def _text(text: str) -> str:
    """A name that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text
