# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a TIFF's blocks end, beside what GDAL says; a stack whose last blocks are lost is never kept."""

from __future__ import annotations

import os

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from osgeo import gdal
from stack_builders import build_info, build_pixels, write_stack

from timestack.plugin.bridge.stack_file import StackWriter
from timestack.plugin.bridge.tiff_blocks import last_byte
from timestack.plugin.core.errors import FileProblem

pytestmark = pytest.mark.usefixtures("qgis_app")

LAYOUTS = {
    "tiles": ["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "COMPRESS=DEFLATE"],
    "strips": ["COMPRESS=DEFLATE"],
    "one strip": ["BLOCKYSIZE=300"],
    "big": ["BIGTIFF=YES", "TILED=YES", "INTERLEAVE=BAND"],
    "big-endian": ["ENDIANNESS=BIG", "COMPRESS=LZW"],
    "big-endian big": ["ENDIANNESS=BIG", "BIGTIFF=YES"],
}


@pytest.fixture(params=LAYOUTS)
def image(request, tmp_path):
    values = np.random.default_rng(1).integers(0, 60000, (3, 300, 200), "uint16")
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(tmp_path / "i.tif"), 200, 300, 3, gdal.GDT_UInt16, options=LAYOUTS[request.param]
    )
    dataset.WriteRaster(0, 0, 200, 300, values.tobytes())
    del dataset
    return tmp_path / "i.tif"


def gdal_end(path):
    """As GDAL tells the places of blocks."""
    dataset, ends = gdal.Open(str(path)), []
    for number in range(1, dataset.RasterCount + 1):
        band = dataset.GetRasterBand(number)
        width, height = band.GetBlockSize()
        for row in range(-(-300 // height)):
            for column in range(-(-200 // width)):
                place = f"{column}_{row}"
                start, size = (band.GetMetadataItem(f"BLOCK_{what}_{place}", "TIFF") for what in ("OFFSET", "SIZE"))
                ends.append(int(start) + int(size))
    return max(ends)


def test_the_end_is_where_gdal_sees_it(image):
    assert last_byte(image) == gdal_end(image) <= os.path.getsize(image)


@pytest.mark.parametrize("size", [0, 3, 8, 20, 100])
def test_a_file_without_a_directory_is_said_to_be_none(image, size):
    os.truncate(image, size)
    with pytest.raises(ValueError, match=r"too early|no directory|not a TIFF|no blocks"):
        last_byte(image)


def test_a_file_of_something_else(tmp_path):
    (tmp_path / "x").write_bytes(b"something else entirely")
    with pytest.raises(ValueError, match="not a TIFF"):
        last_byte(tmp_path / "x")


def test_blocks_never_written_need_no_room(tmp_path):
    options = ["SPARSE_OK=YES", "TILED=YES"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "i.tif"), 999, 999, 2, options=options)
    del dataset
    assert last_byte(tmp_path / "i.tif") == 0


@pytest.mark.parametrize("lost", [1, 3000, 60000])
def test_a_stack_whose_last_blocks_got_lost_is_not_kept(tmp_path, monkeypatch, lost):
    """As GDAL 3.12 does on a full disk, without a word."""
    info = build_info(steps=3, size=(300, 300))
    write_stack(tmp_path / "s.tif", info, build_pixels(info))
    before = (tmp_path / "s.tif").read_bytes()
    close = StackWriter._close

    def lose(writer):
        errors = close(writer)
        if writer._temporary.exists():
            os.truncate(writer._temporary, last_byte(writer._temporary) - lost)
        return errors

    monkeypatch.setattr(StackWriter, "_close", lose)
    with pytest.raises(FileProblem, match=r"last blocks|cannot be read|too early"):
        write_stack(tmp_path / "s.tif", info, build_pixels(info) + 1)
    assert (tmp_path / "s.tif").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["s.tif"]
