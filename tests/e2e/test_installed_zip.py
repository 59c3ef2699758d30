# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS loads the packed plugin and lists its algorithms."""

from __future__ import annotations

import json


def test_qgis_process_lists_the_algorithms_of_the_packed_plugin(qgis_process):
    answer = qgis_process("--json", "list")
    assert answer.returncode == 0, answer.stderr
    providers = json.loads(answer.stdout[answer.stdout.find("{") :])["providers"]
    assert "fetchtemporalstack" in {name.split(":")[-1] for name in providers["timestack"]["algorithms"]}


def test_the_plugin_says_nothing_on_its_way_in(qgis_process):
    answer = qgis_process("plugins")
    assert "* timestack" in answer.stdout
    assert "Traceback" not in answer.stdout + answer.stderr
