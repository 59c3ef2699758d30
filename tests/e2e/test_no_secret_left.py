# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever a run leaves behind is searched for the secrets it was given, plain and in other dress.

Everything of a run lies in one folder: output, parts, profile with settings and authentication database, temporary
files, home, what it said, and a log of every logger at its lowest level.
"""

from __future__ import annotations

import base64
import html
import json
import os
import shutil
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from storm_source import StormSource

gdal = pytest.importorskip("osgeo.gdal")

INSTANCE = "9c2e77aa-51d0-4f3b-8a6e-0b1c2d3e4f50"
CLIENT, WORD = "client-4d7f21bb90", "w0rd/93ab55e1+c=%&ü~ end"
PIECES = ("9c2e77aa", "0b1c2d3e4f50", "4d7f21bb90", "93ab55e1")
"""Of the secrets, which survive any way of escaping the rest."""

ORDER = {
    "COLLECTION": "sentinel-2-l2a", "START": "2021-05-01", "END": "2021-05-20", "BANDS": "B04,B08",
    "EXTENT": "501000,501400,5098000,5098300 [EPSG:32633]",
}  # fmt: skip
CONSOLE = {
    "collection": "sentinel-2-l2a", "start": "2021-05-01", "end": "2021-05-20", "bands": ["B04", "B08"],
    "bbox": [501000, 5098000, 501400, 5098300], "crs": "EPSG:32633",
}  # fmt: skip
BAD_SCRIPT = """//VERSION=3
function setup() { return {input: ["B04"], mosaicking: "ORBIT", output: {bands: 1}}; }
function evaluatePixel(samples) { throw new Error("no good"); }
"""

LOG_EVERYTHING = """
    import logging, os
    logging.basicConfig(filename=os.environ["LOG_FILE"], level=logging.DEBUG, force=True)
    logging.Logger.setLevel = lambda self, level: None
    logging.captureWarnings(True)
    logging.getLogger("test").debug("listening")
