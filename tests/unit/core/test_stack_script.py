"""Generated scripts under a JavaScript engine that is not ours, over random tables of scenes."""

from __future__ import annotations

import json
import shutil
import subprocess

import numpy as np
import pytest
from scene_tables import SIDE, flatten, random_table

from timestack.plugin.core.acquisitions import Acquisition
from timestack.plugin.core.dates import format_instant, parse_instant
from timestack.plugin.core.errors import DateMismatch, InvalidRequest
from timestack.plugin.core.proof import find_dates, prove_dates
from timestack.plugin.core.self_described import collect_keys, scatter, steps_of
from timestack.plugin.core.slot_keys import find_cut
from timestack.plugin.core.stack_script import (
    ScriptBands,
    self_described_layout,
    slot_layout,
    write_self_describing_script,
    write_slot_script,
)
from timestack.plugin.core.timeline import ORBIT, TILE, build_timeline

NODE = shutil.which("node")
DTYPES = {"INT8": "int8", "UINT8": "uint8", "AUTO": "uint8", "INT16": "int16", "UINT16": "uint16", "FLOAT32": "float32"}
RUNNER = """
const vm = require('vm'), cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(cases.map(({script, scenes, name, pixels}) => {
  const box = vm.createContext({});
  vm.runInContext(script + ';this.api={setup,evaluatePixel,' +
    'pre: typeof preProcessScenes==="function"?preProcessScenes:null,' +
    'upd: typeof updateOutput==="function"?updateOutput:null};', box);
  let order = scenes.map((s, i) => Object.assign({__at: i}, s));
  if (box.api.pre) order = box.api.pre({scenes: {[name]: order}}).scenes[name];
  const output = {default: {bands: box.api.setup().output.bands}};
  if (box.api.upd) box.api.upd(output, {scenes: order.map(s => ({date: new Date(s.dateFrom || s.date)}))});
  return {bands: output.default.bands, setup: box.api.setup(),
          pixels: pixels.map(p => box.api.evaluatePixel(order.map(s => p[s.__at]), {[name]: order}))};
})));
"""


