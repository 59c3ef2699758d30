# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts on disk: trusted only while their bytes hold, owned by one fetch at a time, gone when the stack is there."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingUtils

from timestack.plugin.bridge.answer_image import AnswerImage
from timestack.plugin.bridge.part_store import PartFolder
from timestack.plugin.core.errors import BadAnswer, FileProblem


def answer(folder, value=7, name="answer-00001.tif"):
    path = folder / name
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 3, 2, 1, gdal.GDT_UInt16)
    dataset.GetRasterBand(1).WriteArray(np.full((2, 3), value, np.uint16))
    del dataset
    return AnswerImage(path)


def value_of(image):
    return int(image.read([0], 0, 1)[0, 0, 0])


def test_what_is_kept_is_found_by_the_next_fetch(tmp_path):
    with PartFolder(tmp_path / "stack.tif", "a request") as parts:
        kept = parts.keep("k1", answer(parts.folder))
        assert value_of(kept) == 7
        kept.close()
    with PartFolder(tmp_path / "other name.tif", "a request") as parts:
        assert parts.held == 1
        assert value_of(parts.find("k1")) == 7
        assert parts.find("k2") is None
    with PartFolder(tmp_path / "stack.tif", "another request") as parts:
        assert parts.find("k1") is None


def test_nothing_stays_when_the_stack_is_written_or_nothing_came(tmp_path):
    with PartFolder(tmp_path / "stack.tif", "a request"):
        pass
    assert list(tmp_path.iterdir()) == []
    with PartFolder(tmp_path / "stack.tif", "a request") as parts:
        parts.keep("k1", answer(parts.folder)).close()
        parts.finish()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("harm", ["flipped", "cut", "no note", "torn note", "no tiff", "swapped"])
def test_a_part_is_trusted_only_while_its_bytes_hold(tmp_path, harm):
    with PartFolder(tmp_path / "stack.tif", "a request") as parts:
        parts.keep("k1", answer(parts.folder, 1)).close()
        parts.keep("k2", answer(parts.folder, 2)).close()
        path, note = parts.folder / "k1.tif", parts.folder / "k1.json"
        body = path.read_bytes()
        if harm == "flipped":
            path.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
        elif harm == "cut":
            path.write_bytes(body[:-2])
        elif harm == "no note":
            note.unlink()
        elif harm == "torn note":
            note.write_text(note.read_text()[:20])
        elif harm == "no tiff":
            path.unlink()
        else:
            path.write_bytes((parts.folder / "k2.tif").read_bytes())
        assert parts.find("k1") is None
        assert value_of(parts.find("k2")) == 2
        again = parts.keep("k1", answer(parts.folder, 5))
        assert value_of(again) == 5
        assert value_of(parts.find("k1")) == 5


def test_what_a_crash_left_is_swept_away(tmp_path):
    with PartFolder(tmp_path / "stack.tif", "a request") as parts:
        parts.keep("k1", answer(parts.folder)).close()
        parts.mark_halved("k9")
        folder = parts.folder
    for name in ("answer-00007.tif", ".stack.tif.1234abcd.part", "k3.tif", "k1.json.part"):
        (folder / name).write_bytes(b"half")
    with PartFolder(tmp_path / "stack.tif", "a request") as parts:
        assert {path.name for path in parts.folder.iterdir()} == {"k1.tif", "k1.json", "k9.halved", "in_use.lock"}
        assert parts.is_halved("k9")
        assert not parts.is_halved("k1")


def test_two_fetches_at_once_have_a_folder_each(tmp_path):
    with PartFolder(tmp_path / "stack.tif", "a request") as first:
        first.keep("k1", answer(first.folder, 1)).close()
        with PartFolder(tmp_path / "stack.tif", "a request") as second:
            assert second.folder != first.folder
            assert second.find("k1") is None
            second.finish()
        assert value_of(first.find("k1")) == 1


