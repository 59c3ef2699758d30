# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by the scripts that start QGIS itself: a throwaway profile in the folder $1 with this checkout as its plugin.
# Leaves the user's own QGIS profile alone. The caller stands in the repository root.

make_profile() {
    local root=$1 profile=$1/profiles/default
    mkdir -p "$profile/python/plugins" "$profile/QGIS" build
    ln -sfn "$PWD" "$profile/python/plugins/timestack"
    [ -e "$profile/QGIS/QGIS3.ini" ] || cat >"$profile/QGIS/QGIS3.ini" <<'INI'
[PythonPlugins]
timestack=true

[app]
Project\newProjectDefault=false

[qgis]
checkVersion=false
showTips=false
showTips316=false
showTips322=false
enableMacros=Never

[migration]
fileVersion=2
INI
    build/venv/bin/python .ci/compile_qm.py
}

# qgis_process with that profile. Debian's wrapper hands QGIS_OPTS on, which qgis_process does not know.
run_qgis_process() {
    local root=$1; shift
    local program
    program=$(command -v qgis_process.bin || command -v qgis_process)
    QGIS_OPTS='' QGIS_CUSTOM_CONFIG_PATH=$root QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen} \
        XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$root} "$program" "$@" </dev/null
}
