# SPDX-License-Identifier: GPL-2.0-or-later
"""Refusals by the account and its limits, in the words of the service."""

from __future__ import annotations

import math
from collections.abc import Mapping

from .answers import Refusal


def refuse_rate(wait_s: float, form: str) -> Refusal:
    """Asked too fast."""
    return Refusal("You have exceeded your rate limit", 429, "RATE_LIMIT_EXCEEDED", retry_after_headers(wait_s, form))


def refuse_quota() -> Refusal:
    """The month's units, or requests, are spent."""
    return Refusal(
        "Insufficient processing units or requests available in your account.",
        403,
        "ACCESS_INSUFFICIENT_PROCESSING_UNITS",
    )


def refuse_capacity(is_new_limit: bool) -> Refusal:
    """One question costs more than a minute's units."""
    if is_new_limit:
        return Refusal("java.lang.IllegalArgumentException: newLimit > capacity: (950 > 300)", 500, "COMMON_EXCEPTION")
    message = "The request costs more than the capacity of your rate limit policy."
    return Refusal(message, 429, "RATE_LIMIT_TOKEN_COUNT_EXCEEDS_CAPACITY")


def refuse_bearer() -> Refusal:
    """No bearer token, or one that is not good."""
    message = "You are not authorized! Please provide a valid access token within the header [Authorization: Bearer]."
    return Refusal(message, 401, "COMMON_UNAUTHORIZED")


def retry_after_headers(wait_s: float, form: str) -> Mapping[str, str]:
    """When to come back: ``milliseconds`` as the service documents it, ``seconds`` as HTTP does, or ``missing``."""
    if form == "missing":
        return {}
    return {"Retry-After": str(math.ceil(wait_s) if form == "seconds" else math.ceil(wait_s * 1000))}
