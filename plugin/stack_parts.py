# SPDX-License-Identifier: GPL-2.0-or-later
"""A stack cut into a file for each date or each band."""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from .bridge.stack_file import BLOCK_PX, StackWriter
from .bridge.stack_reader import StackFile
from .core.errors import FileProblem, InvalidRequest
from .core.progress import Progress, check_cancelled
from .core.stack import StackInfo

CHOICES = ("DATE", "BAND")
_WINDOW_PX = 8 * BLOCK_PX
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]+")


def split_stack(source: str, folder: Path, by: str, progress: Progress) -> list[Path]:
    """Write a GeoTIFF for each date (all bands) or each band (all dates); the files, in order.

    Files get their names at the end, all together; names are those of the stack with the date or band.

    :raises TimestackError: with what is wrong with a parameter or a file; and a cancel.
    """
    if by not in CHOICES:
        raise InvalidRequest("BY", "unknown_choice", value=by, choices=", ".join(CHOICES))
    is_new = not folder.exists()
    temporary = folder / f".timestack-{uuid.uuid4().hex[:8]}.part"
    try:
        try:
            temporary.mkdir(parents=True)
        except OSError as error:
            raise FileProblem(str(folder), str(error), "write_failed") from error
        with StackFile(source) as stack:
            parts = list(_parts(stack.info, by))
            names = _names(stack, source, [name for name, *_ in parts])
            for place, (_, steps, bands) in enumerate(parts):
                _write(stack, temporary / names[place], steps, bands, progress, (place, len(parts)))
        targets = [folder / name for name in names]
        if any(target.exists() and os.path.exists(source) and target.samefile(source) for target in targets):
            raise InvalidRequest("OUTPUT", "output_is_input", value=source)
        _put_in_place(temporary, targets)
        is_new = False
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        if is_new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return targets


def _parts(info: StackInfo, by: str) -> Iterator[tuple[str, list[int], list[int]]]:
    """(name, steps, bands) of each file."""
    if by == "DATE":
        for number, step in enumerate(info.steps):
            day = f"{step.time:%Y-%m-%d}" if step.mosaicking == "ORBIT" else f"{step.time:%Y%m%dT%H%M%SZ}"
            yield "_".join(word for word in (day, step.tile_id) if word), [number], list(range(len(info.bands)))
    else:
        for number, band in enumerate(info.bands):
            yield band.name, list(range(len(info.steps))), [number]


def _names(stack: StackFile, source: str, words: list[str]) -> list[str]:
    stem = _NOT_IN_NAMES.sub("_", Path(source).stem).strip("_.") or "stack"
    names: list[str] = []
    for word in words:
        name = unique = f"{stem}_{_NOT_IN_NAMES.sub('_', word)}"
        number = 2
        while f"{unique}.tif".lower() in (other.lower() for other in names):
            unique, number = f"{name}_{number}", number + 1
        names.append(f"{unique}.tif")
    return names


def _write(
    stack: StackFile, path: Path, steps: list[int], bands: list[int], progress: Progress, share: tuple[int, int]
) -> None:
    """One file; it is a stack too, but does not tell how the whole was fetched."""
    info = replace(
        stack.info, steps=tuple(stack.info.steps[step] for step in steps),
        bands=tuple(stack.info.bands[band] for band in bands), request_json="{}", evalscript="", connection="",
    )  # fmt: skip
    place, count = share
    tiles = list(info.grid.tiles(_WINDOW_PX))
    with StackWriter(path, info) as writer:
        for number, step in enumerate(steps):
            for done, (column, row, tile) in enumerate(tiles, 1):
                check_cancelled(progress)
                values = stack.read(bands=bands, times=[step], window=(column, row, tile.width, tile.height))[0]
                pixels = values.data if info.nodata is None else np.where(
                    np.ma.getmaskarray(values), np.array(info.nodata, info.dtype), values.data
                )  # fmt: skip
                writer.write(number, column, row, pixels)
                progress.report((place + (number + done / len(tiles)) / len(steps)) / count)
        writer.commit()


def _put_in_place(temporary: Path, targets: list[Path]) -> None:
    try:
        for target in targets:
            os.replace(temporary / target.name, target)
    except OSError as error:
        raise FileProblem(str(targets[0].parent), str(error), "write_failed") from error
