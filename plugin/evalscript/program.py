# SPDX-License-Identifier: GPL-2.0-or-later
"""A compiled evalscript and its use cases."""

from __future__ import annotations

from typing import Sequence

from .budget import Budget


class Program:
    """One evalscript, read and checked."""


def compile_evalscript(
    text: str, *, known_bands: Sequence[str] | None = None, budget: Budget | None = None
) -> Program:
    """Read an Evalscript V3."""
    raise NotImplementedError
