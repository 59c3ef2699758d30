from datetime import date, datetime, timezone

import pytest

from timestack.plugin.core.dates import (
    day_from_number,
    day_number,
    end_of_day,
    format_instant,
    parse_day,
    parse_instant,
)

UTC = timezone.utc


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-12-06T10:08:08Z", datetime(2020, 12, 6, 10, 8, 8, tzinfo=UTC)),
        ("2023-04-02T13:40:09.940Z", datetime(2023, 4, 2, 13, 40, 9, 940000, tzinfo=UTC)),
        ("2013-05-27T17:32:29.121783Z", datetime(2013, 5, 27, 17, 32, 29, 121783, tzinfo=UTC)),
        ("2013-05-27T17:32:29.123456789Z", datetime(2013, 5, 27, 17, 32, 29, 123456, tzinfo=UTC)),
        ("2020-01-01T00:30:00+01:00", datetime(2019, 12, 31, 23, 30, tzinfo=UTC)),
        ("2020-01-01 23:59", datetime(2020, 1, 1, 23, 59, tzinfo=UTC)),
        ("2020-02-29", datetime(2020, 2, 29, tzinfo=UTC)),
    ],
)
def test_every_form_that_services_write_is_read_as_utc(text, expected):
    assert parse_instant(text) == expected
    assert parse_instant(text).utcoffset() == expected.utcoffset()


@pytest.mark.parametrize("text", ["", "2020", "05/01/2020", "2020-13-01", "2021-02-29", "2020-01-01T25:00:00Z", "soon"])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        parse_instant(text)


def test_day_of_an_instant_is_the_utc_day():
    assert parse_day("2020-01-01T00:30:00+01:00") == date(2019, 12, 31)


def test_instants_are_written_without_needless_fractions():
    assert format_instant(datetime(2020, 1, 5, 10, 5, 31, tzinfo=UTC)) == "2020-01-05T10:05:31Z"
    assert format_instant(datetime(2020, 1, 5, 10, 5, 31, 940000, tzinfo=UTC)) == "2020-01-05T10:05:31.94Z"


def test_day_numbers_count_from_1970():
    assert day_number(date(1970, 1, 1)) == 0
    assert day_number(date(2026, 1, 1)) == 20454
    assert all(day_number(day_from_number(n)) == n for n in (1, 18262, 32767))


def test_a_day_ends_at_its_last_second():
    assert format_instant(end_of_day(date(2020, 2, 29))) == "2020-02-29T23:59:59Z"
