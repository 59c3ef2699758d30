# SPDX-License-Identifier: GPL-2.0-or-later
"""What the user chose to see of the series; remembered with the project."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

NO_MASK, AUTOMATIC, FORMULA = "none", "automatic", "formula"
NO_CURVE, SAVITZKY_GOLAY, WHITTAKER, HARMONIC = "none", "savitzky_golay", "whittaker", "harmonic"
MEAN, MEDIAN = "mean", "median"
_MAX_TEXT = 500
_MAX_NAMES = 60
_ALLOWED = {
    "clear": (NO_MASK, AUTOMATIC, FORMULA),
    "smoothing": (NO_CURVE, SAVITZKY_GOLAY, WHITTAKER, HARMONIC),
    "statistic": (MEAN, MEDIAN),
}


@dataclass(frozen=True)
class SeriesChoice:
    """All settings of the dock but places and layers."""

    names: tuple[str, ...] | None = None
    """Bands and named indices; None, or none that a stack has, for what suits it."""

    expression: str = ""
    """A formula of the user's own, shown beside the others; empty for none."""

    clear: str = AUTOMATIC
    """How clear observations are told: by a mask band that is known, by a formula, or not at all."""

    clear_formula: str = ""
    """Not zero where an observation is clear."""

    smoothing: str = NO_CURVE
    is_seasons: bool = False
    """One line for each year over the days of a year, instead of the calendar."""

    statistic: str = MEAN
    """What stands for a polygon."""

    def to_json(self) -> str:
        """For the project."""
        return json.dumps(asdict(self))


def read_choice(text: str) -> SeriesChoice:
    """What :meth:`SeriesChoice.to_json` wrote; whatever is not understood keeps its default."""
    try:
        found = json.loads(text)
    except ValueError:
        return SeriesChoice()
    if not isinstance(found, dict):
        return SeriesChoice()
    kept = {name: _read(name, value) for name, value in found.items() if name in _FIELDS}
    return SeriesChoice(**{name: value for name, value in kept.items() if value is not None})


def _read(name: str, value: object) -> object:
    if name == "names":
        if not isinstance(value, list):
            return None
        texts = [text[:_MAX_TEXT] for text in value if isinstance(text, str)]
        return tuple(dict.fromkeys(texts))[:_MAX_NAMES]
    if name == "is_seasons":
        return value if isinstance(value, bool) else None
    if not isinstance(value, str) or value not in _ALLOWED.get(name, (value,)):
        return None
    return value[:_MAX_TEXT]


_FIELDS = tuple(field.name for field in fields(SeriesChoice))
