# SPDX-License-Identifier: GPL-2.0-or-later
"""A folder of dated GeoTIFFs as a source of scenes."""

from __future__ import annotations

import logging
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np

from ...core.acquisitions import tile_id_from_path
from ...core.catalogue import load_catalogue
from ...core.errors import FileProblem
from ...core.grid import Bounds, PixelGrid
from ..source import SceneRecord, SourceBand
from .calibration import Calibration, Storage, calibrate
from .manifest import MANIFEST, BandEntry, SceneEntry, read_manifest, resolve_inside
from .projection import EDGE_POINTS, metres_per_unit, outline
from .scene_dates import find_time
from .scene_file import FileBand, SceneFile, open_scene_file
from .scene_image import SceneImage

_LOG = logging.getLogger(__name__)
_MAX_FILES = 20_000
_SMALL_M = 2000.0
_SIGNS = (("sentinel-2-l2a", "L2A", "SCL"), ("sentinel-2-l1c", "L1C", "B10"))
"""Collections that are recognised without a manifest: by a word in the file names or by a band no other has."""


class FolderSource:
    """A :class:`~..source.SceneSource` of files, with or without ``scenes.json``.

    A pixel has data (``dataMask`` 1) when at least one band of the scene has: the bands that declare a nodata value
    and those of floating point numbers (NaN) are asked, all of them, whichever bands a question is about. Where no
    band has a way to say "no data", the whole file has data. There a single band without data delivers NaN, which is
    no value that it could have; where the scene has no data at all every band delivers ``nodata_value``.
    """

    def __init__(self, folder: str | os.PathLike) -> None:
        """
        :raises FileProblem: for a folder without a usable scene, or a manifest that is wrong.
        """
        path = Path(folder)
        if not path.is_dir():
            raise FileProblem(str(folder), "there is no such folder")
        self.folder = path
        self.fingerprint = self.read_fingerprint(path)
        manifest = read_manifest(path)
        pairs = list(_open_listed(manifest.scenes) if manifest else _open_found(path))
        if not pairs:
            raise FileProblem(str(folder), f"no {MANIFEST} and no GeoTIFF with a date in its metadata or its name")
        pairs.sort(key=lambda pair: (pair[0].time, pair[0].data_path))
        described = manifest.bands if manifest else ()
        scenes = [(entry, file, _named_bands(file, described)) for entry, file in pairs]
        self.collection_id = (manifest.collection if manifest else "") or _guess_collection(path, scenes)
        self.title = (manifest.title if manifest else "") or path.resolve().name
        self.normalization_factor = 0.0001 if self.collection_id.startswith("sentinel-2") else 1.0
        is_landsat = self.collection_id.startswith("landsat") and self.collection_id in load_catalogue()
        self.nodata_value = math.nan if is_landsat else 0.0
        self._scenes = {entry.data_path: SceneImage(file, bands) for entry, file, bands in scenes}
        self.bands: Mapping[str, SourceBand] = MappingProxyType(self._calibrate({b.name: b for b in described}, path))
        self.sample_type = _sample_type(self._scenes.values(), self.bands)
        self.resolution = (pairs[0][1].crs, abs(pairs[0][1].geotransform[1]))
        self._records = tuple(_record(entry, file, number) for number, (entry, file, _) in enumerate(scenes, 1))

    @staticmethod
    def read_fingerprint(folder: str | os.PathLike) -> tuple:
        """Something that is equal as long as the folder's scenes are the same."""
        names = [MANIFEST, *_list_rasters(Path(folder))]
        found = []
        for name in names:
            try:
                status = os.stat(os.path.join(folder, name))
            except OSError:
                continue
            found.append((name, status.st_size, status.st_mtime_ns))
        return tuple(found)

    def records(self) -> Sequence[SceneRecord]:
        """Every scene, oldest first."""
        return self._records

    def read(self, record: SceneRecord, bands: Sequence[str], grid: PixelGrid) -> Mapping[str, np.ndarray]:
        """Bands of one scene on a grid, nearest neighbour, with ``dataMask``; each pixel is the source pixel that
        holds its centre.

        :raises KeyError: for a scene or band that there is not.
        :raises FileProblem: when the file cannot be read any more.
        """
        return self._scenes[record.data_path].read(
            [(name, self.bands[name]) for name in bands], grid, self.nodata_value
        )

    def _calibrate(self, described: Mapping[str, BandEntry], folder: Path) -> dict[str, SourceBand]:
        known = load_catalogue().get(self.collection_id)
        catalogued = known.bands if known else {}
        met = list(dict.fromkeys(name for scene in self._scenes.values() for name in scene.bands))
        missing = [name for name in described if name not in met]
        if missing:
            raise FileProblem(str(folder / MANIFEST), f"bands: no file has a band {missing[0]!r}", "manifest")
        result = {}
        for name in [*(name for name in catalogued if name in met), *(name for name in met if name not in catalogued)]:
            holders = [scene for scene in self._scenes.values() if name in scene.bands]
            stored = [_storage(scene.bands[name], described.get(name)) for scene in holders]
            result[name], calibrations = calibrate(name, catalogued.get(name), stored)
            for scene, calibration in zip(holders, calibrations):
                scene.calibrations[name] = calibration
        return result


