# SPDX-License-Identifier: GPL-2.0-or-later
"""``scenes.json``: what a folder of scenes says about itself. It may come from anybody, so nothing in it is trusted."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ...core.dates import parse_instant
from ...core.errors import FileProblem

MANIFEST = "scenes.json"

_MAX_BYTES = 32 << 20
_MAX_SCENES = 100_000
_MAX_BANDS = 1000
_MAX_TEXT = 500
_FILE_NAME = re.compile(r"[^\x00-\x1f:*?\"<>|\\]+")


@dataclass(frozen=True)
class BandEntry:
    """What the manifest says of a band; None where it says nothing."""

    name: str
    scale: float | None = None
    """Physical value = stored value * scale + offset."""

    offset: float | None = None
    nodata: float | None = None
    has_nodata_key: bool = False
    """The manifest has the last word on nodata, be it null."""


@dataclass(frozen=True)
class SceneEntry:
    """One scene's file and what is known of it."""

    file: Path
    """Absolute, inside the folder."""

    time: datetime
    data_path: str
    tile_id: str = ""
    cloud_cover_pct: float | None = None
    product_id: str = ""


@dataclass(frozen=True)
class Manifest:
    """Everything in ``scenes.json`` that is of use."""

    collection: str
    title: str
    bands: tuple[BandEntry, ...]
    scenes: tuple[SceneEntry, ...]


def read_manifest(folder: Path) -> Manifest | None:
    """The folder's manifest, None when there is none.

    :raises FileProblem: naming the file and the key that is wrong.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise FileProblem(str(path), f"larger than {_MAX_BYTES >> 20} MB")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise FileProblem(str(path), error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise FileProblem(str(path), f"not JSON: {error}") from error
    return _Reader(path, folder).manifest(content)


def resolve_inside(folder: Path, name: str) -> Path | None:
    """The file of that name in the folder or below it, None when the name leads anywhere else."""
    parts = name.replace("\\", "/").split("/")
    if not _FILE_NAME.fullmatch(name) or "://" in name or name.startswith("/") or ".." in parts or "" in parts:
        return None
    try:
        root, path = folder.resolve(), (folder / name).resolve()
    except (OSError, RuntimeError):  # a loop of links
        return None
    return path if root in path.parents else None


class _Reader:
    """Checks while it reads; every complaint names the key."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path, self._folder = path, folder

    def manifest(self, content: object) -> Manifest:
        top = self._mapping(content, "the file")
        scenes = self._list(top, "scenes", _MAX_SCENES)
        if not scenes:
            raise self._wrong("scenes", "there is no scene")
        entries = tuple(self._scene(item, f"scenes[{number}]") for number, item in enumerate(scenes))
        paths: set[str] = set()
        for number, entry in enumerate(entries):
            if entry.data_path in paths:
                raise self._wrong(f"scenes[{number}].data_path", f"{entry.data_path!r} is there twice")
            paths.add(entry.data_path)
        bands = tuple(
            self._band(item, f"bands[{number}]") for number, item in enumerate(self._list(top, "bands", _MAX_BANDS))
        )
        if len({band.name for band in bands}) < len(bands):
            raise self._wrong("bands", "a name is there twice")
        return Manifest(self._text(top, "collection", "collection"), self._text(top, "title", "title"), bands, entries)

    def _scene(self, item: object, where: str) -> SceneEntry:
        scene = self._mapping(item, where)
        name = self._text(scene, "file", f"{where}.file", needed=True)
        file = resolve_inside(self._folder, name)
        if file is None:
            raise self._wrong(f"{where}.file", f"{name!r} is not a file name inside this folder")
        if not file.is_file():
            raise self._wrong(f"{where}.file", f"{name!r} does not exist")
        text = self._text(scene, "datetime", f"{where}.datetime", needed=True)
        try:
            time = parse_instant(text)
        except (ValueError, OverflowError):
            raise self._wrong(f"{where}.datetime", f"{text!r} is not a date like 2020-01-05T10:05:31Z") from None
        cover = self._number(scene, "cloud_cover", f"{where}.cloud_cover")
        if cover is not None and not 0 <= cover <= 100:
            raise self._wrong(f"{where}.cloud_cover", f"{cover:g} is not between 0 and 100")
        return SceneEntry(
            file,
            time,
            self._text(scene, "data_path", f"{where}.data_path") or name.replace("\\", "/"),
            self._text(scene, "tile_id", f"{where}.tile_id"),
            cover,
            self._text(scene, "product_id", f"{where}.product_id"),
        )

    def _band(self, item: object, where: str) -> BandEntry:
        if isinstance(item, str):
            item = {"name": item}
        band = self._mapping(item, where)
        scale = self._number(band, "scale", f"{where}.scale")
        if scale == 0:
            raise self._wrong(f"{where}.scale", "must not be 0")
        return BandEntry(
            self._text(band, "name", f"{where}.name", needed=True),
            scale,
            self._number(band, "offset", f"{where}.offset"),
            self._number(band, "nodata", f"{where}.nodata", allow_nan=True),
            "nodata" in band,
        )

    def _mapping(self, value: object, where: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._wrong(where, "should be an object in {}")
        return value

    def _list(self, owner: Mapping[str, Any], key: str, most: int) -> list:
        value = owner.get(key, [])
        if not isinstance(value, list):
            raise self._wrong(key, "should be a list in []")
        if len(value) > most:
            raise self._wrong(key, f"has more than {most} items")
        return value

    def _text(self, owner: Mapping[str, Any], key: str, where: str, needed: bool = False) -> str:
        value: object = owner.get(key)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self._wrong(where, "should be a text" if key in owner else "is missing")
        if len(value) > _MAX_TEXT or not value.isprintable():
            raise self._wrong(where, f"should be a plain text of at most {_MAX_TEXT} characters")
        return value.strip()

    def _number(self, owner: Mapping[str, Any], key: str, where: str, allow_nan: bool = False) -> float | None:
        value = owner.get(key)
        if value is None:
            return None
        if allow_nan and isinstance(value, str) and value.lower() == "nan":
            return math.nan
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self._wrong(where, "should be a number")
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number) and not (allow_nan and math.isnan(number)):
            raise self._wrong(where, "should be a number")
        return number

    def _wrong(self, where: str, reason: str) -> FileProblem:
        return FileProblem(str(self._path), f"{where}: {reason}", "manifest")
