# SPDX-License-Identifier: GPL-2.0-or-later
"""Calling GDAL without touching the error settings that QGIS and other plugins share with us."""

from __future__ import annotations

from types import TracebackType

from osgeo import gdal, ogr, osr


def report_by_return_value() -> None:
    """Tell GDAL's bindings to raise nothing, for a process that is ours alone: the choice is everybody's in it."""
    for module in (gdal, ogr, osr):
        module.DontUseExceptions()


class QuietGdal:
    """Keeps GDAL's complaints of this thread for a ``with`` block; a Python exception of GDAL's ends the block.

    Results are therefore looked at after the block: they are None, or what they were before, when a call failed.
    """

    def __init__(self) -> None:
        self.failure = ""
        """The first complaint of an error, empty when there was none."""

    def __enter__(self) -> QuietGdal:
        gdal.PushErrorHandler(self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        gdal.PopErrorHandler()
        if kind is RuntimeError:  # the bindings raise exactly this class
            self.failure = self.failure or str(error)
            return True
        return False

    def _hear(self, level: int, number: int, message: str) -> None:
        if level >= gdal.CE_Failure and not self.failure:
            self.failure = message
