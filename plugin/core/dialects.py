# SPDX-License-Identifier: GPL-2.0-or-later
"""Finding the dates of raster bands in what other tools leave in their files.

A source of dates counts only when it dates every band, and two sources that name different days are a reason to refuse
the file, not to choose: a wrongly dated band is worse than none.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Optional

from .band_order import DatedBand, DatedBands, put_in_order
from .date_texts import DoubtfulDate, FoundDate, find_date, find_dates
from .dates import UTC
from .errors import FileProblem
from .stack import StackBand
from .time_axis import instant_on_axis, is_time_axis

__all__ = ["BandText", "DatedBands", "FileText", "date_bands"]

_DATE_KEYS = (
    "datetime", "acquisitiondatetime", "start_time", "time_start", "acquisition_time", "acquisition_date",
    "date_acquired", "sensing_time", "sensing_date", "date", "timestamp", "system:time_start",
)  # fmt: skip
"""Metadata items of a band or a file that tell when the picture was taken, best first."""

_LIST_KEYS = ("dates", "band_dates", "datetimes", "times", "acquisition_times", "timestamps")
_GENERIC = re.compile(r"(?:band|layer|channel|value)?[\s_]*\d*", re.IGNORECASE)

Clocked = tuple[datetime, bool]
"""An instant, and whether its time of day was given."""


@dataclass(frozen=True)
class BandText:
    """What a raster band says of itself."""

    description: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    """Metadata of all domains that matter."""

    units: str = ""


@dataclass(frozen=True)
class FileText:
    """What a raster file says of itself."""

    path: str
    name: str
    """File name without folder and ending."""

    items: Mapping[str, str] = field(default_factory=dict)


def date_bands(bands: Sequence[BandText], file: FileText) -> DatedBands:
    """Which band is which date.

    :raises FileProblem: rules ``no_dates`` (there are none), ``some_undated`` (some bands have none),
        ``doubtful_dates`` (they can be read in two ways), ``dates_disagree`` (two sources, two days), ``irregular``
        (the dates do not have the same bands each).
    """
    described, doubt = _described(bands)
    try:
        sources = _sources(bands, file, described)
        times = _agreed(sources, file)
        if times is None and doubt is not None:
            raise doubt
        times = times or _date_of_file(bands, file)
    except DoubtfulDate as error:
        raise FileProblem(file.path, str(error), "doubtful_dates") from error
    if times is None:
        partly = [source for source in sources if any(found is not None for found in source)]
        if partly:
            missing = partly[0].index(None) + 1
            raise FileProblem(file.path, f"band {missing} has no date, others have", "some_undated")
        raise FileProblem(file.path, "its bands have no dates", "no_dates")
    names = _names(bands, described)
    dated = [
        DatedBand(instant, has_clock, name, StackBand(name, _units(band), _wavelength_nm(band.items)))
        for (instant, has_clock), name, band in zip(times, names, bands)
    ]
    return put_in_order(dated, file.path)


Source = list[Optional[Clocked]]


def _described(bands: Sequence[BandText]) -> tuple[list[FoundDate | None], DoubtfulDate | None]:
    """Dates in the descriptions; doubts about them matter only when nothing better dates the bands."""
    try:
        return find_dates([band.description for band in bands]), None
    except DoubtfulDate as error:
        return [None for _ in bands], error


def _sources(bands: Sequence[BandText], file: FileText, described: Sequence[FoundDate | None]) -> list[Source]:
    """Every place where the bands could tell their dates, best first."""
    items, file_items = [_lowered(band.items) for band in bands], _lowered(file.items)
    sources = [_from_axis(items, file_items)]
    for key in _DATE_KEYS:
        if any(key in band for band in items):
            sources.append(_read_values([band.get(key, "") for band in items]))
    sources.append([None if found is None else (found.time, found.has_clock) for found in described])
    sources.append(_from_list(file_items, len(bands)))
    return [source for source in sources if source]


def _agreed(sources: Sequence[Source], file: FileText) -> list[Clocked] | None:
    whole = [[found for found in source if found is not None] for source in sources if None not in source]
    for other in whole[1:]:
        for number, (one, two) in enumerate(zip(whole[0], other)):
            if one[0].date() != two[0].date():
                reason = f"band {number + 1}: {one[0].date()} and {two[0].date()}"
                raise FileProblem(file.path, reason, "dates_disagree")
    return whole[0] if whole else None


def _from_axis(items: Sequence[Mapping[str, str]], file_items: Mapping[str, str]) -> Source:
    """``NETCDF_DIM_time`` of each band, on the axis that the file declares."""
    axis = next((key[: -len("#units")] for key, text in file_items.items()
                 if key.endswith("#units") and is_time_axis(text)
                 and any(f"netcdf_dim_{key[: -len('#units')]}" in band for band in items)), None)  # fmt: skip
    if axis is None:
        return []
    units, calendar = file_items[f"{axis}#units"], file_items.get(f"{axis}#calendar", "")
    try:
        times = [
            instant_on_axis(float(band[key]), units, calendar) if (key := f"netcdf_dim_{axis}") in band else None
            for band in items
        ]
    except ValueError as error:
        raise DoubtfulDate(str(error)) from error
    has_clock = any(instant is not None and instant.time() != time.min for instant in times)
    return [None if instant is None else (instant, has_clock) for instant in times]


def _from_list(items: Mapping[str, str], count: int) -> Source:
    """A list of dates in the file's own metadata, one for each band."""
    for key in _LIST_KEYS:
        texts = _split(items.get(key, ""))
        if texts and len(texts) == count:
            return _read_values(texts)
    return []


