# SPDX-License-Identifier: GPL-2.0-or-later
"""A layer of a service instance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ServiceLayer:
    """What COVERAGE may name, and what it is."""

    id: str
    title: str = ""
    description: str = ""
    dataset: str = ""
    """The service's older name of the collection (``S2L2A``)."""

    collection: str = ""
    """Collection id of the catalogue, empty where the catalogue does not know it."""
