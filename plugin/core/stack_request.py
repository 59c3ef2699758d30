# SPDX-License-Identifier: GPL-2.0-or-later
"""Everything needed to fetch one stack, and nothing about how."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from datetime import date

from .catalogue import Collection, load_catalogue
from .date_bands import MAX_NUMBER
from .dates import day_from_number
from .errors import InvalidRequest
from .grid import PixelGrid
from .selection import SCENE_FILTERS
from .timeline import ORBIT, TILE

SAMPLE_TYPES = ("UINT8", "UINT16", "INT16", "FLOAT32")
UNITS = ("DN", "REFLECTANCE")
RESAMPLING = ("NEAREST", "BILINEAR", "BICUBIC")
_DTYPES = {"UINT8": "uint8", "UINT16": "uint16", "INT16": "int16", "FLOAT32": "float32"}
_RANGES = {"UINT8": (0, 255), "UINT16": (0, 65535), "INT16": (-32768, 32767)}
_PHYSICAL_BELOW_ONE = ("REFLECTANCE", "FRACTION", "LINEAR_POWER", "INDEX", "OPTICAL_DEPTH")
_FIRST_DAY, _LAST_DAY = date(1970, 1, 2), day_from_number(MAX_NUMBER)


def check_choice(parameter: str, value: str, choices: tuple[str, ...]) -> None:
    """:raises InvalidRequest: when a value is none of the choices."""
    if value not in choices:
        raise InvalidRequest(parameter, "unknown_choice", value=value, choices=", ".join(choices))


@dataclass(frozen=True)
class SceneSelection:
    """Which acquisitions are wanted."""

    collection: str
    start: date
    """First UTC day, inclusive."""

    end: date
    """Last UTC day, inclusive."""

    mosaicking: str = ORBIT
    max_cloud_cover_pct: float = 100.0
    """Per source tile; the same figure goes to discovery and to download."""

    scenes: str = "all"
    """``all``, ``first_of_month``, ``clearest_of_month`` or ``clearest_of_10_days``."""

    months: tuple[int, ...] = ()
    """Months of the year to keep, 1 to 12; empty keeps all."""

    dates: tuple[date, ...] = ()
    """An explicit list of UTC days to keep; empty keeps all."""

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise InvalidRequest("START", "reversed_dates", start=str(self.start), end=str(self.end))
        if self.start < _FIRST_DAY or self.end > _LAST_DAY:
            raise InvalidRequest("START", "date_out_of_range", first=str(_FIRST_DAY), last=str(_LAST_DAY))
        check_choice("MOSAICKING", self.mosaicking, (ORBIT, TILE))
        if not 0 <= self.max_cloud_cover_pct <= 100:
            raise InvalidRequest("MAX_CLOUD_COVER", "not_a_percentage", value=self.max_cloud_cover_pct)
        check_choice("SCENES", self.scenes, SCENE_FILTERS)
        wrong = [month for month in self.months if not 1 <= month <= 12]
        if wrong:
            raise InvalidRequest("MONTHS", "not_a_month", value=wrong[0])
        catalogued = load_catalogue().get(self.collection)
        if catalogued is not None and self.mosaicking not in catalogued.mosaicking:
            raise InvalidRequest(
                "MOSAICKING",
                "not_offered",
                value=self.mosaicking,
                collection=catalogued.title,
                choices=", ".join(m for m in catalogued.mosaicking if m in (ORBIT, TILE)) or "none",
            )

    @property
    def keeps_everything(self) -> bool:
        """Whether every discovered acquisition becomes part of the stack."""
        return self.scenes == "all" and not self.months and not self.dates


@dataclass(frozen=True)
class StackRequest:
    """One stack: which scenes, which bands, on which pixels."""

    selection: SceneSelection
    grid: PixelGrid
    bands: tuple[str, ...]
    units: str = "DN"
    """Wanted units; a band that does not have them (SCL) comes in its own default."""

    sample_type: str = "UINT16"
    resampling: str = "NEAREST"
    nodata: float | None = None
    """Value of pixels without data; None chooses by sample type (see :attr:`nodata_value`)."""

    mask_wkt: str = ""
    """Polygon in the grid's CRS (x, y order) outside which pixels get nodata, empty for none."""

    evalscript: str = ""
    """The user's own script instead of a generated one; it is run once per time step."""

    layer: str = ""
    """Layer of the service that was named, empty where the collection chooses it."""

    known_bands: tuple[str, ...] = field(default=(), repr=False)
    """Bands that the connection offers, where it is a local one; empty asks the catalogue."""

    script_output_bands: int = field(default=0, repr=False)
    """Bands that the own script's answers have, 0 where that is not known beforehand."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "bands", tuple(band.strip() for band in self.bands if band.strip()))
        if not self.bands:
            raise InvalidRequest("BANDS", "no_bands")
        twice = [band for band in self.bands if self.bands.count(band) > 1]
        if twice:
            raise InvalidRequest("BANDS", "band_twice", band=twice[0])
        check_choice("SAMPLE_TYPE", self.sample_type, SAMPLE_TYPES)
        check_choice("RESAMPLING", self.resampling, RESAMPLING)
        low_high = _RANGES.get(self.sample_type)
        if self.nodata is not None and low_high and not (low_high[0] <= self.nodata <= low_high[1]):
            raise InvalidRequest("NODATA", "outside_sample_type", value=self.nodata, sample_type=self.sample_type)
        if not self.evalscript:
            self._check_bands()

    def _check_bands(self) -> None:
        offered = self.known_bands or tuple(self.collection.bands if self.collection else ())
        for band in self.bands:
            if offered and band not in offered:
                raise InvalidRequest(
                    "BANDS", "unknown_band", band=band, choices=", ".join(offered), collection=self.selection.collection
                )
            if not _is_name(band):
                raise InvalidRequest("BANDS", "not_a_band_name", band=band)
        if self.sample_type != "FLOAT32":
            small = [b for b, u in zip(self.bands, self.band_units) if u in _PHYSICAL_BELOW_ONE]
            if small:
                raise InvalidRequest(
                    "UNITS", "fractions_into_integers", units=self.units, band=small[0], sample_type=self.sample_type
                )
        check_choice("UNITS", self.units, UNITS)

    @property
    def collection(self) -> Collection | None:
        """The catalogue's entry, None for a collection it does not know."""
        return load_catalogue().get(self.selection.collection)

    @property
    def band_units(self) -> tuple[str, ...]:
        """Units of each band as they will be asked for."""
        collection = self.collection
        catalogued = [collection.find_band(band) if collection else None for band in self.bands]
        return tuple(band.choose_units(self.units) if band else self.units for band in catalogued)

    @property
    def nodata_value(self) -> float:
        """0 for unsigned types, -32768 for INT16, NaN for FLOAT32, or what was asked for."""
        if self.nodata is not None:
            return self.nodata
        return {"INT16": -32768.0, "FLOAT32": math.nan}.get(self.sample_type, 0.0)

    @property
    def dtype(self) -> str:
        """numpy's name of the sample type."""
        return _DTYPES[self.sample_type]

    def to_json(self) -> str:
        """The request as JSON for the stack's metadata (read by :mod:`.stored_request`); nothing in it is secret."""

        content = asdict(self)
        del content["known_bands"], content["script_output_bands"]
        content["own_evalscript"] = bool(content.pop("evalscript"))
        if self.nodata is not None and math.isnan(self.nodata):
            content["nodata"] = "nan"
        return json.dumps(content, default=str, sort_keys=True)


def _is_name(text: str) -> bool:
    return text.isidentifier()
