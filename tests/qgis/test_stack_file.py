# SPDX-License-Identifier: GPL-2.0-or-later
"""The stack file is whole or not there, says all it knows about itself, and GDAL, rasterio and xarray agree on it."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import textwrap
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from stack_builders import build_info, build_pixels, same, write_stack

from timestack.plugin.bridge import gdal_types
from timestack.plugin.bridge.stack_file import StackWriter
from timestack.plugin.bridge.stack_reader import StackFile, read_info
from timestack.plugin.core.errors import FileProblem, InvalidRequest
from timestack.plugin.core.timeline import TILE, TimeStep

gdal = pytest.importorskip("osgeo.gdal")

DTYPES = [
    ("uint8", 0.0), ("uint16", 0.0), ("uint16", 65535.0), ("int16", -32768.0), ("uint32", 7.0), ("int32", -1.0),
    ("float32", math.nan), ("float32", -9999.0), ("float64", math.nan), ("uint16", None), ("float32", None),
]  # fmt: skip


@pytest.mark.parametrize("compression", ["DEFLATE", "ZSTD", "LZW", "NONE"])
def test_every_compression_keeps_the_pixels(tmp_path, compression):
    info = build_info()
    pixels = build_pixels(info)
    with StackWriter(tmp_path / "s.tif", info, compression=compression) as writer:
        for step in range(4):
            writer.write(step, 0, 0, pixels[step])
        writer.commit()
    assert (StackFile(tmp_path / "s.tif").read().data == pixels).all()


@pytest.mark.parametrize(("dtype", "nodata"), DTYPES)
def test_pixels_and_description_come_back(tmp_path, dtype, nodata):
    info = build_info(
        dtype=dtype, nodata=nodata, collection="sentinel-2-l2a", connection="demo", request_json='{"a": "ü<&>"}',
        evalscript='//VERSION=3\nfunction setup() { return "a < b && c"; }\n',
    )  # fmt: skip
    pixels = write_stack(tmp_path / "s.tif", info)
    found = read_info(tmp_path / "s.tif")
    assert same(found.nodata, nodata)
    assert [step.cloud_cover_pct for step in found.steps] == [0.0, 2.5, 5.0, 7.5]
    bare = [replace(step, acquisitions=()) for step in info.steps]
    assert [replace(step, acquisitions=()) for step in found.steps] == bare
    expected = replace(info, steps=found.steps, nodata=None, evalscript=info.evalscript.strip())
    assert replace(found, nodata=None) == expected
    values = StackFile(tmp_path / "s.tif").read()
    assert values.dtype == np.dtype(dtype)
    assert (values.data == pixels).all()


@pytest.mark.skipif(not hasattr(gdal, "GDT_Int64"), reason="GDAL before 3.5")
@pytest.mark.parametrize(("dtype", "nodata"), [("uint64", 2**63 + 1), ("int64", -(2**62) - 1)])
def test_wide_integers_keep_every_digit(tmp_path, dtype, nodata):
    info = build_info(dtype=dtype, nodata=nodata)
    pixels = build_pixels(info)
    pixels[0, 0, 0, 0] = nodata
    write_stack(tmp_path / "s.tif", info, pixels)
    values = StackFile(tmp_path / "s.tif").read()
    assert (values.data == pixels).all()
    assert values.mask.sum() == 1


def test_a_type_that_gdal_lacks_is_refused(tmp_path, monkeypatch):
    monkeypatch.delitem(gdal_types._CODES, "int8", raising=False)
    with pytest.raises(InvalidRequest), StackWriter(tmp_path / "s.tif", build_info(dtype="int8")):
        pass
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(("dtype", "nodata"), [("uint16", 7.0), ("float32", math.nan), ("int16", -32768.0)])
def test_what_is_not_written_reads_as_nodata(tmp_path, dtype, nodata):
    info = build_info(dtype=dtype, nodata=nodata)
    with StackWriter(tmp_path / "s.tif", info) as writer:
        writer.write(2, 64, 0, np.full((3, 64, 64), 50, dtype))
        writer.commit()
    values = StackFile(tmp_path / "s.tif").read()
    assert values.count() == 3 * 64 * 64
    assert values[2, :, :64, 64:128].count() == 3 * 64 * 64


def test_windows_may_come_in_any_order_and_from_threads(tmp_path):
    info = build_info(steps=6, size=(200, 150))
    pixels = build_pixels(info)
    windows = [(step, c, r) for step in range(6) for c in (0, 64, 128, 192) for r in (0, 64, 128)]
    np.random.default_rng(3).shuffle(windows)
    with StackWriter(tmp_path / "s.tif", info) as writer:

        def work(share):
            for step, c, r in share:
                writer.write(step, c, r, pixels[step, :, r : r + 64, c : c + 64])

        threads = [threading.Thread(target=work, args=(windows[i::4],)) for i in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        writer.commit()
    assert (StackFile(tmp_path / "s.tif").read().data == pixels).all()


def test_layout_of_the_file(tmp_path):
    write_stack(tmp_path / "s.tif", build_info())
    dataset = gdal.Open(str(tmp_path / "s.tif"))
    structure = dataset.GetMetadata("IMAGE_STRUCTURE")
    assert (structure["INTERLEAVE"], structure["COMPRESSION"], structure["PREDICTOR"]) == ("BAND", "DEFLATE", "2")
    assert dataset.GetRasterBand(1).GetBlockSize() == [64, 64]
    band = dataset.GetRasterBand(5)
    assert band.GetDescription() == "2020-01-10 B03"
    assert band.GetMetadata() == {
        "DATETIME": "2020-01-10T00:00:00Z", "start_time": "2020-01-10T00:00:00", "BAND": "B03", "UNITS": "DN"
    }  # fmt: skip
    assert band.GetMetadata("IMAGERY") == {
        "ACQUISITIONDATETIME": "2020-01-10T10:00:00Z", "CENTRAL_WAVELENGTH_UM": "0.5598"
    }  # fmt: skip
    assert dataset.GetMetadata("TIMESTACK")["VERSION"] == "1"


def test_four_byte_bands_are_no_colours_and_no_transparency(tmp_path):
    write_stack(tmp_path / "s.tif", build_info(steps=1, bands=("B02", "B03", "B04", "B08"), dtype="uint8"))
    dataset = gdal.Open(str(tmp_path / "s.tif"))
    kinds = {gdal.GetColorInterpretationName(dataset.GetRasterBand(n).GetColorInterpretation()) for n in (2, 3, 4)}
    assert kinds == {"Undefined"}
    assert dataset.GetRasterBand(1).GetMaskFlags() == gdal.GMF_NODATA


def test_tile_steps_carry_their_tile(tmp_path):
    time = build_info().steps[0].time.replace(hour=10, minute=5, second=31)
    steps = (TimeStep(TILE, time, "s3://a", (), "33TVM"), TimeStep(TILE, time, "s3://b", (), "33TWM"))
    info = replace(build_info(steps=2), steps=steps, mosaicking=TILE)
    write_stack(tmp_path / "s.tif", info)
    assert read_info(tmp_path / "s.tif").steps == steps
    assert gdal.Open(str(tmp_path / "s.tif")).GetRasterBand(4).GetDescription() == "2020-01-05T10:05:31Z B02 33TWM"


def test_many_bands_keep_their_metadata_in_the_tiff(tmp_path):
    info = build_info(steps=73, bands=("B02", "B03", "B04", "B08", "SCL"), size=(20, 20), evalscript="// long\n" * 9000)
    write_stack(tmp_path / "s.tif", info)
    assert os.listdir(tmp_path) == ["s.tif"]
    StackFile(tmp_path / "s.tif").profile(500005, 5100635)
    assert os.listdir(tmp_path) == ["s.tif"]
    found = read_info(tmp_path / "s.tif")
    assert len(found.steps) == 73
    assert found.evalscript == info.evalscript.strip()


def test_scale_and_offset(tmp_path):
    write_stack(tmp_path / "s.tif", build_info(scale=0.0001, offset=-0.1))
    found = read_info(tmp_path / "s.tif")
    assert (found.scale, found.offset) == (0.0001, -0.1)


def test_extra_items_never_replace_ours(tmp_path):
    with StackWriter(tmp_path / "s.tif", build_info(), extra={"NOTE": "x", "VERSION": "9"}) as writer:
        writer.commit()
    items = gdal.Open(str(tmp_path / "s.tif")).GetMetadata("TIMESTACK")
    assert (items["NOTE"], items["VERSION"]) == ("x", "1")


def test_leaving_without_commit_leaves_nothing(tmp_path):
    with StackWriter(tmp_path / "s.tif", build_info()) as writer:
        writer.write(0, 0, 0, np.ones((3, 70, 130), "uint16"))
        assert len(os.listdir(tmp_path)) == 1
    assert os.listdir(tmp_path) == []


def test_an_exception_keeps_the_older_stack(tmp_path):
    pixels = write_stack(tmp_path / "s.tif", build_info())
    with pytest.raises(ZeroDivisionError), StackWriter(tmp_path / "s.tif", build_info(steps=2)) as writer:
        writer.write(0, 0, 0, np.ones((3, 70, 130), "uint16"))
        raise ZeroDivisionError
    assert os.listdir(tmp_path) == ["s.tif"]
    assert (StackFile(tmp_path / "s.tif").read().data == pixels).all()


def test_a_new_stack_takes_the_place_of_the_old_one_and_of_what_belonged_to_it(tmp_path):
    write_stack(tmp_path / "s.tif", build_info())
    for name in ("s.tif.aux.xml", "s.profile.tif", "s.tif.ovr"):
        (tmp_path / name).write_text("old")
    write_stack(tmp_path / "s.tif", build_info(steps=2))
    assert os.listdir(tmp_path) == ["s.tif"]
    assert len(read_info(tmp_path / "s.tif").steps) == 2


def test_the_block_cache_is_bounded_while_writing_and_given_back(tmp_path):
    before = gdal.GetCacheMax()
    gdal.SetCacheMax(300_000_000)
    try:
        with StackWriter(tmp_path / "s.tif", build_info()):
            assert gdal.GetCacheMax() == 64 * 1024 * 1024
        assert gdal.GetCacheMax() == 300_000_000
    finally:
        gdal.SetCacheMax(before)


@pytest.mark.parametrize("exceptions", [False, True])
def test_the_error_settings_that_others_share_are_not_touched(tmp_path, exceptions):
    was_on = gdal.GetUseExceptions()
    (gdal.UseExceptions if exceptions else gdal.DontUseExceptions)()
    try:
        write_stack(tmp_path / "s.tif", build_info())
        with pytest.raises(FileProblem) as caught:
            read_info(tmp_path / "missing.tif")
        assert caught.value.rule == "missing"
        with pytest.raises(FileProblem) as caught, StackWriter(tmp_path / "no" / "s.tif", build_info()):
            pass
        assert caught.value.rule == "no_folder"
        assert bool(gdal.GetUseExceptions()) == exceptions
    finally:
        (gdal.UseExceptions if was_on else gdal.DontUseExceptions)()


def test_wrong_shapes_are_refused(tmp_path):
    with StackWriter(tmp_path / "s.tif", build_info()) as writer, pytest.raises(ValueError, match="expected"):
        writer.write(0, 0, 0, np.ones((2, 64, 64), "uint16"))


RUN = """
import os, signal, sys
sys.path[:0] = {paths!r}
import conftest
import numpy as np
from stack_builders import build_info, build_pixels
from timestack.plugin.bridge.stack_file import StackWriter
from timestack.plugin.core.errors import FileProblem
info = build_info(steps=10, size=(300, 300))
pixels = (np.random.default_rng(1).random(info.shape) * 60000 + 1).astype("uint16")
"""


def run(code: str, tmp_path: Path, setup: str = "") -> subprocess.CompletedProcess:
    tests = Path(__file__).resolve().parents[1]
    text = RUN.format(paths=[str(tests)]) + textwrap.dedent(code)
    return subprocess.run(
        [sys.executable, "-c", setup + text, str(tmp_path / "s.tif")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_killed_process_leaves_no_stack(tmp_path):
    done = run(
        """
        with StackWriter(sys.argv[1], info) as writer:
            for step in range(5):
                writer.write(step, 0, 0, pixels[step])
            os.kill(os.getpid(), signal.SIGKILL)
        """,
        tmp_path,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not (tmp_path / "s.tif").exists()


@pytest.mark.parametrize("limit_kb", [1, 40, 1000, 3000, 3400, 3500])
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path, limit_kb):
    """The limit on the size of a file stands for the end of the disk: GDAL's writes fail in the same way."""
    done = run(
        """
        try:
            with StackWriter(sys.argv[1], info) as writer:
                for step in range(10):
                    writer.write(step, 0, 0, pixels[step])
                writer.commit()
            print("whole", os.path.getsize(sys.argv[1]))
        except FileProblem as problem:
            print("told", problem.rule)
        """,
        tmp_path,
        setup=f"import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit_kb * 1024}, {limit_kb * 1024}))\n"
        if sys.platform.startswith("linux") else "",
    )  # fmt: skip
    assert done.stdout.split() == ["told", "disk_full"], done.stderr
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root")
def test_a_disk_that_fills_up_at_any_moment_never_leaves_a_damaged_stack(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    info = build_info(steps=10, size=(300, 300))
    pixels = (np.random.default_rng(1).random(info.shape) * 60000 + 1).astype("uint16")
    seen = set()
    for size_kb in (8, 200, *range(5000, 5700, 25)):
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size_kb}k", "tmpfs", str(disk)], capture_output=True, check=False
        )
        if mounted.returncode:
            pytest.skip("mounting is not allowed here")
        try:
            write_stack(disk / "s.tif", info, pixels)
            assert (StackFile(disk / "s.tif").read().data == pixels).all()
            seen.add("whole")
        except FileProblem as problem:
            assert problem.rule == "disk_full"
            assert os.listdir(disk) == []
            seen.add("told")
        finally:
            subprocess.run(["umount", str(disk)], check=True)
    assert seen == {"whole", "told"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_forbidden_folder_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(FileProblem) as caught, StackWriter(tmp_path / "s.tif", build_info()):
        pass
    assert caught.value.rule == "no_permission"


def test_rasterio_reads_the_same(tmp_path):
    rasterio = pytest.importorskip("rasterio")
    pixels = write_stack(tmp_path / "s.tif", build_info())
    with rasterio.open(tmp_path / "s.tif") as dataset:
        assert (dataset.read().reshape(pixels.shape) == pixels).all()
        assert dataset.crs.to_epsg() == 32633
        assert dataset.descriptions[0] == "2020-01-05 B02"
        assert dataset.nodata == 0


def test_xarray_gets_named_dimensions(tmp_path):
    pytest.importorskip("xarray")
    pixels = write_stack(tmp_path / "s.tif", build_info())
    array = StackFile(tmp_path / "s.tif").to_xarray()
    assert array.dims == ("time", "band", "y", "x")
    assert (array.sel(band="B03", time="2020-01-10").values == pixels[1, 1]).all()
    assert float(array.x[0]) == 500005.0
    assert float(array.y[0]) == 5100635.0
    assert array.attrs["crs"] == "EPSG:32633"
    part = StackFile(tmp_path / "s.tif").to_xarray(bands=["B04"], times=slice(1, 3), window=(10, 20, 5, 6))
    assert (part.values == pixels[1:3, 2:3, 20:26, 10:15]).all()
    assert float(part.x[0]) == 500105.0
