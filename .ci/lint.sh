#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Style of all Python files, Python 3.9 as their floor (the oldest that QGIS 3.22 was shipped with), types of the core.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
build/venv/bin/ruff check .
build/venv/bin/python .ci/update_ts.py --check || [ $? = 1 ]   # stale texts are no fault; texts that cannot be extracted are
build/venv/bin/vermin --quiet --no-tips --violations --no-parse-comments --no-eval-annotations --target=3.9- \
    __init__.py plugin processing_provider
cd build   # here the package is called timestack, whatever the checkout's folder is called
venv/bin/mypy --config-file "$ROOT/pyproject.toml" --cache-dir "$ROOT/build/mypy_cache" -p timestack.plugin.core
