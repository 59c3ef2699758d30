# SPDX-License-Identifier: GPL-2.0-or-later
"""Writing one stack out of the time steps of several, as they are: pixels, names and metadata."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from osgeo import gdal

from ..core.answers import row_chunks
from ..core.errors import FileProblem
from ..core.progress import Progress, check_cancelled
from ..core.stack_metadata import DOMAIN
from .raster_writer import RasterWriter
from .stack_layout import open_raster
from .stack_reader import StackFile

_NOT_COPIED = ("IMAGE_STRUCTURE", "DERIVED_SUBDATASETS", "COLOR_PROFILE")
_OWN_TO_THE_FILE = ("AREA_OR_POINT",)
_COMPRESSIONS = ("DEFLATE", "ZSTD", "LZW", "NONE")


@dataclass(frozen=True)
class StepSource:
    """One time step of a stack."""

    stack: StackFile
    step: int
    """Counted from 0."""


def read_scene_marks(path: str | os.PathLike[str]) -> dict[str, str]:
    """What a stack file remembers of the scenes behind each step: ``scenes_mark`` by key; empty where it does not."""
    return {
        str(step.get("key")): str(step["scenes"])
        for step in _read_steps(open_raster(path))
        if isinstance(step, dict) and step.get("scenes")
    }


class JoinedStackWriter(RasterWriter):
    """A stack in the making whose time steps are those of other stacks of the same grid and bands.

    What the first stack says about itself stays, but for the list of its steps and the items given.
    """

    def __init__(
        self, path: str | os.PathLike[str], like: StackFile, sources: Sequence[StepSource], items: Mapping[str, str]
    ) -> None:
        """
        :param like: the stack whose grid, bands, sample type, nodata, compression and metadata the new one has.
        :param sources: the steps, ascending in time.
        :param items: for the ``TIMESTACK`` metadata, in place of the old ones.
        :raises FileProblem: when the stacks do not fit together.
        """
        info = like.info
        for stack in {id(source.stack): source.stack for source in sources}.values():
            other = stack.info
            if (other.grid, other.bands, other.dtype) != (info.grid, info.bands, info.dtype) or not _is_same_number(
                other.nodata, info.nodata
            ):
                raise FileProblem(
                    like.path, "the new time steps have other pixels or bands than the old ones", "other_pixels"
                )
        self._datasets = {stack.path: open_raster(stack.path) for stack in (like, *(s.stack for s in sources))}
        self._like, self._sources, self._items = like, tuple(sources), dict(items)
        compression = self._datasets[like.path].GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") or "NONE"
        super().__init__(
            path, info.grid, len(sources) * len(info.bands), info.dtype,
            compression=compression if compression in _COMPRESSIONS else "DEFLATE",
        )  # fmt: skip

    def copy(self, progress: Progress) -> None:
        """All pixels, a bounded number of them at a time.

        :raises FileProblem: when a stack cannot be read, or the new one not be written.
        :raises Cancelled: when the user wants to stop.
        """
        grid, width = self.grid, len(self._like.info.bands)
        for index, source in enumerate(self._sources):
            numbers = range(index * width + 1, (index + 1) * width + 1)
            for row, rows in row_chunks(grid.height, grid.width * width):
                check_cancelled(progress)
                values = source.stack.read(times=[source.step], window=(0, row, grid.width, rows))
                self.write_bands(numbers, 0, row, values.data[0])
            progress.report((index + 1) / len(self._sources))

    def _describe(self, dataset: gdal.Dataset) -> None:
        old, info = self._datasets[self._like.path], self._like.info
        if info.nodata is not None:
            dataset.GetRasterBand(1).SetNoDataValue(info.nodata)
        _copy_metadata(old, dataset)
        dataset.SetMetadata({**(old.GetMetadata(DOMAIN) or {}), **self._items, "STEPS": self._steps()}, DOMAIN)
        width = len(info.bands)
        for index, source in enumerate(self._sources):
            for offset in range(width):
                number = source.stack.layout.numbers[source.step][offset]
                one = self._datasets[source.stack.path].GetRasterBand(number)
                other = dataset.GetRasterBand(index * width + offset + 1)
                other.SetDescription(one.GetDescription())
                _copy_metadata(one, other)
                if (one.GetScale() or 1.0, one.GetOffset() or 0.0) != (1.0, 0.0):
                    other.SetScale(one.GetScale() or 1.0)
                    other.SetOffset(one.GetOffset() or 0.0)

    def _steps(self) -> str:
        lists = {path: _read_steps(dataset) for path, dataset in self._datasets.items()}
        steps = [lists[source.stack.path][source.step] for source in self._sources]
        return json.dumps(steps, ensure_ascii=False, separators=(",", ":"))

    def _put_in_place(self) -> None:
        """The old stack may be the one whose place is taken, and Windows replaces no file that is open."""
        self._datasets = {}
        for stack in (self._like, *(source.stack for source in self._sources)):
            stack.close()
        super()._put_in_place()

    def _abandon(self) -> None:
        self._datasets = {}
        super()._abandon()


def _read_steps(dataset: gdal.Dataset) -> list:
    try:
        steps = json.loads(dataset.GetMetadataItem("STEPS", DOMAIN) or "[]")
    except ValueError:
        return []
    return steps if isinstance(steps, list) else []


def _copy_metadata(one: gdal.MajorObject, other: gdal.MajorObject) -> None:
    for domain in one.GetMetadataDomainList() or ():
        if domain in _NOT_COPIED or domain == DOMAIN:
            continue
        if domain.startswith(("xml:", "json:")):
            other.SetMetadata(one.GetMetadata_List(domain) or [], domain)
            continue
        items = {k: v for k, v in (one.GetMetadata(domain) or {}).items() if k not in _OWN_TO_THE_FILE}
        if items:
            other.SetMetadata(items, domain)


def _is_same_number(one: float | None, other: float | None) -> bool:
    return one == other or (one is not None and other is not None and one != one and other != other)
