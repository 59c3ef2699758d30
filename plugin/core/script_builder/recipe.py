# SPDX-License-Identifier: GPL-2.0-or-later
"""Everything that people choose about a script, checked."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

from ..catalogue import Band, Collection, load_catalogue
from ..errors import InvalidRequest
from ..selection import SCENE_FILTERS
from ..stack_request import SAMPLE_TYPES, UNITS, check_choice
from ..timeline import ORBIT, TILE
from .cloud_masks import AUTO, MASKS, NONE, CloudMask, choose_mask, default_classes, highest_class
from .expression import Expression, parse_expression, write_formula
from .spectral_indices import BAND_ROLES, CUSTOM, INDICES, offered_indices

STACK, INDEX, COMPOSITE = "stack", "index", "composite"
PRODUCTS = (STACK, INDEX, COMPOSITE)
METHODS = ("median", "mean", "percentile", "max_ndvi", "least_cloudy")
CLEAREST_OF_N_DAYS = "clearest_of_n_days"
SCENE_CHOICES = (*SCENE_FILTERS, CLEAREST_OF_N_DAYS)

RANGES = {"UINT8": (0, 255), "UINT16": (0, 65535), "INT16": (-32768, 32767)}
_FACTORS = {
    "DN": 1, "PERCENT": 1, "REFLECTANCE": 10000, "FRACTION": 10000, "LINEAR_POWER": 10000,
    "KELVIN": 100, "BRIGHTNESS_TEMPERATURE": 100, "SURFACE_TEMPERATURE": 100,
}  # fmt: skip
"""What values are multiplied by before they become whole numbers of 16 bits; other units need FLOAT32."""

_SAFE_UNITS = ("DN", "PERCENT", "REFLECTANCE")
"""Units of which 16 bits keep all that matters; backscatter spans too many decades."""

_BAND_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
_COLLECTION_NAME = re.compile(r"[\w.:-]{1,100}", re.ASCII)

Interval = tuple[date, date]


@dataclass(frozen=True)
class ScriptRecipe:
    """One script that people want.

    :raises InvalidRequest: for choices that cannot be, or not together.
    """

    collection: str = "sentinel-2-l2a"
    bands: tuple[str, ...] = ("B02", "B03", "B04", "B08")
    """Of a stack or a composite; an index names its own."""

    units: str = "DN"
    """Wanted units; a band that does not have them comes in its own default. Indices are made of reflectances."""

    sample_type: str = ""
    """Empty: INT16 for an index; UINT16 for bands that fit in there, else FLOAT32."""

    mosaicking: str = ORBIT
    product: str = STACK
    index: str = "NDVI"
    expression: str = ""
    """The formula of the index ``custom``, over bands in the wanted units."""

    method: str = "median"
    percentile: float = 50.0
    mask: str = AUTO
    """``auto``: what the collection has for an index and a composite, nothing for a stack."""

    mask_classes: tuple[int, ...] = ()
    """Classes (SCL) or bits (BQA, QA) that are left out; empty: clouds and their shadows."""

    cloud_probability_pct: float = 40.0
    """CLP and CLD: from this probability on it is a cloud."""

    nodata: float | None = None
    """None: 0 for unsigned types, -32768 for INT16, NaN for FLOAT32."""

    scenes: str = "all"
    period_days: int = 16
    """Of ``clearest_of_n_days``; periods are counted from 1 January of each year."""

    months: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    intervals: tuple[Interval, ...] = ()
    """First and last UTC day, both inclusive, that are kept; empty keeps all."""

    left_out_intervals: tuple[Interval, ...] = ()
    months_back: int = 0
    """Keep only so many months before the end of the request; 0 keeps all. ORBIT only."""

    days_by_cloud: tuple[date, ...] = ()
    """For ``least_cloudy`` with ORBIT: the days, least cloudy first, where they are known beforehand. A script that
    finds out by itself sees only the tiles under its own image, so neighbouring images may choose differently."""

    lists_dates: bool = False
    """Whether the script also tells its dates as user data, which only the Process and Batch API hand out."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "bands", tuple(band.strip() for band in self.bands if band.strip()))
        self._check_choices()
        self._check_bands()
        self._check_mask()
        self._check_numbers()
        self._check_scenes()

    @property
    def catalogued(self) -> Collection | None:
        """The catalogue's entry; None for a collection that it does not know, or whose bands are people's own."""
        return None if self.collection == "byoc" else load_catalogue().get(self.collection)

    @property
    def title(self) -> str:
        """Name of the collection for people."""
        return self.catalogued.title if self.catalogued else self.collection

    @property
    def formula(self) -> Expression:
        """The formula of the index."""
        if self.index == CUSTOM:
            return parse_expression(self.expression)
        index, roles = INDICES[self.index], BAND_ROLES[self.collection]
        return write_formula(index.tree, roles)

    @property
    def ndvi_bands(self) -> tuple[str, str]:
        """Near infrared and red."""
        roles = BAND_ROLES[self.collection]
        return roles["nir"], roles["red"]

    @property
    def cloud_mask(self) -> CloudMask:
        """How clouds are found."""
        mask = self.mask
        if mask == AUTO:
            mask = NONE if self.product == STACK and not self.mask_classes else choose_mask(self.collection)
        if mask == NONE:
            return CloudMask("")
        classes = tuple(sorted(set(self.mask_classes))) or default_classes(mask, self.collection)
        return CloudMask(mask, classes, self.cloud_probability_pct)

    @property
    def written_type(self) -> str:
        """The sample type, chosen when none was asked for."""
        if self.sample_type:
            return self.sample_type
        if self.product == INDEX:
            return "INT16"
        return "UINT16" if all(self.unit_of(band) in _SAFE_UNITS for band in self.bands) else "FLOAT32"

    @property
    def nodata_value(self) -> float:
        """What stands where there is nothing."""
        if self.nodata is not None:
            return self.nodata
        return {"INT16": -32768.0, "FLOAT32": math.nan}.get(self.written_type, 0.0)

    def unit_of(self, band: str) -> str:
        """The unit in which the script reads a band."""
        wanted = "REFLECTANCE" if self.product == INDEX and self.index != CUSTOM else self.units
        known = self.catalogued.find_band(band) if self.catalogued else None
        if known is not None:
            return known.choose_units(wanted)
        return "DN" if band in (*MASKS, "dataMask") else wanted

    def factor_of(self, band: str) -> int:
        """What a value of a band is multiplied by."""
        if self.written_type == "FLOAT32":
            return 1
        factor = _FACTORS[self.unit_of(band)]
        return 255 if factor == 10000 and self.written_type == "UINT8" else factor

    def is_scaled_reflectance(self, band: str) -> bool:
        """Whether the digital numbers of a band are reflectance x 10000."""
        known = self.catalogued.find_band(band) if self.catalogued else None
        return known is not None and "REFLECTANCE" in known.units and known.dn_per_unit == 10000

    def _check_choices(self) -> None:
        if not _COLLECTION_NAME.fullmatch(self.collection):
            raise InvalidRequest(
                "COLLECTION", "unknown_collection", value=self.collection[:50], choices=", ".join(load_catalogue())
            )
        check_choice("PRODUCT", self.product, PRODUCTS)
        check_choice("UNITS", self.units, UNITS)
        if self.sample_type:
            check_choice("SAMPLE_TYPE", self.sample_type, SAMPLE_TYPES)
        check_choice("MOSAICKING", self.mosaicking, (ORBIT, TILE))
        check_choice("METHOD", self.method, METHODS)
        check_choice("INDEX", self.index, (*INDICES, CUSTOM))
        check_choice("MASK", self.mask, MASKS)
        check_choice("SCENES", self.scenes, SCENE_CHOICES)
        found = self.catalogued
        if found is not None and self.mosaicking not in found.mosaicking:
            offered = ", ".join(m for m in found.mosaicking if m in (ORBIT, TILE)) or "another collection"
            raise InvalidRequest(
                "MOSAICKING", "not_offered", value=self.mosaicking, collection=found.title, choices=offered
            )

    def _check_bands(self) -> None:
        if self.product == INDEX:
            self._check_index()
            return
        if not self.bands:
            raise InvalidRequest("BANDS", "no_bands")
        twice = [band for band in self.bands if self.bands.count(band) > 1]
        if twice:
            raise InvalidRequest("BANDS", "band_twice", band=twice[0])
        self._check_known("BANDS", self.bands)
        if self.product == COMPOSITE and self.method == "max_ndvi" and "NDVI" not in offered_indices(self.collection):
            raise InvalidRequest("METHOD", "no_ndvi", collection=self.title)
        for band in self.bands:
            self._check_fits(band)

    def _check_index(self) -> None:
        if self.index == CUSTOM:
            self._check_known("EXPRESSION", self.formula.bands)
        elif self.expression.strip():
            raise InvalidRequest("EXPRESSION", "expression_unused", index=self.index, custom=CUSTOM)
        elif self.index not in offered_indices(self.collection):
            choices = ", ".join((*offered_indices(self.collection), CUSTOM))
            raise InvalidRequest("INDEX", "not_offered", value=self.index, collection=self.title, choices=choices)
        if self.written_type not in ("INT16", "FLOAT32"):
            raise InvalidRequest("SAMPLE_TYPE", "index_needs_sign", sample_type=self.written_type)

    def _check_known(self, parameter: str, bands: tuple[str, ...]) -> None:
        for band in bands:
            if not _BAND_NAME.fullmatch(band):
                raise InvalidRequest(parameter, "not_a_band_name", band=band[:50])
            if self.catalogued is not None and self.catalogued.find_band(band) is None:
                choices = ", ".join(self.catalogued.bands)
                raise InvalidRequest(parameter, "unknown_band", band=band, choices=choices)

    def _check_fits(self, band: str) -> None:
        if self.written_type == "FLOAT32":
            return
        unit = self.unit_of(band)
        if unit not in _FACTORS or (self.written_type == "UINT8" and _FACTORS[unit] == 100):
            raise InvalidRequest("SAMPLE_TYPE", "needs_floats", band=band, units=unit, sample_type=self.written_type)
        known: Band | None = self.catalogued.find_band(band) if self.catalogued else None
        if self.written_type == "UINT8" and unit == "DN" and known is not None and known.dn_per_unit:
            raise InvalidRequest("SAMPLE_TYPE", "numbers_too_large", band=band, sample_type=self.written_type)

    def _check_mask(self) -> None:
        band = self.cloud_mask.band
        if self.mask not in (AUTO, NONE) and self.catalogued is not None and self.catalogued.find_band(band) is None:
            offered = [mask for mask in MASKS if mask in (AUTO, NONE) or self.catalogued.find_band(mask)]
            raise InvalidRequest("MASK", "not_offered", value=band, collection=self.title, choices=", ".join(offered))
        if not self.mask_classes:
            return
        highest = highest_class(band)
        if highest is None:
            raise InvalidRequest("MASK_CLASSES", "no_mask_classes", mask=band or NONE)
        wrong = [number for number in self.mask_classes if not 0 <= number <= highest]
        if wrong:
            raise InvalidRequest("MASK_CLASSES", "not_a_mask_class", value=wrong[0], mask=band, highest=highest)

    def _check_numbers(self) -> None:
        for key, value in (("PERCENTILE", self.percentile), ("CLOUD_PROBABILITY", self.cloud_probability_pct)):
            if not 0 <= value <= 100:
                raise InvalidRequest(key, "not_a_percentage", value=value)
        if self.nodata is None:
            return
        low_high = RANGES.get(self.written_type)
        is_whole = math.isfinite(self.nodata) and self.nodata == int(self.nodata)
        fits = (
            not math.isinf(self.nodata) if low_high is None else is_whole and low_high[0] <= self.nodata <= low_high[1]
        )
        if not fits:
            raise InvalidRequest("NODATA", "outside_sample_type", value=self.nodata, sample_type=self.written_type)

    def _check_scenes(self) -> None:
        wants_clouds = self.product == COMPOSITE and self.method == "least_cloudy"
        for key, wanted in (("SCENES", self.scenes.startswith("clearest")), ("METHOD", wants_clouds)):
            if wanted and self.catalogued is not None and not self.catalogued.has_cloud_cover:
                raise InvalidRequest(key, "no_cloud_cover", collection=self.title)
        if not 1 <= self.period_days <= 366:
            raise InvalidRequest("PERIOD_DAYS", "not_in_range", value=self.period_days, low=1, high=366)
        wrong = [month for month in self.months if not 1 <= month <= 12]
        if wrong:
            raise InvalidRequest("MONTHS", "not_a_month", value=wrong[0])
        for key, intervals in (("INTERVALS", self.intervals), ("LEAVE_OUT", self.left_out_intervals)):
            for first, last in intervals:
                if first > last:
                    raise InvalidRequest(key, "reversed_dates", start=str(first), end=str(last))
        if not 0 <= self.months_back <= 1200:
            raise InvalidRequest("MONTHS_BACK", "not_in_range", value=self.months_back, low=0, high=1200)
        if self.months_back and self.mosaicking == TILE:
            raise InvalidRequest("MONTHS_BACK", "months_back_needs_orbit")
