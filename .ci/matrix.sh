#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The unit and qgis tiers on newer QGIS versions, each in a Debian chroot of its own under build/matrix (or $MATRIX_DIR).
# Not part of .ci/run: needs root, debootstrap and about 3 GB of disk for each version.
#   matrix.sh                 trixie (QGIS 3.40) and forky (QGIS 3.44)
#   matrix.sh trixie [args]   one of them; the arguments go to pytest
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
HOME_OF_CHROOTS=${MATRIX_DIR:-$ROOT/build/matrix}
PACKAGES=(python3-qgis qgis-providers python3-pytest python3-pytest-timeout python3-hypothesis python3-pyqt5.qtquick
          python3-xarray git)

make_chroot() {
    local suite=$1 chroot=$2 mirror script
    [ -e "$chroot/.ready" ] && return
    [ "$(id -u)" = 0 ] || { echo "matrix: making a chroot needs root" >&2; exit 1; }
    command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap </dev/null
    mirror=$(awk '/^URIs:/ {print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)
    script=/usr/share/debootstrap/scripts/$suite
    [ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid   # an older debootstrap knows no newer suite
    mkdir -p "$chroot"
    echo "matrix: making a chroot of $suite in $chroot"
    [ -e "$chroot/etc/debian_version" ] ||
        debootstrap --variant=minbase --include=ca-certificates "$suite" "$chroot" "${mirror:-http://deb.debian.org/debian}" \
            "$script" >"$chroot.log" 2>&1
    # the host's way to the network: apt's own settings, names, certificates
    cp -a /etc/apt/apt.conf.d/99* "$chroot/etc/apt/apt.conf.d/" 2>/dev/null || true
    cp -L /etc/resolv.conf /etc/hosts "$chroot/etc/" 2>/dev/null || true
    cp -aL /etc/ssl/certs/ca-certificates.crt "$chroot/etc/ssl/certs/" 2>/dev/null || true
    printf 'path-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\n' >"$chroot/etc/dpkg/dpkg.cfg.d/01nodoc"
    printf '#!/bin/sh\nexit 101\n' >"$chroot/usr/sbin/policy-rc.d"
    chmod +x "$chroot/usr/sbin/policy-rc.d"
    in_namespace "$chroot" "apt-get update -qq && apt-get install -y -qq --no-install-recommends ${PACKAGES[*]}" >>"$chroot.log" 2>&1
    touch "$chroot/.ready"
}

# Runs a command in the chroot; its mounts live in a namespace of their own and vanish with it.
in_namespace() {
    local chroot=$1 command=$2
    mkdir -p "$chroot/src/main" "$chroot/src/shared"
    unshare --mount bash -euc '
        mount --make-rprivate /
        mount -t proc proc "$1/proc"
        mount --rbind /dev "$1/dev"
        mount --bind "$2" "$1/src/main"
        mount -o remount,ro,bind "$1/src/main"
        if [ -d "$2/../shared" ]; then mount --bind "$2/../shared" "$1/src/shared"; fi
        exec chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
            QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1 XDG_RUNTIME_DIR=/tmp bash -c "$3" </dev/null
    ' matrix "$chroot" "$ROOT" "$command"
}

suites=(trixie forky)
if [ $# -gt 0 ]; then suites=("$1"); shift; fi
status=0
for suite in "${suites[@]}"; do
    chroot=$HOME_OF_CHROOTS/$suite
    make_chroot "$suite" "$chroot" || { tail -n 20 "$chroot.log" >&2; exit 1; }
    echo "== $suite"
    in_namespace "$chroot" "cd /src/main && git config --global --add safe.directory '*' &&
        python3 -m pytest -p no:cacheprovider -m 'not slow' tests/unit tests/qgis $(printf ' %q' "$@")" || status=1
done
exit $status
