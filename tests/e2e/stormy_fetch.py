# SPDX-License-Identifier: GPL-2.0-or-later
"""One fetch in a process of its own, with little time to wait, and a diary that outlives a kill.

Called with a JSON file: ``order`` (arguments of ``fetch_stack``), ``limits`` (of ``PlanLimits``), ``read_timeout_s``,
``diary``. Lines of the diary: ``asked KEY``, ``kept KEY``, ``late KEY`` (no answer in time). Exit code 0 for a stack,
3 for one of the product's own errors, which is printed; anything else is a fault of ours.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from qgis.core import QgsApplication

_HURRY = 0.02
"""Waits take this share of what they would."""


def hurry() -> None:
    """Let every wait be short; how often something is tried stays as it is."""
    from timestack.plugin.bridge import remote_service
    from timestack.plugin.core import rate_limiter
    from timestack.plugin.core.weather import Patience

    waits = {name: getattr(Patience, name) for name in ("wait_s", "wait_429_s")}
    for name, wait in waits.items():
        setattr(Patience, name, lambda *arguments, wait=wait: _HURRY * wait(*arguments))
    remote_service._USUAL_PAUSE_S *= _HURRY
    rate_limiter.DEFAULT_PER_MINUTE /= _HURRY
    rate_limiter._EVIDENCE_S = float("inf")  # refusals by chance say nothing about how fast was too fast


def keep_diary(path: str) -> None:
    """Write down what is asked and kept, each line in one write."""
    from timestack.plugin.bridge.ogc_service import OgcService
    from timestack.plugin.bridge.part_store import PartFolder
    from timestack.plugin.bridge.process_service import ProcessService
    from timestack.plugin.core.errors import Unreachable
    from timestack.plugin.core.part_jobs import question_key

    diary = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(word: str, key: str) -> None:
        os.write(diary, f"{word} {key}\n".encode())

    def watch(service: type) -> None:
        get_coverage = service.get_coverage

        def watched(self, request, progress):
            note("asked", question_key(request))
            try:
                return get_coverage(self, request, progress)
            except Unreachable as error:
                if "in time" in error.reason or "stopped half way" in error.reason:
                    note("late", question_key(request))
                raise

        service.get_coverage = watched

    watch(OgcService)
    watch(ProcessService)
    keep = PartFolder.keep

    def kept(self, key, image):
        result = keep(self, key, image)
        note("kept", key)
        return result

    PartFolder.keep = kept


def main(path: str) -> int:
    """Fetch."""
    from timestack.plugin import connections
    from timestack.plugin.api import _stack_order
    from timestack.plugin.core.errors import TimestackError
    from timestack.plugin.core.plan import PlanLimits
    from timestack.plugin.core.progress import SilentProgress
    from timestack.plugin.stacks import fetch_to_file

    task = json.loads(Path(path).read_text(encoding="utf-8"))
    hurry()
    keep_diary(task["diary"])
    read_settings = connections.read_network_settings
    connections.read_network_settings = lambda: replace(read_settings(), read_timeout_s=task["read_timeout_s"])
    target = task["order"].pop("output")
    try:
        order = _stack_order(**task["order"])
        fetch_to_file(order, Path(target), SilentProgress(), PlanLimits(**task["limits"]))
    except TimestackError as error:
        print(f"{type(error).__name__}: {error}", flush=True)
        return 3
    return 0


if __name__ == "__main__":
    application = QgsApplication([], False)
    code = main(sys.argv[1])
    sys.stdout.flush()
    os._exit(code)  # taking QGIS down in a plain Python crashes now and then, with the work long done
