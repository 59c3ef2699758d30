# SPDX-License-Identifier: GPL-2.0-or-later
"""How a script tells which slot a scene belongs to: short keys cut from what the scene says of itself.

ORBIT scenes are known by their day. TILE scenes are known by their data path, which may be 250 characters
long; a script in a URL cannot carry hundreds of those, so it carries the shortest piece that tells them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .errors import InvalidRequest

_MIN_LENGTH = 8


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
    """The shortest window of at least 8 characters, at one place for all, in which no two paths agree.

    :raises InvalidRequest: when two paths are the same.
    """
    if len(set(paths)) != len(paths):
        raise InvalidRequest("MOSAICKING", "same_data_path", path=next(p for p in paths if paths.count(p) > 1))
    longest = max(map(len, paths), default=_MIN_LENGTH)
    length = _MIN_LENGTH
    while length < longest:
        for start in range(longest - length, -1, -1):
            if len({path[start : start + length] for path in paths}) == len(paths):
                return KeyCut(start, start + length)
        length = length * 3 // 2
    return KeyCut(0, longest)
