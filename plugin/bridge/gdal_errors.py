# SPDX-License-Identifier: GPL-2.0-or-later
"""Hearing what GDAL complains of, without touching the error settings that QGIS and other plugins share with us."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from osgeo import gdal, osr

_LOG = logging.getLogger(__name__)


class GdalErrors:
    """Collects the complaints of the GDAL calls inside a ``with``; nothing is printed, nothing is raised.

    GDAL keeps its error handlers per thread, so only this thread's calls are heard. Somebody else in the process may
    have switched GDAL's Python exceptions on. From GDAL 3.7 on they are off inside the block, for this thread only;
    before, the call that failed ends the block, and what it would have returned stays as it was. Code after the block
    therefore looks at :attr:`failure` and at its results::

        dataset = None
        with GdalErrors() as errors:
            dataset = gdal.OpenEx(path)
        if dataset is None:
            raise FileProblem(path, errors.failure)
    """

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.warnings: list[str] = []
        modules = [module for module in (gdal, osr) if hasattr(module, "ExceptionMgr")]
        self._calm = [module.ExceptionMgr(useExceptions=False) for module in modules]

    @property
    def failure(self) -> str:
        """The first failure, empty when there was none."""
        return self.failures[0] if self.failures else ""

    def __enter__(self) -> GdalErrors:
        for manager in self._calm:
            manager.__enter__()
        gdal.PushErrorHandler(self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        gdal.PopErrorHandler()
        for manager in reversed(self._calm):
            manager.__exit__(kind, error, traceback)
        if kind is RuntimeError:  # what GDAL's bindings raise; never one of its subclasses
            self.failures.append(str(error))
            return True
        return False

    def _hear(self, level: int, number: int, message: str) -> None:
        if level >= gdal.CE_Failure:
            self.failures.append(message)
        elif level == gdal.CE_Warning:
            self.warnings.append(message)
            _LOG.debug("GDAL: %s", message)


@contextmanager
def without_complaints() -> Iterator[None]:
    """What QGIS's own code has GDAL do in this thread is not complained of; ours hears it by :class:`GdalErrors`."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()
