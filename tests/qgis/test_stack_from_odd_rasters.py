# SPDX-License-Identifier: GPL-2.0-or-later
"""``stackfromrasters`` with folders within folders, turned rasters, and dates that contradict each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from osgeo import gdal
from qgis.core import QgsFeature, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer
from raster_builders import noise, run, write

from timestack.plugin.bridge.projection import open_crs

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def write_by_date(folder: Path) -> dict[tuple[str, str], np.ndarray]:
    """One folder a date, one file a band, as many services hand them out."""
    pixels = {}
    for number, day in enumerate(("2020-03-15", "2020-01-05", "2020-02-01")):
        (folder / day).mkdir()
        for band in ("B04", "B08"):
            pixels[day, band] = write(folder / day / f"{band}.tif", noise(10 * number + len(band), bands=1))[0]
            if band == "B08":
                pixels[day, band] = write(folder / day / "B08.tif", noise(50 + number, bands=1))[0]
    (folder / ".hidden").mkdir()
    write(folder / ".hidden" / "2020-09-09.tif", noise(3))
    return pixels


def test_a_folder_for_each_date(tmp_path, folder):
    pixels = write_by_date(folder)
    with pytest.raises(QgsProcessingException, match=r"^INPUT: its rasters are in folders within it; .*RECURSIVE"):
        run(tmp_path, str(folder))
    results, stack = run(tmp_path, str(folder), RECURSIVE=True)
    assert results["DATES"] == "2020-01-05,2020-02-01,2020-03-15"
    assert stack.bands == ("B04", "B08")
    for step, day in enumerate(results["DATES"].split(",")):
        for place, band in enumerate(stack.bands):
            np.testing.assert_array_equal(stack.read().data[step, place], pixels[day, band])


def test_the_folder_above_the_one_given_tells_no_date(tmp_path):
    place = tmp_path / "project_20240101"
    place.mkdir()
    write(place / "B04.tif", noise(1, bands=1))
    with pytest.raises(QgsProcessingException, match="no date found"):
        run(tmp_path, str(place), RECURSIVE=True)


def test_a_pattern_and_a_table_see_the_folders_within(tmp_path, folder):
    for name, seed in (("a05012020/B04.tif", 1), ("a01022020/B04.tif", 2)):
        (folder / name).parent.mkdir()
        write(folder / name, noise(seed, bands=1))
    results, _ = run(tmp_path, str(folder), RECURSIVE=True, PATTERN="a%d%m%Y/")
    assert results["DATES"] == "2020-01-05,2020-02-01"
    table = QgsVectorLayer("NoGeometry?field=file:string&field=day:string", "dates", "memory")
    rows = [("a05012020/B04.tif", "2021-07-01"), ("a01022020/B04.tif", "2021-08-01")]
    for row in rows:
        feature = QgsFeature(table.fields())
        feature.setAttributes(list(row))
        table.dataProvider().addFeature(feature)
    keys = {"TABLE": table, "FILE_FIELD": "file", "DATE_FIELD": "day"}
    results, stack = run(tmp_path, str(folder), RECURSIVE=True, **keys)
    assert results["DATES"] == "2021-07-01,2021-08-01"
    np.testing.assert_array_equal(stack.read().data[1, 0], noise(2, bands=1)[0])
    files = [str(folder / name) for name, _ in reversed(rows)]
    assert run(tmp_path, files, **keys)[0]["DATES"] == "2021-07-01,2021-08-01"


def test_names_with_the_day_first_need_a_pattern_and_keep_their_bands(tmp_path, folder):
    pixels = {}
    for number, name in enumerate(("05-01-2020", "06-02-2020")):
        for band in ("B04", "B08"):
            pixels[name, band] = write(folder / f"T33_{name}_{band}.tif", noise(10 * number + int(band[1:]), bands=1))[
                0
            ]
    with pytest.raises(QgsProcessingException, match=r"^INPUT: the date of .* can be read in two ways.*PATTERN"):
        run(tmp_path, str(folder))
    results, stack = run(tmp_path, str(folder), PATTERN="%d-%m-%Y")
    assert results["DATES"] == "2020-01-05,2020-02-06" and stack.bands == ("B04", "B08")
    np.testing.assert_array_equal(stack.read().data[1, 1], pixels["06-02-2020", "B08"])


def test_bands_are_chosen_by_the_names_that_files_tell(tmp_path, folder):
    values = write(folder / "a_2020-01-05.tif", noise(1, bands=3), names=("B02", "B04", "B08"))
    write(folder / "a_2020-02-05.tif", noise(2, bands=3), names=("B02", "B04", "B08"))
    _, stack = run(tmp_path, str(folder), BANDS="B04, B08")
    assert stack.bands == ("B04", "B08")
    np.testing.assert_array_equal(stack.read().data[0], values[1:])
    _, renamed = run(tmp_path, str(folder), BANDS="blue,red,nir")
    assert renamed.bands == ("blue", "red", "nir")


def test_a_date_in_metadata_that_the_name_contradicts_is_refused(tmp_path, folder):
    path = folder / "ndvi_20200105.tif"
    write(path, noise(1, bands=1), items={"DATE": "2021-03-01"})
    with pytest.raises(QgsProcessingException, match=r"different dates \(metadata: 2021-03-01, name: 2020-01-05\)"):
        run(tmp_path, [str(path)])
    assert not (tmp_path / "out.tif").exists()
    assert run(tmp_path, [str(path)], PATTERN="%Y%m%d")[0]["DATES"] == "2020-01-05"


@pytest.mark.parametrize("merge", [True, False])
def test_noon_midnight_and_zones(tmp_path, folder, merge):
    """Half past eleven in the evening at -05:00 is the next day in UTC."""
    for number, time in enumerate(("2020-01-05T23:30:00-05:00", "2020-01-06T12:00:00Z", "2020-01-07T00:30:00+02:00")):
        write(folder / f"{number}.tif", noise(number, bands=1), items={"DATETIME": time}, nodata=0)
    results, stack = run(tmp_path, str(folder), MERGE=merge)
    times = ["2020-01-06T04:30:00Z", "2020-01-06T12:00:00Z", "2020-01-06T22:30:00Z"]
    assert results["DATES"].split(",") == (["2020-01-06"] if merge else times)
    assert stack.shape[0] == (1 if merge else 3)


def turn(path: Path, pixels: np.ndarray, transform: tuple[float, ...]) -> None:
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), pixels.shape[1], pixels.shape[0], 1, gdal.GDT_UInt16)
    dataset.SetGeoTransform(transform)
    dataset.SetProjection(open_crs("EPSG:32633").ExportToWkt())
    dataset.GetRasterBand(1).WriteArray(pixels)
    dataset.FlushCache()


def test_upside_down_mirrored_and_quarter_turned_rasters_keep_their_pixels(tmp_path, folder):
    image = noise(4, bands=1, rows=20, columns=30)[0]
    turn(folder / "a_20200101.tif", image, (500000, 10, 0, 5100000, 0, -10))
    turn(folder / "b_20200102.tif", image[::-1], (500000, 10, 0, 5099800, 0, 10))
    turn(folder / "c_20200103.tif", image[:, ::-1], (500300, -10, 0, 5100000, 0, -10))
    turn(folder / "d_20200104.tif", image.T, (500000, 0, 10, 5100000, -10, 0))
    _, stack = run(tmp_path, str(folder), BANDS="x")
    assert stack.shape == (4, 1, 20, 30)
    for step in range(4):
        np.testing.assert_array_equal(stack.read().data[step, 0], image)


def test_a_turned_raster_is_warped_as_gdal_does(tmp_path, folder):
    image = noise(5, bands=1, rows=20, columns=30)[0]
    angle = np.radians(25)
    c, s = 10 * np.cos(angle), 10 * np.sin(angle)
    turn(folder / "a_20200101.tif", image, (500000, c, -s, 5100000, -s, -c))
    _, stack = run(tmp_path, str(folder))
    grid = stack.info.grid
    theirs = gdal.Warp("", str(folder / "a_20200101.tif"), format="MEM", outputBounds=grid.bounds, width=grid.width,
                       height=grid.height, dstNodata=0).ReadAsArray()  # fmt: skip
    ours = stack.read().filled(0)[0, 0]
    assert (grid.pixel_width, grid.pixel_height) == pytest.approx((10, 10))
    np.testing.assert_array_equal(ours, theirs)
    assert abs(np.count_nonzero(ours) - image.size) < 0.05 * image.size


def test_what_one_nodata_value_cannot_tell_is_said(tmp_path, folder):
    one, two = noise(1, bands=1), noise(2, bands=1)
    two[0, :2, :3] = 0
    write(folder / "a_20200101.tif", one, nodata=0)
    write(folder / "b_20200102.tif", two, nodata=65535)
    feedback = QgsProcessingFeedback()
    run(tmp_path, str(folder), feedback=feedback)
    assert "6 values equal the no-data value 0" in feedback.textLog()


def test_scale_and_offset_of_ones_own_make_reflectances(tmp_path, folder):
    """Sentinel-2 from 2022 on: the files hold 1000 more and do not say so."""
    values = write(folder / "s2_20220301.tif", noise(1), names=("B04", "B08"))
    _, stack = run(tmp_path, str(folder), SCALE=0.0001, OFFSET=-0.1)
    np.testing.assert_array_equal(stack.read().data[0], values)
    from timestack.plugin.api import Stack

    sampled = Stack(stack.path).samplestack([(500155, 5099955)])
    assert [row["value"] for row in sampled] == pytest.approx(list(values[:, 4, 15] * 0.0001 - 0.1), rel=1e-9)
    ndvi = Stack(stack.path).indexstack("NDVI", output=tmp_path / "ndvi.tif").read().filled(np.nan)[0, 0]
    red, nir = values.astype(float) * 0.0001 - 0.1
    np.testing.assert_allclose(ndvi, (nir - red) / (nir + red), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"EXTENT": "0,1,0,1 [EPSG:4326]"}, "EXTENT: the place lies outside"),
        ({"CRS": "EPSG:9999999"}, "CRS: 'EPSG:9999999' is not a known"),
        ({"RESOLUTION": 1e-9}, "RESOLUTION: 1e-09 is not possible"),
        ({"BANDS": "A,A"}, "BANDS: band A is named twice"),
        ({"SCALE": 0}, "SCALE: 0 is not possible"),
    ],
)
def test_what_gives_no_stack_is_said_at_once(tmp_path, folder, wrong, words):
    write(folder / "2020-01-05.tif", noise(1, bands=2))
    with pytest.raises(QgsProcessingException, match=words):
        run(tmp_path, str(folder), **wrong)
    assert not list(tmp_path.glob("*.tif"))


def test_a_folder_without_rasters(tmp_path, folder):
    (folder / "notes.txt").write_text("nothing here")
    with pytest.raises(QgsProcessingException, match="INPUT: there is no raster in it"):
        run(tmp_path, str(folder))