"""
"""As sitecustomize: no logger can be told to be quieter than this."""


def dresses(secret: str) -> set[bytes]:
    """A secret as it is and as others may have written it."""
    raw = secret.encode("utf-8")
    texts = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), html.escape(secret), repr(secret)[1:-1]}
    texts |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    found = {text.encode("utf-8") for text in texts} | {
        secret.encode("utf-16-le"),
        secret.encode("latin-1"),
        raw.hex().encode(),
    }
    for shift in range(3):  # base64 of a longer text in which the secret begins anywhere
        for coded in (base64.b64encode(b"x" * shift + raw), base64.urlsafe_b64encode(b"x" * shift + raw)):
            found.add(coded[4 if shift else 0 : len(coded) // 4 * 4 - 4])
    return found


def make_hub(clients: dict[str, str], **more):
    from timestack.plugin.localhub import Hub

    class ListeningHub(Hub):
        """Notes the tokens that come in questions: secrets as well."""

        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            self.tokens: set[str] = set()

        def answer(self, question):
            scheme, _, token = question.headers.get("authorization", "").partition(" ")
            if scheme == "Bearer":
                self.tokens.add(token)
            return super().answer(question)

    return ListeningHub({INSTANCE: (StormSource(),)}, clients=clients, **more)


@pytest.fixture
def hub() -> Iterator:
    with make_hub({CLIENT: WORD}) as hub:
        yield hub


class Place:
    """The folder in which everything of a run lies."""

    def __init__(self, root: Path, packed_profile: Path) -> None:
        self.root = root
        shutil.copytree(packed_profile, root / "config")
        for name in ("work", "tmp", "home", "site"):
            (root / name).mkdir()
        (root / "site" / "sitecustomize.py").write_text(textwrap.dedent(LOG_EVERYTHING), encoding="utf-8")
        self.log, self.said = root / "log.txt", root / "said.txt"
        self.target = root / "work" / "stack.tif"

    def environment(self, *secrets: str) -> dict[str, str]:
        """The surroundings of a run that knows some of ``instance`` and ``client``."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("TIMESTACK_", "QGIS_"))}
        config, temporary = str(self.root / "config"), str(self.root / "tmp")
        given = {
            "QGIS_CUSTOM_CONFIG_PATH": config, "QT_QPA_PLATFORM": "offscreen", "LOG_FILE": str(self.log),
            "TMPDIR": temporary, "XDG_RUNTIME_DIR": temporary, "HOME": str(self.root / "home"), "QGIS_DEBUG": "9",
            "PYTHONPATH": str(self.root / "site"), "PYTHONFAULTHANDLER": "1", "PYTHONUTF8": "1",
        }  # fmt: skip
        if "instance" in secrets:
            given["TIMESTACK_INSTANCE_ID"] = INSTANCE
        if "client" in secrets:
            given |= {"TIMESTACK_CLIENT_ID": CLIENT, "TIMESTACK_CLIENT_SECRET": WORD}
        return {**kept, **given}

    def start(self, environment: dict[str, str], **parameters: object) -> subprocess.Popen:
        program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
        if program is None:
            pytest.skip("no qgis_process here")
        arguments = [f"{key}={value}" for key, value in {**ORDER, "OUTPUT": self.target, **parameters}.items()]
        command = [program, "run", "timestack:fetchtemporalstack", "--", *arguments]
        with open(self.said, "ab") as said:
            return subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=self.root
            )

    def fetch(self, environment: dict[str, str], **parameters: object) -> int:
        """Run the algorithm to its end."""
        return self.start(environment, **parameters).wait(120)

    def search(self, *more: str) -> None:
        """Fail when a file, a name, or the metadata of a stack holds a secret in any dress.

        The log must have been written, or this would prove nothing.
        """
        wanted = {needle for secret in (INSTANCE, CLIENT, WORD, *more) for needle in dresses(secret)}
        wanted |= {piece.encode() for piece in PIECES}
        assert b"listening" in self.log.read_bytes()
        found = []
        for path in sorted(self.root.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            content = path.read_bytes() + str(path.relative_to(self.root)).encode()
            if path.suffix == ".tif":
                content += metadata_of(path)
            found += [f"{path.relative_to(self.root)}: …{content[max(0, at - 80) : at + 20]!r}…"
                      for needle in wanted if (at := content.find(needle)) >= 0]  # fmt: skip
        assert not found, "\n".join(found)


def metadata_of(path: Path) -> bytes:
    """All that GDAL tells of a file, every domain of it and of its bands."""
    dataset = gdal.OpenEx(str(path), gdal.OF_RASTER)
    if dataset is None:
        return b""  # half an answer
    text = json.dumps(gdal.Info(dataset, options="-json -listmdd -mdd all"))
    owners = [dataset, *(dataset.GetRasterBand(n + 1) for n in range(dataset.RasterCount))]
    told = [owner.GetMetadata(domain) for owner in owners for domain in owner.GetMetadataDomainList() or ()]
    return (text + repr(told)).encode("utf-8", "replace")


@pytest.fixture
def place(tmp_path, packed_profile) -> Place:
    return Place(tmp_path / "place", packed_profile)


@pytest.mark.parametrize("secrets", [("instance",), ("client",), ("instance", "client")])
def test_a_fetch_that_succeeds(place, hub, secrets):
    code = place.fetch(place.environment(*secrets), CONNECTION=f"{hub.address}/ogc/wcs")
    assert code == 0, place.said.read_text()
    assert (hub.tokens != set()) == (secrets == ("client",))
    assert [path.name for path in place.target.parent.iterdir()] == ["stack.tif"]
    assert b"urllib3" in place.log.read_bytes()
    place.search(*hub.tokens)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_fetches_that_fail(place, tmp_path):
    """A client that is refused, an instance that is not known (the hub repeats its id), a bad script, nobody there."""
    (script := place.root / "bad.js").write_text(BAD_SCRIPT)
    with make_hub({CLIENT: "another word"}) as hub:
        assert place.fetch(place.environment("client"), CONNECTION=f"{hub.address}/ogc/wcs")
        assert place.fetch(place.environment("instance"), CONNECTION=f"{hub.address}/ogc/wcs", EVALSCRIPT=script)
    from timestack.plugin.localhub import Hub

    with Hub({"another": (StormSource(),)}) as hub:
        assert place.fetch(place.environment("instance"), CONNECTION=f"{hub.address}/ogc/wcs")
    assert place.fetch(place.environment("instance", "client"), CONNECTION=f"http://127.0.0.1:{free_port()}/ogc/wcs")
    said = place.said.read_text(errors="replace")
    for words in ("OAuth", "no good", "Invalid instance id: …", "refused"):
        assert words.lower() in said.lower(), said
    assert not list(place.target.parent.iterdir())
    place.search()


@pytest.mark.parametrize("secrets", [("instance",), ("client",)])
def test_a_fetch_that_is_killed_half_way(place, hub, secrets):
    """Parts have arrived, others are under way: all that lies there is searched, and again when it was finished."""
    from timestack.plugin.localhub import FaultPlan, FaultRule

    service = "process" if secrets == ("client",) else "wcs"
    hub.set_faults(FaultPlan((FaultRule("stall_within", (service,), numbers=tuple(range(4, 99)), share=0.7),)))
    big = {"CONNECTION": f"{hub.address}/ogc/wcs", "END": "2021-06-20", "EVALSCRIPT": ""}
    script = place.root / "own.js"
    script.write_text(BAD_SCRIPT.replace('throw new Error("no good")', "return [samples.length]"))
    big["EVALSCRIPT"] = str(script)  # a question for each day
    process = place.start(place.environment(*secrets), **big)
    until = time.monotonic() + 60
    while hub.account.requests[service] < 7 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.3)
    process.kill()
    process.wait(30)
    names = [path.name for path in place.target.parent.rglob("*")]
    assert [name for name in names if name.endswith(".json")] and [
        name for name in names if name.startswith("answer-")
    ], names
    place.search(*hub.tokens)
    hub.set_faults(FaultPlan())
    assert place.fetch(place.environment(*secrets), **big) == 0, place.said.read_text()
    assert [path.name for path in place.target.parent.iterdir()] == ["stack.tif"]
    place.search(*hub.tokens)


