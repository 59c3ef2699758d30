# SPDX-License-Identifier: GPL-2.0-or-later
"""The filter of a Catalog search, in the part of CQL2 text that scenes of the hub can be asked by."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .answers import Refusal

_TERM = re.compile(r"\s*\(?\s*eo:cloud_cover\s*(?P<sign><=|>=|<>|<|>|=)\s*(?P<limit>\d{1,6}(?:\.\d{1,9})?)\s*\)?\s*")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_MAX_TEXT, _MAX_TERMS = 2000, 20
_SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip


@dataclass(frozen=True)
class CloudFilter:
    """Comparisons with the cloud cover of a scene, all of which must hold."""

    terms: tuple[tuple[str, float], ...] = ()

    def holds(self, cloud_cover_pct: float | None) -> bool:
        """A scene without a figure passes only where nothing is asked of it."""
        if not self.terms:
            return True
        return cloud_cover_pct is not None and all(_SIGNS[sign](cloud_cover_pct, limit) for sign, limit in self.terms)


def parse_filter(text: str) -> CloudFilter:
    """``eo:cloud_cover <= 60 AND eo:cloud_cover > 5``.

    :raises Refusal: for anything else.
    """
    if not text.strip():
        return CloudFilter()
    terms: list[tuple[str, float]] = []
    for part in _AND.split(text) if len(text) <= _MAX_TEXT else [text]:
        match = _TERM.fullmatch(part)
        if match is None or part.count("(") != part.count(")") or len(terms) >= _MAX_TERMS:
            raise Refusal(f"Invalid filter: {part[:80]!r}. The local hub knows comparisons of eo:cloud_cover with AND.")
        terms.append((match["sign"], float(match["limit"])))
    return CloudFilter(tuple(terms))
