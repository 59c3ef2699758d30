# SPDX-License-Identifier: GPL-2.0-or-later
"""What fits into one question to an OGC service."""

from __future__ import annotations

import base64
from urllib.parse import quote

from ...core.coverage_request import MAX_URL_BYTES
from ...core.plan import PlanLimits
from ..model import Setup
from ..parser import Node
from .findings import Findings

OTHER_PARAMETERS_BYTES = 600
"""Room for the rest of the address: server, instance, layer, place, time."""


def script_bytes(text: str) -> int:
    """Length of a script in an address: base64, percent-encoded as :mod:`plugin.core.coverage_request` sends it."""
    coded = base64.b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")
    return len(quote(coded, safe=""))


def check_script_size(text: str, max_url_bytes: int, findings: Findings) -> None:
    """Is the script too long for a GET request?"""
    needed = script_bytes(text) + OTHER_PARAMETERS_BYTES
    if needed > max_url_bytes:
        findings.add("script_too_large", None, bytes=needed, limit=max_url_bytes)


def check_band_counts(setup: Setup, place: Node | None, findings: Findings) -> None:
    """Are there more bands than we ask for at once?"""
    limit = PlanLimits().image_bands
    for output in setup.outputs:
        if output.bands > limit:
            findings.add("many_bands", place, bands=output.bands, limit=limit)


__all__ = ["MAX_URL_BYTES", "check_band_counts", "check_script_size", "script_bytes"]
