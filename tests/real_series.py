"""The real series of ../shared/data as folders of scenes (DESIGN section 8), and a plain GDAL read of their files."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from osgeo import gdal

from timestack.plugin.core.dates import parse_instant


@dataclass(frozen=True)
class Series:
    """One series of real scenes."""

    name: str
    folder: str
    collection: str
    files: str
    """Key of the list of files in metadata.json."""

    dates: str
    sample_type: str
    nodata: float


SERIES = (
    Series("field in Spain", "s2_l2a_field_spain_2019", "sentinel-2-l2a", "files", "dates", "INT16", -32768),
    Series("meadow in Slovenia", "s2_l2a_meadow_slovenia_2021", "sentinel-2-l2a", "files", "dates", "INT16", -32768),
    Series("monthly Belgium", "s2_l2a_monthly_belgium_2020_2021", "sentinel-2-l2a", "files", "dates", "UINT16", 65535),
    Series("L1C bands", "s2_l1c_slovenia_2015_2017", "sentinel-2-l1c", "files_13", "dates_13", "UINT16", 0),
    Series("L1C indices", "s2_l1c_slovenia_2015_2017", "slovenia-indices", "files", "dates", "FLOAT32", float("nan")),
    Series("Landsat Colorado", "landsat_tm_etm_colorado", "colorado", "files", "dates", "INT16", -9999),
)


@dataclass(frozen=True)
class SceneFile:
    """One file of a series and its date."""

    path: Path
    time: datetime


def list_files(series: Series, shared_data: Path) -> list[SceneFile]:
    """Files with their dates, ascending."""
    root = shared_data / series.folder
    metadata = json.loads((root / "metadata.json").read_text(encoding="utf-8"))
    pairs = zip(metadata[series.files], metadata[series.dates])
    return sorted((SceneFile(root / file, parse_instant(day)) for file, day in pairs), key=lambda scene: scene.time)


def make_scene_folder(series: Series, shared_data: Path, target: Path) -> list[SceneFile]:
    """Copy a series into a folder with its scenes.json."""
    target.mkdir(parents=True)
    files = list_files(series, shared_data)
    bands = [{"name": name, "nodata": nodata} for name, nodata in describe_bands(files[0].path)]
    scenes = []
    for number, scene in enumerate(files):
        shutil.copyfile(scene.path, target / scene.path.name)
        scenes.append({
            "file": scene.path.name, "datetime": scene.time.isoformat().replace("+00:00", "Z"),
            "tile_id": f"t{number}", "data_path": f"local/{scene.path.stem}",
        })  # fmt: skip
    content = {"collection": series.collection, "bands": bands, "scenes": scenes}
    (target / "scenes.json").write_text(json.dumps(content), encoding="utf-8")
    return files


def describe_bands(path: Path) -> list[tuple[str, float | None]]:
    """Names and nodata values of a file's bands."""
    dataset = gdal.Open(str(path))
    bands = [dataset.GetRasterBand(number + 1) for number in range(dataset.RasterCount)]
    return [(band.GetDescription(), band.GetNoDataValue()) for band in bands]


def read_plainly(path: Path, fill: float) -> np.ndarray:
    """(band, y, x) as GDAL gives it, with each band's own nodata (or NaN) replaced by ``fill``."""
    dataset = gdal.Open(str(path))
    layers = []
    for number in range(dataset.RasterCount):
        band = dataset.GetRasterBand(number + 1)
        values, nodata = band.ReadAsArray(), band.GetNoDataValue()
        if nodata is not None and not np.isnan(nodata):
            values = np.where(values == nodata, np.asarray(fill, np.float64).astype(values.dtype), values)
        layers.append(values)
    return np.stack(layers)