PYTHON_RUN = """
    import json, sys
    from qgis.core import QgsApplication
    application = QgsApplication([], False)
    import timestack
    timestack.fetch_stack(**json.loads(sys.argv[1]))
"""


@pytest.mark.parametrize("kind", ["401", "404", "400", "unreachable", "silent", "bad address"])
def test_exceptions_that_nobody_catches(place, repo_root, kind):
    """The traceback with everything that Python chains to it."""
    from timestack.plugin.localhub import FaultPlan, FaultRule, Hub

    faults = FaultPlan((FaultRule("quota", ("wcs",), every=1),)) if kind == "400" else FaultPlan()
    word, instance = ("other" if kind == "401" else WORD), ("other" if kind == "404" else INSTANCE)
    with Hub({instance: (StormSource(),)}, faults=faults, clients={CLIENT: word}) as hub, socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        address = {
            "unreachable": f"http://127.0.0.1:{free_port()}", "bad address": "https://a..b", "silent": "https://127.0.0.1:1",
        }.get(kind, hub.address)  # fmt: skip
        order = {**CONSOLE, "connection": f"{address}/ogc/wcs", "output": str(place.target)}
        if kind == "bad address":  # with the instance id in it
            order["connection"] += f"/{INSTANCE}"
        environment = place.environment("client" if kind == "401" else "instance")
        (place.root / "site" / "timestack").symlink_to(repo_root)
        with open(place.said, "ab") as said:
            command = [sys.executable, "-c", textwrap.dedent(PYTHON_RUN), json.dumps(order)]
            code = subprocess.run(
                command, env=environment, stdout=said, stderr=said, timeout=120, check=False
            ).returncode
    assert code == 1 and b"Traceback" in place.said.read_bytes(), place.said.read_text()
    place.search()


SAVE = """
    import json, sys
    from qgis.core import QgsApplication, QgsAuthMethodConfig
    from qgis.PyQt.QtCore import QCoreApplication, QSettings
    profile, connection = sys.argv[1], json.loads(sys.argv[2])
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, profile)
    QCoreApplication.setOrganizationName("QGIS")
    QCoreApplication.setApplicationName("QGIS3")
    application = QgsApplication([], False, profile)
    application.initQgis()
    assert QgsApplication.authManager().setMasterPassword("a master's word", True)
    from timestack.plugin.bridge.saved_connections import SecretChanges, save_connection
    from timestack.plugin.core.deployments import ServiceRoots
    from timestack.plugin.core.saved_connection import ADDRESS, SavedConnection
    roots = ServiceRoots(*connection["roots"])
    saved = save_connection(SavedConnection("our fields", ADDRESS, roots), SecretChanges(*connection["secrets"]))
    assert saved.authcfg
    print("saved")
"""


@pytest.mark.parametrize("secrets", [(INSTANCE, "", ""), ("", CLIENT, WORD), (INSTANCE, CLIENT, WORD)])
def test_a_saved_connection(place, hub, repo_root, secrets):
    """Secrets lie in QGIS's authentication database, encrypted, and nowhere else."""
    (place.root / "site" / "timestack").symlink_to(repo_root)
    profile = place.root / "config" / "profiles" / "default"
    a = hub.address
    roots = [f"{a}/ogc", f"{a}/api/v1", f"{a}/auth/realms/main/protocol/openid-connect/token"]
    connection = json.dumps({"roots": roots, "secrets": secrets})
    environment = place.environment()
    command = [sys.executable, "-c", textwrap.dedent(SAVE), str(profile), connection]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert "saved" in done.stdout, done.stdout + done.stderr
    (place.root / "site" / "timestack").unlink()
    assert (profile / "qgis-auth.db").stat().st_size > 0
    assert "our fields" in (profile / "QGIS" / "QGIS3.ini").read_text().replace("%20", " ")
    (place.root / "master.txt").write_text("a master's word")
    environment["QGIS_AUTH_PASSWORD_FILE"] = str(place.root / "master.txt")
    assert place.fetch(environment, CONNECTION="our fields") == 0, place.said.read_text()
    assert place.target.exists()
    environment["QGIS_AUTH_PASSWORD_FILE"] = ""
    assert place.fetch(environment, CONNECTION="our fields"), "secrets without the master password"
    place.search(*hub.tokens)


