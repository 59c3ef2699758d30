# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentences where there is nothing to draw, or a formula that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...bridge.i18n import tr
from ...core.errors import TimestackError
from .places import Places
from .series_store import SeriesStore
from .stacks import Stacks


def empty_reason(stacks: Stacks, places: Places, store: SeriesStore) -> str:
    """Why the plot is empty."""
    if stacks.problem:
        return stacks.problem
    if not stacks.wanted:
        return tr("Choose a raster layer whose bands carry dates.")
    if not stacks.shown:
        return tr("Looking at the stack …")
    if not any(True for _ in places):
        return tr("Switch on the tool, then move over the map; a click pins a place.")
    if all(stack.source.is_live for stack in stacks.shown) and all(place.is_area for place in places):
        return tr("Live series are those of points; click the map.")
    if not any(stack.reading.quantities for stack in stacks.shown):
        return tr("Tick a band or an index, or write a formula.")
    return store.problem(places, stacks.shown)


def formula_sentence(problems: Sequence[TimestackError | None], explain: Callable[[TimestackError], str]) -> str:
    """What is wrong with a formula; one that any of the stacks understands is right."""
    found = [problem for problem in problems if problem is not None]
    if not found or len(found) < len(problems):
        return ""
    sentence = explain(found[0])  # begins with the key of a parameter, which has a label here
    key, colon, rest = sentence.partition(": ")
    return rest[:1].upper() + rest[1:] if colon and key.isupper() else sentence
