# SPDX-License-Identifier: GPL-2.0-or-later
"""What is packed, what the scan of the zip catches, and how texts get to translators and back."""

from __future__ import annotations

import importlib
import subprocess
import sys
import warnings
import zipfile

import pytest


@pytest.fixture(scope="module")
def ci(repo_root):
    """Imports a script of ``.ci``."""
    sys.path.insert(0, str(repo_root / ".ci"))
    yield importlib.import_module
    sys.path.remove(str(repo_root / ".ci"))


@pytest.fixture(scope="module")
def built(ci, repo_root, tmp_path_factory):
    """The zip of this checkout."""
    package = ci("package")
    try:
        names = package.tracked_files(repo_root)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    path = tmp_path_factory.mktemp("dist") / "timestack.zip"
    package.write_zip(package.members(repo_root, names), path)
    return path


def make_zip(path, content):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


METADATA = """[general]
name=Small
description=d
about=a
version=1
qgisMinimumVersion=3.22
author=x
email=x@example.org
homepage=https://example.org
tracker=https://example.org
repository=https://example.org
icon=icon.png
"""
SOUND = {
    "small/__init__.py": "",
    "small/metadata.txt": METADATA,
    "small/LICENSE": "GPL",
    "small/icon.png": b"\x89PNG\0",
}


def test_only_what_users_need_is_packed(ci):
    names = [
        "metadata.txt", "LICENSE", "README.md", "__init__.py", "Makefile", "pyproject.toml", ".gitignore",
        ".ci/scan.py", "tests/conftest.py", "plugin/core/grid.py", "plugin/resources/collections.json",
        "processing_provider/base.py", "i18n/timestack_de.ts",
    ]  # fmt: skip
    assert ci("package").choose(names) == [
        "LICENSE", "README.md", "__init__.py", "metadata.txt", "plugin/core/grid.py",
        "plugin/resources/collections.json", "processing_provider/base.py",
    ]  # fmt: skip


def test_the_example_models_are_packed(built, repo_root):
    with zipfile.ZipFile(built) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if "/resources/models/" in name}
    folder = repo_root / "plugin" / "resources" / "models"
    assert packed == {f"timestack/plugin/resources/models/{path.name}": path.read_bytes() for path in folder.iterdir()}
    assert sum(name.endswith(".model3") for name in packed) == 3


@pytest.mark.parametrize("stray", ["plugin/run.sh", "plugin/core/fast.so", "plugin/resources/prelude.js"])
def test_a_stray_file_stops_the_build(ci, stray):
    package = ci("package")
    with pytest.raises(package.NotPackable, match=stray):
        package.choose(["__init__.py", stray])


def test_two_builds_are_byte_identical(ci, repo_root, built, tmp_path):
    package = ci("package")
    again = tmp_path / "again.zip"
    package.write_zip(package.members(repo_root, list(reversed(package.tracked_files(repo_root)))), again)
    assert again.read_bytes() == built.read_bytes()


def test_members_have_fixed_times_and_plain_modes(built):
    with zipfile.ZipFile(built) as archive:
        assert {(e.date_time, e.external_attr >> 16) for e in archive.infolist()} == {((2020, 1, 1, 0, 0, 0), 0o100644)}


def test_this_checkout_passes_structure_and_metadata(ci, built):
    scan = ci("scan")
    with zipfile.ZipFile(built) as archive:
        assert [*scan.check_structure(archive), *scan.check_metadata(archive)] == []


def test_this_checkout_passes_bandit_and_detect_secrets(ci, built):
    for module in ("bandit", "detect_secrets"):
        pytest.importorskip(module)
    assert [(check, findings) for check, findings in ci("scan").scan(built) if findings] == []


def test_a_sound_zip_has_no_findings(ci, tmp_path):
    scan = ci("scan")
    with zipfile.ZipFile(make_zip(tmp_path / "a.zip", SOUND)) as archive:
        assert [*scan.check_structure(archive), *scan.check_metadata(archive)] == []


