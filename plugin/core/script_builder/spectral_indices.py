# SPDX-License-Identifier: GPL-2.0-or-later
"""The indices that a script of a collection can compute."""

from __future__ import annotations

from ..collection_roles import BAND_ROLES
from ..indices import INDICES

__all__ = ["BAND_ROLES", "CUSTOM", "INDICES", "offered_indices"]

CUSTOM = "custom"


def offered_indices(collection: str) -> tuple[str, ...]:
    """The indices for which a collection has all bands."""
    roles = BAND_ROLES.get(collection, {})
    return tuple(name for name, index in INDICES.items() if all(role in roles for role in index.roles))
