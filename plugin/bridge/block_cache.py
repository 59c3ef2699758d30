# SPDX-License-Identifier: GPL-2.0-or-later
"""Blocks on disk: small stacks straight from a service, kept for a while so that nobody pays for them twice.

A block is a ``DIGEST-XXXXXXXX.tif`` with ``DIGEST.json`` beside it, which is put there last, names the file and holds
its checksum; a block without it, or with other bytes, counts as not there. Several processes may share a folder. The
digest is made of what the block is of; nothing in names or contents is secret.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsApplication

from ..core.errors import FileProblem

_LOG = logging.getLogger(__name__)
CAP_BYTES = 200 << 20
_VERSION = 1
_FOLDER = "timestack_live"
_MAX_NOTE_BYTES = 4096
_UNFINISHED_S = 3600.0
"""After that, what no note names was left by a crash."""

_SKEW_S = 86400.0
_NAME = re.compile(r"[0-9a-f]{32}-[0-9a-f]{8}\.tif")


@dataclass(frozen=True)
class _Note:
    path: Path
    byte_count: int
    sha256: str
    made_s: float
    until_s: float


class BlockCache:
    """Finds and keeps blocks; those not used for longest go when there are too many. Safe from any thread."""

    def __init__(
        self,
        folder: Path | None = None,
        cap_bytes: int = CAP_BYTES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """
        :param folder: None for one in the cache of the user's QGIS profile; where that cannot be written, a temporary
            one.
        :param cap_bytes: of all that lies in the folder; the block that was kept last always stays.
        """
        self._wanted = folder or Path(QgsApplication.qgisSettingsDirPath()) / "cache" / _FOLDER
        self._folder: Path | None = None
        self._cap_bytes, self._clock = cap_bytes, clock
        self._lock = threading.RLock()
        self._sound: dict[Path, tuple[int, int]] = {}
        """Size and time of change of the files whose checksum was seen to hold."""

    @property
    def folder(self) -> Path:
        """Where the blocks are; made when it is first asked for."""
        with self._lock:
            if self._folder is None:
                self._folder = _make(self._wanted)
            return self._folder

    @property
    def byte_count(self) -> int:
        """Bytes of all files in the folder."""
        return sum(_size(path) for path in self.folder.rglob("*"))

    def find(self, key: str) -> Path | None:
        """A block that is whole and not too old.

        :param key: all that tells it from other blocks.
        """
        with self._lock:
            place = self._note_path(key)
            if not place.exists():
                return None
            note = self._read(place)
            if note is None or not self._is_sound(note):
                self.drop(key)
                return None
            _touch(place)
            return note.path

    def new_target(self) -> Path:
        """A path to write a block to, for :meth:`keep`."""
        return self.folder / f"new-{uuid.uuid4().hex}.tif"

    def parts_target(self) -> Path:
        """A path beside which the parts of unfinished blocks may be kept.

        :raises FileProblem: when the folder cannot be made.
        """
        place = self.folder / "parts"
        try:
            place.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise _problem(place, error) from error
        return place / "block.tif"

    def keep(self, key: str, made: Path, valid_s: float) -> Path:
        """Take a finished block in, in the place of an older one.

        :param made: where it was written; the file is moved.
        :param valid_s: for how long it may be used.
        :raises FileProblem: when the disk is full or fails.
        """
        with self._lock:
            place = self._note_path(key)
            older = self._read(place, is_any_age=True)
            path = self.folder / f"{place.stem}-{uuid.uuid4().hex[:8]}.tif"
            now = self._clock()
            try:
                note = {
                    "version": _VERSION, "file": path.name, "bytes": made.stat().st_size, "sha256": _checksum(made),
                    "made": now, "until": now + valid_s,
                }  # fmt: skip
                os.replace(made, path)
                _write(place, json.dumps(note))
            except OSError as error:
                raise _problem(self.folder, error) from error
            if older is not None:
                _remove(older.path)
            self._remember(path)
            self._trim(place)
            return path

    def drop(self, key: str) -> None:
        """Forget a block."""
        with self._lock:
            place = self._note_path(key)
            note = self._read(place, is_any_age=True)
            _remove(place)
            for path in [note.path] if note is not None else self.folder.glob(f"{place.stem}-*.tif"):
                _remove(path)

    def _note_path(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode('utf-8')).hexdigest()[:32]}.json"

    def _read(self, place: Path, is_any_age: bool = False) -> _Note | None:
        """What a note says, None where it says nothing that can be used."""
        try:
            if place.stat().st_size > _MAX_NOTE_BYTES:
                return None
            told = json.loads(place.read_text(encoding="utf-8"))
            name, made, until = str(told["file"]), float(told["made"]), float(told["until"])
            if told["version"] != _VERSION or not _NAME.fullmatch(name) or not name.startswith(place.stem):
                return None
            note = _Note(self.folder / name, int(told["bytes"]), str(told["sha256"]), made, until)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            _LOG.debug("block %s: %s", place.stem, type(error).__name__)
            return None
        return note if is_any_age or made - _SKEW_S < self._clock() < until else None

    def _is_sound(self, note: _Note) -> bool:
        try:
            state = note.path.stat()
            seen = (state.st_size, state.st_mtime_ns)
            if state.st_size != note.byte_count:
                return False
            if self._sound.get(note.path) != seen and _checksum(note.path) != note.sha256:
                return False
        except OSError:
            return False
        self._sound[note.path] = seen
        return True

    def _remember(self, path: Path) -> None:
        state = path.stat()
        self._sound[path] = (state.st_size, state.st_mtime_ns)

    def _trim(self, newest: Path) -> None:
        """Remove what is too old or left over, then what was not used for longest, down to the cap."""
        notes = sorted((path for path in self.folder.glob("*.json") if path != newest), key=_used_ns)
        current = self._read(newest, is_any_age=True)
        named = {current.path} if current is not None else set()
        living = []
        for place in notes:
            note = self._read(place)
            if note is None:
                _remove(place)
            else:
                named.add(note.path)
                living.append((place, note.path))
        now = time.time()
        for path in self.folder.glob("*"):
            is_left_over = path.is_file() and path.suffix != ".json" and path not in named
            if is_left_over and now - _used_ns(path) / 1e9 > _UNFINISHED_S:
                _remove(path)
        excess = self.byte_count - self._cap_bytes
        for place, path in living:
            if excess <= 0:
                break
            excess -= _size(place) + _size(path)
            _remove(place)
            _remove(path)
        if excess > 0:
            self._remove_idle_parts(now)
        self._sound = {path: seen for path, seen in self._sound.items() if path.exists()}

    def _remove_idle_parts(self, now: float) -> None:
        for folder in (self.folder / "parts").glob(".timestack-parts-*"):
            if now - max(_used_ns(path) for path in (folder, *folder.glob("*"))) / 1e9 > _UNFINISHED_S:
                shutil.rmtree(folder, ignore_errors=True)


def _make(wanted: Path) -> Path:
    try:
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(wanted, os.W_OK):
            return wanted
        reason = "not writable"
    except OSError as error:
        reason = error.strerror or str(error)
    _LOG.warning("%s cannot be used (%s); blocks are kept until QGIS ends only", wanted, reason)
    return Path(tempfile.mkdtemp(prefix="timestack_live_"))


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)
    finally:
        _remove(temporary)


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _touch(path: Path) -> None:
    try:
        os.utime(path)
    except OSError as error:
        _LOG.debug("block %s: %s", path.stem, error.strerror)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


def _used_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _remove(path: Path) -> None:
    """A file that somebody holds open on Windows stays until it is trimmed another time."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _LOG.debug("block %s stays: %s", path.name, error.strerror)


def _problem(folder: Path, error: OSError) -> FileProblem:
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return FileProblem(str(folder), error.strerror or str(error), "disk_full" if is_full else "write_failed")
