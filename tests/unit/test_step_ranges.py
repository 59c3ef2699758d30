# SPDX-License-Identifier: GPL-2.0-or-later
"""Which step a stretch of time shows, and which bands make a picture."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from timestack.plugin.core.band_roles import COLOUR, GREY, RAMP, choose_composite
from timestack.plugin.core.stack import StackBand
from timestack.plugin.core.step_ranges import TICK, step_ends, step_in_range


def day(number: float) -> datetime:
    return datetime(2020, 1, 1, tzinfo=timezone.utc) + timedelta(days=number - 1)


TIMES = [day(5), day(10), day(20)]


def test_a_step_lasts_until_the_next_one():
    assert step_ends(TIMES) == [day(10) - TICK, day(20) - TICK, day(27.5) - TICK]


def test_a_single_step_lasts_a_day():
    assert step_ends([day(5)]) == [day(6) - TICK]
    assert step_ends([]) == []


def test_steps_of_one_instant_share_their_range():
    assert step_ends([day(5), day(5), day(6)])[:2] == [day(6) - TICK, day(6) - TICK]


@pytest.mark.parametrize(
    ("begin", "end", "step"),
    [
        (5, 6, 0), (5, 10, 0), (6, 7, 0), (9, 11, 1), (1, 25, 2), (10, 10, 1), (20, 21, 2), (27, 28, 2),
        (1, 4, None), (28, 40, None), (1, 5, None), (None, None, 2), (None, 9, 0), (9, None, 2), (7, 6, None),
    ],
)  # fmt: skip
def test_step_of_a_frame(begin, end, step):
    ends = [None if value is None else day(value) for value in (begin, end)]
    assert step_in_range(TIMES, *ends, include_end=False) == step


def test_a_frame_that_includes_its_end_shows_the_step_there():
    assert step_in_range(TIMES, day(1), day(5)) == 0


def bands(*names, waves=()):
    return [StackBand(name, "", wave) for name, wave in zip(names, waves or [None] * len(names))]


@pytest.mark.parametrize(
    ("given", "kind", "chosen"),
    [
        (bands("B02", "B03", "B04", "B08"), COLOUR, (2, 1, 0)),
        (bands("SCL", "B04", "B03", "B02"), COLOUR, (1, 2, 3)),
        (bands("Blue", "Green", "Red"), COLOUR, (2, 1, 0)),
        (bands("B04", "B08", "SCL"), COLOUR, (1, 0, 0)),
        (bands("RED", "NIR", "SWIR1", "FMASK"), COLOUR, (2, 1, 0)),
        (bands("B08", "B04", "B03"), COLOUR, (0, 1, 2)),
        (bands("B01", "B02", "B03", "B04", waves=(443, 482, 561.5, 654.5)), COLOUR, (3, 2, 1)),
        (bands("B1", "B2", "B3", "B4", waves=(485, 560, 660, 830)), COLOUR, (2, 1, 0)),
        (bands("VV", "VH"), GREY, (0,)),
        (bands("VV", "VH", "ratio"), COLOUR, (0, 1, 2)),
        (bands("NDVI", "CLP", "CLM", "IS_VALID"), RAMP, (0,)),
        (bands("SCL"), GREY, (0,)),
        (bands("dataMask", "B04"), GREY, (1,)),
    ],
)
def test_bands_of_the_picture(given, kind, chosen):
    composite = choose_composite(given)
    assert (composite.kind, composite.bands) == (kind, chosen)
