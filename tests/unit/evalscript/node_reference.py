# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs evalscripts pixel by pixel in node, as the reference for the block engine."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np

NODE = shutil.which("node")
PRELUDE = (Path(__file__).parent / "service_prelude.js").read_text(encoding="utf-8")

_RUNNER = r"""
const fs = require('fs'), vm = require('vm');
const revive = (k, v) => v === 'NaN' ? NaN : v === 'inf' ? Infinity : v === '-inf' ? -Infinity : v;
const jobs = JSON.parse(fs.readFileSync(0, 'utf8'), revive);
const show = (v) => typeof v === 'number' && !Number.isFinite(v)
  ? (Number.isNaN(v) ? 'NaN' : v > 0 ? 'inf' : '-inf') : v;
const out = jobs.map(({prelude, text, samples, names}) => {
  const context = vm.createContext({});
  try {
    vm.runInContext(prelude + '\n' + text + '\nthis.__p = evaluatePixel;', context, {timeout: 5000});
    return {values: samples.map((sample) => {
      context.__s = vm.runInContext('(' + JSON.stringify(sample, (k, v) => show(v)) + ')', context);
      const fix = (o) => { for (const k in o) { if (typeof o[k] === 'object') fix(o[k]);
        else o[k] = revive(k, o[k]); } return o; };
      fix(context.__s);
      const result = vm.runInContext('__p(__s, {})', context, {timeout: 5000});
      return result === undefined || result === null ? null
        : [].concat(result).map((v) => show(Number(v)));
    })};
  } catch (error) { return {error: String(error && error.message || error)}; }
});
process.stdout.write(JSON.stringify(out));
"""


def _plain(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if value != value else "inf" if value > 0 else "-inf"
    return value


def pixels(samples, lanes):
    """Band arrays, or a list of them, as one sample object (or list) per pixel."""
    if isinstance(samples, dict):
        return [{name: _plain(float(band[k])) for name, band in samples.items()} for k in range(lanes)]
    return [[{name: _plain(float(band[k])) for name, band in one.items()} for one in samples] for k in range(lanes)]


def run_in_node(jobs):
    """One answer per job (text, samples, lanes): a list of value lists per pixel, or the error's message."""
    payload = [
        {"prelude": PRELUDE, "text": text, "samples": pixels(samples, lanes), "names": []}
        for text, samples, lanes in jobs
    ]
    environment = dict(os.environ, TZ="UTC")
    done = subprocess.run(
        [NODE, "-e", _RUNNER], input=json.dumps(payload).encode(), capture_output=True, env=environment, check=True
    )
    answers = []
    for answer in json.loads(done.stdout):
        if "error" in answer:
            answers.append(answer["error"])
            continue
        lists = [[float(v) if v is not None else math.nan for v in (row or [])] for row in answer["values"]]
        answers.append(lists)
    return answers


def as_table(rows, bands):
    """Value lists as an array (bands, pixels), padded with NaN."""
    table = np.full((bands, len(rows)), np.nan)
    for pixel, row in enumerate(rows):
        table[: min(bands, len(row)), pixel] = row[:bands]
    return table
