# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds the word that somebody meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_BAND = re.compile(r"([A-Za-z]+)0*(\d+)([A-Za-z]?)")
MAX_WORD = 60


def find_nearest(word: str, choices: Iterable[str], similarity: float = 0.75) -> str:
    """The choice that differs least, empty when none is near; differences of case do not count."""
    by_lower = {choice.lower(): choice for choice in reversed(list(choices))}
    lower = word.lower()[:MAX_WORD]
    if lower in by_lower:
        return by_lower[lower]
    near = difflib.get_close_matches(lower, list(by_lower), 1, similarity)
    return by_lower[near[0]] if near else ""


def find_band(word: str, bands: Iterable[str]) -> str:
    """The band that a name means: ``b4``, ``B4`` and ``B004`` are B04; empty when none is near."""
    names = list(bands)
    wanted = _plain_band(word)
    same = [name for name in names if _plain_band(name) == wanted]
    return same[0] if same else find_nearest(word, names, 0.7)


def is_same_band(word: str, band: str) -> bool:
    """Do two names differ only in case and in zeros before the number?"""
    return _plain_band(word) == _plain_band(band)


def _plain_band(name: str) -> str:
    match = _BAND.fullmatch(name[:MAX_WORD])
    return f"{match[1]}{match[2]}{match[3]}".lower() if match else name.lower()