def _open_listed(entries: Sequence[SceneEntry]) -> Iterator[tuple[SceneEntry, SceneFile]]:
    for entry in entries:
        yield entry, open_scene_file(entry.file)


def _open_found(folder: Path) -> Iterator[tuple[SceneEntry, SceneFile]]:
    for name in _list_rasters(folder):
        path = resolve_inside(folder, name)
        if path is None:
            _LOG.warning("%s: left out, it leads out of the folder", name)
            continue
        try:
            file = open_scene_file(path)
        except FileProblem as problem:
            _LOG.warning("%s: left out, %s", name, problem.reason)
            continue
        time = find_time(file.metadata, Path(name).stem)
        if time is None:
            _LOG.warning("%s: left out, no date in its metadata or its name", name)
            continue
        yield SceneEntry(path, time, name, tile_id_from_path(f"_{Path(name).stem}"), _cloud_cover(file)), file


def _list_rasters(folder: Path) -> list[str]:
    try:
        names = sorted(name for name in os.listdir(folder) if name.lower().endswith((".tif", ".tiff")))
    except OSError as error:
        raise FileProblem(str(folder), error.strerror or str(error)) from error
    if len(names) > _MAX_FILES:
        raise FileProblem(str(folder), f"more than {_MAX_FILES} files")
    return names


def _cloud_cover(file: SceneFile) -> float | None:
    try:
        cover = float(file.metadata.get("CLOUD_COVER", "nan"))
    except ValueError:
        return None
    return cover if 0 <= cover <= 100 else None


def _named_bands(file: SceneFile, described: Sequence[BandEntry]) -> dict[str, FileBand]:
    """A file's bands by name: by their descriptions, else by the manifest's order, else ``band1`` and so on.

    With a manifest that lists bands, only those count.
    """
    nodata = {entry.name: entry for entry in described if entry.has_nodata_key}
    use_order = not any(band.name for band in file.bands)
    found: dict[str, FileBand] = {}
    for band in file.bands:
        name = band.name
        if use_order and described:
            name = described[band.number - 1].name if band.number <= len(described) else ""
        name = name or f"band{band.number}"
        if name in found or (described and all(entry.name != name for entry in described)):
            continue
        own = nodata[name].nodata if name in nodata else band.nodata
        found[name] = FileBand(band.number, name, band.dtype, own, band.scale, band.offset)
    return found


def _storage(band: FileBand, described: BandEntry | None) -> Storage:
    if described is not None and (described.scale is not None or described.offset is not None):
        scale = 1.0 if described.scale is None else described.scale
        return Storage(band.dtype, scale, described.offset or 0.0)
    return Storage(band.dtype, band.scale, band.offset)


def _guess_collection(folder: Path, scenes: Sequence[tuple[SceneEntry, SceneFile, Mapping[str, FileBand]]]) -> str:
    names = {name for _, _, bands in scenes for name in bands}
    for collection, word, band in _SIGNS:
        if names <= set(load_catalogue()[collection].bands) and (
            band in names or all(word in entry.file.name.upper() for entry, _, _ in scenes)
        ):
            return collection
    return re.sub(r"[^a-z0-9_-]+", "-", folder.resolve().name.lower()).strip("-") or "scenes"


def _sample_type(scenes: Iterable[SceneImage], bands: Mapping[str, SourceBand]) -> str:
    """The narrowest of UINT16, INT16 and FLOAT32 that holds what all bands deliver."""
    types = set()
    for scene in scenes:
        for name, calibration in scene.calibrations.items():
            types.add(scene.bands[name].dtype if calibration == Calibration() else np.dtype("float32"))
    if all(dtype.kind == "u" and dtype.itemsize <= 2 for dtype in types):
        return "UINT16"
    return "INT16" if all(np.can_cast(dtype, np.int16) for dtype in types) else "FLOAT32"


def _record(entry: SceneEntry, file: SceneFile, number: int) -> SceneRecord:
    return SceneRecord(
        time=entry.time, data_path=entry.data_path, tile_id=entry.tile_id, crs=file.crs, bounds=file.bounds,
        footprint=(_footprint(file.bounds, file.crs),), cloud_cover_pct=entry.cloud_cover_pct,
        product_id=entry.product_id, scene_id=number,
        pixel_size=(abs(file.geotransform[1]), abs(file.geotransform[5])),
    )  # fmt: skip


def _footprint(bounds: Bounds, crs: str) -> tuple[tuple[float, float], ...]:
    """The file's edge in longitude and latitude; small files need their corners only."""
    size_m = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) * metres_per_unit(crs)
    return tuple(outline(bounds, crs, points=2 if size_m < _SMALL_M else EDGE_POINTS))
