# SPDX-License-Identifier: GPL-2.0-or-later
"""How a script tells which slot a scene belongs to: short keys cut from what the scene says of itself.

ORBIT scenes are known by their day. TILE scenes are known by their data path, which may be 250 characters
long; a script in a URL cannot carry hundreds of those, so it carries a piece that tells them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .errors import InvalidRequest

_LENGTH = 40
"""Long enough for the sensing time, processing version and tile of a product name."""


@dataclass(frozen=True)
class KeyCut:
    """``path.slice(start, stop)`` in JavaScript and ``path[start:stop]`` in Python."""

    start: int
    stop: int

    def apply(self, path: str) -> str:
        """The piece of a path; a path that is too short gives a shorter piece, as in JavaScript."""
        return path[self.start : self.stop]


DAY_CUT = KeyCut(0, 10)
"""The day in ``2020-01-05T00:00:00Z``."""


def find_cut(paths: Sequence[str]) -> KeyCut:
    """A window at one place for all paths in which no two agree, and in which they differ as widely as possible.

    Everything behind the common beginning where that is short; else 40 characters, or more where those do not do.

    :raises InvalidRequest: when two paths are the same.
    """
    if len(set(paths)) != len(paths):
        raise InvalidRequest("MOSAICKING", "same_data_path", path=next(p for p in paths if paths.count(p) > 1))
    longest = max(map(len, paths), default=0)
    first = _common_length(paths)
    length = _LENGTH
    while length < longest - first:
        unique = [at for at in range(first, longest - length + 1) if _tells_apart(paths, at, at + length)]
        if unique:
            varying = [len({path[i : i + 1] for path in paths}) > 1 for i in range(longest)]
            start = max(unique, key=lambda at: sum(varying[at : at + length]))
            return KeyCut(start, start + length)
        length = length * 3 // 2
    return KeyCut(first, longest)


def _tells_apart(paths: Sequence[str], start: int, stop: int) -> bool:
    return len({path[start:stop] for path in paths}) == len(paths)


def _common_length(paths: Sequence[str]) -> int:
    """Length of the beginning that all paths share."""
    if len(paths) < 2:
        return 0
    low, high = min(paths), max(paths)
    return next((at for at, (a, b) in enumerate(zip(low, high)) if a != b), min(len(low), len(high)))