def run_in_node(cases):
    if NODE is None:
        pytest.skip("node is not installed")
    done = subprocess.run([NODE, "-e", RUNNER], input=json.dumps(cases), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def case(script, scenes, mosaicking):
    """What the service hands to a script: scenes (orbits flattened by day), and for each pixel one sample per scene."""
    if mosaicking == ORBIT:
        days = {}
        for scene in scenes:
            days.setdefault(scene.acquisition.day, []).append(scene)
        images = [flatten(group) for group in days.values()]
        listed = [{"dateFrom": f"{day}T00:00:00Z", "dateTo": f"{day}T23:59:59Z"} for day in days]
    else:
        images = [flatten([scene]) for scene in scenes]
        listed = [
            {
                "date": format_instant(s.acquisition.time),
                "dataPath": s.acquisition.data_path,
                "shId": 46207706 + s.number,
            }
            for s in scenes
        ]
    pixels = [
        [{"B02": int(image.flat[p]), "dataMask": int(image.flat[p] > 0)} for image in images]
        for p in range(SIDE * SIDE)
    ]
    name = "orbits" if mosaicking == ORBIT else "tiles"
    return {"script": script, "scenes": listed, "name": name, "pixels": pixels}


def image_of(answer, sample_type):
    values = np.array([[float(v) for v in pixel] for pixel in answer["pixels"]]).T.reshape(-1, SIDE, SIDE)
    assert len(values) == answer["bands"], "as many values as bands are declared"
    if sample_type == "AUTO":
        values = np.floor(np.clip(values, 0, 1) * 255 + 0.5)
    return values.astype(DTYPES[sample_type])


ROWS = [(0, 1), (1, SIDE - 1)]


def reader(image):
    return lambda numbers, row, rows: image[list(numbers), row : row + rows]


def belongs(step, number, scenes):
    """Whether the scene of a pixel value is one of the step's."""
    scene = next(s for s in scenes if s.number == number)
    return any(a.data_path == scene.acquisition.data_path for a in step.acquisitions)


def is_covered(step, pixel, scenes):
    paths = {a.data_path for a in step.acquisitions}
    return any(s.valid.flat[pixel] for s in scenes if s.acquisition.data_path in paths)


def bands(sample_type, mosaicking):
    return ScriptBands(("B02",), ("DN",), sample_type, 0.0, mosaicking)


@pytest.mark.parametrize("mosaicking", [ORBIT, TILE])
def test_slots_hold_their_own_scenes_whatever_the_table(mosaicking):
    rng = np.random.default_rng(11)
    cases, tables = [], []
    for number in range(500):
        scenes = random_table(rng)
        steps = build_timeline([s.acquisition for s in scenes], mosaicking)
        sample_type = ["UINT8", "UINT16", "INT16", "FLOAT32", "INT8"][number % 5]
        wanted = [step for step in steps if rng.random() < 0.7] if number % 3 == 0 else list(steps)
        unwanted = [step for step in steps if step not in wanted]
        if not wanted:
            continue
        tables.append((scenes, wanted, sample_type))
        cases.append(case(write_slot_script(bands(sample_type, mosaicking), wanted, unwanted), scenes, mosaicking))
    checked = 0
    for (scenes, steps, sample_type), answer in zip(tables, run_in_node(cases)):
        layout = slot_layout(bands(sample_type, mosaicking), len(steps))
        image = image_of(answer, sample_type)
        assert len(image) == layout.band_count
        found = find_dates(reader(image), layout, ROWS)
        prove_dates(found, steps, [True] * len(steps), "test")
        for at, step in enumerate(steps):
            values = image[at * layout.width].ravel()
            for pixel, value in enumerate(values):
                assert (value > 0) == is_covered(step, pixel, scenes)
                if value > 0:
                    assert belongs(step, int(value), scenes)
                    checked += 1
    assert checked > 3000


@pytest.mark.parametrize("mosaicking", [ORBIT, TILE])
def test_self_described_images_tell_the_same_dates(mosaicking):
    rng = np.random.default_rng(12)
    cases, tables = [], []
    for number in range(500):
        scenes = random_table(rng)
        sample_type = ["UINT8", "UINT16", "INT16", "FLOAT32", "INT8"][number % 5]
        tables.append((scenes, sample_type))
        cases.append(case(write_self_describing_script(bands(sample_type, mosaicking)), scenes, mosaicking))
    for (scenes, sample_type), answer in zip(tables, run_in_node(cases)):
        width = self_described_layout(bands(sample_type, mosaicking), 1).width
        image = image_of(answer, sample_type)
        layout = self_described_layout(bands(sample_type, mosaicking), len(image) // width)
        keys = sorted(collect_keys(image, layout))
        expected = build_timeline([s.acquisition for s in scenes], mosaicking)
        steps = steps_of(keys, mosaicking)
        assert sorted(step.time for step in steps) == [step.time for step in expected]
        values = scatter(image, layout, keys, 0.0)
        for at, step in enumerate(steps):
            same_time = [e for e in expected if e.time == step.time]
            for pixel in range(SIDE * SIDE):
                value = int(values[at, 0].flat[pixel])
                if value:
                    assert any(belongs(e, value, scenes) for e in same_time)
                elif mosaicking == ORBIT:
                    assert not is_covered(same_time[0], pixel, scenes)


def acquisition(time, path="p"):
    return Acquisition(parse_instant(time), path)


def test_a_scene_that_nobody_announced_is_seen_and_refused():
    scenes = [s for s in random_table(np.random.default_rng(3)) if s.valid.any()]
    steps = build_timeline([s.acquisition for s in scenes], ORBIT)
    assert len(steps) >= 2
    script = bands("UINT16", ORBIT)
    (answer,) = run_in_node([case(write_slot_script(script, steps[:-1]), scenes, ORBIT)])
    image = image_of(answer, "UINT16")
    found = find_dates(reader(image), slot_layout(script, len(steps) - 1), ROWS)
    with pytest.raises(DateMismatch) as caught:
        prove_dates(found, steps[:-1], [True] * (len(steps) - 1), "test")
    assert caught.value.announced == tuple(step.label for step in steps[:-1])
    assert any(steps[-1].label in label for label in caught.value.found)


def test_an_announced_scene_that_is_not_there_is_seen_and_refused():
    scenes = [s for s in random_table(np.random.default_rng(3)) if s.valid.any()]
    extra = acquisition("2020-02-17T10:00:00Z")
    steps = build_timeline([*(s.acquisition for s in scenes), extra], ORBIT)
    script = bands("UINT16", ORBIT)
    (answer,) = run_in_node([case(write_slot_script(script, steps), scenes, ORBIT)])
    image = image_of(answer, "UINT16")
    found = find_dates(reader(image), slot_layout(script, len(steps)), ROWS)
    with pytest.raises(DateMismatch):
        prove_dates(found, steps, [True] * len(steps), "test")
    prove_dates(found, steps, [step.label != "2020-02-17" for step in steps], "a part beyond the tile's edge")


@pytest.mark.parametrize("backwards", [False, True])
def test_of_two_orbits_of_one_day_the_earlier_keeps_the_pixel_in_any_order(backwards):
    """The service says it will one day give orbits instead of days."""
    steps = build_timeline([acquisition("2020-01-05T10:00:00Z"), acquisition("2020-01-05T20:00:00Z", "q")], ORBIT)
    orbits = [{"dateFrom": "2020-01-05T10:00:00Z"}, {"dateFrom": "2020-01-05T20:00:00Z"}]
    samples = [
        [{"B02": 1, "dataMask": 1}, {"B02": 2, "dataMask": 1}],
        [{"B02": 3, "dataMask": 0}, {"B02": 4, "dataMask": 1}],
    ]
    if backwards:
        orbits, samples = orbits[::-1], [pixel[::-1] for pixel in samples]
    script = write_slot_script(bands("UINT16", ORBIT), steps)
    (answer,) = run_in_node([{"script": script, "scenes": orbits, "name": "orbits", "pixels": samples}])
    assert [pixel[0] for pixel in answer["pixels"]] == [1, 4]


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_samples_without_matching_scenes_are_refused_not_guessed():
    steps = build_timeline([acquisition("2020-01-05T10:00:00Z")], ORBIT)
    script = bands("UINT8", ORBIT)
    one = {
        "script": write_slot_script(script, steps),
        "scenes": [{"dateFrom": "2020-01-05T00:00:00Z"}],
        "name": "orbits",
    }
    runner_case = {**one, "pixels": [[]] * (SIDE * SIDE)}
    broken = RUNNER.replace("order.map(s => p[s.__at])", "p")
    done = subprocess.run(
        [str(NODE), "-e", broken], input=json.dumps([runner_case]), capture_output=True, text=True, check=True
    )
    image = image_of(json.loads(done.stdout)[0], "UINT8")
    found = find_dates(reader(image), slot_layout(script, 1), ROWS)
    with pytest.raises(DateMismatch, match="different number"):
        prove_dates(found, steps, [False], "test")


@pytest.mark.parametrize("sample_type", list(DTYPES))
def test_every_sample_type_carries_every_day_exactly(sample_type):
    days = ["1970-01-03", "2000-02-29", "2020-12-31", "2038-01-19", "2059-09-18"]
    steps = build_timeline([acquisition(f"{day}T23:59:59Z", f"path/{day}") for day in days], TILE)
    script = bands(sample_type, TILE)
    listed = [{"date": format_instant(s.time), "dataPath": s.key, "shId": 1} for s in steps]
    pixels = [[{"B02": 1, "dataMask": 1} for _ in steps]] * (SIDE * SIDE)
    (answer,) = run_in_node(
        [{"script": write_slot_script(script, steps), "scenes": listed, "name": "tiles", "pixels": pixels}]
    )
    image = image_of(answer, sample_type)
    found = find_dates(reader(image), slot_layout(script, len(steps)), ROWS)
    prove_dates(found, steps, [True] * len(steps), "test")


def test_values_are_rounded_clamped_and_never_nan():
    steps = build_timeline([acquisition("2020-01-05T10:00:00Z")], ORBIT)
    script = ScriptBands(("B02",), ("DN",), "UINT8", 255.0, ORBIT)
    values = [40.6, 310, -5, None, 0, 254.5, 12, 13, 14]
    pixels = [[{"B02": v, "dataMask": int(i != 6)}] for i, v in enumerate(values)]
    text = write_slot_script(script, steps).replace("s[BANDS[j]]", "(s[BANDS[j]] === null ? NaN : s[BANDS[j]])")
    (answer,) = run_in_node(
        [{"script": text, "scenes": [{"dateFrom": "2020-01-05T00:00:00Z"}], "name": "orbits", "pixels": pixels}]
    )
    assert [pixel[0] for pixel in answer["pixels"]] == [41, 255, 0, 255, 0, 255, 255, 13, 14]


def test_units_are_named_for_every_band_and_the_mask_is_free():
    steps = build_timeline([acquisition("2020-01-05T10:00:00Z")], ORBIT)
    script = ScriptBands(("B04", "SCL"), ("REFLECTANCE", "DN"), "FLOAT32", float("nan"), ORBIT)
    (answer,) = run_in_node(
        [{"script": write_slot_script(script, steps), "scenes": [], "name": "orbits", "pixels": []}]
    )
    assert answer["setup"]["input"] == [{"bands": ["B04", "SCL", "dataMask"], "units": ["REFLECTANCE", "DN", "DN"]}]
    assert answer["setup"]["mosaicking"] == "ORBIT"


def test_a_hostile_data_path_stays_a_string():
    path = "a\"];throw new Error('out');//\\\u2028@width@</script>"
    steps = build_timeline([acquisition("2020-01-05T10:00:00Z", path)], TILE)
    listed = [{"date": "2020-01-05T10:00:00Z", "dataPath": path}]
    (answer,) = run_in_node(
        [{"script": write_slot_script(bands("UINT16", TILE), steps), "scenes": listed, "name": "tiles",
          "pixels": [[{"B02": 7, "dataMask": 1}]]}]
    )  # fmt: skip
    assert answer["pixels"][0][:3] == [7, 18266, 600]


def test_a_cut_tells_all_paths_apart_and_sees_the_sensing_time():
    paths = [
        f"creo://EODATA/S2/L2A{version}/2023/04/{day:02d}/S2B_MSIL2A_202304{day:02d}T133149_{baseline}_R081_T22JCQ_x.SAFE/GRANULE"
        for day in (2, 7)
        for version, baseline in (("", "N0509"), ("_N0500", "N0510"))
    ]
    cut = find_cut(paths)
    assert len({cut.apply(path) for path in paths}) == len(paths)
    assert cut.stop - cut.start <= 60


def test_one_data_path_for_two_scenes_is_refused():
    with pytest.raises(InvalidRequest, match="same_data_path"):
        find_cut(["a", "b", "a"])
