# SPDX-License-Identifier: GPL-2.0-or-later
"""Dates in file names, by a pattern that people write: ``S2_%Y%m%d`` or a regular expression with groups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from .date_texts import DoubtfulDate, find_date
from .dates import UTC
from .errors import InvalidRequest

_DIRECTIVES = {
    "Y": r"\d{4}", "y": r"\d{2}", "m": r"\d{2}", "d": r"\d{2}", "j": r"\d{3}", "b": r"[A-Za-z]{3}",
    "H": r"\d{2}", "M": r"\d{2}", "S": r"\d{2}", "f": r"\d{1,6}", "%": "%",
}  # fmt: skip
_CLOCK = "HMSf"


@dataclass(frozen=True)
class NamedDate:
    """What a file name tells."""

    time: datetime
    has_clock: bool
    band: str = ""
    """From the group ``band`` of a regular expression."""


class NamePattern:
    """A pattern that finds the date in names.

    With a percent sign it is read as :func:`time.strptime` reads its formats, anywhere in the name; ``*`` stands for
    anything. Otherwise it is a regular expression, whose groups ``year``, ``month`` and ``day``, or ``date``, or first
    group, or whole match is the date; a group ``band`` names the band.
    """

    def __init__(self, text: str) -> None:
        """:raises InvalidRequest: when the pattern cannot be read, or names no date."""
        self._text = text
        self._format = ""
        self._clock = False
        try:
            self._expression = self._read_format(text) if "%" in text else re.compile(text)
        except (re.error, KeyError) as error:
            raise InvalidRequest("PATTERN", "unreadable_pattern", value=text, reason=str(error)) from error

    def _read_format(self, text: str) -> re.Pattern[str]:
        parts, names = [], []
        pieces = re.split(r"(%.|\*)", text)
        for piece in pieces:
            if piece == "*":
                parts.append(".*?")
            elif piece.startswith("%") and len(piece) == 2:
                parts.append(f"({_DIRECTIVES[piece[1]]})" if piece != "%%" else "%")
                names += [piece] if piece != "%%" else []
            else:
                parts.append(re.escape(piece))
        self._format = " ".join(names)
        self._clock = any(name[1] in _CLOCK for name in names)
        return re.compile("".join(parts))

    def read(self, name: str) -> NamedDate | None:
        """The date in a name, None where the pattern does not fit or what fits is no date."""
        match = self._expression.search(name)
        if match is None:
            return None
        groups = match.groupdict()
        band = groups.get("band") or ""
        if self._format:
            try:
                time = datetime.strptime(" ".join(match.groups()), self._format).replace(tzinfo=UTC)
            except ValueError:
                return None
            return NamedDate(time, self._clock, band)
        if groups.get("year") and groups.get("month"):
            try:
                day = datetime(int(groups["year"]), int(groups["month"]), int(groups.get("day") or 1), tzinfo=UTC)
            except ValueError:
                return None
            return NamedDate(day, False, band)
        unnamed = [text for number, text in enumerate(match.groups(), 1) if number not in match.re.groupindex.values()]
        text = groups.get("date") or (unnamed[0] if unnamed else match.group(0))
        try:
            found = find_date(text or "")
        except DoubtfulDate as error:
            raise InvalidRequest("PATTERN", "doubtful_pattern", value=name, reason=str(error)) from error
        return None if found is None else NamedDate(found.time, found.has_clock, band)


def tell_bands_apart(names: list[str], days: list[object]) -> list[str]:
    """Band names of files that hold one nameless band each, from what differs in their names; empty where nothing does.

    ``T33 B04`` and ``T33 B08`` of each day are the bands ``B04`` and ``B08``. Every day must have each of them once.

    :param names: of the files, without their dates; :param days: one for each.
    """
    words = [[word for word in re.split(r"[\s_\-.]+", name) if word] for name in names]
    common = set(words[0]).intersection(*words) if words else set()
    left = ["_".join(word for word in of_name if word not in common) for of_name in words]
    kinds, pairs = set(left), set(zip(days, left))
    is_regular = len(pairs) == len(left) == len(kinds) * len(set(days))
    return left if len(kinds) > 1 and all(kinds) and is_regular else ["" for _ in names]
