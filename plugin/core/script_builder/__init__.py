# SPDX-License-Identifier: GPL-2.0-or-later
"""Evalscripts for people to read, edit and run: a recipe in, the text of a script out.

The scripts of the fetch itself, which carry dates in their bands, are in :mod:`..stack_script`.
"""

from __future__ import annotations

from .cloud_masks import MASKS
from .recipe import METHODS, PRODUCTS, SCENE_CHOICES, ScriptRecipe
from .script_text import write_script
from .spectral_indices import CUSTOM, INDICES

__all__ = [
    "CUSTOM",
    "INDICES",
    "MASKS",
    "METHODS",
    "PRODUCTS",
    "SCENE_CHOICES",
    "ScriptRecipe",
    "write_script",
]