@pytest.mark.parametrize(
    ("extra", "finding"),
    [
        ({"other/a.py": ""}, "one top folder"),
        ({"small/a.pyc": "x"}, "not a kind of file"),
        ({"small/__pycache__/a.py": ""}, "must not be in a plugin"),
        ({"small/../../evil.py": ""}, "must not be in a plugin"),
        ({"small/.hidden/a.py": ""}, "hidden"),
        ({"small/run.sh": ""}, "not a kind of file"),
        ({"small/a.py": b"\x7fELF\0"}, "binary"),
        ({"small/metadata.txt": METADATA.replace("about=a\n", "")}, "about is missing"),
        ({"small/metadata.txt": METADATA + "supportsQt6=True\n"}, "supportsQt6"),
        ({"small/metadata.txt": METADATA.replace("Small", "Small Plugin")}, "the word plugin"),
        ({"small/metadata.txt": METADATA.replace("icon.png", "other.png")}, "other.png"),
    ],
)
def test_an_unsound_zip_is_found_out(ci, tmp_path, extra, finding):
    scan = ci("scan")
    with zipfile.ZipFile(make_zip(tmp_path / "a.zip", {**SOUND, **extra})) as archive:
        found = [*scan.check_structure(archive), *scan.check_metadata(archive)]
    assert any(finding in f for f in found)


def test_a_missing_licence_is_found_out(ci, tmp_path):
    content = {name: text for name, text in SOUND.items() if not name.endswith("LICENSE")}
    with zipfile.ZipFile(make_zip(tmp_path / "a.zip", content)) as archive:
        assert "LICENSE is missing" in list(ci("scan").check_structure(archive))


def test_bandit_and_secrets_findings_are_reported(ci, tmp_path):
    for module in ("bandit", "detect_secrets"):
        pytest.importorskip(module)
    traps = {
        "small/a.py": "AUTH_TOKEN_URL = 'https://example.org'\nassert AUTH_TOKEN_URL\n",
        "small/b.json": '{"address": "https://me:' + "hunter2" + '@example.org/"}\n',
    }
    report = dict(ci("scan").scan(make_zip(tmp_path / "a.zip", {**SOUND, **traps})))
    assert any("B105" in f for f in report["bandit"])
    assert any("B101" in f for f in report["bandit"])
    assert any(f.startswith("small/b.json:1") for f in report["detect-secrets"])


def test_texts_are_found_where_they_are(ci):
    source = 'x = tr("Fetch")\ny = tr("{count} dates").format(count=3)\n'
    assert ci("update_ts").find_texts(source, "a.py") == [
        ci("update_ts").Text("Fetch", "a.py", 1),
        ci("update_ts").Text("{count} dates", "a.py", 2),
    ]


@pytest.mark.parametrize(
    "call", ['tr(f"{n} dates")', "tr(name)", 'tr("a" + b)', 'tr("a", "b")', "tr()", 'tr("")', 'self.tr("a")']
)
def test_what_cannot_be_extracted_is_refused(ci, call):
    module = ci("update_ts")
    with pytest.raises(module.NotExtractable, match=r"a\.py:1"):
        module.find_texts(call, "a.py")


def test_old_translations_survive_an_update(ci, tmp_path):
    module = ci("update_ts")
    texts = [module.Text("Band & <b>", "a.py", 1), module.Text("New", "a.py", 2)]
    path = tmp_path / "a.ts"
    path.write_text(module.write_ts("de", texts, {"Band & <b>": "Kanal & <b>", "Gone": "Weg"}), encoding="utf-8")
    assert module.read_translations(path) == {"Band & <b>": "Kanal & <b>", "Gone": "Weg"}
    assert list(ci("compile_qm").read_ts(path.read_text(encoding="utf-8"))) == [
        ("Timestack", "Band & <b>", "Kanal & <b>")
    ]


def test_all_texts_of_the_checkout_can_be_extracted(ci, repo_root):
    module = ci("update_ts")
    texts = module.collect(repo_root)
    known = module.read_translations(repo_root / "i18n" / "timestack_de.ts")
    missing = [text.source for text in texts if text.source not in known]
    if missing:
        warnings.warn(f"{len(missing)} texts without German translation; run make translations", stacklevel=1)


def test_elf_hash_is_that_of_the_elf_standard(ci):
    elf_hash = ci("compile_qm").elf_hash
    assert (elf_hash(b"printf"), elf_hash(b"")) == (0x077905A6, 1)
