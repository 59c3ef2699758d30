# SPDX-License-Identifier: GPL-2.0-or-later
"""What a trial of a connection found out."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import TimestackError
from .service_layer import ServiceLayer

INSTANCE, TOKEN, CATALOG, SCENES = "instance", "token", "catalog", "scenes"


@dataclass(frozen=True)
class TrialPart:
    """One thing that was tried."""

    what: str
    """:data:`INSTANCE`, :data:`TOKEN`, :data:`CATALOG` or :data:`SCENES`."""

    error: TimestackError | None = None
    """Why it does not work, None where it does."""

    count: int = 0
    """Layers, collections or scenes that were found."""


@dataclass(frozen=True)
class ConnectionReport:
    """All that was tried, in order."""

    parts: tuple[TrialPart, ...]
    layers: tuple[ServiceLayer, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether everything works."""
        return all(part.error is None for part in self.parts)
