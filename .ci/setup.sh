#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes a Debian machine ready to run, test and package Timestack: QGIS from apt, test tools in build/venv.
# Runs again in well under a second when nothing changed.  setup.sh --renew writes constraints.txt anew.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=/usr/bin/python3   # Debian's own, the one that sees PyQGIS and GDAL; never pyenv's or conda's
VENV=build/venv
NEEDED=(qgis python3-qgis qgis-providers gdal-bin python3-gdal python3-numpy python3-requests python3-venv
        python3-pyqt5.qtquick fonts-dejavu-core xvfb xauth git)
command -v node >/dev/null || NEEDED+=(nodejs)   # generated evalscripts are held against a JavaScript engine that is not ours
WELCOME=(cgi-mapserver)   # an independent WCS to test against; its tests are skipped without it

missing() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif command -v sudo >/dev/null; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        echo "setup: not root and no sudo; please install these Debian packages: $(missing "${NEEDED[@]}" | xargs)" >&2
        return 1
    fi
}

install_packages() {
    local needed welcome
    mapfile -t needed < <(missing "${NEEDED[@]}")
    mapfile -t welcome < <(missing "${WELCOME[@]}")
    if [ ${#needed[@]} -gt 0 ]; then
        command -v apt-get >/dev/null || { echo "setup: needs ${needed[*]}; there is no apt-get here" >&2; exit 1; }
        echo "setup: installing ${needed[*]}"
        as_root apt-get update -qq </dev/null
        as_root apt-get install -y -qq --no-install-recommends "${needed[@]}" </dev/null >build/apt.log 2>&1 \
            || { tail -n 30 build/apt.log >&2; exit 1; }
    fi
    if [ ${#welcome[@]} -gt 0 ] && [ ! -e build/.tried_welcome ]; then
        touch build/.tried_welcome
        { as_root apt-get install -y -qq --no-install-recommends "${welcome[@]}" </dev/null >>build/apt.log 2>&1 \
            || { as_root apt-get update -qq </dev/null &&
                 as_root apt-get install -y -qq --no-install-recommends "${welcome[@]}" </dev/null >>build/apt.log 2>&1; }; } \
            || echo "setup: going on without ${welcome[*]}"
    fi
}

recipe() { { "$PYTHON" --version; cat .ci/requirements.txt .ci/constraints.txt; } | sha256sum; }

build_venv() {
    echo "setup: making $VENV"
    rm -rf "$VENV" build/.setup
    "$PYTHON" -m venv --system-site-packages "$VENV"
    # numpy stays Debian's: its GDAL and PyQGIS are compiled against that one.
    "$PYTHON" -c 'import numpy; print(f"numpy=={numpy.__version__}")' >build/constraints.txt
    [ "${1:-}" = --renew ] || cat .ci/constraints.txt >>build/constraints.txt
    "$VENV/bin/python" -m pip install -q --disable-pip-version-check -r .ci/requirements.txt -c build/constraints.txt </dev/null \
        2> >(grep -v 'Location .* is ignored' >&2)
    if [ "${1:-}" = --renew ]; then
        { sed -n '/^#/p' .ci/constraints.txt; "$VENV/bin/python" -m pip freeze --local; } >build/renewed.txt
        mv build/renewed.txt .ci/constraints.txt
    fi
    "$VENV/bin/python" -c 'import qgis.core, osgeo.gdal, numpy, pytest'
    recipe >build/.setup
}

mkdir -p build
ln -sfn .. build/timestack   # PYTHONPATH=build imports the checkout as timestack
install_packages
if [ "${1:-}" = --renew ] || [ "$(recipe)" != "$(cat build/.setup 2>/dev/null)" ] || [ ! -x "$VENV/bin/python" ]; then
    build_venv "$@"
fi
