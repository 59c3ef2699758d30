# SPDX-License-Identifier: GPL-2.0-or-later
"""What a user's own evalscript declares, as far as its price depends on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from ..core.acquisitions import Acquisition
from ..core.dates import end_of_day, start_of_day
from ..core.errors import InvalidRequest, ScriptError
from ..core.price import count_bands
from ..evalscript import SAMPLE_DTYPES, Budget, EvalscriptError, Orbit, OutputSpec, Tile, compile_evalscript

_TIME_LIMIT_S = 5.0
_DEFAULT_OUTPUT = "default"


class OwnScript:
    """Implements :class:`..core.priced_questions.ScriptUse` by asking the script itself, its hooks included."""

    def __init__(self, text: str, known_bands: Sequence[str] = ()) -> None:
        """
        :param known_bands: bands of the collection, for scripts without functions.
        :raises ScriptError: when it cannot be read here.
        :raises InvalidRequest: when it fuses several collections.
        """
        try:
            self._program = compile_evalscript(
                text, known_bands=known_bands or None, budget=Budget(time_limit_s=_TIME_LIMIT_S)
            )
        except EvalscriptError as error:
            raise ScriptError(error.line, error.message) from error
        if self._program.is_fusion:
            raise InvalidRequest("EVALSCRIPT", "fusion_has_no_estimate")
        declared = self._program.setup.inputs[0]
        self.input_bands = count_bands(declared.bands)
        self._mosaicking = declared.mosaicking or self._program.setup.mosaicking
        self._output = _choose(self._program.setup.outputs)
        self.dtype = np.dtype(SAMPLE_DTYPES[self._output.sample_type]).name
        self._counted: dict[tuple[Acquisition, ...], tuple[int, int]] = {}

    def count(self, scenes: Sequence[Acquisition]) -> tuple[int, int]:
        """Samples for each pixel, and bands of the answer, for these scenes of one day.

        :raises ScriptError: when a hook of the script fails.
        """
        key = tuple(scenes)
        if key not in self._counted:
            try:
                self._counted[key] = self._ask_hooks(key)
            except EvalscriptError as error:
                raise ScriptError(error.line, error.message) from error
        return self._counted[key]

    def _ask_hooks(self, scenes: tuple[Acquisition, ...]) -> tuple[int, int]:
        budget = Budget(time_limit_s=_TIME_LIMIT_S)
        told = self._tell(scenes)
        if self._mosaicking == "SIMPLE":
            return 1, self._program.count_output_bands(told, budget)[self._output.id]
        start = start_of_day(scenes[0].day) if scenes else None
        end = end_of_day(scenes[0].day) if scenes else None
        kept = self._program.select_scenes(told, start, end, budget)
        counts = self._program.count_output_bands([told[index] for index in kept], budget)
        return len(kept), counts[self._output.id]

    def _tell(self, scenes: tuple[Acquisition, ...]) -> list:
        """The scenes in the form of the script's mosaicking, oldest first."""
        tiles = [
            Tile(scene.time, scene.cloud_cover_pct, scene.data_path, tile_id=scene.tile_id)
            for scene in sorted(scenes, key=lambda scene: (scene.time, scene.data_path))
        ]
        if self._mosaicking == "TILE":
            return list(tiles)
        if self._mosaicking == "ORBIT" and tiles:
            start = start_of_day(scenes[0].day)
            return [Orbit(start, start + timedelta(days=1, seconds=-1), tuple(tiles))]
        return []


def _choose(outputs: Sequence[OutputSpec]) -> OutputSpec:
    """The one output that comes back over OGC."""
    return next((output for output in outputs if output.id == _DEFAULT_OUTPUT), outputs[0])
