# SPDX-License-Identifier: GPL-2.0-or-later
"""What a live source is asked for; remembered with the project where its connection is a mere name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

_MAX_TEXT = 200
_MAX_BANDS = 40
_MAX_JSON = 10_000


@dataclass(frozen=True)
class LiveChoice:
    """A connection instead of a stack."""

    connection: str
    collection: str
    bands: tuple[str, ...]
    start: date
    end: date
    """Last UTC day, inclusive."""

    max_cloud_cover_pct: float = 100.0

    def to_json(self) -> str:
        """For the project."""
        return json.dumps(
            {
                "connection": self.connection, "collection": self.collection, "bands": self.bands,
                "start": self.start.isoformat(), "end": self.end.isoformat(), "clouds": self.max_cloud_cover_pct,
            }
        )  # fmt: skip


def read_live_choice(text: str) -> LiveChoice | None:
    """What :meth:`LiveChoice.to_json` wrote; None for anything else."""
    if len(text) > _MAX_JSON:
        return None
    try:
        found = json.loads(text)
        connection, collection, bands = found["connection"], found["collection"], found["bands"]
        start, end = date.fromisoformat(found["start"]), date.fromisoformat(found["end"])
        clouds = float(found["clouds"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    texts = [connection, collection, *bands] if isinstance(bands, list) else [None]
    if not all(isinstance(entry, str) and len(entry) <= _MAX_TEXT for entry in texts) or len(bands) > _MAX_BANDS:
        return None
    if not connection or not 0.0 <= clouds <= 100.0:
        return None
    return LiveChoice(connection, collection, tuple(bands), start, end, clouds)
