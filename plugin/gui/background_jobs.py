# SPDX-License-Identifier: GPL-2.0-or-later
"""What presenters need of whoever works in the background for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from ..core.progress import Progress


class Stoppable(Protocol):
    """Work under way."""

    def stop(self) -> None:
        """Have it end soon and deliver nothing."""
        ...


class Jobs(Protocol):
    """Runs functions in the background; see :class:`..bridge.jobs.JobRunner`."""

    def start(
        self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], None],
        failed: Callable[[Exception], None], reported: Callable[[float], None] | None = None,
    ) -> Stoppable:  # fmt: skip
        """Call ``done`` with the result, or ``failed`` with what was raised, on the main thread."""
        ...
