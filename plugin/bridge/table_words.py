# SPDX-License-Identifier: GPL-2.0-or-later
"""The words for what is wrong when stacks are made of rasters, cut up, exported, or turned into tables."""

from __future__ import annotations

from .i18n import tr


def table_rules() -> dict[str, str]:
    """Sentences by rule, as :mod:`.messages` puts them together."""
    return {
        "no_points": tr("there is no point in it; choose another layer or selection."),
        "no_zones": tr("there is no polygon in it; choose another layer or selection."),
        "layer_without_crs": tr("the layer has no coordinate reference system; set one."),
    }


def table_file_problems() -> dict[str, str]:
    """Sentences by rule for files."""
    return {}
