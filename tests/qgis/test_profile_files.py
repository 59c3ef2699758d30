# SPDX-License-Identifier: GPL-2.0-or-later
"""How the cache of profiles lays pixels out, and what the system is asked to fetch ahead."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal
from stack_builders import build_info, write_stack

from timestack.plugin.bridge.profile_cache import CacheLayout, build_cache, cache_path, open_cache
from timestack.plugin.bridge.profile_prefetch import Prefetch, open_prefetch
from timestack.plugin.bridge.profile_reader import ProfileReader

needs_hints = pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="this system takes no hints")


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 30), st.integers(1, 30), st.data())
def test_whatever_is_packed_is_unpacked(layers, height, width, data):
    layout = CacheLayout(width, height, layers)
    values = np.arange(layers * height * width, dtype="uint32").reshape(layers, height, width)
    stored = layout.pack(values)
    assert stored.shape == layout.size[::-1]
    column, row = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    x, y = layout.place(column, row)
    np.testing.assert_array_equal(stored[y : y + layers, x], values[:, row, column])
    window = (column, row, data.draw(st.integers(1, width - column)), data.draw(st.integers(1, height - row)))
    first = data.draw(st.integers(0, layers - 1))
    last = data.draw(st.integers(first + 1, layers))
    left, top, across, down = layout.whole_blocks(window)
    found = layout.unpack(stored[top : top + down, left : left + across], window, slice(first, last))
    expected = values[first:last, row : row + window[3], column : column + window[2]]
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "int32", "float32", "float64"])
def test_every_kind_of_number_comes_back_from_the_cache(tmp_path, dtype):
    path, info = tmp_path / "s.tif", build_info(steps=7, size=(133, 71), dtype=dtype)
    pixels = write_stack(path, info)
    reader = ProfileReader(path)
    build_cache(reader.stack, lambda: False)
    cache = open_cache(reader.stack)
    assert gdal.Open(str(cache_path(str(path)))).GetRasterBand(1).GetBlockSize() == [64, 32]
    expected = pixels.reshape(-1, 71, 133)
    for window in ((0, 0, 1, 1), (132, 70, 1, 1), (63, 64, 9, 7), (0, 0, 133, 71)):
        column, row, width, height = window
        found = cache.read(window, slice(0, len(expected)))
        np.testing.assert_array_equal(found, expected[:, row : row + height, column : column + width])


def test_a_cache_that_breaks_later_is_done_without(tmp_path):
    path, info = tmp_path / "s.tif", build_info(steps=4, size=(200, 200))
    pixels = write_stack(path, info).astype(float)
    reader = ProfileReader(path)
    build_cache(reader.stack, lambda: False)
    reader.refresh()
    assert reader.is_cached
    with open(cache_path(str(path)), "r+b") as file:
        file.truncate(os.path.getsize(cache_path(str(path))) // 2)
    for place in ((3, 3), (199, 199), (150, 10)):
        values = pixels[:, :, place[1], place[0]]
        np.testing.assert_array_equal(reader.read_pixel(*place).values, np.where(values == 0, np.nan, values))
    assert not reader.is_cached


@needs_hints
@pytest.mark.parametrize("interleave", ["BAND", "PIXEL"])
@pytest.mark.parametrize("options", [["TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=16"], ["BLOCKYSIZE=7"]])
@pytest.mark.parametrize("kind", [["BIGTIFF=YES"], ["BIGTIFF=NO"], ["ENDIANNESS=BIG"]])
def test_the_blocks_that_are_asked_for_are_those_that_gdal_reads(tmp_path, monkeypatch, interleave, options, kind):
    path = tmp_path / "s.tif"
    options = [*options, *kind, f"INTERLEAVE={interleave}", "COMPRESS=DEFLATE"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 75, 50, 5, gdal.GDT_UInt16, options)
    dataset.WriteRaster(
        0, 0, 75, 50, np.random.default_rng(1).integers(0, 9999, 5 * 75 * 50).astype("uint16").tobytes()
    )
    del dataset
    prefetch = open_prefetch(str(path))
    if interleave == "PIXEL":
        assert prefetch is None
        return
    asked = []
    monkeypatch.setattr(os, "posix_fadvise", lambda file, offset, size, advice: asked.append((offset, size)))
    prefetch.fetch([2, 5], (30, 12, 10, 9))
    dataset = gdal.Open(str(path))
    width, height = dataset.GetRasterBand(2).GetBlockSize()
    expected = [
        tuple(
            int(dataset.GetRasterBand(band).GetMetadataItem(f"BLOCK_{item}_{x}_{y}", "TIFF"))
            for item in ("OFFSET", "SIZE")
        )
        for band in (2, 5)
        for y in range(12 // height, 20 // height + 1)
        for x in range(30 // width, 39 // width + 1)
    ]
    assert asked == expected and len(expected) >= 4
    prefetch.close()
    prefetch.close()


@needs_hints
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_broken_file_is_no_trouble(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("broken") / "s.tif"
    write_stack(path, build_info(steps=2, size=(70, 20)))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, min(400, len(content) - 1)))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    prefetch = open_prefetch(str(path))
    if prefetch is not None:
        prefetch.fetch([1, 6, 10**9], (0, 0, 70, 20))
        prefetch.fetch([1, 6], (60, 10, 5, 5))
        prefetch.fetch([], (0, 0, 1, 1))


@needs_hints
def test_other_files_and_systems_are_read_as_before(tmp_path, monkeypatch):
    assert open_prefetch(str(tmp_path / "none.tif")) is None
    assert open_prefetch('NETCDF:"cube.nc":B04') is None
    path, info = tmp_path / "s.tif", replace(build_info(steps=3, size=(20, 20)), scale=0.5)
    pixels = write_stack(path, info)
    assert open_prefetch(str(path)) is not None
    monkeypatch.delattr(os, "posix_fadvise")
    with pytest.raises(ValueError, match="posix_fadvise"):
        Prefetch(str(path))
    np.testing.assert_array_equal(ProfileReader(path).read_pixel(4, 5).values, pixels[:, :, 5, 4] * 0.5)


@needs_hints
def test_a_reader_lets_go_of_its_files(tmp_path):
    path = tmp_path / "s.tif"
    write_stack(path, build_info(steps=3, size=(20, 20)))
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        reader = ProfileReader(path)
        reader.read_pixel(1, 1)
        reader.close()
    assert len(os.listdir("/proc/self/fd")) <= before + 1
