#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The main job, as a user would do it headless: a year of four bands from the embedded hub, into one dated GeoTIFF.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. .ci/profile.sh
OUT=$PWD/demo_output
PROFILE=$(mktemp -d)
trap 'rm -rf "$PROFILE"' EXIT
mkdir -p "$OUT"
make_profile "$PROFILE"

echo "== the plugin in a throwaway profile"
run_qgis_process "$PROFILE" plugins >"$OUT/qgis_process.log" 2>&1 || { cat "$OUT/qgis_process.log"; exit 1; }
grep -E '\* *timestack' "$OUT/qgis_process.log" || { cat "$OUT/qgis_process.log"; echo "demo: QGIS does not see the plugin" >&2; exit 1; }

echo "== fetching a stack from the embedded hub: timestack:fetchtemporalstack"
BEGUN=$SECONDS
run_qgis_process "$PROFILE" run timestack:fetchtemporalstack -- \
    CONNECTION=demo COLLECTION=sentinel-2-l2a \
    EXTENT="500000,500640,5100000,5100640 [EPSG:32633]" CRS=EPSG:32633 RESOLUTION=10 \
    START=2020-01-01 END=2020-12-31 MOSAICKING=ORBIT BANDS=B02,B03,B04,B08 \
    OUTPUT="$OUT/stack.tif" 2>&1 | tee -a "$OUT/qgis_process.log"

SECONDS_TAKEN=$((SECONDS - BEGUN))

echo "== what is in it"
gdalinfo "$OUT/stack.tif" | grep -E '^(Driver|Size)|INTERLEAVE|Description = ' | sed -n 1,12p
echo "   … $(gdalinfo "$OUT/stack.tif" | grep -c 'Description = ') bands in all"

echo "== pictures and a table of it"
PYTHONPATH=build QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=$PROFILE build/venv/bin/python .ci/demo_pictures.py "$OUT"
echo "fetched in $SECONDS_TAKEN s; look at"
for name in stack.tif contact_sheet.png profile.png profile.csv; do
    printf '  %-26s %6s kB\n' "demo_output/$name" "$(($(stat -c %s "$OUT/$name") / 1024))"
done