def run_dialogs(place, repo_root, environment, *runs) -> list[str]:
    """Fetches from the toolbox's dialog, one after the other; how each ended."""
    (place.root / "site" / "timestack").symlink_to(repo_root)
    task = place.root / "tmp" / "task.json"
    told = {
        "profile": str(place.root / "config" / "profiles" / "default"), "runs": runs,
        "project": str(place.root / "work" / "project.qgs"), "shown": str(place.root / "shown.html"),
    }  # fmt: skip
    task.write_text(json.dumps(told), encoding="utf-8")
    script = Path(__file__).with_name("dialog_run.py")
    environment["QGIS_LOG_FILE"] = str(place.root / "qgis.log")
    with open(place.said, "ab") as said:
        done = subprocess.run(
            [sys.executable, str(script), str(task)], env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=said, timeout=240, check=False,
        )  # fmt: skip
        said.write(done.stdout)
    task.unlink()  # it holds what was typed
    (place.root / "site" / "timestack").unlink()
    return done.stdout.decode().splitlines()


def history_of(place) -> bytes:
    """What the toolbox remembers: a text file up to QGIS 3.22, a database after it."""
    files = [path for path in (place.root / "config").rglob("*") if path.name in ("processing.log", "user-history.db")]
    return b"".join(path.read_bytes() for path in files)


@pytest.mark.parametrize("typed", ["", f"/{INSTANCE}", f"/{INSTANCE}?SERVICE=WCS", INSTANCE])
def test_the_history_of_the_toolbox(place, hub, repo_root, typed):
    """An id that was typed into the dialog is used and not kept; what cannot be run is not kept either."""
    pytest.importorskip("qgis.gui")
    where = typed if typed == INSTANCE else f"{hub.address}/ogc/wcs{typed}"
    environment = place.environment(*(() if typed else ("instance",)))
    order = {**ORDER, "CONNECTION": where, "OUTPUT": str(place.target)}
    ended = run_dialogs(place, repo_root, environment, {"parameters": order})
    is_good = typed in ("", f"/{INSTANCE}")
    assert ended == ["finished True" if is_good else "refused"], place.said.read_text()
    assert place.target.exists() == is_good, place.said.read_text()
    if is_good:
        assert b"fetchtemporalstack" in history_of(place) and hub.address.encode() in history_of(place)
        assert b"stack.tif" in (place.root / "work" / "project.qgs").read_bytes()
    place.search(*hub.tokens)


@pytest.mark.parametrize("secrets", [("instance",), ("client",)])
def test_a_fetch_that_is_cancelled_in_the_dialog(place, hub, repo_root, secrets):
    """Cancel is pressed while answers are under way; then the same is fetched to its end."""
    pytest.importorskip("qgis.gui")
    from timestack.plugin.localhub import FaultPlan, FaultRule

    service = "process" if secrets == ("client",) else "wcs"
    hub.set_faults(FaultPlan((FaultRule("slow", (service,), every=1, delay_s=0.4),)))
    order = {
        **ORDER, "CONNECTION": f"{hub.address}/ogc/wcs", "OUTPUT": str(place.target), "PIXEL_STEPS": 64 * 64,
        "WORKERS": 2,
    }  # fmt: skip
    first = {"parameters": order, "cancel_after_parts": 2}
    ended = run_dialogs(place, repo_root, place.environment(*secrets), first)
    assert len(ended) == 1 and ended[0].startswith("cancelled in "), place.said.read_text()
    assert float(ended[0].split()[2]) < 1.5, ended
    assert list(place.target.parent.rglob("*.json")) and not place.target.exists()
    place.search(*hub.tokens)
    hub.set_faults(FaultPlan())
    ended = run_dialogs(place, repo_root, place.environment(*secrets), {"parameters": order})
    assert ended == ["finished True"] and b"held already" in (place.root / "shown.html").read_bytes()
    place.search(*hub.tokens)


def test_the_search_finds_what_is_there(place):
    """The test of the test."""
    place.log.write_text("listening")
    place.search()
    coded = base64.b64encode(f"{CLIENT}:{WORD}".encode())
    for content in (
        INSTANCE.encode(),
        quote(WORD).encode(),
        coded,
        WORD.encode("utf-16-le"),
        json.dumps(WORD).encode(),
    ):
        (place.root / "work" / "any.bin").write_bytes(b"\0\1 " + content + b" \2")
        with pytest.raises(AssertionError, match=r"any\.bin"):
            place.search()
