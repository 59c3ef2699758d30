# SPDX-License-Identifier: GPL-2.0-or-later
"""Evalscript V3, run once for a whole block of pixels with numpy, or pixel by pixel in Qt's JavaScript.

``compile_evalscript`` parses a script and calls its ``setup()``; the
:class:`Program` it returns selects scenes, evaluates pixels and describes user data. The block
engine runs nearly every script; what it refuses goes to :mod:`.qt` where QtQml is installed.
"""

from __future__ import annotations

from .budget import Budget
from .encoding import SAMPLE_DTYPES, encode_samples
from .errors import EvalscriptError
from .model import InputSpec, Note, Orbit, OutputSpec, PixelTrace, Result, Scene, Setup, Tile
from .program import Program, compile_evalscript

__all__ = [
    "SAMPLE_DTYPES",
    "Budget",
    "EvalscriptError",
    "InputSpec",
    "Note",
    "Orbit",
    "OutputSpec",
    "PixelTrace",
    "Program",
    "Result",
    "Scene",
    "Setup",
    "Tile",
    "compile_evalscript",
    "encode_samples",
]
