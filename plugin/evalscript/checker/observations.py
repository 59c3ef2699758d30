# SPDX-License-Identifier: GPL-2.0-or-later
"""What the trial runs of a script show: errors, numbers of values, and values that do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..encoding import SAMPLE_DTYPES
from ..errors import EvalscriptError
from ..model import OutputSpec, Setup
from .findings import Findings
from .reading import Reading, returns_of
from .trial import TIME_LIMIT_S, Run, valid_lanes

Place = Any
_EXPLAINS_NAN = (
    "unknown_band",
    "band_not_declared",
    "misspelt_band",
    "misspelt_member",
    "unknown_property",
    "unknown_name",
)
"""What was said already, and makes values that are no numbers."""

MANY = 0.3
"""Share of the pixels from which a value outside the range is no accident."""


class Observations:
    """Turns runs into findings."""

    def __init__(self, reading: Reading, setup: Setup, line_shift: int, findings: Findings) -> None:
        self._reading = reading
        self._setup = setup
        self._shift = line_shift
        self._findings = findings
        self._pixel = reading.functions["evaluatePixel"]
        returns = returns_of(self._pixel)
        self._place = returns[0] if len(returns) == 1 else self._pixel

    def report(self, runs: Sequence[Run], has_known_values: bool) -> None:
        """Report all runs, the richest first.

        :param has_known_values: the ranges of the bands are known, so that values can be judged.
        """
        self._report_errors(runs)
        done = [run for run in runs if run.stage == "done"]
        filled = [run for run in done if run.scene_count == -1 or run.kept > 0]
        if not filled:
            return
        for output in self._setup.outputs:
            self._report_counts(output, filled)
            self._report_values(output, filled[0], has_known_values)
        self._report_ids(filled[0])

    def report_error(self, error: EvalscriptError, rule: str, **details: object) -> bool:
        """Report why something could not run; True when it was the script's fault."""
        place = (max(0, error.line - self._shift), error.column)
        if error.kind == "unsupported":
            self._findings.add("unsupported_here", place, message=error.message)
        elif error.kind == "stopped" and ("seconds" in error.message or "steps" in error.message):
            self._findings.add("script_too_slow", place, seconds=f"{TIME_LIMIT_S:g}")
        else:
            self._findings.add(rule, place, message=error.message, **details)
            return True
        return False

    def _report_errors(self, runs: Sequence[Run]) -> None:
        """A script that never works is wrong; one that needs a few scenes may fail some day."""
        # Time that is up in a later run says nothing about the script: the first run was whole
        failed = [run for run in runs if run.error is not None and (run is runs[0] or run.error.kind != "stopped")]
        if not failed or failed[0].error is None:
            return
        first = failed[0]
        is_hook = first.stage != "evaluatePixel"
        if first is runs[0] and first.kept == 0 and first.scene_count > 0 and not is_hook:
            self.report_error(first.error, "empty_samples_fail", name=self._samples_name())
        elif first is runs[0]:
            if is_hook:
                self.report_error(first.error, "hook_fails", name=first.stage)
            else:
                self.report_error(first.error, "script_fails")
        elif first.scene_count > 0 and first.kept > 0:
            self.report_error(first.error, "few_scenes_fail", scenes=first.kept)
        elif is_hook:
            self.report_error(first.error, "hook_fails_without_scenes", name=first.stage)
        else:
            self.report_error(first.error, "empty_samples_fail", name=self._samples_name())

    def _samples_name(self) -> str:
        """What the script calls its samples."""
        first = self._pixel.params[0] if self._pixel.params else None
        return str(first.name) if first is not None and first.type == "Identifier" else "samples"

    def _report_counts(self, output: OutputSpec, filled: Sequence[Run]) -> None:
        """Compare the values returned with the bands declared, and between numbers of scenes."""
        lengths = {run.kept: _length(run, output.id, self._setup) for run in filled}
        known = {scenes: length for scenes, length in lengths.items() if length is not None}
        if not known:
            return
        has_update = "updateOutput" in self._reading.functions
        counts = {run.kept: run.counts.get(output.id, output.bands) for run in filled}
        many, few = max(known), min(known)
        if known[many] != known[few] and not has_update:
            self._findings.add(
                "bands_depend_on_scenes", self._place, id=output.id, few=known[few], few_scenes=few, many=known[many],
                many_scenes=many, declared=output.bands,
            )  # fmt: skip
            return
        for scenes, length in known.items():
            declared = counts[scenes]
            if length == declared:
                continue
            if has_update:
                self._findings.add("bands_after_update", self._place, id=output.id, returned=length, declared=declared,
                                   scenes=scenes)  # fmt: skip
            else:
                rule = "too_few_values" if length < declared else "too_many_values"
                self._findings.add(rule, self._place, id=output.id, returned=length, declared=declared)
            return

    def _report_ids(self, run: Run) -> None:
        """Compare the ids returned with those declared."""
        objects = [value for value in run.returned if isinstance(value, dict)]
        ids = [output.id for output in self._setup.outputs]
        if objects:
            returned = {str(key) for value in objects for key in value}
            unknown = sorted(returned - set(ids))
            if unknown:
                self._findings.add("output_not_declared", self._place, ids=", ".join(unknown), choices=", ".join(ids))
        elif any(isinstance(value, list) for value in run.returned):
            returned = {"default" if "default" in ids else ids[0]}
        else:
            return
        missing = [name for name in ids if name not in returned]
        if missing:
            self._findings.add("output_not_returned", self._place, ids=", ".join(missing))

    def _report_values(self, output: OutputSpec, run: Run, has_known_values: bool) -> None:
        values = run.outputs.get(output.id)
        if values is None or not values.size or output.sample_type == "FLOAT32":
            return
        returned = _length(run, output.id, self._setup)
        values = values[: returned if returned is not None else len(values)]
        if not self._findings.has(*_EXPLAINS_NAN):
            self._report_nan(output, values)
        if not has_known_values:
            return
        self._report_range(output, values)
        self._report_fractions(output, values)

    def _report_nan(self, output: OutputSpec, values: np.ndarray) -> None:
        is_bad = ~np.isfinite(values)
        if valid_lanes(is_bad).any():
            always = bool(valid_lanes(is_bad).all(axis=1).any())
            if always:
                self._findings.add("nan_into_integers", self._place, id=output.id, type=output.sample_type)
            else:
                self._findings.add("nan_into_integers", self._place, "hint", id=output.id, type=output.sample_type)
        elif is_bad.any():
            self._findings.add("nan_without_data", self._place, id=output.id, type=output.sample_type)

    def _report_range(self, output: OutputSpec, values: np.ndarray) -> None:
        """One finding per output and kind, with all bands that show it."""
        found: dict[str, list[tuple[int, float, float]]] = {}
        for band, row in enumerate(values, 1):
            good = valid_lanes(row)
            good = good[np.isfinite(good)]
            for rule in _range_rules(output.sample_type, good) if len(good) else ():
                found.setdefault(rule, []).append((band, float(good.min()), float(good.max())))
        for rule, bands in found.items():
            lowest, highest = min(low for _, low, _ in bands), max(high for _, _, high in bands)
            limits = None if output.sample_type == "AUTO" else np.iinfo(SAMPLE_DTYPES[output.sample_type])
            limit = "" if limits is None else limits.min if rule == "below_range" else limits.max
            self._findings.add(
                rule, self._place, id=output.id, bands=", ".join(str(band) for band, _, _ in bands),
                type=output.sample_type, lowest=f"{lowest:.4g}", highest=f"{highest:.4g}", limit=limit,
            )  # fmt: skip

    def _report_fractions(self, output: OutputSpec, values: np.ndarray) -> None:
        """0..1 in an integer type becomes zeros and ones."""
        if output.sample_type == "AUTO":
            return
        for row in values:
            good = valid_lanes(row)
            good = good[np.isfinite(good)]
            if len(good) and np.abs(good).max() <= 1.5 and (good != np.round(good)).mean() > 0.5:
                self._findings.add("fractions_lost", self._place, id=output.id, type=output.sample_type)
                return


