# SPDX-License-Identifier: GPL-2.0-or-later
"""``scenes.json`` from a stranger."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from timestack.plugin.core.errors import FileProblem
from timestack.plugin.localhub.scenes.manifest import read_manifest, resolve_inside

SCENE = {"file": "a.tif", "datetime": "2020-01-05T10:05:31Z"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "scenes"
    inside.mkdir()
    (inside / "a.tif").write_bytes(b"x")
    (tmp_path / "outside.tif").write_bytes(b"x")
    return inside


def put(folder: Path, content: object) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / "scenes.json").write_text(text, encoding="utf-8")


def test_none_is_fine(folder: Path) -> None:
    assert read_manifest(folder) is None


def test_least_and_most(folder: Path) -> None:
    put(folder, {"scenes": [SCENE]})
    scene = read_manifest(folder).scenes[0]
    assert (scene.data_path, scene.tile_id, scene.cloud_cover_pct) == ("a.tif", "", None)
    bands = ["X", {"name": "Y", "scale": 2, "nodata": "NaN"}, {"name": "Z", "nodata": None}]
    put(folder, "\ufeff" + json.dumps({
        "collection": "c", "title": "t", "bands": bands,
        "scenes": [{**SCENE, "cloud_cover": 2.1, "tile_id": "33TVM", "data_path": "p", "product_id": "q", "more": 1}],
    }))  # fmt: skip
    manifest = read_manifest(folder)
    assert [band.name for band in manifest.bands] == ["X", "Y", "Z"]
    assert [band.has_nodata_key for band in manifest.bands] == [False, True, True]
    assert manifest.scenes[0].data_path == "p"


HOSTILE = [
    "../outside.tif", "/etc/passwd", "a/../../outside.tif", "..", ".", "", " ", "C:\\a.tif", "..\\outside.tif",
    "/vsicurl/http://example.org/a.tif", "vsicurl/http://example.org/a.tif", "http://example.org/a.tif",
    "GTIFF_DIR:1:a.tif", "a.tif\n", "a\u0000.tif", "~/a.tif", "file:///etc/passwd", "//server/share/a.tif", "a//a.tif",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_names_that_lead_out_of_the_folder(folder: Path, name: str) -> None:
    put(folder, {"scenes": [{**SCENE, "file": name}]})
    with pytest.raises(FileProblem) as caught:
        read_manifest(folder)
    assert caught.value.path.endswith("scenes.json")
    assert "scenes[0].file" in caught.value.reason


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_links_that_lead_out_of_the_folder(folder: Path) -> None:
    (folder / "link.tif").symlink_to(folder.parent / "outside.tif")
    (folder / "folder").symlink_to(folder.parent)
    (folder / "loop.tif").symlink_to(folder / "loop.tif")
    (folder / "fine.tif").symlink_to(folder / "a.tif")
    assert resolve_inside(folder, "link.tif") is None
    assert resolve_inside(folder, "folder/outside.tif") is None
    assert resolve_inside(folder, "fine.tif") == (folder / "a.tif").resolve()
    loop = resolve_inside(folder, "loop.tif")
    assert loop is None or not loop.is_file()


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ([], "the file"),
        ({}, "scenes: there is no scene"),
        ({"scenes": {}}, "scenes"),
        ({"scenes": ["a.tif"]}, "scenes[0]"),
        ({"scenes": [SCENE, {"file": "a.tif"}]}, "scenes[1].datetime"),
        ({"scenes": [{"datetime": "2020-01-05"}]}, "scenes[0].file"),
        ({"scenes": [{**SCENE, "file": "missing.tif"}]}, "scenes[0].file"),
        ({"scenes": [{**SCENE, "file": 7}]}, "scenes[0].file"),
        ({"scenes": [{**SCENE, "datetime": "5 January"}]}, "scenes[0].datetime"),
        ({"scenes": [{**SCENE, "datetime": "2020-13-01"}]}, "scenes[0].datetime"),
        ({"scenes": [{**SCENE, "cloud_cover": 120}]}, "scenes[0].cloud_cover"),
        ({"scenes": [{**SCENE, "cloud_cover": "few"}]}, "scenes[0].cloud_cover"),
        ({"scenes": [{**SCENE, "cloud_cover": True}]}, "scenes[0].cloud_cover"),
        ('{"scenes": [{"file": "a.tif", "datetime": "2020-01-05", "cloud_cover": NaN}]}', "scenes[0].cloud_cover"),
        ('{"scenes": [{"file": "a.tif", "datetime": "2020-01-05", "cloud_cover": 1e999}]}', "scenes[0].cloud_cover"),
        ({"scenes": [SCENE, SCENE]}, "scenes[1].data_path"),
        ({"scenes": [{**SCENE, "tile_id": "x" * 1000}]}, "scenes[0].tile_id"),
        ({"scenes": [{**SCENE, "tile_id": "a\u0007"}]}, "scenes[0].tile_id"),
        ({"scenes": [SCENE], "bands": [{"scale": 1}]}, "bands[0].name"),
        ({"scenes": [SCENE], "bands": [{"name": "B", "scale": 0}]}, "bands[0].scale"),
        ({"scenes": [SCENE], "bands": [{"name": "B", "scale": 10**400}]}, "bands[0].scale"),
        ({"scenes": [SCENE], "bands": ["B", "B"]}, "bands"),
        ({"scenes": [SCENE], "collection": 5}, "collection"),
    ],
)
def test_what_is_wrong_is_named(folder: Path, content: object, where: str) -> None:
    put(folder, content)
    with pytest.raises(FileProblem) as caught:
        read_manifest(folder)
    assert where in caught.value.reason


def test_not_even_text(folder: Path) -> None:
    (folder / "scenes.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileProblem, match="not JSON"):
        read_manifest(folder)
