#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Style of all Python files, Python 3.9 as their floor (the oldest that QGIS 3.22 was shipped with), texts that can be
# translated, types of the core. Every check runs, whatever the ones before it found.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
BIN=$PWD/build/venv/bin
status=0

"$BIN/ruff" check --output-format=concise . || status=1
"$BIN/vermin" --quiet --no-tips --violations --no-parse-comments --no-eval-annotations --target=3.9- \
    __init__.py plugin processing_provider || status=1
"$BIN/python" .ci/update_ts.py --check
[ $? -le 1 ] || status=1   # stale translations are no fault; texts that cannot be extracted are
# under build the package is called timestack, whatever the checkout's folder is called
(cd build && "$BIN/mypy" --config-file ../pyproject.toml --cache-dir mypy_cache -p timestack.plugin.core) || status=1
exit $status