def _range_rules(sample_type: str, good: np.ndarray) -> list[str]:
    """The rules that the values of one band break."""
    if sample_type == "AUTO":
        if (good >= 1).mean() > 0.95 and good.max() > 1:
            return ["auto_saturated"]
        return ["auto_negative"] if (good < 0).mean() > MANY else []
    limits = np.iinfo(SAMPLE_DTYPES[sample_type])
    too_high, too_low = float((good > limits.max + 0.5).mean()), float((good < limits.min - 0.5).mean())
    high = ["above_range"] if too_high > MANY else ["some_above_range"] if too_high > 0 else []
    return [*high, *(["below_range"] if too_low > 0.1 else [])]


def _length(run: Run, name: str, setup: Setup) -> int | None:
    """Values that the pixels returned for an output; None when they returned none or not all the same number."""
    lengths = set()
    for value in run.returned:
        if isinstance(value, dict):
            value = value.get(name)
        elif len(setup.outputs) > 1 and name != ("default" if _has_default(setup) else setup.outputs[0].id):
            value = None
        if isinstance(value, list):
            lengths.add(len(value))
        elif value is not None and not isinstance(value, dict):
            lengths.add(1)
    return lengths.pop() if len(lengths) == 1 else None


def _has_default(setup: Setup) -> bool:
    return any(output.id == "default" for output in setup.outputs)
