#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every tests/benchmarks/bench_*.py in a process of its own; each prints its table and writes JSON into bench_output/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p bench_output
# Peers that only the benchmarks need lie beside the test environment, so that `make test` does not fetch them.
PEERS=build/bench_peers
if ! cmp -s .ci/bench_requirements.txt "$PEERS/.installed"; then
    rm -rf "$PEERS"
    if build/venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --target "$PEERS" \
            -r .ci/bench_requirements.txt </dev/null; then
        cp .ci/bench_requirements.txt "$PEERS/.installed"
    else
        echo "bench: going on without $(grep -v '^#' .ci/bench_requirements.txt | xargs)" >&2
    fi
fi
shopt -s nullglob
scripts=(tests/benchmarks/bench_*.py)
[ ${#scripts[@]} -gt 0 ] || { echo "bench: there is no tests/benchmarks/bench_*.py" >&2; exit 1; }
for script in "${scripts[@]}"; do
    echo "== $(basename "$script" .py)"
    QT_QPA_PLATFORM=offscreen PYTHONPATH=build:$PEERS build/venv/bin/python "$script" --output bench_output </dev/null
done
