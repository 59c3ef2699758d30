# SPDX-License-Identifier: GPL-2.0-or-later
"""The hub as a command: its options, over a real process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hub_stub import fetch
from post_client import SIGN_IN, send

from timestack.plugin.localhub.faults import KINDS

Run = Callable[..., subprocess.Popen]


@pytest.fixture
def run(repo_root: Path, tmp_path: Path) -> Iterator[Run]:
    (tmp_path / "timestack").symlink_to(repo_root)
    started: list[subprocess.Popen] = []

    def start(*arguments: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "timestack.plugin.localhub", *arguments], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(tmp_path)}, cwd=tmp_path,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def addresses(process: subprocess.Popen, count: int) -> dict[str, str]:
    """What it prints about itself, by the word before the address."""
    assert "scenes of" in process.stdout.readline()
    return dict(process.stdout.readline().split() for _ in range(count))


def test_everything_at_once(run: Run, tmp_path: Path) -> None:
    plan = {"rules": [{"kind": "503", "services": ["wfs"], "first": 1}]}
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    limits = ("--requests-per-minute", "3", "--units-per-minute", "9")
    process = run("--client", "me:a:b", "--control", "--faults", "plan.json", *limits)
    found = addresses(process, 6)
    assert set(found) == {"WCS", "WFS", "Sign-in", "Process", "Catalog", "Control"}
    body = b"grant_type=client_credentials&client_id=me&client_secret=a%3Ab"
    reply = send(found["Sign-in"], body, {"Content-Type": "application/x-www-form-urlencoded"})
    assert reply.status == 200
    assert found["Sign-in"].endswith(SIGN_IN)
    asked = f"{found['WFS']}?SERVICE=WFS&REQUEST=GetFeature&TYPENAMES=DSS2&TIME=2020-01-01/2020-01-31"
    assert [fetch(asked).status for _ in range(5)] == [503, 200, 200, 200, 429]
    assert send(found["Control"]).json["struck"] == {"503": 1}
    process.send_signal(signal.SIGTERM)
    _, complaints = process.communicate(timeout=20)
    assert (process.returncode, complaints) == (0, "")


def test_nothing_more_is_open_by_default(run: Run) -> None:
    wcs = addresses(run(), 2)["WCS"]
    root = wcs.split("/ogc/")[0]
    assert send(f"{root}/control/account").status == 404
    assert send(f"{root}/api/v1/process", b"{}", {"Content-Type": "application/json"}).status == 401


@pytest.mark.parametrize(
    "arguments",
    [("--client", "nosecret"), ("--faults", "missing.json"), ("--faults", "bad.json"), ("--port", "99999999")],
)
def test_wrong_options_are_told_without_a_traceback(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "bad.json").write_text('{"rules": [{"kind": "earthquake"}]}')
    process = run(*arguments)
    _, complaints = process.communicate(timeout=30)
    assert process.returncode == 1
    assert complaints.strip()
    assert "Traceback" not in complaints


def test_help_names_every_kind_of_fault(run: Run) -> None:
    text, _ = run("--help").communicate(timeout=30)
    assert all(kind in text for kind in KINDS)
    assert "/control/faults" in text
