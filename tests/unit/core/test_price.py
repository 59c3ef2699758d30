# SPDX-License-Identifier: GPL-2.0-or-later
"""The price formula, by the worked examples of SENTINEL_HUB.md (section 9) and at its edges."""

from __future__ import annotations

from datetime import date

import pytest

from timestack.plugin.core.price import (
    FLOAT_FORMAT,
    OCTET_STREAM_FORMAT,
    Image,
    Radar,
    batch_units,
    catalog_units,
    count_bands,
    count_months,
    processing_units,
)

ORTHORECTIFIED = Radar(is_orthorectified=True)

WORKED_EXAMPLES = [
    ("S1, 4 bands, float, 2 dates", Image(1024, 1024, 4, 2, FLOAT_FORMAT, radar=ORTHORECTIFIED), 42.667, 0.0005),
    ("NDVI of a parcel", Image(20, 20, 2), 0.0067, 0.00005),
    ("S1 scene of 2 bands", Image(2000, 2000, 2, radar=ORTHORECTIFIED), 20.34, 0.006),
    ("500 such scenes", Image(2000, 2000, 2, 500, radar=ORTHORECTIFIED), 10_172, 0.6),
    ("four bands and SCL, 12 scenes", Image(1000, 1000, 5, 12), 76.3, 0.05),
    ("the same in float", Image(1000, 1000, 5, 12, FLOAT_FORMAT), 152.6, 0.05),
    ("the largest image, 30 scenes", Image(2500, 2500, 4, 30), 953.7, 0.05),
    ("a field of 640 m, 70 scenes", Image(64, 64, 4, 70), 1.46, 0.005),
]


@pytest.mark.parametrize(("image", "units", "rounding"), [example[1:] for example in WORKED_EXAMPLES])
def test_worked_examples(image, units, rounding):
    assert image.units == pytest.approx(units, abs=rounding)


def test_the_largest_image_fits_into_a_bucket_of_300_when_it_is_cut_in_four():
    whole = Image(2500, 2500, 4, 30)
    assert whole.units > 300
    assert Image(1250, 1250, 4, 30).units == pytest.approx(whole.units / 4) and whole.units / 4 < 300


def test_an_image_of_512_pixels_with_three_bands_is_one_unit():
    assert Image(512, 512, 3).units == 1.0
    assert processing_units(512, 512, 3, False, 1) == 1.0
    assert processing_units(512, 512, 3, True, 4) == 8.0


def test_a_small_area_counts_as_a_hundredth_and_the_least_price_is_a_two_hundredth():
    assert Image(51, 51, 3).units == 0.01  # 2601 px are less than a hundredth of 512 x 512
    assert Image(52, 52, 3).units == pytest.approx(52 * 52 / 512**2) and 52 * 52 / 512**2 > 0.01
    assert Image(1, 1, 1).raw_units == pytest.approx(0.01 / 3)
    assert Image(1, 1, 1).units == 0.005
    assert Image(1, 1, 1).statistical_units == 0.01
    assert Image(1, 1, 1, 4).units == pytest.approx(0.04 / 3)


def test_a_question_that_finds_no_scene_costs_as_one_scene():
    assert Image(512, 512, 3, 0).units == 1.0


def test_formats_count_once_twice_or_1_4_times():
    assert Image(512, 512, 3, format_factor=FLOAT_FORMAT).units == 2.0
    assert Image(512, 512, 3, format_factor=OCTET_STREAM_FORMAT).units == 1.4


def test_collections_of_a_fusion_add_up_and_remote_ones_count_twice():
    assert Image(512, 512, 3, local_collections=2).units == 2.0
    assert Image(512, 512, 3, local_collections=1, remote_collections=1).units == 3.0


@pytest.mark.parametrize(
    ("radar", "factor"),
    [
        (Radar(), 1.0), (ORTHORECTIFIED, 2.0), (Radar(is_terrain_corrected=True), 2.5),
        (Radar(is_orthorectified=True, is_terrain_corrected=True), 2.5), (Radar(has_speckle_filter=True), 2.0),
        (Radar(True, False, True), 4.0), (Radar(True, True, True), 5.0),
    ],
)  # fmt: skip
def test_what_is_done_to_radar_pixels_multiplies(radar, factor):
    assert Image(512, 512, 3, radar=radar).units == factor


@pytest.mark.parametrize(
    ("bands", "charged"),
    [
        (("B02", "B03", "dataMask"), 2), (("dataMask",), 1), (("B02", "SCL", "CLD", "dataMask"), 3),
        (("B02", "dataMask", "dataMask"), 1), ((), 1), (("B02", "B02"), 1),
    ],
)  # fmt: skip
def test_data_mask_is_free_unless_alone_and_quality_bands_are_not(bands, charged):
    assert count_bands(bands) == charged


def test_other_interfaces_have_their_own_least_price_and_reductions():
    assert Image(4096, 4096, 3).async_units == pytest.approx(64 * 2 / 3)
    assert Image(64, 64, 3).async_units == 10.0
    assert Image(99, 101, 3, 300).async_units == pytest.approx(99 * 101 / 512**2 * 300), "below 10 000 px no reduction"
    assert batch_units([Image(1024, 1024, 3)] * 3) == 100.0
    assert batch_units([Image(1024, 1024, 3, 100)] * 3) == pytest.approx(400.0)


def test_a_list_of_scenes_is_paid_by_area_and_month():
    assert catalog_units(0.4, 12) == pytest.approx(0.12)
    assert catalog_units(0.4, 1) == 0.01
    assert catalog_units(50_000, 3) == pytest.approx(0.15)
    assert catalog_units(10_000_000, 24) == 1.0, "never more than one unit"


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2020, 1, 1), date(2020, 12, 31), 12), (date(2020, 1, 1), date(2020, 1, 1), 1),
        (date(2020, 1, 31), date(2020, 2, 28), 1), (date(2020, 1, 15), date(2020, 2, 14), 1),
        (date(2020, 1, 15), date(2020, 2, 15), 2), (date(2019, 12, 31), date(2021, 1, 1), 13),
    ],
)  # fmt: skip
def test_months_that_have_begun_count(start, end, months):
    assert count_months(start, end) == months
