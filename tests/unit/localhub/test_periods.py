# SPDX-License-Identifier: GPL-2.0-or-later
from __future__ import annotations

import pytest

pytest.importorskip("osgeo")

from timestack.plugin.core.dates import format_instant, parse_instant
from timestack.plugin.localhub.answers import Refusal
from timestack.plugin.localhub.periods import parse_period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2016-01-01T09:02:44Z/2016-02-01T11:00:00Z", "2016-01-01T09:02:44Z", "2016-02-01T11:00:00Z"),
        ("2016-07-15/2016-07-15", "2016-07-15T00:00:00Z", "2016-07-15T23:59:59Z"),
        ("2016-07/2016-08", "2016-07-01T00:00:00Z", "2016-08-31T23:59:59Z"),
        ("2016-02/2016-02", "2016-02-01T00:00:00Z", "2016-02-29T23:59:59Z"),
        ("2016-07-15/2016-07-16/P1D", "2016-07-15T00:00:00Z", "2016-07-16T23:59:59Z"),
        ("2020-08-31", "2020-02-29T23:59:59Z", "2020-08-31T23:59:59Z"),
        ("2020-03-05T10:00:00Z", "2019-09-05T10:00:00Z", "2020-03-05T10:00:00Z"),
        ("2016-01-01T00:00:00+02:00/2016-01-02", "2015-12-31T22:00:00Z", "2016-01-02T23:59:59Z"),
    ],
)
def test_forms_of_time(text: str, start: str, end: str) -> None:
    period = parse_period(text)
    assert (format_instant(period.start), format_instant(period.end)) == (start, end)


@pytest.mark.parametrize(
    "text", ["yesterday", "2020-01-02/2020-01-01", "2020-13-01/2020-13-02", "2020-13/2020-14", "a/b/c/d",
             "0001-01-01/2020-01-01", "2020-01-01/9999-12-31", "/", "2020-01-01/"],
)  # fmt: skip
def test_other_texts_are_refused_by_name(text: str) -> None:
    with pytest.raises(Refusal, match="TIME"):
        parse_period(text)


def test_ends_are_closed_and_the_last_second_counts_whole() -> None:
    period = parse_period("2020-01-05/2020-01-05")
    inside = ["2020-01-05T00:00:00Z", "2020-01-05T23:59:59Z", "2020-01-05T23:59:59.900Z"]
    outside = ["2020-01-04T23:59:59.999Z", "2020-01-06T00:00:00Z"]
    assert all(period.holds(parse_instant(text)) for text in inside)
    assert not any(period.holds(parse_instant(text)) for text in outside)
    tight = parse_period("2020-01-05T10:00:31Z/2020-01-05T10:00:31Z")
    assert tight.holds(parse_instant("2020-01-05T10:00:31.5Z"))


def test_no_text_is_everything() -> None:
    period = parse_period("")
    assert period.is_open
    assert period.holds(parse_instant("1984-01-01"))