def _date_of_file(bands: Sequence[BandText], file: FileText) -> list[Clocked] | None:
    """One date for a file whose bands plainly are the bands of one picture."""
    names = [band.description.strip() for band in bands]
    is_one_picture = len(bands) == 1 or (
        len(set(names)) == len(names) and not any(_GENERIC.fullmatch(name) for name in names)
    )
    if not is_one_picture or any(find_dates(names)):
        return None
    items = _lowered(file.items)
    for key in _DATE_KEYS:
        found = _read_values([items.get(key, "")])[0]
        if found is not None:
            _check_name(found, file)
            return [found] * len(bands)
    in_name = find_date(file.name)
    return None if in_name is None else [(in_name.time, in_name.has_clock)] * len(bands)


def _check_name(found: Clocked, file: FileText) -> None:
    """Some programs write the day of processing into items that others keep for the picture's."""
    try:
        in_name = find_date(file.name)
    except DoubtfulDate:
        return
    if in_name is None:
        return
    apart = abs((found[0].date() - in_name.time.date()).days)
    if apart > (1 if found[1] != in_name.has_clock else 0):  # a name may count days by a clock of its own
        reason = f"metadata: {found[0].date()}, name: {in_name.time.date()}"
        raise FileProblem(file.path, reason, "dates_disagree")


def _read_values(texts: Sequence[str]) -> Source:
    """Metadata values that are dates and nothing else; Earth Engine counts milliseconds."""
    texts = [text.strip().strip("{}\"'").strip() for text in texts]
    return [
        _from_milliseconds(text) if re.fullmatch(r"-?\d{11,13}", text)
        else None if found is None or found.rest
        else (found.time, found.time.time() != time.min)
        for text, found in zip(texts, find_dates(texts))
    ]  # fmt: skip


def _from_milliseconds(text: str) -> Clocked:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(text)), True


def _split(text: str) -> list[str]:
    try:
        plain = json.loads(text)
    except ValueError:
        plain = text.strip("{}[]() ").split(",")
    return [str(part).strip() for part in plain] if isinstance(plain, list) else []


def _names(bands: Sequence[BandText], described: Sequence[FoundDate | None]) -> list[str]:
    """Names without dates, empty where there is none; a source counts only when it names every band."""
    items = [_lowered(band.items) for band in bands]
    choices = [
        [band.get("band", "") or band.get("band_name", "") for band in items],
        [band.description if found is None else found.rest for band, found in zip(bands, described)],
        _variables(items),
        [band.get("domain", "") for band in items],
    ]
    for names in choices:
        names = [name.strip() for name in names]
        if all(names) and not any(_GENERIC.fullmatch(name) for name in names):
            return names
    return ["" for _ in bands]


def _variables(items: Sequence[Mapping[str, str]]) -> list[str]:
    """netCDF variables; those that share a time lie along a further axis and are numbered."""
    seen = Counter((band.get("netcdf_varname", ""), _place_in_time(band)) for band in items)
    if max(seen.values()) == 1:
        return [band.get("netcdf_varname", "") for band in items]
    counted: Counter[tuple[str, str]] = Counter()
    names = []
    for band in items:
        name = band.get("netcdf_varname", "")
        counted[name, _place_in_time(band)] += 1
        names.append(f"{name}_{counted[name, _place_in_time(band)]}" if name else "")
    return names


def _place_in_time(items: Mapping[str, str]) -> str:
    return items.get("netcdf_dim_time") or items.get("netcdf_dim_t", "")


def _units(band: BandText) -> str:
    return _lowered(band.items).get("units", "") or band.units


def _wavelength_nm(items: Mapping[str, str]) -> float | None:
    lowered = _lowered(items)
    unit = lowered.get("wavelength_unit", lowered.get("wavelength_units", "")).lower()
    for key, factor in (("central_wavelength_um", 1000.0), ("wavelength", 1.0)):
        try:
            value = float(lowered[key]) * factor
        except (KeyError, ValueError):
            continue
        if key == "wavelength" and (unit.startswith("mic") or unit in ("um", "µm") or (not unit and value < 100)):
            value *= 1000.0
        return value
    return None


def _lowered(items: Mapping[str, str]) -> dict[str, str]:
    return {key.lower().replace(" ", "_"): value for key, value in items.items()}
