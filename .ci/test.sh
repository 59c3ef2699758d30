#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Lint, package checks, then every test tier in one pytest run on a virtual screen. Arguments are handed on to pytest.
# All of it runs even when an early stage fails; the exit code tells of any failure, pytest's summary comes last.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON=build/venv/bin/python
failed=()

echo "== lint"
bash .ci/lint.sh || failed+=(lint)

echo "== package"
{ $PYTHON .ci/package.py && $PYTHON .ci/scan.py dist/timestack.zip; } || failed+=(package)

[ ${#failed[@]} = 0 ] || trap 'echo "test: failed before pytest: ${failed[*]}" >&2' EXIT

echo "== pytest"
export PYTHONFAULTHANDLER=1 QT_LOGGING_RULES="${QT_LOGGING_RULES:-*.debug=false}"
if command -v xvfb-run >/dev/null; then
    unset QT_QPA_PLATFORM WAYLAND_DISPLAY
    xvfb-run -a -s "-screen 0 1600x1000x24" "$PYTHON" -m pytest --continue-on-collection-errors "$@" </dev/null
else
    QT_QPA_PLATFORM=offscreen "$PYTHON" -m pytest --continue-on-collection-errors "$@" </dev/null
fi
status=$?
[ $status = 0 ] && [ ${#failed[@]} -gt 0 ] && status=1
exit $status
