# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks what ``setup()`` returns, as plain data, and points to the line where each thing is written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ...core.catalogue import Collection
from ..encoding import SAMPLE_DTYPES
from ..parser import Node
from ..parser.syntax import walk
from ..setup_reader import MOSAICKINGS
from .findings import Findings
from .reading import Reading, property_of
from .spelling import find_band, find_nearest

_KEYS = {
    "setup": ("input", "output", "mosaicking"),
    "input": (
        "bands",
        "units",
        "metadata",
        "datasource",
        "id",
        "mosaicking",
        "upsampling",
        "downsampling",
        "processing",
    ),
    "output": ("id", "bands", "sampleType", "nodataValue"),
}
_CONSTANTS = {
    "Mosaicking": ("unknown_mosaicking", MOSAICKINGS),
    "SampleType": ("unknown_sample_type", tuple(SAMPLE_DTYPES)),
}
MAX_BANDS = 10_000
Place = Any


class DeclarationCheck:
    """One look at the declarations of a script."""

    def __init__(
        self, reading: Reading, collection: Collection | None, bands: Sequence[str], findings: Findings
    ) -> None:
        """Prepare.

        :param collection: None when the collection is not known.
        :param bands: names of bands there are besides, or instead of, those of the collection.
        """
        self._setup = reading.functions["setup"]
        self._nodes = [*walk(self._setup), *reading.nodes]  # values may stand in variables above setup()
        self._collection = collection
        self._bands = tuple(bands) or (tuple(collection.bands) if collection is not None else ())
        self._findings = findings

    def run(self, plain: Any) -> None:
        """Check the returned object; every finding says where."""
        self._check_constants()
        if not isinstance(plain, dict):
            if plain is None:
                self._findings.add("setup_returns_nothing", self._setup)
            else:
                self._findings.add("setup_not_an_object", self._setup, kind=_kind(plain))
            return
        self._check_keys(plain, "setup")
        for key in ("input", "output"):
            if key not in plain:
                self._findings.add("setup_without_key", self._setup, key=key)
        self._check_mosaicking(plain.get("mosaicking"))
        if "input" in plain:
            self._check_inputs(plain["input"], plain.get("mosaicking"))
        if "output" in plain:
            self._check_outputs(plain["output"])

    def _check_constants(self) -> None:
        """``SampleType.FLOAT64`` is undefined, so the returned object does not show it."""
        for node in self._nodes:
            name = property_of(node)
            if name is None or node.object.type != "Identifier" or node.object.name not in _CONSTANTS:
                continue
            rule, choices = _CONSTANTS[node.object.name]
            if name not in choices:
                self._findings.add(rule, node, value=name, choices=", ".join(choices),
                                   suggestion=find_nearest(name, choices, 0.6))  # fmt: skip

    def _key(self, name: str) -> Place:
        """Where a key is written, else the function."""
        for node in self._nodes:
            if node.type == "Property" and not node.computed and _key_name(node) == name:
                return node
        return self._setup

    def _text(self, value: str, fallback: str) -> Place:
        """Where a text is written, else a key."""
        for node in self._nodes:
            if node.type == "Literal" and isinstance(node.value, str) and node.value == value:
                return node
        return self._key(fallback)

    def _check_keys(self, plain: dict[str, Any], owner: str) -> None:
        known = _KEYS[owner]
        elsewhere = [key for keys in _KEYS.values() for key in keys]
        for key in plain:
            if key in known:
                continue
            meant = find_nearest(key, known, 0.7)
            if meant and meant not in plain:
                self._findings.add("misspelt_key", self._key(key), key=key, suggestion=meant)
            elif key in elsewhere or owner == "output":
                self._findings.add("key_ignored", self._key(key), key=key)

    def _check_mosaicking(self, value: Any) -> None:
        if value is None:
            return
        name = str(value).upper()
        place = self._text(str(value), "mosaicking")
        if name not in MOSAICKINGS:
            self._findings.add("unknown_mosaicking", place, value=value, choices=", ".join(MOSAICKINGS),
                               suggestion=find_nearest(str(value), MOSAICKINGS, 0.6))  # fmt: skip
        elif self._collection is not None and name not in self._collection.mosaicking:
            self._findings.add("mosaicking_not_offered", place, value=name, collection=self._collection.title,
                               choices=", ".join(self._collection.mosaicking))  # fmt: skip

    def _check_inputs(self, value: Any, mosaicking: Any) -> None:
        items = value if isinstance(value, list) else [value]
        if items and all(isinstance(item, str) for item in items):
            items = [{"bands": items}]
        if not items or not all(isinstance(item, dict) for item in items):
            self._findings.add("bad_inputs", self._key("input"))
            return
        names = [str(item.get("datasource") or item.get("id") or k) for k, item in enumerate(items)]
        if len(set(names)) < len(names):
            self._findings.add("duplicate_input", self._key("input"))
        for item in items:
            self._check_input(item, is_alone=len(items) == 1)

    def _check_input(self, item: dict[str, Any], is_alone: bool) -> None:
        self._check_keys(item, "input")
        self._check_mosaicking(item.get("mosaicking"))
        if "bands" not in item:
            self._findings.add("input_without_bands", self._key("input"))
            return
        bands = item["bands"] if isinstance(item["bands"], list) else [item["bands"]]
        if not all(isinstance(band, str) for band in bands):
            self._findings.add("bad_bands", self._key("bands"))
            return
        units = item.get("units")
        if isinstance(units, list) and len(units) != len(bands):
            self._findings.add("units_count", self._key("units"), bands=len(bands), units=len(units))
        if is_alone:  # of several collections only the request knows which is which
            self._check_bands(bands)
            self._check_units(bands, units if isinstance(units, list) else [units] * len(bands))

    def _check_bands(self, bands: Sequence[str]) -> None:
        if not self._bands or (self._collection is not None and len(self._bands) < 2):
            return  # the bands of own collections (BYOC) are not known
        known = tuple(dict.fromkeys((*self._bands, "dataMask")))
        title = self._collection.title if self._collection is not None else ""
        for band in bands:
            if band not in known:
                self._findings.add("unknown_band", self._text(band, "bands"), band=band, collection=title,
                                   suggestion=find_band(band, known), choices=", ".join(known))  # fmt: skip

    def _check_units(self, bands: Sequence[str], units: Sequence[Any]) -> None:
        if self._collection is None:
            return
        for name, unit in zip(bands, units):
            band = self._collection.find_band(name)
            if unit and band is not None and str(unit).upper() not in band.units:
                self._findings.add("unknown_unit", self._text(str(unit), "units"), unit=unit, band=name,
                                   choices=", ".join(band.units))  # fmt: skip

    def _check_outputs(self, value: Any) -> None:
        items = value if isinstance(value, list) else [value]
        if not items or not all(isinstance(item, dict) for item in items):
            self._findings.add("bad_output", self._key("output"))
            return
        seen: set[str] = set()
        for item in items:
            name = str(item.get("id") or "default")
            if name in seen:
                self._findings.add("duplicate_output", self._text(name, "output"), id=name)
            seen.add(name)
            self._check_output(item, name)

    def _check_output(self, item: dict[str, Any], name: str) -> None:
        self._check_keys(item, "output")
        place = self._text(name, "output") if "id" in item else self._key("output")
        if "bands" not in item:
            self._findings.add("output_without_bands", place, id=name)
        elif not isinstance(item["bands"], list) and not _is_count(item["bands"]):
            rule = "band_count_as_text" if _is_numeral(item["bands"]) else "bad_band_count"
            self._findings.add(rule, place, id=name, value=item["bands"])
        kind = item.get("sampleType")
        if kind is not None and str(kind).upper() not in SAMPLE_DTYPES:
            self._findings.add("unknown_sample_type", self._text(str(kind), "sampleType"), value=kind,
                               choices=", ".join(SAMPLE_DTYPES),
                               suggestion=find_nearest(str(kind), tuple(SAMPLE_DTYPES), 0.6))  # fmt: skip
        nodata = item.get("nodataValue")
        if nodata is not None and not _is_number(nodata):
            self._findings.add("bad_nodata", self._key("nodataValue"), id=name, value=nodata)


def _key_name(node: Node) -> str:
    return str(getattr(node.key, "name", getattr(node.key, "value", "")))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return _is_number(value) and math.isfinite(value) and value == int(value) and 0 <= value <= MAX_BANDS


def _is_numeral(value: Any) -> bool:
    """A number in quotes, which the service reads, as a number."""
    return isinstance(value, str) and value.strip().isdigit()


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return "[…]"
    return f'"{value}"' if isinstance(value, str) else str(value)
