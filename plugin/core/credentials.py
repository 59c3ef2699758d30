# SPDX-License-Identifier: GPL-2.0-or-later
"""What opens a service: an instance id, an OAuth client. Neither ever shows in a text by accident."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

DEFAULT_PER_MINUTE = 300.0
"""Requests, and processing units, that a general account may spend in a minute (SENTINEL_HUB.md 8.2)."""


@dataclass(frozen=True)
class Credentials:
    """The secrets of a connection; empty where there are none."""

    instance_id: str = field(default="", repr=False)
    client_id: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)

    @property
    def has_client(self) -> bool:
        """Whether a token can be had."""
        return bool(self.client_id and self.client_secret)

    def __bool__(self) -> bool:
        return bool(self.instance_id or self.client_id or self.client_secret)

    def __str__(self) -> str:
        return repr(self)


@dataclass(frozen=True)
class AccountLimits:
    """What an account may ask for in a minute."""

    requests_per_minute: float = DEFAULT_PER_MINUTE
    units_per_minute: float = DEFAULT_PER_MINUTE


USUAL_LIMITS = AccountLimits()
NO_CREDENTIALS = Credentials()
UNKNOWN_LIMITS = AccountLimits(math.inf, math.inf)
"""Nobody told; the limiter learns from refusals."""