HOLDER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from timestack.plugin.bridge.part_store import PartFolder
from pathlib import Path
with PartFolder(Path(sys.argv[2]), "a request") as parts:
    (parts.folder / "k1.halved").touch()
    print(parts.folder, flush=True)
    time.sleep(60)
"""


def test_the_folder_of_a_killed_process_is_free_again(tmp_path, repo_root):
    target = tmp_path / "stack.tif"
    arguments = [sys.executable, "-c", HOLDER, str(repo_root / "build"), str(target)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as holder:
        folder = holder.stdout.readline().strip()
        with PartFolder(target, "a request") as parts:
            assert str(parts.folder) != folder
        holder.kill()
        holder.wait()
    with PartFolder(target, "a request") as parts:
        assert str(parts.folder) == folder
        assert parts.is_halved("k1")


def test_parts_that_nobody_came_back_for_go(tmp_path):
    with PartFolder(tmp_path / "stack.tif", "old") as parts:
        parts.keep("k1", answer(parts.folder)).close()
        old = parts.folder
    with PartFolder(tmp_path / "stack.tif", "newer") as parts:
        parts.keep("k1", answer(parts.folder)).close()
    long_ago = time.time() - 40 * 86400
    for path in old.iterdir():
        os.utime(path, (long_ago, long_ago))
    with PartFolder(tmp_path / "stack.tif", "third"):
        pass
    assert not old.exists()
    with PartFolder(tmp_path / "stack.tif", "newer") as parts:
        assert parts.held == 1


def test_parts_of_a_temporary_layer_outlive_the_session(qgis_app):
    target = QgsProcessingUtils.generateTempFilename("OUTPUT.tif")
    os.makedirs(os.path.dirname(target), exist_ok=True)
    from pathlib import Path

    with PartFolder(Path(target), "a request of this test") as parts:
        assert Path(QgsProcessingUtils.tempFolder()).resolve() not in parts.folder.resolve().parents
        assert parts.folder.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(hasattr(os, "getuid") and os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_a_clear_problem(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(FileProblem) as caught, PartFolder(tmp_path / "stack.tif", "a request"):
        pass
    assert caught.value.rule == "no_permission"


@pytest.mark.parametrize("interleave", ["PIXEL", "BAND"])
def test_a_file_that_ends_before_its_pixels_is_no_answer(tmp_path, interleave):
    """GDAL opens it, and a check that reads some of its bands only would not notice."""
    path, options = tmp_path / "answer.tif", [f"INTERLEAVE={interleave}", "COMPRESS=DEFLATE", "TILED=YES"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 300, 300, 3, gdal.GDT_UInt16, options)
    dataset.WriteArray(np.random.default_rng(1).integers(0, 9999, (3, 300, 300), np.uint16))
    del dataset
    AnswerImage(path, is_kept=True).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with pytest.raises(BadAnswer, match="cut off"):
        AnswerImage(path)
    assert not path.exists()


def test_a_part_whose_pixels_cannot_be_read_is_not_kept(tmp_path):
    with PartFolder(tmp_path / "stack.tif", "a request") as parts:
        options = ["COMPRESS=DEFLATE"]
        dataset = gdal.GetDriverByName("GTiff").Create(
            str(parts.folder / "answer-1.tif"), 99, 99, 1, gdal.GDT_Byte, options
        )
        dataset.WriteArray(np.random.default_rng(1).integers(0, 255, (99, 99), np.uint8))
        del dataset
        content = (parts.folder / "answer-1.tif").read_bytes()
        half = len(content) // 2
        (parts.folder / "answer-1.tif").write_bytes(content[:half] + bytes(200) + content[half + 200 :])
        image = parts.keep("k1", AnswerImage(parts.folder / "answer-1.tif"))
        with pytest.raises(BadAnswer):
            image.read([0], 0, 99)
        image.close()
        assert parts.find("k1") is None and parts.held == 0
