#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# QGIS with the plugin from this checkout, in a profile of its own (build/qgis_profile; delete it to start afresh).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. .ci/profile.sh
make_profile "$PWD/build/qgis_profile"
program=$(command -v qgis.bin || command -v qgis)
exec "$program" --profiles-path "$PWD/build/qgis_profile" --profile default --nologo --noversioncheck "$@"
