# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts on disk: answers that outlive a cancel, a crash or a reboot until their stack is written.

A folder belongs to one request to one service. An answer is ``KEY.tif`` with ``KEY.json`` beside it, which is written
last and holds the checksum; an answer without it, or with other bytes, counts as not there. ``KEY.halved`` says that
the question was too large. Names and contents hold nothing secret.
"""

from __future__ import annotations

import errno
import getpass
import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from pathlib import Path
from types import TracebackType

from qgis.core import QgsProcessingUtils
from qgis.PyQt.QtCore import QLockFile

from ..core.errors import FileProblem, TimestackError
from ..core.ports import Image
from .answer_image import AnswerImage

_LOG = logging.getLogger(__name__)
_PREFIX = ".timestack-parts-"
_LOCK = "in_use.lock"
_OLD_S = 30 * 86400
_MAX_FOLDERS = 8
"""Fetches of one request to one folder at the same time."""


class PartFolder:
    """Implements :class:`..core.part_jobs.PartStore`; a context manager that holds the folder for itself.

    Leaving it after :meth:`finish` removes the folder. Leaving it otherwise keeps what has arrived.
    """

    def __init__(self, target: Path, identity: str) -> None:
        """
        :param target: the stack that the parts are for; its folder takes the parts, unless Processing will drop it.
        :param identity: everything that makes this request to this service different from others.
        """
        digest = hashlib.sha256(identity.encode("utf-8")).hexdigest()[:16]
        self._place, self._name = _find_place(target), f"{_PREFIX}{digest}"
        self._lock: QLockFile | None = None
        self._is_finished = False
        self.folder = self._place / self._name

    def __enter__(self) -> PartFolder:
        """:raises FileProblem: when the folder cannot be made."""
        _remove_old(self._place)
        for number in range(1, _MAX_FOLDERS + 1):
            self.folder = self._place / (self._name if number == 1 else f"{self._name}-{number}")
            try:
                self.folder.mkdir(mode=0o700, exist_ok=True)
            except OSError as error:
                raise _problem(self._place, error) from error
            lock = QLockFile(str(self.folder / _LOCK))
            lock.setStaleLockTime(0)  # a lock is stale when its process is gone, however long the work takes
            if lock.tryLock(0):
                self._lock = lock
                self._sweep()
                return self
        raise FileProblem(str(self._place), "the same fetch is running here several times", "parts_in_use")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        holds_something = any(path.suffix in (".json", ".halved") for path in self.folder.iterdir())
        if self._lock is not None:
            self._lock.unlock()
        if self._is_finished or not holds_something:
            shutil.rmtree(self.folder, ignore_errors=True)

    def finish(self) -> None:
        """The stack is written: the parts are no longer needed."""
        self._is_finished = True

    @property
    def held(self) -> int:
        """Answers that are kept."""
        return sum(1 for _ in self.folder.glob("*.json"))

    def find(self, key: str) -> Image | None:
        """A kept answer whose checksum holds."""
        path, note = self.folder / f"{key}.tif", self.folder / f"{key}.json"
        try:
            written = json.loads(note.read_text(encoding="utf-8"))
            if written["bytes"] == path.stat().st_size and written["sha256"] == _checksum(path):
                return AnswerImage(path, is_kept=True, on_broken=lambda: self.drop(key))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, TimestackError) as error:
            _LOG.debug("part %s: %s", key, type(error).__name__)
        self.drop(key)
        return None

    def keep(self, key: str, image: Image) -> Image:
        """Keep an answer: the file first, then what proves it.

        :raises FileProblem: when the disk is full or fails.
        """
        if not isinstance(image, AnswerImage):
            raise TypeError(f"{type(image).__name__} is not on disk")
        path = self.folder / f"{key}.tif"
        try:
            kept = image.move(path, on_broken=lambda: self.drop(key))
            note = {"bytes": kept.byte_count, "sha256": _checksum(path), "time": round(time.time())}
            self._write(f"{key}.json", json.dumps(note))
        except OSError as error:
            raise _problem(self.folder, error) from error
        return kept

    def drop(self, key: str) -> None:
        """Forget an answer."""
        for name in (f"{key}.json", f"{key}.tif"):
            (self.folder / name).unlink(missing_ok=True)

    def is_halved(self, key: str) -> bool:
        """Whether the question was too large."""
        return (self.folder / f"{key}.halved").exists()

    def mark_halved(self, key: str) -> None:
        """Remember it."""
        try:
            self._write(f"{key}.halved", "")
        except OSError as error:
            raise _problem(self.folder, error) from error

    def _write(self, name: str, text: str) -> None:
        temporary = self.folder / f"{name}.part"
        temporary.write_text(text, encoding="utf-8")  # a power cut that tears it shows in the checksum
        os.replace(temporary, self.folder / name)

    def _sweep(self) -> None:
        """Remove what a crash left unfinished."""
        for path in self.folder.iterdir():
            is_whole = path.suffix in (".json", ".halved") or path.with_suffix(".json").exists()
            if path.name != _LOCK and not is_whole:
                path.unlink(missing_ok=True)


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _find_place(target: Path) -> Path:
    """Beside the stack; for a temporary layer, whose folder goes with QGIS, a folder of the user's own."""
    processing = Path(QgsProcessingUtils.tempFolder()).resolve()
    if processing not in target.resolve().parents:
        return target.parent
    place = Path(tempfile.gettempdir()) / f"timestack-parts-{getpass.getuser()}"
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        is_own = not hasattr(os, "getuid") or (place.stat().st_uid == os.getuid() and not place.is_symlink())
    except OSError as error:
        raise _problem(place, error) from error
    return place if is_own else Path(tempfile.mkdtemp(prefix="timestack-parts-"))


def _remove_old(place: Path) -> None:
    """Parts that nobody came back for."""
    for folder in place.glob(f"{_PREFIX}*"):
        try:
            newest = max((path.stat().st_mtime for path in folder.iterdir()), default=folder.stat().st_mtime)
            if folder.is_dir() and time.time() - newest > _OLD_S and QLockFile(str(folder / _LOCK)).tryLock(0):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError as error:
            _LOG.debug("old parts: %s", error.strerror)


def _problem(folder: Path, error: OSError) -> FileProblem:
    rule = {
        errno.ENOSPC: "disk_full",
        errno.EDQUOT: "disk_full",
        errno.EACCES: "no_permission",
        errno.EROFS: "no_permission",
    }
    return FileProblem(str(folder), error.strerror or str(error), rule.get(error.errno or 0, "write_failed"))
