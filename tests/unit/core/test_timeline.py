from datetime import date

import pytest

from timestack.plugin.core.acquisitions import Acquisition, tile_id_from_path
from timestack.plugin.core.dates import parse_instant
from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.selection import select_steps
from timestack.plugin.core.stack_request import SceneSelection
from timestack.plugin.core.timeline import ORBIT, TILE, build_timeline


def scene(time, tile="33TVM", cloud=None, path=None):
    return Acquisition(parse_instant(time), path or f"local/{tile}/{time}", tile, cloud)


def test_orbit_groups_by_utc_day_even_around_midnight():
    steps = build_timeline(
        [scene("2020-01-06T00:00:00Z"), scene("2020-01-05T23:59:59Z"), scene("2020-01-05T00:00:00Z", "33TWM")], ORBIT
    )
    assert [step.label for step in steps] == ["2020-01-05", "2020-01-06"]
    assert [len(step.acquisitions) for step in steps] == [2, 1]


def test_tile_keeps_two_tiles_of_one_second_apart():
    steps = build_timeline([scene("2020-01-05T10:05:31Z", "33TWM"), scene("2020-01-05T10:05:31Z", "33TVM")], TILE)
    assert [step.describe_band("B02") for step in steps] == [
        "2020-01-05T10:05:31Z B02 33TVM",
        "2020-01-05T10:05:31Z B02 33TWM",
    ]


def test_the_same_scene_listed_twice_is_one_step():
    twice = [scene("2020-01-05T10:05:31Z"), scene("2020-01-05T10:05:31Z")]
    assert len(build_timeline(twice, TILE)) == 1
    assert len(build_timeline(twice, ORBIT)[0].acquisitions) == 1


def test_the_order_of_discovery_does_not_matter():
    scenes = [scene(f"2020-01-{day:02d}T10:00:00Z", tile) for day in (20, 5, 10) for tile in ("33TVM", "33TWM")]
    for mosaicking in (ORBIT, TILE):
        assert build_timeline(scenes, mosaicking) == build_timeline(scenes[::-1], mosaicking)


def selection(**more):
    return SceneSelection("sentinel-2-l2a", date(2020, 1, 1), date(2020, 12, 31), **more)


CLOUDS = {"2020-05-03": 80, "2020-05-13": 5, "2020-05-23": 5, "2020-06-02": None, "2020-06-12": 90}


def days_kept(**more):
    scenes = [scene(f"{day}T10:00:00Z", cloud=cloud) for day, cloud in CLOUDS.items()]
    return [step.label for step in select_steps(build_timeline(scenes, ORBIT), selection(**more))]


def test_scene_filters():
    assert days_kept() == list(CLOUDS)
    assert days_kept(months=(6,)) == ["2020-06-02", "2020-06-12"]
    assert days_kept(dates=(date(2020, 5, 13), date(2020, 5, 14))) == ["2020-05-13"]
    assert days_kept(scenes="first_of_month") == ["2020-05-03", "2020-06-02"]
    assert days_kept(scenes="clearest_of_month") == ["2020-05-13", "2020-06-12"], "the first of equals; unknown is last"
    assert days_kept(scenes="clearest_of_10_days") == list(CLOUDS)


def test_a_picked_day_keeps_all_its_tiles():
    scenes = [scene(f"2020-05-{d:02d}T10:00:00Z", tile, cloud) for d, cloud in ((3, 50), (8, 1)) for tile in ("A", "B")]
    steps = select_steps(build_timeline(scenes, TILE), selection(mosaicking=TILE, scenes="clearest_of_month"))
    assert [(step.label, step.tile_id) for step in steps] == [
        ("2020-05-08T10:00:00Z", "A"),
        ("2020-05-08T10:00:00Z", "B"),
    ]


@pytest.mark.parametrize(
    ("more", "parameter"),
    [
        ({"months": (13,)}, "MONTHS"),
        ({"max_cloud_cover_pct": 101}, "MAX_CLOUD_COVER"),
        ({"scenes": "best"}, "SCENES"),
        ({"mosaicking": "SIMPLE"}, "MOSAICKING"),
        ({"end": date(2019, 1, 1)}, "START"),
        ({"end": date(2060, 1, 1)}, "START"),
        ({"collection": "sentinel-1-grd", "mosaicking": "TILE"}, "MOSAICKING"),
    ],
)
def test_selections_that_cannot_be_are_refused_by_name(more, parameter):
    base = {"collection": "sentinel-2-l2a", "start": date(2020, 1, 1), "end": date(2020, 12, 31)}
    with pytest.raises(InvalidRequest) as caught:
        SceneSelection(**{**base, **more})
    assert caught.value.parameter == parameter


@pytest.mark.parametrize(
    ("path", "tile"),
    [
        ("s3://sentinel-s2-l2a/tiles/33/T/VM/2020/9/15/0", "33TVM"),
        ("S2A_OPER_MSI_L2A_TL_EPAE_20210125T105105_A029218_T39TVK_N02.14", "39TVK"),
        ("creo://EODATA/x/S2B_MSIL2A_20230402T133149_N0509_R081_T22JCQ_20230402T155538.SAFE/GRANULE", "22JCQ"),
        ("s3://sentinel-s2-l2a/tiles/5/T/VM/2020/9/15/0", "05TVM"),
        ("s3://somewhere/else", ""),
    ],
)
def test_tile_names_are_found_in_paths(path, tile):
    assert tile_id_from_path(path) == tile
