# SPDX-License-Identifier: GPL-2.0-or-later
"""The trace of a pixel as plain text: numbers, and the whole of it for the clipboard."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

from ...bridge.i18n import tr
from ...core.script_results import PixelTrace, TracedSample

MAX_VALUE_CHARACTERS = 2000
"""A script can return a novel."""


def number_text(value: object) -> str:
    """A number, short: seven significant digits, which is what FLOAT32 holds."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    if float(value) == int(value) and abs(value) < 1e15:
        return "-0" if value == 0 and math.copysign(1, value) < 0 else str(int(value))
    return f"{value:.7g}"


def value_text(value: object) -> str:
    """Whatever a script made, on one line, in the manner of JavaScript."""
    text = _literal(value)
    return text if len(text) <= MAX_VALUE_CHARACTERS else text[:MAX_VALUE_CHARACTERS] + " …"


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_literal(item)}" for name, item in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    return str(value)


def returned_text(trace: PixelTrace) -> str:
    """What evaluatePixel returned."""
    return tr("nothing") if trace.returned is None else value_text(trace.returned)


def band_names(samples: Sequence[TracedSample]) -> tuple[str, ...]:
    """Names of all bands, in the order of their first appearance."""
    return tuple(dict.fromkeys(name for sample in samples for name in sample.values))


def sample_name(sample: TracedSample) -> str:
    """What to call a row."""
    return " · ".join(word for word in (sample.datasource, sample.label) if word) or tr("mosaic")


def as_text(trace: PixelTrace) -> str:
    """All of a trace, its tables separated by tabs, for a spreadsheet or a mail."""
    x, y = trace.place
    lines = [f"{tr('Pixel')}\t{x:.10g}\t{y:.10g}\t{trace.crs}", ""]
    bands = band_names(trace.samples)
    lines.append("\t".join([tr("Sample"), *bands]))
    for sample in trace.samples:
        cells = [number_text(sample.values[name]) if name in sample.values else "" for name in bands]
        lines.append("\t".join([sample_name(sample), *cells]))
    if trace.left_out:
        lines += ["", tr("Left out by the script"), *trace.left_out]
    if trace.variables:
        lines += ["", "\t".join((tr("Line"), tr("Variable"), tr("Value")))]
        lines += [f"{variable.line}\t{variable.name}\t{value_text(variable.value)}" for variable in trace.variables]
    lines += ["", f"{tr('Returned')}\t{returned_text(trace)}"]
    for name, values in trace.outputs.items():
        lines.append("\t".join([tr("Written to {output}").format(output=name), *map(number_text, values)]))
    return "\n".join(lines) + "\n"
