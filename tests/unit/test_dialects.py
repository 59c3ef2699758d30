# SPDX-License-Identifier: GPL-2.0-or-later
"""Dates that other tools leave in their files: found where they are plain, refused where they are doubtful."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from timestack.plugin.core.date_texts import DoubtfulDate, find_date, find_dates
from timestack.plugin.core.dialects import BandText, FileText, date_bands
from timestack.plugin.core.errors import FileProblem
from timestack.plugin.core.time_axis import instant_on_axis

UTC = timezone.utc
FILE = FileText("stack.tif", "stack")


def texts(*descriptions: str) -> list[BandText]:
    return [BandText(description) for description in descriptions]


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("2020-01-05 B02", datetime(2020, 1, 5), "B02"),
        ("2020-01-05T10:05:31Z B02 33TVM", datetime(2020, 1, 5, 10, 5, 31), "B02 33TVM"),
        ("2020-01-05 10:05:31.250", datetime(2020, 1, 5, 10, 5, 31, 250000), ""),
        ("2020-01-05T23:30:00-02:00", datetime(2020, 1, 6, 1, 30), ""),
        ("B04_20200105", datetime(2020, 1, 5), "B04"),
        ("20200105T100531_B04", datetime(2020, 1, 5, 10, 5, 31), "B04"),
        ("20200105_100531_1034_3B", datetime(2020, 1, 5, 10, 5, 31), "1034_3B"),
        ("S2L1C_NDVI_2015-07-11T100008", datetime(2015, 7, 11, 10, 0, 8), "S2L1C_NDVI"),
        ("NDVI 2020/1/5", datetime(2020, 1, 5), "NDVI"),
        ("2020_01_05_NIR", datetime(2020, 1, 5), "NIR"),
        ("2020:01:05 10:05:31", datetime(2020, 1, 5, 10, 5, 31), ""),
        ("MOD13Q1.A2020001.h18v04.006.2020034123456", datetime(2020, 1, 1), "MOD13Q1 h18v04.006.2020034123456"),
        ("NDVI_2020366", datetime(2020, 12, 31), "NDVI"),
        ("2020-005 red", datetime(2020, 1, 5), "red"),
        ("5 Jan 2020", datetime(2020, 1, 5), ""),
        ("05-JAN-2020 nir", datetime(2020, 1, 5), "nir"),
        ("January 5, 2020", datetime(2020, 1, 5), ""),
        ("2020-Jan-05", datetime(2020, 1, 5), ""),
        ("25.12.2020", datetime(2020, 12, 25), ""),
        ("12/25/2020", datetime(2020, 12, 25), ""),
        ("NDVI 07/07/2020", datetime(2020, 7, 7), "NDVI"),
        ("NDVI 2020-06", datetime(2020, 6, 1), "NDVI"),
        ("2020-01-01/2020-01-10 NDVI", datetime(2020, 1, 1), "NDVI"),
        ("2020-01-01 to 2020-01-10 NDVI", datetime(2020, 1, 1), "NDVI"),
        ("S2A_MSIL2A_20200105T100531_N0213_R022_T33TVM_20200107T120000 B04", datetime(2020, 1, 5, 10, 5, 31), "B04"),
        ("20151207T105312_20160107T105424_T31TGL_B4", datetime(2015, 12, 7, 10, 53, 12), "B4"),
        ("LC08_L2SP_190027_20200105_20200820_02_T1", datetime(2020, 1, 5), ""),
        ("LE70350322008118EDC00", datetime(2008, 4, 27), ""),
        ("S1A_IW_GRDH_1SDV_20200105T165000_20200105T165025_030676_0383F4_8A5B", datetime(2020, 1, 5, 16, 50), ""),
        ("LC08_CU_005009_20200105_20200909_02_SR", datetime(2020, 1, 5), "SR"),
        (
            "S5P_OFFL_L2__NO2____20200105T101530_20200105T115700_11571_01_010302_20200107T031530",
            datetime(2020, 1, 5, 10, 15, 30),
            "",
        ),
        (
            "ENMAP01-____L2A-DT0000001_20220105T101530Z_001_V010400_20231205T000000Z",
            datetime(2022, 1, 5, 10, 15, 30),
            "",
        ),
        ("AST_L1T_00301052020101530_20200206093015_12345", datetime(2020, 1, 5, 10, 15, 30), ""),
        ("AST_08_00301052020101530_20200206", datetime(2020, 1, 5, 10, 15, 30), ""),
        (
            "ECO2LSTE.001_SDS_LST_doy2020005101530_aid0001",
            datetime(2020, 1, 5, 10, 15, 30),
            "ECO2LSTE.001_SDS_LST aid0001",
        ),
        (
            "MOD13Q1.061__250m_16_days_NDVI_doy2020017_aid0001",
            datetime(2020, 1, 17),
            "MOD13Q1.061__250m_16_days_NDVI_doy aid0001",
        ),
        ("c_gls_NDVI_202001110000_GLOBE_PROBAV_V2.2.1", datetime(2020, 1, 11), "c_gls_NDVI GLOBE_PROBAV_V2.2.1"),
        ("B04_20200105100531", datetime(2020, 1, 5, 10, 5, 31), "B04"),
        ("NDVI_20200105_v20210203040506", datetime(2020, 1, 5), "NDVI v20210203040506"),
        ("2020-01-05-00:00_2020-01-05-23:59_NDVI", datetime(2020, 1, 5), "00:00 23:59_NDVI"),
        ("ndvi_2020-01-05T12-00-30Z", datetime(2020, 1, 5, 12, 0, 30), "ndvi"),
    ],
)
def test_plain_dates_are_found(text, expected, rest):
    found = find_date(text)
    assert found is not None
    assert found.time == expected.replace(tzinfo=UTC)
    assert found.rest == rest


@pytest.mark.parametrize(
    "text",
    [
        "", "B04", "band 12", "2020", "202001", "12345678", "20201301", "2020-02-30", "1802-01-05", "B04_2020_100m",
        "mosaic_2020_10_20m", "B04-2020-10m", "B04Mar2020", "Band 4 Mar 2020", "v2.1.0", "R022 T33TVM", "120200105",
        "2019-366", "05.01.20", "20201301101010", "20200105996060", "chirps-v2.0.2020.01",
    ],
)  # fmt: skip
def test_what_is_no_date_stays_none(text):
    assert find_date(text) is None


@pytest.mark.parametrize(
    "text", ["03/04/2020", "03.04.2020", "2020-01-05 2020-01-20 NDVI", "20200105_20200120", "2020-01-20/2020-01-05"]
)
def test_doubtful_dates_are_refused(text):
    with pytest.raises(DoubtfulDate):
        find_date(text)


def test_one_plain_date_settles_the_order_for_the_series():
    found = find_dates(["03/04/2020", "13/04/2020"])
    assert [item.time.date() for item in found] == [date(2020, 4, 3), date(2020, 4, 13)]
    found = find_dates(["04/03/2020", "04/13/2020"])
    assert [item.time.date() for item in found] == [date(2020, 4, 3), date(2020, 4, 13)]


def test_a_series_that_changes_the_order_is_refused():
    with pytest.raises(DoubtfulDate):
        find_dates(["13/04/2020", "04/14/2020"])


def test_dates_in_descriptions_make_steps():
    dated = date_bands(texts("2020-01-05 B02", "2020-01-05 B03", "2020-01-10 B02", "2020-01-10 B03"), FILE)
    assert [step.label for step in dated.steps] == ["2020-01-05", "2020-01-10"]
    assert [band.name for band in dated.bands] == ["B02", "B03"]
    assert dated.numbers == ((1, 2), (3, 4))


def test_a_file_ordered_by_band_and_backwards_is_put_in_order():
    dated = date_bands(texts("B02 2020-01-10", "B02 2020-01-05", "B03 2020-01-10", "B03 2020-01-05"), FILE)
    assert [step.time.day for step in dated.steps] == [5, 10]
    assert dated.numbers == ((2, 4), (1, 3))


def test_bands_that_change_their_order_within_the_file_follow_their_names():
    dated = date_bands(texts("20200105 B02 10m", "20200105 B03 10m", "20200110 B03 10m", "20200110 B02 10m"), FILE)
    assert [band.name for band in dated.bands] == ["B02 10m", "B03 10m"]
    assert dated.numbers == ((1, 2), (4, 3))


def test_words_that_change_with_the_date_are_left_out_of_band_names():
    dated = date_bands(
        texts("2020-01-05 B02 33TVM", "2020-01-05 B03 33TVM", "2020-01-10 B02 33TWM", "2020-01-10 B03 33TWM"), FILE
    )
    assert [band.name for band in dated.bands] == ["B02", "B03"]


def test_single_band_series_need_no_names():
    dated = date_bands(texts("20200105_SEN2A", "20200110_LND08", "20200112_LND08", "20200120_LND08"), FILE)
    assert [band.name for band in dated.bands] == ["band1"]
    assert len(dated.steps) == 4


def test_two_scenes_of_one_day_stay_two_steps():
    dated = date_bands(texts("2020-01-05 B02", "2020-01-05 B03", "2020-01-05 B02", "2020-01-05 B03"), FILE)
    assert [step.key for step in dated.steps] == ["2020-01-05", "2020-01-05#2"]
    assert dated.numbers == ((1, 2), (3, 4))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("start_time", "2020-01-05T10:05:31Z"), ("DATETIME", "2020-01-05T10:05:31Z"),
        ("ACQUISITIONDATETIME", "2020-01-05 10:05:31"), ("acquisition time", "2020-01-05T10:05:31.0Z"),
        ("Date", "20200105T100531"), ("system:time_start", "1578218731000"), ("TIMESTAMP", "2020:01:05 10:05:31"),
    ],
)  # fmt: skip
def test_metadata_of_a_band_dates_it(key, value):
    dated = date_bands([BandText("red", {key: value, "end_time": "2021-01-01"}), BandText("nir", {key: value})], FILE)
    assert dated.steps[0].time == datetime(2020, 1, 5, 10, 5, 31, tzinfo=UTC)
    assert [band.name for band in dated.bands] == ["red", "nir"]
    assert dated.steps[0].label == "2020-01-05T10:05:31Z"


def test_metadata_is_preferred_to_the_time_in_the_description_but_must_name_the_same_day():
    same = [BandText("20200105 B04", {"start_time": "2020-01-05T10:05:31Z"})]
    assert date_bands(same, FILE).steps[0].time.hour == 10
    other = [BandText("20200105 B04", {"start_time": "2020-01-06T10:05:31Z"})]
    with pytest.raises(FileProblem) as caught:
        date_bands(other, FILE)
    assert caught.value.rule == "dates_disagree"


def test_doubts_about_a_description_do_not_matter_when_the_metadata_is_plain():
    bands = [BandText("20200101_20200110 NDVI", {"start_time": "2020-01-01"}),
             BandText("20200111_20200120 NDVI", {"start_time": "2020-01-11"})]  # fmt: skip
    assert [step.label for step in date_bands(bands, FILE).steps] == ["2020-01-01", "2020-01-11"]


def test_netcdf_axis():
    bands = [BandText("", {"NETCDF_DIM_time": str(value), "NETCDF_VARNAME": "NDVI"}) for value in (18262, 18272.5)]
    file = FileText("cube.nc", "cube", {"time#units": "days since 1970-01-01 00:00:00", "time#calendar": "standard"})
    dated = date_bands(bands, file)
    assert [step.label for step in dated.steps] == ["2020-01-01T00:00:00Z", "2020-01-11T12:00:00Z"]
    assert dated.bands[0].name == "NDVI"


@pytest.mark.parametrize("places", [("0", "1"), ("", "")])
def test_netcdf_with_a_band_axis_keeps_the_bands_apart(places):
    bands = [
        BandText("", {"NETCDF_DIM_time": str(day), "NETCDF_DIM_band": place, "NETCDF_VARNAME": "stack"})
        for day in (18262, 18267) for place in places
    ]  # fmt: skip
    dated = date_bands(bands, FileText("cube.nc", "cube", {"time#units": "days since 1970-01-01"}))
    assert [band.name for band in dated.bands] == ["stack_1", "stack_2"]
    assert dated.numbers == ((1, 2), (3, 4))


def test_a_calendar_that_is_not_ours_is_refused():
    bands = [BandText("", {"NETCDF_DIM_time": "30", "NETCDF_VARNAME": "tas"})]
    file = FileText("cmip.nc", "cmip", {"time#units": "days since 2000-01-01", "time#calendar": "360_day"})
    with pytest.raises(FileProblem) as caught:
        date_bands(bands, file)
    assert caught.value.rule == "doubtful_dates"


@pytest.mark.parametrize(
    ("value", "units", "expected"),
    [
        (0, "days since 1970-01-01", datetime(1970, 1, 1)),
        (1.5, "days since 2020-1-1", datetime(2020, 1, 2, 12)),
        (1578218731, "seconds since 1970-01-01", datetime(2020, 1, 5, 10, 5, 31)),
        (438394, "hours since 1970-01-01 00:00:0.0", datetime(2020, 1, 5, 10)),
        (1578218731250, "milliseconds since 1970-01-01T00:00:00Z", datetime(2020, 1, 5, 10, 5, 31, 250000)),
        (60, "minutes since 2020-01-01 6:00:00", datetime(2020, 1, 1, 7)),
    ],
)
def test_time_axes(value, units, expected):
    assert instant_on_axis(value, units) == expected.replace(tzinfo=UTC)


@pytest.mark.parametrize("units", ["months since 2000-01-01", "days", "days since then", ""])
def test_axes_that_cannot_be_counted_are_refused(units):
    with pytest.raises(ValueError):
        instant_on_axis(1, units)


def test_a_list_of_dates_in_the_file():
    file = FileText("s.tif", "s", {"dates": "{2020-01-05, 2020-01-10}"})
    assert [step.time.day for step in date_bands(texts("", ""), file).steps] == [5, 10]


def test_one_picture_takes_the_date_of_its_file():
    for file in (FileText("B.tif", "S2L2A_2019-01-27"), FileText("B.tif", "B", {"DATE": "2019-01-27"})):
        dated = date_bands(texts("B04", "B08", "SCL"), file)
        assert [step.label for step in dated.steps] == ["2019-01-27"]
        assert [band.name for band in dated.bands] == ["B04", "B08", "SCL"]


def test_many_nameless_bands_never_take_the_date_of_the_file_name():
    with pytest.raises(FileProblem) as caught:
        date_bands(texts("Band 1", "Band 2", "Band 3"), FileText("x.tif", "ndvi_stack_2020-01-05"))
    assert caught.value.rule == "no_dates"


@pytest.mark.parametrize(
    ("descriptions", "rule"),
    [
        (("B02", "B03"), "no_dates"),
        (("2020-01-05 B02", "SCL"), "some_undated"),
        (("2020-01-05 B02", "2020-01-05 B03", "2020-01-10 B02"), "irregular"),
        (("2020-01-05 B02", "2020-01-05 B03", "2020-01-10 B02", "2020-01-10 B04"), "irregular"),
        (("03/04/2020", "03/05/2020"), "doubtful_dates"),
    ],
)
def test_files_that_cannot_be_trusted_are_refused(descriptions, rule):
    with pytest.raises(FileProblem) as caught:
        date_bands(texts(*descriptions), FILE)
    assert caught.value.rule == rule


def test_wavelengths_and_units_come_along():
    items = [
        {"start_time": "2020-01-05", "CENTRAL_WAVELENGTH_UM": "0.665", "UNITS": "DN"},
        {"start_time": "2020-01-05", "Wavelength": "0.842", "Wavelength_unit": "Micrometers"},
        {"start_time": "2020-01-05", "wavelength": "1610", "wavelength_units": "Nanometers"},
    ]
    dated = date_bands([BandText(name, item) for name, item in zip("abc", items)], FILE)
    assert [band.wavelength_nm for band in dated.bands] == pytest.approx([665, 842, 1610])
    assert dated.bands[0].units == "DN"
