#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every tests/benchmarks/bench_*.py in a process of its own; each prints its table and writes JSON into bench_output/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p bench_output
shopt -s nullglob
scripts=(tests/benchmarks/bench_*.py)
[ ${#scripts[@]} -gt 0 ] || { echo "bench: there is no tests/benchmarks/bench_*.py" >&2; exit 1; }
for script in "${scripts[@]}"; do
    echo "== $(basename "$script" .py)"
    QT_QPA_PLATFORM=offscreen PYTHONPATH=build build/venv/bin/python "$script" --output bench_output </dev/null
done
