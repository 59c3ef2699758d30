# SPDX-License-Identifier: GPL-2.0-or-later
"""Stops a script that runs too long, takes too much memory, or whose caller has had enough."""

from __future__ import annotations

import re
import sys
import threading
from types import TracebackType
from typing import Any

from ..budget import Budget
from ..errors import Stop

CHECK_EVERY_S = 0.01


class Watchdog:
    """Watches an engine from another thread while a ``with`` block runs JavaScript.

    Qt's engine has no limit on its memory, so the growth of the whole process counts; half of what is free must
    stay free. A budget's steps cannot be counted here.
    """

    def __init__(self, engine: Any, budget: Budget) -> None:
        self._engine = engine
        self._budget = budget
        self._limit = min(budget.byte_limit, _free_bytes() // 2)
        self._base = resident_bytes()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="evalscript-watchdog", daemon=True)
        self.stop: Stop | None = None

    def __enter__(self) -> Watchdog:
        self._budget.check()
        self._thread.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        self._engine.setInterrupted(False)

    def _watch(self) -> None:
        while not self._over.wait(CHECK_EVERY_S):
            try:
                self._budget.check()
                if resident_bytes() - self._base > self._limit:
                    raise Stop(f"the script holds more than {self._limit >> 20} MB")
            except Stop as stop:
                self.stop = stop
                self._engine.setInterrupted(True)
                return


def resident_bytes() -> int:
    """Memory of this process: what it holds, or on macOS the most it ever held; 0 when unknown."""
    if sys.platform == "win32":
        return _windows_bytes()
    try:
        with open("/proc/self/statm", "rb") as file:
            pages = int(file.read().split()[1])
        import resource

        return pages * resource.getpagesize()
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _free_bytes() -> int:
    """Memory that this computer can still give, where it tells; else plenty."""
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            found = re.search(r"MemAvailable:\s*(\d+) kB", file.read())
    except OSError:
        found = None
    return int(found.group(1)) << 10 if found else 1 << 40


def _windows_bytes() -> int:
    import ctypes

    class Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of psapi.h."""

        _fields_ = (
            ("cb", ctypes.c_uint32),
            ("page_faults", ctypes.c_uint32),
            *((name, ctypes.c_size_t) for name in ("peak", "resident", "a", "b", "c", "d", "page_file", "peak_file")),
        )

    counters = Counters(cb=ctypes.sizeof(Counters))
    windows: Any = getattr(ctypes, "windll")  # noqa: B009  exists on Windows only
    windows.kernel32.GetCurrentProcess.restype = ctypes.c_void_p
    process = ctypes.c_void_p(windows.kernel32.GetCurrentProcess())
    if not windows.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb):
        return 0
    return int(counters.resident)
