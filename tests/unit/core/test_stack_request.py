import json
import math
from datetime import date

import pytest

from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.core.stack_request import SceneSelection, StackRequest

GRID = PixelGrid("EPSG:32633", 500000, 5100640, 10, 10, 64, 64)


def request(**more):
    selection = SceneSelection(more.pop("collection", "sentinel-2-l2a"), date(2020, 1, 1), date(2020, 12, 31))
    return StackRequest(**{"selection": selection, "grid": GRID, "bands": ("B02", "B08"), **more})


@pytest.mark.parametrize(
    ("more", "parameter", "rule"),
    [
        ({"bands": ()}, "BANDS", "no_bands"),
        ({"bands": (" ", "")}, "BANDS", "no_bands"),
        ({"bands": ("B02", "B99")}, "BANDS", "unknown_band"),
        ({"bands": ("B10",)}, "BANDS", "unknown_band"),
        ({"bands": ("B02", " B02 ")}, "BANDS", "band_twice"),
        ({"bands": ("RED",), "known_bands": ("B02",)}, "BANDS", "unknown_band"),
        ({"bands": ("a-b",), "collection": "byoc-1"}, "BANDS", "not_a_band_name"),
        ({"units": "REFLECTANCE"}, "UNITS", "fractions_into_integers"),
        ({"units": "KELVIN", "sample_type": "FLOAT32"}, "UNITS", "unknown_choice"),
        ({"sample_type": "UINT32"}, "SAMPLE_TYPE", "unknown_choice"),
        ({"resampling": "LANCZOS"}, "RESAMPLING", "unknown_choice"),
        ({"nodata": -1.0}, "NODATA", "outside_sample_type"),
        ({"nodata": 256.0, "sample_type": "UINT8"}, "NODATA", "outside_sample_type"),
    ],
)
def test_what_cannot_work_is_refused_by_name(more, parameter, rule):
    with pytest.raises(InvalidRequest) as caught:
        request(**more)
    assert (caught.value.parameter, caught.value.rule) == (parameter, rule)


def test_bands_without_the_wanted_units_come_in_their_own():
    asked = request(bands=("B04", "SCL", "CLD"), units="REFLECTANCE", sample_type="FLOAT32")
    assert asked.band_units == ("REFLECTANCE", "DN", "PERCENT")


def test_nodata_by_sample_type():
    assert request().nodata_value == 0
    assert request(sample_type="INT16").nodata_value == -32768
    assert math.isnan(request(sample_type="FLOAT32").nodata_value)
    assert request(nodata=65535.0).nodata_value == 65535


def test_local_bands_are_taken_as_they_are():
    assert request(collection="colorado", bands=("NIR",), known_bands=("RED", "NIR")).bands == ("NIR",)


def test_the_request_as_json_is_plain_and_complete():
    content = json.loads(request(sample_type="FLOAT32", nodata=math.nan).to_json())
    assert content["selection"]["start"] == "2020-01-01"
    assert content["bands"] == ["B02", "B08"] and content["grid"]["width"] == 64
    assert content["nodata"] == "nan"
