# SPDX-License-Identifier: GPL-2.0-or-later
"""``metadata.txt`` says what QGIS and the plugin site need to know, and says the truth."""

from __future__ import annotations

import configparser
import struct

import pytest


@pytest.fixture(scope="module")
def general(repo_root):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(repo_root / "metadata.txt", encoding="utf-8")
    return parser["general"]


@pytest.mark.parametrize(
    "key",
    ["name", "description", "about", "version", "qgisMinimumVersion", "author", "email", "homepage", "tracker",
     "repository", "changelog", "tags"],
)  # fmt: skip
def test_required_key_is_filled(general, key):
    assert general[key].strip()


def test_versions_reach_from_the_oldest_tested_to_qgis_4(general):
    assert (general["qgisMinimumVersion"], general["qgisMaximumVersion"]) == ("3.22", "4.99")


def test_the_newest_change_is_of_this_version(general):
    assert general["changelog"].split()[0] == general["version"]


def test_qgis_process_may_load_the_provider(general):
    assert general["hasProcessingProvider"] == "yes"


def test_deprecated_and_forbidden_things_are_absent(general):
    assert "supportsQt6" not in general
    assert "plugin" not in general["name"].lower()


def test_icon_is_a_png_of_at_least_64_pixels(general, repo_root):
    head = (repo_root / general["icon"]).read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    assert width == height
    assert width >= 64


def test_licence_is_the_gnu_general_public_license_2(repo_root):
    text = (repo_root / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE\n                       Version 2, June 1991" in text
    assert "END OF TERMS AND CONDITIONS" in text
