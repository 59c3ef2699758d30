"""The console API as the README shows it."""

from __future__ import annotations

import re
from datetime import datetime, timezone

import numpy as np
import pytest

pytest.importorskip("qgis.core")


@pytest.fixture
def stack(qgis_app, tmp_path):
    import timestack

    return timestack.fetch_stack(
        connection="demo", bands=["B04", "B08"], bbox=(500100, 5100100, 500260, 5100228), crs="EPSG:32633",
        start="2020-04-01", end="2020-05-31", output=tmp_path / "stack.tif",
    )  # fmt: skip


def test_the_examples_of_the_readme_run_as_they_stand(qgis_app, repo_root, tmp_path, monkeypatch):
    text = (repo_root / "README.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```python\n(.*?)```", text, re.S))
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    exec(compile(code, "README.md", "exec"), names)
    stack = names["stack"]
    assert stack.shape == stack.read().shape == (73, 4, 64, 64)
    assert stack.times[0] == datetime(2020, 1, 5, tzinfo=timezone.utc)
    assert stack.times == tuple(sorted(stack.times))
    assert stack.profile(500320, 5100320).shape == (73, 4)
    assert names["longer"].times[:73] == stack.times and len(names["longer"].times) == 79
    assert names["median"].exists() and {row["id"] for row in names["rows"]} == {"barn"}
    result = names["program"].run([names["scene"]]).outputs["default"]
    assert result.shape == (1, 2, 2) and result.dtype == np.float32
    np.testing.assert_allclose(result, 0.75, rtol=1e-6)


def test_reading_by_band_time_and_window(stack):
    part = stack.read(bands=["B08"], times=slice(0, 3), window=(2, 1, 5, 4))
    assert part.shape == (3, 1, 4, 5)
    np.testing.assert_array_equal(part.data, stack.read().data[:3, 1:2, 1:5, 2:7])


def test_a_profile_is_the_column_under_the_point(stack):
    values = stack.read()
    np.testing.assert_array_equal(stack.profile(500165, 5100155), values[:, :, 7, 6])
    from timestack.plugin.bridge.projection import transform_points

    (lon,), (lat,) = transform_points([500165.0], [5100155.0], "EPSG:32633", "EPSG:4326")
    np.testing.assert_array_equal(stack.profile(float(lon), float(lat), crs="EPSG:4326"), values[:, :, 7, 6])


def test_the_layer_goes_into_the_project_and_follows_time(stack, qgis_app):
    from qgis.core import QgsProject

    layer = stack.add_to_project("fields")
    assert QgsProject.instance().mapLayer(layer.id()) is layer and layer.isValid()
    assert layer.temporalProperties().isActive()
    QgsProject.instance().removeMapLayer(layer.id())


def test_errors_are_sentences(qgis_app, tmp_path):
    import timestack
    from timestack.plugin.core.errors import FileProblem, InvalidRequest

    with pytest.raises(InvalidRequest, match=r"^BANDS: there is no band B99; choose among"):
        timestack.fetch_stack(
            connection="demo", bands=["B99"], bbox=(500100, 5100100, 500260, 5100228), crs="EPSG:32633",
            start="2020-04-01", end="2020-05-31", output=tmp_path / "stack.tif",
        )  # fmt: skip
    with pytest.raises(InvalidRequest, match="START: 'spring' is not a date"):
        timestack.fetch_stack(
            bands=["B04"], bbox=(0, 0, 1, 1), start="spring", end="2020-05-31", output=tmp_path / "s.tif"
        )
    with pytest.raises(FileProblem):
        timestack.open_stack(tmp_path / "none.tif")
    assert not list(tmp_path.iterdir())


def test_a_second_fetch_to_the_same_file_replaces_it_whole(stack, tmp_path):
    import timestack

    before = stack.times
    again = timestack.fetch_stack(
        connection="demo", bands=["B04"], bbox=(500100, 5100100, 500260, 5100228), crs="EPSG:32633",
        start="2020-06-01", end="2020-06-30", output=tmp_path / "stack.tif",
    )  # fmt: skip
    assert again.times != before and again.bands == ("B04",)
    assert [path.name for path in tmp_path.iterdir()] == ["stack.tif"]
